# loader-exit-code.sh - the ways a program ends: its entry point returns (also with registers changed that it should keep), ExitProcess, exit with atexit
# functions, a thread that outlives the entry point; Linux keeps the low byte.
. tests/common.sh
ends() { # CODE NASM-LINES...
    local code=$1
    shift
    { printf 'default rel\nextern ExitProcess, CreateThread, Sleep\nsection .text\nglobal start\nstart:\n'; printf '%s\n' "$@"; } | asm $t/main.obj
    mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib
    run_both -x "$code" $t/main.exe ''
}
ends 5 'mov eax, 5' ret
ends 6 'xor ebx, ebx' 'xor esi, esi' 'xor edi, edi' 'xor r12, r12' 'xor r13, r13' 'xor r14, r14' 'xor r15, r15' 'xor ebp, ebp' 'mov eax, 6' ret
ends 7 'sub rsp, 40' 'mov ecx, 7' 'call ExitProcess'
ends 44 'sub rsp, 40' 'mov ecx, 300' 'call ExitProcess'
# The first thread's end is not the end of the process while another thread runs. (Wine ends the process.)
{
    printf 'default rel\nextern ExitProcess, CreateThread, Sleep\nsection .text\nglobal start\nstart:\n'
    printf '%s\n' 'sub rsp, 56' 'xor ecx, ecx' 'xor edx, edx' 'lea r8, [thread]' 'xor r9d, r9d' 'mov [rsp + 32], r9' 'mov [rsp + 40], r9' 'call CreateThread' \
        'mov eax, 8' 'add rsp, 56' ret 'thread: sub rsp, 40' 'mov ecx, 50' 'call Sleep' 'mov eax, 9' 'add rsp, 40' ret
} | asm $t/main.obj
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib
run_load -x 9 $t/main.exe ''
