# undefined-many.sh - 40,000 undefined names in one object: each has its message with the right function, in a few seconds.
. tests/common.sh
have python3 || skip 'python3 is not installed'
PYTHONDONTWRITEBYTECODE=1 python3 tests/bench/gen.py "$t/many" import-names 40000 # functions entry_0, entry_1000, ... of a thousand names each
code=0
(ulimit -t $((60 * patience)) && "$MYLINK" /errorlimit:0 /entry:entry_0 /out:"$t/a.exe" "$t/many/o.obj") >"$t/said" 2>&1 || code=$?
[ $code = 1 ] || fail "exit code $code"
awk 'BEGIN {
    for (i = 0; i < 40000; i++)
        printf "o.obj : error LNK2019: unresolved external symbol __imp_ImportedFunction%d referenced in function entry_%d\n", i, i - i % 1000
    print "a.exe : fatal error LNK1120: 40000 unresolved externals"
}' >"$t/expected"
sed "s,$t/many/,,; s,$t/,," "$t/said" | diff - "$t/expected" >"$t/differences" || fail "$(head -n 5 "$t/differences")"
used=$( { TIMEFORMAT=%U; time "$MYLINK" /errorlimit:0 /entry:entry_0 /out:"$t/a.exe" "$t/many/o.obj" >"$t/said" 2>&1 || true; } 2>&1)
[ "$BIN" != "$ROOT/build" ] || [ "${used%.*}" -lt 3 ] || fail "$used seconds of CPU time: looked through all symbols for each name?"

# With /FORCE they are warnings, of which there may be any number; what to do is said of the first hundred.
(ulimit -t $((60 * patience)) && "$MYLINK" /force /explain /entry:entry_0 /out:"$t/a.exe" "$t/many/o.obj") >"$t/said" 2>&1 || fail "exit code $? with /FORCE"
[ "$(grep -c 'warning LNK2019' "$t/said")" = 40000 ] || fail 'not every name has its warning'
[ "$(grep -c '^  do: ' "$t/said")" -le 200 ] || fail 'thousands of remedies'
used=$( { TIMEFORMAT=%U; time "$MYLINK" /force /explain /entry:entry_0 /out:"$t/a.exe" "$t/many/o.obj" >"$t/said" 2>&1 || true; } 2>&1)
[ "$BIN" != "$ROOT/build" ] || [ "${used%.*}" -lt 3 ] || fail "$used seconds of CPU time with /FORCE"
