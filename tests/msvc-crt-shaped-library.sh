# msvc-crt-shaped-library.sh - a run-time library built as Microsoft's is: aliases of machine 0, directives, TLS, initializers, load configuration.
. tests/common.sh
c_msvc $t/startup.obj <<'END'
#pragma comment(linker, "/merge:.CRT=.rdata /alternatename:optional_init=default_init /alternatename:present_init=default_init")
#pragma comment(linker, "/defaultlib:kernel32.lib /disallowlib:debugcrt.lib /throwingnew /failifmismatch:\"RuntimeLibrary=shaped\"")
__declspec(dllimport) void ExitProcess(unsigned);
typedef int (*F)(void);
__declspec(allocate(".CRT$XIA")) F xi_a = 0;
__declspec(allocate(".CRT$XIZ")) F xi_z = 0;
int total;
int optional_init(void), present_init(void), main(void);
int default_init(void) { return total += 100; }
void mainCRTStartup(void) {
    F *volatile end = &xi_z;
    for (F *volatile f = &xi_a; f < end; f++) if (*f) (*f)();
    optional_init();
    present_init();
    ExitProcess((unsigned)main());
}
END
c_msvc $t/present.obj <<'END'
extern int total;
int present_init(void) { return total += 1; }
int _getnumber(void) { return total; }
END
# Like tlssup.obj: the template begins and ends with its variables, the callbacks stand between .CRT$XLA and .CRT$XLZ.
c_msvc $t/tls.obj <<'END'
__declspec(allocate(".tls")) char _tls_start = 0;
__declspec(allocate(".tls$ZZZ")) char _tls_end = 0;
__declspec(allocate(".CRT$XLA")) void *xl_a = 0;
__declspec(allocate(".CRT$XLZ")) void *xl_z = 0;
unsigned _tls_index;
const struct { void *start, *end, *index, *callbacks; unsigned zero, flags; } _tls_used = {&_tls_start, &_tls_end, &_tls_index, &xl_a + 1, 0, 0};
END
mkobj $t/alias.obj 'machine 0' 'symbol _getnumber undef' 'weak getnumber=_getnumber search=alias'
mkobj $t/loadcfg.obj 'section .rdata align=16' 'symbol _load_config_used' 'bytes 18 01 00 00' 'zeros 84' 'ref ADDR64 cookie' 'zeros 32' \
    'ref ADDR64 __guard_fids_table' 'ref ADDR64 __guard_fids_count' 'ref ADDR64 __guard_flags' 'zeros 64' 'ref ADDR64 __enclave_config' \
    'zeros 40' 'ref ADDR64 __guard_eh_cont_table' 'ref ADDR64 __guard_eh_cont_count'
mkobj $t/cookie.obj 'section .data align=8' 'symbol cookie' 'bytes 32 a2 df 2d 99 2b 00 00'
mylib /nologo /out:$t/shaped.lib $t/startup.obj $t/present.obj $t/tls.obj $t/alias.obj $t/loadcfg.obj $t/cookie.obj
c_msvc $t/main.obj <<'END'
#pragma comment(lib, "SHAPED")
#pragma comment(lib, "DebugCrt")
#pragma comment(linker, "/failifmismatch:\"RuntimeLibrary=shaped\"")
extern int total;
__declspec(thread) int per_thread = 11;
static int init(void) { return total += 10; }
typedef int (*F)(void);
__declspec(allocate(".CRT$XIC")) F run_at_start = init;
int getnumber(void);
int main(void) { return getnumber() + per_thread; } // 10 + 100 + 1 + 11
END
mylink /nologo /subsystem:console /libpath:$t /out:$t/a.exe $t/main.obj
run_both -x 122 $t/a.exe ''
expect_field $t/a.exe 'directory("LOAD_CONFIG").Size' 0x118
expect_field $t/a.exe 'directory("TLS").Size' 0x28
pe_field $t/a.exe 'sections()' | grep -v .pdata >$t/sections # newer compilers write unwind data
expect '.text .rdata .data .tls .reloc' eval 'echo $(cat $t/sections)'
mkobj $t/other.obj 'directive "/failifmismatch:RuntimeLibrary=another"'
expect_fail 'LNK2038' $MYLINK /nologo /subsystem:console /libpath:$t /out:$t/b.exe $t/main.obj $t/other.obj
