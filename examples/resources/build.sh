nasm -f bin icon.asm -o app.ico
llvm-rc /no-preprocess /fo app.res app.rc
clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c main.c -o main.obj
mylink /entry:start main.obj app.res kernel32.lib user32.lib /manifest:embed /out:app.exe
mydump /resources app.exe
