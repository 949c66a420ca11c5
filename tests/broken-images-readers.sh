# broken-images-readers.sh - a broken image is refused by everyone who reads images (mydump, mylib and mylink, for which it is a DLL to
# import from, mylink /EDIT, myload --check), with what is wrong and the place; /EDIT leaves it as it is.
# slow
. tests/common.sh
. tests/broken.bash
need_pefile
c_msvc $t/a.obj <<'END'
__declspec(dllimport) void Sleep(int);
__declspec(dllexport) void f(int x) { Sleep(x); }
__declspec(dllexport) void (*p)(int) = f;
char tls_data[16]; unsigned tls_index; void callback(void *a, unsigned b, void *c) {} void *callbacks[2] = {callback, 0};
struct { void *start, *end; void *index, *list; unsigned zero, flags; } _tls_used = {tls_data, tls_data + 16, &tls_index, callbacks};
END
mylink /nologo /dll /noentry /noimplib /include:_tls_used /out:$t/good.dll $t/a.obj kernel32.lib
mkobj $t/main.obj 'section .text' 'symbol start func' 'bytes e8' 'ref REL32 f' 'bytes c3'

put $t/places.py <<'PYTHON'
import sys, pefile
pe = pefile.PE(sys.argv[1])
off = pe.get_offset_from_rva
print("pe=%d opt=%d sec=%d" % (pe.DOS_HEADER.e_lfanew, pe.OPTIONAL_HEADER.get_file_offset(), pe.sections[0].get_file_offset()))
for name in "EXPORT IMPORT BASERELOC TLS".split():
    d = pe.OPTIONAL_HEADER.DATA_DIRECTORY[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_" + name]]
    print("dir_%s=%d %s=%d" % (name, d.get_file_offset(), name, off(d.VirtualAddress)))
print("ILT=%d" % off(pe.DIRECTORY_ENTRY_IMPORT[0].struct.OriginalFirstThunk))
e = pe.DIRECTORY_ENTRY_EXPORT.struct
print("addresses=%d ordinals=%d names=%d" % (off(e.AddressOfFunctions), off(e.AddressOfNameOrdinals), off(e.AddressOfNames)))
PYTHON
eval "$($python $t/places.py $t/good.dll)"

dump() { refuses "bad.dll: LNK1107: $1" '' "$MYDUMP" /all /out:/dev/null $t/bad.dll; }
library() { refuses "bad.dll: LNK1107: $1" "$2" "$MYLIB" /nologo /explain /out:$t/x.lib $t/bad.dll; }
input() { refuses "bad.dll: LNK1107: $1" "$2" "$MYLINK" /nologo /explain /entry:start /subsystem:console /out:$t/x.exe $t/main.obj $t/bad.dll; }
edit() { refuses "bad.dll: LNK1107: $1" '' "$MYLINK" /edit /nologo /rebase:base=0x20000000 $t/bad.dll; }
check() { # the loader has Windows' words for the failure, and the reason under it
    local where=$2
    case $where in 0x*) where="file offset $where" ;; esac
    expect_fail "  where: $where
  why:   $1" limited "$MYLOAD_CHECK" --check $t/bad.dll
}
tls() { expect_fail "  why:   $1" limited "$MYLOAD_CHECK" --check $t/bad.dll; }
start() { expect_fail "bad.dll : fatal error: $1" limited "$MYLOAD_CHECK" --check $t/bad.dll; }

broken() { # WHO OFFSET BYTES MESSAGE PLACE
    local who
    cp $t/good.dll $t/bad.dll
    poke $t/bad.dll "$2" "$3"
    for who in $1; do $who "$4" "$5"; done
}

# Headers, which everyone reads
headers() { broken 'dump library input edit check' "$@"; }
headers 0x3c 'ff ff ff ff' 'not a Windows image: no PE signature at 0xffffffff, where the DOS header says it is (a DOS or 16-bit program?)' 0x3c
headers 0x3c 'f0 ff ff 7f' 'not a Windows image: no PE signature at 0x7ffffff0, where the DOS header says it is (a DOS or 16-bit program?)' 0x3c
headers pe '4e 45' 'not a Windows image: no PE signature at 0x80, where the DOS header says it is (a DOS or 16-bit program?)' 0x3c
headers pe+6 'ff ff' '65535 section headers run past the file' 0x188
headers pe+20 '00 00' 'the optional header (0 bytes) is missing or runs past the file' 0x98
headers pe+20 'ff ff' 'the optional header (65535 bytes) is missing or runs past the file' 0x98
headers pe+20 '60 00' 'the optional header has 96 bytes; this kind needs 112' 0x98
headers opt '07 01' 'optional header magic 0x107 is neither PE32 (10B) nor PE32+ (20B)' 0x98
headers opt+32 '00 00 00 00' 'section alignment 0x0 and file alignment 0x200 should be powers of two, the second not the larger' 0xb8
headers opt+32 '03 00 00 00' 'section alignment 0x3 and file alignment 0x200 should be powers of two, the second not the larger' 0xb8
headers opt+36 '03 00 00 00' 'section alignment 0x1000 and file alignment 0x3 should be powers of two, the second not the larger' 0xb8
headers opt+36 '00 00 10 00' 'section alignment 0x1000 and file alignment 0x100000 should be powers of two, the second not the larger' 0xb8
headers opt+16 '00 00 00 70' 'the entry point, RVA 0x70000000, is outside the image (0x5000 bytes)' 0xa8
headers opt+56 '00 00 00 00' "the image's size, 0x0, is less than that of its headers, 0x400" 0xd0
headers opt+56 '00 10 00 00' "section 1 '.text': its end, RVA 0x1011, is past the image's size, 0x1000" 0x190
headers opt+60 '00 00 00 10' "the headers' size, 0x10000000, is more than the file's, 0xc00" 0xd4
headers sec+16 '00 00 00 10' "section 1 '.text': raw data 0x400..0x10000400 ends past the file (0xc00 bytes)" 0x188
headers sec+16 'ff ff ff ff' "section 1 '.text': raw data 0x400..0x1000003ff ends past the file (0xc00 bytes)" 0x188
headers sec+20 'f0 ff ff ff' "section 1 '.text': raw data 0xfffffff0..0x1000001f0 ends past the file (0xc00 bytes)" 0x188
headers sec+8 'ff ff ff ff' "section 1 '.text': its end, RVA 0x100000fff, is past the image's size, 0x5000" 0x190
headers sec+12 '01 10 00 00' "section 1 '.text': RVA 0x1001 is not a multiple of the section alignment 0x1000" 0x194
headers sec+12 '00 00 00 00' "section 1 '.text': RVA 0x0 is inside what comes before it, up to 0x400" 0x194
headers sec+12 '00 f0 ff ff' "section 1 '.text': its end, RVA 0xfffff011, is past the image's size, 0x5000" 0x190
headers sec+52 '00 10 00 00' "section 2 '.rdata': RVA 0x1000 is inside what comes before it, up to 0x1011" 0x1bc

# Exports: whoever imports from the DLL
place='RVA 0x2010, file offset 0x610'
exports() { broken 'dump library input check' "$@"; }
exports dir_EXPORT 'ff ff ff 7f' 'the export directory at RVA 0x7fffffff is outside the image' 'RVA 0x7fffffff'
exports EXPORT+12 'ff ff ff 7f' 'export directory: no DLL name at RVA 0x7fffffff' "$place"
exports EXPORT+16 'ff ff ff ff' 'export directory: ordinal base 4294967295 and 2 functions give ordinals above 32 bits' "$place"
exports EXPORT+20 'ff ff ff 0f' 'export directory: 268435455 addresses at RVA 0x2038 run past their section' "$place"
exports EXPORT+20 'ff ff ff ff' 'export directory: ordinal base 1 and 4294967295 functions give ordinals above 32 bits' "$place"
exports EXPORT+24 'ff ff ff 7f' 'export directory: 2147483647 names at RVA 0x2040 or their ordinals at RVA 0x2048 run past their section' "$place"
exports EXPORT+28 'ff ff ff 7f' 'export directory: 2 addresses at RVA 0x7fffffff run past their section' "$place"
exports EXPORT+32 'ff ff ff 7f' 'export directory: 2 names at RVA 0x7fffffff or their ordinals at RVA 0x2048 run past their section' "$place"
exports EXPORT+36 'ff ff ff 7f' 'export directory: 2 names at RVA 0x2040 or their ordinals at RVA 0x7fffffff run past their section' "$place"
cp $t/good.dll $t/bad.dll
python3 -c 'import sys; p = sys.argv[1]; b = open(p, "rb").read(); open(p, "wb").write(b.replace(b"good.dll\0", b"\0ood.dll\0"))' $t/bad.dll
library "export directory: the DLL's name is empty" ''
input "export directory: the DLL's name is empty" ''
broken 'dump library input' ordinals 'ff ff' 'export name 1 of 2 has address table index 65535, but there are 2 addresses' "$place"
broken 'dump library input' names 'ff ff ff 7f' 'export name 1 is not at RVA 0x7fffffff' "$place"

# Imports and TLS: the loader
imports() { broken 'dump start' "$@" ''; }
imports dir_IMPORT 'ff ff ff 7f' 'import descriptor 1 is outside the image: the table at RVA 0x7fffffff has no null entry at its end'
imports IMPORT+12 'ff ff ff 7f' 'import descriptor 1: no DLL name at RVA 0x7fffffff'
imports IMPORT 'ff ff ff 7f' 'imports from KERNEL32.dll: lookup entry 1 is outside the image; the table at RVA 0x7fffffff has no end'
imports IMPORT+16 'ff ff ff 7f' 'imports from KERNEL32.dll: address table entry 1 (RVA 0x7fffffff) is outside the sections'
imports ILT 'ff ff ff 7f' 'imports from KERNEL32.dll: lookup entry 1 holds 0x7fffffff, where no hint and name are'
broken 'dump tls' dir_TLS 'ff ff ff 7f' 'the TLS directory at RVA 0x7fffffff is outside the image' ''
broken 'dump tls' TLS '00 00 00 00 00 00 00 00' 'TLS directory: the template 0x0..0x180003060 is outside the image' ''
broken 'dump tls' TLS+8 '00 00 00 00 00 00 00 00' 'TLS directory: the template 0x180003050..0x0 is outside the image' ''
broken tls TLS+16 'ff ff ff ff' 'TLS directory: the index is outside the image' ''
broken tls TLS+24 'ff ff ff ff' 'TLS directory: the array of callbacks is outside the image' ''
broken dump TLS+24 'ff ff ff ff' 'TLS directory: entry 1 of the callback list at 0x1ffffffff is outside the image' ''

# Base relocations: whoever moves the image
relocs() { broken 'dump edit start' "$@" ''; }
relocs dir_BASERELOC 'ff ff ff 7f' 'base relocations: 0x14 bytes at RVA 0x7fffffff run past their section'
relocs dir_BASERELOC+4 'ff ff 00 00' 'base relocations: 0xffff bytes at RVA 0x4000 run past their section'
relocs BASERELOC '00 f0 ff ff' 'base relocations: entry 1 of the block for page 0xfffff000 is outside the image (0x5000 bytes)'
relocs BASERELOC+4 '00 00 00 00' 'base relocations: the block at +0x0 has size 0; it should be even, from 8 to 20'
relocs BASERELOC+4 '09 00 00 00' 'base relocations: the block at +0x0 has size 9; it should be even, from 8 to 20'
relocs BASERELOC+4 '00 00 00 80' 'base relocations: the block at +0x0 has size 2147483648; it should be even, from 8 to 20'
broken tls BASERELOC+8 '00 40' 'base relocation of type 4 at RVA 0x3000: this machine has no such type' ''
cp $t/good.dll $t/bad.dll
poke $t/bad.dll BASERELOC+8 '00 40'
expect_fail "bad.dll : fatal error LNK1903: '/REBASE' cannot be done" limited "$MYLINK" /edit /nologo /rebase:base=0x20000000 $t/bad.dll

# A base relocation that patches the headers: moving the image would destroy it. (Found by tests/fuzz/image-edit.)
cp $t/good.dll $t/bad.dll
poke $t/bad.dll BASERELOC '00 00 00 00'
poke $t/bad.dll BASERELOC+8 '80 a0'
edit 'the image would be malformed: not a Windows image: no PE signature at 0x'

# Tables in the zero tail of a section, which costs the file nothing: millions of entries are not shown. (Found by tests/fuzz/image-dump.)
cp $t/good.dll $t/bad.dll
poke $t/bad.dll sec+3*40+8 '00 00 00 08'
poke $t/bad.dll opt+56 '00 40 00 08'
poke $t/bad.dll opt+136 '00 50 00 00 00 00 00 07' # functions: only spare ones there
limited "$MYDUMP" /all $t/bad.dll >$t/out
[ "$(wc -l <$t/out)" -lt 1000 ] || fail "$(wc -l <$t/out) lines about 9 million spare functions"
poke $t/bad.dll opt+160 '00 50 00 00 00 00 00 07'
dump 'debug directory: entry 1 is not in the file'
