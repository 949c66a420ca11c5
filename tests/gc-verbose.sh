# gc-verbose.sh - /VERBOSE:REF names each COMDAT and section that /OPT:REF drops, and its object.
. tests/common.sh
mkobj $t/a.obj 'section .text$mn comdat=any' 'symbol start func' 'bytes c3' 'section .text$mn comdat=any' 'symbol unused func' 'bytes c3' \
    'section .pdata comdat=assoc:#2' 'zeros 4' 'section .text$mn comdat=any' 'symbol ?f@@YAXXZ func' 'bytes c3'
expect '
Unreferenced sections discarded by /OPT:REF:
    Discarded unused (.text$mn) from a.obj
    Discarded .pdata from a.obj
    Discarded "void __cdecl f(void)" (?f@@YAXXZ) (.text$mn) from a.obj' eval "mylink /nologo /verbose:ref /subsystem:console /entry:start /out:$t/a.exe $t/a.obj | sed 's,$t/,,'"
