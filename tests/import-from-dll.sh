# import-from-dll.sh - a DLL on the command line is as good as its import library: functions, data and ordinals come from its export table.
. tests/common.sh
c_msvc $t/d.obj <<'END'
__declspec(dllexport) int f(void) { return 30; }
__declspec(dllexport) int variable = 12;
END
mylink /nologo /dll /noentry /noimplib /export:numbered=f,@50 /out:$t/d.dll $t/d.obj
c_msvc $t/main.obj <<'END'
__declspec(dllimport) extern int variable;
__declspec(dllimport) int f(void);
int numbered(void);
int start(void) { return f() + variable + numbered() - 30; }
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/d.dll
run_both -x 42 $t/main.exe ''
expect_field $t/main.exe 'sorted(imports())' $'d.dll!f\nd.dll!numbered\nd.dll!variable'
# A variable has no thunk, so plain code cannot use it by mistake.
c_msvc $t/bad.obj <<'END'
extern int variable;
int start(void) { return variable; }
END
expect_fail 'unresolved external symbol variable' mylink /nologo /entry:start /subsystem:console /out:$t/bad.exe $t/bad.obj $t/d.dll
# A program exports nothing that could be imported.
expect_fail 'main.exe' mylink /nologo /entry:start /subsystem:console /out:$t/bad.exe $t/main.obj $t/main.exe
