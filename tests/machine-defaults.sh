# machine-defaults.sh - what the header of a program and a DLL says on each machine when no option does: base, flags, versions, sizes; and the
# entry point's usual name.
. tests/common.sh
check() { # MACHINE NAME-OF-MAIN NAME-OF-DLL-START EXE-BASE DLL-BASE EXE-FLAGS DLL-FLAGS EXE-DLLFLAGS DLL-DLLFLAGS VERSION MAGIC
    local h=OPTIONAL_HEADER
    mkobj $t/exe.obj "machine $1" 'section .text' 'bytes 00 00 00 00' "symbol $2 func" 'bytes 00 00 00 00' 'symbol @feat.00 static abs=0'
    mkobj $t/dll.obj "machine $1" 'section .text' 'bytes 00 00 00 00' "symbol $3 func" 'bytes 00 00 00 00' 'symbol @feat.00 static abs=0'
    mylink /nologo /out:$t/a.exe $t/exe.obj
    mylink /nologo /dll /noimplib /out:$t/a.dll $t/dll.obj
    expect_field $t/a.exe "[$h.ImageBase, $h.AddressOfEntryPoint, FILE_HEADER.Characteristics, $h.DllCharacteristics, $h.Subsystem]" $"$4
0x1004
$6
$8
0x3"
    expect_field $t/a.dll "[$h.ImageBase, $h.AddressOfEntryPoint, FILE_HEADER.Characteristics, $h.DllCharacteristics, $h.Subsystem]" $"$5
0x1004
$7
$9
0x2"
    for image in a.exe a.dll; do
        expect_field $t/$image "'%d.%d %d.%d %x' % ($h.MajorOperatingSystemVersion, $h.MinorOperatingSystemVersion, $h.MajorSubsystemVersion, $h.MinorSubsystemVersion, $h.Magic)" "${10} ${10} ${11}"
        expect_field $t/$image "[$h.SizeOfStackReserve, $h.SizeOfStackCommit, $h.SizeOfHeapReserve, $h.SizeOfHeapCommit, $h.SectionAlignment, $h.FileAlignment]" $'0x100000\n0x1000\n0x100000\n0x1000\n0x1000\n0x200'
    done
    proves 'Header defaults: base, flags, versions, entry point' $1
}
check x64 mainCRTStartup _DllMainCRTStartup 0x140000000 0x180000000 0x22 0x2022 0x8160 0x160 6.0 20b
check arm64 mainCRTStartup _DllMainCRTStartup 0x140000000 0x180000000 0x22 0x2022 0x8160 0x160 6.2 20b
check x86 _mainCRTStartup __DllMainCRTStartup@12 0x400000 0x10000000 0x102 0x2102 0x8140 0x140 6.0 10b

# x86 programs get addresses above 2 GB only when they say that they can bear them; others have to say that they cannot.
mylink /nologo /largeaddressaware /out:$t/a.exe $t/exe.obj
expect_field $t/a.exe FILE_HEADER.Characteristics 0x122
expect_fail "LINK : fatal error LNK1246: '/DYNAMICBASE:NO' not compatible with 'ARM64' target machine" "$MYLINK" /nologo /machine:arm64 /dynamicbase:no /dll /noentry /out:$t/b.dll
