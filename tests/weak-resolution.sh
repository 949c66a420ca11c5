# weak-resolution.sh - a weak external uses its default only when nothing else defines the name; each kind asks the libraries or not.
. tests/common.sh
dll() { mylink /dll /noentry /noimplib /export:p,data /out:$t/v.dll "$@"; }
value() { # the RVA that p holds points at this byte
    expect_bytes $t/v.dll p "$1"
}
# `p` is the byte of what `w` resolves to, fetched as an 8-bit absolute symbol: default 0x11, strong 0x22, library 0x33
user() { mkobj $t/user.obj 'section .data' 'symbol p' 'ref ADDR64 w' "weak w=d $1" 'symbol d abs=0x11'; }
mkobj $t/strong.obj 'symbol w abs=0x22'
mkobj $t/member.obj 'symbol w abs=0x33'
mylib /nologo /out:$t/w.lib $t/member.obj

for search in nolibrary library alias antidep; do
    user search=$search
    dll $t/user.obj
    value '11 00 00 00 00 00 00 00'
    dll $t/user.obj $t/strong.obj
    value '22 00 00 00 00 00 00 00'
    dll $t/strong.obj $t/user.obj
    value '22 00 00 00 00 00 00 00'
done
# Only search=library makes the linker look for the name in libraries.
user search=library;   dll $t/user.obj $t/w.lib; value '33 00 00 00 00 00 00 00'
user search=nolibrary; dll $t/user.obj $t/w.lib; value '11 00 00 00 00 00 00 00'
user search=alias;     dll $t/user.obj $t/w.lib; value '11 00 00 00 00 00 00 00'
# A strong reference beside it does, too.
user search=nolibrary
mkobj $t/strongref.obj 'section .data$z' 'ref ADDR64 w'
dll $t/user.obj $t/strongref.obj $t/w.lib
value '33 00 00 00 00 00 00 00'
# The default may itself be weak, and come from a library.
mkobj $t/user.obj 'section .data' 'symbol p' 'ref ADDR64 w' 'weak w=x' 'weak x=y'
mkobj $t/y.obj 'symbol y abs=0x44'
mylib /nologo /out:$t/y.lib $t/y.obj
dll $t/user.obj $t/y.lib
value '44 00 00 00 00 00 00 00'
# The first of two defaults counts.
mkobj $t/one.obj 'section .data' 'symbol p' 'ref ADDR64 w' 'weak w=d' 'symbol d static abs=1'
mkobj $t/two.obj 'weak w=d' 'symbol d static abs=2'
dll $t/one.obj $t/two.obj
value '01 00 00 00 00 00 00 00'
dll $t/two.obj $t/one.obj
value '02 00 00 00 00 00 00 00'
# A default nobody defines is undefined under its own name; names that lead back to themselves are an error, not a loop.
mkobj $t/user.obj 'section .data' 'symbol p' 'ref ADDR64 w' 'weak w=nowhere'
expect_fail 'unresolved external symbol nowhere' "$MYLINK" /dll /noentry /export:p,data /out:$t/bad.dll $t/user.obj
mkobj $t/user.obj 'section .data' 'symbol p' 'ref ADDR64 w' 'weak w=x' 'weak x=w'
expect_fail 'user.obj : error LNK2001: unresolved external symbol w: it is a weak external whose default leads back to itself' \
    "$MYLINK" /dll /noentry /export:p,data /out:$t/bad.dll $t/user.obj
