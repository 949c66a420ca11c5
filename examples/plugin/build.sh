compile="clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c"
$compile host.c -o host.obj
mylink /entry:main host.obj kernel32.lib

mkdir -p plugins
for name in double old other square; do
    $compile $name.c -o $name.obj
    mylink /dll /noentry /noimplib /out:plugins/$name.dll $name.obj
done
