# loader-dllmain-refuses.sh - DllMain that returns FALSE: at the start the program ends with 0xC0000142 (66) before its entry point; LoadLibrary gives
# NULL and error 1114, the DLL gets its detach call and is gone, what it had loaded goes too.
. tests/common.sh
printf 'int printf(const char *, ...);\n__declspec(dllexport) int low(void) { return 1; }\nint DllMain(void *s, unsigned r, void *v) { printf("low %%u\\n", r); return 1; }\n' | c_msvc $t/low.obj
printf 'int printf(const char *, ...);\n__declspec(dllimport) int low(void);\n__declspec(dllexport) int no(void) { return low(); }\nint DllMain(void *s, unsigned r, void *v) { printf("no %%u\\n", r); return 0; }\n' | c_msvc $t/no.obj
mylink /nologo /dll /entry:DllMain /out:$t/low.dll $t/low.obj msvcrt.lib
mylink /nologo /dll /entry:DllMain /out:$t/no.dll $t/no.obj $t/low.lib msvcrt.lib
c_msvc $t/dynamic.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) void *LoadLibraryA(const char *), *GetModuleHandleA(const char *), exit(int);
__declspec(dllimport) unsigned GetLastError(void);
void start(void) {
    void *dll = LoadLibraryA("no.dll");
    unsigned error = GetLastError();
    printf("%s %u %s %s\n", dll ? "loaded" : "NULL", error, GetModuleHandleA("no.dll") ? "no" : "-", GetModuleHandleA("low.dll") ? "low" : "-");
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/dynamic.exe $t/dynamic.obj kernel32.lib msvcrt.lib
run_both $t/dynamic.exe $'low 1\nno 1\nno 0\nlow 0\nNULL 1114 - -'
printf '__declspec(dllimport) int no(void);\nint start(void) { return no(); }\n' | c_msvc $t/static.obj
mylink /nologo /entry:start /subsystem:console /out:$t/static.exe $t/static.obj $t/no.lib
code=0
"$MYLOAD" $t/static.exe >$t/out 2>$t/err || code=$?
[ $code = 66 ] || fail "exit code $code"
cat >$t/want <<'END'
static.exe : error: The application was unable to start correctly (0xc0000142). no.dll failed to initialise.
  why:   DllMain of no.dll returned FALSE for DLL_PROCESS_ATTACH
END
diff $t/want $t/err || fail 'wrong message'
