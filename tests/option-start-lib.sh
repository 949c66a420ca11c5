# option-start-lib.sh - objects between /START-LIB and /END-LIB are taken only when something needs them.
. tests/common.sh
mkobj "$t/main.obj" 'section .text' 'symbol start func' 'ref REL32 one' 'bytes c3'
mkobj "$t/one.obj" 'section .text' 'symbol one func' 'bytes b8 01 00 00 00 c3'
mkobj "$t/two.obj" 'section .text' 'symbol two func' 'ref REL32 nowhere' 'bytes c3'
cd "$t"
for link in "$MYLINK /entry:start /subsystem:console /out:a.exe /map" "$MYLINK -flavor gnu -m i386pep -e start -o a.exe"; do
    # shellcheck disable=SC2086
    {
    case $link in *gnu*) start=--start-lib end=--end-lib ;; *) start=/start-lib end=/end-lib ;; esac
    $link main.obj $start two.obj one.obj $end
    # Outside, two.obj counts, and its undefined name.
    expect_fail 'two.obj : error LNK2019: unresolved external symbol nowhere referenced in function two' $link main.obj $start one.obj $end two.obj
    }
done
# A member that comes for one name and brings another one twice is called as on the command line.
mkobj again.obj 'section .text' 'symbol start func' 'ref REL32 other' 'symbol one func' 'bytes c3'
mkobj both.obj 'section .text' 'symbol one func' 'symbol other func' 'bytes c3'
expect_fail 'both.obj : error LNK2005: one already defined in again.obj' \
    "$MYLINK" /entry:start /subsystem:console /out:b.exe again.obj /start-lib both.obj /end-lib
expect_fail "LNK1117: syntax error in option 'end-lib'" "$MYLINK" /end-lib main.obj
expect_fail "LNK1117: syntax error in option 'start-lib'" "$MYLINK" /start-lib /start-lib main.obj
expect_fail "cannot open input file 'gone.obj'" "$MYLINK" /entry:start /out:b.exe main.obj /start-lib gone.obj /end-lib
