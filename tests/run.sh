#!/usr/bin/env bash
# run.sh - runs the tests and counts.
#
#   tests/run.sh [--quick] [-j N] [PATTERN...]     PATTERN: part of a test's name; none: all
#   BIN=build/san tests/run.sh                     with the programs of another build
#   tests/run.sh --sanitizers-too                  with build/, then the quick ones with build/san/; one count
#
# A test is tests/NAME.sh, or tests/unit-NAME.c built to $BIN/tests/unit-NAME. Two run at a time. Output is shown only
# for a test that failed. The comment at a test's top says what it needs: a line `# slow` leaves it out of --quick, `# timeout: 900`
# replaces the 300 seconds it may take, `# not under sanitizers: why` leaves it out there and under valgrind (`make valgrind`, BIN=build/valgrind),
# `# not under valgrind: why` only there. The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1
export BIN=${BIN:-build}

is_test() {
    grep -qE '^ *\. tests/common\.sh' "$1"
}

top() { sed -nE '/^(#|\/\/)/!q;p' "$1"; } # TEST: its first comment

# One test, `TEST` or `san:TEST`: prints its line (and its output when it failed), leaves its result in $RESULTS/NAME.result.
run_one() {
    local test=$1 label="" name limit log code=0 start=$SECONDS why
    if [ "${test#san:}" != "$test" ]; then test=${test#san:} label=san: BIN=build/san; fi
    name=$(basename "$test")
    name=${name%.*}
    log=$RESULTS/$label$name.log
    limit=$(top "$test" | sed -En 's,^(#|//) timeout: ([0-9]+).*,\2,p')
    limit=${limit:-300}
    case $BIN in build/san) limit=$((limit * 4)) ;; build/valgrind) limit=$((limit * 20)) ;; esac
    mkdir -p "$BIN/test/.locks"
    # The lock keeps two runs of the suite in one tree from using one test's folder at a time.
    case $test in
    *.sh) flock "$BIN/test/.locks/$name" timeout -k 10 "$limit" bash "$test" >"$log" 2>&1 </dev/null || code=$? ;;
    *.c) timeout -k 10 "$limit" "$BIN/tests/$name" >"$log" 2>&1 </dev/null || code=$? ;;
    esac
    name=$label$name
    case $code in
    0) echo pass >"$RESULTS/$name.result"; printf 'ok    %s (%d s)\n' "$name" $((SECONDS - start)) ;;
    77) why=$(sed -n 's/^skip: //p' "$log" | tail -n 1)
        echo skip >"$RESULTS/$name.result"; printf 'skip  %s: %s\n' "$name" "${why:-no reason given}" ;;
    *) echo fail >"$RESULTS/$name.result"
        [ $code != 124 ] && [ $code != 137 ] || echo "(stopped after $limit seconds)" >>"$log"
        printf 'FAIL  %s (exit code %d)\n%s\n' "$name" $code "$(tail -n 100 "$log" | cut -c 1-500 | sed 's/^/      /')" ;;
    esac
}

if [ "${1-}" = --one ]; then
    run_one "$2"
    exit 0
fi

quick="" sanitizers_too="" jobs=2
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=1 ;;
    --sanitizers-too) sanitizers_too=1 ;;
    -j) jobs=$2; shift ;;
    -*) echo "run.sh: unknown option $1" >&2; exit 2 ;;
    *) break ;;
    esac
    shift
done

mkdir -p "$BIN"
RESULTS=$(mktemp -d)
export RESULTS
trap 'rm -rf "$RESULTS"' EXIT

is_wanted() { # TEST PATTERN...
    local name pattern
    name=$(basename "$1")
    name=${name%.*}
    shift
    [ $# -gt 0 ] || return 0
    for pattern; do case $name in *"$pattern"*) return 0 ;; esac; done
    return 1
}
says() { top "$1" | grep -qE "^(#|//) $2"; } # TEST WORDS: a line of that comment begins so

# Slow ones first, so that none of them is left running alone at the end.
for test in tests/*.sh tests/unit-*.c; do
    [ -f "$test" ] || continue
    case $test in *.sh) is_test "$test" || continue ;; esac
    is_wanted "$test" "$@" || continue
    place=2
    if says "$test" slow; then
        [ -z "$quick" ] || continue
        place=1
    fi
    case $BIN in
    build/san) ! says "$test" 'not under sanitizers' || continue ;;
    build/valgrind) ! says "$test" 'not under (sanitizers|valgrind)' || continue ;;
    esac
    echo "$place $test"
    if [ -n "$sanitizers_too" ] && [ $place = 2 ] && ! says "$test" 'not under sanitizers'; then echo "3 san:$test"; fi
done | sort -s -n -k 1,1 | cut -d ' ' -f 2 >"$RESULTS/list"

# One Wine server for a long run: starting and ending it with each program would take most of the time. It goes away by
# itself 20 seconds after the last program.
if [ "$(wc -l <"$RESULTS/list")" -gt 20 ] && command -v wineserver >/dev/null; then
    mkdir -p build/wine
    WINEPREFIX=$PWD/build/wine WINEDEBUG=-all wineserver -p20 </dev/null >/dev/null 2>&1 || true
fi

xargs -r -P "$jobs" -n 1 bash tests/run.sh --one <"$RESULTS/list"

# What failed runs once more, alone: a busy machine makes Wine late. What fails twice has failed; both tries are shown.
while read -r test; do
    name=$(basename "$test")
    case $test in san:*) name=san:$name ;; esac
    if grep -qsx fail "$RESULTS/${name%.*}.result"; then echo "again, alone: ${name%.*}"; bash tests/run.sh --one "$test"; fi
done <"$RESULTS/list"

count() { cat "$RESULTS"/*.result 2>/dev/null | grep -cx "$1"; }
passed=$(count pass) failed=$(count fail) skipped=$(count skip)
# A test without a result was killed with its runner: it did not pass.
total=$(wc -l <"$RESULTS/list")
failed=$((failed + total - passed - failed - skipped))
if [ "$total" = 0 ]; then echo 'run.sh: no test has that name' >&2; failed=1; fi
for test in "$RESULTS"/*.result; do
    if [ -f "$test" ] && grep -qx fail "$test"; then echo "failed: $(basename "$test" .result)"; fi
done
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" = 0 ]
