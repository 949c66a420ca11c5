from grader import *

TITLE = 'Build the import directory and thunks'
PROGRAM = 'mylink'
CUTS = [('linker/imports.c', 'put-slot', '''
// One slot of 4 or 8 bytes at the end of a section. By name: a relocation makes the RVA of the hint and name of it.
static void put_slot(ImportTables *t, u32 section_num, u64 value, bool by_name) {
    NOT_WRITTEN("put_slot() in linker/imports.c");
}
'''), ('linker/imports.c', 'add-slot', '''
// The slots and the symbol of one import record.
static void add_slot(ImportTables *t, const InputFile *file) {
    NOT_WRITTEN("add_slot() in linker/imports.c");
}
'''), ('linker/imports.c', 'lab-end-tables', '''
// What ends the tables of each DLL, and the directory.
static void end_tables(ImportTables *t) {
    NOT_WRITTEN("end_tables() in linker/imports.c");
}
'''), ('linker/imports.c', 'add-thunk', '''
// The jump that stands for a function which is called by its plain name.
static void add_thunk(ThunkRun *run, const InputFile *file) {
    NOT_WRITTEN("add_thunk() in linker/imports.c");
}
''')]


def checks(g):
    dlls = [g.name('one') + '.dll', g.name('two') + '.dll']
    records = {dll: [] for dll in dlls}
    for dll in dlls:
        for _ in range(g.number(2, 4)):
            records[dll].append((g.name('call'), g.number(1, 20), len(records[dll])))
    ordinal = (g.name('byord'), g.number(1, 20), g.number(40, 900))

    for dll in dlls:
        records[dll] = [(name, n, i) for i, (name, n, _) in enumerate(sorted(records[dll]))]
        g.make_dll(dll, [(name, n, 0, True) for name, n, _ in records[dll]] + ([(*ordinal[:2], ordinal[2], False)] if dll == dlls[1] else []))
    g.put('imports.lib', import_library([(dll, name, hint, True) for dll in dlls for name, _, hint in records[dll]] +
                                        [(dlls[1], ordinal[0], ordinal[2], False)]))
    everything = [f for dll in dlls for f in records[dll]] + [ordinal]
    total = sum(n for _, n, _ in everything)
    g.put('slots.obj', summing('start', 0, ['__imp_' + name for name, _, _ in everything]))
    g.put('thunks.obj', summing('start', 0, [name for name, _, _ in everything]))

    def slots_image():
        return g.exe('slots.exe', 'slots.obj', 'imports.lib', hint='Each record needs a symbol __imp_..., defined at its slot of the address table.')

    def entries(image):
        """[(DLL, lookup slots, address slots, directory entry's RVA)] up to the entry of zeros, read as the loader reads it."""
        rva, size = image.directory(1)
        if not rva:
            raise Lost('an import directory', 'data directory 1 is empty', 'See the sections .idata$2 to .idata$6.')
        found = []
        for k in range(len(dlls) + 3):
            lookup, _, _, name, address = struct.unpack('<5I', image.at(rva + 20 * k, 20))
            if not name:
                return found
            tables = []
            for table in (lookup, address):
                slots = []
                while len(slots) < 50:
                    value = struct.unpack('<Q', image.at(table + 8 * len(slots), 8))[0]
                    if not value:
                        break
                    slots.append(value)
                tables.append(slots)
            found.append((image.at(name, 40).split(b'\0')[0].decode('latin-1'), *tables))
        return found

    def directory():
        have = [e[0] for e in entries(slots_image())]
        same(sorted(dlls), sorted(have), 'The directory has an entry for each DLL, then one of zeros: without that, the loader reads on.', 'DLLs in the directory')
    g.check('The directory: each DLL once, then an entry of zeros', 15, directory)

    def counts():
        for dll, lookup, address in entries(slots_image()):
            want = len(records.get(dll, [])) + (dll == dlls[1])
            same(want, len(lookup), 'A zero slot ends the table of each DLL. Without it the functions of the next one are looked for in this one.', f'lookup slots of {dll}')
            same(want, len(address), 'A zero slot ends the table of each DLL. Without it the functions of the next one are looked for in this one.', f'address slots of {dll}')
    g.check('Each DLL\'s tables end with a zero slot', 15, counts)

    def twins():
        for dll, lookup, address in entries(slots_image()):
            same([hex(x) for x in lookup], [hex(x) for x in address], 'In the file both tables are alike; the loader overwrites the one of addresses.', f'slots of {dll}')
    g.check('Lookup table and address table are alike', 10, twins)

    def names():
        image = slots_image()
        have = {}
        for dll, lookup, _ in entries(image):
            for value in lookup:
                if not value >> 63:
                    have[image.at(value + 2, 40).split(b'\0')[0].decode('latin-1')] = struct.unpack('<H', image.at(value, 2))[0]
        for dll in dlls:
            for name, _, hint in records[dll]:
                if name not in have:
                    raise Lost(f'a slot that leads to hint and name of {name}', f'names: {" ".join(have)}', 'A slot by name is the RVA of its entry in .idata$6: an offset and a relocation.')
                same(hint, have[name], 'add_hint_name() gets the record\'s hint and export name.', f'hint of {name}')
    g.check('Slots by name lead to hint and name', 15, names)

    def numbers():
        found = [v for _, lookup, _ in entries(slots_image()) for v in lookup if v >> 63]
        same([hex(1 << 63 | ordinal[2])], [hex(v) for v in found], 'By ordinal: the highest bit of the slot and the ordinal, no relocation.', 'slots by ordinal')
    g.check('A slot by ordinal has the highest bit and no name', 10, numbers)

    def runs():
        slots_image()
        g.runs('slots.exe', total, 'The program adds up what all functions return; myload --trace work/slots.exe shows which slot gets what. '
               'Is each symbol at its slot of the address table?')
    g.check('A program calls through __imp_ slots', 15, runs)

    def thunks():
        g.exe('thunks.exe', 'thunks.obj', 'imports.lib', hint='Each record that is called by its plain name needs that symbol, at a thunk.')
        g.runs('thunks.exe', total, 'A thunk is ff 25 and the distance to the slot: objdump -d work/thunks.exe shows where it jumps.')
    g.check('A program calls by plain names, through thunks', 15, thunks)

    def bytes_of_thunks():
        image = g.exe('thunks.exe', 'thunks.obj', 'imports.lib')
        text = image.section('.text')
        rva, size = image.directory(12)
        count = 0
        for k in range(text.Misc_VirtualSize - 5):
            if image.at(text.VirtualAddress + k, 2) == b'\xff\x25':
                slot = text.VirtualAddress + k + 6 + struct.unpack('<i', image.at(text.VirtualAddress + k + 2, 4))[0]
                if not rva <= slot < rva + size or (slot - rva) % 8:
                    raise Lost(f'a jump through a slot between {rva:#x} and {rva + size:#x}', hex(slot), 'The thunk\'s relocation leads to file->slot.')
                count += 1
        same(len(everything), count, 'One thunk for each function that is called by its plain name.', 'thunks')
    g.check('Each thunk jumps through a slot', 5, bytes_of_thunks)
