# option-version.sh - Meson, CMake and configure scripts find out which linker this is; their probes work.
# not under valgrind: a program's own name counts, and there it is a script that starts it
. tests/common.sh
version=$("$MYLINK" --version)
case $version in 'mylink '[0-9]*' (options compatible with LLD link)') ;; *) fail "$version" ;; esac
expect "$version" "$MYLINK" /logo --version # Meson's words
expect "$version" "$MYLINK" --VERSION
gnu=$("$MYLINK" -flavor gnu --version)
case $gnu in 'mylink '[0-9]*' (compatible with GNU ld)') ;; *) fail "$gnu" ;; esac
expect "$gnu" "$MYLINK" -flavor gnu -v
for name in ld ld.mylink x86_64-w64-mingw32-ld mylink-ld; do
    ln -s "$MYLINK" "$t/$name"
    expect "$gnu" "$t/$name" --version
done
ln -s "$MYLINK" "$t/mylink-link"
expect "$version" "$t/mylink-link" --version
# /VERSION with a number is the image's, and without one a mistake.
expect_fail "LNK1146: no argument specified with option '/VERSION'" mylink /VERSION
