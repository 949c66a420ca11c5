# explain-table.sh - every message code in the sources has its page, and no page is about a code that nobody reports.
. tests/common.sh
"$MYLINK" /EXPLAIN:ALL >"$t/all"
grep -oE '^LNK[0-9]{4}' "$t/all" | sed 's/LNK//' >"$t/pages"
sort -c -u "$t/pages" || fail 'the pages are not in order'
# Numbers that stand where codes stand, in code without its comments, but those that mean something else.
sed -E 's,//.*,,' $(ls linker/*.c implib/*.c objfmt/*.c | grep -v explain.c) |
    grep -oE '(, |= |\? |: |\(|^ +)([12]0[0-9][0-9]|1[1-9][0-9][0-9]|4[0-9]{3})(,|;|\)| :|$)' | grep -oE '[124][0-9]{3}' |
    grep -vxE '1023|1024|1033|2048|4000|4088|4095|4096|420[3579]|4999' | sort -u >"$t/used"
[ "$(grep -c . "$t/used")" -ge 60 ] || fail 'too few codes were found in the sources'
comm -23 "$t/used" <(sort "$t/pages") >"$t/missing"
[ ! -s "$t/missing" ] || fail "codes without a page in objfmt/explain.c: $(tr '\n' ' ' <"$t/missing")"
for code in $(cat "$t/pages"); do
    grep -qE "\b$code\b" $(ls linker/*.c implib/*.c objfmt/*.c loader/*.c | grep -v explain.c) || fail "LNK$code has a page, but nobody reports it"
done
# A page.
expect 'LNK1112  module machine type '"'<a>' conflicts with target machine type '<b>'"'

why:   An image holds code for one processor. The first object, or /MACHINE, decides which; another
       input is for a different one.
do:    Compile all for the same machine (nasm: -f win64 for x64, -f win32 for x86), or say /MACHINE.
read:  tutorial, chapter 6: The smallest program, header by header' "$MYLINK" /explain:lnk1112
same <("$MYLINK" /EXPLAIN:2019) <("$MYLINK" -explain:LNK2019)
expect_fail "there is no page about 'LNK9999'; /EXPLAIN:ALL prints all of them" "$MYLINK" /explain:LNK9999

# Chapters are called as in the tutorial.
for file in tutorial/[0-9][0-9]-*.md; do
    title=$(head -n 1 "$file" | sed -E 's/^# [0-9]+\. //')
    grep -qF "\"$title\"" objfmt/explain.c || fail "objfmt/explain.c has no chapter \"$title\""
done
