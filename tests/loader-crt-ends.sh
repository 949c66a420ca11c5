# loader-crt-ends.sh - the ways in which a program ends: _exit, quick_exit, abort, assert, a pure virtual call, a wrong parameter, R6... errors, signals, an
# unhandled exception in _XcptFilter; functions to be called at the end, in tables of their own; thread ends; exit codes as in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
static void n(long long value) { printf("%lld ", value); } // one after the other: arguments of one printf have no order
static void t(const char *text) { printf("[%s] ", text ? text : "null"); }
static void w(const WCHAR *text) { for (printf("["); text && *text; text++) printf("%c", *text); printf("] "); }
static void nl(void) { puts(""); }
static void *function(const char *name) {
    void *found = GetProcAddress(LoadLibraryA("ucrtbase.dll"), name);
    if (!found) found = GetProcAddress(LoadLibraryA("msvcrt.dll"), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define FN(name, result, ...) ((result(*)(__VA_ARGS__))function(name))
static int say(const char *text) { puts(text), fflush(stdout); return 0; }
static int first(void) { return say("first"); }
static int second(void) { return say("second"); }
static void on_abort(int number) { printf("signal %d\n", number), fflush(stdout); }
static void quietly(const WCHAR *a, const WCHAR *b, const WCHAR *c, unsigned d, uintptr_t e) { say("wrong parameter"); }
int main(int argc, char **argv) {
    switch (atoi(argv[1])) {
    case 0: { // what does not end it
        struct { void *first, *last, *end; } table = {0};
        n(FN("_initialize_onexit_table", int, void *)(&table)), n(FN("_register_onexit_function", int, void *, void *)(&table, first)), n(FN("_register_onexit_function", int, void *, void *)(&table, second)), nl();
        for (int i = 0; i < 40; i++) FN("_register_onexit_function", int, void *, void *)(&table, 0);
        fflush(stdout), n(FN("_execute_onexit_table", int, void *)(&table)), n(table.first == 0), nl();
        FN("_set_errno", int, int)(ERANGE);
        int error = 0;
        n(FN("_get_errno", int, int *)(&error)), n(error == ERANGE), *FN("__doserrno", unsigned long *, void)() = 77, n(*FN("__doserrno", unsigned long *, void)()), nl();
        n(FN("signal", void *, int, void *)(SIGINT, on_abort) == (void *)SIG_DFL), n(FN("signal", void *, int, void *)(SIGINT, (void *)SIG_IGN) == (void *)on_abort), n(FN("raise", int, int)(SIGINT)), n(FN("signal", void *, int, void *)(99, on_abort) == (void *)SIG_ERR), nl();
        t(FN("setlocale", char *, int, const char *)(0, 0)), t(FN("setlocale", char *, int, const char *)(0, "C")), n(FN("setlocale", char *, int, const char *)(0, "nowhere") == 0), t(*(char **)FN("localeconv", void *, void)()), n(FN("___mb_cur_max_func", int, void)()), n(FN("___lc_codepage_func", int, void)()), n(FN("_configthreadlocale", int, int)(0)), nl();
        n(FN("_getpid", int, void)() == GetCurrentProcessId()), FN("_sleep", void, unsigned long)(1), FN("_set_invalid_parameter_handler", void *, void *)(quietly), n(FN("_set_error_mode", int, int)(0)), n(FN("_set_new_mode", int, int)(0)), nl();
        return 0;
    }
    case 1: atexit((void *)first), fflush(stdout), FN("_exit", void, int)(11);
    case 2: FN("_crt_atexit", int, void *)(first), FN("_crt_atexit", int, void *)(second), FN("exit", void, int)(12);
    case 3: FN("_crt_at_quick_exit", int, void *)(first), FN("quick_exit", void, int)(13);
    case 4: FN("_set_abort_behavior", unsigned, unsigned, unsigned)(0, 3), FN("signal", void *, int, void *)(SIGABRT, on_abort), FN("abort", void, void)();
    case 5: FN("_cexit", void, void)(), FN("_c_exit", void, void)(), say("still here"), FN("_Exit", void, int)(15);
    case 6: FN("_assert", void, const char *, const char *, unsigned)("1 == 2", "file.c", 7);
    case 7: FN("_wassert", void, const WCHAR *, const WCHAR *, unsigned)(L"wide == 2", L"wide.c", 8);
    case 8: FN("_purecall", void, void)();
    case 9: FN("_amsg_exit", void, int)(18);
    case 10: FN("terminate", void, void)();
    case 11: FN("raise", int, int)(SIGTERM), say("not reached");
    case 12: FN("signal", void *, int, void *)(SIGFPE, on_abort), FN("raise", int, int)(SIGFPE), say("handled"), exit(5);
    case 13: FN("_invalid_parameter_noinfo_noreturn", void, void)();
    }
    return 99;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
run_both $t/main.exe '0 0 0 
second
first
0 1 
0 1 77 
1 1 0 1 
[C] [C] 1 [.] 1 0 2 
1 0 0 ' 0
run_both -x 11 $t/main.exe '' 1
run_both -x 12 $t/main.exe $'second\nfirst' 2
run_both -x 13 $t/main.exe first 3
run_both -x 3 $t/main.exe 'signal 22' 4
run_both -x 15 $t/main.exe 'still here' 5
run_both -x 3 $t/main.exe '' 10
run_both -x 3 $t/main.exe '' 11
run_both -x 5 $t/main.exe $'signal 8\nhandled' 12
# Wine would show these in a window.
ends() { # NUMBER CODE TEXT on standard error
    local code=0
    "$MYLOAD" $t/main.exe $1 >$t/out 2>$t/err || code=$?
    [ $code = $2 ] || fail "exit code $code instead of $2 for $1"
    [ "$(tr -d '\r' <$t/err)" = "$3" ] || { cat $t/err; fail "wrong text for $1"; }
}
ends 6 3 'Assertion failed: 1 == 2, file file.c, line 7'
ends 7 3 'Assertion failed: wide == 2, file wide.c, line 8'
ends 8 3 'pure virtual function call'
ends 9 255 'runtime error R6018'
ends 13 3 ''
