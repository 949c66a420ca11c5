# message-def-file.sh - what each statement of a .def file wants, said where it got something else; and the grammar of /EXPORT.
. tests/common.sh
cd "$t"
says() { # DEF-TEXT CODE-AND-TEXT DO
    printf '%b' "$1" >x.def
    expect_fail "$2" mylib /explain /nologo /def:x.def /machine:x64 /out:x.lib
    expect_fail "
  do:    $3
" mylib /explain /nologo /def:x.def /machine:x64 /out:x.lib
}
syntax() { says "$1" "x.def($2) : fatal error LNK1118: syntax error in '$3' statement" "$4"; }
syntax 'EXPORTS\n"f\ng\n' 2 EXPORTS 'close the quote on the line it began on'
syntax 'EXPORTS\nf=\n' 2 EXPORTS 'a name must stand here'
syntax 'EXPORTS\nf=DATA\n' 2 EXPORTS 'this word is reserved; put it in quotes to use it as a name'
syntax 'LIBRARY a\nLIBRARY b\n' 2 LIBRARY 'there may be one NAME or one LIBRARY statement'
syntax 'LIBRARY a BASE=here\n' 1 LIBRARY 'write BASE=address, with a decimal or 0x number'
syntax 'LIBRARY my dll\n' 1 LIBRARY 'a file name with blanks needs double quotes; then only BASE=address may follow'
syntax 'SECTIONS\n.data FAST\n' 2 SECTIONS 'a section may be EXECUTE, READ, SHARED and WRITE; each needs a line of its own'
syntax 'STACKSIZE many\n' 1 STACKSIZE 'write reserve[,commit], in bytes, as decimal or 0x numbers'
syntax 'VERSION 70000\n' 1 VERSION 'write major[.minor]: one or two numbers, each from 0 to 65535'
syntax 'STUB:\n' 1 STUB 'write STUB:filename'
syntax 'DESCRIPTION\n' 1 DESCRIPTION "write DESCRIPTION 'text'"
syntax 'exports\nf\n' 1 exports 'a statement begins with NAME, LIBRARY, EXPORTS, SECTIONS, STACKSIZE, HEAPSIZE, STUB, VERSION or DESCRIPTION, in capitals'
syntax 'VERSION 1 EXPORTS\n' 1 EXPORTS 'a statement begins on a new line'
expect_fail "  where: at 'EXPORTS'" mylib /explain /nologo /def:x.def /machine:x64 /out:x.lib
printf 'LIBRARY x BASE' >x.def
expect_fail "  where: at 'end of file'" mylib /explain /nologo /def:x.def /machine:x64 /out:x.lib
says 'EXPORTS\nf @0\n' "x.def(2) : fatal error LNK1119: invalid ordinal number '0'" 'an ordinal is a number from 1 to 65535'
says 'EXPORTS\nf=k.\n' "x.def(2) : fatal error LNK1118: forwarder 'k.' names a DLL but no function" 'write entry=dll.function or entry=dll.#ordinal'
says 'EXPORTS\nf @7\ng @7\n' "x.def : fatal error LNK1121: duplicate ordinal number '7'" "give 'g' another ordinal"

mkobj a.obj 'section .text' 'symbol f func' 'bytes c3'
exports() { expect_fail "syntax error in option '/EXPORT:$1'
  do:    $2" mylib /explain /nologo "/export:$1" /def /out:x.lib a.obj; }
exports 'f,FAST' 'behind the name may stand @ordinal, NONAME, DATA, CONSTANT, PRIVATE and EXPORTAS,name'
exports 'f,EXPORTAS' 'a name must follow EXPORTAS'
exports '=f' 'write /EXPORT:name[=internal][,@ordinal[,NONAME]][,DATA][,PRIVATE]'
