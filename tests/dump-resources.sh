# dump-resources.sh - a .res file's records, and the resource tree of an image, with names, numbers and languages; broken .res files.
. tests/common.sh
need llvm-rc
put $t/a.rc <<'RC'
LANGUAGE 9, 1
1 24 "manifest.xml"
STRINGTABLE { 1, "hello" }
NAMED RCDATA { "data", 1, 2 }
7 MYTYPE { "x" }
LANGUAGE 10, 3
NAMED RCDATA { "datos" }
RC
printf '<assembly/>' >$t/manifest.xml
(cd $t && "$(tool llvm-rc)" /fo a.res a.rc) >/dev/null

records() {
    mydump $t/a.res | awk -F ': ' '/  Type  / { type = $2 } /  Name  / { name = $2 } /  Language/ { split($2, w, " ") }
        /SizeOfData/ { print type, name, w[1], $2 }' | sort
}
expect '"MYTYPE" 7 1033 00000001
MANIFEST (24) 1 1033 0000000B
RCDATA (10) "NAMED" 1033 00000008
RCDATA (10) "NAMED" 3082 00000005
STRING (6) 1 1033 0000002A' records
expect_line '  00000000: 3C 61 73 73 65 6D 62 6C 79 2F 3E                 <assembly/>' mydump /rawdata $t/a.res

# The same in an image, as lld-link writes it.
asm $t/a.obj 'section .text
ret'
"$(tool lld-link)" /dll /noentry /out:$t/lld.dll $t/a.obj $t/a.res
for line in '    "MYTYPE"' '    RCDATA (10)' '      "NAMED"' '    STRING (6)' '    MANIFEST (24)'; do
    expect_line "$line" mydump /resources $t/lld.dll
done
mydump /resources $t/lld.dll | sed -En 's/^        ([0-9]+)    RVA [0-9A-F]+, ([0-9A-F]+) bytes, code page .*/\1 \2/p' | sort >$t/leaves
expect '1033 1
1033 2A
1033 8
1033 B
3082 5' cat $t/leaves

# Broken records: the first real one is at 20h; its sizes are its first two words.
broken() { # OFFSET BYTES MESSAGE
    cp $t/a.res $t/bad.res
    poke $t/bad.res "$1" "$2"
    expect_fail "bad.res : fatal error LNK1123: invalid .res file: $3" mydump $t/bad.res
}
broken 0x24 '00 00 00 00' 'the record at 0x20 has header size 0; it should be a multiple of 4, from 32 to'
broken 0x24 '21 00 00 00' 'the record at 0x20 has header size 33'
broken 0x24 'ff ff ff 7f' 'the record at 0x20 has header size 2147483647'
broken 0x20 'ff ff ff ff' 'the record at 0x20 has 4294967295 bytes of data, which end past the file'
broken 0x28 '41 00 41 00 41 00 41 00 41 00 41 00 41 00 41 00 41 00 41 00 41 00 41 00' 'type and name of the record at 0x20 do not end within its header'
size=$(stat -c %s $t/a.res)
for ((n = 33; n < size; n += 3)); do
    head -c $n $t/a.res >$t/bad.res
    code=0; mydump $t/bad.res >$t/log 2>&1 || code=$?
    [ $code -le 1 ] || fail "cut to $n: exit code $code"
done
head -c $((size - 20)) $t/a.res >$t/bad.res
expect_fail 'bytes of data, which end past the file' mydump $t/bad.res
