# reloc-arm64-range.sh - the last value that each ARM64 relocation type can hold is written, the next one is an error.
. tests/common.sh
link="$MYLINK /nologo /dll /noentry /opt:noref /out:$t/a.dll"
fits() { # TYPE: links
    $link $t/a.obj >$t/out 2>&1 || { cat $t/out >&2; fail "$1 at its limit"; }
}
fails() { expect_fail "$1 fixup overflow. Target '$2' is out of range" $link $t/a.obj; }
# Branches backward, in the middle of a contribution whose ends they just reach, or just not: no thunk can help them.
back() { # TYPE BYTES WORDS-BETWEEN
    mkobj $t/a.obj 'machine arm64' 'section .text flags=code,r,x align=4' 'symbol f func' "fill $3 1f2003d5" "bytes $2" "reloc $(($3 * 4)) $1 f" "fill $3 1f2003d5"
}
back BRANCH14 '00 00 00 36' 0x2000 && fits BRANCH14
back BRANCH14 '00 00 00 36' 0x2001 && fails BRANCH14 f
back BRANCH19 '00 00 00 54' 0x40000 && fits BRANCH19
back BRANCH19 '00 00 00 54' 0x40001 && fails BRANCH19 f
# ADR: one megabyte to either side.
back REL21 '00 00 00 10' 0x40000 && fits REL21
back REL21 '00 00 00 10' 0x40001 && fails REL21 f
# BRANCH26: 128 MB, in one contribution of zeros that is not in the file.
gap() { # TYPE BYTES BYTES-BETWEEN: f, zeros, g in sections of their own; a relocation in .zz against f
    mkobj $t/a.obj 'machine arm64' 'section .text flags=code,r,x align=4' 'symbol f func' 'bytes c0 03 5f d6' \
        'section .gap flags=code,bss,r,x align=4' "zeros $3" 'section .zz flags=code,r,x align=4' "bytes $2" "reloc 0 $1 f"
}
gap BRANCH26 '00 00 00 94' 0x7ffe000 && fits BRANCH26 # f at 1000h, .gap at 2000h, .zz at 8000000h + 1000h: -128 MB exactly
expect_field $t/a.dll 'section(".zz").VirtualAddress' 0x8000000
expect_field $t/a.dll 'section(".zz").Misc_VirtualSize' 0x4
gap BRANCH26 '00 00 00 94' 0x7fff000 && fits BRANCH26 # one page more, and a thunk helps
# Addends count: one word beyond the limit.
mkobj $t/a.obj 'machine arm64' 'section .text flags=code,r,x align=4' 'symbol f func' 'fill 0x2000 1f2003d5' 'bytes e0 ff 07 36' 'reloc 0x8000 BRANCH14 f' 'fill 0x2000 1f2003d5'
fails BRANCH14 f
# A branch goes to a word.
mkobj $t/a.obj 'machine arm64' 'section .text flags=code,r,x align=4' 'bytes 00 00 00 94' 'reloc 0 BRANCH26 odd' 'bytes 00 00' 'symbol odd func' 'bytes 00 00'
fails BRANCH26 odd
# Low 12 bits of an access that must be aligned; the size is in the instruction.
low() { # BYTES OFFSET
    mkobj $t/a.obj 'machine arm64' 'section .text flags=code,r,x align=4' "bytes $1" "reloc 0 PAGEOFFSET_12L v" "section .data align=16" "zeros $2" 'symbol v' 'zeros 16'
}
low '00 01 40 79' 2 && fits PAGEOFFSET_12L   # ldrh
low '00 01 40 79' 1 && fails PAGEOFFSET_12L v
low '00 01 40 b9' 4 && fits PAGEOFFSET_12L   # ldr w
low '00 01 40 b9' 2 && fails PAGEOFFSET_12L v
low '00 01 40 f9' 8 && fits PAGEOFFSET_12L   # ldr x
low '00 01 40 f9' 4 && fails PAGEOFFSET_12L v
low '00 01 c0 3d' 16 && fits PAGEOFFSET_12L  # ldr q
low '00 01 c0 3d' 8 && fails PAGEOFFSET_12L v
# Section-relative: 24 bits in two halves, no more.
mkobj $t/a.obj 'machine arm64' 'section .text flags=code,r,x align=4' 'bytes 00 00 40 91' 'reloc 0 SECREL_HIGH12A v' 'section .big flags=bss,r,w' 'zeros 0xfff000' 'symbol v' 'zeros 4'
fits SECREL_HIGH12A
mkobj $t/a.obj 'machine arm64' 'section .text flags=code,r,x align=4' 'bytes 00 00 40 91' 'reloc 0 SECREL_HIGH12A v' 'section .big flags=bss,r,w' 'zeros 0x1000000' 'symbol v' 'zeros 4'
fails SECREL_HIGH12A v
# 32-bit fields: RVA and section offset cannot be negative; a full address above 4 GB has no place.
mkobj $t/a.obj 'machine arm64' 'section .data' 'symbol v' 'bytes 00 f0 ff ff' 'reloc 0 SECREL v'
fails SECREL v
mkobj $t/a.obj 'machine arm64' 'section .data' 'symbol v' 'zeros 4' 'reloc 0 ADDR32 v'
expect_fail "'ADDR32' relocation to 'v' invalid without /LARGEADDRESSAWARE:NO" $link $t/a.obj
mkobj $t/a.obj 'machine arm64' 'section .data' 'zeros 4' 'reloc 0 TOKEN v' 'symbol v'
expect_fail 'is not supported for arm64 images' $link $t/a.obj
proves 'Every relocation type, with its range checked' arm64
