// hints.c - undefined names: who refers to them, and what to do about it.
//
// Runs only when the link has failed, so nothing here is made to be fast: it walks all relocations once to find, for
// each undefined name, the functions that use it.
//
//      a.obj : error LNK2019: unresolved external symbol CreateFileW referenced in function main
//
// [link.exe] says LNK2019 when a code symbol precedes the reference in its section, LNK2001 when none does.
#include "linker.h"

// The code symbol that begins at or last before `section_off`: the "function" of the message. Empty when there is none.
static Str function_at(const InputFile *file, u32 section_num, u32 section_off) {
    Str best = STR("");
    u32 best_value = 0;
    if (!(file->sections[section_num - 1].flags & IMAGE_SCN_CNT_CODE)) return best;
    CoffSymbol s;
    for (u32 idx = 0; idx < file->coff.symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol(&file->coff, idx);
        bool is_name = s.storage_class == IMAGE_SYM_CLASS_EXTERNAL || // not LABEL: those are places inside a function
                       (s.storage_class == IMAGE_SYM_CLASS_STATIC && !coff_is_section_definition(&s));
        if (!is_name || s.section_num != (i32)section_num || s.value > section_off) continue;
        if (s.name.n && s.name.p[0] == '.') continue; // a section's own name
        if (best.n && s.value < best_value) continue;
        best = s.name;
        best_value = s.value;
    }
    return best;
}

// "48 8b 0d [00 00 00 00]": the bytes in front of a field of four, and the field in brackets.
static Str bytes_around(Link *link, const InputSection *sec, u32 off) {
    if (!sec->data) return STR("");
    Buffer b = {.arena = link->arena};
    u32 from = off > 3 ? off - 3 : 0, to = off + 4 < sec->size ? off + 4 : sec->size;
    for (u32 i = from; i < to; i++)
        buffer_printf(&b, "%s%s%02x", i > from ? " " : "", i == off ? "[" : "", sec->data[i]);
    buffer_printf(&b, "]");
    return buffer_str(&b);
}

// The DLL whose variable the name is, when a library on the command line has only the slot __imp_NAME for it; else empty.
static Str dll_of_variable(Link *link, Str name) {
    Symbol slot = {.name = arena_concat(link->arena, STR("__imp_"), name)};
    slot.hash = hash_name(slot.name);
    for (u32 i = 0; i < link->libraries.count; i++) {
        const InputLibrary *lib = link->libraries.at[i];
        u32 number = library_find(lib, &slot);
        ArchiveMember member;
        ImportObject import;
        Message m;
        if (number == UINT32_MAX || !archive_member(&lib->archive, link->arena, lib->archive.symbols[number].member_off, &member, &m)) continue;
        if (identify_file(member.data) != FILE_TYPE_IMPORT_OBJECT || !import_obj_open(&import, link->arena, member.data, lib->name, &m)) continue;
        if (import.type == IMPORT_OBJECT_DATA) return import.dll;
    }
    return STR("");
}

static Str why_undefined(Link *link, const Symbol *sym) {
    Str dll = dll_of_variable(link, sym->name);
    if (dll.n)
        return arena_printf(link->arena, "%s is a variable of %s; code reaches it only through its address-table slot, __imp_%s",
                            show(link, sym->name), show(link, dll), show(link, sym->name));
    if (str_starts(sym->name, STR("__imp_"))) {
        Str plain = str_slice(sym->name, 6, sym->name.n);
        Symbol *definition = find_symbol(link, plain);
        if (definition && definition->kind == SYM_DEFINED)
            return arena_printf(link->arena, "__imp_%s is the address-table slot for %s of some DLL, but %s itself is in %s",
                show(link, plain), show(link, plain), show(link, plain), show(link, definition->file->name));
        return arena_printf(link->arena, "__imp_X is the address-table slot for X of some DLL; no import library on the command line has %s",
                            show(link, plain));
    }
    if (sym->is_root && !sym->file) return STR("the command line asks for it (/ENTRY, /INCLUDE, /EXPORT or the default entry point)");
    return STR("no object or library on the command line defines it");
}

static Str what_to_do(Link *link, const Symbol *sym) {
    if (dll_of_variable(link, sym->name).n)
        return arena_printf(link->arena, "declare %s with __declspec(dllimport) where it is used, or read it through __imp_%s",
                            show(link, sym->name), show(link, sym->name));
    if (link->missing_libraries.count) {
        Buffer b = {.arena = link->arena};
        buffer_printf(&b, "default libraries were not found (");
        for (u32 i = 0; i < link->missing_libraries.count; i++)
            buffer_printf(&b, "%s%s", i ? ", " : "", show(link, link->missing_libraries.at[i]));
        buffer_printf(&b, "): name their folder with /LIBPATH:folder, or add the library that has %s", show(link, sym->name));
        return buffer_str(&b);
    }
    if (sym == link->entry && !link->opt.has_entry) return STR("name the function to start at: /ENTRY:name");
    return arena_printf(link->arena, "add the object or library that defines %s", show(link, sym->name));
}

bool find_reference(InputFile *file, const Symbol *sym, Reference *ref) {
    for (u32 num = 1; num <= file->coff.section_count; num++) {
        if (file->sections[num - 1].discarded) continue;
        CoffRelocs relocs = coff_relocs(&file->coff, num);
        for (u32 i = 0; i < relocs.count; i++) {
            CoffReloc r = coff_reloc(relocs, i);
            if (file->symbols[r.symbol_idx] != sym) continue;
            *ref = (Reference){&file->sections[num - 1], r.section_off, function_at(file, num, r.section_off)};
            return true;
        }
    }
    return false;
}

static void report_one(Link *link, Symbol *sym, const InputSection *sec, u32 section_off) {
    InputFile *file = sec ? sec->file : sym->file;
    Str function = sec ? function_at(file, sec->num, section_off) : STR("");
    Message m = {.kind = link->opt.force_unresolved ? MSG_WARNING : MSG_ERROR, .code = function.n ? 2019 : 2001,
                 .file = file ? file->name : STR(""), .why = why_undefined(link, sym), .todo = what_to_do(link, sym)};
    m.text = function.n ? arena_printf(link->arena, "unresolved external symbol %s referenced in function %s",
                                       show(link, sym->name), show(link, function))
                        : arena_printf(link->arena, "unresolved external symbol %s", show(link, sym->name));
    if (sec) {
        m.where = arena_printf(link->arena, "%s+0x%x", show(link, coff_section(&file->coff, sec->num).name), section_off);
        m.bytes = bytes_around(link, sec, section_off);
    }
    diag_report(&link->diag, &m);
    sym->reported = true;
}

// One message for each object that refers to an undefined name, at its first reference.
static void report_references(Link *link, InputFile *file) {
    Symbol **told = ARENA_ARRAY(link->arena, Symbol *, file->coff.symbol_count);
    for (u32 num = 1; num <= file->coff.section_count; num++) {
        InputSection *sec = &file->sections[num - 1];
        if (sec->discarded) continue;
        CoffRelocs relocs = coff_relocs(&file->coff, num);
        for (u32 i = 0; i < relocs.count; i++) {
            CoffReloc r = coff_reloc(relocs, i);
            Symbol *sym = file->symbols[r.symbol_idx] ? resolved(file->symbols[r.symbol_idx]) : NULL;
            if (!sym || sym->kind != SYM_UNDEFINED || told[r.symbol_idx]) continue;
            told[r.symbol_idx] = sym;
            report_one(link, sym, sec, r.section_off);
        }
    }
}

// An object may name a symbol and never use it. That counts too [link.exe], but not for the default of a weak external
// that got a better definition.
static void report_unused(Link *link, InputFile *file) {
    const CoffObject *o = &file->coff;
    bool *is_default = ARENA_ARRAY(link->arena, bool, o->symbol_count);
    CoffSymbol s;
    for (u32 idx = 0; idx < o->symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol(o, idx);
        if (s.storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL) is_default[coff_aux_weak(o, idx).default_idx] = true;
    }
    for (u32 idx = 0; idx < o->symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol(o, idx);
        Symbol *sym = file->symbols[idx];
        bool refers = s.storage_class == IMAGE_SYM_CLASS_EXTERNAL && s.section_num == IMAGE_SYM_UNDEFINED && !is_default[idx];
        if (refers && sym && resolved(sym)->kind == SYM_UNDEFINED && !resolved(sym)->reported) report_one(link, resolved(sym), NULL, 0);
    }
}

void report_undefined(Link *link) {
    bool any = false;
    for (u32 i = 0; i < link->undefined.count && !any; i++) any = link->undefined.at[i]->kind == SYM_UNDEFINED;
    if (link->entry == NULL && !link->opt.no_entry) {
        Str seen = entry_candidates(link);
        diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1561, .text = STR("entry point must be defined"),
            .why = STR("none of main, wmain, WinMain, wWinMain and their start-up functions (mainCRTStartup ...) is defined"),
            .todo = seen.n ? arena_printf(link->arena, "/ENTRY:name, with one of: %s", (const char *)seen.p) : STR("/ENTRY:name, or /DLL /NOENTRY")});
    }
    if (!any) return;
    for (u32 i = 0; i < link->files.count; i++) report_references(link, link->files.at[i]);
    for (u32 i = 0; i < link->files.count; i++) report_unused(link, link->files.at[i]);
    u32 count = 0;
    for (u32 i = 0; i < link->undefined.count; i++) {
        Symbol *sym = link->undefined.at[i];
        if (sym->kind == SYM_UNDEFINED && sym->is_root && !sym->reported) report_one(link, sym, NULL, 0);
        count += sym->kind == SYM_UNDEFINED && sym->reported;
    }
    if (count && !link->opt.force_unresolved)
        diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1120, .file = link->opt.out,
            .text = arena_printf(link->arena, "%u unresolved externals", count)});
}

// Names of code in the objects of the command line, for the message about a missing entry point: "start, helper".
Str entry_candidates(Link *link) {
    Buffer b = {.arena = link->arena};
    u32 count = 0;
    for (u32 i = 0; i < link->symbols.count && count < 8; i++) {
        const Symbol *sym = link->symbols.at[i];
        if (sym->kind != SYM_DEFINED || sym->file->library) continue;
        if (!(sym->file->sections[sym->section_num - 1].flags & IMAGE_SCN_CNT_CODE)) continue;
        buffer_printf(&b, "%s%s", count++ ? ", " : "", show(link, sym->name));
    }
    buffer_put(&b, "", 1); // for %s
    return (Str){b.p, b.n - 1};
}
