"""images.py - what the pictures need to know of objects and images: where each structure begins, and its fields.

An independent reader of a few hundred lines: it shares nothing with objfmt/, so a picture is also a second opinion.
Everything is a Piece (offset in the file, length, name) or a field of one.
"""
import struct
from collections import namedtuple

Piece = namedtuple('Piece', 'off size name kind')
Section = namedtuple('Section', 'name rva virtual_size off raw_size flags reloc_off reloc_count')

# Fields of the structures, in order: (name, bytes).
FIELDS = {
    'file header': [('Machine', 2), ('NumberOfSections', 2), ('TimeDateStamp', 4), ('PointerToSymbolTable', 4),
                    ('NumberOfSymbols', 4), ('SizeOfOptionalHeader', 2), ('Characteristics', 2)],
    'section header': [('Name', 8), ('VirtualSize', 4), ('VirtualAddress', 4), ('SizeOfRawData', 4), ('PointerToRawData', 4),
                       ('PointerToRelocations', 4), ('PointerToLinenumbers', 4), ('NumberOfRelocations', 2),
                       ('NumberOfLinenumbers', 2), ('Characteristics', 4)],
    'relocation': [('VirtualAddress', 4), ('SymbolTableIndex', 4), ('Type', 2)],
    'symbol': [('Name', 8), ('Value', 4), ('SectionNumber', 2), ('Type', 2), ('StorageClass', 1), ('NumberOfAuxSymbols', 1)],
    'signature': [('Signature', 4)],
    'optional header': [('Magic', 2), ('LinkerVersion', 2), ('SizeOfCode', 4), ('SizeOfInitializedData', 4),
                        ('SizeOfUninitializedData', 4), ('AddressOfEntryPoint', 4), ('BaseOfCode', 4), ('ImageBase', 8),
                        ('SectionAlignment', 4), ('FileAlignment', 4), ('OperatingSystemVersion', 4), ('ImageVersion', 4),
                        ('SubsystemVersion', 4), ('Win32VersionValue', 4), ('SizeOfImage', 4), ('SizeOfHeaders', 4),
                        ('CheckSum', 4), ('Subsystem', 2), ('DllCharacteristics', 2), ('SizeOfStackReserve', 8),
                        ('SizeOfStackCommit', 8), ('SizeOfHeapReserve', 8), ('SizeOfHeapCommit', 8), ('LoaderFlags', 4),
                        ('NumberOfRvaAndSizes', 4)],
    'import descriptor': [('OriginalFirstThunk (ILT)', 4), ('TimeDateStamp', 4), ('ForwarderChain', 4), ('Name', 4),
                          ('FirstThunk (IAT)', 4)],
    'export directory': [('Characteristics', 4), ('TimeDateStamp', 4), ('Version', 4), ('Name', 4), ('OrdinalBase', 4),
                         ('NumberOfFunctions', 4), ('NumberOfNames', 4), ('AddressOfFunctions', 4), ('AddressOfNames', 4),
                         ('AddressOfNameOrdinals', 4)],
    'base relocation block': [('PageRVA', 4), ('BlockSize', 4)],
}
DIRECTORIES = ['Export', 'Import', 'Resource', 'Exception', 'Certificates', 'Base Relocation', 'Debug', 'Architecture',
               'Global Pointer', 'TLS', 'Load Config', 'Bound Import', 'IAT', 'Delay Import', 'COM', 'Reserved']


class Image:
    """An object file or an image. `pieces` covers the file in order of offset."""

    def __init__(self, path):
        with open(path, 'rb') as f:
            self.data = f.read()
        self.is_image = self.data[:2] == b'MZ'
        self.header_off = self.u32(0x3c) + 4 if self.is_image else 0
        h = self.header_off
        self.machine, count, _, self.symbols_off, self.symbol_count, opt_size, self.flags = struct.unpack_from('<HHIIIHH', self.data, h)
        self.opt_off = h + 20
        self.sections = [self.section(self.opt_off + opt_size + 40 * i) for i in range(count)]
        self.base = 0
        self.pieces = [Piece(h, 20, 'file header', 'file header')]
        if self.is_image:
            self.read_optional_header()
            self.pieces[:0] = [Piece(0, 64, 'DOS header', 'dos header'), Piece(64, self.header_off - 68, 'DOS stub', 'stub'),
                               Piece(h - 4, 4, 'signature', 'signature')]
            self.pieces += [Piece(self.opt_off, self.opt_fixed, 'optional header', 'optional header'),
                            Piece(self.opt_off + self.opt_fixed, opt_size - self.opt_fixed, 'data directories', 'directories')]
        for i, s in enumerate(self.sections):
            self.pieces.append(Piece(self.opt_off + opt_size + 40 * i, 40, f'section header {i + 1}', 'section header'))
        for s in self.sections:
            if s.off and s.raw_size:
                self.pieces.append(Piece(s.off, s.raw_size, s.name, 'contents'))
            for i in range(s.reloc_count if not self.is_image else 0):
                self.pieces.append(Piece(s.reloc_off + 10 * i, 10, f'relocation {i + 1} of {s.name}', 'relocation'))
        self.read_symbols()
        self.pieces.sort()

    def u16(self, off): return struct.unpack_from('<H', self.data, off)[0]
    def u32(self, off): return struct.unpack_from('<I', self.data, off)[0]
    def u64(self, off): return struct.unpack_from('<Q', self.data, off)[0]

    def text_at(self, off):
        return self.data[off:self.data.index(b'\0', off)].decode('latin-1')

    def section(self, off):
        raw = self.data[off:off + 8].rstrip(b'\0').decode('latin-1')
        vs, rva, raw_size, raw_off, reloc_off, _, relocs, _, flags = struct.unpack_from('<IIIIIIHHI', self.data, off + 8)
        if raw.startswith('/') and not self.is_image:
            raw = self.text_at(self.symbols_off + 18 * self.symbol_count + int(raw[1:]))
        return Section(raw, rva, vs, raw_off, raw_size, flags, reloc_off, relocs)

    def read_optional_header(self):
        self.is_64 = self.u16(self.opt_off) == 0x20b
        self.opt_fixed = 112 if self.is_64 else 96
        self.base = self.u64(self.opt_off + 24) if self.is_64 else self.u32(self.opt_off + 28)
        self.entry_rva = self.u32(self.opt_off + 16)
        self.image_size, self.headers_size = self.u32(self.opt_off + 56), self.u32(self.opt_off + 60)
        at = self.opt_off + self.opt_fixed
        self.directories = [(self.u32(at + 8 * i), self.u32(at + 8 * i + 4)) for i in range(16)]

    def read_symbols(self):
        self.symbols = []
        if not self.symbols_off:
            return
        strings = self.symbols_off + 18 * self.symbol_count
        i = 0
        while i < self.symbol_count:
            off = self.symbols_off + 18 * i
            name = (self.text_at(strings + self.u32(off + 4)) if self.u32(off) == 0
                    else self.data[off:off + 8].rstrip(b'\0').decode('latin-1'))
            value, section, kind, storage, aux = struct.unpack_from('<IhHBB', self.data, off + 8)
            self.symbols.append((i, name, value, section, storage))
            self.pieces.append(Piece(off, 18, f'symbol {i:X}: {name}', 'symbol'))
            for k in range(aux):
                self.pieces.append(Piece(off + 18 * (k + 1), 18, f'more about symbol {i:X}', 'auxiliary'))
            i += 1 + aux
        if self.u32(strings) >= 4:
            self.pieces.append(Piece(strings, self.u32(strings), 'string table', 'strings'))

    def file_off(self, rva):
        for s in self.sections:
            if s.rva <= rva < s.rva + max(s.virtual_size, 1) and rva - s.rva < s.raw_size:
                return s.off + rva - s.rva
        if rva < self.headers_size:
            return rva
        raise ValueError(f'RVA {rva:#x} is not in the file')

    def section_of(self, rva):
        return next((s for s in self.sections if s.rva <= rva < s.rva + s.virtual_size), None)

    def imports(self):
        """[(descriptor offset, DLL, [(slot RVA, ILT entry RVA, value, name or ordinal, hint)])]"""
        rva, size = self.directories[1]
        if not rva:
            return []
        found, at = [], self.file_off(rva)
        pointer = 8 if self.is_64 else 4
        while any(self.data[at:at + 20]):
            ilt, _, _, name, iat = struct.unpack_from('<5I', self.data, at)
            slots, i = [], 0
            while True:
                off = self.file_off((ilt or iat) + i * pointer)
                value = self.u64(off) if self.is_64 else self.u32(off)
                if not value:
                    break
                by_ordinal = value >> (8 * pointer - 1)
                what = f'#{value & 0xffff}' if by_ordinal else self.text_at(self.file_off(value) + 2)
                slots.append((iat + i * pointer, ilt + i * pointer, value, what, None if by_ordinal else self.u16(self.file_off(value))))
                i += 1
            found.append((at, self.text_at(self.file_off(name)), slots))
            at += 20
        return found

    def exports(self):
        """(directory fields, [function RVA], [(name RVA, name, index)])"""
        rva, size = self.directories[0]
        fields = struct.unpack_from('<IIIIIIIIII', self.data, self.file_off(rva))
        _, _, _, name, base, functions, names, function_rva, name_rva, index_rva = fields
        table = [self.u32(self.file_off(function_rva) + 4 * i) for i in range(functions)]
        named = []
        for i in range(names):
            text_rva = self.u32(self.file_off(name_rva) + 4 * i)
            named.append((text_rva, self.text_at(self.file_off(text_rva)), self.u16(self.file_off(index_rva) + 2 * i)))
        return fields, table, named

    def base_relocs(self):
        rva, size = self.directories[5]
        found, at = [], self.file_off(rva) if size else 0
        end = at + size
        while at < end:
            page, block = self.u32(at), self.u32(at + 4)
            found.append((at, page, block, [self.u16(at + 8 + 2 * i) for i in range((block - 8) // 2)]))
            at += block
        return found
