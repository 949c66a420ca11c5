# loader-missing-function.sh - a DLL without the function or the ordinal that is wanted: Windows' words and the reason.
. tests/common.sh
printf '__declspec(dllexport) int f(void) { return 4; }\n__declspec(dllexport) int g(void) { return 5; }\n' | c_msvc $t/two.obj
printf '__declspec(dllexport) int f(void) { return 4; }\n' | c_msvc $t/one.obj
printf '__declspec(dllimport) int g(void);\nint start(void) { return g(); }\n' | c_msvc $t/main.obj
build() { mylink /nologo /dll /noentry /out:$t/the.dll "$@"; }
message() { # CODE OPTION...
    local want=$1 code=0
    shift
    "$MYLOAD" "$@" $t/main.exe >$t/out 2>&1 || code=$?
    [ $code = "$want" ] || fail "exit code $code instead of $want"
    diff $t/want <(sed "s|Z:${t//\//\\\\}|Z:|g" $t/out) || fail 'wrong message'
}
build $t/two.obj
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/the.lib
run_both -x 5 $t/main.exe ''
build $t/one.obj
cat >$t/want <<'END'
main.exe : error: The procedure entry point g could not be located in the dynamic link library Z:\the.dll.
  where: imported by main.exe
  why:   the.dll exports 1 name, this is not one of them
  do:    use the version of the DLL that its import library was made from
END
message 57
message 1 --check

build /export:f,@3,noname /export:g,@7,noname $t/two.obj
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/the.lib
run_both -x 5 $t/main.exe ''
build /export:f,@3,noname $t/one.obj
cat >$t/want <<'END'
main.exe : error: The ordinal 7 could not be located in the dynamic link library Z:\the.dll.
  where: imported by main.exe
  why:   the.dll has the ordinals 3 to 3
  do:    use the version of the DLL that its import library was made from
END
message 56
message 1 --check
