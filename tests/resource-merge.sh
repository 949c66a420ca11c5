# resource-merge.sh - several .res files become one sorted tree with 8-aligned data, the same resources as in lld-link's image.
. tests/common.sh
need llvm-rc lld-link

put $t/a.rc <<'RC'
LANGUAGE 9, 1
STRINGTABLE { 1, "hello" 2, "world" }
NAMED RCDATA { "data", 1, 2 }
7 MYTYPE { "x" }
9 RCDATA { "nine" }
LANGUAGE 10, 3
NAMED RCDATA { "datos" }
RC
put $t/b.rc <<'RC'
LANGUAGE 9, 1
STRINGTABLE { 100, "more" }
ALPHA RCDATA { "abc" }
7 ANOTHER { "yy" }
2 RCDATA { "two" }
10 RCDATA { "ten" }
RC
for n in a b; do (cd $t && "$(tool llvm-rc)" /fo $n.res $n.rc) >/dev/null; done
asm $t/m.obj 'section .text
global start
start: ret'

mylink $t/m.obj $t/a.res $t/b.res /entry:start /subsystem:console /out:$t/m.exe
"$(tool lld-link)" $t/m.obj $t/a.res $t/b.res /entry:start /subsystem:console /out:$t/l.exe
# Names before numbers, each in its order; numbers by value, not as text.
expect '"ANOTHER" 7 1033 2 yy
"MYTYPE" 7 1033 1 x
6 1 1033 52 helloworld
6 7 1033 40 more
10 "ALPHA" 1033 3 abc
10 "NAMED" 1033 8 data
10 "NAMED" 3082 5 datos
10 2 1033 3 two
10 9 1033 4 nine
10 10 1033 3 ten' pe_field $t/m.exe 'resources()'
expect "$(pe_field $t/l.exe 'resources()')" pe_field $t/m.exe 'resources()'

# Everything but the order of the names' strings is byte for byte what lld-link writes: data, tables, sizes.
expect_field $t/m.exe 'directory("RESOURCE").Size == section(".rsrc").Misc_VirtualSize' True
expect_field $t/m.exe 'directory("RESOURCE").VirtualAddress == section(".rsrc").VirtualAddress' True
expect_field $t/m.exe 'section(".rsrc").Characteristics' 0x40000040
size=$(pe_field $t/l.exe 'section(".rsrc").Misc_VirtualSize')
expect_field $t/m.exe 'section(".rsrc").Misc_VirtualSize' "$size"
offsets='[l.data.struct.OffsetToData - section(".rsrc").VirtualAddress for t in pe.DIRECTORY_ENTRY_RESOURCE.entries for n in t.directory.entries for l in n.directory.entries]'
expect "$(pe_field $t/l.exe "$offsets")" pe_field $t/m.exe "$offsets"
for off in $(pe_field $t/m.exe "$offsets"); do [ $((off % 8)) = 0 ] || fail "data at $off"; done

# On the other machines the data entries' relocations have other types.
for machine in x86 arm64; do
    mylink /dll /noentry /machine:$machine $t/a.res $t/b.res /out:$t/$machine.dll
    expect "$(pe_field $t/l.exe 'resources()')" pe_field $t/$machine.dll 'resources()'
done
