# option-table.sh - every option of link.exe and lld-link is known: it has a class in the list that /? prints, and only one.
. tests/common.sh
"$MYLINK" /? >"$t/help"
# "  /NAME[:...]  text" under one of three headings.
awk '/^[A-Z]/ { class = $1 } /^  \// { sub(/^  \//, ""); sub(/[\[: ].*/, ""); print $0, class }' "$t/help" >"$t/classes"
[ "$(grep -c . "$t/classes")" -ge 150 ] || fail 'the list is too short'
cut -d' ' -f1 "$t/classes" | sort | uniq -d >"$t/twice"
[ ! -s "$t/twice" ] || fail "options with two lines: $(cat "$t/twice")"
grep -v '^#' tests/link-options.txt | sort >"$t/wanted"
cut -d' ' -f1 "$t/classes" | sort >"$t/known"
comm -23 "$t/wanted" "$t/known" >"$t/missing"
[ ! -s "$t/missing" ] || fail "options in no class: $(tr '\n' ' ' <"$t/missing")"
for pair in 'OUT Options:' 'TLBID Accepted,' 'LTCG Accepted,' 'USEPROFILE Refused:'; do grep -qx "$pair" "$t/classes" || fail "not in its class: $pair"; done
# --help and /HELP print the same.
same "$t/help" <("$MYLINK" --help)
same "$t/help" <("$MYLINK" /nologo -HELP)
