# image-self-check.sh - the finished image is read back before it gets its name: tables of objects that no loader could use end the link,
# and the old image stays.
. tests/common.sh
echo 'the old image' >$t/a.exe
refused() { # MESSAGE LINE...
    local message=$1
    shift
    mkobj $t/a.obj 'section .text' 'symbol start func' 'bytes c3' "$@"
    expect_fail "a.exe : fatal error LNK1000: the image would be malformed: $message" \
        "$MYLINK" /nologo /entry:start /subsystem:console /include:_tls_used /opt:noref /out:$t/a.exe $t/a.obj
}
refused 'TLS directory: the template' 'section .data' 'symbol d' 'zeros 8' 'section .rdata' 'symbol _tls_used' 'ref ADDR64 d' 'bytes ff ff ff 7f 00 00 00 00' 'zeros 24'
[ "$(cat $t/a.exe)" = 'the old image' ] || fail 'the old image is gone'
