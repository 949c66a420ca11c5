# broken-images-tables.sh - the tables that few images have are checked like the others: delay imports, resources, debug directory, load
# configuration, functions; and what only the loader reads: forwarders, the TLS template, the order of the sections.
. tests/common.sh
. tests/broken.bash
need_pefile
put $t/k.def <<<'LIBRARY k.dll
EXPORTS
f
g'
mylib /nologo /noexp /machine:x64 /def:$t/k.def /out:$t/k.lib
c_msvc $t/a.obj -fasynchronous-unwind-tables <<'END'
__declspec(dllimport) int f(int), g(int);
char tls_data[16]; unsigned tls_index; void callback(void *a, unsigned b, void *c) {} void *callbacks[2] = {callback, 0};
struct { void *start, *end; void *index, *list; unsigned zero, flags; } _tls_used = {tls_data, tls_data + 16, &tls_index, callbacks};
struct { unsigned size, rest[79]; } const _load_config_used = {0x140};
__declspec(dllexport) int start(int x) { return f(x) + g(x); }
void *__delayLoadHelper2(void *a, void *b) { return 0; }
END
hex $t/a.res "00000000 20000000 ffff0000 ffff0000 00000000 00000000 00000000 00000000
    02000000 24000000 4100 4200 0000 4c00 0000 0000 00000000 30000904 00000000 00000000 61620000"
mylink /nologo /entry:start /subsystem:console /delayload:k.dll /include:_tls_used /brepro /out:$t/good.exe $t/a.obj $t/k.lib $t/a.res
eval "$($python - $t/good.exe <<'PYTHON'
import sys, pefile
pe = pefile.PE(sys.argv[1])
print("opt=%d sec=%d" % (pe.OPTIONAL_HEADER.get_file_offset(), pe.sections[0].get_file_offset()))
for name in "RESOURCE EXCEPTION BASERELOC DEBUG TLS LOAD_CONFIG DELAY_IMPORT".split():
    d = pe.OPTIONAL_HEADER.DATA_DIRECTORY[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_" + name]]
    print("dir_%s=%d %s=%d" % (name, d.get_file_offset(), name, pe.get_offset_from_rva(d.VirtualAddress)))
print("data_entry=%d" % pe.DIRECTORY_ENTRY_RESOURCE.entries[0].directory.entries[0].directory.entries[0].data.struct.get_file_offset())
PYTHON
)"
copy() { cp $t/good.exe $t/bad.exe; }
broken() { # OFFSET BYTES MESSAGE
    copy
    poke $t/bad.exe "$1" "$2"
    expect_fail "bad.exe : fatal error LNK1107: $3" limited "$MYDUMP" /all /out:/dev/null $t/bad.exe
}
mydump /all $t/good.exe >$t/dump

broken opt-4 '78 00' "16 data directories do not fit into the optional header's size"
broken dir_DELAY_IMPORT 'ff ff ff 7f' 'delay import descriptor 1 is outside the image: the table at RVA 0x7fffffff has no null entry at its end'
broken DELAY_IMPORT+4 'ff ff ff 7f' 'delay import descriptor 1: no DLL name at RVA 0x7fffffff'
broken DELAY_IMPORT+16 'ff ff ff 7f' 'imports from k.dll: lookup entry 1 is outside the image; the table at RVA 0x7fffffff has no end'
broken dir_LOAD_CONFIG 'ff ff ff 7f' 'the load configuration at RVA 0x7fffffff is outside the image'
broken dir_DEBUG 'ff ff ff 7f' 'debug directory: entry 1 is outside the image'
broken DEBUG+16 'ff ff ff ff' 'debug directory: entry 1: 4294967295 bytes at file offset 0x'
broken DEBUG+24 'ff ff ff ff' 'debug directory: entry 1: '
broken dir_EXCEPTION 'ff ff ff 7f' 'function table: entry 1 is outside the image'
broken EXCEPTION+8 'ff ff ff 7f' 'function table: entry 1 ('
broken dir_BASERELOC+4 '06 00 00 00' 'base relocations: 6 bytes at the end of the directory are too few for a block'
# Resources: types, one name, one language; a table's entry count is at +12 and +14, its first entry at +16.
broken dir_RESOURCE 'ff ff ff 7f' 'resources: the table at +0x0 is outside the section'
broken RESOURCE+12 'ff ff' 'resources: the '
broken RESOURCE+20 '00 00 00 80' 'resources: the table at +0x0 is a fourth level; types, names and languages are three'
broken RESOURCE+20 'f0 ff ff ff' 'resources: the table at +0x7ffffff0 is outside the section'
broken RESOURCE+20 'f0 ff ff 7f' 'resources: the data entry at +0x7ffffff0 is outside the section'
broken RESOURCE+16 'f0 ff ff ff' 'resources: the name at +0x7ffffff0 runs past the section'
broken data_entry '00 00 00 7f' 'resources: the data entry at +0x48 says 2 bytes at RVA 0x7f000000, which run past their section'
broken data_entry+4 'ff ff ff ff' 'resources: the data entry at +0x48 says 4294967295 bytes at RVA 0x'

# What only the loader reads
loads() { # WHY FILE: the reason, under Windows' words for the failure
    expect_fail "  why:   $1" limited "$MYLOAD_CHECK" --check "$2"
}
poked() { # OFFSET BYTES WHY
    copy
    poke $t/bad.exe "$1" "$2"
    loads "$3" $t/bad.exe
}
poked TLS '50 30 00 40 01 00 00 00 40 30 00 40 01 00 00 00' 'TLS directory: the template 0x140003050..0x140003040 is outside the image'
poked sec+52 '00 10 00 00' "section 2 '.rdata': RVA 0x1000 is inside what comes before it, up to 0x10"

# Exports that the program imports: a forwarder without a dot, and an address that is none.
c_msvc $t/main.obj <<<'__declspec(dllimport) int f(void); int start(void) { return f(); }'
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/k.lib
mkobj $t/k.obj 'section .text' 'symbol g func' 'bytes c3'
mylink /nologo /dll /noentry /noimplib /export:f=there.function /export:g /out:$t/k.dll $t/k.obj
sed -i 's/there\.function/there_function/' $t/k.dll
loads 'in k.dll it is a forwarder, and its text is not DLL.name' $t/main.exe
mylink /nologo /dll /noentry /noimplib /export:f=g /export:g /out:$t/k.dll $t/k.obj
poke $t/k.dll "$($python -c 'import sys, pefile; p = pefile.PE(sys.argv[1]); print(p.get_offset_from_rva(p.DIRECTORY_ENTRY_EXPORT.struct.AddressOfFunctions))' $t/k.dll)" '00 00 00 7f'
loads 'its address in k.dll, RVA 0x7f000000, is outside the image' $t/main.exe
