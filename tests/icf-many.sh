# icf-many.sh - 20,000 nearly equal functions in chains, circles and trees are told apart in seconds, and so are equal ones.
# (lld-link 22 needs minutes for the chains: it compares neighbours again after each split.)
. tests/common.sh

n=20000
make() { # NAME AWK-EXPRESSION: function i calls function EXPRESSION, or `start` when that is below 0
    awk -v n=$n 'BEGIN { print "bigobj\nsection .text\nsymbol start func\nbytes c3"
        for (i = 0; i < n; i++) {
            to = '"$2"'
            printf "section .text$mn comdat=any\nsymbol f%d func\nbytes e8\nref REL32 %s\nbytes c3\n", i, to < 0 ? "start" : "f" to
        } }' | mkobj $t/$1.obj
}
check() { # NAME FOLDED
    local start=$SECONDS
    mylink $t/$1.obj /entry:start /subsystem:console /opt:noref,icf /verbose:icf /out:$t/$1.exe >$t/log
    [ $((SECONDS - start)) -lt 20 ] || fail "$1: $((SECONDS - start)) seconds"
    local want=
    [ $2 = 0 ] || want="    $2 sections, $(($2 * 6)) bytes"
    expect "$want" tail -n 1 $t/log
}
make chain 'i + 1 < n ? i + 1 : -1'
check chain 0
make back 'i - 1'
check back 0
make circle '(i + 1) % n'
check circle $((n - 1))
make halves 'int(i / 2) < i ? int(i / 2) : -1'
check halves $((n - 16))
make evens 'i % 2 ? -1 : (i + 2 < n ? i + 2 : -1)'
check evens $((n / 2))
