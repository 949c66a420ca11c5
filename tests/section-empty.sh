# section-empty.sh - a section without a byte is not in the image; its labels stand at the end of the section before it.
. tests/common.sh
mkobj $t/a.obj 'section .text' 'bytes c3 c3' 'section none flags=data,r,w' 'symbol mark' 'section .data flags=data,r,w align=8' 'symbol v' 'ref ADDR64 mark'
mylink /dll /noentry /export:v,data /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'sections()' '.text
.rdata
.data
.reloc'
expect_bytes $t/a.dll v '08 30 00 80 01 00 00 00'
# Nothing at all: headers only.
mkobj $t/b.obj 'section .text'
image_checks=off
mylink /dll /noentry /out:$t/b.dll $t/b.obj
expect_field $t/b.dll FILE_HEADER.NumberOfSections 0x0
expect_field $t/b.dll OPTIONAL_HEADER.SizeOfImage 0x1000
