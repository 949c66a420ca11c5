# library-thin.sh - a thin archive: its members are files beside it; one that is not there is an error only when it is needed.
. tests/common.sh
ar=$(tool llvm-ar)
cd $t
mkdir lib
mkobj main.obj 'section .text' 'symbol start func' 'bytes e8' 'ref REL32 f' 'bytes c3'
mkobj lib/f.obj 'section .text' 'symbol f func' 'bytes c3'
mkobj lib/g.obj 'section .text' 'symbol g func' 'bytes 90 c3'
$ar rcT lib/thin.a lib/f.obj lib/g.obj
$ar rc thick.a lib/f.obj lib/g.obj
link() { mylink /nologo /entry:start /subsystem:console "$@"; }
link /out:thick.exe main.obj thick.a
link /out:thin.exe main.obj lib/thin.a
same thick.exe thin.exe
rm lib/g.obj
link /out:again.exe main.obj lib/thin.a
same thick.exe again.exe
rm lib/f.obj
expect_fail "LINK : fatal error LNK1104: cannot open file 'lib/f.obj': No such file or directory
  why:   thin.a is a thin archive: its members are files beside it, and this is one of them
  do:    build that file again, or make the archive again
" link /explain /out:x.exe main.obj lib/thin.a
