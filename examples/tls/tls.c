// tls.c - a variable of which every thread has its own, and a function that the loader calls for every thread.
//
//      .tls      start values, copied for each new thread         <-- _tls_used.start, .end
//      .CRT$XL*  pointers to callbacks, ended by a null pointer   <-- _tls_used.callbacks
//
// A C run-time library has these tables; here they are by hand. The linker sorts the sections by the part of their name
// behind the $, so that `A` comes first and `ZZZ` last, whichever object they are from, and points the TLS directory at
// the symbol _tls_used. [PE: The .tls Section]
#include "../win.h"

DWORD _tls_index; // which slot of the thread's table is this module's: the loader fills it in
#ifdef _M_IX86
__asm__(".globl __tls_array\n__tls_array = 0x2c"); // where in the thread block that table is: the compiler uses the name
#endif

__attribute__((section(".tls"))) char tls_start = 0;
__attribute__((section(".tls$ZZZ"))) char tls_end = 0;

typedef void WINAPI Callback(HMODULE self, DWORD reason, void *reserved);
static void WINAPI on_thread(HMODULE self, DWORD reason, void *reserved) {
    static const char *const what[] = {"process detach", "process attach", "thread attach", "thread detach"};
    (void)self, (void)reserved;
    if (reason == DLL_PROCESS_DETACH) return; // Windows calls once more at the very end, Wine does not
    say("  callback: %s\n", what[reason]);
}
__attribute__((section(".CRT$XLA"))) Callback *const callbacks_start = 0;
__attribute__((section(".CRT$XLB"), used)) Callback *const callback = on_thread;
__attribute__((section(".CRT$XLZ"), used)) Callback *const callbacks_end = 0;

__attribute__((used)) const struct {
    const void *start, *end;
    DWORD *index;
    Callback *const *callbacks;
    DWORD zero_size, flags;
} _tls_used = {&tls_start, &tls_end, &_tls_index, &callbacks_start + 1, 0, 0};

static __declspec(thread) int mine = 100;
static int ours = 100;

static DWORD WINAPI add(void *name) {
    for (int i = 0; i < 3; i++) mine++, ours++;
    say("thread %s: mine %d, ours %d\n", name, mine, ours);
    return 0;
}

static void run_thread(const char *name) {
    DWORD id;
    HANDLE thread = CreateThread(0, 0, add, (void *)name, 0, &id);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

void main(void) {
    run_thread("one");
    run_thread("two");
    say("main: mine %d, ours %d\n", mine, ours);
    ExitProcess(0);
}
