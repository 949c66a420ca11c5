# tutorial.sh - nothing in the tutorial has drifted: excerpts are the source's, commands print what the chapters show, pictures
# show the images of today, numbers in the prose stand in a listing, links lead somewhere, every anchor is used.
# slow
# timeout: 900
# not under sanitizers: it runs what other tests run there
. tests/common.sh

$python tutorial/tools/weave.py --check --bin "$BIN" || fail 'see above'

# The chapter that a message's read: line names is the one with that number.
n=0
sed -n '/^static const char \*const chapters\[\]/,/^};/s/^    "\(.*\)",$/\1/p' objfmt/explain.c >"$t/titles"
[ "$(wc -l <"$t/titles")" = "$(ls tutorial/[0-9][0-9]-*.md | wc -l)" ] || fail 'objfmt/explain.c lists another number of chapters'
plain() { tr '[:upper:]' '[:lower:]' | tr -d ',:' | cut -d ' ' -f 1-3; }
while read -r title; do
    n=$((n + 1))
    heading=$(sed -n '1s/^# [0-9]*\. //p' tutorial/"$(printf %02d $n)"-*.md)
    [ "$(plain <<<"$title")" = "$(plain <<<"$heading")" ] || fail "chapter $n is '$heading', explain.c calls it '$title'"
done <"$t/titles"
