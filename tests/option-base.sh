# option-base.sh - /BASE gives the preferred address, from the command line or from a file of keys; /BASE:a,size limits the image.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol p' 'ref ADDR64 start'
link() { mylink "$t/a.obj" /entry:start /subsystem:console "$@"; }
base() { link /out:"$t/$1" "${@:3}"; expect_field "$t/$1" OPTIONAL_HEADER.ImageBase "$2"; }
base exe.exe 0x140000000
base dll.dll 0x180000000 /dll
base hex.exe 0x1234560000 /base:0x1234560000
base decimal.exe 0x10000 /base:65536
put "$t/bases.txt" <<'END'
; key   address      size
one     0x28000000   0x00100000    ; for one.dll
two     0x28100000
END
base one.dll 0x28000000 /dll /base:@"$t/bases.txt",ONE
mkdir "$t/lib" && mv "$t/bases.txt" "$t/lib/"
LIB="$t/none;$t/lib" base two.dll 0x28100000 /dll /base:@bases.txt,two
expect_fail "lib/bases.txt : fatal error LNK1224: invalid image base address: no line begins with 'three'" link /base:@"$t/lib/bases.txt",three /out:"$t/no.exe"
expect_fail 'LNK1104' link /base:@"$t/gone.txt",one /out:"$t/no.exe"
expect_fail "LNK1117: syntax error in option 'base:@one'" link /base:@one /out:"$t/no.exe"
# x86: the usual bases, and 32 bits.
mkobj "$t/b.obj" 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
mylink "$t/b.obj" /entry:start /subsystem:console /out:"$t/x86.exe"
expect_field "$t/x86.exe" OPTIONAL_HEADER.ImageBase 0x400000
mylink "$t/b.obj" /entry:start /subsystem:console /dll /out:"$t/x86.dll"
expect_field "$t/x86.dll" OPTIONAL_HEADER.ImageBase 0x10000000
expect_fail "LNK1224: invalid image base address 0x140000000" mylink "$t/b.obj" /entry:start /subsystem:console /base:0x140000000 /out:"$t/no.exe"
