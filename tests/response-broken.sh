# response-broken.sh - response files that are missing, are no text, or name each other for ever: an error that names them, at once.
. tests/common.sh
cd "$t"
expect_fail "LINK : fatal error LNK1104: cannot open file 'gone.rsp'" mylink @gone.rsp
expect_fail "LINK : fatal error LNK1104: cannot read file '.': it is a directory" mylink @.
echo '@self.rsp' >self.rsp
expect_fail "self.rsp : fatal error LNK1170: response file 'self.rsp' is one too many: they are nested more than 16 deep" mylink @self.rsp
for n in 1 2 3 4 5 6 7 8; do for k in 1 2 3 4 5 6 7 8; do echo "@fan$((n + 1)).rsp"; done >fan$n.rsp; done
echo /nologo >fan9.rsp # 8 to the power of 8 files
expect_fail 'LNK1170' timeout $((20 * patience)) "$MYLINK" @fan1.rsp
printf '\377\376a' >odd.rsp
expect_fail 'odd.rsp : fatal error LNK1107: UTF-16 text ends in the middle of a character' mylink @odd.rsp
printf '/nologo\000/dll' >nul.rsp
expect_fail 'nul.rsp : fatal error LNK1107: a NUL byte stands in what should be text' mylink @nul.rsp
LINK=@self.rsp expect_fail 'LNK1170' mylink /nologo
# One very long word, many backslashes, a quote that is never closed: no options, but no harm either.
head -c 1000000 /dev/zero | tr '\0' 'x' >long.rsp
expect_fail 'cannot open input file' mylink @long.rsp
head -c 100000 /dev/zero | tr '\0' '\\' >slashes.rsp
expect_fail 'cannot open input file' mylink @slashes.rsp
echo '"/out:x.exe' >open.rsp
expect_fail 'LNK1' mylink @open.rsp
