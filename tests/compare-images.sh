# compare-images.sh - mydump /COMPARE tells two images apart field by field, finds none between two links of the same objects,
# explains what is harmless, and looks through the operands of calls when only the order of import slots differs.
. tests/common.sh
lld=$(tool lld-link) dlltool=$(tool llvm-dlltool)
put $t/k.def <<<'LIBRARY KERNEL32.dll
EXPORTS
Sleep
ExitProcess'
"$dlltool" -m i386:x86-64 -d $t/k.def -l $t/k.lib
source='default rel
extern __imp_Sleep
extern __imp_ExitProcess
global start
section .text
start: sub rsp,40
call [__imp_Sleep]
call [__imp_ExitProcess]
section .data
x: dq start, 5'
asm $t/a.obj "$source"
link() { "$lld" /entry:start /subsystem:console $t/k.lib "$@"; }
compare() { mydump /compare "$t/$1" "$t/$2"; }
unequal() { # A B: what differs is in $t/out
    local code=0
    compare $1 $2 >$t/out || code=$?
    [ $code = 1 ] || { cat $t/out >&2; fail "exit code $code for $1 and $2"; }
}
differ() { # A B LINE...: the two differ in these lines (what, a, b; blanks squeezed) and no others
    local a=$1 b=$2
    shift 2
    unequal $a $b
    sed -n '/ | /p' $t/out | grep -v 'explained:' | sed -E 's/  +/ /g; s/^ //; s/ $//' >$t/lines
    printf '%s\n' "$@" | diff - $t/lines >&2 || fail "$a and $b (< expected, > got)"
    grep -q "^  $# difference" $t/out || fail "the count is wrong: $(tail -n 1 $t/out)"
}

# The time stamp alone differs: the exit code is 0.
link /timestamp:1 /out:$t/a.exe $t/a.obj
link /timestamp:2 /out:$t/b.exe $t/a.obj
compare a.exe b.exe >$t/out
grep -q '^  time date stamp  *1  *| 2  *explained: ' $t/out
grep -qx '  0 differences, 1 explained' $t/out
compare a.exe a.exe | grep -qx '  0 differences, 0 explained'

# So it is when only one has a debug directory, which makes .rdata longer.
link /brepro /out:$t/b.exe $t/a.obj
compare a.exe b.exe >$t/out
grep -q '^  debug directory .* 1C bytes in .rdata  *explained: ' $t/out
grep -q '^  0 differences, [1-9]' $t/out

# Header fields. Another base moves every address in .data: that is no difference of its own.
link /timestamp:1 /base:0x150000000 /stack:0x200000 /nxcompat:no /out:$t/b.exe $t/a.obj
differ a.exe b.exe 'image base 140000000 | 150000000' 'DLL characteristics 8160 | 8060' 'size of stack reserve 100000 | 200000'

# Imports, as sets.
asm $t/c.obj "${source/call \[__imp_Sleep\]/call [__imp_ExitProcess]}"
link /timestamp:1 /out:$t/b.exe $t/c.obj
unequal a.exe b.exe
grep -q '^  import from kernel32.dll  *Sleep  *| -$' $t/out

# Exports, base relocations, bytes.
link /timestamp:1 /export:start /out:$t/x.exe $t/a.obj
link /timestamp:1 /export:go=start /out:$t/y.exe $t/a.obj
unequal x.exe y.exe
grep -q '^  export  *@1 start at 1000  *| -$' $t/out
grep -q '^  export  *-  *| @1 go at 1000$' $t/out
asm $t/d.obj "${source/dq start, 5/dq 5, start}"
link /timestamp:1 /out:$t/b.exe $t/d.obj
unequal a.exe b.exe
grep -q '^  base relocation at RVA  *3000  *| -$' $t/out
grep -q '^  base relocation at RVA  *-  *| 3008$' $t/out
asm $t/e.obj "${source/start, 5/start, 6}"
link /timestamp:1 /out:$t/b.exe $t/e.obj
differ a.exe b.exe 'bytes of .data 1 of 10 differ | the first at RVA 3008'

# The same functions in another order of slots: swap the two slots (ILT and IAT) and the two operands that name them.
cp $t/a.exe $t/b.exe
need_pefile
put $t/swap.py <<'PYTHON'
import sys, struct, pefile
pe = pefile.PE(sys.argv[1])
i = pe.DIRECTORY_ENTRY_IMPORT[0].struct
off = pe.get_offset_from_rva
b = bytearray(pe.__data__)
for rva in (i.OriginalFirstThunk, i.FirstThunk):
    o = off(rva)
    b[o:o + 8], b[o + 8:o + 16] = b[o + 8:o + 16], b[o:o + 8]
text = off(0x1000)
for at in (text + 6, text + 12):
    slot = struct.unpack_from("<i", b, at)[0] + (at + 4 - text) + 0x1000
    struct.pack_into("<i", b, at, i.FirstThunk + (8 if slot == i.FirstThunk else 0) - (at + 4 - text) - 0x1000)
open(sys.argv[1], "wb").write(b)
PYTHON
$python $t/swap.py $t/b.exe
compare a.exe b.exe >$t/out || { cat $t/out >&2; fail 'another order of slots is a difference'; }
grep -q 'order inside IAT groups .* explained: ' $t/out
grep -q '^  bytes of .text  *2 call operands .* explained: ' $t/out

# One operand alone is real: the call goes to another function.
cp $t/a.exe $t/b.exe
poke $t/b.exe 0x406 "$(dd if=$t/b.exe bs=1 skip=$((0x406)) count=1 status=none | od -An -tu1 | awk '{ printf "%02x", $1 + 8 }')"
unequal a.exe b.exe
grep -q '^  bytes of .text' $t/out

expect_fail '/COMPARE needs two images, got 1' mydump /compare $t/a.exe
expect_fail 'a.obj : fatal error LNK1107: not an image' mydump /compare $t/a.exe $t/a.obj

# Two sections of one name: each is compared with its own counterpart, so an image is equal to itself. (Found by tests/fuzz/image-dump.)
mkobj $t/two.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'bytes 01' 'section .data2' 'bytes 02 03'
mylink /entry:start /subsystem:console /opt:noref /out:$t/two.exe $t/two.obj
sed -i 's/\.data2/.data\x00/' $t/two.exe
compare two.exe two.exe >$t/out || { cat $t/out >&2; fail 'an image with two sections .data differs from itself'; }
