# lib-remove-many.sh - 30,000 /REMOVE options on a library of 60,000 members, also with one name: time grows with their number, not its square.
. tests/common.sh
have python3 || skip 'python3 is not installed'
PYTHONDONTWRITEBYTECODE=1 python3 - "$t" <<'PYTHON'
import sys
sys.path.insert(0, "tests/bench")
import gen
folder, count = sys.argv[1], 60000
o = gen.Object()
section, _ = o.section(".text", gen.CODE, b"\xC3")
member = o.pack()
def put(name, data):
    with open(folder + "/" + name, "wb") as f:
        f.write(data)
put("many.lib", gen.archive([("m%d.obj" % i, member, ("f%d" % i,)) for i in range(count)]))
put("many.rsp", "".join("/remove:m%d.obj\n" % i for i in range(0, count, 2)).encode())
put("same.lib", gen.archive([("m.obj", member, ("f%d" % i,)) for i in range(count)]))
put("same.rsp", b"/remove:m.obj\n" * (count // 2))
PYTHON
remove() (ulimit -t $((3 * patience)) && mylib /nologo /ignore:4221 "$@" >$t/said 2>&1)
remove $t/many.lib @$t/many.rsp /out:$t/left.lib || fail "exit code $?: $(head -n 5 $t/said)"
mylib /nologo /list $t/left.lib >$t/list
seq -f 'm%.0f.obj' 1 2 59999 | diff - $t/list >$t/differences || fail "$(head -n 5 $t/differences)"
remove $t/same.lib @$t/same.rsp /out:$t/none.lib || fail "exit code $?: $(head -n 5 $t/said)"
cd $t
mkdir elsewhere
cd elsewhere
expect '' mylib /nologo /list $t/none.lib
[ -z "$(ls)" ] || fail 'listing an empty library writes one'
