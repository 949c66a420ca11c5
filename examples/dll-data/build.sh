clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c counter.c -o counter.obj
mylink /dll /noentry counter.obj

clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c main.c -o main.obj
mylink /entry:main main.obj counter.lib kernel32.lib
