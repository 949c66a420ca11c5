# export-missing-symbol.sh - an export that nobody defines is an error that names the place where it is asked for.
. tests/common.sh
asm $t/d.obj 'section .text
global f
f: ret'
printf 'EXPORTS\nf\nnobody\n' >$t/d.def
expect_fail 'd.def(3) : error LNK2001: unresolved external symbol nobody' mylink /nologo /dll /noentry /def:$t/d.def /out:$t/d.dll $t/d.obj
expect_fail 'LINK : error LNK2001: unresolved external symbol nobody' mylink /nologo /dll /noentry /export:f /export:public=nobody /out:$t/d.dll $t/d.obj
