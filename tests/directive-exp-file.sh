# directive-exp-file.sh - /DLL and /OUT in an .exp file (an object with .edata) are what LIB was told: a DLL, and LNK4070 for another name.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol f func' 'bytes c3'
mkobj "$t/a.exp" 'directive /DLL /OUT:right.dll' 'section .edata flags=data,r' 'zeros 40'
link() { mylink "$t/a.obj" "$t/a.exp" /noentry /noimplib "$@" 2>&1 | sed "s,$t/,,g"; }
image_checks=off # the export directory is zeros
expect '' link /out:"$t/right.dll"
expect_field "$t/right.dll" 'text("%04x" % FILE_HEADER.Characteristics)' 2022
expect "a.exp : warning LNK4070: /OUT:right.dll directive in .EXP differs from output filename 'wrong.dll'; ignoring directive" link /out:"$t/wrong.dll"
