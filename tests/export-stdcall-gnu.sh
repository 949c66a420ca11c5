# export-stdcall-gnu.sh - x86: --kill-at exports stdcall and fastcall functions without @n, --add-stdcall-alias both ways, as GNU ld
# does it; programs that call the functions link and run with either.
. tests/common.sh
need i686-w64-mingw32-gcc
gcc=i686-w64-mingw32-gcc nm=$(tool llvm-nm)
cd "$t"
put dll.c <<'END'
__declspec(dllexport) int __stdcall standard(int a, int b) { return a - b; }
__declspec(dllexport) int plain(int a) { return a + 1; }
__declspec(dllexport) int __fastcall fast(int a) { return a + 2; }
int __stdcall entry(void *self, unsigned reason, void *reserved) { return 1; }
END
put main.c <<'END'
__declspec(dllimport) int __stdcall standard(int a, int b);
__declspec(dllimport) __attribute__((noreturn)) void __stdcall ExitProcess(unsigned);
void start(void) { ExitProcess(standard(50, 8)); }
END
$gcc -O1 -c dll.c main.c
ld() { "$BIN/ld.mylink" -m i386pe "$@"; }
names() { pe_field "$1" '[text(s.name) for s in DIRECTORY_ENTRY_EXPORT.symbols]' | tr '\n' ' '; }
for option in '' --kill-at --add-stdcall-alias; do
    case $option in
    '') want='@fast@4 plain standard@8 ' ;;
    --kill-at) want='fast plain standard ' ;;
    --add-stdcall-alias) want='@fast@4 fast plain standard standard@8 ' ;;
    esac
    i686-w64-mingw32-ld -shared -e _entry@12 $option -o twin.dll dll.o
    ld -shared -e _entry@12 $option -o my.dll dll.o --out-implib libmy.a
    expect "$want" names twin.dll
    expect "$want" names my.dll
    # One member for each function: what objects call is its name with @8.
    expect 1 eval "$nm --print-armap libmy.a | grep -c '^__imp__standard@8 in '"
    ld -e _start -o main.exe main.o -L. -lmy -lkernel32
    if can_run x86; then run_load -x 42 "$t/main.exe" ''; fi
done
# On x64 there is nothing to take off.
mkobj x64.obj 'directive -export:f' 'section .text' 'symbol f func' 'bytes c3'
"$BIN/ld.mylink" -m i386pep -shared -e 0 --add-stdcall-alias --kill-at -o x64.dll x64.obj
expect 'f ' names x64.dll
