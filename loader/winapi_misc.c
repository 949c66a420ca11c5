// winapi_misc.c - the few functions that are built in of DLLs other than kernel32: user32, advapi32, shell32, ntdll,
// and of two that Rust's programs import, bcrypt and userenv.
//
// A message box cannot be shown in a terminal; its words can. ntdll.dll holds the functions below kernel32's, many of
// them the same under another name; those are listed beside their kernel32 twins in the other winapi files.
#include "crt.h"
#include "winapi.h"

#include <stdlib.h>
#include <unistd.h>

// ---- user32

static BOOL say(Str title, Str text) {
    Arena scratch = {0};
    Str line = arena_printf(&scratch, "[%.*s] %.*s\r\n", STR_ARG(title), STR_ARG(text));
    if (current_process()->crt) flush_all_streams(current_crt()); // what was printed before comes before
    bool ok = write_fd(STDOUT_FILENO, line.p, line.n) >= 0;
    arena_free(&scratch);
    return ok; // IDOK
}

static i32 WINAPI win_MessageBoxA(HANDLE window, const char *text, const char *title, u32 kind) {
    (void)window, (void)kind;
    return say(title ? str(title) : STR("Error"), str(text));
}

static i32 WINAPI win_MessageBoxW(HANDLE window, const WCHAR *text, const WCHAR *title, u32 kind) {
    (void)window, (void)kind;
    Arena scratch = {0};
    i32 answer = say(title ? from_utf16(&scratch, title) : STR("Error"), from_utf16(&scratch, text));
    arena_free(&scratch);
    return answer;
}

static BOOL WINAPI win_MessageBeep(u32 kind) {
    (void)kind;
    return TRUE;
}

static i32 print(char *to, const char *format, WinArgs args) {
    enum { LIMIT = 1024 }; // wsprintf never writes more
    Arena scratch = {0};
    Buffer out = {.arena = &scratch};
    crt_format(&out, format, args, (FormatRules){0});
    u64 n = out.n < LIMIT ? out.n : LIMIT - 1;
    memcpy(to, out.p ? out.p : (u8 *)"", n);
    to[n] = 0;
    arena_free(&scratch);
    return (i32)n;
}

static i32 WINCDECL win_wsprintfA(char *to, const char *format, ...) {
    WinArgs args;
    win_args_start(args, format);
    i32 n = print(to, format, args);
    win_args_end(args);
    return n;
}

static i32 WINAPI win_wvsprintfA(char *to, const char *format, WinArgs args) { return print(to, format, args); }

static i32 WINCDECL win_wsprintfW(WCHAR *to, const WCHAR *format, ...) {
    enum { LIMIT = 1024 };
    WinArgs args;
    Arena scratch = {0};
    Buffer out = {.arena = &scratch};
    win_args_start(args, format);
    crt_format(&out, (const char *)from_utf16(&scratch, format).p, args, (FormatRules){.is_wide = true});
    win_args_end(args);
    u32 n = utf8_to_utf16(buffer_str(&out), to, LIMIT - 1);
    if (n > LIMIT - 1) n = LIMIT - 1;
    to[n] = 0;
    arena_free(&scratch);
    return (i32)n;
}

static char *WINAPI win_CharUpperA(char *s) {
    if ((uintptr_t)s < 0x10000)
        return (char *)(uintptr_t)((uintptr_t)s >= 'a' && (uintptr_t)s <= 'z' ? (uintptr_t)s - 32 : (uintptr_t)s);
    for (char *at = s; *at; at++)
        if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 32);
    return s;
}

static char *WINAPI win_CharLowerA(char *s) {
    if ((uintptr_t)s < 0x10000) return (char *)(uintptr_t)ascii_lower((u8)(uintptr_t)s);
    for (char *at = s; *at; at++) *at = (char)ascii_lower((u8)*at);
    return s;
}

static char *WINAPI win_CharNextA(const char *s) { return (char *)(uintptr_t)(*s ? s + 1 : s); }

// clang-format off
const BuiltinFunction user_functions[] = {
    FN(MessageBoxA), FN(MessageBoxW), FN(MessageBeep), FN_VARIADIC(wsprintfA), FN_VARIADIC(wsprintfW), FN(wvsprintfA),
    FN(CharUpperA), FN(CharLowerA), FN(CharNextA), {0},
};
// clang-format on

// ---- advapi32

static BOOL WINAPI win_GetUserNameA(char *to, DWORD *capacity) {
    const char *name = getenv("USER");
    DWORD n = give_text(str(name ? name : "user"), to, *capacity);
    bool fits = n < *capacity;
    *capacity = fits ? n + 1 : n;
    return fits || fail(ERROR_INSUFFICIENT_BUFFER);
}

static u8 WINAPI win_RtlGenRandom(u8 *to, DWORD n) {
    for (DWORD at = 0; at < n; at += 256)
        if (getentropy(to + at, n - at < 256 ? n - at : 256) != 0) return FALSE;
    return TRUE;
}

static i32 WINAPI win_BCryptGenRandom(HANDLE algorithm, u8 *to, DWORD n, DWORD flags) {
    (void)algorithm, (void)flags;
    for (DWORD at = 0; at < n; at += 256)
        if (getentropy(to + at, n - at < 256 ? n - at : 256) != 0) return (i32)0xC0000001;
    return 0;
}

const BuiltinFunction bcrypt_functions[] = {FN(BCryptGenRandom), {0}};

static BOOL WINAPI win_GetUserProfileDirectoryW(HANDLE token, WCHAR *to, DWORD *capacity) {
    (void)token;
    Arena scratch = {0};
    Str home = str(getenv("HOME"));
    DWORD n = give_text_w(windows_path(current_process(), &scratch, home.n ? home : STR("/")), to, *capacity);
    bool fits = n < *capacity;
    *capacity = fits ? n + 1 : n;
    arena_free(&scratch);
    return fits || fail(ERROR_INSUFFICIENT_BUFFER);
}

const BuiltinFunction userenv_functions[] = {FN(GetUserProfileDirectoryW), {0}};

const BuiltinFunction advapi_functions[] = {FN(GetUserNameA), FN_AS("SystemFunction036", win_RtlGenRandom), {0}};

// ---- shell32

// The arguments as one block: pointers first, then the texts. LocalFree frees it.
static WCHAR **WINAPI win_CommandLineToArgvW(const WCHAR *line, i32 *count) {
    Arena scratch = {0};
    CrtVariables v = {0};
    Str text = line && *line ? from_utf16(&scratch, line) : current_process()->program->windows_path;
    split_command_line(&scratch, &v, text);
    u64 size = (u64)(v.argc + 1) * sizeof(WCHAR *);
    for (i32 i = 0; i < v.argc; i++) size += (utf16_length(v.wargv[i]) + 1) * sizeof(WCHAR);
    WCHAR **block = heap_alloc(size, true), *at = block ? (WCHAR *)(void *)(block + v.argc + 1) : NULL;
    for (i32 i = 0; block && i < v.argc; i++) {
        u64 n = utf16_length(v.wargv[i]) + 1;
        block[i] = memcpy(at, v.wargv[i], n * sizeof *at);
        at += n;
    }
    *count = v.argc;
    arena_free(&scratch);
    return block;
}

const BuiltinFunction shell_functions[] = {FN(CommandLineToArgvW), {0}};

// ---- ntdll

static i32 WINAPI nt_terminate_process(HANDLE process, u32 status) {
    (void)process;
    end_host_process(current_process(), status);
}

static void WINAPI nt_exit_process(u32 status) { leave_process(current_process(), status); }
static void WINAPI nt_exit_thread(u32 status) { leave_thread(status); }
static u32 WINAPI nt_last_error(void) { return current_thread()->teb.head.last_error; }
static void WINAPI nt_set_last_error(u32 error) { set_last_error(error); }
static i32 WINAPI nt_close(HANDLE handle) { return close_handle(current_process(), handle) ? 0 : (i32)0xC0000008; }
static Peb *WINAPI nt_current_peb(void) { return current_process()->peb; }

typedef struct { // IO_STATUS_BLOCK
    uintptr_t status, information;
} IoStatus;

// The system call under WriteFile. Programs call it to show that there is one.
static i32 WINAPI nt_write_file(HANDLE handle, HANDLE event, void *routine, void *context, IoStatus *io,
                                const void *bytes, u32 n, const i64 *offset, u32 *key) {
    (void)event, (void)routine, (void)context, (void)key;
    int fd = fd_of(handle);
    if (fd < 0) return (i32)0xC0000008;
    i64 done = offset ? pwrite(fd, bytes, n, *offset) : write_fd(fd, bytes, n);
    *io = (IoStatus){0, done < 0 ? 0 : (uintptr_t)done};
    return done < 0 ? (i32)0xC0000185 : 0;
}

static void *WINAPI nt_allocate(HANDLE heap, u32 flags, SIZE_T n) {
    (void)heap;
    return heap_alloc(n, flags & 8);
}

static u8 WINAPI nt_free(HANDLE heap, u32 flags, void *piece) {
    (void)heap, (void)flags;
    heap_free(piece);
    return TRUE;
}

static SIZE_T WINAPI nt_size(HANDLE heap, u32 flags, const void *piece) {
    (void)heap, (void)flags;
    return (SIZE_T)heap_size(piece);
}

static void WINAPI nt_init_unicode(UnicodeString *to, u16 *text) {
    u64 n = text ? 2 * utf16_length(text) : 0;
    *to = (UnicodeString){(u16)n, (u16)(text ? n + 2 : 0), text};
}

typedef struct {
    u32 size, major, minor, build, platform;
} NtVersion;

static i32 WINAPI nt_version(NtVersion *version) {
    version->major = 10;
    version->minor = 0;
    version->build = 19045;
    version->platform = 2;
    return 0;
}

// clang-format off
const BuiltinFunction ntdll_functions[] = {
    FN_AS("NtTerminateProcess", nt_terminate_process), FN_AS("ZwTerminateProcess", nt_terminate_process),
    FN_AS("RtlExitUserProcess", nt_exit_process), FN_AS("RtlExitUserThread", nt_exit_thread),
    FN_AS("RtlGetLastWin32Error", nt_last_error), FN_AS("RtlSetLastWin32Error", nt_set_last_error),
    FN_AS("NtClose", nt_close), FN_AS("ZwClose", nt_close), FN_AS("RtlGetCurrentPeb", nt_current_peb),
    FN_AS("NtWriteFile", nt_write_file), FN_AS("ZwWriteFile", nt_write_file), FN_AS("RtlAllocateHeap", nt_allocate),
    FN_AS("RtlFreeHeap", nt_free), FN_AS("RtlSizeHeap", nt_size), FN_AS("RtlInitUnicodeString", nt_init_unicode),
    FN_AS("RtlGetVersion", nt_version), {0},
};
// clang-format on
