// coff.c - checks an object file whole at the door, and decodes its records afterwards.
//
// Nothing in an object can be trusted: any field may hold any value. coff_open() goes over every table once, in the
// order in which one table's check needs another's result:
//
//      header      where are the tables?            all within the file
//      strings     size, final NUL                  so any offset below the size is a name that ends
//      sections    name, raw data, alignment        so a section's size is known
//      symbols     name, section, value, aux        so is_aux[] is known, and each COMDAT section's selection
//      weak, COMDAT associations                    need all symbols seen: they may point forward
//      relocations symbol, place                    need is_aux[] and the sizes
//
// Each is one pass over memory in file order, without a search and without a name being compared: this runs over every
// byte of metadata of every input of a link. What a pass has to remember is a bit per symbol and, in objects with
// COMDAT sections, a few bytes per section.
//
// [PE: COFF File Header (Object and Image)] [PE: COFF Relocations (Object Only)] [PE: COFF Symbol Table]
// [PE: COMDAT Sections (Object Only)]
#include "coff.h"

// What the checks share.
typedef struct {
    CoffObject *o;
    Arena *a;
    Message *m;
    u64 *is_aux;     // one bit per symbol record: it is an auxiliary record
    u8 *comdat;      // [section_count + 1] ComdatState; NULL when no section is a COMDAT
    u32 *associate;  // [section_count + 1] for IMAGE_COMDAT_SELECT_ASSOCIATIVE; 0: none
    bool any_weak, any_associative;
} Check;

typedef enum {
    COMDAT_NOT,         // an ordinary section
    COMDAT_NO_SYMBOL,   // the section's own symbol has not come yet
    COMDAT_NO_LEADER,   // it has; the next symbol in the section is the leader
    COMDAT_COMPLETE,
} ComdatState;

static bool refuse(const Check *c, u32 code, u64 file_off, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static bool refuse(const Check *c, u32 code, u64 file_off, const char *format, ...) {
    va_list args;
    va_start(args, format);
    Str text = arena_vprintf(c->a, format, args);
    va_end(args);
    bad_file(c->m, c->a, c->o->name, code, file_off, "%s", (const char *)text.p);
    c->m->todo = STR("the file is damaged, or the tool that wrote it has a defect: build the object again");
    return false;
}

static bool truncated(const Check *c, u32 code, const char *what, u64 from, u64 to) {
    refuse(c, code, from, "%s 0x%llx..0x%llx ends past the file (0x%llx bytes)", what, (unsigned long long)from,
           (unsigned long long)to, (unsigned long long)c->o->file.n);
    c->m->todo = STR("the object looks truncated: build it again");
    return false;
}

// ---- What kind of file

const u8 coff_bigobj_class_id[16] = {0xc7, 0xa1, 0xba, 0xd1, 0xee, 0xba, 0xa9, 0x4b,
                                     0xaf, 0x20, 0xfa, 0xf6, 0x6a, 0xa4, 0xdc, 0xb8};
static const u8 ltcg_class_id[16] = {0x38, 0xfe, 0xb3, 0x0c, 0xa5, 0xd9, 0xab, 0x4d,
                                     0xac, 0x9b, 0xd6, 0xb6, 0x22, 0x26, 0x53, 0xc2};

static bool is_known_machine(u16 machine) {
    return machine == IMAGE_FILE_MACHINE_AMD64 || machine == IMAGE_FILE_MACHINE_I386 ||
           machine == IMAGE_FILE_MACHINE_ARM64 || machine == IMAGE_FILE_MACHINE_ARMNT ||
           machine == IMAGE_FILE_MACHINE_ARM64EC;
}

// For first words that name no machine we know: could the rest be an object's header? Alias objects have
// machine 0 and symbols but no sections; objects for other processors have both.
static bool looks_like_object(Str bytes) {
    const CoffHeaderRecord *h = (const CoffHeaderRecord *)bytes.p;
    u32 sections = get16(h->section_count), symbols = get32(h->symbol_count);
    return get16(h->optional_header_size) == 0 && (sections || symbols) &&
           range_ok(sizeof *h, sections, sizeof(CoffSectionRecord), bytes.n) &&
           range_ok(get32(h->symbols_off), symbols, 18, bytes.n);
}

// A first word of 0 and a second of FFFF begin three kinds of files. [llvm]
static FileType identify_anonymous(Str bytes) {
    const CoffBigHeaderRecord *h = (const CoffBigHeaderRecord *)bytes.p;
    if (bytes.n >= 20 && get16(h->version) == 0) return FILE_TYPE_IMPORT_OBJECT;
    if (bytes.n < 28) return FILE_TYPE_UNKNOWN;
    if (memcmp(h->class_id, ltcg_class_id, 16) == 0) return FILE_TYPE_LTCG_OBJECT;
    return memcmp(h->class_id, coff_bigobj_class_id, 16) == 0 ? FILE_TYPE_COFF : FILE_TYPE_UNKNOWN;
}

FileType identify_file(Str bytes) {
    static const struct {
        Str magic;
        FileType type;
    } magics[] = {
        {{(const u8 *)"!<arch>\n", 8}, FILE_TYPE_ARCHIVE},
        {{(const u8 *)"!<thin>\n", 8}, FILE_TYPE_THIN_ARCHIVE},
        {{(const u8 *)"MZ", 2}, FILE_TYPE_IMAGE},
        {{(const u8 *)"\177ELF", 4}, FILE_TYPE_ELF},
        {{(const u8 *)"BC\xc0\xde", 4}, FILE_TYPE_BITCODE},
        {{(const u8 *)"\xde\xc0\x17\x0b", 4}, FILE_TYPE_BITCODE}, // with a wrapper around it
        {{(const u8 *)"\0\0\0\0 \0\0\0\xff\xff\0\0\xff\xff\0\0", 16}, FILE_TYPE_RES},
        {{(const u8 *)"\0\0\xff\xff", 4}, FILE_TYPE_UNKNOWN}, // see identify_anonymous
    };
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (!str_starts(bytes, magics[i].magic)) continue;
        return magics[i].type == FILE_TYPE_UNKNOWN ? identify_anonymous(bytes) : magics[i].type;
    }
    if (bytes.n < sizeof(CoffHeaderRecord)) return FILE_TYPE_UNKNOWN;
    return is_known_machine(load16(bytes.p)) || looks_like_object(bytes) ? FILE_TYPE_COFF : FILE_TYPE_UNKNOWN;
}

static bool refuse_type(const Check *c, FileType type) {
    Str file = c->o->file;
    const char *what = NULL, *todo = NULL;
    switch (type) {
    case FILE_TYPE_LTCG_OBJECT:
        what = "compiler intermediate code (cl /GL), which only Microsoft's linker can turn into machine code";
        todo = "recompile without /GL";
        break;
    case FILE_TYPE_BITCODE:
        what = "LLVM bitcode (clang -flto), not an object of machine code";
        todo = "recompile without -flto";
        break;
    case FILE_TYPE_ELF:
        what = "an ELF file, as Linux uses them, not a Windows object";
        todo = "compile for Windows: nasm -f win64, clang --target=x86_64-pc-windows-msvc, x86_64-w64-mingw32-gcc";
        break;
    case FILE_TYPE_IMPORT_OBJECT: what = "a short import record, not an object"; break;
    case FILE_TYPE_ARCHIVE: what = "a library, not an object"; break;
    case FILE_TYPE_THIN_ARCHIVE: what = "a thin archive, not an object"; break;
    case FILE_TYPE_IMAGE: what = "an EXE or DLL, not an object"; break;
    case FILE_TYPE_RES: what = "a .res file, not an object"; break;
    default: break;
    }
    if (!what) {
        Str first = str_slice(file, 0, file.n < 4 ? file.n : 4);
        bad_file(c->m, c->a, c->o->name, 1107, 0, "invalid or corrupt file: not an object (it begins with '%s')",
                 printable(c->a, first));
        c->m->todo = STR("it is no library, image or .res file either; was another file meant?");
        return false;
    }
    bad_file(c->m, c->a, c->o->name, 1107, 0, "invalid or corrupt file: this is %s", what);
    if (todo) c->m->todo = str(todo);
    return false;
}

// ---- Header and string table

static bool check_machine(const Check *c) {
    u16 machine = c->o->machine;
    if (machine == IMAGE_FILE_MACHINE_UNKNOWN || is_known_machine(machine)) return true;
    bad_file(c->m, c->a, c->o->name, 1113, 0, "invalid machine type 0x%x", machine);
    c->m->why = STR("mylink knows objects for x64 (0x8664), x86 (0x14c) and ARM64 (0xaa64)");
    return false;
}

static bool check_tables(const Check *c, u64 sections_off, u64 symbols_off) {
    CoffObject *o = c->o;
    u64 size = o->file.n;
    if (!range_ok(sections_off, o->section_count, sizeof(CoffSectionRecord), size))
        return truncated(c, 1107, "section table", sections_off, sections_off + o->section_count * (u64)40);
    o->sections = (const CoffSectionRecord *)(o->file.p + sections_off);
    //> check-symbol-table
    if (symbols_off == 0 && o->symbol_count)
        return refuse(c, 1107, 0, "the header counts %u symbols but names no place for them", o->symbol_count);
    u64 symbols_end = symbols_off + o->symbol_count * (u64)o->symbol_size;
    if (!range_ok(symbols_off, o->symbol_count, o->symbol_size, size))
        return truncated(c, 1107, "symbol table", symbols_off, symbols_end);
    o->symbols = o->file.p + symbols_off;
    //< check-symbol-table
    if (symbols_off == 0 || size - symbols_end < 4) return true; // no string table
    u64 strings_size = load32(o->file.p + symbols_end);
    if (strings_size == 0) return true; // some tools write 0 where 4 is right: an empty table
    if (strings_size < 4)
        return refuse(c, 1107, symbols_end, "string table size %u is smaller than its own 4 bytes", (u32)strings_size);
    if (strings_size > size - symbols_end)
        return truncated(c, 1107, "string table", symbols_end, symbols_end + strings_size);
    o->strings = (Str){o->file.p + symbols_end, (size_t)strings_size};
    if (strings_size > 4 && o->strings.p[strings_size - 1] != 0)
        return refuse(c, 1107, symbols_end + strings_size - 1, "the string table does not end with a NUL");
    return true;
}

//> lab-read-header
// Fills *o from the header. [PE: COFF File Header (Object and Image)]
static bool check_header(const Check *c) {
    CoffObject *o = c->o;
    FileType type = identify_file(o->file);
    if (type != FILE_TYPE_COFF) return refuse_type(c, type);
    o->is_big = load16(o->file.p) == 0 && load16(o->file.p + 2) == 0xffff;
    if (!o->is_big) {
        const CoffHeaderRecord *h = (const CoffHeaderRecord *)o->file.p;
        o->machine = get16(h->machine);
        o->symbol_size = 18;
        o->time_stamp = get32(h->time_stamp);
        o->characteristics = get16(h->characteristics);
        o->section_count = get16(h->section_count);
        o->symbol_count = get32(h->symbol_count);
        return check_machine(c) && check_tables(c, sizeof *h + get16(h->optional_header_size), get32(h->symbols_off));
    }
    const CoffBigHeaderRecord *h = (const CoffBigHeaderRecord *)o->file.p;
    if (o->file.n < sizeof *h) return truncated(c, 1107, "file header", 0, sizeof *h);
    o->machine = get16(h->machine);
    o->symbol_size = 20;
    o->time_stamp = get32(h->time_stamp);
    o->section_count = get32(h->section_count);
    o->symbol_count = get32(h->symbol_count);
    if (o->section_count > INT32_MAX) // section numbers in symbols are signed
        return refuse(c, 1107, 44, "%u sections are more than symbols can number", o->section_count);
    return check_machine(c) && check_tables(c, sizeof *h, get32(h->symbols_off));
}
//< lab-read-header

// ---- Names

static bool long_name_ok(const CoffObject *o, u64 off) { return off >= 4 && off < o->strings.n; }

static int base64_digit(u8 c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

// "/123" is string table offset 123. Seven decimal digits reach 10 MB; beyond, tools write "//" and six base-64
// digits, the most significant first; the specification has only the first form. False when what follows the '/' is
// neither. [PE: Section Table (Section Headers)]
static bool section_name_offset(const u8 name[8], u64 *off) {
    *off = 0;
    if (name[1] == '/') {
        for (int i = 2; i < 8; i++) {
            int digit = base64_digit(name[i]);
            if (digit < 0) return false;
            *off = *off * 64 + (u64)digit;
        }
        return true;
    }
    for (int i = 1; i < 8 && (name[i] || i == 1); i++) {
        if (name[i] < '0' || name[i] > '9') return false;
        *off = *off * 10 + (u64)(name[i] - '0');
    }
    return true;
}

static bool section_name(const CoffObject *o, const u8 name[8], Str *s) {
    u64 off;
    *s = coff_short_name(name);
    if (name[0] != '/') return true;
    if (!section_name_offset(name, &off) || !long_name_ok(o, off)) return false;
    *s = coff_long_name(o, off);
    return true;
}

// "section 7 '.rdata'", for messages.
static const char *show_section(const Check *c, u32 num) {
    Str name;
    const u8 *bytes = c->o->sections[num - 1].name;
    if (!section_name(c->o, bytes, &name)) name = coff_short_name(bytes);
    return (const char *)arena_printf(c->a, "section %u '%s'", num, printable(c->a, name)).p;
}

static const char *show_table(const Check *c, u32 num, const char *table) {
    return (const char *)arena_printf(c->a, "%s: %s", show_section(c, num), table).p;
}

static u64 symbol_off(const Check *c, u32 idx) { return (u64)(coff_symbol_record(c->o, idx) - c->o->file.p); }

// Its name has been checked.
static const char *show_symbol(const Check *c, u32 idx) {
    Str name = coff_symbol(c->o, idx).name;
    return (const char *)arena_printf(c->a, "symbol %u '%s'", idx, printable(c->a, name)).p;
}

// ---- Sections

static bool check_overflow_record(const Check *c, u32 num, u64 *count) {
    const CoffSectionRecord *s = &c->o->sections[num - 1];
    if (!coff_relocs_overflow(s))
        return refuse(c, 1136, (u64)((const u8 *)s - c->o->file.p),
                      "%s: flag LNK_NRELOC_OVFL says more than 65534 relocations, but the header counts %u",
                      show_section(c, num), get16(s->reloc_count));
    u64 off = get32(s->relocs_off);
    if (!range_ok(off, 1, sizeof(CoffRelocRecord), c->o->file.n))
        return truncated(c, 1136, show_table(c, num, "relocation overflow record"), off, off + sizeof(CoffRelocRecord));
    *count = load32(c->o->file.p + off);
    if (*count > 0xffff) return true;
    return refuse(c, 1136, off, "%s: relocation count %u in the overflow record is too small to need one",
                  show_section(c, num), (u32)*count);
}

static bool check_reloc_table(const Check *c, u32 num) {
    const CoffSectionRecord *s = &c->o->sections[num - 1];
    u64 off = get32(s->relocs_off), count = get16(s->reloc_count);
    if ((get32(s->flags) & IMAGE_SCN_LNK_NRELOC_OVFL) && !check_overflow_record(c, num, &count)) return false;
    if (count == 0 || range_ok(off, count, sizeof(CoffRelocRecord), c->o->file.n)) return true;
    return truncated(c, 1136, show_table(c, num, "relocations"), off, off + count * sizeof(CoffRelocRecord));
}

// gcc -flto without -ffat-lto-objects: sections of intermediate code, and a header in one of them whose fifth byte
// says that there is no machine code.
static bool is_slim_lto(const CoffObject *o, const CoffSectionRecord *s) {
    Str name;
    return (get32(s->flags) & IMAGE_SCN_LNK_REMOVE) && get32(s->raw_size) >= 5 &&
           section_name(o, s->name, &name) && str_starts(name, STR(".gnu.lto_.lto.")) &&
           o->file.p[get32(s->raw_off) + 4] != 0;
}

static bool check_section(const Check *c, u32 num) {
    const CoffObject *o = c->o;
    const CoffSectionRecord *s = &o->sections[num - 1];
    u64 header_off = (u64)((const u8 *)s - o->file.p), raw_off = get32(s->raw_off), raw_size = get32(s->raw_size);
    Str name;
    if (s->name[0] == '/' && !section_name(o, s->name, &name))
        return refuse(c, 1136, header_off, "%s: the long name is not inside the string table (0x%zx bytes)",
                      show_section(c, num), o->strings.n);
    if ((get32(s->flags) & IMAGE_SCN_ALIGN_MASK) == IMAGE_SCN_ALIGN_MASK)
        return refuse(c, 1136, header_off, "%s: alignment code 15 has no meaning", show_section(c, num));
    if (coff_has_data(s)) {
        if (raw_off == 0)
            return refuse(c, 1136, header_off, "%s: 0x%x bytes of data, but no place in the file", show_section(c, num),
                          (u32)raw_size);
        if (!range_ok(raw_off, raw_size, 1, o->file.n))
            return truncated(c, 1136, show_table(c, num, "raw data"), raw_off, raw_off + raw_size);
        if (is_slim_lto(o, s)) {
            bad_file(c->m, c->a, o->name, 1107, header_off,
                     "invalid or corrupt file: this is gcc's intermediate code (-flto) without machine code");
            c->m->todo = STR("recompile without -flto, or add -ffat-lto-objects");
            return false;
        }
    }
    return check_reloc_table(c, num);
}

static bool check_sections(Check *c) {
    u32 count = c->o->section_count;
    for (u32 num = 1; num <= count; num++) {
        if (!check_section(c, num)) return false;
        c->o->has_comdats |= (get32(c->o->sections[num - 1].flags) & IMAGE_SCN_LNK_COMDAT) != 0;
    }
    if (!c->o->has_comdats) return true;
    c->comdat = arena_alloc(c->a, (u64)count + 1);
    c->associate = ARENA_ARRAY(c->a, u32, (u64)count + 1);
    for (u32 num = 1; num <= count; num++)
        if (get32(c->o->sections[num - 1].flags) & IMAGE_SCN_LNK_COMDAT) c->comdat[num] = COMDAT_NO_SYMBOL;
    return true;
}

// ---- Symbols

static CoffAuxSection aux_section(const CoffObject *o, u32 symbol_idx) {
    const u8 *aux = coff_symbol_record(o, symbol_idx) + o->symbol_size;
    u32 associate = load16(aux + 12);
    if (o->is_big) associate |= (u32)load16(aux + 16) << 16;
    return (CoffAuxSection){load32(aux), load32(aux + 8), associate, aux[14]};
}

// The section's own symbol says how copies of the COMDAT are chosen from. [PE: COMDAT Sections (Object Only)]
static bool check_selection(Check *c, u32 idx, u32 num) {
    CoffAuxSection aux = aux_section(c->o, idx);
    u64 off = symbol_off(c, idx) + c->o->symbol_size;
    if (aux.selection < IMAGE_COMDAT_SELECT_NODUPLICATES || aux.selection > IMAGE_COMDAT_SELECT_LARGEST)
        return refuse(c, 1136, off, "%s: COMDAT selection %u is unknown (1 to 6 are defined)", show_section(c, num),
                      aux.selection);
    c->comdat[num] = COMDAT_NO_LEADER;
    if (aux.selection != IMAGE_COMDAT_SELECT_ASSOCIATIVE) return true;
    if (aux.associate == 0 || aux.associate > c->o->section_count)
        return refuse(c, 1136, off, "%s: associated with section %u, but the object has %u sections",
                      show_section(c, num), aux.associate, c->o->section_count);
    if (aux.associate == num) return refuse(c, 1136, off, "%s: associated with itself", show_section(c, num));
    c->comdat[num] = COMDAT_COMPLETE; // lives and dies with the other section: needs no leader
    c->associate[num] = aux.associate;
    c->any_associative = true;
    return true;
}

static bool check_comdat_symbol(Check *c, u32 idx, const CoffSymbol *s) {
    u32 num = (u32)s->section_num;
    bool is_definition = coff_is_section_definition(s);
    if (c->comdat[num] == COMDAT_NO_SYMBOL) return is_definition ? check_selection(c, idx, num) : true;
    if (is_definition)
        return refuse(c, 1235, symbol_off(c, idx), "%s: a COMDAT section with two section symbols",
                      show_section(c, num));
    c->comdat[num] = COMDAT_COMPLETE;
    return true;
}

// For a name that is not the usual: eight zero bytes, which only a symbol that is not external may have, or worse.
static bool check_unusual_name(const Check *c, u32 idx, u8 storage_class) {
    const u8 *p = coff_symbol_record(c->o, idx);
    if (load32(p) == 0 && load32(p + 4) != 0)
        return refuse(c, 1235, symbol_off(c, idx), "symbol %u: name at 0x%x, outside the string table (0x%zx bytes)",
                      idx, load32(p + 4), c->o->strings.n);
    if (storage_class == IMAGE_SYM_CLASS_EXTERNAL || storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL)
        return refuse(c, 1235, symbol_off(c, idx), "symbol %u: an external symbol without a name", idx);
    return true;
}

// Other classes give `value` other meanings: line counts, section flags.
static bool value_is_offset(u8 storage_class) {
    return storage_class == IMAGE_SYM_CLASS_EXTERNAL || storage_class == IMAGE_SYM_CLASS_STATIC ||
           storage_class == IMAGE_SYM_CLASS_LABEL;
}

// A symbol may stand at the end of its section (value == size), behind the last byte.
static bool check_place(Check *c, u32 idx, const CoffSymbol *s) {
    u32 num = (u32)s->section_num;
    u32 size = get32(c->o->sections[num - 1].raw_size);
    if (s->value > size && value_is_offset(s->storage_class))
        return refuse(c, 1235, symbol_off(c, idx), "%s: value 0x%x lies beyond %s (0x%x bytes)", show_symbol(c, idx),
                      s->value, show_section(c, num), size);
    return c->comdat && c->comdat[num] != COMDAT_NOT ? check_comdat_symbol(c, idx, s) : true;
}

static bool check_aux_count(Check *c, u32 idx, const CoffSymbol *s) {
    if (s->aux_count > c->o->symbol_count - idx - 1)
        return refuse(c, 1235, symbol_off(c, idx), "%s: %u auxiliary records do not fit in the table of %u records",
                      show_symbol(c, idx), s->aux_count, c->o->symbol_count);
    for (u32 i = idx + 1; i <= idx + s->aux_count; i++) c->is_aux[i / 64] |= (u64)1 << i % 64;
    return true;
}

static bool check_weak_symbol(Check *c, u32 idx, const CoffSymbol *s) {
    if (s->section_num != IMAGE_SYM_UNDEFINED)
        return refuse(c, 1235, symbol_off(c, idx), "%s: a weak external in section %d; it must be undefined",
                      show_symbol(c, idx), s->section_num);
    if (s->aux_count == 0)
        return refuse(c, 1235, symbol_off(c, idx), "%s: a weak external without its auxiliary record",
                      show_symbol(c, idx));
    c->any_weak = true; // its default may come later in the table
    return true;
}

static bool check_symbol(Check *c, u32 idx, const CoffSymbol *s) {
    const u8 *p = coff_symbol_record(c->o, idx);
    bool usual_name = load32(p) ? p[0] != 0 : long_name_ok(c->o, load32(p + 4));
    if (!usual_name && !check_unusual_name(c, idx, s->storage_class)) return false;
    if (s->section_num < IMAGE_SYM_DEBUG || s->section_num > (i64)c->o->section_count)
        return refuse(c, 1235, symbol_off(c, idx), "%s: section number %d, but the object has %u sections",
                      show_symbol(c, idx), s->section_num, c->o->section_count);
    if (s->aux_count && !check_aux_count(c, idx, s)) return false;
    if (s->section_num > 0 && !check_place(c, idx, s)) return false;
    return s->storage_class != IMAGE_SYM_CLASS_WEAK_EXTERNAL || check_weak_symbol(c, idx, s);
}

static bool check_symbols(Check *c) {
    u32 count = c->o->symbol_count;
    c->is_aux = ARENA_ARRAY(c->a, u64, (u64)count / 64 + 1);
    for (u32 idx = 0; idx < count;) {
        CoffSymbol s = coff_symbol_fields(c->o, idx);
        if (!check_symbol(c, idx, &s)) return false;
        idx += 1 + s.aux_count;
    }
    return true;
}

// Is `idx` the index of a symbol, not one past the table or of an auxiliary record?
static bool is_symbol(const Check *c, u32 idx) {
    return idx < c->o->symbol_count && !(c->is_aux[idx / 64] >> idx % 64 & 1);
}

// The default may be any symbol: GNU as names absolute and undefined ones too. [PE: Auxiliary Format 3: Weak Externals]
static bool check_weak_default(const Check *c, u32 idx) {
    CoffAuxWeak weak = coff_aux_weak(c->o, idx);
    u64 off = symbol_off(c, idx) + c->o->symbol_size;
    const char *wrong = NULL;
    if (weak.default_idx >= c->o->symbol_count) {
        wrong = "past the symbol table";
    } else if (!is_symbol(c, weak.default_idx)) {
        wrong = "an auxiliary record";
    } else if (weak.default_idx == idx) {
        wrong = "itself";
    }
    if (wrong)
        return refuse(c, 1235, off, "%s: the default of this weak external is symbol %u, which is %s",
                      show_symbol(c, idx), weak.default_idx, wrong);
    if (weak.search < IMAGE_WEAK_EXTERN_SEARCH_NOLIBRARY || weak.search > IMAGE_WEAK_EXTERN_ANTI_DEPENDENCY)
        return refuse(c, 1235, off, "%s: search kind %u of this weak external is unknown (1 to 4 are defined)",
                      show_symbol(c, idx), weak.search);
    return true;
}

static bool check_weak_defaults(const Check *c) {
    for (u32 idx = 0; idx < c->o->symbol_count;) {
        CoffSymbol s = coff_symbol_fields(c->o, idx);
        if (s.storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL && !check_weak_default(c, idx)) return false;
        idx += 1 + s.aux_count;
    }
    return true;
}

// ---- COMDAT sections, when all symbols are known

// Real objects have COMDAT sections without a leader, known by their name:
// - GNU as makes `.xdata$f` and `.pdata$f` for a function f in a COMDAT; the key is the name behind the '$'. Its strip
//   even removes the own symbol of `.pdata$f`, because nothing refers to it (libstdc++ is shipped so).
// - Old import libraries consist of COMDATs `.idata$4` ... of one function each. [link.exe]
// No other section without a leader could be told from its copies.
static bool may_lack_leader(const Check *c, u32 num) {
    Str name = {0};
    section_name(c->o, c->o->sections[num - 1].name, &name);
    return str_starts(name, STR(".pdata$")) || str_starts(name, STR(".xdata$")) || str_starts(name, STR(".idata$"));
}

static bool check_comdats_complete(const Check *c) {
    for (u32 num = 1; num <= c->o->section_count; num++) {
        if (c->comdat[num] == COMDAT_NOT || c->comdat[num] == COMDAT_COMPLETE || may_lack_leader(c, num)) continue;
        return refuse(c, 1143, (u64)((const u8 *)&c->o->sections[num - 1] - c->o->file.p),
                      "no symbol for COMDAT %s: %s", show_section(c, num),
                      c->comdat[num] == COMDAT_NO_SYMBOL ? "the section's own symbol is missing"
                                                         : "only the section's own, none that names its copies");
    }
    return true;
}

// Follows each chain of associations until it leaves the associative sections or meets a section already seen. If
// that one was seen in the same walk, the chain bites its tail. Every section is passed once: linear, no recursion.
static bool check_association_cycles(const Check *c) {
    u32 *seen_in = ARENA_ARRAY(c->a, u32, (u64)c->o->section_count + 1);
    for (u32 start = 1; start <= c->o->section_count; start++) {
        u32 num = start;
        while (c->associate[num] && !seen_in[num]) {
            seen_in[num] = start;
            num = c->associate[num];
        }
        if (c->associate[num] && seen_in[num] == start)
            return refuse(c, 1136, (u64)((const u8 *)&c->o->sections[num - 1] - c->o->file.p),
                          "%s: its chain of associated COMDAT sections comes back to itself", show_section(c, num));
    }
    return true;
}

// ---- Relocations

enum { RELOC_TYPE_COUNT = 32 }; // no machine has more

// Bytes that each type patches. 0: nothing (ABSOLUTE) or not known.
static const u8 x64_reloc_sizes[RELOC_TYPE_COUNT] = {
    [IMAGE_REL_AMD64_ADDR64] = 8,  [IMAGE_REL_AMD64_ADDR32] = 4,  [IMAGE_REL_AMD64_ADDR32NB] = 4,
    [IMAGE_REL_AMD64_REL32] = 4,   [IMAGE_REL_AMD64_REL32_1] = 4, [IMAGE_REL_AMD64_REL32_2] = 4,
    [IMAGE_REL_AMD64_REL32_3] = 4, [IMAGE_REL_AMD64_REL32_4] = 4, [IMAGE_REL_AMD64_REL32_5] = 4,
    [IMAGE_REL_AMD64_SECTION] = 2, [IMAGE_REL_AMD64_SECREL] = 4,  [IMAGE_REL_AMD64_SECREL7] = 1,
    [IMAGE_REL_AMD64_TOKEN] = 4,   [IMAGE_REL_AMD64_SREL32] = 4,  [IMAGE_REL_AMD64_SSPAN32] = 4,
};
static const u8 x86_reloc_sizes[RELOC_TYPE_COUNT] = {
    [IMAGE_REL_I386_DIR16] = 2,  [IMAGE_REL_I386_REL16] = 2,   [IMAGE_REL_I386_DIR32] = 4, [IMAGE_REL_I386_DIR32NB] = 4,
    [IMAGE_REL_I386_SEG12] = 2,  [IMAGE_REL_I386_SECTION] = 2, [IMAGE_REL_I386_SECREL] = 4, [IMAGE_REL_I386_TOKEN] = 4,
    [IMAGE_REL_I386_SECREL7] = 1, [IMAGE_REL_I386_REL32] = 4,
};
static const u8 arm64_reloc_sizes[RELOC_TYPE_COUNT] = {
    [IMAGE_REL_ARM64_ADDR32] = 4,         [IMAGE_REL_ARM64_ADDR32NB] = 4,      [IMAGE_REL_ARM64_BRANCH26] = 4,
    [IMAGE_REL_ARM64_PAGEBASE_REL21] = 4, [IMAGE_REL_ARM64_REL21] = 4,         [IMAGE_REL_ARM64_PAGEOFFSET_12A] = 4,
    [IMAGE_REL_ARM64_PAGEOFFSET_12L] = 4, [IMAGE_REL_ARM64_SECREL] = 4,        [IMAGE_REL_ARM64_SECREL_LOW12A] = 4,
    [IMAGE_REL_ARM64_SECREL_HIGH12A] = 4, [IMAGE_REL_ARM64_SECREL_LOW12L] = 4, [IMAGE_REL_ARM64_TOKEN] = 4,
    [IMAGE_REL_ARM64_SECTION] = 2,        [IMAGE_REL_ARM64_ADDR64] = 8,        [IMAGE_REL_ARM64_BRANCH19] = 4,
    [IMAGE_REL_ARM64_BRANCH14] = 4,       [IMAGE_REL_ARM64_REL32] = 4,
};
static const u8 no_reloc_sizes[RELOC_TYPE_COUNT] = {0};

static const u8 *reloc_sizes(u16 machine) {
    switch (machine) {
    case IMAGE_FILE_MACHINE_AMD64: return x64_reloc_sizes;
    case IMAGE_FILE_MACHINE_I386: return x86_reloc_sizes;
    case IMAGE_FILE_MACHINE_ARM64:
    case IMAGE_FILE_MACHINE_ARM64EC: return arm64_reloc_sizes;
    default: return no_reloc_sizes;
    }
}

u32 coff_reloc_size(u16 machine, u16 type) { return type < RELOC_TYPE_COUNT ? reloc_sizes(machine)[type] : 0; }

static bool refuse_reloc(const Check *c, u32 num, u32 idx, CoffReloc r, u32 size) {
    u64 off = (u64)((const u8 *)&coff_relocs(c->o, num).at[idx] - c->o->file.p);
    if (r.symbol_idx >= c->o->symbol_count)
        return refuse(c, 1136, off, "%s: relocation %u names symbol %u, but the object has %u", show_section(c, num),
                      idx, r.symbol_idx, c->o->symbol_count);
    if (!is_symbol(c, r.symbol_idx))
        return refuse(c, 1136, off, "%s: relocation %u names symbol %u, which is an auxiliary record",
                      show_section(c, num), idx, r.symbol_idx);
    u32 patched = coff_reloc_size(c->o->machine, r.type);
    return refuse(c, 1136, off, "%s: relocation %u patches %u bytes at 0x%x, outside its 0x%x bytes",
                  show_section(c, num), idx, patched, r.section_off, size);
}

// A type that is not known patches nothing here; the linker will say that it does not know it.
static bool check_relocs_of(const Check *c, u32 num, const u8 *sizes) {
    const CoffSectionRecord *s = &c->o->sections[num - 1];
    CoffRelocs relocs = coff_relocs(c->o, num);
    if (relocs.count == 0) return true;
    u32 size = coff_has_data(s) ? get32(s->raw_size) : 0;
    for (u32 i = 0; i < relocs.count; i++) {
        CoffReloc r = coff_reloc(relocs, i);
        u64 end = (u64)r.section_off + (r.type < RELOC_TYPE_COUNT ? sizes[r.type] : 0);
        if (end > size || !is_symbol(c, r.symbol_idx)) return refuse_reloc(c, num, i, r, size);
    }
    return true;
}

static bool check_relocs(const Check *c) {
    const u8 *sizes = reloc_sizes(c->o->machine);
    for (u32 num = 1; num <= c->o->section_count; num++)
        if (!check_relocs_of(c, num, sizes)) return false;
    return true;
}

bool coff_open(CoffObject *o, Arena *scratch, Str bytes, Str name, Message *m) {
    *o = (CoffObject){.file = bytes, .name = name};
    *m = (Message){0};
    Check c = {.o = o, .a = scratch, .m = m};
    if (!check_header(&c) || !check_sections(&c) || !check_symbols(&c)) return false;
    // From here on is_aux, and each COMDAT's selection, are known.
    if (c.any_weak && !check_weak_defaults(&c)) return false;
    if (c.comdat && !check_comdats_complete(&c)) return false;
    if (c.any_associative && !check_association_cycles(&c)) return false;
    return check_relocs(&c);
}

// ---- Decoding: after coff_open, nothing can fail

Str coff_long_section_name(const CoffObject *o, const u8 name[8]) {
    Str s;
    section_name(o, name, &s);
    return s;
}

CoffAuxSection coff_aux_section(const CoffObject *o, u32 symbol_idx) {
    CoffAuxSection aux = aux_section(o, symbol_idx);
    u32 num = (u32)coff_symbol_fields(o, symbol_idx).section_num;
    if (!(get32(o->sections[num - 1].flags) & IMAGE_SCN_LNK_COMDAT)) aux.selection = 0; // tools leave anything there
    return aux;
}

CoffAuxWeak coff_aux_weak(const CoffObject *o, u32 symbol_idx) {
    const u8 *aux = coff_symbol_record(o, symbol_idx) + o->symbol_size;
    return (CoffAuxWeak){load32(aux), load32(aux + 4)};
}

// ---- Names for people

const char *coff_machine_name(u16 machine) {
    switch (machine) {
    case IMAGE_FILE_MACHINE_AMD64: return "x64";
    case IMAGE_FILE_MACHINE_I386: return "x86";
    case IMAGE_FILE_MACHINE_ARM64: return "ARM64";
    case IMAGE_FILE_MACHINE_ARMNT: return "ARM";
    case IMAGE_FILE_MACHINE_ARM64EC: return "ARM64EC";
    default: return "unknown";
    }
}

static const char *const x64_reloc_names[RELOC_TYPE_COUNT] = {
    "ABSOLUTE", "ADDR64",  "ADDR32",  "ADDR32NB", "REL32",   "REL32_1", "REL32_2", "REL32_3", "REL32_4",
    "REL32_5",  "SECTION", "SECREL",  "SECREL7",  "TOKEN",   "SREL32",  "PAIR",    "SSPAN32",
};
static const char *const x86_reloc_names[RELOC_TYPE_COUNT] = {
    [IMAGE_REL_I386_ABSOLUTE] = "ABSOLUTE", [IMAGE_REL_I386_DIR16] = "DIR16",     [IMAGE_REL_I386_REL16] = "REL16",
    [IMAGE_REL_I386_DIR32] = "DIR32",       [IMAGE_REL_I386_DIR32NB] = "DIR32NB", [IMAGE_REL_I386_SEG12] = "SEG12",
    [IMAGE_REL_I386_SECTION] = "SECTION",   [IMAGE_REL_I386_SECREL] = "SECREL",   [IMAGE_REL_I386_TOKEN] = "TOKEN",
    [IMAGE_REL_I386_SECREL7] = "SECREL7",   [IMAGE_REL_I386_REL32] = "REL32",
};
static const char *const arm64_reloc_names[RELOC_TYPE_COUNT] = {
    "ABSOLUTE",       "ADDR32",         "ADDR32NB", "BRANCH26",      "PAGEBASE_REL21", "REL21",
    "PAGEOFFSET_12A", "PAGEOFFSET_12L", "SECREL",   "SECREL_LOW12A", "SECREL_HIGH12A", "SECREL_LOW12L",
    "TOKEN",          "SECTION",        "ADDR64",   "BRANCH19",      "BRANCH14",       "REL32",
};

const char *coff_reloc_name(u16 machine, u16 type) {
    if (type >= RELOC_TYPE_COUNT) return NULL;
    switch (machine) {
    case IMAGE_FILE_MACHINE_AMD64: return x64_reloc_names[type];
    case IMAGE_FILE_MACHINE_I386: return x86_reloc_names[type];
    case IMAGE_FILE_MACHINE_ARM64:
    case IMAGE_FILE_MACHINE_ARM64EC: return arm64_reloc_names[type];
    default: return NULL;
    }
}
