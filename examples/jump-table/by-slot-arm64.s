// by-slot-arm64.s - a call through the slot that the loader fills. No jump is needed, none is made.
        .text
        .globl  start
start:  mov     x0, #32
        adrp    x8, __imp_malloc
        ldr     x8, [x8, :lo12:__imp_malloc]
        blr     x8
        cmp     x0, #0
        cset    w0, eq
        adrp    x8, __imp_ExitProcess
        ldr     x8, [x8, :lo12:__imp_ExitProcess]
        blr     x8
