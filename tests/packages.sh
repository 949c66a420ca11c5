#!/bin/sh
# packages.sh - installs the Debian or Ubuntu packages that `make demo`, `make test` or `make book` needs and that are missing.
#
#   tests/packages.sh demo|test|book
#
# What is missing is found by looking for the programs, so tools that came from elsewhere count. It says what it is going
# to do before it does it; where it cannot (no apt-get, no root and no sudo, no network) it prints the command and fails.
set -u

have() { command -v "$1" >/dev/null 2>&1; }
have_version() { # NAME or NAME-22 ... NAME-14
    have "$1" && return 0
    for n in 22 21 20 19 18 17 16 15 14; do have "$1-$n" && return 0; done
    return 1
}

missing=
want() { # PROGRAM PACKAGE...
    program=$1
    shift
    have_version "$program" || missing="$missing $*"
}

want cc gcc libc6-dev
want nasm nasm
want clang clang
want llvm-rc llvm # compiles examples/resources
case ${MACHINE-} in # make demo MACHINE=...
x86) want i686-linux-gnu-gcc gcc-i686-linux-gnu ;;
arm64) want aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu && want qemu-aarch64 qemu-user ;;
esac
if [ "$1" != demo ]; then # the course as a web site and a PDF
    want pandoc pandoc
    want weasyprint weasyprint
    want python3 python3
    fc-list 2>/dev/null | grep -qi dejavu || missing="$missing fontconfig fonts-dejavu-core"
fi
if [ "$1" = test ]; then
    want lld-link lld
    want llvm-readobj llvm
    want objdump binutils
    want x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64
    want x86_64-w64-mingw32-g++ g++-mingw-w64-x86-64
    want x86_64-w64-mingw32-g++-posix g++-mingw-w64-x86-64-posix
    want cmake cmake
    want meson meson
    want npm npm # sources of real programs come from its registry
    want ninja ninja-build
    [ -x /usr/bin/rustc ] || missing="$missing rustc"
    [ -d /usr/lib/rustlib/x86_64-pc-windows-gnu ] || missing="$missing libstd-rust-dev-windows"
    want i686-w64-mingw32-gcc gcc-mingw-w64-i686
    want x86_64-w64-mingw32-dlltool binutils-mingw-w64
    want i686-linux-gnu-gcc gcc-i686-linux-gnu
    want aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
    want qemu-aarch64 qemu-user
    want mandoc mandoc
    want zsh zsh
    want fish fish
    want strace strace
    want xz xz-utils # for Debian's sources
    want valgrind valgrind
    want shellcheck shellcheck
    want cppcheck cppcheck
    want python3 python3
    want wrestool icoutils
    want qemu-system-x86_64 qemu-system-x86
    [ -e /usr/share/OVMF/OVMF_CODE.fd ] || missing="$missing ovmf" # firmware for it
    want wine wine wine64
    { have wine && { [ -x /usr/lib/wine/wine64 ] || have wine64; }; } || missing="$missing wine wine64"
    /usr/bin/python3 -c 'import pefile' 2>/dev/null || missing="$missing python3-pefile"
    [ -e /usr/i686-linux-gnu/include/stdio.h ] || missing="$missing libc6-dev-i386-cross"
    [ -e /usr/aarch64-linux-gnu/include/stdio.h ] || missing="$missing libc6-dev-arm64-cross"
fi

missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')
missing=${missing% }

# The C library's headers have no program of their own.
if [ -z "$missing" ] && ! echo '#include <stdio.h>' | cc -E - >/dev/null 2>&1; then missing=libc6-dev; fi

if [ "$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi

give_up() {
    echo "$1 Please install what is missing:" >&2
    echo "    sudo apt-get update && sudo apt-get install --no-install-recommends $missing" >&2
    exit 1
}

install() { # PACKAGE...
    have apt-get || give_up 'This system has no apt-get.'
    [ -z "$as_root" ] || have sudo || give_up 'Installing packages needs root, and there is no sudo.'
    echo "Installing with apt-get: $*"
    log=$(mktemp)
    $as_root apt-get -q update >"$log" 2>&1 || echo 'packages.sh: apt-get update failed, going on with the lists there are' >&2
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@" >>"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        rm -f "$log"
        give_up 'apt-get failed.'
    }
    rm -f "$log"
}

# shellcheck disable=SC2086 # a list of words
[ -z "$missing" ] || install $missing

# clang's own run-time libraries (sanitizers, libFuzzer) are in a package named after its version.
if [ "$1" = test ] && have clang && have apt-get; then
    runtime=$(clang -print-runtime-dir 2>/dev/null)
    [ -e "$runtime/libclang_rt.fuzzer-x86_64.a" ] || [ -e "$runtime/libclang_rt.fuzzer.a" ] || [ "$(uname -m)" != x86_64 ] || {
        version=$(clang --version | sed -n 's/.*version \([0-9]*\).*/\1/p' | head -n 1)
        missing=libclang-rt-$version-dev
        if apt-cache show "$missing" >/dev/null 2>&1; then install "$missing"; fi
    }
fi
exit 0
