from grader import *

TITLE = 'Apply x64 relocations'
PROGRAM = 'mylink'
CUTS = [('linker/reloc_x64.c', 'lab-x64-fields', '''
// Patches the field at `place`, or says why it can't be done; *value gets what would not fit. TASK.md has the rules.
static RelocStatus apply(u8 *place, u16 type, const RelocValues *v, i64 *value) {
    NOT_WRITTEN("apply() in linker/reloc_x64.c");
}
''')]

RUNS_WRONG = 'The field is right only if target and place are counted from the same point; see rip in TASK.md.'


class Case:
    """Code of 16 marker bytes and a field; the target is a marker in .data behind some other bytes."""
    def __init__(self, g, name, kind, size, addend, behind=0, extra=(), hint='The relocation types to know are in TASK.md.'):
        self.mark, self.goal, self.size, self.addend = g.data(16), g.data(16), size, addend
        pad = g.number(1, 40) * 8
        o = Obj()
        start = o.section('.text', returns(7) + b'\xcc' * g.number(1, 30), CODE)
        o.symbol('start', start)
        text = o.section('.text', self.mark + (addend & (1 << size * 8) - 1).to_bytes(size, 'little') + bytes(behind) + b'\xc3', CODE)
        data = o.section('.data', g.data(pad) + self.goal, DATA)
        self.symbol = g.name('target')
        o.symbol(self.symbol, data, pad)
        o.reloc(text, 16, self.symbol, kind)
        self.obj = g.put(name + '.obj', o)
        self.image = g.exe(name + '.exe', self.obj, *extra, hint=hint)
        self.place, self.target = self.image.find(self.mark) + 16, self.image.find(self.goal)

    def expect(self, value, what, hint):
        want = (value & (1 << self.size * 8) - 1).to_bytes(self.size, 'little')
        same_bytes(want, self.image.at(self.place, self.size), hint, [(0, self.size, what)])


def checks(g):
    def runs():
        value, pad = g.number(1, 200), g.number(1, 20) * 4
        o = Obj()
        text = o.section('.text', b'\x8b\x05\0\0\0\0\xc3', CODE)
        data = o.section('.data', bytes(pad) + struct.pack('<I', value), DATA)
        o.symbol('start', text)
        name = g.name('value')
        o.symbol(name, data, pad)
        o.reloc(text, 2, name, REL32)
        g.exe('run.exe', g.put('run.obj', o))
        g.runs('run.exe', value, RUNS_WRONG)
    g.check('A program reads its variable through REL32 and runs', 15, runs)

    def rel32():
        c = Case(g, 'rel32', REL32, 4, 0)
        c.expect(c.target - (c.place + 4), 'REL32 field', 'rip stands behind the field while the instruction runs.')
    g.check('REL32 counts from the end of the field', 10, rel32)

    def addend():
        add = -g.number(1, 100)
        hint = 'What stands in the field before is a signed number, which is added.'
        c = Case(g, 'addend', REL32, 4, add, hint=hint)
        c.expect(c.target + add - (c.place + 4), 'REL32 field with a negative addend', hint)
    g.check('REL32 adds what stands in the field, which may be negative', 10, addend)

    def behind():
        for n in range(1, 6):
            c = Case(g, f'rel32_{n}', REL32 + n, 4, 0, n)
            c.expect(c.target - (c.place + 4 + n), f'REL32_{n} field', 'REL32_1 to REL32_5: that many bytes of the instruction follow the field.')
    g.check('REL32_1 to REL32_5 count the bytes behind the field', 10, behind)

    def addr64():
        c = Case(g, 'addr64', ADDR64, 8, 5)
        c.expect(c.image.base + c.target + 5, 'ADDR64 field', 'An address is image base plus RVA, in 8 bytes; the field\'s own content is added.')
    g.check('ADDR64 is a whole address', 10, addr64)

    def rva():
        hint = 'NB is "no base": the RVA alone.'
        c = Case(g, 'rva', RVA, 4, 3, hint=hint)
        c.expect(c.target + 3, 'ADDR32NB field', hint)
    g.check('ADDR32NB is an RVA', 10, rva)

    def addr32():
        c = Case(g, 'addr32', ADDR32, 4, 0, 0, ('/base:0x400000', '/largeaddressaware:no'))
        c.expect(c.image.base + c.target, 'ADDR32 field', 'ADDR32 is image base plus RVA in 4 bytes.')
    g.check('ADDR32 is an address of 32 bits', 5, addr32)

    def debug():
        hint = 'SECREL counts from the beginning of the output section, not of the image.'
        c = Case(g, 'secrel', SECREL, 4, 0, hint=hint)
        data = c.image.section('.data').VirtualAddress
        c.expect(c.target - data, 'SECREL field', hint)
        c = Case(g, 'section', SECTION, 2, 0)
        c.expect(c.image.names().index('.data') + 1, 'SECTION field', 'SECTION is the number of the output section, in 2 bytes.')
    g.check('SECTION and SECREL say where debug information points', 10, debug)

    def refused():
        o = Obj()
        text = o.section('.text', returns(7) + bytes(8), CODE)
        o.symbol('start', text)
        name = g.name('far')
        o.symbol(name, -1, 0x7fff0000)  # a number, not a place: 2 GB and more from the code
        o.reloc(text, 6, name, REL32)
        r = g.link('far.exe', '/entry:start', '/subsystem:console', '/nodefaultlib', g.put('far.obj', o))
        if isinstance(r.code, str) or r.code in (0, 70) or r.code < 0:
            raise Lost('an error: the distance does not fit into 32 bits', r.words(), 'Compute in 64 bits, then ask fits_i32().')
    g.check('A distance that does not fit is an error, not a cut-off number', 15, refused)

    def unknown():
        o = Obj()
        text = o.section('.text', returns(7) + bytes(8), CODE)
        o.symbol('start', text)
        o.reloc(text, 6, 'start', 0x77)
        r = g.link('unknown.exe', '/entry:start', '/subsystem:console', '/nodefaultlib', g.put('unknown.obj', o))
        if isinstance(r.code, str) or r.code in (0, 70) or r.code < 0:
            raise Lost('an error: 0x77 is no relocation type', r.words(), 'Return RELOC_UNKNOWN_TYPE for types that you do not know.')
    g.check('An unknown type is refused', 5, unknown)
