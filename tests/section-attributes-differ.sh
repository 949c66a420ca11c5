# section-attributes-differ.sh - one name with different access rights: two sections in the image, and a warning.
. tests/common.sh
mkobj $t/a.obj 'section mine$a flags=data,r' 'bytes 01' 'section mine$b flags=data,r,w' 'bytes 02' 'section mine$c flags=data,r' 'bytes 03'
expect_line "LINK : warning LNK4078: multiple 'mine' sections found with different attributes (C0000040)" \
    sh -c "$MYLINK /dll /noentry /out:$t/a.dll $t/a.obj 2>&1"
expect '0x40000040 0103
0xc0000040 02' pe_field $t/a.dll '["0x%x %s" % (s.Characteristics, s.get_data()[:s.Misc_VirtualSize].hex()) for s in pe.sections]'

# Tables with a prescribed form are not torn apart: import libraries mark .idata as writable, compilers differ about .CRT.
mkobj $t/b.obj 'section .CRT$XCA flags=data,r' 'symbol __xc_a' 'bytes 01' 'section .CRT$XCU flags=data,r,w' 'bytes 02' 'section .CRT$XCZ flags=data,r' 'bytes 03'
expect '' sh -c "$MYLINK /nologo /dll /noentry /out:$t/b.dll $t/b.obj 2>&1"
expect '0x40000040 010203' pe_field $t/b.dll '["0x%x %s" % (s.Characteristics, s.get_data()[:s.Misc_VirtualSize].hex()) for s in pe.sections]'
