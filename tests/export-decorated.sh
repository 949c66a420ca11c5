# export-decorated.sh - a plain name finds the one symbol whose decorated form it is, also in a library; two are ambiguous.
. tests/common.sh
mkobj $t/cpp.obj 'section .text flags=code,r,x' 'symbol ?twice@@YAHH@Z func' 'bytes 8d 04 09 c3'
mylib /nologo /out:$t/cpp.lib $t/cpp.obj
asm $t/other.obj 'section .text
global other
other: ret'
printf 'EXPORTS\ntwice\nother\n' >$t/d.def
mylink /nologo /dll /noentry /def:$t/d.def /out:$t/d.dll $t/other.obj $t/cpp.lib
expect_field $t/d.dll 'exports()' $'1 other\n2 twice'
# The import library has the decorated name, which is what the importer's object asks for.
mkobj $t/main.obj 'section .text flags=code,r,x' 'symbol start func' 'bytes 48 83 ec 28 b9 15 00 00 00 e8' 'ref REL32 ?twice@@YAHH@Z' 'bytes 48 83 c4 28 c3'
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/d.lib
run_both -x 42 $t/main.exe ''
mkobj $t/more.obj 'section .text flags=code,r,x' 'symbol ?twice@@YANN@Z func' 'bytes c3'
expect_fail "warning LNK4022: cannot find unique match for symbol 'twice'" mylink /nologo /dll /noentry /export:twice /out:$t/bad.dll $t/cpp.obj $t/more.obj
expect_fail 'fatal error LNK1152: cannot resolve one or more undecorated symbols' mylink /nologo /dll /noentry /export:twice /out:$t/bad.dll $t/cpp.obj $t/more.obj

# On each machine: C++ names for exports and the entry point, vectorcall where there is that convention. The program runs.
put $t/dll.c <<'END'
int twice(int n) __asm__("?twice@@YAHH@Z");
int twice(int n) { return 2 * n; }
#ifndef __aarch64__
int __vectorcall add(int a, int b) { return a + b; }
#endif
END
put $t/main.c <<'END'
__declspec(dllimport) __declspec(noreturn) void __stdcall ExitProcess(unsigned);
int twice(int n) __asm__("?twice@@YAHH@Z");
#ifdef __aarch64__
#define add(a, b) ((a) + (b))
#else
int __vectorcall add(int a, int b);
#endif
void start(void) __asm__("?start@@YAXXZ");
void start(void) { ExitProcess((unsigned)add(twice(20), 2)); }
END
for machine in x64 x86 arm64; do
    c_for $machine $t/dll.obj <$t/dll.c
    c_for $machine $t/main.obj <$t/main.c
    names=$'twice\nadd'
    if [ $machine = arm64 ]; then names=twice; fi
    printf 'EXPORTS\n%s\n' "$names" >$t/c.def
    mylink /nologo /dll /noentry /def:$t/c.def /out:$t/c.dll $t/dll.obj
    expect_field $t/c.dll '[text(s.name) for s in DIRECTORY_ENTRY_EXPORT.symbols]' "$(sort <<<"$names")"
    mylink /nologo /entry:start /subsystem:console /out:$t/$machine.exe $t/main.obj $t/c.lib kernel32.lib
    expect_field $t/$machine.exe 'sorted(i for i in imports() if "c.dll" in i)' "$(sort <<<"$names" | sed 's/^/c.dll!/')"
    can_run $machine || continue
    run_load -x 42 $t/$machine.exe ''
    proves 'Decorated names in import libraries, exports and /ENTRY' $machine
done
