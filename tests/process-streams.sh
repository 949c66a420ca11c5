# process-streams.sh - closed standard streams, a full disk behind standard output, a reader that goes away: exit code 1 or no harm.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
link() { "$MYLINK" "$t/a.obj" /entry:start /subsystem:console /out:"$t/$1" "${@:2}"; }
link plain.exe
# With all three closed, no output file may become "standard error" and get a message into it.
link closed.exe /foo <&- >&- 2>&-
same "$t/plain.exe" "$t/closed.exe"
link verbose.exe /verbose >/dev/null
code=0
link full.exe /verbose >/dev/full 2>"$t/err" || code=$?
[ $code = 1 ] || fail "exit code $code with a full disk behind standard output"
grep -q 'LNK1106: cannot write to standard output' "$t/err" || fail "$(cat "$t/err")"
code=0
{ "$MYLINK" /? 2>"$t/err" || echo $? >"$t/code"; } | true
[ "$(cat "$t/code" 2>/dev/null || echo 0)" -le 1 ] || fail "exit code $(cat "$t/code") when the reader goes away"
[ ! -s "$t/err" ] || fail "$(cat "$t/err")"
