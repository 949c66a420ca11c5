# pain-07-machine.sh - objects for different machines: both files, why one of them decided, and the words for nasm and clang.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/x86.obj" 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
mkobj "$t/arm.obj" 'machine arm64' 'section .text align=4' 'symbol start func' 'bytes c0 03 5f d6'
fails() { expect_fail "$1" "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/a.exe" "${@:2}"; }
fails "x86.obj : fatal error LNK1112: module machine type 'x86' conflicts with target machine type 'x64' of a.obj
  why:   the first object, a.obj, is for x64 and so decided the target
  do:    compile it for x64 (nasm: -f win64; clang: --target=x86_64-pc-windows-msvc), or all others for x86" "$t/a.obj" "$t/x86.obj"
fails "a.obj : fatal error LNK1112: module machine type 'x64' conflicts with target machine type 'x86' of x86.obj
  why:   the first object, x86.obj, is for x86 and so decided the target
  do:    compile it for x86 (nasm: -f win32; clang: --target=i686-pc-windows-msvc), or all others for x64" "$t/x86.obj" "$t/a.obj"
fails "a.obj : fatal error LNK1112: module machine type 'x64' conflicts with target machine type 'ARM64' of arm.obj
  why:   the first object, arm.obj, is for ARM64 and so decided the target
  do:    compile it for ARM64 (clang: --target=aarch64-pc-windows-msvc), or all others for x64" "$t/arm.obj" "$t/a.obj"
fails "  why:   /MACHINE:x64 on the command line decided the target
  do:    compile it for x64 (nasm: -f win64; clang: --target=x86_64-pc-windows-msvc), or everything for x86 with /MACHINE:x86" /machine:x64 "$t/x86.obj"
# A library cannot be compiled again by whoever reads this.
mkobj "$t/user.obj" 'machine x86' 'section .text' 'symbol _start func' 'ref REL32 helper' 'bytes c3'
mkobj "$t/helper.obj" 'section .text' 'symbol helper func' 'bytes c3'
mylib /nologo /out:"$t/tools.lib" "$t/helper.obj"
fails "tools.lib(helper.obj) : fatal error LNK1112: module machine type 'x64' conflicts with target machine type 'x86' of user.obj
  why:   the first object, user.obj, is for x86 and so decided the target
  do:    take the library that was built for x86 (libraries have a folder for each machine), or compile everything for x64" "$t/user.obj" "$t/tools.lib"
