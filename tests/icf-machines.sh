# icf-machines.sh - equal functions are folded on each machine, with their unwind data and base relocations, and the programs still run.
. tests/common.sh

put $t/main.c <<'C'
__declspec(dllimport) __declspec(noreturn) void __stdcall ExitProcess(unsigned);
int calls;
__attribute__((noinline)) int sum(volatile int *p) { volatile int x[100]; calls++; x[3] = *p; return x[3] + 4; }
__attribute__((noinline)) int add(volatile int *q) { volatile int x[100]; calls++; x[3] = *q; return x[3] + 4; }
__attribute__((noinline)) int sub(volatile int *q) { volatile int x[100]; calls++; x[3] = *q; return x[3] - 4; }
__attribute__((noinline)) int twice(volatile int *q) { return sum(q) + sum(q); }
__attribute__((noinline)) int double_(volatile int *q) { return add(q) + add(q); }
static int (*const table[])(volatile int *) = {sum, add, sub, twice, double_};
void start(void) {
    volatile int one = 1;
    int all = 0;
    for (int i = 0; i < 5; i++) all += table[i](&one);
    ExitProcess((unsigned)(all * 2 + calls));
}
C
for machine in x64 x86 arm64; do
    c_for $machine $t/main.obj -ffunction-sections -fasynchronous-unwind-tables <$t/main.c
    for word in noicf icf; do
        mylink $t/main.obj kernel32.lib /entry:start /subsystem:console /noimplib /opt:$word /verbose:icf /out:$t/$machine.$word.exe \
            /export:sum /export:add /export:sub /export:twice /export:double_ >$t/log
        if can_run $machine; then run_load -x 61 $t/$machine.$word.exe ''; fi
    done
    expect 0x3 pe_field $t/$machine.icf.exe 'len(set(s.address for s in pe.DIRECTORY_ENTRY_EXPORT.symbols))'
    expect 0x5 pe_field $t/$machine.noicf.exe 'len(set(s.address for s in pe.DIRECTORY_ENTRY_EXPORT.symbols))'
    if [ $machine != x86 ]; then # entries of unwind data: as many as functions
        entry=12
        case $machine in arm64) entry=8 ;; esac
        expect_field $t/$machine.icf.exe "directory(\"EXCEPTION\").Size // $entry" 0x4
        expect_field $t/$machine.noicf.exe "directory(\"EXCEPTION\").Size // $entry" 0x6
    fi
    proves 'Identical functions are folded (/OPT:ICF)' $machine
done
