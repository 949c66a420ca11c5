# export-ordinals.sh - given ordinals are kept; the others follow the highest one in name order; unused numbers between are no exports.
. tests/common.sh
asm $t/d.obj 'section .text
global f
f: ret'
mylink /nologo /dll /noentry /export:zz=f /export:aa=f /export:high=f,@20 /export:low=f,@17 /export:silent=f,@18,NONAME /out:$t/d.dll $t/d.obj
expect_field $t/d.dll 'sorted(exports())' $'17 low\n18 -\n20 high\n21 aa\n22 zz'
expect_field $t/d.dll '[DIRECTORY_ENTRY_EXPORT.struct.Base, DIRECTORY_ENTRY_EXPORT.struct.NumberOfFunctions, DIRECTORY_ENTRY_EXPORT.struct.NumberOfNames]' $'0x11\n0x6\n0x4'
expect_field $t/d.dll 'get_dword_at_rva(DIRECTORY_ENTRY_EXPORT.struct.AddressOfFunctions + 8)' 0x0

expect_fail "fatal error LNK1141: exports 'one' and 'two' both have ordinal 5" mylink /nologo /dll /noentry /export:one=f,@5 /export:two=g,@5 \
    /out:$t/bad.dll $t/d.obj $(asm $t/g.obj 'section .text
global g
g: ret' && echo $t/g.obj)
