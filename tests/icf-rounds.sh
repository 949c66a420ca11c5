# icf-rounds.sh - /OPT:ICF=n folds what n iterations find: leaves first, then what calls them; circles only without a number.
. tests/common.sh

# top1 calls mid1, which calls leaf1, and the same with 2; self1 and self2 call themselves.
lines=()
for n in 1 2; do
    lines+=('section .text$mn comdat=any' "symbol leaf$n func" 'bytes c3 90'
        'section .text$mn comdat=any' "symbol mid$n func" 'bytes e8' "ref REL32 leaf$n" 'bytes c3'
        'section .text$mn comdat=any' "symbol top$n func" 'bytes 90 e8' "ref REL32 mid$n" 'bytes c3'
        'section .text$mn comdat=any' "symbol self$n func" 'bytes 90 90 e8' "ref REL32 self$n" 'bytes c3')
done
mkobj $t/a.obj "${lines[@]}" 'section .rdata' 'symbol where' 'ref ADDR32NB leaf1' 'ref ADDR32NB leaf2' 'ref ADDR32NB mid1' \
    'ref ADDR32NB mid2' 'ref ADDR32NB top1' 'ref ADDR32NB top2' 'ref ADDR32NB self1' 'ref ADDR32NB self2'
folded() { # OPTION: a letter for each pair that has one address
    mylink $t/a.obj /dll /noentry /noimplib /export:where,DATA /opt:$1 /out:$t/a.dll
    pe_field $t/a.dll '"".join(n for i, n in enumerate("lmts") if pe.get_data(pe.DIRECTORY_ENTRY_EXPORT.symbols[0].address + 8 * i, 4) == pe.get_data(pe.DIRECTORY_ENTRY_EXPORT.symbols[0].address + 8 * i + 4, 4)) + "."'
}
expect . folded noicf
expect . folded icf=0
expect l. folded icf=1
expect lm. folded icf=2
expect lmt. folded icf=3
expect lmt. folded icf=1000000
expect lmts. folded icf
expect l. folded icf,icf=1
expect lmts. folded icf=1,icf
expect_fail "LNK1117: syntax error in option 'opt:icf=x'" mylink $t/a.obj /dll /noentry /out:$t/x.dll /opt:icf=x

# A function and its own unwind data refer to each other; that is no circle.
mkobj $t/u.obj 'section .text$mn comdat=any' 'symbol f func' 'bytes c3' 'section .text$mn comdat=any' 'symbol g func' 'bytes c3' \
    'section .xdata comdat=assoc:#1 align=4' 'symbol x static' 'bytes 01 00 00 00' \
    'section .xdata comdat=assoc:#2 align=4' 'symbol y static' 'bytes 01 00 00 00' \
    'section .pdata comdat=assoc:#1 align=4' 'ref ADDR32NB f' 'ref ADDR32NB f' 'ref ADDR32NB x' \
    'section .pdata comdat=assoc:#2 align=4' 'ref ADDR32NB g' 'ref ADDR32NB g' 'ref ADDR32NB y'
mylink $t/u.obj /dll /noentry /noimplib /export:f /export:g /opt:icf=1 /out:$t/u.dll
expect_field $t/u.dll 'len(set(s.address for s in pe.DIRECTORY_ENTRY_EXPORT.symbols))' 0x1
expect_field $t/u.dll 'directory("EXCEPTION").Size' 0xc
