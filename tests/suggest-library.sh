# suggest-library.sh - an undefined API name: the message says which DLL has it and which library to add, and that library then links.
. tests/common.sh
asm "$t/a.obj" <<'END'
default rel
global start
extern ExitProcess, __imp_MessageBoxA
section .text
start:  call [__imp_MessageBoxA]
        call ExitProcess
END
expect_fail "a.obj : error LNK2019: unresolved external symbol __imp_MessageBoxA referenced in function start
  where: .text+0x2
  bytes: ff 15 [00 00 00 00]      call qword ptr [__imp_MessageBoxA]
  why:   __imp_X is the address-table slot for X of some DLL; no import library on the command line has MessageBoxA
  do:    add user32.lib (MessageBoxA is in USER32.dll), or let /AUTOIMPORT find it
  read:  tutorial, chapter 3 (Names: symbols and who wins); mylink /EXPLAIN:LNK2019
a.obj : error LNK2019: unresolved external symbol ExitProcess referenced in function start
  where: .text+0x7
  bytes: e8 [00 00 00 00]      call ExitProcess
  why:   no object or library on the command line defines it
  do:    add kernel32.lib (ExitProcess is in KERNEL32.dll), or let /AUTOIMPORT find it
  read:  tutorial, chapter 3 (Names: symbols and who wins); mylink /EXPLAIN:LNK2019
a.exe : fatal error LNK1120: 2 unresolved externals" "$MYLINK" /explain /entry:start /out:"$t/a.exe" "$t/a.obj"
mylink /entry:start /out:"$t/a.exe" "$t/a.obj" kernel32.lib user32.lib
# /AUTOIMPORT takes them from mylink's own libraries, and only what is used.
mylink /autoimport /entry:start /out:"$t/auto.exe" "$t/a.obj"
expect_field "$t/auto.exe" 'imports()' "$(pe_field "$t/a.exe" 'imports()')"
# A library of the user, in a folder of /LIBPATH or of LIB, that is not on the command line.
mkdir "$t/libs"
mkobj "$t/m.obj" 'section .text' 'symbol helper func' 'bytes c3'
mylib /nologo /out:"$t/libs/mine.lib" "$t/m.obj"
echo 'not a library' >"$t/libs/text.lib"
mkobj "$t/b.obj" 'section .text' 'symbol start func' 'ref REL32 helper' 'bytes c3'
for where in "env LIB=/nowhere;$t/libs $MYLINK" "$MYLINK /libpath:$t/libs"; do
    # shellcheck disable=SC2086 # words
    expect_fail 'do:    add mine.lib (its member m.obj has helper)
' $where /explain /entry:start /out:"$t/b.exe" "$t/b.obj"
done
