# example-efi-hello.sh - examples/efi-hello boots in qemu with Debian's UEFI firmware and prints its lines; its headers are those that
# link.exe gives to EFI images.
# slow
# timeout: 900
. tests/common.sh

cp -r examples/efi-hello "$t/"
mkdir -p "$t/bin"
ln -sf "$(command -v "$(tool clang)")" "$t/bin/clang"
(cd "$t/efi-hello" && PATH=$BIN:$t/bin:$PATH sh -e link.sh)
image=$t/efi-hello/disk/EFI/BOOT/BOOTX64.EFI
note_image "$image"
expect_field "$image" 'text("%x %x %d" % (FILE_HEADER.Characteristics, OPTIONAL_HEADER.DllCharacteristics, OPTIONAL_HEADER.Subsystem))' '22 0 10'
expect_field "$image" 'text("%d.%d %d.%d" % (OPTIONAL_HEADER.MajorOperatingSystemVersion, OPTIONAL_HEADER.MinorOperatingSystemVersion,
    OPTIONAL_HEADER.MajorSubsystemVersion, OPTIONAL_HEADER.MinorSubsystemVersion))' '0.0 1.0'
expect_field "$image" 'text("%x %x %x" % (OPTIONAL_HEADER.SectionAlignment, OPTIONAL_HEADER.FileAlignment, OPTIONAL_HEADER.CheckSum))' '1000 200 0'
expect_field "$image" '[d.Size for d in OPTIONAL_HEADER.DATA_DIRECTORY if d.name in ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_IAT")]' '0x0
0x0'
# The entry point is efi_main, which the map names; the directory of relocations is what the firmware looks at.
entry=$(pe_field "$image" 'text("%016x" % (OPTIONAL_HEADER.ImageBase + OPTIONAL_HEADER.AddressOfEntryPoint))')
(cd "$t/efi-hello" && "$MYLINK" /nologo /subsystem:efi_application /entry:efi_main hello.obj /out:again.efi /map)
same "$image" "$t/efi-hello/again.efi"
grep -q "efi_main *$entry" "$t/efi-hello/again.map" || fail "the entry point $entry is not efi_main: $(grep efi_main "$t/efi-hello/again.map")"
expect_field "$image" 'directory("BASERELOC").VirtualAddress == section(".reloc").VirtualAddress' True
expect_field "$image" '[text("%x" % e.type) for b in pe.DIRECTORY_ENTRY_BASERELOC for e in b.entries]' 'a
a'

# The emulated PC needs a few seconds, many times that on a busy machine; boot.sh stops it by itself.
have qemu-system-x86_64 || skip 'qemu-system-x86_64 is not installed (package qemu-system-x86); the image is in order'
[ -e /usr/share/OVMF/OVMF_CODE.fd ] && [ -e /usr/share/OVMF/OVMF_VARS.fd ] || skip 'there is no UEFI firmware for qemu (package ovmf); the image is in order'
expect "$(cat examples/efi-hello/expected.txt)" eval "(cd $t/efi-hello && sh boot.sh)"
