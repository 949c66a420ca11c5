# loader-crt-ucrt.sh - the universal C run-time: the way <stdio.h> of Microsoft's SDK calls it (__stdio_common_vfprintf, __acrt_iob_func), through the
# api-ms-win-crt names; two-digit exponents, start-up functions, onexit tables.
. tests/common.sh
c_msvc $t/main.obj <<'END'
typedef unsigned long long u64;
__declspec(dllimport) void *__acrt_iob_func(unsigned), *malloc(u64), free(void *), exit(int);
__declspec(dllimport) int __stdio_common_vfprintf(u64, void *, const char *, void *, char *), __stdio_common_vsprintf(u64, char *, u64, const char *, void *, char *);
__declspec(dllimport) void qsort(void *, u64, u64, int (*)(const void *, const void *));
__declspec(dllimport) int _configure_narrow_argv(int), *__p___argc(void), _initterm_e(void *, void *), _crt_atexit(void (*)(void)), strcmp(const char *, const char *);
__declspec(dllimport) char ***__p___argv(void), *strerror(int);
__declspec(dllimport) void *GetModuleHandleA(const char *);
int _fltused;
static int print(const char *format, ...) {
    __builtin_va_list args;
    __builtin_va_start(args, format);
    return __stdio_common_vfprintf(0, __acrt_iob_func(1), format, 0, args);
}
static int text(char *to, u64 n, const char *format, ...) {
    __builtin_va_list args;
    __builtin_va_start(args, format);
    return __stdio_common_vsprintf(2, to, n, format, 0, args); // C99: cut, but the whole length
}
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static void at_exit(void) { print("at exit\n"); }
static int fine(void) { return 0; }
static int (*const initialisers[])(void) = {0, fine, 0};
void start(void) {
    char line[8];
    int numbers[] = {3, 1, 2};
    _configure_narrow_argv(1);
    _crt_atexit(at_exit);
    print("%d %s %s\n", *__p___argc(), (*__p___argv())[1], (*__p___argv())[2]);
    print("%e %g %.1f %lld %zu\n", 12345.678, 1e20, 2.5, 1ll << 40, (u64)7);
    print("%s %S %ls %c %p\n", "narrow", L"wide", L"wide", 'c', (void *)0xabc);
    int n = text(line, sizeof line, "%s", "longer than that");
    print("%d [%s]\n", n, line);
    qsort(numbers, 3, 4, compare);
    print("%d%d%d %d\n", numbers[0], numbers[1], numbers[2], _initterm_e((void *)initialisers, (void *)(initialisers + 3)));
    print("%s\n", GetModuleHandleA("api-ms-win-crt-stdio-l1-1-0.dll") == GetModuleHandleA("ucrtbase.dll") ? "one DLL stands behind the API sets" : "several");
    free(malloc(10));
    exit(4);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj ucrt.lib kernel32.lib
run_load -x 4 $t/main.exe '3 one two words
1.234568e+04 1e+20 2.5 1099511627776 7
narrow wide wide c 0000000000000ABC
16 [longer ]
123 0
one DLL stands behind the API sets
at exit' one 'two words'
if have_wine; then # Wine keeps the API sets apart
    wine_run $t/main.exe one 'two words' >$t/wine.txt || [ $? = 4 ]
    load_run $t/main.exe one 'two words' >$t/load.txt || [ $? = 4 ]
    diff <(grep -v API $t/wine.txt | grep -v several) <(grep -v API $t/load.txt) || fail 'Wine (<) and myload (>) differ'
fi
