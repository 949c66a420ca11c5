# static-analysis.sh - cppcheck finds nothing in the sources, and does find what is planted. `make analyze` runs the other analyzers too.
# not under sanitizers: it is about the project, not about inputs
# slow
. tests/common.sh
need cppcheck

tests/analysis/run.sh cppcheck || fail 'see above: mend it, or, if it is false, say why in tests/analysis/cppcheck.txt'

# A check that could find nothing would prove nothing. The same script looks at a tree with one bad file.
mkdir -p "$t/tree/tests/analysis" "$t"/tree/{objfmt,implib,linker,loader}
cp tests/analysis/run.sh tests/analysis/cppcheck.txt "$t/tree/tests/analysis/"
for folder in implib linker loader; do echo "int $folder;" >"$t/tree/$folder/a.c"; done
cat >"$t/tree/objfmt/a.c" <<'END'
int last_of_four(void) {
    int a[4] = {0};
    return a[4];
}
END
code=0
"$t/tree/tests/analysis/run.sh" cppcheck >"$t/found.txt" 2>&1 || code=$?
[ $code = 1 ] || fail "exit code $code for an array read past its end"
grep -q 'objfmt/a.c:3:.*arrayIndexOutOfBounds' "$t/found.txt" || fail "$(cat "$t/found.txt")"
