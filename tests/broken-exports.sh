# broken-exports.sh - a broken .exp file: named in the message, exit code 1, no image. What its tables say counts in the finished image, so
# some of it is found only there.
. tests/common.sh
. tests/broken.bash
have python3 || skip 'python3 is not installed'
cd $t
put e.def <<'END'
LIBRARY x.dll
EXPORTS
two=second @5
one
away=kernel32.Sleep
secret @3 NONAME
END
mylib /nologo /def:e.def /machine:x64 /out:e.lib
mkobj d.obj 'section .text' 'symbol one' 'bytes c3' 'symbol second' 'bytes c3' 'symbol secret' 'bytes c3'
link="$MYLINK /nologo /dll /noentry /out:x.dll d.obj"

# Changes x.exp, a copy of e.exp, at places named by what is there: header+OFFSET, section+OFFSET (of .edata's header), edata+OFFSET (its bytes),
# reloc+OFFSET (10 bytes each), all of WIDTH bytes. tests/lib-exp.sh shows the file: the directory, 5 addresses at 28h, 3 names at 3Ch,
# 3 ordinals at 48h; relocations 0 to 6 for addresses and names, then the directory's name, addresses, names and ordinals.
change() { # PLACE WIDTH NUMBER
    python3 - "$@" <<'PYTHON'
import struct, sys
place, width, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3], 0)
data = bytearray(open("x.exp", "rb").read())
base, off = place.split("+")
start = {"header": 0, "section": 20, "edata": struct.unpack_from("<I", data, 40)[0], "reloc": struct.unpack_from("<I", data, 44)[0]}[base]
data[start + int(off, 0):start + int(off, 0) + width] = number.to_bytes(width, "little")
open("x.exp", "wb").write(data)
PYTHON
}
broken() { # MESSAGE PLACE CHANGES: triples of words for change
    local message=$1 place=$2
    shift 2
    cp e.exp x.exp
    while [ $# -gt 0 ]; do change "$1" "$2" "$3"; shift 3; done
    refuses "x.exp: LNK$message" "$place" $link /explain x.exp
    [ ! -e x.dll ] || fail "an image was left for: $message"
}
image='1107: invalid or corrupt file: the image would be malformed'

# ---- The object: cut anywhere, wrong counts, wrong machine
for ((n = 0; n < 516; n += 13)); do # up to the string table, which is empty
    head -c $n e.exp >x.exp
    expect_fail 'x.exp' limited $link x.exp
done
broken '1107: section table 0x14..0x27fe84 ends past the file (0x208 bytes)' 0x14 header+2 2 0xfff6
broken '1112: module machine type' '' header+0 2 0x14c
broken "1136: section 1 '.edata': relocation 0 names symbol 99, but the object has 13" 0xac reloc+4 4 99
broken "1136: section 1 '.edata': relocation 0 patches 4 bytes at 0x6d, outside its 0x70 bytes" 0xac reloc+0 4 0x6d
broken "1136: section 1 '.edata': relocation 0 patches 4 bytes at 0xfffffffc, outside its 0x70 bytes" 0xac reloc+0 4 0xfffffffc
cp e.exp x.exp; change reloc+8 2 99; expect_fail 'x.exp : error LNK1107: relocation type 0x63 against' limited $link x.exp
cp e.exp x.exp; change edata+60 4 0x80000000; expect_fail 'x.exp : error LNK2013: ADDR32NB fixup overflow' limited $link x.exp

# ---- The directory: counts and places. The numbers in the section are added to what the relocations give.
broken "$image: export directory: ordinal base 3 and 4294967295 functions give ordinals above 32 bits" 'RVA 0x2000, file offset 0x600' edata+20 4 0xffffffff
broken "$image: export directory: 65536 addresses at RVA 0x2028 run past their section" 'RVA 0x2000, file offset 0x600' edata+20 4 0x10000
broken "$image: export directory: 4294967295 names at RVA 0x203c or their ordinals at RVA 0x2048 run past their section" '' edata+24 4 0xffffffff
broken "$image: export name 4 of 4 has address table index 11896, but there are 5 addresses" '' edata+24 4 4
broken "$image: export name 1 of 3 has address table index 3, but there are 2 addresses" '' edata+20 4 2
broken "$image: export name 1 of 3 has address table index 3, but there are 0 addresses" '' edata+20 4 0
broken "$image: export with ordinal 65536, (no name): ordinals have 16 bits" 'RVA 0x2000' edata+16 4 0x10000
broken "$image: export directory: no DLL name at RVA 0x1204e" '' edata+12 4 0x10000
broken "$image: export directory: 5 addresses at RVA 0x3028 run past their section" '' edata+28 4 0x1000
broken "$image: export directory: 3 names at RVA 0x303c or" '' edata+32 4 0x1000
broken "$image: export directory: 3 names at RVA 0x203c or their ordinals at RVA 0x3048" '' edata+36 4 0x1000
broken "$image: export name 1 of 3 has address table index 99, but there are 5 addresses" '' edata+0x48 2 99

# ---- Addresses and names
broken "$image: export name 1 is not at RVA 0x3054" '' edata+0x3c 4 0x1000
broken "$image: export with ordinal 7, one: its name is not behind the one before it" 'RVA 0x2000' edata+0x3c 4 9
broken "$image: export with ordinal 7, one: its name is not behind the one before it" 'RVA 0x2000' edata+0x3c 4 5 # one, one, two
broken "$image: export with ordinal 3, (no name): its address is not in a section" '' edata+0x28 4 0x7fffffff
broken "$image: export with ordinal 3: no forwarder text at RVA 0x201a" '' edata+0x28 4 0x1018
broken "$image: export with ordinal 7, one: no dot in the text that says which DLL has it" '' reloc+4 4 9

broken "$image: export with ordinal 6, MZ\\x90: its name is in the headers" 'RVA 0x2000' reloc+38 2 0 # a relocation that does nothing
shows '  do:    make the export file again, with mylib /DEF' $link /explain x.exp

# ---- Relocations missing: what they were for points into the headers, or at nothing
for n in 0 1 2 3 4 5 6 7 8 9 10; do
    cp e.exp x.exp
    change section+32 2 $n
    expect_fail "x.exp : fatal error LNK$image: export directory: " limited $link x.exp
done

# ---- Two of them: which is the DLL's export section?
printf 'LIBRARY x.dll\nEXPORTS\nother=one\n' >f.def
mylib /nologo /def:f.def /machine:x64 /out:f.lib
refuses 'f.exp: LNK1141: a second export file; the exports are those of e.exp' '' $link e.exp f.exp
refuses 'e.exp: LNK1141: a second export file; the exports are those of f.exp' '' $link f.exp e.exp

shows '  do:    make one export file of both .def files, with mylib /DEF' $link /explain f.exp e.exp

# ---- Sound: as it was made; with other sections beside .edata; with nothing in it
mkdir sound
mylink /nologo /dll /noentry /out:sound/x.dll d.obj e.exp
expect_field sound/x.dll 'exports()' '6 away -> kernel32.Sleep
7 one
5 two
3 -'
mkobj more.exp 'section .rdata' 'symbol text' 'bytes 6d 2e 64 6c 6c 00' 'symbol name' 'bytes 6d 00' 'section .edata flags=data,r align=4' 'zeros 12' \
    'ref ADDR32NB text' 'bytes 01 00 00 00 01 00 00 00 01 00 00 00' 'ref ADDR32NB addresses' 'ref ADDR32NB names' 'ref ADDR32NB ordinals' \
    'symbol addresses' 'ref ADDR32NB one' 'symbol names' 'ref ADDR32NB name' 'symbol ordinals' 'bytes 00 00'
mylink /nologo /dll /noentry /out:m.dll d.obj more.exp
expect_field m.dll 'exports()' '1 m'
