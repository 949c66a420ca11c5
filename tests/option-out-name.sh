# option-out-name.sh - without /OUT the image is named after the first object and lies in the current folder; other outputs follow it.
. tests/common.sh
mkdir "$t/objects"
mkobj "$t/objects/first.obj" 'section .text' 'symbol start func' 'bytes c3' 'directive -export:start'
mkobj "$t/second.obj" 'section .text' 'symbol other func' 'bytes c3'
cd "$t"
mkdir 1 2 3 4
(cd 1 && "$MYLINK" ../objects/first.obj ../second.obj /entry:start /subsystem:console /noimplib)
(cd 2 && "$MYLINK" ../objects/first.obj ../second.obj /noentry /dll /map)
(cd 3 && "$MYLINK" ../second.obj ../objects/first.obj /entry:start /driver /noimplib)
(cd 4 && "$MYLINK" ../objects/first.obj /noentry /dll '/out:..\4\x.y.dll' /implib:imports /noexp) # '\' as build files for Windows write it
got=$(echo 1/* 2/* 3/* 4/*)
[ "$got" = '1/first.exe 2/first.dll 2/first.exp 2/first.lib 2/first.map 3/second.sys 4/imports.lib 4/x.y.dll' ] || fail "$got"
check_image 1/first.exe
check_image 4/x.y.dll
# Libraries lend no name.
"$MYLIB" /out:a.lib second.obj
expect_fail 'LINK : fatal error LNK1159: no output file specified' mylink a.lib /entry:other /subsystem:console
