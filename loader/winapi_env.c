// winapi_env.c - environment variables and the command line.
//
// Linux hands over a list of arguments and a list of NAME=value texts. Windows hands over one line of text, which the
// program takes apart itself (with rules about quotes and backslashes), and one block of texts. So the line is put
// together here such that the usual rules give the same arguments back:
//
//      prog.exe  a b  c"d  e\      ->   "Z:\home\me\prog.exe" "a b" c\"d e\         [CommandLineToArgvW]
//
// The program gets the environment of myload with PATH, TEMP and TMP in Windows' form, and a few variables that Windows
// always sets. Its changes are its own.
#include "winapi.h"

#include <stdlib.h>
#include <unistd.h>

extern char **environ;

// ---- The list. Every function here is under WinState.lock.

static size_t name_length(const char *entry) {
    // Names may begin with '=' on Windows (current folders of drives), so the first byte never ends a name.
    const char *end = strchr(entry + (*entry != 0), '=');
    return end ? (size_t)(end - entry) : strlen(entry);
}

static char **find_variable(WinState *win, Str name) {
    for (u32 i = 0; i < win->environment_count; i++) {
        const char *entry = win->environment[i];
        if (str_eq_nocase((Str){(const u8 *)entry, name_length(entry)}, name)) return &win->environment[i];
    }
    return NULL;
}

static bool set_variable(WinState *win, Str name, Str value) {
    char *entry = malloc(name.n + value.n + 2);
    if (!entry) return false;
    memcpy(entry, name.p, name.n);
    entry[name.n] = '=';
    if (value.n) memcpy(entry + name.n + 1, value.p, value.n);
    entry[name.n + 1 + value.n] = 0;
    char **slot = find_variable(win, name);
    if (!slot) {
        char **bigger = realloc(win->environment, sizeof *bigger * (win->environment_count + 1u));
        if (!bigger) {
            free(entry);
            return false;
        }
        win->environment = bigger;
        slot = &bigger[win->environment_count++];
        *slot = NULL;
    }
    free(*slot);
    *slot = entry;
    return true;
}

static bool remove_variable(WinState *win, Str name) {
    char **slot = find_variable(win, name);
    if (!slot) return false;
    free(*slot);
    u32 idx = (u32)(slot - win->environment);
    memmove(slot, slot + 1, sizeof *slot * (win->environment_count - idx - 1));
    win->environment_count--;
    return true;
}

Str environment_value(Process *p, Arena *a, Str name) {
    pthread_mutex_lock(&p->win->lock);
    char **slot = find_variable(p->win, name);
    Str value = slot ? arena_copy(a, str(*slot + name_length(*slot) + 1)) : (Str){0};
    pthread_mutex_unlock(&p->win->lock);
    return value;
}

// ---- Making it

// "/usr/bin:/bin" -> "Z:\usr\bin;Z:\bin"
static Str windows_search_path(Process *p, Arena *a, Str path) {
    Buffer b = {.arena = a};
    for (size_t at = 0; at < path.n;) {
        Str rest = str_slice(path, at, path.n);
        Str folder = str_slice(rest, 0, str_find(rest, ':'));
        at += folder.n + 1;
        if (!folder.n) continue;
        if (b.n) buffer_put(&b, ";", 1);
        buffer_put_str(&b, windows_path(p, a, folder));
    }
    return buffer_str(&b);
}

static bool copy_environment(Process *p, Arena *a) {
    bool ok = true;
    for (char **e = environ; *e; e++) {
        Str name = {(const u8 *)*e, name_length(*e)};
        Str value = str(*e + name.n + ((*e)[name.n] == '='));
        if (!name.n) continue;
        if (str_eq(name, STR("PATH"))) value = windows_search_path(p, a, value);
        if (str_eq_nocase(name, STR("TEMP")) || str_eq_nocase(name, STR("TMP"))) value = windows_path(p, a, value);
        ok = ok && set_variable(p->win, name, value);
    }
    static const char *const always[][2] = {
        {"OS", "Windows_NT"},      {"PATHEXT", ".COM;.EXE;.BAT;.CMD"},
        {"SystemDrive", "C:"},     {"SystemRoot", "C:\\windows"},
        {"TEMP", "Z:\\tmp"},       {"TMP", "Z:\\tmp"},
        {"windir", "C:\\windows"},
    };
    for (u32 i = 0; i < sizeof always / sizeof *always; i++)
        if (!find_variable(p->win, str(always[i][0])))
            ok = ok && set_variable(p->win, str(always[i][0]), str(always[i][1]));
    return ok;
}

static void put_backslashes(Buffer *b, u32 n) {
    while (n--) buffer_put(b, "\\", 1);
}

// Backslashes mean themselves except in front of a quote, where they are doubled and the quote gets one more.
static void put_argument(Buffer *b, Str arg) {
    bool quotes = !arg.n || str_find(arg, ' ') < arg.n || str_find(arg, '\t') < arg.n;
    u32 backslashes = 0;
    if (quotes) buffer_put(b, "\"", 1);
    for (size_t i = 0; i < arg.n; i++) {
        if (arg.p[i] == '"') put_backslashes(b, backslashes + 1);
        backslashes = arg.p[i] == '\\' ? backslashes + 1 : 0;
        buffer_put(b, &arg.p[i], 1);
    }
    if (quotes) put_backslashes(b, backslashes);
    if (quotes) buffer_put(b, "\"", 1);
}

static bool make_command_line(Process *p, Arena *a, int argc, char **argv) {
    Buffer b = {.arena = a};
    buffer_printf(&b, "\"%s\"", (const char *)windows_path(p, a, str(argv[0])).p);
    for (int i = 1; i < argc; i++) {
        buffer_put(&b, " ", 1);
        put_argument(&b, str(argv[i]));
    }
    Str line = buffer_str(&b);
    u32 units = utf8_to_utf16(line, NULL, 0);
    p->win->command_line = strndup((const char *)line.p, line.n);
    p->win->command_line_w = calloc((size_t)units + 1, sizeof(WCHAR));
    if (p->win->command_line_w) utf8_to_utf16(line, p->win->command_line_w, units);
    return p->win->command_line && p->win->command_line_w;
}

bool create_environment(Process *p, int argc, char **argv) {
    Arena scratch = {0};
    bool ok = copy_environment(p, &scratch) && make_command_line(p, &scratch, argc, argv);
    arena_free(&scratch);
    return ok;
}

static UnicodeString unicode_of(Process *p, Str s) {
    u16 *text = to_utf16(&p->arena, s);
    u16 n = (u16)(2 * utf16_length(text));
    return (UnicodeString){n, (u16)(n + 2), text};
}

bool create_process_parameters(Process *p) {
    ProcessParameters *q = &p->parameters;
    q->maximum_length = q->length = sizeof *q;
    q->flags = 1; // normalised: the texts are pointers, not offsets
    q->standard_input = p->win->standard[0];
    q->standard_output = p->win->standard[1];
    q->standard_error = p->win->standard[2];
    q->image_path = unicode_of(p, p->program->windows_path);
    q->command_line = unicode_of(p, str(p->win->command_line));
    q->current_folder = unicode_of(p, windows_path(p, &p->arena, STR(".")));
    return true;
}

// ---- The functions

static const char *WINAPI win_GetCommandLineA(void) { return current_process()->win->command_line; }
static const WCHAR *WINAPI win_GetCommandLineW(void) { return current_process()->win->command_line_w; }

// The value in UTF-8, copied into `a`; false when there is no such variable.
static bool get_variable(Arena *a, Str name, Str *value) {
    Process *p = current_process();
    pthread_mutex_lock(&p->win->lock);
    char **slot = find_variable(p->win, name);
    if (slot) *value = arena_copy(a, str(*slot + name_length(*slot) + 1));
    pthread_mutex_unlock(&p->win->lock);
    return slot != NULL;
}

static DWORD WINAPI win_GetEnvironmentVariableA(const char *name, char *to, DWORD capacity) {
    Arena scratch = {0};
    Str value;
    bool there = get_variable(&scratch, str(name), &value);
    DWORD n = there ? give_text(value, to, capacity) : 0;
    arena_free(&scratch);
    if (!there) set_last_error(ERROR_ENVVAR_NOT_FOUND);
    return n;
}

static DWORD WINAPI win_GetEnvironmentVariableW(const WCHAR *name, WCHAR *to, DWORD capacity) {
    Arena scratch = {0};
    Str value;
    bool there = get_variable(&scratch, from_utf16(&scratch, name), &value);
    DWORD n = there ? give_text_w(value, to, capacity) : 0;
    arena_free(&scratch);
    if (!there) set_last_error(ERROR_ENVVAR_NOT_FOUND);
    return n;
}

static BOOL change_variable(Str name, const Str *value) {
    Process *p = current_process();
    if (!name.n) return fail(ERROR_INVALID_PARAMETER);
    pthread_mutex_lock(&p->win->lock);
    bool ok = value ? set_variable(p->win, name, *value) : remove_variable(p->win, name);
    pthread_mutex_unlock(&p->win->lock);
    return ok || fail(value ? ERROR_NOT_ENOUGH_MEMORY : ERROR_ENVVAR_NOT_FOUND);
}

BOOL WINAPI win_SetEnvironmentVariableA(const char *name, const char *value) {
    Str text = str(value);
    return change_variable(str(name), value ? &text : NULL);
}

static BOOL WINAPI win_SetEnvironmentVariableW(const WCHAR *name, const WCHAR *value) {
    Arena scratch = {0};
    Str text = from_utf16(&scratch, value);
    BOOL ok = change_variable(from_utf16(&scratch, name), value ? &text : NULL);
    arena_free(&scratch);
    return ok;
}

// A copy of all variables, each ended by a NUL, all ended by one more. FreeEnvironmentStrings frees it.
static char *environment_block(Process *p, u64 *size) {
    pthread_mutex_lock(&p->win->lock);
    *size = 1;
    for (u32 i = 0; i < p->win->environment_count; i++) *size += strlen(p->win->environment[i]) + 1;
    char *block = malloc(*size + 1), *at = block;
    for (u32 i = 0; block && i < p->win->environment_count; i++) at = stpcpy(at, p->win->environment[i]) + 1;
    if (block) at[0] = at[1 - (at == block)] = 0;
    pthread_mutex_unlock(&p->win->lock);
    return block;
}

static char *WINAPI win_GetEnvironmentStringsA(void) {
    u64 size;
    return environment_block(current_process(), &size);
}

static WCHAR *WINAPI win_GetEnvironmentStringsW(void) {
    u64 size;
    char *block = environment_block(current_process(), &size);
    if (!block) return NULL;
    Str text = {(const u8 *)block, size};
    u32 units = utf8_to_utf16(text, NULL, 0);
    WCHAR *wide = calloc((size_t)units + 1, sizeof *wide);
    if (wide) utf8_to_utf16(text, wide, units);
    free(block);
    return wide;
}

static BOOL WINAPI win_FreeEnvironmentStringsA(char *block) {
    free(block);
    return TRUE;
}

static BOOL WINAPI win_FreeEnvironmentStringsW(WCHAR *block) {
    free(block);
    return TRUE;
}

// "%TEMP%\x" -> "Z:\tmp\x"; names that are not set stay as they are.
static Str expand(Arena *a, Str text) {
    Buffer b = {.arena = a};
    for (size_t i = 0; i < text.n; i++) {
        Str rest = str_slice(text, i + 1, text.n), value;
        size_t end = text.p[i] == '%' ? str_find(rest, '%') : rest.n;
        if (text.p[i] == '%' && end < rest.n && end > 0 && get_variable(a, str_slice(rest, 0, end), &value)) {
            buffer_put_str(&b, value);
            i += end + 1;
        } else {
            buffer_put(&b, &text.p[i], 1);
        }
    }
    return buffer_str(&b);
}

static DWORD WINAPI win_ExpandEnvironmentStringsA(const char *text, char *to, DWORD capacity) {
    Arena scratch = {0};
    Str s = expand(&scratch, str(text));
    give_text(s, to, capacity);
    arena_free(&scratch);
    return (DWORD)s.n + 1;
}

static DWORD WINAPI win_ExpandEnvironmentStringsW(const WCHAR *text, WCHAR *to, DWORD capacity) {
    Arena scratch = {0};
    Str s = expand(&scratch, from_utf16(&scratch, text));
    DWORD n = utf8_to_utf16(s, NULL, 0) + 1;
    give_text_w(s, to, capacity);
    arena_free(&scratch);
    return n;
}

typedef struct { // STARTUPINFO; the A and W forms differ only in what the texts are
    DWORD size;
    void *reserved, *desktop, *title;
    DWORD x, y, x_size, y_size, x_chars, y_chars, fill, flags;
    u16 show_window, reserved2_size;
    void *reserved2;
    HANDLE input, output, error;
} StartupInfo;

static void WINAPI win_GetStartupInfoA(StartupInfo *info) {
    WinState *win = current_process()->win;
    *info = (StartupInfo){
        .size = sizeof *info, .input = win->standard[0], .output = win->standard[1], .error = win->standard[2]};
}
#define win_GetStartupInfoW win_GetStartupInfoA

typedef struct { // SYSTEM_INFO
    u16 architecture, reserved;
    DWORD page_size;
    void *lowest, *highest;
    SIZE_T processor_mask;
    DWORD processor_count, processor_type, granularity;
    u16 level, revision;
} SystemInfo;

static void WINAPI win_GetSystemInfo(SystemInfo *info) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    DWORD n = count > 0 ? (DWORD)count : 1;
    *info = (SystemInfo){.architecture = SYSTEM_ARCHITECTURE,
                         .page_size = PAGE_SIZE,
                         .lowest = (void *)0x10000,
                         .highest = (void *)(uintptr_t)HIGHEST_ADDRESS,
                         .processor_count = n,
                         .processor_mask = n >= 8 * sizeof(SIZE_T) ? (SIZE_T)-1 : ((SIZE_T)1 << n) - 1,
                         .processor_type = SYSTEM_PROCESSOR_TYPE,
                         .granularity = ALLOCATION_GRANULARITY,
                         .level = 6};
}
#define win_GetNativeSystemInfo win_GetSystemInfo

enum { WINDOWS_MAJOR = 10, WINDOWS_MINOR = 0, WINDOWS_BUILD = 19045 };

static DWORD WINAPI win_GetVersion(void) { return WINDOWS_MAJOR | WINDOWS_MINOR << 8 | (DWORD)WINDOWS_BUILD << 16; }

typedef struct { // OSVERSIONINFO, up to the text; the text is empty
    DWORD size, major, minor, build, platform;
} VersionInfo;

static BOOL WINAPI win_GetVersionExA(VersionInfo *info) {
    DWORD size = info->size;
    if (size < sizeof *info) return fail(ERROR_INVALID_PARAMETER);
    memset(info, 0, size);
    *info = (VersionInfo){size, WINDOWS_MAJOR, WINDOWS_MINOR, WINDOWS_BUILD, 2};
    return TRUE;
}
#define win_GetVersionExW win_GetVersionExA

static BOOL WINAPI win_IsProcessorFeaturePresent(DWORD feature) {
    enum { PF_XMMI = 6, PF_RDTSC = 8, PF_XMMI64 = 10, PF_NX = 12, PF_FASTFAIL = 23 };
    return feature == PF_XMMI || feature == PF_RDTSC || feature == PF_XMMI64 || feature == PF_NX ||
           feature == PF_FASTFAIL;
}

static BOOL WINAPI win_GetComputerNameA(char *to, DWORD *capacity) {
    char name[256];
    if (gethostname(name, sizeof name) != 0) return fail(error_of_errno(22));
    name[sizeof name - 1] = 0;
    DWORD n = give_text(str(name), to, *capacity);
    bool fits = n < *capacity;
    *capacity = n;
    return fits || fail(ERROR_INSUFFICIENT_BUFFER);
}

// clang-format off
const BuiltinFunction env_functions[] = {
    FN(GetCommandLineA), FN(GetCommandLineW), FN(GetEnvironmentVariableA), FN(GetEnvironmentVariableW),
    FN(SetEnvironmentVariableA), FN(SetEnvironmentVariableW), FN(GetEnvironmentStringsA), FN(GetEnvironmentStringsW),
    FN_AS("GetEnvironmentStrings", win_GetEnvironmentStringsA), FN(FreeEnvironmentStringsA),
    FN(FreeEnvironmentStringsW), FN(ExpandEnvironmentStringsA), FN(ExpandEnvironmentStringsW), FN(GetStartupInfoA),
    FN(GetStartupInfoW), FN(GetSystemInfo), FN(GetNativeSystemInfo), FN(GetVersion), FN(GetVersionExA),
    FN(GetVersionExW), FN(IsProcessorFeaturePresent), FN(GetComputerNameA), {0},
};
// clang-format on
