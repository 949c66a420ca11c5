#!/usr/bin/python3
"""guard.py IMAGE KIND [MAP] - prints one guard table of an image, an entry a line: the name of the place and its flags.

KIND: fids, iat, longjmp, ehcont; or `flags`: GuardFlags alone. Names come from the export table and from a /MAP listing.
The tables must be sorted, without doubles, inside a section; else it complains."""
import re, struct, sys
import pefile

image, kind, *rest = sys.argv[1:]
pe = pefile.PE(image)
base = pe.OPTIONAL_HEADER.ImageBase
config = pe.get_data(pe.OPTIONAL_HEADER.DATA_DIRECTORY[10].VirtualAddress, pe.OPTIONAL_HEADER.DATA_DIRECTORY[10].Size)
flags = struct.unpack_from('<I', config, 0x90)[0]
if kind == 'flags':
    print(hex(flags))
    sys.exit()
names = {}
if rest:
    for line in open(rest[0], errors='replace'):
        m = re.match(r'\s+[0-9a-f]{4}:[0-9a-f]{8}\s+(\S+)\s+([0-9a-f]{16})\b', line)
        if m:
            names.setdefault(int(m.group(2), 16) - base, m.group(1))
for e in getattr(pe, 'DIRECTORY_ENTRY_EXPORT', None).symbols if hasattr(pe, 'DIRECTORY_ENTRY_EXPORT') else []:
    names.setdefault(e.address, e.name.decode())
off = {'fids': 0x80, 'iat': 0xa0, 'longjmp': 0xb0, 'ehcont': 0x108}[kind]
table, count = struct.unpack_from('<QQ', config, off)
if not count:
    sys.exit('a table without entries has an address' if table else 0)
stride = 4 + (flags >> 28)
data = pe.get_data(table - base, count * stride)
assert len(data) == count * stride, 'the table leaves its section'
rvas = [struct.unpack_from('<I', data, i * stride)[0] for i in range(count)]
assert rvas == sorted(set(rvas)), 'not sorted: %s' % [hex(r) for r in rvas]
for i, rva in enumerate(rvas):
    extra = data[i * stride + 4:(i + 1) * stride].hex()
    print(names.get(rva, hex(rva)), *([extra] if extra else []))
