clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c lazy.c -o lazy.obj
mylink /dll /entry:DllMain lazy.obj kernel32.lib

clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c main.c -o main.obj
mylink /entry:main /delayload:lazy.dll main.obj lazy.lib delayimp.lib kernel32.lib
