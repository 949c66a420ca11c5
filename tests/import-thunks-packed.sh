# import-thunks-packed.sh - a function called by its plain name gets one jump of 6 bytes; jumps stand packed behind the objects, in
# pull order. A function called through its slot only gets none.
. tests/common.sh
asm $t/dll.obj <<'END'
section .text
global one, two, three
one: mov eax, 1
    ret
two: mov eax, 2
    ret
three: mov eax, 3
    ret
END
mylink /nologo /dll /noentry /export:one /export:two /export:three /out:$t/dll.dll $t/dll.obj
asm $t/main.obj <<'END'
default rel
extern two, three, __imp_one
section .text
global start
start:
    sub rsp, 40
    call two            ; 4
    mov ebx, eax
    call three          ; 11
    add ebx, eax
    call [__imp_one]
    add eax, ebx
    add rsp, 40
    ret
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/dll.lib
run_both -x 6 $t/main.exe ''
# 33 bytes of object; then two, three: FF 25 and the distance to the slot.
expect_field $t/main.exe 'section(".text").Misc_VirtualSize' 0x2b
expect_field $t/main.exe '[get_data(0x1000 + 0x1f + 6 * i, 2).hex() for i in range(2)]' $'ff25\nff25'
expect_field $t/main.exe '[get_dword_at_rva(0x1000 + 0x1f + 6 * i + 2) + 0x1000 + 0x1f + 6 * i + 6 - directory("IAT").VirtualAddress for i in range(2)]' $'0x0\n0x8'
expect_field $t/main.exe 'imports()' $'dll.dll!two\ndll.dll!three\ndll.dll!one'
