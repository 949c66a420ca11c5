#!/bin/sh
# grade.sh - grades what a class handed in:  tutorial/grade.sh N handin-*.tar     (or N folder/*/mylink, for any linker)
#
# Each hand-in is unpacked into a fresh lab with its own seed, so a changed grader or changed inputs change nothing. One
# line for each: score and file. The reports stay in build/graded/. What students write runs with your rights: use a
# container or an account of its own.
set -u
cd "$(dirname "$0")/.." || exit 1
[ $# -ge 2 ] || { echo "usage: tutorial/grade.sh N handin.tar..." >&2; exit 2; }
n=$1
shift
mkdir -p build/graded
for handin; do
    name=$(printf %s "$handin" | tr -c 'A-Za-z0-9.-' _)
    out=build/graded/lab$n-$name
    rm -rf "$out"
    seed=1
    case $handin in *.tar) seed=$(tar xOf "$handin" seed.txt 2>/dev/null | tr -cd 'A-Za-z0-9@._-' | cut -c1-64) ;; esac
    /usr/bin/python3 tutorial/labs/make.py "$n" "$out" --seed "${seed:-1}" >/dev/null || exit 1
    case $handin in
    *.tar) # only the files that the lab asks for, whatever else is in it
        files=$(sed -n 's/^FILES *:= //p' "$out/Makefile")
        if [ -z "$files" ]; then # a linker from scratch, in a folder of its own
            mkdir -p "$out/handin" && tar xf "$handin" -C "$out/handin"
            timeout 300 make -s -C "$out" grade MYLINK=handin/mylink >"$out/report.txt" 2>&1 </dev/null
        else
            # shellcheck disable=SC2086 # names of the lab, without spaces
            for file in $files; do tar xOf "$handin" "$file" >"$out/$file" 2>/dev/null; done
            timeout 300 make -s -C "$out" grade >"$out/report.txt" 2>&1 </dev/null
        fi ;;
    *) timeout 300 make -s -C "$out" grade MYLINK="$(realpath "$handin")" >"$out/report.txt" 2>&1 </dev/null ;;
    esac
    score=$(sed -n 's/^Score: //p' "$out/report.txt" | tail -n 1)
    echo "${score:-does not build} $handin ($out/report.txt)"
done
