# reloc-default-rel.sh - nasm without `default rel`: a 32-bit address in a 64-bit image is refused, with the instruction's
# bytes and the words to type; the same source links once they are there.
. tests/common.sh

source='global start
section .text
start:
    mov rax, [msg]
    mov eax, [rax+40]
    lea rdx, [msg+8]
    mov rcx, [msg+rax*8]
    ret
section .data
    dq 0
msg: dq 1, 2'
asm $t/bad.obj "$source"
expect_fail "bad.obj : error LNK2017: 'ADDR32' relocation to 'msg' invalid without /LARGEADDRESSAWARE:NO
  where: .text+0x4
  bytes: 48 8b 04 25 [08 00 00 00]
  why:   the field has 32 bits, and the address of msg is 0x140002008
  do:    write \`default rel\` at the top of the nasm source, or [rel msg]; to get the address, or to add an index: lea reg, [rel msg]
  read:  tutorial, chapter 5 (Relocations); mylink /EXPLAIN:LNK2017
bad.obj : error LNK2017: 'ADDR32' relocation to 'msg+0x8' invalid without /LARGEADDRESSAWARE:NO
  where: .text+0xf
  bytes: 48 8d 14 25 [10 00 00 00]" "$MYLINK" /explain /entry:start /subsystem:console /out:$t/bad.exe $t/bad.obj

# With an index register there is no rip-relative form; the message is the same.
expect_fail 'bytes: 48 8b 0c c5 [08 00 00 00]' "$MYLINK" /explain /entry:start /subsystem:console /out:$t/bad.exe $t/bad.obj

asm $t/good.obj "default rel
${source//\[msg+rax\*8\]/[msg]}"
mylink /entry:start /subsystem:console /out:$t/good.exe $t/good.obj

# Or the image is put below 2 GB, where the address fits; then the loader must be able to patch it.
mylink /entry:start /subsystem:console /largeaddressaware:no /out:$t/low.exe $t/bad.obj
expect_field $t/low.exe OPTIONAL_HEADER.ImageBase 0x400000
expect_field $t/low.exe '[r.type for b in pe.DIRECTORY_ENTRY_BASERELOC for r in b.entries if r.type]' '0x3
0x3
0x3'
