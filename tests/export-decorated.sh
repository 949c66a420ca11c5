# export-decorated.sh - a plain name finds the one symbol whose decorated form it is, also in a library; two are ambiguous.
. tests/common.sh
mkobj $t/cpp.obj 'section .text flags=code,r,x' 'symbol ?twice@@YAHH@Z func' 'bytes 8d 04 09 c3'
mylib /nologo /out:$t/cpp.lib $t/cpp.obj
asm $t/other.obj 'section .text
global other
other: ret'
printf 'EXPORTS\ntwice\nother\n' >$t/d.def
mylink /nologo /dll /noentry /def:$t/d.def /out:$t/d.dll $t/other.obj $t/cpp.lib
expect_field $t/d.dll 'exports()' $'1 other\n2 twice'
# The import library has the decorated name, which is what the importer's object asks for.
mkobj $t/main.obj 'section .text flags=code,r,x' 'symbol start func' 'bytes 48 83 ec 28 b9 15 00 00 00 e8' 'ref REL32 ?twice@@YAHH@Z' 'bytes 48 83 c4 28 c3'
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/d.lib
run_both -x 42 $t/main.exe ''
mkobj $t/more.obj 'section .text flags=code,r,x' 'symbol ?twice@@YANN@Z func' 'bytes c3'
expect_fail "warning LNK4022: cannot find unique match for symbol 'twice'" mylink /nologo /dll /noentry /export:twice /out:$t/bad.dll $t/cpp.obj $t/more.obj
expect_fail 'fatal error LNK1152: cannot resolve one or more undecorated symbols' mylink /nologo /dll /noentry /export:twice /out:$t/bad.dll $t/cpp.obj $t/more.obj
