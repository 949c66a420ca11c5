#!/usr/bin/python3
"""compare-twins.py - two links of the same objects by two linkers: do they hold the same?

    compare-twins.py OURS.exe TWIN.exe

Two linkers lay an image out differently, so no address can be compared. What both must agree about, as sets:

    exports            names, ordinals, what a forwarder leads to
    imports            DLL and name
    base relocations   what the corrected pointers lead to
    unwind data        the functions covered, and their lengths

Addresses become names with the images' own symbol tables (so neither is stripped): "main", "main+0x1c". What lies between the
symbols of a data section is told by its bytes: a text literal has no name. Prints each difference and exits with 1; else
prints one line with the numbers.

Left out is what the linkers do differently on purpose: pointers to import slots (GNU ld fills .refptr.X with one, mylink uses the slot
itself), fields that are corrected at run time, and imports of what the program has itself (GNU ld meets the library first, and keeps the
import although a definition comes later).
"""
import bisect
import collections
import struct
import sys

import pefile

CODE = 0x20000000  # IMAGE_SCN_MEM_EXECUTE


class Image:
    def __init__(self, path):
        self.path = path
        self.pe = pefile.PE(path, fast_load=True)
        self.pe.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_" + d] for d in ("EXPORT", "IMPORT")])
        self.data = self.pe.get_memory_mapped_image()
        self.base = self.pe.OPTIONAL_HEADER.ImageBase
        self.names = collections.defaultdict(set)  # RVA: names
        self.read_symbols()
        self.places, self.other_relocs = self.read_relocs()
        directory = self.pe.OPTIONAL_HEADER.DATA_DIRECTORY[3]
        entries = [struct.unpack_from("<III", self.data, directory.VirtualAddress + at) for at in range(0, directory.Size - 11, 12)]
        self.functions = sorted(e[:2] for e in entries if e[0])
        self.unwind_entries = [e for e in entries if e[0]]

    def read_symbols(self):
        raw, header = self.pe.__data__, self.pe.FILE_HEADER
        strings = header.PointerToSymbolTable + 18 * header.NumberOfSymbols
        at, left = header.PointerToSymbolTable, header.NumberOfSymbols
        if not left:
            sys.exit("%s has no symbol table" % self.path)
        while left > 0:
            name, value, section, _, storage, aux = struct.unpack_from("<8sIhHBB", raw, at)
            if name[:4] == b"\0\0\0\0":
                off = strings + struct.unpack_from("<I", name, 4)[0]
                name = raw[off:raw.find(b"\0", off)]
            if section > 0 and storage in (2, 3) and not name.startswith(b"."):
                self.names[self.pe.sections[section - 1].VirtualAddress + value].add(name.rstrip(b"\0").decode("latin-1"))
            at += 18 * (1 + aux)
            left -= 1 + aux
        self.sorted = sorted(self.names)
        self.all_names = set().union(*self.names.values())

    def section_of(self, rva):
        for s in self.pe.sections:
            if s.VirtualAddress <= rva < s.VirtualAddress + max(s.Misc_VirtualSize, s.SizeOfRawData):
                return s
        return None

    def name_of(self, rva, common):
        """What lies at an RVA, in words that hold in the other image too: of several names one that `common` has."""
        section = self.section_of(rva)
        if rva == 0:
            return "__ImageBase"
        if section is None:
            return "outside the image"
        if rva in self.names:
            both = self.names[rva] & common
            return min(both or self.names[rva])
        for first in self.names.get(rva - 8, ()):  # behind the -1 at the list's start
            if first in ("__CTOR_LIST__", "__DTOR_LIST__"):
                return first + "+0x8"
        if not section.Characteristics & CODE:
            return "bytes %r" % self.text_at(rva)
        start = self.sorted[max(bisect.bisect_right(self.sorted, rva) - 1, 0)]
        entry = bisect.bisect_right(self.functions, (rva, 1 << 32)) - 1  # libraries without local symbols have nameless functions
        if entry >= 0 and start < self.functions[entry][0] <= rva < self.functions[entry][1]:
            return "a function of 0x%x bytes" % (self.functions[entry][1] - self.functions[entry][0])
        return "%s+0x%x" % (min(self.names[start] & common or self.names[start]), rva - start)

    def text_at(self, rva):
        """Bytes from an RVA to the next zero or corrected pointer, 40 at most."""
        place = bisect.bisect_left(self.places, rva)
        end = min([rva + 40] + self.places[place:place + 1])
        zero = self.data.find(b"\0", rva, end)
        return bytes(self.data[rva:zero if zero >= 0 else end])

    def exports(self):
        table = getattr(self.pe, "DIRECTORY_ENTRY_EXPORT", None)
        return {"@%d %s%s" % (e.ordinal, (e.name or b"").decode(), " -> " + e.forwarder.decode() if e.forwarder else "")
                for e in (table.symbols if table else [])}

    def imports(self):
        return {"%s %s" % (d.dll.decode().lower(), i.name.decode() if i.name else "#%d" % i.ordinal)
                for d in getattr(self.pe, "DIRECTORY_ENTRY_IMPORT", []) for i in d.imports}

    def read_relocs(self):
        """The places of 64-bit pointers, sorted; other kinds are counted by type."""
        directory = self.pe.OPTIONAL_HEADER.DATA_DIRECTORY[5]
        at, end, places, others = directory.VirtualAddress, directory.VirtualAddress + directory.Size, [], collections.Counter()
        while at + 8 <= end:
            page, size = struct.unpack_from("<II", self.data, at)
            for off in range(at + 8, at + size, 2):
                entry = struct.unpack_from("<H", self.data, off)[0]
                if entry >> 12 == 10:
                    places.append(page + (entry & 0xfff))
                elif entry >> 12:
                    others["relocation of type %d" % (entry >> 12)] += 1
            at += max(size, 8)
        return sorted(places), others

    def pseudo_relocs(self):
        """Places that mingw-w64's start-up code corrects: until then they have addresses relative to an import slot."""
        ends = [rva for name in ("__RUNTIME_PSEUDO_RELOC_LIST__", "__RUNTIME_PSEUDO_RELOC_LIST_END__") for rva in self.sorted if name in self.names[rva]]
        return {struct.unpack_from("<I", self.data, at + 4)[0] for at in range(ends[0] + 12, ends[1], 12)} if len(ends) == 2 else set()

    def reloc_targets(self, common):
        slots = {i.address - self.base for d in getattr(self.pe, "DIRECTORY_ENTRY_IMPORT", []) for i in d.imports}
        targets, pseudo = collections.Counter(self.other_relocs), self.pseudo_relocs()
        for place in self.places:
            if place in pseudo:
                continue
            rva = struct.unpack_from("<Q", self.data, place)[0] - self.base
            if rva not in slots:
                targets[self.name_of(rva, common)] += 1
        return targets

    def unwound(self, common):
        found, last = collections.Counter(), -1
        for begin, end, info in self.unwind_entries:
            if begin < last:
                found["out of order: %s" % self.name_of(begin, common)] += 1
            last = begin
            if self.data[info] & 7 not in (1, 2):
                found["unwind data of version %d: %s" % (self.data[info] & 7, self.name_of(begin, common))] += 1
            found["%s, 0x%x bytes" % (self.name_of(begin, common), end - begin)] = 1
        return found


def difference(what, ours, twins):
    bad = False
    for name, extra in (("only here", ours - twins), ("only in the twin", twins - ours)):
        items = sorted(extra.elements()) if isinstance(extra, collections.Counter) else sorted(extra)
        if items:
            bad = True
            print("%s, %s (%d): %s" % (what, name, len(items), "; ".join(items[:20])), file=sys.stderr)
    return bad


def main():
    ours, twin = Image(sys.argv[1]), Image(sys.argv[2])
    common = ours.all_names & twin.all_names
    bad, counts = False, []
    for what, get in (("exports", lambda i: i.exports()), ("imports", lambda i: i.imports()),
                      ("base relocation targets", lambda i: i.reloc_targets(common)), ("functions with unwind data", lambda i: i.unwound(common))):
        a, b = get(ours), get(twin)
        if what == "imports":
            b = {i for i in b if i in a or i.split()[1] not in ours.all_names}
        if "outside the image" in b:  # GNU ld corrects pointers that are null, too
            del b["outside the image"]
        bad |= difference(what, a, b)
        counts.append("%d %s" % (sum(a.values()) if isinstance(a, collections.Counter) else len(a), what))
    print(", ".join(counts))
    sys.exit(bad)


main()
