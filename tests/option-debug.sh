# option-debug.sh - /DEBUG warns that no program database is made, and keeps all COMDATs as in link.exe; other kinds are silent.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3' 'section .text$x comdat=any' 'symbol unused func' 'bytes f4 f4 f4 f4'
link() { mylink "$t/a.obj" /entry:start /subsystem:console /out:"$t/x.exe" "$@" 2>&1; }
size() { pe_field "$t/x.exe" 'section(".text").Misc_VirtualSize'; }
warning='LINK : warning LNK4901: /DEBUG: no program database is written; the image has no debug information'
expect "$warning" link /debug
kept=$(size)
expect "$warning" link /debug:full /pdb:"$t/x.pdb" /debugtype:cv /pdbaltpath:x.pdb
[ ! -e "$t/x.pdb" ] || fail 'a program database'
expect '' link /debug /ignore:4901
expect '' link /debug:full /debug:none
[ "$(size)" != "$kept" ] || fail 'without /DEBUG an unused COMDAT goes'
expect '' link /debug /ignore:4901 /opt:ref
[ "$(size)" != "$kept" ] || fail '/OPT:REF holds with /DEBUG, too'
expect '' link /debug:dwarf
expect '' link /debug:symtab
expect_fail "LNK1117: syntax error in option 'debug:some'" link /debug:some
