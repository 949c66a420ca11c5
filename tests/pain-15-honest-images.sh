# pain-15-honest-images.sh - builds repeat, flags say what is true, options without effect are warned of, and nothing in an image looks odd to a scanner.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol p' 'ref ADDR64 start'
options='/entry:start /subsystem:console'
mkdir -p "$t/one" "$t/two/deeper"
cp "$t/a.obj" "$t/one/" && cp "$t/a.obj" "$t/two/deeper/"
touch -d 2001-01-01 "$t/one/a.obj"
# shellcheck disable=SC2086 # words
{
(cd "$t/one" && mylink $options a.obj)
(cd "$t/two/deeper" && TZ=Asia/Tokyo mylink $options a.obj)
same "$t/one/a.exe" "$t/two/deeper/a.exe"
# DYNAMICBASE is true: there are relocations. /FIXED has neither; both at once is an error.
expect_field "$t/one/a.exe" 'OPTIONAL_HEADER.DllCharacteristics & 0x40' 0x40
[ "$(pe_field "$t/one/a.exe" 'directory("BASERELOC").Size')" != 0x0 ] || fail 'DYNAMICBASE without base relocations'
mylink $options /fixed /out:"$t/fixed.exe" "$t/a.obj"
expect_field "$t/fixed.exe" 'OPTIONAL_HEADER.DllCharacteristics & 0x40' 0x0
expect_field "$t/fixed.exe" 'directory("BASERELOC").Size' 0x0
expect_fail "LINK : fatal error LNK1295: '/FIXED' not compatible with '/DYNAMICBASE' specification; link without '/FIXED'" \
    mylink $options /fixed /dynamicbase /out:"$t/b.exe" "$t/a.obj"
# What has no effect is said.
expect "LINK : warning LNK4907: /GUARD has no effect: the image has no load configuration
  why:   it is the structure _load_config_used, which comes with Microsoft's run-time library
  do:    link with msvcrt.lib or libcmt.lib, or leave /GUARD out
  read:  mylink /EXPLAIN:LNK4907" eval "'$MYLINK' /explain $options /guard:cf /out:'$t/b.exe' '$t/a.obj' 2>&1"
expect 'LINK : warning LNK4901: /DEBUG: no program database is written; the image has no debug information' \
    eval "'$MYLINK' $options /debug /out:'$t/b.exe' '$t/a.obj' 2>&1"
# Ordinary names, and no section that is both writable and executable unless asked for.
expect '.text .data .reloc' bash -c "'$MYDUMP' /headers '$t/one/a.exe' | sed -n 's/^ *\(\.[a-z]*\) name\$/\1/p' | tr '\n' ' ' | sed 's/ \$//'"
expect "LINK : warning: section '.text' is both writable and executable
  where: first contribution: a.obj
  why:   whoever can write to it can run code of his own; Windows features such as ACG refuse such images
  do:    keep code and data in sections of their own, or say so with /SECTION:name,ER" \
    bash -c "cd '$t' && '$MYLINK' /explain $options /section:.text,ERW /out:w.exe a.obj 2>&1"
}
# The manual has a word on both.
for heading in 'Builds that repeat' 'Virus alarms'; do grep -qx ".Ss $heading" "$BIN/man/mylink.1" || fail "mylink.1 has no part '$heading'"; done
