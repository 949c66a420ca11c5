// dump_tables.c - the tables of an image: imports, exports, debug directory, load configuration, TLS, functions, base
// relocations.
//
// dumpbin shows a table with the section that it lies in, because the linker puts them there; so each entry of the list
// at the end names a data directory, and the table is shown when the walk over the sections comes to the one that holds
// it.
//
// Addresses are shown as dumpbin shows them: VAs where the image's base is added, RVAs of 8 digits elsewhere.
// [PE: Optional Header Data Directories (Image Only)]
#include "dump.h"
#include <stdlib.h>

typedef unsigned long long ull;

static int va_digits(const PeImage *pe) { return pe->is_pe32_plus ? 16 : 8; }
static ull va_of(const PeImage *pe, u32 rva) { return pe->opt.image_base + rva; }

// A walker's last word: nothing at the end of a table, else why it stopped.
static void end_of_table(Dump *d, const Message *m) {
    if (m->text.n) dump_error(d, m);
}

// ---- Imports

// The functions of one DLL. *total counts those of all DLLs: see pe_import_limit.
static void import_names(Dump *d, const PeImage *pe, const PeImportDll *dll, u32 *total) {
    PeImport f;
    Message m = {0};
    for (u32 i = 0; *total < pe_import_limit(pe) && pe_next_import(pe, dll, &i, &f, d->arena, &m); ++*total) {
        if (f.by_ordinal) {
            dump_text(d, "                     Ordinal %5u\n", f.ordinal);
        } else {
            dump_text(d, "%28X ", f.hint);
            dump_line(d, "", f.name);
        }
    }
    if (*total >= pe_import_limit(pe)) {
        bad_file(&m, d->arena, pe->name, 1107, 0,
                 "more imports than the file has room for: lookup tables are shared between DLLs");
        m.where = (Str){0};
    }
    end_of_table(d, &m);
}

static bool wants_dll(const Dump *d, Str dll) { return !d->opt.import_dll.n || str_eq_nocase(d->opt.import_dll, dll); }

static void show_imports(Dump *d, const PeImage *pe) {
    PeImportDll dll;
    Message m = {0};
    u32 total = 0;
    dump_text(d, "\n  Section contains the following imports:\n");
    for (u32 i = 0; total < pe_import_limit(pe) && pe_next_import_dll(pe, &i, &dll, d->arena, &m);) {
        if (!wants_dll(d, dll.dll)) continue;
        dump_line(d, "\n    ", dll.dll);
        dump_text(d, "%22llX Import Address Table\n", va_of(pe, dll.address_rva));
        dump_text(d, "%22llX Import Name Table\n", dll.lookup_rva ? va_of(pe, dll.lookup_rva) : 0);
        dump_text(d, "%22X time date stamp%s\n", dll.time_stamp, dump_time(d, dll.time_stamp));
        dump_text(d, "%22X Index of first forwarder reference\n\n", dll.forwarder_chain);
        import_names(d, pe, &dll, &total);
    }
    end_of_table(d, &m);
}

static void show_delay_imports(Dump *d, const PeImage *pe) {
    PeDelayDll dll;
    Message m = {0};
    u32 total = 0;
    dump_text(d, "\n  Section contains the following delay load imports:\n");
    for (u32 i = 0; total < pe_import_limit(pe) && pe_next_delay_dll(pe, &i, &dll, d->arena, &m);) {
        const DelayDescriptorRecord *rec = &dll.record;
        ull base = get32(rec->attributes) & 1 ? pe->opt.image_base : 0; // old ones hold addresses
        if (!wants_dll(d, dll.dll)) continue;
        dump_line(d, "\n    ", dll.dll);
        dump_text(d, "              %08X Characteristics\n", get32(rec->attributes));
        dump_text(d, "%22llX Address of HMODULE\n", base + get32(rec->module_handle_rva));
        dump_text(d, "%22llX Import Address Table\n", base + get32(rec->address_rva));
        dump_text(d, "%22llX Import Name Table\n", base + get32(rec->lookup_rva));
        dump_text(d, "%22llX Bound Import Name Table\n",
                  get32(rec->bound_address_rva) ? base + get32(rec->bound_address_rva) : 0);
        dump_text(d, "%22llX Unload Import Name Table\n", get32(rec->unload_rva) ? base + get32(rec->unload_rva) : 0);
        dump_text(d, "%22X time date stamp%s\n\n", get32(rec->time_stamp), dump_time(d, get32(rec->time_stamp)));
        import_names(d, pe, &dll.as_dll, &total);
    }
    end_of_table(d, &m);
}

static void show_dependents(Dump *d, const PeImage *pe) {
    PeImportDll dll;
    Message m;
    dump_text(d, "\n  Image has the following dependencies:\n\n");
    for (u32 i = 0; pe_next_import_dll(pe, &i, &dll, d->arena, &m);) dump_line(d, "    ", dll.dll);
    end_of_table(d, &m);
}

static void show_delay_dependents(Dump *d, const PeImage *pe) {
    PeDelayDll dll;
    Message m;
    dump_text(d, "\n  Image has the following delay load dependencies:\n\n");
    for (u32 i = 0; pe_next_delay_dll(pe, &i, &dll, d->arena, &m);) dump_line(d, "    ", dll.dll);
    end_of_table(d, &m);
}

// ---- Exports

static void export_line(Dump *d, const PeExport *e) {
    if (!e->rva) return; // an ordinal that is not used
    if (e->has_name) {
        dump_text(d, "%11u %4X ", e->ordinal, e->hint);
    } else {
        dump_text(d, "%11u      ", e->ordinal);
    }
    if (e->forwarder.n) {
        dump_text(d, "         ");
    } else {
        dump_text(d, "%08X ", e->rva);
    }
    dump_name(d, e->has_name ? e->name : STR("[NONAME]"));
    if (e->forwarder.n) {
        dump_text(d, " (forwarded to ");
        dump_name(d, e->forwarder);
        dump_text(d, ")");
    }
    dump_text(d, "\n");
}

static void show_exports(Dump *d, const PeImage *pe) {
    PeExports ex;
    PeExport *list;
    Message m;
    u32 count;
    if (!pe_exports(pe, &ex, d->arena, &m)) {
        end_of_table(d, &m);
        return;
    }
    dump_line(d, "\n  Section contains the following exports for ", ex.dll);
    dump_text(d, "\n    %08X characteristics\n    %08X time date stamp%s\n%9u.%02u version\n", ex.flags, ex.time_stamp,
              dump_time(d, ex.time_stamp), ex.major_version, ex.minor_version);
    dump_text(d, "%12u ordinal base\n%12u number of functions\n%12u number of names\n", ex.ordinal_base,
              ex.address_count, ex.name_count);
    dump_text(d, "\n    ordinal hint RVA      name\n\n");
    if (pe_export_list(pe, &ex, d->arena, &list, &count, &m))
        for (u32 i = 0; i < count; i++) export_line(d, &list[i]);
    end_of_table(d, &m);
}

// ---- Debug directory

static void guid_text(Dump *d, const u8 *g) {
    dump_text(d, "{%08X-%04X-%04X-%02X%02X-", load32(g), load16(g + 4), load16(g + 6), g[8], g[9]);
    for (int i = 10; i < 16; i++) dump_text(d, "%02X", g[i]);
    dump_text(d, "}");
}

// POGO: a list of (RVA, size, name padded to 4) that shows the order of the contributions. [link.exe]
static void pogo_groups(Dump *d, Str data) {
    for (size_t i = 4; i + 8 < data.n;) {
        Str name = str_slice(data, i + 8, data.n);
        name.n = str_find(name, 0);
        dump_text(d, "\n                                            %08X %8X ", load32(data.p + i),
                  load32(data.p + i + 4));
        dump_name(d, name);
        i += align_up(8 + name.n + 1, 4);
    }
}

static void debug_details(Dump *d, const PeDebug *e) {
    const u8 *p = e->data.p;
    if (e->type == IMAGE_DEBUG_TYPE_CODEVIEW && e->data.n >= 24 && str_starts(e->data, STR("RSDS"))) {
        Str path = str_slice(e->data, 24, e->data.n);
        dump_text(d, "    Format: RSDS, ");
        guid_text(d, p + 4);
        dump_text(d, ", %u, ", load32(p + 20));
        dump_name(d, str_slice(path, 0, str_find(path, 0)));
    } else if (e->type == IMAGE_DEBUG_TYPE_VC_FEATURE && e->data.n >= 20) {
        dump_text(d, "    Counts: Pre-VC++ 11.00=%u, C/C++=%u, /GS=%u, /sdl=%u, guardN=%u", load32(p), load32(p + 4),
                  load32(p + 8), load32(p + 12), load32(p + 16));
    } else if (e->type == IMAGE_DEBUG_TYPE_POGO && e->data.n >= 4) {
        dump_text(d, "    %08X (%s)", load32(p), load32(p) == 0x4C544347 ? "LTCG" : "no LTCG");
        pogo_groups(d, e->data);
    } else if (e->type == IMAGE_DEBUG_TYPE_REPRO) {
        dump_text(d, "    the image is reproducible; hash");
        for (size_t i = e->data.n > 4 ? 4 : 0; i < e->data.n && i < 36; i++) dump_text(d, " %02X", p[i]);
    } else if (e->type == IMAGE_DEBUG_TYPE_EX_DLLCHARACTERISTICS && e->data.n >= 4) {
        dump_text(d, "    %08X%s", load32(p), load32(p) & 1 ? " CET compatible" : "");
    }
}

static const char *debug_type_name(u32 type) {
    static const char *const names[] = {"none",   "coff",     "cv",      "fpo",     "misc",  "except",  "fixup",
                                        "to src", "from src", "borland", "res10",   "clsid", "feat",    "coffgrp",
                                        "iltcg",  "mpx",      "repro",   "emb pdb", "spgo",  "pdbhash", "dllchar"};
    return type < sizeof names / sizeof *names ? names[type] : "?";
}

static void show_debug(Dump *d, const PeImage *pe) {
    PeDebug e;
    Message m;
    dump_text(d, "\n  Debug Directories\n\n        Time Type        Size      RVA  Pointer\n    -------- ------- "
                 "-------- -------- --------\n");
    for (u32 i = 0; pe_next_debug(pe, &i, &e, d->arena, &m);) {
        dump_text(d, "    %08X %-7s %8X %08X %8X", e.time_stamp, debug_type_name(e.type), e.data_size, e.data_rva,
                  e.data_off);
        debug_details(d, &e);
        dump_text(d, "\n");
    }
    end_of_table(d, &m);
}

// ---- Load configuration [PE: Load Configuration Layout]; the fields from Code Integrity on are not all in the
// specification

typedef struct {
    u16 off32, off64; // in the two forms
    u8 width32, width64;
    const char *name;
} ConfigField;

static const ConfigField config_fields[] = {
    {0, 0, 4, 4, "size"},
    {4, 4, 4, 4, "time date stamp"},
    {12, 12, 4, 4, "GlobalFlags Clear"},
    {16, 16, 4, 4, "GlobalFlags Set"},
    {20, 20, 4, 4, "Critical Section Default Timeout"},
    {24, 24, 4, 8, "Decommit Free Block Threshold"},
    {28, 32, 4, 8, "Decommit Total Free Threshold"},
    {32, 40, 4, 8, "Lock Prefix Table"},
    {36, 48, 4, 8, "Maximum Allocation Size"},
    {40, 56, 4, 8, "Virtual Memory Threshold"},
    {48, 64, 4, 8, "Process Affinity Mask"},
    {44, 72, 4, 4, "Process Heap Flags"},
    {52, 76, 2, 2, "CSD Version"},
    {54, 78, 2, 2, "Dependent Load Flag"},
    {56, 80, 4, 8, "Edit List"},
    {60, 88, 4, 8, "Security Cookie"},
    {64, 96, 4, 8, "Safe Exception Handler Table"},
    {68, 104, 4, 8, "Safe Exception Handler Count"},
    {72, 112, 4, 8, "Guard CF address of check-function pointer"},
    {76, 120, 4, 8, "Guard CF address of dispatch-function pointer"},
    {80, 128, 4, 8, "Guard CF function table"},
    {84, 136, 4, 8, "Guard CF function count"},
    {88, 144, 4, 4, "Guard Flags"},
    {92, 148, 2, 2, "Code Integrity Flags"},
    {94, 150, 2, 2, "Code Integrity Catalog"},
    {96, 152, 4, 4, "Code Integrity Catalog Offset"},
    {100, 156, 4, 4, "Code Integrity Reserved"},
    {104, 160, 4, 8, "Guard CF address taken IAT entry table"},
    {108, 168, 4, 8, "Guard CF address taken IAT entry count"},
    {112, 176, 4, 8, "Guard CF long jump target table"},
    {116, 184, 4, 8, "Guard CF long jump target count"},
    {120, 192, 4, 8, "Dynamic value relocation table"},
    {124, 200, 4, 8, "Hybrid metadata pointer"},
    {128, 208, 4, 8, "Guard RF address of failure-function"},
    {132, 216, 4, 8, "Guard RF address of failure-function pointer"},
    {136, 224, 4, 4, "Dynamic value relocation table offset"},
    {140, 228, 2, 2, "Dynamic value relocation table section"},
    {144, 232, 4, 8, "Guard RF address of stack pointer verification function pointer"},
    {148, 240, 4, 4, "Hot patching table offset"},
    {156, 248, 4, 8, "Enclave configuration pointer"},
    {160, 256, 4, 8, "Volatile metadata pointer"},
    {164, 264, 4, 8, "Guard EH continuation table"},
    {168, 272, 4, 8, "Guard EH continuation count"},
    {172, 280, 4, 8, "Guard XFG address of check-function pointer"},
    {176, 288, 4, 8, "Guard XFG address of dispatch-function pointer"},
    {180, 296, 4, 8, "Guard XFG address of dispatch-table-function pointer"},
    {184, 304, 4, 8, "CastGuard OS determined failure mode"},
    {188, 312, 4, 8, "Guard memcpy function pointer"},
};

static void guard_flags(Dump *d, u32 flags) {
    static const struct {
        u32 bit;
        const char *text;
    } texts[] = {
        {0x100, "CF instrumented"},
        {0x200, "CFW instrumented"},
        {0x400, "FID table present"},
        {0x800, "Security cookie unused"},
        {0x1000, "Protect delayload IAT"},
        {0x2000, "Delayload IAT in its own section"},
        {0x4000, "Export suppression info present"},
        {0x8000, "Export suppression enabled"},
        {0x10000, "Long jump target table present"},
        {0x400000, "EH continuation table present"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (flags & texts[i].bit) dump_text(d, "                       %s\n", texts[i].text);
    if (flags >> 28) dump_text(d, "                       %u extra bytes per table entry\n", flags >> 28);
}

// A table of `count` RVAs at `table_va`, each followed by `stride` - 4 bytes of flags.
static void rva_table(Dump *d, const PeImage *pe, const char *title, u64 table_va, u64 count, u32 stride) {
    u32 rva;
    if (!table_va || !count) return;
    dump_text(d, "\n    %s\n\n          Address\n          --------\n", title);
    Str table = pe_va_to_rva(pe, table_va, &rva) ? pe_at(pe, rva, UINT32_MAX) : (Str){0};
    if (!table.n || !range_ok(0, count, stride, table.n)) {
        Message m;
        bad_file(&m, d->arena, pe->name, 1107, 0, "load configuration: %llu entries at 0x%llx run past their section",
                 (ull)count, (ull)table_va);
        m.where = (Str){0};
        dump_error(d, &m);
        return;
    }
    for (u64 i = 0; i < count; i++)
        dump_text(d, "          %0*llX\n", va_digits(pe), va_of(pe, load32(table.p + i * stride)));
}

static void show_load_config(Dump *d, const PeImage *pe) {
    PeLoadConfig c;
    Message m;
    bool wide = pe->is_pe32_plus;
    if (!pe_load_config(pe, &c, d->arena, &m)) {
        end_of_table(d, &m);
        return;
    }
    dump_text(d, "\n  Section contains the following load config:\n\n");
    for (size_t i = 0; i < sizeof config_fields / sizeof *config_fields; i++) {
        const ConfigField *f = &config_fields[i];
        u32 off = wide ? f->off64 : f->off32, width = wide ? f->width64 : f->width32;
        if (off + width > c.bytes.n || off + width > c.size) continue;
        dump_text(d, "%*s%0*llX %s\n", (int)(20 - 2 * width), "", (int)(2 * width),
                  (ull)pe_load_config_field(&c, off, width), f->name);
        if (off == (wide ? 144u : 88u)) guard_flags(d, (u32)pe_load_config_field(&c, off, 4));
    }
    u32 w = wide ? 8 : 4, stride = 4 + ((u32)pe_load_config_field(&c, wide ? 144 : 88, 4) >> 28);
    if (!wide)
        rva_table(d, pe, "Safe Exception Handler Table", pe_load_config_field(&c, 64, w),
                  pe_load_config_field(&c, 68, w), 4);
    rva_table(d, pe, "Guard CF Function Table", pe_load_config_field(&c, wide ? 128 : 80, w),
              pe_load_config_field(&c, wide ? 136 : 84, w), stride);
    rva_table(d, pe, "Guard CF Address Taken IAT Table", pe_load_config_field(&c, wide ? 160 : 104, w),
              pe_load_config_field(&c, wide ? 168 : 108, w), stride);
    rva_table(d, pe, "Guard CF Long Jump Table", pe_load_config_field(&c, wide ? 176 : 112, w),
              pe_load_config_field(&c, wide ? 184 : 116, w), stride);
    rva_table(d, pe, "Guard EH Continuation Table", pe_load_config_field(&c, wide ? 264 : 164, w),
              pe_load_config_field(&c, wide ? 272 : 168, w), stride);
}

// ---- TLS

static void show_tls(Dump *d, const PeImage *pe) {
    PeTls tls;
    Message m;
    u64 callback;
    int digits = va_digits(pe);
    if (!pe_tls(pe, &tls, d->arena, &m)) {
        end_of_table(d, &m);
        return;
    }
    dump_text(d, "\n  Section contains the following TLS directory:\n\n");
    dump_text(d, "%*s%0*llX Start of raw data\n%*s%0*llX End of raw data\n", 20 - digits, "", digits,
              (ull)tls.raw_start_va, 20 - digits, "", digits, (ull)tls.raw_end_va);
    dump_text(d, "%*s%0*llX Address of index\n%*s%0*llX Address of callbacks\n", 20 - digits, "", digits,
              (ull)tls.index_va, 20 - digits, "", digits, (ull)tls.callbacks_va);
    dump_text(d, "%20X Size of zero fill\n            %08X Characteristics\n", tls.zero_fill_size, tls.flags);
    u32 align = (tls.flags & IMAGE_SCN_ALIGN_MASK) >> 20;
    dump_text(d, align ? "                       %u byte align\n" : "                       no align specified\n",
              align ? 1u << (align - 1) : 0);
    dump_text(d, "\n    TLS Callbacks\n\n          Address\n          %.*s\n", digits, "----------------");
    for (u32 i = 0; pe_next_tls_callback(pe, &tls, &i, &callback, d->arena, &m);)
        dump_text(d, "          %0*llX\n", digits, (ull)callback);
    end_of_table(d, &m);
}

// ---- Functions and how their frames are unwound [spec: exception-handling-x64]

static const char *const x64_registers[16] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                              "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};

// One unwind code at slots[i], of `count` 16-bit slots. Returns how many slots it takes.
static u32 unwind_code(Dump *d, const u8 *slots, u32 i, u32 count) {
    const u8 *p = slots + 2 * i;
    u32 operation = p[1] & 15, info = p[1] >> 4, left = count - i - 1;
    u32 one = left >= 1 ? load16(p + 2) : 0, two = left >= 2 ? load32(p + 2) : 0;
    const char *r = x64_registers[info];
    dump_text(d, "      %02X: ", p[0]);
    switch (operation) {
    case 0: dump_text(d, "PUSH_NONVOL, register=%s\n", r); return 1;
    case 1: dump_text(d, "ALLOC_LARGE, size=0x%X\n", info ? two : one * 8); return info ? 3 : 2;
    case 2: dump_text(d, "ALLOC_SMALL, size=0x%X\n", info * 8 + 8); return 1;
    case 3: dump_text(d, "SET_FPREG\n"); return 1;
    case 4: dump_text(d, "SAVE_NONVOL, register=%s offset=0x%X\n", r, one * 8); return 2;
    case 5: dump_text(d, "SAVE_NONVOL_FAR, register=%s offset=0x%X\n", r, two); return 3;
    case 6: dump_text(d, "EPILOG, flags=0x%X\n", info); return 1;
    case 8: dump_text(d, "SAVE_XMM128, register=xmm%u offset=0x%X\n", info, one * 16); return 2;
    case 9: dump_text(d, "SAVE_XMM128_FAR, register=xmm%u offset=0x%X\n", info, two); return 3;
    case 10: dump_text(d, "PUSH_MACHFRAME, error code=%u\n", info); return 1;
    default: dump_text(d, "unknown operation %u\n", operation); return 1;
    }
}

static void x64_unwind_info(Dump *d, const PeImage *pe, u32 rva) {
    u8 head[4], slots[512];
    if (!pe_read(pe, rva, head, 4) || !pe_read(pe, rva + 4, slots, 2u * head[2])) {
        dump_text(d, "    (unwind data outside the image)\n");
        return;
    }
    u32 flags = head[0] >> 3, count = head[2];
    dump_text(d, "    Unwind version: %u\n    Unwind flags:%s%s%s%s\n", head[0] & 7, flags & 1 ? " EHANDLER" : "",
              flags & 2 ? " UHANDLER" : "", flags & 4 ? " CHAININFO" : "", flags ? "" : " None");
    dump_text(d, "    Size of prologue: 0x%02X\n    Count of codes: %u\n", head[1], count);
    if (head[3])
        dump_text(d, "    Frame register: %s\n    Frame offset: 0x%X\n", x64_registers[head[3] & 15],
                  (head[3] >> 4) * 16);
    if (count) dump_text(d, "    Unwind codes:\n");
    for (u32 i = 0; i < count;) i += unwind_code(d, slots, i, count);
    u8 tail[12];
    if (!(flags & 7) || !pe_read(pe, rva + 4 + 2 * ((count + 1) & ~1u), tail, 12)) return;
    if (flags & 4) {
        dump_text(d, "    Function chained: %08X %08X %08X\n", load32(tail), load32(tail + 4), load32(tail + 8));
    } else {
        dump_text(d, "    Handler: %08X\n", load32(tail));
    }
}

static int compare_rvas(const void *a, const void *b) {
    const PeExport *x = a, *y = b;
    if (x->rva != y->rva) return x->rva < y->rva ? -1 : 1;
    return (x->hint > y->hint) - (x->hint < y->hint);
}

// Exported functions are the only ones an image has names for. The list is in address order.
static Str function_name(const PeExport *list, u32 count, u32 rva) {
    u32 low = 0, high = count;
    while (low < high) {
        u32 mid = low + (high - low) / 2;
        if (list[mid].rva < rva) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low < count && list[low].rva == rva ? list[low].name : (Str){0};
}

static void function_line(Dump *d, const PeImage *pe, const PeFunction *f, Str name) {
    dump_text(d, "  %08X %08X %08X ", f->entry_rva - pe->opt.directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION].rva,
              f->begin_rva, f->end_rva);
    dump_text(d, f->packed ? "%08X packed" : "%08X", f->packed ? f->packed : f->unwind_rva);
    dump_line(d, name.n ? "  " : "", name);
    if (!(d->opt.flags & DUMP_UNWINDINFO) || !f->unwind_rva) return;
    if (pe->machine == IMAGE_FILE_MACHINE_AMD64) x64_unwind_info(d, pe, f->unwind_rva);
}

static void show_functions(Dump *d, const PeImage *pe) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION];
    PeExports ex;
    PeExport *list = NULL;
    PeFunction f;
    Message m;
    u32 count = 0;
    if (pe->machine != IMAGE_FILE_MACHINE_AMD64 && pe->machine != IMAGE_FILE_MACHINE_ARM64) return;
    if (!pe_exports(pe, &ex, d->arena, &m) || !pe_export_list(pe, &ex, d->arena, &list, &count, &m)) count = 0;
    if (count) qsort(list, count, sizeof *list, compare_rvas);
    dump_text(d, "\nFunction Table (%u)\n\n           Begin    End      Info      Function Name\n\n",
              dir.size / (pe->machine == IMAGE_FILE_MACHINE_ARM64 ? 8 : 12));
    for (u32 i = 0; pe_next_function(pe, &i, &f, d->arena, &m);)
        function_line(d, pe, &f, function_name(list, count, f.begin_rva));
    end_of_table(d, &m);
}

// ---- Base relocations

static const char *base_reloc_name(u8 type) {
    switch (type) {
    case IMAGE_REL_BASED_ABSOLUTE: return "ABS";
    case IMAGE_REL_BASED_HIGH: return "HIGH";
    case IMAGE_REL_BASED_LOW: return "LOW";
    case IMAGE_REL_BASED_HIGHLOW: return "HIGHLOW";
    case IMAGE_REL_BASED_HIGHADJ: return "HIGHADJ";
    case IMAGE_REL_BASED_DIR64: return "DIR64";
    default: return "?";
    }
}

static void base_reloc_line(Dump *d, const PeImage *pe, const PeBaseReloc *r, u32 page) {
    u8 target[8] = {0};
    dump_text(d, "%8X  %s", r->rva - page, base_reloc_name(r->type));
    u32 width = r->type == IMAGE_REL_BASED_DIR64 ? 8 : r->type == IMAGE_REL_BASED_HIGHLOW ? 4 : 0;
    if (width && pe_read(pe, r->rva, target, width)) // the address that the loader will add to
        dump_text(d, "%*s%0*llX", width == 8 ? 6 : 4, "", (int)(2 * width),
                  width == 8 ? (ull)load64(target) : load32(target));
    dump_text(d, "\n");
}

static void show_base_relocs(Dump *d, const PeImage *pe) {
    DataDirectory dir = pe->opt.directories[IMAGE_DIRECTORY_ENTRY_BASERELOC];
    const PeSection *s = pe_section_of(pe, dir.rva);
    PeBaseRelocWalk walk = {0};
    PeBaseReloc r;
    Message m;
    u32 block = UINT32_MAX, page = 0;
    dump_text(d, "\nBASE RELOCATIONS #%X\n", s ? (u32)(s - pe->sections) + 1 : 0);
    while (pe_next_base_reloc(pe, &walk, &r, d->arena, &m)) {
        if (walk.block_off != block) {
            block = walk.block_off;
            Str header = pe_at(pe, dir.rva + block, 8); // pe_next_base_reloc has read it
            page = load32(header.p);
            dump_text(d, "%8X RVA, %8X SizeOfBlock\n", page, load32(header.p + 4));
        }
        base_reloc_line(d, pe, &r, page);
    }
    end_of_table(d, &m);
}

// ---- The list of tables

void dump_image_tables(Dump *d, const PeImage *pe, const PeSection *sec) {
    static const struct {
        u32 flag, directory;
        void (*show)(Dump *, const PeImage *);
    } tables[] = {
        {DUMP_HEADERS, IMAGE_DIRECTORY_ENTRY_DEBUG, show_debug},
        {DUMP_FPO | DUMP_PDBPATH, IMAGE_DIRECTORY_ENTRY_DEBUG, dump_debug_records},
        {DUMP_CLRHEADER, IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR, dump_clr_header},
        {DUMP_LOADCONFIG, IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG, show_load_config},
        {DUMP_TLS, IMAGE_DIRECTORY_ENTRY_TLS, show_tls},
        {DUMP_DEPENDENTS, IMAGE_DIRECTORY_ENTRY_IMPORT, show_dependents},
        {DUMP_DEPENDENTS, IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT, show_delay_dependents},
        {DUMP_IMPORTS, IMAGE_DIRECTORY_ENTRY_IMPORT, show_imports},
        {DUMP_IMPORTS, IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT, show_delay_imports},
        {DUMP_EXPORTS, IMAGE_DIRECTORY_ENTRY_EXPORT, show_exports},
        {DUMP_PDATA | DUMP_UNWINDINFO, IMAGE_DIRECTORY_ENTRY_EXCEPTION, show_functions},
        {DUMP_RESOURCES, IMAGE_DIRECTORY_ENTRY_RESOURCE, dump_resource_tree},
        {DUMP_RELOCATIONS, IMAGE_DIRECTORY_ENTRY_BASERELOC, show_base_relocs},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        u32 rva = pe->opt.directories[tables[i].directory].rva;
        if (d->opt.flags & tables[i].flag && rva && pe_section_of(pe, rva) == sec) tables[i].show(d, pe);
    }
}
