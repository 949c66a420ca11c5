# guard-tables.sh - /GUARD:CF makes tables of the functions and imports whose address is taken, sorted, from .gfids$y and .giats$y.
. tests/common.sh
need_pefile
# What Microsoft's run-time library has: the load configuration and the pointers that checked calls go through.
mkobj $t/crt.obj 'symbol @feat.00 static abs=0x800' 'section .rdata align=16' 'symbol _load_config_used' 'bytes 18 01 00 00' 'zeros 124' \
    'ref ADDR64 __guard_fids_table' 'ref ADDR64 __guard_fids_count' 'ref ADDR64 __guard_flags' 'zeros 8' \
    'ref ADDR64 __guard_iat_table' 'ref ADDR64 __guard_iat_count' 'ref ADDR64 __guard_longjmp_table' 'ref ADDR64 __guard_longjmp_count' \
    'zeros 72' 'ref ADDR64 __guard_eh_cont_table' 'ref ADDR64 __guard_eh_cont_count' \
    'section .00cfg align=8' 'symbol __guard_dispatch_icall_fptr' 'ref ADDR64 dispatch' \
    'section .text$mn align=16' 'symbol dispatch static func' 'bytes ff e0'
c_msvc $t/main.obj -Xclang -cfguard <<'END'
__declspec(dllimport) void ExitProcess(unsigned);
__declspec(dllimport) unsigned GetTickCount(void);
typedef int (*F)(int);
static int twice(int x) { return 2 * x; }
static int thrice(int x) { return 3 * x; }
__attribute__((noinline)) int only_called(int x) { return x + 1; }
F table[] = {twice, thrice};
unsigned (*volatile tick)(void);
__attribute__((noinline)) int through(F f, int x) { return f(x); }
void start(void) {
    tick = GetTickCount;
    tick();
    ExitProcess(through(table[tick != 0], only_called(13)));
}
END
link() { mylink /nologo /entry:start /subsystem:console /map:$t/a.map /out:$t/a.exe $t/main.obj $t/crt.obj kernel32.lib "$@"; }
table() { $python tests/guard.py $t/a.exe "$1" $t/a.map; }
link /guard:cf
run_both -x 42 $t/a.exe ''
expect 'start
thrice
twice' sort <(table fids)
expect '__imp_GetTickCount' table iat
expect '' table longjmp
expect 0x14500 table flags # instrumented, functions, imports (export information), longjmp
expect_field $t/a.exe 'OPTIONAL_HEADER.DllCharacteristics & 0x4000' 0x4000
# Each function begins at a multiple of 16: Windows keeps its notes in such units.
for f in twice thrice start; do grep -qE "[0-9a-f]{7}0 +$f |$f +[0-9a-f]{15}0 " $t/a.map || fail "$(grep -w $f $t/a.map)"; done
# lld lists the same functions.
lld=$(tool lld-link)
$lld /nologo /entry:start /subsystem:console /guard:cf /opt:noicf /map:$t/l.map /out:$t/l.exe $t/main.obj $t/crt.obj $BIN/lib/x64/kernel32.lib
diff <($python tests/guard.py $t/l.exe fids $t/l.map | sort) <(table fids | sort) || fail 'lld lists others'

link /guard:cf,nolongjmp
expect 0x4500 table flags
# Without /GUARD the flags say that the code asks, and nothing more; the tables are not there.
for no in '' /guard:no; do
    link $no
    expect 0x100 table flags
    expect '' table fids
    expect_field $t/a.exe 'OPTIONAL_HEADER.DllCharacteristics & 0x4000' 0x0
    run_both -x 42 $t/a.exe ''
done
# No load configuration: Windows would not find the tables.
mkobj $t/bare.obj 'section .text$mn' 'symbol start func' 'bytes c3'
mylink /nologo /guard:cf /entry:start /subsystem:console /out:$t/b.exe $t/bare.obj 2>$t/err
grep -q 'warning LNK4907: /GUARD has no effect: the image has no load configuration' $t/err || fail "$(cat $t/err)"
# A list with a symbol that the object does not have, and one with an auxiliary record.
for number in 63 02; do
    mkobj $t/bad.obj 'symbol @feat.00 static abs=0x800' 'section .gfids$y' "bytes $number 00 00 00" 'section .text$mn' 'symbol f func' 'bytes c3'
    expect_fail "bad.obj : error LNK1107: invalid or corrupt file: section 1 '.gfids\$y' lists symbol $((16#$number)) at 0x0, which is not a symbol of the object" \
        $MYLINK /nologo /entry:start /subsystem:console /guard:cf /out:$t/bad.exe $t/bad.obj $t/main.obj $t/crt.obj kernel32.lib
done
