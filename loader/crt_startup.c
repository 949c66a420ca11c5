// crt_startup.c - how a C program begins and ends: what mainCRTStartup calls before main, exit and atexit, errno,
// signals.
//
//      mainCRTStartup (in the image)              here
//        __set_app_type, _initterm(...)           calls a row of function pointers: C++ constructors and the like
//        __getmainargs / _get_initial_...         takes the command line apart, gives argc, argv, environment
//        main(argc, argv, env)
//        exit(result)                             atexit functions backwards, streams written out, process ends
#include "crt.h"
#include "seh.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// ---- Making the state

const BuiltinVariable crt_variables[] = {
#define VARIABLE(name, field)                                                                                          \
    { name, offsetof(CrtVariables, field) }
    VARIABLE("_iob", iob),
    VARIABLE("_acmdln", acmdln),
    VARIABLE("_wcmdln", wcmdln),
    VARIABLE("_pgmptr", pgmptr),
    VARIABLE("_wpgmptr", wpgmptr),
    VARIABLE("_environ", environ),
    VARIABLE("_wenviron", wenviron),
    VARIABLE("__initenv", initenv),
    VARIABLE("__winitenv", winitenv),
    VARIABLE("__argc", argc),
    VARIABLE("__argv", argv),
    VARIABLE("__wargv", wargv),
    VARIABLE("_fmode", fmode),
    VARIABLE("_commode", commode),
    VARIABLE("_daylight", daylight),
    VARIABLE("_timezone", timezone),
    VARIABLE("_dstbias", dst_bias),
    VARIABLE("_tzname", tzname),
    VARIABLE("_sys_nerr", sys_nerr),
    VARIABLE("__mb_cur_max", mb_cur_max),
    VARIABLE("_pctype", pctype),
    VARIABLE("_HUGE", huge),
    VARIABLE("_mbctype", mbctype),
    VARIABLE("_osplatform", osplatform),
    VARIABLE("_osver", osver),
    VARIABLE("_winver", winver),
    VARIABLE("_winmajor", winmajor),
    VARIABLE("_winminor", winminor),
#undef VARIABLE
    {0},
};

// One argument at line[*i]: white space separates outside quotes; 2n backslashes before a quote are n, one more makes
// the quote plain; "" inside quotes is a quote. The bytes go to `to`; returns their number.
static size_t next_argument(Str line, size_t *i, char *to) {
    size_t n = 0;
    bool quoted = false;
    while (*i < line.n && (quoted || (line.p[*i] != ' ' && line.p[*i] != '\t'))) {
        size_t backslashes = 0;
        while (*i < line.n && line.p[*i] == '\\') backslashes++, ++*i;
        bool quote = *i < line.n && line.p[*i] == '"';
        for (size_t k = 0; k < (quote ? backslashes / 2 : backslashes); k++) to[n++] = '\\';
        if (quote && backslashes % 2) {
            to[n++] = '"';
        } else if (quote && quoted && *i + 1 < line.n && line.p[*i + 1] == '"') {
            to[n++] = '"';
            ++*i;
        } else if (quote) {
            quoted = !quoted;
        } else if (!backslashes) {
            to[n++] = (char)line.p[*i];
        } else {
            continue;
        }
        ++*i;
    }
    to[n] = 0;
    return n;
}

void split_command_line(Arena *a, CrtVariables *v, Str line) {
    ARRAY(char *) args = {0};
    char *room = arena_alloc(a, line.n + 1);
    for (size_t i = 0;;) {
        while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t')) i++;
        if (i >= line.n) break;
        size_t n = next_argument(line, &i, room);
        ARRAY_PUSH(a, &args, (char *)(uintptr_t)arena_copy(a, (Str){(u8 *)room, n}).p);
    }
    v->argc = (i32)args.count;
    ARRAY_PUSH(a, &args, NULL);
    v->argv = args.at;
    v->wargv = ARENA_ARRAY(a, WCHAR *, args.count);
    for (i32 i = 0; i < v->argc; i++) v->wargv[i] = to_utf16(a, str(v->argv[i]));
}

// Copies of the environment, which getenv points into: they stay when a variable is changed.
static void copy_environment(Process *p, CrtVariables *v) {
    Arena *a = &p->arena;
    pthread_mutex_lock(&p->win->lock);
    u32 n = p->win->environment_count;
    v->environ = ARENA_ARRAY(a, char *, n + 1ull);
    v->wenviron = ARENA_ARRAY(a, WCHAR *, n + 1ull);
    for (u32 i = 0; i < n; i++) {
        v->environ[i] = (char *)(uintptr_t)arena_copy(a, str(p->win->environment[i])).p;
        v->wenviron[i] = to_utf16(a, str(p->win->environment[i]));
    }
    pthread_mutex_unlock(&p->win->lock);
}

static void make_recursive(pthread_mutex_t *mutex) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(mutex, &attributes);
}

bool create_crt(Process *p, u8 *variables) {
    Crt *crt = p->crt = calloc(1, sizeof *crt);
    if (!crt) return false;
    CrtVariables *v = crt->variables = (CrtVariables *)(void *)variables;
    make_recursive(&crt->lock);
    // NOLINTNEXTLINE(cert-fio38-c,misc-non-copyable-objects): sizeof copies no mutex
    for (u32 i = 0; i < sizeof crt->numbered_locks / sizeof *crt->numbered_locks; i++)
        make_recursive(&crt->numbered_locks[i]);
    v->acmdln = p->win->command_line;
    v->wcmdln = p->win->command_line_w;
    split_command_line(&p->arena, v, str(p->win->command_line));
    copy_environment(p, v);
    v->initenv = v->environ;
    v->winitenv = v->wenviron;
    v->pgmptr = (char *)(uintptr_t)arena_cstr(&p->arena, p->program->windows_path);
    v->wpgmptr = to_utf16(&p->arena, p->program->windows_path);
    v->fmode = 0x4000; // text
    v->mb_cur_max = 1;
    v->sys_nerr = 43;
    v->pctype = make_class_table();
    v->huge = __builtin_huge_val();
    v->osplatform = 2;
    v->winmajor = 10;
    v->winver = 0x0a00;
    v->osver = 19045;
    v->tzname[0] = v->tzname[1] = (char *)(uintptr_t)arena_copy(&p->arena, STR("UTC")).p;
    open_standard_files(p, crt);
    open_standard_streams(crt);
    return v->pctype != NULL;
}

struct CrtThread *crt_thread(void) {
    Thread *thread = current_thread();
    if (!thread->crt) {
        thread->crt = calloc(1, sizeof *thread->crt);
        if (!thread->crt) abort();
        thread->crt->random = 1;
    }
    return thread->crt;
}

void free_crt_thread(Thread *thread) { free(thread->crt); }

// ---- Arguments and environment

static i32 WINCDECL crt___getmainargs(i32 *argc, char ***argv, char ***env, i32 wildcards, i32 *new_mode) {
    (void)wildcards, (void)new_mode; // arguments with * and ? stay as they are
    CrtVariables *v = current_crt()->variables;
    *argc = v->argc;
    *argv = v->argv;
    *env = v->environ;
    return 0;
}

static i32 WINCDECL crt___wgetmainargs(i32 *argc, WCHAR ***argv, WCHAR ***env, i32 wildcards, i32 *new_mode) {
    (void)wildcards, (void)new_mode;
    CrtVariables *v = current_crt()->variables;
    *argc = v->argc;
    *argv = v->wargv;
    *env = v->wenviron;
    return 0;
}

static i32 WINCDECL crt__configure_narrow_argv(i32 mode) {
    (void)mode;
    return 0;
}
static i32 WINCDECL crt__initialize_narrow_environment(void) { return 0; }
static char **WINCDECL crt__get_initial_narrow_environment(void) { return current_crt()->variables->environ; }
static WCHAR **WINCDECL crt__get_initial_wide_environment(void) { return current_crt()->variables->wenviron; }

// What follows the program's own name.
static char *WINCDECL crt__get_narrow_winmain_command_line(void) {
    char *at = current_crt()->variables->acmdln;
    bool quoted = false;
    while (*at && (quoted || (*at != ' ' && *at != '\t'))) quoted ^= *at++ == '"';
    while (*at == ' ' || *at == '\t') at++;
    return at;
}

#define POINTER_TO(name, type, field)                                                                                  \
    static type *WINCDECL crt_##name(void) { return &current_crt()->variables->field; }
POINTER_TO(__p__fmode, i32, fmode)
POINTER_TO(__p__commode, i32, commode)
POINTER_TO(__p__environ, char **, environ)
POINTER_TO(__p__wenviron, WCHAR **, wenviron)
POINTER_TO(__p___initenv, char **, initenv)
POINTER_TO(__p___argc, i32, argc)
POINTER_TO(__p___argv, char **, argv)
POINTER_TO(__p___wargv, WCHAR **, wargv)
POINTER_TO(__p__acmdln, char *, acmdln)
POINTER_TO(__p__wcmdln, WCHAR *, wcmdln)
POINTER_TO(__p__pgmptr, char *, pgmptr)
POINTER_TO(__p__iob, CrtFile, iob[0])
POINTER_TO(__p__pctype, const u16 *, pctype)
POINTER_TO(__daylight, i32, daylight)
POINTER_TO(__timezone, i32, timezone)
POINTER_TO(__dstbias, i32, dst_bias)

static i32 WINCDECL crt__set_fmode(i32 mode) {
    current_crt()->variables->fmode = mode;
    return 0;
}

static i32 WINCDECL crt__get_fmode(i32 *mode) {
    *mode = current_crt()->variables->fmode;
    return 0;
}

static i32 WINCDECL crt__get_pgmptr(char **name) {
    *name = current_crt()->variables->pgmptr;
    return 0;
}

static void WINCDECL crt___set_app_type(i32 type) { current_crt()->variables->app_type = type; }

static char *find_in_environment(Str name) {
    for (char **at = current_crt()->variables->environ; *at; at++) {
        Str entry = str(*at);
        if (entry.n > name.n && entry.p[name.n] == '=' && str_eq_nocase(str_slice(entry, 0, name.n), name))
            return *at + name.n + 1;
    }
    return NULL;
}

static char *WINCDECL crt_getenv(const char *name) { return find_in_environment(str(name)); }

static i32 WINCDECL crt_getenv_s(SIZE_T *needed, char *to, SIZE_T capacity, const char *name) {
    const char *value = find_in_environment(str(name));
    *needed = value ? strlen(value) + 1 : 0;
    if (to && capacity) to[0] = 0;
    if (!value || !to) return 0;
    if (*needed > capacity) return ERANGE;
    memcpy(to, value, *needed);
    return 0;
}

static i32 WINCDECL crt__putenv_s(const char *name, const char *value) {
    win_SetEnvironmentVariableA(name, *value ? value : NULL);
    Process *p = current_process();
    pthread_mutex_lock(&p->loader_lock); // the process's arena
    copy_environment(p, p->crt->variables);
    pthread_mutex_unlock(&p->loader_lock);
    return 0;
}

static i32 WINCDECL crt__putenv(const char *text) {
    Arena scratch = {0};
    Str s = str(text);
    size_t equals = str_find(s, '=');
    i32 result = equals == s.n ? -1 : crt__putenv_s(arena_cstr(&scratch, str_slice(s, 0, equals)), text + equals + 1);
    arena_free(&scratch);
    return result;
}

// ---- Initialisers and the end

static void WINCDECL crt__initterm(CrtFunction *from, CrtFunction *to) {
    for (; from < to; from++)
        if (*from) call_image((void *)*from, 0, 0, 0);
}

static i32 WINCDECL crt__initterm_e(CrtFunctionInt *from, CrtFunctionInt *to) {
    for (; from < to; from++) {
        i32 error = *from ? (i32)call_image((void *)*from, 0, 0, 0) : 0;
        if (error) return error;
    }
    return 0;
}

static CrtFunction WINCDECL crt__onexit(CrtFunction function) {
    Crt *crt = current_crt();
    pthread_mutex_lock(&crt->lock);
    bool room = crt->atexit_count < CRT_ATEXIT;
    if (room) crt->atexit[crt->atexit_count++] = function;
    pthread_mutex_unlock(&crt->lock);
    return room ? function : NULL;
}

static i32 WINCDECL crt_atexit(CrtFunction function) { return crt__onexit(function) ? 0 : -1; }

static void run_atexit(Crt *crt) {
    while (crt->atexit_count) { // a function may register another one
        CrtFunction function = crt->atexit[--crt->atexit_count];
        if (function) call_image((void *)function, 0, 0, 0);
    }
}

static void WINCDECL crt__cexit(void) {
    run_atexit(current_crt());
    flush_all_streams(current_crt());
}

static void WINCDECL crt__c_exit(void) { flush_all_streams(current_crt()); }

void crt_exit(i32 code) {
    crt__cexit();
    leave_process(current_process(), (u32)code);
}

static void WINCDECL crt_exit_function(i32 code) { crt_exit(code); }
static void WINCDECL crt__exit(i32 code) { leave_process(current_process(), (u32)code); }

void flush_crt(Process *p) {
    if (p->crt) flush_all_streams(p->crt);
}

// Tables of exit functions that a module keeps itself: three pointers, and a block that grows.
typedef struct {
    CrtFunction *first, *last, *end;
} OnexitTable;

static i32 WINCDECL crt__initialize_onexit_table(OnexitTable *table) {
    if (table->first == table->end) *table = (OnexitTable){0};
    return 0;
}

static i32 WINCDECL crt__register_onexit_function(OnexitTable *table, CrtFunction function) {
    if (table->last == table->end) {
        size_t n = (size_t)(table->last - table->first), more = n ? 2 * n : 32;
        CrtFunction *bigger = realloc(table->first, more * sizeof *bigger);
        if (!bigger) return -1;
        *table = (OnexitTable){bigger, bigger + n, bigger + more};
    }
    *table->last++ = function;
    return 0;
}

static i32 WINCDECL crt__execute_onexit_table(OnexitTable *table) {
    while (table->last != table->first) {
        CrtFunction function = *--table->last;
        if (function) call_image((void *)function, 0, 0, 0);
    }
    free(table->first);
    *table = (OnexitTable){0};
    return 0;
}

static CrtFunction WINCDECL crt___dllonexit(CrtFunction function, CrtFunction **first, CrtFunction **last) {
    size_t n = (size_t)(*last - *first);
    CrtFunction *bigger = heap_realloc(*first ? *first : heap_alloc(0, false), (n + 1) * sizeof *bigger, false);
    if (!bigger) return NULL;
    bigger[n] = function;
    *first = bigger;
    *last = bigger + n + 1;
    return function;
}

// ---- Errors

static i32 *WINCDECL crt__errno(void) { return &crt_thread()->error; }
static u32 *WINCDECL crt___doserrno(void) { return &crt_thread()->dos_error; }

static i32 WINCDECL crt__set_errno(i32 error) {
    set_crt_error(error);
    return 0;
}

static i32 WINCDECL crt__get_errno(i32 *error) {
    *error = crt_thread()->error;
    return 0;
}

static void say(const char *text) { crt_write(2, text, strlen(text)); }

enum { WIN_SIGINT = 2, WIN_SIGILL = 4, WIN_SIGFPE = 8, WIN_SIGSEGV = 11, WIN_SIGTERM = 15, WIN_SIGABRT = 22 };

typedef void(WINCDECL *SignalHandler)(i32 number);

static SignalHandler WINCDECL crt_signal(i32 number, SignalHandler handler) {
    if (number < 0 || number >= 32) {
        set_crt_error(EINVAL);
        return (SignalHandler)(intptr_t)-1;
    }
    return (SignalHandler)__atomic_exchange_n(&current_crt()->signals[number], (void *)(uintptr_t)handler,
                                              __ATOMIC_ACQ_REL);
}

static i32 WINCDECL crt_raise(i32 number) {
    if (number < 0 || number >= 32) return -1;
    SignalHandler handler = (SignalHandler)current_crt()->signals[number];
    if (handler == (SignalHandler)1) return 0; // SIG_IGN
    if (!handler) leave_process(current_process(), 3);
    current_crt()->signals[number] = NULL;
    call_image((void *)handler, (uintptr_t)number, 0, 0);
    return 0;
}

static void WINCDECL crt_abort(void) {
    flush_all_streams(current_crt());
    crt_raise(WIN_SIGABRT);
    leave_process(current_process(), 3);
}

static void WINCDECL crt__amsg_exit(i32 number) {
    char text[64];
    snprintf(text, sizeof text, "runtime error R6%03d\n", number);
    say(text);
    leave_process(current_process(), 255);
}

static void WINCDECL crt__assert(const char *expression, const char *file, u32 line) {
    Arena scratch = {0};
    flush_all_streams(current_crt());
    say((const char *)arena_printf(&scratch, "Assertion failed: %s, file %s, line %u\n", expression, file, line).p);
    crt_abort();
}

static void WINCDECL crt__wassert(const WCHAR *expression, const WCHAR *file, u32 line) {
    Arena scratch = {0};
    crt__assert((const char *)from_utf16(&scratch, expression).p, (const char *)from_utf16(&scratch, file).p, line);
}

static void WINCDECL crt__purecall(void) {
    say("pure virtual function call\n");
    crt_abort();
}

static void *WINCDECL crt__set_invalid_parameter_handler(void *handler) {
    return __atomic_exchange_n(&current_crt()->invalid_parameter_handler, handler, __ATOMIC_ACQ_REL);
}

static void WINCDECL crt__invalid_parameter_noinfo(void) { set_crt_error(EINVAL); }

static i32 WINCDECL crt__XcptFilter(u32 code, ExceptionPointers *pointers) {
    (void)code, (void)pointers;
    return EXCEPTION_CONTINUE_SEARCH; // the crash report is better than ending silently
}

static i32 WINCDECL crt__seh_filter_dll(u32 code, ExceptionPointers *pointers) {
    return crt__XcptFilter(code, pointers);
}

// ---- Locks, threads, locale

static void WINCDECL crt__lock(i32 number) { pthread_mutex_lock(&current_crt()->numbered_locks[number & 63]); }
static void WINCDECL crt__unlock(i32 number) { pthread_mutex_unlock(&current_crt()->numbered_locks[number & 63]); }

static uintptr_t WINCDECL crt__beginthreadex(void *security, u32 stack_size, void *function, void *argument, u32 flags,
                                             u32 *id) {
    (void)security;
    return (uintptr_t)start_thread(stack_size, function, argument, flags, id);
}

static uintptr_t WINCDECL crt__beginthread(void *function, u32 stack_size, void *argument) {
    HANDLE handle = start_thread(stack_size, function, argument, 0, NULL);
    return handle ? (uintptr_t)handle : (uintptr_t)-1;
}

static void WINCDECL crt__endthreadex(u32 code) { leave_thread(code); }
static void WINCDECL crt__endthread(void) { leave_thread(0); }
static i32 WINCDECL crt__getpid(void) { return (i32)getpid(); }
static void WINCDECL crt__sleep(u32 milliseconds) { usleep(milliseconds * 1000); }

typedef struct { // struct lconv
    const char *texts[10];
    char numbers[14];
} LocaleTexts;

static const LocaleTexts c_locale = {
    {".", "", "", "", "", "", "", "", "", ""},
    {127, 127, 127, 127, 127, 127, 127, 127, 127, 127, 127, 127, 127, 127},
};

static const LocaleTexts *WINCDECL crt_localeconv(void) { return &c_locale; }
static i32 WINCDECL crt___lconv_init(void) { return 0; }

static const char *WINCDECL crt_setlocale(i32 category, const char *name) {
    (void)category;
    return !name || !*name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0 ? "C" : NULL;
}

static i32 WINCDECL crt__configthreadlocale(i32 mode) {
    (void)mode;
    return 2; // _DISABLE_PER_THREAD_LOCALE
}

static u32 WINCDECL crt____lc_codepage_func(void) { return 0; }
static i32 WINCDECL crt____mb_cur_max_func(void) { return 1; }

// Things to set that change nothing here: they answer with the state before.
static i32 WINCDECL crt_zero(void) { return 0; }

// clang-format off
const BuiltinFunction crt_startup_functions[] = {
    CRT(__getmainargs), CRT(__wgetmainargs), CRT(_configure_narrow_argv),
    CRT_AS("_configure_wide_argv", crt__configure_narrow_argv), CRT(_initialize_narrow_environment),
    CRT_AS("_initialize_wide_environment", crt__initialize_narrow_environment), CRT(_get_initial_narrow_environment),
    CRT(_get_initial_wide_environment), CRT(_get_narrow_winmain_command_line), CRT(__p__fmode), CRT(__p__commode),
    CRT(__p__environ), CRT(__p__wenviron), CRT(__p___initenv), CRT(__p___argc), CRT(__p___argv), CRT(__p___wargv),
    CRT(__p__acmdln), CRT(__p__wcmdln), CRT(__p__pgmptr), CRT(__p__iob), CRT(__p__pctype), CRT(__daylight),
    CRT(__timezone), CRT(__dstbias), CRT(_set_fmode), CRT(_get_fmode), CRT(_get_pgmptr), CRT(__set_app_type),
    CRT_AS("_set_app_type", crt___set_app_type), CRT(getenv), CRT(getenv_s), CRT(_putenv_s), CRT(_putenv),
    CRT(_initterm), CRT(_initterm_e), CRT(_onexit), CRT(atexit), CRT_AS("_crt_atexit", crt_atexit),
    CRT_AS("_crt_at_quick_exit", crt_atexit), CRT(_cexit), CRT(_c_exit), CRT_AS("exit", crt_exit_function), CRT(_exit),
    CRT_AS("_Exit", crt__exit), CRT_AS("quick_exit", crt_exit_function), CRT(_initialize_onexit_table),
    CRT(_register_onexit_function), CRT(_execute_onexit_table), CRT(__dllonexit), CRT(_errno), CRT(__doserrno),
    CRT(_set_errno), CRT(_get_errno), CRT(signal), CRT(raise), CRT(abort), CRT_AS("terminate", crt_abort),
    CRT_AS("?terminate@@YAXXZ", crt_abort), CRT(_amsg_exit), CRT(_assert), CRT(_wassert), CRT(_purecall),
    CRT(_set_invalid_parameter_handler), CRT(_invalid_parameter_noinfo),
    CRT_AS("_invalid_parameter_noinfo_noreturn", crt_abort), CRT(_XcptFilter),
    CRT_AS("_seh_filter_exe", crt__XcptFilter), CRT(_seh_filter_dll), CRT(_lock), CRT(_unlock), CRT(_beginthreadex),
    CRT(_beginthread), CRT(_endthreadex), CRT(_endthread), CRT(_getpid), CRT(_sleep), CRT(localeconv),
    CRT(__lconv_init), CRT(setlocale), CRT(_configthreadlocale), CRT(___lc_codepage_func), CRT(___mb_cur_max_func),
    CRT_AS("_set_new_mode", crt_zero), CRT_AS("_set_error_mode", crt_zero), CRT_AS("_set_abort_behavior", crt_zero),
    CRT_AS("_set_output_format", crt_zero), CRT_AS("_register_thread_local_exe_atexit_callback", crt_zero), {0},
};
// clang-format on
