clang --target=aarch64-pc-windows-msvc -c main-arm64.s -o main.obj
clang --target=aarch64-pc-windows-msvc -c greet-arm64.s -o greet.obj
mylink /entry:start /out:two.exe main.obj greet.obj kernel32.lib
