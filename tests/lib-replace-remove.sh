# lib-replace-remove.sh - a later member of the same name replaces the earlier one; /REMOVE leaves one out; a library may be its own input.
. tests/common.sh
ar=$(tool llvm-ar)
cd $t
mkobj a.obj 'section .text' 'symbol a' 'bytes 01'
mkobj b.obj 'section .text' 'symbol b' 'bytes 02'
mylib /nologo /out:x.lib a.obj b.obj
mkobj a.obj 'section .text' 'symbol a' 'bytes 03 04'
expect 'Adding x.lib
Adding a.obj
Replacing x.lib(a.obj)
Writing x.lib' mylib /verbose x.lib a.obj /out:x.lib
expect $'b.obj\na.obj' $ar t x.lib
$ar p x.lib a.obj | cmp - a.obj
expect '' mylib /nologo x.lib /remove:a.obj /out:y.lib
expect 'b.obj' $ar t y.lib
expect 'LIB : warning LNK4014: cannot find member object "c.obj"' eval "$MYLIB x.lib /remove:c.obj /out:y.lib 2>&1"
# Names are those of /LIST, with their folders and their case.
expect 'LIB : warning LNK4014: cannot find member object "A.OBJ"' eval "$MYLIB x.lib /remove:A.OBJ /out:y.lib 2>&1"
# Two objects of one name in different folders are two objects, also when the paths are absolute.
mkdir one two
mkobj one/c.obj 'section .text' 'symbol c1' 'bytes 05'
mkobj two/c.obj 'section .text' 'symbol c2' 'bytes 06'
mylib /nologo /out:z.lib $t/one/c.obj $t/two/c.obj
expect $'c.obj\nc.obj' $ar t z.lib
# ... and no absolute path is in the library.
! grep -q -F "$t" z.lib || fail 'a path of this machine is in the library'
# The default output has the name of the first input.
rm -f x.lib
mylib /nologo one/c.obj a.obj
expect $'one/c.obj\na.obj' $ar t c.lib
# The same inputs give the same bytes, whenever and wherever.
mylib /nologo /out:first.lib a.obj b.obj
touch a.obj b.obj
mylib /nologo /out:second.lib a.obj b.obj
same first.lib second.lib
