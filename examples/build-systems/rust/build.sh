#!/bin/sh
# build.sh - compiles the three files for x86_64-pc-windows-gnu with mylink as the linker. No Cargo is needed.
#
#   build.sh [OUT-FOLDER]       RUSTC=/usr/bin/rustc build.sh
#
# rustc calls a C compiler to link, because that knows where the C library is; here it is clang, which is told to call ld.mylink.
# Debian: rustc, libstd-rust-dev-windows (the same version), clang, gcc-mingw-w64-x86-64. `ld.mylink` is looked for on PATH.
# With Cargo: the same options as `rustflags` of [target.x86_64-pc-windows-gnu] in .cargo/config.toml.
set -eu
cd "$(dirname "$0")"
out=${1:-out}
mkdir -p "$out"
libgcc=$(x86_64-w64-mingw32-gcc -print-libgcc-file-name)
for source in hello threads library; do
    case $source in library) type=cdylib ;; *) type=bin ;; esac
    ${RUSTC:-rustc} --edition 2021 --crate-type $type --target x86_64-pc-windows-gnu -O $source.rs --out-dir "$out" -C linker="${CLANG:-clang}" \
        -C link-arg=--target=x86_64-w64-mingw32 -C link-arg=-fuse-ld=mylink -C link-arg=-L"${libgcc%/*}"
done
