// export_all.c - exporting everything, as GNU ld does. Read this only for --export-all-symbols.
//
// Programs from Unix do not mark what a shared library offers: there everything is visible. GNU ld brought that along: a DLL for
// which nothing is exported explicitly exports every external symbol that its own objects define. Left out are names that belong
// to the run-time library or to import libraries; a DLL that passed those on would offer printf as its own.
// Objects (-exclude-symbols in .drectve, which compilers write for hidden symbols) and the command line can leave out more.
// The lists are those of GNU ld's manual and practice.
#include "linker.h"

static bool is_in(Str name, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, str(list[i]))) return true;
    return false;
}
#define IS_IN(name, list) is_in(name, list, sizeof(list) / sizeof *(list))

static bool is_run_time_file(const InputFile *file) {
    static const char *const objects[] = {"crt0.o", "crt1.o", "crt2.o", "crt2u.o", "dllcrt1.o", "dllcrt2.o", "gcrt0.o", "gcrt1.o", "gcrt2.o",
                                          "crtbegin.o", "crtend.o", "CRT_glob.o", "CRT_fp10.o", "CRT_noglob.o", "txtmode.o", "binmode.o"};
    static const char *const libraries[] = {"libgcc.a", "libgcc_eh.a", "libgcc_s.a", "libstdc++.a", "libsupc++.a", "libmingw32.a",
                                            "libmingwex.a", "libmingwthrd.a", "libmoldname.a", "libmsvcrt.a", "libucrt.a", "libucrtbase.a",
                                            "libwinpthread.a", "libpthread.a", "libobjc.a", "libg2c.a", "libcygwin.a"};
    if (!file->library) return IS_IN(file_name(file->name), objects);
    return file->library->is_default || IS_IN(file->library->name, libraries);
}

static bool is_run_time_name(Str plain) {
    static const char *const names[] = {"DllMain", "DllMain@12", "DllEntryPoint", "DllEntryPoint@0", "DllMainCRTStartup", "DllMainCRTStartup@12",
                                        "_DllMainCRTStartup", "mainCRTStartup", "WinMainCRTStartup", "_pei386_runtime_relocator", "_tls_used",
                                        "_tls_index", "__ImageBase", "_fmode", "environ", "__NULL_IMPORT_DESCRIPTOR"};
    static const char *const prefixes[] = {"__imp_", "_imp_", "_head_", "__rtti_", "_nm_", "__nm_", ".", "\x7f", "__IMPORT_DESCRIPTOR_"};
    if (IS_IN(plain, names) || str_ends(plain, STR("_iname")) || str_ends(plain, STR("_NULL_THUNK_DATA"))) return true;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts(plain, str(prefixes[i]))) return true;
    return false;
}

// A long-format import library's jump: its object defines the slot as well.
static bool is_jump_to_import(Link *link, const Symbol *sym) {
    const Symbol *slot = find_symbol(link, arena_concat(link->arena, STR("__imp_"), sym->name));
    return slot && slot->kind == SYM_DEFINED && slot->file == sym->file;
}

// --exclude-libs: names of libraries, with or without their folder; ALL is all of them.
static bool is_excluded_library(const Link *link, const InputLibrary *lib) {
    for (u32 i = 0; lib && i < link->opt.exclude_libs.count; i++) {
        Str name = link->opt.exclude_libs.at[i];
        if (str_eq(name, STR("ALL")) || str_eq(file_name(name), lib->name)) return true;
    }
    return false;
}

// Objects name their hidden symbols one by one, so there may be many: each name is looked up once.
static void mark_excluded(Link *link) {
    for (u32 i = 0; i < link->opt.exclude_symbols.count; i++) {
        Symbol *sym = find_symbol(link, arena_concat(link->arena, str(link->machine->prefix), link->opt.exclude_symbols.at[i]));
        if (sym) sym->is_hidden = true;
    }
}

// "f" of "_f" and "f@8" of "_f@8" on x86.
static Str plain_of(const Link *link, Str symbol) {
    Str prefix = str(link->machine->prefix);
    return prefix.n && str_starts(symbol, prefix) ? str_slice(symbol, prefix.n, symbol.n) : symbol;
}

void export_all_symbols(Link *link) {
    bool nothing_said = !link->opt.exports.count && !link->opt.def_file.n && !link->exports_file;
    bool wanted = link->opt.export_all || (link->opt.gnu && link->opt.dll && nothing_said);
    if (!wanted || link->opt.exclude_all_symbols) return;
    mark_excluded(link);
    for (u32 i = 0, count = link->symbols.count; i < count; i++) {
        const Symbol *sym = link->symbols.at[i];
        bool defined = sym->kind == SYM_COMMON || (sym->kind == SYM_DEFINED && !sym->file->is_synthetic);
        if (!defined || sym->is_hidden || !sym->file || is_run_time_file(sym->file)) continue;
        if (is_excluded_library(link, sym->file->library)) continue;
        Str plain = plain_of(link, sym->name);
        if (is_run_time_name(plain) || is_jump_to_import(link, sym)) continue;
        ExportSpec spec = {.name = plain, .internal = sym->name, .source = sym->file->name, .from_def = true, .automatic = true};
        if (link->opt.kill_at) spec.name = without_argument_size(plain);
        spec.data = sym->kind == SYM_COMMON || !(sym->section->flags & IMAGE_SCN_CNT_CODE);
        ARRAY_PUSH(link->arena, &link->opt.exports, spec);
    }
}
