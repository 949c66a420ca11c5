# loader-console.sh - a program on a terminal and one that is not: console functions write and read there, tell its size, colour it; without a terminal they say so.
. tests/common.sh
need x86_64-w64-mingw32-gcc
have script || skip 'script (package bsdutils) is not installed'
script -qc true /dev/null </dev/null >/dev/null 2>&1 || skip 'no pseudo-terminal can be opened here (is /dev/pts mounted?)'
cat >$t/main.c <<'END'
#include <conio.h>
#include <io.h>
#include <stdio.h>
#include <windows.h>
static void check(const char *what, BOOL ok) { if (ok) printf("%s yes\n", what); else printf("%s no %lu\n", what, GetLastError()); fflush(stdout); }
static BOOL CALLBACK on_break(DWORD kind) { return TRUE; }
int main(int argc, char **argv) {
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE), out = GetStdHandle(STD_OUTPUT_HANDLE);
    DWORD mode = 0, done = 0;
    CONSOLE_SCREEN_BUFFER_INFO info = {0};
    check("mode", GetConsoleMode(out, &mode)), check("set mode", SetConsoleMode(out, mode));
    check("size", GetConsoleScreenBufferInfo(out, &info)), printf("%d by %d, window to %d\n", info.dwSize.X, info.dwSize.Y, info.srWindow.Right), fflush(stdout);
    check("red", SetConsoleTextAttribute(out, FOREGROUND_RED | FOREGROUND_INTENSITY)), check("plain", SetConsoleTextAttribute(out, 7));
    check("written", WriteConsoleA(out, "narrow\n", 7, &done, 0)), printf("%lu\n", done), fflush(stdout);
    check("wide", WriteConsoleW(out, L"w\u00efde\n", 5, &done, 0)), printf("%lu\n", done);
    printf("isatty %d\n", _isatty(1) != 0);
    char text[100] = "";
    WCHAR wide[100] = L"";
    check("read", ReadConsoleA(in, text, 99, &done, 0)), printf("%lu %02x %02x\n", done, text[done - 2], text[done - 1]);
    check("read wide", ReadConsoleW(in, wide, 99, &done, 0)), printf("%lu %x\n", done, wide[0]);
    check("no handle", GetConsoleMode((HANDLE)0x1234, &mode)), check("no handle", WriteConsoleA((HANDLE)0x1234, "x", 1, &done, 0));
    check("code page", SetConsoleOutputCP(65001) && SetConsoleCP(65001)), printf("%u %u\n", GetConsoleOutputCP(), GetConsoleCP());
    check("handler", SetConsoleCtrlHandler(on_break, TRUE)), check("title", SetConsoleTitleA("title") && SetConsoleTitleW(L"title")), check("another", AllocConsole());
    check("standard", SetStdHandle(STD_ERROR_HANDLE, out)), check("same", GetStdHandle(STD_ERROR_HANDLE) == out), check("which", SetStdHandle(77, out)), check("none", GetStdHandle(77) != INVALID_HANDLE_VALUE);
    check("window", GetConsoleWindow() != 0), check("beep", Beep(100, 1)), check("freed", FreeConsole());
    _putch('p'), _cputs("ut\n"), printf("key %d\n", _kbhit());
    if (argc > 1) {
        HANDLE terminal = CreateFileA("CONOUT$", GENERIC_WRITE, 0, 0, OPEN_EXISTING, 0, 0);
        check("device", terminal != INVALID_HANDLE_VALUE), check("its mode", GetConsoleMode(terminal, &mode)), WriteFile(terminal, "to it\n", 6, &done, 0);
        printf("prompt: ");
        printf("[%c]\n", getchar());
        printf("[%c]\n", _getch());
    }
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
printf 'line\n\303\251t\303\251\nxy\n' >$t/typed
"$MYLOAD" $t/main.exe <$t/typed | tr -d '\r' >$t/piped
script -qc "stty cols 100 rows 30; exec '$MYLOAD' $t/main.exe terminal" /dev/null <$t/typed | tr '\033' '#' | tr -d '\r' >$t/shown
diff - $t/piped <<'END' || fail 'wrong output without a terminal (< expected, > got)'
mode no 6
set mode no 6
size no 6
0 by 0, window to 0
red no 6
plain no 6
narrow
written yes
7
wïde
wide yes
5
isatty 0
read yes
15 0d 0a
read wide yes
0 0
no handle no 6
no handle no 6
code page yes
65001 65001
handler yes
title yes
another no 5
standard yes
same yes
which no 6
none no 6
window no 6
beep yes
freed yes
put
key 0
END
diff - $t/shown <<'END' || fail 'wrong output on a terminal (< expected, > got)'
line
été
xy
mode yes
set mode yes
size yes
100 by 30, window to 99
#[1;31;40mred yes
#[0mplain yes
narrow
written yes
7
wïde
wide yes
5
isatty 1
read yes
6 0d 0a
read wide yes
5 e9
no handle no 6
no handle no 6
code page yes
65001 65001
handler yes
title yes
another no 5
standard yes
same yes
which no 6
none no 6
window no 6
beep yes
freed yes
put
key 0
device yes
its mode yes
to it
prompt: [x]
[y]
END
