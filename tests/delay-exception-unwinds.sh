# delay-exception-unwinds.sh - __except around a delay-loaded call catches the helper's exception: the stub between them can be unwound.
. tests/common.sh
asm $t/lazy.obj 'section .text
global gone
gone: ret'
mylink /nologo /dll /noentry /export:gone /out:$t/lazy.dll $t/lazy.obj
rm $t/lazy.dll
c_msvc $t/main.obj <<'END'
__declspec(dllimport) int gone(void);
__declspec(dllimport) void ExitProcess(unsigned);
static unsigned code;
int __C_specific_handler();
void start(void) {
    __try {
        gone();
    } __except (code = _exception_code(), 1) {
        ExitProcess(code == 0xc06d007e ? 42 : 1);
    }
    ExitProcess(2);
}
END
mylink /nologo /entry:start /subsystem:console /delayload:lazy.dll /out:$t/main.exe $t/main.obj $t/lazy.lib kernel32.lib ntdll.lib
run_both -x 42 $t/main.exe ''
