# delay-hooks-and-unload.sh - the notification hook sees each step; __FUnloadDelayLoadedDLL2 unloads and the next call loads again;
# __HrLoadAllImportsForDll finds all functions at once.
. tests/common.sh
asm $t/lazy.obj 'section .text
global one, two
one: mov eax, 1
ret
two: mov eax, 2
ret'
mylink /nologo /dll /noentry /export:one /export:two,@7,NONAME /out:$t/lazy.dll $t/lazy.obj
c_msvc $t/main.obj -I$ROOT/implib/delayhelper <<'END'
#include "delayhlp.h"
__declspec(dllimport) int one(void), two(void);
__declspec(dllimport) void *GetModuleHandleA(const char *), *GetStdHandle(unsigned);
__declspec(dllimport) int WriteFile(void *, const void *, unsigned, unsigned *, void *);
__declspec(dllimport) void ExitProcess(unsigned);
static void say(const char *s) {
    unsigned n = 0, written;
    while (s[n]) n++;
    WriteFile(GetStdHandle(-11u), s, n, &written, 0);
}
static FARPROC WINAPI hook(unsigned what, PDelayLoadInfo info) {
    static const char *const names[] = {"start", "load", "find", "?", "?", "end"};
    say(" ");
    say(names[what]);
    say(info->dlp.fImportByName ? info->dlp.szProcName : info->dlp.dwOrdinal == 7 ? "#7" : "?");
    return 0;
}
const PfnDliHook __pfnDliNotifyHook2 = hook;
static void number(int n) {
    char s[3] = {'=', (char)('0' + n), 0};
    say(s);
}
void start(void) {
    number(one());
    number(two());
    number(one());
    say("\nunload");
    number(__FUnloadDelayLoadedDLL2("LAZY.dll")); // the name's case counts
    number(__FUnloadDelayLoadedDLL2("lazy.dll"));
    number(GetModuleHandleA("lazy.dll") != 0);
    number(__FUnloadDelayLoadedDLL2("lazy.dll"));
    number(one());
    say("\nall");
    number(__HrLoadAllImportsForDll("lazy.dll") == 0);
    number(__HrLoadAllImportsForDll("other.dll") == 0);
    ExitProcess(0);
}
END
mylink /nologo /entry:start /subsystem:console /delayload:lazy.dll /delay:unload /out:$t/main.exe $t/main.obj $t/lazy.lib kernel32.lib
run_both $t/main.exe $' startone loadone findone endone=1 start#7 find#7 end#7=2=1
unload=0=1=0=0 startone loadone findone endone=1
all startone findone endone start#7 find#7 end#7=1=0'
