from grader import *

TITLE = 'Write an import library'
PROGRAM = 'mylink'
CUTS = [('objfmt/import_obj.c', 'lab-write-import', '''
// The bytes of an import record: header, symbol, DLL, and the exported name when it is of another kind.
Str import_obj_write(Arena *arena, const ImportObject *imp) {
    NOT_WRITTEN("import_obj_write() in objfmt/import_obj.c");
}
'''), ('implib/implib.c', 'implib-record', '''
// One record as a member of the library, with the names under which it is found.
static void add_record(Library *lib, const ImplibEntry *e) {
    NOT_WRITTEN("add_record() in implib/implib.c");
}
''')]


def members(data):
    """[(name, bytes)] of a library, and {symbol: offset of its member's header} from the first linker member."""
    if data[:8] != b'!<arch>\n':
        raise Lost('!<arch> at the beginning', data[:8], 'That is how libraries begin.')
    found, at, index = {}, 8, {}
    first = True
    while at + 60 <= len(data):
        size = int(data[at + 48:at + 58])
        body = data[at + 60:at + 60 + size]
        if first:
            count = struct.unpack('>I', body[:4])[0]
            names = body[4 + 4 * count:].split(b'\0')
            for k in range(count):
                index[names[k].decode('latin-1')] = struct.unpack('>I', body[4 + 4 * k:8 + 4 * k])[0]
        first = False
        found[at] = body
        at += 60 + size + (size & 1)
    return found, index


FIELDS = [(0, 2, 'Sig1'), (2, 2, 'Sig2'), (4, 2, 'Version'), (6, 2, 'Machine'), (8, 4, 'Time-Date Stamp'), (12, 4, 'Size Of Data'),
          (16, 2, 'Ordinal/Hint'), (18, 2, 'Type and Name Type')]


def checks(g):
    names = sorted(g.name(x) for x in ('alpha', 'Beta', 'gamma'))
    variable, noname = g.name('value'), g.name('hidden')
    number, ordinal = g.number(1, 99), g.number(50, 900)
    dll = g.name('lib') + '.dll'
    o = Obj()
    text = o.section('.text', b''.join(returns(number + i).ljust(16, b'\xcc') for i in range(4)), CODE)
    for i, name in enumerate(names + [noname]):
        o.symbol(name, text, 16 * i, kind=0x20)
    data = o.section('.data', struct.pack('<I', number + 7), DATA)
    o.symbol(variable, data)
    g.put('dll.obj', o)
    order = sorted(names + [variable])

    def library():
        g.dll(dll, 'dll.obj', '/implib:test.lib', *(f'/export:{n}' for n in names), f'/export:{variable},DATA',
              f'/export:{noname},@{ordinal},noname', hint='The record has the 20 bytes of its header and two names.')
        if not os.path.exists(g.path('test.lib')):
            raise Lost('an import library test.lib', 'none', 'It is written together with the DLL.')
        return members(g.get('test.lib'))

    def record(symbol):
        found, index = library()
        at = index.get('__imp_' + symbol)
        if at is None:
            raise Lost(f'__imp_{symbol} in the library\'s index', f'it has {" ".join(sorted(index))}', 'Every record is found under __imp_ and the symbol\'s name.')
        body = found.get(at, b'')
        if len(body) < 20:
            raise Lost('a record of 20 bytes and names', f'{len(body)} bytes', 'The header has 20 bytes.')
        return body

    def signature():
        same_bytes(bytes.fromhex('0000ffff00006486'), record(names[0])[:8], 'Sig1 is 0, Sig2 is FFFFh, Version is 0, then the machine.', FIELDS)
    g.check('The record begins with its signature and machine', 10, signature)

    def size():
        body = record(names[1])
        want = len(names[1]) + 1 + len(dll) + 1
        same(want, struct.unpack_from('<I', body, 12)[0], 'Size Of Data counts both names and their zero bytes, not the header.', 'Size Of Data')
        same(20 + want, len(body), 'The member ends with the last name\'s zero byte.', 'bytes of the record')
    g.check('Size Of Data is that of the names', 15, size)

    def strings():
        same_bytes(names[1].encode() + b'\0' + dll.encode() + b'\0', record(names[1])[20:], 'First the symbol, then the DLL, each with a zero byte.',
                   [(0, len(names[1]), 'the symbol'), (len(names[1]), 1, 'its zero byte'), (len(names[1]) + 1, len(dll), 'the DLL'),
                    (len(names[1]) + 1 + len(dll), 1, 'its zero byte')])
    g.check('The names: symbol, then DLL', 15, strings)

    def hints():
        for name in names:
            same(order.index(name), struct.unpack_from('<H', record(name), 16)[0], 'The hint is the index in the DLL\'s sorted names; implib has it in e->hint.', f'hint of {name}')
    g.check('Hints', 10, hints)

    def kinds():
        for name, want in ((names[0], 4), (variable, 5), (noname, 0)):
            same(want, struct.unpack_from('<H', record(name), 18)[0], 'Two bits for the type (code 0, data 1), then three for the name type (by ordinal 0, by name 1).', f'type bits of {name}')
        same(ordinal, struct.unpack_from('<H', record(noname), 16)[0], 'A record by ordinal has the ordinal in place of the hint.', f'ordinal of {noname}')
    g.check('Type and name type', 15, kinds)

    def index():
        _, have = library()
        for name in names:
            if name not in have:
                raise Lost(f'{name} and __imp_{name} in the index', f'it has {" ".join(sorted(have))}', 'Code has two names: the function and its slot.')
        if variable in have:
            raise Lost(f'only __imp_{variable} in the index', f'{variable}, too', 'Data has only its slot: nobody can jump to a variable.')
    g.check('The index has both names of functions, and only __imp_ of data', 15, index)

    def runs():
        library()
        p = Obj()  # call f; mov rcx,[__imp_variable]; add eax,[rcx]
        text = p.section('.text', b'\x48\x83\xec\x28\xe8\0\0\0\0\x48\x8b\x0d\0\0\0\0\x03\x01\x48\x83\xc4\x28\xc3', CODE)
        p.symbol('start', text)
        p.reloc(text, 5, names[0], REL32)
        p.reloc(text, 12, '__imp_' + variable, REL32)
        hint = 'A program links with your library, calls a function and reads a variable.'
        g.exe('use.exe', g.put('use.obj', p), 'test.lib', hint=hint)
        g.runs('use.exe', number + number + 7, hint)
    g.check('A program links with the library and runs', 20, runs)
