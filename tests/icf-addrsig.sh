# icf-addrsig.sh - what clang's table of address-significant symbols keeps apart, without and with /OPT:SAFEICF, as in lld-link.
. tests/common.sh

code='bytes b8 01 00 00 00 c3' const='bytes 01 00 00 00'
object() { # FILE [LINE...]: functions f and g, constants c and d, vtables of two classes; `where` has their RVAs in pairs
    local file=$1
    shift
    mkobj "$file" 'section .text$mn comdat=any' 'symbol f func' "$code" 'section .text$mn comdat=any' 'symbol g func' "$code" \
        'section .rdata comdat=any' 'symbol c' "$const" 'section .rdata comdat=any' 'symbol d' "$const" \
        'section .rdata comdat=any' 'symbol ??_7A@@6B@' 'ref ADDR64 f' 'section .rdata comdat=any' 'symbol ??_7B@@6B@' 'ref ADDR64 f' \
        'section .rdata' 'symbol where' 'ref ADDR32NB f' 'ref ADDR32NB g' 'ref ADDR32NB c' 'ref ADDR32NB d' \
        'ref ADDR32NB ??_7A@@6B@' 'ref ADDR32NB ??_7B@@6B@' "$@"
}
table() { printf '%s\n' 'section .llvm_addrsig flags=0x100800 align=1 nosymbol' "bytes $1"; }
index() { mydump /symbols $t/plain.obj | awk -v n="$1" '$NF == n { print substr($1, 2) }'; } # two hexadecimal digits

folded() { # IMAGE: a letter for each pair that has one address: functions, constants, vtables
    pe_field "$1" '"".join(["%s" % n for p in [next(s.address for s in pe.DIRECTORY_ENTRY_EXPORT.symbols if s.name == b"where")]
        for i, n in enumerate("fcv") if pe.get_data(p + 8 * i, 4) == pe.get_data(p + 8 * i + 4, 4)]) + "."'
}
lld=$(tool lld-link) || lld=
check() { # OBJECT OPTION WANTED [WHAT-LLD-HAS]
    local options="$t/$1 /dll /noentry /implib:$t/x.lib /export:where,DATA /opt:ref,$2 ${more-}"
    mylink $options /out:$t/m.dll
    expect "$3." folded $t/m.dll
    [ -n "$lld" ] || return 0
    "$lld" $options /out:$t/l.dll
    expect "${4-$3}." folded $t/l.dll
}

# Without a table: link.exe folds functions and constants (lld-link keeps constants); SAFEICF keeps both.
object $t/plain.obj
check plain.obj icf fcv fv
check plain.obj safeicf v
check plain.obj noicf ''

# A table that names nothing of these: everything may be folded. One that names g and d: these two are kept apart.
object $t/free.obj "$(table "$(index where)")"
check free.obj icf fcv
check free.obj safeicf fcv
g=$(index g) d=$(index d)
object $t/some.obj "$(table "$g $d")"
check some.obj icf fv
check some.obj safeicf v
object $t/long.obj "$(table "$(printf '%x' $((0x$g + 128))) 00 $d")" # a number of two bytes
check long.obj safeicf v

# A table speaks for its own object only.
mkobj $t/other.obj "$(table 00)" 'section .data' 'symbol z' 'bytes 00'
more=$t/other.obj
check plain.obj icf fcv fv
check plain.obj safeicf v
more=

# Tables that do not fit their object (tools that rewrite symbols leave them behind) are no word at all: all is kept.
auxiliary=$(printf '%02x' $((0x$g - 1)))
for bad in 80 7f "$auxiliary" 'ff ff ff ff 0f' 'ff ff ff ff ff ff ff ff ff 01'; do
    object $t/bad.obj "$(table "$bad")"
    mylink $t/bad.obj /dll /noentry /noimplib /export:where,DATA /opt:ref,safeicf /out:$t/m.dll
    expect v. folded $t/m.dll
    mylink $t/bad.obj /dll /noentry /noimplib /export:where,DATA /opt:ref,icf /out:$t/m.dll
    expect fv. folded $t/m.dll
done

# What other programs can observe: exported functions keep their addresses with SAFEICF, exported constants always.
more='/export:g /export:d,DATA'
check free.obj icf fv
check free.obj safeicf v
