# option-gnu-words.sh - wrong words of the GNU command line are errors that name them.
. tests/common.sh
gnu() { "$MYLINK" -flavor gnu "$@"; }
expect_fail "LINK : fatal error LNK1902: unrecognized option '--no-such-thing'" gnu --no-such-thing
expect_fail "LINK : fatal error LNK1146: no argument specified with option '-o'" gnu -o
expect_fail "LINK : fatal error LNK1146: no argument specified with option '--stack'" gnu --stack
expect_fail "LINK : fatal error LNK1117: syntax error in option '--stack=big'" gnu --stack=big
expect_fail "LINK : fatal error LNK1117: syntax error in option '--pop-state'" gnu --pop-state
expect_fail "LINK : fatal error LNK1117: syntax error in option '--major-os-version'" gnu --major-os-version ten
expect_fail "LINK : fatal error LNK1117: syntax error in option '-m'" gnu -m elf_x86_64
expect_fail "LINK : fatal error LNK1901: option '-T' is not supported: a Windows image has no use for a linker script" gnu -T x.ld
expect_fail "LINK : fatal error LNK1901: option '-r' is not supported: not part of this version of mylink" gnu -r
expect_fail "LINK : fatal error LNK1901: option '-Ttext=0x1000' is not supported: the linker places sections; --image-base moves the whole image" gnu -Ttext=0x1000
expect_fail "LINK : fatal error LNK1901: option '--version-script=x' is not supported: it asks for something that only ELF has" gnu --version-script=x
expect_fail "LINK : fatal error LNK1901: option '-b' is not supported: inputs are objects and libraries" gnu -b binary
expect_fail "LINK : fatal error LNK1117: syntax error in option '--oformat=elf64-x86-64'" gnu --oformat=elf64-x86-64
expect_fail "LINK : fatal error LNK1117: syntax error in option '-e'" gnu -e 0x140001000
# A word with '/' in front is a file here, always.
expect_fail 'out:a.exe' gnu /out:a.exe
# The flavour can be said on the command line, whatever the program is called.
ln -s "$MYLINK" "$t/ld.mylink"
expect_fail "LNK1117: syntax error in option 'stack:big'" "$t/ld.mylink" -flavor link /stack:big
gnu --help >"$t/help"
grep -qx '  --out-implib value: /IMPLIB' "$t/help" || fail 'no --out-implib in --help'
