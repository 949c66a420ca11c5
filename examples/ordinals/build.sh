clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c numbers.c -o numbers.obj
mylink /dll /noentry /def:numbers.def numbers.obj

clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c main.c -o main.obj
mylink /entry:main main.obj numbers.lib kernel32.lib
