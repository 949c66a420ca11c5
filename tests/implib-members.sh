# implib-members.sh - an import library's members, linker members and objects are LIB's, field by field.
. tests/common.sh
[ -x $python ] || skip 'python3 is not installed'
put $t/my.def <<'EOT'
LIBRARY mylibrary-1.dll
EXPORTS
zeta
alpha @7 NONAME
Beta DATA
EOT
cat >$t/read.py <<'EOT'
import struct, sys
b = open(sys.argv[1], 'rb').read()
pos, members = 8, []
print(b[:8])
while pos < len(b):
    h = b[pos:pos + 60]
    size = int(h[48:58])
    members.append((pos, h, b[pos + 60:pos + 60 + size]))
    pos += 60 + size + size % 2
for pos, h, d in members:
    print('member', h[:16].rstrip().decode(), 'date', h[16:28].rstrip().decode(), 'user', repr(h[28:34].decode().strip()),
          'group', repr(h[34:40].decode().strip()), 'mode', h[40:48].rstrip().decode(), 'end', h[58:60])
at = {pos: i for i, (pos, h, d) in enumerate(members)}
names = lambda d, n: [x.decode('latin-1') for x in d.split(b'\0')[:n]]
d = members[0][2]
n = struct.unpack('>I', d[:4])[0]
print('first:', *['%s=%d' % (s, at[o]) for s, o in zip(names(d[4 + 4 * n:], n), struct.unpack('>%dI' % n, d[4:4 + 4 * n]))])
d = members[1][2]
n = struct.unpack('<I', d[:4])[0]
offs = struct.unpack('<%dI' % n, d[4:4 + 4 * n])
m = struct.unpack_from('<I', d, 4 + 4 * n)[0]
print('second:', *['%s=%d' % (s, at[offs[i - 1]]) for s, i in zip(names(d[8 + 4 * n + 2 * m:], m), struct.unpack_from('<%dH' % m, d, 8 + 4 * n))])
for pos, h, d in members:
    if h[:2] in (b'/ ', b'//'):
        continue
    if d[:4] == b'\0\0\xff\xff':
        v, mach, ts, size, hint, bits = struct.unpack_from('<HHIIHH', d, 4)
        print('import version %d machine %x size %d=%d hint %d type %d name type %d' % (v, mach, size, len(d) - 20, hint, bits & 3, bits >> 2 & 7), names(d[20:], 2))
        continue
    mach, ns, ts, so, sn, opt, chars = struct.unpack_from('<HHIIIHH', d)
    print('object machine %x characteristics %x' % (mach, chars))
    secs = []
    for i in range(ns):
        r = d[20 + 40 * i:60 + 40 * i]
        size, off, rel = struct.unpack_from('<III', r, 16)
        secs.append((r[:8].rstrip(b'\0').decode(), struct.unpack_from('<I', r, 36)[0], d[off:off + size], rel, struct.unpack_from('<H', r, 32)[0]))
    syms = []
    for i in range(sn):
        r = d[so + 18 * i:so + 18 * i + 18]
        name = r[:8].rstrip(b'\0') if r[:4] != b'\0' * 4 else d[so + 18 * sn + struct.unpack_from('<I', r, 4)[0]:].split(b'\0')[0]
        syms.append((name.decode('latin-1'),) + struct.unpack_from('<IhHB', r, 8))
    for name, flags, data, rel, nrel in secs:
        print('  section %s %08x %s' % (name, flags, data if any(data) else len(data)), *['+%x %d %s' % (o, t, syms[s][0]) for o, s, t in (struct.unpack_from('<IIH', d, rel + 10 * k) for k in range(nrel))])
    for name, value, sec, typ, cls in syms:
        print('  symbol %s value %x section %d class %d' % (repr(name), value, sec, cls))
EOT
mylib /nologo /noexp /def:$t/my.def /machine:x64 /out:$t/my.lib
$python $t/read.py $t/my.lib | tr '\177' '?' >$t/got # the null thunk's symbol begins with 7F
put $t/expected <<'EOT'
b'!<arch>\n'
member / date -1 user '' group '' mode 0 end b'`\n'
member / date -1 user '' group '' mode 0 end b'`\n'
member mylibrary-1.dll/ date -1 user '' group '' mode 0 end b'`\n'
member mylibrary-1.dll/ date -1 user '' group '' mode 0 end b'`\n'
member mylibrary-1.dll/ date -1 user '' group '' mode 0 end b'`\n'
member mylibrary-1.dll/ date -1 user '' group '' mode 0 end b'`\n'
member mylibrary-1.dll/ date -1 user '' group '' mode 0 end b'`\n'
member mylibrary-1.dll/ date -1 user '' group '' mode 0 end b'`\n'
first: __IMPORT_DESCRIPTOR_mylibrary-1=2 __NULL_IMPORT_DESCRIPTOR=3 ?mylibrary-1_NULL_THUNK_DATA=4 __imp_Beta=5 alpha=6 __imp_alpha=6 zeta=7 __imp_zeta=7
second: __IMPORT_DESCRIPTOR_mylibrary-1=2 __NULL_IMPORT_DESCRIPTOR=3 __imp_Beta=5 __imp_alpha=6 __imp_zeta=7 alpha=6 zeta=7 ?mylibrary-1_NULL_THUNK_DATA=4
EOT
head -n 11 $t/got | diff $t/expected - >&2 || fail 'linker members (< expected)'
tail -n +12 $t/got >$t/objects
put $t/expected <<'EOT'
object machine 8664 characteristics 0
  section .idata$2 c0300040 20 +c 3 .idata$6 +0 3 .idata$4 +10 3 .idata$5
  section .idata$6 c0200040 b'mylibrary-1.dll\x00'
  symbol '@comp.id' value 1010000 section -1 class 3
  symbol '__IMPORT_DESCRIPTOR_mylibrary-1' value 0 section 1 class 2
  symbol '.idata$2' value c0000040 section 1 class 104
  symbol '.idata$6' value 0 section 2 class 3
  symbol '.idata$4' value c0000040 section 0 class 104
  symbol '.idata$5' value c0000040 section 0 class 104
  symbol '__NULL_IMPORT_DESCRIPTOR' value 0 section 0 class 2
  symbol '\x7fmylibrary-1_NULL_THUNK_DATA' value 0 section 0 class 2
object machine 8664 characteristics 0
  section .idata$3 c0300040 20
  symbol '@comp.id' value 1010000 section -1 class 3
  symbol '__NULL_IMPORT_DESCRIPTOR' value 0 section 1 class 2
object machine 8664 characteristics 0
  section .idata$5 c0400040 8
  section .idata$4 c0400040 8
  symbol '@comp.id' value 1010000 section -1 class 3
  symbol '\x7fmylibrary-1_NULL_THUNK_DATA' value 0 section 1 class 2
import version 0 machine 8664 size 21=21 hint 0 type 1 name type 1 ['Beta', 'mylibrary-1.dll']
import version 0 machine 8664 size 22=22 hint 7 type 0 name type 0 ['alpha', 'mylibrary-1.dll']
import version 0 machine 8664 size 21=21 hint 1 type 0 name type 1 ['zeta', 'mylibrary-1.dll']
EOT
diff $t/expected $t/objects >&2 || fail 'members (< expected)'

# x86: 4-byte slots, DIR32NB (7), the 32-bit flag; ARM64: ADDR32NB is 2. A DLL name of 16 characters needs the long names.
mylib /nologo /noexp /def:$t/my.def /machine:x86 /name:mylibrary-12.dll /out:$t/x86.lib
$python $t/read.py $t/x86.lib | sed -n '/^member/p;/^object/p;/section/p;/^import/p' | grep -v symbol >$t/got
put $t/expected <<'EOT'
member / date -1 user '' group '' mode 0 end b'`\n'
member / date -1 user '' group '' mode 0 end b'`\n'
member // date -1 user '' group '' mode 0 end b'`\n'
member /0 date -1 user '' group '' mode 0 end b'`\n'
member /0 date -1 user '' group '' mode 0 end b'`\n'
member /0 date -1 user '' group '' mode 0 end b'`\n'
member /0 date -1 user '' group '' mode 0 end b'`\n'
member /0 date -1 user '' group '' mode 0 end b'`\n'
member /0 date -1 user '' group '' mode 0 end b'`\n'
object machine 14c characteristics 100
  section .idata$2 c0300040 20 +c 7 .idata$6 +0 7 .idata$4 +10 7 .idata$5
  section .idata$6 c0200040 b'mylibrary-12.dll\x00\x00'
object machine 14c characteristics 100
  section .idata$3 c0300040 20
object machine 14c characteristics 100
  section .idata$5 c0300040 4
  section .idata$4 c0300040 4
import version 0 machine 14c size 23=23 hint 0 type 1 name type 2 ['_Beta', 'mylibrary-12.dll']
import version 0 machine 14c size 24=24 hint 7 type 0 name type 0 ['_alpha', 'mylibrary-12.dll']
import version 0 machine 14c size 23=23 hint 1 type 0 name type 2 ['_zeta', 'mylibrary-12.dll']
EOT
diff $t/expected $t/got >&2 || fail 'x86 (< expected)'
mylib /nologo /noexp /def:$t/my.def /machine:arm64 /out:$t/arm64.lib
expect "  section .idata\$2 c0300040 20 +c 2 .idata\$6 +0 2 .idata\$4 +10 2 .idata\$5" eval "$python $t/read.py $t/arm64.lib | grep -F 'idata\$2 c03'"
