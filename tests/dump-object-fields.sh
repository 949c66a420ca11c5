# dump-object-fields.sh - sections, relocations and symbols that mydump shows of objects from nasm, clang and gcc are those
# that llvm-readobj reads.
. tests/common.sh
readobj=$(tool llvm-readobj)

peer_sections() { # name size relocations flags
    "$readobj" --sections "$1" | awk '$1 == "Name:" { name = $2 } $1 == "RawDataSize:" { size = $2 } $1 == "RelocationCount:" { relocs = $2 }
        $1 == "Characteristics" { gsub(/[(x)]/, "", $3); printf "%s %X %X %s\n", name, size, relocs, substr($3, 2) }'
}
our_sections() {
    mydump /headers "$1" | awk '/^SECTION HEADER/ { on = 1 } !on { next } $2 == "name" { name = $1 } / size of raw data/ { size = $1 }
        / number of relocations/ { relocs = $1 } / flags$/ { print name, size, relocs, $1 }'
}
# Hexadecimal numbers without leading zeros, on both sides.
plain() { sed -E 's,(^| )0+([0-9A-F]),\1\2,g'; }
peer_relocs() { # section offset type symbol
    "$readobj" -r "$1" | awk '$1 == "Section" { gsub(/[()]/, "", $2); n = sprintf("%X", $2) } / IMAGE_REL_/ {
        sub(/^0x/, "", $1); sub(/^IMAGE_REL_(AMD64|I386|ARM64)_/, "", $2); print n, $1, $2, $3 }' | plain
}
our_relocs() {
    mydump /relocations "$1" | awk '/^RELOCATIONS #/ { n = substr($2, 2); next } n && /^ [0-9A-F]+ / { print n, $1, $2, $NF }' | plain
}
peer_symbols() { # value section name
    "$readobj" --symbols "$1" | awk '$1 == "Name:" { name = $2 } $1 == "Value:" { value = $2 }
        $1 == "Section:" { n = $NF; gsub(/[()]/, "", n); if (n == "-2") n = "DEBUG"; else if (n == "-1") n = "ABS"; else if (n == "0") n = "UNDEF"; else n = sprintf("SECT%X", n)
        printf "%X %s %s\n", value, n, name }'
}
our_symbols() { mydump /symbols "$1" | sed -En 's/^[0-9A-F]{3,} ([0-9A-F]{8}) ([A-Z0-9]+) .*\| (.*)$/\1 \2 \3/p' | plain; }

check() {
    expect "$(peer_sections "$1")" our_sections "$1"
    expect "$(peer_relocs "$1")" our_relocs "$1"
    expect "$(peer_symbols "$1")" our_symbols "$1"
}

source='extern int f(int); static int table[100] = {1}; int zeros[50]; int (*pointer)(int) = f;
__attribute__((weak)) int g(int x) { return f(x) + table[x & 63] + zeros[x & 31]; }
__attribute__((noinline)) int h(int x) { return g(x) * 3; } int main(void) { return h(2) + pointer(3); }'
asm $t/nasm64.obj 'extern f
global start
section .text
start: call f
mov rax, [rel x]
jmp [rel start]
section .data align=64
x: dq start, f
dd f
section .bss
resb 1000
section .drectve info
db "-export:start "'
asm32 $t/nasm32.obj 'extern _f
global _start
section .text
_start: call _f
mov eax, [x]
section .data
x: dd _start'
for triple in x86_64-pc-windows-msvc i686-pc-windows-msvc aarch64-pc-windows-msvc x86_64-w64-windows-gnu; do
    c_msvc_for $triple $t/$triple.obj -ffunction-sections -g -gcodeview <<<"$source"
done
c_mingw $t/gcc.obj -ffunction-sections -O2 <<<"$source"
for object in $t/*.obj; do check $object; done
[ "$(our_relocs $t/gcc.obj | wc -l)" -gt 5 ] && [ "$(our_symbols $t/nasm64.obj | wc -l)" -gt 5 ] || fail 'nothing was compared'
