# gnu-clang-cxx.sh - clang++ for mingw-w64 builds C++ programs and DLLs with ld.mylink, by --ld-path= and by -fuse-ld=mylink; plugin
# options of gcc and clang do no harm, and code that only a plugin could read is refused by name.
. tests/common.sh
. tests/mingw.sh
[ -n "${gxx_posix-}" ] || skip 'no g++ with std::thread (package g++-mingw-w64-x86-64-posix)'
clang=$(tool clang++)
folder=$(dirname "$($gxx_posix -print-libgcc-file-name)")
for headers in "$folder/include/c++" /usr/include/c++ none; do [ ! -d "$headers/x86_64-w64-mingw32" ] || break; done
cd "$t"
mkdir bin
ln -s "$BIN/ld.mylink" bin/ld.mylink
clang_mingw() { # clang 14 knows Debian's folders for C only
    PATH=$PWD/bin:$PATH $clang --target=x86_64-w64-mingw32 -stdlib=libstdc++ -nostdinc++ -isystem "$headers" -isystem "$headers/x86_64-w64-mingw32" -L"$folder" "$@"
}
put lib.cpp <<'END'
#include <stdexcept>
#include <string>
#define API __declspec(dllexport)
API std::string twice(const std::string &s) { if (s.empty()) throw std::invalid_argument("empty"); return s + s; }
END
put main.cpp <<'END'
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#ifdef ALONE
#define IMPORT
#else
#define IMPORT __declspec(dllimport)
#endif
IMPORT std::string twice(const std::string &s);
thread_local int per_thread = 1;
struct Last { ~Last() { std::cout << "end" << std::endl; } } last;
int main(int argc, char **argv) {
    std::thread([] { per_thread++; }).join();
    try { std::cout << twice(argv[1]) << ' ' << per_thread << std::endl; twice(""); }
    catch (const std::invalid_argument &e) { std::cout << "caught " << e.what() << std::endl; }
}
END
text='abab 1
caught empty
end'
for how in "--ld-path=$PWD/bin/ld.mylink" -fuse-ld=mylink; do
    rm -f ./*.dll ./*.exe ./*.a
    clang_mingw $how -O1 -g -shared lib.cpp -o my.dll -Wl,--out-implib,libmy.dll.a
    clang_mingw $how -O1 -g main.cpp -o main.exe -L. -lmy
    check_image my.dll
    check_image main.exe
    run_dlls . $gxx_posix
    run_wine main.exe "$text" ab
    x86_64-w64-mingw32-objdump -h main.exe | grep -q '\.debug_info' || fail 'no DWARF'
    # Nothing but Windows' own DLLs
    clang_mingw $how -O1 -static -s -DALONE main.cpp lib.cpp -o alone.exe -lpthread
    mkdir -p elsewhere
    mv alone.exe elsewhere/
    run_wine elsewhere/alone.exe "$text" ab
    rm -r elsewhere
done
# What gcc adds for link-time optimization is there in every link; objects of it are refused, but for those that have machine code too.
$gxx_posix -flto -c lib.cpp -o slim.o
$gcc -flto -ffat-lto-objects -c -o fat.o -x c - <<<'#include <stdio.h>
int main(void) { return puts("fat") < 0; }'
expect_fail 'slim.o : fatal error LNK1107: invalid or corrupt file: this is gcc'"'"'s intermediate code (-flto) without machine code' mylink_as $gxx_posix -o slim.exe slim.o
mylink_as $gcc -flto -o fat.exe fat.o
run_wine fat.exe fat
expect_field fat.exe "[x for x in sections() if x.startswith('.gnu')]" ''
clang_mingw -flto -c lib.cpp -o bitcode.o
expect_fail 'bitcode.o : fatal error LNK1107: invalid or corrupt file: this is LLVM bitcode' mylink_as $gxx_posix -o bitcode.exe bitcode.o
passed 1 'clang++ for mingw-w64' 'programs and DLLs, by `-fuse-ld=mylink`' 'exceptions across the DLL, threads'
