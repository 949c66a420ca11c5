# export-names-sorted.sh - names are sorted by their bytes, whatever the locale says; so each is found by the loader's binary search.
. tests/common.sh
allow_warning 'AddressOfNames in the export directory' # pefile takes names outside ASCII for rubbish
asm $t/d.obj 'section .text
global f
f: mov eax, 1
ret'
names=(A _a a Z z a1 a10 a2 _ __ $'\x7f' ü ä $'\xf0\x9f\x98\x80' aa 0)
{ echo EXPORTS; for n in "${names[@]}"; do printf '"%s"=f\n' "$n"; done; } >$t/d.def
LC_ALL=C.UTF-8 mylink /nologo /dll /noentry /def:$t/d.def /out:$t/d.dll $t/d.obj
readobj=$(tool llvm-readobj)
$readobj --coff-exports $t/d.dll | sed -n 's/^  Name: //p' >$t/got # in ordinal order
printf '%s\n' "${names[@]}" | LC_ALL=C sort >$t/want
same $t/want $t/got
# Each by GetProcAddress.
cat >$t/main.c <<'END'
__declspec(dllimport) void *LoadLibraryA(const char *), *GetProcAddress(void *, const char *);
__declspec(dllimport) void ExitProcess(unsigned);
static const char *const names[] = {"A", "_a", "a", "Z", "z", "a1", "a10", "a2", "_", "__", "\x7f", "\xc3\xbc", "\xc3\xa4", "\xf0\x9f\x98\x80", "aa", "0"};
void start(void) {
    void *d = LoadLibraryA("d.dll");
    unsigned found = 0;
    for (int i = 0; i < 16; i++) {
        int (*f)(void) = (int (*)(void))GetProcAddress(d, names[i]);
        if (f) found += f();
    }
    ExitProcess(found);
}
END
c_msvc $t/main.obj <$t/main.c
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib
run_both -x 16 $t/main.exe ''
