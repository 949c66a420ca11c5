# msvc-load-config-found.sh - nothing refers to the run-time library's _load_config_used; the linker takes it all the same.
. tests/common.sh
# The library's object as Microsoft's is: a table of 0x100 bytes whose first field is its size, and names the linker defines.
mkobj $t/loadcfg.obj 'section .rdata align=16' 'symbol _load_config_used' 'bytes 00 01 00 00' 'zeros 84' 'ref ADDR64 __security_cookie' \
    'zeros 48' 'ref ADDR64 __guard_flags' 'zeros 104' 'symbol end_of_it'
mkobj $t/cookie.obj 'section .data' 'symbol __security_cookie' 'bytes 32 a2 df 2d 99 2b 00 00'
mylib /nologo /out:$t/crt.lib $t/loadcfg.obj $t/cookie.obj
mkobj $t/main.obj 'section .text' 'symbol start func' 'bytes 31 c0 c3' 'directive "/defaultlib:crt.lib"'
mylink /entry:start /subsystem:console /libpath:$t /out:$t/a.exe $t/main.obj
expect_field $t/a.exe 'directory("LOAD_CONFIG").Size' 0x100
expect_field $t/a.exe 'DIRECTORY_ENTRY_LOAD_CONFIG.struct.Size' 0x100
readobj=$(tool llvm-readobj)
$readobj --coff-load-config $t/a.exe | grep 'SecurityCookie: 0x140003000' >/dev/null

# GNU ld does not look for it.
mylink -flavor gnu -m i386pep -e start -L$t -o $t/g.exe $t/main.obj $t/crt.lib
expect_field $t/g.exe 'directory("LOAD_CONFIG").Size' 0x0

# A library without one: no directory, and no error about a missing name.
mylib /nologo /out:$t/none.lib $t/cookie.obj
mylink /entry:start /subsystem:console /nodefaultlib /out:$t/n.exe $t/main.obj $t/none.lib
expect_field $t/n.exe 'directory("LOAD_CONFIG").Size' 0x0
