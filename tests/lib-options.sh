# lib-options.sh - the librarian's command line: spellings, response files, what is ignored, what is refused; help and version.
. tests/common.sh
cd $t
mkobj a.obj 'section .text' 'symbol a' 'bytes 01'
mkdir folder; cp a.obj folder/Other.Obj
lib() { "$MYLIB" "$@" 2>&1; }
# '-' and '/', any case; an option's name is not a file's, and a path is not an option.
expect '' lib -NoLogo -OUT:x.lib $t/a.obj
expect "LIB : warning LNK4044: unrecognized option '/fly'; ignored" lib /nologo /fly a.obj /out:x.lib
expect '' lib /nologo /ltcg /subsystem:console /nodefaultlib /include:f a.obj /out:x.lib
expect "LIB : warning LNK4105: no argument specified with option '/LIBPATH'; ignoring option" lib /libpath a.obj /out:x.lib
# /LIBPATH, then the folders of LIB; names are found in any case.
expect '' lib /nologo /libpath:folder other.obj /out:x.lib
expect 'other.obj' eval "LIB='nowhere;folder' $MYLIB /nologo other.obj /out:x.lib && $MYLIB /list x.lib | sed s,.*/,, | tr A-Z a-z"
# Response files: quotes, comments, one inside the other.
printf '/nologo ; a comment\r\n"a.obj"\n@more.rsp' >x.rsp
printf '\357\273\277/out:"with blank.lib"' >more.rsp
expect '' lib @x.rsp
[ -f 'with blank.lib' ] || fail 'the response file was not followed'
printf '\377\376a\0.\0o\0b\0j\0' >wide.rsp
: >empty.rsp
expect '' lib @wide.rsp @empty.rsp /out:x.lib
echo '@self.rsp' >self.rsp
expect_fail "self.rsp : fatal error LNK1170: response file 'self.rsp' is one too many: they are nested more than 16 deep" mylib @self.rsp
for i in 1 2 3 4 5; do printf "@$((i+1)).rsp %.0s" 1 2 3 4 5 6 7 8 >$i.rsp; done
echo a.obj >6.rsp
expect_fail "5.rsp : fatal error LNK1170: response file '6.rsp' is one too many: a command line may read 1024 of them" mylib @1.rsp
expect_fail "LIB : fatal error LNK1104: cannot open file 'none.rsp': No such file or directory" mylib @none.rsp
printf 'a\0b' >nul.rsp
expect_fail 'nul.rsp : fatal error LNK1107: a NUL byte stands in what should be text' mylib @nul.rsp
# Mistakes.
expect_fail "LIB : fatal error LNK1146: no argument specified with option '/OUT'" mylib /out a.obj
expect_fail "LIB : fatal error LNK1117: syntax error in option '/machine:vax'" mylib /machine:vax a.obj
expect_fail "LIB : fatal error LNK1117: syntax error in option '/nologo:x'" mylib /nologo:x a.obj
expect_fail 'LIB : fatal error LNK1181: no input file is named' mylib /nologo
expect_fail "LIB : fatal error LNK1104: cannot open file 'none.obj': No such file or directory" mylib none.obj
expect_fail "LIB : fatal error LNK1104: cannot read file 'folder': it is a directory" mylib folder
# Help says /OUT: (Meson looks for it), and the same from `mylink /LIB`.
expect_line '  /OUT:file' mylib /?
expect_line "$(mylib --version)" mylink /lib /version
case $(mylib --version) in 'mylib '*' (options compatible with Microsoft LIB)') ;; *) fail "$(mylib --version)" ;; esac
expect "$(mylib /?)" mylib
