from grader import *

TITLE = 'Group and lay out sections'
PROGRAM = 'mylink'
CUTS = [('linker/sections.c', 'collect-groups', '''
// Puts each live section of each object into the group of its full name (".text$mn").
static void collect_groups(Grouping *g) {
    NOT_WRITTEN("collect_groups() in linker/sections.c");
}
'''), ('linker/sections.c', 'compare-groups', '''
// For qsort: the order of the groups in an output section.
static int compare_groups(const void *x, const void *y) {
    NOT_WRITTEN("compare_groups() in linker/sections.c");
}
'''), ('linker/layout.c', 'place-contributions', '''
// Lays the contributions end to end from section_rva on. The end of the last one that has a byte.
static u64 place_contributions(Link *link, OutputSection *out, u64 section_rva) {
    NOT_WRITTEN("place_contributions() in linker/layout.c");
}
'''), ('linker/layout.c', 'initialized-size', '''
// Bytes of the section that must stand in the file.
static u32 initialized_size(const OutputSection *out) {
    NOT_WRITTEN("initialized_size() in linker/layout.c");
}
''')]


def checks(g):
    pieces = {}

    def piece(o, name, align=1, flags=DATA, size=0):
        data = g.data(size or g.number(17, 60))
        pieces[data] = name
        return o.section(name, data, flags, align), data

    def base():
        o = Obj()
        o.symbol('start', o.section('.text', returns(g.number(1, 99)), CODE))
        return o

    def same_order(want, image, hint):
        """want: [(what it is, contribution)], end to end."""
        names, at = [], 0
        for what, data in want:
            names.append((at, len(data), what))
            at += len(data)
        same_bytes(b''.join(data for _, data in want), image.data('.data'), hint, names)

    def joined():
        o, other = base(), Obj()
        _, a = piece(o, '.data')
        _, b = piece(other, '.data')
        image = g.exe('joined.exe', g.put('a.obj', o), g.put('b.obj', other), '/opt:noref')
        same(1, image.names().count('.data'), 'Sections of one name become one section.', 'sections called .data')
        same_order([('of a.obj', a), ('of b.obj', b)], image, 'The contributions stand in the order of the files.')
    g.check('Sections of one name are joined, in the order of the files', 15, joined)

    def dollar():
        o = base()
        letters = g.random.sample('abcdefgh', 4)
        made = {c: piece(o, '.data$' + c)[1] for c in letters}
        plain = piece(o, '.data')[1]
        image = g.exe('dollar.exe', g.put('dollar.obj', o), '/opt:noref')
        same_order([('.data', plain)] + [('.data$' + c, made[c]) for c in sorted(letters)], image,
                   'Within a section, groups stand in byte order of their full names: .data, .data$a, .data$b.')
    g.check('The part behind $ gives the order, then goes', 20, dollar)

    def stable():
        o, other = base(), Obj()
        a = piece(o, '.data$m')[1]
        b = piece(o, '.data$c')[1]
        c = piece(other, '.data$m')[1]
        d = piece(other, '.data$c')[1]
        image = g.exe('stable.exe', g.put('c.obj', o), g.put('d.obj', other), '/opt:noref')
        same_order([('.data$c of c.obj', b), ('.data$c of d.obj', d), ('.data$m of c.obj', a), ('.data$m of d.obj', c)], image,
                   'A group collects the sections of its full name from all files; then the groups are ordered.')
    g.check('Groups collect from all files', 15, stable)

    def aligned():
        o = base()
        marks = []
        for align in (1, g.random.choice((16, 32)), 1, g.random.choice((64, 256)), 1):
            marks.append((align, piece(o, '.data', align)[1]))
        image = g.exe('aligned.exe', g.put('aligned.obj', o), '/opt:noref')
        for align, data in marks:
            at = image.find(data)
            same(0, at % align, 'Each contribution begins at a multiple of its own alignment: align_up().', f'RVA {at:#x} of a contribution aligned to {align}, remainder')
    g.check('Each contribution keeps its alignment', 15, aligned)

    def tight():
        o = base()
        a, b = piece(o, '.data', 1, size=21)[1], piece(o, '.data', 4, size=g.number(5, 30))[1]
        image = g.exe('tight.exe', g.put('tight.obj', o), '/opt:noref')
        same_order([('first contribution', a), ('padding', bytes(3)), ('second contribution', b)], image,
                   'No more padding than the next contribution\'s alignment asks for; and the size ends with the last byte.')
    g.check('No more padding than needed; the size is exact', 10, tight)

    def removed():
        o = base()
        info = g.data(24)
        o.section('.drectve', info, INFO | REMOVE, 1)
        note = g.data(24)
        o.section('.note', note, INFO | REMOVE, 1)
        o.sections[-2]['data'] = b' ' * 24
        piece(o, '.data')
        image = g.exe('removed.exe', g.put('removed.obj', o), '/opt:noref')
        if note in image.memory or '.note' in image.names():
            raise Lost('no .note in the image', 'it is there', 'Skip sections that are discarded or not live.')
    g.check('Sections for the linker only stay out', 10, removed)

    def zeros():
        o = base()
        size = g.number(20000, 60000)
        data = piece(o, '.data')[1]
        o.section('.bss', size, BSS)
        image = g.exe('zeros.exe', g.put('zeros.obj', o), '/opt:noref', '/merge:.bss=.data')
        s = image.section('.data')
        if s.Misc_VirtualSize < size:
            raise Lost(f'at least {size} bytes in memory', s.Misc_VirtualSize, 'Zeros have a size in memory.')
        same(-(-len(data) // 512) * 512, s.SizeOfRawData, 'Zeros at the end of a section are not in the file: look for the last contribution that has data.', 'SizeOfRawData')
        g.runs('zeros.exe', struct.unpack_from('<I', o.sections[0]['data'], 1)[0], 'The program starts and ends.')
    g.check('Zeros at the end take memory, but no room in the file', 15, zeros)
