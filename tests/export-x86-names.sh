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

# What clang says for __declspec(dllexport), and names that a .def file gives anew: the caller's declaration finds each by its own convention.
c_for x86 $t/conventions.obj <<'END'
__declspec(dllexport) int c1(int a) { return a + 1; }
__declspec(dllexport) int __stdcall s1(int a) { return a + 2; }
__declspec(dllexport) int __fastcall f1(int a) { return a + 3; }
__declspec(dllexport) int __vectorcall v1(int a) { return a + 4; }
END
printf 'EXPORTS\nc=c1\ns=s1\nf=f1\nv=v1\n' >$t/conventions.def
mylink /nologo /dll /noentry /def:$t/conventions.def /out:$t/conventions.dll $t/conventions.obj
expect_field $t/conventions.dll '[text(s.name) for s in DIRECTORY_ENTRY_EXPORT.symbols]' $'@f1@4\n_s1@4\nc\nc1\nf\ns\nv\nv1@@4'
c_for x86 $t/caller.obj <<'END'
#define IMPORT __declspec(dllimport)
IMPORT int c1(int), c(int);
IMPORT int __stdcall s1(int);
IMPORT int __stdcall s(int);
IMPORT int __fastcall f1(int);
IMPORT int __fastcall f(int);
IMPORT int __vectorcall v1(int);
IMPORT int __vectorcall v(int);
IMPORT void __stdcall ExitProcess(unsigned);
void start(void) { ExitProcess((unsigned)(c1(s1(f1(v1(0)))) + c(s(f(v(20)))))); }
END
mylink /nologo /entry:start /subsystem:console /out:$t/caller.exe $t/caller.obj $t/conventions.lib kernel32.lib
expect_field $t/caller.exe 'sorted(i for i in imports() if "conv" in i)' $'conventions.dll!@f1@4\nconventions.dll!_s1@4
conventions.dll!c\nconventions.dll!c1\nconventions.dll!f\nconventions.dll!s\nconventions.dll!v\nconventions.dll!v1@@4'
if can_run x86; then run_load -x 40 $t/caller.exe ''; fi
