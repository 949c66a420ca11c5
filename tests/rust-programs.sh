# rust-programs.sh - rustc links with mylink: a program with Rust's standard library, one with threads and caught panics, a DLL used by C.
# Debian's rustc and libstd-rust-dev-windows; another rustc may come first on PATH, but its library is not the same version's.
# timeout: 600
. tests/common.sh
. tests/mingw.sh
need clang
rustc=/usr/bin/rustc
[ -x $rustc ] || skip 'rustc is not installed (packages rustc and libstd-rust-dev-windows)'
[ -d "$($rustc --print sysroot)/lib/rustlib/x86_64-pc-windows-gnu" ] || skip 'no Rust library for Windows (package libstd-rust-dev-windows)'
mkdir "$t/bin"
ln -s "$BIN/ld.mylink" "$t/bin/ld.mylink"
cp -r examples/build-systems/rust "$t/rust"
cd "$t"
CLANG=$(tool clang) RUSTC=$rustc PATH=$t/bin:$PATH ./rust/build.sh "$t/out" >log 2>&1 || { tail -n 30 log | cut -c1-2000 >&2; fail 'build.sh'; }
for image in hello.exe threads.exe library.dll; do check_image out/$image; done
run_wine out/hello.exe 'Hello from Rust: [("a", 2), ("b", 1)]' a b a
run_wine out/threads.exe '10 [2, 3, 4, 5] 1
panic at line 34
caught: true
panic at line 36
caught: in a thread'
expect_field out/library.dll 'exports()' '1 sum_of_squares'
$gcc -O1 -c -o main.o -x c - <<'END'
#include <stdio.h>
long long sum_of_squares(const int *values, size_t count);
int main(void) {
    int values[] = {1, 2, 3};
    printf("%lld\n", sum_of_squares(values, 3));
    return 0;
}
END
mylink_as $gcc -o main.exe main.o out/liblibrary.dll.a
cp out/library.dll .
run_wine main.exe 14
passed 1 'rustc, x86_64-pc-windows-gnu' 'programs; a DLL for C' 'threads, caught panics; a call from C'
