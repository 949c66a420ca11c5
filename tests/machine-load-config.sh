# machine-load-config.sh - on every machine the load configuration gets its directory (40h bytes on x86), and /GUARD:CF fills in its tables.
. tests/common.sh
need_pefile
put $t/main.c <<'END'
typedef int (*F)(int);
static int twice(int x) { return 2 * x; }
static int thrice(int x) { return 3 * x; }
F table[] = {twice, thrice};
int start(void) { return table[0](4); }
END
for machine in x64 x86 arm64; do
    case $machine in
    x86) # size 72h, fields of 4 bytes: functions at 50h
        mkobj $t/crt.obj 'machine x86' 'symbol @feat.00 static abs=0x801' 'section .rdata align=16' 'symbol __load_config_used' 'bytes 5c 00 00 00' \
            'zeros 76' 'ref DIR32 ___guard_fids_table' 'ref DIR32 ___guard_fids_count' 'ref DIR32 ___guard_flags' \
            'section .00cfg align=4' 'symbol ___guard_check_icall_fptr' 'zeros 4'
        size=0x40 width=dword at=0x50 flags=0x58 ;;
    *)
        mkobj $t/crt.obj "machine $machine" 'symbol @feat.00 static abs=0x800' 'section .rdata align=16' 'symbol _load_config_used' 'bytes 94 00 00 00' \
            'zeros 124' 'ref ADDR64 __guard_fids_table' 'ref ADDR64 __guard_fids_count' 'ref ADDR64 __guard_flags' 'zeros 4' \
            'section .00cfg align=8' 'symbol __guard_check_icall_fptr' 'symbol __guard_dispatch_icall_fptr' 'zeros 8'
        size=0x94 width=qword at=0x80 flags=0x90 ;;
    esac
    c_for $machine $t/main.obj -Xclang -cfguard <$t/main.c
    mylink /nologo /guard:cf /entry:start /subsystem:console /out:$t/a.exe $t/main.obj $t/crt.obj 2>$t/err || { cat $t/err >&2; fail $machine; }
    expect_field $t/a.exe 'directory("LOAD_CONFIG").Size' $size
    config='directory("LOAD_CONFIG").VirtualAddress'
    [ $width = dword ] && step=4 || step=8
    expect_field $t/a.exe "get_${width}_at_rva($config + $at + $step)" 0x3 # start, thrice, twice
    table="get_${width}_at_rva($config + $at) - OPTIONAL_HEADER.ImageBase"
    expect_field $t/a.exe "all(get_dword_at_rva($table + 4 * i) < get_dword_at_rva($table + 4 * i + 4) for i in range(2))" True
    expect_field $t/a.exe "get_dword_at_rva($table) >= section('.text').VirtualAddress" True
    expect_field $t/a.exe "get_dword_at_rva($config + $flags) & 0x500" 0x500
    expect_field $t/a.exe 'OPTIONAL_HEADER.DllCharacteristics & 0x4000' 0x4000
    proves 'Load configuration; tables of control flow guard (/GUARD:CF)' $machine
done
