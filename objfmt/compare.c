// compare.c - mydump /COMPARE a.exe b.exe: where two images differ, in the terms of the format rather than in bytes.
//
//      time date stamp        65538F00                65539100               explained: ...
//      section .data          virtual size 2A0        virtual size 2C0
//      import KERNEL32.dll    Sleep                   -
//
// It is meant for one question: does mylink make of these objects what link.exe makes of them? Two linkers that agree
// still differ in bytes, because one choice moves everything behind it. So imports are compared as sets, relocations
// and functions by what they cover, code with the operands of calls through the IAT looked through; and a difference
// that is known and harmless says why. Those do not count: the exit code is 0 when only they are left.
//
// The explanations are what was seen in images that Microsoft's linker made. [link.exe]
#include "dump.h"
#include <stdarg.h>
#include <stdlib.h>

typedef unsigned long long ull;

typedef struct {
    Dump *d;
    PeImage a, b;
    u32 differences, explained;
} Compare;

// One line: what, the value in a, the value in b. `why` explains it away; NULL: it counts.
static void differ(Compare *c, const char *why, Str what, Str a, Str b) {
    dump_text(c->d, "  ");
    dump_name(c->d, what);
    dump_text(c->d, "%*s ", what.n < 36 ? (int)(36 - what.n) : 0, "");
    dump_name(c->d, a);
    dump_text(c->d, "%*s | ", a.n < 24 ? (int)(24 - a.n) : 0, "");
    dump_name(c->d, b);
    if (why) dump_text(c->d, "%*s   explained: %s", b.n < 24 ? (int)(24 - b.n) : 0, "", why);
    dump_text(c->d, "\n");
    if (why) {
        c->explained++;
    } else {
        c->differences++;
    }
}

static void differ_number(Compare *c, const char *why, Str what, u64 a, u64 b) {
    if (a == b) return;
    differ(c, why, what, arena_printf(c->d->arena, "%llX", (ull)a), arena_printf(c->d->arena, "%llX", (ull)b));
}

#define TEXT(...) arena_printf(c->d->arena, __VA_ARGS__)
static const Str nothing = {(const u8 *)"-", 1};

// ---- Headers

static const char *const is_rich = "link.exe puts its Rich header between the DOS stub and the PE header";
static const char *const is_time = "the time of the link, or a hash";
static const char *const is_debug = "link.exe writes a debug directory (POGO) even when nothing asks for one";
static const char *const is_moved = "follows from the sizes of what comes before";

static bool only_one_has_debug_directory(const Compare *c) {
    return !c->a.opt.directories[IMAGE_DIRECTORY_ENTRY_DEBUG].rva !=
           !c->b.opt.directories[IMAGE_DIRECTORY_ENTRY_DEBUG].rva;
}

static void compare_headers(Compare *c) {
    const PeOptionalHeader *a = &c->a.opt, *b = &c->b.opt;
    const char *sizes = only_one_has_debug_directory(c) ? is_debug : NULL; // the records make .rdata larger
    const struct {
        const char *name, *why;
        u64 a, b;
    } fields[] = {
        {"file offset of the PE header", is_rich, c->a.pe_off, c->b.pe_off},
        {"machine", NULL, c->a.machine, c->b.machine},
        {"time date stamp", is_time, c->a.time_stamp, c->b.time_stamp},
        {"number of sections", NULL, c->a.section_count, c->b.section_count},
        {"number of symbols", NULL, c->a.symbol_count, c->b.symbol_count},
        {"characteristics", NULL, c->a.characteristics, c->b.characteristics},
        {"magic", NULL, a->magic, b->magic},
        {"linker version (major)", "another linker", a->major_linker_version, b->major_linker_version},
        {"linker version (minor)", "another linker", a->minor_linker_version, b->minor_linker_version},
        {"size of code", NULL, a->size_of_code, b->size_of_code},
        {"size of initialized data", sizes, a->size_of_initialized_data, b->size_of_initialized_data},
        {"size of uninitialized data", NULL, a->size_of_uninitialized_data, b->size_of_uninitialized_data},
        {"entry point", NULL, a->entry_rva, b->entry_rva},
        {"base of code", NULL, a->base_of_code, b->base_of_code},
        {"base of data", NULL, a->base_of_data, b->base_of_data},
        {"image base", NULL, a->image_base, b->image_base},
        {"section alignment", NULL, a->section_alignment, b->section_alignment},
        {"file alignment", NULL, a->file_alignment, b->file_alignment},
        {"operating system version (major)", NULL, a->major_os_version, b->major_os_version},
        {"operating system version (minor)", NULL, a->minor_os_version, b->minor_os_version},
        {"image version (major)", NULL, a->major_image_version, b->major_image_version},
        {"image version (minor)", NULL, a->minor_image_version, b->minor_image_version},
        {"subsystem version (major)", NULL, a->major_subsystem_version, b->major_subsystem_version},
        {"subsystem version (minor)", NULL, a->minor_subsystem_version, b->minor_subsystem_version},
        {"size of image", sizes, a->size_of_image, b->size_of_image},
        {"size of headers", NULL, a->size_of_headers, b->size_of_headers},
        {"checksum", a->checksum && b->checksum ? "the sum of bytes that differ" : NULL, a->checksum, b->checksum},
        {"subsystem", NULL, a->subsystem, b->subsystem},
        {"DLL characteristics", NULL, a->dll_characteristics, b->dll_characteristics},
        {"size of stack reserve", NULL, a->stack_reserve, b->stack_reserve},
        {"size of stack commit", NULL, a->stack_commit, b->stack_commit},
        {"size of heap reserve", NULL, a->heap_reserve, b->heap_reserve},
        {"size of heap commit", NULL, a->heap_commit, b->heap_commit},
        {"loader flags", NULL, a->loader_flags, b->loader_flags},
        {"number of directories", NULL, a->directory_count, b->directory_count},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        differ_number(c, fields[i].why, str(fields[i].name), fields[i].a, fields[i].b);
}

// ---- Sections

// The section of `there` that stands for section `idx` of `here`: names may occur twice, so of equal ones the first
// stands for the first, the second for the second. NULL when there is none.
static const PeSection *find_counterpart(const PeImage *here, u32 idx, const PeImage *there) {
    Str name = here->sections[idx].name;
    u32 before = 0;
    for (u32 i = 0; i < idx; i++) before += str_eq(here->sections[i].name, name);
    for (u32 i = 0; i < there->section_count; i++)
        if (str_eq(there->sections[i].name, name) && before-- == 0) return &there->sections[i];
    return NULL;
}

static void compare_section(Compare *c, const PeSection *a, const PeSection *b, bool *moved) {
    bool holds_debug = only_one_has_debug_directory(c) && str_eq(a->name, STR(".rdata"));
    const char *why = holds_debug ? is_debug : NULL;
    Str name = TEXT("section %s ", printable(c->d->arena, a->name));
    differ_number(c, NULL, TEXT("%.*sflags", STR_ARG(name)), a->flags, b->flags);
    differ_number(c, *moved ? is_moved : NULL, TEXT("%.*sRVA", STR_ARG(name)), a->rva, b->rva);
    differ_number(c, why, TEXT("%.*svirtual size", STR_ARG(name)), a->virtual_size, b->virtual_size);
    differ_number(c, why, TEXT("%.*sraw size", STR_ARG(name)), a->raw_size, b->raw_size);
    differ_number(c, *moved ? is_moved : NULL, TEXT("%.*sfile pointer", STR_ARG(name)), a->raw_off, b->raw_off);
    if (a->virtual_size != b->virtual_size || a->raw_size != b->raw_size) *moved = true;
}

static void put_word(Buffer *b, Str word) {
    buffer_put_str(b, word);
    buffer_put(b, " ", 1);
}

static void compare_sections(Compare *c) {
    bool moved = false;
    Buffer order_a = {.arena = c->d->arena}, order_b = {.arena = c->d->arena};
    for (u32 i = 0; i < c->a.section_count; i++) {
        const PeSection *a = &c->a.sections[i], *b = find_counterpart(&c->a, i, &c->b);
        put_word(&order_a, a->name);
        if (b) {
            compare_section(c, a, b, &moved);
        } else {
            differ(c, NULL, STR("section"), a->name, nothing);
            moved = true;
        }
    }
    for (u32 i = 0; i < c->b.section_count; i++) {
        const PeSection *b = &c->b.sections[i];
        put_word(&order_b, b->name);
        if (!find_counterpart(&c->b, i, &c->a)) differ(c, NULL, STR("section"), nothing, b->name);
    }
    if (!str_eq(buffer_str(&order_a), buffer_str(&order_b)))
        differ(c, NULL, STR("order of sections"), buffer_str(&order_a), buffer_str(&order_b));
}

// ---- Data directories

static Str place_of(Compare *c, const PeImage *pe, DataDirectory dir) {
    if (!dir.rva) return nothing;
    const PeSection *s = pe_section_of(pe, dir.rva);
    return TEXT("%X bytes in %s", dir.size, s ? printable(c->d->arena, s->name) : "the headers");
}

static void compare_directories(Compare *c) {
    static const char *const names[IMAGE_NUMBEROF_DIRECTORY_ENTRIES] = {"export",
                                                                        "import",
                                                                        "resource",
                                                                        "exception",
                                                                        "certificates",
                                                                        "base relocation",
                                                                        "debug",
                                                                        "architecture",
                                                                        "global pointer",
                                                                        "TLS",
                                                                        "load configuration",
                                                                        "bound import",
                                                                        "import address table",
                                                                        "delay import",
                                                                        "COM descriptor",
                                                                        "reserved"};
    for (u32 i = 0; i < IMAGE_NUMBEROF_DIRECTORY_ENTRIES; i++) {
        DataDirectory a = c->a.opt.directories[i], b = c->b.opt.directories[i];
        Str place_a = place_of(c, &c->a, a), place_b = place_of(c, &c->b, b);
        const char *why = i == IMAGE_DIRECTORY_ENTRY_DEBUG ? is_debug : NULL;
        if (!str_eq(place_a, place_b)) {
            differ(c, why, TEXT("%s directory", names[i]), place_a, place_b);
        } else {
            differ_number(c, why ? why : is_moved, TEXT("%s directory RVA", names[i]), a.rva, b.rva);
        }
    }
}

// ---- Imports, as a set: the order of the functions of one DLL means nothing

typedef struct {
    Str dll, function; // "Sleep", "#12"
    u32 slot_rva;
    u32 seq; // in the image's order
} ImportItem;

typedef struct {
    ImportItem *at; // sorted by DLL without regard to case, then by function
    u32 count;
    u32 *by_slot; // the same, in the order of their slots
    Str dll_order;
} ImportSet;

static Str lower(Arena *arena, Str s) {
    u8 *p = arena_alloc(arena, s.n);
    for (size_t i = 0; i < s.n; i++) p[i] = ascii_lower(s.p[i]);
    return (Str){p, s.n};
}

static int compare_items(const void *x, const void *y) {
    const ImportItem *a = x, *b = y;
    int order = str_cmp(a->dll, b->dll);
    if (!order) order = str_cmp(a->function, b->function);
    return order ? order : (a->seq > b->seq) - (a->seq < b->seq);
}

// All imports of an image; delay-loaded ones carry the DLL's name in brackets.
static bool read_imports(Compare *c, const PeImage *pe, ImportSet *set, Message *m) {
    ARRAY(ImportItem) items = {0};
    Arena *arena = c->d->arena;
    Buffer order = {.arena = arena};
    for (u32 delay = 0; delay < 2; delay++) {
        PeImportDll dll;
        PeDelayDll delayed;
        PeImport f;
        for (u32 i = 0;
             delay ? pe_next_delay_dll(pe, &i, &delayed, arena, m) : pe_next_import_dll(pe, &i, &dll, arena, m);) {
            if (delay) dll = delayed.as_dll;
            Str name = lower(arena, dll.dll);
            if (delay) name = TEXT("%s (delayed)", printable(arena, name));
            put_word(&order, name);
            for (u32 k = 0; items.count < pe_import_limit(pe) && pe_next_import(pe, &dll, &k, &f, arena, m);)
                ARRAY_PUSH(
                    arena, &items,
                    ((ImportItem){name, f.by_ordinal ? TEXT("#%u", f.ordinal) : f.name, f.slot_rva, items.count}));
            if (m->text.n) return false;
        }
        if (m->text.n) return false;
    }
    set->dll_order = buffer_str(&order);
    set->at = items.at;
    set->count = items.count;
    if (set->count) qsort(set->at, set->count, sizeof *set->at, compare_items);
    return true;
}

// Walks two sorted sets side by side; what only one has is a difference. Returns whether the slots of a DLL's functions
// are in another order.
static void compare_import_sets(Compare *c, const ImportSet *a, const ImportSet *b) {
    u32 i = 0, k = 0;
    while (i < a->count || k < b->count) {
        int order = i == a->count ? 1 : k == b->count ? -1 : str_cmp(a->at[i].dll, b->at[k].dll);
        if (!order) order = str_cmp(a->at[i].function, b->at[k].function);
        if (order < 0) {
            differ(c, NULL, TEXT("import from %s", printable(c->d->arena, a->at[i].dll)), a->at[i].function, nothing);
        } else if (order > 0) {
            differ(c, NULL, TEXT("import from %s", printable(c->d->arena, b->at[k].dll)), nothing, b->at[k].function);
        }
        if (order <= 0) i++;
        if (order >= 0) k++;
    }
    if (!str_eq(a->dll_order, b->dll_order))
        differ(c, NULL, STR("order of import descriptors"), a->dll_order, b->dll_order);
}

static bool same_slot_order(const ImportSet *a, const ImportSet *b) {
    if (a->count != b->count) return true; // reported already
    for (u32 i = 0; i < a->count; i++)
        if (a->at[i].seq != b->at[i].seq) return false;
    return true;
}

// ---- Exports

static bool read_exports(Compare *c, const PeImage *pe, PeExport **list, u32 *count, Str *dll, Message *m) {
    PeExports ex;
    *count = 0;
    *dll = nothing;
    if (!pe_exports(pe, &ex, c->d->arena, m)) return m->text.n == 0;
    *dll = ex.dll;
    if (!pe_export_list(pe, &ex, c->d->arena, list, count, m)) return false;
    u32 used = 0;
    for (u32 i = 0; i < *count; i++)
        if ((*list)[i].rva) (*list)[used++] = (*list)[i]; // the others are ordinals that are not used
    *count = used;
    return true;
}

static Str export_text(Compare *c, const PeExport *e) {
    if (e->forwarder.n)
        return TEXT("@%u %s = %s", e->ordinal, printable(c->d->arena, e->name), printable(c->d->arena, e->forwarder));
    return TEXT("@%u %s at %X", e->ordinal, e->has_name ? printable(c->d->arena, e->name) : "[NONAME]", e->rva);
}

// Both lists are in ordinal order, and names of one ordinal in name order.
static int compare_exports_order(const PeExport *a, const PeExport *b) {
    if (a->ordinal != b->ordinal) return a->ordinal < b->ordinal ? -1 : 1;
    return str_cmp(a->name, b->name);
}

static bool compare_exports(Compare *c, Message *m) {
    PeExport *a = NULL, *b = NULL;
    u32 na, nb, i = 0, k = 0;
    Str dll_a, dll_b;
    if (!read_exports(c, &c->a, &a, &na, &dll_a, m) || !read_exports(c, &c->b, &b, &nb, &dll_b, m)) return false;
    if (!str_eq(dll_a, dll_b)) differ(c, NULL, STR("name in the export directory"), dll_a, dll_b);
    while (i < na || k < nb) {
        int order = i == na ? 1 : k == nb ? -1 : compare_exports_order(&a[i], &b[k]);
        Str text_a = order <= 0 ? export_text(c, &a[i]) : nothing,
            text_b = order >= 0 ? export_text(c, &b[k]) : nothing;
        if (!str_eq(text_a, text_b)) differ(c, NULL, STR("export"), text_a, text_b);
        if (order <= 0) i++;
        if (order >= 0) k++;
    }
    return true;
}

// ---- Base relocations and functions: lists of numbers that should be the same

typedef ARRAY(u64) Numbers;

static bool read_base_relocs(Compare *c, const PeImage *pe, Numbers *out, Message *m) {
    PeBaseRelocWalk walk = {0};
    PeBaseReloc r;
    while (pe_next_base_reloc(pe, &walk, &r, c->d->arena, m))
        if (r.type != IMAGE_REL_BASED_ABSOLUTE) ARRAY_PUSH(c->d->arena, out, (u64)r.rva << 8 | r.type);
    return m->text.n == 0;
}

static bool read_functions(Compare *c, const PeImage *pe, Numbers *out, Message *m) {
    PeFunction f;
    for (u32 i = 0; pe_next_function(pe, &i, &f, c->d->arena, m);)
        if (f.end_rva) ARRAY_PUSH(c->d->arena, out, (u64)f.begin_rva << 32 | f.end_rva);
    return m->text.n == 0;
}

static int compare_numbers(const void *x, const void *y) {
    u64 a = *(const u64 *)x, b = *(const u64 *)y;
    return (a > b) - (a < b);
}

static Str number_text(Compare *c, u64 value, bool functions) {
    if (functions) return TEXT("%X..%X", (u32)(value >> 32), (u32)value);
    return TEXT("%X", (u32)(value >> 8));
}

// Addresses in .rdata lie elsewhere when the debug directory and its records stand before them.
static const char *why_moved(Compare *c, const PeImage *pe, u64 value, bool functions) {
    const PeSection *s = functions ? NULL : pe_section_of(pe, (u32)(value >> 8));
    return s && only_one_has_debug_directory(c) && str_eq(s->name, STR(".rdata")) ? is_debug : NULL;
}

// What only one image has: all that counts, the first few of what is explained.
static void compare_lists(Compare *c, const char *what, Numbers *a, Numbers *b, bool functions) {
    enum { SHOWN = 5 };
    u32 i = 0, k = 0, only_a = 0, only_b = 0;
    if (a->count) qsort(a->at, a->count, sizeof *a->at, compare_numbers);
    if (b->count) qsort(b->at, b->count, sizeof *b->at, compare_numbers);
    while (i < a->count || k < b->count) {
        int order = i == a->count ? 1 : k == b->count ? -1 : compare_numbers(&a->at[i], &b->at[k]);
        const char *why = order == 0  ? NULL
                          : order < 0 ? why_moved(c, &c->a, a->at[i], functions)
                                      : why_moved(c, &c->b, b->at[k], functions);
        if (order < 0 && (only_a++ < SHOWN || !why))
            differ(c, why, str(what), number_text(c, a->at[i], functions), nothing);
        if (order > 0 && (only_b++ < SHOWN || !why))
            differ(c, why, str(what), nothing, number_text(c, b->at[k], functions));
        if (order <= 0) i++;
        if (order >= 0) k++;
    }
    if (only_a > SHOWN || only_b > SHOWN)
        dump_text(c->d, "  %s: %u only in the first, %u only in the second image\n", what, only_a, only_b);
}

// ---- Bytes of sections, call operands looked through

static const ImportItem *item_at_slot(const ImportSet *set, u32 rva) {
    u32 low = 0, high = set->count;
    while (low < high) {
        u32 mid = low + (high - low) / 2;
        if (set->at[set->by_slot[mid]].slot_rva < rva) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low < set->count && set->at[set->by_slot[low]].slot_rva == rva ? &set->at[set->by_slot[low]] : NULL;
}

typedef struct {
    u32 slot_rva, item;
} SlotKey;

static int compare_slots(const void *x, const void *y) {
    const SlotKey *a = x, *b = y;
    if (a->slot_rva != b->slot_rva) return a->slot_rva < b->slot_rva ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

static void index_slots(Compare *c, ImportSet *set) {
    SlotKey *keys = ARENA_ARRAY(c->d->arena, SlotKey, set->count);
    for (u32 i = 0; i < set->count; i++) keys[i] = (SlotKey){set->at[i].slot_rva, i};
    if (set->count) qsort(keys, set->count, sizeof *keys, compare_slots);
    set->by_slot = ARENA_ARRAY(c->d->arena, u32, set->count);
    for (u32 i = 0; i < set->count; i++) set->by_slot[i] = keys[i].item;
}

// The bytes of a section with every address in it (each has a base relocation) made an RVA, so that images of different
// bases compare equal.
static Str without_base(Compare *c, const PeImage *pe, const PeSection *s, const Numbers *relocs) {
    Str data = pe_at(pe, s->rva, s->virtual_size);
    u8 *copy = arena_alloc(c->d->arena, data.n);
    if (data.n) memcpy(copy, data.p, data.n);
    for (u32 i = 0; i < relocs->count; i++) {
        u64 rva = relocs->at[i] >> 8, off = rva - s->rva;
        u8 type = (u8)relocs->at[i];
        if (rva < s->rva) continue;
        if (type == IMAGE_REL_BASED_DIR64 && range_ok(off, 1, 8, data.n))
            store64(copy + off, load64(copy + off) - pe->opt.image_base);
        if (type == IMAGE_REL_BASED_HIGHLOW && range_ok(off, 1, 4, data.n))
            store32(copy + off, load32(copy + off) - (u32)pe->opt.image_base);
    }
    return (Str){copy, data.n};
}

// The RVA that a 4-byte operand ending at `end_rva` refers to: relative to its end on x64; on x86 an address, which is
// an RVA here already unless the image has no base relocations.
static u32 operand_target(const PeImage *pe, u32 end_rva, const u8 *operand) {
    if (pe->is_pe32_plus) return end_rva + load32(operand);
    return load32(operand) - (pe->opt.directories[IMAGE_DIRECTORY_ENTRY_BASERELOC].rva ? 0 : (u32)pe->opt.image_base);
}

// True when byte i, which differs, belongs to an operand that names the same import in both images. *next: the byte
// behind it.
static bool is_import_operand(const Compare *c, const ImportSet *sets, const PeSection *a, const PeSection *b, Str da,
                              Str db, u32 i, u32 *next) {
    for (u32 k = i < 3 ? 0 : i - 3; k <= i && k + 4 <= da.n; k++) {
        const ImportItem *x = item_at_slot(&sets[0], operand_target(&c->a, a->rva + k + 4, da.p + k));
        const ImportItem *y = item_at_slot(&sets[1], operand_target(&c->b, b->rva + k + 4, db.p + k));
        if (!x || !y || !str_eq(x->dll, y->dll) || !str_eq(x->function, y->function)) continue;
        *next = k + 4;
        return true;
    }
    return false;
}

static void compare_bytes(Compare *c, const ImportSet *sets, const Numbers *relocs, const PeSection *a,
                          const PeSection *b) {
    Str da = without_base(c, &c->a, a, &relocs[0]), db = without_base(c, &c->b, b, &relocs[1]);
    u32 different = 0, operands = 0, first = 0;
    if (da.n != db.n) return; // the sizes have been compared
    for (u32 i = 0; i < da.n;) {
        u32 next = i + 1;
        if (da.p[i] != db.p[i]) {
            if (is_import_operand(c, sets, a, b, da, db, i, &next)) {
                operands++;
            } else if (different++ == 0) {
                first = a->rva + i;
            }
        }
        i = next;
    }
    const char *name = printable(c->d->arena, a->name);
    if (operands)
        differ(c, "the order inside a DLL's group of slots is another", TEXT("bytes of %s", name),
               TEXT("%u call operands", operands), STR("name the same imports"));
    if (different)
        differ(c, NULL, TEXT("bytes of %s", name), TEXT("%u of %zX differ", different, da.n),
               TEXT("the first at RVA %X", first));
}

// Tables were compared by meaning; their bytes need not be equal.
static bool holds_tables(const PeImage *pe, const PeSection *s) {
    for (u32 i = 0; i < IMAGE_NUMBEROF_DIRECTORY_ENTRIES; i++)
        if (pe->opt.directories[i].rva && pe_section_of(pe, pe->opt.directories[i].rva) == s) return true;
    return false;
}

static void compare_contents(Compare *c, ImportSet *sets, const Numbers *relocs) {
    index_slots(c, &sets[0]);
    index_slots(c, &sets[1]);
    for (u32 i = 0; i < c->a.section_count; i++) {
        const PeSection *a = &c->a.sections[i], *b = find_counterpart(&c->a, i, &c->b);
        if (b && !holds_tables(&c->a, a) && !holds_tables(&c->b, b)) compare_bytes(c, sets, relocs, a, b);
    }
}

// ---- The two images

static bool compare_tables(Compare *c, Message *m) {
    ImportSet sets[2] = {0};
    Numbers relocs[2] = {0}, functions[2] = {0};
    if (!read_imports(c, &c->a, &sets[0], m) || !read_imports(c, &c->b, &sets[1], m)) return false;
    compare_import_sets(c, &sets[0], &sets[1]);
    if (!same_slot_order(&sets[0], &sets[1]))
        differ(c, "link.exe's order is that of an unstable sort", STR("order inside IAT groups"), STR("one"),
               STR("another"));
    if (!compare_exports(c, m)) return false;
    if (!read_base_relocs(c, &c->a, &relocs[0], m) || !read_base_relocs(c, &c->b, &relocs[1], m)) return false;
    compare_lists(c, "base relocation at RVA", &relocs[0], &relocs[1], false);
    if (!read_functions(c, &c->a, &functions[0], m) || !read_functions(c, &c->b, &functions[1], m)) return false;
    compare_lists(c, "function in .pdata", &functions[0], &functions[1], true);
    compare_contents(c, sets, relocs);
    return true;
}

enum { MOST_SECTIONS = 1000 }; // sections are looked up one by one

bool compare_images(Dump *d, Str a, Str a_name, Str b, Str b_name) {
    Compare c = {.d = d};
    Message m = {0};
    if (!pe_open(&c.a, d->arena, a, a_name, &m) || !pe_open(&c.b, d->arena, b, b_name, &m)) {
        dump_error(d, &m);
        return false;
    }
    if (c.a.section_count > MOST_SECTIONS || c.b.section_count > MOST_SECTIONS) {
        bad_file(&m, d->arena, c.a.section_count > MOST_SECTIONS ? a_name : b_name, 1107, 0,
                 "more than %d sections, which Windows would not load", (int)MOST_SECTIONS);
        dump_error(d, &m);
        return false;
    }
    dump_line(d, "\nCompare ", a_name);
    dump_line(d, "   with ", b_name);
    dump_text(d, "\n");
    compare_headers(&c);
    compare_sections(&c);
    compare_directories(&c);
    if (!compare_tables(&c, &m)) {
        dump_error(d, &m);
        return false;
    }
    dump_text(d, "\n  %u difference%s, %u explained\n", c.differences, c.differences == 1 ? "" : "s", c.explained);
    return c.differences == 0;
}
