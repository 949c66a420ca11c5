# option-time-stamp.sh - the time stamp is a hash of the image; SOURCE_DATE_EPOCH replaces it, and /TIMESTAMP replaces both.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/b.obj" 'section .text' 'symbol start func' 'bytes 90 c3'
stamp() { mylink "$1" /entry:start /subsystem:console /out:"$t/$2" "${@:3}"; pe_field "$t/$2" FILE_HEADER.TimeDateStamp; }
first=$(stamp "$t/a.obj" 1.exe)
sleep 1
[ "$first" = "$(stamp "$t/a.obj" 2.exe)" ] || fail 'two links, two stamps'
same "$t/1.exe" "$t/2.exe"
[ "$first" != "$(stamp "$t/b.obj" 3.exe)" ] || fail 'two programs, one stamp'
[ 0x4d2 = "$(SOURCE_DATE_EPOCH=1234 stamp "$t/a.obj" 4.exe)" ] || fail SOURCE_DATE_EPOCH
[ 0x10 = "$(SOURCE_DATE_EPOCH=1234 stamp "$t/a.obj" 5.exe /timestamp:0x10)" ] || fail /timestamp
SOURCE_DATE_EPOCH=soon expect_fail "LNK1117: syntax error in option 'SOURCE_DATE_EPOCH=soon'" mylink "$t/a.obj" /entry:start /out:"$t/no.exe"
