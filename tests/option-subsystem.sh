# option-subsystem.sh - /SUBSYSTEM by name, its version with link.exe's lowest values, /VERSION and /OSVERSION.
. tests/common.sh
mkobj "$t/64.obj" 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/32.obj" 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
h=OPTIONAL_HEADER
fields="text('%d %d.%d os %d.%d image %d.%d' % ($h.Subsystem, $h.MajorSubsystemVersion, $h.MinorSubsystemVersion, $h.MajorOperatingSystemVersion, $h.MinorOperatingSystemVersion, $h.MajorImageVersion, $h.MinorImageVersion))"
check() { # OBJECT WANT OPTION...
    local object=$1 want=$2
    shift 2
    mylink "$t/$object.obj" /entry:start /out:"$t/x.exe" "$@" 2>"$t/err"
    expect_field "$t/x.exe" "$fields" "$want"
}
check 64 '3 6.0 os 6.0 image 0.0' /subsystem:console
check 64 '2 6.0 os 6.0 image 0.0' /SUBSYSTEM:Windows
check 64 '3 6.2 os 6.2 image 0.0' /subsystem:console,6.02
check 64 '3 10.0 os 10.0 image 0.0' /subsystem:console,10
check 64 '3 6.0 os 5.2 image 0.0' /subsystem:console /osversion:5.2
check 64 '3 6.0 os 6.0 image 7.65535' /subsystem:console /version:7.65535
check 64 '10 1.0 os 0.0 image 0.0' /subsystem:efi_application
check 64 '12 1.0 os 0.0 image 0.0' /subsystem:efi_runtime_driver
check 64 '1 5.2 os 5.2 image 0.0' /subsystem:native
check 64 '1 1.10 os 1.10 image 0.0' /driver:wdm
check 32 '1 4.0 os 4.0 image 0.0' /subsystem:native
check 64 '16 1.0 os 1.0 image 0.0' /subsystem:boot_application
check 32 '3 5.1 os 5.1 image 0.0' /subsystem:console,5.01
[ ! -s "$t/err" ] || fail "$(cat "$t/err")"
check 64 '3 6.0 os 6.0 image 0.0' /subsystem:console,5.01 # too low for x64
grep -qx 'LINK : warning LNK4010: invalid subsystem version number 5.01; default subsystem version assumed' "$t/err" || fail "$(cat "$t/err")"
# A driver has a checksum, as Windows demands it; a program has none without /RELEASE.
check 64 '1 5.2 os 5.2 image 0.0' /subsystem:native
expect_field "$t/x.exe" 'text("%d" % (OPTIONAL_HEADER.CheckSum == pe.generate_checksum()))' 1
check 64 '3 6.0 os 6.0 image 0.0' /subsystem:console
expect_field "$t/x.exe" OPTIONAL_HEADER.CheckSum 0x0
check 64 '3 6.0 os 6.0 image 0.0' /subsystem:console /release
expect_field "$t/x.exe" 'text("%d" % (OPTIONAL_HEADER.CheckSum == pe.generate_checksum()))' 1
