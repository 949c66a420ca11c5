# example-c-no-crt.sh - examples/c-no-crt prints the same in myload and in Wine, from clang and from mingw-w64 objects; from the latter for x86, too.
. tests/common.sh

run_example c-no-crt

# The same source from mingw-w64's gcc.
need x86_64-w64-mingw32-gcc
cd "$t/c-no-crt"
PATH=$BIN:$PATH sh -e build-mingw.sh
note_image hello-mingw.exe
run_both -x 3 hello-mingw.exe "$(grep -v '^exit code' expected.txt)"

can_run x86 || exit 0
need i686-w64-mingw32-gcc
rm hello-mingw.*
MINGW=i686-w64-mingw32-gcc PATH=$BIN:$PATH sh -e build-mingw.sh
note_image hello-mingw.exe
expect_field hello-mingw.exe FILE_HEADER.Machine 0x14c
run_load -x 3 hello-mingw.exe "$(grep -v '^exit code' expected.txt)"
