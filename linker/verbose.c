// verbose.c - what /VERBOSE tells while a link goes on, in link.exe's shape, which people and scripts know:
//
//      Starting pass 1
//      Processed /DEFAULTLIB:libcmt
//
//      Searching libraries
//          Searching lib/kernel32.lib:
//            Found ExitProcess
//              Referenced in main.obj
//              Referenced in util.obj
//              Loaded kernel32.lib(KERNEL32.dll)
//
//      Finished searching libraries
//      Finished pass 1
//
// /VERBOSE:LIB tells the search alone. What other passes tell stands with them: /VERBOSE:REF in gc.c, :ICF in icf.c,
// :EXPORTS in exports.c. Everything goes to standard output. [spec: verbose-print-progress-messages] [link.exe]
#include "linker.h"

void tell_search(const Link *link, bool begins) {
    if (link->opt.verbose || link->opt.verbose_lib) printf(begins ? "\nSearching libraries\n" : "\nFinished searching libraries\n");
}

void tell_library(Link *link, const InputLibrary *lib) {
    if (link->opt.verbose || link->opt.verbose_lib) printf("    Searching %s:\n", show(link, lib->path));
}

// ---- Who names a symbol
//
// Told for each member that is pulled in. Looking through all objects each time would take hours for a large link; so it is noted
// once for each object, when it is new: symbol -> list of the objects that name it, in link order.

typedef struct {
    const InputFile *file;
    u32 next; // number in `referrers`; 0: it is the last
} Referrer;

typedef struct References {
    struct { const Symbol *sym; u32 first, last; } *slots; // open addressing; sym NULL: empty
    u32 mask, count;
    ARRAY(Referrer) referrers; // number 0 is not used
    u32 files_noted;
} References;

static u32 slot_of(const References *r, const Symbol *sym) {
    u32 at = sym->hash & r->mask;
    while (r->slots[at].sym && r->slots[at].sym != sym) at = (at + 1) & r->mask;
    return at;
}

static void reserve_slot(Arena *arena, References *r) {
    if (r->slots && (r->count + 1) * 2 <= r->mask + 1) return;
    References old = *r;
    r->mask = old.slots ? old.mask * 2 + 1 : 1023;
    r->slots = arena_alloc_array(arena, (u64)r->mask + 1, sizeof *r->slots);
    for (u64 i = 0; old.slots && i <= old.mask; i++)
        if (old.slots[i].sym) r->slots[slot_of(r, old.slots[i].sym)] = old.slots[i];
}

static void note_reference(Arena *arena, References *r, const Symbol *sym, const InputFile *file) {
    reserve_slot(arena, r);
    u32 at = slot_of(r, sym), number = r->referrers.count, last = r->slots[at].last;
    if (last && r->referrers.at[last].file == file) return;
    ARRAY_PUSH(arena, &r->referrers, ((Referrer){.file = file}));
    if (last) r->referrers.at[last].next = number;
    else r->slots[at].first = number;
    r->slots[at].last = number;
    if (r->slots[at].sym) return;
    r->slots[at].sym = sym;
    r->count++;
}

static void note_new_files(Link *link, References *r) {
    if (!r->referrers.count) ARRAY_PUSH(link->arena, &r->referrers, (Referrer){0});
    for (; r->files_noted < link->files.count; r->files_noted++) {
        const InputFile *file = link->files.at[r->files_noted];
        if (file->kind != FILE_OBJECT || !file->symbols) continue;
        for (u32 i = 0; i < file->coff.symbol_count; i++)
            if (file->symbols[i]) note_reference(link->arena, r, file->symbols[i], file);
    }
}

static void tell_referrers(Link *link, const Symbol *sym, const InputFile *first) {
    if (!link->references) link->references = ARENA_NEW(link->arena, References);
    References *r = link->references;
    note_new_files(link, r);
    printf("        Referenced in %s\n", first ? show(link, first->name) : "the command line");
    if (!r->slots) return;
    for (u32 n = r->slots[slot_of(r, sym)].first; n; n = r->referrers.at[n].next) {
        const InputFile *file = r->referrers.at[n].file;
        bool is_told = first && file->idx <= first->idx;
        if (!is_told && file != sym->file) printf("        Referenced in %s\n", show(link, file->name));
    }
}

void tell_member(Link *link, const InputFile *file, const Symbol *sym) {
    if (!link->opt.verbose && !link->opt.verbose_lib) return;
    if (sym) {
        printf("      Found %s\n", show(link, sym->name));
        tell_referrers(link, sym, file->pulled_for);
    }
    printf("        Loaded %s\n", show(link, file->name));
}

void tell_pass_1(Link *link) {
    bool any = false;
    if (link->opt.verbose) printf("\nFinished pass 1\n");
    if (!link->opt.verbose && !link->opt.verbose_unused_libs) return;
    for (u32 i = 0; i < link->libraries.count; i++) {
        const InputLibrary *lib = link->libraries.at[i];
        if (lib->pulled.count || lib->of_objects) continue;
        printf("%s  %s\n", any ? "" : "\nUnused libraries:\n", show(link, lib->path));
        any = true;
    }
}

void tell_pass_2(Link *link) {
    if (!link->opt.verbose) return;
    printf("\nStarting pass 2\n");
    for (u32 i = 0; i < link->files.count; i++)
        if (!link->files.at[i]->is_synthetic) printf("     %s\n", show(link, link->files.at[i]->name));
    printf("Finished pass 2\n");
}
