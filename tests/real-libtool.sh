# real-libtool.sh - Autoconf and libtool find out what ld.mylink can do, and build libogg's DLL, its import library and its own tests
# with it; the tests pass, with the DLL and with the static library.
# slow
# timeout: 900
. tests/common.sh
. tests/mingw.sh
. tests/real.sh
need clang make
debian_source libogg
mkdir "$t/bin" "$t/build"
libgcc=$($gcc -print-libgcc-file-name)
# The compiler's name may not have blanks in it, and libtool asks the compiler for its linker.
put "$t/bin/cc" <<END
#!/bin/sh
exec $(tool clang) --target=x86_64-w64-mingw32 -Qunused-arguments --ld-path=$BIN/ld.mylink -L${libgcc%/*} "\$@"
END
chmod +x "$t/bin/cc"
cd "$t/build"
"$source/configure" --host=x86_64-w64-mingw32 CC="$t/bin/cc" LD="$BIN/ld.mylink" >configure.log 2>&1 || { tail -n 20 configure.log >&2; fail configure; }
says() { grep -qE -e "$1" configure.log || { grep -E 'ld|linker|shared' configure.log >&2; fail "configure does not say: $1"; }; }
says '^checking if the linker \(.*ld\.mylink\) is GNU ld\.\.\. yes$'
says '^checking whether the .* linker \(.*ld\.mylink\) supports shared libraries\.\.\. yes$'
says '^checking whether to build shared libraries\.\.\. yes$'
make -C src >make.log 2>&1 || { tail -n 20 make.log >&2; fail make; }
check_image src/.libs/libogg-0.dll
[ -f src/.libs/libogg.dll.a ] || fail 'no import library'
pe_field src/.libs/libogg-0.dll 'exports()' | grep -q ' oggpack_write$' || fail 'exports'
# Its own tests are parts of the library's sources, compiled as programs.
make -C src test_bitwise.exe test_framing.exe >check.log 2>&1 || { tail -n 20 check.log >&2; fail 'make test_bitwise.exe'; }
for test in bitwise framing; do
    check_image src/test_$test.exe
    (cd src && wine_run ./test_$test.exe) >$test.log 2>&1 </dev/null || { tail -n 5 $test.log >&2; fail "test_$test.exe"; }
done
# A program that uses the DLL, and one that has the library in itself; by libtool's own command.
put user.c <<'END'
#include <ogg/ogg.h>
#include <stdio.h>
int main(void) {
    oggpack_buffer b;
    oggpack_writeinit(&b);
    oggpack_write(&b, 0x2a, 7);
    oggpack_write(&b, 5, 3);
    printf("%ld %02x%02x\n", oggpack_bytes(&b), b.buffer[0], b.buffer[1]);
    return 0;
}
END
"$t/bin/cc" -c -I"$source/include" -Iinclude user.c -o user.o
for how in '' -static; do
    ./libtool --mode=link --tag=CC "$t/bin/cc" $how user.o src/libogg.la -o user$how.exe >link.log 2>&1 || { cat link.log >&2; fail "libtool --mode=link $how"; }
    exe=user$how.exe
    [ ! -f .libs/$exe ] || { cp src/.libs/libogg-0.dll .libs/ && exe=.libs/$exe; } # libtool's wrapper stays beside it
    run_wine $exe '2 aa02'
    if [ -z "$how" ]; then want=0x1; else want=0x0; fi
    [ "$(pe_field $exe '[1 for d in DIRECTORY_ENTRY_IMPORT if text(d.dll).startswith("libogg")]')" = "${want/0x0/}" ] || fail "$exe and the DLL"
done
passed 2 'Autoconf and libtool' 'libogg (Debian) as a DLL and a static library; programs' 'its own tests'
