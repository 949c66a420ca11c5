# loader-dllmain-threads.sh - every thread that begins or ends tells every DLL, whoever started it; DisableThreadLibraryCalls ends that, but has
# no effect for a DLL with a TLS directory; threads that run already are not told of a new DLL.
. tests/common.sh
cat >$t/dll.c <<'END'
int printf(const char *, ...);
__declspec(dllimport) int DisableThreadLibraryCalls(void *);
#ifdef WITH_TLS
int index;
char data[8];
__attribute__((used)) const struct { const void *start, *end; int *index; const void *callbacks; int zero, flags; } _tls_used = {data, data + 8, &index, 0, 0, 0};
#endif
int DllMain(void *self, unsigned reason, void *reserved) {
    static const char *const what[] = {"process detach", "process attach", "thread attach", "thread detach"};
    printf("  %s: %s\n", NAME, what[reason]);
#ifdef QUIET
    if (reason == 1) printf("  %s: DisableThreadLibraryCalls gives %d\n", NAME, DisableThreadLibraryCalls(self));
#endif
    return 1;
}
END
for kind in 'plain' 'quiet -DQUIET' 'tls -DQUIET -DWITH_TLS'; do
    name=${kind%% *}
    c_msvc $t/$name.obj -DNAME="\"$name\"" ${kind#"$name"} <$t/dll.c
    mylink /nologo /dll /entry:DllMain /out:$t/$name.dll $t/$name.obj kernel32.lib msvcrt.lib
done
c_msvc $t/main.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) void *LoadLibraryA(const char *), *CreateThread(void *, long long, unsigned (*)(void *), void *, unsigned, unsigned *), exit(int);
__declspec(dllimport) void *CreateEventA(void *, int, int, void *);
__declspec(dllimport) unsigned WaitForSingleObject(void *, unsigned), SetEvent(void *);
static void *go, *begun;
static unsigned work(void *name) { printf("%s works\n", (char *)name); return 0; }
static unsigned wait(void *name) { SetEvent(begun); WaitForSingleObject(go, -1u); return 0; }
static void run(void *thread) { WaitForSingleObject(thread, -1u); }
void start(void) {
    unsigned id;
    go = CreateEventA(0, 1, 0, 0), begun = CreateEventA(0, 1, 0, 0);
    void *early = CreateThread(0, 0, wait, 0, 0, &id);
    run(begun);
    LoadLibraryA("plain.dll"), LoadLibraryA("quiet.dll"), LoadLibraryA("tls.dll");
    run(CreateThread(0, 0, work, "one", 0, &id));
    SetEvent(go); // it was there before the DLLs: detach without attach
    run(early);
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib msvcrt.lib
run_both $t/main.exe '  plain: process attach
  quiet: process attach
  quiet: DisableThreadLibraryCalls gives 1
  tls: process attach
  tls: DisableThreadLibraryCalls gives 0
  plain: thread attach
  tls: thread attach
one works
  tls: thread detach
  plain: thread detach
  tls: thread detach
  plain: thread detach
  tls: process detach
  quiet: process detach
  plain: process detach'
