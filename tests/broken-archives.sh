# broken-archives.sh - a broken library gives exit code 1 and a message with the library's name, the member's and the place;
# the linker, given the same library, never does worse than an error.
. tests/common.sh

asm $t/main.obj 'extern f
global start
section .text
start: call f'
asm $t/f.obj 'global f
section .text
f: ret'

start() { printf '!<arch>\n' >$t/x.lib; }
# NAME SIZE FILE: a member header with those words, and the file's bytes behind it.
member() {
    printf '%-16s%-12s%-6s%-6s%-8s%-10s`\n' "$1" 0 '' '' 0 "$2" >>$t/x.lib
    cat "$3" >>$t/x.lib
    [ $(($(stat -c %s $t/x.lib) % 2)) = 0 ] || printf '\n' >>$t/x.lib
}
whole() { member "$1" "$(stat -c %s "$2")" "$2"; }
index() { hex $t/index "$1"; whole / $t/index; } # bytes of a linker member

refused() { # MESSAGE
    expect_fail "$1" mydump /all $t/x.lib
    local code=0
    timeout $((60 * patience)) "$MYLINK" /entry:start /subsystem:console /out:$t/x.exe $t/main.obj $t/x.lib >$t/link.log 2>&1 || code=$?
    [ $code -le 1 ] || { cat $t/link.log >&2; fail "mylink ends with $code"; }
    rm -f $t/x.exe
}
lying() { # MESSAGE MESSAGE: what mydump says of an index, and the linker when it needs the name
    refused "$1"
    expect_fail "x.lib : fatal error LNK1127: library is corrupt: $2" mylink /explain /entry:start /subsystem:console /out:$t/x.exe $t/main.obj $t/x.lib
    expect_fail "the library's index leads there for f" mylink /explain /entry:start /subsystem:console /out:$t/x.exe $t/main.obj $t/x.lib
}
object=$t/f.obj

# ---- Member headers
start; member a.obj/ 12x $object;      refused "x.lib : fatal error LNK1127: library is corrupt: size '12x       ' of member 'a.obj/' is not a number"
start; member a.obj/ -5 $object;       refused "size '-5        ' of member 'a.obj/' is not a number"
start; member a.obj/ 999999 $object;   refused "x.lib : fatal error LNK1127: library is corrupt: member 'a.obj/' at 0x8 has 999999 bytes, which end past the file"
start; member a.obj/ 4294967306 $object; refused 'has 4294967306 bytes, which end past the file'
start; whole /7 $object;               refused "member name '/7' points past the 0 bytes of long names"
start; whole a.obj/ $object; poke $t/x.lib 66 '21'; refused 'no member header at 0x8 (it would end with the bytes 60 0A)'
start; whole a.obj/ $object; printf 'more' >>$t/x.lib; refused 'a member header at 0x'
start; printf 'name without an end' >$t/names; whole // $t/names; whole /5 $object; refused 'the long member name at 5 has no end'
start; whole '#1/5000' $object;        refused "member name '#1/5000' should give a length of at most"
head -c 50000 /dev/zero >$t/zeros
start; whole '#1/40000' $t/zeros;      refused "member name '#1/40000' should give a length of at most 32768"

# ---- First linker member (big-endian). The member behind 8 bytes of index and its header is at 8+60+n.
start; index '00 00 00 01';                              whole f.obj/ $object; refused 'linker member 1 has 4 bytes, too few for 1 symbols'
start; index 'ff ff ff ff 00 00 00 00 66 00';            whole f.obj/ $object; refused 'too few for 4294967295 symbols'
start; index '00 00 00 01 00 00 00 00 66 00';            whole f.obj/ $object; refused 'entry 1 of linker member 1 points at 0x0, where no member can be'
start; index '00 00 00 01 7f ff ff ff 66 00';            whole f.obj/ $object; refused 'entry 1 of linker member 1 points at 0x7fffffff'
start; index '00 00 00 01 00 00 00 08 66 00';            whole f.obj/ $object; lying "points at 0x8: library is corrupt: at 0x8 is not an object but '/'" "at 0x8 is not an object but '/'"
start; index '00 00 00 01 00 00 00 60 66 00';            whole f.obj/ $object; lying 'symbol 1 of linker member 1 points at 0x60' 'no member header at 0x60'
start; index '00 00 00 01 00 00 00 4e 66 66';            whole f.obj/ $object; refused 'linker member 1 ends within name 1 of 1'

# What the index says of a name that nobody needs is not looked at.
start; index '00 00 00 02 00 00 00 54 00 00 00 08 66 00 67 00'; whole f.obj/ $object; refused 'symbol 2 of linker member 1 points at 0x8'
mylink /entry:start /subsystem:console /out:$t/x.exe $t/main.obj $t/x.lib || fail 'another name of the index matters'

# One message, however many entries lead nowhere.
mkobj $t/both.obj 'section .text' 'symbol start func' 'ref REL32 f' 'ref REL32 g'
start; index '00 00 00 02 00 00 00 60 00 00 00 62 66 00 67 00'; whole f.obj/ $object
code=0
"$MYLINK" /entry:start /subsystem:console /out:$t/x.exe $t/both.obj $t/x.lib >$t/link.log 2>&1 || code=$?
[ $code = 1 ] && [ "$(grep -c LNK1127 $t/link.log)" = 1 ] || { cat $t/link.log >&2; fail 'not one message'; }

# Such a library is not proposed, neither for the name nor for one like it, nor as one that has __imp_f's code.
mkdir $t/libs
cp $t/x.lib $t/libs/x.lib
mkobj $t/like.obj 'section .text' 'symbol start func' 'ref REL32 F' 'ref REL32 __imp_f'
for wanted in main.obj like.obj; do
    code=0
    "$MYLINK" /explain /entry:start /libpath:$t/libs /out:$t/x.exe $t/$wanted >$t/link.log 2>&1 || code=$?
    [ $code = 1 ] && grep -q 'unresolved external' $t/link.log || { cat $t/link.log >&2; fail 'the name is not missed'; }
    if grep -q 'x.lib' $t/link.log; then cat $t/link.log >&2; fail 'a library that cannot give the name is proposed'; fi
done

# ---- Second linker member (little-endian): member count, offsets, symbol count, numbers, names. The first one is empty: 64 bytes.
second() { start; index '00 00 00 00'; index "$1"; whole f.obj/ $object; }
second '00 00 00 40 00 00 00 00';                         refused 'linker member 2 has 8 bytes, too few for 1073741824 member offsets'
second '01 00 00 00 00 00 00 00 01 00 00 00 01 00 66 00'; refused 'entry 1 of linker member 2 points at 0x0, where no member can be'
second '01 00 00 00 96 00 00 00 01 00 00 00 01 00 66 00'; lying 'symbol 1 of linker member 2 points at 0x96' 'no member header at 0x96'
second '01 00 00 00 94 00 00 00 01 00 00 00 00 00 66 00'; refused 'symbol 1 of linker member 2 names member 0 of 1'
second '01 00 00 00 94 00 00 00 01 00 00 00 02 00 66 00'; refused 'symbol 1 of linker member 2 names member 2 of 1'
second '01 00 00 00 94 00 00 00 01 00 00 00 01 00 66 66'; refused 'linker member 2 ends within name 1 of 1'
second '01 00 00 00 94 00 00 00 ff ff ff ff 01 00 66 00'; refused 'too few for 4294967295 symbols'
second '01 00 00 00 94 00 00 00 01 00 00 00 01 00 66 00'; mydump /all $t/x.lib >/dev/null || fail 'the sound one is refused'
# Of two the linker uses the second; but others use the first, so mydump looks at both.
start; index '00 00 00 01 00 00 00 60 66 00'; index '01 00 00 00 9a 00 00 00 01 00 00 00 01 00 66 00'; whole f.obj/ $object
refused 'symbol 1 of linker member 1 points at 0x60'
mylink /entry:start /subsystem:console /out:$t/x.exe $t/main.obj $t/x.lib || fail 'the first linker member matters'
start; index '00 00 00 00'; index '00 00 00 00 00 00 00 00'; index '00 00 00 00'; refused 'a third linker member'

# ---- Members: the library is sound, what is in it is not. Both names are in the message.
cut() { head -c "$1" $object >$t/cut.obj; start; whole cut.obj/ $t/cut.obj; }
cut 100; refused 'x.lib(cut.obj) : fatal error'
cp $object $t/size.obj
poke $t/size.obj 36 'ff ff ff 7f' # size of the first section's raw data
start; whole size.obj/ $t/size.obj; refused 'x.lib(size.obj) : fatal error'
hex $t/import '00 00 ff ff 00 00 64 86 00 00 00 00 20 00 00 00 00 00 04 00 66 00 6b 00'
start; whole k.dll/ $t/import;         refused 'x.lib(k.dll) : fatal error LNK1107: import record: 32 bytes of names, but only 4 follow the header'
hex $t/import '00 00 ff ff 00 00 64 86 00 00 00 00 03 00 00 00 00 00 04 00 66 00 6b'
start; whole k.dll/ $t/import;         refused "x.lib(k.dll) : fatal error LNK1107: import record of f: the DLL's name is missing or has no end"
hex $t/import '00 00 ff ff 00 00 64 86 00 00 00 00 04 00 00 00 00 00 07 00 66 00 6b 00'
start; whole k.dll/ $t/import;         refused 'type 3 is none of code, data and const'

# ---- What is no object is passed over: empty and text members, a library in a library, Rust's metadata.
: >$t/empty; printf 'hello' >$t/text
start; whole f.obj/ $object; cp $t/x.lib $t/inner.lib
start; whole empty/ $t/empty; whole notes.txt/ $t/text; whole inner.lib/ $t/inner.lib; whole f.obj/ $object
expect_line '           1 .text' mydump $t/x.lib
