# mingw-no-main.sh - a mingw-w64 program without main: what is missing is said in words that fit, also when there is a wmain.
. tests/common.sh
. tests/mingw.sh
cd "$t"
$gcc -c -o none.o -x c - <<<'int unused;'
$gcc -c -o wide.o -x c - <<<'int wmain(void) { return 5; }'
says() { expect_fail "$1" mylink_as $gcc -o no.exe "${@:2}" -Wl,-Xlink=/explain; }
says 'no object defines main; the one of libmingw32.a(' none.o
says 'add the object that defines main, or WinMain' none.o
says 'wide.o defines wmain: link with gcc -municode, which starts there' wide.o
mylink_as $gcc -municode -o wide.exe wide.o
run_wine -x 5 wide.exe ''
