; by-slot-x86.asm - `call [__imp__malloc]`: a call through the slot that the loader fills. No jump is needed, none is made.
        extern  __imp__malloc, __imp__ExitProcess@4
        global  _start

        section .text
_start: push    32
        call    [__imp__malloc]         ; FF 15, address of the slot
        xor     ecx, ecx
        test    eax, eax
        setz    cl
        push    ecx
        call    [__imp__ExitProcess@4]
