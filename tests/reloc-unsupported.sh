# reloc-unsupported.sh - relocation types that nothing native uses are refused by name.
. tests/common.sh
mkobj $t/a.obj 'section .text' 'symbol f' 'bytes 00 00 00 00' 'reloc 0 TOKEN f'
expect_fail "a.obj : error LNK1107: relocation type TOKEN against 'f' is not supported for x64 images" "$MYLINK" /dll /noentry /out:$t/a.dll $t/a.obj
