# image-reproducible.sh - the time stamp is a hash of the image; /Brepro says so in a debug record; /TIMESTAMP and SOURCE_DATE_EPOCH
# replace it.
. tests/common.sh
asm $t/a.obj 'global start
section .text
start: mov eax, 1
ret'
asm $t/b.obj 'global start
section .text
start: mov eax, 2
ret'
link() { mylink /entry:start /subsystem:console "$@"; }
link /out:$t/1.exe $t/a.obj
mkdir $t/other && cp $t/a.obj $t/other/ && sleep 1
(cd $t/other && "$MYLINK" /entry:start /subsystem:console /out:1.exe a.obj)
same $t/1.exe $t/other/1.exe
link /out:$t/2.exe $t/b.obj
stamp() { pe_field $1 'FILE_HEADER.TimeDateStamp'; }
[ "$(stamp $t/1.exe)" != "$(stamp $t/2.exe)" ] || fail 'two programs have the same stamp'
expect_field $t/1.exe 'directory("DEBUG").Size' 0x0

link /brepro /out:$t/r.exe $t/a.obj
expect_field $t/r.exe 'directory("DEBUG").Size' 0x1c
expect_field $t/r.exe '[(d.struct.Type, d.struct.SizeOfData, d.struct.Characteristics, d.struct.MajorVersion, d.struct.MinorVersion) for d in pe.DIRECTORY_ENTRY_DEBUG]' '(16, 36, 0, 0, 0)'
expect_field $t/r.exe 'pe.DIRECTORY_ENTRY_DEBUG[0].struct.TimeDateStamp == FILE_HEADER.TimeDateStamp' True
# The record lies where both its RVA and its file offset say: length 20h, then the hash, whose last 4 bytes are the stamp.
expect_field $t/r.exe 'pe.get_offset_from_rva(pe.DIRECTORY_ENTRY_DEBUG[0].struct.AddressOfRawData) == pe.DIRECTORY_ENTRY_DEBUG[0].struct.PointerToRawData' True
expect_field $t/r.exe 'pe.get_dword_at_rva(pe.DIRECTORY_ENTRY_DEBUG[0].struct.AddressOfRawData)' 0x20
expect_field $t/r.exe 'pe.get_dword_at_rva(pe.DIRECTORY_ENTRY_DEBUG[0].struct.AddressOfRawData + 32) == FILE_HEADER.TimeDateStamp' True
link /brepro /out:$t/r2.exe $t/a.obj
same $t/r.exe $t/r2.exe

link /timestamp:1234567890 /out:$t/t.exe $t/a.obj
expect_field $t/t.exe FILE_HEADER.TimeDateStamp 0x499602d2
SOURCE_DATE_EPOCH=1000000000 "$MYLINK" /entry:start /subsystem:console /out:$t/s.exe $t/a.obj
expect_field $t/s.exe FILE_HEADER.TimeDateStamp 0x3b9aca00
