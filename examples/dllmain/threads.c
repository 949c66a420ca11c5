// threads.c - loads three DLLs and starts threads. Windows calls DllMain of every loaded DLL in every thread that starts or
// ends after the DLL was loaded, no matter who started the thread: that is where "thread created" messages come from.
#include "../win.h"

static DWORD WINAPI work(void *number) {
    say("thread %s works\n", number);
    return 0;
}

static void run_thread(const char *number) {
    DWORD id;
    HANDLE thread = CreateThread(0, 0, work, (void *)number, 0, &id);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

void main(void) {
    static const char *const names[] = {"plain.dll", "quiet.dll", "tls.dll"};
    HMODULE dlls[3];
    for (int i = 0; i < 3; i++) {
        say("load %s\n", names[i]);
        dlls[i] = LoadLibraryA(names[i]);
    }
    run_thread("one");
    run_thread("two");
    for (int i = 0; i < 2; i++) { // tls.dll stays, and hears of the end of the process
        say("free %s\n", names[i]);
        FreeLibrary(dlls[i]);
    }
    run_thread("three");
    say("exit\n");
    ExitProcess(0);
}
