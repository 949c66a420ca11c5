# dump-import-records.sh - short import records of an import library: every type and name type, with the name that is looked up.
. tests/common.sh
put $t/k.def <<<'LIBRARY k.dll
EXPORTS
func
ordinal @7 NONAME
variable DATA'
"$(tool llvm-dlltool)" -m i386:x86-64 -d $t/k.def -l $t/k.lib
put $t/x86.def <<<'LIBRARY x.dll
EXPORTS
plain
std@8'
"$(tool llvm-dlltool)" -m i386 -k -d $t/x86.def -l $t/x86.lib

record() { # LIBRARY SYMBOL: its record, blanks squeezed
    mydump /headers $1 | awk -v symbol="$2" 'BEGIN { RS = "" } /Version      : 0/ && index($0, "Symbol name  : " symbol "\n")' | sed 's/^ *//; s/  *:/:/'
}
expect 'Version: 0
Machine: 8664 (x64)
TimeDateStamp: 00000000
SizeOfData: 0000000B
DLL name: k.dll
Symbol name: func
Type: code
Name type: name
Hint: 0
Name: func
Defines: __imp_func
func' record $t/k.lib func
has() { grep -qxF -e "$2" "$1" || { cat "$1" >&2; fail "no line '$2'"; }; }
has_not() { if grep -q -e "$2" "$1"; then cat "$1" >&2; fail "a line '$2'"; fi; }
record $t/k.lib ordinal >$t/ordinal
has $t/ordinal 'Ordinal: 7'
has $t/ordinal 'Name type: ordinal'
has_not $t/ordinal '^Name: '
record $t/k.lib variable >$t/variable
has $t/variable 'Type: data'
has $t/variable 'Defines: __imp_variable'
has_not $t/variable '^variable$'
record $t/x86.lib _std@8 >$t/std
has $t/std 'Name type: undecorate'
has $t/std 'Name: std'
has $t/std 'Machine: 14C (x86)'
record $t/x86.lib _plain >$t/plain
has $t/plain 'Name: plain'

# llvm-readobj names the same types, in the same order.
"$(tool llvm-readobj)" --file-headers $t/k.lib | sed -n 's/^Type: \([a-z]*\).*/\1/p' >$t/peer
mydump /headers $t/k.lib | sed -n 's/^  Type         : //p' >$t/ours
[ "$(wc -l <$t/ours)" = 3 ]
same $t/peer $t/ours

expect_line '           7     ordinal' mydump /exports $t/k.lib
expect_line '                 variable' mydump /exports $t/k.lib
