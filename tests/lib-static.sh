# lib-static.sh - objects to a library: mylink, lld-link and GNU ld find each member; llvm-ar and llvm-nm read the same members and names.
. tests/common.sh
lld=$(tool lld-link) ar=$(tool llvm-ar) nm=$(tool llvm-nm)
need x86_64-w64-mingw32-ld
cd $t
mkdir sub
mkobj sub/a.obj 'section .text' 'symbol a func' 'bytes b8 01 00 00 00 c3'
mkobj b.obj 'section .text' 'symbol b func' 'bytes b8 02 00 00 00 c3' 'symbol local static'
mkobj a-very-long-object-name.obj 'section .data' 'symbol variable' 'bytes 28 00 00 00' 'symbol common common=8' 'weak later=b'
mkobj big.obj bigobj 'section .text' 'symbol big func' 'bytes b8 03 00 00 00 c3'
mylib /nologo /out:x.lib sub/a.obj b.obj a-very-long-object-name.obj big.obj
expect 'sub/a.obj
b.obj
a-very-long-object-name.obj
big.obj' $ar t x.lib
expect 'Archive map
a in sub/a.obj
b in b.obj
big in big.obj
common in a-very-long-object-name.obj
later in a-very-long-object-name.obj
variable in a-very-long-object-name.obj' eval "$nm --print-armap x.lib 2>/dev/null | sed '/^\$/,\$d' | LC_ALL=C sort"
asm main.obj <<'EOT'
default rel
extern a, b, big, variable, ExitProcess
global start
section .text
start:
    sub rsp, 40
    call a
    mov [rsp+32], eax
    call b
    add [rsp+32], eax
    call big
    add eax, [rsp+32]
    add eax, [variable]
    mov ecx, eax
    call ExitProcess
EOT
kernel32=$ROOT/build/lib/x64/kernel32.lib
mylink /nologo /entry:start /subsystem:console /out:my.exe main.obj x.lib $kernel32
$lld /nologo /entry:start /subsystem:console /out:lld.exe main.obj x.lib $kernel32
for exe in my.exe lld.exe; do run_both -x 46 $exe ''; done
# GNU ld does not read bigobj: the rest of the library is fine without it.
mylib /nologo /out:small.lib x.lib /remove:big.obj
sed -i -e '/call big/d' -e 's/add eax, \[rsp+32\]/mov eax, [rsp+32]/' -e 's/big, //' main.obj.asm
asm_format win64 main.obj "$(cat main.obj.asm)"
x86_64-w64-mingw32-ld -e start --subsystem console -o gnu.exe main.obj small.lib $kernel32
run_both -x 43 gnu.exe ''
