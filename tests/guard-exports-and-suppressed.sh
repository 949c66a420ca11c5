# guard-exports-and-suppressed.sh - exported functions are in the table with flag 2, those that /GUARDSYM names with flag 1, in entries of 5 bytes.
. tests/common.sh
need_pefile
# What Microsoft's run-time library has: the load configuration.
mkobj $t/crt.obj 'symbol @feat.00 static abs=0x800' 'section .rdata align=16' 'symbol _load_config_used' 'bytes 18 01 00 00' 'zeros 124' \
    'ref ADDR64 __guard_fids_table' 'ref ADDR64 __guard_fids_count' 'ref ADDR64 __guard_flags' 'zeros 8' \
    'ref ADDR64 __guard_iat_table' 'ref ADDR64 __guard_iat_count' 'ref ADDR64 __guard_longjmp_table' 'ref ADDR64 __guard_longjmp_count' \
    'zeros 72' 'ref ADDR64 __guard_eh_cont_table' 'ref ADDR64 __guard_eh_cont_count'
mkobj $t/dll.obj 'symbol @feat.00 static abs=0x800' 'section .text$mn align=16' 'symbol entry func' 'bytes b8 01 00 00 00 c3' 'zeros 10' \
    'symbol exported func' 'bytes c3' 'zeros 15' 'symbol both func' 'bytes c3' 'zeros 15' 'symbol setjump func' 'bytes c3' 'zeros 15' \
    'section .data' 'symbol variable' 'ref ADDR64 both' 'ref ADDR64 setjump' \
    'section .gfids$y' 'bytes 06 00 00 00 08 00 00 00' 'directive "/guardsym:setjump,S /GUARDSYM:nothing,S"'
# The list holds symbol numbers: those of `both` and `setjump`.
readobj=$(tool llvm-readobj)
number() { $readobj --symbols $t/dll.obj | awk -v n="$1" '/Name:/ {i += 1 + aux; aux = 0; name = $2} /AuxSymbolCount/ {aux = $2; if (name == n) {print i - 1; exit}}'; }
$python - $t/dll.obj $(number both) $(number setjump) <<'END'
import struct, sys
b = bytearray(open(sys.argv[1], 'rb').read())
at = b.index(struct.pack('<II', 6, 8))
b[at:at + 8] = struct.pack('<II', int(sys.argv[2]), int(sys.argv[3]))
open(sys.argv[1], 'wb').write(b)
END
mylink /nologo /dll /entry:entry /guard:cf /export:exported /export:both /export:variable,data /map:$t/a.map /out:$t/a.dll $t/dll.obj $t/crt.obj
expect 'entry 00
exported 02
both 00
setjump 01' $python tests/guard.py $t/a.dll fids $t/a.map
expect 0x10014500 $python tests/guard.py $t/a.dll flags
