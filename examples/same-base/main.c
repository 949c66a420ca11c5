// main.c - loads the twins. The loader put one where it wanted to be; the other it moved, adding the distance to every
// address that .reloc lists.
#include "../win.h"

IMPORT int left(void);
IMPORT int right(void);

static const char *place(const char *name) {
    return GetModuleHandleA(name) == (HMODULE)0x20000000 ? "at its preferred base" : "moved";
}

void main(void) {
    const char *l = place("left.dll"), *r = place("right.dll");
    say("left  returns %d\n", left());
    say("right returns %d\n", right());
    say("one of the two had to move: %s\n", l != r ? "yes" : "no");
    ExitProcess(0);
}
