// main.c - asks for place.dll by its bare name and says which of those lying around it got.
#include "../win.h"

void main(void) {
    HMODULE dll = LoadLibraryA("place.dll");
    const char *(*place)(void) = dll ? (const char *(*)(void))GetProcAddress(dll, "place") : 0;
    say("place.dll: %s\n", place ? place() : "not found");
    ExitProcess(!place);
}
