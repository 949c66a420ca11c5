// diag.c - wording and printing of messages.
//
//      a.obj : error LNK2019: unresolved external symbol f referenced in function main
//      ^file   ^kind ^code    ^text
//        where: .text+0x1c         (only when diag->explain is set)
//
// A message is put together in memory and written with one write(2): the lines of two linkers that run at the same time
// under one build tool then do not mix. Names come from input files, so every byte passes through the filter below:
// an object cannot put escape sequences on a terminal.
#include "diag.h"
#include "explain.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

// Number of bytes of the UTF-8 character at s[i], or 0 when there is no well-formed printable one. C1 control
// characters (U+0080..U+009F), surrogates, overlong forms and values above U+10FFFF are not well-formed here.
static size_t utf8_length(Str s, size_t i) {
    u8 c = s.p[i];
    if (c < 0x80) return c >= 0x20 && c != 0x7f;
    size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (c < 0xc2 || c > 0xf4 || s.n - i < n) return 0;
    u32 value = c & (0xffu >> (n + 1));
    for (size_t k = 1; k < n; k++) {
        if ((s.p[i + k] & 0xc0) != 0x80) return 0;
        value = value << 6 | (s.p[i + k] & 0x3f);
    }
    static const u32 smallest[5] = {0, 0, 0xa0, 0x800, 0x10000};
    if (value < smallest[n] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return 0;
    return n;
}

// Appends s with unprintable bytes as \xNN. A newline becomes `newline` when that is not NULL.
static void put_printable(Buffer *b, Str s, const char *newline) {
    for (size_t i = 0; i < s.n;) {
        size_t n = utf8_length(s, i);
        if (n) {
            buffer_put(b, s.p + i, n);
        } else if (s.p[i] == '\n' && newline) {
            buffer_put_str(b, str(newline));
        } else {
            buffer_printf(b, "\\x%02x", s.p[i]);
        }
        i += n ? n : 1;
    }
}

const char *printable(Arena *a, Str s) {
    enum { LONGEST = 512 };
    Buffer b = {.arena = a};
    bool cut = s.n > LONGEST;
    if (cut) s.n = LONGEST;
    put_printable(&b, s, NULL);
    if (cut) buffer_put_str(&b, STR("..."));
    buffer_put(&b, "", 1);
    return (const char *)b.p;
}

static void write_all(Str s) {
    while (s.n) {
        ssize_t n = write(STDERR_FILENO, s.p, s.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return; // nobody can be told that standard error is gone
        s = str_slice(s, (size_t)n, s.n);
    }
}

static void put_detail(Buffer *b, const char *label, Str s) {
    if (!s.n) return;
    buffer_put_str(b, str(label));
    put_printable(b, s, "\n         ");
    buffer_put(b, "\n", 1);
}

// The read: line: the chapter of the tutorial, and the page about the code.
static Str where_to_read(const Diag *d, const Message *m) {
    const Explanation *e = explain_code(m->code);
    if (!e || (!m->why.n && !m->todo.n)) return (Str){0};
    if (!e->chapter) return arena_printf(d->arena, "mylink /EXPLAIN:LNK%04u", m->code);
    return arena_printf(d->arena, "tutorial, chapter %u (%s); mylink /EXPLAIN:LNK%04u", e->chapter,
                        chapter_title(e->chapter), m->code);
}

static const char *const kind_names[] = {"note", "warning", "error", "fatal error"};

static Str format_message(const Diag *d, const Message *m) {
    static const char *const colors[] = {"\33[1;36m", "\33[1;35m", "\33[1;31m", "\33[1;31m"};
    const char *bold = d->color ? "\33[1m" : "", *kind = d->color ? colors[m->kind] : "";
    const char *plain = d->color ? "\33[0m" : "";
    Buffer b = {.arena = d->arena};
    buffer_printf(&b, "%s%s%s : ", bold, m->file.n ? printable(d->arena, m->file) : d->tool, plain);
    buffer_printf(&b, "%s%s%s", kind, kind_names[m->kind], plain);
    if (m->code) buffer_printf(&b, " LNK%04u", m->code);
    buffer_put_str(&b, STR(": "));
    put_printable(&b, m->text, NULL);
    buffer_put(&b, "\n", 1);
    if (d->explain) {
        put_detail(&b, "  where: ", m->where);
        put_detail(&b, "  bytes: ", m->bytes);
        put_detail(&b, "  why:   ", m->why);
        put_detail(&b, "  do:    ", m->todo);
        put_detail(&b, "  read:  ", where_to_read(d, m));
    }
    return buffer_str(&b);
}

// ---- The form for tools: {"kind":"error","code":"LNK2019","file":"a.obj","message":"...","why":"...","do":"..."}

static void put_json(Buffer *b, const char *key, Str value) {
    Buffer text = {.arena = b->arena};
    put_printable(&text, value, "\n");
    buffer_printf(b, "%s\"%s\":\"", b->n > 1 ? "," : "", key);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n')
            buffer_put_str(b, STR("\\n"));
        else if (text.p[i] == '"' || text.p[i] == '\\')
            buffer_printf(b, "\\%c", text.p[i]);
        else
            buffer_put(b, text.p + i, 1);
    }
    buffer_put_str(b, STR("\""));
}

static Str format_json(const Diag *d, const Message *m) {
    Buffer b = {.arena = d->arena};
    const Explanation *e = explain_code(m->code);
    bool bare = e && !m->why.n && !m->todo.n;
    buffer_put_str(&b, STR("{"));
    put_json(&b, "kind", str(kind_names[m->kind]));
    put_json(&b, "code", m->code ? arena_printf(d->arena, "LNK%04u", m->code) : STR(""));
    put_json(&b, "file", m->file.n ? m->file : str(d->tool));
    put_json(&b, "message", m->text);
    put_json(&b, "where", m->where);
    put_json(&b, "bytes", m->bytes);
    put_json(&b, "why", bare ? str(e->why) : m->why);
    put_json(&b, "do", bare ? str(e->todo) : m->todo);
    put_json(&b, "read", where_to_read(d, m));
    buffer_put_str(&b, STR("}\n"));
    return buffer_str(&b);
}

static bool has_code(const u16 *codes, u32 count, u32 code) {
    for (u32 i = 0; i < count; i++)
        if (codes[i] == code) return true;
    return false;
}

static bool is_ignored(const Diag *d, const Message *m) {
    return m->kind == MSG_WARNING && has_code(d->ignored, d->ignored_count, m->code);
}

static bool counts_as_error(const Diag *d, const Message *m) {
    if (m->kind != MSG_WARNING) return m->kind >= MSG_ERROR;
    return d->warnings_are_errors || has_code(d->fatal_warnings, d->fatal_warning_count, m->code);
}

void diag_report(Diag *d, const Message *m) {
    if (is_ignored(d, m)) return;
    if (m->kind == MSG_WARNING) d->warning_count++;
    if (counts_as_error(d, m)) {
        d->error_count++;
        d->promoted_count += m->kind == MSG_WARNING;
    }
    d->fatal_count += m->kind == MSG_FATAL;
    if (m->kind == MSG_ERROR && d->error_limit && d->error_count > d->error_limit) {
        d->hidden_count++;
        return;
    }
    Str text = d->json ? format_json(d, m) : format_message(d, m);
    diag_status(d, STR(""));
    write_all(text);
}

// The cursor waits at the line's start: what some other program prints meanwhile covers it.
void diag_status(Diag *d, Str line) {
    if (!d->has_status_line || (!line.n && !d->status_shown)) return;
    Buffer b = {.arena = d->arena};
    buffer_put_str(&b, STR("\33[K"));
    put_printable(&b, line, NULL);
    buffer_put_str(&b, line.n ? STR("\r") : STR(""));
    write_all(buffer_str(&b));
    d->status_shown = line.n != 0;
}

bool diag_wants_details(const Diag *d) {
    return (d->explain || d->json) && (!d->error_limit || d->error_count < d->error_limit);
}

void diag_for_terminal(Diag *d) {
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    d->explain = isatty(STDERR_FILENO);
    d->has_status_line = d->explain && terminal && strcmp(terminal, "dumb") != 0;
    d->color = d->has_status_line && !(no_color && *no_color);
}

static void report_text(Diag *d, MessageKind kind, Str file, u32 code, const char *format, va_list args) {
    Message m = {.kind = kind, .code = code, .file = file, .text = arena_vprintf(d->arena, format, args)};
    diag_report(d, &m);
}

void diag_error(Diag *d, Str file, u32 code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    report_text(d, MSG_ERROR, file, code, format, args);
    va_end(args);
}

void diag_warning(Diag *d, Str file, u32 code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    report_text(d, MSG_WARNING, file, code, format, args);
    va_end(args);
}

void diag_fatal(Diag *d, Str file, u32 code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    report_text(d, MSG_FATAL, file, code, format, args);
    va_end(args);
}

#undef bad_file
bool bad_file(Message *m, Arena *a, Str file, u32 code, u64 file_off, const char *format, ...) {
    va_list args;
    va_start(args, format);
    *m = (Message){.kind = MSG_FATAL, .code = code, .file = file, .text = arena_vprintf(a, format, args)};
    va_end(args);
    m->where = arena_printf(a, "file offset 0x%llx", (unsigned long long)file_off);
    return false;
}
