#!/bin/bash
# run.sh - static analysis: `make analyze` runs all of it, tests/static-analysis.sh the part that is fast.
#
#   tests/analysis/run.sh [cppcheck] [gcc] [shellcheck] [clang-tidy]      none named: all four, fast ones first
#
# Exit code 0: nothing found. 1: findings, printed. 2: a tool is not installed.
#
# A real finding is mended. A false one is silenced where it is, for that one check, with the reason on the same line:
#   x = y; // NOLINT(name-of-the-check): why              clang-tidy
# and for cppcheck in cppcheck.txt beside this script. Checks that do not suit the project at all are off in .clang-tidy.
set -u -o pipefail
cd "$(dirname "$0")/../.." || exit 2

folders='objfmt implib linker loader'
flags=(-std=c11 -D_GNU_SOURCE '-DMYLINK_VERSION="0"')
cores=$(nproc 2>/dev/null || echo 1)

newest() { # NAME: the newest of NAME-22 ... NAME-14, else NAME
    local n
    for n in -22 -21 -20 -19 -18 -17 -16 -15 -14 ''; do
        if command -v "$1$n" >/dev/null; then echo "$1$n"; return; fi
    done
    echo "run.sh: $1 is not installed" >&2
    exit 2
}

run_cppcheck() { # unknown macros would make it try both ways of every #if: it is told the machine
    local program
    program=$(newest cppcheck) || exit 2
    # shellcheck disable=SC2086 # a list of words
    "$program" -q --std=c11 --platform=unix64 --enable=warning,performance,portability --error-exitcode=1 \
        -D_GNU_SOURCE -D__x86_64__=1 --suppressions-list=tests/analysis/cppcheck.txt $folders -i implib/mycrt0 -i implib/delayhelper
}

run_gcc() { # objfmt: there what comes from files is read. -O2, because the analyzer sees the code after inlining
    local program file found status=0
    program=$(newest gcc) || exit 2
    for file in objfmt/*.c; do
        found=$("$program" "${flags[@]}" -O2 -fanalyzer -c -o /dev/null "$file" 2>&1) || status=1
        if [ -n "$found" ]; then printf '%s\n' "$found"; status=1; fi
    done
    return $status
}

# Off everywhere: SC2164, a cd that fails ends the script (set -e); SC1007, `A= command` is meant. Off for the tests:
# SC2034 SC2154              names from and for common.sh
# SC2046 SC2206              lists of words (files, options) are split on purpose
# SC2010 SC2045              `ls` lists files whose names the project has chosen
# SC2043 SC2120              a list of one, a function that some call with arguments: more are meant to come
# SC1010 SC2054 SC2238 SC2247   `fi`, a comma, a program's name and `$"` where they are plain text
# SC2145                     "words $@" in a message
run_shellcheck() {
    local program
    program=$(newest shellcheck) || exit 2
    local off=SC2164,SC1007,SC2034,SC2154,SC2046,SC2206,SC2010,SC2045,SC2043,SC2120,SC1010,SC2054,SC2238,SC2247,SC2145
    "$program" -S warning -s bash -e "$off" tests/*.sh tests/*.bash tests/*/*.sh || return 1
    "$program" -S warning -s sh -e SC1007,SC2164 examples/*.sh examples/*/*.sh || return 1
    "$program" -S warning .ci/run tests/packages.sh tutorial/*.sh
}

run_clang_tidy() { # it counts what it did not show on standard error
    local program
    program=$(newest clang-tidy) || exit 2
    for folder in $folders; do printf '%s\n' "$folder"/*.c; done |
        xargs -P "$cores" -I FILE "$program" --quiet --warnings-as-errors='*' FILE -- "${flags[@]}" 2>/dev/null
}

status=0
[ $# -gt 0 ] || set -- cppcheck gcc shellcheck clang-tidy
for tool; do
    case $tool in
    cppcheck | gcc | shellcheck | clang-tidy) ;;
    *) echo "run.sh: what is $tool?" >&2; exit 2 ;;
    esac
    code=0
    "run_${tool/-/_}" || code=$?
    case $code in
    0) echo "$tool: nothing found" ;;
    2) exit 2 ;;
    *) echo "$tool: see above"; status=1 ;;
    esac
done
exit $status
