# comdat-selection.sh - which of two copies of a COMDAT stays, for every selection and both orders.
. tests/common.sh

# pair KIND 'BYTES of a' 'BYTES of b' -> the bytes of v in a DLL of a.obj and b.obj
pair() {
    mkobj $t/a.obj "section .data\$v comdat=$1" 'symbol v' "bytes $2"
    mkobj $t/b.obj "section .data\$v comdat=$1" 'symbol v' "bytes $3"
}
keeps() { # KIND 'BYTES of a' 'BYTES of b' 'BYTES kept'
    pair "$1" "$2" "$3"
    mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/a.obj $t/b.obj
    expect_bytes $t/v.dll v "$4"
}
refuses() { # KIND 'BYTES of a' 'BYTES of b' MESSAGE
    pair "$1" "$2" "$3"
    expect_fail "b.obj : error LNK2005: v already defined in a.obj$4" "$MYLINK" /dll /noentry /export:v,data /out:$t/bad.dll $t/a.obj $t/b.obj
}

keeps any        '01' '02'          '01'
keeps any        '01' '02 03'       '01'
keeps same_size  '01 02' '03 04'    '01 02'
keeps exact      '01 02' '01 02'    '01 02'
keeps largest    '01' '02 03'       '02 03'
keeps largest    '01 02' '03'       '01 02'
keeps largest    '01 02' '03 04'    '01 02'
refuses nodup     '01' '01' ''
refuses same_size '01' '02 03' '; the copies differ in size'
refuses exact     '01' '02' '; the copies differ in contents'
refuses exact     '01' '01 02' '; the copies differ in contents'

# LARGEST against ANY: the longer one, whichever came first
mkobj $t/a.obj 'section .data$v comdat=any' 'symbol v' 'bytes 01'
mkobj $t/b.obj 'section .data$v comdat=largest' 'symbol v' 'bytes 02 03'
mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/a.obj $t/b.obj
expect_bytes $t/v.dll v '02 03'
mylink /dll /noentry /noimplib /export:v,data /out:$t/v.dll $t/b.obj $t/a.obj
expect_bytes $t/v.dll v '02 03'

# a COMDAT meets an ordinary definition: two definitions
mkobj $t/plain.obj 'section .data' 'symbol v' 'bytes 09'
expect_fail "b.obj : error LNK2005: v already defined in plain.obj" "$MYLINK" /dll /noentry /out:$t/bad.dll $t/plain.obj $t/b.obj
expect_fail "plain.obj : error LNK2005: v already defined in b.obj" "$MYLINK" /dll /noentry /out:$t/bad.dll $t/b.obj $t/plain.obj

# static leaders are copies of the object's own: both stay
mkobj $t/a.obj 'section .data$v comdat=any' 'symbol v static' 'bytes 01 00 00 00' 'section .data$p' 'symbol pa' 'ref ADDR32NB v'
mkobj $t/b.obj 'section .data$v comdat=any' 'symbol v static' 'bytes 02 00 00 00' 'section .data$p' 'symbol pb' 'ref ADDR32NB v'
mylink /dll /noentry /noimplib /export:pa,data /export:pb,data /opt:noref /out:$t/v.dll $t/a.obj $t/b.obj
expect_field $t/v.dll 'section(".data").Misc_VirtualSize' 0x10
