# msvc-linker-symbols.sh - the names that Microsoft's run-time libraries expect the linker to know have their values in an image without
# guard tables: the image's address, flags 100h, and 0 for tables that are not there; on x86 with one more underscore.
. tests/common.sh
names='__guard_fids_table __guard_fids_count __guard_iat_table __guard_iat_count __guard_longjmp_table __guard_longjmp_count
__guard_eh_cont_table __guard_eh_cont_count __enclave_config __hybrid_code_map __hybrid_code_map_count __dynamic_value_reloc_table
__volatile_metadata __safe_se_handler_table __safe_se_handler_count'
for machine in x64 x86; do
    case $machine in
    x64) prefix= type=ADDR64 size=8 base=180000000 ;;
    x86) prefix=_ type=DIR32 size=4 base=10000000 ;;
    esac
    lines=()
    for name in __ImageBase __guard_flags $names; do lines+=("ref $type $prefix$name"); done
    mkobj $t/a.obj "machine $machine" 'section .data align=8' "${lines[@]}"
    mylink /dll /noentry /noimplib /out:$t/a.dll $t/a.obj
    expect "$base 100$(printf ' 0%.0s' $names)" $python -c "
import pefile
data = pefile.PE('$t/a.dll').sections[0].get_data()
print(*('%x' % int.from_bytes(data[at:at + $size], 'little') for at in range(0, 17 * $size, $size)))"
    # One base relocation: the others are numbers, which do not move with the image.
    expect_field $t/a.dll '[1 for block in pe.DIRECTORY_ENTRY_BASERELOC for e in block.entries if e.type]' 0x1
done
# A program that defines one itself keeps its own.
mkobj $t/own.obj 'section .data align=8' 'ref ADDR64 __guard_flags' 'symbol __guard_flags' 'bytes 01'
mylink /dll /noentry /noimplib /out:$t/own.dll $t/own.obj
expect_field $t/own.dll 'int.from_bytes(pe.sections[0].get_data()[:8], "little")' 0x180001008
