# what-links.sh - README's table of what links is what the tests found. Each row was left by a test that passed (`passed` in common.sh)
# in build/rows. After a change: run those tests, then `bash tests/what-links.sh --write`.
# not under sanitizers: the rows are those of the plain build
. tests/common.sh
[ "$BIN" = "$ROOT/build" ] || skip 'the rows are those of the plain build'
headings=('' '**Compilers**' '**Build systems**' '**Programs**, beside twins linked by GNU ld')
mkdir -p build/rows
missing=
for test in tests/*.sh; do
    grep -q '^passed ' "$test" || continue
    name=$(basename "$test" .sh)
    # Tests run two at a time: one that is running now is waited for.
    [ "${1-}" = --write ] || [ ! -e "build/test/$name.lock" ] || flock -s "build/test/$name.lock" true
    [ -f "build/rows/$name" ] || missing="$missing $name"
done
{
    echo '| | linked as | what ran |'
    echo '| --- | --- | --- |'
    for group in 1 2 3; do
        echo "| ${headings[group]} | | |"
        cat build/rows/* 2>/dev/null | sed -n "s/^$group | /| /p" | sort -f
    done
} >"$t/table"
begin='<!-- what-links: made by tests/what-links.sh --write -->' end='<!-- /what-links -->'
if [ "${1-}" = --write ]; then
    [ -z "$missing" ] || fail "these tests have not passed:$missing"
    awk -v begin="$begin" -v end="$end" -v table="$t/table" '
        $0 == end { skipping = 0 }
        !skipping
        $0 == begin { skipping = 1; print ""; while ((getline line <table) > 0) print line; print "" }' README.md >"$t/README.md"
    cat "$t/README.md" >README.md
    exit 0
fi
awk -v begin="$begin" -v end="$end" '$0 == end { on = 0 } on && NF; $0 == begin { on = 1 }' README.md >"$t/shown"
[ -s "$t/shown" ] || fail 'README has no table between its markers'
for name in build/rows/*; do
    [ -f "$name" ] || continue
    row=$(sed 's/^[0-9] //' "$name")
    grep -qxF -e "$row" "$t/shown" || fail "README does not have the row of $name: $row"
done
row=
[ -z "$missing" ] || skip "these tests have not passed here:$missing"
diff "$t/table" "$t/shown" || fail 'README shows another table (< tests, > README)'
