# edit-mode.sh - mylink /EDIT changes a finished image's header fields and sections, moves it to another base, and keeps its checksum right.
. tests/common.sh
cd "$t"
asm hello.obj <"$ROOT/examples/hello/hello.asm"
mylink /entry:start /out:"$t/a.exe" hello.obj kernel32.lib
edit() { "$MYLINK" /EDIT "$@"; }
field() { expect_field "$t/a.exe" "$@"; }
edit /STACK:0x400000,0x2000 /HEAP:0x300001 /SUBSYSTEM:WINDOWS,6.1 /VERSION:3.7 a.exe
field OPTIONAL_HEADER.SizeOfStackReserve 0x400000
field OPTIONAL_HEADER.SizeOfStackCommit 0x2000
field OPTIONAL_HEADER.SizeOfHeapReserve 0x300004
field OPTIONAL_HEADER.SizeOfHeapCommit 0x1000
field OPTIONAL_HEADER.Subsystem 0x2
field OPTIONAL_HEADER.MajorSubsystemVersion 0x6
field OPTIONAL_HEADER.MinorSubsystemVersion 0x1
field OPTIONAL_HEADER.MajorImageVersion 0x3
field OPTIONAL_HEADER.MinorImageVersion 0x7
field OPTIONAL_HEADER.CheckSum 0x0
edit /subsystem:console -nxcompat:no -dynamicbase:no -tsaware:no -largeaddressaware:no /allowbind:no /swaprun:net,cd a.exe
field OPTIONAL_HEADER.DllCharacteristics 0x820 # NO_BIND, HIGH_ENTROPY_VA
field FILE_HEADER.Characteristics 0xc02        # both SWAPRUN flags, EXECUTABLE_IMAGE
edit -nxcompat -dynamicbase -tsaware -largeaddressaware /allowbind /swaprun:!net,!cd a.exe
field OPTIONAL_HEADER.DllCharacteristics 0x8160
field FILE_HEADER.Characteristics 0x22
edit /SECTION:.rdata=.mydata,dsw a.exe
section() { $python -c 'import pefile, sys
for s in pefile.PE("a.exe").sections:
    if s.Name.rstrip(b"\0") == b".mydata": print("%08x" % s.Characteristics)'; }
need_pefile
expect d2000040 section # discardable, shared, writable
edit '/SECTION:.mydata,!d!s!w' a.exe
expect 40000040 section
[ -x a.exe ] || fail 'no longer executable'
run_both "$t/a.exe" "@$ROOT/examples/hello/expected.txt"

# The checksum: written on demand, kept right from then on.
edit /RELEASE a.exe
need_pefile
sum() { $python -c 'import pefile, sys; pe = pefile.PE(sys.argv[1]); assert pe.verify_checksum() and pe.OPTIONAL_HEADER.CheckSum' "$1"; }
sum a.exe
edit /STACK:0x100000 a.exe
sum a.exe

# Another base: the same bytes as linked there. The second file goes behind the first.
for kind in x64 x86; do
    if [ $kind = x64 ]; then format=asm; else format=asm32; fi
    $format data.obj <<'END'
section .data
global table
table:  times 3 dd 0
%ifidn __OUTPUT_FORMAT__, win64
        dq table, table + 4
%else
        dd table, table + 4
%endif
        times 5000 db 1
%ifidn __OUTPUT_FORMAT__, win64
        dq table
%else
        dd table
%endif
END
    link() { mylink /nologo /dll /noentry /noimplib /timestamp:1 /export:table,data "$@" data.obj; }
    if [ $kind = x86 ]; then link() { mylink /nologo /dll /noentry /noimplib /timestamp:1 /include:table "$@" data.obj; }; fi
    link /base:0x10000000 /out:one.dll
    link /base:0x10000000 /out:two.dll
    link /base:0x20000000 /out:one.want
    link /base:0x20010000 /out:two.want
    edit /REBASE:BASE=0x20000000,BASEFILE one.dll two.dll
    $python - one.dll one.want two.dll two.want <<'END'
import pefile, sys
for a, b in (sys.argv[1:3], sys.argv[3:5]):
    x, y = pefile.PE(a), pefile.PE(b)
    assert x.OPTIONAL_HEADER.ImageBase == y.OPTIONAL_HEADER.ImageBase
    for s, t in zip(x.sections, y.sections):
        if s.Name != b".rdata\0\0" and s.Name != b".edata\0\0": assert s.get_data() == t.get_data(), s.Name # the export table has the file's name
END
    expect 'one              0x20000000 0x00010000
two              0x20010000 0x00010000' cat COFFBASE.TXT
    edit /REBASE:BASE=0x30000000,DOWN one.dll
    expect_field "$t/one.dll" OPTIONAL_HEADER.ImageBase 0x2fff0000
done

# Refused, and the file stays as it was.
mylink /entry:start /fixed /out:"$t/fixed.exe" hello.obj kernel32.lib
refused() { expect_fail "$1" "$MYLINK" /EDIT "${@:2}"; }
refused "fixed.exe : fatal error LNK1903: '/DYNAMICBASE' cannot be set" /dynamicbase fixed.exe
refused "fixed.exe : fatal error LNK1903: '/REBASE' cannot be done" /rebase fixed.exe
refused "EDIT : fatal error LNK1117: syntax error in option 'STACK:x'" /STACK:x a.exe
refused "EDIT : fatal error LNK1146: no argument specified with option '/STACK'" /STACK a.exe
refused "EDIT : fatal error LNK1901: option '/BIND' is not supported" /BIND a.exe
refused "EDIT : fatal error LNK1181: no image was named; mylink /EDIT /? lists the options" /RELEASE
refused 'LNK1104' /RELEASE gone.exe
refused 'this is an object; /EDIT changes images' /explain /RELEASE hello.obj
printf 'MZ broken' >broken.exe
refused 'broken.exe : fatal error' /RELEASE broken.exe
link /out:one.dll
expect "one.dll : warning LNK4228: '/STACK' invalid for a DLL; ignored" bash -c "'$MYLINK' /EDIT /STACK:1 one.dll 2>&1"
expect "EDIT : warning LNK4044: unrecognized option '/foo'; ignored" bash -c "'$MYLINK' /EDIT /foo /release one.dll 2>&1"

# The new file takes the old one's place whole: who has the old one open (here: another name for it) keeps it.
ln a.exe old.exe
edit /REBASE:BASE=0x150000000 a.exe
expect_field "$t/a.exe" OPTIONAL_HEADER.ImageBase 0x150000000
sum a.exe # it had a checksum
run_both "$t/a.exe" "@$ROOT/examples/hello/expected.txt"
expect_field "$t/old.exe" OPTIONAL_HEADER.ImageBase 0x140000000
[ "$(find . -name '.a.exe*' | wc -l)" = 0 ] || fail 'a temporary file is left'
# Every field at once, and it still runs.
edit /STACK:0x200000 /HEAP:0x200000,0x2000 /DYNAMICBASE:NO /LARGEADDRESSAWARE /NXCOMPAT /SUBSYSTEM:CONSOLE,6.2 /VERSION:9.8 /SECTION:.text,er /RELEASE a.exe
sum a.exe
run_both "$t/a.exe" "@$ROOT/examples/hello/expected.txt"

# What does not fit the image, with the reason and the way out.
warns() { expect "$1" bash -c "'$MYLINK' /EDIT /explain $2 2>&1 | grep -v '^  read:'"; }
warns "a.exe : warning LNK4039: section '.none' specified with /SECTION option does not exist" '/SECTION:.none,r a.exe'
warns "one.dll : warning LNK4228: '/TSAWARE' invalid for a DLL; ignored" '/TSAWARE one.dll'
warns "one.dll : warning LNK4228: '/HEAP' invalid for a DLL; ignored" '/HEAP:4096 one.dll'
warns "one.dll : warning LNK4062: '/HIGHENTROPYVA' not compatible with 'x86' target machine; option ignored" '/HIGHENTROPYVA one.dll'
asm32 small.obj 'global _start
section .text
_start: ret'
mylink /entry:start /subsystem:console /out:"$t/small.exe" small.obj
mkobj arm.obj 'machine arm64' 'section .text align=4' 'symbol start func' 'bytes c0 03 5f d6'
mylink /entry:start /subsystem:console /out:"$t/arm.exe" arm.obj
refused "small.exe : fatal error LNK1117: syntax error in option 'STACK:0x100000000'
  why:   the image has 32 bits
  do:    choose a smaller number" /explain /STACK:0x100000000 small.exe
refused "small.exe : fatal error LNK1224: invalid image base address 0x100000000
  why:   the image does not fit there
  do:    choose another /REBASE:BASE=" /explain /REBASE:BASE=0x100000000 small.exe
refused "arm.exe : fatal error LNK1246: '/DYNAMICBASE:NO' not compatible with 'ARM64' target machine
  why:   Windows for ARM64 loads no other images
  do:    leave it out" /explain /dynamicbase:no arm.exe
refused "fixed.exe : fatal error LNK1903: '/DYNAMICBASE' cannot be set
  why:   the image has no base relocations (/FIXED), so Windows cannot load it anywhere else
  do:    link it again without /FIXED" /explain /dynamicbase fixed.exe
refused "fixed.exe : fatal error LNK1903: '/REBASE' cannot be done
  why:   the image has no base relocations (/FIXED)
  do:    link it again with /BASE" /explain /rebase fixed.exe
refused '  do:    this is an object; /EDIT changes images. Give the option to the compiler or to the linker' /explain /RELEASE hello.obj
refused "syntax error in option 'SECTION:.text,m'
  do:    /SECTION:name[=new][,[!]cdeikprsuw]" /explain /SECTION:.text,m a.exe
# A base relocation of a kind that the loader would not know: the type of the first entry is changed.
cp one.dll odd.dll
at=$($python -c 'import pefile, sys
pe = pefile.PE("odd.dll"); print(pe.get_offset_from_rva(pe.OPTIONAL_HEADER.DATA_DIRECTORY[5].VirtualAddress) + 9)')
poke odd.dll "$at" 90
refused "odd.dll : fatal error LNK1903: '/REBASE' cannot be done
  why:   a base relocation is of another kind, or lies outside the file
  do:    link it again with /BASE" /explain /REBASE:BASE=0x40000000 odd.dll
# A signature (here: 8 bytes at the end that the directory calls one) covers what is changed.
cp a.exe signed.exe
size=$(stat -c %s signed.exe)
head -c 8 /dev/zero >>signed.exe
directory=$($python -c 'import pefile; pe = pefile.PE("signed.exe"); print(pe.OPTIONAL_HEADER.DATA_DIRECTORY[4].get_file_offset())')
poke signed.exe "$directory" "$(printf '%08x' "$size" | sed -E 's/(..)(..)(..)(..)/\4 \3 \2 \1/') 08 00 00 00"
refused 'signed.exe : fatal error LNK1282: unable to /REBASE file; it has been signed
  why:   the signature covers every byte that would change
  do:    rebase first, then sign' /explain /REBASE:BASE=0x160000000 signed.exe
warns 'signed.exe : warning LNK4906: the image is signed; its signature is no longer valid' '/VERSION:4.4 signed.exe'
