# masm32-style.sh - an x86 program as masm32 makes them: the object names its libraries by a path on its author's disk, they have the long
# format, and /LIBPATH says where they are here. It imports exactly what it calls, and the tables' order does not matter.
. tests/common.sh
ar=$(tool llvm-ar) del=$'\x7f'
function_object() { # FILE LIBRARY SYMBOL NAME HINT
    mkobj $1 'machine x86' 'section .text flags=code,r,x align=2 comdat=any' "symbol $3 func" 'bytes ff 25' "ref DIR32 __imp_$3" \
        'section .idata$5 flags=data,r,w align=4 comdat=any' "symbol __imp_$3" 'ref DIR32NB hint' \
        'section .idata$4 flags=data,r,w align=4 comdat=assoc:.idata$5' 'ref DIR32NB hint' \
        'section .idata$6 flags=data,r,w align=2 comdat=assoc:.idata$5' 'symbol hint static' "bytes $5 00" "ascii $4" 'zeros 1' \
        "symbol __IMPORT_DESCRIPTOR_$2 undef"
}
library() { # LIBRARY DLL SYMBOL=NAME...
    local lib=$1 dll=$2 pair n=0 members=()
    shift 2
    for pair; do
        mkdir -p $t/$lib/$n
        function_object $t/$lib/$n/$dll $lib ${pair%%=*} ${pair##*=} 0$n
        members+=($t/$lib/$n/$dll) n=$((n + 1))
    done
    mkdir -p $t/$lib/{descriptor,end,null}
    mkobj $t/$lib/descriptor/$dll 'machine x86' 'section .idata$2 flags=data,r,w align=4 nosymbol' "symbol __IMPORT_DESCRIPTOR_$lib" \
        'symbol .idata$2 class=104 value=0xc0000040' 'ref DIR32NB .idata$4' 'zeros 8' 'ref DIR32NB name' 'ref DIR32NB .idata$5' \
        'section .idata$6 flags=data,r,w align=2' 'symbol name static' "ascii $dll" 'zeros 1' \
        'symbol .idata$4 class=104 value=0xc0000040 secnum=0' 'symbol .idata$5 class=104 value=0xc0000040 secnum=0' \
        'symbol __NULL_IMPORT_DESCRIPTOR undef' "symbol $del${lib}_NULL_THUNK_DATA undef"
    mkobj $t/$lib/null/$dll 'machine x86' 'section .idata$3 flags=data,r,w align=4' 'symbol __NULL_IMPORT_DESCRIPTOR' 'zeros 20'
    mkobj $t/$lib/end/$dll 'machine x86' 'section .idata$5 flags=data,r,w align=4' "symbol $del${lib}_NULL_THUNK_DATA" 'zeros 4' \
        'section .idata$4 flags=data,r,w align=4' 'zeros 4'
    mkdir -p $t/lib
    $ar qc $t/lib/$lib.lib "${members[@]}" $t/$lib/{descriptor,null,end}/$dll
}
library kernel32 kernel32.dll _GetStdHandle@4=GetStdHandle _WriteFile@20=WriteFile _ExitProcess@4=ExitProcess _Beep@8=Beep
library user32 user32.dll _MessageBoxA@16=MessageBoxA _wsprintfA=wsprintfA
asm32 $t/stdout.obj <<'END' # as in masm32.lib
extern _GetStdHandle@4, _WriteFile@20
global _StdOut@4
section .text
_StdOut@4:
    mov ecx, [esp + 4]
    mov edx, ecx
.next: cmp byte [edx], 1
    inc edx
    jnc .next
    sub edx, ecx
    dec edx
    push ecx
    push edx
    push -11
    call _GetStdHandle@4
    pop edx
    pop ecx
    push 0               ; number of bytes written
    push 0               ; no OVERLAPPED
    push esp
    add dword [esp], 4   ; address of that number
    push edx
    push ecx
    push eax
    call _WriteFile@20
    pop eax
    ret 4
END
mylib /nologo /out:$t/lib/masm32.lib $t/stdout.obj
# ml.exe names what the source's include files declare, also what the program does not use.
mkobj $t/names.obj 'machine x86' 'symbol __imp__wsprintfA undef' 'symbol _MessageBoxA@16 undef'
asm32 $t/main.obj <<'END'
extern _StdOut@4, _ExitProcess@4
global start
section .text
start:
_start:
    push text
    call _StdOut@4
    push 0
    call _ExitProcess@4
section .data
text: db 'Hello from masm32', 13, 10, 0
section .drectve info
db '-defaultlib:\masm32\lib\masm32.lib -defaultlib:\masm32\lib\user32.lib -defaultlib:\masm32\lib\kernel32.lib -entry:start '
END
mylink /nologo /subsystem:console /libpath:$t/lib /out:$t/a.exe $t/main.obj $t/names.obj
expect_field $t/a.exe 'sorted(imports())' $'kernel32.dll!ExitProcess\nkernel32.dll!GetStdHandle\nkernel32.dll!WriteFile'
expect_field $t/a.exe '[i.hint for i in DIRECTORY_ENTRY_IMPORT[0].imports if i.name == b"ExitProcess"]' 0x2
# Names alone pull members in. Their functions go again (/OPT:REF), and user32.dll with them.
expect_field $t/a.exe 'directory("IAT").Size' 0x10
expect_field $t/a.exe 'directory("IMPORT").Size' 0x28
expect_field $t/a.exe 'OPTIONAL_HEADER.ImageBase' 0x400000
expect_line "    Searching $t/lib/masm32.lib:" "$MYLINK" /verbose /subsystem:console /libpath:$t/lib /out:$t/b.exe $t/main.obj $t/names.obj
if can_run x86; then run_load $t/a.exe 'Hello from masm32'; fi

# Without /OPT:REF every thunk of a pulled member stays, as with link.exe.
mylink /nologo /subsystem:console /opt:noref /libpath:$t/lib /out:$t/n.exe $t/main.obj $t/names.obj
expect_field $t/n.exe 'sorted(imports())' $'kernel32.dll!ExitProcess\nkernel32.dll!GetStdHandle\nkernel32.dll!WriteFile\nuser32.dll!MessageBoxA\nuser32.dll!wsprintfA'

# A program that calls nothing of what it names has no import directory at all.
mkobj $t/none.obj 'machine x86' 'section .text' 'symbol _start func' 'bytes 31 c0 c3' 'symbol _MessageBoxA@16 undef'
mylink /nologo /entry:start /subsystem:console /out:$t/none.exe $t/none.obj $t/lib/user32.lib
expect_field $t/none.exe 'directory("IMPORT").Size + directory("IAT").Size' 0x0
proves 'Import libraries in the long format, one object a function' x86
