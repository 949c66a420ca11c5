# image-directories.sh - symbols with a prescribed name become data directories: _tls_used, _load_config_used.
. tests/common.sh
mkobj $t/a.obj 'section .tls flags=data,r,w align=64' 'symbol start' 'zeros 64' \
    'section .rdata align=8' 'zeros 8' 'symbol _tls_used' 'ref ADDR64 start' 'ref ADDR64 start' 'ref ADDR64 index' 'ref ADDR64 index' 'zeros 8' \
    'symbol _load_config_used' 'bytes 70 00 00 00' 'zeros 0x6c' \
    'section .data align=8' 'symbol index' 'zeros 16'
mylink /dll /noentry /include:_tls_used /include:_load_config_used /out:$t/a.dll $t/a.obj
expect_field $t/a.dll '[directory("TLS").VirtualAddress - section(".rdata").VirtualAddress, directory("TLS").Size]' '0x8
0x28'
# The alignment that the variables need: 64 is code 7.
expect_field $t/a.dll 'pe.DIRECTORY_ENTRY_TLS.struct.Characteristics' 0x700000
expect_field $t/a.dll '[directory("LOAD_CONFIG").VirtualAddress - section(".rdata").VirtualAddress, directory("LOAD_CONFIG").Size]' '0x30
0x70'

# x86: one more underscore, smaller structures, and 40h for the load configuration whatever it says itself.
mkobj $t/b.obj 'machine x86' 'section .rdata align=4' 'symbol __tls_used' 'ref DIR32 _index' 'ref DIR32 _index' 'ref DIR32 _index' 'ref DIR32 _index' \
    'zeros 4' 'bytes 00 00 10 00' 'symbol __load_config_used' 'bytes 5c 00 00 00' 'zeros 0x58' 'section .data' 'symbol _index' 'zeros 8'
mylink /dll /noentry /include:__tls_used /include:__load_config_used /out:$t/b.dll $t/b.obj
expect_field $t/b.dll '[directory("TLS").Size, directory("LOAD_CONFIG").Size]' '0x18
0x40'
expect_field $t/b.dll 'pe.DIRECTORY_ENTRY_TLS.struct.Characteristics' 0x100000 # the object's own word counts

mkobj $t/c.obj 'section .rdata align=8' 'symbol _tls_used' 'zeros 8'
expect_fail 'c.obj : error LNK1107: invalid or corrupt file: _tls_used needs 40 bytes, and 8 are left in its section' \
    "$MYLINK" /dll /noentry /include:_tls_used /out:$t/c.dll $t/c.obj
mkobj $t/d.obj 'section .rdata align=8' 'symbol _load_config_used' 'bytes ff 00 00 00' 'zeros 0x60'
expect_fail '_load_config_used needs 255 bytes, and 100 are left' "$MYLINK" /dll /noentry /include:_load_config_used /out:$t/d.dll $t/d.obj
