# section-order.sh - the image's sections stand in link.exe's order with link.exe's flags, whatever order the object has.
. tests/common.sh
mkobj $t/a.obj \
    'section .reloc$none flags=data,r,info' 'bytes 01' \
    'section zeta flags=data,r,w' 'bytes 01' \
    'section .rsrc flags=data,r' 'bytes 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00' \
    'section .pdata flags=data,r align=4' 'ref ADDR32NB f' 'ref ADDR32NB f' 'ref ADDR32NB unwind' \
    'section alpha flags=data,r' 'bytes 01' \
    'section .data flags=data,r,w align=8' 'ref ADDR64 f' \
    'section .rdata flags=data,r align=4' 'symbol unwind' 'bytes 01 00 00 00' \
    'section morecode flags=code,r,x' 'bytes c3' \
    'section .tls flags=data,r,w' 'bytes 01' \
    'section init flags=code,r,x,discard' 'bytes c3' \
    'section .text flags=code,r,x' 'symbol f' 'bytes c3'
mylink /dll /noentry /export:f /out:$t/a.dll $t/a.obj
expect '.text 0x60000020
morecode 0x60000020
init 0x62000020
.rdata 0x40000040
.data 0xc0000040
.pdata 0x40000040
zeta 0xc0000040
alpha 0x40000040
.tls 0xc0000040
.rsrc 0x40000040
.reloc 0x42000040' pe_field $t/a.dll '["%s 0x%x" % (text(s.Name), s.Characteristics) for s in pe.sections]'

# RVAs ascend in whole pages without a gap; raw data follows in the same order without a gap.
expect 'ok' pe_field $t/a.dll '"ok" if [s.VirtualAddress for s in pe.sections] == [0x1000 * (i + 1) for i in range(len(pe.sections))] else "no"'
expect 'ok' pe_field $t/a.dll '"ok" if [s.PointerToRawData for s in pe.sections] == [OPTIONAL_HEADER.SizeOfHeaders + 0x200 * i for i in range(len(pe.sections))] else "no"'
