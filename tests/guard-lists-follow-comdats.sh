# guard-lists-follow-comdats.sh - a .gfids$y that belongs to a COMDAT counts when that COMDAT is in the image, and only then.
. tests/common.sh
need_pefile
# What Microsoft's run-time library has: the load configuration.
mkobj $t/crt.obj 'symbol @feat.00 static abs=0x800' 'section .rdata align=16' 'symbol _load_config_used' 'bytes 18 01 00 00' 'zeros 124' \
    'ref ADDR64 __guard_fids_table' 'ref ADDR64 __guard_fids_count' 'ref ADDR64 __guard_flags' 'zeros 8' \
    'ref ADDR64 __guard_iat_table' 'ref ADDR64 __guard_iat_count' 'ref ADDR64 __guard_longjmp_table' 'ref ADDR64 __guard_longjmp_count' \
    'zeros 72' 'ref ADDR64 __guard_eh_cont_table' 'ref ADDR64 __guard_eh_cont_count'
# A COMDAT with data that points to `f`, and its own list. mkobj numbers: 0 @feat.00, 1+1 the section f is in, 3 f
mkobj $t/part.obj 'symbol @feat.00 static abs=0x800' 'section .text$mn align=16' 'symbol f func' 'bytes c3' \
    'section .data$p comdat=any' 'symbol pointer' 'ref ADDR64 f' 'section .gfids$y comdat=assoc:.data$p' 'bytes 03 00 00 00'
mkobj $t/uses.obj 'symbol @feat.00 static abs=0x800' 'section .text$mn align=16' 'symbol start func' 'bytes 48 8b 05' 'ref REL32 pointer' 'bytes 31 c0 c3'
mkobj $t/without.obj 'symbol @feat.00 static abs=0x800' 'section .text$mn align=16' 'symbol start func' 'bytes 31 c0 c3'
table() { mylink /nologo /guard:cf /entry:start /subsystem:console /map:$t/a.map /out:$t/a.exe "$@" $t/part.obj $t/crt.obj; $python tests/guard.py $t/a.exe fids $t/a.map; }
expect 'start
f' table $t/uses.obj
expect 'start' table $t/without.obj
expect 'start
f' table $t/without.obj /opt:noref
