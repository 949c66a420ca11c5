nasm -f win64 main.asm -o main.obj
nasm -f win64 greet.asm -o greet.obj
mylink /entry:start /out:two.exe main.obj greet.obj kernel32.lib
