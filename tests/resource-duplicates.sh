# resource-duplicates.sh - a resource that two files have is an error that names both; /FORCE:MULTIPLERES keeps the first.
. tests/common.sh
need llvm-rc

rc() { # NAME TEXT
    printf '%s\n' "$2" >$t/$1.rc
    (cd $t && "$(tool llvm-rc)" /fo $1.res $1.rc) >/dev/null
}
rc a 'LANGUAGE 9, 1
LOGO RCDATA { "first" }
1 RCDATA { "one" }'
rc b 'LANGUAGE 9, 1
LOGO RCDATA { "second" }'
rc c 'LANGUAGE 10, 3
LOGO RCDATA { "tercero" }'

expect_fail 'b.res : error LNK1123: failure during conversion to COFF: duplicate resource: type:RCDATA, name:"LOGO", language:0x0409, already in a.res' \
    mylink /dll /noentry /machine:x64 $t/a.res $t/b.res /out:$t/x.dll
expect_fail 'a.res : error LNK1123: failure during conversion to COFF: duplicate resource: type:RCDATA, name:"LOGO", language:0x0409, twice in this file' \
    mylink /dll /noentry /machine:x64 $t/a.res $t/a.res /out:$t/x.dll

mylink /dll /noentry /machine:x64 $t/a.res $t/c.res /out:$t/ac.dll # another language is another resource
expect '10 "LOGO" 1033 5 first
10 "LOGO" 3082 7 tercero
10 1 1033 3 one' pe_field $t/ac.dll 'resources()'

expect 'b.res : warning LNK4903: duplicate resource: type:RCDATA, name:"LOGO", language:0x0409, already in a.res' \
    eval "mylink /dll /noentry /machine:x64 /force:multipleres $t/a.res $t/b.res /out:$t/f.dll 2>&1 | sed 's,$t/,,g'"
expect '10 "LOGO" 1033 5 first
10 1 1033 3 one' pe_field $t/f.dll 'resources()'
