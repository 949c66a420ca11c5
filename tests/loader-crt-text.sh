# loader-crt-text.sh - the C run-time's functions for text and numbers in text, called by name: narrow and wide strings, the checked ones and what they do
# when there is no room, character classes, numbers in both directions, memory; the same answers in myload and in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
static void *function(const char *name) {
    void *found = GetProcAddress(LoadLibraryA("ucrtbase.dll"), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define FN(name, result, ...) ((result(*)(__VA_ARGS__))function(name))
typedef unsigned long long u64;
typedef long long i64;
typedef unsigned short W;
#define TEXT2(name, a, b) FN(name, char *, const char *, const char *)(a, b)
#define NUMBER2(name, a, b) FN(name, int, const char *, const char *)(a, b)
static int sign(int n) { return n < 0 ? -1 : n > 0; }
static const char *shown(const char *s) { return s ? s : "(null)"; }
static const char *wide(const W *w) { // as ASCII
    static char text[4][100];
    static int next;
    char *to = text[next++ & 3];
    if (!w) return "(null)";
    for (int i = 0; (to[i] = (char)w[i]) != 0; i++) {}
    return to;
}
static void narrow_text(void) {
    char s[40] = "abc", *at;
    printf("%d %s", FN("memcpy_s", int, void *, size_t, const void *, size_t)(s, 40, "hello", 6), s);
    printf(" %s %d %d\n", (char *)FN("memchr", void *, const void *, int, size_t)(s, 'l', 6), FN("memchr", void *, const void *, int, size_t)(s, 'q', 6) == 0,
           (int)FN("strnlen", size_t, const char *, size_t)("abcdef", 4));
    FN("strcpy", char *, char *, const char *)(s, "one");
    FN("strcat", char *, char *, const char *)(s, " two");
    FN("strncat", char *, char *, const char *, size_t)(s, " three", 3);
    printf("[%s]", s);
    memset(s, 'x', 12), s[12] = 0;
    FN("strncpy", char *, char *, const char *, size_t)(s, "ab", 5);
    printf(" %s %c %d %s\n", s, s[1], s[4], s + 5);
    printf("%d %d %d %d\n", sign(FN("strncmp", int, const char *, const char *, size_t)("abcx", "abcy", 3)), sign(NUMBER2("_stricmp", "ABC", "abd")),
           sign(FN("_strnicmp", int, const char *, const char *, size_t)("ABCx", "abcy", 3)), sign(NUMBER2("strcoll", "b", "a")));
    printf("%s %s %s %s %d\n", FN("strchr", char *, const char *, int)("a.b.c", '.'), FN("strrchr", char *, const char *, int)("a.b.c", '.'),
           TEXT2("strpbrk", "key=value;", ";="), TEXT2("strstr", "needle in hay", "in"), TEXT2("strpbrk", "abc", "xyz") == 0);
    printf("%d %d %d\n", NUMBER2("strspn", "aabbc", "ab"), NUMBER2("strcspn", "aabbc", "c"), (int)FN("strxfrm", size_t, char *, const char *, size_t)(s, "abc", 40));
    strcpy(s, "a,b;;c");
    for (char *state, *part = FN("strtok_s", char *, char *, const char *, char **)(s, ",;", &state); part;
         part = FN("strtok_s", char *, char *, const char *, char **)(0, ",;", &state)) printf("<%s>", part);
    printf(" %s %s %s\n", FN("_strlwr", char *, char *)(strcpy(s, "MiXed")), FN("_strrev", char *, char *)(strdup("abcde")), FN("_strupr", char *, char *)(strdup("up")));
    at = FN("_strdup", char *, const char *)("twin");
    printf("%s %d %d\n", at, strlen(FN("strerror", char *, int)(ENOENT)) > 5, strlen(FN("strerror", char *, int)(1000)) > 5);
}
static void checked_text(void) { // without the handler, a wrong argument would end the program
    char s[6];
    s[0] = 0;
    printf("%d %s", FN("strcpy_s", int, char *, size_t, const char *)(s, 6, "abc"), s);
    printf(" %d %s", FN("strcat_s", int, char *, size_t, const char *)(s, 6, "de"), s);
    printf(" %d [%s]", FN("strcat_s", int, char *, size_t, const char *)(s, 6, "f"), s);
    printf(" %d [%s]", FN("strcpy_s", int, char *, size_t, const char *)(s, 6, "abcdef"), s);
    printf(" %d %d\n", FN("strcpy_s", int, char *, size_t, const char *)(0, 6, "a"), FN("strcpy_s", int, char *, size_t, const char *)(s, 6, 0));
    printf("%d %s", FN("strncpy_s", int, char *, size_t, const char *, size_t)(s, 6, "abcdefgh", 3), s);
    printf(" %d %s", FN("strncpy_s", int, char *, size_t, const char *, size_t)(s, 6, "abcdefgh", -1), s);
    printf(" %d %s", FN("strncpy_s", int, char *, size_t, const char *, size_t)(s, 6, "xy", -1), s);
    printf(" %d %s", FN("strncat_s", int, char *, size_t, const char *, size_t)(s, 6, "zzz", 2), s);
    printf(" %d [%s]", FN("strncat_s", int, char *, size_t, const char *, size_t)(s, 6, "zzz", 2), s);
    printf(" %d\n", FN("memcpy_s", int, void *, size_t, const void *, size_t)(s, 2, "abc", 3));
}
static void wide_text(void) {
    W s[40], *end;
    FN("wcscpy", W *, W *, const W *)(s, L"one");
    FN("wcscat", W *, W *, const W *)(s, L" Two");
    printf("[%s] %d %d %d\n", wide(s), (int)FN("wcslen", size_t, const W *)(s), (int)FN("wcsnlen", size_t, const W *, size_t)(s, 3), (int)FN("wcsnlen", size_t, const W *, size_t)(s, 20));
    FN("wcsncpy", W *, W *, const W *, size_t)(s, L"ab", 5);
    printf("%s %d %d %d %d %d\n", wide(s), s[2], s[4], sign(FN("wcscmp", int, const W *, const W *)(L"abc", L"abd")), sign(FN("wcsncmp", int, const W *, const W *, size_t)(L"abc", L"abd", 2)),
           sign(FN("wcscmp", int, const W *, const W *)(L"b", L"ab")));
    printf("%d %d\n", sign(FN("_wcsicmp", int, const W *, const W *)(L"ABC", L"abc")), sign(FN("_wcsnicmp", int, const W *, const W *, size_t)(L"ABCx", L"abcy", 4)));
    printf("%s %s %s %d %s %s\n", wide(FN("wcschr", W *, const W *, W)(L"a.b.c", '.')), wide(FN("wcsrchr", W *, const W *, W)(L"a.b.c", '.')),
           wide(FN("wcsstr", W *, const W *, const W *)(L"needle", L"ed")), FN("wcsstr", W *, const W *, const W *)(L"needle", L"x") == 0,
           wide(FN("wcschr", W *, const W *, W)(L"abc", 'x')), wide(FN("_wcsdup", W *, const W *)(L"twin")));
    printf("%d %s", FN("wcscpy_s", int, W *, size_t, const W *)(s, 6, L"abc"), wide(s));
    printf(" %d %s", FN("wcscat_s", int, W *, size_t, const W *)(s, 6, L"de"), wide(s));
    printf(" %d [%s]\n", FN("wcscpy_s", int, W *, size_t, const W *)(s, 3, L"abc"), wide(s));
    char bytes[20] = "";
    W c = 0;
    printf("%d %s", (int)FN("wcstombs", size_t, char *, const W *, size_t)(bytes, L"wide", 20), bytes);
    printf(" %d", (int)FN("wcstombs", size_t, char *, const W *, size_t)(0, L"longer", 0));
    printf(" %d %.2s", (int)FN("wcstombs", size_t, char *, const W *, size_t)(bytes, L"xyz", 2), bytes);
    printf(" %d", (int)FN("mbstowcs", size_t, W *, const char *, size_t)(s, "narrow", 40));
    printf(" %s", wide(s));
    printf(" %d", FN("mbtowc", int, W *, const char *, size_t)(&c, "q", 1));
    printf(" %c %d %d %d", c, FN("mbtowc", int, W *, const char *, size_t)(0, 0, 0), FN("mbtowc", int, W *, const char *, size_t)(0, "", 1), FN("mblen", int, const char *, size_t)("a", 1));
    printf(" %d", FN("wctomb", int, char *, W)(bytes, 'z'));
    printf(" %c", bytes[0]);
    printf(" %d", (int)FN("mbrtowc", size_t, W *, const char *, size_t, void *)(&c, "r", 1, 0));
    printf(" %c %d", c, (int)FN("wcrtomb", size_t, char *, W, void *)(bytes, 's', 0));
    printf(" %c\n", bytes[0]);
    printf("%ld", FN("wcstol", long, const W *, W **, int)(L"-0x1fz", &end, 16));
    printf(" %s", wide(end));
    printf(" %lu %ld %d", FN("wcstoul", unsigned long, const W *, W **, int)(L"4000000000", 0, 10), FN("wcstol", long, const W *, W **, int)(L"99999999999", 0, 10), FN("_wtoi", int, const W *)(L"42!"));
    printf(" %s\n", wide(FN("_itow", W *, int, W *, int)(-77, s, 10)));
}
static void classes(void) {
    static const char *names[] = {"isalnum", "isalpha", "iscntrl", "isdigit", "isgraph", "islower", "isprint", "ispunct", "isspace", "isupper", "isxdigit", "isblank"};
    for (int i = 0; i < 12; i++) {
        char name[20];
        unsigned hash = 0, wide_hash = 0;
        sprintf(name, "isw%s", names[i] + 2);
        for (int c = 0; c < 128; c++) hash = hash * 31 + (FN(names[i], int, int)(c) != 0);
        if (i != 4 && i != 11) for (int c = 0; c < 128; c++) wide_hash = wide_hash * 31 + (FN(name, int, W)((W)c) != 0);
        printf("%s %08x %s\n", names[i], hash, i == 4 || i == 11 ? "" : hash == wide_hash ? "and its wide twin" : "UNLIKE its wide twin");
    }
    unsigned hash = 0, table = 0;
    const W *bits = FN("__pctype_func", const W *, void)();
    for (int c = 0; c < 128; c++) hash = hash * 31 + FN("_isctype", int, int, int)(c, 0x10f), table = table * 31 + (bits[c] & 0x10f);
    printf("%d %d %d %d\n", hash == table, bits[-1], FN("iswctype", int, W, W)('A', 0x101) != 0, FN("iswctype", int, W, W)('1', 0x101) != 0);
    printf("%c%c%c%c\n", FN("tolower", int, int)('Q'), FN("toupper", int, int)('q'), FN("towlower", int, W)('W'), FN("towupper", int, W)('w'));
}
static void numbers(void) {
    char s[80], *end;
    u64 both = FN("div", u64, int, int)(-7, 2);
    struct { int quotient, rest; } d;
    memcpy(&d, &both, 8);
    printf("%lld %g", FN("_atoi64", i64, const char *)("-123456789012"), FN("strtof", float, const char *, char **)("2.5x", &end));
    printf(" %s %lld", end, FN("_strtoi64", i64, const char *, char **, int)("-7fffffffffff", 0, 16));
    printf(" %llu", FN("_strtoui64", u64, const char *, char **, int)("18446744073709551615", 0, 10));
    errno = 0;
    printf(" %lu", FN("strtoul", unsigned long, const char *, char **, int)("4294967295", &end, 0));
    printf(" %lu", FN("strtoul", unsigned long, const char *, char **, int)("4294967296", 0, 0));
    printf(" %d\n", *FN("_errno", int *, void)() == ERANGE);
    printf("%d %d %g %d\n", FN("atoi", int, const char *)("99999999999"), FN("atol", long, const char *)("-12"), FN("atof", double, const char *)("1e3"), FN("abs", int, int)(-4));
    printf("%s", FN("_itoa", char *, int, char *, int)(-255, s, 10));
    printf(" %s", FN("_itoa", char *, int, char *, int)(-255, s, 16));
    printf(" %s", FN("_ultoa", char *, unsigned long, char *, int)(4000000000, s, 36));
    printf(" %s", FN("_i64toa", char *, i64, char *, int)(-1ll << 63, s, 10));
    printf(" %s\n", FN("_ui64toa", char *, u64, char *, int)(1ull << 63, s, 2));
    printf("%lld %d %d\n", FN("_abs64", i64, i64)(-5000000000), d.quotient, d.rest);
    unsigned random = 0, other = 0;
    printf("%d", FN("rand_s", int, unsigned *)(&random));
    printf(" %d %d\n", FN("rand_s", int, unsigned *)(&other), random != other);
    FN("srand", void, unsigned)(42);
    printf("%d", FN("rand", int, void)());
    printf(" %d\n", FN("rand", int, void)());
}
static void memory(void) {
    char *piece = FN("_recalloc", void *, void *, size_t, size_t)(0, 4, 4);
    memset(piece, 'm', 16);
    piece = FN("_recalloc", void *, void *, size_t, size_t)(piece, 100, 4);
    printf("%c %d %d", piece[15], piece[16], piece[399]);
    piece = FN("realloc", void *, void *, size_t)(piece, 5000);
    printf(" %c %d", piece[3], (int)FN("_msize", size_t, void *)(piece));
    printf(" %d", FN("realloc", void *, void *, size_t)(piece, 0) == 0);
    piece = FN("realloc", void *, void *, size_t)(0, 10);
    FN("free", void, void *)(piece);
    printf(" %d %d", FN("_recalloc", void *, void *, size_t, size_t)(0, -1, 16) == 0, FN("calloc", void *, size_t, size_t)(-1, 16) == 0);
    piece = FN("_aligned_malloc", void *, size_t, size_t)(100, 4096);
    printf(" %d", (int)((u64)piece & 4095));
    FN("_aligned_free", void, void *)(piece);
    printf(" %d\n", FN("_callnewh", int, size_t)(1));
    int key = 5, sorted[] = {1, 3, 7};
    int compare(const void *a, const void *b);
    printf("%d\n", FN("bsearch", void *, void *, void *, size_t, size_t, void *)(&key, sorted, 3, 4, compare) == 0);
}
int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static void ignore(const W *a, const W *b, const W *c, unsigned d, u64 e) {}
int main(void) {
    FN("_set_invalid_parameter_handler", void *, void *)(ignore);
    narrow_text(), checked_text(), wide_text(), classes(), numbers(), memory();
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
run_both $t/main.exe '0 hello llo 1 4
[one two th] ab b 0 xxxxxxx
0 -1 0 1
.b.c .c =value; in hay 1
4 4 3
<a><b><c> mixed edcba UP
twin 1 1
0 abc 0 abcde 34 [] 34 [] 22 22
0 abc 80 abcde 0 xy 0 xyzz 34 [] 34
[one Two] 7 3 7
ab 0 0 -1 0 1
0 -1
.b.c .c edle 1 (null) .b.c
0 ab 0 abc 34 [abcde]
4 wide 6 2 xy 6 narrow 1 q 0 0 1 1 z 1 r 1 s
-31 z 4000000000 2147483647 42 -77
isalnum 1ef61d60 and its wide twin
isalpha 635164c0 and its wide twin
iscntrl 06004201 and its wide twin
isdigit bba4b8a0 and its wide twin
isgraph baaefe20 
islower 62597260 and its wide twin
isprint 9b30c5ff and its wide twin
ispunct 9bb8e0c0 and its wide twin
isspace 7fa37d60 and its wide twin
isupper 00f7f260 and its wide twin
isxdigit 0c6fbfe0 and its wide twin
isblank ba4b9520 
1 0 1 0
qQwW
-123456789012 2.5 x -140737488355327 18446744073709551615 4294967295 4294967295 1
2147483647 -12 1000 4
-255 ffffff01 1u5hvr4 -9223372036854775808 1000000000000000000000000000000000000000000000000000000000000000
5000000000 -3 -1
0 0 1
175 400
m 0 0 m 5000 1 1 1 0 0
1'
