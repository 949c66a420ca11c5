# image-long-contributions.sh - contributions longer than the writer's buffer: every byte is in its place, and memory does not grow with them.
. tests/common.sh
need nasm
seq 200000 >$t/all_numbers
head -c 1000003 $t/all_numbers >$t/numbers
{ head -c 5 $t/numbers; head -c 3 /dev/zero; cat $t/numbers; } >$t/expected # at 8: aligned, over several buffers
asm $t/a.obj 'section .rdata rdata align=1
db "1", 10, "2", 10, "3"'
asm $t/b.obj "section .rdata rdata align=8
incbin '$t/numbers'"
{ head -c 600001 /dev/zero; head -c 300000 $t/numbers; } >$t/zeros_first # zeros in the middle of a section are in the file
mkobj $t/z.obj 'section mine flags=bss,r,w' 'zeros 600001'
asm $t/n.obj "section mine data align=1
incbin '$t/numbers', 0, 300000"
asm $t/c.obj 'section .rdata rdata align=1
db "end"' # behind a part of b
printf end >>$t/expected
bytes_are() { # IMAGE SECTION FILE
    pe_field $1 "section('$2').get_data(0, $(stat -c %s $3))" >/dev/null
    $python - $1 $2 $3 <<'PYTHON' || fail "wrong bytes in section $2 of $1"
import pefile, sys
pe = pefile.PE(sys.argv[1], fast_load=True)
section = next(s for s in pe.sections if s.Name.rstrip(b"\0") == sys.argv[2].encode())
expected = open(sys.argv[3], "rb").read()
data = section.get_data()
sys.exit(data[:len(expected)] != expected or any(data[len(expected):]))
PYTHON
}
link() { mylink /nologo /dll /noentry /noimplib /opt:noref "$@"; }
need_pefile
link /out:$t/a.dll $t/a.obj $t/b.obj $t/c.obj $t/z.obj $t/n.obj
bytes_are $t/a.dll .rdata $t/expected
bytes_are $t/a.dll mine $t/zeros_first
mkobj $t/large_input.obj 'section .debug$T' 'fill 9000000 55' # read and left out: only for much input are threads started
link /threads:2 /out:$t/a2.dll $t/a.obj $t/b.obj $t/c.obj $t/z.obj $t/n.obj $t/large_input.obj
cmp -s -i 4096 $t/a.dll $t/a2.dll || fail 'two threads write other bytes'

# With /ALIGN below a page the file is as the memory is: zeros behind the last bytes are in it, too.
link /driver /align:512 /out:$t/d.dll $t/n.obj $t/z.obj
{ head -c 300000 $t/numbers; head -c 600001 /dev/zero; } >$t/zeros_last
bytes_are $t/d.dll mine $t/zeros_last

# 100 MB of zeros in front of one byte, and 30 MB of numbers, in little memory
[ "$BIN" = "$ROOT/build" ] || exit 0
mkobj $t/large.obj 'section mine flags=bss,r,w' 'zeros 100000000'
mkobj $t/byte.obj 'section mine flags=data,r,w' 'bytes 2a'
for i in {1..30}; do cat $t/numbers; done >$t/many_numbers
asm $t/m.obj "section .rdata rdata
incbin '$t/many_numbers'"
(ulimit -v 100000 && ulimit -d 16000 && link /threads:2 /out:$t/l.dll $t/large.obj $t/byte.obj $t/m.obj)
[ "$(stat -c %s $t/l.dll)" -gt 130000000 ] || fail 'where are the zeros?'
rm $t/l.dll
