# option-cmake.sh - CMake projects with a DLL, a static library and a program build with mylink, GNU-like and MSVC-like, and run.
. tests/common.sh
need cmake clang
if have ninja; then generator=Ninja; else need make; generator='Unix Makefiles'; fi
mkdir -p "$t/mingw" "$t/msvc" "$t/tools"
put "$t/mingw/words.c" <<'END'
__declspec(dllexport) int words(int n) { return n * 3; }
END
put "$t/mingw/helper.c" <<'END'
int helper(void) { return 5; }
END
cp "$t/mingw/"*.c "$t/msvc/"
put "$t/mingw/main.c" <<'END'
#include <stdio.h>
int words(int);
int helper(void);
int main(void) {
    printf("%d\n", words(4) + helper());
    return 0;
}
END
put "$t/msvc/main.c" <<'END'
__declspec(dllimport) void ExitProcess(unsigned);
int words(int);
int helper(void);
void start(void) { ExitProcess(words(4) + helper()); }
END
put "$t/mingw/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.13)
project(demo C)
add_library(words SHARED words.c)
add_library(helper STATIC helper.c)
add_executable(demo main.c)
target_link_libraries(demo words helper)
END
put "$t/msvc/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.15)
project(demo C)
set(CMAKE_C_STANDARD_LIBRARIES kernel32.lib)
add_library(words SHARED words.c)
target_link_options(words PRIVATE /noentry /nodefaultlib)
add_library(helper STATIC helper.c)
add_executable(demo main.c)
target_link_options(demo PRIVATE /entry:start /nodefaultlib)
target_link_libraries(demo words helper)
END
build() { # FOLDER TOOLCHAIN
    cmake -G "$generator" -S "$t/$1" -B "$t/$1/out" -DCMAKE_BUILD_TYPE=Release -DCMAKE_TOOLCHAIN_FILE="$ROOT/examples/build-systems/cmake/$2" >"$t/log" 2>&1 &&
        cmake --build "$t/$1/out" >>"$t/log" 2>&1 || { tail -n 40 "$t/log" >&2; fail "$1 does not build"; }
    check_image "$t/$1/out/demo.exe"
}
export PATH="$t/tools:$PATH"
ln -s "$(command -v "$(tool clang)")" "$t/tools/clang-cl"
build msvc mylink-msvc.cmake
run_wine -x 17 "$t/msvc/out/demo.exe" ''
check_image "$t/msvc/out/words.dll"
if have x86_64-w64-mingw32-gcc; then
    build mingw mylink-mingw.cmake
    run_wine "$t/mingw/out/demo.exe" 17
    check_image "$t/mingw/out/libwords.dll"
fi
