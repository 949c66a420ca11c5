# loader-crt-print.sh - every member of the printf and scanf families of msvcrt.dll and ucrtbase.dll, called by name: to streams and texts, narrow and wide, with
# argument lists, and what each does when there is no room; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
static const char *dll = "msvcrt.dll";
static void *function(const char *name) {
    void *found = GetProcAddress(LoadLibraryA(dll), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define FN(name, result, ...) ((result(*)(__VA_ARGS__))function(name))
typedef unsigned short W;
typedef unsigned long long u64;
static char s[100];
static W w[100];
static const char *narrow(void) {
    static char text[100];
    for (int i = 0; (text[i] = (char)w[i]) != 0; i++) {}
    return text;
}
static void *stream(int n) { return (char *)FN("__iob_func", void *, void)() + n * sizeof(FILE); }
static int with_list(int kind, const char *format, ...) {
    va_list args;
    va_start(args, format);
    switch (kind) {
    case 0: return FN("vprintf", int, const char *, va_list)(format, args);
    case 1: return FN("vfprintf", int, void *, const char *, va_list)(stream(1), format, args);
    case 2: return FN("vsprintf", int, char *, const char *, va_list)(s, format, args);
    case 3: return FN("_vsnprintf", int, char *, size_t, const char *, va_list)(s, 6, format, args);
    case 4: return FN("_vscprintf", int, const char *, va_list)(format, args);
    case 5: return FN("__stdio_common_vsprintf", int, u64, char *, size_t, const char *, void *, va_list)(2, s, 6, format, 0, args);
    case 6: return FN("__stdio_common_vsprintf_s", int, u64, char *, size_t, const char *, void *, va_list)(0, s, 100, format, 0, args);
    case 7: return FN("__stdio_common_vsnprintf_s", int, u64, char *, size_t, size_t, const char *, void *, va_list)(0, s, 100, 4, format, 0, args);
    case 8: return FN("__stdio_common_vfprintf", int, u64, void *, const char *, void *, va_list)(0, FN("__acrt_iob_func", void *, unsigned)(1), format, 0, args);
    case 9: return FN("__stdio_common_vsscanf", int, u64, const char *, size_t, const char *, void *, va_list)(0, "12 34 rest", 5, format, 0, args);
    case 10: return FN("__stdio_common_vfprintf_s", int, u64, void *, const char *, void *, va_list)(0, FN("__acrt_iob_func", void *, unsigned)(1), format, 0, args);
    case 11: return FN("__stdio_common_vsnprintf_s", int, u64, char *, size_t, size_t, const char *, void *, va_list)(0, s, 100, 50, format, 0, args);
    case 12: return FN("__stdio_common_vfscanf", int, u64, void *, const char *, void *, va_list)(0, FN("__acrt_iob_func", void *, unsigned)(0), format, 0, args);
    }
    return -99;
}
static int with_wide_list(int kind, const W *format, ...) {
    va_list args;
    va_start(args, format);
    switch (kind) {
    case 0: return FN("vwprintf", int, const W *, va_list)(format, args);
    case 1: return FN("vfwprintf", int, void *, const W *, va_list)(stream(1), format, args);
    case 2: return FN("_vsnwprintf", int, W *, size_t, const W *, va_list)(w, 100, format, args);
    case 3: return FN("_vsnwprintf", int, W *, size_t, const W *, va_list)(w, 3, format, args);
    case 4: return FN("_vscwprintf", int, const W *, va_list)(format, args);
    case 5: return FN("__stdio_common_vswprintf", int, u64, W *, size_t, const W *, void *, va_list)(0, w, 100, format, 0, args);
    case 6: return FN("__stdio_common_vfwprintf", int, u64, void *, const W *, void *, va_list)(0, FN("__acrt_iob_func", void *, unsigned)(1), format, 0, args);
    case 7: return FN("__stdio_common_vswprintf_s", int, u64, W *, size_t, const W *, void *, va_list)(0, w, 100, format, 0, args);
    }
    return -99;
}
static void flush(void) { FN("fflush", int, void *)(0); }
int main(int argc, char **argv) {
    setvbuf(stdout, 0, _IONBF, 0);
    if (argc > 1) {
        int n = 0;
        dll = "ucrtbase.dll";
        int found = with_list(12, "%d %99s", &n, s);
        printf("%d %d %s\n", found, n, s);
        return 0;
    }
    printf("%d", FN("_snprintf", int, char *, size_t, const char *, ...)(s, 100, "%s-%d", "text", 5));
    printf(" %s", s);
    memset(s, '.', 20), s[20] = 0;
    printf(" %d", FN("_snprintf", int, char *, size_t, const char *, ...)(s, 3, "%s", "longer"));
    printf(" %.5s", s);
    printf(" %d", FN("sprintf_s", int, char *, size_t, const char *, ...)(s, 100, "[%5d]", 42));
    printf(" %s", s);
    printf(" %d\n", FN("_scprintf", int, const char *, ...)("%d%s", 12345, "678"));
    printf("%d", FN("_snwprintf", int, W *, size_t, const W *, ...)(w, 100, L"%d %s %S", 7, L"wide", "narrow"));
    printf(" %s", narrow());
    printf(" %d", FN("swprintf_s", int, W *, size_t, const W *, ...)(w, 100, L"%c|%hs", 'x', "narrow"));
    printf(" %s", narrow());
    printf(" %d", with_wide_list(2, L"%ls.%x", L"list", 255));
    printf(" %s", narrow());
    printf(" %d %d\n", with_wide_list(3, L"%d", 123456), with_wide_list(4, L"%d%s", 123, L"ab"));
    printf(" %d\n", with_list(0, "vprintf %d %s", 1, "one")), flush();
    printf(" %d\n", with_list(1, "vfprintf %g", 1.5)), flush();
    printf(" %d\n", with_wide_list(0, L"vwprintf %s", L"wide")), flush();
    printf(" %d\n", with_wide_list(1, L"vfwprintf %d", 3)), flush();
    printf(" %d\n", FN("_cprintf", int, const char *, ...)("")), flush();
    printf("%d", with_list(2, "%d-%d", 1, 2));
    printf(" %s", s);
    memset(s, '.', 20);
    printf(" %d", with_list(3, "%s", "abcdefgh"));
    printf(" %.8s", s);
    printf(" %d\n", with_list(4, "%05d", 1));
    int a = 0, b = 0;
    printf("%d", FN("swscanf", int, const W *, const W *, ...)(L"17 words", L"%d %s", &a, w));
    printf(" %d %s", a, narrow());
    printf(" %d", FN("sscanf", int, const char *, const char *, ...)("3,4", "%d,%d", &a, &b));
    printf(" %d %d\n", a, b);
    dll = "ucrtbase.dll";
    memset(s, '.', 20);
    printf("%d", with_list(5, "%s", "abcdefgh"));
    printf(" %s", s);
    printf(" %d", with_list(6, "%d %s", 6, "six"));
    printf(" %s", s);
    printf(" %d", with_list(7, "%s", "abcdefgh"));
    printf(" %s", s);
    printf(" %d", with_list(11, "%s", "abcdefgh"));
    printf(" %s\n", s);
    int n = with_list(8, "vfprintf %s", "again");
    flush(), printf(" %d\n", n);
    n = with_list(10, "checked %d", 5);
    flush(), printf(" %d\n", n);
    n = with_wide_list(6, L"wide %d", 9);
    flush(), printf(" %d\n", n);
    printf("%d", with_wide_list(5, L"%d;%d", 8, 9));
    printf(" %s", narrow());
    printf(" %d", with_wide_list(7, L"%s", L"checked"));
    printf(" %s", narrow());
    printf(" %d", with_list(9, "%d %d", &a, &b));
    printf(" %d %d\n", a, b);
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
run_both $t/main.exe '6 text-5 -1 lon.. 7 [   42] 8
13 7 wide narrow 8 x|narrow 7 list.ff -1 5
vprintf 1 one 13
vfprintf 1.5 12
vwprintf wide 13
vfwprintf 3 11
 0
3 1-2 -1 abcdef.. 5
2 17 words 2 3 4
8 abcde 5 6 six -1 abcd 8 abcdefgh
vfprintf again 14
checked 5 9
wide 9 6
3 8;9 1 c 2 12 34'
run_load $t/main.exe '2 77 seven' input <<<' 77 seven'
