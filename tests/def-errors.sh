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
# Each statement and each part of an export, with what may be wrong in it
while IFS='|' read -r text message; do
    bad "$text" "x.def($message"
done <<'TABLE'
EXPORTS\nf @\n|2) : fatal error LNK1119: invalid ordinal number ''
EXPORTS\nf @1x\n|2) : fatal error LNK1119: invalid ordinal number '1x'
EXPORTS\nf @0x10000\n|2) : fatal error LNK1119: invalid ordinal number '0x10000'
EXPORTS\nf=\n|2) : fatal error LNK1118: syntax error in 'EXPORTS' statement
EXPORTS\n=f\n|2) : fatal error LNK1118: syntax error in 'EXPORTS' statement
EXPORTS\nf==\n|2) : fatal error LNK1118: syntax error in 'EXPORTS' statement
EXPORTS\nf=a.#0\n|2) : fatal error LNK1119: invalid ordinal number '0'
EXPORTS\nf=a.#65536\n|2) : fatal error LNK1119: invalid ordinal number '65536'
EXPORTS\nf=a.#x\n|2) : fatal error LNK1119: invalid ordinal number 'x'
EXPORTS\nf=a.\n|2) : fatal error LNK1118: forwarder 'a.' names a DLL but no function
EXPORTS\nf EXPORTAS\n|2) : fatal error LNK1118: syntax error in 'EXPORTS' statement
EXPORTS\nf, DATA\n|2) : fatal error LNK1118: syntax error in ',' statement
EXPORTS\nf @1,NONAME\n|2) : fatal error LNK1118: syntax error in ',' statement
EXPORTS f g h\n|1) : fatal error LNK1118: syntax error in 'g' statement
EXPORTS\n"f\n|2) : fatal error LNK1118: syntax error in 'EXPORTS' statement
EXPORTS\n""\n|2) : fatal error LNK1118: syntax error in 'EXPORTS' statement
LIBRARY a\nLIBRARY b\n|2) : fatal error LNK1118: syntax error in 'LIBRARY' statement
LIBRARY a\nNAME b\n|2) : fatal error LNK1118: syntax error in 'NAME' statement
LIBRARY a BASE=\n|1) : fatal error LNK1118: syntax error in 'LIBRARY' statement
LIBRARY a BASE=x\n|1) : fatal error LNK1118: syntax error in 'LIBRARY' statement
LIBRARY a BASE=0x10000000000000000\n|1) : fatal error LNK1118: syntax error in 'LIBRARY' statement
LIBRARY a BASE 0x10000\n|1) : fatal error LNK1118: syntax error in 'LIBRARY' statement
VERSION\n|1) : fatal error LNK1118: syntax error in 'VERSION' statement
VERSION 1.\n|1) : fatal error LNK1118: syntax error in 'VERSION' statement
VERSION 65536\n|1) : fatal error LNK1118: syntax error in 'VERSION' statement
VERSION 1.65536\n|1) : fatal error LNK1118: syntax error in 'VERSION' statement
VERSION -1\n|1) : fatal error LNK1118: syntax error in 'VERSION' statement
STACKSIZE\n|1) : fatal error LNK1118: syntax error in 'STACKSIZE' statement
STACKSIZE x\n|1) : fatal error LNK1118: syntax error in 'STACKSIZE' statement
STACKSIZE 1,x\n|1) : fatal error LNK1118: syntax error in 'STACKSIZE' statement
STACKSIZE 99999999999999999999\n|1) : fatal error LNK1118: syntax error in 'STACKSIZE' statement
HEAPSIZE -1\n|1) : fatal error LNK1118: syntax error in 'HEAPSIZE' statement
STUB\n|1) : fatal error LNK1118: syntax error in 'STUB' statement
DESCRIPTION\n|1) : fatal error LNK1118: syntax error in 'DESCRIPTION' statement
SECTIONS\n.text FLY\n|2) : fatal error LNK1118: syntax error in 'SECTIONS' statement
SECTIONS\nREAD\n|2) : fatal error LNK1118: syntax error in 'SECTIONS' statement
SEGMENTS\n.a WRITE WRITEX\n|2) : fatal error LNK1118: syntax error in 'SECTIONS' statement
NONSENSE\n|1) : fatal error LNK1118: syntax error in 'NONSENSE' statement
f @1\n|1) : fatal error LNK1118: syntax error in 'f' statement
TABLE
bad '\377\376E\0X' 'x.def : fatal error LNK1107: UTF-16 text ends in the middle of a character'
bad '\377\376\0\330' 'x.def : fatal error LNK1107: UTF-16 text has half of a surrogate pair'
bad '\376\377\0E' "x.def(1) : fatal error LNK1118: syntax error in 'E' statement"
rm x.def
expect_fail "LIB : fatal error LNK1104: cannot open file 'x.def': No such file or directory" mylib /def:x.def /machine:x64
# With reasons: what was found, and what to write.
printf 'EXPORTS\nf @1 NONAM\n' >x.def
expect_fail "x.def(2) : fatal error LNK1118: syntax error in 'NONAM' statement
  where: at 'NONAM'
  do:    each export needs a line of its own; names with blanks need quotes" mylib /explain /nologo /def:x.def /machine:x64
