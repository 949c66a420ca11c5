nasm -f win32 hello-x86.asm -o hello.obj
mylink /entry:start hello.obj kernel32.lib
