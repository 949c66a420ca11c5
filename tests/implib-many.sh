# implib-many.sh - 65,535 exports: the library has them all, GNU's and LLVM's tools find any of them; one more is refused.
. tests/common.sh
ar=$(tool llvm-ar) nm=$(tool llvm-nm) lld=$(tool lld-link)
cd $t
{ echo LIBRARY many.dll; echo EXPORTS; seq -f 'f%05g' 1 65535; } >many.def
mylib /nologo /def:many.def /machine:x64 /out:many.lib
$nm --print-armap many.lib 2>/dev/null | sed -n '/^Archive map/,/^$/p' | grep -c ' in many.dll' >count || true
expect 131073 cat count # two for each function, three for the objects
asm main.obj 'default rel
extern f00001, f33333, __imp_f65535
global start
section .text
start: call f00001
call f33333
call [__imp_f65535]'
for link in "$MYLINK /nologo" "$lld /nologo"; do
    $link /entry:start /subsystem:console /out:main.exe main.obj many.lib
    expect_field main.exe 'sorted(imports())' $'many.dll!f00001\nmany.dll!f33333\nmany.dll!f65535'
done
# The export file: every ordinal, in order.
expect_line 'Sections [' $(tool llvm-readobj) --sections many.exp
echo f65536 >>many.def
rm many.lib many.exp
expect_fail 'many.def : fatal error LNK1141: more exports than ordinals: the last ordinal is 65535' mylib /def:many.def /machine:x64 /out:many.lib
printf 'LIBRARY last\nEXPORTS\nlast @65535\nnext\n' >last.def
expect_fail 'last.def : fatal error LNK1141: more exports than ordinals: the last ordinal is 65535' mylib /def:last.def /machine:x64
