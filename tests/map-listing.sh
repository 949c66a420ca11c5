# map-listing.sh - /MAP lists sections, public and static symbols and the entry point in link.exe's columns.
. tests/common.sh
mkobj $t/a.obj 'section .text' 'symbol start func' 'bytes 90 90 90 90' 'symbol helper static func value=2' 'section .text$i flags=code,r,x comdat=any' \
    'symbol inline_one func' 'bytes c3' 'section .rdata' 'symbol table' 'bytes 01 02' 'section .bss align=4' 'symbol counter' 'zeros 4' 'symbol answer abs=42'
mkobj $t/b.obj 'section .text' 'symbol from_library func' 'bytes c3'
mylib /out:$t/tools.lib $t/b.obj >/dev/null
mylink /entry:start /subsystem:console /opt:noref /include:from_library /timestamp:1234567890 /map:$t/a.map /out:$t/a.exe $t/a.obj $t/tools.lib
cat >$t/want <<'EOT'
 a

 Timestamp is 499602d2 (Fri Feb 13 23:31:30 2009)

 Preferred load address is 0000000140000000

 Start         Length     Name                   Class
 0001:00000000 00000005H .text                   CODE
 0001:00000005 00000001H .text$i                 CODE
 0002:00000000 00000002H .rdata                  DATA
 0003:00000000 00000004H .bss                    DATA

  Address         Publics by Value              Rva+Base               Lib:Object

 0000:0000002a       answer                     000000000000002a     <absolute>
 0001:00000000       start                      0000000140001000 f   a.obj
 0001:00000004       from_library               0000000140001004 f   tools:b.obj
 0001:00000005       inline_one                 0000000140001005 f i a.obj
 0002:00000000       table                      0000000140002000     a.obj
 0003:00000000       counter                    0000000140003000     a.obj

 entry point at        0001:00000000

 Static symbols

 0001:00000002       helper                     0000000140001002 f   a.obj
EOT
diff $t/want $t/a.map

# Without /TIMESTAMP it is no time.
mylink /entry:start /subsystem:console /map:$t/h.map /out:$t/h.exe $t/a.obj
grep -qE '^ Timestamp is [0-9a-f]{8} \(a hash of the image\)$' $t/h.map

# Imports are shown with the library that asked for them; exports on request; the default name is the image's.
mkobj $t/c.obj 'section .text' 'symbol f func' 'bytes ff 15 00 00 00 00 c3' 'reloc 2 REL32 __imp_Sleep'
mylink /dll /noentry /export:f /export:g=f /map /mapinfo:exports /out:$t/c.dll $t/c.obj kernel32.lib
expect_line ' 0002:00000000       __imp_Sleep                0000000180002000     kernel32:KERNEL32.dll' cat $t/c.map
expect '        1    f
        2    f
               exported name: g' tail -n 3 $t/c.map
expect_line '  ordinal    name' cat $t/c.map
# 32-bit images have 8 digits.
mkobj $t/d.obj 'machine x86' 'section .text' 'symbol _f func' 'bytes c3'
mylink /dll /noentry /export:f /map:$t/d.map /out:$t/d.dll $t/d.obj
expect_line '  Address         Publics by Value              Rva+Base       Lib:Object' cat $t/d.map
expect_line ' 0001:00000000       _f                         10001000 f   d.obj' cat $t/d.map
# /MAPINFO:FIXUPS lists what the loader corrects when the image lies elsewhere.
mkobj $t/e.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol p' 'ref ADDR64 p' 'ref ADDR64 start'
mylink /entry:start /subsystem:console /map /mapinfo:fixups /out:$t/e.exe $t/e.obj
expect ' Fixups

  Address         Type     Rva+Base

 0002:00000000       DIR64    0000000140002000
 0002:00000008       DIR64    0000000140002008' tail -n 6 $t/e.map
