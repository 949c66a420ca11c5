// dump_pe.c - images as dumpbin shows them: file header, optional header, sections; each table after the section it
// lies in.
//
//      FILE HEADER VALUES
//      OPTIONAL HEADER VALUES
//      SECTION HEADER #1    RAW DATA #1    Section contains the following imports: ...
//        Summary
//
// [PE: Optional Header (Image Only)] [PE: Section Table (Section Headers)]
#include "dump.h"

typedef unsigned long long ull;

// ---- Headers

static void file_header(Dump *d, const PeImage *pe) {
    const CoffHeaderRecord *rec = (const void *)(pe->file.p + pe->pe_off + 4);
    dump_text(d, "\nFILE HEADER VALUES\n");
    dump_machine(d, pe->machine);
    dump_text(d, "%16X number of sections\n", pe->section_count);
    dump_text(d, "%16X time date stamp%s\n", pe->time_stamp, dump_time(d, pe->time_stamp));
    dump_text(d, "%16X file pointer to symbol table\n%16X number of symbols\n", pe->symbols_off, pe->symbol_count);
    dump_text(d, "%16X size of optional header\n", get16(rec->optional_header_size));
    dump_characteristics(d, pe->characteristics);
}

static void dll_characteristics(Dump *d, u16 value) {
    static const struct {
        u16 bit;
        const char *text;
    } texts[] = {
        {IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA, "High Entropy Virtual Addresses"},
        {IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE, "Dynamic base"},
        {IMAGE_DLLCHARACTERISTICS_FORCE_INTEGRITY, "Check integrity"},
        {IMAGE_DLLCHARACTERISTICS_NX_COMPAT, "NX compatible"},
        {IMAGE_DLLCHARACTERISTICS_NO_ISOLATION, "No isolation"},
        {IMAGE_DLLCHARACTERISTICS_NO_SEH, "No structured exception handler"},
        {IMAGE_DLLCHARACTERISTICS_NO_BIND, "Do not bind"},
        {IMAGE_DLLCHARACTERISTICS_APPCONTAINER, "App Container"},
        {IMAGE_DLLCHARACTERISTICS_WDM_DRIVER, "WDM driver"},
        {IMAGE_DLLCHARACTERISTICS_GUARD_CF, "Control Flow Guard"},
        {IMAGE_DLLCHARACTERISTICS_TERMINAL_SERVER_AWARE, "Terminal Server Aware"},
    };
    dump_text(d, "%16X DLL characteristics\n", value);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (value & texts[i].bit) dump_text(d, "                   %s\n", texts[i].text);
}

static void directories(Dump *d, const PeImage *pe) {
    static const char *const names[IMAGE_NUMBEROF_DIRECTORY_ENTRIES] = {"Export",
                                                                        "Import",
                                                                        "Resource",
                                                                        "Exception",
                                                                        "Certificates",
                                                                        "Base Relocation",
                                                                        "Debug",
                                                                        "Architecture",
                                                                        "Global Pointer",
                                                                        "Thread Storage",
                                                                        "Load Configuration",
                                                                        "Bound Import",
                                                                        "Import Address Table",
                                                                        "Delay Import",
                                                                        "COM Descriptor",
                                                                        "Reserved"};
    u32 count = pe->opt.directory_count < IMAGE_NUMBEROF_DIRECTORY_ENTRIES ? pe->opt.directory_count
                                                                           : IMAGE_NUMBEROF_DIRECTORY_ENTRIES;
    dump_text(d, "%16X number of directories\n", pe->opt.directory_count);
    for (u32 i = 0; i < count; i++)
        dump_text(d, "%16X [%8X] RVA [size] of %s Directory\n", pe->opt.directories[i].rva, pe->opt.directories[i].size,
                  names[i]);
}

static void optional_header(Dump *d, const PeImage *pe) {
    const PeOptionalHeader *o = &pe->opt;
    int digits = pe->is_pe32_plus ? 16 : 8;
    dump_text(d, "\nOPTIONAL HEADER VALUES\n");
    dump_text(d, "%16X magic # (%s)\n", o->magic, pe->is_pe32_plus ? "PE32+" : "PE32");
    dump_text(d, "%13u.%02u linker version\n", o->major_linker_version, o->minor_linker_version);
    dump_text(d, "%16X size of code\n%16X size of initialized data\n%16X size of uninitialized data\n", o->size_of_code,
              o->size_of_initialized_data, o->size_of_uninitialized_data);
    dump_text(d, "%16X entry point", o->entry_rva);
    if (o->entry_rva) dump_text(d, " (%0*llX)", digits, (ull)(o->image_base + o->entry_rva));
    dump_text(d, "\n%16X base of code\n", o->base_of_code);
    if (!pe->is_pe32_plus) dump_text(d, "%16X base of data\n", o->base_of_data);
    dump_text(d, "%16llX image base (%0*llX to %0*llX)\n", (ull)o->image_base, digits, (ull)o->image_base, digits,
              (ull)(o->image_base + o->size_of_image - 1));
    dump_text(d, "%16X section alignment\n%16X file alignment\n", o->section_alignment, o->file_alignment);
    dump_text(d, "%13u.%02u operating system version\n%13u.%02u image version\n%13u.%02u subsystem version\n",
              o->major_os_version, o->minor_os_version, o->major_image_version, o->minor_image_version,
              o->major_subsystem_version, o->minor_subsystem_version);
    dump_text(d, "%16X Win32 version\n%16X size of image\n%16X size of headers\n%16X checksum\n",
              o->win32_version_value, o->size_of_image, o->size_of_headers, o->checksum);
    dump_text(d, "%16X subsystem (%s)\n", o->subsystem, pe_subsystem_name(o->subsystem));
    dll_characteristics(d, o->dll_characteristics);
    dump_text(d, "%16llX size of stack reserve\n%16llX size of stack commit\n", (ull)o->stack_reserve,
              (ull)o->stack_commit);
    dump_text(d, "%16llX size of heap reserve\n%16llX size of heap commit\n", (ull)o->heap_reserve,
              (ull)o->heap_commit);
    dump_text(d, "%16X loader flags\n", o->loader_flags);
    directories(d, pe);
}

static void section_header(Dump *d, const PeImage *pe, const PeSection *s, u32 num) {
    int digits = pe->is_pe32_plus ? 16 : 8;
    u64 va = pe->opt.image_base + s->rva;
    dump_text(d, "\nSECTION HEADER #%X\n%*s", num, s->name.n < 8 ? (int)(8 - s->name.n) : 0, "");
    dump_name(d, s->name);
    dump_text(d, " name\n%8X virtual size\n%8X virtual address", s->virtual_size, s->rva);
    if (s->virtual_size) dump_text(d, " (%0*llX to %0*llX)", digits, (ull)va, digits, (ull)(va + s->virtual_size - 1));
    dump_text(d, "\n%8X size of raw data\n%8X file pointer to raw data", s->raw_size, s->raw_off);
    if (s->raw_size) dump_text(d, " (%08X to %08X)", s->raw_off, s->raw_off + s->raw_size - 1);
    const CoffSectionRecord *rec =
        (const void *)(pe->file.p + pe->pe_off + 24 + load16(pe->file.p + pe->pe_off + 20) + 40 * (num - 1));
    dump_text(d, "\n%8X file pointer to relocation table\n%8X file pointer to line numbers\n", get32(rec->relocs_off),
              get32(rec->line_numbers_off));
    dump_text(d, "%8X number of relocations\n%8X number of line numbers\n", get16(rec->reloc_count),
              get16(rec->line_number_count));
    dump_flags(d, s->flags, false, (Str){0});
}

// ---- The image

static void dump_section(Dump *d, const PeImage *pe, u32 num) {
    const PeSection *s = &pe->sections[num - 1];
    u32 in_memory = s->virtual_size ? s->virtual_size : s->raw_size;
    dump_add_sum(d, s->name, align_up(in_memory, pe->opt.section_alignment));
    if (!dump_wants_section(d, s->name)) return;
    if (d->opt.flags & DUMP_HEADERS) section_header(d, pe, s, num);
    if (d->opt.flags & DUMP_RAWDATA && s->raw_size) {
        u32 shown = s->raw_size < in_memory ? s->raw_size : in_memory; // what follows is padding of the file
        dump_text(d, "\nRAW DATA #%X\n", num);
        dump_raw(d, str_slice(pe->file, s->raw_off, (size_t)s->raw_off + shown), pe->opt.image_base + s->rva,
                 pe->is_pe32_plus ? 16 : 8);
    }
    dump_image_tables(d, pe, s);
}

// GNU's tools leave the COFF symbol table in an image; it has never been checked.
static void image_symbols(Dump *d, const PeImage *pe) {
    if (!pe->symbols_off || !pe->symbol_count) return;
    if (!range_ok(pe->symbols_off, pe->symbol_count, 18, pe->file.n)) {
        Message m;
        bad_file(&m, d->arena, pe->name, 1107, pe->symbols_off, "%u symbols at 0x%x run past the file",
                 pe->symbol_count, pe->symbols_off);
        dump_error(d, &m);
        return;
    }
    u64 off = pe->symbols_off + (u64)pe->symbol_count * 18;
    u32 size = range_ok(off, 1, 4, pe->file.n) ? load32(pe->file.p + off) : 0;
    Str strings =
        range_ok(off, 1, size, pe->file.n) ? str_slice(pe->file, (size_t)off, (size_t)(off + size)) : (Str){0};
    dump_symbol_table(d, &(DumpSymbols){pe->file.p + pe->symbols_off, pe->symbol_count, 18, strings, pe->machine});
}

void dump_image(Dump *d, Str bytes, Str name) {
    PeImage pe;
    Message m = {0};
    if (!pe_open(&pe, d->arena, bytes, name, &m)) {
        dump_error(d, &m);
        return;
    }
    if (d->opt.flags & DUMP_HEADERS) dump_text(d, "PE signature found\n\n");
    dump_text(d, "File Type: %s\n", pe.characteristics & IMAGE_FILE_DLL ? "DLL" : "EXECUTABLE IMAGE");
    if (d->opt.flags & DUMP_HEADERS) {
        file_header(d, &pe);
        optional_header(d, &pe);
    }
    for (u32 num = 1; num <= pe.section_count; num++) dump_section(d, &pe, num);
    if (!d->opt.section.n) dump_image_tables(d, &pe, NULL);
    if (d->opt.flags & DUMP_SYMBOLS) image_symbols(d, &pe);
    dump_summary(d);
}
