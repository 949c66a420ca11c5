// pe.c - the headers of an image, checked, and the two questions every table reader asks: where in the file is this
// RVA, and what is there?
//
//      file                                     memory
//      0     [DOS header, stub, PE headers]     base        [headers]                size_of_headers bytes
//      400h  [.text raw data   ]                base+1000h  [.text              ]    virtual_size; rounded up to a page
//      600h  [.data raw]                        base+2000h  [.data | zeros......]    the raw data may be shorter: zeros
//
// The file is packed, memory is spread out in pages, and everything inside the image speaks in RVAs. So a reader of a
// file on disk translates each RVA by finding the section it is in. pe_open() checks that sections ascend and do not
// overlap, which makes that a binary search, and that their raw data lies inside the file, which makes the answer safe
// to read.
//
// Images are read more liberally than objects: old linkers, packers and hand-made files differ in everything that
// Windows does not look at. What is refused here is what no reader could make sense of. [PE: Overview] [PE: Section
// Table (Section Headers)]
#include "pe.h"

typedef unsigned long long ull;

// ---- Headers

//> find-pe-signature
static bool read_dos_header(PeImage *pe, Arena *arena, Message *m) {
    if (!str_starts(pe->file, STR("MZ")) || pe->file.n < sizeof(DosHeaderRecord))
        return bad_file(m, arena, pe->name, 1107, 0, "not an image: no DOS header (MZ and 62 bytes more)");
    const DosHeaderRecord *dos = (const void *)pe->file.p;
    pe->pe_off = get32(dos->lfanew);
    if (!range_ok(pe->pe_off, 1, 4 + sizeof(CoffHeaderRecord), pe->file.n) ||
        memcmp(pe->file.p + pe->pe_off, "PE\0", 4) != 0)
        return bad_file(
            m, arena, pe->name, 1107, 0x3c,
            "not a Windows image: no PE signature at 0x%x, where the DOS header says it is (a DOS or 16-bit program?)",
            pe->pe_off);
    return true;
}
//< find-pe-signature

// From section_alignment on to dll_characteristics both forms of the optional header have the same offsets.
static void decode_common(PeOptionalHeader *o, const Pe32HeaderRecord *rec) {
    o->major_linker_version = rec->major_linker_version;
    o->minor_linker_version = rec->minor_linker_version;
    o->size_of_code = get32(rec->size_of_code);
    o->size_of_initialized_data = get32(rec->size_of_initialized_data);
    o->size_of_uninitialized_data = get32(rec->size_of_uninitialized_data);
    o->entry_rva = get32(rec->entry_rva);
    o->base_of_code = get32(rec->base_of_code);
    o->section_alignment = get32(rec->section_alignment);
    o->file_alignment = get32(rec->file_alignment);
    o->major_os_version = get16(rec->major_os_version);
    o->minor_os_version = get16(rec->minor_os_version);
    o->major_image_version = get16(rec->major_image_version);
    o->minor_image_version = get16(rec->minor_image_version);
    o->major_subsystem_version = get16(rec->major_subsystem_version);
    o->minor_subsystem_version = get16(rec->minor_subsystem_version);
    o->win32_version_value = get32(rec->win32_version_value);
    o->size_of_image = get32(rec->size_of_image);
    o->size_of_headers = get32(rec->size_of_headers);
    o->checksum = get32(rec->checksum);
    o->subsystem = get16(rec->subsystem);
    o->dll_characteristics = get16(rec->dll_characteristics);
}

static void decode_pe32(PeOptionalHeader *o, const Pe32HeaderRecord *rec) {
    o->base_of_data = get32(rec->base_of_data);
    o->image_base = get32(rec->image_base);
    o->stack_reserve = get32(rec->stack_reserve);
    o->stack_commit = get32(rec->stack_commit);
    o->heap_reserve = get32(rec->heap_reserve);
    o->heap_commit = get32(rec->heap_commit);
    o->loader_flags = get32(rec->loader_flags);
    o->directory_count = get32(rec->directory_count);
}

static void decode_pe32_plus(PeOptionalHeader *o, const Pe32PlusHeaderRecord *rec) {
    o->image_base = get64(rec->image_base);
    o->stack_reserve = get64(rec->stack_reserve);
    o->stack_commit = get64(rec->stack_commit);
    o->heap_reserve = get64(rec->heap_reserve);
    o->heap_commit = get64(rec->heap_commit);
    o->loader_flags = get32(rec->loader_flags);
    o->directory_count = get32(rec->directory_count);
}

// Directories beyond the sixteenth have no meaning and are passed over, as Windows does.
static bool read_directories(PeImage *pe, Arena *arena, u64 off, u64 room, Message *m) {
    u32 count = pe->opt.directory_count < IMAGE_NUMBEROF_DIRECTORY_ENTRIES ? pe->opt.directory_count
                                                                           : IMAGE_NUMBEROF_DIRECTORY_ENTRIES;
    if (count > room / sizeof(DataDirectoryRecord))
        return bad_file(m, arena, pe->name, 1107, off, "%u data directories do not fit into the optional header's size",
                        count);
    const DataDirectoryRecord *rec = (const void *)(pe->file.p + off);
    for (u32 i = 0; i < count; i++) pe->opt.directories[i] = (DataDirectory){get32(rec[i].rva), get32(rec[i].size)};
    return true;
}

static bool read_optional_header(PeImage *pe, Arena *arena, u64 off, u32 size, Message *m) {
    if (size < 2 || !range_ok(off, 1, size, pe->file.n))
        return bad_file(m, arena, pe->name, 1107, off,
                        "the optional header (%u bytes) is missing or runs past the file", size);
    u16 magic = load16(pe->file.p + off);
    u32 fixed = magic == PE32_PLUS_MAGIC ? sizeof(Pe32PlusHeaderRecord) : sizeof(Pe32HeaderRecord);
    if (magic != PE32_MAGIC && magic != PE32_PLUS_MAGIC)
        return bad_file(m, arena, pe->name, 1107, off,
                        "optional header magic 0x%x is neither PE32 (10B) nor PE32+ (20B)", magic);
    if (size < fixed)
        return bad_file(m, arena, pe->name, 1107, off, "the optional header has %u bytes; this kind needs %u", size,
                        fixed);
    const void *rec = pe->file.p + off;
    pe->is_pe32_plus = magic == PE32_PLUS_MAGIC;
    pe->opt.magic = magic;
    decode_common(&pe->opt, rec);
    if (pe->is_pe32_plus) {
        decode_pe32_plus(&pe->opt, rec);
    } else {
        decode_pe32(&pe->opt, rec);
    }
    return read_directories(pe, arena, off + fixed, size - fixed, m);
}

static bool check_optional_header(const PeImage *pe, Arena *arena, u64 off, Message *m) {
    const PeOptionalHeader *o = &pe->opt;
    if (!is_pow2(o->section_alignment) || !is_pow2(o->file_alignment) || o->file_alignment > o->section_alignment)
        return bad_file(
            m, arena, pe->name, 1107, off + 32,
            "section alignment 0x%x and file alignment 0x%x should be powers of two, the second not the larger",
            o->section_alignment, o->file_alignment);
    if (o->size_of_headers > pe->file.n)
        return bad_file(m, arena, pe->name, 1107, off + 60, "the headers' size, 0x%x, is more than the file's, 0x%llx",
                        o->size_of_headers, (ull)pe->file.n);
    if (o->size_of_headers > o->size_of_image)
        return bad_file(m, arena, pe->name, 1107, off + 56,
                        "the image's size, 0x%x, is less than that of its headers, 0x%x", o->size_of_image,
                        o->size_of_headers);
    if (o->entry_rva && o->entry_rva >= o->size_of_image)
        return bad_file(m, arena, pe->name, 1107, off + 16,
                        "the entry point, RVA 0x%x, is outside the image (0x%x bytes)", o->entry_rva, o->size_of_image);
    return true;
}

// ---- Sections

// The string table follows the COFF symbol table, in images of GNU tools. Empty when there is none that makes sense.
static Str image_strings(const PeImage *pe) {
    u64 off = pe->symbols_off + (u64)pe->symbol_count * 18;
    if (!pe->symbols_off || !range_ok(off, 1, 4, pe->file.n)) return (Str){0};
    u32 size = load32(pe->file.p + off);
    if (size < 4 || !range_ok(off, 1, size, pe->file.n)) return (Str){0};
    return str_slice(pe->file, (size_t)off, (size_t)(off + size));
}

// "/123" is an offset into the string table; when that does not hold, the name stays as it is.
static Str section_name(Str strings, const CoffSectionRecord *rec) {
    Str field = {rec->name, sizeof rec->name};
    field.n = str_find(field, 0);
    if (field.n < 2 || field.p[0] != '/' || !strings.n) return field;
    u32 off = 0;
    for (size_t i = 1; i < field.n; i++) {
        if (field.p[i] < '0' || field.p[i] > '9') return field;
        off = off * 10 + (field.p[i] - '0'); // at most 7 digits
    }
    if (off < 4 || off >= strings.n) return field;
    Str rest = str_slice(strings, off, strings.n);
    size_t n = str_find(rest, 0);
    return n < rest.n ? str_slice(rest, 0, n) : field;
}

// The bytes a section takes in memory: some old linkers leave the virtual size 0 and mean the raw size.
static u32 memory_size(const PeSection *s) { return s->virtual_size ? s->virtual_size : s->raw_size; }

static bool check_section(const PeImage *pe, Arena *arena, u32 i, u64 table_off, Message *m) {
    const PeSection *s = &pe->sections[i];
    u64 rec_off = table_off + (u64)i * sizeof(CoffSectionRecord), end = (u64)s->rva + memory_size(s);
    u64 before = i ? (u64)s[-1].rva + memory_size(&s[-1]) : pe->opt.size_of_headers;
    const char *name = printable(arena, s->name);
    if (s->raw_size && !range_ok(s->raw_off, 1, s->raw_size, pe->file.n))
        return bad_file(m, arena, pe->name, 1107, rec_off,
                        "section %u '%s': raw data 0x%x..0x%llx ends past the file (0x%llx bytes)", i + 1, name,
                        s->raw_off, (ull)s->raw_off + s->raw_size, (ull)pe->file.n);
    if (s->rva & (pe->opt.section_alignment - 1))
        return bad_file(m, arena, pe->name, 1107, rec_off + 12,
                        "section %u '%s': RVA 0x%x is not a multiple of the section alignment 0x%x", i + 1, name,
                        s->rva, pe->opt.section_alignment);
    if (s->rva < before)
        return bad_file(m, arena, pe->name, 1107, rec_off + 12,
                        "section %u '%s': RVA 0x%x is inside what comes before it, up to 0x%llx", i + 1, name, s->rva,
                        (ull)before);
    if (end > align_up(pe->opt.size_of_image, pe->opt.section_alignment))
        return bad_file(m, arena, pe->name, 1107, rec_off + 8,
                        "section %u '%s': its end, RVA 0x%llx, is past the image's size, 0x%x", i + 1, name, (ull)end,
                        pe->opt.size_of_image);
    return true;
}

static bool read_sections(PeImage *pe, Arena *arena, u64 table_off, Message *m) {
    if (!range_ok(table_off, pe->section_count, sizeof(CoffSectionRecord), pe->file.n))
        return bad_file(m, arena, pe->name, 1107, table_off, "%u section headers run past the file", pe->section_count);
    const CoffSectionRecord *rec = (const void *)(pe->file.p + table_off);
    Str strings = image_strings(pe);
    pe->sections = ARENA_ARRAY(arena, PeSection, pe->section_count);
    for (u32 i = 0; i < pe->section_count; i++) {
        pe->sections[i] = (PeSection){
            .name = section_name(strings, &rec[i]),
            .rva = get32(rec[i].virtual_address),
            .virtual_size = get32(rec[i].virtual_size),
            .raw_off = get32(rec[i].raw_off),
            .raw_size = get32(rec[i].raw_size),
            .flags = get32(rec[i].flags),
        };
        if (!check_section(pe, arena, i, table_off, m)) return false;
    }
    return true;
}

bool pe_open(PeImage *pe, Arena *arena, Str bytes, Str name, Message *m) {
    *pe = (PeImage){.file = bytes, .name = name};
    if (!read_dos_header(pe, arena, m)) return false;
    const CoffHeaderRecord *rec = (const void *)(bytes.p + pe->pe_off + 4);
    pe->machine = get16(rec->machine);
    pe->characteristics = get16(rec->characteristics);
    pe->time_stamp = get32(rec->time_stamp);
    pe->symbols_off = get32(rec->symbols_off);
    pe->symbol_count = get32(rec->symbol_count);
    pe->section_count = get16(rec->section_count);
    u64 opt_off = (u64)pe->pe_off + 4 + sizeof *rec;
    u32 opt_size = get16(rec->optional_header_size);
    return read_optional_header(pe, arena, opt_off, opt_size, m) && check_optional_header(pe, arena, opt_off, m) &&
           read_sections(pe, arena, opt_off + opt_size, m);
}

// ---- From RVAs to bytes

// The last section that starts at or before rva; NULL when there is none.
static const PeSection *section_before(const PeImage *pe, u32 rva) {
    u32 low = 0, high = pe->section_count; // sections[low - 1].rva <= rva < sections[high].rva
    while (low < high) {
        u32 mid = low + (high - low) / 2;
        if (pe->sections[mid].rva <= rva) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low ? &pe->sections[low - 1] : NULL;
}

// Memory comes in pages: what is behind the section's last byte, up to the alignment, is there too.
static u64 mapped_size(const PeImage *pe, const PeSection *s) {
    return align_up(memory_size(s), pe->opt.section_alignment);
}

const PeSection *pe_section_of(const PeImage *pe, u32 rva) {
    const PeSection *s = section_before(pe, rva);
    return s && rva - s->rva < mapped_size(pe, s) ? s : NULL;
}

Str pe_at(const PeImage *pe, u32 rva, u32 want) {
    const PeSection *s = pe_section_of(pe, rva);
    u64 from = rva, end = pe->opt.size_of_headers;
    if (s) {
        u64 used = s->raw_size < mapped_size(pe, s) ? s->raw_size : mapped_size(pe, s);
        from = (u64)s->raw_off + (rva - s->rva);
        end = s->raw_off + used;
    }
    if (from >= end) return (Str){0};
    u64 n = end - from < want ? end - from : want;
    return str_slice(pe->file, (size_t)from, (size_t)(from + n));
}

bool pe_read(const PeImage *pe, u32 rva, void *to, u32 n) {
    Str got = pe_at(pe, rva, n);
    if (got.n) memcpy(to, got.p, got.n);
    if (got.n == n) return true;
    const PeSection *s = pe_section_of(pe, rva);
    if (!s || (u64)(rva - s->rva) + n > mapped_size(pe, s)) return false;
    memset((u8 *)to + got.n, 0, n - got.n);
    return true;
}

bool pe_string(const PeImage *pe, u32 rva, Str *s) {
    enum { LONGEST = 0xffff }; // a bound on work: many table entries may point into one run without a NUL
    Str got = pe_at(pe, rva, LONGEST + 1);
    size_t n = str_find(got, 0);
    u8 next;
    *s = (Str){got.p, n};
    if (n < got.n) return true;
    return n <= LONGEST && n <= UINT32_MAX - rva && pe_read(pe, rva + (u32)n, &next, 1) &&
           next == 0; // ends in the zero tail
}

bool pe_va_to_rva(const PeImage *pe, u64 va, u32 *rva) {
    if (va < pe->opt.image_base || va - pe->opt.image_base >= pe->opt.size_of_image) return false;
    *rva = (u32)(va - pe->opt.image_base);
    return true;
}

// ---- Small things

// The sum of 16-bit words with end-around carry is the sum modulo 65535, so it may as well be taken over 32-bit words
// and folded once. [link.exe]
u32 pe_checksum_add(u32 state, const void *bytes, u64 n) {
    const u8 *p = bytes;
    u64 sum = state, i = 0;
    for (; i + 4 <= n; i += 4) sum += load32(p + i);
    for (; i + 2 <= n; i += 2) sum += load16(p + i);
    if (i < n) sum += p[i];
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    return (u32)sum;
}

const char *pe_subsystem_name(u16 subsystem) {
    switch (subsystem) {
    case IMAGE_SUBSYSTEM_NATIVE: return "Native";
    case IMAGE_SUBSYSTEM_WINDOWS_GUI: return "Windows GUI";
    case IMAGE_SUBSYSTEM_WINDOWS_CUI: return "Windows CUI";
    case IMAGE_SUBSYSTEM_POSIX_CUI: return "Posix CUI";
    case IMAGE_SUBSYSTEM_WINDOWS_CE_GUI: return "Windows CE GUI";
    case IMAGE_SUBSYSTEM_EFI_APPLICATION: return "EFI Application";
    case IMAGE_SUBSYSTEM_EFI_BOOT_SERVICE_DRIVER: return "EFI Boot Service Driver";
    case IMAGE_SUBSYSTEM_EFI_RUNTIME_DRIVER: return "EFI Runtime Driver";
    case IMAGE_SUBSYSTEM_EFI_ROM: return "EFI ROM";
    case IMAGE_SUBSYSTEM_XBOX: return "Xbox";
    case IMAGE_SUBSYSTEM_WINDOWS_BOOT_APPLICATION: return "Windows Boot Application";
    default: return "unknown";
    }
}
