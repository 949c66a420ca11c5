# export-layout.sh - the export section field by field: directory, addresses, name pointers, ordinals, DLL name, names, nothing between.
. tests/common.sh
asm $t/d.obj 'section .text
global beta, alpha
beta: ret
alpha: ret
section .data
global datum
datum: dd 7'
mylink /nologo /dll /noentry /export:beta /export:alpha /export:datum,data /export:go=kernel32.Sleep /out:$t/d.dll $t/d.obj
e='DIRECTORY_ENTRY_EXPORT.struct'
r='directory("EXPORT").VirtualAddress'
expect_field $t/d.dll "$e.TimeDateStamp" 0xffffffff
expect_field $t/d.dll "[$e.Characteristics, $e.MajorVersion, $e.MinorVersion]" $'0x0\n0x0\n0x0'
expect_field $t/d.dll "[$e.Base, $e.NumberOfFunctions, $e.NumberOfNames]" $'0x1\n0x4\n0x4'
expect_field $t/d.dll "[$e.AddressOfFunctions - $r, $e.AddressOfNames - $r, $e.AddressOfNameOrdinals - $r, $e.Name - $r]" $'0x28\n0x38\n0x48\n0x50'
# The strings in the order of their tables; the forwarder's is inside the directory, which makes it one.
expect_field $t/d.dll "get_data($e.Name, directory('EXPORT').Size - 0x50).rstrip(b'\\0').split(b'\\0')" $'d.dll\nalpha\nbeta\ndatum\ngo\nkernel32.Sleep'
expect_field $t/d.dll 'directory("EXPORT").Size % 4' 0x0
expect_field $t/d.dll 'exports()' $'1 alpha\n2 beta\n3 datum\n4 go -> kernel32.Sleep'
expect_field $t/d.dll '[hex(x.address) for x in DIRECTORY_ENTRY_EXPORT.symbols][:3] == [hex(0x1001), hex(0x1000), hex(section(".data").VirtualAddress)]' True
# The section is a part of .rdata.
expect_field $t/d.dll '"|".join(sections())' '.text|.rdata|.data'
