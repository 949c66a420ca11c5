# msvc-dependent-load-flag.sh - /DEPENDENTLOADFLAG writes the flags into the load configuration; without one it says so.
. tests/common.sh
mkobj $t/crt.obj 'section .rdata align=16' 'symbol _load_config_used' 'bytes 70 00 00 00' 'zeros 0x6c'
mkobj $t/main.obj 'section .text$mn' 'symbol start func' 'bytes 31 c0 c3'
mylink /nologo /entry:start /subsystem:console /dependentloadflag:0x800 /out:$t/a.exe $t/main.obj $t/crt.obj
readobj=$(tool llvm-readobj)
$readobj --coff-load-config $t/a.exe | grep 'DependentLoadFlags: 0x800' >/dev/null
run_both $t/a.exe ''
mylink /nologo /entry:start /subsystem:console /dependentloadflag:0x800 /out:$t/b.exe $t/main.obj 2>$t/err
grep -q 'warning LNK4907: /DEPENDENTLOADFLAG has no effect: the image has no load configuration' $t/err || fail "$(cat $t/err)"
