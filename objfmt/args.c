// args.c - splits argument text and follows response files.
//
// The quoting rules are those of Windows command lines, because every tool that writes a response file for link.exe
// knows them:
//
//      text            argument        why
//      a"b c"d         ab cd           quotes switch, they do not separate
//      C:\dir\a.obj    C:\dir\a.obj    a backslash means something only in front of a quote
//      \"a             "a              ... where an odd number of them makes the quote an ordinary byte
//      "C:\dir\\"      C:\dir\         ... and every two of them stand for one
//      "a""b"          a"b             two quotes inside quotes are one
//
// Response files that name response files are followed with a stack of our own, one frame a file: each frame is a list
// of arguments and how far it has been read. [link.exe]
#include "args.h"
#include "file.h"

// ---- Splitting

typedef struct {
    Str text;
    size_t pos;
    Buffer word; // of the argument being read
} Splitter;

static bool is_separator(u8 c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v' || c == 0;
}

static bool at_end(const Splitter *s) { return s->pos == s->text.n; }

// A run of backslashes, and the quote behind it if there is one. Returns true when that quote switches quoting.
static bool take_backslashes(Splitter *s) {
    size_t start = s->pos;
    while (!at_end(s) && s->text.p[s->pos] == '\\') s->pos++;
    size_t count = s->pos - start;
    bool before_quote = !at_end(s) && s->text.p[s->pos] == '"';
    buffer_put(&s->word, s->text.p + start, before_quote ? count / 2 : count);
    if (!before_quote) return false;
    s->pos++;
    if (count % 2 == 0) return true;
    buffer_put(&s->word, "\"", 1);
    return false;
}

static void take_windows_word(Splitter *s) {
    for (bool quoted = false; !at_end(s);) {
        u8 c = s->text.p[s->pos];
        if (c == 0 || (!quoted && is_separator(c))) break;
        if (c == '\\') {
            quoted ^= take_backslashes(s);
        } else if (c == '"' && quoted && s->pos + 1 < s->text.n && s->text.p[s->pos + 1] == '"') {
            buffer_put(&s->word, "\"", 1);
            s->pos += 2;
        } else {
            if (c == '"')
                quoted = !quoted;
            else
                buffer_put(&s->word, &c, 1);
            s->pos++;
        }
    }
}

static void take_gnu_word(Splitter *s) {
    for (u8 quote = 0; !at_end(s); s->pos++) {
        u8 c = s->text.p[s->pos];
        if (!quote && is_separator(c)) return;
        if (c == '\\' && s->pos + 1 < s->text.n)
            buffer_put(&s->word, &s->text.p[++s->pos], 1);
        else if (c == quote)
            quote = 0;
        else if (!quote && (c == '"' || c == '\''))
            quote = c;
        else
            buffer_put(&s->word, &c, 1);
    }
}

static void skip_line(Splitter *s) {
    while (!at_end(s) && s->text.p[s->pos] != '\n') s->pos++;
}

void args_split(Arena *a, Str text, Str from, ArgStyle style, ArgArray *out) {
    Splitter s = {.text = text, .word = {.arena = a}};
    for (;;) {
        while (!at_end(&s) && is_separator(s.text.p[s.pos])) s.pos++;
        if (at_end(&s)) return;
        bool line_start = s.pos == 0 || s.text.p[s.pos - 1] == '\n';
        if (s.text.p[s.pos] == ';' && (style == ARGS_LIB || (style == ARGS_LINK_FILE && line_start))) {
            skip_line(&s);
            continue;
        }
        s.word.n = 0;
        if (style == ARGS_GNU)
            take_gnu_word(&s);
        else
            take_windows_word(&s);
        Arg arg = {arena_copy(a, buffer_str(&s.word)), from};
        ARRAY_PUSH(a, out, arg);
    }
}

bool argv_has_option(int argc, char **argv, const char *name) {
    for (int i = 1; i < argc; i++)
        if ((argv[i][0] == '/' || argv[i][0] == '-') && str_eq_nocase(str(argv[i] + 1), str(name))) return true;
    return false;
}

void args_from_argv(Arena *a, int argc, char **argv, ArgArray *out) {
    for (int i = 1; i < argc; i++) {
        Arg arg = {str(argv[i]), {NULL, 0}};
        ARRAY_PUSH(a, out, arg);
    }
}

// ---- Text encodings

static void put_utf8(Buffer *b, u32 c) {
    u8 bytes[4];
    u32 n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const u8 lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (u32 i = n; i-- > 1; c >>= 6) bytes[i] = (u8)(0x80 | (c & 0x3f));
    bytes[0] = (u8)(lead[n] | c);
    buffer_put(b, bytes, n);
}

static u32 utf16_unit(Str bytes, size_t at, bool big) {
    return big ? (u32)bytes.p[at] << 8 | bytes.p[at + 1] : load16(bytes.p + at);
}

static bool is_high_surrogate(u32 u) { return u >= 0xd800 && u < 0xdc00; }
static bool is_low_surrogate(u32 u) { return u >= 0xdc00 && u < 0xe000; }

static bool utf16_to_utf8(Arena *a, Str bytes, bool big, Str name, Str *text, Message *m) {
    if (bytes.n % 2) return bad_file(m, a, name, 1107, bytes.n - 1, "UTF-16 text ends in the middle of a character");
    Buffer out = {.arena = a};
    for (size_t i = 2; i < bytes.n; i += 2) {
        u32 c = utf16_unit(bytes, i, big);
        if (is_high_surrogate(c) && i + 2 < bytes.n && is_low_surrogate(utf16_unit(bytes, i + 2, big))) {
            c = 0x10000 + ((c - 0xd800) << 10) + (utf16_unit(bytes, i + 2, big) - 0xdc00);
            i += 2;
        }
        if (is_high_surrogate(c) || is_low_surrogate(c))
            return bad_file(m, a, name, 1107, i, "UTF-16 text has half of a surrogate pair");
        put_utf8(&out, c);
    }
    *text = buffer_str(&out);
    return true;
}

bool text_decode(Arena *a, Str bytes, Str name, Str *text, Message *m) {
    *text = bytes;
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        *text = str_slice(bytes, 3, bytes.n);
    else if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff"))) {
        if (!utf16_to_utf8(a, bytes, bytes.p[0] == 0xfe, name, text, m)) return false;
    }
    size_t nul = str_find(*text, 0);
    if (nul == text->n) return true;
    bad_file(m, a, name, 1107, nul, "a NUL byte stands in what should be text");
    m->todo = STR("save the file as UTF-8, or as UTF-16 with a byte-order mark");
    return false;
}

// ---- Response files

typedef struct {
    ArgArray args;
    u32 next;
} Frame;

typedef struct {
    Frame frames[ARGS_MAX_NESTING + 1]; // [0] is the command line
    u32 depth;                          // of the frame being read
    u32 files;
    u64 text_size;
} Expansion;

static bool over_limit(Message *m, Arena *a, Str file, Str from, const char *limit) {
    *m = (Message){.kind = MSG_FATAL, .code = 1170, .file = from};
    m->text = arena_printf(a, "response file '%s' is one too many: %s", printable(a, file), limit);
    m->todo = STR("look for a response file that names itself, directly or through another one");
    return false;
}

// Build systems on Windows write `@CMakeFiles\app.rsp`. A file that really has a '\' in its name comes first.
static const char *path_with_slashes(Arena *a, Str path) {
    const char *as_written = arena_cstr(a, path);
    if (file_exists(as_written)) return as_written;
    Str copy = arena_copy(a, path);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] == '\\') ((u8 *)(uintptr_t)copy.p)[i] = '/'; // the copy is ours
    return (const char *)copy.p;
}

// Reads the file that an argument "@file" names and makes it the frame to go on with.
static bool open_response_file(Expansion *e, Arena *a, const Arg *arg, ArgStyle style, Message *m) {
    Str file = str_slice(arg->text, 1, arg->text.n);
    if (e->depth == ARGS_MAX_NESTING) return over_limit(m, a, file, arg->from, "they are nested more than 16 deep");
    if (e->files == ARGS_MAX_FILES) return over_limit(m, a, file, arg->from, "a command line may read 1024 of them");

    Str bytes, text;
    FileIdentity id;
    if (!file_read_text(a, path_with_slashes(a, file), &bytes, &id, m)) return false;
    e->files++;
    e->text_size += bytes.n;
    if (e->text_size > ARGS_MAX_TEXT) return over_limit(m, a, file, arg->from, "together they hold more than 64 MB");
    if (!text_decode(a, bytes, file, &text, m)) return false;

    Frame *f = &e->frames[++e->depth];
    *f = (Frame){0};
    args_split(a, text, arena_copy(a, file), style == ARGS_LINK ? ARGS_LINK_FILE : style, &f->args);
    return true;
}

bool args_expand(Arena *a, const ArgArray *in, ArgStyle style, ArgArray *out, Message *m) {
    Expansion e = {0};
    e.frames[0].args = *in;
    for (;;) {
        Frame *f = &e.frames[e.depth];
        if (f->next == f->args.count) {
            if (e.depth-- == 0) return true;
            continue;
        }
        const Arg *arg = &f->args.at[f->next++];
        if (arg->text.n > 1 && arg->text.p[0] == '@') {
            if (!open_response_file(&e, a, arg, style, m)) return false;
        } else {
            ARRAY_PUSH(a, out, *arg);
        }
    }
}
