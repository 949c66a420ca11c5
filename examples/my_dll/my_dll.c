// my_dll.c - the DLL of the examples load-time and run-time: one exported function, one that stays inside, and DllMain.
#include "../win.h"

static int calls; // each process has its own copy

static int twice(int n) { return 2 * n; } // not exported: no other module can name it

EXPORT int my_function(int n) {
    calls++;
    say("  my_dll: my_function(%d), call number %d\n", n, calls);
    return twice(n);
}

BOOL WINAPI DllMain(HMODULE self, DWORD reason, void *reserved) {
    (void)self;
    if (reason == DLL_PROCESS_ATTACH) say("  my_dll: DllMain, attached %s\n", reserved ? "with the program" : "by LoadLibrary");
    if (reason == DLL_PROCESS_DETACH) say("  my_dll: DllMain, detached %s\n", reserved ? "as the process ends" : "by FreeLibrary");
    return 1;
}
