# gc-plain-sections.sh - GNU's --gc-sections drops plain sections that nothing needs, and keeps lists that are found by their place.
. tests/common.sh
need_pefile
asm $t/a.obj 'default rel
extern ExitProcess
global start, dead, listed
section .text$start code exec align=16
start: mov ecx, [value]
    jmp ExitProcess
section .text$dead code exec align=16
dead: mov ecx, [dead_value]
    nop
section .text$listed code exec align=16
listed: ret
section .data$value data align=16
value: dd 42
section .data$dead data align=16
dead_value: dd 0x77777777
section .CRT$XCU data align=8
    dq listed
section .pdata rdata align=4
    dd start wrt ..imagebase, start wrt ..imagebase, info wrt ..imagebase
    dd listed wrt ..imagebase, listed wrt ..imagebase, info wrt ..imagebase
section .xdata rdata align=4
info: dd 1
section .pdata$dead rdata align=4
    dd dead wrt ..imagebase, dead wrt ..imagebase, info wrt ..imagebase'
gnu() { mylink -flavor gnu -m i386pep --subsystem console -e start -o $t/a.exe $t/a.obj $BIN/lib/x64/kernel32.lib "$@"; }
has_dead() { $python -c "import pefile; b = open('$t/a.exe', 'rb').read(); print(b.count(bytes.fromhex('77777777')), pefile.PE('$t/a.exe').OPTIONAL_HEADER.DATA_DIRECTORY[3].Size)"; }
gnu
run_both -x 42 $t/a.exe ''
expect '1 36' has_dead
gnu --gc-sections
run_both -x 42 $t/a.exe ''
expect '0 24' has_dead
grep -q . <($python -c "import pefile; print([s.Name for s in pefile.PE('$t/a.exe').sections if s.Name.startswith(b'.CRT')])")
gnu --gc-sections --no-gc-sections
expect '1 36' has_dead
gnu --gc-sections -u dead # --undefined makes it a root
expect '1 36' has_dead
# link.exe drops COMDATs only.
mylink /nologo /opt:ref /subsystem:console /entry:start /out:$t/a.exe $t/a.obj kernel32.lib
expect '1 36' has_dead
