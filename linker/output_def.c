// output_def.c - /OUTPUT-DEF: the exports of the link as a .def file, with the ordinals they got.
//
//      LIBRARY "my.dll"
//      EXPORTS
//          add @1
//          counter @2 DATA
//          Sleep = KERNEL32.Sleep @3
//
// It can go into the next link (/DEF) to keep the numbers as they are, or into mylib to make the import library again.
#include "linker.h"

// A name that is also a word of the format, or has odd letters, stands in quotes.
static void put_name(Link *link, Buffer *b, Str name) {
    bool plain = name.n > 0 && !str_eq_nocase(name, STR("DATA")) && !str_eq_nocase(name, STR("PRIVATE"));
    for (size_t i = 0; i < name.n; i++) plain &= name.p[i] > ' ' && str_find(STR("\";=,"), name.p[i]) == 4;
    buffer_printf(b, plain ? "%s" : "\"%s\"", show(link, name));
}

static Str make_def(Link *link) {
    Buffer b = {.arena = link->arena};
    size_t slash = str_rfind(link->opt.out, '/');
    Str name = slash == link->opt.out.n ? link->opt.out : str_slice(link->opt.out, slash + 1, link->opt.out.n);
    buffer_printf(&b, "%s \"%s\"\nEXPORTS\n", link->opt.dll ? "LIBRARY" : "NAME", show(link, name));
    for (u32 i = 0; i < link->opt.exports.count; i++) {
        const ExportSpec *e = &link->opt.exports.at[i];
        buffer_put_str(&b, STR("    "));
        put_name(link, &b, e->name);
        Str target = e->forward.n ? e->forward : e->sym ? resolved(e->sym)->name : e->name;
        if (!str_eq(target, e->name)) {
            buffer_put_str(&b, STR(" = "));
            put_name(link, &b, target);
        }
        buffer_printf(&b, " @%u%s%s%s\n", e->ordinal, e->noname ? " NONAME" : "", e->is_private ? " PRIVATE" : "", e->data ? " DATA" : "");
    }
    return buffer_str(&b);
}

bool write_text(Link *link, OutputFile *out, Str path, Str text) {
    Message m = {0};
    if (output_open(out, link->arena, arena_cstr(link->arena, path), false, &m) &&
        output_write(out, 0, text.p, text.n, &m) && output_prepare(out, text.n, &m))
        return true;
    diag_report(&link->diag, &m);
    return false;
}

bool write_output_def(Link *link, OutputFile *out) {
    return write_text(link, out, link->opt.output_def, make_def(link));
}
