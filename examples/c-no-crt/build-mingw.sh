${MINGW:-x86_64-w64-mingw32-gcc} -ffreestanding -O1 -c hello.c -o hello-mingw.obj
mylink /entry:start hello-mingw.obj kernel32.lib
