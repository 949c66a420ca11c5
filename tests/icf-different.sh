# icf-different.sh - what is not folded: sections that differ in bytes, relocations, unwind data, or that must not be.
. tests/common.sh

# One object: function `a` and function `b`, each with what is put behind it. Their RVAs are read by a third.
pair() { # LINES-OF-A LINES-OF-B [LINE...]
    local a=$1 b=$2
    shift 2
    mkobj $t/p.obj 'section .text' 'symbol start func' 'bytes c3' 'symbol x1' 'symbol x2' 'bytes 90' \
        'section .text$mn comdat=any align=16' 'symbol a func' "$a" \
        'section .text$mn comdat=any align=16' 'symbol b func' "$b" "$@" \
        'section .rdata' 'symbol where' 'ref ADDR32NB a' 'ref ADDR32NB b'
    mylink $t/p.obj /dll /noentry /noimplib /export:where,DATA /out:$t/p.dll ${options-}
    pe_field $t/p.dll 'len(set(pe.get_data(pe.DIRECTORY_ENTRY_EXPORT.symbols[0].address + n, 4) for n in (0, 4)))'
}
one() { expect 0x1 pair "$@"; }
two() { expect 0x2 pair "$@"; }
code='bytes 90 90 90 90 90 90 90 90'

one "$code" "$code"
two "$code" 'bytes 90 90 90 90 90 90 90 cc'
two "$code" 'bytes 90 90 90 90'
one "$code"$'\n''reloc 0 REL32 x1' "$code"$'\n''reloc 0 REL32 x1'
two "$code"$'\n''reloc 0 REL32 x1' "$code"$'\n''reloc 1 REL32 x1'
two "$code"$'\n''reloc 0 REL32 x1' "$code"$'\n''reloc 0 REL32_1 x1'
two "$code"$'\n''reloc 0 REL32 x1' "$code"$'\n''reloc 0 REL32 start'
two "$code"$'\n''reloc 0 REL32 x1' "$code"
one "$code"$'\n''reloc 0 REL32 x1' "$code"$'\n''reloc 0 REL32 x2' # two names of one place
one "$code"$'\n''reloc 0 REL32 a' "$code"$'\n''reloc 0 REL32 b'   # each calls itself
one "$code"$'\n''reloc 0 REL32 b' "$code"$'\n''reloc 0 REL32 a'   # each calls the other
two "$code"$'\n''reloc 0 REL32 a' "$code"$'\n''reloc 0 REL32 start'

# Unwind data is part of a function; so is what else hangs on it.
unwind() { # of a, of b: the bytes of .xdata
    local n out=()
    for n in 1 2; do
        out+=("section .xdata comdat=assoc:#$((n + 1)) align=4" "symbol u$n static" "bytes ${!n}")
    done
    out+=('section .pdata comdat=assoc:#2 align=4' 'ref ADDR32NB a' 'ref ADDR32NB a' 'ref ADDR32NB u1'
        'section .pdata comdat=assoc:#3 align=4' 'ref ADDR32NB b' 'ref ADDR32NB b' 'ref ADDR32NB u2')
    printf '%s\n' "${out[@]}"
}
one "$code" "$code" "$(unwind '01 04 01 00 04 42 00 00' '01 04 01 00 04 42 00 00')"
expect_field $t/p.dll 'directory("EXCEPTION").Size' 0xc
two "$code" "$code" "$(unwind '01 04 01 00 04 42 00 00' '01 04 01 00 04 62 00 00')"
expect_field $t/p.dll 'directory("EXCEPTION").Size' 0x18
two "$code" "$code" 'section .xdata comdat=assoc:#2 align=4' 'bytes 01'
two "$code" "$code" 'section .data comdat=assoc:#2 align=4' 'bytes 01' 'section .data comdat=assoc:#3 align=4' 'bytes 01'

# The one that stays gets the larger alignment.
mkobj $t/al.obj 'section .text$mn comdat=any align=1' 'symbol f func' "$code" 'section .text$mn comdat=any align=64' 'symbol g func' "$code" \
    'section .text$aa align=1' 'bytes c3'
mylink $t/al.obj /dll /noentry /noimplib /export:f /export:g /out:$t/al.dll
expect '0x1040
0x1040' pe_field $t/al.dll '[s.address for s in pe.DIRECTORY_ENTRY_EXPORT.symbols]'

# Not COMDATs, writable ones, and pieces of tables stay.
sections() { # SECTION-WORDS: two equal sections of that kind; prints how many different places they have
    mkobj $t/s.obj "section $1" 'symbol a' 'bytes 01 02 03 04 05 06 07 08' "section $1" 'symbol b' 'bytes 01 02 03 04 05 06 07 08' \
        'section .rdata' 'symbol where' 'ref ADDR32NB a' 'ref ADDR32NB b'
    mylink $t/s.obj /dll /noentry /noimplib /export:where,DATA /out:$t/s.dll
    pe_field $t/s.dll 'len(set(pe.get_data(pe.DIRECTORY_ENTRY_EXPORT.symbols[0].address + n, 4) for n in (0, 4)))'
}
expect 0x1 sections '.rdata comdat=any'
expect 0x1 sections '.rdata$r comdat=any'
expect 0x2 sections .rdata
expect 0x2 sections '.data comdat=any'
expect 0x2 sections '.CRT$XCU comdat=any'
expect 0x2 sections '.mytable flags=data,r comdat=any'

# An object with one .pdata for all its functions: the entries of the folded one go, though the piece stays.
mkobj $t/flat.obj 'section .text$mn comdat=any' 'symbol a func' "$code" 'section .text$mn comdat=any' 'symbol b func' "$code" \
    'section .text$mn comdat=any' 'symbol c func' 'bytes c3' \
    'section .xdata align=4' 'symbol u static' 'bytes 01 00 00 00' \
    'section .pdata align=4' 'ref ADDR32NB a' 'ref ADDR32NB a' 'ref ADDR32NB u' 'ref ADDR32NB b' 'ref ADDR32NB b' 'ref ADDR32NB u' \
    'ref ADDR32NB c' 'ref ADDR32NB c' 'ref ADDR32NB u'
mylink $t/flat.obj /dll /noentry /noimplib /export:a /export:b /export:c /out:$t/flat.dll
expect_field $t/flat.dll 'directory("EXCEPTION").Size' 0x18
