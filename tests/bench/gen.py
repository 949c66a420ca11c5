#!/usr/bin/env python3
"""gen.py - writes the inputs of a link of any size; the same arguments give the same bytes.

    gen.py FOLDER WORKLOAD SIZE        README.md beside this file describes the workloads

FOLDER gets objects, libraries, link.rsp (options and inputs of the link, paths relative to FOLDER) and workload.json:
how many bytes the inputs have, and with which code the linked program exits ("exit"; none: it names DLLs that nobody
has, and cannot run). No tool but Python is needed: objects, archives and import libraries are written here.

How a program checks that it was linked well. Every function has the shape

    int f(int more) { return K + data... + (more ? g(0) + h(0) + ... : 0); }

so the generator knows what f(1) returns without following calls deeper than one. main adds up what all objects return
and exits with 42 plus the difference to the sum expected: one wrong relocation shows.
"""
import json, os, random, struct, sys

# ---- Object files [PE: COFF File Header (Object and Image)]. Sections and symbols get their numbers when they are added.

CODE, DATA, BSS = 0x60500020, 0xC0500040, 0xC0500080     # 16-byte aligned
RDATA, UNWIND_DATA = 0x40400040, 0x40300040              # 8; 4: entries of .pdata have 12 bytes, with nothing between them
COMDAT, ANY, ASSOCIATIVE = 0x1000, 2, 5
ADDR64, ADDR32NB, REL32 = 1, 3, 4
EXTERNAL, STATIC, FUNCTION = 2, 3, 0x20
HEADER, SECTION, SYMBOL, RELOCATION = (struct.Struct(f) for f in ("<HHIIIHH", "<8sIIIIIIHHI", "<8sIHHBB", "<IIH"))
AUX_SECTION, TWO_OFFSETS = struct.Struct("<IHHIHBxxx"), struct.Struct("<II")


class Object:
    def __init__(self):
        self.sections = []                  # [header name, flags, bytes, relocations, size when there are no bytes]
        self.symbols = []                   # records, 18 bytes each
        self.number = {}                    # name -> its symbol's number
        self.strings, self.strings_size = [], 4

    def long_name(self, name):
        self.strings.append(name.encode() + b"\0")
        self.strings_size += len(name) + 1
        return self.strings_size - len(name) - 1

    def record(self, name, value, section, kind, storage, aux=0):
        short = name.encode().ljust(8, b"\0") if len(name) <= 8 else TWO_OFFSETS.pack(0, self.long_name(name))
        self.symbols.append(SYMBOL.pack(short, value, section, kind, storage, aux))
        return len(self.symbols) - 1

    def section(self, name, flags, data, selection=0, of=0, bss=0):
        """Adds a section and, as compilers do, its symbol with the auxiliary record. Returns (section, symbol) numbers."""
        header = name.encode() if len(name) <= 8 else b"/%d" % self.long_name(name)
        self.sections.append([header, flags | (COMDAT if selection else 0), data, [], bss])
        number = len(self.sections)
        symbol = self.record(name, 0, number, 0, STATIC, 1)
        self.symbols.append(AUX_SECTION.pack(len(data), 0, 0, 0, of, selection))
        return number, symbol

    def define(self, name, value, section, kind=0):
        known = self.number.get(name)
        if known is None:
            known = self.number[name] = self.record(name, value, section, kind, EXTERNAL)
        else:                               # it was referred to before
            self.symbols[known] = self.symbols[known][:8] + SYMBOL.pack(b"", value, section, kind, EXTERNAL, 0)[8:]
        return known

    def refer(self, name):
        known = self.number.get(name)
        if known is None:
            known = self.number[name] = self.record(name, 0, 0, FUNCTION, EXTERNAL)
        return known

    def relocate(self, section, relocations):
        """relocations: (offset in the section, name or number of a symbol, type)"""
        self.sections[section - 1][3] += [(at, to if isinstance(to, int) else self.refer(to), kind)
                                          for at, to, kind in relocations]

    def pack(self):
        at = HEADER.size + SECTION.size * len(self.sections)
        headers, bodies = [], []
        for name, flags, data, relocations, bss in self.sections:
            table = b"".join([RELOCATION.pack(*r) for r in relocations])
            headers.append(SECTION.pack(name, 0, 0, len(data) or bss, at if data else 0,
                                        at + len(data) if table else 0, 0, len(relocations), 0, flags))
            bodies += (data, table)
            at += len(data) + len(table)
        start = HEADER.pack(0x8664, len(self.sections), 0, at, len(self.symbols), 0, 0)
        return b"".join([start, *headers, *bodies, *self.symbols, struct.pack("<I", self.strings_size), *self.strings])


def import_record(dll, name):
    """What an import library holds for one name. [PE: Import Library Format]"""
    text = name.encode() + b"\0" + dll.encode() + b"\0"
    return struct.pack("<HHHHIIHH", 0, 0xFFFF, 0, 0x8664, 0, len(text), 0, 1 << 2) + text


def archive(members):
    """members: (name of at most 15 characters, bytes, names that it defines). [PE: Archive (Library) File Format]"""
    def member(name, data):
        return b"%-16s%-12d%-6s%-6s%-8d%-10d`\n" % (name, 0, b"", b"", 0, len(data)) + data + b"\n" * (len(data) & 1)

    names = [(name.encode(), i) for i, (_, _, defined) in enumerate(members) for name in defined]
    text = sum(len(name) + 1 for name, _ in names)
    first = 4 + 4 * len(names) + text
    second = 8 + 4 * len(members) + 2 * len(names) + text if len(members) < 0x10000 else 0  # its indices have 16 bits
    at, offsets, bodies = 8 + 60 + first + (first & 1), [], []
    if second:
        at += 60 + second + (second & 1)
    for name, data, _ in members:
        offsets.append(at)
        bodies.append(member(name.encode() + b"/", data))
        at += len(bodies[-1])
    index = struct.pack(">I%dI" % len(names), len(names), *[offsets[i] for _, i in names])
    out = [b"!<arch>\n", member(b"/", index + b"".join(name + b"\0" for name, _ in names))]
    if second:
        names.sort()
        out.append(member(b"/", struct.pack("<I%dII%dH" % (len(members), len(names)), len(members), *offsets, len(names),
                                            *[i + 1 for _, i in names]) + b"".join(name + b"\0" for name, _ in names)))
    return b"".join(out + bodies)


# ---- Functions

HELPERS = 64                                # small functions in main.obj that all may call: helper_i(n) returns n + i
SYSTEM_CALLS = ["GetTickCount", "GetCurrentProcessId", "GetCurrentThreadId", "GetLastError", "GetProcessHeap"]
OTHER_IMPORTS = ["ExitProcess", "CloseHandle", "CreateFileA", "ReadFile", "WriteFile", "Sleep", "VirtualAlloc", "VirtualFree"]
UNWIND = bytes([1, 5, 2, 0, 5, 0x32, 1, 0x30])   # push rbx; sub rsp, 20h  [PE: The .pdata Section]


class Function:
    """name, its bytes, its relocations, and what it returns: small for f(0), large for f(1)"""
    def __init__(self, name, code, relocations, small, large):
        self.name, self.code, self.relocations, self.small, self.large = name, code, relocations, small, large


def make_function(r, name, size, data, callees, system_call=None):
    """data: (name or number of a symbol, offset, the 4 bytes there). callees: (name, what it returns for 0)."""
    small = r.getrandbits(31)
    code = bytearray(b"\x53\x48\x83\xEC\x20\xBB" + struct.pack("<I", small))    # push rbx; sub rsp, 20h; mov ebx, small
    relocations = []
    for symbol, offset, value in data:
        code += b"\x03\x1D" + struct.pack("<I", offset)                         # add ebx, [rip + symbol]
        relocations.append((len(code) - 4, symbol, REL32))
        small += value
    code += b"\x85\xC9\x0F\x84\0\0\0\0"                                         # test ecx, ecx; jz done
    jump, large = len(code), small
    for callee, value in callees:
        code += b"\x31\xC9\xE8\0\0\0\0\x01\xC3"                                 # xor ecx, ecx; call; add ebx, eax
        relocations.append((len(code) - 6, callee, REL32))
        large += value
    if system_call:
        through_slot = system_call.startswith("__imp_")
        code += b"\xFF\x15\0\0\0\0" if through_slot else b"\xE8\0\0\0\0"
        relocations.append((len(code) - 4, system_call, REL32))
    filler = max(0, size - len(code) - 8) // 6
    random_bytes = r.getrandbits(32 * filler + 1)
    for i in range(filler):
        code += b"\x8D\x92" + struct.pack("<I", random_bytes >> 32 * i & 0xFFFFFFFF) # lea edx, [rdx + anything]
    code[jump - 4:jump] = struct.pack("<I", len(code) - jump)
    code += b"\x89\xD8\x48\x83\xC4\x20\x5B\xC3"                                 # mov eax, ebx; add rsp, 20h; pop rbx; ret
    return Function(name, bytes(code), relocations, small, large)


def add_function(o, f, selection=ANY):
    """Three sections, as a C++ compiler makes: the code, its unwind codes, and the entry that leads from one to the other."""
    text, _ = o.section(".text", CODE, f.code, selection)
    symbol = o.define(f.name, 0, text, FUNCTION)
    of, kind = (text, ASSOCIATIVE) if selection else (0, 0)
    _, xdata = o.section(".xdata", UNWIND_DATA, UNWIND, kind, of)
    pdata, _ = o.section(".pdata", UNWIND_DATA, struct.pack("<III", 0, len(f.code), 0), kind, of)
    o.relocate(pdata, [(0, symbol, ADDR32NB), (4, symbol, ADDR32NB), (8, xdata, ADDR32NB)])
    return text


def add_table(o, name, functions):
    """A table of addresses, as a class with virtual functions has."""
    section, _ = o.section(".rdata", RDATA, bytes(8 * len(functions)), ANY)
    o.define(name, 0, section)
    o.relocate(section, [(8 * i, f.name, ADDR64) for i, f in enumerate(functions)])


class Adder:
    """Code that adds up in ebx what it calls and reads; ends up as a Function."""
    def __init__(self):
        self.code, self.relocations, self.sum = bytearray(b"\x53\x48\x83\xEC\x20\x31\xDB"), [], 0

    def emit(self, before, symbol, after=b"", offset=0):
        self.code += before + struct.pack("<I", offset)
        self.relocations.append((len(self.code) - 4, symbol, REL32))
        self.code += after

    def call(self, name, value):
        self.emit(b"\xB9\x01\0\0\0\xE8", name, b"\x01\xC3")                    # mov ecx, 1; call; add ebx, eax
        self.sum += value

    def call_through(self, table, slot, value):
        self.emit(b"\x48\x8D\x15", table, b"\x31\xC9\xFF\x92" + struct.pack("<I", 8 * slot) + b"\x01\xC3")
        self.sum += value

    def read(self, symbol, offset, value):
        self.emit(b"\x03\x1D", symbol, offset=offset)
        self.sum += value

    def finish(self, name):
        code = bytes(self.code) + b"\x89\xD8\x48\x83\xC4\x20\x5B\xC3"
        return Function(name, code, self.relocations, self.sum, self.sum)


def main_object(called):
    """called: (name, what it returns for 1). The program exits with 42 when they add up."""
    o, a, helpers = Object(), Adder(), bytearray()
    for i in range(HELPERS):
        helpers += b"\x8D\x41" + bytes([i]) + b"\xC3" + b"\xCC" * 12            # lea eax, [rcx + i]; ret
    section, _ = o.section(".text", CODE, bytes(helpers))
    for i in range(HELPERS):
        o.define("helper_%d" % i, 16 * i, section, FUNCTION)
    for name, value in called:
        a.call(name, value)
    a.code += b"\x81\xEB" + struct.pack("<I", a.sum & 0xFFFFFFFF)               # sub ebx, expected
    a.emit(b"\x8D\x4B\x2A\xE8", "ExitProcess", b"\xCC")                         # lea ecx, [rbx + 42]; call ExitProcess
    f = Function("mainCRTStartup", bytes(a.code), a.relocations, 0, 0)
    text = add_function(o, f, 0)
    o.relocate(text, f.relocations)
    return o.pack()


def import_library(dll, names):
    return archive([(dll, import_record(dll, name), (name, "__imp_" + name)) for name in names])


KERNEL32 = ("kernel32.lib", lambda: import_library("kernel32.dll", SYSTEM_CALLS + OTHER_IMPORTS))


# ---- Writing a workload

class Folder:
    def __init__(self, path):
        self.path, self.size, self.rsp = path, 0, ["/nologo", "/machine:x64", "/entry:mainCRTStartup", "/subsystem:console"]
        os.makedirs(path, exist_ok=True)

    def put(self, name, data, is_input=True):
        with open(os.path.join(self.path, name), "wb") as f:
            f.write(data)
        if is_input:
            self.size += len(data)
            self.rsp.append(name)

    def finish(self, exit_code):
        self.put("link.rsp", ("\n".join(self.rsp) + "\n").encode(), False)
        self.put("workload.json", json.dumps({"exit": exit_code, "input_bytes": self.size}).encode() + b"\n", False)


# ---- Programs: hello, plain, dense

class Shape:
    def __init__(self, header, headers, own, code, rdata, data, strings):
        self.header = header        # functions that a "header" has; all who include it have a copy of each
        self.headers = headers      # headers that an object includes, mean
        self.own = own              # functions of its own, mean
        self.code = code            # bytes of a function, mean
        self.rdata, self.data = rdata, data         # bytes of constants and variables, mean
        self.strings = strings      # string literals, each a COMDAT


PLAIN = Shape(header=5, headers=4, own=40, code=1100, rdata=130000, data=50000, strings=10)
DENSE = Shape(header=25, headers=12, own=200, code=100, rdata=30000, data=4000, strings=40)

WORDS = "Buffer Cache Entry Filter Graph Index Journal Key Layout Matrix Node Option Parser Queue Record Stream Token".split()
VERBS = "append balance close decode erase find grow hash insert join load merge next open push read split take".split()


def method(space, owner, number):
    """A name as long as C++ names are: ?merge17@?$Graph3@UKey@detail@shared@@V?$Pool@UKey@detail@shared@@@23@@detail@..."""
    verb, word, key = VERBS[number % len(VERBS)], WORDS[owner % len(WORDS)], WORDS[number % len(WORDS)]
    template = "?$%s%d@U%s@detail@%s@@V?$Pool@U%s@detail@%s@@@23@" % (word, owner, key, space, key, space)
    return "?%s%d@%s@detail@%s@@QEAAHAEBU%s@34@H@Z" % (verb, number, template, space, key)


class Program:
    def __init__(self, shape, objects):
        self.shape, self.objects, self.headers = shape, objects, {}
        self.header_count = 4 * shape.headers + objects // 4
        self.noise = random.Random(1).getrandbits(8 << 19).to_bytes(1 << 19, "little")
        self.clones = [make_function(random.Random(90 + i), "", 40 + 8 * i, [], [("helper_%d" % i, i)] * (i % 3)) for i in range(8)]

    def code_size(self, r):
        return int(self.shape.code * (0.4 + 1.2 * r.random()))

    def header(self, h):
        """What the header holds: functions that call earlier ones of it, a constant, a table. Made once, copied by all."""
        if h not in self.headers:
            r = random.Random("header %d" % h)
            constant = ("__real@%08x%08x" % (r.getrandbits(32), h), r.getrandbits(31))
            functions = []
            for i in range(self.shape.header):
                callees = [(f.name, f.small) for f in (r.choice(functions) for _ in range(min(i, r.randrange(4))))]
                if functions:
                    callees.append((functions[-1].name, functions[-1].small))   # so that the last one reaches all
                data = [(constant[0], 0, constant[1])] * r.randrange(3)
                functions.append(make_function(r, method("shared", h, i), self.code_size(r), data, callees))
            self.headers[h] = constant, functions, "??_7%s%d@detail@shared@@6B@" % (WORDS[h % len(WORDS)], h)
        return self.headers[h]

    def own_functions(self, r, k, table, table_values):
        """An object's own functions: a fifth that nobody calls, a tenth that are equal in all objects but for their names."""
        functions = []
        for j in range(max(5, int(self.shape.own * (0.5 + r.random())))):
            name = method("own", k, j)
            if j % 10 == 8:
                clone = self.clones[r.randrange(len(self.clones))]
                functions.append(Function(name, clone.code, clone.relocations, clone.small, clone.large))
                continue
            slots = [r.randrange(len(table_values)) for _ in range(r.randrange(3))]
            callees = [(f.name, f.small) for f in (r.choice(functions[-20:]) for _ in range(min(j, r.randrange(4))))]
            number = r.randrange(HELPERS)
            callees.append(("helper_%d" % number, number))
            system_call = None
            if r.random() < 0.05:
                system_call = r.choice(["", "__imp_"]) + r.choice(SYSTEM_CALLS)
            functions.append(make_function(r, name, self.code_size(r), [(table, 4 * s, table_values[s]) for s in slots], callees,
                                           system_call))
        return functions

    def object(self, k):
        """Object k: its bytes, and what its entry_k returns."""
        r, o, shape, entry = random.Random("object %d" % k), Object(), self.shape, Adder()
        scale, cut = 0.5 + r.random(), r.randrange(1 << 18)
        values = [r.getrandbits(31) for _ in range(64)]
        constants = struct.pack("<64I", *values) + (self.noise[cut:] + self.noise)[:int(shape.rdata * scale)]
        text, _ = o.section(".text", CODE, b"")                     # filled below, when the entry's code is known
        rdata, table = o.section(".rdata", RDATA, constants)
        pointers = [r.randrange(64) for _ in range(60)]
        variables = struct.pack("<60Q", *[4 * p for p in pointers]) + self.noise[cut:cut + int(shape.data * scale)]
        data, variable = o.section(".data", DATA, variables)
        o.relocate(data, [(8 * i, table, ADDR64) for i in range(60)])
        o.section(".bss", BSS, b"", bss=1024)

        common = 2 * shape.headers // 3                             # half of the few headers that many objects include
        rare = shape.headers - common                               # and some of those that few include
        included = r.sample(range(2 * common), common)
        included += r.sample(range(2 * common, self.header_count), r.randrange(1, 2 * rare))
        for h in included:
            (name, value), functions, virtual = self.header(h)
            section, _ = o.section(".rdata", RDATA, struct.pack("<II", value, 0), ANY)
            o.define(name, 0, section)
            texts = [(add_function(o, f), f) for f in functions]
            for section, f in texts:
                o.relocate(section, f.relocations)
            add_table(o, virtual, functions[-5:])
            entry.call(functions[-1].name, functions[-1].large)
            entry.call_through(virtual, h % 5, functions[-5:][h % 5].small)
        for i in range(shape.strings):
            number = r.randrange(8 * self.objects) if i % 2 else 1000000 + 1000 * k + i
            literal = b"message %d of %s\0" % (number, WORDS[number % len(WORDS)].encode())
            name = "??_C@_0%d@%08X@message@" % (len(literal), number * 2654435761 & 0xFFFFFFFF)
            if name not in o.number:
                section, _ = o.section(".rdata", RDATA, literal, ANY)
                o.define(name, 0, section)
            entry.read(name, 0, int.from_bytes(literal[:4], "little"))
        own = self.own_functions(r, k, table, values)
        for section, f in [(add_function(o, f), f) for f in own]:
            o.relocate(section, f.relocations)
        alive = [f for j, f in enumerate(own) if j % 5 != 4]
        for f in alive:
            entry.call(f.name, f.large)
        add_table(o, "??_7%s%d@detail@own@@6B@" % (WORDS[k % len(WORDS)], k), alive[:8])
        entry.call_through("??_7%s%d@detail@own@@6B@" % (WORDS[k % len(WORDS)], k), 0, alive[0].small)
        entry.emit(b"\x48\x8B\x15", variable, b"\x03\x1A", 8 * 7)   # mov rdx, [rip + variable + 56]; add ebx, [rdx]
        entry.sum += values[pointers[7]]
        f = entry.finish("entry_%d" % k)
        o.sections[text - 1][2] = f.code
        o.define(f.name, 0, text, FUNCTION)
        o.relocate(text, f.relocations)
        _, xdata = o.section(".xdata", UNWIND_DATA, UNWIND)
        pdata, _ = o.section(".pdata", UNWIND_DATA, struct.pack("<III", 0, len(f.code), 0))
        o.relocate(pdata, [(0, f.name, ADDR32NB), (4, f.name, ADDR32NB), (8, xdata, ADDR32NB)])
        return o.pack(), f.large


def write_program(folder, shape, objects):
    """Three quarters of the objects are files, the others members of a library, which also has some that nobody needs."""
    program, called, members = Program(shape, objects), [], []
    for k in range(objects):
        data, value = program.object(k)
        called.append(("entry_%d" % k, value))
        if 4 * k < 3 * objects:
            folder.put("o%05d.obj" % k, data)
        else:
            members.append(("o%05d.obj" % k, data, ("entry_%d" % k,)))
    for k in range(objects // 40):
        o = Object()
        section, _ = o.section(".text", CODE, program.noise[:20000])
        o.define("unused_%d" % k, 0, section, FUNCTION)
        members.append(("u%05d.obj" % k, o.pack(), ("unused_%d" % k,)))
    folder.put("main.obj", main_object(called))
    folder.put("rest.lib", archive(members))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


def hello(folder, _):
    folder.put("main.obj", main_object([]))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


def plain(folder, objects):
    write_program(folder, PLAIN, objects)


def dense(folder, objects):
    write_program(folder, DENSE, objects)


# ---- The scale set: one thing, very often. What grows faster than its number shows between SIZE and four times SIZE.

def small_function(name, number, callees=()):
    return make_function(random.Random(number), name, 24, [], list(callees))


def object_of(functions):
    o = Object()
    for section, f in [(add_function(o, f), f) for f in functions]:
        o.relocate(section, f.relocations)
    return o


def equal_sections(folder, count):
    """`count` COMDATs with the same bytes under different names, all of them needed."""
    called, same = [], small_function("", 7)
    for k in range(10):
        functions = [Function("same_%d_%d" % (k, i), same.code, [], same.small, same.large) for i in range(count // 10)]
        o = object_of(functions)
        add_table(o, "table_%d" % k, functions)
        entry = Adder()
        entry.call_through("table_%d" % k, len(functions) - 1, same.small)
        f = entry.finish("entry_%d" % k)
        o.relocate(add_function(o, f), f.relocations)
        folder.put("o%d.obj" % k, o.pack())
        called.append((f.name, f.large))
    folder.put("main.obj", main_object(called))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


def one_symbol(folder, count):
    """`count` objects, each of which names the same symbol, eight times, and defines a COMDAT that all define."""
    popular, called = small_function("popular", 1), []
    for k in range(count):
        f = small_function("entry_%d" % k, k, [(popular.name, popular.small)] * 8)
        folder.put("o%05d.obj" % k, object_of([f, popular]).pack())
        called.append((f.name, f.large))
    folder.put("main.obj", main_object(called))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


def archive_members(folder, count):
    """A library of `count` members. Of ten, main asks for the first, which needs the second, and so on up to the fifth."""
    members, called, callees = [], [], []
    for k in reversed(range(count)):
        f = small_function("member_%d" % k, k, callees)
        callees = [(f.name, f.small)] if 1 <= k % 10 <= 4 else []
        if k % 10 == 0:
            called.append((f.name, f.large))
        members.append(("m%06d.obj" % k, object_of([f]).pack(), (f.name,)))
    folder.put("main.obj", main_object(called))
    folder.put("many.lib", archive(members[::-1]))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


def object_naming(names):
    """Functions that call each of the names through its slot, a thousand to a function."""
    o, called = Object(), []
    for k in range(0, len(names), 1000):
        a = Adder()
        for name in names[k:k + 1000]:
            a.emit(b"\xFF\x15", "__imp_" + name)
        f = a.finish("entry_%d" % k)
        o.relocate(add_function(o, f), f.relocations)
        called.append((f.name, 0))
    return o.pack(), called


def import_names(folder, count):
    """An import library of `count` names, all of them imported."""
    names = ["ImportedFunction%d" % i for i in range(count)]
    data, called = object_naming(names)
    folder.put("o.obj", data)
    folder.put("main.obj", main_object(called))
    folder.put("wide.lib", import_library("wide.dll", names))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(None)


def exports(folder, count):
    """A DLL with `count` exports, listed in a .def file, and the import library for it."""
    functions = [small_function("ExportedFunction%d" % i, i % 50) for i in range(count)]
    for k in range(0, count, 5000):
        folder.put("o%02d.obj" % (k // 5000), object_of(functions[k:k + 5000]).pack())
    folder.put("exports.def", ("EXPORTS\n" + "".join("  %s\n" % f.name for f in functions)).encode(), False)
    folder.rsp[2:4] = ["/dll", "/noentry", "/def:exports.def", "/implib:wide.lib"]
    folder.finish(None)


def section_names(folder, count):
    """`count` sections with long names that are all different, as gcc -ffunction-sections makes."""
    called = []
    for k in range(10):
        o = Object()
        for i in range(count // 10):
            f = small_function("entry_%d_%d" % (k, i), i)
            section, _ = o.section(".text$_ZN6detail5store%dfunction%dEv" % (k, i), CODE, f.code)
            o.define(f.name, 0, section, FUNCTION)
            o.relocate(section, f.relocations)
            called.append((f.name, f.large))
        folder.put("o%d.obj" % k, o.pack())
    folder.put("main.obj", main_object(called))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


# ---- The sizes that must work: SIZE counts objects, symbols, megabytes

def many_objects(folder, count):
    """`count` objects of five functions, each of which calls one of the object before."""
    called, before = [], ("helper_1", 1)
    for k in range(count):
        functions = [small_function("function_%d_%d" % (k, i), 5 * k + i, [before]) for i in range(5)]
        folder.put("o%05d.obj" % k, object_of(functions).pack())
        called += [(f.name, f.large) for f in functions]
        before = functions[0].name, functions[0].small
    folder.put("main.obj", main_object(called))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


def many_symbols(folder, count):
    """Ten objects that define `count` functions together, and have tables of addresses of those of the next object."""
    each, called = count // 10, []
    for k in range(10):
        o, entry = Object(), Adder()
        text, _ = o.section(".text", CODE, b"".join([b"\x8D\x41" + bytes([i & 127]) + b"\xC3" for i in range(each)])) # lea eax, [rcx + i]; ret
        for i in range(each):
            o.define("function_%d_%d" % (k, i), 4 * i, text, FUNCTION)
        for start in range(0, each, 10000):     # a section has at most 65,535 relocations
            size = min(10000, each - start)
            table, symbol = o.section(".rdata", RDATA, bytes(8 * size))
            o.relocate(table, [(8 * i, "function_%d_%d" % ((k + 1) % 10, start + i), ADDR64) for i in range(size)])
            entry.call_through(symbol, size - 1, (start + size - 1) & 127)
        f = entry.finish("entry_%d" % k)
        o.relocate(add_function(o, f), f.relocations)
        folder.put("o%d.obj" % k, o.pack())
        called.append((f.name, f.large))
    folder.put("main.obj", main_object(called))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


def large_input(folder, megabytes):
    """One object with `megabytes` of constants; the program reads the first and the last of them."""
    noise = random.Random(1).getrandbits(8 * 10 ** 6).to_bytes(10 ** 6, "little")
    o, entry = Object(), Adder()
    section, constants = o.section(".rdata", RDATA, noise * megabytes)
    entry.read(constants, 0, int.from_bytes(noise[:4], "little"))
    entry.read(constants, megabytes * 10 ** 6 - 4, int.from_bytes(noise[-4:], "little"))
    f = entry.finish("entry")
    o.relocate(add_function(o, f), f.relocations)
    folder.put("large.obj", o.pack())
    folder.put("main.obj", main_object([(f.name, f.large)]))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


def bss(folder, megabytes):
    """One object with `megabytes` of zeros that are in no file; the program reads the last of them."""
    o, entry = Object(), Adder()
    zeros, _ = o.section(".bss", BSS, b"", bss=megabytes * 10 ** 6)
    last = o.define("last", megabytes * 10 ** 6 - 4, zeros)
    pointer, symbol = o.section(".rdata", RDATA, bytes(8))                      # code reaches only 2 GB
    o.relocate(pointer, [(0, last, ADDR64)])
    entry.emit(b"\x48\x8B\x15", symbol, b"\x03\x1A")                          # mov rdx, [rip + pointer]; add ebx, [rdx]
    f = entry.finish("entry")
    o.relocate(add_function(o, f), f.relocations)
    folder.put("zeros.obj", o.pack())
    folder.put("main.obj", main_object([(f.name, f.large)]))
    folder.put(KERNEL32[0], KERNEL32[1]())
    folder.finish(42)


# ---- For mylib and mydump

def lib_def(folder, count):
    """A .def file of `count` names."""
    text = "LIBRARY wide.dll\nEXPORTS\n" + "".join("  ExportedFunction%d\n" % i for i in range(count))
    folder.put("exports.def", text.encode())
    folder.finish(None)


def lib_objects(folder, count):
    """`count` objects of ten functions, to be made into a library."""
    for k in range(count):
        folder.put("o%05d.obj" % k, object_of([small_function(method("own", k, i), i) for i in range(10)]).pack())
    folder.rsp = [name for name in folder.rsp if name.endswith(".obj")]
    folder.finish(None)


def dump_object(folder, count):
    """One object of `count` functions, each with three sections, and a library of that many members."""
    folder.put("large.obj", object_of([small_function(method("own", 1, i), i) for i in range(count)]).pack())
    folder.put("many.lib", archive([("m%06d.obj" % k, object_of([small_function("member_%d" % k, k)]).pack(), ("member_%d" % k,))
                                    for k in range(count)]))
    folder.finish(None)


WORKLOADS = {f.__name__.replace("_", "-"): f for f in (hello, plain, dense, equal_sections, one_symbol, archive_members, import_names,
                                                       exports, section_names, many_objects, many_symbols, large_input, bss,
                                                       lib_def, lib_objects, dump_object)}


def main(arguments):
    if len(arguments) != 3 or arguments[1] not in WORKLOADS or not arguments[2].isdigit():
        sys.exit("usage: gen.py FOLDER WORKLOAD SIZE\nworkloads: " + " ".join(WORKLOADS))
    WORKLOADS[arguments[1]](Folder(arguments[0]), int(arguments[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
