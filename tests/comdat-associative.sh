# comdat-associative.sh - a section associated with a COMDAT comes and goes with it, through chains of any length.
. tests/common.sh

# The loser's associated section disappears with it, also when it stands before its parent.
mkobj $t/a.obj 'section .data$v comdat=any' 'symbol v' 'bytes 01' 'section .data$w comdat=assoc:.data$v' 'bytes aa aa aa aa aa aa aa'
mkobj $t/b.obj 'section .data$w comdat=assoc:.data$v' 'bytes bb bb bb bb bb bb bb' 'section .data$v comdat=any' 'symbol v' 'bytes 02'
mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/a.obj $t/b.obj
expect_bytes $t/v.dll v '01 aa aa aa aa aa aa aa'
mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/b.obj $t/a.obj
expect_bytes $t/v.dll v '02 bb bb bb bb bb bb bb'

# A LARGEST winner that comes second takes the first's children away.
mkobj $t/s.obj 'section .data$v comdat=largest' 'symbol v' 'bytes 01' 'section .data$w comdat=assoc:.data$v' 'bytes aa aa'
mkobj $t/l.obj 'section .data$v comdat=largest' 'symbol v' 'bytes 02 03' 'section .data$w comdat=assoc:.data$v' 'bytes bb bb'
mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/s.obj $t/l.obj
expect_bytes $t/v.dll v '02 03 bb bb'
expect_field $t/v.dll 'section(".data").Misc_VirtualSize' 0x4

# A chain of 5,000: all of the loser goes, all of the winner stays.
chain() { # FILE BYTE
    { echo 'section .data$v comdat=any'; echo 'symbol v'; echo "bytes $2"
      for i in $(seq 2 5000); do echo "section .data\$w comdat=assoc:#$((i - 1))"; echo "bytes $2"; done; } >$t/lines
    mkobj $1 <$t/lines
}
chain $t/a.obj 01
chain $t/b.obj 02
mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/a.obj $t/b.obj
expect_field $t/v.dll 'section(".data").Misc_VirtualSize' 0x1388
