# comdat-lost-copies.sh - of a copy that lost only its number is left: what stays of its object is found as before.
. tests/common.sh
dll() { mylink /nologo /dll /noentry /noimplib /opt:noref /out:$t/x.dll "$@"; }
mkobj $t/first.obj 'section .data$f comdat=any' 'symbol f' 'bytes 01'

# Behind the lost section stand others: a static default of a weak name, the name itself, a COMDAT that wins and its child.
mkobj $t/second.obj 'section .data$f comdat=any' 'symbol f' 'bytes 02' 'section .data$f comdat=assoc:#1' 'bytes 22' \
    'section .data$p' 'symbol p' 'ref ADDR32NB w' 'ref ADDR32NB g' 'section .data$d' 'symbol d static' 'bytes 2d' 'weak w=d' \
    'section .data$g comdat=any' 'symbol g' 'bytes 99' 'section .data$g comdat=assoc:#5' 'bytes 9a'
dll /export:f,data /export:g,data /export:p,data $t/first.obj $t/second.obj
expect_bytes $t/x.dll f '01'
expect_bytes $t/x.dll g '99 9a'
expect_field $t/x.dll 'pe.get_data(pe.get_dword_at_rva([s.address for s in pe.DIRECTORY_ENTRY_EXPORT.symbols if s.name == b"p"][0]), 1).hex()' 2d

# A static default in the lost copy itself: nothing leads there.
mkobj $t/lost.obj 'section .data$f comdat=any' 'symbol f' 'bytes 02' 'symbol d static' 'bytes 2d' 'weak w=d' 'section .data$p' 'symbol p' 'ref ADDR32NB w'
expect_fail "lost.obj : error LNK2019: relocation against 'w', which is in discarded section '.data\$f' of lost.obj" \
    "$MYLINK" /nologo /dll /noentry /noimplib /out:$t/y.dll $t/first.obj $t/lost.obj
dll /export:f,data $t/lost.obj $t/first.obj
expect_bytes $t/x.dll f '02 2d'

# Each later copy is held against the one that stays now: ANY, a longer LARGEST, a longer ANY, and one more of each.
copy() { mkobj $t/$1.obj "section .data\$v comdat=$2" 'symbol v' "bytes $3" 'section .data$w comdat=assoc:.data$v' "bytes $3"; }
copy a any '01'
copy b largest '02 02'
copy c any '03 03 03'
copy d any '04 04 04 04'
copy e largest '05 05 05'
dll /export:v,data $t/{a,b,c,d,e}.obj
expect_bytes $t/x.dll v '03 03 03 03 03 03'
expect_field $t/x.dll 'section(".data").Misc_VirtualSize' 0x6
