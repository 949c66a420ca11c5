# machine-gnu-command-line.sh - GNU ld's command line on each machine: -m i386pep, i386pe, arm64pe; import libraries of llvm-dlltool; run.
. tests/common.sh
need llvm-dlltool
dlltool=$(tool llvm-dlltool)
printf 'LIBRARY dll.dll\nEXPORTS\nvalue\n' >$t/dll.def
for machine in x64 x86 arm64; do
    case $machine in
    x64) emulation=i386pep start=start entry=entry dlltool_machine=i386:x86-64 triple=x86_64-w64-mingw32 ;;
    x86) emulation=i386pe start=_start entry=_entry@0 dlltool_machine=i386 triple=i686-w64-mingw32 ;;
    arm64) emulation=arm64pe start=start entry=entry dlltool_machine=arm64 triple=aarch64-w64-mingw32 ;;
    esac
    c_msvc_for $triple $t/dll.o <<<'__declspec(dllexport) int value(void) { return 42; } int __stdcall entry(void) { return 1; }'
    c_msvc_for $triple $t/main.o <<'END'
__declspec(dllimport) __declspec(noreturn) void __stdcall ExitProcess(unsigned long);
int value(void);
void start(void) { ExitProcess(value()); }
END
    ld() { "$MYLINK" -flavor gnu -m $emulation "$@"; }
    ld -shared -e $entry -o $t/dll.dll $t/dll.o
    "$dlltool" -m $dlltool_machine -d $t/dll.def -l $t/libdll.a
    ld -e $start -o $t/$machine.exe $t/main.o -L$t -ldll -lkernel32
    check_image $t/dll.dll
    check_image $t/$machine.exe
    if can_run $machine; then run_load -x 42 $t/$machine.exe ''; fi
    proves "GNU ld's command line (-m i386pep, i386pe, arm64pe)" $machine
done
