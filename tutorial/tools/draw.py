#!/usr/bin/python3
"""draw.py - the tutorial's pictures, drawn as SVG from the bytes of the examples' own files.

    draw.py bytes FILE FROM LENGTH [fields]   a hex dump coloured by structure, or by field, with a legend
    draw.py map IMAGE                         the file beside the address space
    draw.py pieces MAP IMAGE OBJECT...        from the sections of the objects to those of the image
    draw.py call IMAGE RVA                    one call or jump: where it stands, what it adds, where it leads
    draw.py imports IMAGE                     directory, lookup table, address table and names of one image
    draw.py iat IMAGE TRACE                   the address table in the file, and after loading (TRACE: of myload --trace)
    draw.py exports DLL                       the three tables of an export directory
    draw.py archive LIBRARY                   members, and what the index says about them
    draw.py relocs IMAGE                      base relocation blocks, and the places they name

No picture has a number that was typed: all come from the files, read by images.py. weave.py runs this.
"""
import re, struct, sys
from html import escape

sys.path.insert(0, __file__.rsplit('/', 1)[0])
from images import FIELDS, DIRECTORIES, Image  # noqa: E402

COLOURS = ['#cfe3ff', '#ffe2b8', '#cdeccd', '#f6cfe0', '#e3d6fb', '#fff3a8', '#c9eeee', '#f1d3c2', '#dfe5b8', '#d9dde3']
CHAR = 7.23  # width of a character of the monospaced font at 12 pixels
ROW = 17


class Svg:
    def __init__(self):
        self.items, self.width, self.height = [], 0, 0

    def reach(self, x, y):
        self.width, self.height = max(self.width, x), max(self.height, y)

    def text(self, x, y, text, mono=True, bold=False, size=12, colour='#1b1f24', anchor='start', exact=False):
        family = 'monospace' if mono else 'sans-serif'
        weight = ' font-weight="bold"' if bold else ''
        align = f' text-anchor="{anchor}"' if anchor != 'start' else f' textLength="{len(text) * CHAR:.1f}"' if exact else ''
        self.items.append(f'<text x="{x:.1f}" y="{y:.1f}" font-family="{family}" font-size="{size}" fill="{colour}"'
                          f'{weight}{align} xml:space="preserve">{escape(text)}</text>')
        wide = len(text) * size * 0.603
        self.reach(x + (wide if anchor == 'start' else wide / 2 if anchor == 'middle' else 0), y + 6)

    def box(self, x, y, w, h, fill='#ffffff', stroke='#57606a'):
        line = f' stroke="{stroke}"' if stroke else ''
        self.items.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}"{line}/>')
        self.reach(x + w, y + h)

    def shape(self, points, fill):
        self.items.append(f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="{fill}" fill-opacity="0.45"/>')

    def line(self, x1, y1, x2, y2, arrow=False, colour='#57606a'):
        head = ' marker-end="url(#head)"' if arrow else ''
        self.items.append(f'<path d="M{x1:.1f},{y1:.1f} L{x2:.1f},{y2:.1f}" stroke="{colour}" fill="none"{head}/>')
        self.reach(max(x1, x2), max(y1, y2))

    def curve(self, x1, y1, x2, y2, bend=40, colour='#57606a'):
        self.items.append(f'<path d="M{x1:.1f},{y1:.1f} C{x1 + bend:.1f},{y1:.1f} {x2 - bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}" '
                          f'stroke="{colour}" fill="none" marker-end="url(#head)"/>')
        self.reach(max(x1, x2), max(y1, y2))

    def write(self):
        w, h = int(self.width + 14), int(self.height + 12)
        print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">')
        print('<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
              '<path d="M0,0 L8,4 L0,8 z" fill="#57606a"/></marker></defs>')
        print(f'<rect width="{w}" height="{h}" fill="#ffffff"/>')
        print('\n'.join(self.items))
        print('</svg>')


# ---- bytes

# An object's time stamp is that of the run that made it: shown as dots, so that the picture stays the same.
def is_time(image, off):
    return not image.is_image and image.header_off + 4 <= off < image.header_off + 8


def describe(image, field, off, size):
    raw = image.data[off:off + size]
    if is_time(image, off):
        return 'the time of the run'
    if field in ('Name',) and size == 8 and raw[:4] != b'\0\0\0\0':
        return '"' + raw.rstrip(b'\0').decode('latin-1') + '"'
    if field == 'Signature':
        return '"PE", 0, 0'
    return f'{int.from_bytes(raw, "little"):X}'


def coloured_ranges(image, start, end, by_field):
    """[(offset, size, name)] over the wanted bytes, in order."""
    ranges = []
    for piece in image.pieces:
        if piece.off >= end or piece.off + piece.size <= start:
            continue
        fields = FIELDS.get(piece.kind) if by_field else None
        if not fields:
            ranges.append((piece.off, piece.size, piece.name))
            continue
        at = piece.off
        for name, size in fields:
            if start <= at < end:
                ranges.append((at, size, f'{name} = {describe(image, name, at, size)}'))
            at += size
    return ranges


def draw_bytes(path, start, length, *options):
    image, svg = Image(path), Svg()
    start, length = int(start, 0), int(length, 0)
    end = min(start + length, len(image.data))
    ranges = coloured_ranges(image, start, end, 'fields' in options)
    colour_at = {}
    for n, (off, size, _) in enumerate(ranges):
        for at in range(max(off, start), min(off + size, end)):
            colour_at[at] = COLOURS[n % len(COLOURS)]
    left = 10 + 10 * CHAR
    first_row = start - start % 16
    for row, base in enumerate(range(first_row, end, 16)):
        y = 24 + row * ROW
        svg.text(10, y, f'{base:08X}', colour='#57606a')
        at, stop = max(base, start), min(base + 16, end)
        while at < stop:  # one box for neighbours of one colour, one text for the row
            run = at
            while run < stop and colour_at.get(run) == colour_at.get(at):
                run += 1
            if at in colour_at:
                svg.box(left + (at - base) * 3 * CHAR - 3, y - 12, (3 * (run - at) - 1) * CHAR + 6, ROW - 1, colour_at[at], None)
            at = run
        row_bytes = ' '.join('..' if is_time(image, at) else f'{image.data[at]:02X}' for at in range(max(base, start), stop))
        svg.text(left + (max(base, start) - base) * 3 * CHAR, y, row_bytes, exact=True)
        shown = ''.join(chr(image.data[at]) if 32 <= image.data[at] < 127 and not is_time(image, at) else '.'
                        for at in range(max(base, start), stop))
        svg.text(left + (49 + max(0, start - base)) * CHAR, y, shown, colour='#57606a')
    x = left + 68 * CHAR
    for n, (off, size, name) in enumerate(ranges):
        y = 24 + n * ROW
        svg.box(x, y - 11, 14, 13, COLOURS[n % len(COLOURS)], '#8c959f')
        svg.text(x + 20, y, f'{off:4X}  {name}')
    svg.write()


# ---- map

def draw_map(path):
    image, svg = Image(path), Svg()
    parts = [('headers', 0, image.headers_size, 0, image.headers_size)]
    parts += [(s.name, s.off, s.raw_size, s.rva, s.virtual_size) for s in image.sections]
    svg.text(110, 20, 'in the file', False, True, anchor='middle')
    svg.text(420, 20, 'in memory (not to scale)', False, True, anchor='middle')
    y_file = y_mem = 40
    for n, (name, off, raw, rva, size) in enumerate(parts):
        colour = COLOURS[n % len(COLOURS)]
        h_file = 36 if raw else 0
        pages = (size + 0xfff) // 0x1000
        h_mem = 36 + 8 * min(pages, 6)
        if raw:
            svg.box(60, y_file, 110, h_file, colour)
            svg.text(115, y_file + 22, name, anchor='middle')
            svg.text(54, y_file + 10, f'{off:X}', colour='#57606a', size=11, anchor='end')
        svg.box(350, y_mem, 140, h_mem, colour)
        zeros = h_mem / 2 if size > raw else 0  # what is beyond the file's bytes
        if zeros:
            svg.box(350, y_mem + h_mem - zeros, 140, zeros, '#ffffff')
            svg.text(420, y_mem + h_mem - zeros / 2 + 4, f'{size - raw:X} zeros', colour='#57606a', size=11, anchor='middle')
        svg.text(420, y_mem + 16, name, anchor='middle')
        svg.text(420, y_mem + 29, f'{size:X} bytes', colour='#57606a', size=11, anchor='middle')
        svg.text(500, y_mem + 12, f'{image.base + rva:012X}', size=11)
        svg.text(600, y_mem + 12, f'RVA {rva:X}', size=11, colour='#57606a')
        if raw:
            svg.shape([(170, y_file), (350, y_mem), (350, y_mem + h_mem - zeros), (170, y_file + h_file)], colour)
        y_file += h_file
        y_mem += h_mem + 8
    svg.text(54, y_file + 10, f'{len(image.data):X}', colour='#57606a', size=11, anchor='end')
    svg.text(500, y_mem + 6, f'{image.base + image.image_size:012X}', size=11)
    svg.text(600, y_mem + 6, 'end of the image', False, size=11, colour='#57606a')
    svg.write()


# ---- pieces

def draw_pieces(map_path, image_path, *object_paths):
    image, svg = Image(image_path), Svg()
    with open(map_path, encoding='latin-1') as f:
        rows = re.findall(r'^ ([0-9a-f]{4}):([0-9a-f]{8}) ([0-9a-f]{8})H (\S+)', f.read(), re.M)
    groups = [(int(num, 16), int(off, 16), int(size, 16), name) for num, off, size, name in rows]
    right, y, places, last = 330, 40, {}, 0
    svg.text(right + 75, 20, image_path, False, True, anchor='middle')
    for num, off, size, name in groups:
        section = image.sections[num - 1]
        if num != last:
            y += 12 if last else 0
            svg.text(right, y + 10, f'{section.name} at RVA {section.rva:X}', bold=True)
            y += 16
            last = num
        svg.box(right, y, 150, 26, COLOURS[(num - 1) % len(COLOURS)])
        svg.text(right + 6, y + 17, name)
        svg.text(right + 160, y + 17, f'+{off:X}, {size:X} bytes', size=11, colour='#57606a')
        places[(section.name, name)] = places[name] = (num, y + 13)
        y += 26
    y = 40
    for path in object_paths:
        obj = Image(path)
        svg.text(10, y + 10, path, bold=True)
        y += 16
        for s in obj.sections:
            if not s.raw_size or s.name not in places:
                continue
            num, target = places[s.name]
            svg.box(10, y, 150, 26, COLOURS[(num - 1) % len(COLOURS)])
            svg.text(16, y + 17, s.name)
            svg.text(154, y + 17, f'{s.raw_size:X}', size=11, colour='#57606a', anchor='end')
            svg.curve(160, y + 13, right, target, 70)
            y += 26
        y += 16
    svg.write()


# ---- call

def draw_call(path, rva):
    image, svg = Image(path), Svg()
    rva = int(rva, 16)
    off = image.file_off(rva)
    code = image.data[off:off + 6]
    length = 5 if code[0] in (0xe8, 0xe9) else 6
    if length == 6 and code[:2] not in (b'\xff\x15', b'\xff\x25'):
        sys.exit(f'no call or jump at RVA {rva:X}')
    distance = struct.unpack('<i', code[length - 4:length])[0]
    target = rva + length + distance
    y = 60
    for n in range(length):
        is_distance = n >= length - 4
        svg.box(40 + 34 * n, y, 34, 30, COLOURS[1] if is_distance else COLOURS[0])
        svg.text(57 + 34 * n, y + 20, f'{code[n]:02X}', anchor='middle')
    end = 40 + 34 * length
    svg.text(40, y - 10, f'RVA {rva:X}', size=11)
    svg.text(end + 6, y - 10, f'the next instruction: RVA {rva + length:X}', size=11)
    svg.line(end, y - 6, end, y + 44)
    svg.box(560, y, 160, 30, COLOURS[2])
    svg.text(640, y + 20, 'jump' if code[0] != 0xe8 and length == 5 else 'function' if length == 5 else 'address slot', False, anchor='middle')
    svg.text(560, y - 10, f'RVA {target:X}', size=11)
    svg.curve(end, y + 44, 560, y + 24, 60)
    svg.text(40, y + 62, f'{target:X} - {rva + length:X} = {distance & 0xffffffff:X}, in the bytes: lowest first', False)
    svg.write()


# ---- imports

def draw_imports(path):
    image, svg = Image(path), Svg()
    rows = image.imports()
    y = 40
    for x, title in ((10, 'import directory'), (200, 'lookup table (ILT)'), (400, 'address table (IAT)'), (610, 'hint and name')):
        svg.text(x, 20, title, False, True)
    for at, dll, slots in rows:
        ilt, _, _, name, iat = struct.unpack_from('<5I', image.data, at)
        for k, (label, value) in enumerate((('ILT', ilt), ('stamp', 0), ('chain', 0), ('name', name), ('IAT', iat))):
            svg.box(10, y + 22 * k, 130, 22, COLOURS[0])
            svg.text(16, y + 15 + 22 * k, f'{label:6}{value:X}')
        svg.text(10, y + 22 * 5 + 14, f'name: "{dll}"', size=11, colour='#57606a')
        svg.line(140, y + 11, 168, y + 11, True)
        svg.curve(140, y + 22 * 4 + 11, 366, y + 11, 60)
        for k, (slot, lookup, value, what, hint) in enumerate(slots):
            svg.box(200, y + 22 * k, 110, 22, COLOURS[2])
            svg.text(206, y + 15 + 22 * k, f'{value:X}')
            svg.box(400, y + 22 * k, 110, 22, COLOURS[1])
            svg.text(406, y + 15 + 22 * k, f'{value:X}')
            svg.text(396, y + 15 + 22 * k, f'{slot:X}', size=10, colour='#57606a', anchor='end')
            svg.text(196, y + 15 + 22 * k, f'{lookup:X}', size=10, colour='#57606a', anchor='end')
            svg.box(610, y + 22 * k, 190, 22, COLOURS[5])
            svg.text(616, y + 15 + 22 * k, f'{hint:X} "{what}"' if hint is not None else what)
            svg.line(510, y + 11 + 22 * k, 610, y + 11 + 22 * k, True)
        end = y + 22 * len(slots)
        for x, colour in ((200, COLOURS[2]), (400, COLOURS[1])):
            svg.box(x, end, 110, 22, colour)
            svg.text(x + 6, end + 15, '0  (the end)')
        y += max(22 * (len(slots) + 1), 22 * 5 + 20) + 24
    svg.box(10, y, 130, 22, COLOURS[0])
    svg.text(16, y + 15, '20 zeros: end')
    svg.write()


def draw_iat(path, trace_path):
    image, svg = Image(path), Svg()
    with open(trace_path, encoding='utf-8', errors='replace') as f:
        trace = f.read()
    svg.text(10, 20, 'slot', False, True)
    svg.text(130, 20, 'in the file', False, True)
    svg.text(420, 20, 'after loading', False, True)
    y = 34
    for n, (_, dll, slots) in enumerate(image.imports()):
        for slot, _, value, what, hint in slots:
            found = re.search(rf'!{re.escape(what)}: RVA .*address 0x([0-9a-f]+)', trace)
            if not found:
                sys.exit(f'{what}: no line of the trace has it')
            svg.text(10, y + 16, f'{image.base + slot:X}')
            svg.box(130, y, 200, 24, COLOURS[1])
            svg.text(136, y + 16, f'{value:X}')
            svg.text(176, y + 16, f'-> "{what}"', size=11, colour='#57606a')
            svg.line(332, y + 12, 416, y + 12, True)
            svg.box(420, y, 260, 24, COLOURS[2])
            svg.text(426, y + 16, found.group(1)[:6].upper() + '......')
            svg.text(530, y + 16, 'in ' + dll, size=11, colour='#57606a')
            y += 24
        svg.text(10, y + 16, f'{image.base + slot + (8 if image.is_64 else 4):X}')
        svg.box(130, y, 200, 24)
        svg.text(136, y + 16, '0')
        svg.box(420, y, 260, 24)
        svg.text(426, y + 16, '0')
        y += 34
    svg.write()


# ---- exports

def draw_exports(path):
    image, svg = Image(path), Svg()
    fields, table, named = image.exports()
    rva, size = image.directories[0]
    base = fields[4]
    for x, title in ((10, 'names, sorted'), (230, 'ordinal table'), (400, 'address table')):
        svg.text(x, 20, title, False, True)
    for i, (text_rva, name, index) in enumerate(named):
        y = 34 + 26 * i
        svg.box(10, y, 150, 26, COLOURS[5])
        svg.text(16, y + 17, name)
        svg.line(160, y + 13, 230, y + 13, True)
        svg.box(230, y, 70, 26, COLOURS[0])
        svg.text(236, y + 17, str(index))
        svg.curve(300, y + 13, 400, 34 + 26 * index + 13, 50)
    for i, function in enumerate(table):
        y = 34 + 26 * i
        svg.box(400, y, 90, 26, COLOURS[2] if function else '#ffffff')
        svg.text(406, y + 17, f'{function:X}' if function else '-')
        section = image.section_of(function)
        if rva <= function < rva + size:
            what = 'forwarder: "' + image.text_at(image.file_off(function)) + '"'
        else:
            what = f'in {section.name}' if function else 'empty'
        svg.text(500, y + 17, f'[{i}]  ordinal {base + i}, {what}', size=11, colour='#57606a')
    svg.write()


# ---- archive

def archive_members(data):
    at, members, long_names = 8, [], b''
    while at + 60 <= len(data):
        name = data[at:at + 16].decode('latin-1').rstrip()
        size = int(data[at + 48:at + 58])
        body = data[at + 60:at + 60 + size]
        if name == '//':
            long_names = body
        elif name.startswith('/') and name[1:].isdigit():
            start = int(name[1:])
            end = min(e for e in (long_names.find(b'\0', start), long_names.find(b'\n', start), len(long_names)) if e >= 0)
            name = long_names[start:end].decode('latin-1')
        members.append((at, name.rstrip('/') if len(name) > 2 else name, body))
        at += 60 + size + size % 2
    return members


def member_kind(body):
    if body[:4] == b'\0\0\xff\xff':
        name, dll = body[20:].split(b'\0')[:2]
        return f'import: {name.decode("latin-1")} is in {dll.decode("latin-1")}'
    if len(body) > 20:
        return f'object, {struct.unpack_from("<H", body, 2)[0]} sections'
    return ''


def draw_archive(path):
    with open(path, 'rb') as f:
        data = f.read()
    svg = Svg()
    members = archive_members(data)
    index = members[0][2]
    count = struct.unpack_from('>I', index)[0]
    offsets = struct.unpack_from(f'>{count}I', index, 4)
    names = index[4 + 4 * count:].split(b'\0')[:count]
    svg.text(10, 20, 'index (first member): name, offset', False, True)
    svg.text(430, 20, 'members', False, True)
    where = {}
    y = 34
    for at, name, body in members:
        svg.box(430, y, 300, 24, COLOURS[4] if name in ('/', '//') else COLOURS[2])
        svg.text(436, y + 16, f'{at:5X}  {name}', size=11)
        svg.text(738, y + 16, 'index' if name == '/' else 'long names' if name == '//' else member_kind(body), False, size=11, colour='#57606a')
        where[at] = y + 12
        y += 24
    y = 34
    for name, off in zip(names, offsets):
        svg.box(10, y, 280, 24, COLOURS[5])
        svg.text(16, y + 16, name.decode('latin-1').replace('\x7f', '\\x7f'), size=11)
        svg.text(284, y + 16, f'{off:X}', size=11, anchor='end')
        svg.curve(290, y + 12, 430, where[off], 60)
        y += 24
    svg.write()


# ---- relocs

def draw_relocs(path):
    image, svg = Image(path), Svg()
    y = 40
    svg.text(10, 20, '.reloc', False, True)
    svg.text(330, 20, 'the places', False, True)
    for at, page, size, entries in image.base_relocs():
        svg.box(10, y, 220, 24, COLOURS[0])
        svg.text(16, y + 16, f'page {page:X}, {size:X} bytes')
        y += 24
        for entry in entries:
            svg.box(10, y, 220, 24, COLOURS[1] if entry >> 12 else '#ffffff')
            svg.text(16, y + 16, f'{entry:04X}: ' + (f'type {entry >> 12:X}, offset {entry & 0xfff:X}' if entry >> 12 else 'filler'))
            if entry >> 12:
                rva = page + (entry & 0xfff)
                off = image.file_off(rva)
                size = 8 if entry >> 12 == 10 else 4
                value = int.from_bytes(image.data[off:off + size], 'little')
                target = image.section_of(value - image.base)
                svg.line(230, y + 12, 330, y + 12, True)
                svg.box(330, y, 400, 24, COLOURS[2])
                svg.text(336, y + 16, f'RVA {rva:X} holds {value:X}, in {target.name if target else "?"}')
            y += 24
        y += 10
    svg.write()


KINDS = {'bytes': draw_bytes, 'map': draw_map, 'pieces': draw_pieces, 'call': draw_call, 'imports': draw_imports, 'iat': draw_iat,
         'exports': draw_exports, 'archive': draw_archive, 'relocs': draw_relocs}

if __name__ == '__main__':
    if len(sys.argv) < 3 or sys.argv[1] not in KINDS:
        sys.exit(__doc__)
    KINDS[sys.argv[1]](*sys.argv[2:])
