# export-data.sh - variables are exported and imported; code that uses one without dllimport is told which DLL has it.
. tests/common.sh
c_msvc $t/d.obj <<'END'
__declspec(dllexport) int counter = 40;
int plain = 2;
END
mylink /nologo /dll /noentry /export:plain,DATA /out:$t/d.dll $t/d.obj
expect_bytes $t/d.dll counter '28 00 00 00'
c_msvc $t/main.obj <<'END'
__declspec(dllimport) int counter;
__declspec(dllimport) int plain;
int start(void) { return counter + plain; }
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/d.lib
run_both -x 42 $t/main.exe ''
c_msvc $t/bad.obj <<'END'
extern int counter;
int start(void) { return counter; }
END
expect_fail 'bad.obj : error LNK2019: unresolved external symbol counter referenced in function start' \
    mylink /nologo /explain /entry:start /subsystem:console /out:$t/bad.exe $t/bad.obj $t/d.lib
expect_fail '__declspec(dllimport)' mylink /nologo /explain /entry:start /subsystem:console /out:$t/bad.exe $t/bad.obj $t/d.lib
