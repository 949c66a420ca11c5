# compiler-warnings.sh - clang finds nothing to warn about in any source file.
# not under sanitizers: it is about the project, not about inputs
. tests/common.sh
need clang
clang=$(tool clang)
silent() { "$clang" -Werror -fsyntax-only "$@" || fail "$clang warns"; }
warn=$(sed -n 's/^WARN *:= *//p' Makefile) # what a build asks for, too
[ -n "$warn" ] || fail 'the Makefile has no line WARN := ...'
silent $warn -std=c11 -D_GNU_SOURCE '-DMYLINK_VERSION="0"' objfmt/*.c implib/*.c linker/*.c loader/*.c tests/*.c
for triple in x86_64 i686 aarch64; do # what becomes mycrt0.lib and delayimp.lib
    silent --target=$triple-pc-windows-msvc -Wall -Wextra -ffreestanding -fms-extensions implib/mycrt0/*.c implib/delayhelper/*.c
done
