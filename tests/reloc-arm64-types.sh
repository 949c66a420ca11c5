# reloc-arm64-types.sh - ARM64 instructions get their scattered bits, addends included; llvm-objdump reads them back.
. tests/common.sh
mkobj $t/a.obj 'machine arm64' 'section .text align=16' 'symbol f' \
    'bytes 08 00 00 90' 'reloc 0x00 PAGEBASE_REL21 v'   `# adrp x8, v` \
    'bytes 08 01 00 91' 'reloc 0x04 PAGEOFFSET_12A v'   `# add  x8, x8, v` \
    'bytes 00 01 40 f9' 'reloc 0x08 PAGEOFFSET_12L v'   `# ldr  x0, [x8, v]` \
    'bytes 00 05 40 39' 'reloc 0x0c PAGEOFFSET_12L v'   `# ldrb w0, [x8, v+1]` \
    'bytes 00 01 c0 3d' 'reloc 0x10 PAGEOFFSET_12L v'   `# ldr  q0, [x8, v]` \
    'bytes 00 00 00 94' 'reloc 0x14 BRANCH26 g'         `# bl   g` \
    'bytes 00 00 00 54' 'reloc 0x18 BRANCH19 g'         `# b.eq g` \
    'bytes 00 00 00 36' 'reloc 0x1c BRANCH14 g'         `# tbz  w0, #0, g` \
    'bytes 08 00 00 10' 'reloc 0x20 REL21 g'            `# adr  x8, g` \
    'bytes 08 05 40 91' 'reloc 0x24 SECREL_HIGH12A v'   `# add  x8, x8, 1 + high bits, lsl 12` \
    'bytes 08 01 00 91' 'reloc 0x28 SECREL_LOW12A v' \
    'bytes 00 01 40 f9' 'reloc 0x2c SECREL_LOW12L v' \
    'symbol g' 'bytes c0 03 5f d6' \
    'section .data align=16' 'zeros 0x10' 'symbol v' 'zeros 0x10' 'symbol table' \
    'ref ADDR64 v' 'ref ADDR32NB v' 'ref REL32 v' 'ref SECREL v' 'ref SECTION v'
mylink /dll /noentry /export:table,data /export:f /out:$t/a.dll $t/a.obj
expect_bytes $t/a.dll table '10 30 00 80 01 00 00 00  10 30 00 00  e0 ff ff ff  10 00 00 00  03 00'
objdump=$(tool llvm-objdump)
"$objdump" -d --print-imm-hex --no-show-raw-insn $t/a.dll | sed -n 's/^ *18000\(10..\):[[:space:]]*/\1 /p' | tr '\t' ' ' | sed 's/ *<.*>//; s/ *\/\/.*//' | grep -v ' adr ' | head -n 11 >$t/got
cat >$t/want <<'EOT'
1000 adrp x8, 0x180003000
1004 add x8, x8, #0x10
1008 ldr x0, [x8, #0x10]
100c ldrb w0, [x8, #0x11]
1010 ldr q0, [x8, #0x10]
1014 bl 0x180001030
1018 b.eq 0x180001030
101c tbz w0, #0x0, 0x180001030
1024 add x8, x8, #0x1, lsl #12
1028 add x8, x8, #0x10
102c ldr x0, [x8, #0x10]
EOT
diff $t/want $t/got
# LLVM versions print ADR differently; its bytes: 16 forward into x8.
expect_field $t/a.dll 'pe.get_data(0x1020, 4).hex()' 88000010

# An access of 8 bytes needs an address that is a multiple of 8: its low bits have no place in the instruction.
mkobj $t/b.obj 'machine arm64' 'section .text align=4' 'bytes 00 01 40 f9' 'reloc 0 PAGEOFFSET_12L v' 'section .data align=8' 'zeros 4' 'symbol v' 'zeros 8'
expect_fail "PAGEOFFSET_12L fixup overflow. Target 'v' is out of range" "$MYLINK" /dll /noentry /out:$t/b.dll $t/b.obj
