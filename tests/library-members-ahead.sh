# library-members-ahead.sh - several threads prepare large members before their turn: the image, the map and the messages are those of one thread.
. tests/common.sh
have python3 || skip 'python3 is not installed'

# 40 members of 150 KB, and an object of 9 MB, so that threads are worth their while. Each member brings a copy of one function, and asks for one member
# that nobody else names. m7.obj defines m8, too: m8.obj, which the index names for it, is prepared, but not needed.
for i in $(seq 40); do
    also=()
    [ $i != 7 ] || also=('symbol m8')
    mkobj $t/m$i.obj 'section .text$f comdat=any' 'symbol f func' "bytes $(printf %02x $i) c3" "ref REL32 n$i" 'section .xdata$f comdat=assoc:#1' 'bytes 01 02 03 04' \
        "section .data\$m$i" "symbol m$i" "${also[@]}" "fill 150000 $(printf %02x $i)" "ref ADDR64 n$i" "ref ADDR64 w$i" "weak w$i=d" 'symbol d static' "bytes $(printf %02x $i)"
    mkobj $t/n$i.obj "section .data\$n$i" "symbol n$i" "fill 40000 $(printf %02x $i)" 'ref ADDR64 f'
done
(cd $t && mylib /nologo /out:m.lib m8.obj m[1-79].obj m??.obj n?.obj n??.obj) >$t/said 2>&1 # m8 is there twice, it says
{ echo 'section .data'; echo 'symbol all'; for i in $(seq 40); do echo "ref ADDR64 m$i"; done; } | mkobj $t/main.obj
mkobj $t/big.obj 'section .data' 'fill 9000000 07'
link() { # THREADS OPTION...
    "$MYLINK" /nologo /dll /noentry /noimplib /opt:noref "/threads:$1" "${@:2}" $t/big.obj
}
link 1 /export:all,data /map:$t/1.map /verbose /out:$t/x.dll $t/main.obj $t/m.lib >$t/1.said
mv $t/x.dll $t/1.dll
for threads in 2 3 8; do
    link $threads /export:all,data /map:$t/$threads.map /verbose /out:$t/x.dll $t/main.obj $t/m.lib >$t/$threads.said
    same $t/1.dll $t/x.dll
    same $t/1.said $t/$threads.said
    cmp <(grep -v 'Timestamp' $t/1.map) <(grep -v 'Timestamp' $t/$threads.map) || fail "another map by $threads threads"
done
grep -q 'Loaded m.lib(m7.obj)' $t/1.said || fail 'the member is not there'
! grep -q 'Loaded m.lib(m8.obj)' $t/1.said || fail 'a member that is not needed'

# The same objects by themselves, and in /WHOLEARCHIVE
for how in "$(echo $t/m?.obj $t/n?.obj $t/m??.obj $t/n??.obj)" "/wholearchive:$t/m.lib"; do
    for threads in 1 8; do
        # shellcheck disable=SC2086 # words
        link $threads /force:multiple /export:all,data /out:$t/x.dll $t/main.obj $how >$t/said 2>&1
        mv $t/x.dll $t/whole$threads.dll
        mv $t/said $t/whole$threads.said
    done
    same $t/whole1.dll $t/whole8.dll
    same $t/whole1.said $t/whole8.said
done

# A member that is refused is told of once, when its turn comes; one that is not needed, not at all.
python3 - $t/m.lib <<'PYTHON'
import sys
library = bytearray(open(sys.argv[1], "rb").read())
for name in b"m8.obj/ ", b"m30.obj/ ":
    at = library.index(name) + 60 + 20 + 24 # the place of the first section's relocations
    library[at:at + 4] = b"\xff\xff\xff\x7f"
open(sys.argv[1], "wb").write(library)
PYTHON
for threads in 1 8; do
    code=0
    link $threads /out:$t/y.dll $t/main.obj $t/m.lib >$t/said 2>&1 || code=$?
    [ $code = 1 ] || fail "exit code $code"
    mv $t/said $t/refused$threads.said
done
same $t/refused1.said $t/refused8.said
[ "$(grep -c 'fatal error LNK1136' $t/refused8.said)" = 1 ] || fail "messages: $(cat $t/refused8.said)"
grep -q '^m.lib(m30.obj) : fatal error LNK1136' $t/refused8.said || fail "messages: $(cat $t/refused8.said)"
