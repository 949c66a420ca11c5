// def.c - reads module-definition files.
//
// A .def file is a list of words with a little punctuation; which words may follow is decided by the statement they
// stand in:
//
//      LIBRARY "my dll" BASE = 0x10000000      ; a comment goes up to the end of the line
//      EXPORTS
//              put = internal_put @7 NONAME
//      ^word   ^word ^'='         ^word with '@' in front
//
// Line ends matter in three places only. A list (EXPORTS, SECTIONS) goes on, one definition a line, until a line begins
// with the next statement's keyword; a comment and a quoted text end with their line; and a word that nobody expects is
// an error on its own line, not the beginning of something else. Around '=' lines may break anywhere, as the rules say.
//
// Reserved words need quotes when they are meant as names: `DATA` is a keyword, `"DATA"` a variable of that name. Some
// of them are keywords of 16-bit days; those are ignored, most with warning LNK4017. [spec: reserved-words]
//
// Where the rules say nothing: LIBRARY and NAME are accepted after other statements, a comment may share a line with a
// statement, names may stand in single quotes, `a == b` is GNU's spelling of `a EXPORTAS b`.
// [spec: rules-for-module-definition-statements]
#include "def.h"
#include "../objfmt/args.h"
#include "../objfmt/coff.h"

// ---- Words

typedef enum { WORD_END, WORD_NAME, WORD_QUOTED, WORD_EQUAL, WORD_EQUAL_EQUAL, WORD_COMMA, WORD_BROKEN } WordKind;

typedef struct {
    WordKind kind;
    Str text;
    u32 line;
    bool starts_line;
} Word;

typedef struct {
    Arena *arena;
    Str file; // name of the .def file, for messages
    Str text;
    size_t pos;
    u32 line;
    bool line_is_new; // nothing but blanks so far
    Word word;        // the one to look at next
    Diag *diag;
    Message *m;
} Reader;

static bool is_blank(u8 c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

static void skip_blanks(Reader *r) {
    while (r->pos < r->text.n) {
        u8 c = r->text.p[r->pos];
        if (c == ';') {
            while (r->pos < r->text.n && r->text.p[r->pos] != '\n') r->pos++;
        } else if (c == '\n') {
            r->line++;
            r->line_is_new = true;
            r->pos++;
        } else if (is_blank(c)) {
            r->pos++;
        } else {
            return;
        }
    }
}

static WordKind take_quoted(Reader *r) {
    u8 quote = r->text.p[r->pos];
    size_t start = ++r->pos;
    while (r->pos < r->text.n && r->text.p[r->pos] != quote && r->text.p[r->pos] != '\n') r->pos++;
    r->word.text = str_slice(r->text, start, r->pos);
    if (r->pos == r->text.n || r->text.p[r->pos] == '\n') return WORD_BROKEN;
    r->pos++;
    return WORD_QUOTED;
}

static WordKind take_word(Reader *r) {
    if (r->pos == r->text.n) return WORD_END;
    size_t start = r->pos;
    u8 c = r->text.p[start];
    if (c == '"' || c == '\'') return take_quoted(r);
    if (c == ',') {
        r->pos++;
        return WORD_COMMA;
    }
    if (c == '=') {
        bool twice = start + 1 < r->text.n && r->text.p[start + 1] == '=';
        r->pos += twice ? 2 : 1;
        return twice ? WORD_EQUAL_EQUAL : WORD_EQUAL;
    }
    for (; r->pos < r->text.n; r->pos++) {
        c = r->text.p[r->pos];
        if (is_blank(c) || c == '\n' || c == '=' || c == ',' || c == ';' || c == '"') break;
    }
    r->word.text = str_slice(r->text, start, r->pos);
    return WORD_NAME;
}

// Makes the next word of the text the one to look at.
static void advance(Reader *r) {
    skip_blanks(r);
    r->word = (Word){.line = r->line, .starts_line = r->line_is_new};
    r->line_is_new = false;
    r->word.kind = take_word(r);
}

static bool is_name(const Word *w) { return w->kind == WORD_NAME || w->kind == WORD_QUOTED; }
static bool is_keyword(const Reader *r, const char *keyword) {
    return r->word.kind == WORD_NAME && str_eq(r->word.text, str(keyword));
}

static bool take(Reader *r, WordKind kind) {
    if (r->word.kind != kind) return false;
    advance(r);
    return true;
}

// The keyword, on the line that is being read.
static bool take_keyword(Reader *r, const char *keyword) {
    if (r->word.starts_line || !is_keyword(r, keyword)) return false;
    advance(r);
    return true;
}

static Str shown(const Word *w) {
    static const Str fixed[] = {[WORD_END] = {(const u8 *)"end of file", 11},
                                [WORD_EQUAL] = {(const u8 *)"=", 1},
                                [WORD_EQUAL_EQUAL] = {(const u8 *)"==", 2},
                                [WORD_COMMA] = {(const u8 *)",", 1}};
    return w->kind == WORD_NAME || w->kind == WORD_QUOTED || w->kind == WORD_BROKEN ? w->text : fixed[w->kind];
}

// ---- Messages

static Str place(Reader *r, u32 line) { return arena_printf(r->arena, "%s(%u)", printable(r->arena, r->file), line); }

static bool syntax_error(Reader *r, u32 line, Str statement, const char *expected) {
    *r->m = (Message){.kind = MSG_FATAL, .code = 1118, .file = place(r, line)};
    r->m->text = arena_printf(r->arena, "syntax error in '%s' statement", printable(r->arena, statement));
    r->m->where = arena_printf(r->arena, "at '%s'", printable(r->arena, shown(&r->word)));
    r->m->todo = str(expected);
    if (r->word.kind == WORD_BROKEN) r->m->todo = STR("close the quote on the line it began on");
    return false;
}

static bool bad_ordinal(Arena *a, Message *m, Str text) {
    *m = (Message){.kind = MSG_FATAL, .code = 1119};
    m->text = arena_printf(a, "invalid ordinal number '%s'", printable(a, text));
    m->todo = STR("an ordinal is a number from 1 to 65535");
    return false;
}

// ---- Reserved words

typedef enum {
    NOT_RESERVED,
    STATEMENT,     // begins a statement that we read
    ATTRIBUTE,     // stands behind something else
    OLD_STATEMENT, // begins a statement of 16-bit Windows or OS/2; ignored with its line, with a warning
    OLD_WORD,      // an attribute of those days; ignored with a warning
    SILENT_WORD,   // the same without a warning
} ReservedKind;

static ReservedKind reserved(const Word *w) {
    static const struct {
        const char *word;
        ReservedKind kind;
    } table[] = {
        {"APPLOADER", OLD_STATEMENT},  {"BASE", ATTRIBUTE},         {"CLASS", ATTRIBUTE},
        {"CODE", OLD_STATEMENT},       {"CONFORMING", ATTRIBUTE},   {"CONSTANT", ATTRIBUTE},
        {"DATA", OLD_STATEMENT},       {"DESCRIPTION", STATEMENT},  {"DEV386", ATTRIBUTE},
        {"DISCARDABLE", ATTRIBUTE},    {"DYNAMIC", ATTRIBUTE},      {"EXECUTE", ATTRIBUTE},
        {"EXECUTE-ONLY", ATTRIBUTE},   {"EXECUTEONLY", ATTRIBUTE},  {"EXECUTEREAD", ATTRIBUTE},
        {"EXETYPE", OLD_STATEMENT},    {"EXPORTAS", ATTRIBUTE},     {"EXPORTS", STATEMENT},
        {"FIXED", OLD_WORD},           {"FUNCTIONS", SILENT_WORD},  {"HEAPSIZE", STATEMENT},
        {"IMPORTS", OLD_STATEMENT},    {"IMPURE", OLD_WORD},        {"INCLUDE", SILENT_WORD},
        {"INITINSTANCE", SILENT_WORD}, {"IOPL", ATTRIBUTE},         {"LIBRARY", STATEMENT},
        {"LOADONCALL", OLD_WORD},      {"LONGNAMES", SILENT_WORD},  {"MOVABLE", OLD_WORD},
        {"MOVEABLE", OLD_WORD},        {"MULTIPLE", ATTRIBUTE},     {"NAME", STATEMENT},
        {"NEWFILES", SILENT_WORD},     {"NODATA", OLD_WORD},        {"NOIOPL", OLD_WORD},
        {"NONAME", ATTRIBUTE},         {"NONCONFORMING", OLD_WORD}, {"NONDISCARDABLE", ATTRIBUTE},
        {"NONE", ATTRIBUTE},           {"NONSHARED", ATTRIBUTE},    {"NOTWINDOWCOMPAT", OLD_WORD},
        {"OBJECTS", OLD_STATEMENT},    {"OLD", OLD_STATEMENT},      {"PRELOAD", ATTRIBUTE},
        {"PRIVATE", ATTRIBUTE},        {"PROTMODE", SILENT_WORD},   {"PURE", OLD_WORD},
        {"READ", ATTRIBUTE},           {"READONLY", ATTRIBUTE},     {"READWRITE", ATTRIBUTE},
        {"REALMODE", OLD_STATEMENT},   {"RESIDENT", OLD_WORD},      {"RESIDENTNAME", OLD_WORD},
        {"SECTIONS", STATEMENT},       {"SEGMENTS", STATEMENT},     {"SHARED", ATTRIBUTE},
        {"SINGLE", ATTRIBUTE},         {"STACKSIZE", STATEMENT},    {"STUB", STATEMENT},
        {"VERSION", STATEMENT},        {"WINDOWAPI", ATTRIBUTE},    {"WINDOWCOMPAT", ATTRIBUTE},
        {"WINDOWS", ATTRIBUTE},        {"WRITE", ATTRIBUTE},
    };
    if (w->kind != WORD_NAME) return NOT_RESERVED;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_eq(w->text, str(table[i].word))) return table[i].kind;
    // "STUB:file" is one word to the reader above.
    return str_starts(w->text, STR("STUB:")) ? STATEMENT : NOT_RESERVED;
}

static bool begins_statement(const Word *w) {
    ReservedKind k = reserved(w);
    return w->kind == WORD_END || (w->starts_line && (k == STATEMENT || k == OLD_STATEMENT));
}

static void warn_ignored(Reader *r) {
    diag_warning(r->diag, place(r, r->word.line), 4017, "%s statement not supported for the target platform; ignored",
                 printable(r->arena, r->word.text));
}

static void skip_line(Reader *r) {
    do advance(r);
    while (!r->word.starts_line && r->word.kind != WORD_END);
}

// Steps over a word of old days. False when the word is something else.
static bool skip_old_word(Reader *r) {
    ReservedKind k = reserved(&r->word);
    if (r->word.starts_line || (k != OLD_WORD && k != SILENT_WORD)) return false;
    if (k == OLD_WORD) warn_ignored(r);
    advance(r);
    return true;
}

// A name where one must stand: unreserved, or quoted.
static bool take_name(Reader *r, u32 line, Str statement, Str *name) {
    if (!is_name(&r->word) || !r->word.text.n) return syntax_error(r, line, statement, "a name must stand here");
    if (reserved(&r->word))
        return syntax_error(r, line, statement, "this word is reserved; put it in quotes to use it as a name");
    *name = r->word.text;
    advance(r);
    return true;
}

// ---- Numbers

static bool parse_number(Str s, u64 *n) {
    bool hex = str_starts_nocase(s, STR("0x"));
    u64 base = hex ? 16 : 10, v = 0;
    size_t i = hex ? 2 : 0;
    if (i == s.n) return false;
    for (; i < s.n; i++) {
        u8 c = ascii_lower(s.p[i]);
        u64 digit = c >= '0' && c <= '9' ? (u64)(c - '0') : c >= 'a' && c <= 'f' ? (u64)(c - 'a') + 10 : 16;
        if (digit >= base || v > (UINT64_MAX - digit) / base) return false;
        v = v * base + digit;
    }
    *n = v;
    return true;
}

static bool take_number(Reader *r, u64 *n) {
    if (r->word.kind != WORD_NAME || !parse_number(r->word.text, n)) return false;
    advance(r);
    return true;
}

static bool parse_ordinal(Arena *a, Str text, u32 *ordinal, Message *m) {
    u64 n;
    if (!parse_number(text, &n) || n == 0 || n > 0xffff) return bad_ordinal(a, m, text);
    *ordinal = (u32)n;
    return true;
}

// ---- NAME and LIBRARY: [name] [BASE=address]

static bool read_name(Reader *r, DefFile *def, Str statement) {
    u32 line = r->word.line;
    bool is_library = str_eq(statement, STR("LIBRARY"));
    if (def->is_library || def->is_name)
        return syntax_error(r, line, statement, "there may be one NAME or one LIBRARY statement");
    def->is_library = is_library;
    def->is_name = !is_library;
    advance(r);
    if (is_name(&r->word) && !r->word.starts_line && !reserved(&r->word)) {
        def->name = r->word.text;
        advance(r);
    }
    while (!begins_statement(&r->word) || is_keyword(r, "BASE")) {
        if (is_keyword(r, "BASE")) {
            advance(r);
            if (!take(r, WORD_EQUAL) || !take_number(r, &def->base))
                return syntax_error(r, line, statement, "write BASE=address, with a decimal or 0x number");
            def->has_base = true;
        } else if (!r->word.starts_line && reserved(&r->word) == ATTRIBUTE) {
            advance(r); // WINDOWAPI and the like: what kind of program it is says /SUBSYSTEM
        } else if (!skip_old_word(r)) {
            return syntax_error(r, line, statement,
                                "a file name with blanks needs double quotes; then only BASE=address may follow");
        }
    }
    return true;
}

// ---- EXPORTS

// "dll.name" or "dll.#12", in `e->internal`, is a forwarder. The last dot counts: "api-ms-win-x.v1.f" is f of
// api-ms-win-x.v1.
static bool split_forwarder(Arena *a, DefExport *e, Message *m) {
    size_t dot = str_rfind(e->internal, '.');
    if (dot == e->internal.n || dot == 0) return true;
    Str function = str_slice(e->internal, dot + 1, e->internal.n);
    u32 ordinal;
    if (function.n && function.p[0] == '#' && !parse_ordinal(a, str_slice(function, 1, function.n), &ordinal, m))
        return false;
    if (!function.n) {
        *m = (Message){.kind = MSG_FATAL, .code = 1118};
        m->text = arena_printf(a, "forwarder '%s' names a DLL but no function", printable(a, e->internal));
        m->todo = STR("write entry=dll.function or entry=dll.#ordinal");
        return false;
    }
    e->forward = e->internal;
    e->internal = (Str){NULL, 0};
    return true;
}

static bool take_ordinal(Reader *r, DefExport *e) {
    Str text = str_slice(r->word.text, 1, r->word.text.n);
    advance(r);
    if (!text.n && r->word.kind == WORD_NAME && !r->word.starts_line) { // "@ 7"
        text = r->word.text;
        advance(r);
    }
    if (parse_ordinal(r->arena, text, &e->ordinal, r->m)) return true;
    r->m->file = place(r, e->line);
    return false;
}

static bool is_ordinal(const Word *w) { return w->kind == WORD_NAME && !w->starts_line && w->text.p[0] == '@'; }

// What a keyword behind an export sets, or NULL. The two syntaxes differ in how they compare words.
static bool *export_flag(DefExport *e, Str word, bool (*same)(Str, Str)) {
    if (same(word, STR("NONAME"))) return &e->noname;
    if (same(word, STR("DATA"))) return &e->data;
    if (same(word, STR("CONSTANT"))) return &e->constant;
    if (same(word, STR("PRIVATE"))) return &e->is_private;
    return NULL;
}

// One attribute of an export, on its line. False when what stands there is none.
static bool read_export_attribute(Reader *r, DefExport *e, bool *ok) {
    bool *flag = r->word.kind == WORD_NAME && !r->word.starts_line ? export_flag(e, r->word.text, str_eq) : NULL;
    if (is_ordinal(&r->word)) {
        *ok = take_ordinal(r, e);
    } else if (flag) {
        *flag = true;
        advance(r);
    } else if (take_keyword(r, "EXPORTAS") || take(r, WORD_EQUAL_EQUAL)) {
        *ok = take_name(r, e->line, STR("EXPORTS"), &e->export_as);
    } else {
        return skip_old_word(r);
    }
    return true;
}

static bool read_export_attributes(Reader *r, DefExport *e) {
    bool ok = true;
    while (ok && read_export_attribute(r, e, &ok)) continue;
    if (!ok || r->word.starts_line || r->word.kind == WORD_END) return ok;
    return syntax_error(r, r->word.line, shown(&r->word),
                        "each export needs a line of its own; names with blanks need quotes");
}

static bool read_export(Reader *r, DefFile *def) {
    DefExport e = {.line = r->word.line};
    Str exports = STR("EXPORTS");
    if (!take_name(r, e.line, exports, &e.name)) return false;
    if (take(r, WORD_EQUAL)) {
        if (!take_name(r, e.line, exports, &e.internal)) return false;
        if (!split_forwarder(r->arena, &e, r->m)) {
            r->m->file = place(r, e.line);
            return false;
        }
    }
    if (!read_export_attributes(r, &e)) return false;
    ARRAY_PUSH(r->arena, &def->exports, e);
    return true;
}

static bool read_exports(Reader *r, DefFile *def) {
    advance(r);
    while (!begins_statement(&r->word))
        if (!read_export(r, def)) return false;
    return true;
}

// ---- SECTIONS: .name [CLASS 'x'] EXECUTE READ SHARED WRITE

static u32 section_flag(const Word *w) {
    if (w->kind != WORD_NAME) return 0;
    if (str_eq(w->text, STR("EXECUTE"))) return IMAGE_SCN_MEM_EXECUTE;
    if (str_eq(w->text, STR("READ"))) return IMAGE_SCN_MEM_READ;
    if (str_eq(w->text, STR("SHARED"))) return IMAGE_SCN_MEM_SHARED;
    if (str_eq(w->text, STR("WRITE"))) return IMAGE_SCN_MEM_WRITE;
    return 0;
}

static bool read_section(Reader *r, DefFile *def) {
    DefSection s = {.line = r->word.line};
    Str sections = STR("SECTIONS");
    if (!take_name(r, s.line, sections, &s.name)) return false;
    while (!r->word.starts_line && r->word.kind != WORD_END) {
        u32 flag = section_flag(&r->word);
        s.set_flags |= flag;
        if (flag || (take_keyword(r, "CLASS") && is_name(&r->word)))
            advance(r);
        else if (!skip_old_word(r))
            return syntax_error(r, s.line, sections,
                                "a section may be EXECUTE, READ, SHARED and WRITE; each needs a line of its own");
    }
    ARRAY_PUSH(r->arena, &def->sections, s);
    return true;
}

static bool read_sections(Reader *r, DefFile *def) {
    advance(r);
    while (!begins_statement(&r->word))
        if (!read_section(r, def)) return false;
    return true;
}

// ---- The one-line statements

static bool read_size(Reader *r, Str statement, u64 *reserve, u64 *commit) {
    u32 line = r->word.line;
    advance(r);
    if (!take_number(r, reserve) || (take(r, WORD_COMMA) && !take_number(r, commit)))
        return syntax_error(r, line, statement, "write reserve[,commit], in bytes, as decimal or 0x numbers");
    if (*commit > *reserve) {
        diag_warning(r->diag, place(r, line), 4015, "%.*s commit exceeds reserve; commit size set to %llu",
                     STR_ARG(statement), (unsigned long long)*reserve);
        *commit = *reserve;
    }
    return true;
}

static bool read_version(Reader *r, DefFile *def) {
    u32 line = r->word.line;
    advance(r);
    Str text = r->word.text;
    size_t dot = str_find(text, '.');
    u64 major = 0, minor = 0;
    bool ok = r->word.kind == WORD_NAME && parse_number(str_slice(text, 0, dot), &major) && major <= 0xffff;
    if (ok && dot < text.n) ok = parse_number(str_slice(text, dot + 1, text.n), &minor) && minor <= 0xffff;
    if (!ok)
        return syntax_error(r, line, STR("VERSION"), "write major[.minor]: one or two numbers, each from 0 to 65535");
    def->has_version = true;
    def->major_version = (u16)major;
    def->minor_version = (u16)minor;
    advance(r);
    return true;
}

// STUB:name, with blanks around the colon or not.
static bool read_stub(Reader *r, DefFile *def) {
    u32 line = r->word.line;
    Str rest = str_slice(r->word.text, 4, r->word.text.n);
    advance(r);
    if (!rest.n && r->word.kind == WORD_NAME && r->word.text.p[0] == ':') {
        rest = r->word.text;
        advance(r);
    }
    if (str_starts(rest, STR(":"))) rest = str_slice(rest, 1, rest.n);
    if (!rest.n && is_name(&r->word)) {
        rest = r->word.text;
        advance(r);
    }
    if (!rest.n) return syntax_error(r, line, STR("STUB"), "write STUB:filename");
    def->stub = rest;
    return true;
}

static bool read_description(Reader *r, DefFile *def) {
    u32 line = r->word.line;
    warn_ignored(r);
    advance(r);
    if (!is_name(&r->word)) return syntax_error(r, line, STR("DESCRIPTION"), "write DESCRIPTION 'text'");
    def->description = r->word.text;
    advance(r);
    return true;
}

// A statement of old days: its line, and for lists (IMPORTS, OBJECTS) all lines up to the next statement.
static bool skip_old_statement(Reader *r) {
    bool is_list = is_keyword(r, "IMPORTS") || is_keyword(r, "OBJECTS");
    warn_ignored(r);
    do skip_line(r);
    while (is_list && !begins_statement(&r->word));
    return true;
}

static bool read_statement(Reader *r, DefFile *def) {
    if (is_keyword(r, "NAME")) return read_name(r, def, STR("NAME"));
    if (is_keyword(r, "LIBRARY")) return read_name(r, def, STR("LIBRARY"));
    if (is_keyword(r, "EXPORTS")) return read_exports(r, def);
    if (is_keyword(r, "SECTIONS") || is_keyword(r, "SEGMENTS")) return read_sections(r, def);
    if (is_keyword(r, "STACKSIZE")) return read_size(r, STR("STACKSIZE"), &def->stack_reserve, &def->stack_commit);
    if (is_keyword(r, "HEAPSIZE")) return read_size(r, STR("HEAPSIZE"), &def->heap_reserve, &def->heap_commit);
    if (is_keyword(r, "VERSION")) return read_version(r, def);
    if (is_keyword(r, "DESCRIPTION")) return read_description(r, def);
    switch (reserved(&r->word)) {
    case STATEMENT: return read_stub(r, def);
    case OLD_STATEMENT: return skip_old_statement(r);
    case SILENT_WORD: skip_line(r); return true; // PROTMODE, alone on its line
    case OLD_WORD:
        warn_ignored(r);
        skip_line(r);
        return true;
    default: break;
    }
    return syntax_error(
        r, r->word.line, shown(&r->word),
        "a statement begins with NAME, LIBRARY, EXPORTS, SECTIONS, STACKSIZE, HEAPSIZE, STUB, VERSION or "
        "DESCRIPTION, in capitals");
}

bool def_read(DefFile *def, Arena *arena, Str text, Str name, Diag *diag, Message *m) {
    *def = (DefFile){0};
    Reader r = {.arena = arena, .file = name, .line = 1, .line_is_new = true, .diag = diag, .m = m};
    if (!text_decode(arena, text, name, &r.text, m)) return false;
    advance(&r);
    while (r.word.kind != WORD_END) {
        if (!r.word.starts_line)
            return syntax_error(&r, r.word.line, shown(&r.word), "a statement begins on a new line");
        if (!read_statement(&r, def)) return false;
    }
    return true;
}

Str def_output_name(Arena *arena, const DefFile *def) {
    size_t slash = str_rfind(def->name, '/'), dot = str_rfind(def->name, '.');
    bool has_extension = dot < def->name.n && (slash == def->name.n || dot > slash);
    if (!def->name.n || has_extension) return def->name;
    return arena_printf(arena, "%s%s", arena_cstr(arena, def->name), def->is_library ? ".dll" : ".exe");
}

// ---- /EXPORT

static bool bad_export(Arena *a, Message *m, Str text, const char *todo) {
    *m = (Message){.kind = MSG_FATAL, .code = 1117};
    m->text = arena_printf(a, "syntax error in option '/EXPORT:%s'", printable(a, text));
    m->todo = str(todo);
    return false;
}

// Cuts the part in front of the next comma off *rest.
static Str next_part(Str *rest) {
    size_t comma = str_find(*rest, ',');
    Str part = str_slice(*rest, 0, comma);
    *rest = comma < rest->n ? str_slice(*rest, comma + 1, rest->n) : (Str){NULL, 0};
    return part;
}

static bool parse_export_attribute(DefExport *e, Arena *a, Str text, Str *rest, Message *m) {
    Str part = next_part(rest);
    bool *flag = export_flag(e, part, str_eq_nocase);
    if (flag) return *flag = true;
    if (str_starts(part, STR("@"))) return parse_ordinal(a, str_slice(part, 1, part.n), &e->ordinal, m);
    if (!str_eq_nocase(part, STR("EXPORTAS")))
        return bad_export(a, m, text,
                          "behind the name may stand @ordinal, NONAME, DATA, CONSTANT, PRIVATE and EXPORTAS,name");
    e->export_as = next_part(rest);
    return e->export_as.n || bad_export(a, m, text, "a name must follow EXPORTAS");
}

bool def_parse_export(DefExport *e, Arena *arena, Str text, Message *m) {
    *e = (DefExport){0};
    Str rest = text;
    Str names = next_part(&rest);
    size_t equal = str_find(names, '=');
    e->name = str_slice(names, 0, equal);
    if (equal < names.n) e->internal = str_slice(names, equal + 1, names.n);
    if (!e->name.n || (equal < names.n && !e->internal.n))
        return bad_export(arena, m, text, "write /EXPORT:name[=internal][,@ordinal[,NONAME]][,DATA][,PRIVATE]");
    if (!split_forwarder(arena, e, m)) return false;
    while (rest.n)
        if (!parse_export_attribute(e, arena, text, &rest, m)) return false;
    return true;
}
