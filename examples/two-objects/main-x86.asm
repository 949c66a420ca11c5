; main-x86.asm - one of two objects. `_greet` and `_prefix` are in the other one; here they are only names.
        extern  _greet, _prefix, _ExitProcess@4
        global  _start, _who

        section .text
_start: call    _greet                  ; REL32: the distance is known when both objects have their places
        mov     eax, [prefix_at]        ; DIR32, here too: a whole address, in the code
        cmp     byte [eax], 'G'         ; the pointer below must lead to the other object's text
        setne   cl
        movzx   ecx, cl
        push    ecx
        call    _ExitProcess@4

        section .rdata rdata
_who:   db      "main.obj, printed by greet.obj", 0

        section .data
prefix_at:
        dd      _prefix                 ; DIR32: a whole address, so the loader must add to it when the image moves
