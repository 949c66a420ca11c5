# loader-crt-scanf.sh - sscanf of the built-in C run-time against that of this system, conversion by conversion: numbers in all bases, what does not belong to a
# number goes back, sets, widths, assignments that are dropped, the end of the input.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <string.h>
static int a, b, n;
static char s[20], t[20];
static float f;
static double d;
static void show(const char *text, const char *format, int result) {
    printf("[%s] [%s]: %d, %d %d %d [%s] [%s] %g %g\n", text, format, result, a, b, n, s, t, f, d);
}
#define SCAN(text, format, ...) \
    a = b = n = -9, f = 0, d = 0, memset(s, 0, sizeof s), memset(t, 0, sizeof t); \
    show(text, format, sscanf(text, format, __VA_ARGS__));
int main(void) {
    SCAN("12 34", "%d%d", &a, &b)
    SCAN("12,34", "%d , %d", &a, &b)
    SCAN("x", "%d", &a)
    SCAN("", "%d", &a)
    SCAN("-", "%d", &a)
    SCAN("+7", "%d", &a)
    SCAN("1", "%d %d", &a, &b)
    SCAN("5%7", "%d%%%d", &a, &b)
    SCAN("0x1f 077", "%i %i", &a, &b)
    SCAN("ff 17", "%x %o", &a, &b)
    SCAN("12ab", "%d%n%s", &a, &n, s)
    SCAN("1234567", "%3d%d", &a, &b)
    SCAN("abc def", "%s %s", s, t)
    SCAN("abc", "%2s%s", s, t)
    SCAN("abc", "%c%2c", s, t)
    SCAN(" a b", "%c %c", s, t)
    SCAN("key=val;", "%[a-z]=%[^;]", s, t)
    SCAN("]]x", "%[]]%s", s, t)
    SCAN("42 99", "%*d %d", &a)
    SCAN("12 x", "%d y", &a)
    SCAN("1.5e3x", "%f%c", &f, s)
    SCAN("3.25 4", "%lf %d", &d, &a)
    SCAN("-.5e-1,7", "%lf,%d", &d, &a)
    return 0;
}
END
cc -w -o $t/host $t/main.c
x86_64-w64-mingw32-gcc -w -D__USE_MINGW_ANSI_STDIO=0 -o $t/main.exe $t/main.c
run_both $t/main.exe "$($t/host)"
