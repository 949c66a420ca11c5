# machines-table.sh - tutorial/feature-table.md, the table of what works on which machine, says what the tests have shown.
#
#   bash tests/machines-table.sh --write      makes the table anew
#
# Tests note what they show with `proves FEATURE MACHINE`; the notes of a test that has passed are in build/proofs/TEST. Here the tests that
# have no notes, or old ones, are run, and the notes become the table. Cells without a note need a reason below.
# slow
# timeout: 1800
# not under sanitizers: it looks at what other tests have shown
. tests/common.sh
can_run x86 && can_run arm64 || skip 'build/myload-x86, build/myload-arm64 or qemu-user is missing'
table=tutorial/feature-table.md

# What a machine does not need: link.exe does not have it there either.
put $t/reasons <<'END'
Unwind tables, sorted|x86|x86 has none: handlers are a list on the stack
Table of permitted exception handlers (/SAFESEH)|x64|handlers are found through unwind tables
Table of permitted exception handlers (/SAFESEH)|arm64|handlers are found through unwind tables
Thunks for branches that do not reach their target|x64|branches reach 2 GB, the most that Windows loads
Thunks for branches that do not reach their target|x86|branches reach everything
C of mingw-w64 with its run-time library (GNU command line)|arm64|Debian has no mingw-w64 for ARM64; its objects link, see the row above
END

grep -lE '^ *(proves|run_example) ' tests/*.sh | grep -vE 'tests/(common|machines-table)\.sh' >$t/tests
while read -r test; do
    name=$(basename "$test" .sh)
    proof=$ROOT/build/proofs/$name
    if [ -f "$proof" ] && [ "$proof" -nt "$MYLINK" ] && [ "$proof" -nt "$MYLOAD" ] && [ "$proof" -nt "$test" ]; then continue; fi
    mkdir -p "$BIN/test/.locks"
    flock "$BIN/test/.locks/$name" bash "$test" >$t/log 2>&1 </dev/null || { cat $t/log >&2; fail "$test does not pass, so the table cannot be made"; }
done <$t/tests
while read -r test; do
    proof=$ROOT/build/proofs/$(basename "$test" .sh)
    [ ! -f "$proof" ] || cat "$proof"
done <$t/tests | sort -u >$t/proofs

cell() { # FEATURE MACHINE
    local reason
    if grep -qxF "$1|$2" $t/proofs; then echo yes; return; fi
    reason=$(grep -nF "$1|$2|" $t/reasons | cut -d : -f 1)
    [ -n "$reason" ] || { echo "nothing shows '$1' on $2, and no reason is given" >&2; return 1; }
    echo "- [$reason]"
}
rows() { # features in $t/features
    local feature text a b c
    while read -r feature; do
        a=$(cell "$feature" x64) && b=$(cell "$feature" x86) && c=$(cell "$feature" arm64) || return 1
        text=$feature
        case $feature in examples/*) text="[$(basename "$feature")](../$feature/README.md): $(sed -n '1s/^# //p' "$feature/README.md")" ;; esac
        printf '| %s | %s | %s | %s |\n' "$text" "$a" "$b" "$c"
    done
}
cut -d '|' -f 1 $t/proofs | sort -u >$t/features
{
    cat <<'END'
# What works on which machine

Made by `tests/machines-table.sh` from the results of the tests; a `yes` means that a test of it has passed. Images of all three machines are
run: those for x86 in `myload-x86`, those for ARM64 in `myload-arm64` under qemu.

| Feature | x64 | x86 | ARM64 |
| --- | --- | --- | --- |
END
    grep -v '^examples/' $t/features | rows || exit 1
    grep '^examples/' $t/features | rows || exit 1
    printf '\nNot needed there:\n\n'
    n=0
    while IFS='|' read -r feature machine reason; do
        n=$((n + 1))
        grep -qxF "$feature|$machine" $t/proofs || printf '%d. %s, %s: %s.\n' $n "$feature" "${machine/arm64/ARM64}" "$reason"
    done <$t/reasons
    printf '\nIn all other respects (symbols, COMDATs, sections, libraries, messages, map files) the code is the same for every machine.\n'
} >$t/table || fail 'the table has a hole'
if [ "${1-}" = --write ]; then cp $t/table $table; fi
diff $table $t/table >&2 || fail "$table is not what the tests show (< table, > tests); bash tests/machines-table.sh --write"
