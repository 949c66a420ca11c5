; both.asm - both ways in one program: they meet in one slot. The exit code is 0 when the jump reads the very slot that the
; other call reads.
        extern  malloc, __imp_malloc, __imp_ExitProcess
        global  start

        section .text
start:  sub     rsp, 40
        mov     ecx, 32
        call    malloc
        mov     ecx, 32
        call    [rel __imp_malloc]

        lea     rdx, [rel malloc]       ; where the jump is: FF 25, 4 bytes of distance
        movsxd  rax, dword [rdx + 2]
        lea     rax, [rdx + rax + 6]    ; the slot it reads: distances count from the next instruction
        lea     rcx, [rel __imp_malloc]
        sub     rcx, rax
        call    [rel __imp_ExitProcess]
