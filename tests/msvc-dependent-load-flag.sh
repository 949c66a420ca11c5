# msvc-dependent-load-flag.sh - /DEPENDENTLOADFLAG writes the flags into the load configuration, on each machine; without one it says so.
. tests/common.sh
mkobj $t/crt.obj 'section .rdata align=16' 'symbol _load_config_used' 'bytes 70 00 00 00' 'zeros 0x6c'
mkobj $t/main.obj 'section .text$mn' 'symbol start func' 'bytes 31 c0 c3'
mylink /nologo /entry:start /subsystem:console /dependentloadflag:0x800 /out:$t/a.exe $t/main.obj $t/crt.obj
readobj=$(tool llvm-readobj)
$readobj --coff-load-config $t/a.exe | grep 'DependentLoadFlags: 0x800' >/dev/null
run_both $t/a.exe ''
mylink /nologo /entry:start /subsystem:console /dependentloadflag:0x800 /out:$t/b.exe $t/main.obj 2>$t/err
grep -q 'warning LNK4907: /DEPENDENTLOADFLAG has no effect: the image has no load configuration' $t/err || fail "$(cat $t/err)"

for machine in x86 arm64; do # another structure on x86; a return instruction is all the code
    case $machine in x86) prefix=_ code='c3' size=48 ;; arm64) prefix= code='c0 03 5f d6' size=70 ;; esac
    mkobj $t/m.obj "machine $machine" 'section .text$mn' "symbol ${prefix}start func" "bytes $code" \
        'section .rdata align=16' "symbol ${prefix}_load_config_used" "bytes $size 00 00 00" "zeros $((0x$size - 4))"
    mylink /nologo /entry:start /subsystem:console /dependentloadflag:0x800 /out:$t/m.exe $t/m.obj
    $readobj --coff-load-config $t/m.exe | grep 'DependentLoadFlags: 0x800' >/dev/null || fail "no flags for $machine"
done
# Without a number: 0, which is no restriction.
mylink /nologo /entry:start /subsystem:console /dependentloadflag /out:$t/a.exe $t/main.obj $t/crt.obj
$readobj --coff-load-config $t/a.exe | grep 'DependentLoadFlags: 0x0' >/dev/null || fail 'flags of nowhere'
for bad in x 0x10000; do # the field has 16 bits
    expect_fail "LNK1117: syntax error in option 'dependentloadflag:$bad'" mylink /entry:start /dependentloadflag:$bad /out:$t/x.exe $t/main.obj
done
