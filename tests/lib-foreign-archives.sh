# lib-foreign-archives.sh - libraries of GNU ar, llvm-ar, thin ones and Rust's go in; what is no object stays out, with a reason.
. tests/common.sh
ar=$(tool llvm-ar)
need x86_64-w64-mingw32-ar
cd $t
mkdir sub
mkobj sub/a.obj 'section .text' 'symbol a' 'bytes 01'
mkobj sub/a-very-long-object-name.obj 'section .text' 'symbol b' 'bytes 02'
x86_64-w64-mingw32-ar rc gnu.a sub/a.obj sub/a-very-long-object-name.obj
$ar rcT sub/thin.a sub/a.obj sub/a-very-long-object-name.obj
[ "$(head -c 7 sub/thin.a)" = '!<thin>' ] || fail 'no thin archive was made'
for from in gnu.a sub/thin.a; do
    mylib /nologo /out:x.lib $from
    expect $'a.obj\na-very-long-object-name.obj' $ar t x.lib
    $ar p x.lib a.obj | cmp - sub/a.obj
done
# An .rlib: objects and a description for the compiler, which the linker has no use for.
printf 'rust metadata, not an object' >lib.rmeta
$ar rc libx.rlib sub/a.obj lib.rmeta
mylib /nologo /out:x.lib libx.rlib
expect 'a.obj' $ar t x.lib

echo text >text.txt
$ar rc text.a text.txt
printf '\177ELF\2\1\1' >elf.o
printf 'BC\300\336' >bitcode.obj
$ar rc nested.a gnu.a
mkobj x86.obj 'machine x86' 'section .text' 'symbol c' 'bytes 01'
mkobj neutral.obj 'machine 0' 'section .text' 'symbol n' 'bytes 01'
printf 'LIBRARY f\nEXPORTS f' >f.def
mylib /nologo /noexp /def:f.def /machine:x86 /out:f86.lib
expect_fail 'text.a(text.txt) : fatal error LNK1136: invalid or corrupt file: it is not an object file' mylib text.a /out:y.lib
expect_fail 'elf.o : fatal error LNK1136: invalid or corrupt file: it is an ELF file, for Linux and its kin' mylib elf.o /out:y.lib
expect_fail 'bitcode.obj : fatal error' mylib bitcode.obj /out:y.lib
expect_fail 'nested.a(gnu.a) : fatal error LNK1136: invalid or corrupt file: it is a library inside a library; extract it first' mylib nested.a /out:y.lib
expect_fail "x86.obj : fatal error LNK1112: module machine type 'x86' conflicts with target machine type 'x64'" mylib sub/a.obj x86.obj /out:y.lib
expect_fail "f86.lib(f.dll) : fatal error LNK1112: module machine type 'x86' conflicts with target machine type 'x64'" mylib sub/a.obj f86.lib /out:y.lib
expect_fail "sub/a.obj : fatal error LNK1112: module machine type 'x64' conflicts with target machine type 'ARM64'" mylib /machine:arm64 sub/a.obj /out:y.lib
mylib /nologo /machine:arm64 neutral.obj /out:z.lib # an object of machine 0 fits everywhere
head -c 100 gnu.a >cut.a
expect_fail 'cut.a : fatal error' mylib cut.a /out:y.lib
