// lazy.c - a DLL that is wanted only now and then.
#include "../win.h"

EXPORT int answer(void) { return 42; }
EXPORT int question(void) { return 6 * 9; }

BOOL WINAPI DllMain(HMODULE self, DWORD reason, void *reserved) {
    (void)self, (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) say("  lazy.dll: here I am\n");
    return 1;
}
