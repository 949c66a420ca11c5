; greet.asm - the other object: a function and a text that main.asm uses, and it uses main's `who`.
        default rel
        extern  who, GetStdHandle, WriteFile, lstrlenA
        global  greet, prefix

        section .text
greet:  sub     rsp, 40
        lea     rcx, [prefix]
        call    print
        lea     rcx, [who]
        call    print
        lea     rcx, [newline]
        call    print
        add     rsp, 40
        ret

print:  push    rbx                     ; rcx: text that ends with a zero byte
        sub     rsp, 64
        mov     rbx, rcx
        call    lstrlenA
        mov     [rsp + 48], rax
        mov     ecx, -11                ; STD_OUTPUT_HANDLE
        call    GetStdHandle
        mov     rcx, rax
        mov     rdx, rbx
        mov     r8, [rsp + 48]
        lea     r9, [rsp + 56]
        mov     qword [rsp + 32], 0
        call    WriteFile
        add     rsp, 64
        pop     rbx
        ret

        section .rdata
prefix: db      "Greetings from ", 0
newline:
        db      10, 0
