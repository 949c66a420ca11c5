# loader-tls.sh - thread-local variables: each thread begins with the template's values, also in a DLL that comes by LoadLibrary while threads run; a
# built-in function leaves the register that leads to them alone; callbacks come before the entry point and DllMain.
. tests/common.sh
cat >$t/tls.h <<'END'
int printf(const char *, ...);
int _tls_index;
__attribute__((section(".tls"))) char _tls_start;
__attribute__((section(".tls$ZZZ"))) char _tls_end;
static void callback(void *base, unsigned reason, void *reserved) { printf("%s: callback %u\n", NAME, reason); }
__attribute__((section(".CRT$XLA"), used)) void *_xl_a = 0;
__attribute__((section(".CRT$XLB"), used)) void (*_xl_b)(void *, unsigned, void *) = callback;
__attribute__((section(".CRT$XLZ"), used)) void *_xl_z = 0;
__attribute__((used)) const struct { void *start, *end; int *index; void *callbacks; unsigned zero, flags; } _tls_used = {&_tls_start, &_tls_end, &_tls_index, &_xl_a + 1, 64, 0};
END
(cat $t/tls.h; cat <<'END') | c_msvc $t/dll.obj -DNAME='"dll"'
static __declspec(thread) int counter = 100;
__declspec(dllexport) int next(void) { return ++counter; }
int DllMain(void *self, unsigned reason, void *reserved) { printf("dll: DllMain %u\n", reason); return 1; }
END
mylink /nologo /dll /entry:DllMain /out:$t/dll.dll $t/dll.obj msvcrt.lib
(cat $t/tls.h; cat <<'END') | c_msvc $t/main.obj -DNAME='"main"'
__declspec(dllimport) void *LoadLibraryA(const char *), *GetProcAddress(void *, const char *), exit(int), *GetStdHandle(unsigned);
__declspec(dllimport) void *CreateThread(void *, long long, unsigned (*)(void *), void *, unsigned, unsigned *), *CreateEventA(void *, int, int, void *);
__declspec(dllimport) unsigned WaitForSingleObject(void *, unsigned), SetEvent(void *), SignalObjectAndWait(void *, void *, unsigned, int);
__declspec(dllimport) int WriteFile(void *, const void *, unsigned, unsigned *, void *);
__declspec(thread) int value = 7;
__declspec(thread) int zero[4];
static void *loaded, *ready;
static int (*next)(void);
static unsigned work(void *argument) {
    unsigned n;
    value++;
    zero[3] += value;
    SetEvent(ready);
    WaitForSingleObject(loaded, -1u); // meanwhile the DLL comes
    WriteFile(GetStdHandle(-11u), "", 0, &n, 0);
    next();
    printf("thread %d: %d %d, dll %d\n", (int)(long long)argument, value, zero[3], next());
    return 0;
}
void start(void) {
    unsigned id;
    loaded = CreateEventA(0, 1, 0, 0), ready = CreateEventA(0, 0, 0, 0);
    value = 50;
    void *early = CreateThread(0, 0, work, (void *)1, 0, &id);
    WaitForSingleObject(ready, -1u);
    next = (int (*)(void))GetProcAddress(LoadLibraryA("dll.dll"), "next");
    printf("main: %d, dll %d\n", value, next());
    SetEvent(loaded);
    WaitForSingleObject(early, -1u);
    WaitForSingleObject(CreateThread(0, 0, work, (void *)2, 0, &id), -1u);
    printf("main: %d %d, dll %d\n", value, zero[3], next());
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib msvcrt.lib
want='main: callback 1
main: callback 2
dll: callback 1
dll: DllMain 1
main: 50, dll 101
thread 1: 8 8, dll 102
dll: callback 3
dll: DllMain 3
main: callback 3
dll: callback 2
dll: DllMain 2
main: callback 2
thread 2: 8 8, dll 102
dll: callback 3
dll: DllMain 3
main: callback 3
main: 50 0, dll 102
dll: callback 0
dll: DllMain 0'
# At the end Windows calls the program's callbacks once more; Wine does not.
run_load $t/main.exe "$want
main: callback 0"
if have_wine; then run_wine $t/main.exe "$want"; fi
