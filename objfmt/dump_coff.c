// dump_coff.c - objects as dumpbin shows them, and COFF symbol tables, which images of GNU tools have too.
//
//      FILE HEADER VALUES
//      SECTION HEADER #1    RAW DATA #1    RELOCATIONS #1      for each section
//      COFF SYMBOL TABLE
//        Summary
//
// coff_open() has checked an object whole before anything is shown. A symbol table of an image was never checked, so
// symbols are decoded here with care, for both. [PE: COFF Symbol Table] [PE: COFF Relocations (Object Only)]
#include "args.h"
#include "dump.h"

typedef unsigned long long ull;

// ---- Symbols

//> lab-read-symbol
// The name in a symbol record: 8 bytes, or an offset into the string table behind four zeros.
static Str symbol_name(const DumpSymbols *t, const u8 *rec) {
    Str shorter = {rec, 8};
    if (load32(rec)) return (Str){rec, str_find(shorter, 0)};
    u32 off = load32(rec + 4);
    if (off < 4 || off >= t->strings.n) return STR("(name outside the string table)");
    Str rest = str_slice(t->strings, off, t->strings.n);
    return str_slice(rest, 0, str_find(rest, 0));
}

static CoffSymbol read_symbol(const DumpSymbols *t, u32 idx) {
    const u8 *rec = t->records + (u64)idx * t->record_size;
    bool big = t->record_size == 20;
    const u8 *rest = rec + (big ? 16 : 14);
    u16 num16 = load16(rec + 12); // from FF00h on negative: 65,279 sections can be numbered
    return (CoffSymbol){
        .name = symbol_name(t, rec),
        .value = load32(rec + 8),
        .section_num = big               ? (i32)load32(rec + 12)
                       : num16 >= 0xff00 ? (i16)num16
                                         : num16,
        .type = load16(rest),
        .storage_class = rest[2],
        .aux_count = rest[3],
    };
}
//< lab-read-symbol

static const char *class_name(u8 storage_class) {
    switch (storage_class) {
    case IMAGE_SYM_CLASS_NULL: return "Null";
    case 1: return "Automatic";
    case IMAGE_SYM_CLASS_EXTERNAL: return "External";
    case IMAGE_SYM_CLASS_STATIC: return "Static";
    case 5: return "ExternalDef";
    case IMAGE_SYM_CLASS_LABEL: return "Label";
    case 7: return "UndefLabel";
    case 100: return "Block";
    case IMAGE_SYM_CLASS_FUNCTION: return "BeginFunction";
    case 102: return "EndOfStruct";
    case IMAGE_SYM_CLASS_FILE: return "Filename";
    case IMAGE_SYM_CLASS_SECTION: return "Section";
    case IMAGE_SYM_CLASS_WEAK_EXTERNAL: return "WeakExternal";
    case IMAGE_SYM_CLASS_CLR_TOKEN: return "ClrToken";
    case IMAGE_SYM_CLASS_END_OF_FUNCTION: return "EndOfFunction";
    default: return "?";
    }
}

// "notype", "notype ()", "int *": only the second is common. [PE: Type Representation]
static const char *type_name(Dump *d, u16 type) {
    static const char *const base[16] = {"notype", "void",  "char", "short", "int",  "long", "float", "double",
                                         "struct", "union", "enum", "MOE",   "byte", "word", "uint",  "dword"};
    static const char *const derived[16] = {"", " *", " ()", " []", " ?"};
    const char *end = derived[type >> 4 & 15];
    if (type == 0) return base[0];
    if (type >> 8) return (const char *)arena_printf(d->arena, "%04X", type).p;
    return (const char *)arena_printf(d->arena, "%s%s", base[type & 15], end ? end : " ?").p;
}

static void section_aux(Dump *d, const DumpSymbols *t, const u8 *aux) {
    static const char *const picks[] = {"",
                                        "pick no duplicates",
                                        "pick any",
                                        "pick same size",
                                        "pick exact match",
                                        "pick associative Section 0x",
                                        "pick largest"};
    u32 associate = load16(aux + 12) | (t->record_size == 20 ? (u32)load16(aux + 16) << 16 : 0);
    u8 selection = aux[14];
    dump_text(d, "    Section length %4X, #relocs %4X, #linenums %4X, checksum %8X", load32(aux), load16(aux + 4),
              load16(aux + 6), load32(aux + 8));
    if (selection) dump_text(d, ", selection %4X (%s", selection, selection < 7 ? picks[selection] : "unknown");
    if (selection == IMAGE_COMDAT_SELECT_ASSOCIATIVE) dump_text(d, "%X", associate);
    dump_text(d, selection ? ")\n" : "\n");
}

static void weak_aux(Dump *d, const DumpSymbols *t, const u8 *aux) {
    static const char *const searches[] = {"", "no library search", "library search", "alias", "anti-dependency"};
    u32 idx = load32(aux), search = load32(aux + 4);
    dump_text(d, "    Default index %8X (%s), default is ", idx,
              search >= 1 && search <= 4 ? searches[search] : "unknown search");
    dump_line(d, "",
              idx < t->count ? symbol_name(t, t->records + (u64)idx * t->record_size)
                             : STR("outside the symbol table"));
}

static void aux_records(Dump *d, const DumpSymbols *t, const CoffSymbol *s, const u8 *aux, u32 count) {
    if (s->storage_class == IMAGE_SYM_CLASS_FILE) {
        Str name = {aux, (size_t)count * t->record_size};
        dump_line(d, "    ", str_slice(name, 0, str_find(name, 0)));
    } else if (s->storage_class == IMAGE_SYM_CLASS_STATIC && s->section_num > 0 && s->type == 0) {
        section_aux(d, t, aux);
    } else if (s->storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL ||
               (s->storage_class == IMAGE_SYM_CLASS_EXTERNAL && s->section_num == 0)) {
        weak_aux(d, t, aux);
    } else if (s->storage_class == IMAGE_SYM_CLASS_EXTERNAL && s->type == IMAGE_SYM_DTYPE_FUNCTION) {
        dump_text(d, "    tag index %08X size %08X lines %08X next function %08X\n", load32(aux), load32(aux + 4),
                  load32(aux + 8), load32(aux + 12));
    } else {
        dump_text(d, "    %u auxiliary record%s\n", count, count == 1 ? "" : "s");
    }
}

// Written by hand, as relocation_line: an object has them by the thousand (3 times as fast as printf).
static void symbol_line(Dump *d, u32 idx, const CoffSymbol *s) {
    u8 *start = dump_room(d, 200), *p = start;
    p = dump_number(p, idx, 3, '0');
    *p++ = ' ';
    p = dump_hex(p, s->value, 8);
    *p++ = ' ';
    u8 *column = p;
    switch (s->section_num) {
    case IMAGE_SYM_UNDEFINED: p = dump_column(p, "UNDEF", 7); break;
    case IMAGE_SYM_ABSOLUTE: p = dump_column(p, "ABS", 7); break;
    case IMAGE_SYM_DEBUG: p = dump_column(p, "DEBUG", 7); break;
    default: p = dump_number(dump_column(p, "SECT", 4), (u32)s->section_num, 1, '0');
    }
    while (p < column + 7) *p++ = ' ';
    p = dump_column(p, type_name(d, s->type), 13);
    p = dump_column(p, class_name(s->storage_class), 13);
    p = dump_column(p, "| ", 2);
    dump_took(d, (u32)(p - start));
    dump_line(d, "", s->name);
}

void dump_symbol_table(Dump *d, const DumpSymbols *t) {
    dump_text(d, "\nCOFF SYMBOL TABLE\n");
    for (u32 i = 0; i < t->count; i++) {
        CoffSymbol s = read_symbol(t, i);
        symbol_line(d, i, &s);
        u32 aux = s.aux_count < t->count - i - 1 ? s.aux_count : t->count - i - 1;
        if (aux) aux_records(d, t, &s, t->records + (u64)(i + 1) * t->record_size, aux);
        i += aux;
    }
    dump_text(d, "\nString Table Size = 0x%llX bytes\n", (ull)t->strings.n);
}

// ---- Relocations

// What stands in the section where the relocation will be applied: the addend.
static u8 *put_applied_to(u8 *p, const CoffSection *sec, CoffReloc r, u32 size) {
    memset(p, ' ', 17);
    if (!sec->data || !range_ok(r.section_off, 1, size, sec->size)) size = 0;
    const u8 *at = sec->data ? sec->data + r.section_off : NULL;
    if (size == 8) {
        dump_hex(p, load32(at + 4), 8);
        dump_hex(p + 9, load32(at), 8);
    } else if (size == 4) {
        dump_hex(p + 9, load32(at), 8);
    } else if (size == 2) {
        dump_hex(p + 13, load16(at), 4);
    } else if (size == 1) {
        dump_hex(p + 15, *at, 2);
    }
    return p + 17;
}

static void relocation_line(Dump *d, const CoffObject *o, const DumpSymbols *symbols, const CoffSection *sec,
                            CoffReloc r) {
    const char *type = coff_reloc_name(o->machine, r.type);
    u8 *start = dump_room(d, 200), *p = start;
    *p++ = ' ';
    p = dump_hex(p, r.section_off, 8);
    memset(p, ' ', 20);
    if (type) {
        memcpy(p + 2, type, strlen(type) < 16 ? strlen(type) : 16);
    } else {
        dump_hex(p + 2, r.type, 4);
    }
    p = put_applied_to(p + 20, sec, r, coff_reloc_size(o->machine, r.type));
    p = dump_number(dump_column(p, "", 2), r.symbol_idx, 8, ' ');
    p = dump_column(p, "", 2);
    dump_took(d, (u32)(p - start));
    dump_line(d, "", symbol_name(symbols, o->symbols + (u64)r.symbol_idx * o->symbol_size));
}

static void dump_relocations(Dump *d, const CoffObject *o, const DumpSymbols *symbols, u32 num,
                             const CoffSection *sec) {
    CoffRelocs relocs = coff_relocs(o, num);
    if (!relocs.count) return;
    dump_text(d, "\nRELOCATIONS #%X\n", num);
    dump_text(d, "                                                Symbol    Symbol\n"
                 " Offset    Type              Applied To         Index     Name\n"
                 " --------  ----------------  -----------------  --------  ------\n");
    for (u32 i = 0; i < relocs.count; i++) relocation_line(d, o, symbols, sec, coff_reloc(relocs, i));
}

// ---- Headers

static void file_header(Dump *d, const CoffObject *o) {
    dump_text(d, "\n%s\n", o->is_big ? "ANON OBJECT HEADER VALUES (bigobj)" : "FILE HEADER VALUES");
    dump_machine(d, o->machine);
    dump_text(d, "%16X number of sections\n", o->section_count);
    dump_text(d, "%16X time date stamp%s\n", o->time_stamp, dump_time(d, o->time_stamp));
    dump_text(d, "%16llX file pointer to symbol table\n", o->symbols ? (ull)(o->symbols - o->file.p) : 0);
    dump_text(d, "%16X number of symbols\n", o->symbol_count);
    if (o->is_big) return;
    dump_text(d, "%16X size of optional header\n", get16(((const CoffHeaderRecord *)o->file.p)->optional_header_size));
    dump_characteristics(d, o->characteristics);
}

// For each section the name of the symbol that stands for it when it is a COMDAT: the first one in it behind the
// section's own.
static Str *find_leaders(Dump *d, const CoffObject *o, const DumpSymbols *symbols) {
    Str *leaders = ARENA_ARRAY(d->arena, Str, (u64)o->section_count + 1);
    bool *has_own = ARENA_ARRAY(d->arena, bool, (u64)o->section_count + 1);
    for (u32 i = 0; i < o->symbol_count; i++) {
        CoffSymbol s = read_symbol(symbols, i);
        i += s.aux_count;
        if (s.section_num < 1 || (u32)s.section_num > o->section_count) continue;
        if (!has_own[s.section_num]) {
            has_own[s.section_num] = true;
        } else if (!leaders[s.section_num].p) {
            leaders[s.section_num] = s.name;
        }
    }
    return leaders;
}

static void section_header(Dump *d, const CoffSectionRecord *rec, u32 num, Str name, Str leader) {
    u32 raw_size = get32(rec->raw_size), raw_off = get32(rec->raw_off);
    dump_text(d, "\nSECTION HEADER #%X\n", num);
    dump_text(d, "%*s", name.n < 8 ? (int)(8 - name.n) : 0, "");
    dump_name(d, name);
    dump_text(d, " name\n%8X physical address\n%8X virtual address\n", get32(rec->virtual_size),
              get32(rec->virtual_address));
    dump_text(d, "%8X size of raw data\n%8X file pointer to raw data", raw_size, raw_off);
    if (raw_off && raw_size) dump_text(d, " (%08X to %08X)", raw_off, raw_off + raw_size - 1);
    dump_text(d, "\n%8X file pointer to relocation table\n%8X file pointer to line numbers\n", get32(rec->relocs_off),
              get32(rec->line_numbers_off));
    dump_text(d, "%8X number of relocations\n%8X number of line numbers\n", get16(rec->reloc_count),
              get16(rec->line_number_count));
    dump_flags(d, get32(rec->flags), true, leader);
}

static void dump_directives(Dump *d, const CoffSection *sec) {
    ArgArray args = {0};
    Str text = {sec->data, sec->data ? sec->size : 0};
    if (str_starts(text, STR("\xef\xbb\xbf"))) text = str_slice(text, 3, text.n);
    args_split(d->arena, text, (Str){0}, ARGS_LINK, &args);
    dump_text(d, "\n   Linker Directives\n   -----------------\n");
    for (u32 i = 0; i < args.count; i++) dump_line(d, "   ", args.at[i].text);
}

// ---- .pdata of an object: addresses are not known yet, so what the relocations name is shown

static void dump_object_pdata(Dump *d, const CoffObject *o, const DumpSymbols *symbols, u32 num,
                              const CoffSection *sec) {
    u32 size = o->machine == IMAGE_FILE_MACHINE_ARM64 ? 8 : 12;
    CoffRelocs relocs = coff_relocs(o, num);
    dump_text(d, "\nFunction Table #%X (%u)\n\n    Offset    Begin     End       Info      Function Name\n\n", num,
              sec->size / size);
    if (!sec->data || !relocs.count) return;
    for (u32 i = 0; i < relocs.count; i++) {
        CoffReloc r = coff_reloc(relocs, i);
        if (r.section_off % size || !range_ok(r.section_off, 1, size, sec->size))
            continue; // of the record's begin field only
        const u8 *p = sec->data + r.section_off;
        dump_text(d, "  %08X  %08X  %08X  %08X  ", r.section_off, load32(p), load32(p + 4),
                  size == 12 ? load32(p + 8) : 0);
        dump_line(d, "", symbol_name(symbols, o->symbols + (u64)r.symbol_idx * o->symbol_size));
    }
}

// ---- The object

static void dump_section(Dump *d, const CoffObject *o, const DumpSymbols *symbols, u32 num, Str leader) {
    CoffSection sec = coff_section(o, num);
    dump_add_sum(d, sec.name, sec.size);
    if (!dump_wants_section(d, sec.name)) return;
    u32 flags = d->opt.flags;
    if (flags & DUMP_HEADERS) section_header(d, &o->sections[num - 1], num, sec.name, leader);
    if (flags & DUMP_RAWDATA && sec.data && sec.size) {
        dump_text(d, "\nRAW DATA #%X\n", num);
        dump_raw(d, (Str){sec.data, sec.size}, 0, 8);
    }
    if (flags & DUMP_DIRECTIVES && str_eq(sec.name, STR(".drectve"))) dump_directives(d, &sec);
    if (flags & DUMP_RELOCATIONS) dump_relocations(d, o, symbols, num, &sec);
    if (flags & DUMP_LINENUMBERS) dump_line_numbers(d, o, num);
    if (flags & DUMP_FPO) dump_object_fpo(d, &sec);
    if (flags & (DUMP_PDATA | DUMP_UNWINDINFO) && str_starts(sec.name, STR(".pdata")))
        dump_object_pdata(d, o, symbols, num, &sec);
}

void dump_object(Dump *d, Str bytes, Str name) {
    CoffObject o;
    Message m = {0};
    if (!coff_open(&o, d->arena, bytes, name, &m)) {
        dump_error(d, &m);
        return;
    }
    DumpSymbols symbols = {o.symbols, o.symbol_count, o.symbol_size, o.strings, o.machine};
    Str *leaders = d->opt.flags & DUMP_HEADERS ? find_leaders(d, &o, &symbols) : NULL;
    if (d->opt.flags & DUMP_HEADERS) file_header(d, &o);
    for (u32 num = 1; num <= o.section_count; num++)
        dump_section(d, &o, &symbols, num, leaders ? leaders[num] : (Str){0});
    if (d->opt.flags & DUMP_SYMBOLS && o.symbol_count) dump_symbol_table(d, &symbols);
}
