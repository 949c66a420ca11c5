from grader import *

TITLE = "A loader's binding step"
PROGRAM = 'myload'
CUTS = [('loader/bind.c', 'find-export-name', '''
// Index of w->name in the exporter's name table; false when it is not there. *hint tells what the hint was worth.
static bool find_name(const Module *exporter, const Wanted *w, u32 *idx, HintResult *hint) {
    NOT_WRITTEN("find_name() in loader/bind.c");
}
'''), ('loader/bind.c', 'find-export', '''
// Finds the index into the address table, by name or by ordinal; else not_exported().
static bool find_export(Process *p, const Module *exporter, const Wanted *w, u32 *address_idx, HintResult *hint,
                        LoadError *e) {
    NOT_WRITTEN("find_export() in loader/bind.c");
}
'''), ('loader/bind.c', 'lab-resolve-export', '''
// The module and the RVA that an export leads to in the end: forwarders are followed.
bool resolve_export(Process *p, Module *exporter, const Wanted *wanted, Target *target, LoadError *e) {
    NOT_WRITTEN("resolve_export() in loader/bind.c");
}
'''), ('loader/bind.c', 'lab-write-slot', '''
// Writes the target's address into the slot.
static bool write_slot(Process *p, Module *module, u32 slot_rva, const Target *target, LoadError *e) {
    NOT_WRITTEN("write_slot() in loader/bind.c");
}
'''), ('loader/bind.c', 'bind-dll', '''
// Fills the slots of all functions that `module` imports from one DLL.
static bool bind_dll(Process *p, Module *module, const PeImportDll *dll, LoadError *e) {
    NOT_WRITTEN("bind_dll() in loader/bind.c");
}
''')]


def checks(g):
    dll = g.name('lib') + '.dll'
    # Names and ordinals in different orders, with a gap in the ordinals, from a base that is not 1.
    count = g.number(9, 14)
    base = g.number(5, 30)
    numbers = g.random.sample(range(base, base + 3 * count), count)
    functions = sorted((g.name('call'), g.number(1, 9), n, True) for n in numbers)
    only_number = max(numbers) + 2
    functions.append((g.name('secret'), g.number(1, 9), only_number, False))
    named = functions[:-1]
    g.make_dll(dll, functions)

    def program(name, records, code, hint, *options):
        """Calls each function of [(DLL, symbol, hint or ordinal, by name)] through its slot; the sum is the exit code."""
        made(name, records)
        g.runs(name + '.exe', code, hint, *options)

    def made(name, records):
        g.put(name + '.lib', import_library(records))
        g.put(name + '.obj', summing('start', 0, ['__imp_' + r[1] for r in records]))
        g.exe(name + '.exe', name + '.obj', name + '.lib')

    def refused(name, records, word, hint):
        made(name, records)
        r = g.load(name + '.exe')
        if 'not written yet' in r.text:
            raise Lost(f'an error that names {word}', r.words(), 'This part is not written yet.')
        if isinstance(r.code, str) or r.code <= 0 or word not in r.text:
            raise Lost(f'an error that names {word}', r.words(), hint)

    def right_hints():
        program('names', [(dll, f[0], i, True) for i, f in enumerate(named)], sum(f[1] for f in named),
                'A name\'s place in the name table is not its place in the address table: the ordinal table lies between them.')
    g.check('Functions by name, with hints that are right', 15, right_hints)

    def wrong_hints():
        for way in ('all of one', 'beyond the end', 'one off'):
            records = []
            for i, f in enumerate(named):
                records.append((dll, f[0], {'all of one': 3, 'beyond the end': 0xffff, 'one off': (i + 1) % len(named)}[way], True))
            program('hints', records, sum(f[1] for f in named),
                    'The hint says where to look first, no more: another name may be there, or the table may end before it. Then halve.')
    g.check('Hints that are wrong cost time, not correctness', 15, wrong_hints)

    def ends():
        for f in (named[0], named[-1]):
            program('ends', [(dll, f[0], 0xffff, True)], f[1], 'Halving must reach the first and the last name, and end.')
        one = g.name('one') + '.dll'
        name, number = g.name('only'), g.number(1, 99)
        g.make_dll(one, [(name, number, 0, True)])
        program('one', [(one, name, 7, True)], number, 'Halving must reach the first and the last name, and end.')
    g.check('The first, the last and the only name', 10, ends)

    def by_ordinal():
        program('numbers', [(dll, f[0], f[2], False) for f in functions], sum(f[1] for f in functions),
                'By ordinal: the ordinal minus the base is the place in the address table.')
    g.check('Functions by ordinal, counted from the base', 10, by_ordinal)

    def missing_name():
        nobody = g.name('nobody')
        refused('nobody', [(dll, named[0][0], 0, True), (dll, nobody, 1, True)], nobody, 'A name that is not there: halving must end all the same, and not_exported() says so.')
    g.check('A name that is not exported stops the program', 10, missing_name)

    def missing_ordinal():
        gap = next(n for n in range(base, max(numbers)) if n not in numbers and n > min(numbers))
        for n, hint in ((gap, 'A field of zero in the address table is a number that nobody exports.'), (only_number + 50, 'An ordinal behind the end of the address table: compare with address_count.'),
                        (1, 'An ordinal below the base: the difference must not reach in front of the table.')):
            refused('gap', [(dll, g.name('x'), n, False)], f'ordinal {n}', hint)
    g.check('Ordinals that are not exported: in a gap, above, below', 10, missing_ordinal)

    def out_of_order():
        data = bytearray(g.get(dll))
        pe = pefile.PE(data=bytes(data))
        at = pe.get_offset_from_rva(pe.DIRECTORY_ENTRY_EXPORT.struct.AddressOfNames)
        first, last = data[at:at + 4], data[at + 4 * (len(named) - 1):at + 4 * len(named)]
        data[at:at + 4], data[at + 4 * (len(named) - 1):at + 4 * len(named)] = last, first
        wrong = g.name('mixed') + '.dll'
        g.put(wrong, bytes(data))
        refused('mixed', [(wrong, named[0][0], 0xffff, True)], named[0][0],
                'This DLL\'s names are not in order. Windows halves, and does not find them: linkers must sort. So don\'t look at each.')
    g.check('Names are found by halving, not by looking at all of them', 5, out_of_order)

    def moved():
        other, name, number = g.name('same') + '.dll', g.name('call'), g.number(1, 50)
        g.make_dll(other, [(name, number, 0, True)], '/base:0x180000000')
        third = g.name('same') + '.dll'
        g.make_dll(third, [(name + '2', number + 1, 0, True)], '/base:0x180000000')
        program('moved', [(other, name, 0, True), (third, name + '2', 0, True)], 2 * number + 1,
                'An address is where the DLL really lies plus the RVA: two DLLs want the same place here.')
    g.check('A DLL that lies elsewhere than it wanted', 5, moved)

    def forward(name, *exports):
        """A DLL of forwarders. It has a function of its own, too."""
        g.put(name + '.obj', summing('own', 77, []))
        r = run([os.path.join(g.home, 'tools', 'mylink'), '/nologo', f'/out:{name}.dll', '/dll', '/noentry', name + '.obj', '/export:own',
                 *('/export:' + e for e in exports)], g.work)
        if r.code != 0:
            raise RuntimeError(r.text)
        return name + '.dll'

    def forwarders():
        stem, last = dll[:-4], named[-1]
        hint = 'An address inside the export directory is a text, DLL.name or DLL.#number: go on with that DLL and that name.'
        a, b = g.name('fwd'), g.name('fwd')
        forward(b, f'second={stem}.{last[0]}', f'number={stem}.#{only_number}')
        forward(a, f'first={b}.second')
        program('forward', [(b + '.dll', 'second', 0, True)], last[1], hint)
        program('forward', [(b + '.dll', 'number', 0, True)], functions[-1][1], hint)
        program('forward', [(a + '.dll', 'first', 0, True)], last[1], 'A forwarder may lead to a forwarder.')
    g.check('Forwarders, by name, by number, and two in a row', 10, forwarders)

    def circle():
        a, b = g.name('round'), g.name('round')
        forward(a, f'way={b}.way')
        forward(b, f'way={a}.way')
        refused('circle', [(a + '.dll', 'way', 0, True)], 'way', 'Forwarders may lead in a circle: stop after MAX_FORWARDS.')
    g.check('Forwarders in a circle end with an error', 5, circle)

    def checked():
        made('check', [(dll, f[0], i, True) for i, f in enumerate(named)])
        r = g.load('check.exe', '--check')
        if r.code != 0:
            raise Lost('myload --check work/check.exe finds nothing wrong', r.words(), 'With --check nothing is mapped: module->base is NULL, and there are no slots to write.')
    g.check('myload --check resolves everything and writes nothing', 5, checked)
