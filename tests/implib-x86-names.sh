# implib-x86-names.sh - which symbol, name type and imported name each spelling in EXPORTS gives on x86 and on x64.
. tests/common.sh
readobj=$(tool llvm-readobj)
put $t/d.def <<'EOT'
LIBRARY d.dll
EXPORTS
c_function
variable DATA
stdcall = _stdcall@8
fastcall = @fastcall@4
with_size@8
_with_all@8
@fast_as_is@4
vector@@16
?method@@YAXXZ
_underscore
renamed = other
alias EXPORTAS Real
gnu == _gnu
number @9 NONAME
constant CONSTANT
EOT
table() { # symbol, type, name type, [exported name]
    mylib /nologo /noexp /def:$t/d.def /machine:$1 /out:$t/d.lib
    $python - $t/d.lib <<'EOT'
import struct, sys
b = open(sys.argv[1], 'rb').read()
pos, rows = 8, []
while pos < len(b):
    size = int(b[pos + 48:pos + 58]); d = b[pos + 60:pos + 60 + size]; pos += 60 + size + size % 2
    if d[:4] == b'\0\0\xff\xff':
        hint, bits = struct.unpack_from('<HH', d, 16)
        s = d[20:].decode().split('\0')
        rows.append(s[0] + ' ' + ('code', 'data', 'const')[bits & 3] + ' ' + ('ordinal %d' % hint, 'name', 'noprefix', 'undecorate', 'exportas %s' % s[2])[bits >> 2 & 7])
print('\n'.join(rows))
EOT
}
[ -x $python ] || skip 'python3 is not installed'
expect '?method@@YAXXZ code name
@fast_as_is@4 code name
@fastcall@4 code undecorate
__underscore code noprefix
_alias code exportas Real
_c_function code noprefix
_constant const noprefix
_gnu code name
_number code ordinal 9
_renamed code noprefix
_stdcall@8 code undecorate
_variable data noprefix
_with_all@8 code name
_with_size@8 code noprefix
vector@@16 code name' table x86
expect '?method@@YAXXZ code name
@fast_as_is@4 code name
_underscore code name
_with_all@8 code name
alias code exportas Real
c_function code name
constant const name
fastcall code name
gnu code exportas _gnu
number code ordinal 9
renamed code name
stdcall code name
variable data name
vector@@16 code name
with_size@8 code name' table x64
