// winapi_console.c - the console is whatever standard input and output are here: a terminal, a pipe, a file.
//
// WriteConsole takes UTF-16 and the terminal UTF-8; the rest mostly answers what a plain terminal would.
#include "winapi.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { STD_INPUT = -10, STD_OUTPUT = -11, STD_ERROR = -12 };

static HANDLE WINAPI win_GetStdHandle(DWORD which) {
    i32 number = (i32)which;
    if (number <= STD_INPUT && number >= STD_ERROR) return current_process()->win->standard[STD_INPUT - number];
    set_last_error(ERROR_INVALID_HANDLE);
    return INVALID_HANDLE;
}

static BOOL WINAPI win_SetStdHandle(DWORD which, HANDLE handle) {
    i32 number = (i32)which;
    if (number > STD_INPUT || number < STD_ERROR) return fail(ERROR_INVALID_HANDLE);
    current_process()->win->standard[STD_INPUT - number] = handle;
    return TRUE;
}

static BOOL WINAPI win_WriteConsoleA(HANDLE handle, const char *text, DWORD n, DWORD *written, void *reserved) {
    (void)reserved;
    park_if_ending();
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    if (write_fd(fd, text, n) < 0) return fail(error_of_errno(errno));
    if (written) *written = n;
    return TRUE;
}

static BOOL WINAPI win_WriteConsoleW(HANDLE handle, const WCHAR *text, DWORD n, DWORD *written, void *reserved) {
    Arena scratch = {0};
    u64 size = utf16_to_utf8(text, n, NULL, 0);
    u8 *bytes = arena_alloc(&scratch, size);
    utf16_to_utf8(text, n, bytes, size);
    BOOL ok = win_WriteConsoleA(handle, (char *)bytes, (DWORD)size, NULL, reserved);
    if (ok && written) *written = n;
    arena_free(&scratch);
    return ok;
}

// A line from a terminal ends with CR LF on Windows.
static BOOL read_line(int fd, char *to, DWORD capacity, DWORD *got) {
    park_if_ending();
    ssize_t n;
    do n = read(fd, to, capacity > 1 ? capacity - 1 : capacity);
    while (n < 0 && errno == EINTR);
    if (n < 0) return fail(error_of_errno(errno));
    if (n > 0 && (DWORD)n < capacity && to[n - 1] == '\n') {
        to[n - 1] = '\r';
        to[n++] = '\n';
    }
    *got = (DWORD)n;
    return TRUE;
}

static BOOL WINAPI win_ReadConsoleA(HANDLE handle, char *to, DWORD capacity, DWORD *got, void *control) {
    (void)control;
    int fd = fd_of(handle);
    return fd >= 0 && read_line(fd, to, capacity, got);
}

static BOOL WINAPI win_ReadConsoleW(HANDLE handle, WCHAR *to, DWORD capacity, DWORD *got, void *control) {
    (void)control;
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    Arena scratch = {0};
    char *bytes = arena_alloc(&scratch, (u64)capacity + 1); // never more UTF-16 units than UTF-8 bytes
    DWORD n = 0;
    BOOL ok = read_line(fd, bytes, capacity, &n);
    if (ok) *got = utf8_to_utf16((Str){(u8 *)bytes, n}, to, capacity);
    arena_free(&scratch);
    return ok;
}

// Only a terminal has a console mode. Programs find out with this function whether their output is redirected.
static BOOL WINAPI win_GetConsoleMode(HANDLE handle, DWORD *mode) {
    enum { INPUT_MODE = 0x1f7, OUTPUT_MODE = 7 }; // processed, line, echo ...; processed, wrap, escape sequences
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    if (!isatty(fd)) return fail(ERROR_INVALID_HANDLE);
    *mode = handle == current_process()->win->standard[0] ? INPUT_MODE : OUTPUT_MODE;
    return TRUE;
}

static BOOL WINAPI win_SetConsoleMode(HANDLE handle, DWORD mode) {
    (void)mode;
    int fd = fd_of(handle);
    return fd >= 0 && (isatty(fd) || fail(ERROR_INVALID_HANDLE));
}

static DWORD WINAPI win_GetConsoleOutputCP(void) { return current_process()->win->console_output_cp; }
static DWORD WINAPI win_GetConsoleCP(void) { return current_process()->win->console_input_cp; }

static BOOL WINAPI win_SetConsoleOutputCP(DWORD code_page) {
    current_process()->win->console_output_cp = code_page;
    return TRUE;
}

static BOOL WINAPI win_SetConsoleCP(DWORD code_page) {
    current_process()->win->console_input_cp = code_page;
    return TRUE;
}

typedef struct { // CONSOLE_SCREEN_BUFFER_INFO
    i16 width, height, x, y;
    u16 attributes;
    i16 left, top, right, bottom, largest_width, largest_height;
} ScreenInfo;

static BOOL WINAPI win_GetConsoleScreenBufferInfo(HANDLE handle, ScreenInfo *info) {
    int fd = fd_of(handle);
    struct winsize size;
    if (fd < 0) return FALSE;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0) return fail(ERROR_INVALID_HANDLE);
    i16 width = (i16)size.ws_col, height = (i16)size.ws_row;
    *info = (ScreenInfo){.width = width,
                         .height = height,
                         .attributes = 7,
                         .right = (i16)(width - 1),
                         .bottom = (i16)(height - 1),
                         .largest_width = width,
                         .largest_height = height};
    return TRUE;
}

// The eight colours of both worlds, with red and blue changed over.
static BOOL WINAPI win_SetConsoleTextAttribute(HANDLE handle, u16 attributes) {
    static const char colours[] = "04261537";
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    if (!isatty(fd)) return fail(ERROR_INVALID_HANDLE);
    char text[] = "\033[0;30;40m";
    text[2] = attributes & 8 ? '1' : '0';
    text[5] = colours[attributes & 7];
    text[8] = colours[attributes >> 4 & 7];
    if ((attributes & 0xff) == 7) return write_fd(fd, "\033[0m", 4) == 4;
    return write_fd(fd, text, sizeof text - 1) > 0;
}

static BOOL WINAPI win_SetConsoleTitleA(const void *title) {
    (void)title;
    return TRUE;
}
#define win_SetConsoleTitleW win_SetConsoleTitleA

// Ctrl-C ends the process, as it does for any Linux program; handlers are accepted and not called.
static BOOL WINAPI win_SetConsoleCtrlHandler(void *handler, BOOL add) {
    (void)handler, (void)add;
    return TRUE;
}

static BOOL WINAPI win_AllocConsole(void) { return fail(ERROR_ACCESS_DENIED); } // there is one already
static BOOL WINAPI win_FreeConsole(void) { return TRUE; }
static HANDLE WINAPI win_GetConsoleWindow(void) { return NULL; }

// clang-format off
const BuiltinFunction console_functions[] = {
    FN(GetStdHandle), FN(SetStdHandle), FN(WriteConsoleA), FN(WriteConsoleW), FN(ReadConsoleA), FN(ReadConsoleW),
    FN(GetConsoleMode), FN(SetConsoleMode), FN(GetConsoleCP), FN(GetConsoleOutputCP), FN(SetConsoleCP),
    FN(SetConsoleOutputCP), FN(GetConsoleScreenBufferInfo), FN(SetConsoleTextAttribute), FN(SetConsoleTitleA),
    FN(SetConsoleTitleW), FN(SetConsoleCtrlHandler), FN(AllocConsole), FN(FreeConsole), FN(GetConsoleWindow), {0},
};
// clang-format on
