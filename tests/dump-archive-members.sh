# dump-archive-members.sh - members, indices and import records of libraries from LLVM's and GNU's tools, thin ones too.
. tests/common.sh
asm $t/a.obj 'global f
section .text
f: ret'
asm $t/a_rather_long_name.obj 'global g
section .text
g: ret
nop'
objects="$t/a.obj $t/a_rather_long_name.obj"

# The tools here write one linker member; one library with both comes from our own writer.
"$(tool llvm-lib)" /out:$t/llvm.lib $objects
"$BIN/tests/unit-archive" $t/both.lib $t/a.obj f $t/a_rather_long_name.obj g
(cd $t && ar rcs first.a a.obj a_rather_long_name.obj && ar rcsT thin.a a.obj a_rather_long_name.obj && ar rcS none.a a.obj)
for library in both.lib llvm.lib first.a thin.a; do
    expect_line '       2 public symbols' mydump /linkermember $t/$library
    got=$(mydump /linkermember:1 $t/$library | awk 'NF == 2 && ($2 == "f" || $2 == "g") { print $2 }' | sort | tr '\n' ' ')
    [ "$got" = 'f g ' ] || fail "$library: symbols are $got"
    expect_line '           3 .text' mydump $t/$library # 1 + 2 bytes, from both members
    members=$(mydump /archivemembers $t/$library | grep -c '^Archive member name at .*obj\|^Archive member name at .*: /[0-9]')
    [ "$members" = 2 ] || fail "$library: $members members"
done
expect_line '       2 offsets' mydump /linkermember:2 $t/both.lib
expect_line 'File Type: LIBRARY (thin: members are files beside it)' mydump $t/thin.a
mydump /linkermember $t/none.a >$t/none.txt
if grep -q 'public symbols' $t/none.txt; then fail 'an index where there is none'; fi
expect_line '           1 .text' mydump $t/none.a

# Where each index entry points is where /archivemembers finds a header.
mydump /linkermember:2 $t/both.lib | awk 'NF == 2 && $1 ~ /^[12]$/ && $2 ~ /^[0-9A-F]+$/ { print $2 }' | sort >$t/offsets
mydump /archivemembers $t/both.lib | sed -En 's/^Archive member name at ([0-9A-F]+): [^/].*/\1/p; s/^Archive member name at ([0-9A-F]+): \/[0-9].*/\1/p' | sort >$t/headers
[ "$(wc -l <$t/offsets)" = 2 ]
same $t/offsets $t/headers

# A thin archive's missing member is an error that names the file; the other one is shown.
rm $t/a.obj
expect_fail 'a.obj' mydump /headers $t/thin.a
