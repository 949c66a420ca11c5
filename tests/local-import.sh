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
# Common symbols and numbers count as definitions, too; the pointer to a place moves with the image.
mkobj $t/common.obj 'symbol answer common=4'
"$MYLINK" /dll /noentry /noimplib /ignore:4286 /export:p,data /out:$t/c.dll $t/data.obj $t/common.obj
expect_field $t/c.dll '[1 for block in pe.DIRECTORY_ENTRY_BASERELOC for e in block.entries if e.type]' $'0x1\n0x1'
mkobj $t/absolute.obj 'symbol answer abs=0x1234'
"$MYLINK" /dll /noentry /noimplib /ignore:4286 /export:p,data /out:$t/n.dll $t/data.obj $t/absolute.obj
expect_field $t/n.dll 'int.from_bytes(section(".rdata").get_data()[:8], "little")' 0x1234
expect_field $t/n.dll '[1 for block in pe.DIRECTORY_ENTRY_BASERELOC for e in block.entries if e.type]' 0x1
