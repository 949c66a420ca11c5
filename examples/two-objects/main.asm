; main.asm - one of two objects. `greet` and `prefix` are in the other one; here they are only names.
        default rel
        extern  greet, prefix, ExitProcess
        global  start, who

        section .text
start:  sub     rsp, 40
        call    greet                   ; REL32: the distance is known when both objects have their places
        mov     rax, [prefix_at]
        cmp     byte [rax], 'G'         ; the pointer below must lead to the other object's text
        setne   cl
        movzx   ecx, cl
        call    ExitProcess

        section .rdata
who:    db      "main.obj, printed by greet.obj", 0

        section .data
prefix_at:
        dq      prefix                  ; ADDR64: a whole address, so the loader must add to it when the image moves
