clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c new.c -o new.obj
mylink /dll /noentry /def:new.def new.obj

mylink /dll /noentry /machine:${MACHINE:-x64} /def:old.def /out:old.dll

clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c main.c -o main.obj
mylink /entry:main main.obj old.lib kernel32.lib
