# message-sections.sh - why sections, places and addresses are not as was wished, and what to do: the lines under link.exe's words.
. tests/common.sh
cd "$t"
image_checks=off
dll() { shows "$1" "$MYLINK" /explain /nologo /dll /noentry /opt:noref /out:x.dll "${@:2}"; }
mkobj shared.obj 'section mine flags=data,r,w,shared align=8' 'symbol v' 'ref ADDR64 v'
dll "LINK : warning LNK4092: shared writable section 'mine' contains relocations; image may not run correctly
  why:   all processes see one copy of it, but an address in it is right only where the image lies at the same base
  do:    store distances from a known place, not addresses" shared.obj
mkobj big.obj 'section .bss' 'zeros 0x90000000' 'section .text' 'bytes c3'
dll "LINK : fatal error LNK1248: image size (120002000) exceeds maximum allowable size (FFFFFFFF)
  where: .data: the largest contribution is 2415919104 bytes, of big.obj
  why:   RVAs have 32 bits
  do:    allocate large buffers at run time, or move parts into a DLL" big.obj big.obj
dll "LINK : warning LNK4908: image size (90002000) exceeds 2 GB; Windows does not load it
  why:   the file format allows 4 GB, loaders do not
  do:    allocate large buffers at run time, or move parts into a DLL" big.obj
mkobj x86.obj 'machine x86' 'section .bss' 'zeros 0x20000000'
dll '  why:   a 32-bit image must end below 4 GB: this is /BASE and size together' /base:0xf0000000 x86.obj
mkobj aligned.obj 'section .data align=8192' 'bytes 01'
dll 'aligned.obj : error LNK1164: section .data alignment (8192) greater than /ALIGN value
  do:    link with /ALIGN:8192' aligned.obj
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol d' 'bytes 01'
dll '  why:   the loader and tools that update resources need .rsrc and .reloc as sections of their own
  do:    leave this /MERGE out' /merge:.rsrc=.data a.obj
dll '  do:    leave out one /MERGE of the circle' /merge:.data=.x /merge:.x=.data a.obj
mkobj a64.obj 'section .text' 'symbol start func' 'bytes c3' 'section .pdata flags=data,r align=4' 'zeros 16'
dll 'a64.obj : error LNK1223: invalid or corrupt file: file contains invalid .pdata contributions
  where: section 2, 16 bytes
  why:   an entry for one function has 12 bytes on x64' a64.obj
mkobj tls.obj 'section .rdata align=8' 'symbol _tls_used' 'zeros 4'
dll "tls.obj : error LNK1107: invalid or corrupt file: _tls_used needs 40 bytes, and 4 are left in its section
  why:   the loader finds a table of its own behind this name
  do:    do not use the name _tls_used for anything else" tls.obj
# The order of functions.
mkobj order.obj 'section .text' 'symbol plain func' 'bytes c3' 'symbol second func' 'bytes c3'
printf 'second\nnobody\n' >order.txt
dll "order.txt : warning LNK4065: 'second' cannot be ordered; ignored
  why:   it shares its section with others; only what has a section (a COMDAT) of its own can be moved
  do:    compile with /Gy (clang: -ffunction-sections)" /order:@order.txt order.obj
dll "order.txt : warning LNK4037: 'nobody' does not exist; ignored
  why:   no function or variable that other objects can see has this name
  do:    write it as /MAP shows it" /order:@order.txt order.obj
# Functions that room is left in front of.
mkobj arm.obj 'machine arm64' 'section .text align=4' 'symbol start func' 'bytes c0 03 5f d6'
dll "LINK : fatal error LNK1117: syntax error in option 'FUNCTIONPADMIN'
  why:   only x86 and x64 have a usual number of bytes" /functionpadmin arm.obj
# Addresses.
mkobj number.obj 'section .text' 'bytes 00 00 00 00' 'reloc 0 SECREL number' 'symbol number abs=5'
dll '  why:   this type needs a place inside the image: a number has no section and no distance from the image base
  do:    use a relocation for a full address, or define the symbol in a section' number.obj
mkobj weak.obj 'section .text' 'bytes e8 00 00 00 00' 'reloc 1 REL32 maybe' 'symbol zero abs=0' 'weak maybe=zero'
dll '  why:   maybe is a weak symbol without a definition, so its address is 0; that is too far away
  do:    define maybe, or reach it through a pointer' weak.obj
mkobj one.obj 'section .text$f comdat=any' 'symbol f' 'bytes c3' 'symbol inside static' 'bytes 90'
mkobj two.obj 'section .text$f comdat=any' 'symbol f' 'bytes c3' 'symbol inside static' 'bytes 90' 'section .text$g' 'symbol g' 'ref REL32 inside'
dll "  why:   another object's copy of this COMDAT was kept, and only its leader's name leads there
  do:    build the objects with the same options; a reference from outside must go to the COMDAT's own name" one.obj two.obj
# The DOS program in front.
printf 'MZ too short' >short.exe
dll '  why:   the header must begin with MZ, and its relocation table may begin at 40h only, because 3Ch leads to the PE header; at most 1 MB
  do:    give a 16-bit .exe (not a .com) with a header of 64 bytes or more, or leave /STUB out' /stub:short.exe a.obj
mkobj old.obj 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
dll 'old.obj : error LNK2026: module unsafe for SAFESEH image.
  why:   it has code, and no symbol @feat.00 with bit 0, the promise that all its exception handlers are listed in .sxdata
  do:    assemble it with ml /safeseh (nasm: `$@feat.00 equ 1`), compile it again, or link with /SAFESEH:NO' /safeseh old.obj
# Which library folders.
mkdir -p root
dll "LINK : warning LNK4905: no libraries for x64 were found below 'root'
  do:    /WINSYSROOT names the folder that has VC/Tools/MSVC and Windows Kits/10 in it" /winsysroot:root a.obj
