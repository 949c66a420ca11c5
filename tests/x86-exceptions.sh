# x86-exceptions.sh - x86 programs keep their exception handlers in a list that fs:[0] begins: a handler repairs and goes on, another unwinds;
# one that the image's table (/SAFESEH) does not have is not called.
. tests/common.sh
can_run x86 || skip 'build/myload-x86 was not built'
put $t/main.asm <<'END'
extern _RaiseException@16, _RtlUnwind@16, _ExitProcess@4
global _start
section .text
; The handler answers 0, go on, for the code that it knows, after counting; 1, not mine, for others.
repair: mov eax, [esp + 4]
    cmp dword [eax], 0xE0000001
    jne .not_mine
    inc dword [count]
    xor eax, eax
    ret
.not_mine: mov eax, 1
    ret
; This one wants everything: it takes the records in front of its own off and jumps behind the call.
catch: mov eax, [esp + 4]
    test dword [eax + 4], 6 ; unwinding: nothing to clean up
    jnz .done
    push 0
    push 0
    push .unwound
    push dword [outer]
    call _RtlUnwind@16
.unwound: mov esp, [outer]
    mov eax, [fs:0]
    cmp eax, esp
    jne .wrong
    pop dword [fs:0]
    add esp, 4
    jmp caught
.wrong: push 98
    call _ExitProcess@4
.done: mov eax, 1
    ret
_start:
    push catch
    push dword [fs:0]
    mov [fs:0], esp
    mov [outer], esp
    push repair
    push dword [fs:0]
    mov [fs:0], esp
    mov ebx, 40
    push 0
    push 0
    push 0
    push 0xE0000001
    call _RaiseException@16 ; repaired: goes on here
    cmp ebx, 40
    jne .wrong
    mov eax, 12345678h
    mov dword [eax], 1      ; not for `repair`
.wrong: push 97
    call _ExitProcess@4
caught: mov eax, [count]
    add eax, 6
    push eax
    call _ExitProcess@4
section .bss
count: resd 1
outer: resd 1
%ifdef SAFE
safeseh repair
safeseh catch
%elifdef ONE
safeseh repair
%endif
END
mkobj $t/loadcfg.obj 'machine x86' 'symbol @feat.00 static abs=1' 'section .rdata align=4' 'symbol __load_config_used' 'bytes 48 00 00 00' 'zeros 60' \
    'ref DIR32 ___safe_se_handler_table' 'ref DIR32 ___safe_se_handler_count'
nasm=$(tool nasm)
$nasm -f win32 -DSAFE -o $t/safe.obj $t/main.asm
mylink /nologo /safeseh /entry:start /subsystem:console /out:$t/safe.exe $t/safe.obj $t/loadcfg.obj kernel32.lib
run_load -x 7 $t/safe.exe ''
mylink /nologo /safeseh:no /entry:start /subsystem:console /out:$t/none.exe $t/safe.obj kernel32.lib
run_load -x 7 $t/none.exe '' # no table, no check
$nasm -f win32 -DONE -o $t/one.obj $t/main.asm # `catch` is in the list of handlers on the stack, but not in the image's
mylink /nologo /safeseh /entry:start /subsystem:console /out:$t/one.exe $t/one.obj $t/loadcfg.obj kernel32.lib
code=0
myload $t/one.exe 2>$t/err || code=$?
[ $code = 5 ] || fail "exit code $code"
grep -q 'access violation: writing to address 0x12345678' $t/err || fail "$(cat $t/err)"
$nasm -f win32 -o $t/none.obj $t/main.asm # nasm promises that there are no handlers: NO_SEH
mylink /nologo /entry:start /subsystem:console /out:$t/noseh.exe $t/none.obj kernel32.lib
expect_field $t/noseh.exe 'OPTIONAL_HEADER.DllCharacteristics & 0x400' 0x400
code=0
myload $t/noseh.exe 2>$t/err || code=$?
[ $code = 1 ] || fail "exit code $code" # 0xE0000001 ends it
proves 'Exceptions reach the handlers of the functions on the stack' x86
proves 'Table of permitted exception handlers (/SAFESEH)' x86
