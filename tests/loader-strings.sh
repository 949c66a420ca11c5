# loader-strings.sh - kernel32's and user32's functions for text: lstr... with and without arguments, code pages, classes, upper and lower case, comparing,
# MulDiv; the same in Wine. user32's wsprintf, CharUpper and the like only in myload: Wine's user32 wants a desktop.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <windows.h>
static const char *shown(const char *s) { return s ? s : "(null)"; }
static const char *narrow(const WCHAR *w) {
    static char text[4][100];
    static int next;
    char *to = text[next++ & 3];
    if (!w) return "(null)";
    for (int i = 0; (to[i] = (char)w[i]) != 0; i++) {}
    return to;
}
static void *user(const char *name) { return (void *)GetProcAddress(LoadLibraryA("user32.dll"), name); }
static int print(char *to, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = ((int(*)(char *, const char *, va_list))user("wvsprintfA"))(to, format, args);
    va_end(args);
    return n;
}
static void of_user32(void) {
    char s[100];
    WCHAR w[100];
    printf("%d", ((int(*)(char *, const char *, ...))user("wsprintfA"))(s, "%d %s %04x %c %5s|", -5, "text", 255, 'q', "r"));
    printf(" %s", s);
    printf(" %d", ((int(*)(WCHAR *, const WCHAR *, ...))user("wsprintfW"))(w, L"%d %s %S", 7, L"wide", "narrow"));
    printf(" %s", narrow(w));
    printf(" %d", print(s, "%u-%s", 4000000000u, "v"));
    printf(" %s\n", s);
    strcpy(s, "MiXed 1");
    printf("%s", ((char *(*)(char *))user("CharUpperA"))(s));
    printf(" %s", ((char *(*)(char *))user("CharLowerA"))(s));
    printf(" %c %c", (char)(INT_PTR)((char *(*)(char *))user("CharUpperA"))((char *)(INT_PTR)'q'), (char)(INT_PTR)((char *(*)(char *))user("CharLowerA"))((char *)(INT_PTR)'Q'));
    printf(" %s %d\n", ((char *(*)(const char *))user("CharNextA"))("xyz"), *((char *(*)(const char *))user("CharNextA"))(""));
    printf("%d\n", ((int(WINAPI *)(int))user("MessageBeep"))(0));
}
int main(int argc, char **argv) {
    if (argc > 1) return of_user32(), 0;
    char s[1100];
    WCHAR w[1100];
    printf("%d %d %d %d\n", lstrlenA("abc"), lstrlenA(0), lstrlenW(L"abcd"), lstrlenW(0));
    lstrcpyA(s, "one"), lstrcatA(s, " two");
    lstrcpyW(w, L"drei"), lstrcatW(w, L" vier");
    printf("[%s] [%s] %s %s %s\n", s, narrow(w), shown(lstrcpyA(s, 0)), shown(lstrcatA(0, "x")), narrow(lstrcpyW(0, L"x")));
    printf("[%s] [%s]", lstrcpynA(s, "abcdef", 4), narrow(lstrcpynW(w, L"abcdef", 3)));
    printf(" [%s]", lstrcpynA(s, "ab", 100));
    printf(" [%s] %s\n", narrow(lstrcpynW(w, L"abc", 100)), narrow(lstrcatW(0, 0)));
    printf("%d %d %d %d\n", lstrcmpA("abc", "abd"), lstrcmpA("b", "a"), lstrcmpiA("ABC", "abc"), lstrcmpA(0, ""));
    printf("%d %d %d %d %d\n", lstrcmpW(L"abc", L"abd"), lstrcmpiW(L"ABC", L"abc"), lstrcmpW(L"b", L"a"), lstrcmpiA("", 0), lstrcmpW(0, 0));
    printf("%d %d", MultiByteToWideChar(CP_UTF8, 0, "a\xc3\xa9\xe2\x82\xac", -1, 0, 0), MultiByteToWideChar(CP_UTF8, 0, "a\xc3\xa9\xe2\x82\xac", -1, w, 100));
    printf(" %x %x %x %x", w[0], w[1], w[2], w[3]);
    printf(" %d", MultiByteToWideChar(CP_UTF8, 0, "abc", 3, w, 2));
    printf(" %lu", GetLastError());
    printf(" %d", MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xc3", 1, w, 10));
    printf(" %lu", GetLastError());
    printf(" %d", MultiByteToWideChar(CP_UTF8, 0, 0, 1, w, 10));
    printf(" %lu\n", GetLastError());
    printf("%d", WideCharToMultiByte(CP_UTF8, 0, L"\x20ac\xe9", -1, s, 100, 0, 0));
    printf(" %s %d", s, WideCharToMultiByte(CP_UTF8, 0, L"\x20ac\xe9", 1, 0, 0, 0, 0));
    printf(" %d", WideCharToMultiByte(CP_UTF8, 0, L"abc", 3, s, 2, 0, 0));
    printf(" %lu %d\n", GetLastError(), WideCharToMultiByte(CP_UTF8, 0, L"abc", 0, s, 2, 0, 0));
    CPINFO info;
    printf("%d", GetCPInfo(CP_UTF8, &info));
    printf(" %d %d %d\n", info.MaxCharSize, IsDBCSLeadByte('a'), IsDBCSLeadByteEx(CP_UTF8, 0xc3));
    printf("%d %d %d\n", IsValidCodePage(CP_UTF8), IsValidCodePage(12345), IsValidLocale(0x409, LCID_INSTALLED));
    printf("%lx %lx %x %d\n", GetUserDefaultLCID(), GetThreadLocale(), GetUserDefaultLangID(), GetACP() == GetACP() && GetOEMCP() > 0);
    WORD types[128];
    unsigned hash = 0;
    WCHAR all[128];
    for (int i = 0; i < 128; i++) all[i] = (WCHAR)i;
    printf("%d", GetStringTypeW(CT_CTYPE1, all, 128, types));
    for (int i = 0; i < 128; i++) hash = hash * 31 + (types[i] & 0x1ff);
    printf(" %08x %d\n", hash, GetStringTypeW(CT_CTYPE1, L"ab", -1, types));
    printf("%d", LCMapStringW(0x409, LCMAP_UPPERCASE, L"Mixed", -1, w, 100));
    printf(" %s", narrow(w));
    printf(" %d", LCMapStringEx(0, LCMAP_LOWERCASE, L"MIXED", 3, w, 100, 0, 0, 0));
    printf(" %.3s %d", narrow(w), LCMapStringW(0x409, LCMAP_UPPERCASE, L"abc", -1, 0, 0));
    printf(" %d", LCMapStringW(0x409, LCMAP_UPPERCASE, L"abcdef", -1, w, 3));
    printf(" %lu\n", GetLastError());
    printf("%d %d %d %d", CompareStringW(0x409, 0, L"a", -1, L"b", -1), CompareStringW(0x409, NORM_IGNORECASE, L"ABC", -1, L"abc", 3), CompareStringW(0x409, 0, L"abc", 3, L"ab", 2),
           CompareStringW(0x409, 0, L"ab", 2, L"abc", 3));
    printf(" %d %d %d", CompareStringOrdinal(L"B", 1, L"a", 1, TRUE), CompareStringOrdinal(L"B", 1, L"a", 1, FALSE), CompareStringOrdinal(L"a", -1, L"a", -1, FALSE));
    printf(" %d %d %d\n", CompareStringA(0x409, 0, "x", -1, "y", 1), CompareStringA(0x409, NORM_IGNORECASE, "x", 1, "X", -1), CompareStringA(0x409, 0, "b", 1, "a", 1));
    printf("%d %d %d %d %d\n", MulDiv(1000000, 1000000, 3000000), MulDiv(7, 1, 2), MulDiv(-7, 1, 2), MulDiv(1, 1, 0), MulDiv(0x7fffffff, 2, 1));
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
run_both $t/main.exe '3 0 4 0
[one two] [drei vier] (null) (null) (null)
[abc] [ab] [ab] [abc] (null)
-1 1 0 -1
-1 0 1 1 0
4 4 61 e9 20ac 0 0 122 0 1113 0 87
6 €é 3 0 87 0
1 4 0 0
1 0 1
409 409 409 1
1 4919e8c0 1
6 MIXED 3 mix 4 0 122
1 2 3 1 3 1 2 1 2 3
333333 4 -4 -1 -1'
run_load $t/main.exe '21 -5 text 00ff q     r| 13 7 wide narrow 12 4000000000-v
MIXED 1 mixed 1 Q q yz 0
1' user32
