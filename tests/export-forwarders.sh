# export-forwarders.sh - exports of which another DLL has the function, by name and by ordinal, through a chain of DLLs.
. tests/common.sh
asm $t/last.obj 'section .text
global f, g
f: mov eax, 40
ret
g: mov eax, 2
ret'
mylink /nologo /dll /noentry /export:f /export:g,@9,NONAME /out:$t/last.dll $t/last.obj
asm $t/own.obj 'section .text
global own
own: ret'
mylink /nologo /dll /noentry /export:middle=last.f /export:number=last.#9 /export:own /out:$t/mid.dll $t/own.obj
printf 'LIBRARY first\nEXPORTS\n  one = mid.middle\n  two = mid.number @30\n' >$t/first.def
mylink /nologo /dll /noentry /def:$t/first.def /machine:x64 /out:$t/first.dll $t/own.obj
expect_field $t/mid.dll 'exports()' $'1 middle -> last.f\n2 number -> last.#9\n3 own'
expect_field $t/first.dll 'sorted(exports())' $'30 two -> mid.number\n31 one -> mid.middle'
asm $t/main.obj 'extern one, two
section .text
global start
start: sub rsp, 40
call one
mov ebx, eax
call two
add eax, ebx
add rsp, 40
ret'
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/first.lib
run_both -x 42 $t/main.exe ''
