# section-groups-sorted.sh - contributions are sorted by full name; equal names keep link order, and in one object the order of
# the section numbers.
. tests/common.sh
mkobj $t/a.obj 'section tab$m' 'symbol table' 'bytes a1' 'section tab$z' 'bytes af' 'section tab$m' 'bytes a2' 'section tab' 'bytes a0'
mkobj $t/b.obj 'section tab$a' 'bytes b9' 'section tab$m' 'bytes b1' 'section tab$m$x' 'bytes b2' 'section tab$' 'bytes b0'
mylink /dll /noentry /out:$t/a.dll $t/a.obj $t/b.obj
expect_field $t/a.dll 'section("tab").get_data()[:8].hex()' a0b0b9a1a2b1b2af
mylink /dll /noentry /out:$t/b.dll $t/b.obj $t/a.obj
expect_field $t/b.dll 'section("tab").get_data()[:8].hex()' a0b0b9b1a1a2b2af
# gcc separates with a period.
mkobj $t/c.obj 'section .text.startup flags=code,r,x' 'bytes c1' 'section .text flags=code,r,x' 'bytes c0' 'section .text$mn flags=code,r,x' 'bytes c2'
mylink /dll /noentry /out:$t/c.dll $t/c.obj
expect_field $t/c.dll 'sections()' .text
expect_field $t/c.dll 'section(".text").get_data()[:3].hex()' c0c2c1
