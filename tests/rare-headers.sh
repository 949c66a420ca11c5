# rare-headers.sh - the header fields of EFI and other unusual subsystems, and the bits of /SWAPRUN, /APPCONTAINER, /INTEGRITYCHECK.
. tests/common.sh

mkobj $t/m.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol p' 'ref ADDR64 p'
header() { # WANTED OPTION...: subsystem, OS and subsystem version, Characteristics, DllCharacteristics, base
    local want=$1
    shift
    mylink $t/m.obj /entry:start /out:$t/m.efi "$@"
    expect "$want" pe_field $t/m.efi '"%d %d.%d %d.%d %04x %04x %x" % (OPTIONAL_HEADER.Subsystem, OPTIONAL_HEADER.MajorOperatingSystemVersion,
        OPTIONAL_HEADER.MinorOperatingSystemVersion, OPTIONAL_HEADER.MajorSubsystemVersion, OPTIONAL_HEADER.MinorSubsystemVersion,
        FILE_HEADER.Characteristics, OPTIONAL_HEADER.DllCharacteristics, OPTIONAL_HEADER.ImageBase)'
}
# The second line is what link.exe's own EFI images have: they are linked with /DLL.
header '10 0.0 1.0 0022 0000 140000000' /subsystem:efi_application
header '10 0.0 1.0 2022 0000 180000000' /subsystem:efi_application /dll /noimplib
header '11 0.0 1.0 2022 0000 180000000' /subsystem:efi_boot_service_driver /dll /noimplib
header '12 0.0 1.0 2022 0000 180000000' /subsystem:efi_runtime_driver /dll /noimplib
header '13 0.0 1.0 2022 0000 180000000' /subsystem:efi_rom /dll /noimplib
header '10 0.0 1.1 2022 0000 180000000' /subsystem:efi_application,1.1 /dll /noimplib
header '10 0.0 1.0 0022 0100 140000000' /subsystem:efi_application /nxcompat
header '16 1.0 1.0 0022 0160 140000000' /subsystem:boot_application
header '1 5.2 5.2 0022 0160 140000000' /subsystem:native
header '7 19.90 19.90 0022 0160 140000000' /subsystem:posix
# Firmware moves images without being told that it may.
mylink $t/m.obj /entry:start /subsystem:efi_application /out:$t/m.efi
expect_field $t/m.efi 'directory("BASERELOC").Size' 0xc
readobj=$(tool llvm-readobj)
expect '  Subsystem: IMAGE_SUBSYSTEM_EFI_APPLICATION (0xA)' eval "$readobj --file-headers $t/m.efi | grep Subsystem:"

bits() { # OPTION FLAG [WORD]: llvm-readobj names the flag with the option, and not without it
    mylink $t/m.obj /entry:start /subsystem:console /out:$t/b.exe
    ! "$readobj" --file-headers $t/b.exe | grep -q "$2" || fail "$2 without $1"
    mylink $t/m.obj /entry:start /subsystem:console /out:$t/b.exe $1
    "$readobj" --file-headers $t/b.exe | grep -q "$2" || fail "no $2 with $1"
}
bits /swaprun:cd IMAGE_FILE_REMOVABLE_RUN_FROM_SWAP
bits /swaprun:net IMAGE_FILE_NET_RUN_FROM_SWAP
bits /swaprun:net,cd IMAGE_FILE_REMOVABLE_RUN_FROM_SWAP
bits /appcontainer IMAGE_DLL_CHARACTERISTICS_APPCONTAINER
bits /integritycheck IMAGE_DLL_CHARACTERISTICS_FORCE_INTEGRITY
bits /allowbind:no IMAGE_DLL_CHARACTERISTICS_NO_BIND
bits /allowisolation:no IMAGE_DLL_CHARACTERISTICS_NO_ISOLATION
bits /driver:wdm IMAGE_DLL_CHARACTERISTICS_WDM_DRIVER
for word in 'swaprun:floppy' 'swaprun:'; do
    expect_fail LNK11 mylink $t/m.obj /entry:start /subsystem:console /out:$t/x.exe /$word
done

# The same on each machine: an EFI program and a driver, from the same two lines of code.
other() { # MACHINE SYMBOL RELOCATION WANTED-EFI WANTED-DRIVER
    local h=OPTIONAL_HEADER field
    field="'%d %d.%d %d.%d %04x %04x' % ($h.Subsystem, $h.MajorOperatingSystemVersion, $h.MinorOperatingSystemVersion,
        $h.MajorSubsystemVersion, $h.MinorSubsystemVersion, FILE_HEADER.Characteristics, $h.DllCharacteristics)"
    mkobj $t/o.obj "machine $1" 'symbol @feat.00 static abs=0' 'section .text' "symbol $2 func" 'bytes c0 03 5f d6' \
        'section .data' 'symbol p' "ref $3 p"
    mylink $t/o.obj /entry:start /subsystem:efi_application /out:$t/o.efi
    expect "$4" pe_field $t/o.efi "$field"
    expect_field $t/o.efi 'directory("BASERELOC").Size' 0xc
    mylink $t/o.obj /entry:start /driver:wdm /out:$t/o.sys
    expect "$5" pe_field $t/o.sys "$field"
    expect_field $t/o.sys 'pe.verify_checksum()' True
    expect_field $t/o.sys 'directory("BASERELOC").Size' 0xc
    proves 'Headers of EFI programs and of drivers' $1
}
other x64 start ADDR64 '10 0.0 1.0 0022 0000' '1 1.10 1.10 0022 2160'
other x86 _start DIR32 '10 0.0 1.0 0102 0000' '1 1.0 1.0 0102 2140'
other arm64 start ADDR64 '10 0.0 1.0 0022 0000' '1 1.10 1.10 0022 2160'
