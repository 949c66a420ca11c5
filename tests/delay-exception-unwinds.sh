# delay-exception-unwinds.sh - __except around a delay-loaded call catches the helper's exception: the stub between them can be unwound. On each machine.
. tests/common.sh
put $t/main.c <<'END'
__declspec(dllimport) int gone(void);
__declspec(dllimport) void __stdcall ExitProcess(unsigned);
static unsigned code;
int __C_specific_handler();
__declspec(noinline) static int attempt(int n) { // goes on after __except with what it has saved, and returns
    volatile int kept = n;
    __try {
        gone();
    } __except (code = _exception_code(), 1) {
        return code == 0xc06d007e ? kept + 1 : 1;
    }
    return 2;
}
void start(void) { ExitProcess((unsigned)attempt(20) + (unsigned)attempt(20)); }
END
build() { # MACHINE LIBRARY-WITH-THE-HANDLER
    c_for $1 $t/lazy.obj <<<'int gone(void) { return 0; }'
    mylink /nologo /dll /noentry /export:gone /out:$t/lazy.dll $t/lazy.obj
    rm $t/lazy.dll
    c_for $1 $t/main.obj <$t/main.c
    mylink /nologo /entry:start /subsystem:console /delayload:lazy.dll /out:$t/$1.exe $t/main.obj $t/lazy.lib kernel32.lib $2
}
build x64 ntdll.lib
run_both -x 42 $t/x64.exe ''
if can_run x86; then
    build x86 msvcrt.lib
    run_load -x 42 $t/x86.exe ''
fi
can_run arm64 || exit 0
build arm64 ntdll.lib
run_load -x 42 $t/arm64.exe ''
