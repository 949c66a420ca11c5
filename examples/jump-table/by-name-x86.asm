; by-name-x86.asm - `call _malloc`: a call to a place in the code. The linker makes that place, a jump.
        extern  _malloc, __imp__ExitProcess@4
        global  _start

        section .text
_start: push    32
        call    _malloc                 ; E8, distance of `_malloc`
        xor     ecx, ecx
        test    eax, eax                ; exit code 0 when there was memory, 1 when not
        setz    cl
        push    ecx
        call    [__imp__ExitProcess@4]
