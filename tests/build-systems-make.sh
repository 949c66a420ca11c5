# build-systems-make.sh - the example's Makefile builds with gcc and ld.mylink, and with clang and mylink; the programs run. For x64 and for x86.
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
if can_run x86 && have i686-w64-mingw32-gcc; then
    for abi in mingw msvc; do
        PATH=$t/bin:$BIN:$PATH make ABI=$abi MACHINE=x86 OUT=x86-$abi RUN="$MYLOAD" test >"$t/log" 2>&1 || { cat "$t/log" >&2; fail "make ABI=$abi MACHINE=x86"; }
        check_image x86-$abi/greet.dll
        check_image x86-$abi/hello.exe
        expect_field x86-$abi/hello.exe FILE_HEADER.Machine 0x14c
        run_load x86-$abi/hello.exe @expected.txt
    done
fi
passed 2 'Makefile' 'DLL and program, both' '`make test`'
