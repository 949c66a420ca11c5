clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c hello.c -o hello.obj
mylink /entry:start hello.obj kernel32.lib
