# labs.sh - each lab: the skeleton builds without warnings and scores near zero with its failures explained, the real source
# scores 100, and each planted student mistake loses points with the hint that is meant for it.
#
# LABS="4 8" bash tests/labs.sh tries only these.
# slow
# timeout: 900
# not under sanitizers: the labs copy the objects of the plain build
. tests/common.sh
export PYTHONDONTWRITEBYTECODE=1
/usr/bin/python3 -c 'import pefile' 2>/dev/null || skip 'no python3-pefile'
labs=${LABS-$(cd tutorial/labs && ls -d [0-9]* | sort -n)}

# folder N NAME [--solution]: a fresh lab, built; its compiler output is in $t/NAME.log
folder() {
    local n=$1 out=$t/$2
    /usr/bin/python3 tutorial/labs/make.py "$n" "$out" --seed "$2" ${3-} >/dev/null
    [ ! -d "$out/objfmt" ] || make -s -C "$out" >"$t/$2.log" 2>&1 || fail "lab $n, $2: $(cat "$t/$2.log")"
}

grade() { # FOLDER [make arguments]: its score; the whole report is in FOLDER/report
    make -s -C "$@" grade >"$1/report" 2>&1 || fail "grader of $1: $(cat "$1/report")"
    sed -n 's,^Score: \([0-9]*\)/100$,\1,p' "$1/report"
}

# A lab that gives nothing is graded with another linker only.
try_own_linker() {
    local n=$1 score
    /usr/bin/python3 tutorial/labs/make.py "$n" "$t/own" --seed 5 >/dev/null
    score=$(grade "$t/own" MYLINK=/bin/true)
    [ "$score" = 0 ] || fail "lab $n: a program that does nothing scores $score: $(cat "$t/own/report")"
    score=$(grade "$t/own" MYLINK="$MYLINK")
    [ "$score" = 100 ] || fail "lab $n: mylink scores $score: $(cat "$t/own/report")"
    rm -rf "$t/own"
}

try_lab() {
    local n=$1 mistake copy files hint score
    folder "$n" "skeleton$n"
    ! grep -q warning "$t/skeleton$n.log" || fail "lab $n: $(cat "$t/skeleton$n.log")"
    score=$(grade "$t/skeleton$n")
    [ "$score" -le 5 ] || fail "lab $n: an unwritten lab scores $score: $(cat "$t/skeleton$n/report")"
    grep -q 'not written yet' "$t/skeleton$n/report" || fail "lab $n: unexplained: $(cat "$t/skeleton$n/report")"

    folder "$n" "solved$n" --solution
    score=$(grade "$t/solved$n" SEED=another)
    [ "$score" = 100 ] || fail "lab $n: the real source scores $score: $(cat "$t/solved$n/report")"
    score=$(grade "$t/solved$n")
    [ "$score" = 100 ] || fail "lab $n: the real source scores $score: $(cat "$t/solved$n/report")"
    /usr/bin/python3 - "$t/solved$n" <<'CHECK'
import json, sys, xml.dom.minidom
r = json.load(open(sys.argv[1] + '/results.json'))
assert r['score'] == 100 and sum(x['max_score'] for x in r['tests']) == 100, r
xml.dom.minidom.parse(sys.argv[1] + '/results.xml')
CHECK
    make -s -C "$t/solved$n" handin >/dev/null
    files=$(sed -n 's/^FILES *:= //p' "$t/solved$n/Makefile")
    [ "$(tar tf "$t/solved$n/handin-lab$n.tar" | tr '\n' ' ')" = "seed.txt $files " ] || fail "lab $n: handin"

    for mistake in tutorial/labs/"$n"/mistakes/*.sed; do
        copy=$t/mistake
        rm -rf "$copy" && cp -a "$t/solved$n" "$copy"
        (cd "$copy" && sed -i -f "$ROOT/$mistake" $files)
        for file in $files; do cmp -s "$copy/$file" "$t/solved$n/$file" || break; done
        ! cmp -s "$copy/$file" "$t/solved$n/$file" || fail "$mistake changes nothing"
        make -s -C "$copy" >"$t/mistake.log" 2>&1 || fail "$mistake: $(cat "$t/mistake.log")"
        score=$(grade "$copy")
        hint=$(sed -n '1s/^# hint: //p' "$mistake")
        [ "$score" -lt 100 ] && grep '^ *hint ' "$copy/report" | grep -qF -- "$hint" ||
            fail "$mistake: score $score, without the hint '$hint': $(cat "$copy/report")"
    done
    rm -rf "$t/skeleton$n" "$t/solved$n" "$t/mistake"
}

for n in $labs; do
    if grep -q '^CUTS = \[\]' "tutorial/labs/$n/lab.py"; then try_own_linker "$n"; else try_lab "$n"; fi
done
