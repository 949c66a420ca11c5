from grader import *

TITLE = 'Emit base relocations'
PROGRAM = 'mylink'
CUTS = [('linker/basereloc.c', 'collect-places', '''
// Adds to `places` the places of one contribution that hold an address, ascending: RVA << 8 | IMAGE_REL_BASED_*.
static void collect_places(Link *link, const InputSection *s, PlaceArray *places) {
    NOT_WRITTEN("collect_places() in linker/basereloc.c");
}
'''), ('linker/basereloc.c', 'encode-blocks', '''
// The contents of .reloc: a block for each page that has places.
static Str encode_blocks(Link *link, const PlaceArray *places) {
    NOT_WRITTEN("encode_blocks() in linker/basereloc.c");
}
''')]


def blocks(image):
    rva, size = image.directory(5)
    if not size:
        raise Lost('a base relocation directory', 'directory 5 is empty', 'Without it the loader can\'t move the image.')
    return rva, image.at(rva, size)


def read_places(image):
    """[(RVA, type)] as the loader reads them, and the blocks [(page, size)]."""
    _, data = blocks(image)
    places, found, at = [], [], 0
    while at < len(data):
        if at + 8 > len(data):
            raise Lost('whole blocks', f'{len(data) - at} bytes are left over at offset {at:#x}', 'A block\'s size counts its 8 bytes of header too.')
        page, size = struct.unpack_from('<II', data, at)
        if size < 8 or at + size > len(data):
            raise Lost(f'a block size from 8 to {len(data) - at}', f'{size} in the block at offset {at:#x}',
                       'A block\'s size counts its 8 bytes of header too.')
        found.append((page, size))
        for k in range(8, size - 1, 2):
            word = struct.unpack_from('<H', data, at + k)[0]
            if word >> 12:
                places.append((page + (word & 0xfff), word >> 12))
        at += size
    return places, found


def checks(g):
    count = g.number(2, 4) * 2 + 1  # odd
    pages, marks = g.number(3, 5), g.data(16)
    o = Obj()
    # mov rax,[rip+pointer]; mov eax,[rax]; ret
    text = o.section('.text', b'\x48\x8b\x05\0\0\0\0\x8b\x00\xc3', CODE)
    o.symbol('start', text)
    value = g.number(1, 200)
    step = 0x1000 // count // 8 * 8
    offs = sorted({16 + k * 8 for k in range(count)} | {0x1000 * p + g.number(4, 60) * 8 for p in range(1, pages)})
    body = bytearray(marks + bytes(0x1000 * pages - 16) + struct.pack('<I', value))
    for off in offs:
        body[off:off + 8] = bytes(8)
    data = o.section('.data', bytes(body), DATA, 4096)
    name, number = g.name('value'), g.name('number')
    o.symbol(name, data, 0x1000 * pages)
    o.symbol(number, -1, 0x1234)
    o.symbol('pointer', data, offs[-1])
    o.reloc(text, 3, 'pointer', REL32)
    absolute = 8 + offs[count - 1]
    for off in reversed(offs):  # not in ascending order
        o.reloc(data, off, name, ADDR64)
    o.reloc(data, absolute, number, ADDR64)
    o.reloc(data, absolute + 16, name, RVA)
    g.put('many.obj', o)

    def many():
        image = g.exe('many.exe', 'many.obj')
        return image, image.find(marks)

    def listed():
        image, at = many()
        have = {rva for rva, _ in read_places(image)[0]}
        for off in offs:
            if at + off not in have:
                raise Lost(f'an entry for RVA {at + off:#x}, which holds an address', f'no such entry among {len(have)}', 'Each full address in the image needs an entry.')
    g.check('Each address in the data has an entry', 15, listed)

    def kind():
        image, at = many()
        for rva, kind in read_places(image)[0]:
            same(10, kind, 'An address of 8 bytes is patched by type 10, DIR64.', f'type of the entry for RVA {rva:#x}')
    g.check('The entries have the type DIR64', 10, kind)

    def not_too_many():
        image, at = many()
        for rva, _ in read_places(image)[0]:
            if rva == at + absolute:
                raise Lost(f'no entry for RVA {rva:#x}: it holds a number', 'an entry', 'An absolute symbol is a number. It does not move.')
            if rva not in {at + off for off in offs}:
                raise Lost(f'no entry for RVA {rva:#x}', 'an entry', 'Distances and RVAs stay right wherever the image lies.')
    g.check('Numbers, distances and RVAs have none', 15, not_too_many)

    def by_page():
        image, at = many()
        _, found = read_places(image)
        for page, _ in found:
            same(0, page & 0xfff, 'A block begins with the RVA of its page, a multiple of 1000h.', 'low 12 bits of the page')
        want = sorted({(at + off) & ~0xfff for off in offs})
        same([hex(x) for x in want], [hex(p) for p, _ in found], 'One block a page, in ascending order.', 'pages of the blocks')
    g.check('One block for each page that has places, ascending', 15, by_page)

    def ascending():
        image, _ = many()
        places = [rva for rva, _ in read_places(image)[0]]
        same([hex(x) for x in sorted(places)], [hex(x) for x in places],
             'The object lists its relocations backwards; sort the places.', 'places')
    g.check('Places are ascending, whatever the order in the object', 10, ascending)

    def aligned():
        image, at = many()
        rva, data = blocks(image)
        want, fields = b'', []
        for page in sorted({(at + off) & ~0xfff for off in offs}):
            in_page = [at + off for off in offs if (at + off) & ~0xfff == page]
            words = b''.join(struct.pack('<H', 0xa000 | place & 0xfff) for place in in_page)
            block = f'the block of page {page:#x}'
            fields += [(len(want), 4, f'page: {block}'), (len(want) + 4, 4, f'size: {block}')]
            fields += [(len(want) + 8 + 2 * i, 2, f'entry for RVA {place:#x}: {block}') for i, place in enumerate(in_page)]
            fields += [(len(want) + 8 + len(words), 2, f'zero word at the end: {block}')] if len(words) % 4 else []
            words += bytes(len(words) % 4)
            want += struct.pack('<II', page, 8 + len(words)) + words
        same_bytes(want, data, 'A block\'s size is a multiple of 4: an odd count of entries gets a zero word, which the size counts.', fields)
    g.check('Blocks are 4-aligned, byte for byte as expected', 15, aligned)

    def moved():
        many()
        g.runs('many.exe', value, 'The program reads through a pointer in the last page. Where it lies elsewhere, the pointer must have been patched.',
               '--base=0x150000000')
    g.check('The program runs at another base', 20, moved)
