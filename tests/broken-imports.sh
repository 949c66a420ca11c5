# broken-imports.sh - a broken import record, by itself and as a member of a library, is refused with what is wrong and the place in the
# record. [PE: Import Library Format]
. tests/common.sh
. tests/broken.bash
mkobj $t/main.obj 'section .text' 'symbol start func' 'bytes e8' 'ref REL32 f' 'bytes c3'

library() {
    printf '!<arch>\n%-16s%-12s%-6s%-6s%-8s%-10s`\n' k.dll/ 0 '' '' 0 "$(stat -c %s "$t/k")" >$t/k.lib
    cat $t/k >>$t/k.lib
}
broken() { # BYTES MESSAGE PLACE
    hex $t/k "$1"
    library
    refuses "k: LNK1107: $2" "$3" "$MYDUMP" $t/k
    refuses "k.lib(k.dll): LNK1107: $2" "$3" "$MYLINK" /nologo /explain /entry:start /subsystem:console /out:$t/x.exe $t/main.obj $t/k.lib
    refuses "k.lib(k.dll): LNK1107: $2" "$3" "$MYLIB" /nologo /explain /out:$t/y.lib $t/k.lib
}
head='00 00 ff ff 00 00 64 86 00 00 00 00'
broken "$head ff ff ff ff 00 00 04 00 66 00 6b 00" 'import record: 4294967295 bytes of names, but only 4 follow the header' 0xc
broken "$head ec ff ff ff 00 00 04 00 66 00 6b 00" 'import record: 4294967276 bytes of names, but only 4 follow the header' 0xc # and 20: 0 in 32 bits
broken "$head 05 00 00 00 00 00 04 00 66 00 6b 00" 'import record: 5 bytes of names, but only 4 follow the header' 0xc
broken "$head 00 00 00 00 00 00 04 00" "import record: the symbol's name is empty or has no end" 0x14
broken "$head 01 00 00 00 00 00 04 00 66" "import record: the symbol's name is empty or has no end" 0x14
broken "$head 02 00 00 00 00 00 04 00 00 00" "import record: the symbol's name is empty or has no end" 0x14
broken "$head 02 00 00 00 00 00 04 00 66 00" "import record of f: the DLL's name is missing or has no end" 0x16
broken "$head 03 00 00 00 00 00 04 00 66 00 00" "import record of f: the DLL's name is missing or has no end" 0x16
broken "$head 03 00 00 00 00 00 04 00 66 00 6b" "import record of f: the DLL's name is missing or has no end" 0x16
broken "$head 04 00 00 00 00 00 04 00 66 6b 00 00" "import record of fk: the DLL's name is missing or has no end" 0x17
broken "$head 04 00 00 00 00 00 04 00 1b 5b 00 00" "import record of \\x1b[: the DLL's name is missing or has no end" 0x17
broken "$head 04 00 00 00 00 00 07 00 66 00 6b 00" 'import record: type 3 is none of code, data and const' 0x12
broken "$head 04 00 00 00 00 00 14 00 66 00 6b 00" 'import record: name type 5 is not known' 0x12
broken "$head 04 00 00 00 00 00 1c 00 66 00 6b 00" 'import record: name type 7 is not known' 0x12
broken "$head 04 00 00 00 00 00 10 00 66 00 6b 00" 'import record of f: the exported name (EXPORTAS) is missing or has no end' 0x18
broken "$head 05 00 00 00 00 00 10 00 66 00 6b 00 00" 'import record of f: the exported name (EXPORTAS) is missing or has no end' 0x18
broken "$head 06 00 00 00 00 00 10 00 66 00 6b 00 67 68" 'import record of f: the exported name (EXPORTAS) is missing or has no end' 0x18
broken "$head 04 00 00 00 00 00 08 00 5f 00 6b 00" 'import record of _: nothing is left of the name without its decoration' 0x14

# For another machine than the object's, and for one that there is not
machine() { # BYTES NAME
    hex $t/k "00 00 ff ff 00 00 $1 00 00 00 00 04 00 00 00 00 00 04 00 66 00 6b 00"
    library
    refuses "k.lib(k.dll): LNK1112: module machine type '$2' conflicts with target machine type 'x64'" '' \
        "$MYLINK" /nologo /entry:start /subsystem:console /out:$t/x.exe $t/main.obj $t/k.lib
}
machine '4c 01' x86
machine '64 aa' ARM64
machine '34 12' unknown

# Too short for a record, or of another version: the member is no import record, so nothing is imported from it.
other() { # BYTES
    hex $t/k "$1"
    refuses 'k: LNK1107: invalid or corrupt file: not an object' '' "$MYDUMP" $t/k
    library
    expect_fail 'main.obj : error LNK2019: unresolved external symbol f' limited "$MYLINK" /nologo /entry:start /subsystem:console \
        /out:$t/x.exe $t/main.obj $t/k.lib
}
other '00 00 ff ff'
other "$head 04 00 00 00 00 00 04"
other '00 00 ff ff 01 00 64 86 00 00 00 00 04 00 00 00 00 00 04 00 66 00 6b 00'
