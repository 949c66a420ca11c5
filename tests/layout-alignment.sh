# layout-alignment.sh - /ALIGN and /FILEALIGN; a section that asks for more than /ALIGN is refused.
. tests/common.sh
asm $t/a.obj <<'EOT'
default rel
global start
extern ExitProcess
section .text
start:
    sub rsp, 40
    lea rcx, [v]
    and ecx, 4095
    add ecx, [v]
    call ExitProcess
section .data align=4096
v:  dd 7
section .bss
    resb 100
EOT
mylink /entry:start /subsystem:console /out:$t/usual.exe $t/a.obj kernel32.lib
run_both -x 7 $t/usual.exe ''
mylink /entry:start /subsystem:console /align:8192 /filealign:4096 /out:$t/wide.exe $t/a.obj kernel32.lib 2>/dev/null
expect_field $t/wide.exe '[s.VirtualAddress for s in pe.sections]' '0x2000
0x4000
0x6000'
expect_field $t/wide.exe '[s.PointerToRawData for s in pe.sections]' '0x1000
0x2000
0x3000'
run_both -x 7 $t/wide.exe ''

# Below a page file and memory must look alike, zeros included: the loader maps the file in one piece.
mkobj $t/b.obj 'section .text' 'symbol f' 'bytes c3' 'section .data align=16' 'symbol v' 'bytes 01' 'section .bss' 'zeros 100'
mylink /driver /dll /noentry /align:32 /export:v,data /out:$t/small.sys $t/b.obj
expect_field $t/small.sys 'all(s.PointerToRawData == s.VirtualAddress and s.SizeOfRawData >= s.Misc_VirtualSize for s in pe.sections)' True
expect_field $t/small.sys '[OPTIONAL_HEADER.SectionAlignment, OPTIONAL_HEADER.FileAlignment]' '0x20
0x20'
expect_line 'LINK : warning LNK4108: /ALIGN specified without /DRIVER; image may not run' \
    sh -c "$MYLINK /dll /noentry /align:32 /out:$t/small.dll $t/b.obj 2>&1"

mkobj $t/c.obj 'section .data align=8192' 'symbol v' 'bytes 01'
expect_fail 'c.obj : error LNK1164: section .data alignment (8192) greater than /ALIGN value' "$MYLINK" /dll /noentry /opt:noref /out:$t/c.dll $t/c.obj
mylink /dll /noentry /opt:noref /align:8192 /out:$t/c.dll $t/c.obj 2>/dev/null
expect_fail 'error LNK1164: section .text alignment (8192) greater than /ALIGN value' "$MYLINK" /dll /noentry /section:.text,re,align=8192 /out:$t/d.dll $t/b.obj
