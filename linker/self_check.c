// self_check.c - reads the finished image as a stranger would, before it gets its name.
//
// image.c has just written headers and tables from what the linker knows. Here they are read back from the file with
// pe.c, which knows nothing of the link: the reader that mydump and the loader use. What it refuses, Windows would
// refuse at best, or load wrongly at worst; so the image does not take the place of the old one.
//
// Most tables are the linker's own, and then a finding is a mistake of mylink. But an object may bring a table itself
// (import libraries in the long format, start-up code with TLS, resource objects), so the message says where to look. When the
// export section came whole, in an .exp file, it names that file.
#include "linker.h"

// `by`: the object that brought the table; NULL: it is not known.
static bool malformed(Link *link, const Message *found, const InputFile *by) {
    const char *format = by ? "invalid or corrupt file: the image would be malformed: %s" : "the image would be malformed: %s";
    diag_report(&link->diag, &(Message){.kind = MSG_FATAL,
                                        .code = by ? 1107 : 1000,
                                        .file = by ? by->name : link->opt.out,
                                        .text = arena_printf(link->arena, format, show(link, found->text)),
                                        .where = found->where,
                                        .why = STR("the finished image was read back before it got its name"),
                                        .todo = by ? STR("make the export file again, with mylib /DEF")
                                                   : STR("if an object brings this table itself, look there; else please "
                                                         "report this with the command line and the inputs")});
    return false;
}

// Each walk stops at the end of its table, or with a message at what is wrong in it.
static void read_imports(const PeImage *pe, Arena *a, Message *m) {
    u32 dll_idx = 0, seen = 0, most = pe_import_limit(pe);
    PeImportDll dll;
    while (pe_next_import_dll(pe, &dll_idx, &dll, a, m)) {
        u32 idx = 0;
        PeImport import;
        while (seen++ < most && pe_next_import(pe, &dll, &idx, &import, a, m)) {
        }
        if (m->text.n) return;
    }
}

static void read_delay_imports(const PeImage *pe, Arena *a, Message *m) {
    u32 dll_idx = 0;
    PeDelayDll dll;
    while (pe_next_delay_dll(pe, &dll_idx, &dll, a, m)) {
    }
}

static void read_base_relocs(const PeImage *pe, Arena *a, Message *m) {
    PeBaseRelocWalk walk = {0};
    PeBaseReloc reloc;
    while (pe_next_base_reloc(pe, &walk, &reloc, a, m)) {
    }
}

static void bad_export(const PeImage *pe, Arena *a, Message *m, const char *what, const PeExport *e) {
    const char *name = e->has_name ? printable(a, e->name) : "(no name)";
    m->text = arena_printf(a, "export with ordinal %u, %s: %s", e->ordinal, name, what);
    m->where = arena_printf(a, "RVA 0x%x", pe->opt.directories[IMAGE_DIRECTORY_ENTRY_EXPORT].rva);
}

// What the reader does not ask, because Windows loads such images, too. Nothing may be in the headers: there a missing
// relocation leads. Names must be in order: the loader looks for them by bisection.
static void check_export(const PeImage *pe, const PeExport *e, Arena *a, Message *m) {
    if (e->ordinal > 0xffff) bad_export(pe, a, m, "ordinals have 16 bits", e);
    if (e->forwarder.n && str_find(e->forwarder, '.') == e->forwarder.n)
        bad_export(pe, a, m, "no dot in the text that says which DLL has it", e);
    if (e->rva && !e->forwarder.n && (e->rva < pe->opt.size_of_headers || e->rva >= pe->opt.size_of_image))
        bad_export(pe, a, m, "its address is not in a section", e);
    if (e->has_name && e->name.p < pe->file.p + pe->opt.size_of_headers)
        bad_export(pe, a, m, "its name is in the headers", e);
}

static void read_exports(const PeImage *pe, Arena *a, Message *m) {
    PeExports ex;
    PeExport *list;
    u32 count;
    if (!pe_exports(pe, &ex, a, m)) return;
    const u8 *first = pe->file.p + pe->opt.size_of_headers;
    if ((ex.dll.p && ex.dll.p < first) || (ex.address_count && (const u8 *)ex.addresses < first) ||
        (ex.name_count && ((const u8 *)ex.names < first || (const u8 *)ex.ordinals < first)))
        m->text = STR("export directory: one of its tables is in the headers");
    if (m->text.n || !pe_export_list(pe, &ex, a, &list, &count, m)) return;
    const PeExport **by_name = ARENA_ARRAY(a, const PeExport *, ex.name_count);
    for (u32 i = 0; i < count && !m->text.n; i++) {
        check_export(pe, &list[i], a, m);
        if (list[i].has_name) by_name[list[i].hint] = &list[i];
    }
    for (u32 i = 1; i < ex.name_count && !m->text.n; i++)
        if (str_cmp(by_name[i - 1]->name, by_name[i]->name) >= 0)
            bad_export(pe, a, m, "its name is not behind the one before it", by_name[i]);
}

static void read_small_tables(const PeImage *pe, Arena *a, Message *m) {
    PeLoadConfig config;
    PeTls tls;
    u32 idx = 0;
    PeDebug debug;
    pe_load_config(pe, &config, a, m);
    if (!m->text.n) pe_tls(pe, &tls, a, m);
    while (!m->text.n && pe_next_debug(pe, &idx, &debug, a, m)) {
    }
}

//> lab-self-check
bool check_finished_image(Link *link, Str bytes) {
    static void (*const readers[])(const PeImage *, Arena *, Message *) = {read_exports, read_small_tables, read_imports,
                                                                           read_delay_imports, read_base_relocs};
    Arena scratch = new_arena(link);
    Message m = {0};
    PeImage pe;
    bool ok = pe_open(&pe, &scratch, bytes, link->opt.out, &m);
    const InputFile *by = NULL;
    for (size_t i = 0; ok && i < sizeof readers / sizeof *readers; i++) {
        readers[i](&pe, &scratch, &m);
        ok = !m.text.n;
        by = readers[i] == read_exports ? link->exports_file : NULL;
    }
    if (!ok) malformed(link, &m, by);
    arena_free(&scratch);
    return ok;
}
//< lab-self-check
