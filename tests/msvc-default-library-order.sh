# msvc-default-library-order.sh - a name that a library's member uses is looked for in that library, then in those that follow
# (the member's own /DEFAULTLIB among them), and only then in those at the beginning of the command line.
# That is how __C_specific_handler comes from vcruntime.lib, though kernel32.lib on the command line has it, too.
. tests/common.sh
def() { mkobj $t/$1.obj "section .data" "symbol $2" "bytes $3"; }
def first helper 11; mylib /nologo /out:$t/first.lib $t/first.obj
def later helper 22; mylib /nologo /out:$t/later.lib $t/later.obj
mkobj $t/start.obj 'section .data$s' 'symbol v' 'ref ADDR64 helper' 'directive "/defaultlib:later.lib"'
mylib /nologo /out:$t/crt.lib $t/start.obj
mkobj $t/uses.obj 'section .data$m' 'ref ADDR64 v' 'directive "/defaultlib:crt.lib"'
mylink /dll /noentry /noimplib /libpath:$t /map:$t/v.map /out:$t/v.dll $t/uses.obj $t/first.lib
grep -q 'helper .*later' $t/v.map || fail "$(grep helper $t/v.map)"
# An object of the command line asks from the beginning.
mkobj $t/direct.obj 'section .data$m' 'ref ADDR64 v' 'ref ADDR64 helper' 'directive "/defaultlib:crt.lib"'
mylink /dll /noentry /noimplib /libpath:$t /map:$t/v.map /out:$t/v.dll $t/direct.obj $t/first.lib
grep -q 'helper .*first' $t/v.map || fail "$(grep helper $t/v.map)"
