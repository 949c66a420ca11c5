# layout-fill.sh - gaps between functions are int3, gaps between data are zero, and so is the rest of a section's last block.
. tests/common.sh
mkobj $t/a.obj 'section .text align=16' 'symbol f' 'bytes c3' 'section .text align=8' 'symbol g' 'bytes 90 c3' \
    'section .data align=8' 'bytes 01' 'section .data align=4' 'bytes 02'
mylink /dll /noentry /opt:noref /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section(".text").get_data()[:16].hex()' c3cccccccccccccc90c3000000000000
expect_field $t/a.dll 'section(".data").get_data()[:8].hex()' 0100000002000000
expect_field $t/a.dll 'section(".text").Misc_VirtualSize' 0xa
# The file holds no byte that is not of the inputs: the same with memory filled before use.
MALLOC_PERTURB_=85 mylink /dll /noentry /opt:noref /out:$t/b.dll $t/a.obj
MALLOC_PERTURB_=170 mylink /dll /noentry /opt:noref /out:$t/c.dll $t/a.obj
same $t/b.dll $t/c.dll
same $t/a.dll $t/b.dll
