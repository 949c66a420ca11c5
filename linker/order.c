// order.c - /ORDER:@file: functions in the order of a list. Read this only for /ORDER.
//
// A page of a program is read from disk when the first byte of it is needed. Functions that run together (all that starts
// the program, say) had better stand together. The compiler puts each into a COMDAT of its own; the list says what comes
// first, a name a line, and what it does not name follows in link order:
//
//      order.txt      objects: helper | start | rare | main       .text$mn: start main | helper rare
//        start
//        main         (the names that /MAP shows; on x86 the '_' of C functions is put in front)
//
// The order holds inside a group of sections with one name: what comes before the '$' and behind it still counts first.
// Only names that all objects can see are found, and only COMDATs can be moved: LNK4037 and LNK4065 for the others.
// [spec: order-put-functions-in-order]
#include "../objfmt/args.h"
#include "linker.h"

static bool is_blank(u8 c) { return c == ' ' || c == '\t' || c == '\r'; }

// Cuts the first line off *text, and the blanks around it.
static Str next_line(Str *text) {
    size_t end = str_find(*text, '\n');
    Str line = str_slice(*text, 0, end);
    *text = str_slice(*text, end < text->n ? end + 1 : end, text->n);
    while (line.n && is_blank(line.p[0])) line = str_slice(line, 1, line.n);
    while (line.n && is_blank(line.p[line.n - 1])) line.n--;
    return line;
}

static Str symbol_name(Link *link, Str name) {
    if (!link->machine->prefix[0] || name.p[0] == '?' || name.p[0] == '@') return name;
    return arena_concat(link->arena, str(link->machine->prefix), name);
}

static void warn_not_ordered(Link *link, Str name, bool is_defined) {
    Message m = {.kind = MSG_WARNING, .code = is_defined ? 4065 : 4037, .file = link->opt.order_file};
    m.text = arena_printf(link->arena, is_defined ? "'%s' cannot be ordered; ignored" : "'%s' does not exist; ignored", show(link, name));
    m.why = is_defined ? STR("it shares its section with others; only what has a section (a COMDAT) of its own can be moved")
                       : STR("no function or variable that other objects can see has this name");
    m.todo = is_defined ? STR("compile with /Gy (clang: -ffunction-sections)") : STR("write it as /MAP shows it");
    diag_report(&link->diag, &m);
}

static void order_one(Link *link, Str name, u32 place) {
    Symbol *sym = find_symbol(link, symbol_name(link, name));
    if (sym) sym = resolved(sym);
    if (!sym || sym->kind != SYM_DEFINED) {
        warn_not_ordered(link, name, false);
        return;
    }
    InputSection *sec = sym->section;
    if (!sec->selection) warn_not_ordered(link, name, true);
    else if (!sec->order) sec->order = place; // a name that comes twice: the first counts
}

void order_comdats(Link *link) {
    Message m = {0};
    Str text;
    FileIdentity id;
    if (!file_read_text(link->arena, (const char *)link->opt.order_file.p, &text, &id, &m) ||
        !text_decode(link->arena, text, link->opt.order_file, &text, &m)) {
        diag_report(&link->diag, &m);
        return;
    }
    for (u32 place = 1; text.n; place++) {
        Str line = next_line(&text);
        if (line.n && line.p[0] != ';') order_one(link, line, place);
    }
}
