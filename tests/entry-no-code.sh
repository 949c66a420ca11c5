# entry-no-code.sh - an entry point that is a number ends the link; one in a section without code is warned of.
. tests/common.sh
mkobj $t/number.obj 'section .text' 'bytes c3' 'symbol start abs=0x70000000'
expect_fail 'LINK : fatal error LNK1561: entry point must be defined: start is the number 0x70000000
  why:   an absolute symbol lies in no section, so it is no place in the image
  do:    /ENTRY:name of a function, or /NOENTRY for a DLL without code' \
    mylink /explain /entry:start /subsystem:console /out:$t/a.exe $t/number.obj
mkobj $t/data.obj 'section .text' 'bytes c3' 'section .data' 'symbol start' 'bytes c3'
expect "LINK : warning: the entry point start is in section '.data', which is not executable
  where: defined in data.obj
  why:   Windows lets no code run there: the program would crash at its first instruction
  do:    /ENTRY:name of a function, or /NOENTRY for a DLL without code" \
    bash -c "cd '$t' && '$MYLINK' /explain /entry:start /subsystem:console /out:a.exe data.obj 2>&1"
mkobj $t/code.obj 'section .text' 'symbol start func' 'bytes c3'
expect '' eval "'$MYLINK' /nologo /entry:start /subsystem:console /out:'$t/a.exe' '$t/code.obj' 2>&1"
