# order-comdats.sh - /ORDER:@file puts COMDATs in the order of the list, in front of all others of their group; LNK4037 and LNK4065 for what it cannot move.
. tests/common.sh
need_pefile
image_checks=off # its code is no program
fn() { printf '%s\n' "section $1 align=16 comdat=any" "symbol $2 func" "fill 16 $3"; }
mkobj $t/a.obj "$(fn '.text$mn' one 11)" "$(fn '.text$mn' two 22)" "$(fn '.text$mn' '?three@@YAXXZ' 33)" "$(fn '.text$x' early 44)" \
    'section .text$mn align=16' 'symbol plain func' 'fill 16 55' 'section .text$mn align=16 comdat=any' 'symbol hidden static func' 'fill 16 66'
mkobj $t/b.obj "$(fn '.text$mn' five 77)"
text() {
    mylink /nologo /opt:noref /subsystem:console /entry:one /out:$t/a.exe $t/a.obj $t/b.obj "$@" 2>$t/err
    $python -c "import pefile; s = pefile.PE('$t/a.exe').sections[0]; print(' '.join('%02x' % b for b in s.get_data()[:s.Misc_VirtualSize:16]))"
}
expect '11 22 33 55 66 77 44' text
printf 'five\r\n\r\n; a comment\n  ?three@@YAXXZ \ntwo\nfive\nearly' >$t/order.txt
expect '77 33 22 11 55 66 44' text /order:@$t/order.txt
[ ! -s $t/err ] || fail "$(cat $t/err)"
printf 'plain\nhidden\nnobody\ntwo\n' >$t/other.txt
expect '22 11 33 55 66 77 44' text /order:@$t/order.txt /order:@$t/other.txt # the last one counts
sed "s,$t/,," $t/err >$t/warnings
expect "other.txt : warning LNK4065: 'plain' cannot be ordered; ignored
other.txt : warning LNK4037: 'hidden' does not exist; ignored
other.txt : warning LNK4037: 'nobody' does not exist; ignored" cat $t/warnings
expect_fail 'cannot open' $MYLINK /nologo /subsystem:console /entry:one /out:$t/n.exe $t/a.obj /order:@$t/none.txt
# On x86 a C function's `_` is put in front.
mkobj $t/x86.obj 'machine x86' 'section .text$mn comdat=any align=16' 'symbol _one func' 'fill 16 11' 'section .text$mn comdat=any align=16' 'symbol _two func' 'fill 16 22' \
    'section .text$mn comdat=any align=16' 'symbol @three@4 func' 'fill 16 33'
printf 'two\n@three@4\n' >$t/x86.txt
mylink /nologo /opt:noref /subsystem:console /entry:one /out:$t/a.exe $t/x86.obj /order:@$t/x86.txt
expect '22 33 11' $python -c "import pefile; s = pefile.PE('$t/a.exe').sections[0]; print(' '.join('%02x' % b for b in s.get_data()[:s.Misc_VirtualSize:16]))"
