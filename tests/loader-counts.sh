# loader-counts.sh - LoadLibrary and FreeLibrary count per process, --trace shows the count; a DLL goes at 0, but not while another module needs it,
# and never when it was loaded at the start.
. tests/common.sh
printf 'int printf(const char *, ...);\n__declspec(dllexport) int low(void) { return 1; }\nint DllMain(void *s, unsigned r, void *v) { printf("low %%u\\n", r); return 1; }\n' | c_msvc $t/low.obj
printf 'int printf(const char *, ...);\n__declspec(dllimport) int low(void);\n__declspec(dllexport) int high(void) { return low(); }\nint DllMain(void *s, unsigned r, void *v) { printf("high %%u\\n", r); return 1; }\n' | c_msvc $t/high.obj
printf '__declspec(dllexport) int fixed(void) { return 7; }\n' | c_msvc $t/fixed.obj
mylink /nologo /dll /entry:DllMain /out:$t/low.dll $t/low.obj msvcrt.lib
mylink /nologo /dll /entry:DllMain /out:$t/high.dll $t/high.obj $t/low.lib msvcrt.lib
mylink /nologo /dll /noentry /out:$t/fixed.dll $t/fixed.obj
c_msvc $t/main.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) int fixed(void), exit(int), FreeLibrary(void *);
__declspec(dllimport) void *LoadLibraryA(const char *), *GetModuleHandleA(const char *);
static void state(const char *what) {
    printf("%s: %s %s\n", what, GetModuleHandleA("low") ? "low" : "-", GetModuleHandleA("high") ? "high" : "-");
}
void start(void) {
    void *low = LoadLibraryA("low.dll"), *high = LoadLibraryA("high.dll");
    state("both loaded");
    LoadLibraryA("LOW.DLL");
    FreeLibrary(low);
    FreeLibrary(low);
    state("low freed twice");
    FreeLibrary(high);
    state("high freed");
    void *self = LoadLibraryA("fixed.dll");
    for (int i = 0; i < 3; i++) FreeLibrary(self);
    printf("fixed %d\n", fixed());
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/fixed.lib kernel32.lib msvcrt.lib
run_both $t/main.exe 'low 1
high 1
both loaded: low high
low freed twice: low high
high 0
low 0
high freed: - -
fixed 7'
"$MYLOAD" --trace $t/main.exe >$t/out 2>$t/trace
sed -En 's/^\[count\] +//p' $t/trace >$t/counts
cat >$t/want <<'END'
low.dll: loaded, count 1
high.dll: loaded, count 1
low.dll: now also needed by high.dll, count 2
low.dll: loaded already, count 3
low.dll: FreeLibrary, count 2
low.dll: FreeLibrary, count 1
high.dll: FreeLibrary, count 0
high.dll: count 0, unloading
low.dll: count 0, unloading
fixed.dll: loaded at the start, pinned
fixed.dll: FreeLibrary, but it was loaded at the start and stays
fixed.dll: FreeLibrary, but it was loaded at the start and stays
fixed.dll: FreeLibrary, but it was loaded at the start and stays
END
diff $t/want $t/counts || fail 'the counts told'
