nasm -f win64 by-name.asm -o by-name.obj
nasm -f win64 by-slot.asm -o by-slot.obj
nasm -f win64 both.asm -o both.obj
mylink /entry:start by-name.obj msvcrt.lib kernel32.lib
mylink /entry:start by-slot.obj msvcrt.lib kernel32.lib
mylink /entry:start both.obj msvcrt.lib kernel32.lib
