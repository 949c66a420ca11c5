nasm -f win64 hello.asm -o hello.obj
mylink /entry:start hello.obj kernel32.lib
