# symbol-table-records.sh - each record of an image's symbol table: name, offset in the section of the image, section, function or not,
# static or external; what lies in no section of the image has none.
. tests/common.sh
need x86_64-w64-mingw32-nm
readobj=$(tool llvm-readobj)
mkobj $t/a.obj 'section .text align=16' 'bytes 90' 'symbol eight888 func static' 'symbol nine99999 func' 'bytes c3' 'symbol a_label label' \
    'section .data' 'bytes 01 02' 'symbol counter static' 'symbol numb5 abs=5' \
    'section .text$x align=16 comdat=any' 'symbol shared func' 'symbol inside static' 'bytes 11 c3' 'section .text$y comdat=any' 'symbol unused func' 'bytes c3' \
    'section .drectve flags=info,remove' 'symbol gone static'
mkobj $t/b.obj 'section .text align=16' 'symbol start func' 'bytes c3' 'section .text$x align=16 comdat=any' 'symbol shared func' 'bytes 11 c3' 'symbol inside static' \
    'section .bss align=4' 'zeros 4' 'symbol _zero' 'zeros 4' 'section .data align=4' 'bytes 03' 'symbol counter static'
"$BIN/ld.mylink" -m i386pep -e start -o $t/a.exe $t/a.obj $t/b.obj -u shared -Xlink=/opt:ref --defsym large=0x123456789
$readobj --symbols $t/a.exe | awk '/^ *Name:/ { name = $2 } /^ *Value:/ { value = $2 } /^ *Section:/ { section = $2 }
    /^ *ComplexType:/ { type = $2 } /^ *StorageClass:/ { print name, value, section, type, $2 }' >$t/symbols
# 10h, 20h: where the second object's .text and the COMDAT behind it begin. _zero is behind all of .data.
expect 'eight888 1 .text Function Static
a_label 2 .text Null Static
counter 2 .data Null Static
inside 32 .text Null Static
counter 5 .data Null Static
shared 32 .text Function External
nine99999 1 .text Function External
numb5 5 IMAGE_SYM_ABSOLUTE Null External
start 16 .text Function External
_zero 12 .data Null External' cat $t/symbols
# Right behind the sections; the string table ends the file.
expect_field $t/a.exe FILE_HEADER.NumberOfSymbols 0xa
expect_field $t/a.exe 'FILE_HEADER.PointerToSymbolTable == max(s.PointerToRawData + s.SizeOfRawData for s in pe.sections)' True
expect_field $t/a.exe 'FILE_HEADER.PointerToSymbolTable + 180 + 4 + len("nine99999") + 1 == len(pe.__data__)' True
# Another reader: addresses as a debugger shows them.
address() { x86_64-w64-mingw32-nm $t/a.exe | sed -n "s/ T $1$//p"; }
expect 0000000140001010 address start
expect 0000000140001020 address shared
