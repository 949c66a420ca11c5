# delay-other-machines.sh - x86 and ARM64: slots point at stubs, stubs load the slot's address and go to the DLL's tail, which calls
# the helper of mylink's own library for that machine.
. tests/common.sh
need clang llvm-objdump
[ -f $BIN/lib/arm64/delayimp.lib ] || [ -f $ROOT/build/lib/arm64/delayimp.lib ] || skip 'delayimp.lib was built without clang'
objdump=$(tool llvm-objdump)
printf 'LIBRARY lazy.dll\nEXPORTS\none=_one@4\ntwo\n' >$t/x86.def
mylib /nologo /def:$t/x86.def /machine:x86 /out:$t/x86.lib
asm32 $t/x86.obj <<'END'
extern __imp__one@4, _two
global _start
section .text
_start: push 5
    call [__imp__one@4]
    jmp _two
END
mylink /nologo /entry:start /subsystem:console /delayload:lazy.dll /delay:unload /out:$t/x86.exe $t/x86.obj $t/x86.lib kernel32.lib
d='DIRECTORY_ENTRY_DELAY_IMPORT[0].struct'
expect_field $t/x86.exe '[text(i.name) for i in DIRECTORY_ENTRY_DELAY_IMPORT[0].imports]' $'one\ntwo'
expect_field $t/x86.exe "get_data($d.pUnloadIAT, 12) == get_data($d.pIAT, 12)" True
# mov eax, slot; jmp tail. The tail: push ecx, push edx, push eax, push descriptor, call, pop edx, pop ecx, jmp eax.
stub="get_dword_at_rva($d.pIAT + 4 * i) - OPTIONAL_HEADER.ImageBase"
expect_field $t/x86.exe "[get_data($stub, 1).hex() for i in range(2)]" $'b8\nb8'
expect_field $t/x86.exe "[get_dword_at_rva($stub + 1) - OPTIONAL_HEADER.ImageBase - $d.pIAT for i in range(2)]" $'0x0\n0x4'
tail="($stub + 10 + get_dword_at_rva($stub + 6)) % 2**32"
expect_field $t/x86.exe "[get_data($tail, 17).hex()[:8] for i in range(2)]" $'51525068\n51525068'
expect_field $t/x86.exe "[get_data($tail + 13, 4).hex() for i in range(1)]" '5a59ffe0'

printf 'LIBRARY lazy.dll\nEXPORTS\none\ntwo\n' >$t/arm64.def
mylib /nologo /def:$t/arm64.def /machine:arm64 /out:$t/arm64.lib
c_msvc_for aarch64-pc-windows-msvc $t/arm64.obj <<'END'
__declspec(dllimport) int one(int);
int two(int);
int start(void) { return one(1) + two(2); }
END
mylink /nologo /entry:start /subsystem:console /delayload:lazy.dll /out:$t/arm64.exe $t/arm64.obj $t/arm64.lib kernel32.lib
stub="get_qword_at_rva($d.pIAT + 8 * i) - OPTIONAL_HEADER.ImageBase"
for i in 0 1; do
    at=$(pe_field $t/arm64.exe "[${stub/8 \* i/8 * $i}]") slot=$(pe_field $t/arm64.exe "$d.pIAT + 8 * $i")
    code=$($objdump -d --no-show-raw-insn --start-address=$((0x140000000 + at)) --stop-address=$((0x140000000 + at + 12)) $t/arm64.exe | tr -s ' \t' ' ')
    [[ $code =~ adrp\ x17,\ (0x[0-9a-f]+).*add\ x17,\ x17,\ \#(0x[0-9a-f]+|[0-9]+).*\ b\ 0x ]] || fail "stub $i: $code"
    [ $((BASH_REMATCH[1] + BASH_REMATCH[2])) = $((0x140000000 + slot)) ] || fail "stub $i loads another address than $slot: $code"
done
$(tool llvm-readobj) --unwind $t/arm64.exe | tr -d ' ' | grep -q 'stpx29,x30,\[sp,#-224\]!' || fail 'no unwind data for the tail'
