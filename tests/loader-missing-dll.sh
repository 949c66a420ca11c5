# loader-missing-dll.sh - a DLL that is nowhere: Windows' words, who wanted it, all places that were tried, exit code 53 (0xC0000135);
# also when another DLL wants it.
. tests/common.sh
printf '__declspec(dllimport) int f(void);\nint start(void) { return f(); }\n' | c_msvc $t/main.obj
printf '__declspec(dllimport) int g(void);\n__declspec(dllexport) int f(void) { return g(); }\n' | c_msvc $t/f.obj
printf '__declspec(dllexport) int g(void) { return 4; }\n' | c_msvc $t/g.obj
mylink /nologo /dll /noentry /out:$t/g.dll $t/g.obj
mylink /nologo /dll /noentry /out:$t/f.dll $t/f.obj $t/g.lib
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/f.lib
run_both -x 4 $t/main.exe ''
rm $t/g.dll
cat >$t/want <<END
main.exe : error: The code execution cannot proceed because g.dll was not found. Reinstalling the program may fix this problem.
  where: imported by f.dll
  why:   none of these places has it:
         redirection, main.exe.local: no such file
         API sets: not the name of one
         manifest: myload reads none
         modules already loaded: not one of them
         Known DLLs: not one of them
         package: the program is not a packaged app
         program's folder $t: not there
         system folder C:\\windows\\system32: not there
         16-bit system folder C:\\windows\\system: not there
         Windows folder C:\\windows: not there
         current folder .: not there
         PATH, /none: not there
  do:    put g.dll into the folder of main.exe
END
code=0
PATH=/none "$MYLOAD" $t/main.exe >$t/out 2>&1 || code=$?
diff $t/want $t/out || fail 'wrong message'
[ $code = 53 ] || fail "exit code $code"
code=0
PATH=/none "$MYLOAD" --check $t/main.exe >$t/out 2>&1 || code=$?
diff $t/want $t/out || fail 'wrong message of --check'
[ $code = 1 ] || fail "exit code $code of --check"
code=0
"$MYLOAD" $t/none.exe 2>$t/out || code=$?
[ $code = 53 ] || fail "exit code $code for a program that is not there"
