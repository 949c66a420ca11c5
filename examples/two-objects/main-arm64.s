// main-arm64.s - one of two objects. `greet` and `prefix` are in the other one; here they are only names.
        .text
        .globl  start, who
start:  bl      greet                   // BRANCH26: the distance is known when both objects have their places
        adrp    x1, prefix_at
        ldr     x1, [x1, :lo12:prefix_at]
        ldrb    w0, [x1]
        cmp     w0, #'G'                // the pointer below must lead to the other object's text
        cset    w0, ne
        bl      ExitProcess

        .section .rdata, "dr"
who:    .asciz  "main.obj, printed by greet.obj"

        .data
        .p2align 3
prefix_at:
        .quad   prefix                  // ADDR64: a whole address, so the loader must add to it when the image moves
