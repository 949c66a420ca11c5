# rare-drivers.sh - /DRIVER and its words: extension, subsystem, bits, checksum, base relocations, sections that stay in memory.
. tests/common.sh

mkobj $t/drv.obj 'section .text' 'symbol DriverEntry func' 'bytes b8 01 00 00 c0 c3' 'section PAGE flags=code,r,x' 'symbol paged func' 'bytes c3' \
    'section INIT flags=code,r,x,discard' 'symbol early func' 'bytes c3' 'section .rdata' 'bytes 01' 'section .data' 'symbol p' 'ref ADDR64 p'
field() { expect_field $t/drv.sys "$@"; }
link() { (cd $t && "$MYLINK" drv.obj /entry:DriverEntry "$@") && note_image $t/drv.sys; }

link /driver
field FILE_HEADER.Characteristics 0x22
field OPTIONAL_HEADER.DllCharacteristics 0x160
field OPTIONAL_HEADER.Subsystem 0x1
field 'pe.verify_checksum()' True
field 'text("%d.%d" % (OPTIONAL_HEADER.MajorSubsystemVersion, OPTIONAL_HEADER.MinorSubsystemVersion))' 5.2
field 'directory("BASERELOC").Size' 0xc
# Code and data may not be paged out; PAGE says that it may, INIT is gone after the start.
expect '.text 68000020
PAGE 60000020
INIT 62000020
.rdata 48000040
.data c8000040
.reloc 42000040' pe_field $t/drv.sys '["%s %x" % (text(s.Name), s.Characteristics) for s in pe.sections]'
rm $t/drv.sys
link /driver:uponly
field FILE_HEADER.Characteristics 0x4022
field OPTIONAL_HEADER.DllCharacteristics 0x160
link /driver:wdm
field FILE_HEADER.Characteristics 0x22
field OPTIONAL_HEADER.DllCharacteristics 0x2160
field 'text("%d.%d" % (OPTIONAL_HEADER.MajorSubsystemVersion, OPTIONAL_HEADER.MinorSubsystemVersion))' 1.10
link /driver:uponly,wdm /out:other.sys
expect_field $t/other.sys FILE_HEADER.Characteristics 0x4022
expect_field $t/other.sys OPTIONAL_HEADER.DllCharacteristics 0x2160
expect "LINK : warning LNK4075: ignoring '/FIXED' due to '/DRIVER' specification" eval "link /driver /fixed 2>&1"
field 'directory("BASERELOC").Size' 0xc
expect_fail "syntax error in option 'driver:nt'" mylink $t/drv.obj /driver:nt /entry:DriverEntry /out:$t/x.sys
expect '' eval "link /driver /align:32 2>&1" # without /DRIVER: LNK4108

# /SUBSYSTEM:NATIVE without /DRIVER: the checksum too, but an .exe. What programs import is not there.
mkobj $t/native.obj 'section .text' 'symbol start func' 'ref REL32 ExitProcess' 'ref REL32 NtClose' 'bytes c3'
expect 'LINK : warning LNK4237: /SUBSYSTEM:NATIVE specified when importing from '\''KERNEL32.dll'\''; use /SUBSYSTEM:CONSOLE or /SUBSYSTEM:WINDOWS' \
    eval "mylink $t/native.obj kernel32.lib ntdll.lib /entry:start /subsystem:native /out:$t/native.exe 2>&1"
expect_field $t/native.exe OPTIONAL_HEADER.Subsystem 0x1
expect_field $t/native.exe 'pe.verify_checksum()' True
