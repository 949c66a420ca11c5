# section-many-names.sh - 100,000 different section names cost time in proportion, not squared; 66,000 sections are refused.
. tests/common.sh
seq -f 'section .text$f%06g flags=code,r,x
bytes c3' 100000 >$t/lines
mkobj $t/a.obj <$t/lines
timeout 20 "$MYLINK" /dll /noentry /opt:noref /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section(".text").Misc_VirtualSize' 0x186a0
seq -f 'section s%06g flags=data,r
bytes 01' 66000 >$t/lines
mkobj $t/b.obj <$t/lines
expect_fail 'fatal error LNK1189: 66000 sections; an image has 65279 at most' timeout 20 "$MYLINK" /dll /noentry /opt:noref /out:$t/b.dll $t/b.obj
