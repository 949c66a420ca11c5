# duplicate-symbols.sh - two definitions are reported with both files and how they came into the link; /FORCE takes the first.
. tests/common.sh
mkobj $t/a.obj 'section .data' 'symbol v' 'bytes 01'
mkobj $t/b.obj 'section .data' 'symbol v' 'bytes 02'
expect_fail 'b.obj : error LNK2005: v already defined in a.obj
bad.dll : fatal error LNK1169: one or more multiply defined symbols found' "$MYLINK" /dll /noentry /out:$t/bad.dll $t/a.obj $t/b.obj
expect 'b.obj : warning LNK4006: v already defined in a.obj; second definition ignored' \
    bash -c "cd $t && '$MYLINK' /force:multiple /dll /noentry /noimplib /export:v,data /out:v.dll a.obj b.obj 2>&1"
expect_bytes $t/v.dll v 01
# A member of a library that was pulled in for another name.
mkobj $t/m.obj 'section .data' 'symbol v' 'bytes 03' 'symbol helper' 'bytes 04'
mylib /nologo /out:$t/m.lib $t/m.obj
mkobj $t/user.obj 'section .data' 'symbol v' 'bytes 05' 'ref ADDR64 helper'
expect_fail 'm.lib(m.obj) : error LNK2005: v already defined in user.obj' "$MYLINK" /dll /noentry /out:$t/bad.dll $t/user.obj $t/m.lib
expect_fail 'm.lib(m.obj) was pulled in for helper, which user.obj uses' "$MYLINK" /explain /dll /noentry /out:$t/bad.dll $t/user.obj $t/m.lib
# Absolute symbols of one value may repeat.
mkobj $t/a.obj 'symbol k abs=5' 'section .data' 'symbol v' 'ref ADDR64 k'
mkobj $t/b.obj 'symbol k abs=5'
mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/a.obj $t/b.obj
expect_bytes $t/v.dll v '05 00 00 00 00 00 00 00'
mkobj $t/b.obj 'symbol k abs=6'
expect_fail 'b.obj : error LNK2005: k already defined in a.obj' "$MYLINK" /dll /noentry /out:$t/bad.dll $t/a.obj $t/b.obj
