# tests-can-fail.sh - the runner counts right, and the checks of common.sh do fail when what they check is wrong.
# not under sanitizers: it is about the project, not about inputs
. tests/common.sh

export -n BIN
tree=$t/tree
mkdir -p "$tree/tests" "$tree/build"
cp tests/run.sh tests/common.sh tests/pe.py "$tree/tests/"

mini() { # NAME [COMMENT]: the test's body on standard input
    { echo "# ${2-}"; echo '. tests/common.sh'; cat; } >"$tree/tests/$1.sh"
}
mini passes <<<'expect "a b" echo a b'
mini skips <<<'skip "no moon tonight"'
mini fails <<<'echo about to fail; false; echo not reached'
mini no-such-tool <<<'x=$(tool no-such-tool-anywhere)'
mini wrong-output <<<'expect "a b" echo a c'
mini wrong-line <<<'expect_line c printf "a\nb\n"'
mini exit-0-is-no-failure <<<'expect_fail "" true'
mini exit-2-is-no-failure <<<'expect_fail "" sh -c "exit 2"'
mini other-message <<<'expect_fail "disk full" sh -c "echo no such file; exit 1"'
mini right-message <<<'expect_fail "disk full" sh -c "echo disk full; exit 1"'
mini leaves-a-file <<<'expect_fail "" sh -c "touch $t/new; exit 1"'
mini changes-a-file <<<'echo a >$t/old; expect_fail "" sh -c "echo b >>$t/old; exit 1"'
mini endless 'timeout: 1' <<<'sleep 30'
mini not-quick slow <<<'true'

code=0
bash "$tree/tests/run.sh" >"$t/out" 2>&1 || code=$?
[ $code = 1 ] || fail "run.sh ends with $code"
tail -n 1 "$t/out" >"$t/last"
expect '3 passed, 9 failed, 2 skipped' cat "$t/last"
for line in 'ok    passes' 'ok    right-message' 'skip  skips: no moon tonight' 'skip  no-such-tool: no-such-tool-anywhere is not installed' \
    'FAIL  fails' '      about to fail' '(stopped after 1 seconds)'; do
    grep -qF -e "$line" "$t/out" || { cat "$t/out" >&2; fail "run.sh does not print '$line'"; }
done
if grep -q 'not reached' "$t/out"; then fail 'a test goes on after a command that failed'; fi

bash "$tree/tests/run.sh" --quick not-quick passes >"$t/out" || fail 'run.sh --quick'
expect '1 passed, 0 failed, 0 skipped' tail -n 1 "$t/out"

# A filter runs what it names, and naming nothing is no success.
bash "$tree/tests/run.sh" passes right >"$t/out" || fail 'run.sh passes right'
expect '2 passed, 0 failed, 0 skipped' tail -n 1 "$t/out"
if bash "$tree/tests/run.sh" no-such-test >/dev/null 2>&1; then fail 'run.sh of no test at all succeeds'; fi
