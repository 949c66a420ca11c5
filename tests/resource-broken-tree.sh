# resource-broken-tree.sh - resource trees of objects that cannot be: circles, tables and names past the section, data without a place.
. tests/common.sh
need llvm-rc

printf '1 RCDATA { "one" }\n' >$t/good.rc
(cd $t && "$(tool llvm-rc)" /fo good.res good.rc) >/dev/null

table='00000000 00000000 0000 0000 0000 0100' # one entry by number
root="$table 0a000000 18000080"
names="$table 01000000 30000080"
languages="$table 09040000 48000000"
entry='00000000 03000000 00000000 00000000'
try() { # MESSAGE LINE...
    local message=$1
    shift
    mkobj $t/bad.obj "$@"
    expect_fail "bad.obj : fatal error LNK1123: failure during conversion to COFF: invalid resource tree in section .rsrc\$01 at $message" \
        mylink /dll /noentry $t/good.res $t/bad.obj /out:$t/x.dll
}
tree() { echo "section .rsrc\$01 flags=data,r align=4"; echo "bytes $1"; }
data='section .rsrc$02 flags=data,r align=8
bytes 6f 6e 65'

# What all the others differ from is in order.
mkobj $t/ok.obj "$(tree "$root $names $languages $entry")" 'reloc 72 ADDR32NB there' "$data" 'symbol there static value=0'
printf '2 RCDATA { "two" }\n' >$t/two.rc
(cd $t && "$(tool llvm-rc)" /fo two.res two.rc) >/dev/null
mylink /dll /noentry $t/two.res $t/ok.obj /out:$t/ok.dll
expect '10 1 1033 3 one
10 2 1033 3 two' pe_field $t/ok.dll 'resources()'

try '0x10: a table below the languages' "$(tree "$table 0a000000 00000080")" "$data"
try '0x80: a table lies past the section' "$(tree "$table 0a000000 80000080")" "$data"
try '0x0: a table ends past the section' "$(tree '00000000 00000000 0000 0000 0000 ffff')" "$data"
try '0x10: data without a language' "$(tree "$table 0a000000 18000000 $entry")" "$data"
try '0x40: a table below the languages' "$(tree "$root $names $table 09040000 00000080 $entry")" "$data"
try '0x48: the data entry has no relocation that leads to data' "$(tree "$root $names $languages $entry")" "$data"
try '0x48: a data entry ends past the section' "$(tree "$root $names $languages")" "$data"
try '0x48: the data ends past its section' "$(tree "$root $names $languages 00000000 ffffffff 00000000 00000000")" \
    'reloc 72 ADDR32NB there' "$data" 'symbol there static value=0'
try '0x48: the data ends past its section' "$(tree "$root $names $languages 04000000 00000000 00000000 00000000")" \
    'reloc 72 ADDR32NB there' "$data" 'symbol there static value=0'
try '0x1000: a name lies past the section' "$(tree "$table 00100080 18000080 $names")" "$data"
try '0x16: a name ends past the section' "$(tree "$table 16000080 18000080 $names")" "$data"
try '0x10000: a number has more than 16 bits' "$(tree "$table 00000100 18000080 $names")" "$data"

# Two levels of 30 entries that all lead to one table: 27,000 leaves out of 750 bytes.
wide='00000000 00000000 0000 0000 0000 1e00'
fan() { local i; printf '%s ' "$wide"; for ((i = 0; i < 30; i++)); do printf '%08x %s ' $((i << 24)) "$1"; done; }
try '0x200: the tree has more entries than there is room for: it has circles' "$(tree "$(fan 00010080) $(fan 00020080) $(fan 00030000) $entry")" \
    'reloc 768 ADDR32NB there' "$data" 'symbol there static value=0'
