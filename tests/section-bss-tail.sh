# section-bss-tail.sh - zeros stand at the end of .data and take no room in the file; a section of zeros only has no raw data.
. tests/common.sh
mkobj $t/a.obj 'section .bss flags=bss,r,w align=16' 'symbol z' 'zeros 0x2000' 'section .data$r flags=data,r,w' 'bytes 02' \
    'section .data flags=data,r,w' 'symbol v' 'bytes 01'
mkobj $t/b.obj 'section .bss flags=bss,r,w align=16' 'symbol z2' 'zeros 0x10'
mylink /dll /noentry /export:v,data /export:z,data /export:z2,data /out:$t/a.dll $t/b.obj $t/a.obj
expect_field $t/a.dll '[section(".data").Misc_VirtualSize, section(".data").SizeOfRawData, section(".data").Characteristics]' '0x2020
0x200
0xc0000040'
expect_field $t/a.dll 'section(".data").get_data()[:2].hex()' 0102
expect_field $t/a.dll '"%x" % max(e.address - section(".data").VirtualAddress for e in pe.DIRECTORY_ENTRY_EXPORT.symbols)' 20
# The zeros count as initialized data.
expect_field $t/a.dll '[OPTIONAL_HEADER.SizeOfInitializedData, OPTIONAL_HEADER.SizeOfUninitializedData]' '0x2400
0x0'

mylink /dll /noentry /export:z2,data /out:$t/b.dll $t/b.obj
expect_field $t/b.dll '[section(".data").Misc_VirtualSize, section(".data").SizeOfRawData, section(".data").PointerToRawData, section(".data").Characteristics]' '0x10
0x0
0x0
0xc0000040'

# Zeros in the middle of a $ order stay where they are.
mkobj $t/c.obj 'section t$b flags=bss,r,w' 'zeros 3' 'section t$a flags=data,r,w' 'bytes 01' 'section t$c flags=data,r,w' 'bytes 02'
mylink /dll /noentry /out:$t/c.dll $t/c.obj
expect_field $t/c.dll 'section("t").get_data()[:5].hex()' 0100000002

# A program finds its zeros.
asm $t/run.obj <<'EOT'
default rel
global start
extern ExitProcess
section .bss
    resb 5000
n:  resd 1
section .text
start:
    sub rsp, 40
    add dword [n], 9
    mov ecx, [n]
    call ExitProcess
EOT
mylink /entry:start /subsystem:console /out:$t/run.exe $t/run.obj kernel32.lib
run_both -x 9 $t/run.exe ''
