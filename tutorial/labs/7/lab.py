from grader import *

TITLE = 'Emit exports'
PROGRAM = 'mylink'
CUTS = [('implib/edata.c', 'put-addresses', '''
// The address table: e->slot_count fields of 4 zero bytes, and for each export that is no forwarder a relocation on its
// field, to its symbol (undefined, external).
static void put_addresses(Builder *e) {
    NOT_WRITTEN("put_addresses() in implib/edata.c");
}
'''), ('implib/edata.c', 'put-names', '''
// The names, each behind the other; a relocation at table_off + 4 * i leads to name i.
static void put_names(Builder *e, u32 table_off) {
    NOT_WRITTEN("put_names() in implib/edata.c");
}
'''), ('implib/edata.c', 'ordinal-range', '''
// Sets e->base and e->slot_count: the lowest ordinal, and how many fields reach from it to the highest.
static void find_ordinal_range(Builder *e) {
    NOT_WRITTEN("find_ordinal_range() in implib/edata.c");
}
''')]


def checks(g):
    names = [g.name(stem) for stem in ('zeta', 'Alpha', 'mid', 'beta')]
    ordinals = [g.number(20, 30), g.number(40, 50), g.number(60, 70), g.number(5, 9)]
    results = [g.number(1, 60) for _ in names]
    dll_name = g.name('lib') + '.dll'
    o = Obj()
    text = o.section('.text', b''.join(returns(r).ljust(16, b'\xcc') for r in results), CODE)
    for i, name in enumerate(names):
        o.symbol(name, text, 16 * i, kind=0x20)
    g.put('dll.obj', o)
    exports = [f'/export:{name},@{n}' for name, n in zip(names, ordinals)]

    def build(*more, hint=None):
        return g.dll(dll_name, 'dll.obj', '/implib:dll.lib', *exports, *more,
                     hint=hint or 'Field number = ordinal minus base. Fields reach from the lowest to the highest ordinal, both included.')

    def make(*more):
        image = build(*more)
        pe = image.parse(0)
        if not hasattr(pe, 'DIRECTORY_ENTRY_EXPORT'):
            raise Lost('an export directory that pefile can read', 'none', 'Directory 0 must lead to the 40 bytes of the export directory.')
        return image, pe.DIRECTORY_ENTRY_EXPORT

    def raw(*more, hint=None):
        """The directory's fields and tables."""
        image = build(*more, hint=hint)
        rva, size = image.directory(0)
        if not rva:
            raise Lost('an export directory', 'data directory 0 is empty', 'The section .edata is made by edata_build().')
        d = dict(zip(('flags', 'time', 'version', 'name', 'base', 'count', 'names', 'addresses', 'pointers', 'ordinals'),
                     struct.unpack('<10I', image.at(rva, 40))))
        if d['count'] > 70000 or d['names'] > 70000:
            raise Lost('counts of at most 65535', f'{d["count"]} addresses, {d["names"]} names', 'See find_ordinal_range().')
        return image, d

    def base():
        _, d = raw()
        same(min(ordinals), d['base'], 'Base is the lowest ordinal.', 'ordinal base')
    g.check('The ordinal base is the lowest ordinal', 10, base)

    def slots():
        _, d = raw()
        same(max(ordinals) - min(ordinals) + 1, d['count'], 'The address table has a field for each number from the lowest to the highest ordinal, both included.',
             'fields of the address table')
    g.check('The address table reaches to the highest ordinal', 10, slots)

    def addresses():
        image, d = raw()
        for i, name in enumerate(names):
            at = d['addresses'] + 4 * (ordinals[i] - min(ordinals))
            if image.u32(at) == 0:
                raise Lost(f'the RVA of {name} in field {ordinals[i] - min(ordinals)}', '0', 'Field number = ordinal minus base.')
            code = image.at(image.u32(at), 5)
            same_bytes(returns(results[i])[:5], code, f'The field of {name} leads to something else. Field number = ordinal minus base.', [(0, 5, f'first instruction of {name}')])
    g.check('Each ordinal\'s field has its function\'s RVA', 15, addresses)

    def gaps():
        image, d = raw()
        used = {n - min(ordinals) for n in ordinals}
        if d['count'] < 2:
            raise Lost('a table with gaps', f'{d["count"]} fields', 'See the check of the address table.')
        for k in range(d['count']):
            if k not in used:
                same(0, image.u32(d['addresses'] + 4 * k), 'A number that nobody exports has a field of zero.', f'field {k}')
    g.check('Unused numbers have zero fields', 5, gaps)

    def strings():
        image, d = raw()
        want = sorted(n.encode() for n in names)
        same(len(names), d['names'], 'Each name counts once.', 'names')
        for i, name in enumerate(want):
            same_bytes(name + b'\0', image.at(image.u32(d['pointers'] + 4 * i), len(name) + 1),
                       'The name pointer table has the RVAs of the names; each name ends with a zero byte.', [(0, len(name), f'name {i}'), (len(name), 1, f'zero byte of name {i}')])
    g.check('The name table leads to the names, sorted', 15, strings)

    def by_name():
        _, d = make()
        have = {s.name.decode(): s.ordinal for s in d.symbols if s.name}
        for name, n in zip(names, ordinals):
            same(n, have.get(name, 0), 'The ordinal table says which field belongs to a name: ordinal minus base.', f'ordinal of {name}')
    g.check('Names lead to their ordinals', 10, by_name)

    def forwarder():
        target = g.name('Real')
        image, d = raw(f'/export:fwd=other.{target},@{max(ordinals) + 2}', hint='Leave the fields of forwarders alone; put_forwarders() fills them.')
        rva, size = image.directory(0)
        at = image.u32(d['addresses'] + 4 * (max(ordinals) + 2 - min(ordinals)))
        if not rva <= at < rva + size:
            raise Lost('a forwarder\'s field that leads into the export directory', f'{at:#x}', 'Leave the fields of forwarders alone; put_forwarders() fills them.')
        same_bytes(f'other.{target}'.encode() + b'\0', image.at(at, len(target) + 7), 'Leave the fields of forwarders alone.',
                   [(0, len(target) + 7, 'text of the forwarder')])
    g.check('A forwarder beside functions', 10, forwarder)

    def twice():
        image, d = raw(f'/export:other={names[1]},@{max(ordinals) + 3}')
        field = image.u32(d['addresses'] + 4 * (max(ordinals) + 3 - min(ordinals)))
        same(image.u32(d['addresses'] + 4 * (ordinals[1] - min(ordinals))), field, 'Two exports may name one symbol: both fields need the relocation.',
             'RVA of the second name of one function')
    g.check('One function under two names', 5, twice)

    def runs():
        build()
        r = Obj()
        start = r.section('.text', b'\x48\x83\xec\x28\xe8\0\0\0\0\x48\x83\xc4\x28\xc3', CODE)
        r.symbol('start', start)
        r.reloc(start, 5, names[0], REL32)
        g.exe('use.exe', g.put('use.obj', r), 'dll.lib')
        g.runs('use.exe', results[0], f'use.exe calls {names[0]} of your DLL; myload --trace work/use.exe shows how it is looked for.')
    g.check('A program calls the DLL by name', 20, runs)
