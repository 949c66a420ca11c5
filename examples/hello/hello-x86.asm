; hello-x86.asm - hello.asm for x86. Arguments go on the stack, the last one first, and the function takes them off again (stdcall).
; Names say so: an underscore in front, and behind the @ how many bytes it takes.

        extern  _GetStdHandle@4, _WriteFile@20, _ExitProcess@4
        global  _start

        section .text
_start: push    -11                     ; STD_OUTPUT_HANDLE
        call    _GetStdHandle@4
        push    0                       ; no OVERLAPPED
        push    written
        push    text_size
        push    text                    ; a whole 32-bit address: x86 has no addresses relative to the instruction
        push    eax
        call    _WriteFile@20
        push    0
        call    _ExitProcess@4

        section .rdata rdata
text:   db      "Hello, Windows! Linked by mylink.", 10
text_size equ   $ - text

        section .bss
written: resd   1
