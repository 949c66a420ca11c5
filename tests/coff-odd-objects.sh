# coff-odd-objects.sh - what looks odd in an object but is written by real tools is accepted.
. tests/common.sh

accepted() { # WHAT LINE...
    mkobj "$t/odd.obj" "${@:2}" || fail "$1"
    mydump "$t/odd.obj" >"$t/dump" || fail "refused: $1"
}
accepted 'no sections, no symbols'
accepted 'an alias object: machine 0, weak externals only' 'machine 0' 'weak open=_open'
accepted 'a string table of size 0 instead of 4' 'section .text' 'symbol f' 'set strings.size=0'
accepted 'no string table at all' 'section .text' 'symbol f' 'truncate -4'
accepted 'bytes behind the string table' 'section .text' 'symbol f' 'append 00 00 01 02'
accepted 'an optional header of 0 bytes and characteristics' 'characteristics 0x104'
accepted 'a symbol without a name that is not external' 'symbol x class=0 undef' 'set symbol.x.name='
accepted 'a symbol at the end of its section' 'section .data' 'bytes 01 02' 'symbol end'
accepted 'debug records: .file, .bf with a line count as value' 'section .text' \
    'symbol .file class=103 secnum=-2 aux=612e63' 'symbol .bf class=101 value=1000 aux='
accepted 'section symbols of class 104 with flags as value, defined and not' 'section .idata$2' \
    'symbol .idata$2 class=104 value=0xc0000040' 'symbol .idata$4 class=104 secnum=0 value=0xc0000040'
accepted 'an empty section with pointers to nowhere' 'section .text' 'set section..text.raw_off=0x7fffffff' \
    'set section..text.relocs_off=0xffffffff'
accepted 'zeros with a file offset' 'section .bss' 'zeros 16' 'set section..bss.raw_off=0x7fffffff'
accepted 'a relocation of type ABSOLUTE at the very end' 'section .data' 'bytes 01' 'reloc 1 ABSOLUTE x'
accepted 'a weak external whose default is absolute' 'symbol none abs=0' 'weak w=none search=nolibrary'
accepted 'a weak external whose default is undefined' 'weak w=other'
accepted 'a selection in the symbol of a section that is no COMDAT' 'section .data' 'set aux..data.selection=9'
accepted 'a static function with an auxiliary record' 'section .text comdat=any' 'symbol f static func aux=00'
accepted 'COMDATs of GNU as without a leader' 'section .xdata$f comdat=any' 'section .pdata$f comdat=any'
accepted 'COMDATs of GNU as, stripped of their own symbol' 'section .pdata$f flags=data,r,comdat nosymbol' 'bytes 01'
accepted 'a COMDAT associated with an ordinary section' 'section .text' 'bytes c3' 'section .pdata comdat=assoc:.text'
accepted 'a COMDAT whose leader is a label' 'section .text comdat=any' 'symbol here label'
accepted 'no alignment in the flags' 'section .text align=0' 'bytes c3'

# A section number of 16 bits is unsigned up to 65,279.
{ for ((i = 0; i < 40000; i++)); do echo 'section .data nosymbol'; done; echo 'symbol last'; } | mkobj "$t/odd.obj"
mydump /SYMBOLS "$t/odd.obj" >"$t/symbols"
grep -q 'SECT9C40.*last' "$t/symbols" || fail 'section 40000'
