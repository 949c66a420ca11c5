# section-discarded.sh - sections for the linker's eyes do not reach the image; debug sections keep their long names.
. tests/common.sh
mkobj $t/a.obj 'section .text' 'symbol f' 'bytes c3' 'section .drectve flags=info,remove' 'ascii "/export:f "' \
    'section .debug$S flags=data,r,discard' 'bytes 04 00 00 00' 'section .voltbl flags=data' 'bytes 01' 'section .chks64 flags=info' 'bytes 01' \
    'section .gfids$y flags=data,r' 'bytes 01' 'section .llvm_addrsig flags=remove' 'bytes 01' 'section note flags=info' 'bytes 01' \
    'section .debug_info flags=data,r,discard' 'bytes 01' 'section .debug_line flags=data,r,discard' 'bytes 02' \
    'section a_long_section_name flags=data,r' 'bytes 03'
mylink /dll /noentry /out:$t/a.dll $t/a.obj
readobj=$(tool llvm-readobj)
expect 'Name: .text
Name: .rdata
Name: a_long_s
Name: .debug_info
Name: .debug_line' sh -c "'$readobj' --sections '$t/a.dll' | sed -n 's/^ *Name: \([^ ]*\).*/Name: \1/p'"
# The string table is the last thing in the file, and no symbols stand before it.
expect_field $t/a.dll FILE_HEADER.NumberOfSymbols 0x0
expect_field $t/a.dll 'FILE_HEADER.PointerToSymbolTable + 28 == len(pe.__data__)' True
expect_field $t/a.dll '[s.Characteristics for s in pe.sections[3:]]' '0x42000040
0x42000040'
# Debug information does not make base relocations.
mkobj $t/b.obj 'section .text' 'symbol f' 'bytes c3' 'section .debug_info flags=data,r,discard' 'ref ADDR64 f'
mylink /dll /noentry /opt:noref /out:$t/b.dll $t/b.obj
expect_field $t/b.dll 'directory("BASERELOC").Size' 0x0
