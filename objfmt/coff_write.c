// coff_write.c - lays out an object file from a CoffBuilder.
//
//      header | section headers | data of 1 | relocations of 1 | data of 2 | ... | symbols | strings
//
// One pass appends everything in this order; a section's header is filled in when its data and relocations
// have found their places. Three rules bend the layout when numbers grow:
//
//      more than 65,279 sections           the bigobj header, and symbols with 32-bit section numbers
//      more than 65,534 relocations        the count goes into an extra first relocation record
//      a name longer than 8 bytes          goes into the string table; a section says "/offset"
//
// Nothing depends on the time or on addresses: the same calls give the same bytes.
// [PE: COFF File Header (Object and Image)] [PE: Section Table (Section Headers)] [PE: Symbol Name Representation]
#include "coff_write.h"
#include <stdio.h>

void coff_builder_init(CoffBuilder *b, Arena *arena, u16 machine) {
    *b = (CoffBuilder){.arena = arena, .machine = machine};
}

// ---- Adding

u32 coff_add_section(CoffBuilder *b, Str name, u32 flags) {
    CoffNewSection s = {.name = name, .flags = flags, .data.arena = b->arena};
    ARRAY_PUSH(b->arena, &b->sections, s);
    return b->sections.count;
}

Buffer *coff_section_data(CoffBuilder *b, u32 section_num) { return &b->sections.at[section_num - 1].data; }

void coff_add_reloc(CoffBuilder *b, u32 section_num, u32 section_off, u32 symbol_idx, u16 type) {
    CoffReloc r = {section_off, symbol_idx, type};
    ARRAY_PUSH(b->arena, &b->sections.at[section_num - 1].relocs, r);
}

static u32 add_symbol(CoffBuilder *b, CoffNewSymbol s) {
    u32 idx = b->symbol_records;
    ARRAY_PUSH(b->arena, &b->symbols, s);
    b->symbol_records += 1 + s.aux_count;
    return idx;
}

u32 coff_add_symbol(CoffBuilder *b, Str name, i32 section_num, u32 value, u16 type, u8 storage_class) {
    return add_symbol(b, (CoffNewSymbol){.name = name,
                                         .value = value,
                                         .section_num = section_num,
                                         .type = type,
                                         .storage_class = storage_class});
}

u32 coff_add_section_symbol(CoffBuilder *b, u32 section_num, u8 selection, u32 associate) {
    CoffNewSymbol s = {.name = b->sections.at[section_num - 1].name,
                       .section_num = (i32)section_num,
                       .storage_class = IMAGE_SYM_CLASS_STATIC,
                       .aux_count = 1,
                       .defines_section = true,
                       .associate = associate};
    s.aux[14] = selection;
    return add_symbol(b, s);
}

u32 coff_add_weak(CoffBuilder *b, Str name, u32 default_idx, u32 search) {
    CoffNewSymbol s = {.name = name, .storage_class = IMAGE_SYM_CLASS_WEAK_EXTERNAL, .aux_count = 1};
    store32(s.aux, default_idx);
    store32(s.aux + 4, search);
    return add_symbol(b, s);
}

// ---- Writing

enum { MOST_SECTIONS = 0xfeff, MOST_RELOCS = 0xfffe };

static bool is_big(const CoffBuilder *b) { return b->force_big || b->sections.count > MOST_SECTIONS; }

static u32 section_size(const CoffNewSection *s) { return s->data.n ? (u32)s->data.n : s->zero_size; }

static void put_header(const CoffBuilder *b, Buffer *out, u32 symbols_off) {
    if (!is_big(b)) {
        CoffHeaderRecord h = {.machine = put16(b->machine),
                              .section_count = put16((u16)b->sections.count),
                              .time_stamp = put32(b->time_stamp),
                              .symbols_off = put32(symbols_off),
                              .symbol_count = put32(b->symbol_records),
                              .characteristics = put16(b->characteristics)};
        memcpy(out->p, &h, sizeof h);
        return;
    }
    CoffBigHeaderRecord h = {.sig2 = put16(0xffff),
                             .version = put16(2),
                             .machine = put16(b->machine),
                             .time_stamp = put32(b->time_stamp),
                             .section_count = put32(b->sections.count),
                             .symbols_off = put32(symbols_off),
                             .symbol_count = put32(b->symbol_records)};
    memcpy(h.class_id, coff_bigobj_class_id, sizeof h.class_id);
    memcpy(out->p, &h, sizeof h);
}

// Offset in the string table; the table's first 4 bytes are its size.
static u32 add_string(Buffer *strings, Str name) {
    u32 off = (u32)strings->n;
    buffer_put_str(strings, name);
    buffer_put(strings, "", 1);
    return off;
}

// Seven digits fit behind the '/'. Larger offsets are written in base 64, as LLVM's and Microsoft's tools do.
static void put_section_name(u8 to[8], Str name, Buffer *strings) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (name.n <= 8) {
        if (name.n) memcpy(to, name.p, name.n);
        return;
    }
    u32 off = add_string(strings, name);
    if (off <= 9999999) {
        char text[12];
        int n = snprintf(text, sizeof text, "/%u", off);
        memcpy(to, text, (size_t)n);
        return;
    }
    to[0] = to[1] = '/';
    for (int i = 7; i >= 2; i--, off /= 64) to[i] = (u8)digits[off % 64];
}

static void put_reloc(Buffer *out, u32 section_off, u32 symbol_idx, u16 type) {
    CoffRelocRecord r = {put32(section_off), put32(symbol_idx), put16(type)};
    buffer_put(out, &r, sizeof r);
}

static void put_section(const CoffNewSection *s, Buffer *out, Buffer *strings, u64 header_off) {
    CoffSectionRecord h = {.raw_size = put32(section_size(s)), .flags = put32(s->flags)};
    put_section_name(h.name, s->name, strings);
    if (s->data.n) {
        h.raw_off = put32((u32)out->n);
        buffer_put(out, s->data.p, s->data.n);
    }
    u32 count = s->relocs.count;
    if (count) h.relocs_off = put32((u32)out->n);
    h.reloc_count = put16((u16)count);
    if (count > MOST_RELOCS) {
        h.reloc_count = put16(0xffff);
        h.flags = put32(s->flags | IMAGE_SCN_LNK_NRELOC_OVFL);
        put_reloc(out, count + 1, 0, 0); // the record counts itself
    }
    for (u32 i = 0; i < count; i++)
        put_reloc(out, s->relocs.at[i].section_off, s->relocs.at[i].symbol_idx, s->relocs.at[i].type);
    memcpy(out->p + header_off, &h, sizeof h);
}

// The section's size and relocation count stand in its symbol's auxiliary record too. They are known only now.
// [PE: Auxiliary Format 5: Section Definitions]
static void fill_section_aux(const CoffBuilder *b, const CoffNewSymbol *s, u8 aux[20]) {
    const CoffNewSection *section = &b->sections.at[s->section_num - 1];
    u32 relocs = section->relocs.count;
    store32(aux, section_size(section));
    store16(aux + 4, (u16)(relocs > MOST_RELOCS ? 0xffff : relocs));
    store16(aux + 12, (u16)s->associate);
    if (is_big(b)) store16(aux + 16, (u16)(s->associate >> 16));
}

static void put_symbol(const CoffBuilder *b, const CoffNewSymbol *s, Buffer *out, Buffer *strings) {
    u8 name[8] = {0};
    if (s->name.n > 8) {
        store32(name + 4, add_string(strings, s->name));
    } else if (s->name.n) {
        memcpy(name, s->name.p, s->name.n);
    }
    buffer_put(out, name, 8);
    buffer_put32(out, s->value);
    if (is_big(b)) {
        buffer_put32(out, (u32)s->section_num);
    } else {
        buffer_put16(out, (u16)s->section_num);
    }
    buffer_put16(out, s->type);
    buffer_put(out, (u8[]){s->storage_class, s->aux_count}, 2);
    for (u32 i = 0; i < s->aux_count; i++) {
        u8 aux[20] = {0};
        if (i == 0) memcpy(aux, s->aux, sizeof s->aux);
        if (i == 0 && s->defines_section) fill_section_aux(b, s, aux);
        buffer_put(out, aux, is_big(b) ? 20 : 18);
    }
}

// Bytes of the whole file, so that its buffer need not grow: a program may have 200,000 imports.
static u64 written_size(const CoffBuilder *b, u64 header_size) {
    u64 size = header_size + b->symbol_records * (is_big(b) ? 20ull : 18ull) + 4;
    for (u32 i = 0; i < b->sections.count; i++) {
        const CoffNewSection *s = &b->sections.at[i];
        size += sizeof(CoffSectionRecord) + s->data.n + (s->relocs.count + 1ull) * sizeof(CoffRelocRecord) + s->name.n + 1;
    }
    for (u32 i = 0; i < b->symbols.count; i++) size += b->symbols.at[i].name.n + 1;
    return size;
}

Str coff_write(const CoffBuilder *b, Arena *arena) {
    Buffer strings = {.arena = b->arena};
    u64 header_size = is_big(b) ? sizeof(CoffBigHeaderRecord) : sizeof(CoffHeaderRecord);
    u64 capacity = written_size(b, header_size);
    Buffer out = {.arena = arena, .p = arena_alloc(arena, capacity), .capacity = capacity};
    buffer_zeros(&out, header_size + b->sections.count * (u64)sizeof(CoffSectionRecord));
    buffer_zeros(&strings, 4);
    for (u32 i = 0; i < b->sections.count; i++)
        put_section(&b->sections.at[i], &out, &strings, header_size + i * (u64)sizeof(CoffSectionRecord));
    put_header(b, &out, (u32)out.n);
    for (u32 i = 0; i < b->symbols.count; i++) put_symbol(b, &b->symbols.at[i], &out, &strings);
    store32(strings.p, (u32)strings.n);
    buffer_put(&out, strings.p, strings.n);
    return buffer_str(&out);
}
