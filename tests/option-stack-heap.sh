# option-stack-heap.sh - /STACK and /HEAP reserve and commit; an object's wish counts when the command line has none; DLLs have neither.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/b.obj" 'directive /STACK:0x500000' 'section .text' 'symbol other func' 'bytes c3'
link() { mylink "$t/a.obj" "$t/b.obj" /entry:start /subsystem:console "$@"; }
sizes() { expect_field "$t/$1" 'text("%x %x %x %x" % (OPTIONAL_HEADER.SizeOfStackReserve, OPTIONAL_HEADER.SizeOfStackCommit, OPTIONAL_HEADER.SizeOfHeapReserve, OPTIONAL_HEADER.SizeOfHeapCommit))' "$2"; }
mylink "$t/a.obj" /entry:start /subsystem:console /out:"$t/plain.exe"
sizes plain.exe '100000 1000 100000 1000'
link /out:"$t/object.exe"
sizes object.exe '500000 1000 100000 1000'
link /stack:0x200000,0x3000 /heap:4194304,8192 /out:"$t/both.exe"
sizes both.exe '200000 3000 400000 2000'
link /stack:1048577 /heap:0x100001 /out:"$t/odd.exe" # rounded up to 4
sizes odd.exe '100004 1000 100004 1000'
link /dll /stack:0x200000 /heap:0x200000 /out:"$t/x.dll" 2>"$t/err"
grep -q "LNK4228: '/STACK' invalid for a DLL; ignored" "$t/err" || fail "$(cat "$t/err")"
grep -q "LNK4228: '/HEAP' invalid for a DLL; ignored" "$t/err" || fail "$(cat "$t/err")"
sizes x.dll '100000 1000 100000 1000'
# 32 bits in a 32-bit image, 64 in others.
link /stack:0x100000000 /out:"$t/huge.exe"
sizes huge.exe '100000000 1000 100000 1000'
mkobj "$t/32.obj" 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
expect_fail "LNK1117: syntax error in option 'HEAP:0x100000000': the image has 32 bits" mylink "$t/32.obj" /entry:start /subsystem:console \
    /heap:0x100000000 /out:"$t/no.exe"
