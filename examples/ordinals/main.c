// main.c - imports by name and by number. numbers.lib knows that `first` has only a number, so this source need not care.
#include "../win.h"

IMPORT int first(void);
IMPORT int second(void);
IMPORT int third(void);

void main(void) {
    say("first %d, second %d, third %d\n", first(), second(), third());
    HMODULE dll = GetModuleHandleA("numbers.dll");
    for (int ordinal = 4; ordinal <= 22; ordinal++) {
        int (*function)(void) = (int (*)(void))GetProcAddress(dll, (const char *)(SIZE_T)ordinal);
        if (function) say("ordinal %d returns %d\n", ordinal, function());
    }
    say("a name for ordinal 10: %s\n", GetProcAddress(dll, "first") ? "yes" : "no");
    ExitProcess(0);
}
