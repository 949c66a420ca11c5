// overlay.c - /VFSOVERLAY: files that are somewhere else than the command line says.
//
//      { 'version': 0, 'case-sensitive': 'false',
//        'roots': [ { 'name': '/sdk/Lib', 'type': 'directory',
//                     'contents': [ { 'name': 'Kernel32.lib', 'type': 'file',
//                                     'external-contents': '/srv/sdk/kernel32.lib' } ] } ] }
//
//      /sdk/lib/KERNEL32.Lib  ->  /srv/sdk/kernel32.lib
//
// The format is that of clang's and lld's option of this name, made for build farms where the disk tells upper from lower
// case and the sources were written where it does not. mylink finds libraries without regard to case anyway. Of YAML,
// what looks like JSON is read (with either kind of quotes); the indented form is refused.
//
// Read this only for /VFSOVERLAY.
#include "../objfmt/args.h"
#include "linker.h"

enum { MOST_NESTED = 64 };

typedef struct {
    Str path;     // of the entry, or of the one that the list is in
    Str external; // 'external-contents'
    bool is_list;
} Level;

typedef struct {
    Link *link;
    Str file, text; // the whole; what is left of it
    Level levels[MOST_NESTED];
    u32 depth;
    Str key;        // whose value comes next; empty: a key comes next
    const char *error;
} OverlayReader;

static void skip_blanks(OverlayReader *r) {
    while (r->text.n) {
        u8 c = r->text.p[0];
        size_t n = 1;
        if (c == '#') n = str_find(r->text, '\n');
        else if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != ',') return;
        r->text = str_slice(r->text, n, r->text.n);
    }
}

// 'text', "text", or bare letters up to a blank or a bracket.
static Str take_scalar(OverlayReader *r) {
    u8 quote = r->text.p[0];
    Str s = {0};
    if (quote == '\'' || quote == '"') {
        Str rest = str_slice(r->text, 1, r->text.n);
        size_t n = str_find(rest, quote);
        s = str_slice(rest, 0, n);
        if (n == rest.n || str_find(s, '\\') < s.n) r->error = "a text does not end, or has a backslash in it";
        r->text = str_slice(rest, n < rest.n ? n + 1 : n, rest.n);
        return s;
    }
    size_t n = 0;
    while (n < r->text.n && str_find(STR(" \t\r\n,:[]{}"), r->text.p[n]) == 10) n++;
    s = str_slice(r->text, 0, n);
    if (!n) r->error = "a name is missing";
    r->text = str_slice(r->text, n, r->text.n);
    return s;
}

static Str join(Link *link, Str folder, Str name) {
    if (!folder.n) return name;
    bool slash = folder.p[folder.n - 1] == '/';
    return arena_concat(link->arena, slash ? folder : arena_concat(link->arena, folder, STR("/")), name);
}

static void set_value(OverlayReader *r, Str value) {
    Level *level = &r->levels[r->depth - 1];
    if (str_eq(r->key, STR("name"))) {
        level->path = join(r->link, level->path, value);
    } else if (str_eq(r->key, STR("external-contents"))) {
        level->external = value;
    } else if (str_eq(r->key, STR("case-sensitive"))) {
        r->link->overlay_nocase = str_eq_nocase(value, STR("false"));
    } else if (str_eq(r->key, STR("type"))) {
        if (!str_eq(value, STR("file")) && !str_eq(value, STR("directory"))) r->error = "the types are file and directory";
    } else if (str_eq(r->key, STR("overlay-relative")) && str_eq_nocase(value, STR("true"))) {
        r->error = "overlay-relative is not supported; write whole paths";
    }
    r->key = (Str){0};
}

static void open_level(OverlayReader *r, bool is_list) {
    if (r->depth == MOST_NESTED) {
        r->error = "lists are nested too deeply";
        return;
    }
    Level *level = &r->levels[r->depth++];
    *level = (Level){.is_list = is_list, .path = r->depth > 1 ? level[-1].path : (Str){0}};
    r->key = (Str){0};
}

static void close_level(OverlayReader *r, bool is_list) {
    if (!r->depth || r->levels[r->depth - 1].is_list != is_list) {
        r->error = "a bracket closes what was not opened";
        return;
    }
    Level *level = &r->levels[--r->depth];
    if (level->external.n) ARRAY_PUSH(r->link->arena, &r->link->overlay, ((OverlayEntry){level->path, level->external}));
}

static void read_token(OverlayReader *r) {
    u8 c = r->text.p[0];
    if (c == '{' || c == '[' || c == '}' || c == ']') {
        r->text = str_slice(r->text, 1, r->text.n);
        if (c == '{' || c == '[') open_level(r, c == '[');
        else close_level(r, c == ']');
        return;
    }
    if (!r->depth || r->levels[r->depth - 1].is_list) {
        r->error = "this is no JSON; the indented form of YAML is not read";
        return;
    }
    Str s = take_scalar(r);
    if (r->key.n) {
        set_value(r, s);
        return;
    }
    skip_blanks(r);
    if (!r->error && (!r->text.n || r->text.p[0] != ':')) r->error = "a ':' is missing";
    r->key = s;
    r->text = str_slice(r->text, r->text.n ? 1 : 0, r->text.n);
}

void read_overlay(Link *link, Str path) {
    Message m = {0};
    FileIdentity id;
    Str bytes;
    OverlayReader r = {.link = link, .file = path};
    if (!file_read_text(link->arena, arena_cstr(link->arena, path), &bytes, &id, &m) ||
        !text_decode(link->arena, bytes, path, &r.text, &m)) {
        diag_report(&link->diag, &m);
        return;
    }
    Str whole = r.text;
    for (skip_blanks(&r); r.text.n && !r.error; skip_blanks(&r)) read_token(&r);
    if (!r.error && r.depth) r.error = "the file ends inside a list";
    if (!r.error) return;
    u32 line = 1;
    for (size_t i = 0; i < whole.n - r.text.n; i++) line += whole.p[i] == '\n';
    diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1107, .file = path,
        .text = arena_printf(link->arena, "invalid or corrupt file: cannot read the overlay at line %u: %s", line, r.error),
        .todo = STR("write it as JSON: { 'roots': [ { 'name': '/folder', 'type': 'directory', 'contents': [ ... ] } ] }; for libraries "
                    "whose names differ only in case no overlay is needed")});
}

Str overlay_path(const Link *link, Str path) {
    for (u32 i = 0; i < link->overlay.count; i++) {
        const OverlayEntry *e = &link->overlay.at[i];
        if (link->overlay_nocase ? str_eq_nocase(e->path, path) : str_eq(e->path, path)) return e->real;
    }
    return STR("");
}
