# driver-msvc.sh - clang for the MSVC target with -fuse-ld=mylink, and clang-cl, build programs and DLLs that need no C library of
# Microsoft's, and these run.
. tests/common.sh
need clang
cd "$t"
mkdir bin
ln -s "$MYLINK" bin/mylink
ln -s "$(command -v "$(tool clang)")" bin/clang-cl # clang is clang-cl by that name
export PATH=$PWD/bin:$PATH
cl() { clang-cl -fuse-ld=mylink /nologo "$@"; }
msvc() { "$(tool clang)" --target=x86_64-pc-windows-msvc -fuse-ld=mylink "$@"; }
put my.c <<'END'
__declspec(dllexport) int counter = 40;
__declspec(dllexport) int twice(int n) { return 2 * n; }
int _DllMainCRTStartup(void *self, unsigned reason, void *reserved) { return 1; }
END
put main.c <<'END'
__declspec(dllimport) int printf(const char *, ...);
__declspec(dllimport) void exit(int);
__declspec(dllimport) extern int counter;
__declspec(dllimport) int twice(int);
#pragma comment(lib, "my")
#pragma comment(linker, "/include:kept")
int kept = 7;
int mainCRTStartup(void) {
    printf("%d %d\n", ++counter, twice(kept));
    exit(kept);
}
END
text='41 14'
both() { # NAME: the pair was just built
    check_image my.dll
    check_image main.exe
    run_both -x 7 main.exe "$text"
    [ -f my.lib ] || fail "$1: no import library"
    rm -f my.dll my.lib my.exp main.exe
}
msvc -nostdlib -shared -O1 my.c -o my.dll
msvc -nostdlib -O1 main.c -o main.exe -lmsvcrt
both clang
msvc -shared -O1 my.c -o my.dll # asks for libcmt and oldnames, which are not needed
msvc -O1 main.c -o main.exe -Wl,msvcrt.lib,-subsystem:console
both 'clang with default libraries'
cl /LD /O1 my.c /Femy.dll /link /incremental:no
cl /O1 main.c /Femain.exe /link msvcrt.lib
both clang-cl
cl /c /GS- /Gy /Zi /MD my.c main.c
cl /LDd my.obj /Femy.dll /link /manifest:embed,id=2 /ignore:4901 /debug /opt:ref
cl main.obj /Femain.exe /link /subsystem:console,6.0 /manifest:embed /manifestuac:"level='asInvoker' uiAccess='false'" msvcrt.lib
both 'clang-cl, objects first'
put cxx.cpp <<'END'
extern "C" __declspec(dllimport) int printf(const char *, ...);
extern "C" __declspec(dllimport) void exit(int);
struct Shape { virtual int sides() { return 0; } };
struct Square : Shape { int sides() override { return 4; } };
static Square square;
inline Shape &shape() { return square; }
extern "C" int mainCRTStartup() { printf("%d\n", shape().sides()); exit(0); return 0; }
END
cl /O2 /GR- /GS- cxx.cpp /Fecxx.exe /link msvcrt.lib ntdll.lib
run_both cxx.exe 4
passed 1 'clang for the MSVC target, clang-cl' 'programs and DLLs without a C library of Microsoft' 'calls and variables across the DLL; in myload, too'
