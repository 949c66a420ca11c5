# pain-14-delay-load.sh - /DELAYLOAD without __delayLoadHelper2: mylink's own delayimp.lib is found by itself; where it was ruled out, the message names it.
. tests/common.sh
[ -e "$BIN/lib/x64/delayimp.lib" ] || skip 'delayimp.lib was not built'
cd "$t"
asm d.obj 'global answer
section .text
answer: mov eax, 42
        ret'
mylink /nologo /dll /noentry /export:answer /out:"$t/my.dll" d.obj
asm a.obj 'extern answer
global start
section .text
start:  sub rsp, 40
        call answer
        add rsp, 40
        ret'
mylink /entry:start /subsystem:console /delayload:my.dll /out:"$t/a.exe" a.obj my.lib
run_both -x 42 "$t/a.exe" ''
expect_fail 'LINK : error LNK2001: unresolved external symbol __delayLoadHelper2
  why:   /DELAYLOAD makes calls go through a helper that loads the DLL
  do:    add delayimp.lib (its member delayhlp.obj has __delayLoadHelper2), or let /AUTOIMPORT find it' \
    "$MYLINK" /explain /nodefaultlib /entry:start /subsystem:console /delayload:my.dll /out:b.exe a.obj my.lib
mylink /nodefaultlib /entry:start /subsystem:console /delayload:my.dll /out:"$t/b.exe" a.obj my.lib delayimp.lib kernel32.lib
run_both -x 42 "$t/b.exe" ''
