# dump-debug-records.sh - mydump /LINENUMBERS, /FPO, /PDBPATH and /CLRHEADER show what other tools leave in files, and say where it is broken.
. tests/common.sh
cd "$t"
# Two line numbers behind the section's data: function symbol 5; 3 lines below its first at offset 10h.
mkobj l.obj 'section .text' 'symbol f func' 'bytes c3'
$python - <<'END'
import struct
b = bytearray(open("l.obj", "rb").read())
at = 20
while b[at:at + 5] != b".text": at += 40
struct.pack_into("<I", b, at + 28, len(b)); struct.pack_into("<H", b, at + 34, 2)
open("l.obj", "wb").write(b + struct.pack("<IHIH", 5, 0, 0x10, 3))
struct.pack_into("<I", b, at + 28, len(b) - 3)
open("bad.obj", "wb").write(b)
END
expect '
Dump of file l.obj

File Type: COFF OBJECT

LINENUMBERS #1
Symbol index:        5
  00000010  3' mydump /linenumbers l.obj
expect_fail ' line numbers at 0x' "$MYDUMP" /linenumbers bad.obj
expect_fail ' run past the file' "$MYDUMP" /linenumbers bad.obj
# Frame records.
mkobj f.obj 'machine x86' 'section .debug$F' 'bytes 10 00 00 00 20 00 00 00 02 00 00 00 03 00 04 1b'
expect_line '  00000010      20       2      3      4    3    Y  Y' mydump /fpo f.obj

# A debug directory with a path, and a CLR header, in an image made for it.
mkobj d.obj 'section .text' 'symbol start func' 'bytes c3' 'section .rdata' 'symbol dir' 'zeros 28' 'symbol rsds' 'ascii RSDS' 'zeros 20' 'ascii C:\build\a.pdb' 'bytes 00' \
    'symbol clr' 'bytes 48 00 00 00 02 00 05 00' 'zeros 64'
mylink /entry:start /subsystem:console /nologo /opt:noref /out:"$t/a.exe" d.obj
$python - <<'END'
import pefile, struct
pe = pefile.PE("a.exe")
s = [s for s in pe.sections if s.Name.startswith(b".rdata")][0]
b = bytearray(open("a.exe", "rb").read())
text = b.index(b"RSDS")
base, rva = s.PointerToRawData, s.VirtualAddress
clr = b.index(b"\x48\0\0\0\x02\0\x05\0")
size = clr - text
struct.pack_into("<IIHHIIII", b, text - 28, 0, 0, 0, 0, 2, size, rva + text - base, text)
directories = pe.OPTIONAL_HEADER.DATA_DIRECTORY[0].get_file_offset()
struct.pack_into("<II", b, directories + 6 * 8, rva + text - 28 - base, 28)
struct.pack_into("<II", b, directories + 14 * 8, rva + clr - base, 72)
open("b.exe", "wb").write(b)
END
expect_line '  PDB file named in the image: C:\build\a.pdb' mydump /pdbpath b.exe
expect_line '  no file a.pdb' mydump /pdbpath b.exe
touch a.pdb
expect_line '  PDB file found at a.pdb' mydump /pdbpath:verbose b.exe
expect_line '            2.05 runtime version' mydump /clrheader b.exe
expect_line '              48 cb' mydump /clrheader b.exe
# The directory leads to nothing.
at=$($python -c 'import pefile; print(pefile.PE("b.exe").OPTIONAL_HEADER.DATA_DIRECTORY[14].get_file_offset())')
poke b.exe "$at" 'ff ff ff 7f'
expect_fail 'b.exe : fatal error LNK1107: the CLR header is not in any section' mydump /clrheader b.exe
