# real-rust.sh - programs with Rust's standard library, from 20 object libraries: the same output as GNU ld's twin, which clang calls as
# it calls mylink, and images that hold the same.
# slow
# timeout: 600
. tests/common.sh
. tests/mingw.sh
. tests/real.sh
need clang
rustc=/usr/bin/rustc
[ -x $rustc ] || skip 'rustc is not installed (packages rustc and libstd-rust-dev-windows)'
[ -d "$($rustc --print sysroot)/lib/rustlib/x86_64-pc-windows-gnu" ] || skip 'no Rust library for Windows (package libstd-rust-dev-windows)'
clang=$(command -v "$(tool clang)")
libgcc=$($gcc -print-libgcc-file-name)
build() { # OUT SOURCE OPTION...
    local out=$1 source=$2
    shift 2
    $rustc --edition 2021 --target x86_64-pc-windows-gnu -O "examples/build-systems/rust/$source.rs" -o "$out" -C linker="$clang" \
        -C link-arg=--target=x86_64-w64-mingw32 -C link-arg=-L"${libgcc%/*}" -C link-arg=-Wl,--no-gc-sections "$@" >"$notes/log" 2>&1 || { tail -n 5 "$notes/log" | cut -c1-2000 >&2; fail "$source"; }
}
mkdir "$t/twin"
for source in hello threads; do
    build "$t/$source.exe" $source -C link-arg=--ld-path="$BIN/ld.mylink"
    build "$t/twin/$source.exe" $source
    check_image "$t/$source.exe"
    $python tests/compare-twins.py "$t/$source.exe" "$t/twin/$source.exe" || fail "$source.exe and its twin by GNU ld hold different things"
done
same_output '^Hello from Rust' hello.exe one two one
same_output '^caught: in a thread$' threads.exe
passed 3 "two programs with Rust's std" 'programs of 20 libraries' 'collections; threads, channels, caught panics'
