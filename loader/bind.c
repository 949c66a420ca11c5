// bind.c - step 4: the import address table gets its addresses.
//
//      program.exe                                       my_dll.dll
//      import descriptor: "my_dll.dll"                   export directory
//        lookup table   [ 0: hint 3, "add" ]             names     [ ... 3: "add" ... ]   sorted
//        address table  [ 0: (same)        ] <---+       ordinals  [ ... 3: 5      ... ]
//                                                |       addresses [ ...... 5: RVA 1010h ]
//                                                `-- base of my_dll.dll + 1010h
//
// Code in the program calls through the address table: call [slot]. The linker made all three tables; the loader only
// overwrites the slots. The hint says where the name was in the DLL's name table when the import library was made: the
// loader looks there first and searches when the name there is another one. A wrong hint costs time, never correctness.
//
// An export whose address points into the export directory is no function but a text, "OTHER.name" or "OTHER.#7": a
// forwarder. The search goes on in that DLL, which is loaded if necessary, and may find a forwarder again.
// [PE: The .idata Section] [PE: The .edata Section (Image Only)]
#include "loader.h"

enum { MAX_FORWARDS = 32 };

static const char *wanted_words(Arena *a, const Wanted *w) {
    if (w->by_ordinal) return (const char *)arena_printf(a, "ordinal %u", w->ordinal).p;
    return printable(a, w->name);
}

// ---- One export table

typedef enum { HINT_NONE, HINT_RIGHT, HINT_WRONG } HintResult;

static bool name_is(const Module *exporter, u32 idx, Str name, int *order) {
    Str there;
    if (idx >= exporter->exports.name_count || !pe_string(&exporter->pe, get32(exporter->exports.names[idx]), &there)) {
        *order = 1;
        return false;
    }
    *order = str_cmp(name, there);
    return *order == 0;
}

//> find-export-name
// Index into the name table; false when the name is not found by halving, which is how Windows looks.
static bool find_name(const Module *exporter, const Wanted *w, u32 *idx, HintResult *hint) {
    int order;
    *hint = HINT_NONE;
    if (w->has_hint && name_is(exporter, w->hint, w->name, &order)) {
        *hint = HINT_RIGHT;
        *idx = w->hint;
        return true;
    }
    if (w->has_hint) *hint = HINT_WRONG;
    u32 low = 0, high = exporter->exports.name_count;
    while (low < high) {
        *idx = low + (high - low) / 2;
        if (name_is(exporter, *idx, w->name, &order)) return true;
        if (order < 0) high = *idx;
        else low = *idx + 1;
    }
    return false;
}
//< find-export-name

static bool is_anywhere(const Module *exporter, Str name) {
    int order;
    for (u32 i = 0; i < exporter->exports.name_count; i++)
        if (name_is(exporter, i, name, &order)) return true;
    return false;
}

static Str who_wants(Process *p, const Wanted *w) { return w->importer ? w->importer->name : p->program->name; }

// What Windows keeps to itself: why the name or the number is not found.
static Str missing_reason(Arena *a, const Module *exporter, const Wanted *w) {
    const PeExports *x = &exporter->exports;
    Str dll = exporter->name;
    if (!exporter->has_exports) return arena_printf(a, "%.*s exports nothing", STR_ARG(dll));
    if (w->by_ordinal)
        return arena_printf(a, "%.*s has the ordinals %u to %u", STR_ARG(dll), x->ordinal_base,
                            x->ordinal_base + x->address_count - 1);
    if (is_anywhere(exporter, w->name))
        return arena_printf(a, "the name is in the export table of %.*s, but not at its place in the order of names",
                            STR_ARG(dll));
    return arena_printf(a, "%.*s exports %u name%s, this is not one of them", STR_ARG(dll), x->name_count,
                        x->name_count == 1 ? "" : "s");
}

// The message of a missing export, in Windows' words.
static bool not_exported(Process *p, const Module *exporter, const Wanted *w, LoadError *e) {
    Arena *a = &p->arena;
    const char *dll = printable(a, exporter->windows_path);
    if (w->by_ordinal)
        load_failed(p, e, (u32)STATUS_ORDINAL_NOT_FOUND, p->program->name,
                    "The ordinal %u could not be located in the dynamic link library %s.", w->ordinal, dll);
    else
        load_failed(p, e, (u32)STATUS_ENTRYPOINT_NOT_FOUND, p->program->name,
                    "The procedure entry point %s could not be located in the dynamic link library %s.",
                    printable(a, w->name), dll);
    e->message.where = arena_printf(a, "imported by %.*s", STR_ARG(who_wants(p, w)));
    e->message.why = missing_reason(a, exporter, w);
    e->message.todo = STR("use the version of the DLL that its import library was made from");
    return false;
}

//> find-export
// Finds the index into the address table.
static bool find_export(Process *p, const Module *exporter, const Wanted *w, u32 *address_idx, HintResult *hint,
                        LoadError *e) {
    const PeExports *x = &exporter->exports;
    *hint = HINT_NONE;
    if (!exporter->has_exports) return not_exported(p, exporter, w, e);
    if (w->by_ordinal) {
        *address_idx = w->ordinal - x->ordinal_base; // wraps to a big number below the base
    } else {
        u32 idx;
        if (!find_name(exporter, w, &idx, hint)) return not_exported(p, exporter, w, e);
        *address_idx = get16(x->ordinals[idx]);
    }
    bool there = *address_idx < x->address_count && get32(x->addresses[*address_idx]) != 0;
    return there || not_exported(p, exporter, w, e);
}
//< find-export

// ---- Forwarders

// "OTHER.name" or "OTHER.#12". The DLL name may itself have dots; the function's may not.
static bool split_forwarder(Arena *a, Str text, Str *dll, Wanted *w) {
    size_t dot = str_rfind(text, '.');
    if (dot == text.n || dot == 0 || dot + 1 == text.n) return false;
    *dll = arena_printf(a, "%.*s.dll", STR_ARG(str_slice(text, 0, dot)));
    Str name = str_slice(text, dot + 1, text.n);
    w->has_hint = false;
    w->by_ordinal = name.p[0] == '#';
    w->name = w->by_ordinal ? ((Str){0}) : name;
    if (!w->by_ordinal) return true;
    u64 ordinal = 0;
    for (size_t i = 1; i < name.n; i++) {
        if (name.p[i] < '0' || name.p[i] > '9' || ordinal > 0xffff) return false;
        ordinal = ordinal * 10 + (name.p[i] - '0');
    }
    w->ordinal = (u32)ordinal;
    return name.n > 1 && ordinal <= 0xffff;
}

static bool bad_forwarder(Process *p, const Module *exporter, const Wanted *w, const char *why, LoadError *e) {
    not_exported(p, exporter, w, e);
    e->message.why = arena_printf(&p->arena, "in %.*s it is a forwarder, and %s", STR_ARG(exporter->name), why);
    e->message.todo = STR("");
    return false;
}

static bool bad_address(Process *p, const Module *exporter, const Wanted *w, u32 rva, LoadError *e) {
    not_exported(p, exporter, w, e);
    e->message.why = arena_printf(&p->arena, "its address in %.*s, RVA 0x%x, is outside the image", STR_ARG(exporter->name), rva);
    return false;
}

static bool is_forwarder(const Module *exporter, u32 rva) {
    const DataDirectory *d = &exporter->exports.directory;
    return rva >= d->rva && rva - d->rva < d->size;
}

static const char *hint_words(Arena *a, HintResult hint, const Wanted *w) {
    if (hint == HINT_RIGHT) return (const char *)arena_printf(a, ", hint %u was right", w->hint).p;
    if (hint == HINT_WRONG) return (const char *)arena_printf(a, ", hint %u was wrong: searched by name", w->hint).p;
    return "";
}

//> lab-resolve-export
bool resolve_export(Process *p, Module *exporter, const Wanted *wanted, Target *target, LoadError *e) {
    Arena *a = &p->arena;
    Wanted w = *wanted;
    for (u32 step = 0; step < MAX_FORWARDS; step++) {
        u32 address_idx = 0;
        HintResult hint;
        if (!find_export(p, exporter, &w, &address_idx, &hint, e)) return false;
        u32 rva = get32(exporter->exports.addresses[address_idx]);
        if (!is_forwarder(exporter, rva)) {
            if (rva >= exporter->pe.opt.size_of_image)
                return bad_address(p, exporter, &w, rva, e);
            *target = (Target){exporter, rva};
            if (p->options.trace)
                trace(p, "bind", "  %s!%s: RVA 0x%x, address %p%s", printable(a, exporter->name), wanted_words(a, &w),
                      rva, (void *)(exporter->base ? exporter->base + rva : NULL), hint_words(a, hint, &w));
            return true;
        }
        //> follow-forwarder
        Str text, dll;
        if (!pe_string(&exporter->pe, rva, &text)) return bad_forwarder(p, exporter, &w, "its text has no end", e);
        trace(p, "bind", "  %s!%s: forwarded to %s", printable(a, exporter->name), wanted_words(a, &w), printable(a, text));
        if (!split_forwarder(a, text, &dll, &w)) return bad_forwarder(p, exporter, wanted, "its text is not DLL.name", e);
        exporter = need_module(p, exporter, dll, e);
        if (!exporter) return false;
        //< follow-forwarder
    }
    return bad_forwarder(p, exporter, &w, "the forwarders lead in a circle", e);
}
//< lab-resolve-export

// ---- The imports of one module

static bool bad_slot(Process *p, Module *module, u32 rva, LoadError *e) {
    load_failed(p, e, (u32)STATUS_INVALID_IMAGE_FORMAT, module->name,
                "The application was unable to start correctly (0xc000007b). %.*s is not a valid image",
                STR_ARG(module->name));
    e->message.why = arena_printf(&p->arena, "import address table slot at RVA 0x%x is in no section", rva);
    return false;
}

//> lab-write-slot
static bool write_slot(Process *p, Module *module, u32 slot_rva, const Target *target, LoadError *e) {
    u32 size = module->pe.is_pe32_plus ? 8 : 4;
    u8 *slot = module_at(module, slot_rva, size);
    if (!slot) return bad_slot(p, module, slot_rva, e);
    u64 address = (u64)(uintptr_t)(target->module->base + target->rva);
    if (size == 8)
        store64(slot, address);
    else
        store32(slot, (u32)address);
    return true;
}
//< lab-write-slot

//> bind-dll
static bool bind_dll(Process *p, Module *module, const PeImportDll *dll, LoadError *e) {
    Module *exporter = need_module(p, module, dll->dll, e);
    if (!exporter) return false;
    trace(p, "bind", "%.*s imports from %.*s, address table at RVA 0x%x", STR_ARG(module->name), STR_ARG(exporter->name),
          dll->address_rva);
    u32 idx = 0;
    PeImport import;
    Message m = {0};
    while (pe_next_import(&module->pe, dll, &idx, &import, &p->arena, &m)) {
        Wanted w = {.by_ordinal = import.by_ordinal, .ordinal = import.ordinal, .has_hint = !import.by_ordinal,
                    .hint = import.hint, .name = import.name, .importer = module};
        Target target;
        if (!resolve_export(p, exporter, &w, &target, e)) return false;
        if (module->base && !write_slot(p, module, import.slot_rva, &target, e)) return false;
    }
    if (!m.text.n) return true;
    *e = (LoadError){(u32)STATUS_INVALID_IMAGE_FORMAT, m};
    return false;
}
//< bind-dll

bool bind_module(Process *p, Module *module, LoadError *e) {
    u32 idx = 0;
    PeImportDll dll;
    Message m = {0};
    module->is_bound = true;
    if (module->builtin)
        return !module->builtin->needs || need_module(p, module, str(module->builtin->needs), e) != NULL;
    while (pe_next_import_dll(&module->pe, &idx, &dll, &p->arena, &m))
        if (!bind_dll(p, module, &dll, e)) return false;
    if (!m.text.n) return true;
    *e = (LoadError){(u32)STATUS_INVALID_IMAGE_FORMAT, m};
    return false;
}
