// gc.c - what the program can reach, and what may be thrown away.
//
// Start at the roots, follow every relocation to the section that its symbol lies in, mark that section live, go on from there. What is not
// marked in the end no code can reach. Under /OPT:REF it is left out of the image.
//
//      /ENTRY, /INCLUDE, exports, TLS callbacks ──┐
//      all sections that are not COMDATs ─────────┴──> live ──relocations──> live ──relocations──> ...
//                                                        └─associated sections (unwind data, ...)
//
// [link.exe] removes only COMDATs; a plain section always stays. GNU's --gc-sections asks of every section who needs it,
// but for those that are found by their place, not by a name (lists of constructors, import tables). Imports are marked by the same walk in every link: a DLL's
// slot or thunk that no relocation refers to is not made.
#include "linker.h"

// Large links are walked by several threads, in rounds: each takes some sections of the list and writes down what they lead
// to; these are the next round's list. Who finds a section first does not matter: in the end the same ones are live.
typedef ARRAY(InputSection *) SectionList;

typedef struct {
    Link *link;
    u32 address_types;               // relocation types that need a base relocation, a bit each
    SectionList todo;                // live, but not yet walked
    SectionList found[MOST_WORKERS]; // in this round, by each worker
} Marker;

typedef struct { // where one thread puts what it finds
    SectionList *list;
    Arena *arena;
    u32 address_types;
} Finder;

// Several threads may come to one section at a time; the exchange tells the first from the others.
static void mark_section(Finder f, InputSection *sec) {
    if (sec->discarded || __atomic_load_n(&sec->live, __ATOMIC_RELAXED)) return;
    if (!__atomic_exchange_n(&sec->live, true, __ATOMIC_RELAXED)) ARRAY_PUSH(f.arena, f.list, sec);
}

// The symbol is live, and what it is another name for, which is returned.
static Symbol *set_live(Symbol *sym) {
    __atomic_store_n(&sym->live, true, __ATOMIC_RELAXED);
    sym = resolved(sym);
    __atomic_store_n(&sym->live, true, __ATOMIC_RELAXED);
    return sym;
}

static void mark_symbol(Finder f, Symbol *sym) {
    if (__atomic_load_n(&sym->live, __ATOMIC_RELAXED)) return; // who came first, in this thread or another, goes on from there
    sym = set_live(sym);
    if (sym->kind == SYM_IMPORT_THUNK) sym = set_live(sym->file->slot); // it jumps through the slot
    if (sym->kind == SYM_DEFINED) mark_section(f, sym->section);
}

static Finder own_finder(Marker *m) { return (Finder){&m->todo, m->link->arena, m->address_types}; }

static Finder worker_finder(Marker *m, u32 worker) {
    return (Finder){&m->found[worker], m->link->workers.arenas[worker], m->address_types};
}

static void mark_named(Marker *m, Str name) {
    Symbol *sym = find_symbol(m->link, name);
    if (sym) mark_symbol(own_finder(m), sym);
}

//> mark-live
static void walk_section(Finder f, InputSection *sec) {
    const InputFile *file = sec->file;
    for (u32 child = sec->first_child; child; child = section_at(file, child)->next_sibling)
        mark_section(f, section_at(file, child));
    if (sec->is_debug) return; // describes code, does not need it
    CoffRelocs relocs = coff_relocs(&file->coff, sec->num);
    u32 types = 0;
    for (u32 i = 0; i < relocs.count; i++) {
        CoffReloc r = coff_reloc(relocs, i);
        u32 idx = r.symbol_idx;
        types |= 1u << (r.type & 31);
        if (file->symbols[idx]) {
            mark_symbol(f, file->symbols[idx]);
        } else { // a local symbol: its section is in the same file
            CoffSymbol s = coff_symbol_fields(&file->coff, idx);
            InputSection *target = s.section_num > 0 ? section_at(file, (u32)s.section_num) : NULL;
            if (target) mark_section(f, target);
        }
    }
    sec->no_addresses = !(types & f.address_types);
}
//< mark-live

// Sections that others find by their place. GNU ld's linker script marks them KEEP.
static bool is_found_by_place(Str name) {
    static const char *const kept[] = {".CRT", ".ctors", ".dtors", ".init", ".fini", ".jcr", ".tls", ".idata", ".edata",
                                       ".didat", ".rsrc", ".eh_frame"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (str_starts(name, str(kept[i]))) return true;
    return false;
}

// A root keeps its section; an associated section follows its parent instead, or unwind data would keep all functions.
static bool is_root_section(const Link *link, const InputSection *sec) {
    if (sec->discarded || sec->selection == IMAGE_COMDAT_SELECT_ASSOCIATIVE) return false;
    if (link->opt.opt_ref != TRI_ON) return true;
    if (sec->flags & IMAGE_SCN_LNK_COMDAT) return false;
    if (!link->opt.gc_plain_sections || sec->is_debug) return true;
    return is_found_by_place(coff_section(&sec->file->coff, sec->num).name);
}

// gcc marks the unwind data of a COMDAT function as a COMDAT of its own (.pdata$_ZN...), associated with nothing. Nothing
// refers to it either. So it is hung on the function whose address its first field holds, as if it had been associative.
static void associate_unwind_data(const Link *link, InputFile *file) {
    for (u32 i = 0; i < file->section_count; i++) {
        InputSection *sec = &file->sections[i];
        if (sec->discarded || !(sec->flags & IMAGE_SCN_LNK_COMDAT) || sec->selection == IMAGE_COMDAT_SELECT_ASSOCIATIVE) continue;
        if (!sec->is_unwind) continue;
        CoffRelocs relocs = coff_relocs(&file->coff, sec->num);
        RelocTarget t;
        if (!relocs.count) continue;
        reloc_target(link, file, coff_reloc(relocs, 0).symbol_idx, &t); // false too while sections have no groups yet
        if (!t.section || t.section->file != file || t.section == sec) continue;
        sec->next_sibling = t.section->first_child;
        t.section->first_child = sec->num;
    }
}

enum { SECTIONS_WORTH_A_ROUND = 4096, SECTIONS_AT_A_TIME = 256, SECTIONS_BEHIND_THEM = 4096 };

static void walk_some(void *context, u32 item, u32 worker) {
    Marker *m = context;
    Finder f = worker_finder(m, worker);
    u32 first = item * SECTIONS_AT_A_TIME, rest = m->todo.count - first;
    u32 count = rest < SECTIONS_AT_A_TIME ? rest : SECTIONS_AT_A_TIME;
    // What was found last is still in the processor's cache: so on from there, but not without end, or one worker would find
    // all and the others nothing.
    u32 more = SECTIONS_BEHIND_THEM;
    for (u32 i = first; i < first + count; i++) {
        walk_section(f, m->todo.at[i]);
        for (; f.list->count && more; more--) walk_section(f, f.list->at[--f.list->count]);
    }
}

// What the workers have found is the list now.
static void take_found(Marker *m) {
    m->todo.count = 0;
    for (u32 w = 0; w < m->link->workers.worker_count; w++) {
        for (u32 i = 0; i < m->found[w].count; i++) ARRAY_PUSH(m->link->arena, &m->todo, m->found[w].at[i]);
        m->found[w].count = 0;
    }
}

static void walk_round(Marker *m) {
    parallel_for(&m->link->workers, (m->todo.count + SECTIONS_AT_A_TIME - 1) / SECTIONS_AT_A_TIME, walk_some, m);
    take_found(m);
}

static void walk_all(Marker *m) {
    bool alone = m->link->workers.worker_count == 1;
    while (m->todo.count) {
        if (alone || m->todo.count < SECTIONS_WORTH_A_ROUND) walk_section(own_finder(m), m->todo.at[--m->todo.count]);
        else walk_round(m);
    }
}

static bool tells_about_live_code(const Link *link, const InputSection *sec) {
    CoffRelocs relocs = coff_relocs(&sec->file->coff, sec->num);
    for (u32 i = 0; i < relocs.count; i++) {
        RelocTarget t;
        reloc_target(link, sec->file, coff_reloc(relocs, i).symbol_idx, &t); // its result says nothing yet, as above
        if (t.section && t.section->live && (t.section->flags & IMAGE_SCN_MEM_EXECUTE)) return true;
    }
    return false;
}

// --gc-sections: plain unwind data stays when a function stays that it tells about. It may then keep others alive, for
// which the same question is to be asked; so once more, until nothing changes.
static void mark_plain_unwind_data(Marker *m) {
    const Link *link = m->link;
    bool again = true;
    while (again) {
        again = false;
        for (u32 i = 0; i < link->files.count; i++) {
            InputFile *file = link->files.at[i];
            for (u32 k = 0; k < file->section_count; k++) {
                InputSection *sec = &file->sections[k];
                bool is_plain = !sec->live && !sec->discarded && !(sec->flags & IMAGE_SCN_LNK_COMDAT);
                if (!is_plain || !str_starts(coff_section(&file->coff, sec->num).name, STR(".pdata"))) continue;
                if (!tells_about_live_code(link, sec)) continue;
                mark_section(own_finder(m), sec);
                again = true;
            }
        }
        walk_all(m);
    }
}

// /VERBOSE:REF. A COMDAT goes by its name, which says more than its section's.
static void print_discarded(Link *link) {
    printf("\nUnreferenced sections discarded by /OPT:REF:\n");
    for (u32 i = 0; i < link->files.count; i++) {
        const InputFile *file = link->files.at[i];
        const Str *leaders = comdat_leaders(link, file);
        for (u32 k = 0; k < file->section_count; k++) {
            const InputSection *sec = &file->sections[k];
            if (sec->live || sec->discarded) continue;
            Str name = coff_section(&file->coff, sec->num).name;
            if (leaders[sec->num].n)
                printf("    Discarded %s (%s) from %s\n", show_symbol(link, leaders[sec->num]), show(link, name), show(link, file->name));
            else
                printf("    Discarded %s from %s\n", show(link, name), show(link, file->name));
        }
    }
}

static void find_roots(void *context, u32 item, u32 worker) {
    Marker *m = context;
    Finder f = worker_finder(m, worker);
    const Options *opt = &m->link->opt;
    InputFile *file = m->link->files.at[item];
    if (opt->opt_ref == TRI_ON || opt->opt_icf == TRI_ON) associate_unwind_data(m->link, file); // some functions will go
    for (u32 i = 0; i < file->section_count; i++)
        if (is_root_section(m->link, &file->sections[i])) mark_section(f, &file->sections[i]);
}

void mark_live_sections(Link *link) {
    Marker m = {.link = link};
    for (u16 type = 0; type < 32; type++) // no machine has more
        if (link->machine->base_reloc_type(type)) m.address_types |= 1u << type;
    parallel_for(&link->workers, link->files.count, find_roots, &m);
    take_found(&m);
    for (u32 i = 0; i < link->symbols.count; i++)
        if (link->symbols.at[i]->is_root) mark_symbol(own_finder(&m), link->symbols.at[i]);
    mark_named(&m, arena_concat(link->arena, str(link->machine->prefix), STR("_tls_used")));
    mark_named(&m, arena_concat(link->arena, str(link->machine->prefix), STR("_load_config_used")));
    walk_all(&m);
    if (link->opt.opt_ref == TRI_ON && link->opt.gc_plain_sections) mark_plain_unwind_data(&m);
    if (link->opt.opt_ref == TRI_ON && link->opt.verbose_ref) print_discarded(link);
}
