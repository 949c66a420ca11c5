from grader import *

TITLE = 'Delay load'
PROGRAM = 'mylink'
CUTS = [('linker/delay.c', 'delay-slot', '''
// The slot, the stub and the entries in the other tables of one function. `tail_sym` is the tail of its DLL.
static void put_slot(DelayImports *d, const InputFile *file, u32 tail_sym) {
    NOT_WRITTEN("put_slot() in linker/delay.c");
}
'''), ('linker/delay.c', 'lab-delay-dll', '''
// The descriptor, the module handle, the tail and all functions of one DLL.
static void put_dll(DelayImports *d, const DelayDll *dll) {
    NOT_WRITTEN("put_dll() in linker/delay.c");
}
''')]
FIELDS = [(0, 4, 'attributes'), (4, 4, 'RVA of the DLL\'s name'), (8, 4, 'RVA of the module handle'), (12, 4, 'RVA of the slots'),
          (16, 4, 'RVA of the lookup table'), (20, 4, 'RVA of the bound slots'), (24, 4, 'RVA of the unload slots'), (28, 4, 'time stamp')]


def helper():
    """__delayLoadHelper2, which needs no library but kernel32, and counts in `calls` how often it was asked."""
    o, code, places = Obj(), b'', []

    def add(text, symbol=''):
        nonlocal code
        code += bytes.fromhex(text)
        if symbol:
            places.append((len(code), symbol))
            code += bytes(4)
    add('53 56 57 48 83 ec 20')            # push rbx; push rsi; push rdi; sub rsp, 20h
    add('48 89 cb 48 89 d6')               # mov rbx, rcx (descriptor); mov rsi, rdx (slot)
    add('48 8d 3d', '__ImageBase')         # lea rdi, [__ImageBase]
    add('ff 05', 'calls')                  # inc dword [calls]
    add('8b 4b 04 48 01 f9')               # mov ecx, [rbx+4]; add rcx, rdi             the DLL's name
    add('ff 15', '__imp_LoadLibraryA')
    add('8b 53 08 48 89 04 17')            # mov edx, [rbx+8]; mov [rdi+rdx], rax       the handle
    add('8b 53 0c 48 01 fa')               # mov edx, [rbx+12]; add rdx, rdi            the first slot
    add('48 89 f1 48 29 d1')               # mov rcx, rsi; sub rcx, rdx                 how far ours is behind it
    add('8b 53 10 48 01 fa 48 8b 14 0a')   # mov edx, [rbx+16]; add rdx, rdi; mov rdx, [rdx+rcx]
    add('48 85 d2 78 07')                  # test rdx, rdx; js ordinal
    add('48 8d 54 17 02 eb 03')            # lea rdx, [rdi+rdx+2]; jmp find             a name, behind its hint
    add('0f b7 d2 48 89 c1')               # ordinal: movzx edx, dx; find: mov rcx, rax
    add('ff 15', '__imp_GetProcAddress')
    add('48 89 06 48 83 c4 20 5f 5e 5b c3')  # mov [rsi], rax; add rsp, 20h; pop rdi; pop rsi; pop rbx; ret
    text = o.section('.text', code, CODE)
    data = o.section('.data', bytes(4), DATA)
    o.symbol('__delayLoadHelper2', text, kind=0x20)
    o.symbol('calls', data)
    for place, symbol in places:
        o.reloc(text, place, symbol, REL32)
    return o


def checks(g):
    dlls = [g.name('lazy') + '.dll', g.name('idle') + '.dll']
    functions = {}
    for dll in dlls:
        functions[dll] = [(g.name('call'), g.number(1, 20), 0, True) for _ in range(g.number(2, 4))]
    functions[dlls[1]].append((g.name('byord'), g.number(1, 20), g.number(40, 900), False))
    for dll in dlls:
        functions[dll].sort()
        g.make_dll(dll, functions[dll])
    hints = {name: i for dll in dlls for i, (name, _, _, by_name) in enumerate(f for f in functions[dll] if f[3])}
    g.put('imports.lib', import_library([(dll, name, hints[name] if by_name else ordinal, by_name) for dll in dlls
                                         for name, _, ordinal, by_name in functions[dll]]))
    everything = [f for dll in dlls for f in functions[dll]]
    total = sum(f[1] for f in everything)
    g.put('helper.obj', helper())
    g.put('main.obj', summing('start', 0, ['__imp_' + f[0] for f in everything]))
    STANDARD = ('/delayload:' + dlls[0], '/delayload:' + dlls[1], 'helper.obj', 'imports.lib', g.kernel32())

    def linked(*more):
        return g.exe('main.exe', 'main.obj', *STANDARD, *more, hint='TASK.md says what goes into which table.')

    def descriptors(image):
        """{DLL: its eight fields}, read up to the descriptor of zeros."""
        rva, _ = image.directory(13)
        if not rva:
            raise Lost('a delay-load directory', 'data directory 13 is empty', 'put_dll() adds 32 bytes for each DLL to d->directory_num.')
        found = {}
        for k in range(len(dlls) + 3):
            fields = struct.unpack('<8I', image.at(rva + 32 * k, 32))
            if not any(fields):
                break
            found[image.at(fields[1], 40).split(b'\0')[0].decode('latin-1')] = fields
        same(sorted(dlls), sorted(found), 'One descriptor of 32 bytes for each DLL; the second field leads to its name.', 'DLLs in the directory')
        return found

    def table(image, rva):
        """What stands in a table of 8 bytes each, up to its zero."""
        values = []
        while len(values) < 50 and struct.unpack('<Q', image.at(rva + 8 * len(values), 8))[0]:
            values.append(struct.unpack('<Q', image.at(rva + 8 * len(values), 8))[0])
        return values

    def directory():
        descriptors(linked())
    g.check('The directory: a descriptor for each DLL', 10, directory)

    def fields():
        image = linked()
        rva, _ = image.directory(13)
        descriptors(image)
        for k in range(len(dlls)):
            have = image.at(rva + 32 * k, 32)
            same_bytes(b'\1\0\0\0' + have[4:24] + bytes(8), have, 'Attributes 1: the fields are RVAs. Nothing to unload without /DELAY:UNLOAD, and no time stamp.', FIELDS)
            for at, what in ((8, 'module handle'), (12, 'slots')):
                place = struct.unpack_from('<I', have, at)[0]
                s = image.section('.didat')
                if not s.VirtualAddress <= place < s.VirtualAddress + s.Misc_VirtualSize:
                    raise Lost(f'the {what} in .didat, which is writable', f'RVA {place:#x}', 'Both are written at run time: section d->slots_num.')
            handle, slots = struct.unpack_from('<II', have, 8)
            same(0, struct.unpack('<Q', image.at(handle, 8))[0], 'Nothing is loaded yet: the handle is 0.', f'module handle at RVA {handle:#x}')
            same(False, handle == slots, 'The handle has 8 bytes of its own, in front of the slots.', 'handle and first slot at one place')
    g.check('The fields of a descriptor', 10, fields)

    def counts():
        image = linked()
        handles = [fields[2] for fields in descriptors(image).values()]
        for dll, (_, _, _, slots, lookup, _, _, _) in descriptors(image).items():
            hint = 'A zero ends each table of each DLL. The helper and tools walk up to it.'
            same(len(functions[dll]), len(table(image, slots)), hint, f'slots of {dll}')
            same(len(functions[dll]), len(table(image, lookup)), hint, f'lookup entries of {dll}')
            zero = slots + 8 * len(functions[dll])
            s = image.section('.didat')
            if zero >= s.VirtualAddress + s.Misc_VirtualSize or zero in handles:
                raise Lost(f'a zero slot of its own at RVA {zero:#x}', 'a module handle' if zero in handles else 'the end of the section', hint)
    g.check('The tables have an entry for each function, and end with zero', 10, counts)

    def names():
        image = linked()
        have = {}
        for dll, fields in descriptors(image).items():
            for value in table(image, fields[4]):
                if not value >> 63:
                    have[image.at(value + 2, 40).split(b'\0')[0].decode('latin-1')] = struct.unpack('<H', image.at(value, 2))[0]
        for name, hint in hints.items():
            if name not in have:
                raise Lost(f'an entry that leads to hint and name of {name}', f'names: {" ".join(have) or "none"}', 'An entry by name is an offset in d->names_num and a relocation; 2 bytes of hint stand in front of the name.')
            same(hint, have[name], 'The hint is in the import record.', f'hint of {name}')
    g.check('Lookup entries by name lead to hint and name', 10, names)

    def by_ordinal():
        image = linked()
        found = [v for fields in descriptors(image).values() for v in table(image, fields[4]) if v >> 63]
        same([hex(1 << 63 | f[2]) for f in everything if not f[3]], [hex(v) for v in found],
             'By ordinal: the highest bit of the entry and the ordinal, no name.', 'entries by ordinal')
    g.check('An entry by ordinal has the highest bit and no name', 5, by_ordinal)

    def stubs():
        image = linked()
        text = image.section('.text')
        for dll, fields in descriptors(image).items():
            tails = set()
            for i, value in enumerate(table(image, fields[3])):
                slot, stub = fields[3] + 8 * i, value - image.base
                if not text.VirtualAddress <= stub < text.VirtualAddress + text.Misc_VirtualSize:
                    raise Lost(f'the address of a stub in .text in the slot at RVA {slot:#x}', hex(value), 'The slot begins as the address of the function\'s stub: a relocation of type rel_address.')
                code = image.at(stub, 12)
                want = b'\x48\x8d\x05' + struct.pack('<i', slot - stub - 7) + b'\xe9' + code[8:]
                same_bytes(want, code, 'A stub is lea rax,[slot]; jmp tail: it must name its own slot. put_code() wants both symbols.',
                           [(0, 3, 'lea rax, of the stub'), (3, 4, 'distance to the slot'), (7, 1, 'jmp, of the stub'), (8, 4, 'distance to the tail')])
                tails.add(stub + 12 + struct.unpack_from('<i', code, 8)[0])
            same(1, len(tails), 'All stubs of a DLL jump to its one tail.', f'tails of {dll}')
            tail = tails.pop()
            same_bytes(b'\x48\x89\x4c\x24\x08', image.at(tail, 5), 'The stub\'s jump leads to the tail: put_code() of d->code->tail comes first.',
                       [(0, 5, f'mov [rsp+8], rcx, with which the tail of {dll} begins')])
    g.check('Each slot begins as the address of a stub', 10, stubs)

    def moving():
        image = linked()
        listed = {e.rva for block in getattr(image.parse(5), 'DIRECTORY_ENTRY_BASERELOC', []) for e in block.entries if e.type}
        for dll, fields in descriptors(image).items():
            for i in range(len(functions[dll])):
                if fields[3] + 8 * i not in listed:
                    raise Lost(f'a base relocation for the slot at RVA {fields[3] + 8 * i:#x}', 'none',
                               'The slot begins as the address of the function\'s stub: a relocation of type rel_address.')
    g.check('The slots move with the image', 5, moving)

    def runs():
        linked()
        g.runs('main.exe', total, 'The program adds up what all functions return. Which slot gets which function: myload --trace work/main.exe')
    g.check('A program calls all functions', 15, runs)

    def once():
        name, number = everything[0][0], everything[0][1]
        # call [f] three times; mov eax,[calls]
        o = Obj()
        code = b'\x48\x83\xec\x28' + 3 * b'\xff\x15\0\0\0\0' + b'\x8b\x05\0\0\0\0\x48\x83\xc4\x28\xc3'
        text = o.section('.text', code, CODE)
        o.symbol('start', text)
        for place in (6, 12, 18):
            o.reloc(text, place, '__imp_' + name, REL32)
        o.reloc(text, 24, 'calls', REL32)
        os.path.exists(g.path(dlls[1])) and os.rename(g.path(dlls[1]), g.path('away.dll'))
        try:
            g.exe('once.exe', g.put('once.obj', o), *STANDARD, hint='TASK.md says what goes into which table.')
            g.runs('once.exe', 1, 'Three calls of one function, one of the helper: the stub must give the helper the slot through which it was called.')
        finally:
            os.path.exists(g.path('away.dll')) and os.rename(g.path('away.dll'), g.path(dlls[1]))
    g.check('The helper is asked once, and a DLL that is not used may be missing', 10, once)

    def unload():
        image = linked('/delay:unload', '/delay:nobind')
        for dll, fields in descriptors(image).items():
            same(0, fields[5], 'With /DELAY:NOBIND there are no bound slots: d->bound_num is 0, and so is the field.', f'bound slots of {dll}')
            same([hex(x) for x in table(image, fields[3])], [hex(x) for x in table(image, fields[6])] if fields[6] else 'none',
                 'With /DELAY:UNLOAD (d->unload_num is not 0) the unload slots have the slots\' first contents.', f'unload slots of {dll}')
        image = linked()
        ends = sorted(f[5] for f in descriptors(image).values())
        same(8 * (len(functions[dlls[0]]) + 1), ends[1] - ends[0], 'The bound slots are zeros, as many as there are slots, and one more.', 'bytes of the first DLL\'s bound slots')
    g.check('Unload slots and bound slots', 10, unload)

    def unwind():
        image = linked()
        rva, size = image.directory(3)
        begins = {image.u32(rva + k) for k in range(0, size - 11, 12)}
        for dll, fields in descriptors(image).items():
            stub = struct.unpack('<Q', image.at(fields[3], 8))[0] - image.base
            tail = stub + 12 + struct.unpack('<i', image.at(stub + 8, 4))[0]
            if tail not in begins:
                raise Lost(f'an entry in .pdata for the tail at RVA {tail:#x}', f'entries for {" ".join(hex(x) for x in sorted(begins)) or "nothing"}', 'An exception of the helper must pass through the tail: put_unwind().')
    g.check('Exceptions can pass through the tail', 5, unwind)
