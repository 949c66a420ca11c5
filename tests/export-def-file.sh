# export-def-file.sh - every statement of a .def file has its effect.
. tests/common.sh
c_msvc $t/d.obj <<'END'
int f(void) { return 1; }
int hidden(void) { return 2; }
int variable = 3;
END
cat >$t/d.def <<'END'
; a comment
LIBRARY "named" BASE=0x20000000
STACKSIZE 0x300000
VERSION 3.14
SECTIONS
    .data READ WRITE SHARED
EXPORTS
    f
    g = hidden @4
    only_number = f @9 NONAME
    variable DATA
    secret = hidden PRIVATE
    forward = kernel32.Sleep
END
mylink /nologo /noentry /def:$t/d.def /out:$t/named.dll $t/d.obj
expect_field $t/named.dll 'sorted(exports())' $'10 f\n11 forward -> kernel32.Sleep\n12 secret\n13 variable\n4 g\n9 -'
expect_field $t/named.dll 'OPTIONAL_HEADER.ImageBase' 0x20000000
expect_field $t/named.dll '[OPTIONAL_HEADER.MajorImageVersion, OPTIONAL_HEADER.MinorImageVersion]' $'0x3\n0xe'
expect_field $t/named.dll 'section(".data").Characteristics' 0xd0000040
expect_field $t/named.dll 'FILE_HEADER.Characteristics & 0x2000' 0x2000
# Private exports are in the image and not in its import library.
nm=$(tool llvm-nm)
! $nm $t/named.lib | grep -q secret || fail 'a PRIVATE export is in the import library'
$nm $t/named.lib | grep -q '__imp_variable' || fail 'variable is missing in the import library'
# The command line is stronger.
mylink /nologo /noentry /def:$t/d.def /base:0x30000000 /version:5.6 /out:$t/named.dll $t/d.obj
expect_field $t/named.dll '[OPTIONAL_HEADER.ImageBase, OPTIONAL_HEADER.MajorImageVersion]' $'0x30000000\n0x5'

# NAME makes no DLL. Stack and heap sizes are for programs.
cat >$t/p.def <<'END'
NAME program
STACKSIZE 0x300000,0x2000
HEAPSIZE 0x400000
EXPORTS f
END
mylink /nologo /entry:f /subsystem:console /def:$t/p.def /out:$t/program.exe $t/d.obj
expect_field $t/program.exe '[OPTIONAL_HEADER.SizeOfStackReserve, OPTIONAL_HEADER.SizeOfStackCommit, OPTIONAL_HEADER.SizeOfHeapReserve]' $'0x300000\n0x2000\n0x400000'
expect_field $t/program.exe 'FILE_HEADER.Characteristics & 0x2000' 0x0
mylink /nologo /entry:f /subsystem:console /def:$t/p.def /stack:0x100000 /out:$t/program.exe $t/d.obj
expect_field $t/program.exe 'OPTIONAL_HEADER.SizeOfStackReserve' 0x100000
