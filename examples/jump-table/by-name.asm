; by-name.asm - `call malloc`: a call to a place in the code. The linker makes that place, a jump.
        extern  malloc, __imp_ExitProcess
        global  start

        section .text
start:  sub     rsp, 40
        mov     ecx, 32
        call    malloc                  ; E8, distance of `malloc`
        xor     ecx, ecx
        test    rax, rax                ; exit code 0 when there was memory, 1 when not
        setz    cl
        call    [rel __imp_ExitProcess]
