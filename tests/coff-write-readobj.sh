# coff-write-readobj.sh - objects that coff_write.c writes are read by llvm-readobj as they were meant: COMDATs, weak
# externals, long names, relocation overflow, bigobj.
. tests/common.sh
need llvm-readobj
readobj=$(tool llvm-readobj)

lines_of() { # OBJECT OPTION...: the listing without indentation
    local file=$1
    shift
    "$readobj" "$@" "$file" | sed 's/^ *//'
}
has() { # LINES: these lines stand together in the listing
    local listing
    listing=$(cat "$t/listing")
    case $listing in *"$1"*) ;; *) cat "$t/listing" >&2; fail "not in the listing: $1" ;; esac
}

mkobj "$t/a.obj" 'time 77' 'section .text$a_long_name align=32 comdat=exact' 'symbol function func' \
    'bytes e8' 'ref REL32 callee_of_it' 'bytes c3' \
    'section .pdata comdat=assoc:.text$a_long_name' 'ref ADDR32NB function' \
    'section .bss' 'zeros 100' 'symbol in_bss static value=4' 'symbol shared common=24' 'symbol fixed abs=0x1234' \
    'weak perhaps=function search=library' 'directive /export:function'
lines_of "$t/a.obj" --file-headers --sections --relocations --symbols >"$t/listing"
has 'SectionCount: 4
TimeDateStamp: 1970-01-01 00:01:17 (0x4D)'
has 'Name: .text$a_long_name (2F 34 00 00 00 00 00 00)'
has 'IMAGE_SCN_ALIGN_32BYTES (0x600000)
IMAGE_SCN_CNT_CODE (0x20)
IMAGE_SCN_LNK_COMDAT (0x1000)'
has 'Section (1) .text$a_long_name {
0x1 IMAGE_REL_AMD64_REL32 callee_of_it '
has 'Length: 6
RelocationCount: 1
LineNumberCount: 0
Checksum: 0x0
Number: 0
Selection: ExactMatch (0x4)'
has 'Number: 1
Selection: Associative (0x5)
AssocSection: .text$a_long_name (1)'
has 'Name: .bss (2E 62 73 73 00 00 00 00)
VirtualSize: 0x0
VirtualAddress: 0x0
RawDataSize: 100
PointerToRawData: 0x0'
has 'Name: in_bss
Value: 4
Section: .bss (3)'
has 'Name: shared
Value: 24
Section: IMAGE_SYM_UNDEFINED (0)'
has 'Name: fixed
Value: 4660
Section: IMAGE_SYM_ABSOLUTE (-1)'
has 'AuxWeakExternal {
Linked: function (2)
Search: Library (0x2)'

# More relocations than 16 bits count: an extra first record holds the count, itself included. [PE: Section Flags]
{
    printf 'section .data\nzeros 8\n'
    for ((i = 0; i < 65535; i++)); do echo 'reloc 1 ADDR32 x'; done
    echo 'reloc 4 ADDR32 x'
} | mkobj "$t/relocs.obj"
lines_of "$t/relocs.obj" --sections >"$t/listing"
has 'RelocationCount: 65535'
has 'IMAGE_SCN_LNK_NRELOC_OVFL (0x1000000)'
[ "$("$readobj" --relocations "$t/relocs.obj" | grep -c '0x1 IMAGE_REL_AMD64_ADDR32 x')" = 65535 ]
[ "$("$readobj" --relocations "$t/relocs.obj" | grep -c '0x4 IMAGE_REL_AMD64_ADDR32 x')" = 1 ]

# 65,280 sections are one more than a normal object can number.
{ for ((i = 0; i < 65279; i++)); do echo 'section .data nosymbol'; done; } >"$t/sections"
mkobj "$t/normal.obj" <"$t/sections"
lines_of "$t/normal.obj" --file-headers >"$t/listing"
has 'SectionCount: 65279'
[ "$(od -An -tx1 -N4 "$t/normal.obj")" = ' 64 86 ff fe' ]
{ cat "$t/sections"; echo 'section .last comdat=any'; echo 'symbol end'; } | mkobj "$t/big.obj"
lines_of "$t/big.obj" --file-headers --symbols >"$t/listing"
has 'SectionCount: 65280'
has 'Name: end
Value: 0
Section: .last (65280)'
[ "$(od -An -tx1 -N4 "$t/big.obj")" = ' 00 00 ff ff' ]

# The same lines give the same bytes.
mkobj "$t/again.obj" <"$t/sections"
same "$t/normal.obj" "$t/again.obj"
