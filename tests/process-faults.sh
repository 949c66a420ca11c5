# process-faults.sh - every system call of a link, of mylib and of /EDIT fails once: each time there is a message, exit code 1, the old
# outputs (or, of several, some whole new ones, but never the image), and no temporary file; or it did no harm and the result is the same.
# slow
# not under sanitizers: their own system calls would fail, too
. tests/common.sh
. tests/system-calls.bash

# One error for each call: for a program an error is an error.
error_of() {
    case $1 in
    read | pread64 | close | ftruncate | lseek | getdents64) echo EIO ;;
    write | pwrite64) echo ENOSPC ;;
    mmap | mremap) echo ENOMEM ;;
    getrandom) echo ENOSYS ;;
    *) echo EACCES ;;
    esac
}

# COMMAND CALL NUMBER: that call of the command fails.
try() {
    local command=$1 call=$2 number=$3 code=0 name where
    case $call in brk | munmap | rt_sig* | mprotect | madvise | futex) return ;; esac # brk reports failure in another way; the others cannot fail so
    fresh
    $command strace -f -o trace -e trace="$call" -e inject="$call:error=$(error_of "$call"):when=$number" >said 2>&1 || code=$?
    where="$command with $call $number failing ($(error_of "$call"); $(grep -a INJECTED trace | head -n 1))"
    grep -qa INJECTED trace || fail "$where: it was not called"
    for name in $(ls -A out); do
        if cmp -s "out/$name" "new/$name" && [ $code = 0 ]; then continue; fi
        if cmp -s "out/$name" "old/$name" && [ $code = 1 ]; then continue; fi
        if cmp -s "out/$name" "new/$name" && [ "$name" != a.dll ]; then continue; fi # its renaming came before the failure
        # standard output has failed: what was made is complete
        if cmp -s "out/$name" "new/$name" && grep -q 'cannot write to standard output' said; then continue; fi
        fail "$where: exit code $code, and $name should not be there, or is neither the old nor the new one"
    done
    [ "$(ls out)" = "$(ls new)" ] || [ $code = 1 ] || fail "$where: exit code 0, but of $(ls new) there is $(ls out)"
    case $code in
    0) ;;
    1) grep -qE ' (fatal )?error (LNK[0-9]+)?: ?.' said || grep -q 'write(2' trace || fail "$where: exit code 1 and no message: $(cat said)" ;;
    *) fail "$where: exit code $code: $(cat said)" ;;
    esac
    tried=$((tried + 1)) refused=$((refused + code))
}

tried=0 refused=0
for command in link lib edit; do
    start_with $command
    each_call $command try
done
[ $tried -ge 100 ] || fail "only $tried system calls failed"
[ $refused -ge 60 ] || fail "only $refused failing calls of $tried were noticed"
