from grader import *

TITLE = 'COMDATs and weak names'
PROGRAM = 'mylink'
CUTS = [('linker/comdat.c', 'pick-leader', '''
// A second copy of a COMDAT has come: `now`. True when it takes the place of the first, where `leader` lies.
static bool second_copy_wins(Link *link, Symbol *leader, const InputSection *now) {
    NOT_WRITTEN("second_copy_wins() in linker/comdat.c");
}
'''), ('linker/resolve.c', 'weak-chain', '''
// Follows the defaults of an undefined name. The end of the chain, or NULL when it comes back to itself.
static Symbol *end_of_chain(Symbol *sym, u32 symbol_count) {
    NOT_WRITTEN("end_of_chain() in linker/resolve.c");
}
''')]
NODUPLICATES, ANY, SAME_SIZE, EXACT, ASSOCIATIVE, LARGEST = 1, 2, 3, 4, 5, 6


def checks(g):
    f, number = g.name('inline'), g.number(1, 50)

    def start():
        o = Obj()
        text = o.section('.text', b'\x48\x83\xec\x28\xe8\0\0\0\0\x48\x83\xc4\x28\xc3', CODE)
        o.symbol('start', text)
        o.reloc(text, 5, f, REL32)
        return g.put('start.obj', o)

    def copy(name, value, selection, more=0):
        o = Obj()
        o.comdat('.text$' + name, returns(value) + b'\xcc' * more, CODE, f, selection)
        return g.put(name + '.obj', o)

    def wins(title, points, first, second, want, hint):
        def check():
            g.exe('copies.exe', start(), copy('a', number, *first), copy('b', number + 1, *second), hint=hint)
            g.runs('copies.exe', want, hint)
        g.check(title, points, check)

    def refused(title, points, first, second, value, hint):
        def check():
            r = g.link('copies.exe', '/entry:start', '/subsystem:console', '/nodefaultlib', start(), copy('a', number, *first), copy('b', value, *second))
            if isinstance(r.code, str) or r.code <= 0 or r.code == 70 or f not in r.text:
                raise Lost(f'an error that names {f}', r.words(), hint)
        g.check(title, points, check)

    wins('ANY: the first copy stays', 15, (ANY,), (ANY,), number, 'ANY: the first copy stays, whatever the others hold.')
    refused('NODUPLICATES: a second copy is an error', 10, (NODUPLICATES,), (NODUPLICATES,), number, 'NODUPLICATES: report_duplicate().')
    wins('SAME_SIZE: other bytes of the same size are fine', 10, (SAME_SIZE,), (SAME_SIZE,), number, 'SAME_SIZE compares sizes only.')
    refused('SAME_SIZE: another size is an error', 10, (SAME_SIZE,), (SAME_SIZE, 4), number, 'SAME_SIZE: another size is a mismatch.')
    refused('EXACT_MATCH: other bytes are an error', 10, (EXACT,), (EXACT,), number + 1, 'EXACT_MATCH: same_contents().')
    wins('LARGEST: a larger second copy wins', 15, (LARGEST,), (LARGEST, 4), number + 1, 'LARGEST: the second copy wins if it is larger.')
    wins('LARGEST: a smaller one does not', 10, (LARGEST, 8), (LARGEST, 4), number, 'LARGEST: the first copy stays if it is larger.')

    def weak(chain, hint):
        o = Obj()
        text = o.section('.text', b'\x48\x83\xec\x28\xe8\0\0\0\0\x48\x83\xc4\x28\xc3' + bytes(2) + returns(number), CODE)
        o.symbol('start', text)
        o.symbol('end', text, 16)
        for i, name in enumerate(chain):  # each one's default is the next; a symbol and its default are two records
            o.symbol(name, 0, 0, WEAK, aux=struct.pack('<II10x', 2 * (i + 2) if i + 1 < len(chain) else o.index['end'], 3))
        o.reloc(text, 5, chain[0], REL32)
        g.exe('weak.exe', g.put('weak.obj', o), hint=hint)
        g.runs('weak.exe', number, hint)
    g.check('A weak name becomes its default', 10, lambda: weak([g.name('weak')], 'Nothing defines the name: it is its default.'))
    g.check('A default that is weak itself', 10, lambda: weak([g.name('weak') for _ in range(g.number(4, 9))], 'Follow the defaults to the end of the chain.'))
