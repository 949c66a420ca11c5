clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c twin.c -DFUNCTION=left -DVALUE=1 -o left.obj
clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c twin.c -DFUNCTION=right -DVALUE=2 -o right.obj
mylink /dll /noentry /base:0x20000000 ${STAY-/dynamicbase:no} left.obj
mylink /dll /noentry /base:0x20000000 ${STAY-/dynamicbase:no} right.obj

clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c main.c -o main.obj
mylink /entry:main main.obj left.lib right.lib kernel32.lib
