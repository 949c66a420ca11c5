// crt_stdio.c - FILE streams.
//
//      FILE (msvcrt's 48 bytes, in the program's sight)  --stream-->  Stream (ours): file number, one buffer
//
//      writing:  [ bytes of the program ............ | free ]    written out when full, by fflush, at the end
//      reading:  [ consumed | not yet read by the program  ]     refilled when empty; ungetc goes back into it
//
// As in Windows' run-time, output to a terminal leaves after each call, output to a file or pipe when the buffer is
// full or at the end, and stderr at once.
#include "crt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    BUFFER_SIZE = 4096,
    UNGET_ROOM = 64,
    IOREAD = 1,
    IOWRITE = 2,
    IONBF = 4,
    IOEOF = 16,
    IOERROR = 32,
    IOBOTH = 128
};

struct Stream {
    Stream *next;
    CrtFile *file;
    pthread_mutex_t lock;                     // recursive
    bool is_unbuffered, is_terminal, is_ours; // ours: CrtFile and Stream are one piece of memory
    u32 read_at, read_end;                    // in bytes[]
    u32 written;
    u8 bytes[UNGET_ROOM + BUFFER_SIZE]; // reading starts at UNGET_ROOM
};

static void lock(CrtFile *f) { pthread_mutex_lock(&f->stream->lock); }
static void unlock(CrtFile *f) { pthread_mutex_unlock(&f->stream->lock); }

// ---- Making and closing

static void init_stream(Crt *crt, Stream *s, CrtFile *f, i32 file, i32 flags) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&s->lock, &attributes);
    s->file = f;
    s->read_at = s->read_end = UNGET_ROOM;
    f->stream = s;
    f->file = file;
    f->flags = flags;
    s->next = crt->streams;
    crt->streams = s;
}

void open_standard_streams(Crt *crt) {
    for (i32 i = 0; i < 3; i++) {
        Stream *s = calloc(1, sizeof *s);
        if (!s) return;
        init_stream(crt, s, &crt->variables->iob[i], i, i == 0 ? IOREAD : IOWRITE);
        s->is_unbuffered = i == 2;
        s->is_terminal = isatty(i);
    }
}

static CrtFile *make_stream(i32 file, i32 flags) {
    Crt *crt = current_crt();
    struct {
        Stream s;
        CrtFile f;
    } *both = file < 0 ? NULL : calloc(1, sizeof *both);
    if (!both) return NULL;
    both->s.is_ours = true;
    both->s.is_terminal = crt_is_terminal(file);
    pthread_mutex_lock(&crt->lock);
    init_stream(crt, &both->s, &both->f, file, flags);
    pthread_mutex_unlock(&crt->lock);
    return &both->f;
}

static bool flush(CrtFile *f) {
    Stream *s = f->stream;
    u32 n = s->written;
    s->written = 0;
    if (n && crt_write(f->file, s->bytes, n) < 0) {
        f->flags |= IOERROR;
        return false;
    }
    return true;
}

void flush_all_streams(Crt *crt) {
    pthread_mutex_lock(&crt->lock);
    for (Stream *s = crt->streams; s; s = s->next) flush(s->file);
    pthread_mutex_unlock(&crt->lock);
}

static void forget_stream(Crt *crt, Stream *s) {
    pthread_mutex_lock(&crt->lock);
    for (Stream **at = &crt->streams; *at; at = &(*at)->next)
        if (*at == s) {
            *at = s->next;
            break;
        }
    pthread_mutex_unlock(&crt->lock);
}

static i32 close_stream(CrtFile *f) {
    if (!f || !f->stream) return -1;
    Stream *s = f->stream;
    bool ok = flush(f);
    ok = crt_close(f->file) == 0 && ok;
    char *temporary = f->temporary_name;
    if (temporary) unlink(temporary);
    free(temporary);
    forget_stream(current_crt(), s);
    f->flags = 0;
    f->stream = NULL;
    free(s); // with the CrtFile, when it is ours
    return ok ? 0 : -1;
}

// "r", "w", "a", with "+", "b" or "t", in any order after the first letter.
static i32 open_flags(const char *mode, i32 *stream_flags) {
    enum {
        WRONLY = 1,
        RDWR = 2,
        APPEND = 8,
        CREAT = 0x100,
        TRUNC = 0x200,
        EXCL = 0x400,
        TEXT = 0x4000,
        BINARY = 0x8000
    };
    while (*mode == ' ') mode++;
    bool both = strchr(mode, '+') != NULL;
    i32 flags = both ? RDWR : *mode == 'r' ? 0 : WRONLY;
    *stream_flags = both ? IOBOTH : *mode == 'r' ? IOREAD : IOWRITE;
    if (*mode == 'w')
        flags |= CREAT | TRUNC;
    else if (*mode == 'a')
        flags |= CREAT | APPEND;
    else if (*mode != 'r')
        return -1;
    for (const char *at = mode + 1; *at && *at != ','; at++) {
        if (*at == 'b') flags |= BINARY;
        if (*at == 't') flags |= TEXT;
        if (*at == 'x') flags |= EXCL;
    }
    return flags;
}

static CrtFile *open_stream(Str path, const char *mode) {
    i32 stream_flags, flags = open_flags(mode, &stream_flags);
    if (flags < 0) {
        set_crt_error(EINVAL);
        return NULL;
    }
    return make_stream(crt_open(path, flags, 0600), stream_flags);
}

// ---- Bytes in and out

// Before a read or a seek: what was written must be in the file; before a write: what was read ahead is forgotten.
static bool stop_writing(CrtFile *f) { return !f->stream->written || flush(f); }

static void stop_reading(CrtFile *f) {
    Stream *s = f->stream;
    i64 ahead = (i64)s->read_end - s->read_at;
    if (ahead > 0) crt_seek(f->file, -ahead, 1);
    s->read_at = s->read_end = UNGET_ROOM;
}

// A prompt must be seen before the program waits for an answer.
static void flush_terminal(Crt *crt) {
    for (Stream *s = crt->streams; s; s = s->next)
        if (s->is_terminal) flush(s->file);
}

static bool refill(CrtFile *f) {
    Stream *s = f->stream;
    if (f->flags & IOWRITE || !stop_writing(f)) {
        f->flags |= IOERROR;
        return false;
    }
    if (f->file == 0) flush_terminal(current_crt());
    s->read_at = s->read_end = UNGET_ROOM;
    i64 n = crt_read(f->file, s->bytes + UNGET_ROOM, BUFFER_SIZE);
    if (n <= 0) f->flags |= n < 0 ? IOERROR : IOEOF;
    if (n > 0) s->read_end += (u32)n;
    return n > 0;
}

i32 stream_get(CrtFile *f) {
    Stream *s = f->stream;
    if (!s || (s->read_at == s->read_end && !refill(f))) return -1;
    return s->bytes[s->read_at++];
}

i32 stream_unget(i32 c, CrtFile *f) {
    Stream *s = f->stream;
    if (c < 0 || !s || s->read_at == 0) return -1;
    s->bytes[--s->read_at] = (u8)c;
    f->flags &= ~IOEOF;
    return c & 0xff;
}

bool stream_put(CrtFile *f, const void *bytes, u64 n) {
    Stream *s = f->stream;
    const u8 *from = bytes;
    if (!s || f->flags & IOREAD) {
        if (s) f->flags |= IOERROR;
        set_crt_error(EBADF);
        return false;
    }
    if (s->read_at != s->read_end) stop_reading(f);
    while (n) {
        u64 room = BUFFER_SIZE - s->written, now = n < room ? n : room;
        memcpy(s->bytes + s->written, from, now);
        s->written += (u32)now;
        from += now;
        n -= now;
        if (s->written == BUFFER_SIZE && !flush(f)) return false;
    }
    return true;
}

void stream_written(CrtFile *f) {
    if (f->stream && (f->stream->is_unbuffered || f->stream->is_terminal)) flush(f);
}

// ---- Opening and closing

static CrtFile *WINCDECL crt_fopen(const char *path, const char *mode) { return open_stream(str(path), mode); }

static CrtFile *WINCDECL crt__wfopen(const WCHAR *path, const WCHAR *mode) {
    Arena scratch = {0};
    CrtFile *f = open_stream(from_utf16(&scratch, path), (const char *)from_utf16(&scratch, mode).p);
    arena_free(&scratch);
    return f;
}

static i32 WINCDECL crt_fopen_s(CrtFile **to, const char *path, const char *mode) {
    *to = open_stream(str(path), mode);
    return *to ? 0 : crt_thread()->error;
}

static CrtFile *WINCDECL crt__fsopen(const char *path, const char *mode, i32 share) {
    (void)share;
    return open_stream(str(path), mode);
}

static CrtFile *WINCDECL crt__fdopen(i32 file, const char *mode) {
    i32 flags;
    return open_flags(mode, &flags) < 0 ? NULL : make_stream(file, flags);
}

static i32 WINCDECL crt_fclose(CrtFile *f) { return close_stream(f); }

// The same FILE with another file behind it.
static CrtFile *WINCDECL crt_freopen(const char *path, const char *mode, CrtFile *f) {
    i32 stream_flags, flags = open_flags(mode, &stream_flags), number = f->file;
    i32 file = flags < 0 || !f->stream ? -1 : crt_open(str(path), flags, 0600);
    if (file < 0) return NULL;
    flush(f);
    Crt *crt = current_crt();
    crt_close(number);
    crt->descriptors[number] = crt->descriptors[file]; // keeps its number, so 1 stays standard output
    crt->descriptors[file].is_open = false;
    f->flags = stream_flags;
    f->stream->read_at = f->stream->read_end = UNGET_ROOM;
    f->stream->is_terminal = crt_is_terminal(number);
    return f;
}

static CrtFile *WINCDECL crt_tmpfile(void) {
    char name[] = "/tmp/myload.XXXXXX";
    int fd = mkstemp(name);
    if (fd < 0) return NULL;
    close(fd);
    Arena scratch = {0};
    CrtFile *f = open_stream(windows_path(current_process(), &scratch, str(name)), "w+b");
    arena_free(&scratch);
    if (f)
        f->temporary_name = strdup(name);
    else
        unlink(name);
    return f;
}

static char *WINCDECL crt_tmpnam(char *to) {
    if (!to) to = crt_thread()->text;
    snprintf(to, 32, "\\tmp\\s%llx.", (unsigned long long)(monotonic_nanoseconds() >> 8 & 0xffffffff));
    return to;
}

static i32 WINCDECL crt_fflush(CrtFile *f) {
    if (!f) {
        flush_all_streams(current_crt());
        return 0;
    }
    if (!f->stream) return -1;
    lock(f);
    bool ok = flush(f);
    unlock(f);
    return ok ? 0 : -1;
}

static i32 WINCDECL crt__flushall(void) {
    flush_all_streams(current_crt());
    return 1;
}

static i32 WINCDECL crt_setvbuf(CrtFile *f, char *buffer, i32 mode, SIZE_T size) {
    (void)buffer, (void)size;
    if (!f->stream) return -1;
    f->stream->is_unbuffered = mode & IONBF;
    return 0;
}

static void WINCDECL crt_setbuf(CrtFile *f, char *buffer) { crt_setvbuf(f, buffer, buffer ? 0 : IONBF, 512); }

static CrtFile *WINCDECL crt___acrt_iob_func(u32 i) { return &current_crt()->variables->iob[i < CRT_STREAMS ? i : 0]; }
static CrtFile *WINCDECL crt___iob_func(void) { return current_crt()->variables->iob; }

static i32 WINCDECL crt__fileno(CrtFile *f) { return f->stream ? f->file : -1; }
static i32 WINCDECL crt_feof(CrtFile *f) { return f->flags & IOEOF; }
static i32 WINCDECL crt_ferror(CrtFile *f) { return f->flags & IOERROR; }
static void WINCDECL crt_clearerr(CrtFile *f) { f->flags &= ~(IOEOF | IOERROR); }
static void WINCDECL crt__lock_file(CrtFile *f) { lock(f); }
static void WINCDECL crt__unlock_file(CrtFile *f) { unlock(f); }

// ---- Position

static i64 WINCDECL crt__ftelli64(CrtFile *f) {
    Stream *s = f->stream;
    if (!s || !stop_writing(f)) return -1;
    i64 at = crt_seek(f->file, 0, 1);
    return at < 0 ? at : at - (s->read_end - s->read_at);
}

static i32 WINCDECL crt__fseeki64(CrtFile *f, i64 distance, i32 origin) {
    if (!f->stream || !stop_writing(f)) return -1;
    stop_reading(f);
    f->flags &= ~IOEOF;
    return crt_seek(f->file, distance, origin) < 0 ? -1 : 0;
}

static i32 WINCDECL crt_ftell(CrtFile *f) { return (i32)crt__ftelli64(f); }
static i32 WINCDECL crt_fseek(CrtFile *f, i32 distance, i32 origin) { return crt__fseeki64(f, distance, origin); }

static void WINCDECL crt_rewind(CrtFile *f) {
    crt__fseeki64(f, 0, 0);
    crt_clearerr(f);
}

static i32 WINCDECL crt_fgetpos(CrtFile *f, i64 *at) { return (*at = crt__ftelli64(f)) < 0 ? -1 : 0; }
static i32 WINCDECL crt_fsetpos(CrtFile *f, const i64 *at) { return crt__fseeki64(f, *at, 0); }

// ---- Characters, lines, records

static i32 WINCDECL crt_fgetc(CrtFile *f) {
    if (!f->stream) return -1;
    lock(f);
    i32 c = stream_get(f);
    unlock(f);
    return c;
}

static i32 WINCDECL crt_getchar(void) { return crt_fgetc(&current_crt()->variables->iob[0]); }
static i32 WINCDECL crt_ungetc(i32 c, CrtFile *f) { return stream_unget(c, f); }

// What old getc() and putc() macros call when their counter is used up. It is put back to 0.
static i32 WINCDECL crt__filbuf(CrtFile *f) {
    f->count = 0;
    return crt_fgetc(f);
}

static bool put_all(CrtFile *f, const void *bytes, u64 n) {
    if (!f->stream) return false;
    lock(f);
    bool ok = stream_put(f, bytes, n);
    stream_written(f);
    unlock(f);
    return ok;
}

static i32 WINCDECL crt_fputc(i32 c, CrtFile *f) {
    u8 byte = (u8)c;
    return put_all(f, &byte, 1) ? byte : -1;
}

static i32 WINCDECL crt__flsbuf(i32 c, CrtFile *f) {
    f->count = 0;
    return crt_fputc(c, f);
}

static i32 WINCDECL crt_putchar(i32 c) { return crt_fputc(c, &current_crt()->variables->iob[1]); }
static i32 WINCDECL crt_fputs(const char *s, CrtFile *f) { return put_all(f, s, strlen(s)) ? 0 : -1; }

static i32 WINCDECL crt_puts(const char *s) {
    CrtFile *f = &current_crt()->variables->iob[1];
    lock(f);
    bool ok = stream_put(f, s, strlen(s)) && stream_put(f, "\n", 1);
    stream_written(f);
    unlock(f);
    return ok ? 0 : -1;
}

static char *WINCDECL crt_fgets(char *to, i32 capacity, CrtFile *f) {
    i32 n = 0, c = 0;
    if (!f->stream || capacity <= 0) return NULL;
    lock(f);
    while (n + 1 < capacity && c != '\n' && (c = stream_get(f)) >= 0) to[n++] = (char)c;
    unlock(f);
    if (!n) return NULL;
    to[n] = 0;
    return to;
}

static char *WINCDECL crt_gets(char *to) {
    CrtFile *f = &current_crt()->variables->iob[0];
    i32 n = 0, c = 0;
    lock(f);
    while ((c = stream_get(f)) >= 0 && c != '\n') to[n++] = (char)c;
    unlock(f);
    to[n] = 0;
    return c < 0 && !n ? NULL : to;
}

static SIZE_T WINCDECL crt_fread(void *to, SIZE_T size, SIZE_T count, CrtFile *f) {
    if (!size || !count || !f->stream) return 0;
    u8 *at = to;
    SIZE_T n = 0, want = size * count;
    lock(f);
    for (i32 c; n < want && (c = stream_get(f)) >= 0;) at[n++] = (u8)c;
    unlock(f);
    return n / size;
}

static SIZE_T WINCDECL crt_fwrite(const void *from, SIZE_T size, SIZE_T count, CrtFile *f) {
    return size && count && put_all(f, from, size * count) ? count : 0;
}

// Wide characters go out as UTF-8.
static i32 WINCDECL crt_fputws(const WCHAR *s, CrtFile *f) {
    Arena scratch = {0};
    Str text = from_utf16(&scratch, s);
    bool ok = put_all(f, text.p, text.n);
    arena_free(&scratch);
    return ok ? 0 : -1;
}

static i32 WINCDECL crt__putws(const WCHAR *s) {
    CrtFile *f = &current_crt()->variables->iob[1];
    return crt_fputws(s, f) < 0 || crt_fputc('\n', f) < 0 ? -1 : 0;
}

static u16 WINCDECL crt_fputwc(u16 c, CrtFile *f) {
    u8 bytes[4];
    u64 n = utf16_to_utf8(&c, 1, bytes, sizeof bytes);
    return put_all(f, bytes, n) ? c : 0xffff;
}

static u16 WINCDECL crt_putwchar(u16 c) { return crt_fputwc(c, &current_crt()->variables->iob[1]); }

// One UTF-8 character, as one unit; what needs two becomes U+FFFD.
static u16 WINCDECL crt_fgetwc(CrtFile *f) {
    u8 bytes[4];
    u16 units[2];
    i32 c = crt_fgetc(f);
    if (c < 0) return 0xffff;
    bytes[0] = (u8)c;
    u32 more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0, n = 1;
    while (n <= more && (c = crt_fgetc(f)) >= 0) bytes[n++] = (u8)c;
    return utf8_to_utf16((Str){bytes, n}, units, 2) == 1 ? units[0] : 0xfffd;
}

static u16 WINCDECL crt_ungetwc(u16 c, CrtFile *f) {
    u8 bytes[4];
    for (u64 n = utf16_to_utf8(&c, 1, bytes, sizeof bytes); n > 0; n--)
        if (stream_unget(bytes[n - 1], f) < 0) return 0xffff;
    return c;
}

static WCHAR *WINCDECL crt_fgetws(WCHAR *to, i32 capacity, CrtFile *f) {
    Arena scratch = {0};
    char *line = arena_alloc(&scratch, capacity > 0 ? (u64)capacity : 1);
    WCHAR *result = crt_fgets(line, capacity, f) ? to : NULL;
    if (result) to[utf8_to_utf16(str(line), to, (u64)capacity - 1)] = 0;
    arena_free(&scratch);
    return result;
}

// ---- printf

static i32 print_to_stream(CrtFile *f, const char *format, WinArgs args, FormatRules rules) {
    Arena scratch = {0};
    Buffer out = {.arena = &scratch};
    crt_format(&out, format, args, rules);
    bool ok = put_all(f, out.p, out.n);
    i32 n = ok ? (i32)out.n : -1;
    arena_free(&scratch);
    return n;
}

static i32 print_wide_to_stream(CrtFile *f, const WCHAR *format, WinArgs args, FormatRules rules) {
    Arena scratch = {0};
    rules.is_wide = true;
    i32 n = print_to_stream(f, (const char *)from_utf16(&scratch, format).p, args, rules);
    arena_free(&scratch);
    return n;
}

// What a function does when the text does not fit.
typedef enum { CUT_C99, CUT_OLD, CUT_UNLIMITED } CutRule; // C99: always a NUL, needed length; old: no NUL when full, -1

static i32 print_to_text(char *to, SIZE_T capacity, CutRule rule, const char *format, WinArgs args, FormatRules rules) {
    Arena scratch = {0};
    Buffer out = {.arena = &scratch};
    crt_format(&out, format, args, rules);
    buffer_put(&out, "", 1);
    u64 n = out.n - 1, fits = rule == CUT_UNLIMITED || n < capacity ? n + 1 : capacity;
    if (to) memcpy(to, out.p, fits);
    if (to && rule == CUT_C99 && capacity && n >= capacity) to[capacity - 1] = 0;
    arena_free(&scratch);
    return rule == CUT_OLD && to && n > capacity ? -1 : (i32)n;
}

static i32 print_to_wide(WCHAR *to, SIZE_T capacity, CutRule rule, const WCHAR *format, WinArgs args,
                         FormatRules rules) {
    Arena scratch = {0};
    Buffer out = {.arena = &scratch};
    rules.is_wide = true;
    crt_format(&out, (const char *)from_utf16(&scratch, format).p, args, rules);
    u32 n = utf8_to_utf16(buffer_str(&out), NULL, 0);
    u64 room = rule == CUT_UNLIMITED ? UINT64_MAX : capacity;
    if (to) utf8_to_utf16(buffer_str(&out), to, room);
    if (to && n < room) to[n] = 0;
    if (to && n >= room && rule == CUT_C99 && room) to[room - 1] = 0;
    arena_free(&scratch);
    return to && rule != CUT_UNLIMITED && n >= room ? -1 : (i32)n;
}

static const FormatRules msvcrt_rules = {0};

#define PRINT_FUNCTION(declaration, last, call)                                                                        \
    static i32 WINCDECL declaration {                                                                                  \
        WinArgs args;                                                                                                  \
        win_args_start(args, last);                                                                                    \
        i32 result = call;                                                                                             \
        win_args_end(args);                                                                                            \
        return result;                                                                                                 \
    }

#define STDOUT_FILE (&current_crt()->variables->iob[1])

PRINT_FUNCTION(crt_printf(const char *format, ...), format, print_to_stream(STDOUT_FILE, format, args, msvcrt_rules))
PRINT_FUNCTION(crt_fprintf(CrtFile *f, const char *format, ...), format, print_to_stream(f, format, args, msvcrt_rules))
PRINT_FUNCTION(crt_sprintf(char *to, const char *format, ...), format,
               print_to_text(to, 0, CUT_UNLIMITED, format, args, msvcrt_rules))
PRINT_FUNCTION(crt__snprintf(char *to, SIZE_T n, const char *format, ...), format,
               print_to_text(to, n, CUT_OLD, format, args, msvcrt_rules))
PRINT_FUNCTION(crt_snprintf(char *to, SIZE_T n, const char *format, ...), format,
               print_to_text(to, n, CUT_C99, format, args, msvcrt_rules))
PRINT_FUNCTION(crt_sprintf_s(char *to, SIZE_T n, const char *format, ...), format,
               print_to_text(to, n, CUT_C99, format, args, msvcrt_rules))
PRINT_FUNCTION(crt__scprintf(const char *format, ...), format,
               print_to_text(NULL, 0, CUT_C99, format, args, msvcrt_rules))
PRINT_FUNCTION(crt_wprintf(const WCHAR *format, ...), format,
               print_wide_to_stream(STDOUT_FILE, format, args, msvcrt_rules))
PRINT_FUNCTION(crt_fwprintf(CrtFile *f, const WCHAR *format, ...), format,
               print_wide_to_stream(f, format, args, msvcrt_rules))
PRINT_FUNCTION(crt_swprintf(WCHAR *to, const WCHAR *format, ...), format,
               print_to_wide(to, 0, CUT_UNLIMITED, format, args, msvcrt_rules))
PRINT_FUNCTION(crt__snwprintf(WCHAR *to, SIZE_T n, const WCHAR *format, ...), format,
               print_to_wide(to, n, CUT_OLD, format, args, msvcrt_rules))
PRINT_FUNCTION(crt_swprintf_s(WCHAR *to, SIZE_T n, const WCHAR *format, ...), format,
               print_to_wide(to, n, CUT_C99, format, args, msvcrt_rules))
PRINT_FUNCTION(crt__cprintf(const char *format, ...), format, print_to_stream(STDOUT_FILE, format, args, msvcrt_rules))

static i32 WINCDECL crt_vprintf(const char *format, WinArgs args) {
    return print_to_stream(STDOUT_FILE, format, args, msvcrt_rules);
}
static i32 WINCDECL crt_vfprintf(CrtFile *f, const char *format, WinArgs args) {
    return print_to_stream(f, format, args, msvcrt_rules);
}
static i32 WINCDECL crt_vwprintf(const WCHAR *format, WinArgs args) {
    return print_wide_to_stream(STDOUT_FILE, format, args, msvcrt_rules);
}
static i32 WINCDECL crt_vfwprintf(CrtFile *f, const WCHAR *format, WinArgs args) {
    return print_wide_to_stream(f, format, args, msvcrt_rules);
}
static i32 WINCDECL crt_vsprintf(char *to, const char *format, WinArgs args) {
    return print_to_text(to, 0, CUT_UNLIMITED, format, args, msvcrt_rules);
}
static i32 WINCDECL crt__vsnprintf(char *to, SIZE_T n, const char *format, WinArgs args) {
    return print_to_text(to, n, CUT_OLD, format, args, msvcrt_rules);
}
static i32 WINCDECL crt_vsnprintf(char *to, SIZE_T n, const char *format, WinArgs args) {
    return print_to_text(to, n, CUT_C99, format, args, msvcrt_rules);
}
static i32 WINCDECL crt__vscprintf(const char *format, WinArgs args) {
    return print_to_text(NULL, 0, CUT_C99, format, args, msvcrt_rules);
}
static i32 WINCDECL crt_vswprintf(WCHAR *to, const WCHAR *format, WinArgs args) {
    return print_to_wide(to, 0, CUT_UNLIMITED, format, args, msvcrt_rules);
}
static i32 WINCDECL crt__vsnwprintf(WCHAR *to, SIZE_T n, const WCHAR *format, WinArgs args) {
    return print_to_wide(to, n, CUT_OLD, format, args, msvcrt_rules);
}
static i32 WINCDECL crt__vscwprintf(const WCHAR *format, WinArgs args) {
    return print_to_wide(NULL, 0, CUT_C99, format, args, msvcrt_rules);
}

// ucrtbase.dll: the printf of <stdio.h> are inline functions that call one of these with a set of options.
enum { STANDARD_SNPRINTF = 2, LEGACY_VSPRINTF_NULL = 1, LEGACY_WIDE_SPECIFIERS = 4, LEGACY_EXPONENT = 16 };

static FormatRules rules_of(u64 options) {
    return (FormatRules){.is_ucrt = !(options & LEGACY_EXPONENT), .standard_wide = !(options & LEGACY_WIDE_SPECIFIERS)};
}

static i32 WINCDECL crt___stdio_common_vfprintf(u64 options, CrtFile *f, const char *format, void *locale,
                                                WinArgs args) {
    (void)locale;
    return print_to_stream(f, format, args, rules_of(options));
}

static i32 WINCDECL crt___stdio_common_vfwprintf(u64 options, CrtFile *f, const WCHAR *format, void *locale,
                                                 WinArgs args) {
    (void)locale;
    return print_wide_to_stream(f, format, args, rules_of(options));
}

static i32 WINCDECL crt___stdio_common_vsprintf(u64 options, char *to, SIZE_T n, const char *format, void *locale,
                                                WinArgs args) {
    (void)locale;
    CutRule rule = options & STANDARD_SNPRINTF ? CUT_C99 : CUT_OLD;
    return print_to_text(to, n, rule, format, args, rules_of(options));
}

static i32 WINCDECL crt___stdio_common_vsprintf_s(u64 options, char *to, SIZE_T n, const char *format, void *locale,
                                                  WinArgs args) {
    (void)locale;
    return print_to_text(to, n, CUT_C99, format, args, rules_of(options));
}

static i32 WINCDECL crt___stdio_common_vsnprintf_s(u64 options, char *to, SIZE_T n, SIZE_T limit, const char *format,
                                                   void *locale, WinArgs args) {
    (void)locale;
    i32 length = print_to_text(to, limit < n ? limit + 1 : n, CUT_C99, format, args, rules_of(options));
    return (SIZE_T)length >= n || (SIZE_T)length > limit ? -1 : length;
}

static i32 WINCDECL crt___stdio_common_vswprintf(u64 options, WCHAR *to, SIZE_T n, const WCHAR *format, void *locale,
                                                 WinArgs args) {
    (void)locale;
    return print_to_wide(to, n, CUT_C99, format, args, rules_of(options));
}
#define crt___stdio_common_vswprintf_s crt___stdio_common_vswprintf

// ---- scanf

static i32 get_from_text(ScanSource *in) { return in->at < in->text.n ? in->text.p[in->at++] : -1; }

static void unget_to_text(ScanSource *in, i32 c) {
    (void)c;
    in->at--;
}

static i32 get_from_stream(ScanSource *in) {
    i32 c = stream_get(in->file);
    if (c >= 0) in->at++;
    return c;
}

static void unget_to_stream(ScanSource *in, i32 c) {
    stream_unget(c, in->file);
    in->at--;
}

static i32 scan_text(Str text, const char *format, WinArgs args, bool is_wide) {
    ScanSource in = {.get = get_from_text, .unget = unget_to_text, .text = text};
    return crt_scan(&in, format, args, is_wide);
}

static i32 scan_wide_text(const WCHAR *text, const WCHAR *format, WinArgs args) {
    Arena scratch = {0};
    i32 n = scan_text(from_utf16(&scratch, text), (const char *)from_utf16(&scratch, format).p, args, true);
    arena_free(&scratch);
    return n;
}

static i32 scan_stream(CrtFile *f, const char *format, WinArgs args) {
    ScanSource in = {.get = get_from_stream, .unget = unget_to_stream, .file = f};
    lock(f);
    i32 n = crt_scan(&in, format, args, false);
    unlock(f);
    return n;
}

PRINT_FUNCTION(crt_scanf(const char *format, ...), format, scan_stream(&current_crt()->variables->iob[0], format, args))
PRINT_FUNCTION(crt_fscanf(CrtFile *f, const char *format, ...), format, scan_stream(f, format, args))
PRINT_FUNCTION(crt_sscanf(const char *text, const char *format, ...), format, scan_text(str(text), format, args, false))
PRINT_FUNCTION(crt_swscanf(const WCHAR *text, const WCHAR *format, ...), format, scan_wide_text(text, format, args))

static i32 WINCDECL crt___stdio_common_vsscanf(u64 options, const char *text, SIZE_T n, const char *format,
                                               void *locale, WinArgs args) {
    (void)options, (void)locale;
    return scan_text((Str){(const u8 *)text, strnlen(text, n)}, format, args, false);
}

static i32 WINCDECL crt___stdio_common_vfscanf(u64 options, CrtFile *f, const char *format, void *locale,
                                               WinArgs args) {
    (void)options, (void)locale;
    return scan_stream(f, format, args);
}

static void WINCDECL crt_perror(const char *prefix) {
    Arena scratch = {0};
    CrtFile *f = &current_crt()->variables->iob[2];
    Str line = arena_printf(&scratch, "%s%s%s\n", prefix && *prefix ? prefix : "", prefix && *prefix ? ": " : "",
                            strerror(crt_thread()->error));
    put_all(f, line.p, line.n);
    arena_free(&scratch);
}

// ---- The console functions of <conio.h>

static i32 WINCDECL crt__getch(void) { return crt_getchar(); }
static i32 WINCDECL crt__kbhit(void) { return 0; }
static i32 WINCDECL crt__putch(i32 c) { return crt_putchar(c); }
static i32 WINCDECL crt__cputs(const char *s) { return crt_fputs(s, STDOUT_FILE); }

// clang-format off
const BuiltinFunction crt_stdio_functions[] = {
    CRT(fopen), CRT(_wfopen), CRT(fopen_s), CRT(_fsopen), CRT(_fdopen), CRT(fclose), CRT(freopen), CRT(tmpfile),
    CRT(tmpnam), CRT(fflush), CRT(_flushall), CRT(setvbuf), CRT(setbuf), CRT(__acrt_iob_func), CRT(__iob_func),
    CRT(_fileno), CRT(feof), CRT(ferror), CRT(clearerr), CRT(_lock_file), CRT(_unlock_file), CRT(_ftelli64),
    CRT(_fseeki64), CRT(ftell), CRT(fseek), CRT(rewind), CRT(fgetpos), CRT(fsetpos), CRT(fgetc),
    CRT_AS("getc", crt_fgetc), CRT_AS("_fgetc_nolock", crt_fgetc), CRT_AS("_getc_nolock", crt_fgetc), CRT(getchar),
    CRT(ungetc), CRT(_filbuf), CRT(fputc), CRT_AS("putc", crt_fputc), CRT_AS("_fputc_nolock", crt_fputc),
    CRT_AS("_putc_nolock", crt_fputc), CRT(_flsbuf), CRT(putchar), CRT(fputs), CRT(puts), CRT(fgets), CRT(gets),
    CRT(fread), CRT(fwrite), CRT_AS("_fread_nolock", crt_fread), CRT_AS("_fwrite_nolock", crt_fwrite), CRT(fputws),
    CRT(_putws), CRT(fputwc), CRT_AS("putwc", crt_fputwc), CRT(putwchar), CRT(fgetwc), CRT_AS("getwc", crt_fgetwc),
    CRT(ungetwc), CRT(fgetws), CRT_VARIADIC(printf), CRT_VARIADIC(fprintf), CRT_VARIADIC(sprintf),
    CRT_VARIADIC(_snprintf), CRT_VARIADIC(snprintf), CRT_VARIADIC(sprintf_s), CRT_VARIADIC(_scprintf),
    CRT_VARIADIC(wprintf), CRT_VARIADIC(fwprintf), CRT_VARIADIC(swprintf),
    {"_swprintf", (AnyFunction)crt_swprintf, CALL_VARIADIC}, CRT_VARIADIC(_snwprintf), CRT_VARIADIC(swprintf_s),
    CRT_VARIADIC(_cprintf), CRT(vprintf), CRT(vfprintf), CRT(vwprintf), CRT(vfwprintf), CRT(vsprintf), CRT(_vsnprintf),
    CRT(vsnprintf), CRT(_vscprintf), CRT(vswprintf), CRT(_vsnwprintf), CRT(_vscwprintf), CRT(__stdio_common_vfprintf),
    CRT_AS("__stdio_common_vfprintf_s", crt___stdio_common_vfprintf), CRT(__stdio_common_vfwprintf),
    CRT(__stdio_common_vsprintf), CRT(__stdio_common_vsprintf_s), CRT(__stdio_common_vsnprintf_s),
    CRT(__stdio_common_vswprintf), CRT(__stdio_common_vswprintf_s), CRT_VARIADIC(scanf), CRT_VARIADIC(fscanf),
    CRT_VARIADIC(sscanf), CRT_VARIADIC(swscanf), CRT(__stdio_common_vsscanf), CRT(__stdio_common_vfscanf), CRT(perror),
    CRT(_getch), CRT(_kbhit), CRT(_putch), CRT(_cputs), {0},
};
// clang-format on
