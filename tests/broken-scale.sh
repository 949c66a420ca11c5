# broken-scale.sh - inputs made to take for ever: long chains, circles, many of everything. Each is done, or refused, in 20 seconds and 2 GB.
# slow
. tests/common.sh
. tests/broken.bash
link() { limited "$MYLINK" /nologo /dll /noentry /opt:ref /opt:icf /out:$t/x.dll "$@"; }
made() { link "$@" >$t/said 2>&1 || { tail -n 5 $t/said >&2; fail "exit code $? for $*"; }; }
refused() { # TEXT FILE...
    local text=$1
    shift
    expect_fail "$text" link "$@"
}

# Sections: 65,279 fit an ordinary object, whose header can say 65,535; 100,000 in a big one; as many relocations in one section
{ for ((i = 0; i < 65279; i++)); do echo 'section .data nosymbol'; done; echo 'symbol last'; } | mkobj $t/a.obj
made $t/a.obj
python3 - $t/a.obj <<'PYTHON'
import struct, sys
with open(sys.argv[1], "wb") as f:
    f.write(struct.pack("<HHIIIHH", 0x8664, 65535, 0, 20 + 40 * 65535, 1, 0, 0))
    f.write(struct.pack("<8sIIIIIIHHI", b".data", 0, 0, 0, 0, 0, 0, 0, 0, 0xC0300040) * 65535)
    f.write(struct.pack("<8sIHHBBI", b"last", 0, 65279, 0, 2, 0, 4))
PYTHON
made $t/a.obj
{ echo bigobj; for ((i = 0; i < 100000; i++)); do echo "section .text\$$i nosymbol"; echo 'bytes c3'; done; echo 'symbol last'; } | mkobj $t/a.obj
made $t/a.obj
{ echo 'section .data'; echo 'symbol d'; for ((i = 0; i < 100000; i++)); do echo 'ref ADDR64 d'; done; } | mkobj $t/a.obj
made $t/a.obj

# COMDAT sections, each associated with the one before it; and in a circle
{ echo 'section .c comdat=any'; echo 'symbol first'; for ((i = 1; i < 60000; i++)); do echo "section .c$i comdat=assoc:#$i"; echo 'bytes 01'; done; } | mkobj $t/a.obj
made $t/a.obj
{ for ((i = 1; i < 60000; i++)); do echo "section .c$i comdat=assoc:#$((i + 1))"; done; echo 'section .c comdat=assoc:#1'; } | mkobj $t/a.obj
refused 'its chain of associated COMDAT sections comes back to itself' $t/a.obj

# 300,000 associated with one that is dropped, half of them the places of weak names' defaults
{ echo bigobj; echo 'section .c flags=data,r,remove'; for ((i = 0; i < 300000; i++)); do echo 'section .d comdat=assoc:#1'; done; echo 'symbol s static'; } | mkobj $t/a.obj
made $t/a.obj
mkobj $t/f.obj 'section .c comdat=any' 'symbol f'
{ echo bigobj; echo 'section .c comdat=any'; echo 'symbol f'; for ((i = 0; i < 150000; i++)); do echo 'section .d comdat=assoc:#1'; echo "symbol s$i static"; echo "weak w$i=s$i"; done; } | mkobj $t/a.obj
made $t/f.obj $t/a.obj

# Names that stand for others: a chain of 60,000, and a circle
{ for ((i = 0; i < 60000; i++)); do echo "directive /ALTERNATENAME:n$i=n$((i + 1))"; done; echo 'section .data'; echo 'symbol n60000'; echo 'symbol d'; echo 'ref ADDR64 n0'; } | mkobj $t/a.obj
made $t/a.obj
{ for ((i = 0; i < 60000; i++)); do echo "directive /ALTERNATENAME:n$i=n$(((i + 1) % 60000))"; done; echo 'section .data'; echo 'symbol d'; echo 'ref ADDR64 n0'; } | mkobj $t/a.obj
refused 'unresolved external symbol' $t/a.obj

# 20,000 names that nobody defines: the first ones are told, the others counted
{ echo 'section .data'; echo 'symbol d'; for ((i = 0; i < 20000; i++)); do echo "ref ADDR64 missing$i"; done; } | mkobj $t/a.obj
refused 'more errors are not shown' $t/a.obj
[ "$(link $t/a.obj 2>&1 | wc -l)" -lt 200 ] || fail 'thousands of lines of messages'

# Directives: 60,000 words, 60,000 exports of one name, sections of directives
{ echo 'section .data'; echo 'symbol d'; for ((i = 0; i < 60000; i++)); do echo "directive /EXPORT:d,DATA"; done; } | mkobj $t/a.obj
made $t/a.obj
{ for ((i = 0; i < 20000; i++)); do echo "directive /DEFAULTLIB:lib$i"; done; echo 'section .data'; echo 'symbol d'; } | mkobj $t/a.obj
limited "$MYLINK" /nologo /dll /noentry /out:$t/x.dll $t/a.obj >$t/said 2>&1 || [ $? = 1 ] || fail "exit code for 20,000 libraries: $(tail -n 3 $t/said)"
{ for ((i = 0; i < 2000; i++)); do echo "directive /MERGE:.a$i=.a$((i + 1))"; done; echo 'section .a0 flags=data,r'; echo 'bytes 01'; } | mkobj $t/a.obj
limited "$MYLINK" /nologo /dll /noentry /out:$t/x.dll $t/a.obj >$t/said 2>&1 || [ $? = 1 ] || fail "exit code for 2000 merges: $(tail -n 3 $t/said)"
# 120,000 libraries to leave out that are also wanted, keys to compare, assemblies in the manifest
{ echo 'section .data' && seq -f 'directive /DEFAULTLIB:lib%.0f' 120000 && seq -f 'directive /NODEFAULTLIB:lib%.0f' 120000; } | mkobj $t/a.obj
made $t/a.obj
{ echo 'section .data' && seq -f 'directive /FAILIFMISMATCH:key%.0f=1' 120000; } | mkobj $t/a.obj
made $t/a.obj
{ echo 'section .data' && seq -f "directive /MANIFESTDEPENDENCY:name='a%.0f'" 120000; } | mkobj $t/a.obj
made $t/a.obj

# Four manifests of 20,000 different elements each, merged
for n in a b c d; do
    { printf '<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">' && seq -f "<$n%.0f/>" 20000 && echo '</assembly>'; } >$t/$n.manifest
done
mkobj $t/a.obj 'section .data'
made $t/a.obj /manifest:embed /manifestinput:$t/{a,b,c,d}.manifest

# A DLL with 60,000 numbers, linked again: each is compared with the one that it had
{ echo EXPORTS && seq 60000 | sed 's/.*/f& = d @& NONAME/'; } >$t/numbers.def
mkobj $t/a.obj 'section .data' 'symbol d'
made $t/a.obj /def:$t/numbers.def
made $t/a.obj /def:$t/numbers.def

# A library whose index says that a member defines 20,000 names, and it defines none of them: it is read once.
mkobj $t/m.obj 'section .data' 'symbol other'
python3 - $t/m.obj $t/x.lib <<'PYTHON'
import struct, sys
member = open(sys.argv[1], "rb").read()
count = 20000
names = b"".join(b"missing%d\0" % i for i in range(count))
size = 4 + 4 * count + len(names)
at = 8 + 60 + size + (size & 1)
head = lambda name, n: b"%-16s%-12d%-6s%-6s%-8d%-10d`\n" % (name, 0, b"", b"", 0, n)
index = struct.pack(">I", count) + struct.pack(">I", at) * count + names
with open(sys.argv[2], "wb") as f:
    f.write(b"!<arch>\n" + head(b"/", size) + index + b"\n" * (size & 1) + head(b"m.obj/", len(member)) + member)
PYTHON
{ echo 'section .data'; echo 'symbol d'; for ((i = 0; i < 20000; i++)); do echo "ref ADDR64 missing$i"; done; } | mkobj $t/a.obj
refused 'unresolved external symbol' $t/a.obj $t/x.lib
