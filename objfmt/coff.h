// coff.h - object files: what is in the bytes, checked once, read many times.
//
//      +--------------------+ 0
//      | header             | machine, how many sections, where the symbols are (20 bytes; bigobj: 56)
//      +--------------------+
//      | section headers    | 40 bytes each, numbered from 1
//      +--------------------+
//      | raw data, relocs   | wherever the headers point
//      +--------------------+
//      | symbol table       | 18 bytes a record (bigobj: 20), auxiliary records between the symbols
//      +--------------------+
//      | string table       | its own size (4 bytes), then names, each ended by a NUL
//      +--------------------+
//
// coff_open() walks all of it and refuses what does not hold (offset and size arithmetic, indices, names, COMDAT and
// weak external records, every relocation). After that the accessors below cannot fail: they decode a record in place.
// Nothing is copied; every Str points into the file's bytes.
//
// [PE: COFF File Header (Object and Image)] [PE: Section Table (Section Headers)] [PE: COFF Symbol Table]
#ifndef OBJFMT_COFF_H
#define OBJFMT_COFF_H

#include "diag.h"

// ---- Constants, spelled as in the specification

enum { // [PE: Machine Types]
    IMAGE_FILE_MACHINE_UNKNOWN = 0,
    IMAGE_FILE_MACHINE_I386 = 0x14c,
    IMAGE_FILE_MACHINE_AMD64 = 0x8664,
    IMAGE_FILE_MACHINE_ARM64 = 0xaa64,
    IMAGE_FILE_MACHINE_ARMNT = 0x1c4,
    IMAGE_FILE_MACHINE_ARM64EC = 0xa641,
};

enum { // [PE: Characteristics]
    IMAGE_FILE_RELOCS_STRIPPED = 0x0001,
    IMAGE_FILE_EXECUTABLE_IMAGE = 0x0002,
    IMAGE_FILE_LINE_NUMS_STRIPPED = 0x0004,
    IMAGE_FILE_LOCAL_SYMS_STRIPPED = 0x0008,
    IMAGE_FILE_LARGE_ADDRESS_AWARE = 0x0020,
    IMAGE_FILE_32BIT_MACHINE = 0x0100,
    IMAGE_FILE_DEBUG_STRIPPED = 0x0200,
    IMAGE_FILE_REMOVABLE_RUN_FROM_SWAP = 0x0400,
    IMAGE_FILE_NET_RUN_FROM_SWAP = 0x0800,
    IMAGE_FILE_SYSTEM = 0x1000,
    IMAGE_FILE_DLL = 0x2000,
    IMAGE_FILE_UP_SYSTEM_ONLY = 0x4000,
};

enum { // [PE: Section Flags]
    IMAGE_SCN_TYPE_NO_PAD = 0x00000008,
    IMAGE_SCN_CNT_CODE = 0x00000020,
    IMAGE_SCN_CNT_INITIALIZED_DATA = 0x00000040,
    IMAGE_SCN_CNT_UNINITIALIZED_DATA = 0x00000080,
    IMAGE_SCN_LNK_INFO = 0x00000200,
    IMAGE_SCN_LNK_REMOVE = 0x00000800,
    IMAGE_SCN_LNK_COMDAT = 0x00001000,
    IMAGE_SCN_GPREL = 0x00008000,
    IMAGE_SCN_ALIGN_MASK = 0x00f00000, // (value >> 20) - 1 is the power of two; 0 means 16 bytes
    IMAGE_SCN_LNK_NRELOC_OVFL = 0x01000000,
    IMAGE_SCN_MEM_DISCARDABLE = 0x02000000,
    IMAGE_SCN_MEM_NOT_CACHED = 0x04000000,
    IMAGE_SCN_MEM_NOT_PAGED = 0x08000000,
    IMAGE_SCN_MEM_SHARED = 0x10000000,
    IMAGE_SCN_MEM_EXECUTE = 0x20000000,
    IMAGE_SCN_MEM_READ = 0x40000000,
};
#define IMAGE_SCN_MEM_WRITE 0x80000000u

enum { // [PE: Section Number Values]
    IMAGE_SYM_UNDEFINED = 0,
    IMAGE_SYM_ABSOLUTE = -1,
    IMAGE_SYM_DEBUG = -2,
};

enum { // [PE: Storage Class]
    IMAGE_SYM_CLASS_NULL = 0,
    IMAGE_SYM_CLASS_EXTERNAL = 2,
    IMAGE_SYM_CLASS_STATIC = 3,
    IMAGE_SYM_CLASS_LABEL = 6,
    IMAGE_SYM_CLASS_FUNCTION = 101,
    IMAGE_SYM_CLASS_FILE = 103,
    IMAGE_SYM_CLASS_SECTION = 104,
    IMAGE_SYM_CLASS_WEAK_EXTERNAL = 105,
    IMAGE_SYM_CLASS_CLR_TOKEN = 107,
};
#define IMAGE_SYM_CLASS_END_OF_FUNCTION 0xff
#define IMAGE_SYM_DTYPE_FUNCTION 0x20 // in CoffSymbol.type: a function

enum { // [PE: COMDAT Sections (Object Only)]
    IMAGE_COMDAT_SELECT_NODUPLICATES = 1,
    IMAGE_COMDAT_SELECT_ANY = 2,
    IMAGE_COMDAT_SELECT_SAME_SIZE = 3,
    IMAGE_COMDAT_SELECT_EXACT_MATCH = 4,
    IMAGE_COMDAT_SELECT_ASSOCIATIVE = 5,
    IMAGE_COMDAT_SELECT_LARGEST = 6,
};

enum { // [PE: Auxiliary Format 3: Weak Externals]; 4 is not in the specification (used by ARM64EC and clang)
    IMAGE_WEAK_EXTERN_SEARCH_NOLIBRARY = 1,
    IMAGE_WEAK_EXTERN_SEARCH_LIBRARY = 2,
    IMAGE_WEAK_EXTERN_SEARCH_ALIAS = 3,
    IMAGE_WEAK_EXTERN_ANTI_DEPENDENCY = 4,
};

enum { // [PE: x64 Processors]
    IMAGE_REL_AMD64_ABSOLUTE = 0x0,
    IMAGE_REL_AMD64_ADDR64 = 0x1,
    IMAGE_REL_AMD64_ADDR32 = 0x2,
    IMAGE_REL_AMD64_ADDR32NB = 0x3,
    IMAGE_REL_AMD64_REL32 = 0x4,
    IMAGE_REL_AMD64_REL32_1 = 0x5,
    IMAGE_REL_AMD64_REL32_2 = 0x6,
    IMAGE_REL_AMD64_REL32_3 = 0x7,
    IMAGE_REL_AMD64_REL32_4 = 0x8,
    IMAGE_REL_AMD64_REL32_5 = 0x9,
    IMAGE_REL_AMD64_SECTION = 0xa,
    IMAGE_REL_AMD64_SECREL = 0xb,
    IMAGE_REL_AMD64_SECREL7 = 0xc,
    IMAGE_REL_AMD64_TOKEN = 0xd,
    IMAGE_REL_AMD64_SREL32 = 0xe,
    IMAGE_REL_AMD64_PAIR = 0xf,
    IMAGE_REL_AMD64_SSPAN32 = 0x10,
};

enum { // [PE: Intel 386 Processors]
    IMAGE_REL_I386_ABSOLUTE = 0x0,
    IMAGE_REL_I386_DIR16 = 0x1,
    IMAGE_REL_I386_REL16 = 0x2,
    IMAGE_REL_I386_DIR32 = 0x6,
    IMAGE_REL_I386_DIR32NB = 0x7,
    IMAGE_REL_I386_SEG12 = 0x9,
    IMAGE_REL_I386_SECTION = 0xa,
    IMAGE_REL_I386_SECREL = 0xb,
    IMAGE_REL_I386_TOKEN = 0xc,
    IMAGE_REL_I386_SECREL7 = 0xd,
    IMAGE_REL_I386_REL32 = 0x14,
};

enum { // [PE: ARM64 Processors]
    IMAGE_REL_ARM64_ABSOLUTE = 0x0,
    IMAGE_REL_ARM64_ADDR32 = 0x1,
    IMAGE_REL_ARM64_ADDR32NB = 0x2,
    IMAGE_REL_ARM64_BRANCH26 = 0x3,
    IMAGE_REL_ARM64_PAGEBASE_REL21 = 0x4,
    IMAGE_REL_ARM64_REL21 = 0x5,
    IMAGE_REL_ARM64_PAGEOFFSET_12A = 0x6,
    IMAGE_REL_ARM64_PAGEOFFSET_12L = 0x7,
    IMAGE_REL_ARM64_SECREL = 0x8,
    IMAGE_REL_ARM64_SECREL_LOW12A = 0x9,
    IMAGE_REL_ARM64_SECREL_HIGH12A = 0xa,
    IMAGE_REL_ARM64_SECREL_LOW12L = 0xb,
    IMAGE_REL_ARM64_TOKEN = 0xc,
    IMAGE_REL_ARM64_SECTION = 0xd,
    IMAGE_REL_ARM64_ADDR64 = 0xe,
    IMAGE_REL_ARM64_BRANCH19 = 0xf,
    IMAGE_REL_ARM64_BRANCH14 = 0x10,
    IMAGE_REL_ARM64_REL32 = 0x11,
};

// ---- Records as they lie on disk

typedef struct { // 20 bytes
    le16 machine;
    le16 section_count;
    le32 time_stamp;
    le32 symbols_off;
    le32 symbol_count;
    le16 optional_header_size;
    le16 characteristics;
} CoffHeaderRecord;

typedef struct { // 56 bytes; `cl /bigobj`. Not in the specification: gaps documented in tutorial/REFERENCES.md
    le16 sig1;   // 0
    le16 sig2;   // 0xffff
    le16 version; // 2 or more
    le16 machine;
    le32 time_stamp;
    u8 class_id[16]; // coff_bigobj_class_id, or the one of /GL objects
    le32 unused[4];
    le32 section_count;
    le32 symbols_off;
    le32 symbol_count;
} CoffBigHeaderRecord;

extern const u8 coff_bigobj_class_id[16];

//> section-record
typedef struct { // 40 bytes
    u8 name[8];  // padded with NULs; "/123" and "//BASE64" are offsets into the string table
    le32 virtual_size;
    le32 virtual_address;
    le32 raw_size;
    le32 raw_off;
    le32 relocs_off;
    le32 line_numbers_off;
    le16 reloc_count;
    le16 line_number_count;
    le32 flags;
} CoffSectionRecord;
//< section-record

typedef struct { // 10 bytes
    le32 section_off;
    le32 symbol_idx;
    le16 type;
} CoffRelocRecord;

// ---- Decoded values

typedef struct {
    Str name;       // whole, long names resolved
    u32 flags;      // IMAGE_SCN_*
    u32 size;       // bytes in the image: of raw data, or of zeros when data is NULL
    const u8 *data; // NULL for a section of zeros (.bss)
    u32 align;      // bytes, a power of two; 16 when the object says nothing
} CoffSection;

typedef struct {
    Str name;
    u32 value;       // offset in the section, absolute value, or the size of a common symbol
    i32 section_num; // from 1; IMAGE_SYM_UNDEFINED, IMAGE_SYM_ABSOLUTE, IMAGE_SYM_DEBUG
    u16 type;
    u8 storage_class;
    u8 aux_count;
} CoffSymbol;

typedef struct {
    u32 section_off; // bytes from the section's start
    u32 symbol_idx;
    u16 type;
} CoffReloc;

typedef struct {
    const CoffRelocRecord *at; // the overflow record, if there is one, has been stepped over
    u32 count;
} CoffRelocs;

typedef struct { // [PE: Auxiliary Format 5: Section Definitions]
    u32 size;
    u32 checksum;  // of the raw data; 0 when the tool wrote none
    u32 associate; // section number, for IMAGE_COMDAT_SELECT_ASSOCIATIVE
    u8 selection;  // IMAGE_COMDAT_SELECT_*, 0 for a section that is not a COMDAT
} CoffAuxSection;

typedef struct { // [PE: Auxiliary Format 3: Weak Externals]
    u32 default_idx; // the symbol to use when nothing else defines the name
    u32 search;      // IMAGE_WEAK_EXTERN_*
} CoffAuxWeak;

typedef struct {
    Str file;  // the object's bytes
    Str name;  // for messages: "a.obj", "x.lib(a.obj)"
    u16 machine;
    bool is_big;
    u8 symbol_size; // 18 or 20
    u32 time_stamp;
    u16 characteristics;
    bool has_comdats; // some section is one
    u32 section_count, symbol_count;
    const CoffSectionRecord *sections; // [section_count]; section number n is sections[n - 1]
    const u8 *symbols;
    Str strings;    // with its 4-byte size in front, so that a name's offset is an index; empty when there is none
} CoffObject;

typedef enum { // what the first bytes of a file say it is
    FILE_TYPE_UNKNOWN,
    FILE_TYPE_COFF,
    FILE_TYPE_IMPORT_OBJECT, // a short import record
    FILE_TYPE_ARCHIVE,
    FILE_TYPE_THIN_ARCHIVE,
    FILE_TYPE_IMAGE,         // MZ
    FILE_TYPE_RES,
    FILE_TYPE_LTCG_OBJECT,   // cl /GL
    FILE_TYPE_BITCODE,       // clang -flto
    FILE_TYPE_ELF,
} FileType;

// Looks at the first bytes only. A COFF object is told by a known machine, or machine 0 with plausible counts.
FileType identify_file(Str bytes);

// Checks the object's bytes whole and fills *o. `name` is for messages. `scratch` holds what the check needs while it
// runs, and the words of *m; *o itself keeps nothing there. On failure fills *m (LNK1107: not an object, or its tables
// are not in the file; LNK1113: a foreign machine; LNK1143: a COMDAT without symbol; LNK1235: a broken symbol;
// LNK1136: a broken section or relocation) and returns false. Objects of compiler intermediate code are refused by
// name. The bytes must outlive *o.
//
// What a caller may rely on, besides ranges: a relocation's symbol index and a weak external's default are those of
// symbols; associations lead to another section and never in a circle. A COMDAT section has one section definition,
// with selection 1 to 6, and (but for associative ones) a leader: the first symbol in it after that definition. There
// is one exception, by name: `.pdata$f`, `.xdata$f` (GNU as; the key is the name behind the '$') and `.idata$n` (old
// import libraries) may have no leader or no section definition.
bool coff_open(CoffObject *o, Arena *scratch, Str bytes, Str name, Message *m);

CoffAuxSection coff_aux_section(const CoffObject *o, u32 symbol_idx); // the symbol is a section definition, see below
CoffAuxWeak coff_aux_weak(const CoffObject *o, u32 symbol_idx);       // the symbol's class is WEAK_EXTERNAL

// ---- The accessors that passes call once per section, symbol or relocation are inline. A caller that does not look at
//      a name then does not pay for finding its end. None of them can fail after coff_open.

static inline const u8 *coff_symbol_record(const CoffObject *o, u32 idx) {
    return o->symbols + idx * (u64)o->symbol_size;
}

// Eight bytes, padded with NULs.
static inline Str coff_short_name(const u8 name[8]) {
    size_t n = 0;
    while (n < 8 && name[n]) n++;
    return (Str){name, n};
}

// The string table ends with a NUL, so every offset in it is that of a name with an end.
static inline Str coff_long_name(const CoffObject *o, u64 off) {
    const u8 *p = o->strings.p + off;
    return (Str){p, strlen((const char *)p)};
}

// A section of zeros has no bytes in the file. Tools disagree about its other fields (some leave a file offset in it),
// so the flag decides alone. [PE: Section Table (Section Headers)]
static inline bool coff_has_data(const CoffSectionRecord *s) {
    u32 flags = get32(s->flags);
    if (get32(s->raw_size) == 0) return false;
    if (!(flags & IMAGE_SCN_CNT_UNINITIALIZED_DATA)) return true;
    return (flags & (IMAGE_SCN_CNT_CODE | IMAGE_SCN_CNT_INITIALIZED_DATA)) && get32(s->raw_off);
}

Str coff_long_section_name(const CoffObject *o, const u8 name[8]); // of one that begins with '/'

// Section `num`, from 1.
static inline CoffSection coff_section(const CoffObject *o, u32 num) {
    const CoffSectionRecord *s = &o->sections[num - 1];
    u32 flags = get32(s->flags), align_code = (flags & IMAGE_SCN_ALIGN_MASK) >> 20;
    CoffSection out = {.flags = flags, .size = get32(s->raw_size)};
    out.name = s->name[0] == '/' ? coff_long_section_name(o, s->name) : coff_short_name(s->name);
    out.data = coff_has_data(s) ? o->file.p + get32(s->raw_off) : NULL;
    out.align = align_code ? 1u << (align_code - 1) : flags & IMAGE_SCN_TYPE_NO_PAD ? 1 : 16;
    return out;
}

// Sixteen bits count relocations. When there are more, the count is 0xffff, a flag is set, and the first record holds
// the real count, itself included, where others hold their offset. [PE: Section Flags]
static inline bool coff_relocs_overflow(const CoffSectionRecord *s) {
    return (get32(s->flags) & IMAGE_SCN_LNK_NRELOC_OVFL) && get16(s->reloc_count) == 0xffff;
}

static inline CoffRelocs coff_relocs(const CoffObject *o, u32 num) {
    const CoffSectionRecord *s = &o->sections[num - 1];
    CoffRelocs r = {NULL, get16(s->reloc_count)};
    if (r.count == 0) return r;
    r.at = (const CoffRelocRecord *)(o->file.p + get32(s->relocs_off));
    if (coff_relocs_overflow(s)) {
        r.count = get32(r.at->section_off) - 1;
        r.at++;
    }
    return r;
}

//> symbol-name
// [PE: Symbol Name Representation]; eight zero bytes are an empty name.
static inline Str coff_symbol_name(const CoffObject *o, const u8 *record) {
    u32 off = load32(record + 4);
    if (load32(record) != 0 || off == 0) return coff_short_name(record);
    return coff_long_name(o, off);
}
//< symbol-name

//> symbol-fields
// All but the name. Sixteen bits number 65,279 sections; values from FF00h on are negative.
static inline CoffSymbol coff_symbol_fields(const CoffObject *o, u32 idx) {
    const u8 *p = coff_symbol_record(o, idx), *rest = p + 14;
    u16 num16 = load16(p + 12);
    CoffSymbol s = {.value = load32(p + 8), .section_num = num16 >= 0xff00 ? (i16)num16 : num16};
    if (o->is_big) {
        s.section_num = (i32)load32(p + 12);
        rest = p + 16;
    }
    s.type = load16(rest);
    s.storage_class = rest[2];
    s.aux_count = rest[3];
    return s;
}
//< symbol-fields

// `idx` is below symbol_count and not that of an auxiliary record.
static inline CoffSymbol coff_symbol(const CoffObject *o, u32 idx) {
    CoffSymbol s = coff_symbol_fields(o, idx);
    s.name = coff_symbol_name(o, coff_symbol_record(o, idx));
    return s;
}

// True for the symbol that carries a section's definition: static, value 0, in a section, with an auxiliary record (but
// a static function's is of another kind).
static inline bool coff_is_section_definition(const CoffSymbol *s) {
    return s->storage_class == IMAGE_SYM_CLASS_STATIC && s->section_num > 0 && s->value == 0 && s->aux_count > 0 &&
           !(s->type & IMAGE_SYM_DTYPE_FUNCTION);
}

static inline CoffReloc coff_reloc(CoffRelocs r, u32 idx) {
    const CoffRelocRecord *p = &r.at[idx];
    return (CoffReloc){get32(p->section_off), get32(p->symbol_idx), get16(p->type)};
}

// Names for people.
const char *coff_machine_name(u16 machine);         // x64 x86 ARM64 ARM ARM64EC unknown
const char *coff_reloc_name(u16 machine, u16 type); // without IMAGE_REL_AMD64_, as dumpbin prints it; NULL if unknown
u32 coff_reloc_size(u16 machine, u16 type);         // bytes patched; 0 for unknown types and ABSOLUTE

#endif
