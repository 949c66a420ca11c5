# loader-options.sh - options take both forms, end at the program's name, and a wrong one is named.
. tests/common.sh
c_msvc $t/main.obj <<'END'
__declspec(dllimport) void *GetModuleHandleA(const char *), exit(int);
int printf(const char *, ...);
extern char __ImageBase;
char *volatile place = &__ImageBase;
void start(void) {
    printf("%llx %d\n", (unsigned long long)GetModuleHandleA(0), place == GetModuleHandleA(0));
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib msvcrt.lib
load() { "$MYLOAD" "$@" | tr -d '\r'; }
expect '140000000 1' load $t/main.exe
expect '150000000 1' load --base 0x150000000 $t/main.exe
expect '150000000 1' load --base=0x150000000 $t/main.exe
expect '150000000 1' load --search safe --base=5637144576 $t/main.exe --base 0x160000000
expect '140000000 1' load -- $t/main.exe
expect_fail 'MYLOAD : error: --base must be a multiple of 0x10000: 0x150001000' "$MYLOAD" --base=0x150001000 $t/main.exe
expect_fail 'MYLOAD : error: not a number: abc' "$MYLOAD" --base abc $t/main.exe
expect_fail 'MYLOAD : error: a value is missing after --base' "$MYLOAD" --base
expect_fail 'MYLOAD : error: --search is safe or legacy, not wild' "$MYLOAD" --search=wild $t/main.exe
expect_fail 'MYLOAD : error: unknown option --bse' "$MYLOAD" --bse $t/main.exe
expect_fail 'MYLOAD : error: no program given' "$MYLOAD" --trace
load --help | grep -q '^usage: myload \[options\] program.exe \[arguments\]$' || fail '--help'
