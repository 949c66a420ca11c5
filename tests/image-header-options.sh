# image-header-options.sh - options that set header fields: addresses, versions, sizes, and flags that never promise what is not so.
. tests/common.sh
asm $t/a.obj 'global start
section .text
start: ret
section .data
p: dq start'
link() { mylink /entry:start /subsystem:console "$@" /out:$t/a.exe $t/a.obj; }
flags() { pe_field $t/a.exe '"%x %x" % (FILE_HEADER.Characteristics, OPTIONAL_HEADER.DllCharacteristics)'; }

link; expect '22 8160' flags
link /fixed; expect '23 8100' flags # no relocations: neither DYNAMIC_BASE nor HIGH_ENTROPY_VA
expect_field $t/a.exe '".reloc" in sections()' False
link /dynamicbase:no; expect '22 8100' flags
expect_field $t/a.exe '".reloc" in sections()' True
link /highentropyva:no; expect '22 8140' flags
link /largeaddressaware:no; expect '2 8140' flags
link /nxcompat:no; expect '22 8060' flags
link /tsaware:no; expect '22 160' flags
link /swaprun:net /swaprun:cd; expect 'c22 8160' flags
link /allowbind:no /allowisolation:no; expect '22 8b60' flags
link /base:0x20000000; expect_field $t/a.exe OPTIONAL_HEADER.ImageBase 0x20000000
expect_field $t/a.exe '"%x" % pe.get_qword_at_rva(section(".data").VirtualAddress)' 20001000
link /version:3.7; expect_field $t/a.exe '[OPTIONAL_HEADER.MajorImageVersion, OPTIONAL_HEADER.MinorImageVersion]' '0x3
0x7'
link /subsystem:windows,6.1; expect_field $t/a.exe '[OPTIONAL_HEADER.Subsystem, OPTIONAL_HEADER.MajorSubsystemVersion, OPTIONAL_HEADER.MinorSubsystemVersion]' '0x2
0x6
0x1'
link /stack:0x200000,0x2000 /heap:0x300000,0x3000
expect_field $t/a.exe '[OPTIONAL_HEADER.SizeOfStackReserve, OPTIONAL_HEADER.SizeOfStackCommit, OPTIONAL_HEADER.SizeOfHeapReserve, OPTIONAL_HEADER.SizeOfHeapCommit]' '0x200000
0x2000
0x300000
0x3000'
link /subsystem:efi_application; expect '22 0' flags
# Nothing to relocate: no .reloc, and the image may still be put anywhere.
asm $t/b.obj 'global start
section .text
start: ret'
mylink /entry:start /subsystem:console /out:$t/b.exe $t/b.obj
expect_field $t/b.exe 'sections()' .text
expect_field $t/b.exe 'OPTIONAL_HEADER.DllCharacteristics' 0x8160
expect_field $t/b.exe 'FILE_HEADER.Characteristics' 0x22
