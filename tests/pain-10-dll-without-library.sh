# pain-10-dll-without-library.sh - a DLL and no .lib: the DLL itself is an input, mylib makes the library from it or from a .def file, and a .def
# file without a DLL's name is refused.
. tests/common.sh
cd "$t"
asm d.obj 'global answer
section .text
answer: mov eax, 42
        ret'
mylink /nologo /dll /noentry /noimplib /export:answer /out:"$t/my.dll" d.obj
asm a.obj 'extern answer
global start
section .text
start:  sub rsp, 40
        call answer
        add rsp, 40
        ret'
mylink /entry:start /subsystem:console /out:"$t/direct.exe" a.obj my.dll
run_both -x 42 "$t/direct.exe" ''
mylib /nologo my.dll /out:of-dll.lib
mylink /entry:start /subsystem:console /out:"$t/of-dll.exe" a.obj of-dll.lib
run_both -x 42 "$t/of-dll.exe" ''
printf 'LIBRARY my\nEXPORTS\nanswer\n' >my.def
mylib /nologo /def:my.def /machine:x64 /out:of-def.lib
mylink /entry:start /subsystem:console /out:"$t/of-def.exe" a.obj of-def.lib
run_both -x 42 "$t/of-def.exe" ''
printf 'EXPORTS\nanswer\n' >nameless.def
expect_fail 'nameless.def : fatal error LNK1904: no DLL name is specified
  why:   programs that are linked with the library look for the DLL by its name
  do:    begin the .def file with LIBRARY my.dll, or say /NAME:my.dll' mylib /explain /nologo /def:nameless.def /machine:x64
mylib /nologo /def:nameless.def /machine:x64 /name:my.dll
mylink /entry:start /subsystem:console /out:"$t/named.exe" a.obj nameless.lib
run_both -x 42 "$t/named.exe" ''
# A name for the library is one for the DLL; that is said.
expect "nameless.def : note: no DLL name is specified; the library is for 'my.dll'" bash -c "'$MYLIB' /nologo /def:nameless.def /machine:x64 /out:my.lib 2>&1"
mylink /entry:start /subsystem:console /out:"$t/of-out.exe" a.obj my.lib
run_both -x 42 "$t/of-out.exe" ''
