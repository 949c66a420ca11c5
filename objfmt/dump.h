// dump.h - `mydump` (and `mylink /DUMP`): what is inside an object, a library, an image or a .res file, field by field.
//
//      dump.c            command line, which reader a file needs, output
//      dump_coff.c       objects: headers, sections, raw data, relocations, symbols
//      dump_archive.c    libraries: members, linker members, import records
//      dump_pe.c         images: headers, sections        dump_tables.c   imports, exports, relocations, TLS, ...
//      dump_res.c        .res files, and the resource tree of images
//
// The layout follows dumpbin's, so that the output of both can be laid side by side; what is added explains numbers
// in words. All names from files are printed with dump_name(), which lets no control byte through.
// [spec: dumpbin-options]
#ifndef OBJFMT_DUMP_H
#define OBJFMT_DUMP_H

#include "archive.h"
#include "coff.h"
#include "file.h"
#include "import_obj.h"
#include "pe.h"

// The command. Reads options and files from argv[1] on, prints to standard output or to the file of /OUT. Returns the
// exit code: 0, or 1 when a file could not be read whole or the output could not be written. mydump /COMPARE returns 1
// for a difference.
int dump_command(int argc, char **argv);

// ---- Inside

enum { // what to show
    DUMP_SUMMARY = 1 << 0,
    DUMP_HEADERS = 1 << 1,
    DUMP_SYMBOLS = 1 << 2,
    DUMP_RELOCATIONS = 1 << 3,
    DUMP_RAWDATA = 1 << 4,
    DUMP_DIRECTIVES = 1 << 5,
    DUMP_ARCHIVEMEMBERS = 1 << 6,
    DUMP_LINKERMEMBER1 = 1 << 7,
    DUMP_LINKERMEMBER2 = 1 << 8,
    DUMP_IMPORTS = 1 << 9,
    DUMP_EXPORTS = 1 << 10,
    DUMP_DEPENDENTS = 1 << 11,
    DUMP_LOADCONFIG = 1 << 12,
    DUMP_PDATA = 1 << 13,
    DUMP_TLS = 1 << 14,
    DUMP_UNWINDINFO = 1 << 15,
    DUMP_RESOURCES = 1 << 16,
    DUMP_CLRHEADER = 1 << 17,
    DUMP_LINENUMBERS = 1 << 18,
    DUMP_FPO = 1 << 19,
    DUMP_ALL = (1 << 20) - 1,
    DUMP_PDBPATH = 1 << 20,
    DUMP_DISASM = 1 << 21,
    DUMP_OF_MEMBERS = DUMP_SUMMARY | DUMP_HEADERS | DUMP_SYMBOLS | DUMP_RELOCATIONS | DUMP_RAWDATA | DUMP_DIRECTIVES |
                      DUMP_PDATA | DUMP_UNWINDINFO | DUMP_LINENUMBERS | DUMP_FPO, // options that look into a library's objects
};

enum { OUT_SIZE = 64 << 10 };

typedef struct { // bytes on their way out
    u8 buffer[OUT_SIZE];
    u32 used;
    OutputFile *file; // NULL: standard output
    u64 file_off;
    bool failed;     // nothing more is written
    Message message; // why
} DumpOut;

typedef struct {
    u32 flags;                  // DUMP_*
    u32 raw_unit, raw_per_line; // /RAWDATA: bytes a value, values a line
    bool has_range;
    u64 range_from, range_to; // /RANGE: addresses, the last one included
    Str section;              // /SECTION; empty: all
    Str import_dll;           // /IMPORTS:name; empty: all
    Str out;                  // /OUT
    bool no_rawdata;          // /RAWDATA:NONE
    bool no_code_bytes;       // /DISASM:NOBYTES
    bool compare;
} DumpOptions;

typedef struct { // sums for "Summary"
    Str name;
    u64 size;
} DumpSum;

typedef struct {
    DumpOptions opt;
    DumpOut *out;
    Diag *diag;
    Arena *arena; // of the file being shown; emptied after it
    ARRAY(DumpSum) sums;
    bool failed; // something could not be shown
} Dump;

// Output. dump_text takes the program's own words, dump_name anything that comes from a file.
void dump_text(Dump *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
void dump_bytes(Dump *d, const void *bytes, size_t n);
void dump_name(Dump *d, Str s);
void dump_line(Dump *d, const char *prefix, Str name); // prefix, name, newline
void dump_name16(Dump *d, Str utf16);                  // UTF-16, as UTF-8
u8 *dump_room(Dump *d, u32 n);                         // n bytes of the buffer to fill, at most 1000; then dump_took()
void dump_took(Dump *d, u32 n);
u8 *dump_hex(u8 *p, u64 value, u32 digits);            // writes digits upper-case hex digits, returns the end
u8 *dump_number(u8 *p, u64 value, u32 width, u8 fill); // hex, right-aligned in at least width bytes
u8 *dump_column(u8 *p, const char *text, u32 width);   // left-aligned in at least width bytes

// Reports why the current file cannot be shown (further).
void dump_error(Dump *d, const Message *m);

// "Tue Nov 14 22:13:20 2023" in UTC behind a time stamp; nothing for 0 and FFFFFFFF, which are no times.
const char *dump_time(Dump *d, u32 time_stamp);
bool dump_wants_section(const Dump *d, Str name);
void dump_add_sum(Dump *d, Str name, u64 size);
void dump_summary(Dump *d);
// Raw bytes with their addresses; `zeros` more bytes are not in the file and are only mentioned.
void dump_raw(Dump *d, Str data, u64 first_address, u32 address_digits);
void dump_flags(Dump *d, u32 flags, bool is_object, Str comdat_symbol); // section flags in words, a line each
void dump_machine(Dump *d, u16 machine);                                // the line of the file header
void dump_characteristics(Dump *d, u16 characteristics);
const char *dump_machine_text(u16 machine); // "x64"

void dump_object(Dump *d, Str bytes, Str name);
void dump_import_object(Dump *d, Str bytes, Str name);
void dump_archive(Dump *d, Str bytes, Str name);
void dump_image(Dump *d, Str bytes, Str name);
void dump_image_tables(Dump *d, const PeImage *pe, const PeSection *sec); // those inside `sec`; NULL: those inside none
void dump_resource_tree(Dump *d, const PeImage *pe);
void dump_res(Dump *d, Str bytes, Str name);

void dump_line_numbers(Dump *d, const CoffObject *o, u32 num); // of section `num`
void dump_object_fpo(Dump *d, const CoffSection *sec);
void dump_debug_records(Dump *d, const PeImage *pe); // /FPO and /PDBPATH
void dump_clr_header(Dump *d, const PeImage *pe);
void dump_disassembly(Dump *d, const char *path);    // of all code in the file; disasm.c

typedef struct { // a COFF symbol table, of an object or (GNU) of an image; not trusted
    const u8 *records;
    u32 count, record_size; // 18 or 20
    Str strings;
    u16 machine;
} DumpSymbols;
void dump_symbol_table(Dump *d, const DumpSymbols *table);

// compare.c: the images a and b, difference by difference. True when there is none that matters.
bool compare_images(Dump *d, Str a, Str a_name, Str b, Str b_name);

#endif
