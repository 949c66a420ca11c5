# build-systems-cmake.sh - the example project builds with CMake and both toolchain files, Release and Debug; its test passes in
# ctest, the program has a manifest where CMake asks for one, and C++ with threads builds, too.
# timeout: 600
. tests/common.sh
need cmake clang x86_64-w64-mingw32-gcc
have_wine || skip 'wine is not installed'
if have ninja; then generator=Ninja; else need make; generator='Unix Makefiles'; fi
mkdir "$t/bin"
ln -s "$(command -v "$(tool clang)")" "$t/bin/clang-cl"
export PATH=$t/bin:$BIN:$PATH
wine_setup "$(wine_program)"
cp -r examples/build-systems "$t/project"
sed -i "s,\${CMAKE_CURRENT_LIST_DIR}/../../../build,$BIN," "$t/project/cmake/"*.cmake
build() { # OUT SOURCE TOOLCHAIN CONFIGURATION
    cmake -G "$generator" -S "$2" -B "$1" -DCMAKE_TOOLCHAIN_FILE="$t/project/cmake/mylink-$3.cmake" -DCMAKE_BUILD_TYPE="$4" >"$t/log" 2>&1 &&
        cmake --build "$1" -v >>"$t/log" 2>&1 || { tail -n 40 "$t/log" >&2; fail "$3, $4 does not build"; }
    grep -q "$BIN/\(ld\.\)\?mylink" "$t/log" || fail "$3: another linker was called"
}
for configuration in Release Debug; do
    for kind in mingw msvc; do
        out=$t/$kind-$configuration
        build "$out" "$t/project" $kind $configuration
        (cd "$out" && ctest >"$t/log" 2>&1) || { cat "$out/Testing/Temporary/LastTest.log" >&2; fail "ctest, $kind, $configuration"; }
        check_image "$out/hello.exe"
        run_both "$out/hello.exe" "@$t/project/expected.txt"
    done
    # Image version from the project's, manifest because CMake asks for it.
    expect_field "$t/msvc-$configuration/greet.dll" 'OPTIONAL_HEADER.MinorImageVersion' 0x2
    expect_field "$t/mingw-$configuration/libgreet.dll" 'OPTIONAL_HEADER.MinorImageVersion' 0x2
    expect_field "$t/msvc-$configuration/hello.exe" 'DIRECTORY_ENTRY_RESOURCE.entries[0].struct.Id' 0x18
done

# Any project: here C++ with a static library, a DLL and threads.
have x86_64-w64-mingw32-g++-posix || skip 'no g++ with std::thread for the C++ part'
mkdir "$t/cxx"
put "$t/cxx/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.16)
project(cxx CXX)
find_package(Threads REQUIRED)
add_library(base STATIC base.cpp)
add_library(work SHARED work.cpp)
target_link_libraries(work PRIVATE base Threads::Threads)
add_executable(main main.cpp)
target_link_libraries(main PRIVATE work)
END
echo 'int base(int n) { return n * 2; }' >"$t/cxx/base.cpp"
put "$t/cxx/work.cpp" <<'END'
#include <stdexcept>
#include <thread>
int base(int);
__declspec(dllexport) int work(int n) {
    int result = 0;
    std::thread([&] { result = base(n); }).join();
    if (!result) throw std::runtime_error("nothing");
    return result;
}
END
put "$t/cxx/main.cpp" <<'END'
#include <iostream>
#include <stdexcept>
int work(int);
int main() {
    std::cout << work(21) << std::endl;
    try { work(0); } catch (const std::exception &e) { std::cout << e.what() << std::endl; }
}
END
build "$t/cxx-out" "$t/cxx" mingw Release
for name in libstdc++-6.dll libgcc_s_seh-1.dll libwinpthread-1.dll; do
    file=$(x86_64-w64-mingw32-g++-posix -print-file-name=$name)
    [ ! -f "$file" ] || cp "$file" "$t/cxx-out/"
done
run_wine "$t/cxx-out/main.exe" $'42\nnothing'
passed 2 'CMake' 'DLL and program, mingw-w64 and MSVC front ends' '`ctest`'
