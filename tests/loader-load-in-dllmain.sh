# loader-load-in-dllmain.sh - DllMain that loads another DLL and frees it at its own end; LoadLibraryEx that only looks at a file runs nothing of it.
. tests/common.sh
printf 'int printf(const char *, ...);\nint DllMain(void *s, unsigned r, void *v) { printf("inner %%u\\n", r); return 1; }\n' | c_msvc $t/inner.obj
c_msvc $t/outer.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) void *LoadLibraryA(const char *);
__declspec(dllimport) int FreeLibrary(void *);
static void *inner;
int DllMain(void *self, unsigned reason, void *reserved) {
    printf("outer %u begins\n", reason);
    if (reason == 1) inner = LoadLibraryA("inner.dll");
    if (reason == 0 && !reserved) FreeLibrary(inner);
    printf("outer %u ends\n", reason);
    return 1;
}
END
mylink /nologo /dll /entry:DllMain /out:$t/inner.dll $t/inner.obj msvcrt.lib
mylink /nologo /dll /entry:DllMain /out:$t/outer.dll $t/outer.obj kernel32.lib msvcrt.lib
c_msvc $t/main.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) void *LoadLibraryA(const char *), *LoadLibraryExA(const char *, void *, unsigned), *GetModuleHandleA(const char *), exit(int);
__declspec(dllimport) int FreeLibrary(void *);
void start(void) {
    void *file = LoadLibraryExA("outer.dll", 0, 2);
    printf("only looked at: %d, a module: %d\n", file != 0, GetModuleHandleA("outer.dll") != 0);
    void *outer = LoadLibraryA("outer.dll");
    FreeLibrary(outer);
    printf("left: %d %d\n", GetModuleHandleA("outer.dll") != 0, GetModuleHandleA("inner.dll") != 0);
    FreeLibrary(file);
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib msvcrt.lib
run_both $t/main.exe 'only looked at: 1, a module: 0
outer 1 begins
inner 1
outer 1 ends
outer 0 begins
outer 0 ends
inner 0
left: 0 0'
