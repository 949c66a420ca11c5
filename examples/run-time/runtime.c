// runtime.c - loads my_dll.dll while it runs. Neither the compiler nor the linker hears of the DLL; its name and the
// function's are only texts, and both can fail without ending the program.
#include "../win.h"

static const char *loaded(void) { return GetModuleHandleA("my_dll.dll") ? "loaded" : "not loaded"; }

void main(void) {
    say("main: at the start: %s\n", loaded());

    HMODULE dll = LoadLibraryA("my_dll.dll"); // count 1
    if (!dll) {
        say("main: LoadLibrary failed, error %d\n", GetLastError());
        ExitProcess(1);
    }
    int (*my_function)(int) = (int (*)(int))GetProcAddress(dll, "my_function");
    say("main: my_function(21) = %d\n", my_function(21));
    say("main: GetProcAddress(\"twice\") = %s\n", GetProcAddress(dll, "twice") ? "an address" : "NULL, it is not exported");

    say("main: a second LoadLibrary gives the same module: %s\n", LoadLibraryA("my_dll.dll") == dll ? "yes" : "no"); // count 2
    FreeLibrary(dll); // count 1
    say("main: after one FreeLibrary: %s\n", loaded());
    FreeLibrary(dll); // count 0: detached and unmapped
    say("main: after two: %s\n", loaded());

    say("main: LoadLibrary(\"no_such.dll\") = %s\n", LoadLibraryA("no_such.dll") ? "a module" : "NULL");
    say("main: error %d means: module not found\n", GetLastError());
    ExitProcess(0);
}
