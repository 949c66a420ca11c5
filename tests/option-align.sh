# option-align.sh - /ALIGN and /FILEALIGN; below the page size both are the same, as Windows wants it.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol d' 'bytes 01'
check() { # WANT OPTION...
    local want=$1
    shift
    mylink "$t/a.obj" /entry:start /subsystem:console /out:"$t/x.exe" "$@" 2>"$t/err"
    expect_field "$t/x.exe" 'text("%x %x" % (OPTIONAL_HEADER.SectionAlignment, OPTIONAL_HEADER.FileAlignment))' "$want"
    expect_field "$t/x.exe" 'len([s for s in pe.sections if s.VirtualAddress % pe.OPTIONAL_HEADER.SectionAlignment or s.PointerToRawData % pe.OPTIONAL_HEADER.FileAlignment])' 0x0
}
check '1000 200'
check '1000 1000' /filealign:4096
check '4000 200' /align:0x4000 /driver
allow_warning 'SectionAlignment|FileAlignment' # pefile finds small ones suspicious
check '20 20' /align:32 /driver
check '20 20' /align:32 /driver /filealign:512
grep -q "LNK4075: ignoring '/FILEALIGN' due to '/ALIGN' specification" "$t/err" || fail "$(cat "$t/err")"
