# process-memory.sh - a link that gets no more memory says so and ends with 1, without an output.
# not under sanitizers: their shadow memory needs far more address space
. tests/common.sh
lines=('section .text' 'symbol start func' 'bytes c3')
for i in $(seq 1 100); do lines+=("section .d$i flags=data,r,w" 'fill 1000000 5a'); done
mkobj "$t/big.obj" "${lines[@]}"
mkdir "$t/out"
code=0
(ulimit -v 60000 && "$MYLINK" "$t/big.obj" /entry:start /subsystem:console /opt:noref /out:"$t/out/a.exe") 2>"$t/err" || code=$?
[ $code = 1 ] || fail "exit code $code: $(cat "$t/err")"
grep -qi 'memory' "$t/err" || fail "$(cat "$t/err")"
[ -z "$(ls -A "$t/out")" ] || fail "left behind: $(ls -A "$t/out")"
