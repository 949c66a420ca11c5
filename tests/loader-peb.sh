# loader-peb.sh - what a program finds without asking a function: the thread block through GS, its stack limits, the process block, the list of
# modules, and in kernel32's own export table the address that GetProcAddress gives.
. tests/common.sh
asm $t/main.obj <<'END'
default rel
extern ExitProcess, GetCurrentThreadId, GetProcAddress, lstrlenA, TlsAlloc, TlsSetValue, SetLastError
section .text
global start
start:
    sub rsp, 40
    mov ebx, 1
    mov rax, [gs:30h]           ; 1: the thread block points at itself
    cmp [rax + 30h], rax
    jne bad
    inc ebx
    cmp rsp, [gs:8]             ; 2: the stack is between its limits
    jae bad
    cmp rsp, [gs:10h]
    jb bad
    inc ebx
    call GetCurrentThreadId     ; 3
    cmp eax, [gs:48h]
    jne bad
    inc ebx
    mov ecx, 1234               ; 4: the last error is a field there
    call SetLastError
    cmp dword [gs:68h], 1234
    jne bad
    inc ebx
    call TlsAlloc               ; 5: so are the first 64 slots
    mov esi, eax
    mov ecx, eax
    mov edx, 77
    call TlsSetValue
    cmp qword [gs:1480h + rsi * 8], 77
    jne bad
    inc ebx
    mov rdi, [gs:60h]           ; 6: process block: image base
    lea rax, [__image]
    mov rcx, [rdi + 10h]
    cmp word [rcx], 'MZ'
    jne bad
    sub rax, rcx
    cmp rax, 1000h
    jne bad
    inc ebx
    mov rsi, [rdi + 18h]        ; 7: list in load order: program, ntdll, kernel32
    mov rsi, [rsi + 10h]
    mov rsi, [rsi]
    mov rsi, [rsi]
    mov r12, [rsi + 30h]        ; its base
    mov rax, [rsi + 60h]        ; its name
    mov rcx, 'k' | 'e' << 16 | 'r' << 32 | 'n' << 48
    mov rdx, [rax]
    mov r8, 0020002000200020h
    or rdx, r8
    cmp rdx, rcx
    jne bad
    inc ebx
    mov eax, [r12 + 3ch]        ; 8: look "lstrlenA" up by hand
    mov eax, [r12 + rax + 88h]
    lea r13, [r12 + rax]        ; export directory
    mov r14d, [r13 + 20h]
    xor edx, edx
next:
    cmp edx, [r13 + 18h]
    jae bad
    mov eax, [r12 + r14]
    add r14, 4
    inc edx
    mov rcx, 'lstrlenA'
    cmp [r12 + rax], rcx
    jne next
    cmp byte [r12 + rax + 8], 0
    jne next
    mov eax, [r13 + 24h]
    add rax, r12
    movzx eax, word [rax + rdx * 2 - 2]
    mov ecx, [r13 + 1ch]
    add rcx, r12
    mov eax, [rcx + rax * 4]
    add rax, r12
    mov r15, rax
    lea rcx, [name]
    call r15
    cmp eax, 8
    jne bad
    inc ebx
    mov rcx, r12                ; 9: it is the same address
    lea rdx, [name]
    call GetProcAddress
    cmp rax, r15
    jne bad
    xor ebx, ebx
bad:
    mov ecx, ebx
    call ExitProcess
__image equ start
section .rdata rdata
name: db "lstrlenA", 0
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib
run_load $t/main.exe ''
