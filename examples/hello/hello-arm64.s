// hello-arm64.s - hello.asm for ARM64. The first eight arguments are in x0 to x7. An address takes two instructions: its page of
// 4 KB, counted from this one, and the place in the page.

        .section .rdata, "dr"
text:   .ascii  "Hello, Windows! Linked by mylink.\n"
        .set    text_size, . - text

        .text
        .globl  start
start:  sub     sp, sp, #16
        mov     w0, #-11                // STD_OUTPUT_HANDLE
        bl      GetStdHandle
        adrp    x1, text
        add     x1, x1, :lo12:text
        mov     w2, #text_size
        mov     x3, sp                  // WriteFile puts the number of bytes written here
        mov     x4, #0                  // no OVERLAPPED
        bl      WriteFile
        mov     w0, #0
        bl      ExitProcess
