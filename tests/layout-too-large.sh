# layout-too-large.sh - an image above 2 GB is refused, however the sum comes about; nothing wraps.
. tests/common.sh
allow_warning 'VirtualSize is extremely large'
mkobj $t/one.obj 'section .bss' 'zeros 0x90000000' 'section .text' 'bytes c3'
mkobj $t/a.obj 'section .bss' 'zeros 0x40000000' 'section .text' 'bytes c3'
mkobj $t/b.obj 'section other flags=bss,r,w' 'zeros 0x40000000'
mkobj $t/c.obj 'section .bss' 'zeros 0x3ff00000'
mkobj $t/full.obj 'section .bss' 'zeros 0xfffffff0'
link="$MYLINK /dll /noentry /opt:noref /out:$t/a.dll"
expect_fail 'LINK : fatal error LNK1248: image size (90002000) exceeds maximum allowable size (80000000)' $link $t/one.obj
expect_fail 'fatal error LNK1248: image size (80002000)' $link $t/a.obj $t/b.obj
expect_fail 'fatal error LNK1248: image size (2D0001FE0)' $link $t/full.obj $t/full.obj $t/a.obj $t/one.obj
mylink /dll /noentry /opt:noref /out:$t/ok.dll $t/a.obj $t/c.obj # just below
expect_field $t/ok.dll OPTIONAL_HEADER.SizeOfImage 0x7ff02000

# A 32-bit image ends below 4 GB.
mkobj $t/x86.obj 'machine x86' 'section .bss' 'zeros 0x20000000'
expect_fail 'fatal error LNK1248: image size (110001000) exceeds maximum allowable size (100000000)' \
    $link /base:0xf0000000 $t/x86.obj
# /BASE:address,size is a limit of the user's own.
mkobj $t/d.obj 'section .data' 'zeros 0x3000'
expect_line 'LINK : warning LNK4013: image size 0x4000 exceeds specified maximum 0x2000' sh -c "$link /base:0x10000000,0x2000 $t/d.obj 2>&1"
