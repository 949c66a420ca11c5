# arm64-range-thunks.sh - ARM64: branches that do not reach their target go through a thunk of adrp, add, br that does. One thunk serves all
# branches to a target that reach it; conditional branches reach less and get their own. The programs run.
. tests/common.sh
need clang llvm-objdump
objdump=$(tool llvm-objdump) clang=$(tool clang)
arm() { $clang --target=aarch64-pc-windows-msvc -c -x assembler -o $1 -; }
# Sections .text, .gap (130 MB of zeros that are code, none in the file) and .zz.
mkobj $t/gap.obj 'machine arm64' 'section .gap flags=code,bss,r,x align=4' 'symbol gap' 'zeros 0x8200000'
arm $t/main.obj <<'END'
    .text
    .globl start, back
start:
    stp x29, x30, [sp, #-16]!
    mov w0, #1
    bl far
    bl far2
    bl near
    bl far
    cbz w0, far2
    ldp x29, x30, [sp], #16
    b ExitProcess
near: ret
back: add w0, w0, #1
    ret
END
arm $t/far.obj <<'END'
    .section .zz,"xr"
    .globl far, far2
far: add w0, w0, #10
    cbz w0, back
    ret
far2: add w0, w0, #30
    b back
END
image() { mylink /nologo /entry:start /subsystem:console /out:$t/a.exe "$@" kernel32.lib; }
branches() { # where each branch goes, a name for each thunk: "to" its final target
    $objdump -d --no-show-raw-insn $t/a.exe | $python -c '
import re, sys
code = {}
for line in sys.stdin:
    m = re.match(r"\s*([0-9a-f]+):\s+(.*)", line)
    if m: code[int(m[1], 16)] = re.sub(r"\s+", " ", m[2])
number = lambda s: int(s, 0)
def thunk(at):
    a, b, c = (code.get(at + 4 * i, "") for i in range(3))
    p, q = re.match(r"adrp x16, #?(\w+)", a), re.match(r"add x16, x16, #(\w+)", b)
    if not p or not q or c != "br x16": return None
    page = number(p[1])
    if page < 0x140000000: page += at & ~0xfff
    return page + number(q[1])
for at, text in sorted(code.items()):
    m = re.match(r"(bl|b|b\.\w+|cbn?z|tbn?z)\b.*?#?(0x[0-9a-f]+)( <.*)?$", text)
    if not m: continue
    to = number(m[2])
    if to < 0x140000000: to += at
    via = thunk(to)
    print("%x: %s %s" % (at, m[1].strip(","), "%x" % to if via is None else "%x -> %x" % (to, via)))
'
}
expect_branches() { # LINE...: address: branch to target, in hexadecimal; "near" stands for the imported function's thunk
    local want
    want=$(printf '%s\n' "$@")
    branches >$t/got || fail 'no listing'
    [ "$(cat $t/got)" = "$want" ] || { diff <(echo "$want") $t/got >&2 || true; fail 'other branches than these'; }
}
image $t/main.obj $t/gap.obj $t/far.obj
expect_branches '140001008: bl 14000103c -> 148202000' '14000100c: bl 140001048 -> 14820200c' '140001010: bl 140001024' \
    '140001014: bl 14000103c -> 148202000' '140001018: cbz 140001048 -> 14820200c' '140001020: b 140001030' \
    '148202004: cbz 148202014 -> 140001028' '148202010: b 148202014 -> 140001028'
# 1 + 10, + 30 + 1, + 10: there and back over 130 MB.
if can_run arm64; then run_load -x 52 $t/a.exe ''; fi

# From the far side: functions of the object itself, a place behind a symbol (two branches with one addend share a thunk, the other has its
# own), and an imported function whose thunk stands with the near code.
arm $t/call.obj <<'END'
    .globl start
start: mov w0, #1
    b far
END
arm $t/local.obj <<'END'
helper: add w0, w0, #5
    ret
    nop
    add w0, w0, #7
    ret
    .section .zz,"xr"
    .globl far
far: bl helper
    bl helper+12
    bl helper+12
    cbnz w0, ExitProcess
END
image $t/call.obj $t/gap.obj $t/local.obj
if can_run arm64; then run_load -x 20 $t/a.exe ''; fi
branches >$t/got
[ "$(sed -n 's/.* -> //p' $t/got | sort | uniq -c | awk '{ print $1 }' | sort | paste -sd ' ')" = '1 1 1 2' ] || fail "$(cat $t/got)"

# Where everything is near, there is no thunk.
image $t/main.obj $t/far.obj
branches >$t/got
if grep -q -e '->' $t/got; then fail "thunks without need: $(cat $t/got)"; fi

# A thunk pushes what is behind it. Here one branch reaches its target (near) with not a byte to spare; the other (far) needs a
# thunk, which stands between the first and its target; so the first one needs one too.
filler=() n=0
while [ $n -lt 8 ]; do filler+=("section .text\$f$n flags=code,r,x align=4" "fill $((n == 7 ? 0x3fc : 0x400)) 1f2003d5"); n=$((n + 1)); done
mkobj $t/tight.obj 'machine arm64' 'section .text$a flags=code,r,x align=4' 'symbol start func' 'bytes 00 00 00 36' 'reloc 0 BRANCH14 near' \
    'bytes 00 00 00 36' 'reloc 4 BRANCH14 far' 'bytes c0 03 5f d6' "${filler[@]}" 'section .text$z1 flags=code,r,x align=4' \
    'symbol near func' 'bytes c0 03 5f d6' 'section .text$z2 flags=code,r,x align=4' 'zeros 4' 'symbol far func' 'bytes c0 03 5f d6'
image $t/tight.obj
expect_branches '140001000: tbz 140008018 -> 140009014' '140001004: tbz 14000800c -> 14000901c'

# One contribution that is longer than its branches reach has no place for a thunk.
mkobj $t/long.obj 'machine arm64' 'section .text flags=code,r,x align=4' 'symbol start func' 'fill 0x2400 1f2003d5' 'bytes 00 00 00 36' \
    'reloc 0x9000 BRANCH14 far' 'fill 0x2400 1f2003d5' 'section .text$z flags=code,r,x align=4' 'symbol far func' 'bytes c0 03 5f d6'
expect_fail "long.obj : error LNK2013: BRANCH14 fixup overflow. Target 'far' is out of range" "$MYLINK" /nologo /entry:start /subsystem:console /out:$t/b.exe $t/long.obj
proves 'Thunks for branches that do not reach their target' arm64
