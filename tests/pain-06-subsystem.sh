# pain-06-subsystem.sh - no /SUBSYSTEM: WinMain makes a Windows program, anything else a console program, and /VERBOSE says so.
. tests/common.sh
is() { # FIELD WORDS INPUT...
    mylink /out:"$t/a.exe" "${@:3}" >"$t/out" 2>&1
    [ ! -s "$t/out" ] || { cat "$t/out" >&2; fail 'not silent'; }
    expect_field "$t/a.exe" OPTIONAL_HEADER.Subsystem "$1"
    expect_line "    Subsystem $2, inferred" "$MYLINK" /verbose /out:"$t/a.exe" "${@:3}"
}
mkobj "$t/start.obj" 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/main.obj" 'section .text' 'symbol main func' 'symbol mainCRTStartup func' 'bytes c3'
mkobj "$t/win.obj" 'section .text' 'symbol WinMain func' 'symbol WinMainCRTStartup func' 'bytes c3'
is 0x3 'Windows CUI' "$t/start.obj" /entry:start
is 0x3 'Windows CUI' "$t/main.obj"
is 0x2 'Windows GUI' "$t/win.obj"
mylink /verbose /subsystem:console /entry:start /out:"$t/a.exe" "$t/start.obj" >"$t/out"
if grep -q inferred "$t/out"; then fail 'a subsystem that was given is called inferred'; fi
