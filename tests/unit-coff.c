// unit-coff.c - objects written by coff_write.c are read back by coff.c as they were meant, at the borders of every
// encoding too; and whatever bytes an object holds, reading it neither crashes nor reads outside them.
#include "../objfmt/coff_write.h"
#include "unit.h"
#include <stdlib.h>

static Arena arena;

static bool open_bytes(CoffObject *o, Str bytes, Message *m) { return coff_open(o, &arena, bytes, STR("x.obj"), m); }

static CoffBuilder builder(u16 machine) {
    CoffBuilder b;
    coff_builder_init(&b, &arena, machine);
    return b;
}

enum { TEXT = 0x60500020, DATA = 0xc0300040, BSS = 0xc0400080 };

// ---- What goes in comes out

// One of each: long names, COMDAT with a child, zeros, absolute, common, weak, relocations.
static Str sample(bool big) {
    CoffBuilder b = builder(IMAGE_FILE_MACHINE_AMD64);
    b.force_big = big;
    b.time_stamp = 77;
    u32 text = coff_add_section(&b, STR(".text$of_a_function"), TEXT | IMAGE_SCN_LNK_COMDAT);
    u32 pdata = coff_add_section(&b, STR(".pdata"), DATA | IMAGE_SCN_LNK_COMDAT);
    u32 bss = coff_add_section(&b, STR(".bss"), BSS);
    buffer_put_str(coff_section_data(&b, text), STR("\xe8\0\0\0\0\xc3"));
    buffer_put_str(coff_section_data(&b, pdata), STR("\0\0\0\0\1\0\0\0"));
    b.sections.at[bss - 1].zero_size = 100;
    coff_add_section_symbol(&b, text, IMAGE_COMDAT_SELECT_EXACT_MATCH, 0);
    u32 f = coff_add_symbol(&b, STR("function"), (i32)text, 0, IMAGE_SYM_DTYPE_FUNCTION, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_section_symbol(&b, pdata, IMAGE_COMDAT_SELECT_ASSOCIATIVE, text);
    u32 g = coff_add_symbol(&b, STR("callee_of_it"), 0, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_symbol(&b, STR("@feat.00"), IMAGE_SYM_ABSOLUTE, 0x4000, 0, IMAGE_SYM_CLASS_STATIC);
    coff_add_symbol(&b, STR("shared"), 0, 24, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_weak(&b, STR("perhaps"), f, IMAGE_WEAK_EXTERN_SEARCH_LIBRARY);
    coff_add_symbol(&b, STR("end_of_bss"), (i32)bss, 100, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_reloc(&b, text, 1, g, IMAGE_REL_AMD64_REL32);
    coff_add_reloc(&b, pdata, 0, f, IMAGE_REL_AMD64_ADDR32NB);
    coff_add_reloc(&b, pdata, 4, f, IMAGE_REL_AMD64_ADDR32NB);
    return coff_write(&b, &arena);
}

static void check_sample(bool big) {
    CoffObject o;
    Message m;
    if (!CHECK(big ? "bigobj opens" : "object opens", open_bytes(&o, sample(big), &m))) return;
    CHECK("header", o.machine == IMAGE_FILE_MACHINE_AMD64 && o.is_big == big && o.section_count == 3 &&
                        o.symbol_count == 11 && o.time_stamp == 77);
    CoffSection text = coff_section(&o, 1), bss = coff_section(&o, 3);
    CHECK("long section name", str_eq(text.name, STR(".text$of_a_function")));
    CHECK("section data", text.size == 6 && memcmp(text.data, "\xe8\0\0\0\0\xc3", 6) == 0 && text.align == 16);
    CHECK("section of zeros", bss.size == 100 && !bss.data && bss.align == 8 && str_eq(bss.name, STR(".bss")));
    CoffRelocs relocs = coff_relocs(&o, 2);
    CHECK("relocations", relocs.count == 2 && coff_reloc(relocs, 1).section_off == 4 &&
                             coff_reloc(relocs, 1).symbol_idx == 2 && coff_reloc(relocs, 1).type == 3);
    CHECK("no relocations", coff_relocs(&o, 3).count == 0);
    CoffSymbol def = coff_symbol(&o, 0), f = coff_symbol(&o, 2), child = coff_symbol(&o, 3), abs = coff_symbol(&o, 6);
    CHECK("section definition", coff_is_section_definition(&def) && coff_aux_section(&o, 0).size == 6 &&
                                    coff_aux_section(&o, 0).selection == IMAGE_COMDAT_SELECT_EXACT_MATCH);
    CHECK("leader", str_eq(f.name, STR("function")) && f.section_num == 1 && f.type == IMAGE_SYM_DTYPE_FUNCTION &&
                        !coff_is_section_definition(&f));
    CHECK("association", coff_is_section_definition(&child) && coff_aux_section(&o, 3).associate == 1 &&
                             coff_aux_section(&o, 3).selection == IMAGE_COMDAT_SELECT_ASSOCIATIVE);
    CHECK("long symbol name", str_eq(coff_symbol(&o, 5).name, STR("callee_of_it")));
    CHECK("absolute", abs.section_num == IMAGE_SYM_ABSOLUTE && abs.value == 0x4000);
    CHECK("a name of eight bytes", str_eq(abs.name, STR("@feat.00")));
    CHECK("common", coff_symbol(&o, 7).section_num == 0 && coff_symbol(&o, 7).value == 24);
    CHECK("weak external", coff_symbol(&o, 8).storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL &&
                               coff_aux_weak(&o, 8).default_idx == 2 &&
                               coff_aux_weak(&o, 8).search == IMAGE_WEAK_EXTERN_SEARCH_LIBRARY);
    CHECK("symbol at a section's end", coff_symbol(&o, 10).value == 100);
}

// ---- Borders

static void check_reloc_count(u32 count) {
    CoffBuilder b = builder(IMAGE_FILE_MACHINE_AMD64);
    u32 s = coff_add_section(&b, STR(".data"), DATA);
    buffer_zeros(coff_section_data(&b, s), 8);
    u32 sym = coff_add_symbol(&b, STR("x"), 0, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    for (u32 i = 0; i < count; i++) coff_add_reloc(&b, s, i % 5, sym, IMAGE_REL_AMD64_ADDR32);
    CoffObject o;
    Message m;
    const char *name = (const char *)arena_printf(&arena, "%u relocations", count).p;
    bool ok = open_bytes(&o, coff_write(&b, &arena), &m);
    CoffRelocs r = ok ? coff_relocs(&o, 1) : (CoffRelocs){0};
    CHECK(name, ok && r.count == count && coff_reloc(r, count - 1).section_off == (count - 1) % 5);
    bool flag = (coff_section(&o, 1).flags & IMAGE_SCN_LNK_NRELOC_OVFL) != 0;
    CHECK("the overflow flag is set from 65535 on", flag == (count >= 65535));
}

static void check_section_count(u32 count) {
    CoffBuilder b = builder(IMAGE_FILE_MACHINE_AMD64);
    for (u32 i = 0; i < count; i++) coff_add_section(&b, STR(".data"), DATA | IMAGE_SCN_LNK_COMDAT);
    for (u32 i = 1; i < count; i++) coff_add_section_symbol(&b, i, IMAGE_COMDAT_SELECT_ASSOCIATIVE, i + 1);
    coff_add_section_symbol(&b, count, IMAGE_COMDAT_SELECT_ANY, 0);
    u32 last = coff_add_symbol(&b, STR("leader"), (i32)count, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    CoffObject o;
    Message m;
    bool ok = open_bytes(&o, coff_write(&b, &arena), &m);
    CHECK((const char *)arena_printf(&arena, "%u sections", count).p,
          ok && o.section_count == count && o.is_big == (count > 65279));
    CHECK("the last section number", ok && coff_symbol(&o, last).section_num == (i32)count);
    CHECK("a long chain of associations", ok && coff_aux_section(&o, 2 * (count - 2)).associate == count);
}

// The first section's name fills the string table, so that the second's lies at offset 4 + fill + 1.
static void check_name_offset(u32 fill, const char *expected_field) {
    CoffBuilder b = builder(IMAGE_FILE_MACHINE_I386);
    u8 *name = arena_alloc(&arena, fill);
    memset(name, 'n', fill);
    coff_add_section(&b, (Str){name, fill}, DATA);
    coff_add_section(&b, STR("second section"), DATA);
    CoffObject o;
    Message m;
    bool ok = open_bytes(&o, coff_write(&b, &arena), &m);
    CHECK(expected_field, ok && memcmp(o.sections[1].name, expected_field, strlen(expected_field)) == 0 &&
                              str_eq(coff_section(&o, 2).name, STR("second section")));
}

// The three ways in which a section of a normal object is numbered.
static void check_section_numbers(void) {
    CoffBuilder b = builder(IMAGE_FILE_MACHINE_AMD64);
    for (u32 i = 0; i < 0xfeff; i++) coff_add_section(&b, STR(".data"), DATA);
    coff_add_symbol(&b, STR("last"), 0xfeff, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_symbol(&b, STR("abs"), IMAGE_SYM_ABSOLUTE, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_symbol(&b, STR("dbg"), IMAGE_SYM_DEBUG, 0, 0, IMAGE_SYM_CLASS_FILE);
    CoffObject o;
    Message m;
    bool ok = open_bytes(&o, coff_write(&b, &arena), &m);
    CHECK("section 65279 of a normal object", ok && !o.is_big && coff_symbol(&o, 0).section_num == 0xfeff);
    CHECK("-1 is absolute", ok && coff_symbol(&o, 1).section_num == IMAGE_SYM_ABSOLUTE);
    CHECK("-2 is a debug record", ok && coff_symbol(&o, 2).section_num == IMAGE_SYM_DEBUG);
}

static void check_selection_of_ordinary_section(void) {
    CoffBuilder b = builder(IMAGE_FILE_MACHINE_AMD64);
    u32 s = coff_add_section(&b, STR(".data"), DATA);
    coff_add_section_symbol(&b, s, 9, 1);
    CoffObject o;
    Message m;
    bool ok = open_bytes(&o, coff_write(&b, &arena), &m);
    CHECK("the selection of a section that is no COMDAT does not matter", ok && coff_aux_section(&o, 0).selection == 0);
}

static void check_empty_object(void) {
    CoffBuilder b = builder(IMAGE_FILE_MACHINE_AMD64);
    CoffObject o;
    Message m;
    CHECK("an object without anything", open_bytes(&o, coff_write(&b, &arena), &m) && o.section_count == 0);
    b = builder(IMAGE_FILE_MACHINE_UNKNOWN);
    u32 to = coff_add_symbol(&b, STR("_open"), 0, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_weak(&b, STR("open"), to, IMAGE_WEAK_EXTERN_SEARCH_ALIAS);
    Str bytes = coff_write(&b, &arena);
    CHECK("an alias object of machine 0", identify_file(bytes) == FILE_TYPE_COFF && open_bytes(&o, bytes, &m));
}

// ---- Kinds of files

static void check_kinds(void) {
    static const struct {
        const char *bytes;
        size_t n;
        FileType type;
    } kinds[] = {
        {"", 0, FILE_TYPE_UNKNOWN},
        {"int main(void) { return 0; }", 28, FILE_TYPE_UNKNOWN},
        {"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24, FILE_TYPE_UNKNOWN},
        {"MZ\x90", 3, FILE_TYPE_IMAGE},
        {"!<arch>\n", 8, FILE_TYPE_ARCHIVE},
        {"!<thin>\n", 8, FILE_TYPE_THIN_ARCHIVE},
        {"\177ELF\2\1\1", 7, FILE_TYPE_ELF},
        {"BC\xc0\xde", 4, FILE_TYPE_BITCODE},
        {"\xde\xc0\x17\x0b", 4, FILE_TYPE_BITCODE},
        {"\0\0\0\0\x20\0\0\0\xff\xff\0\0\xff\xff\0\0", 16, FILE_TYPE_RES},
        {"\0\0\xff\xff\0\0\x64\x86\0\0\0\0\0\0\0\0\0\0\0\0", 20, FILE_TYPE_IMPORT_OBJECT},
        {"\0\0\xff\xff\1\0\x64\x86\0\0\0\0\x38\xfe\xb3\x0c\xa5\xd9\xab\x4d\xac\x9b\xd6\xb6\x22\x26\x53\xc2", 28,
         FILE_TYPE_LTCG_OBJECT},
        {"\x64\x86\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20, FILE_TYPE_COFF},
        {"\x64\x86", 2, FILE_TYPE_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        CHECK((const char *)arena_printf(&arena, "kind of file %zu", i).p,
              identify_file((Str){(const u8 *)kinds[i].bytes, kinds[i].n}) == kinds[i].type);
    // What is opened as an object and is something else is called by its name.
    static const struct {
        const char *bytes;
        size_t n;
        const char *name;
    } others[] = {
        {"MZ\x90", 3, "this is an EXE or DLL, not an object"},
        {"!<arch>\n", 8, "this is a library, not an object"},
        {"!<thin>\n", 8, "this is a thin archive, not an object"},
        {"\0\0\0\0\x20\0\0\0\xff\xff\0\0\xff\xff\0\0", 16, "this is a .res file, not an object"},
        {"\0\0\xff\xff\0\0\x64\x86\0\0\0\0\0\0\0\0\0\0\0\0", 20, "this is a short import record, not an object"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        CoffObject o;
        Message m = {0};
        bool ok = open_bytes(&o, (Str){(const u8 *)others[i].bytes, others[i].n}, &m);
        unit_refused(others[i].name, ok, &m, others[i].name);
    }
}

// ---- Damage

// Looks at everything that the accessors give; the sanitizers see what leaves the bytes.
static u64 walk(const CoffObject *o) {
    u64 sum = 0;
    for (u32 num = 1; num <= o->section_count; num++) {
        CoffSection s = coff_section(o, num);
        CoffRelocs relocs = coff_relocs(o, num);
        sum += s.name.n + s.align + (s.data ? s.data[0] + s.data[s.size - 1] : 0);
        for (u32 i = 0; i < relocs.count; i++) {
            CoffReloc r = coff_reloc(relocs, i);
            u32 n = coff_reloc_size(o->machine, r.type);
            for (u32 k = 0; k < n; k++) sum += s.data[r.section_off + k];
            sum += coff_symbol(o, r.symbol_idx).name.n;
        }
    }
    for (u32 idx = 0; idx < o->symbol_count;) {
        CoffSymbol s = coff_symbol(o, idx);
        sum += s.name.n + s.value;
        if (coff_is_section_definition(&s)) sum += coff_aux_section(o, idx).size;
        if (s.section_num > 0) sum += coff_section(o, (u32)s.section_num).size;
        if (s.storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL)
            sum += coff_symbol(o, coff_aux_weak(o, idx).default_idx).name.n;
        idx += 1 + s.aux_count;
    }
    return sum;
}

// The bytes are copied to a heap block of just their size, so that one byte too far is seen.
static void open_and_walk(const u8 *bytes, size_t n, u32 *opened) {
    static Arena small;
    u8 *copy = malloc(n ? n : 1);
    memcpy(copy, bytes, n);
    CoffObject o;
    Message m;
    if (coff_open(&o, &small, (Str){copy, n}, STR("x.obj"), &m)) {
        ++*opened;
        volatile u64 sum = walk(&o);
        (void)sum;
    } else if (!m.text.n) {
        CHECK("a refusal has words", false);
    }
    free(copy);
    arena_free(&small);
}

static void check_damage(bool big) {
    Str bytes = sample(big);
    u8 *copy = malloc(bytes.n);
    u32 opened = 0, random = 1;
    for (size_t n = 0; n < bytes.n; n++) open_and_walk(bytes.p, n, &opened);
    CHECK("every shorter file was refused", opened == 0);
    static const u8 values[] = {0, 1, 0x7f, 0x80, 0xfe, 0xff};
    for (size_t i = 0; i < bytes.n; i++) {
        memcpy(copy, bytes.p, bytes.n);
        for (size_t k = 0; k < sizeof values; k++) {
            copy[i] = values[k];
            open_and_walk(copy, bytes.n, &opened);
        }
    }
    for (u32 i = 0; i < 20000; i++) {
        memcpy(copy, bytes.p, bytes.n);
        for (u32 k = unit_random(&random) % 4 + 1; k > 0; k--) {
            size_t at = unit_random(&random) % bytes.n, n = bytes.n - at < 4 ? bytes.n - at : 4;
            u32 value = unit_random(&random) % 3 ? unit_random(&random) % 256 : unit_random(&random);
            memcpy(copy + at, &value, unit_random(&random) % n + 1);
        }
        open_and_walk(copy, bytes.n, &opened);
    }
    CHECK("damaged objects were read or refused", opened > 0);
    free(copy);
}

int main(void) {
    check_sample(false);
    check_sample(true);
    check_empty_object();
    static const u32 reloc_counts[] = {1, 65534, 65535, 65536, 100000};
    for (size_t i = 0; i < sizeof reloc_counts / sizeof *reloc_counts; i++) check_reloc_count(reloc_counts[i]);
    static const u32 section_counts[] = {2, 65279, 65280, 0x10001};
    for (size_t i = 0; i < sizeof section_counts / sizeof *section_counts; i++) check_section_count(section_counts[i]);
    check_section_numbers();
    check_name_offset(9, "/14");
    check_name_offset(9999994, "/9999999");
    check_name_offset(9999995, "//AAmJaA");
    check_selection_of_ordinary_section();
    check_kinds();
    check_damage(false);
    check_damage(true);
    arena_free(&arena);
    return unit_result();
}
