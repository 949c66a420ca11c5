; by-slot.asm - `call [__imp_malloc]`: a call through the slot that the loader fills. No jump is needed, none is made.
        extern  __imp_malloc, __imp_ExitProcess
        global  start

        section .text
start:  sub     rsp, 40
        mov     ecx, 32
        call    [rel __imp_malloc]      ; FF 15, distance of the slot
        xor     ecx, ecx
        test    rax, rax
        setz    cl
        call    [rel __imp_ExitProcess]
