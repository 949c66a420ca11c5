# section-many-names.sh - 100,000 different section names cost time in proportion, not squared; 66,000 sections are refused.
. tests/common.sh
seq -f 'section .text$f%06g flags=code,r,x
bytes c3' 100000 >$t/lines
mkobj $t/a.obj <$t/lines
timeout $((20 * patience)) "$MYLINK" /dll /noentry /opt:noref /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section(".text").Misc_VirtualSize' 0x186a0
seq -f 'section s%06g flags=data,r
bytes 01' 66000 >$t/lines
mkobj $t/b.obj <$t/lines
expect_fail 'fatal error LNK1189: 66000 sections; an image has 65279 at most
  do:    merge some with /MERGE:from=to, or name them so that only the part behind a $ differs' timeout $((20 * patience)) "$MYLINK" /explain /dll /noentry /opt:noref /out:$t/b.dll $t/b.obj
# A chain of 50,000 merges, each said by 2 objects, and as many /SECTION options.
{ echo 'section s1 flags=data,r,w'; echo 'bytes 01'; seq 50000 | awk '{ printf "directive /merge:s%d=s%d\ndirective /section:s50001,rw\n", $1, $1 + 1 }'; } >$t/lines
mkobj $t/c.obj <$t/lines
cp $t/c.obj $t/d.obj
timeout $((20 * patience)) "$MYLINK" /dll /noentry /opt:noref /out:$t/c.dll $t/c.obj $t/d.obj
expect_field $t/c.dll 'sections()' s50001
# 100,000 lists of constructors, their start last of all: whether it is there is asked once.
{ seq -f 'section .CRT$XCU%06g nosymbol flags=data,r
zeros 8' 100000; echo 'section .CRT$XCA nosymbol flags=data,r'; echo 'zeros 8'; } >$t/lines
mkobj $t/e.obj <$t/lines
timeout $((10 * patience)) "$MYLINK" /dll /noentry /opt:noref /wx /out:$t/e.dll $t/e.obj
