# loader-exceptions.sh - __try in C: __except with its filter, __finally on the way out, exceptions from a crash, from RaiseException and from inside a
# handler; vectored handlers and the unhandled filter. On each machine.
. tests/common.sh
put $t/main.c <<'END'
typedef struct { unsigned code, flags; void *next, *address; } Record;
typedef struct { Record *record; char *context; } Pointers;
typedef int __stdcall Filter(Pointers *);
int printf(const char *, ...);
__declspec(dllimport) void exit(int);
__declspec(dllimport) void __stdcall RaiseException(unsigned, unsigned, unsigned, void *);
__declspec(dllimport) void *__stdcall AddVectoredExceptionHandler(unsigned, Filter *);
__declspec(dllimport) void *__stdcall SetUnhandledExceptionFilter(Filter *);
__declspec(dllimport) unsigned __stdcall RemoveVectoredExceptionHandler(void *);
unsigned long _exception_code(void);
static void do_store(volatile int *p) { *p = 1; }
static int do_divide(int a, int b) { return a / b; }
static void (*volatile store)(volatile int *) = do_store; // through pointers: the compiler shall not know that they raise nothing
static int (*volatile divide)(int, int) = (int (*)(int, int))do_divide;
static int filter(unsigned code) { printf("filter %x\n", code); return 1; }
__declspec(noinline) int crash(int *p) {
    __try {
        __try { store(p); } __finally { printf("finally\n"); }
    } __except (filter(_exception_code())) { return 1; }
    return 0;
}
__declspec(noinline) void nested(int n) {
    __try { if (n == 0) RaiseException(0xE0000001, 0, 0, 0); else nested(n - 1); } __finally { printf("leave %d\n", n); }
}
__declspec(noinline) int raise(void) {
    __try {
        __try { nested(2); } __except (0) { printf("never\n"); }
    } __except (_exception_code() == 0xE0000001) {
        __try { RaiseException(0xE0000002, 0, 0, 0); } __except (filter(_exception_code())) { return 2; }
    }
    return 0;
}
static int __stdcall skip(Pointers *p) { // goes on after the store
    if (p->record->code != 0xC0000005) return 0;
    printf("vectored\n");
#ifdef __aarch64__
    *(unsigned char **)(p->context + 0x108) += 4;
#else
    unsigned char **rip = (unsigned char **)(p->context + (sizeof p == 4 ? 0xb8 : 0xf8));
    *rip += (*rip)[0] == 0xc7 ? 6 : 0;
#endif
    return -1;
}
static int __stdcall last(Pointers *p) { printf("unhandled %x\n", p->record->code); exit(9); return 1; }
void start(void) {
    int x;
    int a = crash(&x), b = crash(0), c = raise();
    printf("%d %d %d\n", a, b, c);
#ifndef __aarch64__ // where a division by 0 gives 0
    __try { divide(1, 0); } __except (filter(_exception_code())) { printf("division\n"); }
#endif
    void *handler = AddVectoredExceptionHandler(1, skip);
    store(0);
    RemoveVectoredExceptionHandler(handler);
    SetUnhandledExceptionFilter(last);
    store(0);
}
END
c_msvc $t/main.obj -fms-extensions <$t/main.c
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib msvcrt.lib
sed 's/^ //' >$t/want <<'END'
finally
filter c0000005
finally
leave 0
leave 1
leave 2
filter e0000002
0 1 2
filter c0000094
division
vectored
unhandled c0000005
END
run_both -x 9 $t/main.exe @$t/want
proves 'Exceptions reach the handlers of the functions on the stack' x64
if can_run x86; then # there the run-time library's handler does it all, from a record on the stack
    for optimization in -O1 -O2; do
        c_for x86 $t/x86.obj -fms-extensions $optimization <$t/main.c
        mylink /nologo /entry:start /subsystem:console /out:$t/x86.exe $t/x86.obj kernel32.lib msvcrt.lib
        run_load -x 9 $t/x86.exe @$t/want
    done
    # The handler is the thunk to msvcrt.dll, and so the image's table of permitted handlers has it.
    mkobj $t/loadcfg.obj 'machine x86' 'symbol @feat.00 static abs=1' 'section .rdata align=4' 'symbol __load_config_used' 'bytes 48 00 00 00' \
        'zeros 60' 'ref DIR32 ___safe_se_handler_table' 'ref DIR32 ___safe_se_handler_count'
    mylink /nologo /safeseh /entry:start /subsystem:console /out:$t/safe.exe $t/x86.obj $t/loadcfg.obj kernel32.lib msvcrt.lib
    expect_field $t/safe.exe 'DIRECTORY_ENTRY_LOAD_CONFIG.struct.SEHandlerCount' 0x1
    run_load -x 9 $t/safe.exe @$t/want
    proves 'Exceptions reach the handlers of the functions on the stack' x86
fi
can_run arm64 || exit 0
c_for arm64 $t/arm64.obj -fms-extensions <$t/main.c
mylink /nologo /entry:start /subsystem:console /out:$t/arm64.exe $t/arm64.obj kernel32.lib msvcrt.lib
sed -e '/c0000094/d' -e '/division/d' $t/want >$t/want_arm64
run_load -x 9 $t/arm64.exe @$t/want_arm64
c_for arm64 $t/fast.obj -fms-extensions -O2 <$t/main.c # with unwind data of other forms
mylink /nologo /entry:start /subsystem:console /out:$t/fast.exe $t/fast.obj kernel32.lib msvcrt.lib
run_load -x 9 $t/fast.exe @$t/want_arm64
proves 'Exceptions reach the handlers of the functions on the stack' arm64
