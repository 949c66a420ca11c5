# mingw-i686-crt.sh - mingw-w64's gcc for x86: a program and a DLL of C with its start-up objects and libraries, linked by the GNU command
# line, run in myload-x86.
. tests/common.sh
need i686-w64-mingw32-gcc
can_run x86 || skip 'build/myload-x86 was not built'
gcc=i686-w64-mingw32-gcc
lib=$(dirname "$($gcc -print-file-name=crt2.o)") gcc_lib=$(dirname "$($gcc -print-libgcc-file-name)")
ld() { # START-UP-OBJECT OUT ARG... : what collect2 passes
    local start=$1 out=$2
    shift 2
    "$BIN/ld.mylink" -m i386pe -Bdynamic -o "$out" "$lib/$start" "$gcc_lib/crtbegin.o" -L"$gcc_lib" -L"$lib" "$@" -lmingw32 -lgcc -lmoldname \
        -lmingwex -lmsvcrt -lkernel32 -lmingw32 -lgcc -lmoldname -lmingwex -lmsvcrt -lkernel32 "$gcc_lib/crtend.o"
}
[ -e "$BIN/ld.mylink" ] || ln -s mylink "$BIN/ld.mylink"
put $t/lib.c <<'END'
#include <string.h>
__declspec(dllexport) int counter = 40;
__declspec(dllexport) int __stdcall twice(int n) { counter++; return 2 * n; }
__declspec(dllexport) char *copy(const char *s) { return strdup(s); }
END
put $t/main.c <<'END'
#include <stdio.h>
#include <stdlib.h>
extern int counter; /* found in the DLL without dllimport: auto-import */
int __stdcall twice(int n);
char *copy(const char *s);
static int order(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static void at_end(void) { puts("end"); }
int main(int argc, char **argv) {
    int v[] = {3, 1, 2};
    double half = argc / 2.0;
    atexit(at_end);
    qsort(v, 3, sizeof *v, order);
    printf("%s %d%d%d %.3f %lld\n", copy(argc > 1 ? argv[1] : "none"), v[0], v[1], v[2], half, 1234567890123LL);
    int doubled = twice(21);
    printf("%d %d\n", doubled, counter);
    return 7;
}
END
$gcc -O1 -c -o $t/lib.o $t/lib.c
$gcc -O1 -c -o $t/main.o $t/main.c
ld dllcrt2.o $t/lib.dll --dll -e _DllMainCRTStartup@12 --out-implib $t/liblib.dll.a $t/lib.o
ld crt2.o $t/main.exe $t/main.o -L$t -llib
check_image $t/lib.dll
check_image $t/main.exe
run_load -x 7 $t/main.exe $'word 123 1.000 1234567890123\n42 41\nend' word
expect_field $t/lib.dll 'exports()' $'1 copy\n2 counter\n3 twice@4'
expect_field $t/main.exe 'sorted(i for i in imports() if "lib.dll" in i)' $'lib.dll!copy\nlib.dll!counter\nlib.dll!twice@4'
proves 'C of mingw-w64 with its run-time library (GNU command line)' x86
