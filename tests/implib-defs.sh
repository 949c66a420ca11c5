# implib-defs.sh - the built-in libraries hold what mingw-w64's libraries and Wine's DLLs know: names, argument sizes, data; and no name twice.
. tests/common.sh
[ -x $python ] || skip 'python3 is not installed'
need_pefile
mingw32=/usr/i686-w64-mingw32/lib mingw64=/usr/x86_64-w64-mingw32/lib
[ -f $mingw32/libkernel32.a ] && [ -f $mingw64/libkernel32.a ] || skip 'the libraries of mingw-w64 are not installed'
wine=/usr/lib/x86_64-linux-gnu/wine/x86_64-windows
[ -d $wine ] || wine=
$python - $BIN/lib $mingw64 $mingw32 "$wine" <<'EOT' || fail 'see above'
import os, struct, sys
lib, mingw64, mingw32, wine = sys.argv[1:]
sys.argv = ['make-defs.py']
import importlib.util
spec = importlib.util.spec_from_file_location('make_defs', 'implib/defs/make-defs.py')
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)
bad = 0
def say(*text):
    global bad
    bad += 1
    if bad < 40: print(*text, file=sys.stderr)

def records(path):
    """{symbol: (imported name, is data, DLL)} of a library of short import records"""
    found = {}
    for d in make.members(path):
        if d[:4] != b'\0\0\xff\xff': continue
        hint, bits = struct.unpack_from('<HH', d, 16)
        symbol, dll = d[20:].decode().split('\0')[:2]
        kind, name = bits >> 2 & 7, symbol
        if kind in (2, 3): name = name[1:]
        if kind == 3: name = name.split('@')[0]
        if symbol in found: say(path, 'holds', symbol, 'twice')
        found[symbol] = (name if kind else hint, bits & 3 == 1, dll)
    return found

checked = 0
for lst, dll, mingw, wine_dll in make.DLLS:
    if lst.startswith('vcruntime') or (lst.startswith('api-ms') and 'private' not in lst): continue # parts of others
    for machine, folder in (('x64', mingw64), ('x86', mingw32), ('arm64', mingw64)):
        ours = records(os.path.join(lib, machine, lst + '.lib'))
        theirs = make.exported(mingw, folder, dll.lower(), machine == 'x86')
        for name, e in theirs.items():
            if name in make.PRIVATE or name in make.NOT_IN_LIBRARY.get(lst, ()): continue
            checked += 1
            if e.symbol not in ours: say(machine, lst, 'lacks', e.symbol)
            elif ours[e.symbol][0] != name: say(machine, lst, e.symbol, 'imports', ours[e.symbol][0], 'not', name)
            elif ours[e.symbol][1] and not e.data and name not in make.DATA and not name.startswith('??_7'): say(machine, lst, name, 'is data')
            elif ours[e.symbol][2] != dll: say(machine, lst, name, 'comes from', ours[e.symbol][2])
        if wine and machine == 'x64':
            exports = make.read_wine(os.path.join(wine, wine_dll))
            for symbol, (name, data, _) in ours.items():
                if name not in exports and name not in theirs and name not in make.exported(mingw, mingw32, dll.lower(), True):
                    say(lst, name, 'is known to nobody')
                if name in exports and not exports[name].data and data and name not in make.DATA: say(lst, name, 'is a function for Wine')
print('%d names checked' % checked)
sys.exit(bad != 0 or checked < 30000)
EOT
# ucrt.lib: the 14 API sets, each with its own descriptor; vcruntime.lib: its two DLLs.
nm=$(tool llvm-nm)
dlls() { $nm --print-armap $1 2>/dev/null | sed -n 's/^__IMPORT_DESCRIPTOR_\(.*\) in .*/\1/p' | LC_ALL=C sort | tr '\n' ' '; }
expect 'api-ms-win-crt-conio-l1-1-0 api-ms-win-crt-convert-l1-1-0 api-ms-win-crt-environment-l1-1-0 api-ms-win-crt-filesystem-l1-1-0 api-ms-win-crt-heap-l1-1-0 api-ms-win-crt-locale-l1-1-0 api-ms-win-crt-math-l1-1-0 api-ms-win-crt-multibyte-l1-1-0 api-ms-win-crt-process-l1-1-0 api-ms-win-crt-runtime-l1-1-0 api-ms-win-crt-stdio-l1-1-0 api-ms-win-crt-string-l1-1-0 api-ms-win-crt-time-l1-1-0 api-ms-win-crt-utility-l1-1-0 ' dlls $BIN/lib/x64/ucrt.lib
expect 'VCRUNTIME140 VCRUNTIME140_1 ' dlls $BIN/lib/x64/vcruntime.lib
expect 'VCRUNTIME140 ' dlls $BIN/lib/x86/vcruntime.lib
