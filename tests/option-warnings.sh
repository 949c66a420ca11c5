# option-warnings.sh - /IGNORE:n silences a warning (some cannot be), /WX makes all of them errors, /WX:n one of them.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
link() { mylink "$t/a.obj" /entry:start /subsystem:console /out:"$t/x.exe" "$@" 2>&1; }
warning='LINK : warning LNK4108: /ALIGN specified without /DRIVER; image may not run'
expect "$warning" link /align:8192
expect '' link /align:8192 /ignore:4108
expect '' link /align:8192 /ignore:4217,LNK4108
expect "$warning" link /align:8192 /ignore:4217
expect "$warning" link /align:8192 /wx /wx:no
expect "LINK : warning LNK4044: unrecognized option '/foo'; ignored" link /ignore:4044 /foo
expect "$warning" link /align:8192 /wx:4044
rm "$t/x.exe"
expect_fail "$warning
LINK : fatal error LNK1218: warning treated as error; no output file generated" link /align:8192 /wx
expect_fail "$warning" link /align:8192 /wx:4108
expect '' link /align:8192 /wx /ignore:4108
