// self_check.c - reads the finished image as a stranger would, before it gets its name.
//
// image.c has just written headers and tables from what the linker knows. Here they are read back from the file with
// pe.c, which knows nothing of the link: the reader that mydump and the loader use. What it refuses, Windows would
// refuse at best, or load wrongly at worst; so the image does not take the place of the old one.
//
// Most tables are the linker's own, and then a finding is a mistake of mylink. But an object may bring a table itself
// (import libraries in the long format, start-up code with TLS, resource objects), so the message says where to look.
#include "linker.h"

static bool malformed(Link *link, const Message *found) {
    diag_report(&link->diag, &(Message){.kind = MSG_FATAL,
                                        .code = 1000,
                                        .file = link->opt.out,
                                        .text = arena_printf(link->arena, "the image would be malformed: %s",
                                                             show(link, found->text)),
                                        .where = found->where,
                                        .why = STR("the finished image was read back before it got its name"),
                                        .todo = STR("if an object brings this table itself, look there; else please "
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

static void read_small_tables(const PeImage *pe, Arena *a, Message *m) {
    PeExports exports;
    PeLoadConfig config;
    PeTls tls;
    u32 idx = 0;
    PeDebug debug;
    pe_exports(pe, &exports, a, m);
    if (!m->text.n) pe_load_config(pe, &config, a, m);
    if (!m->text.n) pe_tls(pe, &tls, a, m);
    while (!m->text.n && pe_next_debug(pe, &idx, &debug, a, m)) {
    }
}

//> lab-self-check
bool check_finished_image(Link *link, Str bytes) {
    static void (*const readers[])(const PeImage *, Arena *, Message *) = {read_small_tables, read_imports,
                                                                           read_delay_imports, read_base_relocs};
    Arena scratch = {.out_of_memory = link->arena->out_of_memory, .context = link->arena->context};
    Message m = {0};
    PeImage pe;
    bool ok = pe_open(&pe, &scratch, bytes, link->opt.out, &m);
    for (size_t i = 0; ok && i < sizeof readers / sizeof *readers; i++) {
        readers[i](&pe, &scratch, &m);
        ok = !m.text.n;
    }
    if (!ok) malformed(link, &m);
    arena_free(&scratch);
    return ok;
}
//< lab-self-check
