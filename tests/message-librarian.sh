# message-librarian.sh - mylib's words: options with wrong values, inputs that are no members, names that are not in the library.
. tests/common.sh
cd "$t"
mkobj a.obj 'section .text' 'symbol f func' 'bytes c3'
mkobj x86.obj 'machine x86' 'section .text' 'symbol _g func' 'bytes c3'
mylib /nologo /out:a.lib a.obj
says() { expect_fail "LIB : fatal error LNK1117: syntax error in option '$1'
  do:    $2" mylib /explain "$1" a.obj /out:x.lib; }
says /ignore:all 'write warning numbers, with commas between them: /IGNORE:4006,4221'
says /errorformat:xml 'the words are TEXT and JSON'
says /machine:vax 'the machines are X64, X86 and ARM64'
says /nologo:yes 'this option takes no argument'
refused() { expect_fail "$1" mylib /explain /nologo "${@:2}"; }
refused 'LIB : fatal error LNK1181: no input file is named
  do:    mylib /? lists the options' /out:x.lib
refused "  do:    name the file with /OUT: a member's own name is never used as a path" a.lib /extract:a.obj
refused 'cannot find member object "b.obj"
  do:    mylib FILE /LIST prints the full names of all members' a.lib /extract:b.obj /out:b.obj
refused "  why:   the target machine is that of a.obj" a.obj x86.obj /out:x.lib
# Resources are for the linker; texts are for nobody.
hex r.res '00 00 00 00 20 00 00 00 ff ff 00 00 ff ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00'
refused 'r.res : fatal error LNK1136: invalid or corrupt file: it is a .res file; resources go to the linker, not into a library' a.obj r.res /out:x.lib
echo text >text.obj
refused '  do:    members of a library are COFF objects and import records' a.obj text.obj /out:x.lib
# Import libraries of DLLs.
mylink /nologo /dll /noentry /noimplib /out:none.dll a.obj
refused 'none.dll : fatal error LNK1136: the image exports nothing
  do:    only a DLL (or EXE) with an export table can have an import library' none.dll /out:n.lib
mylink /nologo /dll /noentry /noimplib /export:f,@3,NONAME /export:h=f /out:d.dll a.obj
cp d.dll copy.dll
expect "copy.dll : note: the DLL calls itself 'd.dll', and so does the library
  do:    use /NAME to say otherwise
copy.dll : note: 1 exports have an ordinal but no name and are left out
  do:    a .def file with lines such as \`name @7 NONAME\` gives them names" bash -c "'$MYLIB' /explain /nologo copy.dll /out:c.lib 2>&1"
refused "LIB : fatal error LNK1901: option '/LINKREPRO' is not supported: mylib writes no link repro; copy the inputs and the response file instead" \
    /linkrepro:folder a.obj /out:x.lib
# The list of options.
mylib /? >help
expect_line 'usage: mylib [options] files...          @file holds more arguments' cat help
grep -q '^mylib [0-9].*: the librarian of mylink, with the options of Microsoft.s LIB$' help
grep -q '^accepted without effect: ' help
# A DLL's name is the name of all members of its import library.
{ printf 'LIBRARY '; head -c 33000 /dev/zero | tr '\0' n; printf '\nEXPORTS f\n'; } >long.def
shows '  do:    give the DLL, or the object, a shorter name' "$MYLIB" /explain /nologo /def:long.def /machine:x64 /out:long.lib
