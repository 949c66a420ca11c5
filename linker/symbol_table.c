// symbol_table.c - what stands behind the sections of an image: a symbol table, and section names that are too long.
//
// Windows needs neither. Tools of the GNU family do: nm and objdump list symbols, gdb finds DWARF by section names like
// .debug_line_str, which do not fit a section header's eight bytes. The format is the one of object files:
//
//      section header   "/4\0\0\0\0\0\0"  ──────────────┐
//      symbol record    "main\0\0\0\0" | offset in the section | section number | type | class       18 bytes each
//      symbol record    0, 31          ──────────────────────────────────┐
//      string table     size | ".debug_line_str\0" (at 4) | ... | "__mingw_invalidParameterHandler\0" (at 31)
//
// A symbol says what a debugger cannot find elsewhere: the name of a place. So only names of places in the image are
// written, the static ones of each object first, then those that all objects share. Auxiliary records stay behind.
// [PE: COFF Symbol Table] [PE: COFF String Table]
#include "linker.h"

typedef struct {
    Link *link;
    Buffer records, strings;
    u32 count;
} SymbolTable;

static u32 add_string(SymbolTable *t, Str s) {
    if (!t->strings.n) buffer_put32(&t->strings, 0); // the size, filled in last
    u32 off = (u32)t->strings.n;                     // checked by create_symbol_table
    buffer_put_str(&t->strings, s);
    buffer_put(&t->strings, "", 1);
    return off;
}

// ---- Section names

// By default only sections that a loader may discard keep a long name: images with one are rare, and debug information
// is where it matters. GNU ld has switches for all and none.
static bool keeps_long_name(const Link *link, const OutputSection *out) {
    if (out->name.n <= sizeof((CoffSectionRecord *)0)->name) return false;
    if (link->opt.long_section_names != TRI_DEFAULT) return link->opt.long_section_names == TRI_ON;
    return (out->flags & IMAGE_SCN_MEM_DISCARDABLE) != 0;
}

// ---- Symbols

static bool has_symbols(const Link *link) {
    if (link->opt.gnu) return !link->opt.strip_all;
    return link->opt.debug_kind == DEBUG_DWARF || link->opt.debug_kind == DEBUG_SYMTAB; // [llvm] DWARF implies it
}

static void put_symbol(SymbolTable *t, Str name, u32 value, i32 section_num, bool is_function, u8 class) {
    u8 *p = buffer_zeros(&t->records, 18);
    if (name.n <= 8)
        memcpy(p, name.p, name.n);
    else
        store32(p + 4, add_string(t, name));
    store32(p + 8, value);
    store16(p + 12, (u16)section_num);
    store16(p + 14, is_function ? IMAGE_SYM_DTYPE_FUNCTION : 0);
    p[16] = class;
    t->count++;
}

// A place in a section that is in the image; values count from the image's section, not the object's.
static void put_place(SymbolTable *t, Str name, const InputSection *sec, u64 value, bool is_function, u8 class) {
    if (!sec->group || !name.n) return;
    const OutputSection *out = sec->group->out;
    put_symbol(t, name, (u32)(sec->rva - out->rva + value), (i32)out->num, is_function, class);
}

static void put_static_symbols(SymbolTable *t, const InputFile *file) {
    CoffSymbol s;
    for (u32 idx = 0; idx < file->coff.symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol(&file->coff, idx);
        bool is_static = s.storage_class == IMAGE_SYM_CLASS_STATIC || s.storage_class == IMAGE_SYM_CLASS_LABEL;
        if (!is_static || s.section_num <= 0 || coff_is_section_definition(&s)) continue;
        const InputSection *sec = section_at(file, (u32)s.section_num);
        if (sec) put_place(t, s.name, sec, s.value, (s.type & 0xf0) == IMAGE_SYM_DTYPE_FUNCTION,
                  IMAGE_SYM_CLASS_STATIC);
    }
}

static void put_external_symbol(SymbolTable *t, Symbol *sym) {
    const Symbol *place = resolved(sym);
    if (sym->is_place) return; // a name for the linker's own use
    bool is_function = sym->is_function || place->is_function;
    if (place->kind == SYM_DEFINED)
        put_place(t, sym->name, place->section, place->value, is_function,
                  IMAGE_SYM_CLASS_EXTERNAL);
    else if (place->kind == SYM_ABSOLUTE && place != t->link->image_base_symbol && place->value <= UINT32_MAX)
        put_symbol(t, sym->name, (u32)place->value, IMAGE_SYM_ABSOLUTE, false, IMAGE_SYM_CLASS_EXTERNAL);
}

// ---- The pass

void create_symbol_table(Link *link) {
    SymbolTable t = {.link = link, .records.arena = link->arena, .strings.arena = link->arena};
    for (u32 i = 0; i < link->out_sections.count; i++) {
        OutputSection *out = link->out_sections.at[i];
        if (keeps_long_name(link, out)) out->name_off = add_string(&t, out->name);
    }
    if (has_symbols(link)) {
        for (u32 i = 0; i < link->files.count; i++) put_static_symbols(&t, link->files.at[i]);
        for (u32 i = 0; i < link->symbols.count; i++) put_external_symbol(&t, link->symbols.at[i]);
    }
    link->symbol_table_off = align_up(link->file_size, 4); // after tiny file alignments
    if (!t.count && !t.strings.n) return;
    if (!t.strings.n) buffer_put32(&t.strings, 0);
    if (link->symbol_table_off + t.records.n + t.strings.n > UINT32_MAX) {
        diag_report(
            &link->diag,
            &(Message){.kind = MSG_FATAL,
                       .code = 1248,
                       .why = STR("its file offsets and string offsets have 32 bits"),
                       .text =
                           arena_printf(link->arena, "the image's symbol table, %u symbols, ends past 4 GB", t.count),
                       .todo = STR("leave the symbol table out: -s in GNU style, no /DEBUG:SYMTAB in link.exe's")});
        return;
    }
    store32(t.strings.p, (u32)t.strings.n);
    buffer_put(&t.records, t.strings.p, t.strings.n);
    link->symbol_table = buffer_str(&t.records);
    link->symbol_count = t.count;
    link->file_size = link->symbol_table_off + link->symbol_table.n;
}
