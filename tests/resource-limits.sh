# resource-limits.sh - as many and as long as an image can hold: 65,535 resources of a type, names of 65,535 characters; no more.
. tests/common.sh
need_pefile

make_res() { # FILE EXPRESSION: (type, name, data) for each record; a name is a number or a text
    $python - "$1" "$2" <<'PY'
import struct
import sys

def key(k):
    return struct.pack("<HH", 0xffff, k) if isinstance(k, int) else k.encode("utf-16-le") + b"\0\0"

def record(kind, name, data):
    head = key(kind) + key(name)
    head += b"\0" * (-len(head) % 4) + struct.pack("<IHHII", 0, 0x30, 0x409, 0, 0)
    return struct.pack("<II", len(data), len(head) + 8) + head + data + b"\0" * (-len(data) % 4)

empty = struct.pack("<IIHHHHIHHII", 0, 32, 0xffff, 0, 0xffff, 0, 0, 0, 0, 0, 0)
with open(sys.argv[1], "wb") as f:
    f.write(empty + b"".join(record(*r) for r in eval(sys.argv[2])))
PY
}
link() { mylink /dll /noentry /machine:x64 "$@" /out:$t/x.dll; }
refuse() { expect_fail "$1" mylink /dll /noentry /machine:x64 $t/bad.res /out:$t/y.dll; }

make_res $t/many.res '[(10, i, b"x") for i in range(65535)]'
image_checks=off # pefile stops counting at some thousands
link $t/many.res
size=$(pe_field $t/x.dll 'section(".rsrc").Misc_VirtualSize')
[ $((size)) -gt $((65535 * (8 + 24 + 16 + 8))) ] || fail "only $size bytes"
expect 65535 eval "mydump /resources $t/x.dll | grep -c '^        1033 '"
make_res $t/bad.res '[(10, i, b"x") for i in range(65536)]'
refuse 'bad.res : fatal error LNK1123: failure during conversion to COFF: more than 65535 resources of one type'
image_checks=on

make_res $t/long.res '[(10, "A" * 65535, b"long"), ("B" * 300, 1, b"type")]'
link $t/long.res
expect 0xffff pe_field $t/x.dll 'pe.get_word_at_rva(section(".rsrc").VirtualAddress + (pe.DIRECTORY_ENTRY_RESOURCE.entries[1].directory.entries[0].struct.Name & 0x7fffffff))'
make_res $t/bad.res '[(10, "A" * 65536, b"x")]'
refuse 'bad.res : fatal error LNK1123: invalid .res file: the record at 0x20 has a name of more than 65535 characters'

# Every length of data, also none; names are compared by their UTF-16 units, and case counts.
make_res $t/odd.res '[(10, i, b"y" * i) for i in range(1, 20)] + [(10, "\ud55c", b"k"), (10, "a", b"l"), (10, "B", b"m"), (10, "\u00e9", b"n"), (11, 1, b"")]'
link $t/odd.res
expect "B
a
$(printf '\303\251')
$(printf '\355\225\234')
$(seq 1 19)" pe_field $t/x.dll '[str(e.name) if e.name else "%d" % e.id for e in pe.DIRECTORY_ENTRY_RESOURCE.entries[0].directory.entries]'
expect 0x0 pe_field $t/x.dll 'pe.DIRECTORY_ENTRY_RESOURCE.entries[1].directory.entries[0].directory.entries[0].data.struct.Size'
