# manual-pages.sh - the man pages are sound mdoc and list every option of the tables; `make install` installs them and the completions.
. tests/common.sh
need mandoc
for page in mylink mylib mydump myload; do
    # Whether the pages named under SEE ALSO are installed here is not the question.
    mandoc -Tlint "$BIN/man/$page.1" 2>&1 | grep -v 'referenced manual not found\|outdated mandoc.db' >"$t/lint" || true
    [ ! -s "$t/lint" ] || { cat "$t/lint" >&2; fail "mandoc complains about $page.1"; }
    if grep -n '@' "$BIN/man/$page.1" | grep -E '@[a-z]+@$'; then fail "$page.1 has a part that was not filled in"; fi
done
mandoc -Tascii "$BIN/man/mylink.1" 2>/dev/null | sed 's/.\x08//g' >"$t/mylink.txt"
"$MYLINK" --print-options | cut -f2,3 | tr -d "\t" | while read -r shown; do
    grep -qF -- "     /$shown" "$t/mylink.txt" || fail "mylink.1 does not list /$shown"
done
for pair in 'mylib REMOVE:member' 'mydump HEADERS' 'mylink REBASE'; do
    mandoc -Tascii "$BIN/man/${pair% *}.1" 2>/dev/null | sed 's/.\x08//g' >"$t/page"
    grep -qF -- "     /${pair#* }" "$t/page" || fail "${pair% *}.1 does not list /${pair#* }"
done
mandoc -Tascii "$BIN/man/myload.1" 2>/dev/null | sed 's/.\x08//g' >"$t/page"
grep -q -- '^     --check$' "$t/page" || fail 'myload.1 does not list --check'
[ "$BIN" = "$ROOT/build" ] || exit 0
make -s install PREFIX=/usr DESTDIR="$t/root" >/dev/null
for file in man/man1/mylink.1 man/man1/mylib.1 man/man1/mydump.1 man/man1/myload.1 bash-completion/completions/mylink bash-completion/completions/mylib \
    zsh/site-functions/_mylink fish/vendor_completions.d/mylink.fish; do
    [ -s "$t/root/usr/share/$file" ] || fail "share/$file is not installed"
done
