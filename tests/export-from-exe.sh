# export-from-exe.sh - programs export, too, and get an import library for their plug-ins.
. tests/common.sh
asm $t/host.obj 'default rel
extern ExitProcess, LoadLibraryA, GetProcAddress
section .text
global start, service
start: sub rsp, 40
lea rcx, [plugin]
call LoadLibraryA
mov rcx, rax
lea rdx, [run]
call GetProcAddress
call rax
mov ecx, eax
call ExitProcess
service: mov eax, 42
ret
section .data
plugin: db "plugin.dll", 0
run: db "run", 0'
mylink /nologo /entry:start /subsystem:console /export:service /out:$t/host.exe $t/host.obj kernel32.lib
expect_field $t/host.exe 'exports()' '1 service'
expect_field $t/host.exe 'FILE_HEADER.Characteristics & 0x2000' 0x0
asm $t/plugin.obj 'extern service
section .text
global run
run: sub rsp, 40
call service
add rsp, 40
ret'
mylink /nologo /dll /noentry /export:run /out:$t/plugin.dll $t/plugin.obj $t/host.lib
expect_field $t/plugin.dll 'imports()' 'host.exe!service'
run_both -x 42 $t/host.exe ''
