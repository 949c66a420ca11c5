# loader-bind-hints.sh - a hint is only where to look first: with the right one, a wrong one and one beyond the table the same function is
# bound, and --trace says which hint helped.
. tests/common.sh
printf '__declspec(dllexport) int a(void) { return 1; }\n__declspec(dllexport) int b(void) { return 2; }\n' | c_msvc $t/dll.obj
printf '__declspec(dllimport) int b(void);\nint start(void) { return b(); }\n' | c_msvc $t/main.obj
mylink /nologo /dll /noentry /out:$t/dll.dll $t/dll.obj
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/dll.lib
hint_off=$(grep -obUaP '\x01\x00b\x00' $t/main.exe | head -n 1 | cut -d: -f1)
said() { # HINT WORDS
    poke $t/main.exe "$hint_off" "$1"
    run_both -x 2 $t/main.exe ''
    "$MYLOAD" --trace $t/main.exe 2>$t/trace || [ $? = 2 ]
    grep -qE "^\[bind\]     dll.dll!b: RVA 0x[0-9a-f]+, address 0x[0-9a-f]+, $2\$" $t/trace || { grep bind $t/trace; fail "hint $1: not '$2'"; }
}
said '01 00' 'hint 1 was right'
said '00 00' 'hint 0 was wrong: searched by name'
said 'ff ff' 'hint 65535 was wrong: searched by name'
