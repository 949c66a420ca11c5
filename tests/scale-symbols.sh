# scale-symbols.sh - ten million symbols in one object: mylink, mylib and mydump need ten times what they need for one million, in time and memory.
# slow
# not under sanitizers: it is about time and memory
. tests/common.sh
have python3 || skip 'python3 is not installed'
make_object() { # FILE COUNT: s0000000, s0000001 ... all at the start of .text
    python3 - "$1" "$2" <<'PYTHON'
import struct, sys
out, count = sys.argv[1], int(sys.argv[2])
with open(out, "wb") as f:
    f.write(struct.pack("<HHIIIHH", 0x8664, 1, 0, 60 + 16, count, 0, 0))
    f.write(struct.pack("<8sIIIIIIHHI", b".text", 0, 0, 16, 60, 0, 0, 0, 0, 0x60500020) + b"\xC3" * 16)
    rest = struct.pack("<IHHBB", 0, 1, 0x20, 2, 0)
    for start in range(0, count, 100000):
        f.write(b"".join([b"s%07d" % i + rest for i in range(start, start + 100000)]))
    f.write(struct.pack("<I", 4))
PYTHON
}
make_object $t/one.obj 1000000
make_object $t/ten.obj 10000000

# Time of the user's side only: how fast the system has pages depends on who else wants some. A square would be a factor of 100.
limit=$((180 * 1024 * 20)) # kB of address space for 180 MB of input
hundredths() {
    local TIMEFORMAT=%U used
    used=$( { time (ulimit -t 120; ulimit -v $limit; "$@" >/dev/null 2>$t/said); } 2>&1) || { cat $t/said >&2; fail "exit code $?: $*"; }
    used=${used/./}
    echo $((10#$used / 10))
}
compare() { # CMD with FILE for one or ten
    local one ten
    one=$(hundredths "${@/FILE/one}")
    ten=$(hundredths "${@/FILE/ten}")
    echo "${1##*/}: $one and $ten hundredths of a second"
    [ "$ten" -le $((20 * one + 50)) ] || fail "time grows faster than the input: $*"
}
compare "$MYLINK" /nologo /dll /noentry /noimplib /export:s0000007 /out:$t/FILE.dll $t/FILE.obj
expect_field $t/ten.dll 'exports()' '1 s0000007'
compare "$MYLINK" /nologo /dll /noentry /noimplib /export:s0000007 /map:$t/FILE.map /out:$t/FILE.dll $t/FILE.obj
expect 10000000 eval "grep -c '0001:00000000       s[0-9]* ' $t/ten.map"
rm $t/ten.map
compare "$MYDUMP" /symbols $t/FILE.obj
compare "$MYLIB" /nologo /machine:x64 /out:$t/FILE.lib $t/FILE.obj
compare "$MYLINK" /nologo /dll /noentry /noimplib /machine:x64 /include:s0000007 /export:s0000007 /out:$t/FILE.dll $t/FILE.lib
