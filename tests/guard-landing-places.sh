# guard-landing-places.sh - places where longjmp lands (.gljmp$y, /GUARD:CF) and where an exception goes on (.gehcont$y, /GUARD:EHCONT) get tables.
. tests/common.sh
need_pefile
# What Microsoft's run-time library has: the load configuration.
mkobj $t/crt.obj 'symbol @feat.00 static abs=0x800' 'section .rdata align=16' 'symbol _load_config_used' 'bytes 18 01 00 00' 'zeros 124' \
    'ref ADDR64 __guard_fids_table' 'ref ADDR64 __guard_fids_count' 'ref ADDR64 __guard_flags' 'zeros 8' \
    'ref ADDR64 __guard_iat_table' 'ref ADDR64 __guard_iat_count' 'ref ADDR64 __guard_longjmp_table' 'ref ADDR64 __guard_longjmp_count' \
    'zeros 72' 'ref ADDR64 __guard_eh_cont_table' 'ref ADDR64 __guard_eh_cont_count'
mkobj $t/main.obj 'symbol @feat.00 static abs=0x4800' 'section .text$mn align=16' 'symbol start func' 'bytes 31 c0 c3' \
    'symbol after_setjmp label' 'bytes 90 90' 'symbol after_catch label' 'bytes c3' \
    'section .gljmp$y' 'bytes 04 00 00 00' 'section .gehcont$y' 'bytes 05 00 00 00'
# mkobj numbers: 0 @feat.00, 1+1 .text$mn, 3 start, 4 after_setjmp, 5 after_catch
link() { mylink /nologo /entry:start /subsystem:console /out:$t/a.exe $t/main.obj $t/crt.obj "$@"; }
table() { $python tests/guard.py $t/a.exe "$1"; }
link /guard:cf
expect 0x1003 table longjmp
expect '' table ehcont
expect 0x14500 table flags
link /guard:cf,ehcont
expect 0x1003 table longjmp
expect 0x1005 table ehcont
expect 0x414500 table flags
run_both $t/a.exe ''
link /guard:ehcont # without function tables
expect 0x1005 table ehcont
expect '' table fids
expect 0x400100 table flags
link /guard:cf,ehcont,nolongjmp,noehcont
expect '' table longjmp
expect '' table ehcont
expect 0x4500 table flags
