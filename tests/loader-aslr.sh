# loader-aslr.sh - --aslr=SEED: the same seed gives the same bases, another seed others; images without DYNAMIC_BASE stay where they want
# to be, HIGH_ENTROPY_VA opens the whole address space, and everything still works.
. tests/common.sh
c_msvc $t/dll.obj <<'END'
static int value = 5;
static int *volatile pointer = &value;
__declspec(dllexport) int get(void) { return *pointer; }
END
c_msvc $t/main.obj <<'END'
__declspec(dllimport) void *GetModuleHandleA(const char *), exit(int);
__declspec(dllimport) int get(void);
int printf(const char *, ...);
void start(void) {
    printf("%llx %llx %d\n", (unsigned long long)GetModuleHandleA(0), (unsigned long long)GetModuleHandleA("dll.dll"), get());
    exit(0);
}
END
bases() { "$MYLOAD" "$@" | tr -d '\r'; }
mylink /nologo /dll /noentry /out:$t/dll.dll $t/dll.obj
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/dll.lib kernel32.lib msvcrt.lib
expect '140000000 180000000 5' bases $t/main.exe
one=$(bases --aslr=1 $t/main.exe)
[[ $one =~ ^6[0-7][0-9a-f]{6}0000\ 6[89a-f][0-9a-f]{6}0000\ 5$ ]] || fail "bases with seed 1: $one"
[ "$one" = "$(bases --aslr 1 $t/main.exe)" ] || fail 'seed 1 twice gives two results'
[ "$one" != "$(bases --aslr=2 $t/main.exe)" ] || fail 'seed 2 gives what seed 1 gives'

mylink /nologo /dll /noentry /dynamicbase:no /out:$t/dll.dll $t/dll.obj
mylink /nologo /entry:start /subsystem:console /highentropyva:no /out:$t/main.exe $t/main.obj $t/dll.lib kernel32.lib msvcrt.lib
low=$(bases --aslr=1 $t/main.exe)
[[ $low =~ ^2[0-9a-f]{4}0000\ 180000000\ 5$ ]] || fail "without HIGH_ENTROPY_VA: $low"
"$MYLOAD" --trace --aslr=1 $t/main.exe >$t/out 2>$t/trace
grep -qx '\[rebase\] dll.dll: not moved by ASLR: it is not marked DYNAMIC_BASE' $t/trace || fail 'the trace does not say why'
