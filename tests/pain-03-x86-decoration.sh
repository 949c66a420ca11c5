# pain-03-x86-decoration.sh - an x86 name without its @16, or with the wrong one: the name that was meant, where it is, and what the number says.
. tests/common.sh
says() { # NAME DO-LINE INPUT...
    mkobj "$t/a.obj" 'machine x86' 'section .text' 'symbol _start func' "ref REL32 $1" 'bytes c3'
    expect_fail "a.obj : error LNK2019: unresolved external symbol $1 referenced in function _start" "$MYLINK" /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj" "${@:3}"
    expect_fail "  do:    $2
" "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj" "${@:3}"
}
four='did you mean _MessageBoxA@16 (user32.lib)? The @16 says four 4-byte arguments'
says MessageBoxA "$four" user32.lib
says _MessageBoxA "$four" user32.lib
says _MessageBoxA@12 "$four" user32.lib
says MessageBoxA "$four" # user32.lib is not on the command line
mkobj "$t/f.obj" 'machine x86' 'section .text' 'symbol _helper func' 'bytes c3'
says helper 'did you mean _helper (f.obj)? On x86 the name of a C function has an underscore in front' "$t/f.obj"
says _helper@4 'did you mean _helper (f.obj)? The function there does not remove its arguments (cdecl), so its name has no @n' "$t/f.obj"
