# guard-cetcompat.sh - /CETCOMPAT writes the debug record that marks an image as fit for shadow stacks, beside that of /BREPRO.
. tests/common.sh
asm $t/a.obj 'section .text
global start
start: mov eax, 42
ret'
link() { mylink /nologo /entry:start /subsystem:console /timestamp:305419896 /out:$t/a.exe $t/a.obj "$@"; }
link /cetcompat
run_both -x 42 $t/a.exe ''
readobj=$(tool llvm-readobj)
$readobj --coff-debug-directory $t/a.exe >$t/debug
grep -q 'Type: ExtendedDLLCharacteristics (0x14)' $t/debug || fail "$(cat $t/debug)"
grep -q 'SizeOfData: 0x4' $t/debug
grep -q 'TimeDateStamp: .*(0x12345678)' $t/debug
grep -q 'IMAGE_DLL_CHARACTERISTICS_EX_CET_COMPAT (0x1)' $t/debug || grep -q '01000000 ' $t/debug || fail "$(cat $t/debug)"
link /cetcompat /brepro
$readobj --coff-debug-directory $t/a.exe >$t/debug
expect '2' grep -c 'TimeDateStamp: .*(0x12345678)' $t/debug
grep -q 'Type: Repro' $t/debug
run_both -x 42 $t/a.exe ''
link /cetcompat /cetcompat:no
expect_field $t/a.exe 'directory("DEBUG").Size' 0x0
