# gc-roots.sh - /OPT:REF keeps what the entry point, exports, /INCLUDE and TLS callbacks reach, and all that is no COMDAT; the rest goes.
. tests/common.sh
# Each function: 16 equal bytes, so that .text tells which are there.
fn() { printf '%s\n' "section .text\$mn align=16 comdat=any" "symbol $1 func" "fill 16 $2"; }
mkobj $t/a.obj "$(fn dead 11)" "$(fn exported 22)" "$(fn included 33)" "$(fn callback 44)" "$(fn reached 55)" \
    "$(fn only_dead_uses_me 66)" 'section .text$mn align=16' 'symbol plain func' 'fill 16 77' \
    'section .text$mn align=16 comdat=any' 'symbol start func' 'fill 11 88' 'bytes e8' 'ref REL32 reached' \
    'section .text$mn align=16 comdat=any' 'symbol dead2 func' 'fill 11 99' 'bytes e8' 'ref REL32 only_dead_uses_me' \
    'section .rdata align=16' 'symbol _tls_used' 'zeros 24' 'ref ADDR64 callbacks' 'zeros 8' \
    'section .CRT$XLA align=8' 'symbol callbacks' 'section .CRT$XLB align=8' 'ref ADDR64 callback' 'section .CRT$XLZ align=8' 'zeros 8'
text() { # the first byte of each 16
    mylink /nologo /subsystem:console /entry:start /out:$t/a.exe $t/a.obj "$@"
    $python -c "import pefile; s = pefile.PE('$t/a.exe').sections[0]; print(' '.join('%02x' % b for b in s.get_data()[:s.Misc_VirtualSize:16]))"
}
need_pefile
image_checks=off # its code is no program
expect '22 33 44 55 77 88' text /export:exported /include:included
expect '33 44 55 77 88' text /include:included
expect '44 55 77 88' text
expect '11 22 33 44 55 66 77 88 99' text /opt:noref
expect '11 22 33 44 55 66 77 88 99' text /debug /ignore:4901 # [spec: opt-optimizations]
expect '44 55 77 88' text /debug /opt:ref /ignore:4901
expect '44 55 77 88' text /debug:none
# The directories' own structures stay, though no relocation leads to them: COMDATs here, plain sections under --gc-sections.
for comdat in comdat=any ''; do
    mkobj $t/used.obj 'section .text' 'symbol start func' 'bytes c3' "section .rdata\$T align=16 $comdat" 'symbol _tls_used' 'zeros 40' \
        "section .rdata\$L align=16 $comdat" 'symbol _load_config_used' 'bytes 70 00 00 00' 'zeros 0x6c' \
        "section .rdata\$U align=16 $comdat" 'symbol not_used' 'fill 16 99'
    case $comdat in
    '') "$MYLINK" -flavor gnu -m i386pep -e start --gc-sections -s -o $t/used.exe $t/used.obj ;;
    *) mylink /nologo /subsystem:console /entry:start /out:$t/used.exe $t/used.obj ;;
    esac
    expect_field $t/used.exe 'directory("TLS").Size' 0x28
    expect_field $t/used.exe 'directory("LOAD_CONFIG").Size' 0x70
    expect_field $t/used.exe 'b"\x99" in section(".rdata").get_data()' False
done
