# export-import-library.sh - where the import library and the .exp file go, and when there are none.
. tests/common.sh
asm $t/d.obj 'section .text
global f
f: ret'
files() { (cd $t && ls -1 | grep -v -e '\.obj$' -e '\.asm$' | tr '\n' ' '); }
expect "   Creating library $t/d.lib and object $t/d.exp" mylink /dll /noentry /export:f /out:$t/d.dll $t/d.obj
[ "$(files)" = 'd.dll d.exp d.lib ' ] || fail "$(files)"
rm $t/d.{dll,exp,lib}
mylink /nologo /dll /noentry /export:f /implib:$t/other.lib /out:$t/d.dll $t/d.obj
[ "$(files)" = 'd.dll other.exp other.lib ' ] || fail "$(files)"
rm $t/d.dll $t/other.*
mylink /nologo /dll /noentry /export:f /noimplib /out:$t/d.dll $t/d.obj
mylink /nologo /dll /noentry /out:$t/none.dll $t/d.obj
[ "$(files)" = 'd.dll none.dll ' ] || fail "$(files)"
# The same twice is the same bytes, and the .exp file in the place of /EXPORT makes the same image.
mylink /nologo /dll /noentry /export:f /out:$t/d.dll $t/d.obj
cp $t/d.dll $t/first.dll; cp $t/d.lib $t/first.lib; cp $t/d.exp $t/first.exp
mylink /nologo /dll /noentry /export:f /out:$t/d.dll $t/d.obj
same $t/d.dll $t/first.dll; same $t/d.lib $t/first.lib; same $t/d.exp $t/first.exp
rm $t/d.{dll,lib,exp}
mylink /nologo /dll /noentry /out:$t/d.dll $t/d.obj $t/first.exp
same $t/d.dll $t/first.dll
[ ! -e $t/d.lib ] || fail 'an import library was made though an .exp file was given'
