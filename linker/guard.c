// guard.c - control flow guard: the lists of places that an indirect jump may go to. Read this only for /GUARD.
//
// An attacker who can write to memory overwrites a pointer to a function. Code compiled with /guard:cf therefore asks
// before each indirect call: is this address the start of a function whose address the program takes? Windows knows the
// answer from tables that the linker makes out of what the compilers noted in each object:
//
//      section of the object     lists, as 4-byte symbol indices       table                 in the load configuration
//      .gfids$y                  functions whose address it takes      __guard_fids_table    GuardCFFunctionTable
//      .giats$y                  the same, of imports: __imp_F         __guard_iat_table     GuardAddressTakenIat...
//      .gljmp$y                  where longjmp may land                __guard_longjmp_table GuardLongJumpTarget...
//      .gehcont$y                where an exception may go on          __guard_eh_cont_table GuardEHContinuation...
//
// A table has one entry per place, in ascending order:
//
//      RVA (4 bytes) | flags (1 byte, in all four tables or in none: the top four bits of __guard_flags say which)
//
// Objects that note nothing (@feat.00 without bit 0x800: assembler, old compilers) must not break: whatever their
// relocations take the address of counts as listed. The entry point counts too, and exports, which are marked as such.
//
// The tables have to be there before layout, because they take room, and can be filled only after it, because they hold
// RVAs. So create_guard_tables collects the places and makes sections of the right size; fill_guard_tables writes them.
// [PE: Load Configuration Layout] What goes in, the flags and the order of the tables are as observed [link.exe].
#include "linker.h"

enum { // of an entry
    FLAG_SUPPRESSED = 1,        // must not be called indirectly, though its address is taken: /GUARDSYM:name,S
    FLAG_EXPORT_SUPPRESSED = 2, // only exported: callable once GetProcAddress has been asked for it
};

enum { FEATURE_GUARD_CF = 0x800 }; // @feat.00: the object lists what it takes the address of

typedef struct {
    InputSection *section;
    u32 off; // bytes from the section's start
    u8 flags;
} GuardPlace;

typedef enum { TABLE_EH_CONT, TABLE_FIDS, TABLE_IAT, TABLE_LONGJMP, TABLE_COUNT } TableKind;

static const struct {
    const char *input;   // sections of objects
    const char *output;  // section of the table: between .CRT and .rdata, merged into .rdata
    const char *table, *count;
    u32 guard_flag;
} kinds[TABLE_COUNT] = {
    [TABLE_EH_CONT] = {".gehcont$y", ".gehcont", "__guard_eh_cont_table", "__guard_eh_cont_count",
                       IMAGE_GUARD_EH_CONTINUATION_TABLE_PRESENT},
    [TABLE_FIDS] = {".gfids$y", ".gfids", "__guard_fids_table", "__guard_fids_count",
                    IMAGE_GUARD_CF_FUNCTION_TABLE_PRESENT},
    [TABLE_IAT] = {".giats$y", ".giats", "__guard_iat_table", "__guard_iat_count",
                   IMAGE_GUARD_CF_EXPORT_SUPPRESSION_INFO_PRESENT},
    [TABLE_LONGJMP] = {".gljmp$y", ".gljmp", "__guard_longjmp_table", "__guard_longjmp_count",
                       IMAGE_GUARD_CF_LONGJUMP_TABLE_PRESENT},
};

struct GuardTables {
    struct {
        ARRAY(GuardPlace) places;
        InputSection *section; // NULL: the table is empty
        Symbol *count;         // NULL: nobody asks
    } tables[TABLE_COUNT];
    u32 entry_size; // 4, or 5 with flags
};

static bool wants_table(const Link *link, TableKind kind) {
    if (kind == TABLE_EH_CONT) return link->opt.guard_ehcont;
    if (kind == TABLE_LONGJMP) return link->opt.guard_cf && link->opt.guard_longjmp;
    return link->opt.guard_cf;
}

// ---- Places

static bool is_code(const InputSection *s) { return (s->flags & IMAGE_SCN_MEM_EXECUTE) != 0; }
static bool in_image(const InputSection *s) { return s->live && !s->discarded; }

static void add_place(Link *link, TableKind kind, InputSection *section, u64 off, u8 flags) {
    if (!in_image(section) || off > section->size) return;
    ARRAY_PUSH(link->arena, &link->guard->tables[kind].places, ((GuardPlace){section, (u32)off, flags}));
}

static InputSection *section_of(const Symbol *sym) {
    return sym->kind == SYM_DEFINED ? sym->section : NULL;
}

static void add_function(Link *link, Symbol *sym, u8 flags) {
    sym = resolved(sym);
    InputSection *s = section_of(sym);
    if (s && is_code(s)) add_place(link, TABLE_FIDS, s, sym->value, flags);
}

// ---- Lists of objects that have them

// A pointer that the linker made (a delay-loaded import's, one for a local import) starts out with the address of code.
static void add_pointed_at(Link *link, const InputSection *slot, u32 off) {
    CoffRelocs relocs = coff_relocs(&slot->file->coff, slot->num);
    for (u32 i = 0; i < relocs.count; i++) {
        CoffReloc r = coff_reloc(relocs, i);
        Symbol *sym = slot->file->symbols[r.symbol_idx];
        if (r.section_off == off && sym) add_function(link, sym, 0);
    }
}

static void add_import_slot(Link *link, Symbol *sym) {
    sym = resolved(sym);
    InputSection *s = section_of(sym);
    if (!s) return;
    if (str_eq(coff_section(&s->file->coff, s->num).name, STR(".idata$5")))
        add_place(link, TABLE_IAT, s, sym->value, 0);
    else
        add_pointed_at(link, s, (u32)sym->value);
}

static void add_listed(Link *link, InputFile *file, TableKind kind, u32 symbol_idx) {
    Symbol *sym = file->symbols[symbol_idx];
    if (sym && kind == TABLE_IAT) add_import_slot(link, sym);
    if (sym && kind == TABLE_FIDS) add_function(link, sym, 0);
    if (kind == TABLE_IAT || (sym && kind == TABLE_FIDS)) return;
    CoffSymbol s = coff_symbol(&file->coff, symbol_idx);
    InputSection *place = s.section_num > 0 ? section_at(file, (u32)s.section_num) : NULL;
    if (place) add_place(link, kind, place, s.value, 0);
}

// Which records of the symbol table are symbols, and not auxiliary records.
static const bool *find_symbols(Link *link, const CoffObject *o) {
    bool *is_symbol = ARENA_ARRAY(link->arena, bool, (u64)o->symbol_count + 1);
    for (u32 idx = 0; idx < o->symbol_count; idx += 1u + coff_symbol(o, idx).aux_count) is_symbol[idx] = true;
    return is_symbol;
}

static void read_list(Link *link, InputFile *file, TableKind kind, const InputSection *list) {
    const CoffObject *o = &file->coff;
    const bool *is_symbol = find_symbols(link, o);
    for (u64 off = 0; off + 4 <= list->size && list->data; off += 4) {
        u32 idx = load32(list->data + off);
        if (idx >= o->symbol_count || !is_symbol[idx]) {
            diag_error(&link->diag, file->name, 1107,
                       "invalid or corrupt file: section %u '%s' lists symbol %u at 0x%x, which is not a symbol of the object",
                       list->num, kinds[kind].input, idx, (unsigned)off);
            return;
        }
        add_listed(link, file, kind, idx);
    }
}

// Lists may belong to a COMDAT; then they count when that is in the image.
static void mark_associated(const InputFile *file, const InputSection *parent, bool *counts) {
    for (u32 n = parent->first_child; n; n = section_at(file, n)->next_sibling) counts[n] = in_image(parent);
}

static void read_lists(Link *link, InputFile *file) {
    bool *counts = ARENA_ARRAY(link->arena, bool, (u64)file->coff.section_count + 1); // by section number
    for (u32 i = 0; i < file->section_count; i++)
        counts[file->sections[i].num] |= file->sections[i].selection != IMAGE_COMDAT_SELECT_ASSOCIATIVE;
    for (u32 i = 0; i < file->section_count; i++) mark_associated(file, &file->sections[i], counts);
    for (u32 i = 0; i < file->section_count; i++) {
        const InputSection *list = &file->sections[i];
        Str name = counts[list->num] ? coff_section(&file->coff, list->num).name : STR("");
        for (int kind = 0; kind < TABLE_COUNT; kind++)
            if (wants_table(link, kind) && str_eq(name, str(kinds[kind].input))) read_list(link, file, kind, list);
    }
}

// ---- Objects without lists: what do their relocations take the address of?

// Unwind data and export tables name functions without taking their address.
static bool is_table_about_code(Str name) {
    static const char *const tables[] = {".pdata", ".xdata", ".edata", ".debug", ".idata"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (str_starts(name, str(tables[i]))) return true;
    return false;
}

// Whether the relocation belongs to a call or jump straight to its target. On x64 the byte before the field tells:
// E8 and E9 end no other instruction's opcode that has a 32-bit displacement.
static bool is_direct_branch(const Link *link, const InputSection *s, CoffReloc r) {
    switch (link->machine->id) {
    case IMAGE_FILE_MACHINE_AMD64:
        return r.type == IMAGE_REL_AMD64_REL32 && is_code(s) && r.section_off && r.section_off < s->size && s->data &&
               (s->data[r.section_off - 1] & 0xfe) == 0xe8;
    case IMAGE_FILE_MACHINE_I386: return r.type == IMAGE_REL_I386_REL32; // never an address
    default:
        return r.type == IMAGE_REL_ARM64_BRANCH26 || r.type == IMAGE_REL_ARM64_BRANCH19 ||
               r.type == IMAGE_REL_ARM64_BRANCH14;
    }
}

// Assemblers give their labels no type, and refer to local ones as "section + number". Then a full pointer counts, and
// what code refers to; but not the offsets in a jump table.
static void add_untyped(Link *link, InputSection *s, CoffReloc r, InputSection *target, u64 off, bool is_section) {
    bool is_pointer = r.type == link->machine->rel_address;
    if (!is_pointer && !is_code(s)) return;
    if (is_section && s->data && range_ok(r.section_off, 4, 1, s->size)) off += (u64)(i64)(i32)load32(s->data + r.section_off); // the addend
    add_place(link, TABLE_FIDS, target, off, 0);
}

static void add_relocation_target(Link *link, InputSection *s, CoffReloc r) {
    if (is_direct_branch(link, s, r)) return;
    Symbol *sym = s->file->symbols[r.symbol_idx];
    if (sym) sym = resolved(sym);
    if (sym && sym->is_function) {
        add_function(link, sym, 0);
        return;
    }
    CoffSymbol local = coff_symbol(&s->file->coff, r.symbol_idx);
    if (!sym && local.section_num <= 0) return;
    InputSection *target = sym ? section_of(sym) : section_at(s->file, (u32)local.section_num);
    if (!target || !is_code(target)) return;
    if (!sym && (local.type & 0xf0) == IMAGE_SYM_DTYPE_FUNCTION) add_place(link, TABLE_FIDS, target, local.value, 0);
    else add_untyped(link, s, r, target, sym ? sym->value : local.value, !sym);
}

static void read_relocations(Link *link, InputFile *file) {
    for (u32 i = 0; i < file->section_count; i++) {
        InputSection *s = &file->sections[i];
        if (!in_image(s) || is_table_about_code(coff_section(&file->coff, s->num).name)) continue;
        CoffRelocs relocs = coff_relocs(&file->coff, s->num);
        for (u32 k = 0; k < relocs.count; k++) add_relocation_target(link, s, coff_reloc(relocs, k));
    }
}

// ---- The tables

static int compare_places(const void *x, const void *y) {
    const GuardPlace *a = x, *b = y;
    u32 fa = a->section->file->idx, fb = b->section->file->idx;
    if (fa != fb) return fa < fb ? -1 : 1;
    if (a->section->num != b->section->num) return a->section->num < b->section->num ? -1 : 1;
    return (a->off > b->off) - (a->off < b->off);
}

// Sorts by place, and makes one of equal ones: what is exported and has its address taken, too, is an ordinary target.
static void unite_places(struct GuardTables *g, TableKind kind) {
    GuardPlace *at = g->tables[kind].places.at;
    u32 kept = 0, count = g->tables[kind].places.count;
    if (count) qsort(at, count, sizeof *at, compare_places);
    for (u32 i = 0; i < count; i++) {
        if (kept && compare_places(&at[kept - 1], &at[i]) == 0) at[kept - 1].flags &= at[i].flags;
        else at[kept++] = at[i];
    }
    g->tables[kind].places.count = kept;
}

// /GUARDSYM:name,S for the places that are in the table already.
static void suppress_named(Link *link) {
    for (u32 i = 0; i < link->opt.guard_suppressed.count; i++) {
        Symbol *sym = find_symbol(link, link->opt.guard_suppressed.at[i]);
        InputSection *s = sym ? section_of(resolved(sym)) : NULL;
        if (!s || !link->guard->tables[TABLE_FIDS].places.count) continue;
        GuardPlace key = {s, (u32)resolved(sym)->value, 0};
        GuardPlace *found = bsearch(&key, link->guard->tables[TABLE_FIDS].places.at,
                                    link->guard->tables[TABLE_FIDS].places.count, sizeof key, compare_places);
        if (found) found->flags = FLAG_SUPPRESSED;
    }
}

static void collect_places(Link *link) {
    struct GuardTables *g = link->guard;
    for (u32 i = 0; i < link->files.count; i++) {
        InputFile *file = link->files.at[i];
        bool has_lists = file->has_feature_flags && (file->feature_flags & FEATURE_GUARD_CF);
        read_lists(link, file);
        if (!has_lists && link->opt.guard_cf) read_relocations(link, file);
    }
    if (link->opt.guard_cf && link->entry) add_function(link, link->entry, 0);
    for (u32 i = 0; i < link->opt.exports.count && link->opt.guard_cf; i++) {
        Symbol *sym = find_symbol(link, link->opt.exports.at[i].internal);
        if (sym) add_function(link, sym, FLAG_EXPORT_SUPPRESSED);
    }
    for (int kind = 0; kind < TABLE_COUNT; kind++) unite_places(g, kind);
    suppress_named(link);
}

static Symbol *find_linker_symbol(Link *link, const char *name) {
    Symbol *sym = find_symbol(link, arena_concat(link->arena, str(link->machine->prefix), str(name)));
    return sym && sym->kind == SYM_ABSOLUTE && sym->linker_made ? sym : NULL; // NULL: an object defines it, or nobody uses it
}

static u32 choose_flags(Link *link) {
    struct GuardTables *g = link->guard;
    u32 flags = IMAGE_GUARD_CF_INSTRUMENTED, entry_flags = 0;
    for (int kind = 0; kind < TABLE_COUNT; kind++) {
        if (wants_table(link, kind)) flags |= kinds[kind].guard_flag;
        for (u32 i = 0; i < g->tables[kind].places.count; i++) entry_flags |= g->tables[kind].places.at[i].flags;
    }
    g->entry_size = entry_flags ? 5 : 4;
    return flags | (g->entry_size - 4) << IMAGE_GUARD_CF_FUNCTION_TABLE_SIZE_SHIFT;
}

// Windows notes permitted targets in units of 16 bytes; a function that begins elsewhere opens its whole unit.
static void align_functions(struct GuardTables *g) {
    for (u32 i = 0; i < g->tables[TABLE_FIDS].places.count; i++) {
        const GuardPlace *place = &g->tables[TABLE_FIDS].places.at[i];
        bool is_thunk = place->section->file->is_synthetic || place->section->file->kind == FILE_IMPORT;
        if (place->off % 16 == 0 && place->section->align_log2 < 4 && !is_thunk) place->section->align_log2 = 4;
    }
}

static void create_sections(Link *link) {
    struct GuardTables *g = link->guard;
    CoffBuilder b;
    u32 numbers[TABLE_COUNT] = {0};
    coff_builder_init(&b, link->arena, link->machine->id);
    for (int kind = 0; kind < TABLE_COUNT; kind++) {
        if (!g->tables[kind].places.count || !find_linker_symbol(link, kinds[kind].table)) continue;
        u32 flags = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | 3u << 20; // 4-byte aligned
        numbers[kind] = coff_add_section(&b, str(kinds[kind].output), flags);
        buffer_zeros(coff_section_data(&b, numbers[kind]), (u64)g->tables[kind].places.count * g->entry_size);
    }
    if (!b.sections.count) return;
    InputFile *file = add_synthetic_object(link, &b, "(guard tables)");
    for (int kind = 0; kind < TABLE_COUNT; kind++) {
        if (!numbers[kind]) continue;
        Symbol *table = find_linker_symbol(link, kinds[kind].table);
        g->tables[kind].section = section_at(file, numbers[kind]);
        g->tables[kind].count = find_linker_symbol(link, kinds[kind].count);
        table->kind = SYM_DEFINED;
        table->file = file;
        table->section = g->tables[kind].section;
        table->value = 0;
    }
}

void create_guard_tables(Link *link) {
    if (!link->opt.guard_cf && !link->opt.guard_ehcont) return;
    Symbol *flags = find_linker_symbol(link, "__guard_flags");
    if (!flags) {
        warn_no_load_config(link, "GUARD");
        return;
    }
    link->guard = ARENA_NEW(link->arena, struct GuardTables);
    collect_places(link);
    flags->value = choose_flags(link);
    align_functions(link->guard);
    create_sections(link);
}

// ---- After layout

typedef struct {
    u32 rva;
    u8 flags;
} GuardEntry;

static int compare_entries(const void *x, const void *y) {
    const GuardEntry *a = x, *b = y;
    if (a->rva != b->rva) return a->rva < b->rva ? -1 : 1;
    return (a->flags > b->flags) - (a->flags < b->flags);
}

// Two places may have come to the same RVA (a label at the end of one function, the next one's start); then the table has
// zeros behind its last entry, and the count says where it ends.
static void fill_table(Link *link, TableKind kind) {
    struct GuardTables *g = link->guard;
    u32 count = g->tables[kind].places.count, kept = 0;
    GuardEntry *entries = ARENA_ARRAY(link->arena, GuardEntry, count);
    for (u32 i = 0; i < count; i++) {
        const GuardPlace *place = &g->tables[kind].places.at[i];
        entries[i] = (GuardEntry){place->section->rva + place->off, place->flags};
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    u8 *to = ARENA_ARRAY(link->arena, u8, g->tables[kind].section->size);
    for (u32 i = 0; i < count; i++) {
        if (i && entries[i].rva == entries[i - 1].rva) continue;
        store32(to + kept * g->entry_size, entries[i].rva);
        if (g->entry_size > 4) to[kept * g->entry_size + 4] = entries[i].flags;
        kept++;
    }
    g->tables[kind].section->data = to;
    if (g->tables[kind].count) g->tables[kind].count->value = kept;
}

void fill_guard_tables(Link *link) {
    for (int kind = 0; link->guard && kind < TABLE_COUNT; kind++)
        if (link->guard->tables[kind].section) fill_table(link, kind);
}
