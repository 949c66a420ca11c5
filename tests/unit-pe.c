// unit-pe.c - images: one small image with every table is read field by field, then broken in one place at a time. Each
// break must be refused in words that say where; none may crash.
#include "../objfmt/pe.h"
#include "unit.h"

static Arena arena;

// The image: headers in 200h bytes, then one section at RVA 1000h with 1000h bytes in the file and 1000h zeros behind
// them. RVA r is at file offset r - E00h.
enum {
    RVA = 0x1000,
    RAW = 0x200,
    PE_OFF = 0x80,
    OPT = PE_OFF + 24,
    IMPORTS = RVA + 0x100, // two descriptors: the null one ends the table
    ILT = RVA + 0x140,
    IAT = RVA + 0x160,
    HINT_NAME = RVA + 0x180,
    DLL_NAME = RVA + 0x190,
    EXPORTS = RVA + 0x200,
    ADDRESSES = RVA + 0x240,
    NAMES = RVA + 0x260,
    ORDINALS = RVA + 0x280,
    STRINGS = RVA + 0x2a0,
    RELOCS = RVA + 0x300,
    TLS = RVA + 0x400,
    CALLBACKS = RVA + 0x440,
    CONFIG = RVA + 0x500,
    DEBUG = RVA + 0x600,
    FUNCTIONS = RVA + 0x700,
    RESOURCES = RVA + 0x800,
    DELAY = RVA + 0x900,
    SIZE = RAW + 0x1000,
};
#define BASE 0x140000000ull

static u8 image[SIZE];

static u8 *at(u32 rva) { return &image[rva - RVA + RAW]; }

static void directory(u32 idx, u32 rva, u32 size) {
    store32(&image[OPT + 112 + 8 * idx], rva);
    store32(&image[OPT + 112 + 8 * idx + 4], size);
}

static void make_headers(void) {
    memset(image, 0, sizeof image);
    memcpy(image, "MZ", 2);
    store32(&image[0x3c], PE_OFF);
    memcpy(&image[PE_OFF], "PE\0", 4);
    store16(&image[PE_OFF + 4], IMAGE_FILE_MACHINE_AMD64);
    store16(&image[PE_OFF + 6], 1);
    store16(&image[PE_OFF + 20], 240);
    store16(&image[OPT], PE32_PLUS_MAGIC);
    store32(&image[OPT + 16], RVA); // entry
    store64(&image[OPT + 24], BASE);
    store32(&image[OPT + 32], 0x1000);
    store32(&image[OPT + 36], 0x200);
    store32(&image[OPT + 56], 0x3000); // size of image
    store32(&image[OPT + 60], RAW);
    store16(&image[OPT + 68], IMAGE_SUBSYSTEM_WINDOWS_CUI);
    store32(&image[OPT + 108], 16);
    u8 *s = &image[OPT + 240];
    memcpy(s, ".all", 4);
    store32(s + 8, 0x2000);
    store32(s + 12, RVA);
    store32(s + 16, 0x1000);
    store32(s + 20, RAW);
    store32(s + 36, 0x60000020);
}

static void make_imports(void) {
    directory(IMAGE_DIRECTORY_ENTRY_IMPORT, IMPORTS, 40);
    store32(at(IMPORTS), ILT);
    store32(at(IMPORTS) + 12, DLL_NAME);
    store32(at(IMPORTS) + 16, IAT);
    store64(at(ILT), HINT_NAME);
    store64(at(ILT) + 8, 0x8000000000000007);
    memcpy(at(IAT), at(ILT), 16);
    store16(at(HINT_NAME), 5);
    memcpy(at(HINT_NAME) + 2, "Sleep", 6);
    memcpy(at(DLL_NAME), "KERNEL32.dll", 13);
    directory(IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT, DELAY, 64);
    store32(at(DELAY), 1);
    store32(at(DELAY) + 4, DLL_NAME);
    store32(at(DELAY) + 12, IAT);
    store32(at(DELAY) + 16, ILT);
}

// Ordinals from 10: `one` (twice named), a hole, a forwarder by the name fwd.
static void make_exports(void) {
    directory(IMAGE_DIRECTORY_ENTRY_EXPORT, EXPORTS, 0x100);
    u8 *d = at(EXPORTS);
    store32(d + 12, STRINGS);
    store32(d + 16, 10);
    store32(d + 20, 3);
    store32(d + 24, 3);
    store32(d + 28, ADDRESSES);
    store32(d + 32, NAMES);
    store32(d + 36, ORDINALS);
    store32(at(ADDRESSES), RVA);
    store32(at(ADDRESSES) + 8, STRINGS + 0x20);
    store32(at(NAMES), STRINGS + 8);
    store32(at(NAMES) + 4, STRINGS + 12);
    store32(at(NAMES) + 8, STRINGS + 16);
    store16(at(ORDINALS), 2);
    memcpy(at(STRINGS), "me.dll\0\0fwd\0one\0two", 20);
    memcpy(at(STRINGS) + 0x20, "OTHER.#12", 10);
}

static void make_others(void) {
    directory(IMAGE_DIRECTORY_ENTRY_BASERELOC, RELOCS, 24);
    store32(at(RELOCS), RVA);
    store32(at(RELOCS) + 4, 12);
    store16(at(RELOCS) + 8, 0xa123);
    store32(at(RELOCS) + 12, RVA + 0x1000);
    store32(at(RELOCS) + 16, 12);
    store16(at(RELOCS) + 20, 0x3ffc);
    directory(IMAGE_DIRECTORY_ENTRY_TLS, TLS, 40);
    store64(at(TLS), BASE + RVA);
    store64(at(TLS) + 8, BASE + RVA + 16);
    store64(at(TLS) + 16, BASE + RVA + 32);
    store64(at(TLS) + 24, BASE + CALLBACKS);
    store64(at(CALLBACKS), BASE + RVA);
    directory(IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG, CONFIG, 0x70);
    store32(at(CONFIG), 0x70);
    store64(at(CONFIG) + 88, BASE + RVA);
    directory(IMAGE_DIRECTORY_ENTRY_DEBUG, DEBUG, 28);
    store32(at(DEBUG) + 12, IMAGE_DEBUG_TYPE_REPRO);
    store32(at(DEBUG) + 16, 4);
    store32(at(DEBUG) + 24, RAW);
    directory(IMAGE_DIRECTORY_ENTRY_EXCEPTION, FUNCTIONS, 24); // the second entry is spare
    store32(at(FUNCTIONS), RVA);
    store32(at(FUNCTIONS) + 4, RVA + 32);
    store32(at(FUNCTIONS) + 8, RVA + 64);
}

// type 16 -> name "AB" -> language 1033 -> 4 bytes
static void make_resources(void) {
    directory(IMAGE_DIRECTORY_ENTRY_RESOURCE, RESOURCES, 0x100);
    u8 *r = at(RESOURCES);
    store16(r + 14, 1);
    store32(r + 16, 16);
    store32(r + 20, 0x80000018);
    store16(r + 0x18 + 12, 1);
    store32(r + 0x28, 0x80000080);
    store32(r + 0x2c, 0x80000030);
    store16(r + 0x30 + 14, 1);
    store32(r + 0x40, 1033);
    store32(r + 0x44, 0x48);
    store32(r + 0x48, RVA);
    store32(r + 0x4c, 4);
    store16(r + 0x80, 2);
    memcpy(r + 0x82, "A\0B", 4);
}

static void make_image(void) {
    make_headers();
    make_imports();
    make_exports();
    make_others();
    make_resources();
}

// ---- Everything is read

static bool open_image(PeImage *pe, Message *m) {
    *m = (Message){0};
    return pe_open(pe, &arena, (Str){image, sizeof image}, STR("x.exe"), m);
}

static void test_headers(void) {
    PeImage pe;
    Message m;
    make_image();
    CHECK("the image is accepted", open_image(&pe, &m));
    CHECK("headers", pe.machine == IMAGE_FILE_MACHINE_AMD64 && pe.is_pe32_plus && pe.opt.image_base == BASE &&
                         pe.section_count == 1 && str_eq(pe.sections[0].name, STR(".all")) &&
                         pe.opt.directories[9].rva == TLS);
    u8 b[4] = {1, 1, 1, 1};
    u32 rva;
    Str s;
    CHECK("bytes of the headers", pe_at(&pe, 0, 2).n == 2 && pe_at(&pe, 0, 0x10000).n == RAW && !pe_section_of(&pe, 0));
    CHECK("bytes of a section end with its raw data",
          pe_at(&pe, RVA + 0xfff, 100).n == 1 && pe_at(&pe, RVA + 0x1000, 1).n == 0);
    CHECK("the zero tail reads as zeros", pe_read(&pe, RVA + 0xffe, b, 4) && b[2] == 0 && b[3] == 0);
    CHECK("nothing is read past the section", !pe_read(&pe, RVA + 0x1ffe, b, 4) && !pe_read(&pe, 0x200, b, 1));
    CHECK("names", pe_string(&pe, DLL_NAME, &s) && str_eq(s, STR("KERNEL32.dll")) && !pe_string(&pe, 0xfffffff0, &s));
    CHECK("addresses", pe_va_to_rva(&pe, BASE + 5, &rva) && rva == 5 && !pe_va_to_rva(&pe, BASE - 1, &rva) &&
                           !pe_va_to_rva(&pe, BASE + 0x3000, &rva));
}

static void test_imports(const PeImage *pe) {
    PeImportDll dll;
    PeDelayDll delay;
    PeImport f[2];
    Message m;
    u32 dlls = 0, functions = 0;
    CHECK("import descriptor", pe_next_import_dll(pe, &dlls, &dll, &arena, &m) && str_eq(dll.dll, STR("KERNEL32.dll")));
    CHECK("import by name", pe_next_import(pe, &dll, &functions, &f[0], &arena, &m) &&
                                str_eq(f[0].name, STR("Sleep")) && f[0].hint == 5 && f[0].slot_rva == IAT &&
                                f[0].slot_value == HINT_NAME);
    CHECK("import by ordinal",
          pe_next_import(pe, &dll, &functions, &f[1], &arena, &m) && f[1].by_ordinal && f[1].ordinal == 7);
    CHECK("imports end", !pe_next_import(pe, &dll, &functions, &f[0], &arena, &m) && !m.text.n && functions == 2 &&
                             !pe_next_import_dll(pe, &dlls, &dll, &arena, &m) && !m.text.n && dlls == 1);
    dlls = functions = 0;
    CHECK("delay import", pe_next_delay_dll(pe, &dlls, &delay, &arena, &m) && str_eq(delay.dll, STR("KERNEL32.dll")) &&
                              pe_next_import(pe, &delay.as_dll, &functions, &f[0], &arena, &m) &&
                              str_eq(f[0].name, STR("Sleep")) && !pe_next_delay_dll(pe, &dlls, &delay, &arena, &m) &&
                              !m.text.n);
}

static void test_exports(const PeImage *pe) {
    PeExports ex;
    PeExport *list;
    Message m;
    u32 n;
    CHECK("export directory",
          pe_exports(pe, &ex, &arena, &m) && ex.ordinal_base == 10 && str_eq(ex.dll, STR("me.dll")));
    CHECK("export list", pe_export_list(pe, &ex, &arena, &list, &n, &m) && n == 4);
    CHECK("two names of one address", list[0].ordinal == 10 && list[0].hint == 1 && str_eq(list[0].name, STR("one")) &&
                                          list[1].ordinal == 10 && str_eq(list[1].name, STR("two")) &&
                                          list[1].rva == RVA);
    CHECK("an unused ordinal", list[2].ordinal == 11 && list[2].rva == 0 && !list[2].has_name);
    CHECK("a forwarder",
          list[3].ordinal == 12 && str_eq(list[3].forwarder, STR("OTHER.#12")) && str_eq(list[3].name, STR("fwd")));
}

static void test_tables(const PeImage *pe) {
    PeBaseRelocWalk walk = {0};
    PeBaseReloc r[4];
    PeTls tls;
    PeLoadConfig config;
    PeDebug debug;
    PeFunction f;
    Message m;
    u64 callback;
    u32 n = 0, index = 0;
    while (n < 4 && pe_next_base_reloc(pe, &walk, &r[n], &arena, &m)) n++;
    CHECK("base relocations", n == 4 && r[0].rva == RVA + 0x123 && r[0].type == IMAGE_REL_BASED_DIR64 &&
                                  r[1].type == IMAGE_REL_BASED_ABSOLUTE && r[2].rva == RVA + 0x1ffc &&
                                  r[2].type == IMAGE_REL_BASED_HIGHLOW &&
                                  !pe_next_base_reloc(pe, &walk, r, &arena, &m) && !m.text.n);
    CHECK("TLS", pe_tls(pe, &tls, &arena, &m) && tls.index_va == BASE + RVA + 32 &&
                     pe_next_tls_callback(pe, &tls, &index, &callback, &arena, &m) && callback == BASE + RVA &&
                     !pe_next_tls_callback(pe, &tls, &index, &callback, &arena, &m) && !m.text.n);
    CHECK("load config", pe_load_config(pe, &config, &arena, &m) && config.size == 0x70 &&
                             pe_load_config_field(&config, 88, 8) == BASE + RVA &&
                             pe_load_config_field(&config, 0x70, 8) == 0);
    index = 0;
    CHECK("debug directory", pe_next_debug(pe, &index, &debug, &arena, &m) && debug.type == IMAGE_DEBUG_TYPE_REPRO &&
                                 debug.data.n == 4 && !pe_next_debug(pe, &index, &debug, &arena, &m) && !m.text.n);
    index = 0;
    CHECK("function table", pe_next_function(pe, &index, &f, &arena, &m) && f.end_rva == RVA + 32 &&
                                pe_next_function(pe, &index, &f, &arena, &m) && f.begin_rva == 0 &&
                                !pe_next_function(pe, &index, &f, &arena, &m) && !m.text.n);
}

static void test_resources(const PeImage *pe) {
    PeResourceWalk walk = {0};
    PeResource type, name, language, end;
    Message m;
    CHECK("resources", pe_next_resource(pe, &walk, &type, &arena, &m) &&
                           pe_next_resource(pe, &walk, &name, &arena, &m) &&
                           pe_next_resource(pe, &walk, &language, &arena, &m) &&
                           !pe_next_resource(pe, &walk, &end, &arena, &m) && !m.text.n);
    CHECK("resource levels", type.level == 0 && type.id == 16 && type.is_directory && name.level == 1 &&
                                 name.has_name && name.name16.n == 4 && language.level == 2 && language.id == 1033 &&
                                 language.data.n == 4 && language.data_rva == RVA);
}

static void test_arm64_functions(void) {
    PeImage pe;
    PeFunction f;
    Message m;
    u32 index = 0;
    make_image();
    store16(&image[PE_OFF + 4], IMAGE_FILE_MACHINE_ARM64);
    directory(IMAGE_DIRECTORY_ENTRY_EXCEPTION, FUNCTIONS, 16);
    store32(at(FUNCTIONS) + 4, 5 << 2 | 1); // packed: 5 instructions
    store32(at(FUNCTIONS) + 8, RVA + 64);
    store32(at(FUNCTIONS) + 12, RVA + 0xe00);
    store32(at(RVA + 0xe00), 7); // in .xdata: 7 instructions
    open_image(&pe, &m);
    CHECK("ARM64 packed unwind data",
          pe_next_function(&pe, &index, &f, &arena, &m) && f.end_rva == RVA + 20 && f.packed && !f.unwind_rva);
    CHECK("ARM64 unwind data",
          pe_next_function(&pe, &index, &f, &arena, &m) && f.end_rva == RVA + 64 + 28 && f.unwind_rva == RVA + 0xe00);
}

// ---- Broken in one place at a time

// Runs every reader over the image; false with the first message.
static bool read_all(Message *m) {
    PeImage pe;
    PeImportDll dll;
    PeDelayDll delay;
    PeImport f;
    PeExports ex;
    PeExport *list;
    PeBaseRelocWalk relocs = {0};
    PeBaseReloc r;
    PeTls tls;
    PeLoadConfig config;
    PeDebug debug;
    PeFunction function;
    PeResourceWalk resources = {0};
    PeResource resource;
    u64 callback;
    u32 i, k, n, total = 0;
    if (!open_image(&pe, m)) return false;
    for (i = 0; pe_next_import_dll(&pe, &i, &dll, &arena, m);) {
        for (k = 0; pe_next_import(&pe, &dll, &k, &f, &arena, m) && total < pe_import_limit(&pe);) total++;
        if (m->text.n) return false;
    }
    if (m->text.n) return false;
    for (i = 0; pe_next_delay_dll(&pe, &i, &delay, &arena, m);) {
        for (k = 0; pe_next_import(&pe, &delay.as_dll, &k, &f, &arena, m) && total < pe_import_limit(&pe);) total++;
        if (m->text.n) return false;
    }
    if (m->text.n) return false;
    if (pe_exports(&pe, &ex, &arena, m)) pe_export_list(&pe, &ex, &arena, &list, &n, m);
    if (m->text.n) return false;
    while (pe_next_base_reloc(&pe, &relocs, &r, &arena, m)) {
    }
    if (m->text.n) return false;
    if (pe_tls(&pe, &tls, &arena, m))
        for (i = 0; pe_next_tls_callback(&pe, &tls, &i, &callback, &arena, m);) {
        }
    if (m->text.n) return false;
    if (!pe_load_config(&pe, &config, &arena, m) && m->text.n) return false;
    for (i = 0; pe_next_debug(&pe, &i, &debug, &arena, m);) {
    }
    if (m->text.n) return false;
    for (i = 0; pe_next_function(&pe, &i, &function, &arena, m);) {
    }
    if (m->text.n) return false;
    while (pe_next_resource(&pe, &resources, &resource, &arena, m)) {
    }
    return m->text.n == 0;
}

static u32 off(u32 rva) { return rva - RVA + RAW; }

static void broken(const char *name, u32 file_off, u32 value, const char *part) {
    Message m = {0};
    make_image();
    store32(&image[file_off], value);
    unit_refused(name, read_all(&m), &m, part);
}

static void test_walk_after_error(void) {
    PeImage pe;
    PeBaseRelocWalk walk = {0};
    PeBaseReloc r;
    Message m;
    make_image();
    store32(&image[OPT + 112 + 5 * 8 + 4], 0xf00);
    open_image(&pe, &m);
    bool once = pe_next_base_reloc(&pe, &walk, &r, &arena, &m);
    unit_refused("a table that was refused, asked again", once || pe_next_base_reloc(&pe, &walk, &r, &arena, &m), &m, "run past");
}

static void test_broken_headers(void) {
    u32 section = OPT + 240;
    broken("no MZ", 0, 0, "no DOS header");
    broken("e_lfanew past the file", 0x3c, 0xffffffff, "no PE signature at 0xffffffff");
    broken("no PE signature", PE_OFF, 0, "no PE signature");
    broken("no optional header", PE_OFF + 20, 0, "missing or runs past");
    broken("a short optional header", PE_OFF + 20, 100, "has 100 bytes; this kind needs 112");
    broken("directories past the optional header", PE_OFF + 20, 130, "16 data directories do not fit");
    broken("unknown magic", OPT, 0x107, "magic 0x107");
    broken("section alignment 0", OPT + 32, 0, "powers of two");
    broken("file alignment 3", OPT + 36, 3, "powers of two");
    broken("file alignment above the section alignment", OPT + 36, 0x2000, "the second not the larger");
    broken("headers larger than the file", OPT + 60, 0x10000, "headers' size, 0x10000");
    broken("image smaller than its headers", OPT + 56, 0x100, "less than that of its headers");
    broken("entry point outside", OPT + 16, 0x3000, "the entry point, RVA 0x3000");
    broken("section headers past the file", PE_OFF + 4, 0xffff8664, "65535 section headers");
    broken("raw data past the file", section + 16, 0x1001,
           "section 1 '.all': raw data 0x200..0x1201 ends past the file (0x1200 bytes)");
    broken("raw data that wraps", section + 20, 0xfffffff0, "ends past the file");
    broken("section not aligned", section + 12, 0x1001, "not a multiple of the section alignment");
    broken("section in the headers", section + 12, 0, "inside what comes before it, up to 0x200");
    broken("section past the image", section + 8, 0x2001, "past the image's size");
    broken("section that wraps", section + 12, 0xfffff000, "past the image's size");
}

static void test_broken_imports(void) {
    broken("import directory outside", OPT + 120, 0x9000, "import descriptor 1 is outside the image");
    broken("import directory at the end of RVAs", OPT + 120, 0xfffffff8, "import descriptor 1 is outside the image");
    broken("DLL name outside", off(IMPORTS) + 12, 0x9000, "no DLL name at RVA 0x9000");
    broken("DLL name empty", off(DLL_NAME), 0, "no DLL name");
    broken("lookup table outside", off(IMPORTS), 0x9000, "imports from KERNEL32.dll: lookup entry 1 is outside");
    broken("address table outside", off(IMPORTS) + 16, 0x9000, "address table entry 1 (RVA 0x9000) is outside");
    broken("address table in the headers", off(IMPORTS) + 16, 0x100, "address table entry 1 (RVA 0x100) is outside");
    broken("import name outside", off(ILT), 0x9000, "holds 0x9000, where no hint and name are");
    broken("import name above 31 bits", off(ILT) + 4, 1, "holds 0x100001180");
    broken("delay directory outside", OPT + 112 + 13 * 8, 0x9000, "delay import descriptor 1 is outside");
    broken("delay attributes: addresses that are no addresses", off(DELAY), 0, "an address in it is outside the image");
    broken("delay name outside", off(DELAY) + 4, 0x9000, "delay import descriptor 1: no DLL name");
}

static void test_broken_exports(void) {
    broken("export directory outside", OPT + 112, 0x9000, "export directory at RVA 0x9000 is outside");
    broken("export DLL name", off(EXPORTS) + 12, 0x9000, "no DLL name at RVA 0x9000");
    broken("ordinal base that wraps", off(EXPORTS) + 16, 0xffffffff, "ordinals above 32 bits");
    broken("address count that wraps", off(EXPORTS) + 20, 0x40000003, "1073741827 addresses");
    broken("address table outside the section", off(EXPORTS) + 28, 0x9000, "3 addresses at RVA 0x9000");
    broken("name count", off(EXPORTS) + 24, 0x80000000, "2147483648 names");
    broken("ordinal table outside", off(EXPORTS) + 36, 0x9000, "ordinals at RVA 0x9000");
    broken("name index past the addresses", off(ORDINALS), 3, "export name 1 of 3 has address table index 3");
    broken("export name outside", off(NAMES), 0x9000, "export name 1 is not at RVA 0x9000");
    broken("forwarder without text", off(STRINGS) + 0x20, 0, "ordinal 12: no forwarder text");
}

static void test_broken_others(void) {
    broken("relocations past the section", OPT + 112 + 5 * 8 + 4, 0xf00, "0xf00 bytes at RVA 0x1300 run past");
    broken("relocation block of size 0", off(RELOCS) + 4, 0, "has size 0; it should be even, from 8 to 24");
    broken("relocation block of odd size", off(RELOCS) + 4, 11, "has size 11");
    broken("relocation block past the directory", off(RELOCS) + 16, 14, "block at +0xc has size 14");
    broken("half a relocation block", OPT + 112 + 5 * 8 + 4, 16, "4 bytes at the end");
    broken("relocation outside the image", off(RELOCS), 0xfffff000, "entry 1 of the block for page 0xfffff000");
    broken("relocation over the end of the image", off(RELOCS) + 20, 0x3ffd, "is outside the image");
    broken("TLS directory outside", OPT + 112 + 9 * 8, 0x9000, "TLS directory at RVA 0x9000");
    broken("TLS template outside", off(TLS) + 8, 0x50000000, "the template 0x140001000..0x150000000");
    broken("TLS callbacks outside", off(TLS) + 24, 0x50000000, "entry 1 of the callback list");
    broken("load config outside", OPT + 112 + 10 * 8, 0x9000, "load configuration at RVA 0x9000");
    broken("debug directory outside", OPT + 112 + 6 * 8, 0x9000, "debug directory: entry 1");
    broken("debug data past the file", off(DEBUG) + 16, 0x7fffffff, "2147483647 bytes at file offset 0x200");
    broken("function outside", off(FUNCTIONS) + 4, 0x9000, "function table: entry 1 (0x1000..0x9000");
    broken("function backwards", off(FUNCTIONS), RVA + 33, "function table: entry 1");
    broken("resource directory outside", OPT + 112 + 2 * 8, 0x9000, "resources: the table at +0x0");
    broken("resource table that is its own child", off(RESOURCES) + 20, 0x80000000, "is a fourth level");
    broken("resource table outside", off(RESOURCES) + 20, 0x80009000, "the table at +0x9000 is outside");
    broken("resource entries past the section", off(RESOURCES) + 12, 0xffff0000, "65535 entries");
    broken("resource name outside", off(RESOURCES) + 0x28, 0x80009000, "the name at +0x9000");
    broken("resource data outside", off(RESOURCES) + 0x48, 0x9000, "4 bytes at RVA 0x9000");
    broken("resource data size", off(RESOURCES) + 0x4c, 0xffffffff, "4294967295 bytes");
}

// Wide tables that all share one table below them: entries would multiply without the bound.
static void test_shared_resources(void) {
    Message m;
    make_image();
    directory(IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT, 0, 0); // its bytes are overwritten
    for (u32 table = 0; table < 3; table++) {
        u8 *t = at(RESOURCES) + table * 0x90;
        store16(t + 14, 16);
        for (u32 i = 0; i < 16; i++) {
            store32(t + 16 + 8 * i, i);
            store32(t + 20 + 8 * i, table < 2 ? 0x80000000 | (table + 1) * 0x90 : 0x200);
        }
    }
    store32(at(RESOURCES) + 0x200, RVA);
    bool ok = read_all(&m);
    unit_refused("resource tables that are shared", ok, &m, "more entries than the section has room for");
}

static void test_mutations(void) {
    u32 state = 4711, refused = 0;
    for (int i = 0; i < 60000; i++) {
        Message m;
        make_image();
        for (int k = 0; k < 4; k++) image[unit_random(&state) % (k < 2 ? 0x200 : SIZE)] = (u8)unit_random(&state);
        refused += !read_all(&m);
        if (i % 1000 == 0) arena_free(&arena);
    }
    CHECK("mutations do no harm", refused > 0);
    make_image();
    for (size_t n = 0; n < SIZE; n += n < 0x300 ? 1 : 64) {
        PeImage pe;
        Message m = {0};
        Str copy = arena_copy(&arena, (Str){image, n});
        if (pe_open(&pe, &arena, copy, STR("x"), &m)) CHECK("a file cut short is accepted", false);
    }
}

static void test_checksum(void) {
    u8 bytes[] = {0xff, 0xff, 1, 0, 2, 0, 0xff, 0xff, 3};
    CHECK("checksum", pe_checksum_add(0, bytes, 9) == 6 &&
                          pe_checksum_add(pe_checksum_add(0, bytes, 2), bytes + 2, 7) == 6 &&
                          pe_checksum_end(6, 9) == 15);
}

int main(void) {
    PeImage pe;
    Message m;
    test_headers();
    open_image(&pe, &m);
    test_imports(&pe);
    test_exports(&pe);
    test_tables(&pe);
    test_resources(&pe);
    test_arm64_functions();
    test_walk_after_error();
    test_broken_headers();
    test_broken_imports();
    test_broken_exports();
    test_broken_others();
    test_shared_resources();
    test_checksum();
    test_mutations();
    arena_free(&arena);
    return unit_result();
}
