# local-import.sh - __imp_X of an X defined in the link gets a pointer and a warning, and the call works.
. tests/common.sh
asm $t/main.obj <<'END'
default rel
global mainCRTStartup
extern __imp_answer, __imp_ExitProcess
section .text
mainCRTStartup:
        sub rsp, 40
        call [__imp_answer]
        mov ecx, eax
        call [__imp_ExitProcess]
END
asm $t/answer.obj <<'END'
global answer
section .text
answer: mov eax, 42
        ret
END
expect "$t/main.obj : warning LNK4217: symbol 'answer' defined in '$t/answer.obj' is imported by '$t/main.obj' in function 'mainCRTStartup'" \
    bash -c "'$MYLINK' /out:$t/a.exe $t/main.obj $t/answer.obj kernel32.lib 2>&1"
check_image $t/a.exe
run_both -x 42 $t/a.exe ''
# Data that refers to it, without a function to name: LNK4286.
mkobj $t/data.obj 'section .data' 'symbol p' 'ref ADDR64 __imp_answer'
expect "$t/data.obj : warning LNK4286: symbol 'answer' defined in '$t/answer.obj' is imported by '$t/data.obj'" \
    bash -c "'$MYLINK' /dll /noentry /noimplib /export:p,data /out:$t/d.dll $t/data.obj $t/answer.obj 2>&1"
