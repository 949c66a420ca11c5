# labs-grader.sh - the grader of a lab comes to an end and to a score whatever the graded program does: it crashes, never ends,
# leaves programs behind, writes without end, writes nothing, or something that is no file; and when the lab does not compile.
# Its results are there for people, as JSON and as JUnit XML. What is handed in is graded with its own seed.
#
# slow
# not under sanitizers: the labs copy the objects of the plain build
. tests/common.sh
export PYTHONDONTWRITEBYTECODE=1 PATIENCE=1
/usr/bin/python3 -c 'import pefile' 2>/dev/null || skip 'no python3-pefile'

lab() { /usr/bin/python3 tutorial/labs/make.py "$1" "$t/$2" --seed s42 >/dev/null; }
lab 12 own

# survives WHAT WORDS [SCORE]: the script from standard input is graded; the report says WORDS, and the score is 0.
survives() {
    local what=$1 words=$2 score=${3-0}
    { echo '#!/bin/bash' && cat; } >"$t/student"
    chmod +x "$t/student"
    timeout 60 make -s -C "$t/own" grade MYLINK="$t/student" >"$t/report" 2>&1 || fail "$what: the grader fails: $(cat "$t/report")"
    grep -qF -- "$words" "$t/report" || fail "$what: the report does not say '$words': $(cat "$t/report")"
    [ "$(tail -n 1 "$t/report")" = "Score: $score/100" ] || fail "$what: $(tail -n 1 "$t/report")"
    [ "$(stat -c %s "$t/report")" -lt 100000 ] || fail "$what: a giant report"
}
out='for a; do case $a in /out:*) out=${a#/out:} ;; esac; done'
survives 'a crash' 'crashed: SIGSEGV, a bad pointer' <<<'kill -SEGV $$'
survives 'an endless loop' 'did not end (an endless loop?)' <<<'while :; do :; done'
survives 'no file' 'wrote no file' <<<'exit 0'
survives 'an empty file' 'is a PE image' <<<"$out; : >\$out"
survives 'a file without end' 'its output file grew without end' <<<"$out; exec tr '\\0' x </dev/zero >\$out"
survives 'messages without end' 'its output file grew without end' <<<'exec yes'
survives 'messages that are no text' 'exit code 3' <<<"head -c 9999 /dev/urandom; exit 3"
survives 'a folder in place of the file' 'wrote no file' <<<"$out; mkdir \$out"
survives 'a pipe in place of the file' 'wrote no file' <<<"$out; mkfifo \$out"
survives 'an image of nonsense' 'sections: none' <<<"$out; { printf 'MZ%58s\\100\\0\\0\\0PE\\0\\0' ''; head -c 4000 /dev/zero | tr '\\0' '\\377'; } >\$out"
survives 'a program left behind' 'wrote no file' <<<"sleep 4242 & exit 0"
if pgrep -f '^sleep 4242$' >/dev/null; then fail 'a program that the graded one left behind still runs'; fi

# Results for a course's own system.
survives 'a linker that works' 'ok     1. Milestone 1' 100 <<<"exec $MYLINK \"\$@\""
survives 'a linker that makes no DLLs' 'LOST   9.' 80 <<<"case \"\$*\" in */dll*) echo no DLLs; exit 5 ;; esac; exec $MYLINK \"\$@\""
$python - "$t/own" <<'CHECK'
import json, sys, xml.etree.ElementTree as tree
r = json.load(open(sys.argv[1] + '/results.json'))
assert r['score'] == 80 and r['max_score'] == 100 and len(r['tests']) == 10, r
lost = [x for x in r['tests'] if x['status'] == 'failed']
assert [x['score'] for x in lost] == [0, 0] and [x['max_score'] for x in lost] == [10, 10], lost
assert 'expected: ' in lost[0]['output'] and 'no DLLs' in lost[0]['output'] and 'hint: ' in lost[0]['output'], lost
suite = tree.parse(sys.argv[1] + '/results.xml').getroot()
assert suite.tag == 'testsuite' and suite.get('tests') == '10' and suite.get('failures') == '2', suite.attrib
cases = suite.findall('testcase')
assert [c.get('name') for c in cases] == [x['name'] for x in r['tests']]
assert [c.find('failure') is not None for c in cases] == [x['status'] == 'failed' for x in r['tests']]
CHECK

# Bytes that differ are shown with the name of what stands there; so is an end that comes too early.
PYTHONPATH=tutorial/labs $python - <<'CHECK'
import grader
FIELDS = [(0, 2, 'Machine'), (2, 2, 'NumberOfSections'), (4, 4, 'TimeDateStamp')]
def differ(expected, got):
    try:
        grader.same_bytes(bytes.fromhex(expected), bytes.fromhex(got), 'look there', FIELDS)
    except grader.Lost as e:
        return e.expected, e.got, e.hint
    return None
assert differ('64 86 02 00', '64 86 02 00') is None
assert differ('64 86 02 00 11', '64 86 00 02 11') == (
    'offset 0x2 (NumberOfSections):  64  86 [02][00] 11 ', 'offset 0x2 (NumberOfSections):  64  86 [00][02] 11 ', 'look there')
assert differ('64 86 02 00', '64 86') == (
    'offset 0x2 (NumberOfSections):  64  86 [02][00]', 'offset 0x2 (NumberOfSections):  64  86  nothing more', 'look there')
assert differ('64 86', '64 86 07')[0].startswith('offset 0x2 (NumberOfSections)')
assert '(behind the end)' in differ('00' * 8, '00' * 9)[1]
CHECK

# What does not compile has a score and results, too; what does again is graded again.
lab 1 lab
cp "$t/lab/objfmt/dump_coff.c" "$t/saved.c"
echo 'this is not C' >>"$t/lab/objfmt/dump_coff.c"
if make -s -C "$t/lab" grade >"$t/report" 2>&1; then fail 'a lab that does not compile is graded'; fi
grep -q '^Score: 0/100$' "$t/report" || fail "no score: $(cat "$t/report")"
grep -q '"score": 0,' "$t/lab/results.json" || fail 'no results of a lab that does not compile'
grep -q 'failures="1"' "$t/lab/results.xml" || fail 'no XML of a lab that does not compile'
cp "$t/saved.c" "$t/lab/objfmt/dump_coff.c"
make -s -C "$t/lab" grade >"$t/report" 2>&1 || fail "it is not graded again: $(cat "$t/report")"
grep -q 'not written yet' "$t/report" || fail "unexplained: $(cat "$t/report")"

# make handin: the seed and the student's files; grade.sh makes a fresh lab of them, and takes nothing else.
expect 'handin-lab1.tar: seed.txt objfmt/coff.c objfmt/dump_coff.c' make -s -C "$t/lab" handin
[ "$(tar tf "$t/lab/handin-lab1.tar" | xargs)" = 'seed.txt objfmt/coff.c objfmt/dump_coff.c' ] || fail 'another hand-in'
[ "$(tar xOf "$t/lab/handin-lab1.tar" seed.txt)" = s42 ] || fail 'another seed'
/usr/bin/python3 tutorial/labs/make.py 1 "$t/solved" --seed s43 --solution >/dev/null
echo 'print("Score: 1000/100")' >"$t/solved/grader/grader.py"
make -s -C "$t/solved" handin >/dev/null
tar rf "$t/solved/handin-lab1.tar" -C "$t/solved" grader/grader.py
tutorial/grade.sh 1 "$t/lab/handin-lab1.tar" "$t/solved/handin-lab1.tar" >"$t/scores"
grep -q "^0/100 $t/lab/handin-lab1.tar" "$t/scores" || fail "$(cat "$t/scores")"
grep -q "^100/100 $t/solved/handin-lab1.tar" "$t/scores" || fail "$(cat "$t/scores")"

# A linker from scratch: under one name, with the files that it needs.
printf '#!/bin/sh\n. "${0%%/*}/where"\nexec "$linker" "$@"\n' >"$t/mine" && chmod +x "$t/mine"
echo "linker=$MYLINK" >"$t/where"
expect 'handin-lab12.tar: mylink seed.txt where' make -s -C "$t/own" handin MYLINK="$t/mine" FILES="$t/where"
tutorial/grade.sh 12 "$t/own/handin-lab12.tar" "$MYLINK" >"$t/scores"
[ "$(grep -c '^100/100 ' "$t/scores")" = 2 ] || fail "$(cat "$t/scores")"
rm -rf build/graded/lab12-*"$(basename "$MYLINK")" build/graded/lab12-*"$(basename "$t")"*
rm -rf build/graded/lab1-*"$(basename "$t")"*

# make lab: what a student types first. The folder has the task sheet, and the seed that was asked for.
make -s lab N=1 OUT="$t/made" SEED=s77 >"$t/said" 2>&1 || fail "make lab: $(cat "$t/said")"
grep -q "lab 1, Read a COFF header and symbol. Read $t/made/TASK.md" "$t/said" || fail "make lab says: $(cat "$t/said")"
grep -q '^SEED .*= s77$' "$t/made/Makefile" || fail 'another seed'
same tutorial/labs/1/task.md "$t/made/TASK.md"
if make -s lab >"$t/said" 2>&1; then fail 'make lab without a number'; fi
grep -q 'say which: make lab N=1' "$t/said" || fail "make lab without a number: $(cat "$t/said")"

# A lab's own words when it cannot be made.
expect_fail 'no lab 99. There are: 1 2 3' /usr/bin/python3 tutorial/labs/make.py 99 "$t/none"
expect_fail 'is there already' /usr/bin/python3 tutorial/labs/make.py 1 "$t/lab"
expect_fail 'a seed is up to 64 letters' /usr/bin/python3 tutorial/labs/make.py 1 "$t/none" --seed '$(id)'
