// winapi_error.c - GetLastError and what errors are called, debugging aids.
#include "winapi.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static DWORD WINAPI win_GetLastError(void) { return current_thread()->teb.head.last_error; }
static void WINAPI win_SetLastError(DWORD code) { set_last_error(code); }

static DWORD WINAPI win_SetErrorMode(DWORD mode) {
    WinState *win = current_process()->win;
    DWORD old = win->error_mode;
    win->error_mode = mode;
    return old;
}

static DWORD WINAPI win_GetErrorMode(void) { return current_process()->win->error_mode; }

// The texts of the errors that the built-in functions give.
static const char *error_text(u32 code) {
    switch (code) {
    case ERROR_SUCCESS: return "The operation completed successfully.";
    case ERROR_INVALID_FUNCTION: return "Incorrect function.";
    case ERROR_FILE_NOT_FOUND: return "The system cannot find the file specified.";
    case ERROR_PATH_NOT_FOUND: return "The system cannot find the path specified.";
    case ERROR_TOO_MANY_OPEN_FILES: return "The system cannot open the file.";
    case ERROR_ACCESS_DENIED: return "Access is denied.";
    case ERROR_INVALID_HANDLE: return "The handle is invalid.";
    case ERROR_NOT_ENOUGH_MEMORY: return "Not enough memory resources are available to process this command.";
    case ERROR_NO_MORE_FILES: return "There are no more files.";
    case ERROR_SHARING_VIOLATION:
        return "The process cannot access the file because it is being used by another process.";
    case ERROR_LOCK_VIOLATION:
        return "The process cannot access the file because another process has locked a portion of the file.";
    case ERROR_HANDLE_EOF: return "Reached the end of the file.";
    case ERROR_NOT_SUPPORTED: return "The request is not supported.";
    case ERROR_FILE_EXISTS: return "The file exists.";
    case ERROR_INVALID_PARAMETER: return "The parameter is incorrect.";
    case ERROR_BROKEN_PIPE: return "The pipe has been ended.";
    case ERROR_NO_DATA: return "The pipe is being closed.";
    case ERROR_NEGATIVE_SEEK: return "An attempt was made to move the file pointer before the beginning of the file.";
    case ERROR_DISK_FULL: return "There is not enough space on the disk.";
    case ERROR_INSUFFICIENT_BUFFER: return "The data area passed to a system call is too small.";
    case ERROR_MOD_NOT_FOUND: return "The specified module could not be found.";
    case ERROR_PROC_NOT_FOUND: return "The specified procedure could not be found.";
    case ERROR_DIR_NOT_EMPTY: return "The directory is not empty.";
    case ERROR_INVALID_ORDINAL: return "The operating system cannot run %1.";
    case ERROR_ALREADY_EXISTS: return "Cannot create a file when that file already exists.";
    case ERROR_BAD_EXE_FORMAT: return "%1 is not a valid Win32 application.";
    case ERROR_ENVVAR_NOT_FOUND: return "The system could not find the environment option that was entered.";
    case ERROR_DIRECTORY: return "The directory name is invalid.";
    case ERROR_NOT_OWNER: return "Attempt to release mutex not owned by caller.";
    case ERROR_TOO_MANY_POSTS: return "Too many posts were made to a semaphore.";
    case ERROR_INVALID_ADDRESS: return "Attempt to access invalid address.";
    case ERROR_NO_UNICODE_TRANSLATION:
        return "No mapping for the Unicode character exists in the target multi-byte code page.";
    case ERROR_DLL_INIT_FAILED: return "A dynamic link library (DLL) initialization routine failed.";
    case ERROR_TIMEOUT: return "This operation returned because the timeout period expired.";
    default: return NULL;
    }
}

enum {
    FORMAT_ALLOCATE_BUFFER = 0x100,
    FORMAT_IGNORE_INSERTS = 0x200,
    FORMAT_FROM_STRING = 0x400,
    FORMAT_FROM_SYSTEM = 0x1000,
    FORMAT_ARGUMENT_ARRAY = 0x2000,
    ERROR_MR_MID_NOT_FOUND = 317,
};

// %1 to %99 stand for arguments (texts; with !format! after them other kinds, which are shown as texts too).
static void put_message(Buffer *b, Str text, DWORD flags, void *const *arguments) {
    for (size_t i = 0; i < text.n; i++) {
        u8 next = i + 1 < text.n ? text.p[i + 1] : 0;
        if (text.p[i] != '%' || flags & FORMAT_IGNORE_INSERTS || !next) {
            buffer_put(b, &text.p[i], 1);
            continue;
        }
        i++;
        if (next >= '1' && next <= '9' && arguments)
            buffer_put_str(b, str(arguments[next - '1']));
        else if (next == 'n')
            buffer_put(b, "\r\n", 2);
        else
            buffer_put(b, &next, 1);
    }
}

// The text in UTF-8. `arguments` is a va_list's slots or an array: the same thing on x64.
static bool make_message(Arena *a, DWORD flags, Str source, DWORD id, void *const *arguments, Str *message) {
    Buffer b = {.arena = a};
    if (flags & FORMAT_FROM_STRING) {
        put_message(&b, source, flags, arguments);
    } else {
        const char *text = flags & FORMAT_FROM_SYSTEM ? error_text(id) : NULL;
        if (!text) return false;
        put_message(&b, str(text), flags, arguments);
        buffer_put(&b, "\r\n", 2);
    }
    *message = buffer_str(&b);
    return true;
}

static void *const *argument_slots(DWORD flags, void *arguments) {
    if (!arguments) return NULL;
    return flags & FORMAT_ARGUMENT_ARRAY ? arguments : *(void **)arguments; // else: a pointer to a va_list
}

static DWORD WINAPI win_FormatMessageA(DWORD flags, const void *source, DWORD id, DWORD language, char *to,
                                       DWORD capacity, void *arguments) {
    (void)language;
    Arena scratch = {0};
    Str message;
    DWORD n = 0;
    if (!make_message(&scratch, flags, flags & FORMAT_FROM_STRING ? str(source) : (Str){0}, id,
                      argument_slots(flags, arguments), &message)) {
        set_last_error(ERROR_MR_MID_NOT_FOUND);
    } else {
        if (flags & FORMAT_ALLOCATE_BUFFER) {
            capacity = (DWORD)message.n + 1;
            char *made = heap_alloc(capacity, false);
            memcpy(to, &made, sizeof made);
            to = made;
        }
        n = to ? give_text(message, to, capacity) : 0;
        if (n >= capacity) n = (DWORD)fail(ERROR_INSUFFICIENT_BUFFER);
    }
    arena_free(&scratch);
    return n;
}

static DWORD WINAPI win_FormatMessageW(DWORD flags, const void *source, DWORD id, DWORD language, WCHAR *to,
                                       DWORD capacity, void *arguments) {
    (void)language;
    Arena scratch = {0};
    Str message, text = flags & FORMAT_FROM_STRING ? from_utf16(&scratch, source) : (Str){0};
    DWORD n = 0;
    // Arguments of the W form are UTF-16; only the texts of the system, which take none, are formatted from them.
    if (!make_message(&scratch, flags | FORMAT_IGNORE_INSERTS, text, id, argument_slots(flags, arguments), &message)) {
        set_last_error(ERROR_MR_MID_NOT_FOUND);
    } else {
        if (flags & FORMAT_ALLOCATE_BUFFER) {
            capacity = utf8_to_utf16(message, NULL, 0) + 1;
            WCHAR *made = heap_alloc(capacity * sizeof *made, false);
            memcpy(to, &made, sizeof made);
            to = made;
        }
        n = to ? give_text_w(message, to, capacity) : 0;
        if (n >= capacity) n = (DWORD)fail(ERROR_INSUFFICIENT_BUFFER);
    }
    arena_free(&scratch);
    return n;
}

static BOOL WINAPI win_IsDebuggerPresent(void) { return FALSE; }

static BOOL WINAPI win_CheckRemoteDebuggerPresent(HANDLE process, BOOL *present) {
    (void)process;
    *present = FALSE;
    return TRUE;
}

static void WINAPI win_OutputDebugStringA(const char *text) { trace(current_process(), "debug", "%s", text); }

static void WINAPI win_OutputDebugStringW(const WCHAR *text) {
    Arena scratch = {0};
    Str s = from_utf16(&scratch, text);
    trace(current_process(), "debug", "%.*s", STR_ARG(s));
    arena_free(&scratch);
}

// A pointer made unreadable with a secret; here the secret is zero.
static void *WINAPI win_EncodePointer(void *pointer) { return pointer; }

static BOOL WINAPI win_Beep(DWORD frequency, DWORD milliseconds) {
    (void)frequency, (void)milliseconds;
    return TRUE;
}

// clang-format off
const BuiltinFunction error_functions[] = {
    FN(GetLastError), FN(SetLastError), FN_AS("RestoreLastError", win_SetLastError), FN(SetErrorMode), FN(GetErrorMode),
    FN(FormatMessageA), FN(FormatMessageW), FN(IsDebuggerPresent), FN(CheckRemoteDebuggerPresent),
    FN(OutputDebugStringA), FN(OutputDebugStringW), FN(EncodePointer), FN_AS("DecodePointer", win_EncodePointer),
    FN(Beep), {0},
};
// clang-format on
