# loader-circular-imports.sh - two DLLs that import from each other: both are bound and started once at the start of a program; loaded by
# LoadLibrary they go together when the program frees the one it loaded.
. tests/common.sh
dll() { # NAME OTHER
    c_msvc $t/$1.obj <<END
int printf(const char *, ...);
__declspec(dllimport) int $2(int);
__declspec(dllexport) int $1(int n) { return n ? $2(n - 1) + 1 : 100; }
int DllMain(void *self, unsigned reason, void *reserved) {
    printf("$1 %s\n", reason ? "attach" : "detach");
    return 1;
}
END
}
dll ping pong
dll pong ping
mylib /nologo /def /name:pong.dll /export:pong /machine:x64 /out:$t/pong.lib >/dev/null
mylink /nologo /dll /entry:DllMain /out:$t/ping.dll $t/ping.obj $t/pong.lib msvcrt.lib
mylink /nologo /dll /entry:DllMain /out:$t/pong.dll $t/pong.obj $t/ping.lib msvcrt.lib
c_msvc $t/static.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) int ping(int), exit(int);
void start(void) { printf("%d\n", ping(5)); exit(0); }
END
mylink /nologo /entry:start /subsystem:console /out:$t/static.exe $t/static.obj $t/ping.lib msvcrt.lib
run_both $t/static.exe $'pong attach\nping attach\n105\nping detach\npong detach'
c_msvc $t/dynamic.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) void *LoadLibraryA(const char *), *GetModuleHandleA(const char *), *GetProcAddress(void *, const char *), exit(int);
__declspec(dllimport) int FreeLibrary(void *);
void start(void) {
    void *ping = LoadLibraryA("ping.dll");
    printf("%d\n", ((int (*)(int))GetProcAddress(ping, "ping"))(4));
    FreeLibrary(ping);
    printf("%s %s\n", GetModuleHandleA("ping.dll") ? "ping is there" : "ping is gone", GetModuleHandleA("pong.dll") ? "pong is there" : "pong is gone");
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/dynamic.exe $t/dynamic.obj kernel32.lib msvcrt.lib
run_both $t/dynamic.exe $'pong attach\nping attach\n104\nping detach\npong detach\nping is gone pong is gone'
