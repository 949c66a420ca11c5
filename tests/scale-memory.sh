# scale-memory.sh - the bound of SECURITY.md: 8 MB of memory, 100 bytes for each byte of objects, 4 kB for each export; for what costs most per byte.
# not under sanitizers: they need more memory
. tests/common.sh
have "${CC:-cc}" || skip 'no C compiler'
have python3 || skip 'python3 is not installed'
"${CC:-cc}" -O2 -o $t/stopwatch tests/bench/stopwatch.c
library= # goes in, too
bounded() { # EXPORTS OPTION...: links a.obj, made of the lines on standard input; its errors do not matter here
    local exports=$1 bound words
    shift
    mkobj $t/a.obj
    bound=$(($(cat $t/a.obj $library | wc -c) * 100 / 1024 + 8192 + 4 * exports))
    read -ra words < <("$t/stopwatch" "$MYLINK" /nologo /dll /noentry /noimplib /out:$t/x.dll "$@" $t/a.obj $library 2>/dev/null) || true
    [ "${words[2]-}" -gt 1000 ] || fail "no figure: ${words[*]-}"
    [ "${words[2]}" -le $bound ] || fail "${words[2]} kB of memory, more than $bound, for $(stat -c %s $t/a.obj) bytes: $(mydump /summary $t/a.obj | head -n 20)"
}
each() { awk "BEGIN { print \"section .data\\nsymbol d\"; for (i = 1; i <= $1; i++) printf \"$2\\n\", i, i }"; }
seq -f 'section s%.0f flags=data,r nosymbol
bytes 01' 1 60000 | bounded 0 /opt:noref
seq -f 'section .text$%.0f flags=code,r,x nosymbol
bytes c3' 1 60000 | bounded 0 /opt:noref /map
each 60000 'symbol c%d common=8' | bounded 0
each 60000 'symbol a%d abs=1' | bounded 0 /map
each 60000 'ref ADDR64 missing%d' | bounded 0
each 60000 'weak w%d=d' | bounded 0
each 60000 'directive /ALTERNATENAME:n%d=d' | bounded 0
each 60000 'directive /INCLUDE:n%d' | bounded 0
each 60000 'directive /DEFAULTLIB:n%d' | bounded 0
each 30000 'directive /MERGE:.a%d=.b%d' | bounded 0
each 60000 'directive /FAILIFMISMATCH:k%d=v' | bounded 0
each 60000 'directive /EXPORT:e%d=d,DATA' | bounded 60000
each 60000 'section .t comdat=any\nsymbol f%d\nbytes c3' | bounded 0 /opt:noref,icf
{ echo 'section .bss'; echo 'symbol d'; echo 'zeros 0x7fff0000'; } | bounded 0 /opt:noref
{ echo 'section x flags=bss,r,w'; echo 'symbol d'; echo 'zeros 100000000'; echo 'section x flags=data,r,w'; echo 'bytes 01'; } | bounded 0 /opt:noref # in the file

# A library whose index leads to 40,000 members of 16,000 bytes, each of which begins 60 bytes behind the one before
python3 - $t/a.lib <<'PYTHON'
import struct, sys
N = 40000
def header(name, size): return b"%-16s%-12s%-6s%-6s%-8s%-10d`\n" % (name, b"0", b"", b"", b"0", size)
names = b"".join(b"f%d\0" % (i + 1) for i in range(N))
names += b"\0" * (len(names) % 2)
members = 8 + 60 + 4 + 4 * N + len(names)
with open(sys.argv[1], "wb") as f:
    f.write(b"!<arch>\n" + header(b"/", members - 68) + struct.pack(">%dI" % (N + 1), N, *(members + 60 * i for i in range(N))) + names)
    f.write(header(b"a.obj/", 16000) * N + bytes(16000))
PYTHON
library=$t/a.lib
each 40000 'ref ADDR64 f%d' | bounded 0
