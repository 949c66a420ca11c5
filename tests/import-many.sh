# import-many.sh - 63,000 imports of two DLLs, short and long libraries: time and memory grow with the number, not its square.
. tests/common.sh
allow_warning 'Excessive number of imports' # pefile stops at 8192
need x86_64-w64-mingw32-dlltool
{ printf 'LIBRARY big.dll\nEXPORTS\n'; seq -f 'short%.0f' 1 60000; } >$t/short.def
mylib /nologo /def:$t/short.def /machine:x64 /out:$t/short.lib
{ printf 'LIBRARY old.dll\nEXPORTS\n'; seq -f 'long%.0f' 1 3000; } >$t/long.def
x86_64-w64-mingw32-dlltool -m i386:x86-64 -d $t/long.def -l $t/long.a
{
    echo 'default rel'
    echo 'section .text'
    echo 'global start'
    echo 'start:'
    seq -f 'extern __imp_short%.0f' 1 2 60000
    seq -f 'extern short%.0f' 2 2 60000
    seq -f 'extern long%.0f' 1 3000
    seq -f 'call [__imp_short%.0f]' 1 2 60000
    seq -f 'call short%.0f' 2 2 60000
    seq -f 'call long%.0f' 1 3000
} >$t/main.asm
$(tool nasm) -O0 -f win64 -o $t/main.obj $t/main.asm
(
    [ "$BIN" != "$ROOT/build" ] || ulimit -v 2000000 # the sanitizers reserve more
    ulimit -t $((60 * patience))
    mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/short.lib $t/long.a
)
expect_field $t/main.exe 'directory("IAT").Size' "$(printf '0x%x' $((63002 * 8)))"
expect_field $t/main.exe 'directory("IMPORT").Size' 0x3c
