# alternate-names.sh - /ALTERNATENAME:from=to is used when no object and no library defines `from`.
. tests/common.sh
mkobj $t/user.obj 'section .data' 'symbol p' 'ref ADDR64 from' 'directive "/alternatename:from=to"'
mkobj $t/to.obj 'symbol to abs=0x11'
mkobj $t/from.obj 'symbol from abs=0x22'
mylib /nologo /out:$t/to.lib $t/to.obj
mylib /nologo /out:$t/from.lib $t/from.obj
dll() { mylink /dll /noentry /noimplib /export:p,data /out:$t/v.dll $t/user.obj "$@"; }
dll $t/to.obj;               expect_bytes $t/v.dll p '11 00 00 00 00 00 00 00'
dll $t/to.lib;               expect_bytes $t/v.dll p '11 00 00 00 00 00 00 00'
dll $t/to.obj $t/from.obj;   expect_bytes $t/v.dll p '22 00 00 00 00 00 00 00'
dll $t/to.obj $t/from.lib;   expect_bytes $t/v.dll p '22 00 00 00 00 00 00 00'
expect_fail 'unresolved external symbol to' "$MYLINK" /dll /noentry /export:p,data /out:$t/bad.dll $t/user.obj
