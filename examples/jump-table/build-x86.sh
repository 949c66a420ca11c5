nasm -f win32 by-name-x86.asm -o by-name.obj
nasm -f win32 by-slot-x86.asm -o by-slot.obj
nasm -f win32 both-x86.asm -o both.obj
mylink /entry:start by-name.obj msvcrt.lib kernel32.lib
mylink /entry:start by-slot.obj msvcrt.lib kernel32.lib
mylink /entry:start both.obj msvcrt.lib kernel32.lib
