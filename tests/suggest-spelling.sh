# suggest-spelling.sh - an undefined name that is nearly another: decoration, case, one letter, C++ against C.
. tests/common.sh
says() { # DO-LINE OBJECT...
    local want=$1
    shift
    expect_fail "  do:    $want
" "$MYLINK" /explain /subsystem:console /entry:start /out:"$t/a.exe" "$@"
}
calls() { # OUT NAME [MORE LINES]
    local out=$1 name=$2
    shift 2
    mkobj "$out" 'section .text' 'symbol start func' "ref REL32 $name" 'bytes c3' "$@"
}
calls86() {
    local out=$1 name=$2
    shift 2
    mkobj "$out" 'machine x86' 'section .text' 'symbol _start func' "ref REL32 $name" 'bytes c3' "$@"
}
# x86: a name without its decoration, with the wrong one, and the old way to spell a slot.
calls86 "$t/x.obj" MessageBoxA
says 'did you mean _MessageBoxA@16 (user32.lib)? The @16 says four 4-byte arguments' "$t/x.obj" user32.lib
says 'did you mean _MessageBoxA@16 (user32.lib)? The @16 says four 4-byte arguments' "$t/x.obj"
calls86 "$t/x.obj" _Sleep
says 'did you mean _Sleep@4 (kernel32.lib)? The @4 says one 4-byte argument' "$t/x.obj" kernel32.lib
calls86 "$t/x.obj" _helper@8
mkobj "$t/h.obj" 'machine x86' 'section .text' 'symbol _helper func' 'bytes c3'
says 'did you mean _helper (h.obj)? The function there does not remove its arguments (cdecl), so its name has no @n' "$t/x.obj" "$t/h.obj"
calls86 "$t/x.obj" helper
says 'did you mean _helper (h.obj)? On x86 the name of a C function has an underscore in front' "$t/x.obj" "$t/h.obj"
calls86 "$t/x.obj" _imp__Sleep@4
says 'did you mean __imp__Sleep@4 (kernel32.lib)? Two underscores begin the name of an address-table slot' "$t/x.obj" kernel32.lib
# x64: the habits of 32 bits.
calls "$t/y.obj" _ExitProcess@4
says 'did you mean ExitProcess (kernel32.lib)? Names of x64 functions carry no calling convention: no underscore in front, no @n' "$t/y.obj" kernel32.lib
# Case, one letter more, less, other, exchanged.
calls "$t/y.obj" Exitprocess
says 'did you mean ExitProcess (kernel32.lib)? Upper and lower case differ' "$t/y.obj" kernel32.lib
for slip in ExitProces ExitProcesss ExitProcass ExitPorcess exitproces; do
    calls "$t/y.obj" $slip
    says 'did you mean ExitProcess (kernel32.lib)?' "$t/y.obj" kernel32.lib
done
calls "$t/y.obj" nothing_of_the_kind
says 'add the object or library that defines nothing_of_the_kind' "$t/y.obj" kernel32.lib
# C++: the name in the message, and the two sides of extern "C".
mkobj "$t/f.obj" 'section .text' 'symbol area func' 'bytes c3'
calls "$t/y.obj" '?area@@YAHH@Z'
expect_fail 'y.obj : error LNK2019: unresolved external symbol "int __cdecl area(int)" (?area@@YAHH@Z) referenced in function start' \
    "$MYLINK" /subsystem:console /entry:start /out:"$t/a.exe" "$t/y.obj" "$t/f.obj"
says 'f.obj has area: one side was compiled as C++, the other not. Declare it with extern "C"' "$t/y.obj" "$t/f.obj"
mkobj "$t/g.obj" 'section .text' 'symbol ?area@@YAHN@Z func' 'bytes c3'
says 'g.obj has ?area@@YAHN@Z: the same name with other parameters, qualifiers or return type' "$t/y.obj" "$t/g.obj"
calls "$t/y.obj" _Z4areai
says 'f.obj has area: one side was compiled as C++, the other not. Declare it with extern "C"' "$t/y.obj" "$t/f.obj"
expect_fail 'external symbol _Z4areai referenced' "$MYLINK" /demangle:no /subsystem:console /entry:start /out:"$t/a.exe" "$t/y.obj"
# Duplicates, too.
cp "$t/g.obj" "$t/g2.obj"
expect_fail 'g2.obj : error LNK2005: "int __cdecl area(double)" (?area@@YAHN@Z) already defined in g.obj' \
    "$MYLINK" /dll /noentry /out:"$t/a.dll" "$t/g.obj" "$t/g2.obj"
# Names of gcc and clang for mingw-w64, too, with templates.
calls "$t/y.obj" _ZNSt6vectorIiSaIiEE9push_backERKi
expect_fail 'symbol "std::vector<int, std::allocator<int> >::push_back(int const&)" (_ZNSt6vectorIiSaIiEE9push_backERKi) referenced' \
    "$MYLINK" /subsystem:console /entry:start /out:"$t/a.exe" "$t/y.obj"
