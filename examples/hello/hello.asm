; hello.asm - a whole Windows program: three calls into kernel32.dll, and nothing else.
;
; Windows passes the first four arguments in rcx, rdx, r8 and r9, the fifth on the stack above 32 bytes that the
; called function may use as it likes. At a call, rsp must be a multiple of 16.

        default rel                     ; [text] means: so many bytes from here, not a fixed 32-bit address
        extern  GetStdHandle, WriteFile, ExitProcess
        global  start

        section .text
start:  sub     rsp, 56                 ; 32 + the fifth argument + one local; 8 came with the return address
        mov     ecx, -11                ; STD_OUTPUT_HANDLE
        call    GetStdHandle
        mov     rcx, rax
        lea     rdx, [text]
        mov     r8d, text_size
        lea     r9, [rsp + 40]          ; WriteFile puts the number of bytes written here
        mov     qword [rsp + 32], 0     ; no OVERLAPPED
        call    WriteFile
        xor     ecx, ecx
        call    ExitProcess             ; a plain `ret` would end only this thread

        section .rdata
text:   db      "Hello, Windows! Linked by mylink.", 10
text_size equ   $ - text
