# pain-08-default-rel.sh - a 32-bit address in a 64-bit image: the instruction's bytes, the value that does not fit, and `default rel`, which helps.
. tests/common.sh
source='global start
section .data
msg: dq 6
section .text
start:  mov rax, [msg]
        ret'
asm "$t/a.obj" "$source"
expect_fail "a.obj : error LNK2017: 'ADDR32' relocation to 'msg' invalid without /LARGEADDRESSAWARE:NO
  where: .text+0x4
  bytes: 48 8b 04 25 [00 00 00 00]
  why:   the field has 32 bits, and the address of msg is 0x140002000
  do:    write \`default rel\` at the top of the nasm source, or [rel msg]; to get the address, or to add an index: lea reg, [rel msg]" \
    "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj"
asm "$t/a.obj" "default rel
$source"
mylink /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj"
run_both -x 6 "$t/a.exe" ''
