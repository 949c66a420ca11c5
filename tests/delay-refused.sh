# delay-refused.sh - what cannot be delay-loaded: variables, KERNEL32, DLLs that nothing is imported from.
. tests/common.sh
c_msvc $t/d.obj <<'END'
__declspec(dllexport) int variable = 1;
__declspec(dllexport) int function(void) { return 5; }
END
mylink /nologo /dll /noentry /out:$t/d.dll $t/d.obj
c_msvc $t/data.obj <<'END'
__declspec(dllimport) int variable;
int start(void) { return variable; }
END
expect_fail "d.lib(d.dll) : fatal error LNK1194: cannot delay-load 'd.dll' due to import of data symbol '__imp_variable'; link without /DELAYLOAD:d.dll" \
    mylink /nologo /entry:start /subsystem:console /delayload:d.dll /out:$t/bad.exe $t/data.obj $t/d.lib kernel32.lib
c_msvc $t/code.obj <<'END'
__declspec(dllimport) int function(void);
__declspec(dllimport) void ExitProcess(unsigned);
void start(void) { ExitProcess(function()); }
END
expect 'LINK : warning LNK4199: /DELAYLOAD:other.dll ignored; no imports found from other.dll
LINK : warning LNK4194: /DELAYLOAD:kernel32.dll ignored' \
    bash -c '"$@" 2>&1 | LC_ALL=C sort -r' - $MYLINK /nologo /entry:start /subsystem:console /delayload:kernel32.dll /delayload:other.dll /out:$t/main.exe $t/code.obj $t/d.lib kernel32.lib
run_both -x 5 $t/main.exe ''
expect_field $t/main.exe 'directory("DELAY_IMPORT").VirtualAddress' 0x0

# A program may bring its own helper.
c_msvc $t/helper.obj <<'END'
static int seven(void) { return 7; }
void *__delayLoadHelper2(const void *descriptor, void **slot) { return *slot = (void *)seven; }
END
mylink /nologo /entry:start /subsystem:console /delayload:d.dll /out:$t/own.exe $t/code.obj $t/helper.obj $t/d.lib kernel32.lib
run_both -x 7 $t/own.exe ''
