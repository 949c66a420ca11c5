# references.sh - every heading and page that a comment cites is listed in tutorial/REFERENCES.md, spelled the same.
# not under sanitizers: it is about the project, not about inputs
# With PE_FORMAT=FILE (the PE format document as Markdown) the list's headings are compared with the document's too.
. tests/common.sh

list=tutorial/REFERENCES.md
sed -En 's/^\| ([^|]*[^ |]) +\| `#.*/\1/p' $list | grep -vx 'Heading' >"$t/headings"
sed -En 's/^- `([a-z0-9-]+)`$/\1/p' $list >"$t/pages"
[ "$(wc -l <"$t/headings")" -gt 90 ] && [ "$(wc -l <"$t/pages")" -gt 150 ] || fail "$list has lost lines"

# A citation may run over the end of a comment line; joining the lines first finds it whole.
find objfmt implib linker loader tests tutorial -name '*.[ch]' -o -name '*.S' -o -name '*.md' | grep -v REFERENCES.md | sort >"$t/files"
while read -r file; do
    sed -E 's,^ *//+ ?,,' "$file" | tr '\n' ' ' | grep -oE '\[(PE|spec): [^]]*\]' | sed "s|^|$file: |" || true
done <"$t/files" >"$t/citations"
[ -s "$t/citations" ] || fail 'no citation found: has the notation changed?'

bad=0
while IFS= read -r line; do
    file=${line%%: *} what=${line#*: [} what=${what%]}
    case $what in
    PE:*) grep -qxF -e "${what#PE: }" "$t/headings" || { echo "$file: no such heading of the PE format: ${what#PE: }"; bad=1; } ;;
    spec:*)
        page=$(sed -E 's/^spec: *([a-z0-9-]+).*/\1/' <<<"$what")
        [[ $page =~ ^linker-tools-(error|warning)-lnk[0-9]{4}$ ]] || grep -qxF -e "$page" "$t/pages" || { echo "$file: no such page: $page"; bad=1; }
        ;;
    esac
done <"$t/citations"
[ $bad = 0 ] || fail "citations that $list does not have"

# An anchor is the heading in lower case without punctuation: a slip of the keyboard in either shows.
sed -En 's/^\| ([^|]*[^ |]) +\| `#([^`]*)` .*/\2 \1/p' $list | while read -r anchor heading; do
    [ "$anchor" = "$(tr '[:upper:] ' '[:lower:]-' <<<"$heading" | tr -cd 'a-z0-9_\n-')" ] || fail "$list: anchor of '$heading'"
done

if [ -n "${PE_FORMAT-}" ]; then
    sed -En 's/^##+ //p' "$PE_FORMAT" | tr -d '\\' | sort -u >"$t/document"
    missing=$(sort -u "$t/headings" | comm -23 - "$t/document")
    [ -z "$missing" ] || fail "not headings of the document: $missing"
fi
