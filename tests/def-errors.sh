# def-errors.sh - mistakes in a .def file: file, line and the code of link.exe, word for word; nothing is written.
. tests/common.sh
cd $t
bad() { # TEXT MESSAGE
    printf "$1" >x.def
    expect_fail "$2" mylib /nologo /def:x.def /machine:x64 /out:x.lib
}
bad 'EXPORTS\nf @0\n' "x.def(2) : fatal error LNK1119: invalid ordinal number '0'"
bad 'EXPORTS\nf\n\ng @65536\n' "x.def(4) : fatal error LNK1119: invalid ordinal number '65536'"
bad 'EXPORTS\nf @-1\n' "x.def(2) : fatal error LNK1119: invalid ordinal number '-1'"
bad 'EXPORTS\nf @100000000000000000000\n' "x.def(2) : fatal error LNK1119: invalid ordinal number '100000000000000000000'"
bad 'EXPORTS\nf @7\ng @7\n' "x.def : fatal error LNK1121: duplicate ordinal number '7'"
bad 'VERSION 1.2.8\n' "x.def(1) : fatal error LNK1118: syntax error in 'VERSION' statement"
bad 'EXPORTS\r\nf g\r\n' "x.def(2) : fatal error LNK1118: syntax error in 'g' statement"
bad 'LIBRARY my dll\n' "x.def(1) : fatal error LNK1118: syntax error in 'LIBRARY' statement"
bad 'EXPORTS\n\033[31m%%n\377 x\n' "x.def(2) : fatal error LNK1118: syntax error in 'x' statement"
bad 'EXPORTS\na\0b\n' "x.def : fatal error LNK1107: a NUL byte stands in what should be text"
rm x.def
expect_fail "LIB : fatal error LNK1104: cannot open file 'x.def': No such file or directory" mylib /def:x.def /machine:x64
# With reasons: what was found, and what to write.
printf 'EXPORTS\nf @1 NONAM\n' >x.def
expect_fail "x.def(2) : fatal error LNK1118: syntax error in 'NONAM' statement
  where: at 'NONAM'
  do:    each export needs a line of its own; names with blanks need quotes" mylib /explain /nologo /def:x.def /machine:x64
