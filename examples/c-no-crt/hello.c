// hello.c - C without a run-time library: no printf, no main(argc, argv), only what the program brings and what kernel32 has.
#include "../win.h"

static const char *const words[] = {"zero", "one", "two", "three", "four"}; // pointers: five base relocations

static int calls; // zero at the start: takes no room in the file

static const char *word(int n) {
    calls++;
    return n >= 0 && n < 5 ? words[n] : "many";
}

void start(void) {
    say("Hello from C without a run-time library.\n");
    for (int i = 3; i < 6; i++) say("%d is %s\n", i, word(i));
    ExitProcess((DWORD)calls);
}
