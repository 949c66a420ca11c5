compile="clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c"
mkdir -p program current
$compile place.c -DPLACE='"the one beside the program"' -o beside.obj
$compile place.c -DPLACE='"the one in the current folder"' -o current.obj
mylink /dll /noentry /out:program/place.dll beside.obj
mylink /dll /noentry /out:current/place.dll current.obj
$compile main.c -o main.obj
mylink /entry:main /out:program/main.exe main.obj kernel32.lib
