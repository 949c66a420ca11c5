// greet-arm64.s - the other object: a function and a text that main uses, and it uses main's `who`.
        .text
        .globl  greet, prefix
greet:  stp     x29, x30, [sp, #-16]!
        adrp    x0, prefix
        add     x0, x0, :lo12:prefix
        bl      print
        adrp    x0, who
        add     x0, x0, :lo12:who
        bl      print
        adrp    x0, newline
        add     x0, x0, :lo12:newline
        bl      print
        ldp     x29, x30, [sp], #16
        ret

print:  stp     x29, x30, [sp, #-48]!   // x0: text that ends with a zero byte
        stp     x19, x20, [sp, #16]
        mov     x19, x0
        bl      lstrlenA
        mov     w20, w0
        mov     w0, #-11                // STD_OUTPUT_HANDLE
        bl      GetStdHandle
        mov     x1, x19
        mov     w2, w20
        add     x3, sp, #32
        mov     x4, #0
        bl      WriteFile
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

        .section .rdata, "dr"
prefix: .asciz  "Greetings from "
newline:
        .asciz  "\n"
