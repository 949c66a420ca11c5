clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c tls.c -o tls.obj
mylink /entry:main tls.obj kernel32.lib
