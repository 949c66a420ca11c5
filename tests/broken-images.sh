# broken-images.sh - an image broken in one place gives exit code 1 and a message that names the file and the place; no such image
# makes mydump crash, hang or print for ever.
. tests/common.sh
need_pefile

put $t/k.def <<<'LIBRARY KERNEL32.dll
EXPORTS
Sleep
GetStdHandle'
"$(tool llvm-dlltool)" -m i386:x86-64 -d $t/k.def -l $t/k.lib
c_msvc $t/a.obj -fasynchronous-unwind-tables <<<'__declspec(dllimport) int Sleep(int); __declspec(dllimport) int GetStdHandle(int);
__declspec(dllexport) int f(int x) { return Sleep(x) + GetStdHandle(x); } __declspec(dllexport) int (*p)(int) = f;
char tls_data[16]; unsigned tls_index; void callback(void *a, unsigned b, void *c) {} void *callbacks[2] = {callback, 0};
struct { void *start, *end; void *index, *list; unsigned zero, flags; } _tls_used = {tls_data, tls_data + 16, &tls_index, callbacks};'
"$(tool lld-link)" /dll /noentry /include:_tls_used /out:$t/good.dll $t/a.obj $t/k.lib
mydump /all $t/good.dll >/dev/null || fail 'the sound image is refused'

# Places, as file offsets.
put $t/places.py <<'PYTHON'
import sys, pefile
pe = pefile.PE(sys.argv[1])
off = pe.get_offset_from_rva
print("pe=%d" % pe.DOS_HEADER.e_lfanew)
print("opt=%d" % pe.OPTIONAL_HEADER.get_file_offset())
print("sec=%d" % pe.sections[0].get_file_offset())
for name in "EXPORT IMPORT BASERELOC EXCEPTION TLS".split():
    d = pe.OPTIONAL_HEADER.DATA_DIRECTORY[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_" + name]]
    print("dir_%s=%d" % (name, d.get_file_offset()))
    print("%s=%d" % (name, off(d.VirtualAddress)))
i = pe.DIRECTORY_ENTRY_IMPORT[0].struct
print("ILT=%d" % off(i.OriginalFirstThunk))
e = pe.DIRECTORY_ENTRY_EXPORT.struct
print("ordinals=%d names=%d" % (off(e.AddressOfNameOrdinals), off(e.AddressOfNames)))
PYTHON
eval "$($python $t/places.py $t/good.dll)"

broken() { # OFFSET BYTES MESSAGE
    cp $t/good.dll $t/bad.dll
    poke $t/bad.dll "$1" "$2"
    expect_fail "bad.dll : fatal error LNK1107: $3" timeout 60 "$MYDUMP" /all /out:/dev/null $t/bad.dll
}
broken 0x3c 'ff ff ff ff' 'not a Windows image: no PE signature at 0xffffffff'
broken pe '4e 45' 'not a Windows image: no PE signature'
broken pe+6 'ff ff' '65535 section headers run past the file'
broken pe+20 '00 00' 'the optional header (0 bytes) is missing'
broken pe+20 '60 00' 'the optional header has 96 bytes; this kind needs 112'
broken opt '07 01' 'optional header magic 0x107 is neither PE32 (10B) nor PE32+ (20B)'
broken opt+32 '00 00 00 00' 'section alignment 0x0 and file alignment 0x200'
broken opt+36 '03 00' 'section alignment 0x1000 and file alignment 0x3'
broken opt+16 '00 00 00 70' 'the entry point, RVA 0x70000000, is outside the image'
broken opt+56 '00 10 00 00' "section 1 '.text': its end, RVA 0x"
broken opt+60 '00 00 00 10' "the headers' size, 0x10000000, is more than the file's"
broken sec+16 '00 00 00 10' "section 1 '.text': raw data 0x400..0x10000400 ends past the file"
broken sec+20 'f0 ff ff ff' "section 1 '.text': raw data 0xfffffff0..0x1000001f0 ends past the file"
broken sec+12 '01 10 00 00' "section 1 '.text': RVA 0x1001 is not a multiple of the section alignment"
broken sec+12 '00 00 00 00' "section 1 '.text': RVA 0x0 is inside what comes before it, up to 0x400"
broken sec+52 '00 10 00 00' "section 2 '.rdata': RVA 0x1000 is inside what comes before it"
broken dir_IMPORT 'ff ff ff 7f' 'import descriptor 1 is outside the image'
broken IMPORT+12 'ff ff ff 7f' 'import descriptor 1: no DLL name at RVA 0x7fffffff'
broken IMPORT 'ff ff ff 7f' 'imports from KERNEL32.dll: lookup entry 1 is outside the image'
broken IMPORT+16 'ff ff ff 7f' 'imports from KERNEL32.dll: address table entry 1 (RVA 0x7fffffff) is outside the sections'
broken ILT 'ff ff ff 7f' 'imports from KERNEL32.dll: lookup entry 1 holds 0x7fffffff, where no hint and name are'
broken dir_EXPORT 'ff ff ff 7f' 'the export directory at RVA 0x7fffffff is outside the image'
broken EXPORT+20 'ff ff ff 0f' 'export directory: 268435455 addresses at RVA 0x'
broken EXPORT+24 'ff ff ff 7f' 'export directory: 2147483647 names at RVA 0x'
broken EXPORT+16 'ff ff ff ff' 'export directory: ordinal base 4294967295'
broken ordinals 'ff ff' 'export name 1 of 2 has address table index 65535'
broken names 'ff ff ff 7f' 'export name 1 is not at RVA 0x7fffffff'
broken dir_BASERELOC+4 'ff ff 00 00' 'base relocations: 0xffff bytes at RVA 0x'
broken BASERELOC+4 '00 00 00 00' 'base relocations: the block at +0x0 has size 0; it should be even, from 8 to'
broken BASERELOC+4 '09 00 00 00' 'base relocations: the block at +0x0 has size 9;'
broken BASERELOC+4 '00 00 00 80' 'base relocations: the block at +0x0 has size 2147483648;'
broken BASERELOC '00 f0 ff ff' 'base relocations: entry 1 of the block for page 0xfffff000 is outside the image'
broken dir_TLS 'ff ff ff 7f' 'the TLS directory at RVA 0x7fffffff is outside the image'
broken TLS '00 00 00 00 00 00 00 00' 'TLS directory: the template 0x0..0x'
broken TLS+24 'ff ff ff ff' 'TLS directory: entry 1 of the callback list at 0x1ffffffff is outside the image'
broken dir_EXCEPTION 'ff ff ff 7f' 'function table: entry 1 is outside the image'
broken EXCEPTION+4 'ff ff ff 7f' 'function table: entry 1 (0x'

# Every cut, and single bytes changed all over headers and tables: an answer in time, with exit code 0 or 1.
answers() {
    local code=0
    timeout 60 "$MYDUMP" /all /rawdata:none /out:/dev/null $t/bad.dll >$t/log 2>&1 || code=$?
    [ $code -le 1 ] || { cat $t/log >&2; fail "exit code $code: $*"; }
}
size=$(stat -c %s $t/good.dll)
for ((n = 0; n < size; n += n < 1100 ? 37 : 331)); do
    head -c $n $t/good.dll >$t/bad.dll
    answers "cut to $n"
done
for ((n = 0x40; n < size; n += n < sec + 160 ? 5 : 29)); do
    cp $t/good.dll $t/bad.dll
    poke $t/bad.dll $n ff
    answers "byte $n is FF"
done
