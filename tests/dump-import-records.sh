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
record $t/k.lib ordinal >$t/ordinal
grep -qx 'Ordinal: 7' $t/ordinal && grep -qx 'Name type: ordinal' $t/ordinal && ! grep -q '^Name: ' $t/ordinal
record $t/k.lib variable >$t/variable
grep -qx 'Type: data' $t/variable && grep -qx 'Defines: __imp_variable' $t/variable && ! grep -qx 'variable' $t/variable
record $t/x86.lib _std@8 >$t/std
grep -qx 'Name type: undecorate' $t/std && grep -qx 'Name: std' $t/std && grep -qx 'Machine: 14C (x86)' $t/std
record $t/x86.lib _plain >$t/plain
grep -qx 'Name: plain' $t/plain

# llvm-readobj names the same types, in the same order.
"$(tool llvm-readobj)" --file-headers $t/k.lib | sed -n 's/^Type: \([a-z]*\).*/\1/p' >$t/peer
mydump /headers $t/k.lib | sed -n 's/^  Type         : //p' >$t/ours
[ "$(wc -l <$t/ours)" = 3 ] && same $t/peer $t/ours

expect_line '           7     ordinal' mydump /exports $t/k.lib
expect_line '                 variable' mydump /exports $t/k.lib
