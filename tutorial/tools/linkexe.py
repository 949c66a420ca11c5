#!/usr/bin/python3
"""linkexe.py - Microsoft's linker beside ours: the values that link.exe writes, and those of four images of mylink.

    linkexe.py X64.EXE X64.DLL X86.EXE X86.DLL

The left-hand values were observed over 79 images that link.exe made (66 of them by versions 14.13 to 14.44). The others
are read from the given files by images.py, which shares no code with the linker. The exit code is 1 when a row differs
that is not listed as a difference that is meant.
"""
import struct, sys

sys.path.insert(0, __file__.rsplit('/', 1)[0])
from images import Image  # noqa: E402

DOS_HEADER = struct.pack('<14H', 0x5a4d, 0x90, 3, 0, 4, 0, 0xffff, 0, 0xb8, 0, 0, 0, 0x40, 0) + bytes(32)
STUB = bytes.fromhex('0e1fba0e00b409cd21b8014ccd21') + b'This program cannot be run in DOS mode.\r\r\n$'
SECTION_ORDER = ['.textbss', '.text', '.rdata', '.data', '.pdata', '.idata', '.rsrc', '.reloc']
SECTION_FLAGS = {'.text': 0x60000020, '.rdata': 0x40000040, '.data': 0xC0000040, '.pdata': 0x40000040, '.rsrc': 0x40000040,
                 '.reloc': 0x42000040}


def u(image, off, size):
    return int.from_bytes(image.data[image.opt_off + off:image.opt_off + off + size], 'little')


def wide(image, off32, off64):  # a field of 4 bytes in PE32 and 8 in PE32+
    return u(image, off64, 8) if image.is_64 else u(image, off32, 4)


def version(image, off):
    return f'{u(image, off, 2)}.{u(image, off + 2, 2)}'


def in_order(image):
    names = [s.name for s in image.sections]
    return 'yes' if names == sorted(names, key=lambda n: SECTION_ORDER.index(n) if n in SECTION_ORDER else 5.5) else 'no'


def contiguous(image):
    off = image.headers_size
    for s in image.sections:
        if s.raw_size and s.off != off:
            return 'no'
        off += s.raw_size
    return 'yes' if off == len(image.data) else 'no'


def right_flags(image):
    wrong = [s.name for s in image.sections if SECTION_FLAGS.get(s.name, s.flags) != s.flags]
    return 'no: ' + ' '.join(wrong) if wrong else 'yes'


def iat_place(image):
    rva, _ = image.directories[12]
    section = image.section_of(rva)
    return f'{section.name}+{rva - section.rva:X}' if section else 'none'


def ilt_equals_iat(image):
    if not image.imports():
        return 'none'
    for at, _, slots in image.imports():
        ilt, stamp, chain, _, iat = struct.unpack_from('<5I', image.data, at)
        size = (8 if image.is_64 else 4) * (len(slots) + 1)
        a, b = image.file_off(ilt), image.file_off(iat)
        if stamp or chain or image.data[a:a + size] != image.data[b:b + size]:
            return 'no'
    return 'yes'


def export_field(image, n):
    return f'{image.exports()[0][n]:X}' if image.directories[0][0] else 'none'


def export_layout(image):
    """directory, addresses, names, ordinals, DLL name, names: back to back"""
    if not image.directories[0][0]:
        return 'none'
    fields, functions, names = image.exports()
    rva = image.directories[0][0]
    addresses = rva + 40
    name_table = addresses + 4 * len(functions)
    ordinals = name_table + 4 * len(names)
    dll = ordinals + 2 * len(names)
    return 'yes' if (fields[7], fields[8], fields[9], fields[3]) == (addresses, name_table, ordinals, dll) else 'no'


def reloc_types(image):
    types = sorted({entry >> 12 for _, _, _, entries in image.base_relocs() for entry in entries if entry >> 12})
    return ' '.join(map(str, types)) or 'none'


def size_of_code(image):
    return 'yes' if u(image, 4, 4) == sum(s.raw_size for s in image.sections if s.flags & 0x20) else 'no'


def size_of_data(image):
    align = u(image, 36, 4)
    total = sum((max(s.virtual_size, s.raw_size) + align - 1) // align * align for s in image.sections if s.flags & 0x40)
    return 'yes' if u(image, 8, 4) == total else 'no'


def gap_fill(image):
    """What stands between a `ret` and the next multiple of 16, where functions begin."""
    text = next(s for s in image.sections if s.name == '.text')
    code = image.data[text.off:text.off + text.virtual_size]
    seen = set()
    for end in range(16, len(code), 16):
        start = end
        while code[start - 1] == code[end - 1]:
            start -= 1
        if code[end - 1] in (0xcc, 0x90, 0) and code[start - 1] == 0xc3:
            seen.add(code[end - 1])
    return ' '.join(f'{byte:02X}' for byte in sorted(seen)) or 'no gap'


def hexa(value):
    return f'{value:X}'


# (name, link.exe's values for x64 EXE, x64 DLL, x86 EXE, x86 DLL; one value: the same for all, how to read it)
ROWS = [
    ('-- DOS header and stub', None, None),
    ('header fields', 'usual', lambda i: 'usual' if i.data[:60] == DOS_HEADER[:60] else 'other'),
    ('stub program and text', 'usual', lambda i: 'usual' if i.data[64:64 + len(STUB)] == STUB else 'other'),
    ('Rich header', 'yes', lambda i: 'yes' if b'Rich' in i.data[64:i.header_off] else 'no'),
    ('-- File header', None, None),
    ('Characteristics', ('22', '2022', '102', '2102'), lambda i: hexa(i.flags)),
    ('symbol table', '0', lambda i: hexa(i.symbols_off)),
    ('-- Optional header', None, None),
    ('linker version, major', '14', lambda i: str(u(i, 2, 1))),
    ('ImageBase', ('140000000', '180000000', '400000', '10000000'), lambda i: hexa(i.base)),
    ('SectionAlignment', '1000', lambda i: hexa(u(i, 32, 4))),
    ('FileAlignment', '200', lambda i: hexa(u(i, 36, 4))),
    ('operating system version', '6.0', lambda i: version(i, 40)),
    ('image version', '0.0', lambda i: version(i, 44)),
    ('subsystem version', '6.0', lambda i: version(i, 48)),
    ('SizeOfHeaders', '400', lambda i: hexa(i.headers_size)),
    ('CheckSum without /RELEASE', '0', lambda i: hexa(u(i, 64, 4))),
    ('Subsystem', ('3', '2', '3', '2'), lambda i: hexa(u(i, 68, 2))),
    ('DllCharacteristics', ('8160', '160', '8140', '140'), lambda i: hexa(u(i, 70, 2))),
    ('stack reserve', '100000', lambda i: hexa(wide(i, 72, 72))),
    ('stack commit', '1000', lambda i: hexa(wide(i, 76, 80))),
    ('heap reserve', '100000', lambda i: hexa(wide(i, 80, 88))),
    ('heap commit', '1000', lambda i: hexa(wide(i, 84, 96))),
    ('LoaderFlags', '0', lambda i: hexa(wide(i, 88, 104) & 0xffffffff)),
    ('NumberOfRvaAndSizes', '10', lambda i: hexa(u(i, 108 if i.is_64 else 92, 4))),
    ('SizeOfCode = sum of raw sizes', 'yes', size_of_code),
    ('SizeOfInitializedData formula', 'yes', size_of_data),
    ('SizeOfUninitializedData', '0', lambda i: hexa(u(i, 12, 4))),
    ('-- Sections', None, None),
    ('first at RVA', '1000', lambda i: hexa(i.sections[0].rva)),
    ('order', 'yes', in_order),
    ('flags', 'yes', right_flags),
    ('contiguous in the file', 'yes', contiguous),
    ('.bss, .idata, .edata merged', 'yes',
     lambda i: 'no' if {'.bss', '.idata', '.edata'} & {s.name for s in i.sections} else 'yes'),
    ('between functions', 'CC', gap_fill),
    ('-- Imports', None, None),
    ('address table at', '.rdata+0', iat_place),
    ('ILT = IAT, stamps 0', 'yes', ilt_equals_iat),
    ('-- Exports', None, None),
    ('time stamp', 'FFFFFFFF', lambda i: export_field(i, 1)),
    ('ordinal base', '1', lambda i: export_field(i, 4)),
    ('tables back to back', 'yes', export_layout),
    ('-- Base relocations', None, None),
    ('types', ('10', '10', '3', '3'), reloc_types),
]
# Differences that are meant: (what is different, the reason).
MEANT = {
    'Rich header': (('no',) * 4, 'a list of Microsoft\'s tools; no loader reads it'),
    'DllCharacteristics': (('8160', '160', '8540', '540'), '400 is NO_SEH: these objects have no handlers'),
}


def main():
    images = [Image(path) for path in sys.argv[1:]]
    if len(images) != 4:
        sys.exit(__doc__)
    print(f'{"":32}{"x64 EXE":>11}{"x64 DLL":>11}{"x86 EXE":>11}{"x86 DLL":>11}')
    bad = False
    for name, theirs, read in ROWS:
        if read is None:
            print(f'\n{name[3:]}')
            continue
        theirs = theirs if isinstance(theirs, tuple) else (theirs,) * 4
        ours = tuple(read(image) for image in images)
        print(f'  {name:30}' + ''.join(f'{value:>11}' for value in theirs) + ('   both' if ours == theirs else '   link.exe'))
        if ours != theirs:
            meant, reason = MEANT.get(name, (None, None))
            print(f'  {"":30}' + ''.join(f'{value:>11}' for value in ours) + '   mylink' + (f': {reason}' if reason else ''))
            bad = bad or meant != ours
    sys.exit(bad)


if __name__ == '__main__':
    main()
