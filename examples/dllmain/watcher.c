// watcher.c - says which of the four calls DllMain gets. Built three times, as
//      plain.dll    nothing special
//      quiet.dll    calls DisableThreadLibraryCalls
//      tls.dll      calls it too, but has a TLS directory
#include "../win.h"

#ifdef WITH_TLS
static DWORD index;
static unsigned char first[8];
__attribute__((used)) const struct { // [PE: The TLS Directory] the linker looks for this name
    const void *start, *end;
    DWORD *index;
    const void *callbacks;
    DWORD zero_size, flags;
} _tls_used = {first, first + sizeof first, &index, 0, 0, 0};
#endif

BOOL WINAPI DllMain(HMODULE self, DWORD reason, void *reserved) {
    static const char *const what[] = {"process detach", "process attach", "thread attach", "thread detach"};
    (void)reserved;
    say("  " NAME ": %s\n", what[reason]);
#ifdef QUIET
    if (reason == DLL_PROCESS_ATTACH) DisableThreadLibraryCalls(self);
#endif
    (void)self;
    return 1;
}
