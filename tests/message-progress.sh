# message-progress.sh - on a terminal a link that takes longer than a second says in one line what it does; the line goes away.
# strace makes the link wait where its first object is opened.
# not under valgrind: it is about time
. tests/common.sh
have script || skip 'script (package bsdutils) is not installed'
script -qc true /dev/null </dev/null >/dev/null 2>&1 || skip 'no pseudo-terminal can be opened here (is /dev/pts mounted?)'
have strace || skip 'strace is not installed'
strace -o /dev/null true 2>/dev/null || skip 'strace may not trace here'
export TERM=xterm
cd "$t"
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3'
mkobj bad.obj 'section .text' 'symbol begin func' 'ref REL32 missing' 'bytes c3'
printf '#!/bin/sh\nexec strace -f -qq -o /dev/null -P "$PWD/a.obj" -e trace=openat -e inject=openat:delay_exit="$DELAY" "%s" /entry:start /subsystem:console "$@"\n' \
    "$MYLINK" >slow
chmod +x slow
export DELAY=1050000
on_terminal() { script -qc "$1" /dev/null </dev/null | tr '\033' '#' | tr -d '\r'; } # COMMAND; escape sequences begin with # in what it prints

# After the wait: a line for each pass, each erased by the next, and the last one at the end.
on_terminal './slow /out:a.exe $PWD/a.obj' >shown
grep -q '#\[KLINK : resolve_symbols, 1 s#\[K' shown || fail "no line for resolve_symbols: $(cat shown)"
grep -qE 'LINK : write_outputs, [12] s#\[K$' shown || fail "the line does not go away at the end: $(cat shown)"
[ "$(wc -l <shown)" -le 1 ] || fail "more than one line: $(cat shown)"

# A message takes the line away first, and stands alone.
on_terminal './slow /out:b.exe $PWD/a.obj bad.obj' >shown
grep -qE 's#\[K#\[1mbad.obj#\[0m : #\[1;31merror#\[0m LNK2019' shown || fail "a message in the line: $(cat shown)"
grep -q '#\[K   Creating library' <(on_terminal './slow /dll /export:start /out:c.dll $PWD/a.obj') || fail 'the line stands before what goes to standard output'

silent() { # WHY COMMAND: no line at all
    on_terminal "$2" >shown
    if grep -q '#\[K' shown; then fail "a line in spite of $1: $(cat shown)"; fi
}
silent 'a short time' 'DELAY=1 ./slow /out:a.exe $PWD/a.obj'
silent '/VERBOSE' './slow /verbose /out:a.exe $PWD/a.obj'
silent '/TIME' './slow /time /out:a.exe $PWD/a.obj'
silent 'JSON' './slow /errorformat:json /out:a.exe $PWD/a.obj'
silent 'a dumb terminal' 'TERM=dumb ./slow /out:a.exe $PWD/a.obj'
./slow /out:a.exe $PWD/a.obj >shown 2>&1
[ ! -s shown ] || fail "in a pipe: $(cat shown)"
