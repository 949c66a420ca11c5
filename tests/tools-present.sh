# tools-present.sh - names the readers and machines that are missing here, so that nobody takes a run without them for a whole one.
# not under sanitizers: it is about the project, not about inputs
# `make test` installs them.
. tests/common.sh

missing=
for name in nasm clang lld-link llvm-readobj objdump x86_64-w64-mingw32-gcc i686-w64-mingw32-gcc qemu-aarch64 strace shellcheck; do
    tool $name >/dev/null 2>&1 || missing="$missing $name"
done
have_pefile || missing="$missing pefile"
have_wine || missing="$missing wine"
[ -z "$missing" ] || skip "not installed:$missing. Images are checked without them"
