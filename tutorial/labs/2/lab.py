from grader import *

TITLE = 'Resolve symbols from libraries'
PROGRAM = 'mylink'
CUTS = [('linker/resolve.c', 'search-library', '''
// Asks `lib` for every undefined name it has not been asked for. True when it gave something.
static bool search_library(Link *link, InputLibrary *lib) {
    NOT_WRITTEN("search_library() in linker/resolve.c");
}
'''), ('linker/resolve.c', 'search-rounds', '''
// Asks all libraries, until none gives anything more. True when any gave something.
static bool search_libraries(Link *link) {
    NOT_WRITTEN("search_libraries() in linker/resolve.c");
}
''')]


def checks(g):
    def library(name, functions):
        g.put(name, archive([(f'{n}.obj', o.bytes(), [s]) for n, (s, o) in enumerate(functions)]))
        return name

    def start(calls):
        return g.put('start.obj', summing('start', 0, calls))

    def one():
        f, number = g.name(), g.number(1, 100)
        library('one.lib', [(g.name(), summing(g.name(), 0)), (f, summing(f, number))])
        g.exe('one.exe', start([f]), 'one.lib', hint='Walk the undefined names, and pull the member that has one; the number of library_find() is one of archive.symbols.')
        g.runs('one.exe', number, 'The wrong member was taken: the number of library_find() is one of archive.symbols.')
    g.check('A member is pulled for an undefined name', 15, one)

    def unneeded():
        f, other, mark = g.name(), g.name(), g.data(16)
        library('two.lib', [(other, summing(other, 1, more=mark)), (f, summing(f, 1))])
        image = g.exe('two.exe', start([f]), 'two.lib', '/opt:noref')
        if mark in image.memory:
            raise Lost('only the member that is needed', 'another one is in the image, too', 'A library gives what is asked for, not all it has.')
    g.check('Members that nobody needs stay out', 10, unneeded)

    def chain():
        a, b, c = g.name('a'), g.name('b'), g.name('c')
        number = g.number(1, 50)
        library('chain.lib', [(c, summing(c, number)), (b, summing(b, 2, [c])), (a, summing(a, 3, [b]))])
        g.exe('chain.exe', start([a]), 'chain.lib', hint='The list of undefined names grows while you walk it.')
        g.runs('chain.exe', number + 5, 'Members need members.')
    g.check('A member needs an earlier member of the same library', 15, chain)

    def mutual():
        chain = [g.name('link') for _ in range(g.number(14, 18))]
        number = g.number(1, 50)
        made = [(f, summing(f, 1 if after else number, [after] if after else [])) for f, after in zip(chain, chain[1:] + [None])]
        library('left.lib', made[0::2])
        library('right.lib', made[1::2])
        g.exe('mutual.exe', start(chain[:1]), 'left.lib', 'right.lib', hint='After the last library the first may be asked again, until a whole round gives nothing.')
        g.runs('mutual.exe', number + len(chain) - 1, 'Both libraries have one half of a chain of functions; was one of them lost?')
    g.check('Two libraries need each other', 15, mutual)

    def first_wins():
        f, number = g.name(), g.number(1, 100)
        library('first.lib', [(f, summing(f, number))])
        library('second.lib', [(f, summing(f, number + 1))])
        hint = 'Libraries are asked in the order of the command line; a name that was found is not asked for again.'
        g.exe('first.exe', start([f]), 'first.lib', 'second.lib', hint=hint)
        g.runs('first.exe', number, hint)
    g.check('Of two libraries with one name, the first wins', 15, first_wins)

    def object_wins():
        f, h, number = g.name(), g.name(), g.number(1, 100)
        library('object.lib', [(f, summing(f, number + 9)), (h, summing(h, 1, [f]))])
        g.put('own.obj', summing(f, number))
        hint = 'wants_definition() says for which names a library should be asked.'
        g.exe('object.exe', start([f, h]), 'own.obj', 'object.lib', hint=hint)
        g.runs('object.exe', 2 * number + 1, hint)
    g.check('A name that an object defines is not taken from a library', 10, object_wins)

    def weak():
        f, default, number = g.name('weak'), g.name('default'), g.number(1, 100)
        o = Obj()
        text = o.section('.text', b'\x48\x83\xec\x28\xe8\0\0\0\0\x48\x83\xc4\x28\xc3' + bytes(2) + returns(number), CODE)
        o.symbol('start', text)
        o.symbol(default, text, 16)
        o.symbol(f, 0, 0, WEAK, aux=struct.pack('<II10x', 1, 1))  # no search in libraries
        o.reloc(text, 5, f, REL32)
        library('weak.lib', [(f, summing(f, number + 1))])
        hint = 'wants_definition(): a weak name that has a default does not pull a member.'
        g.exe('weak.exe', g.put('weak.obj', o), 'weak.lib', hint=hint)
        g.runs('weak.exe', number, hint)
    g.check('A weak name with a default pulls nothing', 10, weak)

    def missing():
        f, number = g.name('nobody'), g.name()
        library('missing.lib', [(number, summing(number, 1))])
        r = g.link('missing.exe', '/entry:start', '/subsystem:console', '/nodefaultlib', start([f]), 'missing.lib')
        if isinstance(r.code, str) or r.code <= 0 or r.code == 70 or f not in r.text:
            raise Lost(f'an error that names {f}', r.words(), 'When a whole round gives nothing, return; the caller reports what is left.')
    g.check('A name that nobody has is an error that names it', 10, missing)
