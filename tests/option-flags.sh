# option-flags.sh - the bits of Characteristics and DllCharacteristics: link.exe's defaults, and what each switch changes.
. tests/common.sh
code='section .text|symbol start func|bytes c3|section .data|symbol p'
IFS='|' read -ra lines <<<"$code"
mkobj "$t/64.obj" "${lines[@]}" 'ref ADDR64 start'
mkobj "$t/32.obj" 'machine x86' 'section .text' 'symbol _start func' 'bytes c3' 'section .data' 'symbol _p' 'ref DIR32 _start'
flags() { # OBJECT WANT OPTION...
    local object=$1 want=$2
    shift 2
    rm -f "$t/x.exe"
    mylink "$t/$object.obj" /entry:start /subsystem:console /out:"$t/x.exe" "$@"
    expect_field "$t/x.exe" 'text("%04x %04x" % (FILE_HEADER.Characteristics, OPTIONAL_HEADER.DllCharacteristics))' "$want"
}
flags 64 '0022 8160'
flags 64 '2022 0160' /dll
flags 32 '0102 8140'
flags 32 '2102 0140' /dll
flags 64 '0022 8100' /dynamicbase:no
flags 64 '0022 8140' /highentropyva:no
flags 64 '0022 8060' /nxcompat:no
flags 64 '0022 0160' /tsaware:no
flags 64 '0002 8140' /largeaddressaware:no
flags 32 '0122 8140' /largeaddressaware
flags 64 '0023 8100' /fixed
flags 64 '0022 8160' /fixed:no
flags 64 '0022 8960' /allowbind:no
flags 64 '0022 8360' /allowisolation:no
flags 64 '0022 81e0' /integritycheck
flags 64 '0022 9160' /appcontainer
flags 64 '0c22 8160' /swaprun:net,cd
flags 64 '4022 2160' /driver:uponly,wdm
flags 64 '0022 8160' /dynamicbase:no /dynamicbase /tsaware:no /tsaware # the last one counts
