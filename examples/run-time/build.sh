# cl /LD my_dll.c
clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c ../my_dll/my_dll.c -o my_dll.obj
mylink /dll /entry:DllMain my_dll.obj kernel32.lib

# cl runtime.c
clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c runtime.c -o runtime.obj
mylink /entry:main runtime.obj kernel32.lib
