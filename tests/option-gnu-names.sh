# option-gnu-names.sh - each option of GNU ld has the effect of its twin in link.exe, in all the ways ld lets one write it.
# not under valgrind: a program's own name counts, and there it is a script that starts it
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3' 'symbol two func' 'bytes c3' 'section .data' 'symbol p' 'ref ADDR64 start'
mkobj "$t/d.obj" 'directive -export:start' 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/b.obj" 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
for name in ld.mylink ld; do ln -s "$MYLINK" "$t/$name"; done
ld=$t/ld.mylink
check() { # EXPRESSION WANT OPTION...
    local expression=$1 want=$2
    shift 2
    rm -f "$t/x.exe"
    "$ld" -m i386pep "$t/a.obj" -e start -o "$t/x.exe" "$@"
    expect_field "$t/x.exe" "$expression" "$want"
}
h=OPTIONAL_HEADER
check $h.Subsystem 0x3
check $h.Subsystem 0x2 --subsystem windows
check $h.Subsystem 0x2 -subsystem=windows
check $h.Subsystem 0xa --subsystem 10
check "text('%d.%d' % ($h.MajorSubsystemVersion, $h.MinorSubsystemVersion))" 6.2 --subsystem console:6.2
check "text('%d.%d' % ($h.MajorSubsystemVersion, $h.MinorSubsystemVersion))" 5.1 --major-subsystem-version 5 --minor-subsystem-version=1
check "text('%d.%d' % ($h.MajorImageVersion, $h.MinorImageVersion))" 3.4 --major-image-version 3 --minor-image-version 4
check "text('%d.%d' % ($h.MajorOperatingSystemVersion, $h.MinorOperatingSystemVersion))" 10.0 --major-os-version 10 --minor-os-version 0
check $h.AddressOfEntryPoint 0x1000
check $h.AddressOfEntryPoint 0x1001 -e two
check $h.AddressOfEntryPoint 0x1001 -etwo
check $h.AddressOfEntryPoint 0x1001 --entry=two
check $h.AddressOfEntryPoint 0x0 -e 0
check $h.AddressOfEntryPoint 0x0 --entry=0x0
check $h.AddressOfEntryPoint 0x1001 -e 0 -e two
check $h.ImageBase 0x180000000 --image-base 0x180000000
check $h.SizeOfStackReserve 0x200000 --stack 0x200000,0x2000
check $h.SizeOfStackCommit 0x2000 --stack=0x200000,0x2000
check $h.SizeOfHeapReserve 0x300000 --heap 0x300000
check $h.FileAlignment 0x1000 --file-alignment 4096
check $h.SectionAlignment 0x2000 --section-alignment 8192
check $h.DllCharacteristics 0x8160
check $h.DllCharacteristics 0x8160 --dynamicbase --nxcompat --high-entropy-va --tsaware
check $h.DllCharacteristics 0x8100 --disable-dynamicbase
check $h.DllCharacteristics 0x8060 --disable-nxcompat
check $h.DllCharacteristics 0x8140 --disable-high-entropy-va
check $h.DllCharacteristics 0x160 --disable-tsaware
check $h.DllCharacteristics 0x8360 --no-isolation
check $h.DllCharacteristics 0x8960 --no-bind
check $h.DllCharacteristics 0x81e0 --forceinteg
check $h.DllCharacteristics 0x8560 --no-seh
check $h.DllCharacteristics 0x8160 --no-seh --disable-no-seh
check FILE_HEADER.Characteristics 0x23 --disable-reloc-section
check FILE_HEADER.Characteristics 0x2022 -shared
check FILE_HEADER.Characteristics 0x2022 --dll
check $h.DllCharacteristics 0x8140 -Xlink=-highentropyva:no
# -u keeps a name when it can be had; --require-defined insists.
mkobj "$t/u.obj" 'section .text' 'symbol start func' 'bytes c3' 'section .rdata' 'symbol kept' 'bytes 01' 'section .data' 'bytes 01'
"$MYLIB" /nologo /out:"$t/u.lib" "$t/d.obj"
sections() { "$ld" -m i386pep -e start --gc-sections -o "$t/u.exe" "$t/u.obj" "$@" && pe_field "$t/u.exe" 'sections()'; }
expect .text sections
expect .text sections -u nowhere
expect $'.text\n.rdata' sections -u kept
expect_fail 'unresolved external symbol nowhere' sections --require-defined nowhere
# Duplicates and undefined names, as ld forgives them.
mkobj "$t/call.obj" 'section .text' 'symbol start func' 'bytes e8' 'ref REL32 nowhere' 'bytes c3'
forgive() { "$ld" -m i386pep -e start -o "$t/f.exe" "$@" 2>&1; }
expect_fail 'LNK2005' forgive "$t/u.obj" "$t/d.obj"
forgive "$t/u.obj" "$t/d.obj" -z muldefs | grep -q 'warning LNK4006'
expect_fail 'LNK2019' forgive "$t/call.obj" --unresolved-symbols=report-all
forgive "$t/call.obj" --unresolved-symbols=ignore-all | grep -q 'warning LNK4088\|LNK2019'
# What has no effect here is taken in silence.
expect '' "$ld" -m i386pep "$t/a.obj" -e start -o "$t/x.exe" -O2 -plugin /x/liblto_plugin.so -plugin-opt=-pass-through=-lgcc --sysroot=/ \
    -Bdynamic --start-group --end-group '-(' '-)' --as-needed --enable-auto-import --no-insert-timestamp --build-id=none -z now --color-diagnostics=auto --oformat pei-x86-64 --oformat=pei-x86-64 --cref -d \
    --no-warn-rwx-segments -Bsymbolic-functions --discard-all --no-keep-memory --stats -mllvm -x
# x86, told by -m or by the object; names are symbols as they are.
"$ld" -mi386pe "$t/b.obj" -e _start -o"$t/32.exe"
expect_field "$t/32.exe" FILE_HEADER.Machine 0x14c
"$t/ld" "$t/b.obj" --entry _start --output="$t/32b.exe"
same "$t/32.exe" "$t/32b.exe"
# A map, an import library, and the name without -o.
(cd "$t" && "$ld" -m i386pep d.obj -shared --out-implib x.lib -Map=x.map -e start -o y.dll)
[ "$(cd "$t" && ls x.* y.*)" = "$(printf '%s\n' x.exe x.lib x.map y.dll)" ] || fail "$(ls "$t")"
(cd "$t" && "$ld" -m i386pep a.obj -e start && [ -f a.exe ])
for option in -M --print-map -Map=- '-Map -'; do
    (cd "$t" && "$ld" -m i386pep a.obj -e start -o x.exe $option >printed && grep -q ' start ' printed && [ ! -e ./- ]) || fail "$option"
done
# Under a name that says nothing, -m says it, also in a response file; -flavor link overrules it.
printf '%s\n' -m i386pep "'$t/a.obj'" -e start -o "'$t/rsp.exe'" >"$t/args.rsp"
LINK=/nologo mylink "@$t/args.rsp"
[ -s "$t/rsp.exe" ] || fail 'no image'
expect_fail 'LNK4044' mylink -flavor link "@$t/args.rsp"
