# output-is-input.sh - an output that is one of the inputs, under whatever name, is refused and the input stays as it was.
. tests/common.sh
mkobj $t/a.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol v' 'bytes 01'
ln -s a.obj $t/link.obj
mkobj $t/m.obj 'section .data' 'symbol v2' 'bytes 02'
mylib /nologo /out:$t/k.lib $t/m.obj
expect_fail "LINK : fatal error LNK1149: output filename 'a.obj' matches input filename 'a.obj'" \
    "$MYLINK" /entry:start /subsystem:console /out:$t/a.obj $t/a.obj
expect_fail "LINK : fatal error LNK1149: output filename 'link.obj' matches input filename 'a.obj'" \
    "$MYLINK" /entry:start /subsystem:console /out:$t/link.obj $t/a.obj
expect_fail "output filename 'k.lib' matches input filename 'k.lib'" \
    "$MYLINK" /dll /noentry /export:v,data /out:$t/v.dll /implib:$t/k.lib $t/a.obj $t/k.lib
expect_fail "two outputs have the name 'v.dll'" "$MYLINK" /dll /noentry /export:v,data /out:$t/v.dll /map:$t/v.dll $t/a.obj
