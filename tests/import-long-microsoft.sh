# import-long-microsoft.sh - Microsoft's old import libraries: every function is an object of COMDATs, the descriptor's tables are undefined
# section symbols that mean the first slots of its DLL. They do so also when a function was pulled in before the descriptor.
. tests/common.sh
ar=$(tool llvm-ar) del=$'\x7f' machine=x64 align=2
jump() { # FUNCTION: the jump through its slot
    case $machine in
    x64) printf '%s\n' 'bytes ff 25' "ref REL32 __imp_$1" ;;
    arm64) printf '%s\n' 'bytes 10 00 00 90 10 02 40 f9 00 02 1f d6' "reloc 0 PAGEBASE_REL21 __imp_$1" "reloc 4 PAGEOFFSET_12L __imp_$1" ;;
    esac
}
function_object() { # FILE DLL FUNCTION HINT
    mkobj $1 "machine $machine" "section .text flags=code,r,x align=$align comdat=any" "symbol $3 func" "$(jump $3)" \
        'section .idata$5 flags=data,r,w align=8 comdat=any' "symbol __imp_$3" 'ref ADDR32NB hint' 'zeros 4' \
        'section .idata$4 flags=data,r,w align=8 comdat=assoc:.idata$5' 'ref ADDR32NB hint' 'zeros 4' \
        'section .idata$6 flags=data,r,w align=2 comdat=assoc:.idata$5' 'symbol hint static' "bytes $4 00" "ascii $3" 'zeros 1' \
        "symbol __IMPORT_DESCRIPTOR_$2 undef"
}
library() { # DLL FUNCTION...
    local dll=$1 f n=0 members=()
    shift
    for f in "$@"; do
        mkdir -p $t/$dll/$n
        function_object $t/$dll/$n/$dll.dll $dll $f 0$n
        members+=($t/$dll/$n/$dll.dll) n=$((n + 1))
    done
    mkdir -p $t/$dll/{descriptor,end,null}
    mkobj $t/$dll/descriptor/$dll.dll "machine $machine" 'section .idata$2 flags=data,r,w align=4 nosymbol' "symbol __IMPORT_DESCRIPTOR_$dll" \
        'symbol .idata$2 class=104 value=0xc0000040' \
        'ref ADDR32NB .idata$4' 'zeros 8' 'ref ADDR32NB name' 'ref ADDR32NB .idata$5' \
        'section .idata$6 flags=data,r,w align=2' 'symbol name static' "ascii $dll.dll" 'zeros 1' \
        'symbol .idata$4 class=104 value=0xc0000040 secnum=0' 'symbol .idata$5 class=104 value=0xc0000040 secnum=0' \
        'symbol __NULL_IMPORT_DESCRIPTOR undef' "symbol $del${dll}_NULL_THUNK_DATA undef"
    mkobj $t/$dll/null/$dll.dll "machine $machine" 'section .idata$3 flags=data,r,w align=4' 'symbol __NULL_IMPORT_DESCRIPTOR' 'zeros 20'
    mkobj $t/$dll/end/$dll.dll "machine $machine" 'section .idata$5 flags=data,r,w align=8' "symbol $del${dll}_NULL_THUNK_DATA" 'zeros 8' \
        'section .idata$4 flags=data,r,w align=8' 'zeros 8'
    $ar qc $t/$dll.lib "${members[@]}" $t/$dll/{descriptor,null,end}/$dll.dll
}
for dll in zoo ant; do
    asm $t/$dll.obj "section .text
global ${dll}_a, ${dll}_b
${dll}_a: mov eax, 1
    ret
${dll}_b: mov eax, 20
    ret"
    mylink /nologo /dll /noentry /export:${dll}_a /export:${dll}_b /noimplib /out:$t/$dll.dll $t/$dll.obj
    library $dll ${dll}_a ${dll}_b
done
asm $t/main.obj <<'END'
default rel
extern zoo_a, __imp_ant_b, __imp_zoo_b, ant_a, ExitProcess
section .text
global start
start:
    sub rsp, 40
    call zoo_a
    mov ebx, eax
    call [__imp_ant_b]
    add ebx, eax
    call [__imp_zoo_b]
    add ebx, eax
    call ant_a
    lea ecx, [rax + rbx]
    call ExitProcess
END
check() {
    if [ $machine = x64 ]; then run_both -x 42 $1 ''; else run_load -x 42 $1 ''; fi
    expect_field $1 'sorted(imports())' $'KERNEL32.dll!ExitProcess\nant.dll!ant_a\nant.dll!ant_b\nzoo.dll!zoo_a\nzoo.dll!zoo_b'
    expect_field $1 'directory("IMPORT").Size' 0x50
    expect_field $1 'directory("IAT").Size' 0x40
    expect_field $1 '[text(d.dll) for d in sorted(DIRECTORY_ENTRY_IMPORT, key=lambda d: d.struct.FirstThunk)]' $'KERNEL32.dll\nant.dll\nzoo.dll'
    expect_field $1 '[(text(i.name), i.hint) for d in DIRECTORY_ENTRY_IMPORT for i in d.imports if i.name == b"zoo_b"]' "('zoo_b', 1)"
}
mylink /nologo /entry:start /subsystem:console /out:$t/long.exe $t/main.obj $t/zoo.lib $t/ant.lib kernel32.lib
check $t/long.exe
mylink /nologo /entry:start /subsystem:console /opt:ref /out:$t/ref.exe $t/main.obj $t/zoo.lib $t/ant.lib kernel32.lib
check $t/ref.exe

# Beside short records of the same DLL: one group, one directory entry.
mylib /nologo /def /export:ant_a /export:ant_b /name:ant.dll /machine:x64 /out:$t/short.lib
$ar d $t/ant.lib ant.dll # the first member of that name: ant_a
mylink /nologo /entry:start /subsystem:console /out:$t/mixed.exe $t/main.obj $t/zoo.lib $t/ant.lib $t/short.lib kernel32.lib
check $t/mixed.exe
proves 'Import libraries in the long format, one object a function' x64

# ARM64, where such libraries come from GNU tools.
can_run arm64 || exit 0
machine=arm64 align=4
rm -r $t/zoo* $t/ant*
for dll in zoo ant; do
    c_for arm64 $t/$dll.obj <<<"int ${dll}_a(void) { return 1; } int ${dll}_b(void) { return 20; }"
    mylink /nologo /dll /noentry /export:${dll}_a /export:${dll}_b /noimplib /out:$t/$dll.dll $t/$dll.obj
    library $dll ${dll}_a ${dll}_b
done
c_for arm64 $t/main.obj <<'END'
int zoo_a(void), ant_a(void);
__declspec(dllimport) int zoo_b(void), ant_b(void);
__declspec(dllimport) void ExitProcess(unsigned);
void start(void) { ExitProcess((unsigned)(zoo_a() + ant_b() + zoo_b() + ant_a())); }
END
mylink /nologo /entry:start /subsystem:console /out:$t/arm64.exe $t/main.obj $t/zoo.lib $t/ant.lib kernel32.lib
check $t/arm64.exe
proves 'Import libraries in the long format, one object a function' arm64
