// by-name-arm64.s - `bl malloc`: a call to a place in the code. The linker makes that place, a jump.
        .text
        .globl  start
start:  mov     x0, #32
        bl      malloc                  // 94, distance of `malloc`
        cmp     x0, #0                  // exit code 0 when there was memory, 1 when not
        cset    w0, eq
        adrp    x8, __imp_ExitProcess
        ldr     x8, [x8, :lo12:__imp_ExitProcess]
        blr     x8
