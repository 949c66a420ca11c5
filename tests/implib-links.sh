# implib-links.sh - programs linked by mylink, lld-link and GNU ld with a library of mylib's run; llvm-readobj reads it for every machine.
. tests/common.sh
lld=$(tool lld-link)
readobj=$(tool llvm-readobj)
need x86_64-w64-mingw32-ld
cd $t
put k.def <<'EOT'
LIBRARY KERNEL32.dll
EXPORTS
    ExitProcess = _ExitProcess@4
    GetStdHandle = _GetStdHandle@4
    WriteFile = _WriteFile@20
    lstrlenA = _lstrlenA@4
EOT
for machine in x64 x86 arm64; do
    mylib /nologo /noexp /def:k.def /machine:$machine /out:k-$machine.lib
    $readobj --all k-$machine.lib >$machine.txt 2>&1
    ! grep -i -e error -e warning $machine.txt || fail "llvm-readobj complains about $machine"
done

asm main.obj <<'EOT'
default rel
extern __imp_GetStdHandle, __imp_WriteFile, __imp_lstrlenA, ExitProcess
global start
section .text
start:
    sub rsp, 56
    lea rcx, [text]
    call [__imp_lstrlenA]
    mov [rsp+40], eax
    mov ecx, -11
    call [__imp_GetStdHandle]
    mov rcx, rax
    lea rdx, [text]
    mov r8d, [rsp+40]
    lea r9, [rsp+48]
    mov qword [rsp+32], 0
    call [__imp_WriteFile]
    mov ecx, 7
    call ExitProcess
section .rdata
text: db "imported", 10, 0
EOT
mylink /nologo /entry:start /subsystem:console /out:by-mylink.exe main.obj k-x64.lib
$lld /nologo /entry:start /subsystem:console /out:by-lld.exe main.obj k-x64.lib
x86_64-w64-mingw32-ld -e start --subsystem console -o by-gnu.exe main.obj k-x64.lib
for exe in by-mylink.exe by-lld.exe by-gnu.exe; do run_both -x 7 $exe imported; done

# x86 and ARM64 objects: the tables are right; nobody runs them here.
asm32 x86.obj 'extern __imp__WriteFile@20, _ExitProcess@4
section .text
global _start
_start: call [__imp__WriteFile@20]
call _ExitProcess@4
ret'
clang=$(tool clang)
c_msvc_for aarch64-pc-windows-msvc arm64.obj <<'EOT'
__declspec(dllimport) int WriteFile(int);
void ExitProcess(int);
void start(void) { ExitProcess(WriteFile(1)); }
EOT
for machine in x86 arm64; do
    $lld /nologo /entry:start /subsystem:console /out:lld-$machine.exe $machine.obj k-$machine.lib
    expect_field lld-$machine.exe 'sorted(imports())' $'KERNEL32.dll!ExitProcess\nKERNEL32.dll!WriteFile'
    mylink /nologo /entry:start /subsystem:console /out:my-$machine.exe $machine.obj k-$machine.lib
    expect_field my-$machine.exe 'sorted(imports())' $'KERNEL32.dll!ExitProcess\nKERNEL32.dll!WriteFile'
done
need i686-w64-mingw32-ld
i686-w64-mingw32-ld -e _start --subsystem console -o gnu-x86.exe x86.obj k-x86.lib
expect_field gnu-x86.exe 'sorted(imports())' $'KERNEL32.dll!ExitProcess\nKERNEL32.dll!WriteFile'
