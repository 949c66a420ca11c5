// dump_debug.c - what old and managed tools leave in files, for mydump: line numbers and frame records of COFF debug
// information, the path of a program database, the header of .NET images.
//
//      section header ──> line numbers, 6 bytes each:   symbol index, 0     a function begins
//                                                       address, n          n lines below its first
//
// mylink writes none of these; other people's files have them. [PE: COFF Line Numbers (Deprecated)] [PE: Debug Type]
#include "dump.h"

// ---- /LINENUMBERS

void dump_line_numbers(Dump *d, const CoffObject *o, u32 num) {
    const CoffSectionRecord *rec = &o->sections[num - 1];
    u32 off = get32(rec->line_numbers_off), count = get16(rec->line_number_count);
    if (!count || !off) return;
    dump_text(d, "\nLINENUMBERS #%X\n", num);
    if (!range_ok(off, count, 6, o->file.n)) {
        Message m;
        bad_file(&m, d->arena, o->name, 1107, off, "%u line numbers at 0x%x run past the file", count, off);
        dump_error(d, &m);
        return;
    }
    for (u32 i = 0; i < count; i++) {
        const u8 *p = o->file.p + off + (u64)i * 6;
        u32 line = load16(p + 4);
        if (line) dump_text(d, "  %08X  %u\n", load32(p), line);
        else dump_text(d, "Symbol index: %8X\n", load32(p));
    }
}

// ---- /FPO: x86 frames without a frame pointer, 16 bytes each

static void fpo_records(Dump *d, Str bytes) {
    dump_text(d, "\nFPO Data (%u)\n\n  Start      Size   Locals Params Prolog Regs  SEH BP\n\n", (u32)(bytes.n / 16));
    for (size_t i = 0; i + 16 <= bytes.n; i += 16) {
        const u8 *p = bytes.p + i;
        u32 bits = load16(p + 14);
        dump_text(d, "  %08X  %6X  %6X %6X %6X %4X    %c  %c\n", load32(p), load32(p + 4), load32(p + 8), load16(p + 12), bits & 0xff,
                  bits >> 8 & 7, bits & 0x800 ? 'Y' : 'N', bits & 0x1000 ? 'Y' : 'N');
    }
}

void dump_object_fpo(Dump *d, const CoffSection *sec) {
    if (str_starts(sec->name, STR(".debug$F")) && sec->data) fpo_records(d, (Str){sec->data, sec->size});
}

// ---- Images: the debug directory's records

static void pdb_path(Dump *d, const PeDebug *e, const PeImage *pe) {
    if (e->data.n < 25 || !str_starts(e->data, STR("RSDS"))) return;
    Str path = str_slice(e->data, 24, e->data.n);
    path = str_slice(path, 0, str_find(path, 0));
    size_t cut = 0; // behind the last '\' or '/': the name, which may be beside the image
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '\\' || path.p[i] == '/') cut = i + 1;
    size_t slash = str_rfind(pe->name, '/');
    Str folder = slash == pe->name.n ? STR("") : str_slice(pe->name, 0, slash + 1);
    Str beside = arena_concat(d->arena, folder, str_slice(path, cut, path.n));
    dump_line(d, "  PDB file named in the image: ", path);
    if (file_exists((const char *)beside.p)) dump_line(d, "  PDB file found at ", beside);
    else dump_line(d, "  no file ", beside);
}

void dump_debug_records(Dump *d, const PeImage *pe) {
    PeDebug e;
    u32 index = 0;
    Message m = {0};
    while (pe_next_debug(pe, &index, &e, d->arena, &m)) {
        if (d->opt.flags & DUMP_FPO && e.type == IMAGE_DEBUG_TYPE_FPO) fpo_records(d, e.data);
        if (d->opt.flags & DUMP_PDBPATH && e.type == IMAGE_DEBUG_TYPE_CODEVIEW) pdb_path(d, &e, pe);
    }
    if (m.text.n) dump_error(d, &m);
}

// ---- /CLRHEADER

void dump_clr_header(Dump *d, const PeImage *pe) {
    static const struct {
        u32 off;
        const char *name;
    } directories[] = {{8, "MetaData"}, {24, "Resources"}, {32, "StrongNameSignature"}, {40, "CodeManagerTable"}, {48, "VTableFixups"},
                       {56, "ExportAddressTableJumps"}, {64, "ManagedNativeHeader"}};
    u8 h[72];
    if (!pe_read(pe, pe->opt.directories[IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR].rva, h, sizeof h)) {
        Message m;
        bad_file(&m, d->arena, pe->name, 1107, 0, "the CLR header is not in any section");
        dump_error(d, &m);
        return;
    }
    dump_text(d, "\n  clr Header:\n\n%16X cb\n%13u.%02u runtime version\n", load32(h), load16(h + 4), load16(h + 6));
    dump_text(d, "%16X flags\n%16X entry point token\n", load32(h + 16), load32(h + 20));
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        const u8 *p = h + directories[i].off;
        dump_text(d, "%16X [%8X] RVA [size] of %s Directory\n", load32(p), load32(p + 4), directories[i].name);
    }
}
