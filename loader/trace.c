// trace.c - the loader's own voice: what --trace tells, and the wording of a failed start.
//
//      [search] my_dll.dll: wanted by host.exe
//      [map]    my_dll.dll: .text at 0x180001000, 0x1000 bytes, read and execute, pages shared with other processes
//      ^ the step
//
// Standard output belongs to the program, so all of this goes to standard error. Each line is one write: the program's
// own threads print at the same time.
#include "loader.h"

#include <stdio.h>
#include <unistd.h>

static void say(const char *step, const char *format, va_list args) {
    char line[2048];
    int n = snprintf(line, sizeof line, "[%s]%*s", step, (int)(7 - strlen(step)), "");
    int more = vsnprintf(line + n, sizeof line - (size_t)n - 1, format, args);
    if (more < 0) return;
    u64 length = (u64)n + (u64)more < sizeof line - 1 ? (u64)n + (u64)more : sizeof line - 2;
    for (u64 i = 0; i < length; i++) // a file's name cannot move the cursor
        if ((u8)line[i] < 0x20 || line[i] == 0x7f) line[i] = '?';
    line[length] = '\n';
    (void)!write(STDERR_FILENO, line, length + 1);
}

void trace(Process *p, const char *step, const char *format, ...) {
    if (!p->options.trace) return;
    va_list args;
    va_start(args, format);
    say(step, format, args);
    va_end(args);
}

void trace_always(const char *step, const char *format, ...) {
    va_list args;
    va_start(args, format);
    say(step, format, args);
    va_end(args);
}

bool load_failed(Process *p, LoadError *e, u32 status, Str file, const char *windows_says, ...) {
    va_list args;
    va_start(args, windows_says);
    *e = (LoadError){.status = status};
    e->message = (Message){.kind = MSG_ERROR, .file = file};
    e->message.text = arena_vprintf(&p->arena, windows_says, args);
    va_end(args);
    return false;
}
