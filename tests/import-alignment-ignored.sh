# import-alignment-ignored.sh - an old library's import pieces may ask for any alignment; slots and directory entries are packed all the
# same, for a gap would be a zero, and zeros end these tables.
. tests/common.sh
for dll in one two; do
    asm $t/$dll.obj "section .text
global f_$dll, g_$dll
f_$dll: mov eax, 1
ret
g_$dll: mov eax, 20
ret"
    mylink /nologo /dll /noentry /export:f_$dll /export:g_$dll /noimplib /out:$t/$dll.dll $t/$dll.obj
    mkobj $t/${dll}_head.obj 'section .idata$2 flags=data,r,w align=16' "symbol head_$dll" 'ref ADDR32NB .idata$4' 'zeros 8' "ref ADDR32NB name_$dll" 'ref ADDR32NB .idata$5' \
        'section .idata$4 flags=data,r,w align=4' 'section .idata$5 flags=data,r,w align=4'
    mkobj $t/${dll}_end.obj 'section .idata$4 flags=data,r,w align=4' 'zeros 8' 'section .idata$5 flags=data,r,w align=4' 'zeros 8' \
        'section .idata$7 flags=data,r,w align=4' "symbol name_$dll" "ascii $dll.dll" 'zeros 1'
    for f in f g; do
        mkobj $t/${dll}_$f.obj 'section .idata$5 flags=data,r,w align=32' "symbol __imp_${f}_$dll" 'ref ADDR32NB .idata$6' 'zeros 4' \
            'section .idata$4 flags=data,r,w align=16' 'ref ADDR32NB .idata$6' 'zeros 4' \
            'section .idata$6 flags=data,r,w align=2' 'bytes 00 00' "ascii ${f}_$dll" 'zeros 1' \
            'section .idata$7 flags=data,r,w align=4' "ref ADDR32NB head_$dll"
    done
done
asm $t/main.obj 'default rel
extern __imp_f_one, __imp_g_one, __imp_f_two, __imp_g_two
section .text
global start
start: sub rsp, 40
call [__imp_f_one]
mov ebx, eax
call [__imp_g_one]
add ebx, eax
call [__imp_f_two]
add ebx, eax
call [__imp_g_two]
add eax, ebx
add rsp, 40
ret'
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/{one,two}_{head,f,g,end}.obj
run_both -x 42 $t/main.exe ''
expect_field $t/main.exe 'sorted(imports())' $'one.dll!f_one\none.dll!g_one\ntwo.dll!f_two\ntwo.dll!g_two'
expect_field $t/main.exe 'directory("IMPORT").Size' 0x3c
