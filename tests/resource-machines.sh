# resource-machines.sh - programs of each machine find their resources, of .res files and of windres and llvm-cvtres objects, and manifests.
. tests/common.sh
need llvm-rc llvm-cvtres

put $t/a.rc <<'RC'
LANGUAGE 9, 1
STRINGTABLE { 20, "a string" }
WORD RCDATA { "raw data" }
RC
put $t/b.rc <<'RC'
LANGUAGE 9, 1
7 RCDATA { "seven" }
RC
for n in a b; do (cd $t && "$(tool llvm-rc)" /fo $n.res $n.rc) >/dev/null; done
put $t/main.c <<'C'
#include "examples/win.h"
IMPORT void *WINAPI FindResourceA(HMODULE image, const char *name, const char *type);
IMPORT const char *WINAPI LoadResource(HMODULE image, void *entry);
IMPORT DWORD WINAPI SizeofResource(HMODULE image, void *entry);
IMPORT int WINAPI LoadStringA(HMODULE image, unsigned id, char *text, int size);
static void show(const char *name, int type, DWORD most) {
    void *entry = FindResourceA(0, name, (const char *)(unsigned long long)type);
    char text[100];
    DWORD n = SizeofResource(0, entry);
    for (DWORD i = 0; i < n && i < most; i++) text[i] = LoadResource(0, entry)[i];
    text[n < most ? n : most] = 0;
    say("%s, %d bytes\n", text, (int)n);
}
void start(void) {
    char text[100];
    LoadStringA(0, 20, text, sizeof text);
    say("%s\n", text);
    show("WORD", 10, 90);
    show((const char *)7, 10, 90);
    show((const char *)1, 24, 5);
    ExitProcess(0);
}
C
for machine in x64 x86 arm64; do
    c_for $machine $t/main.obj -I . -Wno-int-to-pointer-cast <$t/main.c
    "$(tool llvm-cvtres)" /machine:$machine /out:$t/b.$machine.obj $t/b.res
    second=("$t/b.res" "$t/b.$machine.obj")
    windres=x86_64-w64-mingw32-windres
    case $machine in x86) windres=i686-w64-mingw32-windres ;; esac
    if [ $machine != arm64 ] && have $windres; then
        $windres $t/b.rc $t/b.$machine.o
        second+=("$t/b.$machine.o")
    fi
    for b in "${second[@]}"; do
        mylink $t/main.obj $t/a.res $b kernel32.lib user32.lib /entry:start /subsystem:console /manifest:embed /out:$t/$machine.exe
        can_run $machine || continue
        run_load $t/$machine.exe 'a string
raw data, 8 bytes
seven, 5 bytes
<?xml, 381 bytes'
    done
    proves 'Resources of .res files and of objects' $machine
    proves 'Manifests without mt.exe' $machine
done
