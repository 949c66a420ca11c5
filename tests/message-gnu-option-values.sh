# message-gnu-option-values.sh - GNU ld's options with a value that they do not take: what the value should be.
. tests/common.sh
mkobj "$t/a.o" 'section .text' 'symbol start func' 'bytes c3'
says() { # REASON WORDS...
    local why=$1
    shift
    expect_fail "
  why:   $why
" "$MYLINK" -flavor gnu --explain -m i386pep -e start -o "$t/a.exe" "$t/a.o" "$@"
}
says_first() { expect_fail "$1" "$MYLINK" -flavor gnu --explain "${@:2}" -o "$t/a.exe" "$t/a.o"; }
says_first '  why:   mylink makes Windows images only: the targets are i386pep (x64), i386pe (x86) and arm64pe' -m elf_x86_64
says 'a version is a number from 0 to 65535' --major-os-version 70000
says 'there is no --push-state in front of it' --pop-state
says 'an entry point is a symbol, or 0 for none: addresses follow from the link' -e 0x1000
says 'it is name=number or name=symbol; mylink does not calculate as a linker script does' --defsym f=g+4
says 'mylink writes Windows images only: pei-x86-64, pei-i386 and the like' --oformat elf64-x86-64
says 'link.exe has no such option; mylink /? lists them' -Xlink=/nothing
says_first 'this is the command line of GNU ld (--help lists it); mylink -flavor link ... reads that of link.exe' --nothing
"$MYLINK" -flavor gnu --help >"$t/help"
grep -q '^usage: ld.mylink \[options\] files... ' "$t/help"
grep -qE '^  -[-a-zA-Z]+( value)?: accepted, without effect$' "$t/help"
grep -qE '^  --[-a-z]+( value)?: refused; [a-z]' "$t/help"
