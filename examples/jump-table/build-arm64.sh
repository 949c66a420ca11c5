clang --target=aarch64-pc-windows-msvc -c by-name-arm64.s -o by-name.obj
clang --target=aarch64-pc-windows-msvc -c by-slot-arm64.s -o by-slot.obj
clang --target=aarch64-pc-windows-msvc -c both-arm64.s -o both.obj
mylink /entry:start by-name.obj msvcrt.lib kernel32.lib
mylink /entry:start by-slot.obj msvcrt.lib kernel32.lib
mylink /entry:start both.obj msvcrt.lib kernel32.lib
