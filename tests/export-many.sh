# export-many.sh - 65,535 exports fit; one more does not.
. tests/common.sh
allow_warning 'Export directory contains more than' # pefile stops at 8192
asm $t/d.obj 'section .text
global f
f: ret'
{ echo EXPORTS; seq -f 'n%05.0f=f' 1 65535; } >$t/full.def
mylink /nologo /dll /noentry /def:$t/full.def /out:$t/d.dll $t/d.obj
[ "$($(tool llvm-readobj) --coff-exports $t/d.dll | grep -c 'Name: n')" = 65535 ] || fail 'not all names are there'
expect_field $t/d.dll '[DIRECTORY_ENTRY_EXPORT.struct.NumberOfFunctions, DIRECTORY_ENTRY_EXPORT.struct.NumberOfNames]' $'0xffff\n0xffff'
# The last one is found, by name and by hint.
asm $t/main.obj 'extern n65535
section .text
global start
start: sub rsp, 40
call n65535
xor eax, eax
add rsp, 40
ret'
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/d.lib
expect_field $t/main.exe '[i.hint for i in DIRECTORY_ENTRY_IMPORT[0].imports]' 0xfffe
run_both $t/main.exe ''
{ cat $t/full.def; echo one_more=f; } >$t/over.def
expect_fail 'LNK1141' mylink /nologo /dll /noentry /def:$t/over.def /out:$t/over.dll $t/d.obj
