# safeseh.sh - x86: the handlers that objects list in .sxdata become a sorted table; without any handler NO_SEH is set; an object that
# promises nothing prevents both, and is named under /SAFESEH.
. tests/common.sh
safe='symbol @feat.00 static abs=1'
loadcfg() { mkobj $t/loadcfg.obj 'machine x86' "$safe" 'section .rdata align=4' 'symbol __load_config_used' 'bytes 48 00 00 00' 'zeros 60' \
    'ref DIR32 ___safe_se_handler_table' 'ref DIR32 ___safe_se_handler_count'; }
loadcfg
# Two handlers, listed out of order, one of them twice; one more in a COMDAT that nothing refers to; one that another object defines.
object() { # BYTES of .sxdata
    mkobj $t/a.obj 'machine x86' "$safe" 'section .text' 'symbol _start func' 'bytes c3' 'section .text$z align=16' 'symbol _late func' 'bytes c3' \
        'section .text$a align=16' 'symbol _early func' 'bytes c3' 'section .text$gone comdat=any' 'symbol _gone func' 'bytes c3' \
        'symbol _other undef' 'section .sxdata flags=info,remove' "bytes $1"
}
object 00
index() { $python - $t/a.obj $1 <<'EOT'
import struct, sys
d = open(sys.argv[1], 'rb').read()
off, n = struct.unpack_from('<II', d, 8)
for i in range(n):
    name = d[off + 18 * i:off + 18 * i + 8].rstrip(b'\0').decode('latin1')
    if name == sys.argv[2]: print('%02x 00 00 00' % i)
EOT
}
need_pefile
object "$(index _late) $(index _early) $(index _gone) $(index _late) $(index _other)"
mkobj $t/b.obj 'machine x86' "$safe" 'section .text$m align=16' 'symbol _other func' 'bytes c3'
run() { mylink /nologo /entry:start /subsystem:console /out:$t/a.exe "$@"; }
run $t/a.obj $t/b.obj $t/loadcfg.obj
expect_field $t/a.exe 'directory("LOAD_CONFIG").Size' 0x40
c=DIRECTORY_ENTRY_LOAD_CONFIG.struct
table="[get_dword_at_rva($c.SEHandlerTable - OPTIONAL_HEADER.ImageBase + 4 * i) for i in range($c.SEHandlerCount)]"
expect_field $t/a.exe "$table" $'0x1010\n0x1020\n0x1030'
expect_field $t/a.exe 'OPTIONAL_HEADER.DllCharacteristics' 0x8140
# The table's address moves with the image, the count does not.
expect_field $t/a.exe '[r.rva - directory("LOAD_CONFIG").VirtualAddress for b in pe.DIRECTORY_ENTRY_BASERELOC for r in b.entries if r.type == 3]' 0x40
run /safeseh:no $t/a.obj $t/b.obj $t/loadcfg.obj
expect_field $t/a.exe "$c.SEHandlerTable + $c.SEHandlerCount" 0x0

# No handlers: none may be called.
run $t/b.obj $t/loadcfg.obj /entry:other
expect_field $t/a.exe 'OPTIONAL_HEADER.DllCharacteristics' 0x8540
expect_field $t/a.exe "$c.SEHandlerTable + $c.SEHandlerCount" 0x0

# An object without @feat.00 (GNU as, old ml): no table, no bit. Data alone has no handlers.
mkobj $t/old.obj 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
run $t/old.obj $t/loadcfg.obj
expect_field $t/a.exe 'OPTIONAL_HEADER.DllCharacteristics' 0x8140
expect_line "    No table of exception handlers: $t/old.obj is unsafe for it" "$MYLINK" /nologo /entry:start /subsystem:console /verbose:safeseh /out:$t/a.exe $t/old.obj
expect_fail "old.obj : error LNK2026: module unsafe for SAFESEH image.
a.exe : fatal error LNK1281: Unable to generate SAFESEH image." "$MYLINK" /nologo /safeseh /entry:start /subsystem:console /out:$t/a.exe $t/old.obj $t/b.obj
mkobj $t/data.obj 'machine x86' 'section .data' 'symbol _d' 'bytes 01'
run /safeseh $t/b.obj $t/data.obj /entry:other
expect_field $t/a.exe 'OPTIONAL_HEADER.DllCharacteristics' 0x8540

# nasm lists what its `safeseh` names. Without a load configuration there is nowhere to put a table.
asm32 $t/nasm.obj 'global _start
section .text
_start: ret
handler: xor eax, eax
ret
safeseh handler'
run /safeseh $t/nasm.obj 2>$t/err
grep -q 'LNK4907: /SAFESEH has no effect' $t/err || fail "$(cat $t/err)"
run /safeseh $t/nasm.obj $t/loadcfg.obj
expect_field $t/a.exe "$table" 0x1001

# A list that leaves the symbol table.
mkobj $t/bad.obj 'machine x86' "$safe" 'section .text' 'symbol _start func' 'bytes c3' 'section .sxdata flags=info,remove' 'bytes ff ff 00 00'
expect_fail "bad.obj : error LNK1107: invalid or corrupt file: section 2 '.sxdata' lists symbol 65535 at 0x0" \
    "$MYLINK" /nologo /entry:start /subsystem:console /out:$t/a.exe $t/bad.obj
