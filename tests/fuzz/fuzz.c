// fuzz.c - see fuzz.h.
#include "fuzz.h"

const char *fuzz_path(Arena *a, const char *name) {
    const char *folder = getenv("FUZZ_FOLDER");
    FUZZ_CHECK(folder && "FUZZ_FOLDER must name an empty folder");
    return (const char *)arena_printf(a, "%s/%s", folder, name).p;
}

// Not with file_write: renaming for each of a million inputs takes its time.
const char *fuzz_file(Arena *a, const char *name, Str bytes) {
    const char *path = fuzz_path(a, name);
    FILE *f = fopen(path, "wb");
    FUZZ_CHECK(f);
    FUZZ_CHECK(fwrite(bytes.p, 1, bytes.n, f) == bytes.n);
    FUZZ_CHECK(fclose(f) == 0);
    return path;
}

u32 fuzz_touch(Str s) {
    u32 sum = 0;
    for (size_t i = 0; i < s.n; i++) sum += s.p[i];
    return sum;
}

void fuzz_dump(Arena *a, Str bytes) {
    Diag diag = {.tool = "DUMP", .arena = a, .explain = true};
    Dump d = {.opt = {.flags = DUMP_ALL | DUMP_PDBPATH, .raw_unit = 1, .raw_per_line = 16},
              .diag = &diag,
              .arena = a,
              .out = ARENA_NEW(a, DumpOut)};
    switch (identify_file(bytes)) {
    case FILE_TYPE_ARCHIVE:
    case FILE_TYPE_THIN_ARCHIVE: dump_archive(&d, bytes, STR("fuzz")); break;
    case FILE_TYPE_IMAGE: dump_image(&d, bytes, STR("fuzz")); break;
    case FILE_TYPE_RES: dump_res(&d, bytes, STR("fuzz")); break;
    case FILE_TYPE_IMPORT_OBJECT: dump_import_object(&d, bytes, STR("fuzz")); break;
    default: dump_object(&d, bytes, STR("fuzz")); break;
    }
}

// ---- Mutations that know the fields

static u32 next_random(unsigned *seed) { return *seed = *seed * 1103515245 + 12345, *seed >> 8; }

// A value that a reader may stumble over, for a field of `width` bytes.
static u32 odd_value(unsigned *seed, u32 now, size_t file_size, u32 section_count, u32 symbol_count) {
    const u32 values[] = {0,
                          1,
                          2,
                          0xffffffff,
                          0xfffffffe,
                          0x7fffffff,
                          0x80000000,
                          0xffff,
                          0xfffc,
                          0x10000,
                          now + 1,
                          now - 1,
                          now * 2,
                          now ^ 1u << next_random(seed) % 32,
                          (u32)file_size,
                          (u32)file_size - 1,
                          (u32)file_size + 1,
                          (u32)file_size - 4,
                          section_count,
                          section_count + 1,
                          section_count - 1,
                          symbol_count,
                          symbol_count + 1,
                          symbol_count - 1};
    return values[next_random(seed) % (sizeof values / sizeof values[0])];
}

typedef struct {
    u64 off;          // of the record
    u32 count;        // of records
    u32 size;         // of one
    const u8 *widths; // of its fields, ended by 0
} Records;

// A field of a random record: its offset and width. 0 when there is none within the file.
static u64 random_field(unsigned *seed, const Records *r, size_t file_size, u32 *width) {
    if (!r->count || r->off >= file_size) return 0;
    u64 off = r->off + (u64)(next_random(seed) % r->count) * r->size;
    u32 fields = (u32)strlen((const char *)r->widths), chosen = next_random(seed) % fields;
    for (u32 i = 0; i < chosen; i++) off += r->widths[i];
    *width = r->widths[chosen];
    return off + *width <= file_size ? off : 0;
}

static bool change_field(u8 *data, size_t size, unsigned *seed) {
    static const u8 header[] = {2, 2, 4, 4, 4, 2, 2, 0}, section[] = {4, 4, 4, 4, 4, 4, 4, 4, 2, 2, 4, 0},
                    symbol[] = {4, 4, 4, 2, 2, 1, 1, 0}, reloc[] = {4, 4, 2, 0}, string_size[] = {4, 0};
    if (size < sizeof(CoffHeaderRecord)) return false;
    const CoffHeaderRecord *h = (const CoffHeaderRecord *)data;
    u32 sections = get16(h->section_count), symbols = get32(h->symbol_count), symbols_off = get32(h->symbols_off);
    const CoffSectionRecord *chosen =
        sections ? (const CoffSectionRecord *)(h + 1) + next_random(seed) % sections : NULL;
    bool has_chosen = chosen && (const u8 *)(chosen + 1) <= data + size;
    const Records kinds[] = {
        {0, 1, sizeof *h, header},
        {sizeof *h, sections, sizeof(CoffSectionRecord), section},
        {symbols_off, symbols, 18, symbol},
        {has_chosen ? get32(chosen->relocs_off) : 0, has_chosen ? get16(chosen->reloc_count) : 0, 10, reloc},
        {symbols_off + 18 * (u64)symbols, 1, 4, string_size},
    };
    u32 width = 0;
    u64 off = random_field(seed, &kinds[next_random(seed) % 5], size, &width);
    if (!width || (!off && width != 2)) return false;
    u8 bytes[4] = {0};
    memcpy(bytes, data + off, width);
    store32(bytes, odd_value(seed, load32(bytes), size, sections, symbols));
    memcpy(data + off, bytes, width);
    return true;
}

size_t fuzz_mutate_object(u8 *data, size_t size, size_t max_size, unsigned seed) {
    if (next_random(&seed) % 2 && change_field(data, size, &seed)) return size;
    return LLVMFuzzerMutate(data, size, max_size);
}
