# loader-x86-names.sh - functions that only 32-bit Windows exports: kernel32's Interlocked..., msvcrt's pointers to its variables; called in a program for x86.
. tests/common.sh
need i686-w64-mingw32-gcc
can_run x86 || skip 'build/myload-x86 was not built, or qemu-user is missing'
cat >$t/main.c <<'END'
#include <stdio.h>
#include <windows.h>
static void *function(const char *dll, const char *name) {
    void *found = GetProcAddress(LoadLibraryA(dll), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define KERNEL(name, ...) ((LONG(WINAPI *)(__VA_ARGS__))function("kernel32.dll", name))
#define CRT(name, result, ...) ((result(*)(__VA_ARGS__))function("msvcrt.dll", name))
static void n(long value) { printf("%ld ", value); }
int main(int argc, char **argv) {
    LONG at = 5;
    n(KERNEL("InterlockedIncrement", LONG *)(&at)), n(at), n(KERNEL("InterlockedDecrement", LONG *)(&at)), n(at), n(KERNEL("InterlockedExchange", LONG *, LONG)(&at, 20)), n(at);
    n(KERNEL("InterlockedExchangeAdd", LONG *, LONG)(&at, 3)), n(at), n(KERNEL("InterlockedCompareExchange", LONG *, LONG, LONG)(&at, 7, 23)), n(at), n(KERNEL("InterlockedCompareExchange", LONG *, LONG, LONG)(&at, 9, 23)), n(at), puts("");
    n((*CRT("__p___initenv", char ***, void)())[0] != 0), n(CRT("__p__iob", void *, void)() == (void *)stdin), n((*CRT("__p__pctype", WORD **, void)())['A'] & 1), n(*CRT("__p___argc", int *, void)()), n(CRT("__p__environ", char ***, void)() != 0), puts("");
    return 3;
}
END
i686-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
run_load -x 3 $t/main.exe '6 6 5 5 5 20 20 23 23 7 7 7 
1 1 1 1 1 '
