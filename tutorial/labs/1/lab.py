from grader import *

TITLE = 'Read a COFF header and symbol'
PROGRAM = 'mydump'
CUTS = [('objfmt/coff.c', 'lab-read-header', '''
// Fills *o from the header. [PE: COFF File Header (Object and Image)]
static bool check_header(const Check *c) {
    NOT_WRITTEN("check_header() in objfmt/coff.c");
}
'''), ('objfmt/dump_coff.c', 'lab-read-symbol', '''
// The name in a symbol record: 8 bytes, or an offset into the string table behind four zeros.
static Str symbol_name(const DumpSymbols *t, const u8 *rec) {
    NOT_WRITTEN("symbol_name() in objfmt/dump_coff.c");
}

// The symbol in record `idx` of the table.
static CoffSymbol read_symbol(const DumpSymbols *t, u32 idx) {
    NOT_WRITTEN("read_symbol() in objfmt/dump_coff.c");
}
''')]


def checks(g):
    o = Obj()
    for name in ('.text', '.data', '.rdata')[:g.number(2, 3)]:
        o.section(name, g.data(g.number(300, 900)), {'.text': CODE, '.data': DATA, '.rdata': RDATA}[name])
    short, eight, long = g.name('f'), g.name('abcdefg')[:8], g.long_name()
    offs = [g.number(16, 299) for _ in range(3)]
    value = g.number(0x10000, 0x7fffffff)
    last = len(o.sections)
    o.symbol('start', 1, 0, kind=0x20)
    o.symbol(short, 1, offs[0], kind=0x20)
    o.symbol(eight, last, offs[1], STATIC)
    o.symbol('.file', -2, 0, 103, aux=g.name('s').encode().ljust(18, b'\0'))
    o.symbol(long, last, offs[2])
    o.symbol('number', -1, value)
    o.symbol('missing_' + g.name())
    stamp = g.number(0x10000000, 0x6fffffff)
    data = bytearray(o.bytes())
    struct.pack_into('<I', data, 4, stamp)
    g.put('good.obj', bytes(data))

    def dump(*options, name='good.obj'):
        r = run([g.programs['mydump'], '/nologo', *options, name], g.work, True)
        if r.code != 0:
            raise Lost('mydump reads the object', r.words(), 'This part is not written yet.' if 'not written yet' in r.text else 'check_header() has to return true for a good object: is each field read from its own place, the lowest byte first?')
        return r.text

    def header(title, points, words, hint, want):
        def check():
            line = next((x.strip() for x in dump('/headers').splitlines() if words in x), 'no such line')
            same(f'{want:X} {words}', ' '.join(line.split()[:1 + len(words.split())]), hint, 'mydump /headers')
        g.check(title, points, check)

    header('Machine', 5, 'machine', 'Bytes 0 and 1, the lower one first.', 0x8664)
    header('Number of sections', 10, 'number of sections', 'Bytes 2 and 3.', len(o.sections))
    header('Time stamp', 5, 'time date stamp', 'Bytes 4 to 7, the lowest first.', stamp)
    header('Number of symbols', 10, 'number of symbols', 'Bytes 12 to 15. Auxiliary records count, too.', struct.unpack_from('<I', data, 12)[0])

    def symbol(name):
        for line in dump('/symbols').splitlines():
            if line.rstrip().endswith('| ' + name):
                return line.split()
        raise Lost(f'a symbol {name}', 'mydump /symbols does not show it', 'A name of up to 8 bytes stands in the record; else 4 zero bytes and an offset into the string table.')

    def names():
        for name in (short, eight):
            symbol(name)
    g.check('Short names, also one of all 8 bytes', 10, names)

    def long_names():
        symbol(long)
    g.check('A long name from the string table', 10, long_names)

    def values():
        for name, off in ((short, offs[0]), (eight, offs[1]), (long, offs[2])):
            same(off, int(symbol(name)[1], 16), 'The value is the 4 bytes at 8.', f'value of {name}')
    g.check('Values', 10, values)

    def numbers():
        for name, want in (('start', 'SECT1'), (long, f'SECT{last}')):
            same(want, symbol(name)[2], 'The section number is the 2 bytes at 12, a signed number.', f'section of {name}')
        same('ABS', symbol('number')[2], 'The section number is the 2 bytes at 12, a signed number: -1 is absolute.', 'section of the symbol called number')
    g.check('Section numbers, also negative ones', 15, numbers)

    def classes():
        for name, want in ((short, 'External'), (eight, 'Static')):
            line = symbol(name)
            if want not in line:
                raise Lost(f'{want} for {name}', ' '.join(line), 'Type 2 bytes at 14, storage class 1 byte at 16, count of auxiliary records 1 byte at 17.')
        if '()' not in symbol(short):
            raise Lost(f'{short} is a function: ()', ' '.join(symbol(short)), 'The type is the 2 bytes at 14; 20h is a function.')
    g.check('Type and storage class', 10, classes)

    def auxiliary():
        hint = 'An auxiliary record is no symbol: aux_count says how many follow, byte 17.'
        text = dump('/symbols')
        if not any(line.rstrip().endswith('| ' + long) for line in text.splitlines()) or ' Filename ' not in text:
            raise Lost(f'.file, then {long}', text.splitlines()[-1] if text.strip() else 'nothing', hint)
        between = next((line for line in text.splitlines() if line.startswith(f'{o.index[long] - 1:03X} ')), None)
        if between:
            raise Lost(f'record {o.index[long] - 1} belongs to .file', 'a symbol: ' + between, hint)
        same(f'{o.index[long]:03X}', symbol(long)[0], hint, f'number of {long}')
    g.check('Records behind an auxiliary record', 10, auxiliary)

    def cut_off():
        g.put('short.obj', bytes(data[:len(data) // 2]))
        r = run([g.programs['mydump'], '/symbols', 'short.obj'], g.work, True)
        if isinstance(r.code, str) or r.code <= 0 or r.code == 70:
            raise Lost('an error: the file ends before its symbol table', r.words(), 'check_tables() tells whether the tables lie in the file; pass on what it says.')
    g.check('A file that was cut off is refused, not read', 5, cut_off)
