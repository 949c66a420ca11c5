# loader-crt-streams.sh - FILE streams of msvcrt.dll beyond the usual: every way to open, reopening, buffers, positions, unread characters, wide characters,
# temporary files, reading at the end and writing to what is read; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
static void *function(const char *name) {
    void *found = GetProcAddress(LoadLibraryA("msvcrt.dll"), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define FN(name, result, ...) ((result(*)(__VA_ARGS__))function(name))
typedef unsigned short W;
static char text[300];
static FILE *open(const char *name, const char *mode) { return FN("fopen", FILE *, const char *, const char *)(name, mode); }
static int close(FILE *f) { return FN("fclose", int, FILE *)(f); }
static int put(const char *s, FILE *f) { return FN("fputs", int, const char *, FILE *)(s, f) >= 0 ? 0 : -1; }
static int get(FILE *f) { return FN("fgetc", int, FILE *)(f); }
static char *line(FILE *f) { memset(text, 0, sizeof text); return FN("fgets", char *, char *, int, FILE *)(text, 100, f) ? text : "(end)"; }
static int failed(FILE *f) { return FN("ferror", int, FILE *)(f) != 0; }
static int ended(FILE *f) { return FN("feof", int, FILE *)(f) != 0; }
static long at(FILE *f) { return FN("ftell", long, FILE *)(f); }
static int go(FILE *f, long n, int from) { return FN("fseek", int, FILE *, long, int)(f, n, from); }
static unsigned read(void *to, int size, int count, FILE *f) { return (unsigned)FN("fread", size_t, void *, size_t, size_t, FILE *)(to, size, count, f); }
static void opening(void) {
    FILE *f = open("one.txt", "wb");
    printf("%d", put("line one\nline two\n", f));
    printf(" %d\n", close(f));
    f = open("one.txt", "a");
    put("three", f), FN("fflush", int, FILE *)(f);
    printf("%ld", at(f));
    printf(" %d\n", close(f));
    f = open("one.txt", "r+b");
    printf("%u", read(text, 1, 4, f));
    go(f, 0, SEEK_CUR), put("XX", f), go(f, 0, SEEK_SET);
    printf(" %s", line(f));
    printf("%d", go(f, -5, SEEK_SET));
    printf(" %d\n", close(f));
    printf("%d", open("none.txt", "r") == 0);
    printf(" %d\n", *FN("_errno", int *, void)() == ENOENT);
    f = FN("_wfopen", FILE *, const W *, const W *)(L"one.txt", L"rb");
    printf("%s", line(f));
    close(f);
    f = FN("_fsopen", FILE *, const char *, const char *, int)("one.txt", "r", 0x40);
    printf("%s", line(f));
    printf("%d\n", FN("_fileno", int, FILE *)(f) > 2);
    int copy = FN("_dup", int, int)(FN("_fileno", int, FILE *)(f));
    close(f);
    f = FN("_fdopen", FILE *, int, const char *)(copy, "r");
    go(f, 0, SEEK_SET);
    printf("%s", line(f));
    f = FN("freopen", FILE *, const char *, const char *, FILE *)("two.txt", "w", f);
    printf("%d", put("second file\n", f));
    printf(" %d\n", close(f));
    f = open("two.txt", "r");
    printf("%s", line(f));
    printf("%d\n", FN("freopen", FILE *, const char *, const char *, FILE *)("none.txt", "r", f) == 0);
}
static void reading(void) {
    FILE *f = open("one.txt", "rb");
    printf("%c", get(f));
    printf("%c", FN("ungetc", int, int, FILE *)('L', f));
    printf("%c", get(f));
    printf(" %d", FN("ungetc", int, int, FILE *)(-1, f));
    printf(" %u", read(text, 3, 100, f)); // two bytes are left over
    printf(" %d %d", ended(f), failed(f));
    FN("rewind", void, FILE *)(f);
    printf(" %d", ended(f));
    printf(" %d %d\n", read(text, 0, 5, f), read(text, 5, 0, f));
    long long position = 0;
    go(f, 3, SEEK_SET);
    printf("%d", FN("fgetpos", int, FILE *, long long *)(f, &position));
    go(f, 0, SEEK_END);
    printf(" %lld", FN("_ftelli64", long long, FILE *)(f));
    printf(" %d", FN("fsetpos", int, FILE *, long long *)(f, &position));
    printf(" %ld", at(f));
    printf(" %d", FN("_fseeki64", int, FILE *, long long, int)(f, -2, SEEK_END));
    printf(" %c\n", get(f));
    close(f);
    f = open("cr.txt", "wb");
    FN("fwrite", size_t, const void *, size_t, size_t, FILE *)("a\r\nb\rc\x1a" "d", 1, 8, f);
    close(f);
    f = open("cr.txt", "rt");
    for (int c; (c = get(f)) != -1;) printf(" %02x", c);
    printf(" %d", ended(f));
    printf(" %d\n", close(f));
}
static void buffers(void) {
    FILE *f = open("buffer.txt", "wb"), *g;
    printf("%d", FN("setvbuf", int, FILE *, char *, int, size_t)(f, 0, 4, 0)); // _IONBF: at once
    put("now", f);
    g = open("buffer.txt", "rb");
    printf(" %s", line(g));
    close(g), close(f);
    f = open("buffer.txt", "wb");
    FN("setbuf", void, FILE *, char *)(f, 0);
    FN("putc", int, int, FILE *)('q', f);
    g = open("buffer.txt", "rb");
    printf(" %c", FN("getc", int, FILE *)(g));
    close(g), close(f);
    f = open("buffer.txt", "wb");
    FN("_lock_file", void, FILE *)(f);
    for (int i = 0; i < 10000; i++) put("0123456789", f);
    FN("_unlock_file", void, FILE *)(f);
    printf(" %ld", at(f));
    printf(" %d", FN("_flushall", int, void)() > 0);
    g = open("buffer.txt", "rb");
    printf(" %u", read(malloc(200000), 1, 200000, g));
    printf(" %d", FN("fflush", int, FILE *)(0));
    close(g), close(f);
    f = open("buffer.txt", "wb");
    FN("_flsbuf", int, int, FILE *)('f', f);
    close(f), f = open("buffer.txt", "rb");
    printf(" %c", FN("_filbuf", int, FILE *)(f));
    printf(" %d\n", close(f));
}
static void wide(void) {
    FILE *f = open("wide.txt", "wb");
    W words[20];
    printf("%d", FN("fputws", int, const W *, FILE *)(L"w", f) >= 0);
    close(f);
    f = open("wide.txt", "w");
    printf(" %d", FN("fputws", int, const W *, FILE *)(L"wide line\nnext", f) >= 0);
    printf(" %c", FN("fputwc", W, W, FILE *)('!', f));
    printf(" %d", FN("fwprintf", int, FILE *, const W *, ...)(f, L"%d %s", 5, L"five"));
    close(f), f = open("wide.txt", "r");
    printf(" %c", FN("fgetwc", W, FILE *)(f));
    printf("%c", FN("ungetwc", W, W, FILE *)('W', f));
    W *got = FN("fgetws", W *, W *, int, FILE *)(words, 20, f);
    for (int i = 0; got && got[i]; i++) printf("%c", got[i]);
    got = FN("fgetws", W *, W *, int, FILE *)(words, 20, f);
    for (int i = 0; got && got[i]; i++) printf("%c", got[i]);
    printf(" %x", FN("fgetwc", W, FILE *)(f));
    printf(" %d\n", FN("fgetws", W *, W *, int, FILE *)(words, 20, f) == 0);
    close(f);
}
static void temporary(void) {
    char name[100] = "", other[100];
    FILE *f = FN("tmpfile", FILE *, void)();
    put("temporary\n", f), go(f, 0, SEEK_SET);
    printf("%s", line(f));
    printf("%d", close(f));
    FN("tmpnam", char *, char *)(name);
    printf(" %d %d\n", name[0] != 0, FN("tmpnam", char *, char *)(0) != 0);
}
static void standard(void) {
    fflush(stdout);
    FN("putchar", int, int)('c'), FN("puts", int, const char *)("har");
    FN("_putws", int, const W *)(L"wide");
    FN("putwchar", W, W)('w'), FN("putwchar", W, W)('\n');
    FN("fflush", int, FILE *)(0);
    FN("_cputs", int, const char *)(""), FN("perror", void, const char *)("where");
}
static void input(void) {
    char word[20];
    int n = 0;
    printf("%c", FN("getchar", int, void)());
    printf(" %d", FN("scanf", int, const char *, ...)("%d %19s", &n, word));
    printf(" %d %s", n, word);
    FN("getchar", int, void)();
    printf(" [%s]", FN("gets", char *, char *)(text));
    printf(" [%s]", FN("gets", char *, char *)(text));
    printf(" %d %d\n", FN("gets", char *, char *)(text) == 0, FN("getchar", int, void)());
    FILE *f = open("out.txt", "w");
    printf("%d", get(f)); // it was opened to write
    printf(" %d", failed(f));
    FN("clearerr", void, FILE *)(f);
    printf(" %d", failed(f));
    close(f), f = open("out.txt", "r");
    printf(" %d", put("x", f) < 0); // it was opened to read
    printf(" %d\n", failed(f));
    close(f);
    f = FN("_fdopen", FILE *, int, const char *)(20, "q");
    printf("%d %d %d\n", f == 0, open("x", "zz") == 0, open("out.txt/x", "w") == 0);
}
int main(int argc, char **argv) {
    if (argc > 1) return input(), 0;
    opening(), reading(), buffers(), wide(), temporary(), standard();
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
cd $t
run_both $t/main.exe '0 0
23 0
4 lineXXne
-1 0
1 1
lineXXne
lineXXne
1
lineXXne
0 0
second file
1
lLL -1 7 1 0 0 0 0
0 23 0 3 0 e
 61 0a 62 0d 63 1 0
0 now q 100000 1 100000 0 f 0
1 1 ! 6 wWWide line
next!5 five ffff 1
temporary
0 1 1
char
wide
w'
printf 'x 42 word\nrest of it\nlast' >input
run_load $t/main.exe 'x 2 42 word [rest of it] [last] 1 -1
-1 1 0 1 1
1 1 1' input <input
