// pe_tables.c - the tables that the data directories of an image point to, each read with a walker that checks as it
// goes.
//
//      directory  1 imports    -> descriptors -> lookup table (ILT) -> hint/name      one descriptor a DLL
//                                            \-> address table (IAT)                  filled by the loader
//      directory  0 exports    -> address table, name table, ordinal table
//      directory  5 relocations-> blocks: page RVA, size, 16-bit entries
//      directory  2 resources  -> type -> name -> language -> data
//      ... and delay imports, TLS, load config, debug, functions
//
// pe_open() did not look at any of these, so every step here asks pe_read() or pe_at() first. The walkers hold no
// memory: their state is a number or two in the caller's hands, and how often they can be called is bounded by the size
// of the file. [PE: Optional Header Data Directories (Image Only)]
#include "pe.h"

typedef unsigned long long ull;

// A message about the table at `rva`; where: its place in the file.
static void bad_table(Message *m, Arena *arena, const PeImage *pe, u32 rva, Str text) {
    Str at = pe_at(pe, rva, 1);
    bad_file(m, arena, pe->name, 1107, at.n ? (u64)(at.p - pe->file.p) : 0, "%.*s", STR_ARG(text));
    m->where = arena_printf(arena, at.n ? "RVA 0x%x, file offset 0x%llx" : "RVA 0x%x", rva,
                            (ull)(at.n ? at.p - pe->file.p : 0));
}
#define BAD_TABLE(rva, ...) (bad_table(m, arena, pe, (rva), arena_printf(arena, __VA_ARGS__)), false)

// rva + idx * size, when that is an RVA at all.
static bool element_rva(u32 rva, u64 idx, u32 size, u32 *out) {
    u64 at = rva + idx * size;
    *out = (u32)at;
    return at <= UINT32_MAX;
}

// All `count` records at `rva`, in the raw data of one section.
static bool whole_table(const PeImage *pe, u32 rva, u64 count, u32 size, Str *table) {
    u64 n = count * size;
    *table = n && n <= UINT32_MAX ? pe_at(pe, rva, (u32)n) : (Str){0};
    return table->n == n;
}

static u32 pointer_size(const PeImage *pe) { return pe->is_pe32_plus ? 8 : 4; }

static bool read_pointer(const PeImage *pe, u32 rva, u64 *value) {
    u8 b[8] = {0};
    if (!pe_read(pe, rva, b, pointer_size(pe))) return false;
    *value = load64(b);
    return true;
}

// ---- Imports [PE: Import Directory Table] [PE: Import Lookup Table] [PE: Hint/Name Table]

bool pe_next_import_dll(const PeImage *pe, u32 *index, PeImportDll *out, Arena *arena, Message *m) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_IMPORT];
    ImportDescriptorRecord rec;
    u32 rva;
    *m = (Message){0};
    if (!dir.rva) return false;
    if (!element_rva(dir.rva, *index, sizeof rec, &rva) || !pe_read(pe, rva, &rec, sizeof rec))
        return BAD_TABLE(
            dir.rva, "import descriptor %u is outside the image: the table at RVA 0x%x has no null entry at its end",
            *index + 1, dir.rva);
    if (get32(rec.name_rva) == 0 || get32(rec.address_rva) == 0) return false; // where Windows stops
    *out = (PeImportDll){
        .descriptor_rva = rva,
        .lookup_rva = get32(rec.lookup_rva),
        .address_rva = get32(rec.address_rva),
        .time_stamp = get32(rec.time_stamp),
        .forwarder_chain = get32(rec.forwarder_chain),
        .name_rva = get32(rec.name_rva),
    };
    if (!pe_string(pe, out->name_rva, &out->dll) || !out->dll.n)
        return BAD_TABLE(rva, "import descriptor %u: no DLL name at RVA 0x%x", *index + 1, out->name_rva);
    ++*index;
    return true;
}

bool pe_next_import(const PeImage *pe, const PeImportDll *dll, u32 *index, PeImport *out, Arena *arena, Message *m) {
    u32 size = pointer_size(pe), lookup = dll->lookup_rva ? dll->lookup_rva : dll->address_rva, entry_rva;
    u64 entry;
    *m = (Message){0};
    *out = (PeImport){0};
    if (!element_rva(lookup, *index, size, &entry_rva) || !read_pointer(pe, entry_rva, &entry))
        return BAD_TABLE(lookup,
                         "imports from %s: lookup entry %u is outside the image; the table at RVA 0x%x has no end",
                         printable(arena, dll->dll), *index + 1, lookup);
    if (entry == 0) return false;
    if (!element_rva(dll->address_rva, *index, size, &out->slot_rva) ||
        !read_pointer(pe, out->slot_rva, &out->slot_value) || !pe_section_of(pe, out->slot_rva))
        return BAD_TABLE(entry_rva, "imports from %s: address table entry %u (RVA 0x%x) is outside the sections",
                         printable(arena, dll->dll), *index + 1, out->slot_rva);
    if (entry >> (8 * size - 1)) {
        out->by_ordinal = true;
        out->ordinal = (u16)entry;
    } else {
        u8 hint[2];
        if (entry > INT32_MAX || !pe_read(pe, (u32)entry, hint, 2) || !pe_string(pe, (u32)entry + 2, &out->name))
            return BAD_TABLE(entry_rva, "imports from %s: lookup entry %u holds 0x%llx, where no hint and name are",
                             printable(arena, dll->dll), *index + 1, (ull)entry);
        out->hint = load16(hint);
    }
    ++*index;
    return true;
}

u32 pe_import_limit(const PeImage *pe) { return (u32)(pe->file.n / 4 < UINT32_MAX ? pe->file.n / 4 : UINT32_MAX); }

// Fields are RVAs when attribute 1 is set. Images of Visual C++ 6.0 hold addresses instead.
// [PE: Delay-Load Import Tables (Image Only)] [PE: Attributes]
static bool delay_rva(const PeImage *pe, const DelayDescriptorRecord *rec, le32 field, u32 *rva) {
    *rva = get32(field);
    if (*rva == 0 || get32(rec->attributes) & 1) return true;
    return pe_va_to_rva(pe, *rva, rva);
}

bool pe_next_delay_dll(const PeImage *pe, u32 *index, PeDelayDll *out, Arena *arena, Message *m) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT];
    DelayDescriptorRecord *rec = &out->record;
    u32 rva;
    *m = (Message){0};
    *out = (PeDelayDll){0};
    if (!dir.rva) return false;
    if (!element_rva(dir.rva, *index, sizeof *rec, &rva) || !pe_read(pe, rva, rec, sizeof *rec))
        return BAD_TABLE(
            dir.rva,
            "delay import descriptor %u is outside the image: the table at RVA 0x%x has no null entry at its end",
            *index + 1, dir.rva);
    if (get32(rec->name_rva) == 0) return false;
    PeImportDll *dll = &out->as_dll;
    dll->descriptor_rva = rva;
    dll->time_stamp = get32(rec->time_stamp);
    if (!delay_rva(pe, rec, rec->name_rva, &dll->name_rva) || !delay_rva(pe, rec, rec->lookup_rva, &dll->lookup_rva) ||
        !delay_rva(pe, rec, rec->address_rva, &dll->address_rva) || !dll->address_rva)
        return BAD_TABLE(rva, "delay import descriptor %u: an address in it is outside the image", *index + 1);
    if (!pe_string(pe, dll->name_rva, &dll->dll) || !dll->dll.n)
        return BAD_TABLE(rva, "delay import descriptor %u: no DLL name at RVA 0x%x", *index + 1, dll->name_rva);
    out->dll = dll->dll;
    ++*index;
    return true;
}

// ---- Exports [PE: Export Directory Table]

bool pe_exports(const PeImage *pe, PeExports *out, Arena *arena, Message *m) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_EXPORT];
    ExportDirectoryRecord rec;
    Str addresses, names, ordinals;
    *m = (Message){0};
    if (!dir.rva) return false;
    if (!pe_read(pe, dir.rva, &rec, sizeof rec))
        return BAD_TABLE(dir.rva, "the export directory at RVA 0x%x is outside the image", dir.rva);
    *out = (PeExports){
        .ordinal_base = get32(rec.ordinal_base),
        .address_count = get32(rec.address_count),
        .name_count = get32(rec.name_count),
        .time_stamp = get32(rec.time_stamp),
        .flags = get32(rec.flags),
        .major_version = get16(rec.major_version),
        .minor_version = get16(rec.minor_version),
        .directory = dir,
    };
    if (get32(rec.name_rva) && !pe_string(pe, get32(rec.name_rva), &out->dll))
        return BAD_TABLE(dir.rva, "export directory: no DLL name at RVA 0x%x", get32(rec.name_rva));
    if ((u64)out->ordinal_base + out->address_count > UINT32_MAX)
        return BAD_TABLE(dir.rva, "export directory: ordinal base %u and %u functions give ordinals above 32 bits",
                         out->ordinal_base, out->address_count);
    if (!whole_table(pe, get32(rec.addresses_rva), out->address_count, 4, &addresses))
        return BAD_TABLE(dir.rva, "export directory: %u addresses at RVA 0x%x run past their section",
                         out->address_count, get32(rec.addresses_rva));
    if (!whole_table(pe, get32(rec.names_rva), out->name_count, 4, &names) ||
        !whole_table(pe, get32(rec.ordinals_rva), out->name_count, 2, &ordinals))
        return BAD_TABLE(dir.rva,
                         "export directory: %u names at RVA 0x%x or their ordinals at RVA 0x%x run past their section",
                         out->name_count, get32(rec.names_rva), get32(rec.ordinals_rva));
    out->addresses = (const le32 *)addresses.p;
    out->names = (const le32 *)names.p;
    out->ordinals = (const le16 *)ordinals.p;
    return true;
}

// An address inside the export directory is not code: it is the text "DLL.name" of a forwarder. [PE: Export Address
// Table]
static bool fill_address(const PeImage *pe, const PeExports *ex, u32 idx, PeExport *e, Arena *arena, Message *m) {
    e->ordinal = ex->ordinal_base + idx;
    e->rva = get32(ex->addresses[idx]);
    bool forwarded = e->rva >= ex->directory.rva && e->rva - ex->directory.rva < ex->directory.size;
    if (forwarded && (!pe_string(pe, e->rva, &e->forwarder) || !e->forwarder.n))
        return BAD_TABLE(ex->directory.rva, "export with ordinal %u: no forwarder text at RVA 0x%x", e->ordinal,
                         e->rva);
    return true;
}

// First where each address's entries begin in the list (one per name, one if it has none), then the entries.
bool pe_export_list(const PeImage *pe, const PeExports *ex, Arena *arena, PeExport **list, u32 *count, Message *m) {
    u32 *start = ARENA_ARRAY(arena, u32, (u64)ex->address_count + 1);
    for (u32 i = 0; i < ex->name_count; i++) {
        u32 idx = get16(ex->ordinals[i]);
        if (idx >= ex->address_count)
            return BAD_TABLE(ex->directory.rva,
                             "export name %u of %u has address table index %u, but there are %u addresses", i + 1,
                             ex->name_count, idx, ex->address_count);
        start[idx]++;
    }
    u32 total = 0;
    for (u32 i = 0; i < ex->address_count; i++) {
        u32 n = start[i] ? start[i] : 1;
        start[i] = total;
        total += n; // at most address_count + name_count, which the file holds 6 bytes each for
    }
    *list = ARENA_ARRAY(arena, PeExport, total);
    *count = total;
    for (u32 i = 0; i < ex->address_count; i++)
        if (!fill_address(pe, ex, i, &(*list)[start[i]], arena, m)) return false;
    for (u32 i = 0; i < ex->name_count; i++) {
        u32 idx = get16(ex->ordinals[i]);
        PeExport *e = &(*list)[start[idx]++];
        if (!fill_address(pe, ex, idx, e, arena, m)) return false;
        e->has_name = true;
        e->hint = i;
        if (!pe_string(pe, get32(ex->names[i]), &e->name))
            return BAD_TABLE(ex->directory.rva, "export name %u is not at RVA 0x%x", i + 1, get32(ex->names[i]));
    }
    return true;
}

// ---- Base relocations [PE: Base Relocation Block]

static u32 base_reloc_size(u8 type) {
    switch (type) {
    case IMAGE_REL_BASED_ABSOLUTE: return 0;
    case IMAGE_REL_BASED_DIR64: return 8;
    case IMAGE_REL_BASED_HIGHLOW: return 4;
    default: return 2;
    }
}

// Steps to the first block, or over the current one. False at the end, or with a message.
static bool next_block(const PeImage *pe, PeBaseRelocWalk *walk, Arena *arena, Message *m) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_BASERELOC];
    *m = (Message){0};
    if (!walk->table.p) {
        if (!dir.rva || !dir.size) return false;
        Str table = pe_at(pe, dir.rva, dir.size);
        if (table.n != dir.size)
            return BAD_TABLE(dir.rva, "base relocations: 0x%x bytes at RVA 0x%x run past their section", dir.size,
                             dir.rva);
        walk->table = table;
    }
    walk->block_off += walk->block_size;
    walk->block_size = walk->entry = 0;
    u32 left = dir.size - walk->block_off;
    if (left == 0) return false;
    if (left < 8)
        return BAD_TABLE(dir.rva,
                         "base relocations: %u bytes at the end of the directory are too few for a block's header", left);
    const u8 *block = walk->table.p + walk->block_off;
    u32 size = load32(block + 4);
    walk->page = load32(block);
    if (walk->page == 0 && size == 0) return false; // zeros behind the last block, in images of old linkers
    if (size < 8 || size > left || size % 2)
        return BAD_TABLE(dir.rva + walk->block_off,
                         "base relocations: the block at +0x%x has size %u; it should be even, from 8 to %u",
                         walk->block_off, size, left);
    walk->block_size = size;
    return true;
}

bool pe_next_base_reloc(const PeImage *pe, PeBaseRelocWalk *walk, PeBaseReloc *out, Arena *arena, Message *m) {
    while (8 + 2 * walk->entry >= walk->block_size)
        if (!next_block(pe, walk, arena, m)) return false;
    u16 word = load16(walk->table.p + walk->block_off + 8 + 2 * walk->entry);
    out->type = (u8)(word >> 12);
    u64 rva = (u64)walk->page + (out->type == IMAGE_REL_BASED_ABSOLUTE ? 0 : word & 0xfff);
    if (rva + base_reloc_size(out->type) > pe->opt.size_of_image)
        return BAD_TABLE(pe->opt.directories[IMAGE_DIRECTORY_ENTRY_BASERELOC].rva + walk->block_off,
                         "base relocations: entry %u of the block for page 0x%x is outside the image (0x%x bytes)",
                         walk->entry + 1, walk->page, pe->opt.size_of_image);
    out->rva = (u32)rva;
    walk->entry += out->type == IMAGE_REL_BASED_HIGHADJ ? 2 : 1; // its second word is a number, not an entry
    return true;
}

// ---- TLS [PE: The TLS Directory] [PE: TLS Callback Functions]

bool pe_tls(const PeImage *pe, PeTls *out, Arena *arena, Message *m) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_TLS];
    u32 size = pointer_size(pe);
    u8 b[40] = {0};
    *m = (Message){0};
    if (!dir.rva) return false;
    if (!pe_read(pe, dir.rva, b, 4 * size + 8))
        return BAD_TABLE(dir.rva, "the TLS directory at RVA 0x%x is outside the image", dir.rva);
    u64 fields[4];
    for (u32 i = 0; i < 4; i++) fields[i] = size == 8 ? load64(b + 8 * i) : load32(b + 4 * i);
    *out = (PeTls){fields[0], fields[1], fields[2], fields[3], load32(b + 4 * size), load32(b + 4 * size + 4)};
    u32 from, to;
    bool has_template = out->raw_start_va || out->raw_end_va;
    if (has_template && (out->raw_end_va < out->raw_start_va || !pe_va_to_rva(pe, out->raw_start_va, &from) ||
                         (out->raw_end_va > out->raw_start_va && !pe_va_to_rva(pe, out->raw_end_va - 1, &to))))
        return BAD_TABLE(dir.rva, "TLS directory: the template 0x%llx..0x%llx is outside the image",
                         (ull)out->raw_start_va, (ull)out->raw_end_va);
    return true;
}

bool pe_next_tls_callback(const PeImage *pe, const PeTls *tls, u32 *index, u64 *callback_va, Arena *arena, Message *m) {
    u32 dir_rva = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_TLS].rva, list_rva, rva;
    *m = (Message){0};
    if (!tls->callbacks_va) return false;
    if (!pe_va_to_rva(pe, tls->callbacks_va, &list_rva) || !element_rva(list_rva, *index, pointer_size(pe), &rva) ||
        !read_pointer(pe, rva, callback_va))
        return BAD_TABLE(dir_rva, "TLS directory: entry %u of the callback list at 0x%llx is outside the image",
                         *index + 1, (ull)tls->callbacks_va);
    if (*callback_va == 0) return false;
    ++*index;
    return true;
}

// ---- Load configuration [PE: Load Configuration Layout]

bool pe_load_config(const PeImage *pe, PeLoadConfig *out, Arena *arena, Message *m) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG];
    u8 size[4];
    *m = (Message){0};
    if (!dir.rva) return false;
    if (!pe_read(pe, dir.rva, size, 4))
        return BAD_TABLE(dir.rva, "the load configuration at RVA 0x%x is outside the image", dir.rva);
    *out = (PeLoadConfig){.rva = dir.rva, .size = load32(size) ? load32(size) : dir.size};
    out->bytes = pe_at(pe, dir.rva, out->size);
    return true;
}

u64 pe_load_config_field(const PeLoadConfig *config, u32 off, u32 width) {
    if (!range_ok(off, 1, width, config->bytes.n)) return 0;
    const u8 *p = config->bytes.p + off;
    return width == 8 ? load64(p) : width == 4 ? load32(p) : load16(p);
}

// ---- Debug directory [PE: Debug Directory (Image Only)]

bool pe_next_debug(const PeImage *pe, u32 *index, PeDebug *out, Arena *arena, Message *m) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_DEBUG];
    DebugDirectoryRecord rec;
    u32 rva;
    *m = (Message){0};
    if (!dir.rva || *index >= dir.size / sizeof rec) return false;
    if (!element_rva(dir.rva, *index, sizeof rec, &rva) || !pe_read(pe, rva, &rec, sizeof rec))
        return BAD_TABLE(dir.rva, "debug directory: entry %u is outside the image", *index + 1);
    if (!pe_at(pe, rva, 1).n) // in the zero tail of a section, which may have millions that cost the file nothing
        return BAD_TABLE(dir.rva, "debug directory: entry %u is not in the file", *index + 1);
    *out = (PeDebug){
        .characteristics = get32(rec.characteristics),
        .time_stamp = get32(rec.time_stamp),
        .type = get32(rec.type),
        .major_version = get16(rec.major_version),
        .minor_version = get16(rec.minor_version),
        .data_size = get32(rec.data_size),
        .data_rva = get32(rec.data_rva),
        .data_off = get32(rec.data_off),
    };
    if (out->data_off && out->data_size) {
        if (!range_ok(out->data_off, 1, out->data_size, pe->file.n))
            return BAD_TABLE(rva, "debug directory: entry %u: %u bytes at file offset 0x%x end past the file",
                             *index + 1, out->data_size, out->data_off);
        out->data = str_slice(pe->file, out->data_off, (size_t)out->data_off + out->data_size);
    }
    ++*index;
    return true;
}

// ---- Functions [PE: The .pdata Section]

// The length of an ARM64 function, in bytes: in the record itself when its unwind data is packed, else at the start of
// the unwind data. In both it counts instructions.
static bool arm64_length(const PeImage *pe, u32 unwind, u32 *length) {
    u8 b[4];
    *length = (unwind >> 2 & 0x7ff) * 4;
    if (unwind & 3) return true;
    if (!pe_read(pe, unwind, b, 4)) return false;
    *length = (load32(b) & 0x3ffff) * 4;
    return true;
}

bool pe_next_function(const PeImage *pe, u32 *index, PeFunction *out, Arena *arena, Message *m) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION];
    bool arm64 = pe->machine == IMAGE_FILE_MACHINE_ARM64;
    u32 size = arm64 ? 8 : 12, rva;
    u8 b[12] = {0};
    *m = (Message){0};
    if (!dir.rva || (!arm64 && pe->machine != IMAGE_FILE_MACHINE_AMD64) || *index >= dir.size / size) return false;
    if (!element_rva(dir.rva, *index, size, &rva) || !pe_read(pe, rva, b, size))
        return BAD_TABLE(dir.rva, "function table: entry %u is outside the image", *index + 1);
    if (!pe_at(pe, rva, 1).n) return false; // the zero tail of a section: spare entries, perhaps millions
    *out =
        (PeFunction){.entry_rva = rva, .begin_rva = load32(b), .end_rva = load32(b + 4), .unwind_rva = load32(b + 8)};
    if (arm64) {
        u32 unwind = load32(b + 4), length;
        if (!arm64_length(pe, unwind, &length))
            return BAD_TABLE(rva, "function table: entry %u: unwind data at RVA 0x%x is outside the image", *index + 1,
                             unwind);
        out->unwind_rva = unwind & 3 ? 0 : unwind;
        out->packed = unwind & 3 ? unwind : 0;
        out->end_rva = out->begin_rva + length;
    }
    bool spare = out->begin_rva == 0 && out->end_rva == 0;
    if (!spare && (out->end_rva < out->begin_rva || out->end_rva > pe->opt.size_of_image ||
                   out->unwind_rva >= pe->opt.size_of_image))
        return BAD_TABLE(rva, "function table: entry %u (0x%x..0x%x, unwind data 0x%x) is outside the image",
                         *index + 1, out->begin_rva, out->end_rva, out->unwind_rva);
    ++*index;
    return true;
}

// ---- Resources [PE: The .rsrc Section]

// Opens the table at table_off as the walk's next level.
static bool push_resource_table(const PeImage *pe, PeResourceWalk *walk, Str tree, u32 table_off, Arena *arena,
                                Message *m) {
    u32 rva = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].rva;
    if (walk->depth == PE_RESOURCE_LEVELS)
        return BAD_TABLE(rva, "resources: the table at +0x%x is a fourth level; types, names and languages are three",
                         table_off);
    if (!range_ok(table_off, 1, sizeof(ResourceTableRecord), tree.n))
        return BAD_TABLE(rva, "resources: the table at +0x%x is outside the section", table_off);
    const ResourceTableRecord *rec = (const void *)(tree.p + table_off);
    u32 count = (u32)get16(rec->name_count) + get16(rec->id_count);
    if (!range_ok(table_off + sizeof *rec, count, sizeof(ResourceEntryRecord), tree.n))
        return BAD_TABLE(rva, "resources: the %u entries of the table at +0x%x run past the section", count, table_off);
    walk->level[walk->depth].table_off = table_off;
    walk->level[walk->depth].next = 0;
    walk->level[walk->depth].count = count;
    walk->depth++;
    return true;
}

static bool read_resource_data(const PeImage *pe, Str tree, PeResource *out, Arena *arena, Message *m) {
    u32 rva = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].rva;
    if (!range_ok(out->entry_off, 1, sizeof(ResourceDataRecord), tree.n))
        return BAD_TABLE(rva, "resources: the data entry at +0x%x is outside the section", out->entry_off);
    const ResourceDataRecord *rec = (const void *)(tree.p + out->entry_off);
    u32 size = get32(rec->size);
    out->data_rva = get32(rec->data_rva);
    out->code_page = get32(rec->code_page);
    out->data = size ? pe_at(pe, out->data_rva, size) : (Str){0};
    if (out->data.n != size)
        return BAD_TABLE(rva,
                         "resources: the data entry at +0x%x says %u bytes at RVA 0x%x, which run past their section",
                         out->entry_off, size, out->data_rva);
    return true;
}

static bool read_resource_name(const PeImage *pe, Str tree, u32 off, PeResource *out, Arena *arena, Message *m) {
    u32 rva = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].rva;
    u32 length = range_ok(off, 1, 2, tree.n) ? load16(tree.p + off) : 0;
    if (!range_ok((u64)off + 2, length, 2, tree.n))
        return BAD_TABLE(rva, "resources: the name at +0x%x runs past the section", off);
    out->has_name = true;
    out->name16 = str_slice(tree, off + 2, off + 2 + 2 * (size_t)length);
    return true;
}

bool pe_next_resource(const PeImage *pe, PeResourceWalk *walk, PeResource *out, Arena *arena, Message *m) {
    u32 rva = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].rva;
    *m = (Message){0};
    *out = (PeResource){0};
    if (!rva) return false;
    Str tree = pe_at(pe, rva, UINT32_MAX);
    if (!walk->started) {
        walk->started = true;
        if (!push_resource_table(pe, walk, tree, 0, arena, m)) return false;
    }
    while (walk->depth && walk->level[walk->depth - 1].next == walk->level[walk->depth - 1].count) walk->depth--;
    if (!walk->depth) return false;
    if (walk->visited++ > tree.n / sizeof(ResourceEntryRecord))
        return BAD_TABLE(
            rva, "resources: more entries than the section has room for: a table is its own descendant, or is shared");
    out->level = walk->depth - 1;
    u32 at = walk->level[out->level].table_off + (u32)sizeof(ResourceTableRecord) + 8 * walk->level[out->level].next++;
    u32 key = load32(tree.p + at), child = load32(tree.p + at + 4);
    out->id = key;
    if (key >> 31 && !read_resource_name(pe, tree, key & INT32_MAX, out, arena, m)) return false;
    out->is_directory = child >> 31;
    out->entry_off = child & INT32_MAX;
    if (out->is_directory) return push_resource_table(pe, walk, tree, out->entry_off, arena, m);
    return read_resource_data(pe, tree, out, arena, m);
}
