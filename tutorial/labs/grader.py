"""grader.py - what the graders of all labs share: writing inputs, running programs that may misbehave, judging, reporting.

A lab's lab.py has a function checks(g). It calls g.check(title, points, function) for each check, in the order in which a
student should read them; the points of a lab add up to 100. A check that is not met raises Lost(expected, got, hint).

The inputs are objects and libraries written here, byte by byte, with names and numbers from the student's seed: no
compiler is needed, and nobody's answer is right for somebody else. Images are judged by running them in myload and by
reading them with pefile, which knows nothing of mylink.
"""
import json, os, random, re, resource, shutil, signal, struct, subprocess, sys, zlib
from xml.sax.saxutils import escape, quoteattr

sys.dont_write_bytecode = True
import pefile

CODE, DATA, RDATA, BSS = 0x60000020, 0xC0000040, 0x40000040, 0xC0000080
COMDAT, REMOVE, INFO = 0x1000, 0x800, 0x200
ADDR64, ADDR32, RVA, REL32, SECTION, SECREL = 1, 2, 3, 4, 10, 11  # REL32_1 is 5 ... REL32_5 is 9
EXTERNAL, STATIC, WEAK = 2, 3, 105
OUTPUT_LIMIT, FILE_LIMIT = 4000, 64 << 20
# Seconds for a program; once one did not end, only 2 for the others: nobody wants to wait long for the next ones.
patience = float(os.environ.get('PATIENCE', '10'))


class Lost(Exception):
    """A check that is not met. `hint` says where to look, never the answer."""
    def __init__(self, expected, got, hint):
        super().__init__(expected)
        self.expected, self.got, self.hint = str(expected), str(got), hint


# ---- Objects and libraries

class Obj:
    """A COFF object for x64: o.section(...), o.symbol(...), o.reloc(...), o.bytes()."""
    def __init__(self):
        self.sections, self.symbols, self.index = [], [], {}

    def section(self, name, data, flags, align=16):
        """`data` is bytes, or a number of zeros that are not in the file. The section's number."""
        self.sections.append({'name': name, 'data': data, 'flags': flags | (align.bit_length() << 20), 'relocs': []})
        return len(self.sections)

    def symbol(self, name, section=0, value=0, storage=EXTERNAL, kind=0, aux=b''):
        self.index.setdefault(name, sum(1 + len(s[5]) // 18 for s in self.symbols))
        self.symbols.append((name, value, section, kind, storage, aux))

    def comdat(self, name, data, flags, leader, selection, align=16):
        number = self.section(name, data, flags | COMDAT, align)
        size = len(data)
        self.symbol(name, number, 0, STATIC, aux=struct.pack('<IHHIHB3x', size, 0, 0, zlib.crc32(data), 0, selection))
        self.symbol(leader, number)
        return number

    def reloc(self, section, offset, symbol, kind):
        if symbol not in self.index:
            self.symbol(symbol)
        self.sections[section - 1]['relocs'].append((offset, symbol, kind))

    def bytes(self):
        strings = bytearray(4)

        def add(name):
            at = len(strings)
            strings.extend(name.encode() + b'\0')
            return at
        body, headers, at = bytearray(), bytearray(), 20 + 40 * len(self.sections)
        for s in self.sections:
            name = s['name'].encode()
            if len(name) > 8:
                name = b'/%d' % add(s['name'])
            zeros = isinstance(s['data'], int)
            data = b'' if zeros else s['data']
            off = 0 if zeros else at + len(body)
            body += data
            relocs = at + len(body) if s['relocs'] else 0
            for place, symbol, kind in s['relocs']:
                body += struct.pack('<IIH', place, self.index[symbol], kind)
            headers += struct.pack('<8sIIIIIIHHI', name, 0, 0, s['data'] if zeros else len(data), off, relocs, 0,
                                   len(s['relocs']), 0, s['flags'])
        table, count = bytearray(), 0
        for name, value, section, kind, storage, aux in self.symbols:
            raw = name.encode()
            field = struct.pack('<8s', raw) if len(raw) <= 8 else struct.pack('<II', 0, add(name))
            table += field + struct.pack('<IhHBB', value & 0xffffffff, section, kind, storage, len(aux) // 18) + aux
            count += 1 + len(aux) // 18
        struct.pack_into('<I', strings, 0, len(strings))
        header = struct.pack('<HHIIIHH', 0x8664, len(self.sections), 0, at + len(body), count, 0, 0)
        return bytes(header + headers + body + table + strings)


def archive(members):
    """A library of [(name, bytes, [symbols])], with the first linker member only, as every reader knows it."""
    names = [(symbol, n) for n, (_, _, symbols) in enumerate(members) for symbol in symbols]
    strings = b''.join(s.encode() + b'\0' for s, _ in names)

    def member(name, data):
        return struct.pack('16s12s6s6s8s10s2s', name.encode().ljust(16), b'0'.ljust(12), b''.ljust(6), b''.ljust(6), b'0'.ljust(8),
                           str(len(data)).encode().ljust(10), b'`\n') + data + b'\n' * (len(data) & 1)
    size = 4 + 4 * len(names) + len(strings)
    at, offsets, body = 8 + 60 + size + (size & 1), [], b''
    for name, data, _ in members:
        offsets.append(at + len(body))
        body += member(name + '/', data)
    index = struct.pack('>I', len(names)) + b''.join(struct.pack('>I', offsets[n]) for _, n in names) + strings
    return b'!<arch>\n' + member('/', index) + body


def returns(number):
    return b'\xb8' + struct.pack('<I', number) + b'\xc3'  # mov eax, number; ret


def summing(name, number, callees=(), more=b''):
    """An object with one function: it returns `number` plus what the callees return. `__imp_x` is called through its slot."""
    o, places = Obj(), []
    code = b'\x53\x48\x83\xec\x20\xbb' + struct.pack('<I', number)  # push rbx; sub rsp,32; mov ebx,number
    for callee in callees:
        call = b'\xff\x15' if callee.startswith('__imp_') else b'\xe8'
        places.append((len(code) + len(call), callee))
        code += call + b'\0\0\0\0\x01\xc3'  # call; add ebx,eax
    text = o.section('.text', code + b'\x89\xd8\x48\x83\xc4\x20\x5b\xc3' + more, CODE)
    o.symbol(name, text)
    for place, callee in places:
        o.reloc(text, place, callee, REL32)
    return o


def import_record(dll, symbol, hint, by_name=True, kind=0):
    """A member of an import library: the short form. `hint` is the ordinal when it is not by name."""
    names = symbol.encode() + b'\0' + dll.encode() + b'\0'
    return struct.pack('<HHHHIIHH', 0, 0xffff, 0, 0x8664, 0, len(names), hint, kind | (by_name << 2)) + names


def import_library(records):
    """A library of [(DLL, symbol, hint or ordinal, by name)]: each under its own name and that of its slot."""
    return archive([(dll, import_record(dll, symbol, hint, by_name), [symbol, '__imp_' + symbol]) for dll, symbol, hint, by_name in records])


# ---- Showing bytes

def hex_view(expected, got, names):
    """Two hex views of the first bytes that differ. names: [(offset, size, what it is)]. -> (expected, got)"""
    first = next((i for i in range(max(len(expected), len(got))) if expected[i:i + 1] != got[i:i + 1]), 0)
    name = next((what for off, size, what in names if off <= first < off + size), 'behind the end')
    start = first & ~7

    def row(data):
        cells = [f'[{b:02x}]' if data[i:i + 1] != other(data)[i:i + 1] else f' {b:02x} ' for i, b in
                 enumerate(data[:start + 16]) if i >= start]
        return f'offset {first:#x} ({name}): {"".join(cells)}' + ('' if len(data) > first else ' nothing more')

    def other(data):
        return got if data is expected else expected
    return row(expected), row(got)


def same_bytes(expected, got, hint, names):
    """names: what stands where in the expected bytes, so that the report can name those that differ."""
    if expected != got:
        raise Lost(*hex_view(expected, got, names), hint)


def same(expected, got, hint, what=''):
    if expected != got:
        show = (lambda v: f'{v:#x}') if isinstance(expected, int) and not isinstance(expected, bool) else str
        raise Lost(f'{what}{": " if what else ""}{show(expected)}', show(got) if isinstance(got, int) else got, hint)


# ---- Running

class Result:
    def __init__(self, code, text):
        self.code, self.text = code, text

    def words(self):
        lines = [x for x in self.text.splitlines() if x.strip()][:4]
        return f'{how_ended(self.code)}' + (': ' + ' | '.join(lines) if lines else ', and no output')


def how_ended(code):
    if code == 'timeout':
        return 'did not end (an endless loop?) and was stopped'
    if code < 0:
        why = {signal.SIGSEGV: ', a bad pointer', signal.SIGABRT: ', abort()', signal.SIGXFSZ: ', its output file grew without end'}
        return f'crashed: {signal.Signals(-code).name}{why.get(-code, "")}'
    return f'exit code {code}'


def run(args, folder, limit_memory=False):
    """Runs a program that is not trusted to end, to print little or to write little."""
    def limits():
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
        if limit_memory:
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    global patience
    log = os.path.join(folder, '.output')
    with open(log, 'wb') as out:
        try:
            p = subprocess.Popen(args, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, preexec_fn=limits)
        except OSError as e:
            return Result(127, f'{args[0]}: {e.strerror}')
        try:
            code = p.wait(patience)
        except subprocess.TimeoutExpired:
            code = 'timeout'
            patience = min(patience, 2)
        try:
            os.killpg(p.pid, signal.SIGKILL)  # and what it has started
        except ProcessLookupError:
            pass
        p.wait()
    with open(log, 'rb') as f:
        text = f.read(OUTPUT_LIMIT).decode('utf-8', 'replace')
    os.remove(log)
    return Result(code, text)


class Grader:
    def __init__(self, home, seed, programs, foreign):
        self.home, self.programs, self.foreign = home, programs, foreign
        self.seed = seed
        self.random = random.Random(zlib.crc32(str(seed).encode()))
        self.work = os.path.join(home, 'work')
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        self.results = []

    # Inputs that differ from student to student
    def name(self, stem='f'):
        return stem + '_' + ''.join(self.random.choice('bcdfghklmnprstvw') for _ in range(5))

    def long_name(self, stem='function'):
        return stem + '_' + ''.join(self.random.choice('bcdfghklmnprstvw') for _ in range(self.random.randint(12, 30)))

    def number(self, low, high):
        return self.random.randint(low, high)

    def data(self, size):
        return bytes(self.random.randint(1, 255) for _ in range(size))

    def put(self, name, thing):
        with open(os.path.join(self.work, name), 'wb') as f:
            f.write(thing.bytes() if isinstance(thing, Obj) else thing.encode() if isinstance(thing, str) else thing)
        return name

    def get(self, name):
        with open(os.path.join(self.work, name), 'rb') as f:
            return f.read(FILE_LIMIT)

    def path(self, name):
        return os.path.join(self.work, name)

    # Programs
    def link(self, out, *args):
        """The linker under test -> Result. An old output file never counts as a new one."""
        if os.path.isdir(self.path(out)):
            shutil.rmtree(self.path(out))
        elif os.path.lexists(self.path(out)):
            os.remove(self.path(out))
        return run([self.programs['mylink'], '/nologo', f'/out:{out}', *args], self.work, True)

    def image(self, out, *args, hint='read the message'):
        """Links, expects success, and returns the image as pefile sees it."""
        r = self.link(out, *args)
        if r.code != 0:
            raise Lost(f'{out} is linked without an error', r.words(), 'This part is not written yet.' if 'not written yet' in r.text else hint)
        if not os.path.isfile(self.path(out)):  # nor a folder, nor a pipe, which would keep us waiting
            raise Lost(f'a file {out}', 'the linker says all is well but wrote no file', hint)
        try:
            return Image(self.path(out))
        except pefile.PEFormatError as e:
            raise Lost(f'{out} is a PE image', f'pefile: {e}', hint)

    def exe(self, out, *args, hint='read the message'):
        return self.image(out, '/entry:start', '/subsystem:console', '/nodefaultlib', *args, hint=hint)

    def dll(self, out, *args, hint='read the message'):
        return self.image(out, '/dll', '/noentry', '/nodefaultlib', *args, hint=hint)

    def load(self, exe, *options):
        return run([self.programs['myload'], *options, exe], self.work)

    def runs(self, exe, code, hint, *options):
        r = self.load(exe, *options)
        unwritten = 'not written yet' in r.text  # whatever exit code the program should have
        if r.code != code or unwritten:
            raise Lost(f'{exe} runs and ends with exit code {code}', r.words(), 'This part is not written yet.' if unwritten else hint)

    def make_dll(self, dll, functions, *options):
        """A DLL [(name, what it returns, ordinal or 0, exported by name)], made by the linker that works."""
        o = Obj()
        text = o.section('.text', b''.join(returns(n).ljust(16, b'\xcc') for _, n, _, _ in functions), CODE)
        exports = []
        for i, (name, _, ordinal, by_name) in enumerate(functions):
            o.symbol(name, text, 16 * i, kind=0x20)
            exports.append(f'/export:{name}' + (f',@{ordinal}' if ordinal else '') + ('' if by_name else ',noname'))
        r = run([os.path.join(self.home, 'tools', 'mylink'), '/nologo', f'/out:{dll}', '/dll', '/noentry', self.put(dll + '.obj', o), *exports,
                 *options], self.work)
        if r.code != 0:
            raise RuntimeError(f'{dll}: {r.text}')

    def kernel32(self):
        return os.path.join(self.home, 'tools', 'kernel32.lib')

    # Judging
    def check(self, title, points, function):
        n = len(self.results) + 1
        try:
            function()
            lost = None
            print(f'ok    {n:2}. {title} ({points} of {points})')
        except Lost as e:
            lost = e
        except Exception as e:  # an image so odd that reading it failed
            lost = Lost('an image that can be read', f'{type(e).__name__}: {e}', 'a field leads outside the file or the table')
        if lost:
            print(f'LOST  {n:2}. {title} (0 of {points})\n          expected  {lost.expected}\n          got       {lost.got}\n'
                  f'          hint      {lost.hint}')
        self.results.append((title, points, lost))

    def report(self):
        total = sum(p for _, p, _ in self.results) or 1
        score = sum(p for _, p, lost in self.results if not lost) * 100 // total
        tests, cases = [], []
        for title, points, lost in self.results:
            words = f'expected: {lost.expected}\ngot: {lost.got}\nhint: {lost.hint}' if lost else ''
            words = re.sub(r'[^\x20-\x7e\n\u00a0-\ud7ff]', '?', words)
            tests.append({'name': title, 'score': 0 if lost else points, 'max_score': points,
                          'status': 'failed' if lost else 'passed', 'output': words})
            cases.append(f'  <testcase classname="lab" name={quoteattr(title)}>' +
                         (f'<failure message={quoteattr(lost.hint)}>{escape(words)}</failure>' if lost else '') + '</testcase>')
        with open(os.path.join(self.home, 'results.json'), 'w', encoding='utf-8') as f:
            json.dump({'score': score, 'max_score': 100, 'tests': tests}, f, indent=1)
            f.write('\n')
        with open(os.path.join(self.home, 'results.xml'), 'w', encoding='utf-8') as f:
            failed = sum(1 for _, _, lost in self.results if lost)
            f.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="lab" tests="{len(cases)}" failures="{failed}">\n' +
                    '\n'.join(cases) + '\n</testsuite>\n')
        print(f'Score: {score}/100')


class Image:
    """An image through pefile."""
    def __init__(self, path):
        self.pe = pefile.PE(path, fast_load=True)
        self.base = self.pe.OPTIONAL_HEADER.ImageBase
        self.memory = bytearray(self.pe.get_data(0, min(self.pe.OPTIONAL_HEADER.SizeOfHeaders, 0x10000)))
        for s in self.pe.sections:  # as the loader would: pefile's own picture keeps file contents between the sections
            data = s.get_data()[:s.Misc_VirtualSize]
            if s.VirtualAddress + len(data) <= FILE_LIMIT:
                self.memory = self.memory.ljust(s.VirtualAddress, b'\0')[:s.VirtualAddress] + data
        self.memory = bytes(self.memory)

    def section(self, name):
        for s in self.pe.sections:
            if s.Name.rstrip(b'\0').decode('latin-1') == name:
                return s
        have = ' '.join(s.Name.rstrip(b'\0').decode('latin-1') for s in self.pe.sections)
        raise Lost(f'a section {name}', f'sections: {have or "none"}', 'a section is missing: did its contributions get there?')

    def names(self):
        return [s.Name.rstrip(b'\0').decode('latin-1') for s in self.pe.sections]

    def data(self, name):
        s = self.section(name)
        return self.at(s.VirtualAddress, s.Misc_VirtualSize)

    def at(self, rva, size):
        return self.memory[rva:rva + size].ljust(size, b'\0')

    def u32(self, rva):
        return struct.unpack('<I', self.at(rva, 4))[0]

    def find(self, what):
        """RVA of bytes that stand once in the image."""
        at = self.memory.find(what)
        if at < 0:
            raise Lost('bytes ' + what[:16].hex(' ') + ' of the object in the image', 'they are not there', 'section data is missing')
        return at

    def directory(self, number):
        d = self.pe.OPTIONAL_HEADER.DATA_DIRECTORY[number]
        return d.VirtualAddress, d.Size

    def parse(self, number):
        self.pe.parse_data_directories([number])
        return self.pe


def does_not_build(home, program):
    """Results for a lab that the compiler refuses, so that a course's system finds some."""
    g = Grader(home, '', {}, '')

    def builds():
        raise Lost(f'make builds {program}', 'the compiler or the linker of your system refuses it', 'Its messages stand above.')
    g.check('It builds', 100, builds)
    g.report()


def main(lab):
    home = os.path.abspath(sys.argv[1])
    if len(sys.argv) > 3 and sys.argv[2] == '--does-not-build':
        return does_not_build(home, sys.argv[3])
    seed = sys.argv[2]
    foreign = sys.argv[3] if len(sys.argv) > 3 else ''
    programs = {name: os.path.join(home, 'build', name) for name in ('mylink', 'mydump', 'myload', 'mylib')}
    for name in programs:
        if name != lab.PROGRAM:
            programs[name] = os.path.join(home, 'tools', name)
    if foreign:
        programs['mylink'] = os.path.abspath(foreign)
    if foreign and lab.PROGRAM != 'mylink':
        print(f'This lab is about {lab.PROGRAM}: MYLINK= has nothing to grade.\nScore: 0/100')
        return
    g = Grader(home, seed, programs, foreign)
    lab.checks(g)
    g.report()


if __name__ == '__main__':
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import grader, lab  # the module, not this script: its classes are those that lab.py knows
    grader.main(lab)
