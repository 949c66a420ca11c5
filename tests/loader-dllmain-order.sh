# loader-dllmain-order.sh - DllMain of a DLL runs after those of the DLLs it needs, and at the end before them; its last argument tells start
# and end of the process from LoadLibrary and FreeLibrary.
. tests/common.sh
cat >$t/dll.c <<'END'
int printf(const char *, ...);
#ifdef NEEDS
#define NEED(name) __declspec(dllimport) int name(void);
NEEDS
#undef NEED
#define NEED(name) name() +
#else
#define NEEDS
#endif
__declspec(dllexport) int NAME(void) { return NEEDS 1; }
#define TEXT2(x) #x
#define TEXT(x) TEXT2(x)
int DllMain(void *self, unsigned reason, void *reserved) {
    if (reason < 2) printf("%s %s %s\n", TEXT(NAME), reason ? "attach" : "detach", reserved ? "process" : "library");
    return 1;
}
END
dll() { # NAME NEEDS...
    local name=$1 need needs= libs=
    shift
    for need; do needs+="NEED($need)" libs+=" $t/$need.lib"; done
    c_msvc $t/$name.obj -DNAME=$name ${needs:+-DNEEDS="$needs"} <$t/dll.c
    mylink /nologo /dll /entry:DllMain /out:$t/$name.dll $t/$name.obj $libs msvcrt.lib
}
dll base
dll left base
dll right base
dll top left right
dll extra base
c_msvc $t/main.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) int top(void), exit(int);
__declspec(dllimport) void *LoadLibraryA(const char *);
__declspec(dllimport) int FreeLibrary(void *);
void start(void) {
    printf("main %d\n", top());
    FreeLibrary(LoadLibraryA("extra.dll"));
    LoadLibraryA("extra.dll");
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/top.lib kernel32.lib msvcrt.lib
run_both $t/main.exe 'base attach process
left attach process
right attach process
top attach process
main 5
extra attach library
extra detach library
extra attach library
extra detach process
top detach process
right detach process
left detach process
base detach process'
