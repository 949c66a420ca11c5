# reloc-x86-types.sh - each x86 relocation type writes the number that the specification says; addresses wrap at 4 GB.
. tests/common.sh
mkobj $t/a.obj 'machine x86' 'section .text' 'bytes c3' 'section .data align=16' 'symbol _target value=0x10' 'symbol _table value=0x20' 'zeros 0x20' \
    'bytes fc ff ff ff' 'reloc 0x20 DIR32 _target' 'bytes 03 00 00 00' 'reloc 0x24 DIR32NB _target' \
    'bytes 00 00 00 80' 'reloc 0x28 REL32 _target' 'ref SECTION _target' 'bytes 00 00' 'ref SECREL _target' \
    'bytes 81 00 00 00' 'reloc 0x34 SECREL7 _target' 'bytes 77 00 00 00' 'reloc 0x38 ABSOLUTE _target'
mylink /dll /noentry /export:table,data /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section(".data").VirtualAddress' 0x3000
expect_bytes $t/a.dll table '0c 30 00 10  13 30 00 00  e4 ff ff 7f  03 00 00 00  10 00 00 00  91 00 00 00  77 00 00 00'
expect_field $t/a.dll '[r.rva for b in pe.DIRECTORY_ENTRY_BASERELOC for r in b.entries if r.type == 3]' 0x3020
for type in DIR16 REL16 SEG12 TOKEN; do
    mkobj $t/b.obj 'machine x86' 'section .text' 'symbol _f' 'zeros 4' "reloc 0 $type _f"
    expect_fail "is not supported for x86 images" "$MYLINK" /dll /noentry /out:$t/b.dll $t/b.obj
done
proves 'Every relocation type, with its range checked' x86
