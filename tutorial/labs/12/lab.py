from grader import *

TITLE = 'Your own linker'
PROGRAM = 'mylink'
CUTS = []  # nothing is given


def checks(g):
    number = g.number(1, 90)
    f, v = g.name('f'), g.name('v')

    def first():
        o = Obj()
        o.symbol('start', o.section('.text', returns(number), CODE))
        return g.put('first.obj', o)

    def headers():
        image = g.exe('first.exe', first(), hint='An EXE: DOS header, "PE", file header, optional header, one section.')
        same(0x8664, image.pe.FILE_HEADER.Machine, 'Chapter 6 goes through the headers.', 'Machine')
        same(image.section('.text').VirtualAddress, image.pe.OPTIONAL_HEADER.AddressOfEntryPoint & ~0xfff, '/entry:start names the symbol at which the program begins.', 'page of the entry point')
    g.check('Milestone 1: an EXE with right headers', 10, headers)

    def runs():
        g.exe('first.exe', first())
        g.runs('first.exe', number, 'myload --check work/first.exe says what it does not like.')
    g.check('Milestone 2: a program of one section runs', 10, runs)

    def caller(name, target, slot=False):
        o = Obj()
        text = o.section('.text', b'\x48\x83\xec\x28' + (b'\xff\x15' if slot else b'\xe8') + b'\0\0\0\0\x48\x83\xc4\x28\xc3', CODE)
        o.symbol('start', text)
        o.reloc(text, 6 if slot else 5, ('__imp_' if slot else '') + target, REL32)
        return g.put(name, o)

    def callee(name, target, value):
        o = Obj()
        o.symbol(target, o.section('.text', returns(value), CODE), kind=0x20)
        return g.put(name, o)

    def two():
        g.exe('two.exe', caller('call.obj', f), callee('f.obj', f, number), hint='Names of all objects first, then relocations.')
        g.runs('two.exe', number, 'REL32: the distance from the end of the field to the target.')
    g.check('Milestone 3: two objects, a call between them', 10, two)

    def missing():
        r = g.link('missing.exe', '/entry:start', '/subsystem:console', caller('call.obj', f))
        if isinstance(r.code, str) or r.code <= 0 or f not in r.text or os.path.exists(g.path('missing.exe')):
            raise Lost(f'an error that names {f}, and no file', r.words(), 'An undefined name is an error.')
        g.put('empty.obj', b'nonsense')
        r = g.link('missing.exe', '/entry:start', '/subsystem:console', 'empty.obj')
        if isinstance(r.code, str) or r.code <= 0 or 'empty.obj' not in r.text:
            raise Lost('an error that names empty.obj, which is no object', r.words(), 'Check before you read.')
    g.check('Milestone 4: errors instead of broken images', 10, missing)

    def variable(kind):
        o = Obj()
        text = o.section('.text', b'\x48\x8b\x05\0\0\0\0\x8b\x00\xc3', CODE)
        o.symbol('start', text)
        data = o.section('.data', bytes(8) + struct.pack('<I', number), DATA)
        o.symbol('pointer', data)
        o.symbol(v, data, 8)
        o.reloc(text, 3, 'pointer', REL32)
        o.reloc(data, 0, v, ADDR64)
        o.section('.bss', g.number(5000, 50000), BSS)
        return g.put('data.obj', o)

    def data():
        image = g.exe('data.exe', variable(0))
        same(True, bool(image.section('.data').Characteristics & 0x80000000), '.data is writable.', '.data writable')
        g.runs('data.exe', number, 'ADDR64: image base plus RVA.')
        if os.path.getsize(g.path('data.exe')) > 4096:
            raise Lost('a file of less than 4096 bytes', os.path.getsize(g.path('data.exe')), '.bss takes no room in the file.')
    g.check('Milestone 5: data, addresses, zeros', 10, data)

    def moved():
        g.exe('moved.exe', variable(0))
        g.runs('moved.exe', number, 'Every address in the image needs a base relocation, and the file header must not say that they were stripped.', '--base=0x150000000')
    g.check('Milestone 6: base relocations', 10, moved)

    def library():
        a, b = g.name('a'), g.name('b')
        g.put('lib.lib', archive([(n + '.obj', g.get(callee(n + '.obj', n, k)), [n]) for n, k in ((a, 1), (f, number), (b, 2))]))
        g.exe('lib.exe', caller('call.obj', f), 'lib.lib', hint='The first member of a library is its index. It leads to the member that has the name, and no other is taken.')
        g.runs('lib.exe', number, 'The first member of a library is its index. It leads to the member that has the name, and no other is taken.')
    g.check('Milestone 7: a library', 10, library)

    def imports():
        o = Obj()
        text = o.section('.text', b'\x48\x83\xec\x28\xb9' + struct.pack('<I', number) + b'\xff\x15\0\0\0\0\xcc', CODE)
        o.symbol('start', text)
        o.reloc(text, 11, '__imp_ExitProcess', REL32)
        image = g.exe('imports.exe', g.put('imports.obj', o), g.kernel32(), hint='kernel32.lib has an import record for ExitProcess.')
        have = [e.dll.decode('latin-1').lower() for e in getattr(image.parse(1), 'DIRECTORY_ENTRY_IMPORT', [])]
        same(['kernel32.dll'], have, 'The import directory: one entry for each DLL.', 'DLLs')
        g.runs('imports.exe', number, 'The program calls ExitProcess through its slot.')
    g.check('Milestone 8: a call into kernel32.dll', 10, imports)

    dll = g.name('own') + '.dll'

    def own_dll():
        image = g.dll(dll, callee('dll.obj', f, number), f'/export:{f}', '/implib:own.lib')
        exports = getattr(image.parse(0), 'DIRECTORY_ENTRY_EXPORT', None)
        names = [s.name.decode('latin-1') for s in exports.symbols if s.name] if exports else []
        same([f], names, 'Chapter 9: the three tables of exports.', 'exported names')
        same(True, bool(image.pe.FILE_HEADER.Characteristics & 0x2000), 'A flag of the file header says that it is a DLL.', 'DLL flag')
    g.check('Milestone 9: a DLL that exports a function', 10, own_dll)

    def both():
        g.dll(dll, callee('dll.obj', f, number), f'/export:{f}', '/implib:own.lib')
        for slot in (True, False):
            g.exe('both.exe', caller('call.obj', f, slot), 'own.lib', hint='/implib: writes an import library; a plain call goes through a thunk.')
            g.runs('both.exe', number, 'myload --trace work/both.exe shows how the DLL is found and bound.')
    g.check('Milestone 10: a program that uses it, through a slot and through a thunk', 10, both)
