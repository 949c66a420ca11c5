# response-files.sh - @file: quotes, nesting, UTF-8 and UTF-16, and where its words stand among those of the command line.
. tests/common.sh
mkobj "$t/a b.obj" 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/c.obj" 'section .data' 'symbol c' 'bytes 01'
cd "$t"
mylink 'a b.obj' c.obj /entry:start /subsystem:console /version:3 /out:plain.exe
put one.rsp <<'END'
"a b.obj" /entry:start
	/subsystem:console @two.rsp
END
put two.rsp <<'END'
c.obj
/version:2 "/out:via rsp.exe"
END
mylink @one.rsp /version:3
same plain.exe 'via rsp.exe'
mylink /version:3 @one.rsp
expect_field 'via rsp.exe' OPTIONAL_HEADER.MajorImageVersion 0x2
printf '\357\273\277/version:3' >bom.rsp
mylink @one.rsp @bom.rsp
same plain.exe 'via rsp.exe'
printf '\377\376' >utf16.rsp
printf '/version:3 /out:"\303\244 \360\237\230\200.exe"\n' | iconv -f UTF-8 -t UTF-16LE >>utf16.rsp
mylink @one.rsp @utf16.rsp
same plain.exe 'ä 😀.exe'
: >empty.rsp
mylink @one.rsp @empty.rsp /version:3
same plain.exe 'via rsp.exe'
# A line that begins with ';' is a comment; a ';' elsewhere is none.
put comment.rsp <<'END2'
; the objects are in one.rsp
@one.rsp
;/version:9
"/out:a;b.exe" ; /version:3
END2
expect_fail "cannot open input file ';.obj'" mylink @comment.rsp
sed -i 's/ ; / /' comment.rsp
mylink @comment.rsp
same plain.exe 'a;b.exe'
# A mistake says where it stands.
echo '/stack:many' >bad.rsp
expect_fail '  where: in bad.rsp' mylink /explain @bad.rsp
