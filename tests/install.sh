# install.sh - `make install` puts programs, their other names and the import libraries where they find each other, from any folder.
# not under sanitizers: installs the plain build
. tests/common.sh

make -s install PREFIX=/opt/tools DESTDIR="$t/root" >/dev/null
installed=$t/root/opt/tools
for name in mylink mylib mydump myload ld.mylink mylink-ld mylink-link; do
    [ -x "$installed/bin/$name" ] || fail "$name is not installed"
done

# Called through a symbolic link, from a folder that has nothing to do with either.
mkdir -p "$t/bin" "$t/work"
ln -s "$installed/bin/mylink" "$t/bin/linker"
asm "$t/work/hello.obj" <examples/hello/hello.asm
cd "$t/work"
"$t/bin/linker" /entry:start hello.obj Kernel32.LIB
note_image "$t/work/hello.exe"
run_both "$t/work/hello.exe" "@$ROOT/examples/hello/expected.txt"
