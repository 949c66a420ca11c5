# image-pdata-sorted.sh - .pdata is sorted by function address whatever order the objects have, and its entries follow their functions.
. tests/common.sh
mkobj $t/a.obj 'section .text$z flags=code,r,x align=16' 'symbol last' 'bytes c3' 'section .text$a flags=code,r,x align=16' 'symbol first' 'bytes c3 c3' \
    'section .xdata flags=data,r align=4' 'symbol ux' 'bytes 01 00 00 00' \
    'section .pdata flags=data,r align=4' 'ref ADDR32NB last' 'bytes 01 00 00 00' 'reloc 4 ADDR32NB last' 'ref ADDR32NB ux' \
    'ref ADDR32NB first' 'bytes 02 00 00 00' 'reloc 16 ADDR32NB first' 'ref ADDR32NB ux'
mkobj $t/b.obj 'section .text$m flags=code,r,x align=16' 'symbol middle' 'bytes c3 c3 c3' \
    'section .xdata flags=data,r align=4' 'symbol uy' 'bytes 01 00 00 00' \
    'section .pdata flags=data,r align=4' 'ref ADDR32NB middle' 'bytes 03 00 00 00' 'reloc 4 ADDR32NB middle' 'ref ADDR32NB uy'
link="$MYLINK /dll /noentry /opt:noref /out:$t/a.dll"
mylink /dll /noentry /opt:noref /out:$t/a.dll $t/a.obj $t/b.obj
expect '1000 1002
1010 1013
1020 1021' pe_field $t/a.dll '["%x %x" % (e.struct.BeginAddress, e.struct.EndAddress) for e in pe.DIRECTORY_ENTRY_EXCEPTION]'
expect_field $t/a.dll 'directory("EXCEPTION").Size' 0x24
expect_field $t/a.dll 'directory("EXCEPTION").VirtualAddress == section(".pdata").VirtualAddress' True

# Also when the table is merged into another section.
mylink /dll /noentry /opt:noref /merge:.pdata=.rdata /out:$t/m.dll $t/a.obj $t/b.obj
expect '1000 1002
1010 1013
1020 1021' pe_field $t/m.dll '["%x %x" % (e.struct.BeginAddress, e.struct.EndAddress) for e in pe.DIRECTORY_ENTRY_EXCEPTION]'

mkobj $t/c.obj 'section .text' 'symbol f' 'bytes c3' 'section .pdata flags=data,r align=4' 'ref ADDR32NB f' 'ref ADDR32NB f'
expect_fail 'c.obj : error LNK1223: invalid or corrupt file: file contains invalid .pdata contributions' $link $t/c.obj
# ARM64 has entries of 8 bytes; x86 has no such table.
mkobj $t/d.obj 'machine arm64' 'section .text align=4' 'symbol f' 'bytes c0 03 5f d6' 'section .text align=4' 'symbol g' 'bytes c0 03 5f d6' \
    'section .pdata flags=data,r align=4' 'ref ADDR32NB g' 'bytes 01 00 00 00' 'ref ADDR32NB f' 'bytes 05 00 00 00'
mylink /dll /noentry /opt:noref /out:$t/d.dll $t/d.obj
expect_field $t/d.dll 'pe.get_data(directory("EXCEPTION").VirtualAddress, directory("EXCEPTION").Size).hex()' 00100000050000000410000001000000
mkobj $t/e.obj 'machine x86' 'section .text' 'bytes c3' 'section .pdata flags=data,r' 'bytes 01'
mylink /dll /noentry /out:$t/e.dll $t/e.obj
expect_field $t/e.dll 'directory("EXCEPTION").Size' 0x0
proves 'Unwind tables, sorted' x64
