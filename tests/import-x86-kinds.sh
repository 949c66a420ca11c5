# import-x86-kinds.sh - x86: the five ways in which an import record gives the name to import, and all decorations an object may use; called
# by name and through the slot.
. tests/common.sh
put $t/d.def <<'END'
LIBRARY d.dll
EXPORTS
cdecl_function
stdcall_function = _stdcall_function@8
_whole_name@4
fast_function = @fast_function@8
vector@@16
number @9 NONAME
renamed EXPORTAS RealName
variable DATA
END
mylib /nologo /def:$t/d.def /machine:x86 /out:$t/d.lib
readobj=$(tool llvm-readobj)
for kind in 'Name type: name' 'Name type: noprefix' 'Name type: undecorate' 'Name type: ordinal'; do
    "$readobj" --file-headers $t/d.lib 2>/dev/null | grep -qi "$kind" || fail "no record of kind $kind"
done
asm32 $t/main.obj <<'END'
extern _cdecl_function, _stdcall_function@8, _whole_name@4, @fast_function@8, vector@@16, _number, _renamed
extern __imp__cdecl_function, __imp__stdcall_function@8, __imp_@fast_function@8, __imp__variable, __imp__number
global _start
section .text
_start:
    call _cdecl_function
    call _stdcall_function@8
    call _whole_name@4
    call @fast_function@8
    call vector@@16
    call _number
    call _renamed
    call [__imp__cdecl_function]
    call [__imp__stdcall_function@8]
    call [__imp_@fast_function@8]
    call [__imp__number]
    mov eax, [__imp__variable]
    ret
END
mylink /nologo /entry:start /subsystem:console /out:$t/a.exe $t/main.obj $t/d.lib
expect_field $t/a.exe 'sorted(imports())' $'d.dll!#9\nd.dll!RealName\nd.dll!_whole_name@4\nd.dll!cdecl_function\nd.dll!fast_function\nd.dll!stdcall_function\nd.dll!variable\nd.dll!vector@@16'
# Seven thunks of 6 bytes, packed; each has a base relocation, as have the five accesses in the code.
expect_field $t/a.exe 'len([1 for b in pe.DIRECTORY_ENTRY_BASERELOC for r in b.entries if r.type == 3])' 0xc
expect_field $t/a.exe 'section(".text").Misc_VirtualSize - 7 * 6' 0x41
proves 'Decorated names in import libraries, exports and /ENTRY' x86
