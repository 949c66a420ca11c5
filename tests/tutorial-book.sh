# tutorial-book.sh - `make book` makes a web site and a PDF of the whole course, and every link in them leads somewhere.
# slow
# not under sanitizers: no program of ours is in it
. tests/common.sh

need pandoc weasyprint
$python tutorial/tools/book.py "$t/book" >"$t/said.txt" || fail 'see above'
for chapter in tutorial/[0-9][0-9]-*.md tutorial/glossary.md; do
    name=$(basename "$chapter" .md)
    grep -qF "$(sed -n '1s/^# //p' "$chapter" | sed 's/&/\&amp;/g')" "$t/book/$name.html" || fail "$name.html lacks its title"
    grep -qF "href=\"$name.html\"" "$t/book/index.html" || fail "the contents do not list $name"
done
for lab in tutorial/labs/[0-9]*; do
    name=lab-$(basename "$lab")
    grep -qF "$(sed -n '1s/^# //p' "$lab/task.md")" <(sed "s/’/'/g" "$t/book/$name.html") || fail "$name.html lacks its title"
    grep -qF "href=\"$name.html\"" "$t/book/index.html" || fail "the contents do not list $name"
done
grep -qF 'href="instructors.html"' "$t/book/index.html" || fail 'the contents do not list the page for instructors'

# A link that leads nowhere is an error, and so is one to a heading that is not there.
cp -r tutorial "$t/tutorial"
sed -i 's,(glossary.md),(glossary.md#no-such-heading),' "$t/tutorial/README.md"
if $python "$t/tutorial/tools/book.py" "$t/broken" >"$t/said.txt" 2>&1; then fail 'nobody noticed a dead link'; fi
grep -q 'index.html: glossary.html#no-such-heading' "$t/said.txt" || fail "another error: $(cat "$t/said.txt")"
head -c 5 "$t/book/mylink-book.pdf" | grep -q '%PDF-' || fail 'no PDF'
[ "$(stat -c %s "$t/book/mylink-book.pdf")" -gt 300000 ] || fail 'the PDF is too small to be all of it'
