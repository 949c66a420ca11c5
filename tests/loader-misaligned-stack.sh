# loader-misaligned-stack.sh - a program in assembly that forgets the stack's alignment gets away with it, as it mostly does on Windows: the built-in
# functions align the stack for themselves, and give it back as it was.
. tests/common.sh
asm $t/main.obj <<'END'
default rel
extern printf, lstrlenA, ExitProcess
section .text
global start
start:
    sub rsp, 32                 ; should be 40
    mov rbx, rsp
    lea rcx, [text]
    call lstrlenA
    lea rcx, [text]
    mov edx, eax
    mov rax, 3ff8000000000000h  ; 1.5
    movq xmm2, rax
    movq r8, xmm2
    call printf
    cmp rbx, rsp
    setne cl
    movzx ecx, cl
    call ExitProcess
section .rdata rdata
text: db "%d %.3f", 10, 0
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib msvcrt.lib
run_load $t/main.exe '8 1.500'
