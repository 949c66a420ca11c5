#!/bin/sh
# demo.sh - builds, links and runs every example, showing each command and what the programs print. Called by `make demo`.
#
#   examples/demo.sh [NAME...]          RUN=wine examples/demo.sh    runs the programs in Wine instead of myload
#                                       MACHINE=x86 examples/demo.sh builds them for x86 (or arm64): see machine.sh
#
# An example is a folder: build.sh has the commands that make it, run.sh those that run it ($RUN is the loader),
# expected.txt what must come out. It is built in a copy, build/examples/NAME, so the source folders stay clean. Any sh runs
# build.sh; here bash does, which shows the quotes that a command needs when somebody types it.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
PATH=$root/build:$root/build/examples/bin:$PATH
RUN=${RUN:-myload}
export PATH RUN
MACHINE=${MACHINE:-x64}
. examples/machine.sh
unset LIB LINK _LINK_ || true

rm -rf build/examples
mkdir -p build/examples/bin
cp -r examples/* build/examples/
for tool in clang llvm-rc; do
    if command -v $tool >/dev/null; then continue; fi
    for n in 22 21 20 19 18 17 16 15 14; do # only clang-NN is installed
        if command -v $tool-$n >/dev/null; then ln -s "$(command -v $tool-$n)" build/examples/bin/$tool; break; fi
    done
done

[ $# -gt 0 ] || set -- hello jump-table two-objects c-no-crt load-time run-time dllmain dll-data forwarder ordinals \
    same-base delay-load tls search-order mutual-imports plugin resources
bad=
for name; do
    echo
    if ! exists_for_machine examples/$name; then
        echo "== examples/$name: not for $MACHINE"
        continue
    fi
    echo "== examples/$name: $(sed -n '1s/^# //p' "examples/$name/README.md")"
    cd "build/examples/$name"
    bash -c "PS4='$ '; set -ex
$(cat "$(file_for_machine . build.sh)")" 2>&1
    echo "-- it prints:"
    sh run.sh >output.txt || true
    cat output.txt
    tr -d '\r' <output.txt | cmp -s - "$(file_for_machine . expected.txt)" || { echo "!! this is not what $(file_for_machine . expected.txt) says"; bad="$bad $name"; }
    cd "$root"
done
echo
[ -z "$bad" ] || { echo "demo: unexpected output from:$bad"; exit 1; }
echo "All $# examples printed what they should. Sources and commands: examples/NAME; what was built: build/examples/NAME."
