# example-efi-hello.sh - examples/efi-hello boots in qemu with Debian's UEFI firmware and prints its lines; its headers are those that
# link.exe gives to EFI images, on each machine.
# slow
# timeout: 900
. tests/common.sh

cp -r examples/efi-hello "$t/"
mkdir -p "$t/bin"
ln -sf "$(command -v "$(tool clang)")" "$t/bin/clang"
check_headers() { # MACHINE IMAGE NUMBER CHARACTERISTICS TYPE-OF-BASE-RELOCATION
    local image=$t/efi-hello/disk/EFI/BOOT/$2 entry h=OPTIONAL_HEADER
    (cd "$t/efi-hello" && MACHINE=$1 PATH=$BIN:$t/bin:$PATH sh -e link.sh)
    note_image "$image"
    expect_field "$image" "text('%x %x %x %d' % (FILE_HEADER.Machine, FILE_HEADER.Characteristics, $h.DllCharacteristics, $h.Subsystem))" "$3 $4 0 10"
    expect_field "$image" "text('%d.%d %d.%d' % ($h.MajorOperatingSystemVersion, $h.MinorOperatingSystemVersion, $h.MajorSubsystemVersion, $h.MinorSubsystemVersion))" '0.0 1.0'
    expect_field "$image" "text('%x %x %x' % ($h.SectionAlignment, $h.FileAlignment, $h.CheckSum))" '1000 200 0'
    expect_field "$image" "[d.Size for d in $h.DATA_DIRECTORY if d.name in ('IMAGE_DIRECTORY_ENTRY_IMPORT', 'IMAGE_DIRECTORY_ENTRY_IAT')]" $'0x0\n0x0'
    # The entry point is efi_main, which the map names; the directory of relocations is what the firmware looks at.
    entry=$(pe_field "$image" "text('%0*x' % (8 if '$1' == 'x86' else 16, $h.ImageBase + $h.AddressOfEntryPoint))")
    (cd "$t/efi-hello" && "$MYLINK" /nologo /subsystem:efi_application /entry:efi_main hello.obj /out:again.efi /map)
    same "$image" "$t/efi-hello/again.efi"
    grep -q "efi_main *$entry" "$t/efi-hello/again.map" || fail "the entry point $entry is not efi_main: $(grep efi_main "$t/efi-hello/again.map")"
    expect_field "$image" 'directory("BASERELOC").VirtualAddress == section(".reloc").VirtualAddress' True
    expect_field "$image" '[e.type for b in pe.DIRECTORY_ENTRY_BASERELOC for e in b.entries if e.rva >= section(".rdata").VirtualAddress]' "$5"$'\n'"$5"
}
check_headers x86 BOOTIA32.EFI 14c 102 0x3
check_headers arm64 BOOTAA64.EFI aa64 22 0xa
check_headers x64 BOOTX64.EFI 8664 22 0xa

# The emulated PC needs a few seconds, many times that on a busy machine; boot.sh stops it by itself.
have qemu-system-x86_64 || skip 'qemu-system-x86_64 is not installed (package qemu-system-x86); the images are in order'
[ -e /usr/share/OVMF/OVMF_CODE.fd ] && [ -e /usr/share/OVMF/OVMF_VARS.fd ] || skip 'there is no UEFI firmware for qemu (package ovmf); the images are in order'
expect "$(cat examples/efi-hello/expected.txt)" eval "(cd $t/efi-hello && sh boot.sh)"
