# pains-table.sh - the manual's table of the fifteen most frequent mistakes has a row and a test for each, and no test is missing from it.
. tests/common.sh
page=tutorial/manual/mistakes.md
sed -En 's,^\| ([0-9]+) \| .*\[(pain-[^]]*)\]\(\.\./\.\./tests/(pain-[^)]*)\.sh\) \|$,\1 \2 \3,p' $page >"$t/rows"
[ "$(cut -d' ' -f1 "$t/rows" | tr '\n' ' ')" = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ' ] || fail 'the rows are not 1 to 15'
while read -r number name file; do
    [ "$name" = "$file" ] || fail "row $number: the link's text and its file differ"
    case $name in pain-$(printf %02d "$number")-*) ;; *) fail "row $number has the test $name" ;; esac
done <"$t/rows"
same <(cut -d' ' -f2 "$t/rows") <(ls tests/pain-[0-9]*.sh | sed 's,tests/,,; s,\.sh,,')
