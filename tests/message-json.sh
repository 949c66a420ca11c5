# message-json.sh - /ERRORFORMAT:JSON: each message is one line with one JSON object, whatever bytes a name has.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'ref REL32 ExitProcess' 'ref REL32 "a\"b\\c\x1b\xff"' 'bytes c3'
code=0
"$MYLINK" /errorformat:json /foo /entry:start /out:"$t/a.exe" "$t/a.obj" 2>"$t/out" || code=$?
[ $code = 1 ] || fail "exit code $code"
$python - "$t/out" <<'END'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
keys = ["kind", "code", "file", "message", "where", "bytes", "why", "do", "read"]
assert all(list(m) == keys for m in lines), lines
assert [m["code"] for m in lines] == ["LNK4044", "LNK2019", "LNK2019", "LNK1120"], lines
assert [m["kind"] for m in lines] == ["warning", "error", "error", "fatal error"], lines
m = lines[1]
assert m["file"].endswith("a.obj") and m["message"] == "unresolved external symbol ExitProcess referenced in function start", m
assert m["where"] == ".text+0x0" and m["bytes"] == "[00 00 00 00]", m
assert m["do"] == "add kernel32.lib (ExitProcess is in KERNEL32.dll), or let /AUTOIMPORT find it", m
assert m["read"].startswith("tutorial, chapter 3"), m
assert 'a"b\\c\\x1b\\xff ' in lines[2]["message"], lines[2] # unprintable bytes as \\xNN
assert lines[3]["why"] and lines[3]["do"], lines[3] # from the table of codes
END
expect_fail "syntax error in option 'errorformat:xml'" "$MYLINK" /errorformat:xml "$t/a.obj"

# The other programs: the same form, also for a message in front of the option.
objects() { # CODE WORDS COMMAND...: exits 1, and the first object on standard error has this code and these words
    local want_code=$1 words=$2 code=0
    shift 2
    "$@" >/dev/null 2>"$t/out" || code=$?
    [ $code = 1 ] || fail "exit code $code: $*"
    $python - "$t/out" "$want_code" "$words" <<'END'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert lines and lines[0]["code"] == sys.argv[2] and sys.argv[3] in lines[0]["message"], lines
assert list(lines[0]) == ["kind", "code", "file", "message", "where", "bytes", "why", "do", "read"], lines
END
}
for words in '/errorformat:json /nothing' '/nothing -ErrorFormat:JSON'; do
    # shellcheck disable=SC2086 # words
    {
    objects LNK4044 "unrecognized option '/nothing'; ignored" "$MYLIB" $words "$t/gone.obj"
    objects LNK4044 "unrecognized option '/nothing'; ignored" "$MYLINK" /LIB $words "$t/gone.obj"
    objects LNK4044 "unrecognized option '/nothing'; ignored" "$MYDUMP" $words "$t/gone.obj"
    objects LNK4044 "unrecognized option '/nothing'; ignored" "$MYLINK" /DUMP $words "$t/gone.obj"
    objects LNK4044 "unrecognized option '/nothing'; ignored" "$MYLINK" /EDIT $words "$t/gone.exe"
    }
done
objects LNK1104 'cannot open file' "$MYLIB" /errorformat:json "$t/gone.obj"
objects LNK1104 'cannot open file' "$MYDUMP" /errorformat:json "$t/gone.obj"
objects LNK1104 'cannot open file' "$MYLINK" /EDIT /errorformat:json /release "$t/gone.exe"
for program in "$MYLIB" "$MYDUMP" "$MYLINK /EDIT"; do
    # shellcheck disable=SC2086 # words
    expect_fail "syntax error in option" $program /errorformat:xml "$t/a.obj"
done
