# loader-crash.sh - a program that crashes: what happened, where (module, RVA, section, and who called a built-in function), and the low byte of
# Windows' status as exit code. What it printed before stays printed.
. tests/common.sh
c_msvc $t/main.obj <<'END'
__declspec(dllimport) void *GetStdHandle(unsigned), ExitProcess(unsigned);
__declspec(dllimport) int WriteFile(void *, const void *, unsigned, unsigned *, void *), lstrcpyA(void *, const void *);
__declspec(dllimport) const char *GetCommandLineA(void);
__declspec(noinline) void write_nowhere(volatile int *p) { *p = 1; }
__declspec(noinline) int read_nowhere(volatile int *p) { return *p; }
__declspec(noinline) int divide(volatile int a, volatile int b) { return a / b; }
__declspec(noinline) int deep(volatile int n) { volatile char room[1000]; room[n % 1000] = 1; return deep(n + 1) + room[0]; }
static int (*volatile code)(void) = (void *)0x12345000;
static volatile unsigned char bad[] = {0x0f, 0x0b};
void start(void) {
    const char *line = GetCommandLineA();
    unsigned n;
    while (*line) line++;
    WriteFile(GetStdHandle(-11u), "before\n", 7, &n, 0);
    switch (line[-1]) {
    case 'w': write_nowhere((int *)0x10); break;
    case 'r': read_nowhere((int *)0xffff0000deadbeefull); break;
    case 'x': code(); break;
    case 'd': divide(1, 0); break;
    case 's': deep(0); break;
    case 'b': __debugbreak(); break;
    case 'i': __builtin_trap(); break;
    case 'f': __asm__ volatile("int $0x29" : : "c"(2)); break;
    case 'a': WriteFile(GetStdHandle(-11u), "", 0, (void *)8, 0); break;
    }
    ExitProcess(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib
crash() { # LETTER CODE TEXT WHERE
    local code=0
    "$MYLOAD" $t/main.exe $1 >$t/out 2>$t/err || code=$?
    [ "$(cat $t/out)" = before ] || fail "$1: output is lost"
    [ $code = $2 ] || { cat $t/err; fail "$1: exit code $code instead of $2"; }
    [ "$(head -n 1 $t/err)" = "main.exe : error: $3" ] || { cat $t/err; fail "$1: wrong message"; }
    grep -qE "^  where: $4" $t/err || { cat $t/err; fail "$1: wrong place"; }
    grep -qE "^  why:   status 0x[0-9a-f]{8} ends the process with exit code $2\$" $t/err || fail "$1: no status"
}
inside='main\.exe\+0x1[0-9a-f]{3} \(\.text\), address 0x140001[0-9a-f]{3}, on thread [0-9]+$'
crash w 5 'access violation: writing to address 0x10' "$inside"
crash r 5 'access violation: reading from address 0x0' "$inside" # the processor does not tell addresses like this one
crash x 5 'access violation: running code at address 0x12345000' 'outside the program.s images, called near main\.exe\+0x1'
crash d 148 'integer division by zero' "$inside"
crash s 253 'stack overflow' "$inside"
crash b 3 'breakpoint (int3)' "$inside"
crash i 29 'illegal instruction' "$inside"
crash f 9 'the program found its memory damaged, and ended itself (__fastfail)' "$inside"
crash a 5 'access violation: writing to address 0x8' 'outside the program.s images, called near main\.exe\+0x1'
