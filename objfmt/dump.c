// dump.c - the command line of mydump, the choice of a reader, and the output they share.
//
//      mydump /HEADERS a.obj          a.obj ─> identify_file() ─> dump_object / dump_archive / dump_image / dump_res
//
// A broken file is reported on standard error with its name and the place, and the next file is shown; the exit code is
// then
// 1. Nothing on the command line says what kind a file is: its first bytes do.
//
// Output goes through one buffer. A dump of a large object is mostly relocations and raw bytes, millions of short
// lines, so the two loops that print them write digits straight into it; everything else is printf. [spec:
// dumpbin-reference]
#include "dump.h"
#include "args.h"
#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// ---- Output

static void flush_out(DumpOut *o, Arena *arena) {
    if (!o->used || o->failed) {
        o->used = 0;
        return;
    }
    if (o->file) {
        o->failed = !output_write(o->file, o->file_off, o->buffer, o->used, &o->message);
        o->file_off += o->used;
    } else if (fwrite(o->buffer, 1, o->used, stdout) != o->used || fflush(stdout) != 0) {
        o->failed = true;
        o->message = (Message){.kind = MSG_FATAL,
                               .code = 1106,
                               .text = arena_printf(arena, "cannot write to standard output: %s", strerror(errno))};
        if (errno == EPIPE) o->message.text = (Str){0}; // `mydump x | head`: the reader has seen enough
    }
    o->used = 0;
}

u8 *dump_room(Dump *d, u32 n) {
    if (OUT_SIZE - d->out->used < n) flush_out(d->out, d->diag->arena);
    return d->out->buffer + d->out->used;
}

void dump_took(Dump *d, u32 n) { d->out->used += n; }

void dump_bytes(Dump *d, const void *bytes, size_t n) {
    const u8 *p = bytes;
    while (n) {
        u32 part = n < 1000 ? (u32)n : 1000;
        memcpy(dump_room(d, part), p, part);
        dump_took(d, part);
        p += part;
        n -= part;
    }
}

void dump_text(Dump *d, const char *format, ...) {
    enum { ROOM = 1000 }; // more than any line of the program's own
    va_list args;
    va_start(args, format);
    int n = vsnprintf((char *)dump_room(d, ROOM), ROOM, format, args);
    va_end(args);
    if (n > 0) dump_took(d, n < ROOM ? (u32)n : ROOM - 1);
}

// Names are ASCII but for a few; printable() looks at every character and shortens long ones.
void dump_name(Dump *d, Str s) {
    size_t i = 0;
    while (i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x7f) i++;
    dump_bytes(d, s.p, i);
    if (i == s.n) return;
    const char *rest = printable(d->arena, str_slice(s, i, s.n));
    dump_bytes(d, rest, strlen(rest));
}

void dump_line(Dump *d, const char *prefix, Str name) {
    dump_bytes(d, prefix, strlen(prefix));
    dump_name(d, name);
    dump_bytes(d, "\n", 1);
}

static u32 put_utf8(u8 *p, u32 c) {
    if (c < 0x80) {
        p[0] = (u8)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (u8)(0xc0 | c >> 6);
        p[1] = (u8)(0x80 | (c & 0x3f));
        return 2;
    }
    u32 n = c < 0x10000 ? 3 : 4;
    p[0] = (u8)(n == 3 ? 0xe0 | c >> 12 : 0xf0 | c >> 18);
    if (n == 4) p[1] = (u8)(0x80 | (c >> 12 & 0x3f));
    p[n - 2] = (u8)(0x80 | (c >> 6 & 0x3f));
    p[n - 1] = (u8)(0x80 | (c & 0x3f));
    return n;
}

// A half of a surrogate pair that stands alone becomes bytes that are no UTF-8, which printable() shows as \xNN.
void dump_name16(Dump *d, Str utf16) {
    Buffer b = {.arena = d->arena};
    for (size_t i = 0; i + 2 <= utf16.n; i += 2) {
        u32 c = load16(utf16.p + i);
        u32 low = i + 4 <= utf16.n ? load16(utf16.p + i + 2) : 0;
        if (c >= 0xd800 && c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
            i += 2;
        }
        u8 utf8[4];
        buffer_put(&b, utf8, put_utf8(utf8, c));
    }
    dump_name(d, buffer_str(&b));
}

u8 *dump_hex(u8 *p, u64 value, u32 digits) {
    for (u32 i = digits; i > 0; i--, value >>= 4) p[i - 1] = (u8) "0123456789ABCDEF"[value & 15];
    return p + digits;
}

u8 *dump_number(u8 *p, u64 value, u32 width, u8 fill) {
    u32 digits = 1;
    for (u64 v = value; v >>= 4;) digits++;
    for (u32 i = digits; i < width; i++) *p++ = fill;
    return dump_hex(p, value, digits);
}

u8 *dump_column(u8 *p, const char *text, u32 width) {
    size_t n = strlen(text);
    memcpy(p, text, n);
    if (n >= width) return p + n;
    memset(p + n, ' ', width - n);
    return p + width;
}

void dump_error(Dump *d, const Message *m) {
    d->failed = true;
    if (!d->out->file) flush_out(d->out, d->diag->arena); // the line that names the file comes before what is wrong in it
    diag_report(d->diag, m);
}

// ---- What the readers share

const char *dump_time(Dump *d, u32 time_stamp) {
    time_t t = time_stamp;
    struct tm tm;
    if (time_stamp == 0 || time_stamp == UINT32_MAX || !gmtime_r(&t, &tm)) return "";
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return (const char *)arena_printf(d->arena, " %.3s %.3s %2d %02d:%02d:%02d %d", days + 3 * tm.tm_wday,
                                      months + 3 * tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                                      1900 + tm.tm_year)
        .p;
}

bool dump_wants_section(const Dump *d, Str name) { return !d->opt.section.n || str_eq(d->opt.section, name); }

void dump_add_sum(Dump *d, Str name, u64 size) {
    if (d->opt.flags & DUMP_SUMMARY && dump_wants_section(d, name))
        ARRAY_PUSH(d->arena, &d->sums, ((DumpSum){name, size}));
}

static int compare_sums(const void *a, const void *b) {
    const DumpSum *x = a, *y = b;
    return str_cmp(x->name, y->name);
}

void dump_summary(Dump *d) {
    if (d->opt.flags & DUMP_SUMMARY) {
        dump_text(d, "\n  Summary\n\n");
        if (d->sums.count) qsort(d->sums.at, d->sums.count, sizeof *d->sums.at, compare_sums);
        for (u32 i = 0; i < d->sums.count;) {
            u64 total = 0;
            u32 first = i;
            for (; i < d->sums.count && str_eq(d->sums.at[i].name, d->sums.at[first].name); i++)
                total += d->sums.at[i].size;
            dump_text(d, "%12llX ", (unsigned long long)total);
            dump_line(d, "", d->sums.at[first].name);
        }
    }
    d->sums.count = 0;
}

const char *dump_machine_text(u16 machine) { return coff_machine_name(machine); }

void dump_machine(Dump *d, u16 machine) { dump_text(d, "%16X machine (%s)\n", machine, dump_machine_text(machine)); }

typedef struct {
    u32 bit;
    const char *text;
} FlagText;

void dump_characteristics(Dump *d, u16 characteristics) {
    static const FlagText texts[] = {
        {IMAGE_FILE_RELOCS_STRIPPED, "Relocations stripped"},
        {IMAGE_FILE_EXECUTABLE_IMAGE, "Executable"},
        {IMAGE_FILE_LINE_NUMS_STRIPPED, "Line numbers stripped"},
        {IMAGE_FILE_LOCAL_SYMS_STRIPPED, "Symbols stripped"},
        {IMAGE_FILE_LARGE_ADDRESS_AWARE, "Application can handle large (>2GB) addresses"},
        {0x0080, "Bytes reversed"},
        {IMAGE_FILE_32BIT_MACHINE, "32 bit word machine"},
        {IMAGE_FILE_DEBUG_STRIPPED, "Debug information stripped"},
        {IMAGE_FILE_REMOVABLE_RUN_FROM_SWAP, "Run from swap when on removable media"},
        {IMAGE_FILE_NET_RUN_FROM_SWAP, "Run from swap when on the network"},
        {IMAGE_FILE_SYSTEM, "System file"},
        {IMAGE_FILE_DLL, "DLL"},
        {IMAGE_FILE_UP_SYSTEM_ONLY, "Uniprocessor only"},
        {0x8000, "Bytes reversed"},
    };
    dump_text(d, "%16X characteristics\n", characteristics);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (characteristics & texts[i].bit) dump_text(d, "                   %s\n", texts[i].text);
}

void dump_flags(Dump *d, u32 flags, bool is_object, Str comdat_symbol) {
    static const FlagText contents[] = {
        {IMAGE_SCN_TYPE_NO_PAD, "No pad"},
        {IMAGE_SCN_CNT_CODE, "Code"},
        {IMAGE_SCN_CNT_INITIALIZED_DATA, "Initialized Data"},
        {IMAGE_SCN_CNT_UNINITIALIZED_DATA, "Uninitialized Data"},
        {IMAGE_SCN_LNK_INFO, "Info"},
        {IMAGE_SCN_LNK_REMOVE, "Remove"},
    };
    static const FlagText memory[] = {
        {IMAGE_SCN_LNK_NRELOC_OVFL, "Extended relocations"},
        {IMAGE_SCN_MEM_DISCARDABLE, "Discardable"},
        {IMAGE_SCN_MEM_NOT_CACHED, "Not Cached"},
        {IMAGE_SCN_MEM_NOT_PAGED, "Not Paged"},
        {IMAGE_SCN_MEM_SHARED, "Shared"},
    };
    dump_text(d, "%8X flags\n", flags);
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++)
        if (flags & contents[i].bit) dump_text(d, "         %s\n", contents[i].text);
    if (flags & IMAGE_SCN_LNK_COMDAT)
        dump_line(d, comdat_symbol.n ? "         COMDAT; sym= " : "         COMDAT", comdat_symbol);
    u32 align = (flags & IMAGE_SCN_ALIGN_MASK) >> 20;
    if (align) dump_text(d, "         %u byte align\n", 1u << (align - 1));
    if (!align && is_object && !(flags & (IMAGE_SCN_LNK_INFO | IMAGE_SCN_LNK_REMOVE)))
        dump_text(d, "         (no align specified)\n");
    for (size_t i = 0; i < sizeof memory / sizeof *memory; i++)
        if (flags & memory[i].bit) dump_text(d, "         %s\n", memory[i].text);
    bool x = flags & IMAGE_SCN_MEM_EXECUTE, r = flags & IMAGE_SCN_MEM_READ, w = flags & IMAGE_SCN_MEM_WRITE;
    if (x || r || w) dump_text(d, "        %s%s%s\n", x ? " Execute" : "", r ? " Read" : "", w ? " Write" : "");
}

// ---- Raw data

// Keeps what /RANGE asks for. False when nothing is left.
static bool cut_to_range(const Dump *d, Str *data, u64 *address) {
    if (!d->opt.has_range || !data->n) return data->n > 0;
    u64 last = *address + (data->n - 1);
    if (d->opt.range_to < *address || d->opt.range_from > last) return false;
    u64 from = d->opt.range_from > *address ? d->opt.range_from - *address : 0;
    u64 to = d->opt.range_to < last ? d->opt.range_to - *address : data->n - 1;
    *data = str_slice(*data, (size_t)from, (size_t)to + 1);
    *address += from;
    return true;
}

// One line: the address, the values (a value cut off by the end of the data shows what there is), and as text for
// bytes.
static u8 *put_raw_line(u8 *p, Str line, u64 address, u32 address_digits, u32 unit, u32 per_line) {
    p = (u8 *)memset(p, ' ', 2) + 2;
    p = dump_hex(p, address, address_digits);
    *p++ = ':';
    for (u32 i = 0; i < per_line; i++) {
        u32 at = i * unit, n = at >= line.n ? 0 : line.n - at < unit ? (u32)(line.n - at) : unit;
        *p++ = ' ';
        memset(p, ' ', 2 * unit);
        for (u32 k = 0; k < n; k++) dump_hex(p + 2 * (n - 1 - k), line.p[at + k], 2);
        p += 2 * unit;
    }
    if (unit == 1) {
        p = (u8 *)memset(p, ' ', 2) + 2;
        for (size_t i = 0; i < line.n; i++) *p++ = line.p[i] >= 0x20 && line.p[i] < 0x7f ? line.p[i] : '.';
    }
    while (p[-1] == ' ') p--;
    *p++ = '\n';
    return p;
}

void dump_raw(Dump *d, Str data, u64 first_address, u32 address_digits) {
    u32 unit = d->opt.raw_unit, per_line = d->opt.raw_per_line;
    if (!cut_to_range(d, &data, &first_address)) return;
    for (size_t i = 0; i < data.n; i += (size_t)unit * per_line) {
        size_t n = data.n - i < (size_t)unit * per_line ? data.n - i : (size_t)unit * per_line;
        u8 *p = dump_room(d, 1000); // 64 values of 17 characters fit twice over
        dump_took(
            d,
            (u32)(put_raw_line(p, str_slice(data, i, i + n), first_address + i, address_digits, unit, per_line) - p));
    }
}

// ---- The command line

typedef enum { NO_VALUE, MAY_HAVE_VALUE, NEEDS_VALUE } ValueRule;
typedef enum {
    OPTION_FLAG,
    OPTION_COMPARE,
    OPTION_IMPORTS,
    OPTION_LINKERMEMBER,
    OPTION_DISASM,
    OPTION_ERRORFORMAT,
    OPTION_PDBPATH,
    OPTION_OUT,
    OPTION_RANGE,
    OPTION_RAWDATA,
    OPTION_SECTION
} OptionKind;

typedef struct {
    const char *name;
    u32 flags;
    ValueRule value;
    OptionKind kind;
    const char *arg;  // as the manual shows it, with its colon
    const char *help; // NULL: accepted without effect
} DumpOption;

static const DumpOption dump_options[] = {
    {"ALL", DUMP_ALL, NO_VALUE, OPTION_FLAG, "", "everything"},
    {"ARCHIVEMEMBERS", DUMP_ARCHIVEMEMBERS, NO_VALUE, OPTION_FLAG, "", "headers of a library's members"},
    {"CLRHEADER", DUMP_CLRHEADER, NO_VALUE, OPTION_FLAG, "", "header of .NET images"},
    {"COMPARE", 0, NO_VALUE, OPTION_COMPARE, "", "two images field by field; the exit code is 1 when they differ"},
    {"DEPENDENTS", DUMP_DEPENDENTS, NO_VALUE, OPTION_FLAG, "", "DLLs that an image imports from"},
    {"DIRECTIVES", DUMP_DIRECTIVES, NO_VALUE, OPTION_FLAG, "", "linker options in objects (.drectve)"},
    {"DISASM", DUMP_DISASM, MAY_HAVE_VALUE, OPTION_DISASM, "[:BYTES|NOBYTES]", "machine code in words, by the system's objdump or llvm-objdump"},
    {"ERRORFORMAT", 0, NEEDS_VALUE, OPTION_ERRORFORMAT, ":TEXT|JSON", "form of messages; JSON: one object a line, for tools"},
    {"ERRORREPORT", 0, MAY_HAVE_VALUE, OPTION_FLAG, "[:x]", NULL},
    {"EXPORTS", DUMP_EXPORTS, NO_VALUE, OPTION_FLAG, "", "export table"},
    {"FPO", DUMP_FPO, NO_VALUE, OPTION_FLAG, "", "frame records of old x86 files"},
    {"HEADERS", DUMP_HEADERS, NO_VALUE, OPTION_FLAG, "", "file, optional and section headers, debug directory"},
    {"HELP", 0, NO_VALUE, OPTION_FLAG, "", "this list; also /? and --help"},
    {"IMPORTS", DUMP_IMPORTS, MAY_HAVE_VALUE, OPTION_IMPORTS, "[:dll]", "import tables, also of delay-loaded DLLs"},
    {"LINENUMBERS", DUMP_LINENUMBERS, NO_VALUE, OPTION_FLAG, "", "COFF line numbers of objects"},
    {"LINKERMEMBER", DUMP_LINKERMEMBER1 | DUMP_LINKERMEMBER2, MAY_HAVE_VALUE, OPTION_LINKERMEMBER, "[:1|2]", "indices of a library"},
    {"LOADCONFIG", DUMP_LOADCONFIG, NO_VALUE, OPTION_FLAG, "", "load configuration"},
    {"NOLOGO", 0, NO_VALUE, OPTION_FLAG, "", NULL},
    {"NOPDB", 0, NO_VALUE, OPTION_FLAG, "", NULL},
    {"OUT", 0, NEEDS_VALUE, OPTION_OUT, ":file", "write into this file"},
    {"PDATA", DUMP_PDATA, NO_VALUE, OPTION_FLAG, "", "table of functions for exceptions"},
    {"PDBPATH", DUMP_PDBPATH, MAY_HAVE_VALUE, OPTION_PDBPATH, "[:VERBOSE]", "path of the program database that the image names"},
    {"RANGE", 0, NEEDS_VALUE, OPTION_RANGE, ":from[,to]", "only these addresses, with /RAWDATA"},
    {"RAWDATA", DUMP_RAWDATA, MAY_HAVE_VALUE, OPTION_RAWDATA, "[:1|2|4|8|NONE[,n]]", "bytes of sections, in units of so many, n a line"},
    {"RELOCATIONS", DUMP_RELOCATIONS, NO_VALUE, OPTION_FLAG, "", "relocations of objects, base relocations of images"},
    {"RESOURCES", DUMP_RESOURCES, NO_VALUE, OPTION_FLAG, "", "resource tree"},
    {"SECTION", 0, NEEDS_VALUE, OPTION_SECTION, ":name", "only this section"},
    {"SUMMARY", DUMP_SUMMARY, NO_VALUE, OPTION_FLAG, "", "section sizes (when no option is given)"},
    {"SYMBOLS", DUMP_SYMBOLS, NO_VALUE, OPTION_FLAG, "", "COFF symbol table"},
    {"TLS", DUMP_TLS, NO_VALUE, OPTION_FLAG, "", "directory of thread-local variables"},
    {"UNWINDINFO", DUMP_UNWINDINFO, NO_VALUE, OPTION_FLAG, "", "unwind codes of functions"},
    {"VERSION", 0, NO_VALUE, OPTION_FLAG, "", "print the version; also --version"},
};

static void print_usage(void) {
    printf("usage: mydump [options] files\n\n"
           "Shows what is inside objects, libraries, EXEs, DLLs and .res files. Options begin with / or -, in either case:\n\n");
    for (size_t i = 0; i < sizeof dump_options / sizeof *dump_options; i++) {
        const DumpOption *o = &dump_options[i];
        if (o->help) printf("  /%s%-*s  %s\n", o->name, (int)(30 - strlen(o->name)), o->arg, o->help);
    }
    printf("\naccepted without effect:");
    for (size_t i = 0; i < sizeof dump_options / sizeof *dump_options; i++)
        if (!dump_options[i].help) printf(" /%s", dump_options[i].name);
    printf("\n");
}

// For the manual and the completions, which are made from this table: class, name, argument, text, with tabs between.
static void print_option_list(void) {
    for (size_t i = 0; i < sizeof dump_options / sizeof *dump_options; i++) {
        const DumpOption *o = &dump_options[i];
        printf("%s\t%s\t%s\t%s\n", o->help ? "options" : "accepted", o->name, o->arg, o->help ? o->help : "without effect");
    }
}

typedef ARRAY(const char *) PathArray;

static const DumpOption *find_option(Str name) {
    for (size_t i = 0; i < sizeof dump_options / sizeof *dump_options; i++)
        if (str_eq_nocase(name, str(dump_options[i].name))) return &dump_options[i];
    return NULL;
}

// Decimal or 0x hex, all of s.
static bool parse_number(Str s, u64 *value) {
    bool hex = str_starts_nocase(s, STR("0x"));
    if (hex) s = str_slice(s, 2, s.n);
    *value = 0;
    if (!s.n || s.n > 19) return false;
    for (size_t i = 0; i < s.n; i++) {
        u8 c = ascii_lower(s.p[i]);
        u32 digit = c >= '0' && c <= '9' ? (u32)(c - '0') : hex && c >= 'a' && c <= 'f' ? (u32)(c - 'a' + 10) : 99;
        if (digit == 99) return false;
        *value = *value * (hex ? 16 : 10) + digit;
    }
    return true;
}

static bool parse_rawdata(DumpOptions *o, Str value) {
    size_t comma = str_find(value, ',');
    Str unit = str_slice(value, 0, comma);
    u64 n = 1, per_line;
    if (str_eq_nocase(unit, STR("NONE"))) {
        o->no_rawdata = true; // also when /ALL comes later
        return comma == value.n;
    }
    if (unit.n && (!parse_number(unit, &n) || (n != 1 && n != 2 && n != 4 && n != 8))) return false;
    per_line = 16 / n;
    if (comma < value.n &&
        (!parse_number(str_slice(value, comma + 1, value.n), &per_line) || per_line < 1 || per_line > 64))
        return false;
    if (per_line * (2 * n + 1) > 900) per_line = 900 / (2 * n + 1); // as much as a line's buffer holds
    o->raw_unit = (u32)n;
    o->raw_per_line = (u32)per_line;
    return true;
}

static bool parse_range(DumpOptions *o, Str value) {
    size_t comma = str_find(value, ',');
    o->has_range = true;
    o->range_to = UINT64_MAX;
    return parse_number(str_slice(value, 0, comma), &o->range_from) &&
           (comma == value.n || parse_number(str_slice(value, comma + 1, value.n), &o->range_to));
}

static bool apply_value(DumpOptions *o, OptionKind kind, Str value) {
    switch (kind) {
    case OPTION_IMPORTS: o->import_dll = value; return true;
    case OPTION_OUT: o->out = value; return value.n > 0;
    case OPTION_SECTION: o->section = value; return value.n > 0;
    case OPTION_DISASM:
        o->no_code_bytes = str_eq_nocase(value, STR("NOBYTES"));
        return o->no_code_bytes || str_eq_nocase(value, STR("BYTES"));
    case OPTION_ERRORFORMAT: return str_eq_nocase(value, STR("JSON")) || str_eq_nocase(value, STR("TEXT")); // see run_command
    case OPTION_PDBPATH: return str_eq_nocase(value, STR("VERBOSE"));
    case OPTION_RANGE: return parse_range(o, value);
    case OPTION_RAWDATA: return parse_rawdata(o, value);
    case OPTION_LINKERMEMBER:
        if (str_eq(value, STR("1"))) o->flags &= ~(u32)DUMP_LINKERMEMBER2;
        if (str_eq(value, STR("2"))) o->flags &= ~(u32)DUMP_LINKERMEMBER1;
        return str_eq(value, STR("1")) || str_eq(value, STR("2"));
    default: return true;
    }
}

// One argument that looks like an option. False when the command ends here (help, or an error).
static bool read_option(Diag *diag, DumpOptions *o, Str word) {
    size_t colon = str_find(word, ':');
    const DumpOption *option = find_option(str_slice(word, 1, colon));
    bool has_value = colon < word.n;
    if (!option) {
        diag_warning(diag, (Str){0}, 4044, "unrecognized option '%s'; ignored", printable(diag->arena, word));
        return true;
    }
    o->flags |= option->flags;
    if (option->kind == OPTION_COMPARE) o->compare = true;
    Str value = has_value ? str_slice(word, colon + 1, word.n) : (Str){0};
    if (has_value ? option->value == NO_VALUE || !apply_value(o, option->kind, value) : option->value == NEEDS_VALUE) {
        diag_fatal(diag, (Str){0}, 1117, "syntax error in option '%s'; mydump /HELP shows what it takes",
                   printable(diag->arena, str_slice(word, 1, word.n)));
        return false;
    }
    return true;
}

// `/home/me/a.obj` is a file and `/headers` an option: a word with a slash in front is an option when its name is one,
// or when it has no other slash and there is no such file.
static bool is_option(Str word) {
    if (word.n < 2 || (word.p[0] != '-' && word.p[0] != '/')) return false;
    if (word.p[0] == '-' || find_option(str_slice(word, 1, str_find(word, ':')))) return true;
    return str_rfind(word, '/') == 0 && !file_exists((const char *)word.p);
}

static bool is_help(Str word) {
    static const char *const words[] = {"/?", "-?", "/help", "-help", "--help", "-h"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(word, str(words[i]))) return true;
    return false;
}

// False with *status set when there is nothing to dump.
static bool read_command_line(Diag *diag, int argc, char **argv, DumpOptions *o, PathArray *paths, int *status) {
    ArgArray given = {0}, args = {0};
    Message m = {0};
    args_from_argv(diag->arena, argc, argv, &given);
    *status = 1;
    if (!args_expand(diag->arena, &given, ARGS_LINK, &args, &m)) {
        diag_report(diag, &m);
        return false;
    }
    for (u32 i = 0; i < args.count; i++) {
        Str word = args.at[i].text;
        if (is_help(word) || str_eq_nocase(word, STR("--version")) || str_eq_nocase(word, STR("/version"))) {
            if (is_help(word)) print_usage();
            else fputs("mydump " MYLINK_VERSION " (options compatible with DUMPBIN)\n", stdout);
            *status = 0;
            return false;
        }
        if (str_eq(word, STR("--print-options"))) {
            print_option_list();
            *status = 0;
            return false;
        }
        if (!is_option(word)) {
            ARRAY_PUSH(diag->arena, paths, (const char *)word.p);
        } else if (!read_option(diag, o, word)) {
            return false;
        }
    }
    if (!args.count) print_usage();
    if (args.count && !paths->count)
        diag_fatal(diag, (Str){0}, 1181, "no file was named; mydump /HELP lists the options");
    *status = args.count ? 1 : 0;
    return paths->count > 0;
}

// ---- Files

static void dump_file(Dump *d, const char *path) {
    Str bytes, name = str(path);
    FileIdentity id;
    Message m = {0};
    if (!file_read(d->arena, path, &bytes, &id, &m)) {
        dump_error(d, &m);
        return;
    }
    if (d->out->file && same_file(id, d->out->file->id)) {
        diag_fatal(d->diag, name, 1149, "/OUT names this input file; it would be overwritten");
        d->out->failed = true;
        return;
    }
    dump_line(d, "\nDump of file ", name);
    dump_text(d, "\n");
    switch (identify_file(bytes)) {
    case FILE_TYPE_ARCHIVE:
    case FILE_TYPE_THIN_ARCHIVE: dump_archive(d, bytes, name); break;
    case FILE_TYPE_IMAGE: dump_image(d, bytes, name); break;
    case FILE_TYPE_RES: dump_res(d, bytes, name); break;
    case FILE_TYPE_IMPORT_OBJECT:
        dump_text(d, "File Type: COFF OBJECT\n\n");
        dump_import_object(d, bytes, name);
        break;
    case FILE_TYPE_COFF:
        dump_text(d, "File Type: COFF OBJECT\n");
        dump_object(d, bytes, name);
        dump_summary(d);
        break;
    default: // coff_open says by name what it is instead
        dump_object(d, bytes, name);
    }
    if (d->opt.flags & DUMP_DISASM) dump_disassembly(d, path);
}

static void compare_files(Dump *d, const PathArray *paths) {
    Str bytes[2];
    FileIdentity id;
    Message m = {0};
    if (paths->count != 2) {
        diag_fatal(d->diag, (Str){0}, 1181, "/COMPARE needs two images, got %u", paths->count);
        d->failed = true;
        return;
    }
    for (u32 i = 0; i < 2; i++) {
        if (file_read(d->arena, paths->at[i], &bytes[i], &id, &m)) continue;
        dump_error(d, &m);
        return;
    }
    if (!compare_images(d, bytes[0], str(paths->at[0]), bytes[1], str(paths->at[1]))) d->failed = true;
}

static void dump_files(Dump *d, const PathArray *paths) {
    if (d->opt.compare) {
        compare_files(d, paths);
        return;
    }
    for (u32 i = 0; i < paths->count && !d->out->failed; i++) {
        dump_file(d, paths->at[i]);
        arena_free(d->arena);
        memset(&d->sums, 0, sizeof d->sums);
    }
}

// The last bytes go out; with /OUT the file gets its name, unless something failed on the way.
static bool finish_out(Dump *d) {
    DumpOut *o = d->out;
    flush_out(o, d->diag->arena);
    if (o->file && !o->failed)
        o->failed = !output_prepare(o->file, o->file_off, &o->message) || !output_commit(o->file, &o->message);
    if (!o->failed) return true;
    if (o->file) output_discard(o->file);
    if (o->message.text.n) diag_report(d->diag, &o->message);
    return false;
}

typedef struct {
    Arena arena;      // of the command
    Arena file_arena; // of the file being shown
    OutputFile out;   // /OUT
    jmp_buf no_memory;
} DumpCommand;

static int run_command(DumpCommand *c, int argc, char **argv) {
    Diag diag = {.tool = "DUMP", .arena = &c->arena, .explain = true};
    diag.json = argv_has_option(argc, argv, "ERRORFORMAT:JSON");
    DumpOptions options = {.raw_unit = 1, .raw_per_line = 16};
    PathArray paths = {0};
    int status = 1;
    if (!read_command_line(&diag, argc, argv, &options, &paths, &status)) return fflush(stdout) == 0 ? status : 1;
    if (!options.flags) options.flags = DUMP_SUMMARY;
    if (options.no_rawdata) options.flags &= ~(u32)DUMP_RAWDATA;
    Dump d = {.opt = options, .diag = &diag, .arena = &c->file_arena, .out = ARENA_NEW(&c->arena, DumpOut)};
    if (options.out.n) {
        Message m = {0};
        if (!output_open(&c->out, &c->arena, arena_cstr(&c->arena, options.out), false, &m)) {
            diag_report(&diag, &m);
            return 1;
        }
        d.out->file = &c->out;
    }
    dump_files(&d, &paths);
    return finish_out(&d) && !d.failed ? 0 : 1;
}

static void out_of_memory(void *context, u64 size) {
    (void)size;
    longjmp(((DumpCommand *)context)->no_memory, 1);
}

// A file can be too large for the memory there is. The message is made when what was read of it has been given back.
static int run_within_memory(DumpCommand *c, int argc, char **argv) {
    if (setjmp(c->no_memory) == 0) return run_command(c, argc, argv);
    Arena last = {0};
    Diag diag = {.tool = "DUMP", .arena = &last, .json = argv_has_option(argc, argv, "ERRORFORMAT:JSON")};
    if (c->out.path) output_discard(&c->out);
    arena_free(&c->file_arena);
    diag_fatal(&diag, (Str){0}, 1102, "out of memory");
    arena_free(&last);
    return 1;
}

int dump_command(int argc, char **argv) {
    DumpCommand c = {.out = {.fd = -1, .special_fd = -1}};
    c.arena = (Arena){.out_of_memory = out_of_memory, .context = &c};
    c.file_arena = c.arena;
    int status = run_within_memory(&c, argc, argv);
    arena_free(&c.file_arena);
    arena_free(&c.arena);
    return status;
}
