# import-long-mingw.sh - GNU dlltool's libraries, where every function is an object of its own, link alone and beside short records,
# even for one DLL; each DLL's slots stand together whatever the order of pulling was.
. tests/common.sh
need x86_64-w64-mingw32-dlltool
for dll in first second; do
    asm $t/$dll.obj "section .text
global ${dll}_a, ${dll}_b, ${dll}_c
${dll}_a: mov eax, 1
    ret
${dll}_b: mov eax, 20
    ret
${dll}_c: mov eax, 300
    ret"
    mylink /nologo /dll /noentry /export:${dll}_a /export:${dll}_b /export:${dll}_c /out:$t/$dll.dll $t/$dll.obj
    printf 'LIBRARY %s.dll\nEXPORTS\n%s_a\n%s_b\n%s_c\n' $dll $dll $dll $dll >$t/$dll.def
    x86_64-w64-mingw32-dlltool -m i386:x86-64 -d $t/$dll.def -l $t/lib$dll.a
done
# Called in turns, so that the members of the two libraries alternate.
asm $t/main.obj <<'END'
default rel
extern first_a, second_a, __imp_first_b, __imp_second_b, first_c, second_c, ExitProcess
section .text
global start
start:
    sub rsp, 40
    call first_a
    mov ebx, eax
    call second_c
    add ebx, eax
    call [__imp_first_b]
    add ebx, eax
    call [__imp_second_b]
    add ebx, eax
    call first_c
    add ebx, eax
    call second_a
    add ebx, eax        ; 642
    mov ecx, ebx
    shr ecx, 1
    add ecx, -300       ; 21
    call ExitProcess
END
mylink /nologo /entry:start /subsystem:console /out:$t/long.exe $t/main.obj $t/libfirst.a $t/libsecond.a kernel32.lib
run_both -x 21 $t/long.exe ''
expect_field $t/long.exe 'sorted(text(d.dll) for d in DIRECTORY_ENTRY_IMPORT)' $'KERNEL32.dll\nfirst.dll\nsecond.dll'
expect_field $t/long.exe 'sorted(imports())' $'KERNEL32.dll!ExitProcess\nfirst.dll!first_a\nfirst.dll!first_b\nfirst.dll!first_c\nsecond.dll!second_a\nsecond.dll!second_b\nsecond.dll!second_c'
expect_field $t/long.exe 'directory("IMPORT").Size' 0x50
expect_field $t/long.exe 'directory("IAT").Size' 0x50
# KERNEL32 came last; but dlltool's groups go behind the sorted ones.
expect_field $t/long.exe 'DIRECTORY_ENTRY_IMPORT[-1].struct.FirstThunk == directory("IAT").VirtualAddress' True

# The same DLL in both forms: one directory entry, one group.
printf 'LIBRARY first.dll\nEXPORTS\nfirst_a\nfirst_c\n' >$t/part.def
x86_64-w64-mingw32-dlltool -m i386:x86-64 -d $t/part.def -l $t/libpart.a
mylink /nologo /entry:start /subsystem:console /out:$t/mixed.exe $t/main.obj $t/libpart.a $t/first.lib $t/libsecond.a kernel32.lib
run_both -x 21 $t/mixed.exe ''
expect_field $t/mixed.exe 'sorted(text(d.dll) for d in DIRECTORY_ENTRY_IMPORT)' $'KERNEL32.dll\nfirst.dll\nsecond.dll'
expect_field $t/mixed.exe '[len(d.imports) for d in DIRECTORY_ENTRY_IMPORT if text(d.dll) == "first.dll"]' 0x3
