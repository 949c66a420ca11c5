# machine-teb-register.sh - on every machine the register that leads to the thread block (gs, fs, x18) is right after each built-in function:
# a thread-local variable keeps its value over WriteFile, printf, malloc, callbacks, in the first thread and in others.
. tests/common.sh
put $t/main.c <<'END'
#define IMPORT __declspec(dllimport)
typedef unsigned long DWORD;
typedef __SIZE_TYPE__ SIZE_T;
IMPORT void *__stdcall GetStdHandle(DWORD);
IMPORT int __stdcall WriteFile(void *, const void *, DWORD, DWORD *, void *);
IMPORT void __stdcall ExitProcess(DWORD);
IMPORT void *__stdcall CreateThread(void *, SIZE_T, DWORD(__stdcall *)(void *), void *, DWORD, DWORD *);
IMPORT DWORD __stdcall WaitForSingleObject(void *, DWORD);
IMPORT DWORD __stdcall GetEnvironmentVariableA(const char *, char *, DWORD);
IMPORT DWORD __stdcall GetCurrentThreadId(void);
IMPORT void __stdcall Sleep(DWORD);
IMPORT DWORD __stdcall TlsAlloc(void);
IMPORT int __stdcall TlsSetValue(DWORD, void *);
IMPORT void *__stdcall TlsGetValue(DWORD);
IMPORT int sprintf(char *, const char *, ...);
IMPORT int sscanf(const char *, const char *, ...);
IMPORT void *malloc(SIZE_T);
IMPORT void free(void *);
IMPORT double strtod(const char *, char **);
IMPORT void qsort(void *, SIZE_T, SIZE_T, int (*)(const void *, const void *));
int _fltused;
DWORD _tls_index;
#ifdef _M_IX86
__asm__(".globl __tls_array\n__tls_array = 0x2c");
#endif
__attribute__((section(".tls"))) char tls_start = 0;
__attribute__((section(".tls$ZZZ"))) char tls_end = 0;
__attribute__((used)) const struct { const void *start, *end; DWORD *index; const void *callbacks; DWORD zero_size, flags; } _tls_used = {
    &tls_start, &tls_end, &_tls_index, 0, 0, 0};

static __declspec(thread) volatile int mine = 1000;
static int wrong;
static DWORD slot;
static void look(int line, int expected) {
    if (mine != expected || TlsGetValue(slot) != (void *)(SIZE_T)expected) wrong = line;
    mine = expected + 1;
    TlsSetValue(slot, (void *)(SIZE_T)(expected + 1));
}
#define LOOK look(__LINE__, n++)
static int order(const void *a, const void *b) {
    mine++;
    mine--;
    return *(const int *)a - *(const int *)b;
}
static DWORD __stdcall work(void *argument) {
    char text[200];
    int v[] = {5, 3, 9, 1}, n = mine = (int)(SIZE_T)argument, number = 0;
    DWORD written;
    double d;
    TlsSetValue(slot, argument);
    WriteFile(GetStdHandle((DWORD)-11), "x\n", 2, &written, 0);
    LOOK;
    sprintf(text, "%.17g %d %s %lld %c %e", 1e300 / 3, 7, "seven", 1LL << 40, 'c', 2.5e-7);
    LOOK;
    sscanf("12 3.5", "%d %lf", &number, &d);
    LOOK;
    if (number != 12 || d != 3.5) wrong = __LINE__;
    void *p[64];
    for (int i = 0; i < 64; i++) p[i] = malloc(1000 * (SIZE_T)i + 1);
    LOOK;
    for (int i = 0; i < 64; i++) free(p[i]);
    LOOK;
    if (strtod("2.2250738585072014e-308", 0) <= 0) wrong = __LINE__;
    LOOK;
    qsort(v, 4, sizeof *v, order);
    LOOK;
    if (v[0] != 1 || v[3] != 9) wrong = __LINE__;
    GetEnvironmentVariableA("PATH", text, sizeof text);
    LOOK;
    Sleep(1);
    LOOK;
    GetCurrentThreadId();
    LOOK;
    return 0;
}
void start(void) {
    void *threads[4];
    DWORD id;
    slot = TlsAlloc();
    work((void *)2000);
    for (int i = 0; i < 4; i++) threads[i] = CreateThread(0, 0, work, (void *)(SIZE_T)(3000 + 100 * i), 0, &id);
    for (int i = 0; i < 4; i++) WaitForSingleObject(threads[i], (DWORD)-1);
    ExitProcess(wrong);
}
END
for machine in x64 x86 arm64; do
    c_for $machine $t/main.obj <$t/main.c
    mylink /nologo /entry:start /subsystem:console /out:$t/$machine.exe $t/main.obj kernel32.lib msvcrt.lib
    can_run $machine || continue
    if [ $machine = x64 ]; then run_both $t/$machine.exe $'x\nx\nx\nx\nx'; else run_load $t/$machine.exe $'x\nx\nx\nx\nx'; fi
    proves 'Thread-local variables, also after calls into system DLLs' $machine
done
