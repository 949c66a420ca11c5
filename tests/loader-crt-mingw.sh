# loader-crt-mingw.sh - a C program of mingw-w64 gcc, linked by GNU ld against msvcrt.dll with its own start-up code, prints in myload what it prints in
# Wine: stdio, formats, files in text mode, malloc, qsort, strings, time, setjmp, atexit, arguments, exit code.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
static jmp_buf back;
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static void first(void) { puts("registered first, called last"); }
static void second(void) { puts("registered second, called first"); }
static void jump(int n) { if (n) jump(n - 1); longjmp(back, 5); }
static void on_signal(int n) { printf("signal %d\n", n); }
int main(int argc, char **argv) {
    atexit(first), atexit(second);
    for (int i = 1; i < argc; i++) printf("argument %d: [%s]\n", i, argv[i]);
    printf("%d|%5d|%-5d|%05d|%+d|%x|%#X|%o|%u\n", 1, 2, 3, 4, 5, 255, 255, 8, -1);
    printf("%ld %I64d %lld %hd %c %%\n", -2L, -3LL, 1LL << 40, 70000, 'x');
    printf("[%s][%8s][%-8s][%.2s][%*d]\n", "abc", "def", "ghi", "jkl", 4, 7);
    printf("%f %.2f %10.3f|%-9.1f| %e %g %g %G\n", 1.5, 2.345, 3.14159, 2.5, 12345.678, 0.0001, 1e20, 1e-10);
    printf("%f %g %p %ls\n", INFINITY, -INFINITY, (void *)0x1234, L"wide");
    int numbers[] = {5, 3, 9, 1, 7}, key = 7;
    qsort(numbers, 5, sizeof *numbers, compare);
    for (int i = 0; i < 5; i++) printf("%d ", numbers[i]);
    printf("at %d\n", (int)((int *)bsearch(&key, numbers, 5, sizeof *numbers, compare) - numbers));
    char text[100], word[20];
    strcpy(text, "a,b;c");
    for (char *part = strtok(text, ",;"); part; part = strtok(0, ",;")) printf("<%s>", part);
    printf("\n%d %d %c %c\n", isalpha('a') != 0, isdigit('a') != 0, toupper('q'), tolower('Q'));
    printf("%.4f %.4f %.0f %.4f\n", sin(1), log(10), pow(2, 40), sqrt(2));
    printf("%d %ld %.2f\n", atoi("42x"), strtol("0x1f", 0, 0), atof("3.25e2"));
    srand(1);
    printf("%d %d\n", rand(), rand() >= 0);
    if (setjmp(back) == 0) jump(10);
    else puts("jumped");
    FILE *file = fopen("crt.txt", "w");
    fprintf(file, "line one\nline %d\n", 2);
    fclose(file);
    file = fopen("crt.txt", "rb");
    int n = 0;
    while (fgetc(file) != EOF) n++;
    printf("%d bytes\n", n);
    fclose(file);
    file = fopen("crt.txt", "r");
    while (fgets(text, sizeof text, file)) printf("[%s]", text);
    printf(" end %d\n", feof(file) != 0);
    rewind(file);
    n = fscanf(file, "%19s %19s", word, word);
    printf("%d %s", n, word);
    n = fscanf(file, "%19s %d", word, &key);
    printf(" %d %s %d\n", n, word, key);
    fseek(file, 0, SEEK_END);
    printf("tell %ld\n", ftell(file));
    fclose(file);
    printf("remove %d\n", remove("crt.txt"));
    file = fopen("crt.txt", "r");
    printf("%s\n", !file && errno == ENOENT ? "gone" : "still there");
    int a, b;
    n = sscanf("12 -7 x", "%d %d %s", &a, &b, word);
    printf("%d %d %d %s\n", n, a, b, word);
    printf("%d %s\n", snprintf(text, 4, "abcdef"), text);
    wchar_t wide[20];
    mbstowcs(wide, "wide", 20);
    printf("%ls %d %s\n", wide, (int)wcslen(wide), _strupr(strcpy(text, "upper")));
    struct tm day = {.tm_year = 100, .tm_mday = 1, .tm_hour = 12};
    mktime(&day);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &day);
    printf("%s %d\n", text, day.tm_wday);
    void *piece = realloc(calloc(10, 10), 1000);
    printf("%d %d\n", ((char *)piece)[99], (int)_msize(piece));
    free(piece);
    fflush(stdout);
    _setmode(1, _O_BINARY);
    printf("binary\n");
    fflush(stdout);
    _setmode(1, _O_TEXT);
    signal(SIGABRT, on_signal);
    raise(SIGABRT);
    fprintf(stderr, "to standard error\n");
    return 42;
}
END
x86_64-w64-mingw32-gcc -O1 -D__USE_MINGW_ANSI_STDIO=0 -o $t/main.exe $t/main.c -lm
cd $t
code=0
load_run $t/main.exe 'x y' '' 'a"b' 'c\' 'd\\"e' >$t/load.txt 2>$t/load.err || code=$?
[ $code = 42 ] || { cat $t/load.err; fail "exit code $code"; }
grep -q $'^registered first, called last\r$' $t/load.txt || fail 'the end is missing'
expect 'to standard error' tr -d '\r' <$t/load.err
if have_wine; then
    wine_run $t/main.exe 'x y' '' 'a"b' 'c\' 'd\\"e' >$t/wine.txt || [ $? = 42 ]
    diff <(sed 's/\r/<CR>/' $t/wine.txt) <(sed 's/\r/<CR>/' $t/load.txt) || fail 'Wine (<) and myload (>) differ'
fi
