# lib-output.sh - the library appears whole or not at all: failures leave the old one, no output may be an object or .def file that was read.
. tests/common.sh
cd $t
mkobj a.obj 'section .text' 'symbol a' 'bytes 01'
printf 'EXPORTS f' >f.def
printf old >x.lib
expect_fail 'none.obj' mylib a.obj none.obj /out:x.lib
expect old cat x.lib
expect_fail "LIB : fatal error LNK1149: output filename matches input filename 'a.obj'" mylib a.obj /out:a.obj
ln -s f.def link.def
expect_fail "LIB : fatal error LNK1149: output filename matches input filename 'f.def'" mylib /def:f.def /machine:x64 /out:link.def
expect_fail "fatal error LNK1104: cannot open file" mylib a.obj /out:nofolder/x.lib
# Library and export file: both or none.
mkdir x.exp
expect_fail 'x.exp' mylib /nologo /def:f.def /machine:x64 /out:x.lib
expect old cat x.lib
rmdir x.exp
expect '   Creating library x.lib and object x.exp' mylib /def:f.def /machine:x64 /out:x.lib
expect '   Creating library y.lib' mylib /def:f.def /machine:x64 /out:y.lib /noexp
[ ! -e y.exp ] || fail '/NOEXP'
# A device is written to, never replaced. A closed standard error or a full standard output is an error, not a crash.
mylib /nologo a.obj /out:/dev/null
[ -c /dev/null ] || fail '/dev/null was replaced'
code=0; "$MYLIB" /list x.lib >/dev/full 2>err.txt || code=$?
[ $code = 1 ] || fail "exit code $code with a full standard output"
expect 'LIB : fatal error LNK1106: cannot write to standard output' cat err.txt
code=0; "$MYLIB" none.obj /out:z.lib 2>&- || code=$?
[ $code = 1 ] || fail "exit code $code with standard error closed"
[ -z "$(find . -name '.*.lib*' -o -name '.*tmp*')" ] || fail 'a temporary file is left'
