# export-all-symbols.sh - GNU style: a DLL that exports nothing explicitly exports all its own symbols; one that does exports only those,
# unless --export-all-symbols is given.
. tests/common.sh
c_mingw $t/a.o <<'END'
int function(int x) { return x + 1; }
int variable = 4;
int common;
static int hidden = 3;
int *use(void) { return &hidden; }
END
c_mingw $t/explicit.o <<'END'
__declspec(dllexport) int chosen(void) { return 1; }
int other(void) { return 2; }
END
c_mingw $t/dllcrt2.o <<'END'
int DllMainCRTStartup(void *self, unsigned reason, void *reserved) { return 1; }
int run_time(void) { return 0; }
END
mylink_ld() { "$BIN/mylink-ld" -m i386pep --shared -e DllMainCRTStartup "$@" $t/dllcrt2.o; }
mylink_ld -o $t/all.dll $t/a.o
expect_field $t/all.dll '[text(s.name) for s in DIRECTORY_ENTRY_EXPORT.symbols]' $'common\nfunction\nuse\nvariable'
mylink_ld -o $t/one.dll $t/explicit.o
expect_field $t/one.dll '[text(s.name) for s in DIRECTORY_ENTRY_EXPORT.symbols]' chosen
mylink_ld --export-all-symbols --exclude-symbols=use -o $t/both.dll $t/explicit.o $t/a.o
expect_field $t/both.dll '[text(s.name) for s in DIRECTORY_ENTRY_EXPORT.symbols]' $'chosen\ncommon\nfunction\nother\nvariable'
# What comes from import libraries stays out.
asm $t/user.o 'extern function
global mine
section .text
mine: jmp function'
mylink_ld --out-implib $t/all.a -o $t/all.dll $t/a.o
mylink_ld -o $t/user.dll $t/user.o $t/all.a
expect_field $t/user.dll 'exports()' '1 mine'
expect_field $t/user.dll 'imports()' 'all.dll!function'
