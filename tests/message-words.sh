# message-words.sh - each sentence of the programs' messages, and each message code, is in a test that provokes it.
. tests/common.sh
tests=$(ls tests/*.sh tests/unit-*.c | grep -v 'message-words')
# shellcheck disable=SC2086 # lists of names
unquoted() { /usr/bin/python3 tests/message-words.py "$1" linker/*.c implib/*.c objfmt/*.c -- $tests; }
unquoted words >"$t/words"
[ ! -s "$t/words" ] || { cat "$t/words" >&2; fail 'sentences that no test quotes (message-words.py says which are looked for)'; }
unquoted codes >"$t/codes"
[ ! -s "$t/codes" ] || { cat "$t/codes" >&2; fail 'codes that no test mentions'; }
# It sees what is not there.
printf '// "a comment is no sentence"\nvoid f(void) { say("a sentence that %%s has never heard", 1); }\n' >"$t/new.c"
expect "$t/new.c:2: a sentence that %s has never heard" /usr/bin/python3 tests/message-words.py words "$t/new.c" -- tests/common.sh
