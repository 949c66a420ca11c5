// main.c - nothing in this source speaks of delay loading: it is a matter between linker and helper library.
#include "../win.h"

IMPORT int answer(void);
IMPORT int question(void);

static const char *state(void) { return GetModuleHandleA("lazy.dll") ? "loaded" : "not loaded"; }

void main(void) {
    say("at the start: %s\n", state());
    say("answer() = %d\n", answer()); // the first call goes through the helper: LoadLibrary, GetProcAddress
    say("after the first call: %s\n", state());
    say("answer() = %d\n", answer()); // this one through the slot alone
    say("question() = %d\n", question());
    ExitProcess(0);
}
