// edata.c - builds the export section.
//
// Three tables answer the loader's one question, "where is Sleep?":
//
//      names      Alloc  Free  Sleep           sorted, so that bisection finds "Sleep" as number 2
//      ordinals     0      4     1             number 2 says: slot 1
//      addresses  RVA  RVA  0  0  RVA          slot 1 is the answer. Slot s belongs to ordinal base + s
//
// A program that imports by ordinal goes to the address table at once. Ordinals that nobody has are zero slots; a slot
// that points back into the export section itself is no function but a forwarder: "look in that DLL instead".
//
// link.exe gives ordinals to the exports that have none in the byte order of their names, from the number after the
// highest one given. Base is the lowest ordinal. The time stamp is FFFFFFFF. [link.exe]
//
// This file writes zeros where addresses stand and a relocation for each; the symbols' names are those that link.exe
// uses in .exp files. [PE: Export Directory Table] [PE: Export Address Table]
#include "edata.h"
#include "../objfmt/pe.h"
#include <stdlib.h>

typedef struct {
    Str name;
    u32 idx;
} NameKey;

static int compare_names(const void *a, const void *b) {
    const NameKey *x = a, *y = b;
    int c = str_cmp(x->name, y->name);
    return c ? c : (x->idx > y->idx) - (x->idx < y->idx);
}

// The exports in byte order of their names; those of which only the ordinal is exported only if asked for.
static NameKey *sort_names(Arena *arena, const EdataExport *exports, u32 count, bool with_noname, u32 *key_count) {
    NameKey *keys = ARENA_ARRAY(arena, NameKey, count);
    u32 n = 0;
    for (u32 i = 0; i < count; i++)
        if (with_noname || !exports[i].noname) keys[n++] = (NameKey){exports[i].name, i};
    if (n) qsort(keys, n, sizeof *keys, compare_names);
    *key_count = n;
    return keys;
}

static bool numbering_error(Message *m, u32 code, Str text, Str todo) {
    *m = (Message){.kind = MSG_FATAL, .code = code, .text = text, .todo = todo};
    return false;
}

bool edata_number(Arena *arena, EdataExport *exports, u32 count, Message *m) {
    u8 *used = arena_alloc(arena, 0x10000);
    u32 highest = 0, key_count;
    u64 name_bytes = 0;
    for (u32 i = 0; i < count; i++) {
        u32 ordinal = exports[i].ordinal;
        name_bytes += exports[i].name.n + exports[i].forward.n + 2;
        if (ordinal && used[ordinal])
            return numbering_error(m, 1121, arena_printf(arena, "duplicate ordinal number '%u'", ordinal),
                                   arena_printf(arena, "give '%s' another ordinal", printable(arena, exports[i].name)));
        used[ordinal] = 1;
        if (ordinal > highest) highest = ordinal;
    }
    if (name_bytes > 1u << 30)
        return numbering_error(m, 1141, STR("the names of all exports are longer than 1 GB"),
                               STR("export shorter names"));
    NameKey *keys = sort_names(arena, exports, count, true, &key_count);
    for (u32 i = 0; i < key_count; i++) {
        EdataExport *e = &exports[keys[i].idx];
        if (!e->ordinal && highest == 0xffff)
            return numbering_error(m, 1141, STR("more exports than ordinals: the last ordinal is 65535"),
                                   STR("give lower ordinals, or export fewer functions"));
        if (!e->ordinal) e->ordinal = ++highest;
    }
    return true;
}

void edata_hints(Arena *arena, const EdataExport *exports, u32 count, u16 *hints) {
    u32 key_count;
    NameKey *keys = sort_names(arena, exports, count, false, &key_count);
    if (count) memset(hints, 0, count * sizeof *hints);
    for (u32 i = 0; i < key_count; i++) hints[keys[i].idx] = (u16)i;
}

// ---- Building

enum { DIRECTORY_SIZE = 40 };

typedef struct {
    CoffBuilder *b;
    u32 section;
    u16 rva_type;
    const EdataExport *exports;
    u32 count;
    NameKey *names;
    u32 name_count;
    u32 base, slot_count;
} Builder;

static u32 here(const Builder *e) { return (u32)coff_section_data(e->b, e->section)->n; }

// A static symbol for the byte that is written next.
static u32 label(Builder *e, Str name) {
    return coff_add_symbol(e->b, name, (i32)e->section, here(e), 0, IMAGE_SYM_CLASS_STATIC);
}

static u32 numbered_label(Builder *e, char kind, u32 number) {
    return label(e, arena_printf(e->b->arena, "$%c%05u", kind, number));
}

static void put_string(Builder *e, Str s) {
    Buffer *data = coff_section_data(e->b, e->section);
    buffer_put_str(data, s);
    buffer_put(data, "", 1);
}

static void point(Builder *e, u32 section_off, u32 symbol_idx) {
    coff_add_reloc(e->b, e->section, section_off, symbol_idx, e->rva_type);
}

static void put_directory(Builder *e) {
    ExportDirectoryRecord dir = {.time_stamp = put32(0xffffffff),
                                 .ordinal_base = put32(e->base),
                                 .address_count = put32(e->slot_count),
                                 .name_count = put32(e->name_count)};
    buffer_put(coff_section_data(e->b, e->section), &dir, sizeof dir);
}

static int compare_symbols(const void *a, const void *b) {
    const NameKey *x = a, *y = b;
    return str_cmp(x->name, y->name);
}

//> put-addresses
// The address table: zeros and their relocations. A symbol that is exported under several names is entered once.
static void put_addresses(Builder *e) {
    NameKey *symbols = ARENA_ARRAY(e->b->arena, NameKey, e->count);
    u32 start = here(e), n = 0, symbol_idx = 0;
    buffer_zeros(coff_section_data(e->b, e->section), 4 * (u64)e->slot_count);
    for (u32 i = 0; i < e->count; i++)
        if (!e->exports[i].forward.n) symbols[n++] = (NameKey){e->exports[i].symbol, i};
    if (n) qsort(symbols, n, sizeof *symbols, compare_symbols);
    for (u32 i = 0; i < n; i++) {
        if (i == 0 || !str_eq(symbols[i].name, symbols[i - 1].name))
            symbol_idx = coff_add_symbol(e->b, symbols[i].name, IMAGE_SYM_UNDEFINED, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
        point(e, start + 4 * (e->exports[symbols[i].idx].ordinal - e->base), symbol_idx);
    }
}
//< put-addresses

//> put-names
static void put_names(Builder *e, u32 table_off) {
    for (u32 i = 0; i < e->name_count; i++) {
        point(e, table_off + 4 * i, numbered_label(e, 'N', i + 1));
        put_string(e, e->names[i].name);
    }
}
//< put-names

static void put_forwarders(Builder *e) {
    u32 number = 0;
    for (u32 i = 0; i < e->count; i++) {
        const EdataExport *x = &e->exports[i];
        if (!x->forward.n) continue;
        point(e, DIRECTORY_SIZE + 4 * (x->ordinal - e->base), numbered_label(e, 'F', ++number));
        put_string(e, x->forward);
    }
}

//> ordinal-range
static void find_ordinal_range(Builder *e) {
    u32 lowest = e->count ? 0xffff : 1, highest = 0;
    for (u32 i = 0; i < e->count; i++) {
        if (e->exports[i].ordinal < lowest) lowest = e->exports[i].ordinal;
        if (e->exports[i].ordinal > highest) highest = e->exports[i].ordinal;
    }
    e->base = lowest;
    e->slot_count = e->count ? highest - lowest + 1 : 0;
}
//< ordinal-range

u32 edata_build(CoffBuilder *b, Str dll_name, const EdataExport *exports, u32 count) {
    Builder e = {.b = b, .exports = exports, .count = count};
    e.rva_type = b->machine == IMAGE_FILE_MACHINE_I386    ? IMAGE_REL_I386_DIR32NB
                 : b->machine == IMAGE_FILE_MACHINE_ARM64 ? IMAGE_REL_ARM64_ADDR32NB
                                                          : IMAGE_REL_AMD64_ADDR32NB;
    e.section = coff_add_section(b, STR(".edata"), IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ);
    e.names = sort_names(b->arena, exports, count, false, &e.name_count);
    find_ordinal_range(&e);

    //> edata-order
    put_directory(&e);
    u32 addresses = label(&e, STR("rgpv"));
    put_addresses(&e);
    u32 name_table_off = here(&e), names = label(&e, STR("rgszName"));
    buffer_zeros(coff_section_data(b, e.section), 4 * (u64)e.name_count);
    u32 ordinals = label(&e, STR("rgwOrd"));
    for (u32 i = 0; i < e.name_count; i++)
        buffer_put16(coff_section_data(b, e.section), (u16)(exports[e.names[i].idx].ordinal - e.base));
    u32 dll = label(&e, STR("szName"));
    put_string(&e, dll_name);
    put_names(&e, name_table_off);
    put_forwarders(&e);
    buffer_align(coff_section_data(b, e.section), 4, 0); // the directory's size is a multiple of 4 [link.exe]
    //< edata-order

    point(&e, offsetof(ExportDirectoryRecord, name_rva), dll);
    point(&e, offsetof(ExportDirectoryRecord, addresses_rva), addresses);
    point(&e, offsetof(ExportDirectoryRecord, names_rva), names);
    point(&e, offsetof(ExportDirectoryRecord, ordinals_rva), ordinals);
    return e.section;
}
