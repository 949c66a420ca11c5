# lib-exp.sh - the .exp file of /DEF: header, symbols and export section as LIB's; with it the linker makes the DLL without the .def file.
. tests/common.sh
[ -x $python ] || skip 'python3 is not installed'
readobj=$(tool llvm-readobj)
cd $t
put e.def <<'EOT'
LIBRARY e.dll
EXPORTS
two=second @5
one
away=kernel32.Sleep
secret @3 NONAME
EOT
mylib /nologo /def:e.def /machine:x64 /out:e.lib
# Time stamp FFFFFFFF; @comp.id 100, @feat.00; one section with ADDR32NB relocations.
expect '  TimeDateStamp: 2106-02-07 06:28:15 (0xFFFFFFFF)' eval "$readobj --file-headers e.exp | grep TimeDateStamp"
$python - e.exp >got <<'EOT'
import struct, sys
d = open(sys.argv[1], 'rb').read()
mach, ns, ts, so, sn, opt, chars = struct.unpack_from('<HHIIIHH', d)
syms = []
for i in range(sn):
    r = d[so + 18 * i:so + 18 * i + 18]
    name = r[:8].rstrip(b'\0') if r[:4] != b'\0' * 4 else d[so + 18 * sn + struct.unpack_from('<I', r, 4)[0]:].split(b'\0')[0]
    syms.append((name.decode(),) + struct.unpack_from('<IhHB', r, 8))
print('%x %d sections' % (mach, ns))
r = d[20:60]
size, off, rel = struct.unpack_from('<III', r, 16)
data = d[off:off + size]
print(r[:8].rstrip(b'\0').decode(), '%08x' % struct.unpack_from('<I', r, 36)[0], 'size', size)
print('directory', *['%x' % x for x in struct.unpack_from('<IIHHIIII', data)])
print('ordinals', *struct.unpack_from('<3H', data, 40 + 4 * 5 + 4 * 3))
print('strings', data[40 + 20 + 12 + 6:])
for k in range(struct.unpack_from('<H', r, 32)[0]):
    o, s, t = struct.unpack_from('<IIH', d, rel + 10 * k)
    print('+%02x type %d %s' % (o, t, syms[s][0]))
for s in syms: print('symbol %s %x section %d class %d' % (s[0], s[1], s[2], s[4]))
EOT
diff - got >&2 <<'EOT' || fail 'the .exp file (< expected)'
8664 1 sections
.edata 40000040 size 112
directory 0 ffffffff 0 0 0 3 5 3
ordinals 3 4 2
strings b'e.dll\x00away\x00one\x00two\x00kernel32.Sleep\x00'
+38 type 3 one
+30 type 3 second
+28 type 3 secret
+3c type 3 $N00001
+40 type 3 $N00002
+44 type 3 $N00003
+34 type 3 $F00001
+0c type 3 szName
+1c type 3 rgpv
+20 type 3 rgszName
+24 type 3 rgwOrd
symbol @comp.id 1000000 section -1 class 3
symbol @feat.00 0 section -1 class 3
symbol rgpv 28 section 1 class 3
symbol one 0 section 0 class 2
symbol second 0 section 0 class 2
symbol secret 0 section 0 class 2
symbol rgszName 3c section 1 class 3
symbol rgwOrd 48 section 1 class 3
symbol szName 4e section 1 class 3
symbol $N00001 54 section 1 class 3
symbol $N00002 59 section 1 class 3
symbol $N00003 5d section 1 class 3
symbol $F00001 61 section 1 class 3
EOT
# Exports without an ordinal follow the highest one given, in name order: away 6, one 7.
mkobj d.obj 'section .text' 'symbol one' 'bytes c3' 'symbol second' 'bytes c3' 'symbol secret' 'bytes c3'
mylink /nologo /dll /noentry /out:e.dll d.obj e.exp
expect_field e.dll 'sorted((s.ordinal, text(s.name) if s.name else None, s.forwarder) for s in DIRECTORY_ENTRY_EXPORT.symbols)' "(3, None, None)
(5, 'two', None)
(6, 'away', b'kernel32.Sleep')
(7, 'one', None)"
