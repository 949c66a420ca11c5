nasm -f win32 main-x86.asm -o main.obj
nasm -f win32 greet-x86.asm -o greet.obj
mylink /entry:start /out:two.exe main.obj greet.obj kernel32.lib
