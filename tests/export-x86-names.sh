# export-x86-names.sh - x86: C names lose their underscore, a .def file's plain name finds the stdcall function; the import library has
# what callers' objects say.
. tests/common.sh
asm32 $t/d.obj 'section .text
global _cdecl, _std@8, @fast@4
_cdecl: ret
_std@8: ret 8
@fast@4: ret
section .drectve info
db " -export:_cdecl "'
printf 'EXPORTS\nstd\nfast\n' >$t/d.def
mylink /nologo /dll /noentry /def:$t/d.def /export:_std@8 /out:$t/d.dll $t/d.obj
expect_field $t/d.dll '[text(s.name) for s in DIRECTORY_ENTRY_EXPORT.symbols]' $'_std@8\ncdecl\nfast\nstd'
asm32 $t/main.obj 'extern _cdecl, _std@8, @fast@4, __imp__std@8
section .text
global _start
_start: call _cdecl
push 1
push 2
call [__imp__std@8]
call @fast@4
ret'
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/d.lib
expect_field $t/main.exe 'sorted(imports())' $'d.dll!cdecl\nd.dll!fast\nd.dll!std' 
