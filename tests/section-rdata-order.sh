# section-rdata-order.sh - inside .rdata the import address table comes first, exports and the other import data last.
. tests/common.sh
mylib_def="LIBRARY other.dll
EXPORTS
other"
echo "$mylib_def" >$t/other.def
mylib /def:$t/other.def /out:$t/other.lib /machine:x64 >/dev/null
mkobj $t/a.obj 'section .text flags=code,r,x' 'symbol f' 'bytes ff 15 00 00 00 00 c3' 'reloc 2 REL32 __imp_other' \
    'section .xdata$x flags=data,r' 'ascii X2' 'section .xdata flags=data,r' 'ascii X1' \
    'section .rdata$z flags=data,r' 'ascii R2' 'section .rdata flags=data,r' 'ascii R1' 'section .00cfg flags=data,r' 'ascii 0C' \
    'section .CRT$XCU flags=data,r' 'ascii CR' 'section .rtc$TZZ flags=data,r' 'ascii TZ'
mylink /dll /noentry /opt:noref /merge:.CRT=.rdata /merge:.rtc=.rdata /export:f /out:$t/a.dll $t/a.obj $t/other.lib
# IAT: one slot and the null behind it.
expect_field $t/a.dll 'directory("IAT").VirtualAddress == section(".rdata").VirtualAddress' True
expect_field $t/a.dll 'directory("IAT").Size' 0x10
expect_field $t/a.dll 'text(section(".rdata").get_data()[0x10:0x1e])' 0CCRR1R2TZX1X2
expect_field $t/a.dll 'directory("EXPORT").VirtualAddress < directory("IMPORT").VirtualAddress' True
expect_field $t/a.dll 'directory("EXPORT").VirtualAddress > section(".rdata").VirtualAddress + 0x1d' True
expect_field $t/a.dll 'directory("IMPORT").Size' 0x28
expect_field $t/a.dll 'sections()' '.text
.rdata'
