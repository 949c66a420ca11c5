// dll_exports.c - from export specifications to an import library and an .exp file.
//
// An export has up to three names, and on x86 they differ:
//
//      what programs call      _MessageBoxFC@8     in the import library, because their objects say so
//      what the DLL exports     MessageBoxFC       in the export table; name type UNDECORATE leads there
//      what the DLL defines    _MessageBoxFC@8     in the .exp file, for the linker
//
// The .def file says only the middle one. With the DLL's objects at hand the others are looked up among their symbols,
// as the linker does; without them they follow the rules at implib_symbol(). [link.exe]
#include "dll_exports.h"
#include "../objfmt/args.h"
#include "../objfmt/coff.h"
#include "edata.h"
#include "implib.h"
#include <stdlib.h>

void dll_exports_add(DllExports *dll, const DefExport *spec, Str source) {
    DllExport e = {.spec = *spec, .source = source};
    ARRAY_PUSH(dll->arena, &dll->exports, e);
}

// ---- Directives

// In a directive the compiler writes the symbol itself: `_f` on x86, which is exported as `f`. Decorated names are
// exported as they are.
static Str undo_underscore(const DllExports *dll, DefExport *e) {
    Str symbol = e->internal.n ? e->internal : e->name;
    bool plain = dll->machine == IMAGE_FILE_MACHINE_I386 && e->name.n > 1 && e->name.p[0] == '_' &&
                 str_find(e->name, '@') == e->name.n;
    if (plain) e->name = str_slice(e->name, 1, e->name.n);
    return symbol;
}

bool dll_exports_add_directives(DllExports *dll, const Member *mem, Message *m) {
    ArgArray args = {0};
    Str text = mem->directives;
    if (str_starts(text, STR("\xef\xbb\xbf"))) text = str_slice(text, 3, text.n);
    args_split(dll->arena, text, mem->label, ARGS_LINK, &args);
    for (u32 i = 0; i < args.count; i++) {
        Str arg = args.at[i].text;
        if (!str_starts_nocase(arg, STR("-export:")) && !str_starts_nocase(arg, STR("/export:"))) continue;
        DefExport e;
        if (!def_parse_export(&e, dll->arena, str_slice(arg, 8, arg.n), m)) {
            m->file = mem->label;
            return false;
        }
        Str symbol = undo_underscore(dll, &e);
        dll_exports_add(dll, &e, mem->label);
        dll->exports.at[dll->exports.count - 1].internal = symbol;
    }
    return true;
}

// ---- Exports named twice

typedef struct {
    Str name;
    u32 idx;
} NameKey;

static int compare_keys(const void *a, const void *b) {
    const NameKey *x = a, *y = b;
    int c = str_cmp(x->name, y->name);
    return c ? c : (x->idx > y->idx) - (x->idx < y->idx);
}

static bool same_spec(const DefExport *a, const DefExport *b) {
    return str_eq(a->internal, b->internal) && str_eq(a->forward, b->forward) && str_eq(a->export_as, b->export_as) &&
           a->ordinal == b->ordinal && a->noname == b->noname && a->data == b->data && a->constant == b->constant &&
           a->is_private == b->is_private;
}

static void drop_duplicates(DllExports *dll) {
    u32 n = dll->exports.count, kept = 0;
    NameKey *keys = ARENA_ARRAY(dll->arena, NameKey, n);
    u32 *first = ARENA_ARRAY(dll->arena, u32, n); // number of the first export of the same name
    for (u32 i = 0; i < n; i++) keys[i] = (NameKey){dll->exports.at[i].spec.name, i};
    if (n) qsort(keys, n, sizeof *keys, compare_keys);
    for (u32 i = 0; i < n; i++)
        first[keys[i].idx] = i && str_eq(keys[i].name, keys[i - 1].name) ? first[keys[i - 1].idx] : keys[i].idx;
    u32 *place = ARENA_ARRAY(dll->arena, u32, n); // where a kept export went
    for (u32 i = 0; i < n; i++) {
        DllExport *e = &dll->exports.at[i];
        if (first[i] == i) {
            place[i] = kept;
            dll->exports.at[kept++] = *e;
        } else if (!same_spec(&e->spec, &dll->exports.at[place[first[i]]].spec)) {
            diag_warning(dll->diag, e->source, 4197, "export '%s' specified multiple times; using first specification",
                         printable(dll->arena, e->spec.name));
        }
    }
    dll->exports.count = kept;
}

// ---- Warnings about well-known names

static bool is_one_of(Str name, const char *const *names) {
    for (; *names; names++)
        if (str_eq(name, str(*names))) return true;
    return false;
}

static bool should_be_private(Str name) {
    static const char *const names[] = {"DllCanUnloadNow",
                                        "DllGetClassObject",
                                        "DllGetClassFactoryFromClassString",
                                        "DllGetDocumentation",
                                        "DllInitialize",
                                        "DllInstall",
                                        "DllRegisterServer",
                                        "DllRegisterServerEx",
                                        "DllRegisterServerExW",
                                        "DllUnload",
                                        "DllUnregisterServer",
                                        "RasCustomDeleteEntryNotify",
                                        "RasCustomDial",
                                        "RasCustomDialDlg",
                                        "RasCustomEntryDlg",
                                        NULL};
    return is_one_of(name, names);
}

static bool should_have_no_ordinal(Str name) {
    static const char *const names[] = {"DllCanUnloadNow",
                                        "DllGetClassObject",
                                        "DllGetClassFactoryFromClassString",
                                        "DllInstall",
                                        "DllRegisterServer",
                                        "DllRegisterServerEx",
                                        "DllUnregisterServer",
                                        NULL};
    return is_one_of(name, names);
}

static void warn_about(const DllExports *dll, const DllExport *e) {
    const char *name = printable(dll->arena, e->spec.name);
    if (!e->spec.is_private && should_be_private(e->spec.name))
        diag_warning(dll->diag, e->source, 4104, "export of symbol '%s' should be PRIVATE", name);
    if (e->spec.ordinal && should_have_no_ordinal(e->spec.name))
        diag_warning(dll->diag, e->source, 4222, "exported symbol '%s' should not be assigned an ordinal", name);
}

// ---- Symbols

typedef struct {
    Str *names; // sorted
    u32 count;
} Defined;

static u32 lower_bound(const Defined *d, Str name) {
    u32 from = 0, to = d->count;
    while (from < to) {
        u32 mid = from + (to - from) / 2;
        if (str_cmp(d->names[mid], name) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static Str concat(Arena *a, const char *before, Str s, const char *after) {
    Buffer b = {.arena = a};
    buffer_put_str(&b, str(before));
    buffer_put_str(&b, s);
    buffer_put_str(&b, str(after));
    return buffer_str(&b);
}

static bool is_defined(const Defined *d, Str name) {
    u32 at = lower_bound(d, name);
    return at < d->count && str_eq(d->names[at], name);
}

// Collects into *found the symbol that begins with `prefix`; *matches counts them.
static void match_prefix(const Defined *d, Str prefix, Str *found, u32 *matches) {
    for (u32 at = lower_bound(d, prefix); at < d->count && str_starts(d->names[at], prefix); at++, ++*matches)
        *found = d->names[at];
}

// The object symbol that C or C++ code calls `name`, or an empty Str. [spec: export-exports-a-function]
static Str find_symbol(const DllExports *dll, const Defined *d, const DllExport *e, Str name) {
    Str found = {0};
    u32 matches = 0;
    if (is_defined(d, name)) return name;
    if (dll->machine == IMAGE_FILE_MACHINE_I386) {
        Str c_name = concat(dll->arena, "_", name, "");
        if (is_defined(d, c_name)) return c_name;
        match_prefix(d, concat(dll->arena, "_", name, "@"), &found, &matches);
        match_prefix(d, concat(dll->arena, "@", name, "@"), &found, &matches);
    }
    match_prefix(d, concat(dll->arena, "?", name, "@@Y"), &found, &matches);
    if (matches == 1) return found;
    if (matches > 1)
        diag_warning(dll->diag, e->source, 4022, "cannot find unique match for symbol '%s'",
                     printable(dll->arena, name));
    return (Str){0};
}

static void choose_symbols(const DllExports *dll, const Defined *d, DllExport *e) {
    Str in_dll = e->spec.internal.n ? e->spec.internal : e->spec.name;
    if (!e->internal.n) e->internal = e->spec.forward.n ? ((Str){0}) : find_symbol(dll, d, e, in_dll);
    if (!e->internal.n) e->internal = implib_symbol(dll->arena, dll->machine, in_dll, e->spec.internal);
    // Found by its undecorated name, the function is called by its decorated one; under a new name it is a C function.
    if (!e->spec.internal.n)
        e->symbol = e->internal;
    else
        e->symbol = implib_symbol(dll->arena, dll->machine, e->spec.name, e->internal);
}

void dll_exports_resolve(DllExports *dll, const MemberList *objects) {
    drop_duplicates(dll);
    Defined d;
    d.names = members_defined(objects, &d.count);
    for (u32 i = 0; i < dll->exports.count; i++) {
        choose_symbols(dll, &d, &dll->exports.at[i]);
        warn_about(dll, &dll->exports.at[i]);
    }
}

// ---- A finished DLL

bool dll_exports_read(DllExports *dll, const PeImage *pe, u32 *unnamed_count, Message *m) {
    PeExports table;
    PeExport *list;
    u32 count;
    *m = (Message){0};
    *unnamed_count = 0;
    if (!pe_exports(pe, &table, dll->arena, m)) {
        if (!m->text.n) {
            *m = (Message){.kind = MSG_FATAL, .code = 1136, .file = pe->name, .text = STR("the image exports nothing")};
            m->todo = STR("only a DLL (or EXE) with an export table can have an import library");
        }
        return false;
    }
    if (!dll->dll.n) dll->dll = table.dll;
    if (!dll->dll.n) {
        *m = (Message){.kind = MSG_FATAL, .code = 1107, .file = pe->name, .text = STR("export directory: the DLL's name is empty")};
        m->todo = STR("an import library must say which DLL to load; write a .def file with LIBRARY name, and make it of that");
        return false;
    }
    if (!pe_export_list(pe, &table, dll->arena, &list, &count, m)) return false;
    for (u32 i = 0; i < count; i++) {
        const PeSection *section = list[i].forwarder.n ? NULL : pe_section_of(pe, list[i].rva);
        *unnamed_count += !list[i].has_name && list[i].rva;
        if (!list[i].has_name || !list[i].name.n) continue;
        DefExport e = {.name = list[i].name, .is_private = should_be_private(list[i].name)};
        e.data = section && !(section->flags & (IMAGE_SCN_CNT_CODE | IMAGE_SCN_MEM_EXECUTE));
        dll_exports_add(dll, &e, (Str){0});
        DllExport *added = &dll->exports.at[dll->exports.count - 1];
        added->symbol = implib_symbol(dll->arena, dll->machine, e.name, (Str){0});
    }
    drop_duplicates(dll);
    return true;
}

// ---- The two files

static EdataExport *number_exports(DllExports *dll, Message *m) {
    EdataExport *list = ARENA_ARRAY(dll->arena, EdataExport, dll->exports.count);
    for (u32 i = 0; i < dll->exports.count; i++) {
        const DllExport *e = &dll->exports.at[i];
        // EXPORTAS: the DLL's table has the other name.
        Str name = e->spec.export_as.n ? e->spec.export_as : e->spec.name;
        list[i] = (EdataExport){name, e->internal, e->spec.forward, e->spec.ordinal, e->spec.noname};
    }
    return edata_number(dll->arena, list, dll->exports.count, m) ? list : NULL;
}

bool dll_exports_library(DllExports *dll, Str *bytes, Message *m) {
    u32 n = dll->exports.count, count = 0;
    EdataExport *numbered = number_exports(dll, m);
    if (!numbered) return false;
    u16 *hints = ARENA_ARRAY(dll->arena, u16, n);
    edata_hints(dll->arena, numbered, n, hints);
    ImplibEntry *entries = ARENA_ARRAY(dll->arena, ImplibEntry, n);
    for (u32 i = 0; i < n; i++) {
        const DllExport *e = &dll->exports.at[i];
        if (e->spec.is_private) continue;
        ImplibEntry *entry = &entries[count++];
        entry->symbol = e->symbol;
        entry->type = e->spec.constant ? IMPORT_OBJECT_CONST : e->spec.data ? IMPORT_OBJECT_DATA : IMPORT_OBJECT_CODE;
        entry->hint = e->spec.noname ? (u16)numbered[i].ordinal : hints[i];
        if (e->spec.noname)
            entry->name_type = IMPORT_OBJECT_ORDINAL;
        else
            implib_set_name(entry, dll->machine, e->spec.export_as.n ? e->spec.export_as : e->spec.name);
    }
    return implib_write(dll->arena, dll->machine, dll->dll, entries, count, bytes, m);
}

// An .exp file is an object whose one section is the finished export section. [link.exe]
bool dll_exports_exp(DllExports *dll, Str *bytes, Message *m) {
    EdataExport *numbered = number_exports(dll, m);
    if (!numbered) return false;
    CoffBuilder b;
    coff_builder_init(&b, dll->arena, dll->machine);
    b.time_stamp = 0xffffffff;
    b.characteristics = dll->machine == IMAGE_FILE_MACHINE_I386 ? IMAGE_FILE_32BIT_MACHINE : 0;
    coff_add_symbol(&b, STR("@comp.id"), IMAGE_SYM_ABSOLUTE, 0x01000000, 0, IMAGE_SYM_CLASS_STATIC);
    coff_add_symbol(&b, STR("@feat.00"), IMAGE_SYM_ABSOLUTE, dll->machine == IMAGE_FILE_MACHINE_I386, 0,
                    IMAGE_SYM_CLASS_STATIC);
    edata_build(&b, dll->dll, numbered, dll->exports.count);
    *bytes = coff_write(&b, dll->arena);
    return true;
}
