# layout-too-large.sh - an image of 4 GB is refused, however the sum comes about; nothing wraps. Above 2 GB there is a warning.
. tests/common.sh
allow_warning 'VirtualSize is extremely large'
mkobj $t/one.obj 'section .bss' 'zeros 0x90000000' 'section .text' 'bytes c3'
mkobj $t/a.obj 'section .bss' 'zeros 0x40000000' 'section .text' 'bytes c3'
mkobj $t/b.obj 'section other flags=bss,r,w' 'zeros 0x40000000'
mkobj $t/c.obj 'section .bss' 'zeros 0x3ff00000'
mkobj $t/full.obj 'section .bss' 'zeros 0xfffffff0'
link="$MYLINK /dll /noentry /opt:noref /out:$t/a.dll"
expect_fail 'LINK : fatal error LNK1248: image size (120002000) exceeds maximum allowable size (FFFFFFFF)' $link $t/one.obj $t/one.obj
expect_fail 'fatal error LNK1248: image size (100002000)' $link $t/a.obj $t/b.obj $t/a.obj $t/b.obj
expect_fail 'fatal error LNK1248: image size (2D0002000)' $link $t/full.obj $t/full.obj $t/a.obj $t/one.obj
mkobj $t/nearly.obj 'section .bss' 'zeros 0xffffcfff' 'section .text' 'bytes c3'
mkobj $t/relocated.obj 'section .text' 'symbol f' 'ref ADDR64 f'
expect_fail 'fatal error LNK1248: image size (100000000)' $link $t/nearly.obj $t/relocated.obj # with .reloc

# Just below 2 GB, nothing is said; above, a warning, and up to 4 GB the image is right: readers see it, its code reaches the end.
mylink /dll /noentry /opt:noref /wx /out:$t/ok.dll $t/a.obj $t/c.obj
expect_field $t/ok.dll OPTIONAL_HEADER.SizeOfImage 0x7ff02000
mkobj $t/large.obj 'section .bss' 'zeros 4187593113' 'symbol end' 'zeros 1' 'section .rdata' 'symbol where' 'ref ADDR32NB end' 'ref ADDR64 end'
memory=200000
[ "$BIN" = "$ROOT/build" ] || memory=unlimited # the sanitizers need address space of their own
expect 'LINK : warning LNK4908: image size (F999D000) exceeds 2 GB; Windows does not load it' \
    sh -c "ulimit -v $memory; $MYLINK /nologo /dll /noentry /noimplib /export:where,DATA /base:0x200000000 /out:$t/large.dll $t/large.obj 2>&1"
expect '  SizeOfImage: 4187607040' eval "$(tool llvm-readobj) --file-headers $t/large.dll | grep SizeOfImage"
expect_bytes $t/large.dll where '99 b9 99 f9'
[ "$(stat -c %s $t/large.dll)" -lt 5000 ] || fail 'zeros are in the file'
# A 32-bit image ends below 4 GB.
mkobj $t/x86.obj 'machine x86' 'section .bss' 'zeros 0x20000000'
expect_fail 'fatal error LNK1248: image size (110001000) exceeds maximum allowable size (100000000)' \
    $link /base:0xf0000000 $t/x86.obj
# /BASE:address,size is a limit of the user's own.
mkobj $t/d.obj 'section .data' 'zeros 0x3000'
expect_line 'LINK : warning LNK4013: image size 0x4000 exceeds specified maximum 0x2000' sh -c "$link /base:0x10000000,0x2000 $t/d.obj 2>&1"
