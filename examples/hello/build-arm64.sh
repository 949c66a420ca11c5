clang --target=aarch64-pc-windows-msvc -c hello-arm64.s -o hello.obj
mylink /entry:start hello.obj kernel32.lib
