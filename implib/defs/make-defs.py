#!/usr/bin/python3
"""make-defs.py - makes the export lists in this folder from packages of Debian.

    apt-get install mingw-w64 wine64 python3-pefile      and the files of libwine:i386 unpacked somewhere
    implib/defs/make-defs.py WINE64-FOLDER WINE32-FOLDER [LIST...]

It was run by hand once per state of those packages; the lists it wrote are what is committed and what `make` uses. README.md
beside it says what the lists mean. Two independent sources are read:

  * the import libraries of mingw-w64 (libkernel32.a ...): which names the DLL has, on x86 with the size of the arguments, and
    which are data. One object per function:  __imp_NAME in .idata$5, the imported name in .idata$6, no .text for data
  * the DLLs of Wine: their export tables
"""
import os, re, struct, sys
import pefile

HERE = os.path.dirname(os.path.abspath(__file__))
MINGW64, MINGW32 = "/usr/x86_64-w64-mingw32/lib", "/usr/i686-w64-mingw32/lib"

# list, DLL name as Microsoft's libraries spell it, mingw's libraries, Wine's DLL
DLLS = [
    ("kernel32", "KERNEL32.dll", "libkernel32.a", "kernel32.dll"),
    ("ntdll", "ntdll.dll", "libntdll.a libntdllcrt.a", "ntdll.dll"),
    ("user32", "USER32.dll", "libuser32.a", "user32.dll"),
    ("gdi32", "GDI32.dll", "libgdi32.a", "gdi32.dll"),
    ("advapi32", "ADVAPI32.dll", "libadvapi32.a", "advapi32.dll"),
    ("shell32", "SHELL32.dll", "libshell32.a", "shell32.dll"),
    ("ole32", "ole32.dll", "libole32.a", "ole32.dll"),
    ("oleaut32", "OLEAUT32.dll", "liboleaut32.a", "oleaut32.dll"),
    ("ws2_32", "WS2_32.dll", "libws2_32.a", "ws2_32.dll"),
    ("comdlg32", "COMDLG32.dll", "libcomdlg32.a", "comdlg32.dll"),
    ("comctl32", "COMCTL32.dll", "libcomctl32.a", "comctl32.dll"),
    ("winmm", "WINMM.dll", "libwinmm.a", "winmm.dll"),
    ("version", "VERSION.dll", "libversion.a", "version.dll"),
    ("shlwapi", "SHLWAPI.dll", "libshlwapi.a", "shlwapi.dll"),
    ("winspool", "WINSPOOL.DRV", "libwinspool.a", "winspool.drv"),
    ("odbc32", "ODBC32.dll", "libodbc32.a", "odbc32.dll"),
    ("odbccp32", "ODBCCP32.dll", "libodbccp32.a", "odbccp32.dll"),
    ("userenv", "USERENV.dll", "libuserenv.a", "userenv.dll"),
    ("bcrypt", "bcrypt.dll", "libbcrypt.a", "bcrypt.dll"),
    ("ncrypt", "ncrypt.dll", "libncrypt.a", "ncrypt.dll"),
    ("crypt32", "CRYPT32.dll", "libcrypt32.a", "crypt32.dll"),
    ("secur32", "Secur32.dll", "libsecur32.a", "secur32.dll"),
    ("dbghelp", "dbghelp.dll", "libdbghelp.a", "dbghelp.dll"),
    ("psapi", "PSAPI.DLL", "libpsapi.a", "psapi.dll"),
    ("iphlpapi", "IPHLPAPI.DLL", "libiphlpapi.a", "iphlpapi.dll"),
    ("setupapi", "SETUPAPI.dll", "libsetupapi.a", "setupapi.dll"),
    ("imm32", "IMM32.dll", "libimm32.a", "imm32.dll"),
    ("uxtheme", "UxTheme.dll", "libuxtheme.a", "uxtheme.dll"),
    ("dwmapi", "dwmapi.dll", "libdwmapi.a", "dwmapi.dll"),
    ("msimg32", "MSIMG32.dll", "libmsimg32.a", "msimg32.dll"),
    ("rpcrt4", "RPCRT4.dll", "librpcrt4.a", "rpcrt4.dll"),
    ("opengl32", "OPENGL32.dll", "libopengl32.a", "opengl32.dll"),
    ("gdiplus", "gdiplus.dll", "libgdiplus.a", "gdiplus.dll"),
    ("wininet", "WININET.dll", "libwininet.a", "wininet.dll"),
    ("winhttp", "WINHTTP.dll", "libwinhttp.a", "winhttp.dll"),
    ("urlmon", "urlmon.dll", "liburlmon.a", "urlmon.dll"),
    ("netapi32", "NETAPI32.dll", "libnetapi32.a", "netapi32.dll"),
    ("mpr", "MPR.dll", "libmpr.a", "mpr.dll"),
    ("wtsapi32", "WTSAPI32.dll", "libwtsapi32.a", "wtsapi32.dll"),
    ("powrprof", "POWRPROF.dll", "libpowrprof.a", "powrprof.dll"),
    ("wsock32", "WSOCK32.dll", "libwsock32.a", "wsock32.dll"),
    ("d3d9", "d3d9.dll", "libd3d9.a", "d3d9.dll"),
    ("d3d11", "d3d11.dll", "libd3d11.a", "d3d11.dll"),
    ("dxgi", "dxgi.dll", "libdxgi.a", "dxgi.dll"),
    ("dsound", "DSOUND.dll", "libdsound.a", "dsound.dll"),
    ("msvcrt", "msvcrt.dll", "libmsvcrt-os.a", "msvcrt.dll"),
    ("ucrtbase", "ucrtbase.dll", "libucrtbase.a", "ucrtbase.dll"),
    ("vcruntime140", "VCRUNTIME140.dll", "libvcruntime140_app.a", "vcruntime140.dll"),
    ("vcruntime140_1", "VCRUNTIME140_1.dll", "", "vcruntime140_1.dll"),
]
API_SETS = ["conio", "convert", "environment", "filesystem", "heap", "locale", "math", "multibyte", "private", "process",
            "runtime", "stdio", "string", "time", "utility"]
DLLS += [("api-ms-win-crt-%s-l1-1-0" % s, "api-ms-win-crt-%s-l1-1-0.dll" % s, "libucrt.a", "ucrtbase.dll") for s in API_SETS]

DATA = {"_mbcasemap", "_ctype", "_wctype", "LdrSystemDllInitBlock"}  # tables; one of the two sources says otherwise
C_RUNTIMES = re.compile(r"msvcrt|ucrtbase|vcruntime|api-ms-win-crt")  # their functions are C functions: no argument sizes
# Ordinals that have been the same since they exist, because programs import by them. What else Wine's tables hold was
# numbered by its build.
STABLE_ORDINALS = {
    "ws2_32": {*range(1, 24), *range(51, 58), *range(101, 117), 151, 500},
    "oleaut32": set(range(1, 0x10000)),
    "comctl32": {*range(1, 18), *range(71, 76), *range(151, 421)},
}
# Names that only Wine has are left out of the Win32 DLLs' lists: many were exported by Windows 9x only, or belong to another
# DLL's import library. These are on today's Windows and needed.
KNOWN = {"ntdll": {"__chkstk", "_chkstk", "__C_specific_handler", "_local_unwind"},
         "comctl32": {"DPA_GetSize", "DSA_Clone", "DSA_GetSize", "DrawShadowText", "HIMAGELIST_QueryInterface",
                      "ImageList_CoCreateInstance", "ImageList_WriteEx", "LoadIconWithScaleDown"}}
# Microsoft's kernel32.lib leaves these helpers of the compiler out, though the DLL exports them: programs that name it first on the
# command line, as Visual Studio does, have them from the run-time library. ntdll.lib has them for programs without one.
NOT_IN_LIBRARY = {"kernel32": {"__C_specific_handler", "__chkstk", "_local_unwind", "__misaligned_access"}}
PLAIN_ON_X86 = {"_chkstk"}  # not a function with arguments
# Argument sizes that mingw's x86 libraries lack, from the functions' documented prototypes.
X86_SIZES = {"GetFileVersionInfoExA": 20, "GetFileVersionInfoExW": 20, "GetFileVersionInfoSizeExA": 12,
             "GetFileVersionInfoSizeExW": 12, "LoadIconWithScaleDown": 20, "UnmapViewOfFileEx": 8}
PRIVATE = {"DllCanUnloadNow", "DllGetClassObject", "DllGetClassFactoryFromClassString", "DllGetDocumentation", "DllInitialize",
           "DllInstall", "DllRegisterServer", "DllRegisterServerEx", "DllRegisterServerExW", "DllUnload", "DllUnregisterServer",
           "DllMain", "DllEntryPoint"}


class Export:
    def __init__(self, name, symbol="", data=False, ordinal=0):
        self.name, self.symbol, self.data, self.ordinal = name, symbol, data, ordinal


def members(path):
    bytes_ = open(path, "rb").read()
    pos, names = 8, b""
    while pos + 60 <= len(bytes_):
        name, size = bytes_[pos:pos + 16].decode().strip(), int(bytes_[pos + 48:pos + 58])
        data = bytes_[pos + 60:pos + 60 + size]
        if name == "//":
            names = data
        elif name != "/":
            yield data
        pos += 60 + size + size % 2


def read_object(data):
    """-> sections {name: bytes}, symbols [(name, section name or '')]"""
    machine, nsec, _, symbols_off, nsyms = struct.unpack_from("<HHIII", data, 0)
    strings = symbols_off + 18 * nsyms
    text = lambda raw: (data[strings + struct.unpack_from("<I", raw, 4)[0]:].split(b"\0")[0] if raw[:4] == b"\0\0\0\0"
                        else raw.rstrip(b"\0")).decode("latin-1")
    names, sections, symbols = [], {}, []
    for i in range(nsec):
        raw = data[20 + 40 * i:60 + 40 * i]
        size, off = struct.unpack_from("<II", raw, 16)
        names.append(raw[:8].rstrip(b"\0").decode("latin-1"))
        sections[names[-1]] = data[off:off + size] if off else b""
    i = 0
    while i < nsyms:
        raw = data[symbols_off + 18 * i:symbols_off + 18 * i + 18]
        section, aux = struct.unpack_from("<h", raw, 12)[0], raw[17]
        symbols.append((text(raw), names[section - 1] if section > 0 else ""))
        i += 1 + aux
    return sections, symbols


def read_mingw(path):
    """-> {DLL name in lower case: {symbol: Export}}. One object may have several symbols: mingw's own aliases (open, _open)."""
    objects = [read_object(d) for d in members(path)]
    dll_of = {}  # the tail object of each DLL has NAME_iname, the DLL's name; the others refer to _head_NAME
    for sections, symbols in objects:
        for name, section in symbols:
            if name.endswith("_iname") and section == ".idata$7":
                dll_of[name[:-6].lstrip("_")] = sections[".idata$7"].split(b"\0")[0].decode().lower()
    found = {}
    for sections, symbols in objects:
        slots = [n[6:] for n, s in symbols if s == ".idata$5" and n.startswith("__imp_")]
        head = [n[n.index("head_") + 5:] for n, s in symbols if not s and "head_" in n]
        if not slots or not head:
            continue
        slot = sections[".idata$5"]
        entry = int.from_bytes(slot, "little")
        by_ordinal = entry >> (8 * len(slot) - 1)
        name = "" if by_ordinal else sections[".idata$6"][2:].split(b"\0")[0].decode("latin-1")
        for symbol in slots:
            e = Export(name, symbol, data=not sections.get(".text"), ordinal=entry & 0xffff if by_ordinal else 0)
            found.setdefault(dll_of[head[0].lstrip("_")], {})[symbol] = e
    return found


def exported(libraries, folder, dll, x86):
    """-> {export name: Export} of one DLL, without mingw's aliases. What is imported by ordinal is named after its symbol."""
    found = {}
    for library in libraries.split():
        for symbol, e in cached_mingw(os.path.join(folder, library)).get(dll, {}).items():
            name = e.name or (re.sub(r"^[_@]([^@]*).*", r"\1", symbol) if x86 else symbol)
            if not name.endswith("@") and (natural(name, symbol) is not None if x86 else name == symbol):
                found[name] = e
    return found


CACHE = {}


def cached_mingw(path):
    if path not in CACHE:
        CACHE[path] = read_mingw(path)
    return CACHE[path]


def read_wine(path):
    """-> {export name: Export}"""
    pe = pefile.PE(path, fast_load=True)
    pe.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_EXPORT"]])
    found = {}
    for s in pe.DIRECTORY_ENTRY_EXPORT.symbols:
        name = s.name.decode("latin-1") if s.name else ""
        if not name or "wine" in name.lower():
            continue
        section = pe.get_section_by_rva(s.address)
        data = not s.forwarder and not section.IMAGE_SCN_MEM_EXECUTE
        found[name] = Export(name, data=bool(data), ordinal=s.ordinal)
    return found


def natural(name, symbol):
    """How the x86 symbol follows from the name: '' for a C name, the symbol itself when it is decorated, None for an alias."""
    if symbol == "_" + name or (symbol == name and name[0] in "?@"):
        return ""
    if re.fullmatch(r"[_@]%s@\d+" % re.escape(name), symbol):
        return symbol
    return None


def x86_spelling(name, mingw, wine, c_runtime):
    """-> text behind the name, or None when nobody knows how x86 programs call it."""
    if name in mingw:
        return natural(name, mingw[name].symbol)
    if name in X86_SIZES and name in wine:
        return "_%s@%d" % (name, X86_SIZES[name])
    return "" if c_runtime and name in wine else None


def line(name, tail, data, ordinal, noname, private):
    quoted = '"%s"' % name if name in RESERVED else name
    parts = [quoted + (" = " + tail if tail else "")]
    if ordinal and not private:
        parts.append("@%d" % ordinal)
    if noname:
        parts.append("NONAME")
    if private:
        parts.append("PRIVATE")
    if data:
        parts.append("DATA")
    return "    " + " ".join(parts)


RESERVED = set(re.findall(r'\{"([A-Z0-9-]+)", ', open(os.path.join(HERE, "../def.c")).read()))


def write(path, dll, lines_of, header):
    with open(path, "w") as f:
        f.write(header)
        if dll:
            f.write("LIBRARY %s\n" % dll)
        f.write("EXPORTS\n")
        for title in ("in mingw-w64's library and in Wine's DLL", "in mingw-w64's library, not in Wine's DLL",
                      "in Wine's DLL, not in mingw-w64's library"):
            if lines_of.get(title):
                f.write("; %s\n" % title)
                f.write("\n".join(sorted(lines_of[title])) + "\n")


def main():
    wine64_folder, wine32_folder = sys.argv[1:3]
    only = sys.argv[3:]
    counts = []
    for lst, dll, lib, wine_dll in DLLS:
        if only and lst not in only:
            continue
        mingw_dll = "vcruntime140_app.dll" if lst == "vcruntime140" else dll.lower()
        m64, m32 = exported(lib, MINGW64, mingw_dll, False), exported(lib, MINGW32, mingw_dll, True)
        w64 = read_wine(os.path.join(wine64_folder, wine_dll))
        path32 = os.path.join(wine32_folder, wine_dll)
        w32 = read_wine(path32) if os.path.exists(path32) else {}  # vcruntime140_1.dll is 64-bit only
        c_runtime = bool(C_RUNTIMES.match(lst))
        # An API set is a part of ucrtbase; only mingw's library says which.
        wine_only = (set(w64) | set(w32)) - set(m64) - set(m32)
        if lst.startswith("api-ms"):
            wine_only = set()
        elif not c_runtime:
            wine_only &= KNOWN.get(lst, set())
        if lst == "vcruntime140_1":
            wine_only = {"__CxxFrameHandler4"}  # its other names are vcruntime140's, too
        names = set(m64) | set(m32) | wine_only | (NOT_IN_LIBRARY.get(lst, set()) & set(w64))
        out = {"": {}, ".x86": {}, ".64": {}}
        count = dict.fromkeys(("both", "mingw", "wine", "x86", "64"), 0)
        for n in names:
            on64 = n in m64 or (n in w64 and (n in wine_only or n in NOT_IN_LIBRARY.get(lst, ())))
            tail = x86_spelling(n, m32, w32, c_runtime or n in PLAIN_ON_X86)
            if not on64 and tail is None:
                continue
            machine = "" if on64 and tail is not None else ".64" if on64 else ".x86"
            in_mingw, in_wine = n in m64 or n in m32, n in w64 or n in w32
            key = "both" if in_mingw and in_wine else "mingw" if in_mingw else "wine"
            title = {"both": "in mingw-w64's library and in Wine's DLL", "mingw": "in mingw-w64's library, not in Wine's DLL",
                     "wine": "in Wine's DLL, not in mingw-w64's library"}[key]
            entries = [s[n] for s in (m64, m32) if n in s] or [s[n] for s in (w64, w32) if n in s]
            # mingw-w64 calls "data" also the functions that it replaces by its own, to hide them. So both must say so.
            data = n in DATA or n.startswith("??_7") or all(e.data for e in entries + [s[n] for s in (w64, w32) if n in s])
            noname = in_mingw and all(e.ordinal for e in entries)
            ordinal = entries[0].ordinal if noname else 0
            stable = [s[n].ordinal for s in (w64, w32) if n in s]
            if not noname and lst in STABLE_ORDINALS and stable and len(set(stable)) == 1 and stable[0] in STABLE_ORDINALS[lst]:
                ordinal = stable[0]
            out[machine].setdefault(title, []).append(line(n, tail, data, ordinal, noname, n in PRIVATE or n in NOT_IN_LIBRARY.get(lst, ())))
            count[key] += 1
            count["x86"] += machine == ".x86"
            count["64"] += machine == ".64"
            if in_mingw and not data and any(s[n].data for s in (w64, w32) if n in s):
                print("%s: %s is data for Wine only" % (lst, n), file=sys.stderr)
            if data and not in_wine:
                print("%s: %s is data for mingw-w64, Wine does not have it" % (lst, n), file=sys.stderr)
        for machine, lines_of in out.items():
            path = os.path.join(HERE, lst + machine + ".def")
            if lines_of or not machine:
                what = {"": "exports of %s" % dll, ".x86": "exports that %s has on x86 only" % dll,
                        ".64": "exports that %s has on 64-bit machines only" % dll}[machine]
                header = "; %s%s.def - %s. Made by make-defs.py; see README.md.\n" % (lst, machine, what)
                write(path, None if machine else dll, lines_of, header)
            elif os.path.exists(path):
                os.remove(path)
        counts.append((lst, dll, count))
    for lst, dll, c in counts:
        print("| %s | %s | %d | %d | %d | %d | %d |" % (lst, dll, c["both"], c["mingw"], c["wine"], c["64"], c["x86"]))


if __name__ == "__main__":
    main()
