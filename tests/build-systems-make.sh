# build-systems-make.sh - the example's Makefile builds with gcc and ld.mylink, and with clang and mylink; the programs run.
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
passed 2 'Makefile' 'DLL and program, both' '`make test`'
