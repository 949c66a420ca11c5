# process-signals-at-calls.sh - INT or TERM at every system call of a link, of mylib and of /EDIT: files change at system calls only, so
# these are all the moments there are. Each time the signal ends the process, each output is the old or the new one, none is half, and no
# temporary file stays.
# slow
# not under sanitizers: they make system calls of their own
. tests/common.sh
. tests/system-calls.bash

# COMMAND CALL NUMBER: the signal arrives at that call, which is still done.
try() {
    local command=$1 call=$2 number=$3 signal=SIGINT code=0 name
    [ $((tried % 2)) = 0 ] || signal=SIGTERM
    fresh
    $command env --default-signal=$signal strace -f -o trace -e trace="$call" -e inject="$call:signal=$signal:when=$number" >said 2>&1 || code=$?
    for name in $(ls -A out); do
        if cmp -s "out/$name" "old/$name" || cmp -s "out/$name" "new/$name"; then continue; fi
        fail "$command with $signal at $call $number: $name should not be there, or is neither the old nor the new one"
    done
    case $code in
    130 | 143) ended=$((ended + 1)) ;;
    0) ;; # the handler was not there yet, or the parent had it ignored
    *) fail "$command with $signal at $call $number: exit code $code: $(cat said)" ;;
    esac
    tried=$((tried + 1))
}

tried=0 ended=0
for command in link lib edit; do
    start_with $command
    each_call $command try
done
[ $tried -ge 100 ] || fail "only $tried signals were sent"
[ $ended -ge $((tried * 9 / 10)) ] || fail "only $ended of $tried runs were ended by their signal"
