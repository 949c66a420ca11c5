# labs.sh - each lab: the skeleton builds without warnings and scores near zero with its failures explained, the real source
# scores 100, and each planted student mistake loses the right checks, with the hint that is meant for it.
#
# A mistake is tutorial/labs/N/mistakes/NAME.sed: in its first lines
#   # hint: words of the hint that the grader must give        # loses: the numbers of the checks that are lost, all of them
#   # file: the file that it changes (for the lab in which nothing is given: of the whole source)
# then sed commands, one a line; each of them must change something, or the source has moved on and the mistake with it.
#
# LABS="4 8" bash tests/labs.sh tries only these.
# slow
# timeout: 900
# not under sanitizers: the labs copy the objects of the plain build
. tests/common.sh
export PYTHONDONTWRITEBYTECODE=1 PATIENCE=5 # seconds for a program that never ends
/usr/bin/python3 -c 'import pefile' 2>/dev/null || skip 'no python3-pefile'
labs=${LABS-$(cd tutorial/labs && ls -d [0-9]* | sort -n)}
WHOLE_SOURCE=4 # a lab of mylink; solved, it has all of it

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

# plant MISTAKE FOLDER FILE...: each line of the mistake is applied to the files, and must change one of them.
plant() {
    local mistake=$1 folder=$2 line
    shift 2
    while IFS= read -r line; do
        case $line in
        '#'*) continue ;;
        *'/;s'[/,]* | *'/{'*) fail "$mistake: one command a line: $line" ;;
        esac
        (cd "$folder" && cat "$@") >"$t/before"
        (cd "$folder" && sed -i -e "$line" "$@")
        ! (cd "$folder" && cat "$@") | cmp -s "$t/before" - || fail "$mistake: changes nothing: $line"
    done <"$mistake"
}

# mend FOLDER FILE...: the files as they were, and their objects gone; so the next make compiles what has changed and no more.
mend() {
    local folder=$1 file
    shift
    for file; do
        ! cmp -s "$t/right/$file" "$folder/$file" || continue
        cp "$t/right/$file" "$folder/$file"
        rm -f "$folder/build/obj/release/${file%.c}.o"
    done
}

# judge MISTAKE REPORT: the lost checks and the hint are those that the mistake's first lines name.
judge() {
    local mistake=$1 report=$2 loses hint
    loses=$(sed -n 's/^# loses: //p' "$mistake")
    hint=$(sed -n 's/^# hint: //p' "$mistake")
    [ "$(sed -n 's/^LOST *\([0-9]*\)\..*/\1/p' "$report" | xargs)" = "$loses" ] || fail "$mistake does not lose $loses: $(cat "$report")"
    grep '^ *hint ' "$report" | grep -qF -- "$hint" || fail "$mistake: no hint '$hint': $(cat "$report")"
}

mistakes_of() { # LAB: they are ten or more
    [ "$(ls tutorial/labs/"$1"/mistakes/*.sed | wc -l)" -ge 10 ] || fail "lab $1 has less than ten planted mistakes"
    ls tutorial/labs/"$1"/mistakes/*.sed
}

# A lab that gives nothing is graded with other linkers only: one that does nothing, mylink, and mylink with mistakes.
try_own_linker() {
    local n=$1 score mistake file lld
    folder "$n" own
    score=$(grade "$t/own" MYLINK=/bin/true)
    [ "$score" = 0 ] || fail "lab $n: a program that does nothing scores $score: $(cat "$t/own/report")"
    score=$(grade "$t/own" MYLINK="$MYLINK")
    [ "$score" = 100 ] || fail "lab $n: mylink scores $score: $(cat "$t/own/report")"
    if lld=$(tool lld-link); then # somebody else's linker; INSTRUCTORS.md says so
        score=$(grade "$t/own" MYLINK="$(command -v "$lld")")
        [ "$score" = 100 ] || fail "lab $n: lld-link scores $score: $(cat "$t/own/report")"
    fi
    folder "$WHOLE_SOURCE" whole --solution
    for mistake in $(mistakes_of "$n"); do
        file=$(sed -n 's/^# file: //p' "$mistake")
        mkdir -p "$t/right" && (cd "$t/whole" && cp --parents "$file" "$t/right")
        plant "$mistake" "$t/whole" "$file"
        make -s -C "$t/whole" CFLAGS='-O0 -w -I.' >"$t/mistake.log" 2>&1 || fail "$mistake: $(cat "$t/mistake.log")"
        score=$(grade "$t/own" MYLINK="$t/whole/build/mylink")
        judge "$mistake" "$t/own/report"
        mend "$t/whole" "$file"
    done
    rm -rf "$t/own" "$t/whole" "$t/right"
}

try_lab() {
    local n=$1 mistake files score
    folder "$n" "skeleton$n"
    ! grep -q warning "$t/skeleton$n.log" || fail "lab $n: $(cat "$t/skeleton$n.log")"
    score=$(grade "$t/skeleton$n")
    [ "$score" -le 5 ] || fail "lab $n: an unwritten lab scores $score: $(cat "$t/skeleton$n/report")"
    grep -q 'not written yet' "$t/skeleton$n/report" || fail "lab $n: unexplained: $(cat "$t/skeleton$n/report")"
    if grep -q "^PROGRAM = 'mylink'" "tutorial/labs/$n/lab.py"; then # another linker in place of the student's
        score=$(grade "$t/skeleton$n" MYLINK="$MYLINK")
        [ "$score" = 100 ] || fail "lab $n: MYLINK=mylink scores $score: $(cat "$t/skeleton$n/report")"
    fi
    rm -rf "$t/skeleton$n"

    folder "$n" "solved$n" --solution
    score=$(grade "$t/solved$n" SEED=another)
    [ "$score" = 100 ] || fail "lab $n: the real source scores $score: $(cat "$t/solved$n/report")"
    cp -r "$t/solved$n/work" "$t/another"
    score=$(grade "$t/solved$n")
    [ "$score" = 100 ] || fail "lab $n: the real source scores $score: $(cat "$t/solved$n/report")"
    ! diff -rq "$t/solved$n/work" "$t/another" >/dev/null || fail "lab $n: two seeds, the same inputs"
    files=$(sed -n 's/^FILES *:= //p' "$t/solved$n/Makefile")
    mkdir -p "$t/right" && (cd "$t/solved$n" && cp --parents $files "$t/right")

    for mistake in $(mistakes_of "$n"); do
        plant "$mistake" "$t/solved$n" $files
        make -s -C "$t/solved$n" CFLAGS='-O0 -w -I.' >"$t/mistake.log" 2>&1 || fail "$mistake: $(cat "$t/mistake.log")"
        score=$(grade "$t/solved$n")
        judge "$mistake" "$t/solved$n/report"
        mend "$t/solved$n" $files
    done
    rm -rf "$t/solved$n" "$t/another" "$t/right"
}

# Two labs at a time, each in a folder of its own.
one_lab() (
    n=$1 t=$t/$1
    mkdir "$t"
    if grep -q '^CUTS = \[\]' "tutorial/labs/$n/lab.py"; then try_own_linker "$n"; else try_lab "$n"; fi
)
running=0 bad=0
for n in $labs; do
    if [ $running = 2 ]; then wait -n || bad=1; running=1; fi
    one_lab "$n" &
    running=$((running + 1))
done
while [ $running -gt 0 ]; do
    wait -n || bad=1
    running=$((running - 1))
done
[ $bad = 0 ] || fail 'see above'
