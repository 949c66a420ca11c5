# reloc-discarded-section.sh - a reference into a COMDAT that lost is an error that names both ends; what only describes the
# lost function (gcc's .pdata, DWARF) becomes zero.
. tests/common.sh
mkobj $t/one.obj 'section .text$f comdat=any' 'symbol f' 'bytes c3' 'symbol inside static' 'bytes 90'
mkobj $t/two.obj 'section .text$f comdat=any' 'symbol f' 'bytes c3' 'symbol inside static' 'bytes 90' \
    'section .text$g' 'symbol g' 'ref REL32 inside'
expect_fail "two.obj : error LNK2019: relocation against 'inside', which is in discarded section '.text\$f' of two.obj
  where: .text\$g+0x0" "$MYLINK" /explain /dll /noentry /opt:noref /out:$t/a.dll $t/one.obj $t/two.obj

mkobj $t/debug.obj 'section .text$f comdat=any' 'symbol f' 'bytes c3' 'symbol inside static' 'bytes 90' \
    'section .debug_info flags=data,discard,r' 'bytes 05 00 00 00' 'reloc 0 SECREL inside' \
    'section .pdata flags=data,r align=4' 'zeros 12' 'reloc 0 ADDR32NB inside' 'reloc 4 ADDR32NB inside' 'reloc 8 ADDR32NB inside'
mylink /dll /noentry /opt:noref /out:$t/b.dll $t/one.obj $t/debug.obj
expect_field $t/b.dll 'pe.get_data(pe.sections[-1].VirtualAddress, 4).hex()' 00000000
expect_field $t/b.dll 'directory("EXCEPTION").Size' 0x0
