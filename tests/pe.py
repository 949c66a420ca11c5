# pe.py - images as python's pefile reads them: an eye that shares no code with mylink. Called by tests/common.sh.
#
#   pe.py warnings IMAGE...          fails when pefile has a warning that the regex in the .allow file beside IMAGE does not match
#   pe.py field IMAGE EXPR           prints a Python expression over the PE object's attributes
#   pe.py bytes IMAGE EXPORT 'hex'   compares the bytes at an export (a name, or #ordinal)
import builtins
import os
import re
import sys
import types

import pefile


def load(path):
    # In two steps, because PE(path) alone also warns when zeros are more than half of a file, and in a small image they are.
    pe = pefile.PE(path, fast_load=True)
    pe.full_load()
    return pe


def text(value):
    return value.rstrip(b"\0").decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value


def export_list(pe):
    table = getattr(pe, "DIRECTORY_ENTRY_EXPORT", None)
    return table.symbols if table else []


class Fields(dict):
    """Names of an expression: the PE object's own attributes and a few short cuts."""

    def __init__(self, pe):
        super().__init__(vars(builtins), pe=pe, section=self.section, directory=self.directory, imports=self.imports,
                         exports=self.exports, resources=self.resources, sections=lambda: [text(s.Name) for s in pe.sections], text=text)
        self.pe = pe

    def __missing__(self, name):
        return getattr(self.pe, name)

    def section(self, name):
        return next(s for s in self.pe.sections if text(s.Name) == name)

    def directory(self, name):
        index = pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_" + name]
        return self.pe.OPTIONAL_HEADER.DATA_DIRECTORY[index]

    def imports(self):
        return ["%s!%s" % (text(d.dll), text(i.name) if i.name else "#%d" % i.ordinal)
                for d in getattr(self.pe, "DIRECTORY_ENTRY_IMPORT", []) for i in d.imports]

    def exports(self):
        return ["%d %s%s" % (e.ordinal, text(e.name) if e.name else "-", " -> " + text(e.forwarder) if e.forwarder else "")
                for e in export_list(self.pe)]


    def resources(self):
        """type, name, language, size and the data's printable bytes, in the tree's order."""
        def key(entry):
            return '"%s"' % entry.name if entry.name else str(entry.id)
        found = []
        for kind in getattr(self.pe, "DIRECTORY_ENTRY_RESOURCE", types.SimpleNamespace(entries=[])).entries:
            for name in kind.directory.entries:
                for language in name.directory.entries:
                    where = language.data.struct
                    data = self.pe.get_data(where.OffsetToData, where.Size)
                    start = "".join(chr(c) for c in data if 32 <= c < 127)[:60]
                    found.append("%s %s %s %d %s" % (key(kind), key(name), key(language), where.Size, start))
        return found


def show(value):
    if isinstance(value, bool) or not isinstance(value, int):
        return str(text(value))
    return "0x%x" % value


def print_field(path, expression):
    value = eval(expression, Fields(load(path)))
    for item in value if isinstance(value, (list, tuple)) else [value]:
        print(show(item))


def is_meant(pe, warning):
    """pefile looks for malware, so it also warns about two things that are in order."""
    if "AddressOfEntryPoint" in warning:  # /NOENTRY: a DLL need not have one
        return pe.OPTIONAL_HEADER.AddressOfEntryPoint == 0 and pe.is_dll()
    # A guess from what the program calls: few functions, GetProcAddress among them.
    return warning == "Imported symbols contain entries typical of packed executables."


def check_warnings(paths):
    bad = 0
    for path in paths:
        with open(os.path.join(os.path.dirname(path), ".allow")) as f:
            allowed = f.read().strip()
        pe = load(path)
        for warning in pe.get_warnings():
            if not is_meant(pe, warning) and not (allowed and re.search(allowed, warning)):
                print("pefile about %s: %s" % (os.path.basename(path), warning), file=sys.stderr)
                bad = 1
    return bad


def check_bytes(path, name, want):
    pe = load(path)
    want = bytes.fromhex(want)
    for e in export_list(pe):
        if (text(e.name) if e.name else None) == name or "#%d" % e.ordinal == name:
            got = pe.get_data(e.address, len(want)).ljust(len(want), b"\0")  # a section's zero tail is not in the file
            if got == want:
                return 0
            print("at %s: expected %s, got %s" % (name, want.hex(" "), got.hex(" ")), file=sys.stderr)
            return 1
    print("no export %s" % name, file=sys.stderr)
    return 1


command, arguments = sys.argv[1], sys.argv[2:]
if command == "field":
    print_field(*arguments)
elif command == "warnings":
    sys.exit(check_warnings(arguments))
elif command == "bytes":
    sys.exit(check_bytes(*arguments))
