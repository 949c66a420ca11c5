# reloc-dwarf-offset.sh - a 32-bit address of one debug section in another is an offset, as DWARF means it: clang 14 with -gdwarf-5
# writes such fields for the names of files. The lines of a program are found by llvm-symbolizer.
. tests/common.sh
for machine in x64 x86 arm64; do
    case $machine in x64 | arm64) type=ADDR32 ;; x86) type=DIR32 ;; esac
    mkobj $t/a.obj "machine $machine" 'section .text' 'symbol start func' 'bytes c3 90 90 90' \
        'section .debug_line_str flags=data,r,discard' 'bytes 61 00' 'symbol strings' \
        'section .debug_line flags=data,r,discard' 'bytes 02 00 00 00' "reloc 0 $type strings"
    mkobj $t/b.obj "machine $machine" 'section .text' 'symbol start_b func' 'bytes c3 90 90 90' \
        'section .debug_line_str flags=data,r,discard' 'bytes 62 00' 'symbol more' \
        'section .debug_line flags=data,r,discard' 'bytes 00 00 00 00' "reloc 0 $type more"
    "$MYLINK" /machine:$machine /dll /noentry /debug:dwarf /opt:noref /out:$t/a.dll $t/a.obj $t/b.obj
    # 2 + 2 of the field; 2 + 2 of the other object's strings
    expect '0400000004000000' $python -c "
import pefile
for s in pefile.PE('$t/a.dll').sections:
    if s.Characteristics & 0x2000000 and s.Misc_VirtualSize == 8: print(s.get_data()[:8].hex())"
done

need clang
put $t/m.c <<'END'
__declspec(dllimport) void ExitProcess(unsigned);
static int helper(int n) {
    return n * 3;
}
int (*volatile pointer)(int) = helper;
void start(void) { ExitProcess(pointer(2)); }
END
clang=$(tool clang) symbolizer=$(tool llvm-symbolizer) nm=$(tool llvm-nm)
for version in 4 5; do
    (cd $t && "$clang" --target=x86_64-pc-windows-msvc -gdwarf-$version -O0 -ffreestanding -c m.c -o m.obj)
    mylink /entry:start /subsystem:console /debug:dwarf /out:$t/m.exe $t/m.obj kernel32.lib
    run_both -x 6 $t/m.exe ''
    address=$($nm $t/m.exe | awk '$3 == "helper" {print "0x" $1}')
    expect 'm.c:2' eval "$symbolizer --obj=$t/m.exe $address | sed -n '2s,.*/,,p' | cut -d : -f 1-2"
done
