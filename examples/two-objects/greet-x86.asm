; greet-x86.asm - the other object: a function and a text that main uses, and it uses main's `_who`.
        extern  _who, _GetStdHandle@4, _WriteFile@20, _lstrlenA@4
        global  _greet, _prefix

        section .text
_greet: push    _prefix
        call    print
        push    _who
        call    print
        push    newline
        call    print
        ret

print:  push    dword [esp + 4]         ; text that ends with a zero byte
        call    _lstrlenA@4
        push    eax                     ; kept for WriteFile; then its place takes the number of bytes written
        push    -11                     ; STD_OUTPUT_HANDLE
        call    _GetStdHandle@4
        mov     ecx, [esp]
        mov     edx, esp
        push    0
        push    edx
        push    ecx
        push    dword [esp + 20]
        push    eax
        call    _WriteFile@20
        pop     eax
        ret     4

        section .rdata rdata
_prefix: db     "Greetings from ", 0
newline:
        db      10, 0
