# loader-bind-forwarders.sh - forwarders lead from DLL to DLL, by name, by ordinal and into a built-in DLL; DLLs on the way are loaded; a circle
# of forwarders is told from a missing function.
. tests/common.sh
printf '__declspec(dllexport) int end(void) { return 40; }\n__declspec(dllexport) int data = 2;\n' | c_msvc $t/c.obj
mylink /nologo /dll /noentry /export:end,@9,noname /export:data,data /out:$t/c.dll $t/c.obj >$t/log
cat >$t/b.def <<'END'
LIBRARY b.dll
EXPORTS
    step = c.#9
    value = c.data DATA
    round = a.round
    length = kernel32.lstrlenA
END
cat >$t/a.def <<'END'
LIBRARY a.dll
EXPORTS
    first = b.step
    number = b.value DATA
    round = b.round
    size = b.length
END
mylib /nologo /def:$t/b.def /machine:x64 /out:$t/b.lib >/dev/null
mylib /nologo /def:$t/a.def /machine:x64 /out:$t/a.lib >/dev/null
mylink /nologo /dll /noentry /machine:x64 /def:$t/b.def /out:$t/b.dll
mylink /nologo /dll /noentry /machine:x64 /def:$t/a.def /out:$t/a.dll
c_msvc $t/main.obj <<'END'
__declspec(dllimport) int first(void), number, size(const char *);
int start(void) { return first() + number + size("abc"); }
END
mylib /nologo /def:$t/a.def /machine:x64 /out:$t/a.lib >/dev/null
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/a.lib
run_both -x 45 $t/main.exe ''
"$MYLOAD" --trace $t/main.exe 2>$t/trace || [ $? = 45 ]
grep -E 'forwarded|!#?9|ordinal' $t/trace | sed -E 's/RVA .*//' >$t/steps
cat >$t/want <<'END'
[bind]     a.dll!first: forwarded to b.step
[bind]     b.dll!step: forwarded to c.#9
[bind]     c.dll!ordinal 9: 
[bind]     a.dll!number: forwarded to b.value
[bind]     b.dll!value: forwarded to c.data
[bind]     a.dll!size: forwarded to b.length
[bind]     b.dll!length: forwarded to kernel32.lstrlenA
END
diff $t/want $t/steps || fail 'the steps told are not the steps'

printf '__declspec(dllimport) int round(void);\nint start(void) { return round(); }\n' | c_msvc $t/round.obj -fno-builtin
mylink /nologo /entry:start /subsystem:console /out:$t/round.exe $t/round.obj $t/a.lib
code=0
"$MYLOAD" $t/round.exe 2>$t/err || code=$?
[ $code = 57 ] || fail "exit code $code for a circle"
grep -qx '  why:   in [ab].dll it is a forwarder, and the forwarders lead in a circle' $t/err || { cat $t/err; fail 'the circle is not named'; }
