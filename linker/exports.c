// exports.c - what the image offers to others: which names, under which ordinals, and the import library that tells of them.
//
// Exports come from three places: EXPORTS in a .def file, /EXPORT on the command line, and the same option in objects' .drectve
// sections, where compilers put it for __declspec(dllexport). All become ExportSpecs. An export has up to three names:
//
//      exported name   in the image's name table; what importers ask the loader for           f
//      symbol          what the object file calls it                                          f   _f@8 (x86)   ?f@@YAXXZ (C++)
//      import symbol   what the importing program's objects call it, from the import library  f   _f@8         ?f@@YAXXZ
//
// On x64 they are mostly equal. On x86, C names carry an underscore and stdcall functions the size of their arguments; the
// exported name drops both, unless the user spelled them out. When a name is not found as it stands, a single symbol
// whose undecorated name it is will do. [spec: export-exports-a-function] [spec: exports]
//
// Ordinals: given ones are kept, the others follow the highest given one in byte order of their names. [link.exe]
//
// The tables themselves are built by implib/edata.c as an object's `.edata` section. When an .exp file is among the inputs, that is
// the export section, made beforehand by LIB; nothing is made here then. [spec: using-an-import-library-and-export-file]
#include "../implib/edata.h"
#include "../implib/implib.h"
#include "linker.h"

static bool is_x86(const Link *link) { return link->machine && link->machine->id == IMAGE_FILE_MACHINE_I386; }

// A file name without its extension, folders kept.
static Str without_extension(Str path) {
    size_t dot = path.n - file_name(path).n + str_rfind(file_name(path), '.');
    return str_slice(path, 0, dot);
}

static bool has_extension(Str path) { return without_extension(path).n != path.n; }

// ---- The .def file

static void use_def_exports(Link *link, const DefFile *def) {
    ARRAY(ExportSpec) all = {0};
    for (u32 i = 0; i < def->exports.count; i++) {
        const DefExport *e = &def->exports.at[i];
        ExportSpec spec = {.name = e->name, .internal = e->internal.n ? e->internal : e->name, .forward = e->forward,
                           .import_name = e->export_as, .ordinal = e->ordinal, .noname = e->noname, .data = e->data,
                           .constant = e->constant, .is_private = e->is_private, .from_def = true};
        spec.source = arena_printf(link->arena, "%s(%u)", show(link, link->opt.def_file), e->line);
        ARRAY_PUSH(link->arena, &all, spec);
    }
    // In front of the others: where two speak of one name, the .def file counts.
    for (u32 i = 0; i < link->opt.exports.count; i++) ARRAY_PUSH(link->arena, &all, link->opt.exports.at[i]);
    link->opt.exports.at = all.at;
    link->opt.exports.count = all.count;
    link->opt.exports.capacity = all.capacity;
}

static void use_def_sections(Link *link, const DefFile *def) {
    const u32 rights = IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE | IMAGE_SCN_MEM_EXECUTE;
    for (u32 i = 0; i < def->sections.count; i++) {
        const DefSection *s = &def->sections.at[i];
        SectionSpec spec = {.name = s->name, .set_flags = s->set_flags};
        if (s->set_flags & rights) spec.clear_flags = rights & ~s->set_flags;
        ARRAY_PUSH(link->arena, &link->opt.sections, spec);
    }
}

// What the command line says as well, it says better.
static void use_def_headers(Link *link, const DefFile *def) {
    Options *opt = &link->opt;
    if (def->is_library) opt->dll = true;
    opt->dll_name = def->name;
    if (def->name.n && !has_extension(def->name))
        opt->dll_name = arena_concat(link->arena, def->name, opt->dll ? STR(".dll") : STR(".exe"));
    if (!opt->out.n) opt->out = opt->dll_name;
    if (def->has_base && !opt->has_base) {
        opt->has_base = true;
        opt->base = def->base;
    }
    if (def->stack_reserve && !opt->has_stack && !opt->dll) { // a DLL runs on its callers' stacks
        opt->has_stack = true;
        opt->stack_reserve = def->stack_reserve;
        if (def->stack_commit) opt->stack_commit = def->stack_commit;
    }
    if (def->heap_reserve && !opt->has_heap && !opt->dll) {
        opt->has_heap = true;
        opt->heap_reserve = def->heap_reserve;
        if (def->heap_commit) opt->heap_commit = def->heap_commit;
    }
    if (def->has_version && !opt->major_image_version && !opt->minor_image_version) {
        opt->major_image_version = def->major_version;
        opt->minor_image_version = def->minor_version;
    }
    if (def->stub.n && !opt->stub.n) opt->stub = def->stub;
}

void read_def_file(Link *link) {
    if (!link->opt.def_file.n) return;
    Message m = {0};
    Str text;
    FileIdentity id;
    DefFile def = {0};
    if (!file_read(link->arena, arena_cstr(link->arena, link->opt.def_file), &text, &id, &m) ||
        !def_read(&def, link->arena, text, link->opt.def_file, &link->diag, &m)) {
        diag_report(&link->diag, &m);
        return;
    }
    use_def_exports(link, &def);
    use_def_sections(link, &def);
    use_def_headers(link, &def);
}

// ---- Names

// "f@@16", the symbol of a __vectorcall function, has no underscore in front.
static bool is_vectorcall(Str name) {
    size_t at = str_rfind(name, '@');
    return at > 1 && at < name.n && name.p[at - 1] == '@';
}

// What objects call the thing that the user calls `name`.
static Str symbol_name(Link *link, Str name) {
    bool is_whole = name.n && (name.p[0] == '?' || name.p[0] == '@' || name.p[0] == '_' || is_vectorcall(name));
    if (!is_x86(link) || is_whole) return name;
    return arena_concat(link->arena, STR("_"), name);
}

// "f" of stdcall's "f@8" and fastcall's "@f@8": GNU's --kill-at and --add-stdcall-alias. The name itself of all others.
Str without_argument_size(Str name) {
    size_t front = name.n && name.p[0] == '@';
    Str rest = str_slice(name, front, name.n);
    size_t at = str_find(rest, '@');
    return at == 0 || at == rest.n || rest.p[0] == '?' ? name : str_slice(rest, 0, at);
}

// [link.exe] x86: /EXPORT:_f is the symbol's own spelling and exports f; a stdcall name, /EXPORT:_f@8, stays as it is.
// A .def file gives exported names, so there nothing is taken off.
static void settle_name(Link *link, ExportSpec *e) {
    if (!e->internal.n) e->internal = e->name;
    if (!is_x86(link) || e->from_def) return;
    if (e->name.n > 1 && e->name.p[0] == '_' && str_find(e->name, '@') == e->name.n) e->name = str_slice(e->name, 1, e->name.n);
    if (link->opt.kill_at) e->name = without_argument_size(e->name);
}

// The name the loader will look for; EXPORTAS says so, and the import library's own symbol then has the other name.
static Str exported_name(const ExportSpec *e) { return e->import_name.n ? e->import_name : e->name; }

// ---- Several specifications of one name

static bool same_spec(const ExportSpec *a, const ExportSpec *b) {
    return str_eq(a->internal, b->internal) && str_eq(a->forward, b->forward) && str_eq(a->import_name, b->import_name) &&
           a->ordinal == b->ordinal && a->noname == b->noname && a->data == b->data && a->constant == b->constant &&
           a->is_private == b->is_private;
}

// The place of `name` in link->export_index: its own, or the empty one where it would go.
static u32 export_place(const Link *link, Str name) {
    const NameIndex *t = &link->export_index;
    u32 hash = hash_name(name), at = hash & t->mask;
    for (; t->slots[at].number; at = (at + 1) & t->mask)
        if (t->slots[at].hash == hash && str_eq(link->opt.exports.at[t->slots[at].number - 1].name, name)) break;
    return at;
}

// True when it is the first one of its name. Exports [0, number) have been entered.
static bool enter_name(Link *link, const ExportSpec *e, u32 number) {
    index_reserve(link->arena, &link->export_index);
    u32 at = export_place(link, e->name);
    u32 seen = link->export_index.slots[at].number;
    if (seen) {
        const ExportSpec *first = &link->opt.exports.at[seen - 1];
        if (!e->automatic && !same_spec(first, e))
            diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4197, .file = e->source,
                .text = arena_printf(link->arena, "export '%s' specified multiple times; using first specification", show(link, e->name)),
                .why = arena_printf(link->arena, "the first one is in %s", first->source.n ? show(link, first->source) : "the command line"),
                .todo = STR("export it in one place only")});
        return false;
    }
    link->export_index.slots[at].hash = hash_name(e->name);
    link->export_index.slots[at].number = number + 1;
    link->export_index.count++;
    return true;
}

// ---- Exports that deserve a word

static bool is_one_of(Str name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, str(names[i]))) return true;
    return false;
}

static void warn_about(Link *link, const ExportSpec *e) {
    static const char *const com[] = {"DllCanUnloadNow", "DllGetClassObject", "DllGetClassFactoryFromClassString", "DllInstall",
                                      "DllRegisterServer", "DllRegisterServerEx", "DllUnregisterServer"};
    static const char *const hooks[] = {"DllGetDocumentation", "DllInitialize", "DllRegisterServerExW", "DllUnload", "RasCustomDeleteEntryNotify",
                                        "RasCustomDial", "RasCustomDialDlg", "RasCustomEntryDlg"};
    bool is_com = is_one_of(e->name, com, sizeof com / sizeof *com);
    if (!e->is_private && !link->opt.no_implib && (is_com || is_one_of(e->name, hooks, sizeof hooks / sizeof *hooks)))
        diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4104, .file = e->source,
            .text = arena_printf(link->arena, "export of symbol '%s' should be PRIVATE", show(link, e->name)),
            .why = STR("it is always found by GetProcAddress; a program that links to it gets the wrong DLL's"),
            .todo = arena_printf(link->arena, "write %s PRIVATE in the .def file, or /EXPORT:%s,PRIVATE", show(link, e->name), show(link, e->name))});
    if (is_com && e->ordinal)
        diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4222, .file = e->source,
            .text = arena_printf(link->arena, "exported symbol '%s' should not be assigned an ordinal", show(link, e->name)),
            .why = STR("it is always found by its name"), .todo = arena_printf(link->arena, "leave @%u out", e->ordinal)});
    if (str_starts(e->internal, STR("??_G")) || str_starts(e->internal, STR("??_E")))
        diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4102, .file = e->source,
            .text = arena_printf(link->arena, "export of deleting destructor '%s'; image may not run correctly", show(link, e->internal)),
            .why = STR("it frees memory with the DLL's own operator delete, whoever allocated it"), .todo = STR("do not export it")});
}

// ---- An .exp file among the inputs

// The name in the export directory: the one the DLL was to have when LIB made the file.
static Str directory_name(const Link *link, const InputFile *file, const InputSection *edata) {
    CoffRelocs relocs = coff_relocs(&file->coff, edata->num);
    for (u32 i = 0; i < relocs.count; i++) {
        CoffReloc r = coff_reloc(relocs, i);
        RelocTarget t;
        if (r.section_off != offsetof(ExportDirectoryRecord, name_rva)) continue;
        reloc_target(link, file, r.symbol_idx, &t); // sections have no groups yet, so its answer does not count
        if (!t.section || !t.section->data) continue;
        u64 off = t.value + load32(edata->data + r.section_off);
        if (off >= t.section->size) continue;
        Str rest = {t.section->data + off, t.section->size - (size_t)off};
        return str_slice(rest, 0, str_find(rest, 0));
    }
    return (Str){0};
}

// An object that brings `.edata` brings the export section whole. NULL: it does not.
static const InputSection *export_section(const InputFile *file) {
    if (file->library || !file->has_edata) return NULL;
    for (u32 i = 0; i < file->section_count; i++) {
        const InputSection *sec = &file->sections[i];
        bool is_directory = sec->size >= sizeof(ExportDirectoryRecord) && sec->data;
        if (is_directory && str_eq(coff_section(&file->coff, sec->num).name, STR(".edata"))) return sec;
    }
    return NULL;
}

static void warn_other_name(Link *link, const InputFile *file, const InputSection *sec) {
    Str name = directory_name(link, file, sec);
    if (!name.n || file == link->opt.exp_file || str_eq_nocase(name, file_name(link->opt.out))) return;
    diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4070, .file = file->name,
        .text = arena_printf(link->arena, "/OUT:%s directive in .EXP differs from output filename '%s'; ignoring directive",
                             show(link, name), show(link, file_name(link->opt.out))),
        .why = STR("programs linked with its import library will look for the DLL under the first name"),
        .todo = STR("give the .def file's LIBRARY statement and /OUT the same name")});
}

static void find_exports_file(Link *link) {
    if (link->exports_file) return;
    for (u32 i = 0; i < link->files.count; i++) {
        InputFile *file = link->files.at[i];
        const InputSection *sec = export_section(file);
        if (sec && link->exports_file) {
            diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1141, .file = file->name,
                .text = arena_printf(link->arena, "a second export file; the exports are those of %s", show(link, link->exports_file->name)),
                .todo = STR("make one export file of both .def files, with mylib /DEF")});
            return;
        }
        if (!sec) continue;
        link->exports_file = file;
        warn_other_name(link, file, sec);
    }
}

// ---- Step one, before libraries are searched: every export's symbol becomes an undefined name

static void enter_export(Link *link, ExportSpec e) {
    u32 number = link->exports_entered;
    settle_name(link, &e);
    if (!enter_name(link, &e, number)) return;
    warn_about(link, &e);
    if (!e.forward.n) {
        e.sym = intern(link, symbol_name(link, e.internal));
        e.sym->is_root = true;
        add_undefined(link, e.sym, NULL);
    }
    link->opt.exports.at[number] = e; // earlier entries are all settled, so the list closes up as duplicates go
    link->exports_entered++;
}

void collect_exports(Link *link) {
    find_exports_file(link);
    u32 count = link->exports_file ? 0 : link->opt.exports.count;
    for (u32 i = link->exports_entered; i < count; i++) enter_export(link, link->opt.exports.at[i]);
    link->opt.exports.count = link->exports_entered;
}

// ---- Decorated names

// "f" of "?f@@YAXXZ", "_f@8" (x86), "@f@8" (x86), "f@@16" (vectorcall); empty when the symbol is not a decorated `f`.
static Str plain_name(const Link *link, Str symbol) {
    size_t at = str_find(symbol, '@');
    if (symbol.n > 1 && symbol.p[0] == '?') {
        bool global = at + 1 < symbol.n && symbol.p[at + 1] == '@' && symbol.p[1] != '?';
        return global ? str_slice(symbol, 1, at) : (Str){0};
    }
    if (symbol.n > 1 && symbol.p[0] == '@') {
        Str rest = str_slice(symbol, 1, symbol.n);
        return is_x86(link) ? str_slice(rest, 0, str_find(rest, '@')) : (Str){0};
    }
    if (at + 1 < symbol.n && symbol.p[at + 1] == '@') return str_slice(symbol, 0, at);
    return is_x86(link) && symbol.n > 1 && symbol.p[0] == '_' ? str_slice(symbol, 1, at) : (Str){0};
}

typedef struct {
    Str plain;                // what the user wrote
    Symbol *sym;              // of an export or of /ENTRY
    Str source;               // for messages
    ARRAY(Str) candidates;    // symbols of that plain name
} Unfound;

typedef struct {
    ARRAY(Unfound) all;       // sorted by plain name
} UnfoundNames;

static int compare_unfound(const void *a, const void *b) { return str_cmp(((const Unfound *)a)->plain, ((const Unfound *)b)->plain); }

static void add_candidate(Link *link, UnfoundNames *u, Str symbol) {
    Unfound key = {.plain = plain_name(link, symbol)};
    if (!key.plain.n) return;
    Unfound *found = bsearch(&key, u->all.at, u->all.count, sizeof key, compare_unfound);
    if (!found) return;
    for (u32 i = 0; i < found->candidates.count; i++) // the same name in two libraries is one candidate
        if (str_eq(found->candidates.at[i], symbol)) return;
    if (found->candidates.count < 16) ARRAY_PUSH(link->arena, &found->candidates, symbol);
}

static void find_unfound(Link *link, UnfoundNames *u) {
    for (u32 i = 0; i < link->opt.exports.count; i++) {
        ExportSpec *e = &link->opt.exports.at[i];
        if (!e->sym || e->sym->kind != SYM_UNDEFINED) continue;
        Unfound one = {.plain = e->internal, .sym = e->sym, .source = e->source};
        ARRAY_PUSH(link->arena, &u->all, one);
    }
    // [link.exe] /ENTRY:DllMain finds _DllMain@12, too.
    if (link->entry && link->opt.has_entry && !link->opt.gnu && link->entry->kind == SYM_UNDEFINED) {
        Unfound entry = {.plain = link->opt.entry, .sym = link->entry, .source = STR("/ENTRY")};
        ARRAY_PUSH(link->arena, &u->all, entry);
    }
    if (u->all.count) qsort(u->all.at, u->all.count, sizeof *u->all.at, compare_unfound);
}

static void find_candidates(Link *link, UnfoundNames *u) {
    for (u32 i = 0; i < link->symbols.count; i++) {
        const Symbol *s = link->symbols.at[i];
        if (s->kind != SYM_UNDEFINED && s->kind != SYM_ALIAS) add_candidate(link, u, s->name);
    }
    for (u32 i = 0; i < link->libraries.count; i++)
        for (u32 k = 0; k < link->libraries.at[i]->archive.symbol_count; k++)
            add_candidate(link, u, link->libraries.at[i]->archive.symbols[k].name);
}

static void report_ambiguous(Link *link, const Unfound *u) {
    diag_warning(&link->diag, u->source, 4022, "cannot find unique match for symbol '%s'", show(link, u->plain));
    for (u32 i = 0; i < u->candidates.count; i++) {
        const Symbol *s = find_symbol(link, u->candidates.at[i]);
        diag_warning(&link->diag, u->source, 4002, "%s defined in %s", show(link, u->candidates.at[i]),
                     s && s->file ? show(link, s->file->name) : "a library");
    }
    u->sym->reported = true;
}

// Exports and an entry point whose symbol nobody defines: one decorated form of the name may stand in.
static void match_decorated(Link *link) {
    UnfoundNames u = {0};
    bool pulled = false, ambiguous = false;
    find_unfound(link, &u);
    if (!u.all.count) return;
    find_candidates(link, &u);
    for (u32 i = 0; i < u.all.count; i++) {
        Unfound *one = &u.all.at[i];
        if (one->candidates.count > 1) {
            report_ambiguous(link, one);
            ambiguous = true;
        }
        if (one->candidates.count != 1) continue;
        Symbol *match = intern(link, one->candidates.at[0]);
        match->is_root = true;
        pulled |= match->kind == SYM_UNDEFINED;
        add_undefined(link, match, NULL);
        one->sym->kind = SYM_ALIAS;
        one->sym->alias = match;
    }
    if (ambiguous) diag_fatal(&link->diag, link->opt.out, 1152, "cannot resolve one or more undecorated symbols");
    if (pulled) resolve_symbols(link); // the libraries have it
}

// ---- Step two, when all symbols are known

static void report_missing(Link *link) {
    if (link->opt.force_unresolved) return;
    for (u32 i = 0; i < link->opt.exports.count; i++) {
        const ExportSpec *e = &link->opt.exports.at[i];
        if (!e->sym || resolved(e->sym)->kind != SYM_UNDEFINED || e->sym->reported) continue;
        e->sym->reported = true;
        diag_report(&link->diag, &(Message){.kind = MSG_ERROR, .code = 2001, .file = e->source,
            .text = arena_printf(link->arena, "unresolved external symbol %s", show(link, e->sym->name)),
            .why = arena_printf(link->arena, "it is exported%s%s, but no object or library defines it",
                                e->sym->name.n == e->name.n ? "" : " as ", e->sym->name.n == e->name.n ? "" : show(link, e->name)),
            .todo = STR("define it, or take the export out")});
    }
}

static void report_ordinals(Link *link) {
    const ExportSpec **taken = ARENA_ARRAY(link->arena, const ExportSpec *, 65536);
    for (u32 i = 0; i < link->opt.exports.count; i++) {
        const ExportSpec *e = &link->opt.exports.at[i];
        if (!e->ordinal) continue;
        const ExportSpec **place = &taken[e->ordinal & 0xffff];
        if (*place && ((*place)->sym != e->sym || !e->sym))
            diag_fatal(&link->diag, e->source, 1141, "exports '%s' and '%s' both have ordinal %u", show(link, (*place)->name),
                       show(link, e->name), e->ordinal);
        *place = e;
    }
}

static EdataExport *edata_exports(Link *link) {
    EdataExport *list = ARENA_ARRAY(link->arena, EdataExport, link->opt.exports.count);
    for (u32 i = 0; i < link->opt.exports.count; i++) {
        const ExportSpec *e = &link->opt.exports.at[i];
        list[i] = (EdataExport){.name = exported_name(e), .forward = e->forward, .ordinal = e->ordinal, .noname = e->noname,
                                .symbol = e->sym ? e->sym->name : (Str){0}};
    }
    return list;
}

static void number_exports(Link *link) {
    Message m = {0};
    EdataExport *list = edata_exports(link);
    if (!edata_number(link->arena, list, link->opt.exports.count, &m)) {
        m.file = m.file.n ? m.file : link->opt.out;
        diag_report(&link->diag, &m);
        return;
    }
    for (u32 i = 0; i < link->opt.exports.count; i++) link->opt.exports.at[i].ordinal = list[i].ordinal;
}

// Windows calls a DLL's entry point with three arguments, and on x86 the function takes them off the stack itself. How it
// does that its decorated name says.
static void check_dll_entry(Link *link) {
    if (!link->opt.dll || !link->entry || link->machine->pointer_size != 4) return;
    Str name = resolved(link->entry)->name;
    if (resolved(link->entry)->kind != SYM_DEFINED || str_ends(name, STR("@12")) || name.p[0] == '?') return;
    diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4086,
        .text = arena_printf(link->arena, "entrypoint '%s' is not __stdcall with 12 bytes of arguments; image may not run", show(link, name)),
        .why = STR("Windows pushes three arguments, and the function has to take them off the stack (ret 12)"),
        .todo = STR("int __stdcall DllMain(void *module, unsigned reason, void *reserved); in nasm the name _DllMain@12")});
}

// GNU's --add-stdcall-alias: who asks GetProcAddress for f finds f@8, too. Import libraries have f@8 as it is.
static void add_stdcall_aliases(Link *link) {
    for (u32 i = 0, count = link->opt.exports.count; i < count; i++) {
        ExportSpec alias = link->opt.exports.at[i];
        Str name = without_argument_size(alias.name);
        if (str_eq(name, alias.name)) continue;
        alias.name = name;
        alias.ordinal = 0;
        alias.automatic = alias.from_def = alias.is_private = true;
        ARRAY_PUSH(link->arena, &link->opt.exports, alias);
    }
}

void check_exports(Link *link) {
    export_all_symbols(link);
    collect_exports(link); // members pulled in from libraries may export, too
    match_decorated(link);
    if (link->opt.stdcall_aliases && is_x86(link)) add_stdcall_aliases(link);
    collect_exports(link);
    report_missing(link);
    check_dll_entry(link);
    if (link->exports_file) return;
    for (u32 i = 0; i < link->opt.exports.count; i++)
        if (link->entry && link->opt.exports.at[i].sym == link->entry && link->opt.dll)
            diag_warning(&link->diag, link->opt.exports.at[i].source, 4216, "exported entry point %s", show(link, link->entry->name));
    report_ordinals(link);
    if (!link->diag.error_count) number_exports(link);
}

// ---- The export section

static void print_exports(Link *link) {
    printf("\nExports:\n    ordinal  name                             symbol\n");
    for (u32 i = 0; i < link->opt.exports.count; i++) {
        const ExportSpec *e = &link->opt.exports.at[i];
        printf("    %7u  %-32s %s\n", e->ordinal, e->noname ? "(none)" : show(link, exported_name(e)),
               e->forward.n ? show(link, e->forward) : show(link, resolved(e->sym)->name));
    }
}

// A .def file that names the DLL otherwise than /OUT loses. [link.exe]
static void check_dll_name(Link *link) {
    Str name = file_name(link->opt.dll_name);
    if (!name.n || str_eq_nocase(name, file_name(link->opt.out))) return;
    diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4070, .file = link->opt.def_file,
        .text = arena_printf(link->arena, "/OUT:%s directive in .EXP differs from output filename '%s'; ignoring directive",
                             show(link, name), show(link, file_name(link->opt.out))),
        .why = STR("the LIBRARY or NAME statement and /OUT give different names; the image gets the one of /OUT"),
        .todo = STR("make them agree")});
}

void create_exports(Link *link) {
    if (link->exports_file || !link->opt.exports.count) return;
    check_dll_name(link);
    if (link->opt.verbose_exports) print_exports(link);
    CoffBuilder b;
    coff_builder_init(&b, link->arena, link->machine->id);
    edata_build(&b, file_name(link->opt.out), edata_exports(link), link->opt.exports.count);
    add_synthetic_object(link, &b, "(exports)");
}

// ---- The import library

// x86: `name` with the decoration of `symbol`, which says how the function is called: _f, _f@8, @f@8, f@@16.
static Str decorate_like(Link *link, Str symbol, Str name) {
    Str prefix = STR("_"), size = str_slice(symbol, str_rfind(symbol, '@'), symbol.n);
    if (str_starts(symbol, STR("?")))
        size = (Str){0};
    else if (str_starts(symbol, STR("@")))
        prefix = STR("@");
    else if (is_vectorcall(symbol))
        prefix = (Str){0}, size = str_slice(symbol, str_rfind(symbol, '@') - 1, symbol.n);
    return arena_printf(link->arena, "%.*s%.*s%.*s", STR_ARG(prefix), STR_ARG(name), STR_ARG(size));
}

// How importers' objects call an export, when the DLL's own symbol is `symbol`: decorated in the same way.
static Str import_symbol(Link *link, const ExportSpec *e, Str symbol) {
    if (str_eq(symbol, e->name) || str_eq(plain_name(link, symbol), e->name)) return symbol;
    if (!is_x86(link)) return e->name;
    if (symbol.n && symbol.p[0] == '_' && str_eq(str_slice(symbol, 1, symbol.n), e->name)) return symbol; // f@8, as gcc exports it
    if (e->name.p[0] == '_' && str_find(e->name, '@') != e->name.n) return e->name;
    return decorate_like(link, symbol, e->name);
}

static ImplibEntry *import_entries(Link *link, u32 *count) {
    u32 all = link->opt.exports.count;
    ImplibEntry *entries = ARENA_ARRAY(link->arena, ImplibEntry, all);
    u16 *hints = ARENA_ARRAY(link->arena, u16, all);
    edata_hints(link->arena, edata_exports(link), all, hints);
    *count = 0;
    for (u32 i = 0; i < all; i++) {
        const ExportSpec *e = &link->opt.exports.at[i];
        if (e->is_private) continue;
        ImplibEntry *entry = &entries[(*count)++];
        entry->symbol = import_symbol(link, e, e->sym ? resolved(e->sym)->name : (Str){0});
        entry->type = e->constant ? IMPORT_OBJECT_CONST : e->data ? IMPORT_OBJECT_DATA : IMPORT_OBJECT_CODE;
        entry->hint = e->noname ? (u16)e->ordinal : hints[i];
        entry->name_type = IMPORT_OBJECT_ORDINAL;
        if (e->noname) continue;
        implib_set_name(entry, link->machine->id, exported_name(e));
        // A C++ function exported under its plain name: that rule is good for every machine.
        if (entry->symbol.p[0] == '?' && str_eq(import_obj_export_name(entry->symbol, IMPORT_OBJECT_NAME_UNDECORATE), exported_name(e)))
            entry->name_type = IMPORT_OBJECT_NAME_UNDECORATE;
    }
    return entries;
}

static bool prepare_file(Link *link, OutputFile *out, Str path, Str bytes) {
    Message m = {0};
    if (output_open(out, link->arena, arena_cstr(link->arena, path), false, &m) && output_write(out, 0, bytes.p, bytes.n, &m) &&
        output_prepare(out, bytes.n, &m))
        return true;
    diag_report(&link->diag, &m);
    return false;
}

// The .exp file holds the same `.edata` section again, for links that cannot make it themselves. [link.exe] writes it always.
static Str exports_object(Link *link) {
    CoffBuilder b;
    coff_builder_init(&b, link->arena, link->machine->id);
    b.time_stamp = UINT32_MAX; // [link.exe]
    edata_build(&b, file_name(link->opt.out), edata_exports(link), link->opt.exports.count);
    return coff_write(&b, link->arena);
}

bool write_import_library(Link *link, OutputFile *library, OutputFile *export_file) {
    if (link->exports_file || !link->opt.exports.count || link->opt.no_implib) return true;
    Str path = link->opt.implib.n ? link->opt.implib : arena_concat(link->arena, without_extension(link->opt.out), STR(".lib"));
    Message m = {0};
    Str bytes;
    u32 count;
    ImplibEntry *entries = import_entries(link, &count);
    if (!implib_write(link->arena, link->machine->id, file_name(link->opt.out), entries, count, &bytes, &m)) {
        diag_report(&link->diag, &m);
        return false;
    }
    Str exp = arena_concat(link->arena, without_extension(path), STR(".exp"));
    if (!prepare_file(link, library, path, bytes)) return false;
    if (!link->opt.no_exp && !prepare_file(link, export_file, exp, exports_object(link))) return false;
    if (link->opt.nologo && !link->opt.verbose) return true;
    end_progress(link); // of the same terminal, perhaps
    if (link->opt.no_exp) printf("   Creating library %s\n", show(link, path));
    else printf("   Creating library %s and object %s\n", show(link, path), show(link, exp));
    return true;
}
