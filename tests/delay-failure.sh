# delay-failure.sh - a missing DLL or function raises an exception that the caller's frame can catch, through the linker's stub and the
# helper; a failure hook may help out instead.
. tests/common.sh
asm $t/lazy.obj 'section .text
global there
there: mov eax, 5
ret'
mylink /nologo /dll /noentry /export:there /export:gone=there /out:$t/lazy.dll $t/lazy.obj
mylink /nologo /dll /noentry /export:nowhere=there /out:$t/missing.dll $t/lazy.obj
mylink /nologo /dll /noentry /export:there /noimplib /out:$t/lazy.dll $t/lazy.obj # without gone
rm $t/missing.dll
c_msvc $t/main.obj -I$ROOT/implib/delayhelper <<'END'
#include "delayhlp.h"
__declspec(dllimport) int there(void), gone(void), nowhere(void);
__declspec(dllimport) void *AddVectoredExceptionHandler(unsigned, void *), *GetStdHandle(unsigned);
__declspec(dllimport) int WriteFile(void *, const void *, unsigned, unsigned *, void *);
__declspec(dllimport) void ExitProcess(unsigned);
static void say(const char *s) {
    unsigned n = 0, written;
    while (s[n]) n++;
    WriteFile(GetStdHandle(-11u), s, n, &written, 0);
}
// The helper passes its DelayLoadInfo along; a handler that puts a function there and lets it go on has repaired the call.
struct Record { unsigned code, flags; struct Record *next; void *address; unsigned count; void *arguments[15]; };
static int replacement(void) { return 7; }
static long WINAPI handler(struct Record **pointers) {
    struct Record *r = *pointers;
    if (r->code != VcppException(0xc0000000, 126) && r->code != VcppException(0xc0000000, 127)) return 0;
    DelayLoadInfo *info = r->arguments[0];
    say(r->code == VcppException(0xc0000000, 126) ? "no DLL " : "no function ");
    say(info->szDll);
    say(" ");
    say(info->dlp.szProcName);
    say("\n");
    info->pfnCur = (FARPROC)replacement;
    return -1;
}
static FARPROC WINAPI failure(unsigned what, PDelayLoadInfo info) {
    say(what == dliFailLoadLib ? "hook: load\n" : what == dliFailGetProc ? "hook: find\n" : "?\n");
    return 0;
}
const PfnDliHook __pfnDliFailureHook2 = failure;
void start(void) {
    AddVectoredExceptionHandler(1, (void *)handler);
    ExitProcess(there() * 100 + gone() * 10 + nowhere() - 500);
}
END
mylink /nologo /entry:start /subsystem:console /delayload:lazy.dll /delayload:missing.dll /out:$t/main.exe $t/main.obj $t/lazy.lib $t/missing.lib kernel32.lib
run_both -x 77 $t/main.exe $'hook: find\nno function lazy.dll gone\nhook: load\nno DLL missing.dll nowhere'
# Unwind data of the code that stands between caller and helper: 68h bytes of stack.
$(tool llvm-readobj) --unwind $t/main.exe | grep -q 'ALLOC_SMALL size=104' || fail 'no unwind data for the stub'
