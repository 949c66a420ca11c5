# machine-fold-and-drop.sh - on every machine /OPT:REF leaves out what nothing reaches and /OPT:ICF folds equal functions; the program still runs.
. tests/common.sh
put $t/main.c <<'END'
__declspec(dllimport) __declspec(noreturn) void __stdcall ExitProcess(unsigned long);
__attribute__((noinline)) int one(volatile int *p) { volatile int x[10]; x[3] = *p; return x[3] + 20; }
__attribute__((noinline)) int two(volatile int *p) { volatile int x[10]; x[3] = *p; return x[3] + 20; }
int unused(volatile int *p) { volatile int x[10]; x[3] = *p; return x[3] + 21; }
void start(void) {
    volatile int n = 1;
    ExitProcess(one(&n) + two(&n));
}
END
for machine in x64 x86 arm64; do
    prefix=$([ $machine != x86 ] || echo _)
    c_for $machine $t/main.obj -ffunction-sections <$t/main.c
    link() { mylink /nologo /entry:start /subsystem:console /map:$t/a.map /out:$t/a.exe $t/main.obj kernel32.lib "$@"; }
    address() { sed -En "s/^ *[0-9a-f]{4}:[0-9a-f]{8} +$prefix$1 +([0-9a-f]+) .*/\\1/p" $t/a.map; }
    link
    [ -z "$(address unused)" ] || fail "$machine: what nothing reaches is in the image"
    [ -n "$(address one)" ] && [ "$(address one)" = "$(address two)" ] || fail "$machine: not folded: $(address one), $(address two)"
    if can_run $machine; then run_load -x 42 $t/a.exe ''; fi
    link /opt:noref,noicf
    [ -n "$(address unused)" ] && [ "$(address one)" != "$(address two)" ] || fail "$machine: /OPT:NOREF,NOICF: $(address unused)"
    if can_run $machine; then run_load -x 42 $t/a.exe ''; fi
    proves 'What nothing reaches is dropped (/OPT:REF)' $machine
done
