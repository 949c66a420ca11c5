// gc.c - what the program can reach, and what may be thrown away.
//
// Start at the roots, follow every relocation to the section that its symbol lies in, mark that section live, go on from there. What is not
// marked in the end no code can reach. Under /OPT:REF it is left out of the image.
//
//      /ENTRY, /INCLUDE, exports, TLS callbacks ──┐
//      all sections that are not COMDATs ─────────┴──> live ──relocations──> live ──relocations──> ...
//                                                        └─associated sections (unwind data, ...)
//
// [link.exe] removes only COMDATs; a plain section always stays. Imports are marked by the same walk in every link: a DLL's
// slot or thunk that no relocation refers to is not made.
#include "linker.h"

typedef struct {
    Link *link;
    ARRAY(InputSection *) todo; // live, but not yet walked
} Marker;

static void mark_section(Marker *m, InputSection *sec) {
    if (sec->live || sec->discarded) return;
    sec->live = true;
    ARRAY_PUSH(m->link->arena, &m->todo, sec);
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

// A root keeps its section; an associated section follows its parent instead, or unwind data would keep all functions.
static bool is_root_section(const Link *link, const InputSection *sec) {
    if (sec->discarded || sec->selection == IMAGE_COMDAT_SELECT_ASSOCIATIVE) return false;
    return link->opt.opt_ref != TRI_ON || !(sec->flags & IMAGE_SCN_LNK_COMDAT);
}

// gcc marks the unwind data of a COMDAT function as a COMDAT of its own (.pdata$_ZN...), associated with nothing. Nothing
// refers to it either. So it is hung on the function whose address its first field holds, as if it had been associative.
static void associate_unwind_data(const Link *link, InputFile *file) {
    for (u32 num = 1; num <= file->coff.section_count; num++) {
        InputSection *sec = &file->sections[num - 1];
        if (sec->discarded || !(sec->flags & IMAGE_SCN_LNK_COMDAT) || sec->selection == IMAGE_COMDAT_SELECT_ASSOCIATIVE) continue;
        if (!str_starts(coff_section(&file->coff, num).name, STR(".pdata"))) continue;
        CoffRelocs relocs = coff_relocs(&file->coff, num);
        RelocTarget t;
        if (!relocs.count) continue;
        reloc_target(link, file, coff_reloc(relocs, 0).symbol_idx, &t); // false too while sections have no groups yet
        if (!t.section || t.section->file != file || t.section == sec) continue;
        sec->next_sibling = t.section->first_child;
        t.section->first_child = num;
    }
}

void mark_live_sections(Link *link) {
    Marker m = {.link = link};
    for (u32 i = 0; i < link->files.count && link->opt.opt_ref == TRI_ON; i++) associate_unwind_data(link, link->files.at[i]);
    for (u32 i = 0; i < link->files.count; i++) {
        InputFile *file = link->files.at[i];
        for (u32 num = 1; num <= file->coff.section_count; num++)
            if (is_root_section(link, &file->sections[num - 1])) mark_section(&m, &file->sections[num - 1]);
    }
    for (u32 i = 0; i < link->symbols.count; i++)
        if (link->symbols.at[i]->is_root) mark_symbol(&m, link->symbols.at[i]);
    mark_named(&m, arena_concat(link->arena, str(link->machine->prefix), STR("_tls_used")));
    mark_named(&m, arena_concat(link->arena, str(link->machine->prefix), STR("_load_config_used")));
    while (m.todo.count) walk_section(&m, m.todo.at[--m.todo.count]);

    if (link->opt.opt_ref != TRI_ON || !link->opt.verbose_ref) return;
    printf("\nUnreferenced sections discarded by /OPT:REF:\n");
    for (u32 i = 0; i < link->files.count; i++) {
        const InputFile *file = link->files.at[i];
        for (u32 num = 1; num <= file->coff.section_count; num++) {
            const InputSection *sec = &file->sections[num - 1];
            if (!sec->live && !sec->discarded)
                printf("    Discarded %s from %s\n", show(link, coff_section(&file->coff, num).name), show(link, file->name));
        }
    }
}
