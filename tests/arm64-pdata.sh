# arm64-pdata.sh - ARM64's .pdata: entries of 8 bytes, packed (all in the second word) and full (an RVA of .xdata), sorted by function; the
# directory counts them.
. tests/common.sh
readobj=$(tool llvm-readobj)
# Functions in two groups, so that link order is not address order. xdata: 1 epilog in the header, code words, "end" (e4).
mkobj $t/a.obj 'machine arm64' 'section .text$z flags=code,r,x align=4' 'symbol late func' 'bytes 1f 20 03 d5 c0 03 5f d6' \
    'section .text$a flags=code,r,x align=4' 'symbol early func' 'bytes fd 7b bf a9 fd 7b c1 a8 c0 03 5f d6' \
    'section .xdata flags=data,r align=4' 'symbol info static' 'bytes 03 00 20 08 81 e4 e4 e4' \
    'section .pdata flags=data,r align=4' 'ref ADDR32NB late' 'bytes 09 00 00 00' 'ref ADDR32NB early' 'ref ADDR32NB info'
mylink /nologo /dll /noentry /export:early /export:late /opt:noref /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'directory("EXCEPTION").Size' 0x10
expect_field $t/a.dll 'directory("EXCEPTION").VirtualAddress == section(".pdata").VirtualAddress' True
p='section(".pdata").VirtualAddress'
early=$(pe_field $t/a.dll '[s.address for s in DIRECTORY_ENTRY_EXPORT.symbols if s.name == b"early"]')
late=$(pe_field $t/a.dll '[s.address for s in DIRECTORY_ENTRY_EXPORT.symbols if s.name == b"late"]')
expect_field $t/a.dll "[get_dword_at_rva($p), get_dword_at_rva($p + 8), get_dword_at_rva($p + 12)]" "$early
$late
0x9"
expect_field $t/a.dll "get_dword_at_rva($p + 4) == section('.rdata').VirtualAddress" True # .xdata is the only thing in .rdata
$readobj --unwind $t/a.dll >$t/unwind
[ "$(grep -c 'RuntimeFunction {' $t/unwind)" = 2 ] || fail "$(cat $t/unwind)"

# What a compiler writes.
c_for arm64 $t/c.obj -funwind-tables <<'END'
__declspec(dllimport) int other(int *);
__declspec(dllexport) int leaf(int n) { return n + 1; }
__declspec(dllexport) int frame(void) { int a[40]; return other(a) + a[3]; }
__declspec(dllexport) int two(int n) { int x = n; return other(&x) + n + x; }
END
mylib /nologo /def /export:other /name:o.dll /machine:arm64 /out:$t/o.lib
mylink /nologo /dll /noentry /out:$t/c.dll $t/c.obj $t/o.lib
$readobj --unwind $t/c.dll >$t/unwind
for name in frame two; do
    at=$(pe_field $t/c.dll "[s.address + OPTIONAL_HEADER.ImageBase for s in DIRECTORY_ENTRY_EXPORT.symbols if s.name == b'$name']")
    grep -qi "Function: $at" $t/unwind || fail "no unwind data for $name at $at: $(cat $t/unwind)"
done
proves 'Unwind tables, sorted' arm64
