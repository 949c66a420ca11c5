# mycrt0-programs.sh - C programs without a run-time library link and run with mycrt0.lib: what compilers call on their own, and main.
. tests/common.sh

cat >"$t/program.c" <<'END'
typedef unsigned long long u64;
__declspec(dllimport) void *WINAPI GetStdHandle(unsigned);
__declspec(dllimport) int WINAPI WriteFile(void *, const void *, unsigned, unsigned *, void *);
void *memmove(void *, const void *, __SIZE_TYPE__);
int memcmp(const void *, const void *, __SIZE_TYPE__);
__SIZE_TYPE__ strlen(const char *);
static void say(const char *s) { unsigned n; WriteFile(GetStdHandle(-11), s, strlen(s), &n, 0); }
static void number(u64 v) { // division of 64 bits
    char text[24], *p = text + 23;
    *p = 0;
    do *--p = (char)('0' + v % 10); while (v /= 10);
    say(p);
    say("\n");
}
typedef struct { char bytes[5000]; } Big;
__attribute__((noinline)) static Big copy(const Big *b) { Big x = *b; x.bytes[0]++; return x; } // __chkstk, memcpy
__thread int counter = 41; // _tls_index
volatile double half = 0.5;   // _fltused
volatile long long minus = -1000000000000, seven = 7;
volatile int shift = 40;
__attribute__((noinline)) static void guarded(const char *s) { // __security_check_cookie
    char buffer[16];
    for (int i = 0; (buffer[i] = s[i]) != 0; i++) {}
    say(buffer);
}
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) say("["), say(argv[i]), say("]");
    say("\n");
    Big b = {{1, 2, 3}}; // memset
    Big c = copy(&b);
    memmove(c.bytes + 1, c.bytes, 3);
    number((u64)(memcmp(c.bytes, "\2\2\2\3", 4) == 0));
    number((u64)++counter);
    number((u64)(int)(half * 10));
    number(0 - (u64)(minus / seven));
    number(0 - (u64)(minus % seven));
    number((u64)(minus * -seven));
    number(((u64)1 << shift) + (u64)(minus >> shift));
    guarded("guarded\n");
    return argc;
}
END
want='[a b][c"d][\\e][]
1
42
5
142857142857
1
7000000000000
1099511627775
guarded'
build() { # TRIPLE ENTRY
    "$(tool clang)" --target="$1" -O1 -ffreestanding -fms-extensions -fstack-protector-all "-DWINAPI=$3" -c -o "$t/$2.obj" "$t/program.c"
    mylink /out:"$t/$2.exe" "$t/$2.obj" mycrt0.lib kernel32.lib
}
need clang
[ -e "$BIN/lib/x64/mycrt0.lib" ] || skip 'mycrt0.lib was not built'
# clang's Microsoft target has -fstack-protector call __security_check_cookie.
build x86_64-pc-windows-msvc x64 ''
run_both -x 5 "$t/x64.exe" "$want" 'a b' 'c"d' '\\e' ''
build i686-pc-windows-msvc x86 '__attribute__((stdcall))'
if can_run x86; then run_load -x 5 "$t/x86.exe" "$want" 'a b' 'c"d' '\\e' ''; fi
build aarch64-pc-windows-msvc arm64 ''
if can_run arm64; then run_load -x 5 "$t/arm64.exe" "$want" 'a b' 'c"d' '\\e' ''; fi

# The same names serve gcc: ___chkstk_ms and __main.
if have x86_64-w64-mingw32-gcc; then
    x86_64-w64-mingw32-gcc -O1 -ffreestanding -DWINAPI= -c -o "$t/gcc.o" -x c - <<'END'
__declspec(dllimport) void *WINAPI GetStdHandle(unsigned);
__declspec(dllimport) int WINAPI WriteFile(void *, const void *, unsigned, unsigned *, void *);
int main(void) {
    volatile char page[20000];
    unsigned n;
    page[0] = 'k', page[19999] = '\n';
    WriteFile(GetStdHandle(-11), "o", 1, &n, 0);
    WriteFile(GetStdHandle(-11), (char *)page, 1, &n, 0);
    return 3;
}
END
    mylink /out:"$t/gcc.exe" "$t/gcc.o" mycrt0.lib kernel32.lib
    run_both -x 3 "$t/gcc.exe" ok
fi

# A Windows program: WinMain with its command line; constructors have run.
winmain() { # MACHINE CALLING-CONVENTION
    c_for "$1" "$t/win.obj" "-DWINAPI=$2" <<'END'
static int constructed;
static void construct(void) { constructed = 1; }
__attribute__((section(".CRT$XCU"), used)) static void (*constructor)(void) = construct;
int WINAPI WinMain(void *module, void *previous, char *line, int show) {
    const char *want = "one \"two three\"";
    int same = 1;
    for (int i = 0; i < 16; i++) same &= line[i] == want[i];
    return same && module && !previous && show && constructed ? 21 : 22;
}
END
    mylink /out:"$t/win-$1.exe" "$t/win.obj" mycrt0.lib
    expect_field "$t/win-$1.exe" OPTIONAL_HEADER.Subsystem 0x2
}
winmain x64 ''
run_load -x 21 "$t/win-x64.exe" '' one 'two three'
winmain x86 '__attribute__((stdcall))'
if can_run x86; then run_load -x 21 "$t/win-x86.exe" '' one 'two three'; fi
winmain arm64 ''
if can_run arm64; then run_load -x 21 "$t/win-arm64.exe" '' one 'two three'; fi

# A DLL: the default entry point, with and without a DllMain.
c_msvc "$t/dll.obj" <<'END'
static int attached;
int DllMain(void *module, unsigned reason, void *reserved) { if (reason == 1) attached = 1; return 1; }
__declspec(dllexport) int was_attached(void) { return attached; }
END
mylink /dll /out:"$t/d.dll" "$t/dll.obj" mycrt0.lib
c_msvc "$t/user.obj" <<'END'
__declspec(dllimport) int was_attached(void);
int main(void) { return was_attached() ? 11 : 12; }
END
mylink /out:"$t/user.exe" "$t/user.obj" "$t/d.lib" mycrt0.lib kernel32.lib
run_both -x 11 "$t/user.exe" ''
echo '__declspec(dllexport) int zero(void) { return 0; }' | c_msvc "$t/plain.obj"
mylink /dll /out:"$t/p.dll" "$t/plain.obj" mycrt0.lib
