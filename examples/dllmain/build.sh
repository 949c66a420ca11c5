compile="clang --target=${TARGET:-x86_64-pc-windows-msvc} -ffreestanding -O1 -c"
$compile watcher.c -DNAME='"plain"' -o plain.obj
$compile watcher.c -DNAME='"quiet"' -DQUIET -o quiet.obj
$compile watcher.c -DNAME='"tls  "' -DQUIET -DWITH_TLS -o tls.obj
$compile threads.c -o threads.obj
mylink /dll /entry:DllMain plain.obj kernel32.lib
mylink /dll /entry:DllMain quiet.obj kernel32.lib
mylink /dll /entry:DllMain tls.obj kernel32.lib
mylink /entry:main threads.obj kernel32.lib
