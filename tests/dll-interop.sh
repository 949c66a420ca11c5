# dll-interop.sh - a DLL and its import library from one linker serve programs from another: mylink, lld-link and GNU ld, each way.
. tests/common.sh

lld=$(tool lld-link)
need x86_64-w64-mingw32-gcc x86_64-w64-mingw32-ld
kernel32=$ROOT/build/lib/x64/kernel32.lib
cd "$t"

cat >dll.c <<'EOT'
__declspec(dllexport) int value = 30;
__declspec(dllexport) int add(int n) { return value += n; }
EOT
cat >main.c <<'EOT'
typedef unsigned long DWORD;
__declspec(dllimport) extern int value;
__declspec(dllimport) int add(int);
__declspec(dllimport) int add_by_jump(int);
__declspec(dllimport) void ExitProcess(DWORD);
void start(void) {
    int before = value;
    ExitProcess(before == 30 && add(5) == 35 && value == 35 ? 42 : 1);
}
EOT
sed 's/__declspec(dllimport) int add/int add/' main.c >jump.c # the second program calls through a jump

c_msvc dll.obj <dll.c
c_msvc main.obj <main.c
c_msvc jump.obj <jump.c
c_mingw dll.o <dll.c
c_mingw main.o <main.c
c_mingw jump.o <jump.c

dll_by_mylink() { mylink /dll /noentry /out:"$1/my.dll" /implib:"$1/my.lib" dll.obj; }
dll_by_lld() { "$lld" /nologo /dll /noentry /out:"$1/my.dll" /implib:"$1/my.lib" dll.obj; }
dll_by_gnu() { x86_64-w64-mingw32-ld -shared -e 0 -o "$1/my.dll" --out-implib "$1/my.lib" dll.o; }
exe_by_mylink() { mylink /entry:start /out:"$2" "$3.obj" "$1/my.lib" kernel32.lib; }
exe_by_lld() { "$lld" /nologo /entry:start /subsystem:console /out:"$2" "$3.obj" "$1/my.lib" "$kernel32"; }
exe_by_gnu() { x86_64-w64-mingw32-ld -e start -o "$2" "$3.o" "$1/my.lib" "$kernel32"; }

for pair in mylink/lld mylink/gnu lld/mylink gnu/mylink mylink/mylink; do
    maker=${pair%/*} user=${pair#*/}
    folder=$maker-$user
    mkdir $folder
    dll_by_$maker $folder
    for program in main jump; do
        exe_by_$user $folder $folder/$program.exe $program
        run_both -x 42 $folder/$program.exe ''
    done
done
