// resolve.c - which definition each name gets.
//
// An object's symbol table says two kinds of things: "I have NAME, here", and "I use NAME, wherever it is". Resolution is
// the bookkeeping between the two. Objects are entered in command-line order; what is still undefined then is looked up
// in the libraries, as link.exe does it [spec: link-input-files]:
//
//      round and round: for each library in order,
//          look up each undefined name that this library has not been asked for yet;
//          pull the member in (its own undefined names join the end of the list), until the list ends
//      until a whole round brings nothing
//
// Each pair of library and name is looked up once, so a round costs nothing for names that were asked before.
//
// When two definitions meet:
//
//      have \ new     undefined   weak        common      ordinary      COMDAT (see comdat.c)
//      undefined      -           remembers   new         new           new
//      weak default   -           first       new         new           new
//      common         -           have        larger      new           new
//      ordinary       -           have        have        LNK2005       LNK2005
//
// A weak external names a default; it is used when nothing defined the name in the end. [PE: Auxiliary Format 3: Weak Externals]
#include "linker.h"

// ---- Definitions

// "x.lib(a.obj), pulled in by NAME that main.obj uses": why a file is in the link at all.
static Str how_it_came(Link *link, const InputFile *file) {
    if (!file->pulled_by) return arena_printf(link->arena, "%s is an input of the link", show(link, file->name));
    return arena_printf(link->arena, "%s was pulled in for %s, which %s uses", show(link, file->name),
                        show(link, file->pulled_by->name), file->pulled_for ? show(link, file->pulled_for->name) : "the command line");
}

void report_duplicate(Link *link, Symbol *sym, InputFile *file) {
    bool forced = link->opt.force_multiple;
    bool is_named_twice = sym->file && sym->file != file && !file->library && str_eq(sym->file->name, file->name);
    link->duplicate_count += !forced;
    Str why = is_named_twice ? STR("this file is an input of the link twice")
        : sym->file
        ? arena_printf(link->arena, "%s; %s", show(link, how_it_came(link, sym->file)), show(link, how_it_came(link, file))) : STR("");
    diag_report(&link->diag, &(Message){.kind = forced ? MSG_WARNING : MSG_ERROR, .code = forced ? 4006 : 2005,
        .file = file->name, .why = why,
        .text = arena_printf(link->arena, forced ? "%s already defined in %s; second definition ignored" : "%s already defined in %s",
                             show_symbol(link, sym->name), sym->file ? show(link, sym->file->name) : "the linker"),
        .todo = is_named_twice ? STR("name it once") : STR("rename one, make it static, or leave one of the two files out")});
}

//> define-symbol
bool define_symbol(Link *link, Symbol *sym, SymbolKind kind, InputFile *file, InputSection *section, u64 value) {
    switch (sym->kind) {
    case SYM_UNDEFINED:
    case SYM_ALIAS: break; // the new one is the first
    case SYM_COMMON:
        if (kind == SYM_COMMON && value <= sym->value) return true; // the larger one has been seen
        break;
    case SYM_IMPORT_SLOT:
    case SYM_IMPORT_THUNK:
        // create_imports replaces the promise of a short import by the real thing, which is of the same file or the tables.
        if (kind == SYM_DEFINED && (sym->file == file || file->is_synthetic)) break;
        if (kind == SYM_COMMON) return false;
        report_duplicate(link, sym, file);
        return false;
    default: // SYM_DEFINED, SYM_ABSOLUTE
        if (kind == SYM_COMMON) return true;
        if (kind == SYM_ABSOLUTE && sym->kind == SYM_ABSOLUTE && value == sym->value) return true;
        report_duplicate(link, sym, file);
        return false;
    }
    sym->kind = (u8)kind;
    sym->file = file;
    sym->selection = section && section->selection != IMAGE_COMDAT_SELECT_ASSOCIATIVE ? section->selection : 0;
    if (section) sym->section = section;
    sym->value = value;
    return true;
}
//< define-symbol

void add_undefined(Link *link, Symbol *sym, InputFile *referrer) {
    if (sym->kind != SYM_UNDEFINED || sym->queued) return;
    if (!sym->file) sym->file = referrer;
    sym->queued = true;
    sym->linker_made = is_gnu_list_name(sym->name);
    ARRAY_PUSH(link->arena, &link->undefined, sym);
}

// ---- One object's symbols

// A symbol that only `file` can name, as a Symbol: the default of a weak external may be static.
static Symbol *local_symbol(Link *link, InputFile *file, const CoffSymbol *s) {
    Symbol *sym = ARENA_NEW(link->arena, Symbol);
    *sym = (Symbol){.name = s->name, .file = file, .value = s->value};
    sym->kind = s->section_num > 0 ? SYM_DEFINED : s->section_num == IMAGE_SYM_ABSOLUTE ? SYM_ABSOLUTE : SYM_UNDEFINED;
    if (s->section_num > 0) {
        sym->section = section_at(file, (u32)s->section_num);
        sym->section->has_symbol = true;
    }
    return sym;
}

static void enter_weak(Link *link, InputFile *file, u32 idx, Symbol *sym) {
    CoffAuxWeak weak = coff_aux_weak(&file->coff, idx);
    if (sym->kind != SYM_UNDEFINED) return;
    if (!sym->file) sym->file = file;
    if (!sym->weak_default) { // the first one's word counts
        CoffSymbol target = coff_symbol(&file->coff, weak.default_idx);
        bool is_local = target.storage_class != IMAGE_SYM_CLASS_EXTERNAL && target.storage_class != IMAGE_SYM_CLASS_WEAK_EXTERNAL;
        sym->weak_default = is_local ? local_symbol(link, file, &target) : intern(link, target.name);
        sym->weak_search = (u8)weak.search;
    }
    // Only SEARCH_LIBRARY asks the libraries for the name itself; its default is looked for in any case.
    if (sym->queued) sym->weak_search = IMAGE_WEAK_EXTERN_SEARCH_LIBRARY; // another object needs it in any case
    if (weak.search == IMAGE_WEAK_EXTERN_SEARCH_LIBRARY) add_undefined(link, sym, file);
}

// A reference without a default of its own: the libraries are asked, whatever weak references said.
static void refer_to(Link *link, Symbol *sym, InputFile *file) {
    sym->weak_search = IMAGE_WEAK_EXTERN_SEARCH_LIBRARY;
    add_undefined(link, sym, file);
}

static void enter_external(Link *link, InputFile *file, const ExternalName *e) {
    CoffSymbol s = coff_symbol_fields(&file->coff, e->idx);
    // A COMDAT's leader has been entered by select_comdats, unless its section is not for the image.
    bool is_leader = e->is_leader && file->symbols[e->idx];
    bool may_be_wrapped = s.section_num == IMAGE_SYM_UNDEFINED && link->opt.wraps.count;
    Symbol *sym = is_leader        ? file->symbols[e->idx]
                  : may_be_wrapped ? intern(link, wrapped_name(link, e->name))
                                   : intern_hashed(link, e->name, e->hash);
    file->symbols[e->idx] = sym;
    sym->is_function |= (s.type & 0xf0) == IMAGE_SYM_DTYPE_FUNCTION;
    if (s.storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL) enter_weak(link, file, e->idx, sym);
    else if (s.section_num == IMAGE_SYM_UNDEFINED && s.value == 0) refer_to(link, sym, file);
    else if (s.section_num == IMAGE_SYM_UNDEFINED) define_symbol(link, sym, SYM_COMMON, file, NULL, s.value);
    else if (s.section_num == IMAGE_SYM_ABSOLUTE) define_symbol(link, sym, SYM_ABSOLUTE, file, NULL, s.value);
    else if (s.section_num > 0 && !is_leader) {
        InputSection *section = section_at(file, (u32)s.section_num);
        if (!section->discarded) define_symbol(link, sym, SYM_DEFINED, file, section, s.value);
    }
}

void resolve_file(Link *link, InputFile *file) {
    select_comdats(link, file);
    for (u32 i = 0; i < file->external_count; i++) {
        const ExternalName *e = &file->externals[i];
        prefetch_names(link, e, file->external_count - i);
        enter_external(link, file, e);
    }
    forget_lost_copies(link, file);
    file->externals = NULL; // their memory is needed for other objects
}

// ---- Libraries

// Whether a library should be asked for this name. A weak one that gives its default is looked for only if it says so.
bool wants_definition(const Symbol *sym) {
    return sym->kind == SYM_UNDEFINED && !sym->linker_made && (!sym->weak_default || sym->weak_search == IMAGE_WEAK_EXTERN_SEARCH_LIBRARY);
}

//> search-library
// Asks `lib` for every undefined name it has not been asked for. True when it gave something.
static bool search_library(Link *link, InputLibrary *lib) {
    bool gave = false;
    tell_library(link, lib);
    for (; lib->searched < link->undefined.count && !link->diag.fatal_count; lib->searched++) { // the list grows while we walk
        Symbol *sym = link->undefined.at[lib->searched];
        if (!wants_definition(sym)) continue;
        u32 number = library_find(lib, sym);
        if (number == UINT32_MAX) continue;
        gave |= pull_member(link, lib, lib->archive.symbols[number].member_off, sym) != NULL;
    }
    return gave;
}
//< search-library

// /INCLUDE, of the command line and of the objects that have come so far.
static void enter_includes(Link *link) {
    for (; link->includes_entered < link->opt.includes.count; link->includes_entered++) {
        Symbol *sym = intern(link, link->opt.includes.at[link->includes_entered]);
        sym->is_root = true;
        add_undefined(link, sym, NULL);
    }
}

//> search-rounds
static bool search_libraries(Link *link) {
    bool any = false, gave = true;
    while (gave && !link->diag.fatal_count) {
        gave = false;
        enter_includes(link);
        open_default_libraries(link);
        for (u32 i = 0; i < link->libraries.count; i++) {
            if (link->libraries.at[i]->searched == link->undefined.count) continue;
            gave |= search_library(link, link->libraries.at[i]);
            enter_includes(link);
            open_default_libraries(link); // those that its members name come next, before those at the beginning
        }
        any |= gave;
    }
    return any;
}
//< search-rounds

// ---- Other names: /ALTERNATENAME and weak externals

// /ALTERNATENAME:from=to: when nothing defines `from`, use `to`. True when that made a new undefined name to look for.
static bool apply_alternate_names(Link *link) {
    u32 before = link->undefined.count;
    for (u32 i = 0; i < link->opt.alternate_names.count; i++) {
        Symbol *from = find_symbol(link, link->opt.alternate_names.at[i].from);
        if (!from || from->kind != SYM_UNDEFINED || from->weak_default || !from->queued) continue;
        Symbol *to = intern(link, link->opt.alternate_names.at[i].to);
        from->weak_default = to;
        from->weak_search = IMAGE_WEAK_EXTERN_SEARCH_NOLIBRARY; // the libraries have been asked for `from`
        add_undefined(link, to, from->file);
    }
    return link->undefined.count != before;
}

//> weak-chain
// Follows the defaults of an undefined name. The end of the chain, or NULL when it comes back to itself.
static Symbol *end_of_chain(Symbol *sym, u32 symbol_count) {
    for (u32 steps = 0; sym->kind == SYM_UNDEFINED && sym->weak_default; steps++) {
        if (steps > symbol_count) return NULL;
        sym = sym->weak_default;
    }
    return resolved(sym);
}
//< weak-chain

// Every undefined weak name becomes an alias of the end of its chain. All names of a chain get their end in one walk, so
// chains of any length cost time in proportion to their length.
static void settle_weak_names(Link *link) {
    u32 limit = link->symbols.count + 1; // local defaults have no defaults of their own
    for (u32 i = 0; i < link->symbols.count; i++) {
        Symbol *sym = link->symbols.at[i];
        if (sym->kind != SYM_UNDEFINED || !sym->weak_default) continue;
        Symbol *end = end_of_chain(sym, limit);
        if (!end) diag_error(&link->diag, sym->file ? sym->file->name : STR(""), 2001,
                             "unresolved external symbol %s: it is a weak external whose default leads back to itself", show(link, sym->name));
        while (sym->kind == SYM_UNDEFINED && sym->weak_default) {
            Symbol *next = sym->weak_default;
            sym->weak_default = NULL;
            if (end) sym->kind = SYM_ALIAS, sym->alias = end;
            else sym->reported = true;
            sym = next;
        }
    }
}

// [link.exe] The load configuration is an object of the run-time library that nothing refers to. The linker itself asks
// for it, when everything else has been found: in link.exe's images it is the last of .rdata. GNU ld does not ask.
// When no library has it, nothing refers to it either, and nobody is told.
static bool ask_for_load_config(Link *link) {
    u32 before = link->undefined.count;
    if (!link->opt.gnu) add_undefined(link, intern(link, arena_concat(link->arena, str(link->machine->prefix), STR("_load_config_used"))), NULL);
    return link->undefined.count != before;
}

// /AUTOIMPORT: what all named libraries do not have is looked for in mylink's own ones, too.
static bool add_own_libraries(Link *link) {
    if (!link->opt.auto_import_libs || link->has_own_libraries) return false;
    link->has_own_libraries = true;
    u32 before = link->libraries.count;
    for (u32 i = 0; own_library_name(i); i++) open_own_library(link, str(own_library_name(i)));
    return link->libraries.count != before;
}

// What libraries could not help may go by another name, or by more libraries. True: search once more.
static bool find_other_ways(Link *link) {
    bool more = choose_late_entry(link);
    more |= apply_alternate_names(link);
    more |= apply_auto_imports(link);
    return more || add_own_libraries(link) || ask_for_load_config(link);
}

void resolve_symbols(Link *link) {
    tell_search(link, true);
    do search_libraries(link);
    while (!link->diag.fatal_count && find_other_ways(link));
    forget_ahead(link);
    let_go_of_libraries(link);
    tell_search(link, false);
    settle_weak_names(link);
}

void check_duplicates(Link *link) { // each has been reported where it was met
    if (link->duplicate_count) diag_fatal(&link->diag, link->opt.out, 1169, "one or more multiply defined symbols found");
}

// ---- Entry point and subsystem

typedef struct {
    const char *user;    // the function a program defines
    const char *startup; // the run-time library's function that calls it; the entry point
    u16 subsystem;
} EntryRule;

//> entry-rules
static const EntryRule entry_rules[] = { // [spec: entry-entry-point-symbol] [spec: subsystem-specify-subsystem]
    {"main", "mainCRTStartup", IMAGE_SUBSYSTEM_WINDOWS_CUI},
    {"wmain", "wmainCRTStartup", IMAGE_SUBSYSTEM_WINDOWS_CUI},
    {"WinMain", "WinMainCRTStartup", IMAGE_SUBSYSTEM_WINDOWS_GUI},
    {"wWinMain", "wWinMainCRTStartup", IMAGE_SUBSYSTEM_WINDOWS_GUI},
};
//< entry-rules

static bool is_x86(const Link *link) { return link->machine && link->machine->id == IMAGE_FILE_MACHINE_I386; }

// The symbol table's spelling of a C function: "_main" on x86; stdcall functions end with @ and the size of their arguments.
static Str c_name(Link *link, const char *name, const char *stdcall_suffix) {
    if (!is_x86(link)) return str(name);
    return arena_printf(link->arena, "_%s%s", name, stdcall_suffix);
}

static bool is_defined(Link *link, Str name) {
    Symbol *sym = find_symbol(link, name);
    return sym && (sym->kind == SYM_DEFINED || sym->kind == SYM_ALIAS || (sym->kind == SYM_UNDEFINED && sym->weak_default));
}

static bool rule_applies(Link *link, const EntryRule *rule) {
    const char *suffix = rule->subsystem == IMAGE_SUBSYSTEM_WINDOWS_GUI ? "@16" : "";
    return is_defined(link, c_name(link, rule->user, suffix)) || is_defined(link, c_name(link, rule->startup, ""));
}

static void set_entry(Link *link, Str name) {
    link->entry = intern(link, name);
    link->entry->is_root = true;
    add_undefined(link, link->entry, NULL);
}

// A program's own start-up name, when there is one.
static const EntryRule *find_entry_rule(Link *link) {
    for (size_t i = 0; i < sizeof entry_rules / sizeof *entry_rules; i++) {
        bool fits = !link->opt.has_subsystem || link->opt.subsystem == entry_rules[i].subsystem;
        if (fits && rule_applies(link, &entry_rules[i])) return &entry_rules[i];
    }
    return NULL;
}

static Str named_entry(Link *link) {
    Str name = link->opt.entry;
    if (!is_x86(link) || find_symbol(link, name)) return name;
    return arena_concat(link->arena, STR("_"), name); // [link.exe] /ENTRY:start finds _start
}

static void infer_subsystem(Link *link, u16 subsystem) {
    if (link->opt.has_subsystem) return;
    link->opt.has_subsystem = true;
    link->opt.subsystem = subsystem;
    if (link->opt.verbose) printf("    Subsystem %s, inferred\n", pe_subsystem_name(subsystem));
}

void choose_entry(Link *link) {
    for (u32 i = 0; i < link->opt.optional_includes.count; i++) {
        Symbol *sym = intern(link, link->opt.optional_includes.at[i]);
        sym->is_root |= sym->kind != SYM_UNDEFINED; // an object has it: it stays
        for (u32 k = 0; k < link->libraries.count && !sym->is_root; k++) sym->is_root = library_find(link->libraries.at[k], sym) != UINT32_MAX;
        if (sym->is_root) add_undefined(link, sym, NULL);
    }
    if (link->opt.no_entry) {
        infer_subsystem(link, IMAGE_SUBSYSTEM_WINDOWS_GUI);
    } else if (link->opt.dll) {
        // [spec: dynamic-link-library-entry-point-function] the run-time library's entry, which calls DllMain
        Str start = is_x86(link) ? STR("__DllMainCRTStartup@12") : STR("_DllMainCRTStartup");
        set_entry(link, link->opt.has_entry ? named_entry(link) : start);
        infer_subsystem(link, IMAGE_SUBSYSTEM_WINDOWS_GUI);
    } else if (link->opt.has_entry) {
        set_entry(link, named_entry(link));
        const EntryRule *rule = find_entry_rule(link);
        infer_subsystem(link, rule ? rule->subsystem : IMAGE_SUBSYSTEM_WINDOWS_CUI);
    } else {
        choose_late_entry(link);
    }
}

// Without /ENTRY the start-up function follows from what the program defines; a library may define it, so this is asked
// again after each search. True when it made a new undefined name.
bool choose_late_entry(Link *link) {
    if (link->entry || link->opt.no_entry || link->opt.dll) return false;
    u32 before = link->undefined.count;
    const EntryRule *rule = find_entry_rule(link);
    if (rule) {
        set_entry(link, c_name(link, rule->startup, ""));
        infer_subsystem(link, rule->subsystem);
    } else if (link->opt.has_subsystem && link->opt.subsystem != IMAGE_SUBSYSTEM_NATIVE && link->opt.subsystem < IMAGE_SUBSYSTEM_EFI_APPLICATION) {
        // [link.exe] a subsystem without a known function: its usual start-up name, perhaps in a library
        bool console = link->opt.subsystem == IMAGE_SUBSYSTEM_WINDOWS_CUI;
        set_entry(link, c_name(link, console ? "mainCRTStartup" : "WinMainCRTStartup", ""));
    }
    return link->undefined.count != before;
}

// ---- Names the linker makes

void create_commons(Link *link) {
    CoffBuilder b;
    u32 section = 0;
    for (u32 i = 0; i < link->symbols.count; i++) {
        Symbol *sym = link->symbols.at[i];
        if (sym->kind != SYM_COMMON) continue;
        if (!section) {
            coff_builder_init(&b, link->arena, link->machine->id);
        }
        // [link.exe] aligned to its size, 32 bytes at most.
        u32 align_log2 = 0;
        while (align_log2 < 5 && (2u << align_log2) <= sym->value) align_log2++;
        if (align_log2 < sym->common_align_log2) align_log2 = sym->common_align_log2;
        section = coff_add_section(&b, STR(".bss"), IMAGE_SCN_CNT_UNINITIALIZED_DATA | IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE |
                                                        (align_log2 + 1) << 20);
        b.sections.at[section - 1].zero_size = (u32)sym->value;
        coff_add_symbol(&b, sym->name, (i32)section, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    }
    if (section) add_synthetic_object(link, &b, "(common symbols)");
}

// Absolute names that run-time libraries expect the linker to know. Those of tables that this image does not have are 0.
void define_linker_symbols(Link *link) {
    static const struct { const char *name; u32 value; } known[] = {
        {"__ImageBase", 0}, // the address of the image's first byte: see RelocTarget.is_image_base
        {"__guard_flags", 0x100}, // CF_INSTRUMENTED [link.exe]
        {"__guard_fids_table", 0}, {"__guard_fids_count", 0}, {"__guard_iat_table", 0}, {"__guard_iat_count", 0},
        {"__guard_longjmp_table", 0}, {"__guard_longjmp_count", 0}, {"__guard_eh_cont_table", 0}, {"__guard_eh_cont_count", 0},
        {"__enclave_config", 0}, {"__hybrid_code_map", 0}, {"__hybrid_code_map_count", 0},
        {"__dynamic_value_reloc_table", 0}, {"__volatile_metadata", 0},
        {"__safe_se_handler_table", 0}, {"__safe_se_handler_count", 0},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        Symbol *sym = find_symbol(link, arena_concat(link->arena, str(link->machine->prefix), str(known[i].name)));
        if (!sym || sym->kind != SYM_UNDEFINED) continue;
        sym->kind = SYM_ABSOLUTE;
        sym->value = known[i].value;
        sym->linker_made = true;
        if (i == 0) link->image_base_symbol = sym;
    }
}
