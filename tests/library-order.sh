# library-order.sh - libraries are searched in command-line order, each until it gives nothing more, and round again.
. tests/common.sh
lib() { # NAME MEMBER...
    local name=$1; shift
    mylib /nologo /out:$t/$name.lib "$@"
}
def() { mkobj $t/$1.obj 'section .data' "symbol $2" "bytes $3" ${4:+"ref ADDR64 $4"}; }
dll() { mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll "$@"; }

# The first library that has the name gives it.
def one v 01; lib one $t/one.obj
def two v 02; lib two $t/two.obj
mkobj $t/main.obj 'section .data' 'ref ADDR64 v'
dll $t/main.obj $t/one.lib $t/two.lib; expect_bytes $t/v.dll v 01
dll $t/main.obj $t/two.lib $t/one.lib; expect_bytes $t/v.dll v 02
# Objects come first, wherever they stand on the line.
dll $t/one.lib $t/main.obj; expect_bytes $t/v.dll v 01

# Round again: x.lib needs y.lib, which needs x.lib.
def a v 0a b; def b b 0b c; def c c 0c
lib x $t/a.obj $t/c.obj
lib y $t/b.obj
dll $t/main.obj $t/x.lib $t/y.lib
expect_bytes $t/v.dll v 0a

# One library gives all it can before the next is asked: helper of x.lib, not of the library before it.
def p v 01 helper; def px helper 11; lib p $t/p.obj $t/px.obj
def q other 22; def qx helper 33; lib q $t/q.obj $t/qx.obj
mkobj $t/main2.obj 'section .data$z' 'ref ADDR64 v'
mylink /dll /noentry /noimplib /export:helper,data /out:$t/h.dll $t/main2.obj $t/p.lib $t/q.lib
expect_bytes $t/h.dll helper 11
# A member is in the link once, however many names asked for it; a library named twice counts once.
mylink /verbose /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/main.obj $t/x.lib $t/y.lib $t/x.lib | grep -c 'Loaded x.lib(a.obj)' | grep -qx 1
