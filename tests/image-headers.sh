# image-headers.sh - every header field of a program and a DLL, x64 and x86, is the one that link.exe writes.
. tests/common.sh

fields() { # IMAGE
    pe_field "$1" '["%s=%x" % (f, v) for f, v in [
        ("e_magic", DOS_HEADER.e_magic), ("e_cblp", DOS_HEADER.e_cblp), ("e_cp", DOS_HEADER.e_cp), ("e_cparhdr", DOS_HEADER.e_cparhdr),
        ("e_minalloc", DOS_HEADER.e_minalloc), ("e_maxalloc", DOS_HEADER.e_maxalloc), ("e_sp", DOS_HEADER.e_sp),
        ("e_lfarlc", DOS_HEADER.e_lfarlc), ("e_lfanew", DOS_HEADER.e_lfanew)] +
        [(f, getattr(FILE_HEADER, f)) for f in "Machine NumberOfSections PointerToSymbolTable NumberOfSymbols SizeOfOptionalHeader Characteristics".split()] +
        [(f, getattr(OPTIONAL_HEADER, f)) for f in """Magic MajorLinkerVersion MinorLinkerVersion SizeOfCode SizeOfInitializedData
            SizeOfUninitializedData AddressOfEntryPoint BaseOfCode ImageBase SectionAlignment FileAlignment MajorOperatingSystemVersion
            MinorOperatingSystemVersion MajorImageVersion MinorImageVersion MajorSubsystemVersion MinorSubsystemVersion Reserved1
            SizeOfImage SizeOfHeaders CheckSum Subsystem DllCharacteristics SizeOfStackReserve SizeOfStackCommit SizeOfHeapReserve
            SizeOfHeapCommit LoaderFlags NumberOfRvaAndSizes""".split()]]'
}
# What all four have in common, with X for what differs.
common() { # LFANEW..: Machine Sections OptSize Characteristics Magic Code Data Entry Base ImageSize Subsystem DllCharacteristics
    cat <<EOT
e_magic=5a4d
e_cblp=90
e_cp=3
e_cparhdr=4
e_minalloc=0
e_maxalloc=ffff
e_sp=b8
e_lfarlc=40
e_lfanew=80
Machine=$1
NumberOfSections=$2
PointerToSymbolTable=0
NumberOfSymbols=0
SizeOfOptionalHeader=$3
Characteristics=$4
Magic=$5
MajorLinkerVersion=e
MinorLinkerVersion=0
SizeOfCode=$6
SizeOfInitializedData=$7
SizeOfUninitializedData=0
AddressOfEntryPoint=$8
BaseOfCode=1000
ImageBase=$9
SectionAlignment=1000
FileAlignment=200
MajorOperatingSystemVersion=6
MinorOperatingSystemVersion=0
MajorImageVersion=0
MinorImageVersion=0
MajorSubsystemVersion=6
MinorSubsystemVersion=0
Reserved1=0
SizeOfImage=${10}
SizeOfHeaders=400
CheckSum=0
Subsystem=${11}
DllCharacteristics=${12}
SizeOfStackReserve=100000
SizeOfStackCommit=1000
SizeOfHeapReserve=100000
SizeOfHeapCommit=1000
LoaderFlags=0
NumberOfRvaAndSizes=10
EOT
}
check() { # IMAGE values of common
    diff <(common "${@:2}") <(fields "$1") || fail "headers of $1 (< expected, > got)"
}

for machine in x64 x86; do
    u= pointer=ADDR64
    [ $machine = x64 ] || { u=_ pointer=DIR32; }
    # Code, read-only data, data with zeros behind it (1 page and a bit), a pointer for .reloc.
    mkobj $t/$machine.obj "machine $machine" 'section .text' 'bytes 90' "symbol ${u}start func" 'bytes c3' 'section .rdata' 'bytes 01' \
        'section .data align=8' "symbol ${u}v" "ref $pointer ${u}v" 'section .bss' 'zeros 0x1100'
    mylink /entry:start /subsystem:console /out:$t/$machine.exe $t/$machine.obj
    mylink /dll /noentry /out:$t/$machine.dll $t/$machine.obj
done
# Data: .rdata 200 + .data 1200 + .reloc 200.
check $t/x64.exe 8664 4 f0 22 20b 200 1600 1001 140000000 6000 3 8160
check $t/x64.dll 8664 4 f0 2022 20b 200 1600 0 180000000 6000 2 160
check $t/x86.exe 14c 4 e0 102 10b 200 1600 1001 400000 6000 3 8140
check $t/x86.dll 14c 4 e0 2102 10b 200 1600 0 10000000 6000 2 140
expect_field $t/x86.exe OPTIONAL_HEADER.BaseOfData 0x2000
expect_field $t/x64.exe 'pe.__data__[0x40:0x4e].hex()' 0e1fba0e00b409cd21b8014ccd21
expect_field $t/x64.exe 'bytes(pe.__data__[0x4e:0x80]).rstrip(b"\0").decode().replace("\r", "R").replace("\n", "N")' 'This program cannot be run in DOS mode.RRN$'
# Section headers: no relocations, no line numbers; no byte behind the last section.
expect_field $t/x64.exe 'sorted(set(s.PointerToRelocations + s.NumberOfRelocations + s.PointerToLinenumbers + s.NumberOfLinenumbers for s in pe.sections))' 0x0
expect_field $t/x64.exe 'len(pe.__data__) == pe.sections[-1].PointerToRawData + pe.sections[-1].SizeOfRawData' True
