# names-collide.sh - 100,000 names made so that a hash function without a secret gives all of them the same number: the link is as fast
# as with other names.
. tests/common.sh
. tests/broken.bash
put $t/make.py <<'PYTHON'
# Each name has two halves. The second undoes what the first has done to the state of a hash that multiplies by the golden ratio, as
# hash_name would without its secret; likewise with its last step.
import struct, sys
K, M = 0x9e3779b97f4a7c15, (1 << 64) - 1
names, i = [], 0
while len(names) < 100000:
    i += 1
    first = (0x6161616161616161 + i * 0x0001000301050107) & M
    h = ((16 * K & M) ^ first) * K & M
    h ^= h >> 32
    name = struct.pack("<QQ", first, h ^ 0x1234567812345678)
    if b"\0" not in name: names.append(name)
symbols = b"".join(struct.pack("<IIIhHBB", 0, 4 + 17 * k, 1, -1, 0, 2, 0) for k in range(len(names)))
strings = b"".join(name + b"\0" for name in names)
head = struct.pack("<HHIIIHH", 0x8664, 0, 0, 20, len(names), 0, 0)
open(sys.argv[1], "wb").write(head + symbols + struct.pack("<I", 4 + len(strings)) + strings)
PYTHON
python3 $t/make.py $t/a.obj
mkobj $t/b.obj 'section .data' 'symbol d' 'bytes 01'
limited "$MYLINK" /nologo /dll /noentry /noimplib /out:$t/x.dll $t/a.obj $t/b.obj
