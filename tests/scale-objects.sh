# scale-objects.sh - 10,000 objects are linked in a second or two, with 40 file descriptors and 16 bytes of memory for each of theirs.
# not under sanitizers: they need more memory
. tests/common.sh
have python3 || skip 'python3 is not installed'
PYTHONDONTWRITEBYTECODE=1 python3 tests/bench/gen.py "$t/w" many-objects 10000
cd "$t/w"
bytes=$(cat ./*.obj kernel32.lib | wc -c)
( ulimit -n 40
    ulimit -t 5
    ulimit -v $((bytes * 16 / 1024 + 8192))
    exec "$MYLINK" @link.rsp /opt:ref,icf /out:a.exe ) || fail "exit code $?"
run_load -x 42 a.exe ''
check_image a.exe
cd "$ROOT"
