# example-efi-hello.sh - examples/efi-hello boots in qemu with Debian's UEFI firmware and prints its lines; its headers are those that
# link.exe gives to EFI images.
# slow
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
expect_field "$image" '[text("%x" % e.type) for b in pe.DIRECTORY_ENTRY_BASERELOC for e in b.entries]' 'a
a'

have qemu-system-x86_64 || skip 'qemu-system-x86_64 is not installed (package qemu-system-x86); the image is in order'
[ -e /usr/share/OVMF/OVMF_CODE.fd ] || skip 'there is no UEFI firmware for qemu (package ovmf); the image is in order'
expect "$(cat examples/efi-hello/expected.txt)" eval "(cd $t/efi-hello && sh boot.sh)"
