# readme.sh - README.md tells the truth: its program, built with its commands, prints what it says; its links lead somewhere.
# not under sanitizers: the same program is in the examples
. tests/common.sh

fence() { # LANGUAGE: the lines of the first such block
    awk -v start='```'"$1" '
        !open && /^```/ { open = 1; on = $0 == start; next }
        open && $0 == "```" { if (on) exit; open = 0 }
        on' README.md
}
fence c >"$t/hello.c"
fence sh >"$t/commands.sh"
fence '' >"$t/expected.txt"
[ "$(wc -l <"$t/hello.c")" = 6 ] || fail 'README promises six lines'

mkdir "$t/bin"
ln -s "$(command -v "$(tool clang)")" "$t/bin/clang"
ln -s "$MYLOAD" "$t/bin/myload"
(cd "$t" && PATH=$t/bin:$BIN:$PATH sh -e commands.sh) | tr -d '\r' >"$t/output.txt"
diff "$t/expected.txt" "$t/output.txt" >&2 || fail 'README shows another output'
note_image "$t/hello.exe"
run_both "$t/hello.exe" "@$t/expected.txt"

for page in README.md DESIGN.md SECURITY.md examples/README.md; do
    for link in $(grep -oE '\]\([^)#]+' $page | sed 's/^](//' | grep -v '^http'); do
        [ -e "$(dirname $page)/$link" ] || fail "$page links to $link, which is not there"
    done
done
for script in examples/*/build.sh; do
    name=$(basename "$(dirname "$script")")
    grep -qF "($name/README.md)" examples/README.md || fail "examples/README.md does not list $name"
    grep -qwF -e "$name" examples/demo.sh || fail "examples/demo.sh does not run $name"
    [ -f "tests/example-$name.sh" ] || fail "no test runs examples/$name"
done
