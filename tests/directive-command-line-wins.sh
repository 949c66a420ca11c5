# directive-command-line-wins.sh - an object fills what the command line left open and overrides nothing; of two objects the first counts.
. tests/common.sh
mkobj "$t/a.obj" 'directive /entry:one /subsystem:windows,6.1 /stack:0x200000' 'section .text' 'symbol one func' 'bytes c3' 'symbol two func' 'bytes c3'
mkobj "$t/b.obj" 'directive /entry:two /subsystem:console /stack:0x300000' 'section .text' 'symbol b' 'bytes c3'
check() {
    local want=$1
    shift
    mylink "$t/a.obj" "$t/b.obj" /out:"$t/x.exe" "$@"
    expect_field "$t/x.exe" 'text("%x %d %x" % (OPTIONAL_HEADER.AddressOfEntryPoint, OPTIONAL_HEADER.Subsystem, OPTIONAL_HEADER.SizeOfStackReserve))' "$want"
}
check '1000 2 200000'
check '1001 3 400000' /entry:two /subsystem:console /stack:0x400000
expect_field "$t/x.exe" OPTIONAL_HEADER.MinorSubsystemVersion 0x0
