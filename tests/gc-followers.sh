# gc-followers.sh - unwind data goes with its function, and an import that only dropped code used is not imported.
. tests/common.sh
c_msvc $t/a.obj -ffunction-sections -funwind-tables <<'END'
__declspec(dllimport) void ExitProcess(unsigned);
__declspec(dllimport) unsigned long GetTickCount(void);
__declspec(dllimport) void Sleep(unsigned long);
__attribute__((noinline)) int framed(int x) { volatile int a[40]; Sleep(0); a[x] = x; return a[x]; }
__attribute__((noinline)) int dead_framed(int x) { volatile int a[50]; Sleep(0); a[x] = (int)GetTickCount(); return a[x]; }
void start(void) { ExitProcess((unsigned)framed(7)); }
END
link() { mylink /nologo /subsystem:console /entry:start /out:$t/a.exe $t/a.obj kernel32.lib "$@"; }
link
run_both -x 7 $t/a.exe ''
live=$(pe_field $t/a.exe 'directory("EXCEPTION").Size')
pe_field $t/a.exe 'imports()' >$t/imports
grep -q Sleep $t/imports || fail 'Sleep is used'
if grep -q GetTickCount $t/imports; then fail 'GetTickCount is used by dropped code only'; fi
link /opt:noref
[ $(($(pe_field $t/a.exe 'directory("EXCEPTION").Size') - live)) = 12 ] || fail 'one function more is 12 bytes of .pdata more'
pe_field $t/a.exe 'imports()' >$t/imports
grep -q GetTickCount $t/imports || fail 'with /OPT:NOREF it is imported'
run_both -x 7 $t/a.exe ''
