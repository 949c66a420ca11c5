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

// What is live but not yet walked waits in a list of its file, and files with such a list wait in turn: the tables of one
// file fit in the processor's cache, those of all files do not.
typedef struct {
    ARRAY(u32) todo; // section numbers
    bool waits;
} FileTodo;

typedef struct {
    Link *link;
    FileTodo *of_file; // by InputFile.idx
    ARRAY(InputFile *) waiting;
} Marker;

static void mark_section(Marker *m, InputSection *sec) {
    if (sec->live || sec->discarded) return;
    sec->live = true;
    FileTodo *file = &m->of_file[sec->file->idx];
    ARRAY_PUSH(m->link->arena, &file->todo, sec->num);
    if (file->waits) return;
    file->waits = true;
    ARRAY_PUSH(m->link->arena, &m->waiting, sec->file);
}

static void mark_symbol(Marker *m, Symbol *sym) {
    sym->live = true;
    sym = resolved(sym);
    sym->live = true;
    if (sym->kind == SYM_IMPORT_THUNK && !sym->file->slot->live) mark_symbol(m, sym->file->slot); // it jumps through the slot
    if (sym->kind == SYM_DEFINED) mark_section(m, &sym->file->sections[sym->section_num - 1]);
}

static void mark_named(Marker *m, Str name) {
    Symbol *sym = find_symbol(m->link, name);
    if (sym) mark_symbol(m, sym);
}

//> mark-live
static void walk_section(Marker *m, const InputSection *sec) {
    const InputFile *file = sec->file;
    for (u32 child = sec->first_child; child; child = file->sections[child - 1].next_sibling)
        mark_section(m, &file->sections[child - 1]);
    if (sec->is_debug) return; // describes code, does not need it
    CoffRelocs relocs = coff_relocs(&file->coff, sec->num);
    for (u32 i = 0; i < relocs.count; i++) {
        u32 idx = coff_reloc(relocs, i).symbol_idx;
        if (file->symbols[idx]) {
            mark_symbol(m, file->symbols[idx]);
        } else { // a local symbol: its section is in the same file
            CoffSymbol s = coff_symbol_fields(&file->coff, idx);
            if (s.section_num > 0) mark_section(m, &file->sections[s.section_num - 1]);
        }
    }
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
    for (u32 num = 1; num <= file->coff.section_count; num++) {
        InputSection *sec = &file->sections[num - 1];
        if (sec->discarded || !(sec->flags & IMAGE_SCN_LNK_COMDAT) || sec->selection == IMAGE_COMDAT_SELECT_ASSOCIATIVE) continue;
        if (!sec->is_unwind) continue;
        CoffRelocs relocs = coff_relocs(&file->coff, num);
        RelocTarget t;
        if (!relocs.count) continue;
        reloc_target(link, file, coff_reloc(relocs, 0).symbol_idx, &t); // false too while sections have no groups yet
        if (!t.section || t.section->file != file || t.section == sec) continue;
        sec->next_sibling = t.section->first_child;
        t.section->first_child = num;
    }
}

static void walk_all(Marker *m) {
    while (m->waiting.count) {
        const InputFile *file = m->waiting.at[--m->waiting.count];
        FileTodo *list = &m->of_file[file->idx];
        while (list->todo.count) walk_section(m, &file->sections[list->todo.at[--list->todo.count] - 1]);
        list->waits = false;
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
            for (u32 num = 1; num <= file->coff.section_count; num++) {
                InputSection *sec = &file->sections[num - 1];
                bool is_plain = !sec->live && !sec->discarded && !(sec->flags & IMAGE_SCN_LNK_COMDAT);
                if (!is_plain || !str_starts(coff_section(&file->coff, num).name, STR(".pdata"))) continue;
                if (!tells_about_live_code(link, sec)) continue;
                mark_section(m, sec);
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
        for (u32 num = 1; num <= file->coff.section_count; num++) {
            const InputSection *sec = &file->sections[num - 1];
            if (sec->live || sec->discarded) continue;
            Str name = coff_section(&file->coff, num).name;
            if (leaders[num].n)
                printf("    Discarded %s (%s) from %s\n", show_symbol(link, leaders[num]), show(link, name), show(link, file->name));
            else
                printf("    Discarded %s from %s\n", show(link, name), show(link, file->name));
        }
    }
}

void mark_live_sections(Link *link) {
    Marker m = {.link = link, .of_file = ARENA_ARRAY(link->arena, FileTodo, link->files.count)};
    bool drops = link->opt.opt_ref == TRI_ON || link->opt.opt_icf == TRI_ON; // some functions will go
    for (u32 i = 0; i < link->files.count && drops; i++) associate_unwind_data(link, link->files.at[i]);
    for (u32 i = 0; i < link->files.count; i++) {
        InputFile *file = link->files.at[i];
        for (u32 num = 1; num <= file->coff.section_count; num++)
            if (is_root_section(link, &file->sections[num - 1])) mark_section(&m, &file->sections[num - 1]);
    }
    for (u32 i = 0; i < link->symbols.count; i++)
        if (link->symbols.at[i]->is_root) mark_symbol(&m, link->symbols.at[i]);
    mark_named(&m, arena_concat(link->arena, str(link->machine->prefix), STR("_tls_used")));
    mark_named(&m, arena_concat(link->arena, str(link->machine->prefix), STR("_load_config_used")));
    walk_all(&m);
    if (link->opt.opt_ref == TRI_ON && link->opt.gc_plain_sections) mark_plain_unwind_data(&m);
    if (link->opt.opt_ref == TRI_ON && link->opt.verbose_ref) print_discarded(link);
}
