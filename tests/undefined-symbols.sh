# undefined-symbols.sh - all undefined names are reported in one run, with the function that refers to them, as link.exe words it.
. tests/common.sh
asm $t/a.obj <<'END'
default rel
global start
extern one, two, __imp_three
section .text
start:  call one
        ret
inner:  call two
        call [__imp_three]
        call one
section .data
table:  dq two
END
expect_fail "a.obj : error LNK2019: unresolved external symbol one referenced in function start
a.obj : error LNK2019: unresolved external symbol two referenced in function inner
a.obj : error LNK2019: unresolved external symbol __imp_three referenced in function inner
a.exe : fatal error LNK1120: 3 unresolved externals" "$MYLINK" /entry:start /subsystem:console /out:$t/a.exe $t/a.obj
# Each object that refers to a name is told.
mkobj $t/b.obj 'section .data' 'ref ADDR64 one'
expect_fail "b.obj : error LNK2001: unresolved external symbol one" "$MYLINK" /entry:start /subsystem:console /out:$t/a.exe $t/a.obj $t/b.obj
# A name that an object declares and never uses counts too; the unused default of a weak external does not.
mkobj $t/c.obj 'section .text' 'symbol start func' 'bytes c3' 'symbol never_used undef' 'weak w=unneeded' 'symbol unneeded undef'
mkobj $t/w.obj 'symbol w abs=1'
expect_fail "c.obj : error LNK2001: unresolved external symbol never_used
a.exe : fatal error LNK1120: 1 unresolved externals" "$MYLINK" /entry:start /subsystem:console /out:$t/a.exe $t/c.obj $t/w.obj
# What to do about it.
expect_fail "a.obj : error LNK2019: unresolved external symbol one referenced in function start
  where: .text+0x1
  bytes: e8 [00 00 00 00]      call one
  why:   no object or library on the command line defines it
  do:    add the object or library that defines one" "$MYLINK" /explain /entry:start /subsystem:console /out:$t/a.exe $t/a.obj
# /FORCE:UNRESOLVED writes the image all the same.
image_checks=off
mylink /force:unresolved /entry:start /subsystem:console /out:$t/forced.exe $t/a.obj 2>/dev/null
[ -f $t/forced.exe ]
# No entry point: what was looked for, and what there is.
expect_fail "LINK : fatal error LNK1561: entry point must be defined" "$MYLINK" /out:$t/a.exe $t/b.obj
mkobj $t/c.obj 'section .text' 'symbol begin func' 'bytes c3' 'symbol other func' 'bytes c3'
expect_fail "do:    /ENTRY:begin (the objects define begin, other)" "$MYLINK" /explain /out:$t/a.exe $t/c.obj
expect_fail "error LNK2001: unresolved external symbol mainCRTStartup" "$MYLINK" /subsystem:console /out:$t/a.exe $t/c.obj
