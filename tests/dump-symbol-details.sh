# dump-symbol-details.sh - what mydump says about symbols beyond their values: COMDAT kinds, weak externals, files, bigobj, COMDAT
# leaders in section headers, directives; and that names cannot write control bytes to a terminal.
. tests/common.sh
mkobj $t/a.obj 'directive /export:f' 'directive "/defaultlib:\"my lib\""' \
    'section .text comdat=any align=16' 'bytes c3' 'symbol f func value=0' \
    'section .xdata comdat=assoc:.text' 'bytes 01' \
    'section .data comdat=largest' 'bytes 01 02 03' 'symbol v value=0' \
    'weak w=f search=alias' 'weak u=f search=nolibrary' 'symbol evil\x1b[31m\x07 value=0'
line() { expect_line "$1" mydump /symbols /headers /directives $t/a.obj; }
line '    Section length    1, #relocs    0, #linenums    0, checksum        0, selection    2 (pick any)'
line '         COMDAT; sym= f'
line '         COMDAT; sym= v'
line '   /export:f'
line '   /defaultlib:my lib'
mydump /symbols $t/a.obj >$t/out
grep -q 'selection    5 (pick associative Section 0x' $t/out
grep -q 'selection    6 (pick largest)$' $t/out
grep -qE '^[0-9A-F]{3} 00000000 SECT[0-9]  notype \(\)    External     \| f$' $t/out
grep -A1 'WeakExternal | w$' $t/out | grep -qE 'Default index +[0-9A-F]+ \(alias\), default is f$'
grep -A1 'WeakExternal | u$' $t/out | grep -qE 'Default index +[0-9A-F]+ \(no library search\), default is f$'
grep -qF '| evil\x1b[31m\x07' $t/out
[ "$(tr -d '\11\12\40-\176' <$t/out | wc -c)" = 0 ] || fail 'control bytes in the output'

# A bigobj of more sections than 16 bits count, from mingw's assembler.
need x86_64-w64-mingw32-gcc
for ((i = 0; i < 70; i++)); do echo "int f$i(void) { return $i; }"; done | c_mingw $t/big.obj -ffunction-sections -Wa,-mbig-obj
expect_line 'ANON OBJECT HEADER VALUES (bigobj)' mydump /headers $t/big.obj
"$(tool llvm-readobj)" --symbols $t/big.obj | sed -n 's/^    Name: //p' >$t/peer
mydump /symbols $t/big.obj | sed -n 's/^[0-9A-F]* [0-9A-F]* .* | //p' >$t/ours
same $t/peer $t/ours
