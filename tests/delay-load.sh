# delay-load.sh - a delay-loaded DLL is loaded by the first call of one of its functions, arguments in all registers arrive, and the
# second call goes straight there. The helper library is found without being named.
. tests/common.sh
c_msvc $t/lazy.obj <<'END'
int _fltused;
__declspec(dllexport) int mix(int a, double b, long long c, double d, int e, double f) { return (int)(a + b * 10 + c * 100 + d * 1000 + e * 10000 + f * 100000); }
__declspec(dllexport) int answer(void) { return 42; }
END
mylink /nologo /dll /noentry /out:$t/lazy.dll $t/lazy.obj
c_msvc $t/main.obj <<'END'
int _fltused;
__declspec(dllimport) int mix(int a, double b, long long c, double d, int e, double f);
int answer(void); // through the jump thunk
__declspec(dllimport) void *GetModuleHandleA(const char *), *GetStdHandle(unsigned);
__declspec(dllimport) int WriteFile(void *, const void *, unsigned, unsigned *, void *);
__declspec(dllimport) void ExitProcess(unsigned);
static void say(const char *s) {
    unsigned n = 0, written;
    while (s[n]) n++;
    WriteFile(GetStdHandle(-11u), s, n, &written, 0);
}
static void state(void) { say(GetModuleHandleA("lazy.dll") ? "loaded\n" : "not loaded\n"); }
void start(void) {
    state();
    for (int i = 0; i < 2; i++) say(mix(1, 2, 3, 4, 5, 6) == 654321 ? "mix\n" : "wrong\n");
    state();
    ExitProcess(answer());
}
END
mylink /nologo /entry:start /subsystem:console /delayload:LAZY /out:$t/main.exe $t/main.obj $t/lazy.lib kernel32.lib
run_both -x 42 $t/main.exe $'not loaded\nmix\nmix\nloaded'
expect_field $t/main.exe '"lazy.dll" in [text(d.dll) for d in DIRECTORY_ENTRY_IMPORT]' False
expect_field $t/main.exe '[text(d.dll) for d in DIRECTORY_ENTRY_DELAY_IMPORT]' lazy.dll
expect_field $t/main.exe 'sorted(text(i.name) for i in DIRECTORY_ENTRY_DELAY_IMPORT[0].imports)' $'answer\nmix'

# The descriptor: RVAs (bit 0), name, handle and slots in a writable section, names; bound table by default, unload table on demand.
d='DIRECTORY_ENTRY_DELAY_IMPORT[0].struct'
expect_field $t/main.exe "[$d.grAttrs, $d.dwTimeStamp, $d.pUnloadIAT, $d.pBoundIAT != 0]" $'0x1\n0x0\n0x0\nTrue'
expect_field $t/main.exe 'directory("DELAY_IMPORT").Size' 0x40
expect_field $t/main.exe "[get_section_by_rva($d.pIAT).Characteristics, get_section_by_rva($d.phmod).Characteristics]" $'0xc0000040\n0xc0000040'
# Each slot starts as the address of a stub in .text; so it has a base relocation.
expect_field $t/main.exe "[get_section_by_rva(get_qword_at_rva($d.pIAT + 8 * i) - OPTIONAL_HEADER.ImageBase).Name.rstrip(b'\\0') for i in range(2)]" $'.text\n.text'
expect_field $t/main.exe "get_qword_at_rva($d.pIAT + 16)" 0x0

mylink /nologo /entry:start /subsystem:console /delayload:lazy.dll /delay:nobind /delay:unload /out:$t/other.exe $t/main.obj $t/lazy.lib kernel32.lib
run_both -x 42 $t/other.exe $'not loaded\nmix\nmix\nloaded'
expect_field $t/other.exe "[$d.pBoundIAT, get_data($d.pUnloadIAT, 24) == get_data($d.pIAT, 24)]" $'0x0\nTrue'
