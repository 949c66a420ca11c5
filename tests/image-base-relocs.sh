# image-base-relocs.sh - .reloc lists every absolute address, a block for each page, and the program runs at another base.
. tests/common.sh
# Addresses on two pages, out of order in the object; an odd and an even count.
mkobj $t/a.obj 'section .data align=4096' 'symbol v' 'zeros 0x1010' 'reloc 0x1000 ADDR64 v' 'reloc 0x20 ADDR64 v' 'reloc 0 ADDR64 v' \
    'reloc 8 ADDR64 v' 'reloc 0x1008 ADDR64 v'
mylink /dll /noentry /export:v,data /out:$t/a.dll $t/a.obj
expect '002000 10 a000 a008 a020 0000
003000 0c a000 a008' pe_field $t/a.dll '["%06x %02x %s" % (b.struct.VirtualAddress, b.struct.SizeOfBlock, " ".join("%04x" % e.struct.Data for e in b.entries)) for b in pe.DIRECTORY_ENTRY_BASERELOC]'
expect_field $t/a.dll 'directory("BASERELOC").Size == section(".reloc").Misc_VirtualSize == 0x1c' True

asm $t/run.obj <<'EOT'
default rel
global start
extern ExitProcess
section .text
start:
    sub rsp, 40
    mov rax, [table]
    call rax
    mov ecx, eax
    call ExitProcess
answer:
    mov rax, [pointer]
    mov eax, [rax]
    ret
section .data
table: dq answer
pointer: dq number
number: dd 42
EOT
mylink /entry:start /subsystem:console /out:$t/run.exe $t/run.obj kernel32.lib
run_both -x 42 $t/run.exe ''
code=0; myload --base 0x7000000000 $t/run.exe || code=$?
[ $code = 42 ] || fail "at another base: exit code $code"
# /FIXED: nothing to patch with, and the header says so.
mylink /fixed /entry:start /subsystem:console /out:$t/fixed.exe $t/run.obj kernel32.lib
run_both -x 42 $t/fixed.exe ''
! myload --base 0x7000000000 $t/fixed.exe 2>/dev/null || fail 'a fixed image was moved'
