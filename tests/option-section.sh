# option-section.sh - /SECTION letters: R, W and E replace the access, '!' takes away, K and P are about "not", D and S need saying.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3' 'section .mine flags=data,r,w align=4' 'symbol m' 'bytes 01 02 03 04'
check() { # WANT OPTION...
    local want=$1
    shift
    mylink "$t/a.obj" /entry:start /subsystem:console /opt:noref /out:"$t/x.exe" "$@"
    expect_field "$t/x.exe" 'section(".mine").Characteristics' "$want"
}
allow_warning 'Suspicious flags|writable and executable'
check 0xc0000040
check 0x40000040 /section:.mine,R
check 0x40000040 /section:.mine,!W
check 0xd0000040 /section:.mine,S
check 0xd0000040 /section:.mine,rws
check 0xc2000040 /section:.mine,D
check 0xcc000040 '/section:.mine,!K!P'
check 0xc0000040 /section:.mine,K
check 0xc0000040 /section:.mine,S /section:.mine,RW
