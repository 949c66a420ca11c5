// both-arm64.s - both ways in one program: they meet in one slot. The exit code is 0 when the jump reads the very slot that the other
// call reads.
        .text
        .globl  start
start:  mov     x0, #32
        bl      malloc
        mov     x0, #32
        adrp    x19, __imp_malloc
        add     x19, x19, :lo12:__imp_malloc    // the slot
        ldr     x8, [x19]
        blr     x8

        adrp    x1, malloc              // where the jump is: adrp x16, page; ldr x16, [x16, place in it]; br x16
        add     x1, x1, :lo12:malloc
        ldr     w2, [x1]
        ubfx    w3, w2, #29, #2         // adrp's distance in pages: two bits here,
        sbfx    x2, x2, #5, #19         // nineteen there
        orr     x2, x3, x2, lsl #2
        and     x3, x1, #~0xfff
        add     x2, x3, x2, lsl #12
        ldr     w3, [x1, #4]
        ubfx    w3, w3, #10, #12        // ldr's distance in 8 bytes
        add     x2, x2, x3, lsl #3      // the slot that the jump reads
        sub     x0, x2, x19
        adrp    x8, __imp_ExitProcess
        ldr     x8, [x8, :lo12:__imp_ExitProcess]
        blr     x8
