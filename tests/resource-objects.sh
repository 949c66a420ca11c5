# resource-objects.sh - resources in objects of windres and llvm-cvtres: one stays as it is, several are merged, with .res files too.
. tests/common.sh
need llvm-rc llvm-cvtres x86_64-w64-mingw32-windres

put $t/a.rc <<'RC'
LANGUAGE 9, 1
1 RCDATA { "one" }
NAMED RCDATA { "data" }
7 MYTYPE { "x" }
RC
put $t/b.rc <<'RC'
LANGUAGE 9, 1
2 RCDATA { "two" }
ALPHA RCDATA { "alpha" }
STRINGTABLE { 17, "seventeen" }
RC
for n in a b; do
    (cd $t && "$(tool llvm-rc)" /fo $n.res $n.rc) >/dev/null
    "$(tool llvm-cvtres)" /machine:x64 /out:$t/$n.cvtres.obj $t/$n.res
    x86_64-w64-mingw32-windres $t/$n.rc $t/$n.windres.o
done
link() { mylink /dll /noentry /out:$t/x.dll "$@"; }

only_a='"MYTYPE" 7 1033 1 x
10 "NAMED" 1033 4 data
10 1 1033 3 one'
both='"MYTYPE" 7 1033 1 x
6 2 1033 50 seventeen
10 "ALPHA" 1033 5 alpha
10 "NAMED" 1033 4 data
10 1 1033 3 one
10 2 1033 3 two'
for a in a.cvtres.obj a.windres.o; do
    link $t/$a
    expect "$only_a" pe_field $t/x.dll 'resources()'
    for b in b.res b.cvtres.obj b.windres.o; do
        link $t/$a $t/$b
        expect "$both" pe_field $t/x.dll 'resources()'
    done
done
# The tree of an object that is the only source is not made anew.
link $t/a.windres.o
x86_64-w64-mingw32-objcopy -O binary -j .rsrc $t/a.windres.o $t/object.bin
x86_64-w64-mingw32-objcopy -O binary -j .rsrc $t/x.dll $t/image.bin
head -c 64 $t/object.bin | cmp - <(head -c 64 $t/image.bin) || fail 'the tree was changed'

expect_fail 'a.cvtres.obj : error LNK1123: failure during conversion to COFF: duplicate resource: type:RCDATA, name:1, language:0x0409, already in a.windres.o' \
    mylink /dll /noentry $t/a.windres.o $t/a.cvtres.obj /out:$t/y.dll

# gcc's default manifest (type 24, name 1, no language) gives way to another one.
printf '<assembly id="default"/>' >$t/default.xml
printf '<assembly id="mine"/>' >$t/mine.xml
printf 'LANGUAGE 0, 0\n1 24 "default.xml"\n' >$t/default-manifest.rc
printf 'LANGUAGE 9, 1\n1 24 "mine.xml"\n' >$t/mine.rc
for n in default-manifest mine; do (cd $t && x86_64-w64-mingw32-windres $n.rc $n.o); done
link $t/default-manifest.o $t/mine.o
expect '24 1 1033 21 <assembly id="mine"/>' pe_field $t/x.dll 'resources()'
link $t/default-manifest.o
expect '24 1 0 24 <assembly id="default"/>' pe_field $t/x.dll 'resources()'
