# broken-objects.sh - each way in which an object can be broken ends with exit code 1 and a message that names the file
# and the place, from mydump and from mylink, and with no output. One case a line: the message, then what is broken.
. tests/common.sh

refused() { # MESSAGE: $t/bad.obj is refused with it by both programs
    expect_fail "bad.obj : fatal error $1" "$MYDUMP" "$t/bad.obj"
    expect_fail "bad.obj : fatal error $1" "$MYLINK" /nologo /entry:f "/out:$t/x.exe" "$t/bad.obj"
}
broken() { # MESSAGE LINE...: lines added to an object that is sound without them
    local message=$1
    shift
    mkobj "$t/bad.obj" 'section .text' 'symbol f' 'bytes e8 00 00 00 00 c3' 'reloc 1 REL32 a_long_name' \
        'section .data' 'symbol d' 'bytes 01 02 03 04' "$@"
    refused "$message"
}
text() { broken "LNK1136: section 1 '.text': $1" "${@:2}"; }
data() { broken "LNK1136: section 2 '.data': $1" "${@:2}"; }

# The object without anything broken is accepted: what follows fails for the reason given only.
mkobj "$t/good.obj" 'section .text' 'symbol f' 'bytes e8 00 00 00 00 c3' 'reloc 1 REL32 a_long_name' 'section .data' \
    'symbol d' 'bytes 01 02 03 04' 'symbol a_long_name abs=0'
mydump "$t/good.obj" >"$t/dump"

# Tables that are not in the file. [PE: COFF File Header (Object and Image)]
broken 'LNK1107: section table 0x14..0x9c54 ends past the file (0x' 'set header.section_count=1000'
broken 'LNK1107: section table 0x' 'set header.optional_header_size=0xffff'
broken 'LNK1107: symbol table 0xfffffff0..0x' 'set header.symbols_off=0xfffffff0'
broken 'LNK1107: symbol table 0x' 'set header.symbol_count=0x0e38e38f' # times 18 is 14 in 32 bits
broken 'LNK1107: the header counts 7 symbols but names no place for them' 'set header.symbols_off=0'
broken 'LNK1107: section table 0x38..0x100000050 ends past' bigobj 'set header.section_count=0x6666667' # times 40: 24
broken 'LNK1107: symbol table 0x' bigobj 'set header.symbol_count=0x0cccccce' # times 20 is 24 in 32 bits
broken 'LNK1107: 2147483648 sections are more than symbols can number' bigobj 'set header.section_count=0x80000000'
broken 'LNK1107: file header 0x0..0x38 ends past the file (0x30 bytes)' bigobj 'truncate 48'
broken 'LNK1107: symbol table 0x' 'truncate -40'
broken 'LNK1113: invalid machine type 0x200' 'set header.machine=0x200'

# String table
broken 'LNK1107: string table 0x' 'set strings.size=size'
broken 'LNK1107: string table 0x' 'set strings.size=0xffffffff'
broken 'LNK1107: string table size 3 is smaller than its own 4 bytes' 'set strings.size=3'
broken 'LNK1107: the string table does not end with a NUL' 'set strings.last=0x41'
broken 'LNK1235: symbol 2: name at 0x3, outside the string table (0x10 bytes)' 'set symbol.f.name_off=3'
broken 'LNK1235: symbol 2: name at 0x10, outside the string table (0x10 bytes)' 'set symbol.f.name_off=0x10'
broken 'LNK1235: symbol 6: name at 0x4, outside the string table (0x0 bytes)' 'set strings.size=0'
broken 'LNK1235: symbol 2: an external symbol without a name' 'set symbol.f.name='
for name in /16 /9999999 / /4x /x //////// //AAA=AA //AAAAAQ; do
    broken "LNK1136: section 2 '$name': the long name is not inside the string table (0x10 bytes)" \
        "set section..data.name=$name"
done

# Sections. [PE: Section Table (Section Headers)]
data "raw data 0x" 'set section..data.raw_off=size-3'
data "raw data 0xfffffff0..0x10000000f ends past" 'set section..data.raw_off=0xfffffff0' \
    'set section..data.raw_size=0x1f'
data "0x4 bytes of data, but no place in the file" 'set section..data.raw_off=0'
broken "LNK1136: section 3 '.x': alignment code 15 has no meaning" 'section .x align=16384'
text "relocations 0x" 'set section..text.relocs_off=size'
text "relocations 0x" 'set section..text.reloc_count=0xffff'

# The overflow record. [PE: Section Flags]
text "flag LNK_NRELOC_OVFL says more than 65534 relocations, but the header counts 1" \
    'set section..text.flags=0x61000020'
overflow() { # MESSAGE COUNT: the first relocation record says that there are COUNT
    text "$1" 'set section..text.flags=0x61000020' 'set section..text.reloc_count=0xffff' "set reloc..text.0.off=$2"
}
overflow 'relocation count 0 in the overflow record is too small to need one' 0
overflow 'relocation count 65535 in the overflow record is too small to need one' 0xffff
overflow 'relocations 0x' 0x10000
overflow 'relocations 0x' 0xffffffff
text "relocation overflow record 0x" 'set section..text.flags=0x61000020' \
    'set section..text.reloc_count=0xffff' 'set section..text.relocs_off=size-9'

# Relocations. [PE: COFF Relocations (Object Only)]
text "relocation 0 names symbol 7, but the object has 7" 'set reloc..text.0.symbol=7'
text "relocation 0 names symbol 4294967295, but" 'set reloc..text.0.symbol=-1'
text "relocation 0 names symbol 1, which is an auxiliary record" 'set reloc..text.0.symbol=1'
text "relocation 0 patches 4 bytes at 0x3, outside its 0x6 bytes" 'set reloc..text.0.off=3'
text "relocation 0 patches 4 bytes at 0xfffffffc, outside" 'set reloc..text.0.off=-4'
text "relocation 0 patches 8 bytes at 0x0, outside" 'set reloc..text.0.off=0' 'set reloc..text.0.type=1'
text "relocation 0 patches 0 bytes at 0x7, outside" 'set reloc..text.0.off=7' 'set reloc..text.0.type=99'
broken "LNK1136: section 3 '.bss': relocation 0 patches 4 bytes at 0x0, outside its 0x0 bytes" \
    'section .bss' 'zeros 8' 'reloc 0 ADDR32 d'

# Symbols. [PE: COFF Symbol Table]
broken "LNK1235: symbol 2 'f': section number 3, but the object has 2 sections" 'set symbol.f.section=3'
broken "LNK1235: symbol 2 'f': section number -3, but the object has 2 sections" 'set symbol.f.section=-3'
broken "LNK1235: symbol 2 'f': section number 65537, but the object has" bigobj 'set symbol.f.section=0x10001'
broken "LNK1235: symbol 2 'f': value 0x7 lies beyond section 1 '.text' (0x6 bytes)" 'set symbol.f.value=7'
broken "LNK1235: symbol 6 'a_long_name': 1 auxiliary records do not fit in the table of 7 records" \
    'set symbol.a_long_name.aux_count=1'
broken "LNK1235: symbol 2 'f': 255 auxiliary records do not fit in the table of 7 records" 'set symbol.f.aux_count=255'

# Weak externals. [PE: Auxiliary Format 3: Weak Externals]
weak() { broken "LNK1235: symbol 6 'w': $1" "${@:2}"; }
weak 'a weak external without its auxiliary record' 'symbol w class=105 undef'
weak 'a weak external in section 2; it must be undefined' 'weak w=f' 'set symbol.w.section=2'
weak 'the default of this weak external is symbol 9, which is past the symbol table' 'weak w=#9'
weak 'the default of this weak external is symbol 7, which is an auxiliary record' 'weak w=#7'
weak 'the default of this weak external is symbol 6, which is itself' 'weak w=w'
weak 'search kind 0 of this weak external is unknown (1 to 4 are defined)' 'weak w=f search=0'
weak 'search kind 5 of this weak external is unknown (1 to 4 are defined)' 'weak w=f search=5'

# COMDAT sections. [PE: COMDAT Sections (Object Only)]
comdat() { broken "LNK1136: section 3 '.c': $1" "${@:2}"; }
comdat 'COMDAT selection 0 is unknown (1 to 6 are defined)' 'section .c comdat=0' 'symbol c'
comdat 'COMDAT selection 7 is unknown (1 to 6 are defined)' 'section .c comdat=newest' 'symbol c'
comdat 'associated with section 0, but the object has 3 sections' 'section .c comdat=assoc:#0'
comdat 'associated with section 4, but the object has 3 sections' 'section .c comdat=assoc:#4'
comdat 'associated with section 65537, but the object has 3 sections' bigobj 'section .c comdat=assoc:#0x10001'
comdat 'associated with itself' 'section .c comdat=assoc:.c'
broken "LNK1136: section 3 '.a': its chain of associated COMDAT sections comes back to itself" \
    'section .a comdat=assoc:.b' 'section .b comdat=assoc:.c' 'section .c comdat=assoc:.a'
broken "LNK1143: no symbol for COMDAT section 3 '.c': the section's own symbol is missing" \
    'section .c flags=data,r,comdat nosymbol' 'symbol c'
broken "LNK1143: no symbol for COMDAT section 3 '.c': only the section's own, none that names its copies" \
    'section .c comdat=any'
broken "LNK1235: section 3 '.c': a COMDAT section with two section symbols" 'section .c comdat=any' 'symbol c' \
    'section_symbol .c comdat=any'

# Other kinds of files under an object's name
other() { # MESSAGE of mydump; mylink's, which knows more kinds of inputs, is pinned in tests of its own
    expect_fail "bad.obj : fatal error LNK1107: invalid or corrupt file: $1" "$MYDUMP" "$t/bad.obj"
    expect_fail 'bad.obj : fatal error LNK1107: invalid or corrupt file: ' "$MYLINK" /nologo /entry:f \
        "/out:$t/x.exe" "$t/bad.obj"
}
printf 'int main(void) { return 0; }\n' >"$t/bad.obj"
other ''
printf '\033[31mred' >"$t/bad.obj"
other ''
printf '\x7fELF\2\1\1\0' >"$t/bad.obj"
other ''
printf 'BC\xc0\xde....' >"$t/bad.obj"
other 'this is LLVM bitcode (clang -flto), not an object of machine code'
hex "$t/bad.obj" '0000ffff 01006486 00000000 38feb30ca5d9ab4dac9bd6b6222653c2 00000000'
other "this is compiler intermediate code (cl /GL), which only Microsoft's linker can turn into machine code"
mkobj "$t/bad.obj" 'section .gnu.lto_.lto.1234 flags=data,r,remove' 'bytes 0b 00 00 00 01 00 00 00'
other "this is gcc's intermediate code (-flto) without machine code"
