# machine-base-relocs.sh - on every machine a program with absolute addresses in data and code works at another base, and a DLL whose base
# is taken moves; the lists have the machine's type of entry.
. tests/common.sh
put $t/main.c <<'END'
typedef unsigned long DWORD;
__declspec(dllimport) __declspec(noreturn) void __stdcall ExitProcess(DWORD);
__declspec(dllimport) int value(void);
static int four = 4, *volatile pointer = &four;
static int add(int n) { return n + 30; }
static int (*volatile function)(int) = add;
static volatile int table[] = {1, 2, 3};
void start(void) { ExitProcess(function(*pointer) + table[*pointer - 3] + value()); }
END
put $t/dll.c <<'END'
static int six = 6, *volatile pointer = &six;
__declspec(dllexport) int value(void) { return *pointer; }
END
for machine in x64 x86 arm64; do
    case $machine in
    x64) base=0x140000000 other=0x250000000 type=10 ;;
    x86) base=0x400000 other=0x23450000 type=3 ;;
    arm64) base=0x140000000 other=0x250000000 type=10 ;;
    esac
    c_for $machine $t/main.obj <$t/main.c
    c_for $machine $t/dll.obj <$t/dll.c
    mylink /nologo /dll /noentry /base:$base /out:$t/dll.dll $t/dll.obj # the program's own place
    mylink /nologo /entry:start /subsystem:console /out:$t/$machine.exe $t/main.obj $t/dll.lib kernel32.lib
    expect_field $t/$machine.exe OPTIONAL_HEADER.ImageBase $base
    expect_field $t/$machine.exe "[r.type for b in pe.DIRECTORY_ENTRY_BASERELOC for r in b.entries if r.type not in (0, $type)]" '' # no other
    can_run $machine || continue
    run_load -x 42 $t/$machine.exe ''
    code=0
    myload --trace --base $other $t/$machine.exe 2>$t/trace || code=$?
    [ $code = 42 ] || { cat $t/trace >&2; fail "$machine at $other: exit code $code"; }
    grep -qiE "entry point $(printf '0x%x' $((other)) | sed 's/....$//')" $t/trace || { grep 'entry point' $t/trace >&2; fail "$machine: not at $other"; }
    proves 'Base relocations: programs and DLLs at other addresses' $machine
done
