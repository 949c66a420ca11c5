# reloc-out-of-range.sh - values that do not fit their field are errors that say where and why, never a wrong image.
. tests/common.sh

link="$MYLINK /explain /dll /noentry /out:$t/a.dll"
mkobj $t/far.obj 'section .text' 'symbol f' 'bytes 90 e8 ff ff ff 7f' 'reloc 2 REL32 g' 'section .data' 'symbol g' 'zeros 4'
expect_fail "far.obj : error LNK2013: REL32 fixup overflow. Target 'g' is out of range
  where: .text+0x2
  bytes: e8 [ff ff ff 7f]
  why:   the value would be 0x80000ff9, which the field cannot hold
  do:    make the image smaller, or bring the two places closer with /ORDER or section names" $link $t/far.obj

mkobj $t/abs.obj 'section .text' 'bytes 00 00 00 00' 'reloc 0 REL32 number' 'symbol number abs=5'
expect_fail "LNK2013: REL32 fixup overflow. Target 'number' is out of range" $link $t/abs.obj
for type in SECREL SECTION ADDR32NB; do
    mkobj $t/abs.obj 'section .text' 'bytes 00 00 00 00' "reloc 0 $type number" 'symbol number abs=5'
    expect_fail "$type relocation to 'number' is invalid: the symbol is a plain number" $link $t/abs.obj
done

mkobj $t/rva.obj 'section .data' 'symbol v' 'bytes 00 f0 ff ff' 'reloc 0 SECREL v' 'bytes 00 00 00 80' 'reloc 4 ADDR32NB v'
expect_fail "SECREL fixup overflow. Target 'v' is out of range" $link $t/rva.obj
expect_fail "ADDR32NB fixup overflow. Target 'v' is out of range" $link $t/rva.obj
mkobj $t/secrel7.obj 'section .data' 'zeros 0x7f' 'symbol v' 'bytes 01' 'reloc 0x7f SECREL7 v'
expect_fail "SECREL7 fixup overflow" $link $t/secrel7.obj

# All errors are reported, not only the first.
mkobj $t/two.obj 'section .text' 'bytes ff ff ff 7f ff ff ff 7f' 'reloc 0 REL32 g' 'reloc 4 REL32 h' 'section .data' 'symbol g' 'symbol h' 'zeros 4'
expect_fail "Target 'g'" $link $t/two.obj
expect_fail "Target 'h'" $link $t/two.obj

# A number of 0 is "nothing" as an RVA, and addresses of numbers are fine in full.
mkobj $t/ok.obj 'section .data' 'symbol v' 'zeros 12' 'reloc 0 ADDR64 number' 'reloc 8 ADDR32NB zero' 'symbol number abs=0x12345678' 'symbol zero abs=0'
mylink /dll /noentry /export:v,data /out:$t/ok.dll $t/ok.obj
expect_bytes $t/ok.dll v '78 56 34 12 00 00 00 00 00 00 00 00'
expect_field $t/ok.dll 'directory("BASERELOC").Size' 0x0
