#!/bin/bash
# valgrind.sh - `make valgrind`: the quick tests with mylink, mylib, mydump and the unit tests running under valgrind's memcheck.
#
#   tests/analysis/valgrind.sh [PATTERN...]      only tests with that in their name; the programs are those of $PROGRAMS, or of build
#
# The sanitizers (build/san) look closer, but at another program: one compiled for them. Here it is what users' programs are linked
# from, and every branch on a value that was never set is seen. What is below the arenas is not: they take their memory zeroed from
# the system, in large pieces.
#
# build/valgrind/ holds a wrapper for each program that starts it under valgrind; for the tests it is one more build. A program for which
# valgrind reports something ends with 99, which no test takes for an ordinary error, and its report stays in build/valgrind/reports/.
# Leaks are not asked for: programs end without freeing. Left out are tests with a line `# not under sanitizers: why` (about
# the project, or about limits) or `# not under valgrind: why` (about time, since a program takes 30 times as long, or about its own name).
set -u
cd "$(dirname "$0")/../.." || exit 2
valgrind=$(command -v valgrind) || { echo 'valgrind.sh: valgrind is not installed' >&2; exit 2; }

bin=$PWD/build/valgrind
rm -rf "$bin/reports"
mkdir -p "$bin/tests" "$bin/reports"

wrap() { # PROGRAM: its path below the folder of the programs
    rm -f "$bin/$1"
    cat >"$bin/$1" <<END
#!/bin/bash
exec $valgrind -q --error-exitcode=99 --leak-check=no --log-file=$bin/reports/$(basename "$1").\$\$.\$EPOCHREALTIME $PWD/${2:-${PROGRAMS:-build}}/$1 "\$@"
END
    chmod +x "$bin/$1"
}
for program in mylink mylib mydump ld.mylink mylink-ld mylink-link; do wrap $program; done
for program in build/tests/unit-*; do [ ! -x "$program" ] || wrap "tests/$(basename "$program")" build; done
ln -sfn ../../tests/mkobj "$bin/tests/mkobj"
for plain in lib man myload myload-x86 myload-arm64; do ln -sfn "../$plain" "$bin/$plain"; done

BIN=build/valgrind tests/run.sh --quick -j "${JOBS:-2}" "$@"
status=$?

# A program that a test expects to fail may have been reported, too: all reports count, not only failed tests.
runs=$(find "$bin/reports" -type f | wc -l)
find "$bin/reports" -type f -empty -delete
reports=$(find "$bin/reports" -type f | wc -l)
find "$bin/reports" -type f | sort | head -n 5 | xargs -r head -n 30
echo "$runs programs run under valgrind, $reports with reports (build/valgrind/reports/)"
[ $status = 0 ] && [ "$reports" = 0 ]
