# dump-disasm.sh - mydump /DISASM shows machine code by the system's objdump or llvm-objdump; without either it says what to install.
. tests/common.sh
need objdump
cd "$t"
asm ./-a.obj 'section .text
global start
start: mov eax, 7
       ret'
cp ./-a.obj a.obj
expect_line '   0:	b8 07 00 00 00       	mov    eax,0x7' mydump /disasm a.obj
expect_line '   0:	mov    eax,0x7' mydump /disasm:nobytes a.obj
mydump /disasm /out:listing a.obj
expect_line '   5:	c3                   	ret' cat listing
# A name with a dash in front is a name.
mydump /disasm /out:listing "$t/-a.obj"
grep -q 'mov    eax,0x7' listing
mylink /entry:start /subsystem:console /out:"$t/a.exe" a.obj
mydump /disasm a.exe >listing
grep -q 'mov    eax,0x7' listing
# No such program.
mkdir empty
expect_fail "a.obj : fatal error LNK1158: /DISASM: cannot run 'objdump' or 'llvm-objdump' on this file
  why:   mydump shows machine code with the help of one of these
  do:    install the package binutils, or llvm for ARM64" env PATH="$t/empty" "$MYDUMP" /disasm a.obj
# ARM64 code needs llvm's.
if tool llvm-objdump >/dev/null 2>&1 && have clang; then
    mkdir bin
    ln -s "$(command -v "$(tool llvm-objdump)")" bin/llvm-objdump
    echo 'int f(void) { return 7; }' | c_msvc_for aarch64-pc-windows-msvc arm.obj
    PATH=$t/bin:$PATH "$MYDUMP" /disasm arm.obj >listing
    grep -qE 'mov\s+w0, #(0x)?7' listing
fi
