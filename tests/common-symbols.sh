# common-symbols.sh - of common symbols the largest counts; an ordinary definition replaces them; they become zeros in .data.
. tests/common.sh
mkobj $t/a.obj 'symbol v common=4'
mkobj $t/b.obj 'symbol v common=24'
mkobj $t/d.obj 'section .data' 'symbol v' 'bytes 07'
size() { pe_field $t/v.dll 'section(".data").Misc_VirtualSize'; }
dll() { mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll "$@"; }
dll $t/a.obj $t/b.obj; expect 0x18 size
dll $t/b.obj $t/a.obj; expect 0x18 size
expect_field $t/v.dll 'section(".data").SizeOfRawData' 0x0
dll $t/a.obj $t/d.obj; expect 0x1 size; expect_bytes $t/v.dll v 07
dll $t/d.obj $t/b.obj; expect 0x1 size; expect_bytes $t/v.dll v 07
# A common symbol is not looked for in libraries; a reference to one is.
mylib /nologo /out:$t/d.lib $t/d.obj
dll $t/a.obj $t/d.lib; expect 0x4 size
mkobj $t/ref.obj 'section .data$a' 'ref ADDR64 v'
dll $t/ref.obj $t/d.lib; expect_bytes $t/v.dll v 07
# Each is aligned to its size, to 32 bytes at the most.
mkobj $t/two.obj 'symbol u common=1' 'symbol v common=40'
dll $t/two.obj; expect 0x48 size
mkobj $t/two.obj 'symbol u common=4' 'symbol v common=8'
dll $t/two.obj; expect 0x10 size
