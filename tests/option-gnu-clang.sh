# option-gnu-clang.sh - clang --ld-path=ld.mylink builds a program and a DLL of C with mingw-w64's libraries, and the program runs.
. tests/common.sh
need clang x86_64-w64-mingw32-gcc
clang=$(tool clang)
ln -s "$MYLINK" "$t/ld.mylink"
gcc_folder=$(dirname "$(x86_64-w64-mingw32-gcc -print-libgcc-file-name)")
mingw() { "$clang" --target=x86_64-w64-mingw32 --ld-path="$t/ld.mylink" -L"$gcc_folder" "$@"; }
put "$t/lib.c" <<'END'
__declspec(dllexport) int counter = 40;
__declspec(dllexport) int twice(int n) { return 2 * n; }
END
put "$t/main.c" <<'END'
#include <stdio.h>
#include <string.h>
__declspec(dllimport) extern int counter;
__declspec(dllimport) int twice(int n);
int main(int argc, char **argv) {
    counter++;
    printf("%d %d %s\n", counter, twice(21), argc > 1 ? argv[1] : "none");
    return strlen("seven!!");
}
END
mkdir "$t/dll"
expect '' mingw -shared "$t/lib.c" -o "$t/dll/lib.dll"
[ "$(ls "$t/dll")" = lib.dll ] || fail "an import library nobody asked for: $(ls "$t/dll")"
expect '' mingw -shared "$t/lib.c" -o "$t/lib.dll" -Wl,--out-implib,"$t/liblib.dll.a"
mingw "$t/main.c" -o "$t/main.exe" -L"$t" -llib
check_image "$t/main.exe"
check_image "$t/lib.dll"
run_wine -x 7 "$t/main.exe" '41 42 word' word
# -mwindows, stripping and flags as they come from build systems
mingw "$t/main.c" -o "$t/gui.exe" -L"$t" -llib -mwindows -s -Wl,--nxcompat -Wl,--dynamicbase -Wl,--high-entropy-va -Wl,--tsaware -Wl,--stack,0x200000
expect_field "$t/gui.exe" OPTIONAL_HEADER.Subsystem 0x2
expect_field "$t/gui.exe" OPTIONAL_HEADER.SizeOfStackReserve 0x200000
proves 'C of mingw-w64 with its run-time library (GNU command line)' x64
