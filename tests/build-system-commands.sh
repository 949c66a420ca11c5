# build-system-commands.sh - command lines that CMake, MSBuild and rustc wrote for link.exe on Windows link here, unedited, by examples/build-systems/relink.sh.
. tests/common.sh
lines=$ROOT/tests/command-lines
relink() { PATH=$BIN:$PATH "$ROOT/examples/build-systems/relink.sh" "$@"; }
cd "$t"

# CMake: with its wrapper, and a response file whose name has backslashes. The objects lie in its folders.
mkdir -p cmake/CMakeFiles/app.dir/src
cp "$lines/cmake.rsp" cmake/CMakeFiles/app.rsp
mkobj cmake/CMakeFiles/app.dir/main.c.obj 'section .text' 'symbol mainCRTStartup func' \
    'bytes 48 83 ec 28 e8 00 00 00 00 8b c8 e8 00 00 00 00' 'reloc 5 REL32 util' 'reloc 12 REL32 ExitProcess'
mkobj cmake/CMakeFiles/app.dir/src/util.c.obj 'section .text' 'symbol util func' 'bytes b8 05 00 00 00 c3'
mkobj g.obj 'section .text' 'symbol greet func' 'bytes c3'
mylib /nologo /out:cmake/greet.lib g.obj
(cd cmake && relink "$lines/cmake.txt")
run_both -x 5 "$t/cmake/app.exe" ''
expect '/nologo @CMakeFiles\app.rsp  /out:app.exe' bash -c "PATH=$BIN:\$PATH '$ROOT/examples/build-systems/relink.sh' -n '$lines/cmake.txt' | grep -o '^/nologo.*app.exe'"

# MSBuild: UTF-16, absolute paths of the other machine, capital letters in the names of objects.
mkdir -p msbuild/x64/Release
cp cmake/CMakeFiles/app.dir/main.c.obj msbuild/x64/Release/main.obj
cp cmake/CMakeFiles/app.dir/src/util.c.obj msbuild/x64/Release/util.obj
(cd msbuild && relink 'C:\src\App=.' "$lines/msbuild.tlog")
run_both -x 5 "$t/msbuild/x64/Release/App.exe" ''

# rustc: as its error message shows it, with everything in quotes and each backslash twice.
mkdir -p rustc/target/debug/deps rustc/temp rustc/std
cp cmake/CMakeFiles/app.dir/main.c.obj rustc/target/debug/deps/hello.5f0e1c.hello.3a1fbbbh-cgu.0.rcgu.o
cp cmake/CMakeFiles/app.dir/src/util.c.obj rustc/target/debug/deps/hello.5f0e1c.1qk2.rcgu.o
mkobj rustc/temp/symbols.o 'section .text' 'symbol unused_symbol func' 'bytes c3'
mylib /nologo /out:rustc/std/libstd-0f4c1a2b.rlib g.obj
(cd rustc && relink 'c:/proj=.' 'C:\Users\me\AppData\Local\Temp\rustcAb12Cd=temp' \
    'C:\Users\me\.rustup\toolchains\stable-x86_64-pc-windows-msvc\lib\rustlib\x86_64-pc-windows-msvc\lib=std' "$lines/rustc.txt")
run_both -x 5 "$t/rustc/target/debug/hello.exe" ''
# What is added comes last and wins.
(cd rustc && relink 'c:/proj=.' 'C:\Users\me\AppData\Local\Temp\rustcAb12Cd=temp' \
    'C:\Users\me\.rustup\toolchains\stable-x86_64-pc-windows-msvc\lib\rustlib\x86_64-pc-windows-msvc\lib=std' "$lines/rustc.txt" /out:other.exe)
[ -f rustc/other.exe ]
