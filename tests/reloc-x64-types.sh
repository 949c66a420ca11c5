# reloc-x64-types.sh - each x64 relocation type writes the number that the specification says.
. tests/common.sh

# The data section of a DLL at a fixed base: RVA 2000h for .data when .text is one page at 1000h.
mkobj $t/a.obj 'section .text' 'symbol code' 'bytes c3 cc cc cc' 'section .data align=16' 'symbol target value=0x10' \
    'symbol table value=0x20' 'zeros 0x20' \
    'bytes 05 00 00 00 00 00 00 00' 'reloc 0x20 ADDR64 target' \
    'bytes 03 00 00 00' 'reloc 0x28 ADDR32NB target' \
    'bytes 00 00 00 00' 'reloc 0x2c REL32 target' \
    'bytes fe ff ff ff' 'reloc 0x30 REL32_1 target' \
    'ref REL32_2 target' 'ref REL32_3 target' 'ref REL32_4 target' 'ref REL32_5 target' \
    'ref SECTION target' 'bytes 00 00' 'bytes 04 00 00 00' 'reloc 0x48 SECREL target' \
    'bytes 81 00 00 00' 'reloc 0x4c SECREL7 target' 'bytes 77 00 00 00' 'reloc 0x50 ABSOLUTE target'
mylink /dll /noentry /fixed /export:table,data /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section(".data").VirtualAddress' 0x3000
expect_bytes $t/a.dll table '15 30 00 80 01 00 00 00   13 30 00 00   e0 ff ff ff   d9 ff ff ff
    d6 ff ff ff  d1 ff ff ff  cc ff ff ff  c7 ff ff ff   03 00  00 00   14 00 00 00   91 00 00 00   77 00 00 00'

# A 32-bit address fits in an image below 4 GB, and into one that may not move as well.
mkobj $t/b.obj 'section .data' 'symbol table' 'bytes 01 00 00 00' 'reloc 0 ADDR32 table'
mylink /dll /noentry /base:0x10000000 /export:table,data /out:$t/b.dll $t/b.obj
expect_bytes $t/b.dll table '01 20 00 10'
expect_field $t/b.dll '[r.type for b in pe.DIRECTORY_ENTRY_BASERELOC for r in b.entries if r.type]' 0x3
proves 'Every relocation type, with its range checked' x64
