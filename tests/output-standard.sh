# output-standard.sh - a map on standard output goes where the other lines go: into the log file between them, or into a pipe; nothing
# is replaced.
. tests/common.sh
cd "$t"
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3'
ld() { "$BIN/ld.mylink" -m i386pep -e start -o a.exe a.obj "$@"; }
ln -s /proc/self/fd/1 standard # as /dev/stdout is
link() { "$MYLINK" /nologo /entry:start /subsystem:console /out:b.exe a.obj "$@"; }
ld -M | cat >map
grep -q ' start ' map || fail 'no map in the pipe'
for way in 'ld -M' 'ld -Map=-' 'link /map:standard' 'link /map:log'; do
    { echo before; $way; echo behind; } >log
    [ "$(head -n 1 log)" = before ] && [ "$(tail -n 1 log)" = behind ] || fail "$way: $(cat log)"
    grep -q ' start ' log || fail "$way: no map: $(cat log)"
    echo first >more
    $way >>more
    [ "$(head -n 1 more)" = first ] || fail "$way: $(cat more)"
done
[ -L standard ] || fail 'the link was replaced'
# What the linker prints itself comes before it.
link /verbose /map:standard >log
[ "$(grep -n -m 1 '^Starting pass 1' log | cut -d: -f1)" -lt "$(grep -n -m 1 ' start ' log | cut -d: -f1)" ] || fail "$(cat log)"
[ ! -e ./- ] || fail 'a file named -'
