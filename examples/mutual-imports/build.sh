compile="clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c"
$compile even.c -o even.obj
$compile odd.c -o odd.obj
$compile main.c -o main.obj

# A .def file is enough to make even.dll's import library and its export table (even.exp), before even.dll exists.
mylib /def:even.def /machine:${MACHINE:-x64} /out:even.lib

# So odd.dll can be linked, which gives odd.lib, and then even.dll with both.
mylink /dll /noentry odd.obj even.lib
mylink /dll /noentry /out:even.dll even.obj even.exp odd.lib

mylink /entry:main main.obj even.lib odd.lib kernel32.lib
