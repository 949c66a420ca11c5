# directive-text.sh - several .drectve sections, a byte-order mark, quotes, NUL bytes and blanks between directives.
. tests/common.sh
info='flags=info,remove'
code=('section .text' 'symbol start func' 'bytes c3' 'symbol f func' 'bytes c3' 'symbol g func' 'bytes c3')
exports() { # WANT DIRECTIVE-SECTION LINES...
    local want=$1
    shift
    mkobj "$t/a.obj" "$@" "${code[@]}"
    mylink "$t/a.obj" /dll /noentry /noimplib /out:"$t/a.dll"
    expect_field "$t/a.dll" '" ".join(exports())' "$want"
}
exports '1 f 2 g' "section .drectve $info" 'ascii "/export:f"' "section .drectve $info" 'ascii "-EXPORT:g"'
exports '1 f' "section .drectve $info" 'bytes ef bb bf' 'ascii " /export:f "'
exports '1 f 2 g' "section .drectve $info" 'ascii "/export:f"' 'bytes 00' 'ascii "/export:g"' 'bytes 00 00'
exports '1 f 2 g' "section .drectve $info" 'ascii "\x09/export:\"f\"\x0d\x0a\"/export:g\" "'
exports '1 f 7 g' "section .drectve $info" 'ascii "/export:g,@7 /export:f,@1"'
exports '1 start' "section .drectve $info" 'bytes ef bb bf' 'ascii "/export:start"' "section .drectve $info" 'bytes ef bb bf'
