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

static bool refers(const InputFile *file, const Symbol *sym) {
    for (u32 i = 0; i < file->coff.symbol_count; i++)
        if (file->symbols[i] == sym) return true;
    return false;
}

// The objects that name `sym`. Only so many are looked at: a link with thousands of objects should not take hours to tell.
static void tell_referrers(Link *link, const Symbol *sym, const InputFile *first) {
    enum { MOST_FILES = 500 };
    printf("        Referenced in %s\n", first ? show(link, first->name) : "the command line");
    for (u32 i = first ? first->idx + 1 : 0, looked = 0; i < link->files.count && looked < MOST_FILES; i++, looked++) {
        const InputFile *file = link->files.at[i];
        if (file->kind == FILE_OBJECT && file != sym->file && file->symbols && refers(file, sym)) printf("        Referenced in %s\n", show(link, file->name));
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
