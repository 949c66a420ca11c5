# import-by-ordinal.sh - functions without a name are imported by their number.
. tests/common.sh
asm $t/dll.obj <<'END'
section .text
global one, two
one: mov eax, 30
    ret
two: mov eax, 12
    ret
END
mylink /nologo /dll /noentry /export:one,@7,NONAME /export:two,@300,NONAME /out:$t/dll.dll $t/dll.obj
asm $t/main.obj <<'END'
default rel
extern two, __imp_one
section .text
global start
start:
    sub rsp, 40
    call two
    mov ebx, eax
    call [__imp_one]
    add eax, ebx
    add rsp, 40
    ret
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/dll.lib
run_both -x 42 $t/main.exe ''
expect_field $t/main.exe 'imports()' $'dll.dll!#300\ndll.dll!#7'
expect_field $t/main.exe '[get_qword_at_rva(directory("IAT").VirtualAddress + 8 * i) for i in range(3)]' $'0x800000000000012c\n0x8000000000000007\n0x0'
