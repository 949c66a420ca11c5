# section-options.sh - /SECTION changes access rights; what is both writable and executable is warned about.
. tests/common.sh
mkobj $t/a.obj 'section mine flags=data,r,w' 'bytes 01' 'section .text' 'bytes c3'
mylink /dll /noentry /section:mine,rws /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section("mine").Characteristics' 0xd0000040
mylink /dll /noentry /section:mine,r /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section("mine").Characteristics' 0x40000040
mylink /dll /noentry '/section:mine,!k!p' /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section("mine").Characteristics' 0xcc000040
mylink /dll /noentry /section:mine,d /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'section("mine").Characteristics' 0xc2000040

link="$MYLINK /dll /noentry /out:$t/a.dll $t/a.obj"
expect_line "LINK : warning LNK4039: section 'other' specified with /SECTION option does not exist" sh -c "$link /section:other,rw 2>&1"
expect_line "LINK : warning: section '.text' is both writable and executable" sh -c "$link /section:.text,erw 2>&1"
expect_field $t/a.dll 'section(".text").Characteristics' 0xe0000020
mkobj $t/wx.obj 'section wx flags=code,r,w,x' 'bytes c3'
expect_line "LINK : warning: section 'wx' is both writable and executable" sh -c "$MYLINK /dll /noentry /out:$t/wx.dll $t/wx.obj 2>&1"

# Several copies of a library share one section between processes; a pointer in it cannot be right for all.
mkobj $t/shared.obj 'section mine flags=data,r,w,shared align=8' 'symbol v' 'ref ADDR64 v'
expect_line "LINK : warning LNK4092: shared writable section 'mine' contains relocations; image may not run correctly" \
    sh -c "$MYLINK /dll /noentry /out:$t/s.dll $t/shared.obj 2>&1"
