# guard-object-without-lists.sh - objects that list nothing (no @feat.00 bit 0x800): what their relocations take the address of counts.
. tests/common.sh
need_pefile
# What Microsoft's run-time library has: the load configuration.
mkobj $t/crt.obj 'symbol @feat.00 static abs=0x800' 'section .rdata align=16' 'symbol _load_config_used' 'bytes 18 01 00 00' 'zeros 124' \
    'ref ADDR64 __guard_fids_table' 'ref ADDR64 __guard_fids_count' 'ref ADDR64 __guard_flags' 'zeros 8' \
    'ref ADDR64 __guard_iat_table' 'ref ADDR64 __guard_iat_count' 'ref ADDR64 __guard_longjmp_table' 'ref ADDR64 __guard_longjmp_count' \
    'zeros 72' 'ref ADDR64 __guard_eh_cont_table' 'ref ADDR64 __guard_eh_cont_count'
asm $t/main.obj 'default rel
extern ExitProcess
global start, taken_by_code, called, in_data, jumped
section .data
pointer: dq in_data
local_pointer: dq local
section .text
start:
    sub rsp, 40
    call called
    call [pointer]
    mov ecx, eax
    lea rax, [taken_by_code]
    call rax
    call ExitProcess
section .other code exec align=16
called: jmp jumped
    align 16
jumped: ret
    align 16
taken_by_code: ret
    align 16
in_data: mov eax, 42
    ret
    align 16
local: ret'
link() { mylink /nologo /guard:cf /entry:start /subsystem:console /map:$t/a.map /out:$t/a.exe $t/main.obj $t/crt.obj kernel32.lib "$@"; }
link
run_both -x 42 $t/a.exe ''
# A function that is only called or jumped to is not in; `local`, which nasm refers to as "section + number", is.
expect 'in_data
local
start
taken_by_code' sort <($python tests/guard.py $t/a.exe fids $t/a.map)
# Unwind data names functions, too, but nobody calls through it.
c_msvc $t/c.obj -funwind-tables <<'END'
int other(int);
__attribute__((noinline)) int with_frame(int x) { volatile int a[20]; a[x] = other(x); return a[x] + 1; }
__attribute__((noinline)) int other(int x) { volatile int y = x; return y; }
END
llvm=$(tool llvm-readobj)
$llvm -S $t/c.obj | grep 'Name: .pdata' >/dev/null
link $t/c.obj /opt:noref
expect '' eval '$python tests/guard.py $t/a.exe fids $t/a.map | grep with_frame || true'
