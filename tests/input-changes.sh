# input-changes.sh - an input that is made shorter, longer or is rewritten during the link: a message, exit code 1, the old output stays.
#
# Small files are read, larger ones mapped; strace makes the link wait at the right moment while the file is changed.
# not under valgrind: strace would make valgrind wait, not the linker
. tests/common.sh
have strace || skip 'strace is not installed'
strace -o /dev/null true 2>/dev/null || skip 'strace may not trace here'

# An object of SIZE bytes or more: one section of data that is long.
object() { # OUT COUNT
    asm "$1" "section .text code
global start
start: mov eax, 7
ret
section .data data
times $2 dd 0x11223344"
}

# Links a.obj, and changes it when its length is known: while the first CALL on it waits.
link_while() { # CALL[:delay_exit] CHANGE
    local call=$1 code=0 pid
    echo old >$t/a.exe
    strace -f -o $t/trace -P $t/a.obj -e trace="${call%:*}" -e inject="$call=1500000:when=1" \
        "$MYLINK" /explain $t/a.obj /entry:start /subsystem:console /out:$t/a.exe >$t/log 2>&1 &
    pid=$!
    for _ in $(seq 500); do
        if grep -q "${call%:*}(" $t/trace 2>/dev/null; then break; fi
        sleep 0.02
    done
    sleep 0.2
    $2
    wait $pid || code=$?
    [ $code = 1 ] || fail "exit code $code: $(cat $t/log)"
    [ "$(cat $t/a.exe)" = old ] || fail 'the old output is gone'
    [ -z "$(find $t -name '.a.exe.*')" ] || fail 'a temporary file is left'
}

longer() { head -c 5000 /dev/zero >>$t/a.obj; }
shorter() { truncate -s 1000 $t/a.obj; }
newer() { touch -d '2001-01-01' $t/a.obj; }

says() { # WORDS
    grep -qF -- "$1" $t/log || fail "not '$1', but: $(cat $t/log)"
}

object $t/a.obj 1000 # is read
link_while read:delay_enter longer
says "cannot read file '$t/a.obj': it became longer while it was read"
object $t/a.obj 1000
link_while read:delay_enter shorter
says "cannot read file '$t/a.obj': it became shorter while it was read"
object $t/a.obj 1000
link_while read:delay_enter newer
says "cannot read file '$t/a.obj': it was written to during the link"

object $t/a.obj 200000 # is mapped
link_while mmap:delay_exit longer
says "cannot read file '$t/a.obj': it was written to during the link"
object $t/a.obj 200000
link_while mmap:delay_exit shorter
says 'cannot read an input file: it became shorter during the link'
object $t/a.obj 200000
link_while mmap:delay_exit newer
says "cannot read file '$t/a.obj': it was written to during the link"
says '  do:    link again when the program that makes it has finished'
