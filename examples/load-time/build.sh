# cl /LD my_dll.c
clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c ../my_dll/my_dll.c -o my_dll.obj
mylink /dll /entry:DllMain my_dll.obj kernel32.lib

# cl compilation.c my_dll.lib
clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c compilation.c -o compilation.obj
mylink /entry:main compilation.obj my_dll.lib kernel32.lib
