# suggest-files.sh - a library or object that is not found: the folders that were looked in, the state of LIB, and what was probably meant.
. tests/common.sh
mkobj "$t/Main.obj" 'section .text' 'symbol start func' 'bytes c3'
mkdir "$t/libs"
mkobj "$t/m.obj" 'section .text' 'symbol f func' 'bytes c3'
mylib /nologo /out:"$t/libs/widgets.lib" "$t/m.obj"
cd "$t"
fails() { expect_fail "$1" env "${@:2}"; }
link="$MYLINK /explain /entry:start /subsystem:console /out:a.exe Main.obj"
# shellcheck disable=SC2086 # words
{
fails "LINK : fatal error LNK1104: cannot open file 'nothing.lib'
  why:   looked in the current folder, /nowhere (no such folder), libs, and among mylink's own import libraries; LIB is set
  do:    check the spelling, or name its folder with /LIBPATH:folder; of a DLL it can be made: mylib my.dll /OUT:nothing.lib, or mylib /DEF:my.def
  read:  tutorial, chapter 8 (Import libraries); mylink /EXPLAIN:LNK1104" "LIB=/nowhere;libs" $link nothing.lib
fails "looked in the current folder, and among mylink's own import libraries; LIB is not set" $link nothing.lib
fails "and among mylink's own import libraries; LIB is empty" LIB= $link nothing.lib
fails '  do:    did you mean kernel32.lib?' $link kernell32.lib
fails '  do:    did you mean widgets.lib?' $link widget.lib /libpath:libs
fails "  why:   looked in libs/; LIB is not set
  do:    did you mean widgets.lib?" $link libs/widgetz.lib
fails "  do:    it comes with Visual Studio or its build tools: name their folder with /LIBPATH:folder or LIB='folder;folder'" $link libcmt.lib
fails "LINK : fatal error LNK1181: cannot open input file 'main.obj'
  why:   looked in the current folder; LIB is not set
  do:    did you mean Main.obj?" $link main.obj
fails "  do:    check the spelling, or whether the compiler made it; other folders can be named with /LIBPATH:folder" $link other.obj
# Folders separated as on Linux.
fails "LINK : warning LNK4902: LIB names the folder '/a:/b'; folders are separated by ';'
  do:    LIB='/first/folder;/second/folder'" LIB=/a:/b $link nothing.lib
# A '\' of a Windows build, and another case, are no mistakes.
expect '' $MYLINK /nologo /entry:start /subsystem:console /out:a.exe Main.obj 'libs\WIDGETS.lib'
}
