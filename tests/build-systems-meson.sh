# build-systems-meson.sh - the example project builds with Meson and both cross files, with the commands of its README; Meson finds out by
# itself what kind of linker mylink is.
. tests/common.sh
need meson ninja clang x86_64-w64-mingw32-gcc
have_wine || skip 'wine is not installed'
mkdir "$t/bin"
ln -s "$(command -v "$(tool clang)")" "$t/bin/clang-cl"
ln -s "$(command -v "$(tool clang)")" "$t/bin/clang"
have wine || ln -s "$(command -v "$(wine_program)")" "$t/bin/wine"
export PATH=$t/bin:$BIN:$PATH
wine_setup "$(wine_program)"
cp -r examples/build-systems "$t/project"
cd "$t/project"
build() { # KIND OPTION...
    local kind=$1
    shift
    meson setup --cross-file "meson/$kind.ini" "$@" "$t/$kind" >"$t/log" 2>&1 && meson compile -v -C "$t/$kind" >>"$t/log" 2>&1 &&
        meson test -C "$t/$kind" >>"$t/log" 2>&1 || { tail -n 40 "$t/log" >&2; fail "Meson, $kind"; }
    check_image "$t/$kind/hello.exe"
    run_both "$t/$kind/hello.exe" @expected.txt
}
build mingw -Dc_link_args="-fuse-ld=mylink -L$(dirname "$(x86_64-w64-mingw32-gcc -print-libgcc-file-name)")"
grep -q 'C linker for the host machine: .*mylink\|C linker for the host machine: .*ld.bfd 0' "$t/log" || { grep linker "$t/log" >&2; fail 'Meson sees another linker'; }
export INCLUDE=$PWD/no-sdk
build msvc --buildtype=release
grep -q 'C linker for the host machine: mylink' "$t/log" || { grep linker "$t/log" >&2; fail 'Meson sees another linker'; }
passed 2 'Meson' 'DLL and program, both' '`meson test`'
