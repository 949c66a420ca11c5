# option-verbose-many.sh - /VERBOSE tells for each of 100,000 library members who asked for it, and takes no longer than the link to find out.
# not under sanitizers: it is about time
. tests/common.sh
have python3 || skip 'python3 is not installed'
PYTHONDONTWRITEBYTECODE=1 python3 - "$t" <<'PYTHON'
import sys
sys.path.insert(0, "tests/bench")
import gen
folder, count = sys.argv[1], 100000
names = ["member_%d" % k for k in range(count)]
for name in "first", "second":
    o = gen.Object()
    section, _ = o.section(".text", gen.CODE, b"\xC3")
    for i in range(200000):
        o.define("%s_%d" % (name, i), 0, section)
    for member in names:
        o.refer(member)
    with open("%s/%s.obj" % (folder, name), "wb") as f:
        f.write(o.pack())
members = []
for name in names:
    o = gen.Object()
    section, _ = o.section(".text", gen.CODE, b"\xC3")
    o.define(name, 0, section)
    members.append(("m.obj", o.pack(), (name,)))
with open(folder + "/many.lib", "wb") as f:
    f.write(gen.archive(members))
PYTHON
cd "$t"
(ulimit -t 5 && "$MYLINK" /nologo /dll /noentry /verbose:lib /out:x.dll first.obj second.obj many.lib >told) || fail "exit code $?"
for line in '        Referenced in first.obj' '        Referenced in second.obj' '        Loaded many.lib(m.obj)'; do
    [ "$(grep -cxF "$line" told)" = 100000 ] || fail "not 100000 lines '$line'"
done
