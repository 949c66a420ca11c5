# mingw-c-program.sh - a C program of mingw-w64's gcc, linked with both command lines, does what GNU ld's twin does: constructors and
# destructors by priority, atexit, arguments, thread-locals, aligned common variables, floating point, the exit code.
. tests/common.sh
. tests/mingw.sh
cd "$t"
put main.c <<'END'
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
__attribute__((constructor)) static void without_priority(void) { puts("constructor"); }
__attribute__((constructor(200))) static void second(void) { puts("constructor 200"); }
__attribute__((constructor(101))) static void first(void) { puts("constructor 101"); }
__attribute__((destructor)) static void destroy(void) { puts("destructor"); fflush(stdout); }
static void at_exit(void) { puts("atexit"); }
char small_common;
int aligned_common __attribute__((aligned(4096)));
__thread int initialized = 5, zero;
extern char __image_base__, __ImageBase;
int main(int argc, char **argv) {
    atexit(at_exit);
    printf("%d %s %s\n", argc, argv[1], strrchr(argv[2], 'o'));
    printf("%.4f %d %d\n", sqrt(2), (int)((uintptr_t)&aligned_common % 4096), initialized + zero + small_common);
    printf("%c%c %d\n", (&__image_base__)[0], (&__image_base__)[1], &__image_base__ == &__ImageBase);
    return 3;
}
END
$gcc -O1 -fcommon -c main.c
$gcc -o twin.exe main.o
text='constructor 101
constructor 200
constructor
3 one o three
1.4142 0 5
MZ 1
atexit
destructor'
mylink_as $gcc -o gnu.exe main.o
mylink_as $gcc -static -mwindows -Wl,--gc-sections -o gui.exe main.o
folder=$(dirname "$($gcc -print-file-name=crt2.o)") libgcc=$(dirname "$($gcc -print-libgcc-file-name)")
libraries() { local name; for name; do $gcc -print-file-name=lib$name.a; done; }
mylink /entry:mainCRTStartup /out:link.exe "$folder/crt2.o" "$libgcc/crtbegin.o" main.o $(libraries mingw32 gcc gcc_eh moldname mingwex msvcrt kernel32) "$libgcc/crtend.o"
for program in twin gnu gui link; do run_wine -x 3 $program.exe "$text" one 'two three'; done
expect_field gui.exe OPTIONAL_HEADER.Subsystem 0x2
passed 1 'mingw-w64 gcc' 'programs, with both command lines' 'constructors by priority, thread-locals, `atexit`'
