# whole-archive.sh - /WHOLEARCHIVE runs the constructors of members that nothing refers to; default libraries and import libraries stay as they are.
. tests/common.sh
c_msvc $t/main.obj <<'END'
__declspec(dllimport) void ExitProcess(unsigned);
int sum;
typedef void (*F)(void);
__declspec(allocate(".CRT$XCA")) F first = 0;
__declspec(allocate(".CRT$XCZ")) F last = 0;
void start(void) {
    F *volatile end = &last; // so that the compiler cannot know
    for (F *volatile f = &first; f < end; f++) if (*f) (*f)();
    ExitProcess((unsigned)sum);
}
END
for n in 1 10 30; do
    c_msvc $t/ctor$n.obj -DN=$n -DENTRY=entry$n <<'END'
extern int sum;
static void ctor(void) { sum += N; }
__declspec(allocate(".CRT$XCU")) void (*const ENTRY)(void) = ctor;
END
done
mkobj $t/broken.obj 'section .text' 'symbol unused func' 'bytes e8' 'ref REL32 nobody_has_this'
mylib /nologo /out:$t/one.lib $t/ctor1.obj
mylib /nologo /out:$t/ten.lib $t/ctor10.obj
mylib /nologo /out:$t/rest.lib $t/broken.obj
exe() { mylink /nologo /entry:start /subsystem:console /merge:.CRT=.rdata /libpath:$t /out:$t/a.exe $t/main.obj "$@" kernel32.lib; }
exe $t/one.lib $t/ten.lib;                       run_both -x 0 $t/a.exe ''
exe /wholearchive:$t/one.lib $t/ten.lib;         run_both -x 1 $t/a.exe ''
exe $t/one.lib $t/ten.lib /wholearchive:one.lib; run_both -x 1 $t/a.exe ''
exe $t/one.lib $t/ten.lib /wholearchive /defaultlib:rest.lib; run_both -x 11 $t/a.exe ''
# Every member of kernel32.lib is an import; none is imported because of that.
[ "$(pe_field $t/a.exe 'imports()' | grep -o 'KERNEL32' | wc -l)" = 1 ] || fail "$(pe_field $t/a.exe 'imports()')"
