// hints.c - undefined names: who refers to them. What to do about it is suggest.c's matter.
//
// Runs only when the link has failed, so little here is made to be fast (but nothing is quadratic): it walks all
// relocations once to find, for each undefined name, the functions that use it.
//
//      a.obj : error LNK2019: unresolved external symbol CreateFileW referenced in function main
//
// [link.exe] says LNK2019 when a code symbol precedes the reference in its section, LNK2001 when none does.
#include "linker.h"
#include <stdlib.h>

// ---- Which function is a place in?

typedef struct {
    u32 section_num, section_off, symbol_idx;
} FunctionStart;

typedef struct { // the code symbols of an object, by place
    bool is_filled;
    ARRAY(FunctionStart) at;
} Functions;

static int by_place(const void *a, const void *b) {
    const FunctionStart *x = a, *y = b;
    if (x->section_num != y->section_num) return x->section_num < y->section_num ? -1 : 1;
    if (x->section_off != y->section_off) return x->section_off < y->section_off ? -1 : 1;
    return x->symbol_idx < y->symbol_idx ? -1 : x->symbol_idx > y->symbol_idx;
}

// An object that misses thousands of names is asked for as many places: its symbols are looked through once.
static void find_functions(Link *link, const InputFile *file, Functions *f) {
    if (f->is_filled) return;
    f->is_filled = true;
    CoffSymbol s;
    for (u32 idx = 0; idx < file->coff.symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol(&file->coff, idx);
        bool is_name = s.storage_class == IMAGE_SYM_CLASS_EXTERNAL || // not LABEL: those are places inside a function
                       (s.storage_class == IMAGE_SYM_CLASS_STATIC && !coff_is_section_definition(&s));
        if (!is_name || s.section_num <= 0) continue;
        const InputSection *sec = section_at(file, (u32)s.section_num);
        if (!sec || !(sec->flags & IMAGE_SCN_CNT_CODE)) continue;
        if (!s.name.n || s.name.p[0] == '.') continue; // a section's own name
        ARRAY_PUSH(link->arena, &f->at, ((FunctionStart){(u32)s.section_num, s.value, idx}));
    }
    if (f->at.count) qsort(f->at.at, f->at.count, sizeof *f->at.at, by_place);
}

// The code symbol that begins at or last before `section_off`: the "function" of the message. Empty when there is none.
static Str function_at(Link *link, const InputFile *file, Functions *f, u32 section_num, u32 section_off) {
    find_functions(link, file, f);
    FunctionStart place = {section_num, section_off, UINT32_MAX};
    u32 low = 0, high = f->at.count; // the first one behind the place
    while (low < high) {
        u32 middle = low + (high - low) / 2;
        if (by_place(&f->at.at[middle], &place) < 0) low = middle + 1;
        else high = middle;
    }
    if (!low || f->at.at[low - 1].section_num != section_num) return STR("");
    return coff_symbol(&file->coff, f->at.at[low - 1].symbol_idx).name;
}

// "ff 15 [00 00 00 00]      call qword ptr [X]": the bytes, and for calls and jumps what they say.
static Str show_instruction(Link *link, const InputSection *sec, CoffReloc r, const Symbol *sym) {
    Str bytes = instruction_bytes(link->arena, sec, r);
    u32 off = r.section_off;
    if (!bytes.n || off < 1 || !(sec->flags & IMAGE_SCN_MEM_EXECUTE) || sec->file->coff.machine == IMAGE_FILE_MACHINE_ARM64) return bytes;
    u8 last = sec->data[off - 1], before = off > 1 ? sec->data[off - 2] : 0;
    bool indirect = before == 0xff && (last == 0x15 || last == 0x25);
    bool is_call = last == 0xe8 || (indirect && last == 0x15);
    if (!indirect && last != 0xe8 && last != 0xe9) return bytes;
    const char *pointer = sec->file->coff.machine == IMAGE_FILE_MACHINE_AMD64 ? "qword" : "dword", *name = show(link, sym->name);
    Str text = arena_printf(link->arena, "%s      %s ", show(link, bytes), is_call ? "call" : "jmp");
    return arena_concat(link->arena, text, indirect ? arena_printf(link->arena, "%s ptr [%s]", pointer, name) : str(name));
}

bool find_reference(Link *link, InputFile *file, const Symbol *sym, Reference *ref) {
    Functions functions = {0};
    for (u32 i = 0; i < file->section_count; i++) {
        InputSection *sec = &file->sections[i];
        if (sec->discarded) continue;
        CoffRelocs relocs = coff_relocs(&file->coff, sec->num);
        for (u32 k = 0; k < relocs.count; k++) {
            CoffReloc r = coff_reloc(relocs, k);
            if (file->symbols[r.symbol_idx] != sym) continue;
            *ref = (Reference){sec, r.section_off, function_at(link, file, &functions, sec->num, r.section_off)};
            return true;
        }
    }
    return false;
}

enum { MOST_EXPLAINED = 100 }; // names: for each the search goes through all symbols and libraries, and nobody reads more

// `sec` and `functions` are NULL when no relocation refers to the name.
static void report_one(Link *link, Symbol *sym, const InputSection *sec, CoffReloc r, Functions *functions) {
    InputFile *file = sec ? sec->file : sym->file;
    Str function = sec ? function_at(link, file, functions, sec->num, r.section_off) : STR("");
    Message m = {.kind = link->opt.force_unresolved ? MSG_WARNING : MSG_ERROR, .code = function.n ? 2019 : 2001,
                 .file = file ? file->name : STR("")};
    if (diag_wants_details(&link->diag) && link->explained_count++ < MOST_EXPLAINED) explain_undefined(link, sym, &m);
    m.text = function.n ? arena_printf(link->arena, "unresolved external symbol %s referenced in function %s",
                                       show_symbol(link, sym->name), show_symbol(link, function))
                        : arena_printf(link->arena, "unresolved external symbol %s", show_symbol(link, sym->name));
    if (sec) {
        m.where = arena_printf(link->arena, "%s+0x%x", show(link, coff_section(&file->coff, sec->num).name), r.section_off);
        m.bytes = show_instruction(link, sec, r, sym);
    }
    diag_report(&link->diag, &m);
    sym->reported = true;
}

// One message for each object that refers to an undefined name, at its first reference.
static void report_references(Link *link, InputFile *file) {
    Symbol **told = ARENA_ARRAY(link->arena, Symbol *, file->coff.symbol_count);
    Functions functions = {0};
    for (u32 i = 0; i < file->section_count; i++) {
        InputSection *sec = &file->sections[i];
        if (sec->discarded) continue;
        CoffRelocs relocs = coff_relocs(&file->coff, sec->num);
        for (u32 k = 0; k < relocs.count; k++) {
            CoffReloc r = coff_reloc(relocs, k);
            Symbol *sym = file->symbols[r.symbol_idx] ? resolved(file->symbols[r.symbol_idx]) : NULL;
            if (!sym || sym->kind != SYM_UNDEFINED || told[r.symbol_idx]) continue;
            told[r.symbol_idx] = sym;
            report_one(link, sym, sec, r, &functions);
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
        if (refers && sym && resolved(sym)->kind == SYM_UNDEFINED && !resolved(sym)->reported) report_one(link, resolved(sym), NULL, (CoffReloc){0}, NULL);
    }
}

// A name that the linker asked the libraries for on its own account is not missed (_load_config_used).
static bool is_missed(const Symbol *sym) { return sym->kind == SYM_UNDEFINED && (sym->file || sym->is_root); }

void report_undefined(Link *link) {
    bool any = false;
    for (u32 i = 0; i < link->undefined.count && !any; i++) any = is_missed(link->undefined.at[i]);
    if (link->entry == NULL && !link->opt.no_entry) {
        Str seen = entry_candidates(link);
        diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1561, .text = STR("entry point must be defined"),
            .why = STR("none of main, wmain, WinMain, wWinMain and their start-up functions (mainCRTStartup ...) is defined"),
            .todo = seen.n ? arena_printf(link->arena, "/ENTRY:%s (the objects define %s)", show(link, str_slice(seen, 0, str_find(seen, ','))),
                                          show(link, seen))
                           : STR("/ENTRY:name, or /DLL /NOENTRY; no object defines a function")});
    }
    if (!any) return;
    for (u32 i = 0; i < link->files.count; i++) report_references(link, link->files.at[i]);
    for (u32 i = 0; i < link->files.count; i++) report_unused(link, link->files.at[i]);
    u32 count = 0;
    for (u32 i = 0; i < link->undefined.count; i++) {
        Symbol *sym = link->undefined.at[i];
        if (sym->kind == SYM_UNDEFINED && sym->is_root && !sym->reported) report_one(link, sym, NULL, (CoffReloc){0}, NULL);
        count += sym->kind == SYM_UNDEFINED && sym->reported;
    }
    if (count && !link->opt.force_unresolved)
        diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1120, .file = link->opt.out,
            .text = arena_printf(link->arena, "%u unresolved externals", count)});
}

static bool is_usual_entry(Str name) {
    static const char *const usual[] = {"start", "_start", "main", "_main", "entry", "_entry"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (str_eq_nocase(name, str(usual[i]))) return true;
    return false;
}

Str entry_candidates(Link *link) {
    enum { MOST = 8 };
    Buffer b = {.arena = link->arena};
    u32 count = 0;
    for (int usual = 1; usual >= 0; usual--) {
        for (u32 i = 0; i < link->symbols.count && count < MOST; i++) {
            const Symbol *sym = link->symbols.at[i];
            if (sym->kind != SYM_DEFINED || sym->file->library || is_usual_entry(sym->name) != (usual == 1)) continue;
            if (!(sym->section->flags & IMAGE_SCN_CNT_CODE)) continue;
            buffer_printf(&b, "%s%s", count++ ? ", " : "", show(link, sym->name));
        }
    }
    return buffer_str(&b);
}
