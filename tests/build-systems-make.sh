# build-systems-make.sh - the example's Makefile builds with gcc and ld.mylink, and with clang and mylink; the programs run. For the other machines, too.
. tests/common.sh
need make clang x86_64-w64-mingw32-gcc
mkdir "$t/bin"
ln -s "$(command -v "$(tool clang)")" "$t/bin/clang"
cp -r examples/build-systems "$t/project"
cd "$t/project"
for abi in mingw msvc; do
    PATH=$t/bin:$BIN:$PATH make ABI=$abi RUN="$MYLOAD" test >"$t/log" 2>&1 || { cat "$t/log" >&2; fail "make ABI=$abi"; }
    check_image out-$abi/greet.dll
    check_image out-$abi/hello.exe
    run_both out-$abi/hello.exe @expected.txt
done
try_machine() { # MACHINE ABI NUMBER
    can_run $1 || return 0
    [ $2 = msvc ] || have i686-w64-mingw32-gcc || return 0
    PATH=$t/bin:$BIN:$PATH make ABI=$2 MACHINE=$1 OUT=$1-$2 RUN="$MYLOAD" test >"$t/log" 2>&1 || { cat "$t/log" >&2; fail "make ABI=$2 MACHINE=$1"; }
    check_image $1-$2/greet.dll
    check_image $1-$2/hello.exe
    expect_field $1-$2/hello.exe FILE_HEADER.Machine $3
    run_load $1-$2/hello.exe @expected.txt
}
try_machine x86 mingw 0x14c
try_machine x86 msvc 0x14c
try_machine arm64 msvc 0xaa64
passed 2 'Makefile' 'DLL and program, both' '`make test`'
