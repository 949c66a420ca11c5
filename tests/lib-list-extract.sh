# lib-list-extract.sh - /LIST and /EXTRACT agree with llvm-ar; no member's name ever becomes the name of a file.
. tests/common.sh
ar=$(tool llvm-ar)
cd $t
mkobj a.obj 'section .text' 'symbol a' 'bytes 01'
mkobj a-very-long-object-name.obj 'section .text' 'symbol b' 'bytes 02'
mylib /nologo /out:x.lib a.obj a-very-long-object-name.obj
before=$(sha256sum x.lib)
expect "$($ar t x.lib)" mylib /nologo /list x.lib
[ "$before" = "$(sha256sum x.lib)" ] || fail '/LIST wrote the library'
mylib /nologo /list:names.txt x.lib
expect "$($ar t x.lib)" cat names.txt
# With objects the new library is listed.
expect 'a.obj' mylib /nologo /list /out:y.lib a.obj
for member in a.obj a-very-long-object-name.obj; do
    mylib /nologo x.lib /extract:$member /out:out.obj
    $ar p x.lib $member | cmp - out.obj
done
expect_fail 'LIB : error LNK4014: cannot find member object "A.OBJ"' mylib x.lib /extract:A.OBJ /out:new.obj
expect_fail 'LIB : fatal error LNK1159: no output file specified' mylib x.lib /extract:a.obj
# A library made to climb out of the folder: members are listed and extracted by name, to the file that /OUT names.
cp a.obj abcevil-object.obj
$ar rc --format=gnu evil.a abcevil-object.obj
poke evil.a $(grep -a -b -o 'abcevil-object.obj' evil.a | head -n 1 | cut -d: -f1) "$(printf '../' | od -An -tx1)"
rm abcevil-object.obj
expect '../evil-object.obj' mylib /nologo /list evil.a
mkdir deep
(cd deep && "$MYLIB" /nologo ../evil.a /extract:../evil-object.obj /out:taken.obj)
same deep/taken.obj a.obj
[ ! -e evil-object.obj ] || fail 'a member wrote outside of its folder'
# What is added under such a path goes in under its last part.
(cd deep && "$MYLIB" /nologo /ignore:4006,4221 ../a.obj taken.obj /out:in.lib)
expect $'a.obj\ntaken.obj' $ar t deep/in.lib
