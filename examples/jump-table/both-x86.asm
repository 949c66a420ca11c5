; both-x86.asm - both ways in one program: they meet in one slot. The exit code is 0 when the jump reads the very slot that the other
; call reads.
        extern  _malloc, __imp__malloc, __imp__ExitProcess@4
        global  _start

        section .text
_start: push    32
        call    _malloc
        push    32
        call    [__imp__malloc]

        mov     edx, _malloc            ; where the jump is: FF 25, address of its slot
        mov     eax, [edx + 2]
        sub     eax, __imp__malloc
        push    eax
        call    [__imp__ExitProcess@4]
