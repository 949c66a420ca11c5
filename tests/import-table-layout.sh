# import-table-layout.sh - the address table is the first thing of .rdata, its groups are sorted by DLL name; directory entries come
# in the order in which their DLLs were pulled in.
. tests/common.sh
dll() { # NAME FUNCTION...
    local name=$1 f text= export=()
    shift
    for f in "$@"; do text+="global $f"$'\n'"$f: mov eax, ${#f}"$'\n'"ret"$'\n' export+=("/export:$f"); done
    asm "$t/$name.obj" "section .text
$text"
    mylink /nologo /dll /noentry "${export[@]}" "/out:$t/$name.dll" "$t/$name.obj"
}
dll zeta z
dll Beta bb
dll alpha aaa a22
asm $t/main.obj <<'END'
default rel
extern z, __imp_bb, __imp_aaa, __imp_a22, ExitProcess
section .text
global start
start:
    sub rsp, 40
    call z
    mov ebx, eax
    call [__imp_a22]
    add ebx, eax
    call [__imp_aaa]
    add ebx, eax
    call [__imp_bb]
    lea ecx, [rax + rbx]
    call ExitProcess
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/zeta.lib $t/alpha.lib $t/Beta.lib kernel32.lib
run_both -x 9 $t/main.exe ''

# Directory order: the libraries were asked in this order. Entry + 1 for the zeros.
expect_field $t/main.exe '[text(d.dll) for d in DIRECTORY_ENTRY_IMPORT]' $'zeta.dll\nalpha.dll\nBeta.dll\nKERNEL32.dll'
expect_field $t/main.exe 'directory("IMPORT").Size' 0x64
# Slots: one for each function and one zero for each DLL, from offset 0 of .rdata on; byte order puts capitals first.
expect_field $t/main.exe 'directory("IAT").VirtualAddress == section(".rdata").VirtualAddress' True
expect_field $t/main.exe 'directory("IAT").Size' 0x48
expect_field $t/main.exe '[text(d.dll) for d in sorted(DIRECTORY_ENTRY_IMPORT, key=lambda d: d.struct.FirstThunk)]' \
    $'Beta.dll\nKERNEL32.dll\nalpha.dll\nzeta.dll'
# Both tables hold the same, in the same places.
expect_field $t/main.exe '[d.struct.FirstThunk - directory("IAT").VirtualAddress - d.struct.OriginalFirstThunk + min(e.struct.OriginalFirstThunk for e in DIRECTORY_ENTRY_IMPORT) for d in DIRECTORY_ENTRY_IMPORT]' \
    $'0x0\n0x0\n0x0\n0x0'
expect_field $t/main.exe 'get_data(directory("IAT").VirtualAddress, 0x48) == get_data(min(d.struct.OriginalFirstThunk for d in DIRECTORY_ENTRY_IMPORT), 0x48)' True
# Hints are those of the import library: places in the DLL's sorted name table.
expect_field $t/main.exe 'sorted((text(i.name), i.hint) for i in DIRECTORY_ENTRY_IMPORT[1].imports)' $"('a22', 0)"$'\n'"('aaa', 1)"
expect_field $t/main.exe '[d.struct.TimeDateStamp | d.struct.ForwarderChain for d in DIRECTORY_ENTRY_IMPORT]' $'0x0\n0x0\n0x0\n0x0'
