// mkobj.c - writes an object file from lines of text, valid or broken on purpose. For tests.
//
//      mkobj OUT LINE...          each argument holds one line, or several with newlines between them
//      mkobj OUT <FILE            no LINE: lines from standard input
//
// A word with blanks stands in double quotes; \n \0 \\ \" \xNN work inside. Numbers: 12, 0x1f, -1. `#` begins a comment
// line.
//
//      machine x64|x86|arm64|arm64ec|arm|NUMBER     x64 when not given
//      bigobj                                       the large header, with 20-byte symbols
//      time NUMBER        characteristics NUMBER    fields of the header
//      directive TEXT                               appended to .drectve, with a blank behind it
//
//      section NAME [flags=LIST] [align=N] [comdat=KIND] [nosymbol]
//              Begins a section; what follows goes into it. Its own symbol is made too, but for `nosymbol`.
//              LIST    code data bss r w x discard shared info remove comdat nopad overflow, or numbers, with commas;
//                      when not given it follows from the name (.text .data .bss .rdata ...)
//              align   1 when not given; 0: no alignment in the flags; 16384: the code that has no meaning
//              KIND    nodup any same_size exact assoc:SECTION largest newest, or a selection number; sets the
//                      comdat flag too
//              SECTION a name (the first section of it) or #NUMBER, from 1 and also out of range
//      section_symbol SECTION [comdat=KIND]         one more symbol of that kind
//      bytes HEX...       ascii TEXT       zeros N (in a bss section: its size)       fill N HEX
//      symbol NAME [static|label|class=N] [func] [value=N] [abs=N|undef|common=N|secnum=N] [type=N] [aux=HEX]...
//              External, at the current end of the current section, when nothing else is said. func: type 20h.
//      weak NAME=DEFAULT [search=nolibrary|library|alias|antidep|N]         alias when not given
//      reloc OFF TYPE SYMBOL        in the current section; TYPE as ADDR64 REL32 DIR32 BRANCH26 ..., or a number
//      ref TYPE SYMBOL              the same at its end, with the zero bytes that it patches
//              DEFAULT and SYMBOL are names or #INDEX. A name that no line declares becomes an undefined external.
//
// After the object is written, in the order of these lines (OFF and VALUE may be `size`, the length of the whole file,
// also as size-4, size+1):
//      patch OFF HEX      truncate N (-N: cut N bytes off)      append HEX
//      set header.FIELD=VALUE            machine section_count time_stamp symbols_off symbol_count optional_header_size
//                                        characteristics
//      set section.SECTION.FIELD=VALUE   name (text) virtual_size virtual_address raw_size raw_off relocs_off
//                                        line_numbers_off reloc_count line_number_count flags
//      set symbol.SYMBOL.FIELD=VALUE     name (text) name_off value section type class aux_count
//      set aux.SYMBOL.FIELD=VALUE        of its first auxiliary record: size reloc_count checksum number selection
//                                        tag search
//      set reloc.SECTION.N.FIELD=VALUE   off symbol type
//      set strings.FIELD=VALUE           size, last (the byte before its end)
//
// Example: of two COMDATs the longer, and a relocation that leaves its section by two bytes.
//      mkobj a.obj 'section .data$v comdat=largest' 'symbol v' 'bytes 01 02'
//      mkobj b.obj 'section .text' 'bytes e8 00 00 00 00' 'reloc 3 REL32 f'
#include "../objfmt/coff_write.h"
#include "../objfmt/file.h"
#include <search.h>
#include <stdio.h>
#include <stdlib.h>

typedef ARRAY(Str) Words;

typedef struct {
    Str symbol; // name or #INDEX
    u32 section_num, section_off;
    u16 type;
} PendingReloc;

typedef struct {
    u32 symbol; // index into builder.symbols
    Str name;   // of the default symbol, or of the associated section
} PendingName;

typedef struct {
    Arena arena;
    CoffBuilder builder;
    Str line;                        // for messages
    u32 section_num;                 // current section; 0: none yet
    u32 directives;                  // section number of .drectve
    void *names;                     // tsearch tree of NamedSymbol
    u32 indexed;                     // how many of builder.symbols are in it
    ARRAY(u32) first_records;        // index in the symbol table of each of builder.symbols
    ARRAY(PendingReloc) relocs;
    ARRAY(PendingName) weak_defaults, associations;
    ARRAY(Words) changes;            // patch, truncate, append, set
    u8 *out;
    u64 out_size;
    CoffObject written;              // where things are, from before the changes
} Maker;

static _Noreturn void die(Maker *k, const char *why) {
    fprintf(stderr, "mkobj: %s: %s\n", printable(&k->arena, k->line), why);
    exit(2);
}

// ---- Words and numbers

static int hex_digit(u8 c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// One escape of a quoted word; *i is at the character behind the backslash.
static u8 unescape(Maker *k, Str line, size_t *i) {
    switch (line.p[*i]) {
    case 'n': return '\n';
    case '0': return 0;
    case 'x':
        *i += 2;
        if (*i >= line.n || hex_digit(line.p[*i - 1]) < 0 || hex_digit(line.p[*i]) < 0) die(k, "\\x needs two digits");
        return (u8)(hex_digit(line.p[*i - 1]) << 4 | hex_digit(line.p[*i]));
    default: return line.p[*i];
    }
}

static Words split(Maker *k, Str line) {
    Words words = {0};
    for (size_t i = 0; i < line.n;) {
        if (line.p[i] == ' ' || line.p[i] == '\t') {
            i++;
            continue;
        }
        Buffer word = {.arena = &k->arena};
        bool quoted = false;
        for (; i < line.n && (quoted || (line.p[i] != ' ' && line.p[i] != '\t')); i++) {
            u8 c = line.p[i];
            if (c == '"') {
                quoted = !quoted;
                continue;
            }
            if (quoted && c == '\\' && i + 1 < line.n) {
                i++;
                c = unescape(k, line, &i);
            }
            buffer_put(&word, &c, 1);
        }
        if (quoted) die(k, "a quote is not closed");
        ARRAY_PUSH(&k->arena, &words, buffer_str(&word));
    }
    return words;
}

static u64 number(Maker *k, Str s) {
    u64 plus = 0;
    if (str_starts(s, STR("size"))) {
        plus = k->out_size;
        s = str_slice(s, 4, s.n);
        if (s.n == 0) return plus;
        if (s.p[0] == '+') s = str_slice(s, 1, s.n);
    }
    const char *text = arena_cstr(&k->arena, s);
    char *end;
    u64 v = strtoull(text, &end, 0); // "-1" gives the two's complement, as wanted
    if (s.n == 0 || *end) die(k, "not a number");
    return plus + v;
}

static bool value_of(Str word, Str key, Str *value) { // "key=value"
    if (!str_starts(word, key) || word.n <= key.n || word.p[key.n] != '=') return false;
    *value = str_slice(word, key.n + 1, word.n);
    return true;
}

static Str word(Maker *k, const Words *w, u32 i) {
    if (i >= w->count) die(k, "a word is missing");
    return w->at[i];
}

static void put_hex(Maker *k, Buffer *b, Str s) {
    if (s.n % 2) die(k, "bytes are pairs of digits");
    for (size_t i = 0; i < s.n; i += 2) {
        int high = hex_digit(s.p[i]), low = hex_digit(s.p[i + 1]);
        if (high < 0 || low < 0) die(k, "not a hexadecimal digit");
        u8 byte = (u8)(high << 4 | low);
        buffer_put(b, &byte, 1);
    }
}

// ---- Sections

static const struct {
    const char *name;
    u32 flags;
} flag_words[] = {
    {"code", IMAGE_SCN_CNT_CODE},
    {"data", IMAGE_SCN_CNT_INITIALIZED_DATA},
    {"bss", IMAGE_SCN_CNT_UNINITIALIZED_DATA},
    {"r", IMAGE_SCN_MEM_READ},
    {"w", IMAGE_SCN_MEM_WRITE},
    {"x", IMAGE_SCN_MEM_EXECUTE},
    {"discard", IMAGE_SCN_MEM_DISCARDABLE},
    {"shared", IMAGE_SCN_MEM_SHARED},
    {"info", IMAGE_SCN_LNK_INFO},
    {"remove", IMAGE_SCN_LNK_REMOVE},
    {"comdat", IMAGE_SCN_LNK_COMDAT},
    {"nopad", IMAGE_SCN_TYPE_NO_PAD},
    {"overflow", IMAGE_SCN_LNK_NRELOC_OVFL},
};

static const struct {
    const char *prefix;
    u32 flags;
} usual_flags[] = {
    {".text", 0x60000020},  {".bss", 0xc0000080},   {".data", 0xc0000040}, {".idata", 0xc0000040},
    {".tls", 0xc0000040},   {".debug", 0x42000040}, {".drectve", 0xa00},   {"", 0x40000040},
};

static u32 flags_from_name(Str name) {
    size_t i = 0;
    while (!str_starts(name, str(usual_flags[i].prefix))) i++;
    return usual_flags[i].flags;
}

static u32 parse_flags(Maker *k, Str list) {
    u32 flags = 0;
    while (list.n) {
        size_t comma = str_find(list, ',');
        Str one = str_slice(list, 0, comma);
        list = str_slice(list, comma < list.n ? comma + 1 : comma, list.n);
        size_t i = 0, count = sizeof flag_words / sizeof *flag_words;
        while (i < count && !str_eq(one, str(flag_words[i].name))) i++;
        flags |= i < count ? flag_words[i].flags : (u32)number(k, one);
    }
    return flags;
}

static u32 parse_align(Maker *k, u64 align) {
    if (align == 0) return 0;
    u32 log2 = 0;
    while ((u64)1 << log2 < align) log2++;
    if ((u64)1 << log2 != align || log2 > 14) die(k, "not an alignment");
    return (log2 + 1) << 20;
}

static u8 parse_selection(Maker *k, Str kind, Str *associate) {
    static const char *const kinds[] = {"", "nodup", "any", "same_size", "exact", "assoc", "largest", "newest"};
    if (str_starts(kind, STR("assoc:"))) {
        *associate = str_slice(kind, 6, kind.n);
        return IMAGE_COMDAT_SELECT_ASSOCIATIVE;
    }
    for (u8 i = 1; i < 8; i++)
        if (str_eq(kind, str(kinds[i]))) return i;
    return (u8)number(k, kind);
}

static u32 find_section(Maker *k, Str name) {
    if (str_starts(name, STR("#"))) return (u32)number(k, str_slice(name, 1, name.n));
    for (u32 i = 0; i < k->builder.sections.count; i++)
        if (str_eq(k->builder.sections.at[i].name, name)) return i + 1;
    die(k, "no section of that name");
}

static void add_section_symbol(Maker *k, u32 num, u8 selection, Str associate) {
    coff_add_section_symbol(&k->builder, num, selection, 0);
    PendingName p = {k->builder.symbols.count - 1, associate};
    if (associate.n) ARRAY_PUSH(&k->arena, &k->associations, p);
}

static void line_section(Maker *k, const Words *w) {
    Str name = word(k, w, 1), value, associate = {0};
    u32 flags = flags_from_name(name), align = parse_align(k, 1);
    u8 selection = 0;
    bool symbol = true;
    for (u32 i = 2; i < w->count; i++) {
        if (value_of(w->at[i], STR("flags"), &value)) {
            flags = parse_flags(k, value) | (flags & IMAGE_SCN_LNK_COMDAT);
        } else if (value_of(w->at[i], STR("align"), &value)) {
            align = parse_align(k, number(k, value));
        } else if (value_of(w->at[i], STR("comdat"), &value)) {
            selection = parse_selection(k, value, &associate);
            flags |= IMAGE_SCN_LNK_COMDAT;
        } else if (str_eq(w->at[i], STR("nosymbol"))) {
            symbol = false;
        } else {
            die(k, "unknown word");
        }
    }
    k->section_num = coff_add_section(&k->builder, name, flags | align);
    if (symbol) add_section_symbol(k, k->section_num, selection, associate);
}

static void line_section_symbol(Maker *k, const Words *w) {
    Str value, associate = {0};
    u8 selection = 0;
    if (w->count > 2) {
        if (!value_of(w->at[2], STR("comdat"), &value)) die(k, "unknown word");
        selection = parse_selection(k, value, &associate);
    }
    add_section_symbol(k, find_section(k, word(k, w, 1)), selection, associate);
}

static CoffNewSection *current(Maker *k) {
    if (!k->section_num) die(k, "no section has begun");
    return &k->builder.sections.at[k->section_num - 1];
}

static u32 current_end(Maker *k) {
    CoffNewSection *s = current(k);
    return s->data.n ? (u32)s->data.n : s->zero_size;
}

static void line_directive(Maker *k, const Words *w) {
    if (!k->directives) {
        k->directives = coff_add_section(&k->builder, STR(".drectve"), 0x100a00);
        add_section_symbol(k, k->directives, 0, (Str){0});
    }
    Buffer *b = coff_section_data(&k->builder, k->directives);
    for (u32 i = 1; i < w->count; i++) buffer_printf(b, "%s ", arena_cstr(&k->arena, w->at[i]));
}

static void line_zeros(Maker *k, const Words *w) {
    CoffNewSection *s = current(k);
    u64 n = number(k, word(k, w, 1));
    if (s->flags & IMAGE_SCN_CNT_UNINITIALIZED_DATA) {
        s->zero_size += (u32)n;
    } else {
        buffer_zeros(&s->data, n);
    }
}

static void line_fill(Maker *k, const Words *w) {
    Buffer one = {.arena = &k->arena};
    put_hex(k, &one, word(k, w, 2));
    for (u64 n = number(k, word(k, w, 1)); n > 0; n--) buffer_put(&current(k)->data, one.p, one.n);
}

// ---- Symbols and relocations

// The index in the symbol table, where auxiliary records count. Sums are kept, for objects with 60,000 names.
static u32 symbol_idx(Maker *k, u32 number_in_builder) {
    while (k->first_records.count <= number_in_builder) {
        u32 i = k->first_records.count;
        u32 idx = i ? k->first_records.at[i - 1] + 1 + k->builder.symbols.at[i - 1].aux_count : 0;
        ARRAY_PUSH(&k->arena, &k->first_records, idx);
    }
    return k->first_records.at[number_in_builder];
}

typedef struct {
    Str name;
    u32 number; // in builder.symbols
} NamedSymbol;

static int compare_names(const void *a, const void *b) {
    return str_cmp(((const NamedSymbol *)a)->name, ((const NamedSymbol *)b)->name);
}

// Number in builder.symbols of the first symbol of that name; one that no line declares is added. The tree of names
// follows the symbols as they are added, so that objects with 60,000 weak names are made in no time.
static u32 find_symbol_named(Maker *k, Str name) {
    for (; k->indexed < k->builder.symbols.count; k->indexed++) {
        NamedSymbol *entry = ARENA_NEW(&k->arena, NamedSymbol);
        *entry = (NamedSymbol){k->builder.symbols.at[k->indexed].name, k->indexed};
        tsearch(entry, &k->names, compare_names); // keeps the one that is there
    }
    NamedSymbol wanted = {name, 0};
    NamedSymbol **found = tfind(&wanted, &k->names, compare_names);
    if (found) return (*found)->number;
    coff_add_symbol(&k->builder, name, IMAGE_SYM_UNDEFINED, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    return k->builder.symbols.count - 1;
}

static u32 symbol_reference(Maker *k, Str name) {
    if (str_starts(name, STR("#"))) return (u32)number(k, str_slice(name, 1, name.n));
    return symbol_idx(k, find_symbol_named(k, name));
}

static void add_aux(Maker *k, CoffNewSymbol *s, Str hex) {
    Buffer b = {.arena = &k->arena};
    put_hex(k, &b, hex);
    if (b.n > sizeof s->aux) die(k, "an auxiliary record has 18 bytes");
    if (s->aux_count == 0 && b.n) memcpy(s->aux, b.p, b.n);
    if (s->aux_count > 0 && b.n) die(k, "only the first auxiliary record can have bytes");
    s->aux_count++;
}

static void line_symbol(Maker *k, const Words *w) {
    CoffNewSymbol s = {.name = word(k, w, 1), .storage_class = IMAGE_SYM_CLASS_EXTERNAL};
    bool placed = false, has_value = false;
    for (u32 i = 2; i < w->count; i++) {
        Str word_i = w->at[i], value;
        if (str_eq(word_i, STR("static"))) {
            s.storage_class = IMAGE_SYM_CLASS_STATIC;
        } else if (str_eq(word_i, STR("label"))) {
            s.storage_class = IMAGE_SYM_CLASS_LABEL;
        } else if (value_of(word_i, STR("class"), &value)) {
            s.storage_class = (u8)number(k, value);
        } else if (str_eq(word_i, STR("func"))) {
            s.type = IMAGE_SYM_DTYPE_FUNCTION;
        } else if (value_of(word_i, STR("type"), &value)) {
            s.type = (u16)number(k, value);
        } else if (value_of(word_i, STR("value"), &value)) {
            s.value = (u32)number(k, value);
            has_value = true;
        } else if (value_of(word_i, STR("secnum"), &value)) {
            s.section_num = (i32)number(k, value);
            placed = true;
        } else if (value_of(word_i, STR("aux"), &value)) {
            add_aux(k, &s, value);
        } else if (str_eq(word_i, STR("undef")) || value_of(word_i, STR("common"), &value)) {
            if (!str_eq(word_i, STR("undef"))) s.value = (u32)number(k, value);
            placed = true;
        } else if (value_of(word_i, STR("abs"), &value)) {
            s.section_num = IMAGE_SYM_ABSOLUTE;
            s.value = (u32)number(k, value);
            placed = true;
        } else {
            die(k, "unknown word");
        }
    }
    if (!placed) {
        if (!has_value) s.value = current_end(k);
        s.section_num = (i32)k->section_num;
        current(k);
    }
    ARRAY_PUSH(&k->arena, &k->builder.symbols, s);
    k->builder.symbol_records += 1 + s.aux_count;
}

static void line_weak(Maker *k, const Words *w) {
    static const char *const kinds[] = {"", "nolibrary", "library", "alias", "antidep"};
    Str both = word(k, w, 1), value;
    size_t equals = str_find(both, '=');
    if (equals == both.n) die(k, "NAME=DEFAULT is missing");
    u32 search = IMAGE_WEAK_EXTERN_SEARCH_ALIAS;
    if (w->count > 2) {
        if (!value_of(w->at[2], STR("search"), &value)) die(k, "unknown word");
        search = 1;
        while (search < 5 && !str_eq(value, str(kinds[search]))) search++;
        if (search == 5) search = (u32)number(k, value);
    }
    coff_add_weak(&k->builder, str_slice(both, 0, equals), 0, search);
    PendingName p = {k->builder.symbols.count - 1, str_slice(both, equals + 1, both.n)};
    ARRAY_PUSH(&k->arena, &k->weak_defaults, p);
}

static u16 parse_reloc_type(Maker *k, Str s) {
    for (u16 type = 0; type < 32; type++) {
        const char *name = coff_reloc_name(k->builder.machine, type);
        if (name && str_eq(s, str(name))) return type;
    }
    return (u16)number(k, s);
}

static void add_reloc(Maker *k, u32 off, Str type, Str symbol) {
    current(k);
    PendingReloc r = {symbol, k->section_num, off, parse_reloc_type(k, type)};
    ARRAY_PUSH(&k->arena, &k->relocs, r);
}

static void line_ref(Maker *k, const Words *w) {
    u32 off = current_end(k);
    add_reloc(k, off, word(k, w, 1), word(k, w, 2));
    u16 type = k->relocs.at[k->relocs.count - 1].type;
    buffer_zeros(&current(k)->data, coff_reloc_size(k->builder.machine, type));
}

// ---- Lines

static u16 parse_machine(Maker *k, Str s) {
    static const u16 machines[] = {IMAGE_FILE_MACHINE_AMD64, IMAGE_FILE_MACHINE_I386, IMAGE_FILE_MACHINE_ARM64,
                                   IMAGE_FILE_MACHINE_ARMNT, IMAGE_FILE_MACHINE_ARM64EC};
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (str_eq_nocase(s, str(coff_machine_name(machines[i])))) return machines[i];
    return (u16)number(k, s);
}

static void read_line(Maker *k, Str line) {
    Words w = split(k, line);
    k->line = line;
    if (w.count == 0 || str_starts(w.at[0], STR("#"))) return;
    Str verb = w.at[0];
    if (str_eq(verb, STR("machine"))) {
        k->builder.machine = parse_machine(k, word(k, &w, 1));
    } else if (str_eq(verb, STR("bigobj"))) {
        k->builder.force_big = true;
    } else if (str_eq(verb, STR("time"))) {
        k->builder.time_stamp = (u32)number(k, word(k, &w, 1));
    } else if (str_eq(verb, STR("characteristics"))) {
        k->builder.characteristics = (u16)number(k, word(k, &w, 1));
    } else if (str_eq(verb, STR("directive"))) {
        line_directive(k, &w);
    } else if (str_eq(verb, STR("section"))) {
        line_section(k, &w);
    } else if (str_eq(verb, STR("section_symbol"))) {
        line_section_symbol(k, &w);
    } else if (str_eq(verb, STR("bytes"))) {
        for (u32 i = 1; i < w.count; i++) put_hex(k, &current(k)->data, w.at[i]);
    } else if (str_eq(verb, STR("ascii"))) {
        for (u32 i = 1; i < w.count; i++) buffer_put_str(&current(k)->data, w.at[i]);
    } else if (str_eq(verb, STR("zeros"))) {
        line_zeros(k, &w);
    } else if (str_eq(verb, STR("fill"))) {
        line_fill(k, &w);
    } else if (str_eq(verb, STR("symbol"))) {
        line_symbol(k, &w);
    } else if (str_eq(verb, STR("weak"))) {
        line_weak(k, &w);
    } else if (str_eq(verb, STR("reloc"))) {
        add_reloc(k, (u32)number(k, word(k, &w, 1)), word(k, &w, 2), word(k, &w, 3));
    } else if (str_eq(verb, STR("ref"))) {
        line_ref(k, &w);
    } else if (str_eq(verb, STR("patch")) || str_eq(verb, STR("truncate")) || str_eq(verb, STR("append")) ||
               str_eq(verb, STR("set"))) {
        ARRAY_PUSH(&k->arena, &k->changes, w);
    } else {
        die(k, "unknown line");
    }
}

static void read_lines(Maker *k, Str text) {
    while (text.n) {
        size_t end = str_find(text, '\n');
        read_line(k, str_slice(text, 0, end));
        text = str_slice(text, end < text.n ? end + 1 : end, text.n);
    }
}

// What lines name may be declared by later lines, so names are looked up when all are read.
static void resolve_names(Maker *k) {
    for (u32 i = 0; i < k->associations.count; i++) {
        PendingName *p = &k->associations.at[i];
        k->builder.symbols.at[p->symbol].associate = find_section(k, p->name);
    }
    for (u32 i = 0; i < k->weak_defaults.count; i++) {
        PendingName *p = &k->weak_defaults.at[i];
        u32 idx = symbol_reference(k, p->name);
        store32(k->builder.symbols.at[p->symbol].aux, idx);
    }
    for (u32 i = 0; i < k->relocs.count; i++) {
        PendingReloc *r = &k->relocs.at[i];
        coff_add_reloc(&k->builder, r->section_num, r->section_off, symbol_reference(k, r->symbol), r->type);
    }
}

// ---- Changes to the written bytes

typedef struct {
    const char *name;
    u8 off, size;
} Field;

static const Field header_fields[] = {
    {"machine", 0, 2},       {"section_count", 2, 2},         {"time_stamp", 4, 4},       {"symbols_off", 8, 4},
    {"symbol_count", 12, 4}, {"optional_header_size", 16, 2}, {"characteristics", 18, 2}, {0},
};
static const Field big_header_fields[] = {
    {"sig1", 0, 2},       {"sig2", 2, 2},           {"version", 4, 2},      {"machine", 6, 2},
    {"time_stamp", 8, 4}, {"section_count", 44, 4}, {"symbols_off", 48, 4}, {"symbol_count", 52, 4}, {0},
};
static const Field section_fields[] = {
    {"name", 0, 8},         {"virtual_size", 8, 4}, {"virtual_address", 12, 4},  {"raw_size", 16, 4},
    {"raw_off", 20, 4},     {"relocs_off", 24, 4},  {"line_numbers_off", 28, 4}, {"line_number_count", 34, 2},
    {"reloc_count", 32, 2}, {"flags", 36, 4},       {0},
};
static const Field symbol_fields[] = {
    {"name", 0, 8},  {"name_off", 4, 4}, {"value", 8, 4},      {"section", 12, 2},
    {"type", 14, 2}, {"class", 16, 1},   {"aux_count", 17, 1}, {0},
};
static const Field big_symbol_fields[] = {
    {"name", 0, 8},  {"name_off", 4, 4}, {"value", 8, 4},      {"section", 12, 4},
    {"type", 16, 2}, {"class", 18, 1},   {"aux_count", 19, 1}, {0},
};
static const Field aux_fields[] = {
    {"size", 0, 4},       {"reloc_count", 4, 2}, {"checksum", 8, 4}, {"number", 12, 2},
    {"selection", 14, 1}, {"tag", 0, 4},         {"search", 4, 4},   {0},
};
static const Field reloc_fields[] = {{"off", 0, 4}, {"symbol", 4, 4}, {"type", 8, 2}, {0}};

static u8 *out_at(Maker *k, u64 off, u64 n) {
    if (!range_ok(off, n, 1, k->out_size)) die(k, "outside the file");
    return k->out + off;
}

static void set_field(Maker *k, u64 record_off, const Field *fields, Str name, Str value) {
    while (fields->name && !str_eq(name, str(fields->name))) fields++;
    if (!fields->name) die(k, "unknown field");
    u8 *p = out_at(k, record_off + fields->off, fields->size);
    if (fields->size == 8) { // a name
        memset(p, 0, 8);
        memcpy(p, value.p, value.n < 8 ? value.n : 8);
        return;
    }
    if (str_eq(name, STR("name_off"))) store32(p - 4, 0);
    u64 v = number(k, value);
    for (u32 i = 0; i < fields->size; i++) p[i] = (u8)(v >> 8 * i);
}

static u64 section_off(Maker *k, Str name) {
    u64 first = k->written.is_big ? sizeof(CoffBigHeaderRecord) : sizeof(CoffHeaderRecord);
    return first + (find_section(k, name) - 1) * (u64)sizeof(CoffSectionRecord);
}

static u64 symbol_off(Maker *k, Str name) {
    return (u64)(k->written.symbols - k->written.file.p) + symbol_reference(k, name) * (u64)k->written.symbol_size;
}

// "KIND.NAME.FIELD=VALUE"; NAME may hold dots, FIELD does not.
static void change_field(Maker *k, Str s) {
    size_t equals = str_find(s, '=');
    Str path = str_slice(s, 0, equals), value = str_slice(s, equals < s.n ? equals + 1 : equals, s.n);
    size_t dot = str_find(path, '.'), last = str_rfind(path, '.');
    if (equals == s.n || dot == path.n) die(k, "set needs KIND.FIELD=VALUE");
    Str kind = str_slice(path, 0, dot), field = str_slice(path, last + 1, path.n);
    Str name = last > dot ? str_slice(path, dot + 1, last) : (Str){0};
    bool big = k->written.is_big;
    if (str_eq(kind, STR("header"))) {
        set_field(k, 0, big ? big_header_fields : header_fields, field, value);
    } else if (str_eq(kind, STR("section"))) {
        set_field(k, section_off(k, name), section_fields, field, value);
    } else if (str_eq(kind, STR("symbol"))) {
        set_field(k, symbol_off(k, name), big ? big_symbol_fields : symbol_fields, field, value);
    } else if (str_eq(kind, STR("aux"))) {
        set_field(k, symbol_off(k, name) + k->written.symbol_size, aux_fields, field, value);
    } else if (str_eq(kind, STR("reloc"))) {
        size_t before = str_rfind(name, '.');
        if (before == name.n) die(k, "set reloc.SECTION.N.FIELD=VALUE");
        const CoffSectionRecord *record =
            (const CoffSectionRecord *)(k->written.file.p + section_off(k, str_slice(name, 0, before)));
        u64 n = number(k, str_slice(name, before + 1, name.n));
        set_field(k, get32(record->relocs_off) + n * sizeof(CoffRelocRecord), reloc_fields, field, value);
    } else if (str_eq(kind, STR("strings"))) {
        u64 off = (u64)(k->written.strings.p - k->written.file.p);
        static const Field size_field[] = {{"size", 0, 4}, {0}}, last_field[] = {{"last", 0, 1}, {0}};
        bool is_size = str_eq(field, STR("size"));
        set_field(k, is_size ? off : off + k->written.strings.n - 1, is_size ? size_field : last_field, field, value);
    } else {
        die(k, "unknown kind");
    }
}

static void apply_change(Maker *k, const Words *w) {
    Buffer bytes = {.arena = &k->arena};
    Str verb = w->at[0];
    if (str_eq(verb, STR("set"))) {
        for (u32 i = 1; i < w->count; i++) change_field(k, w->at[i]);
    } else if (str_eq(verb, STR("patch"))) {
        for (u32 i = 2; i < w->count; i++) put_hex(k, &bytes, w->at[i]);
        u8 *to = out_at(k, number(k, word(k, w, 1)), bytes.n);
        if (bytes.n) memcpy(to, bytes.p, bytes.n);
    } else if (str_eq(verb, STR("truncate"))) {
        i64 n = (i64)number(k, word(k, w, 1));
        u64 size = n < 0 ? k->out_size + (u64)n : (u64)n;
        if (size > k->out_size) die(k, "longer than the file");
        k->out_size = size;
    } else { // append
        buffer_put(&bytes, k->out, k->out_size);
        for (u32 i = 1; i < w->count; i++) put_hex(k, &bytes, w->at[i]);
        k->out = bytes.p;
        k->out_size = bytes.n;
    }
}

// Only where the tables are: the object need not be a valid one.
static CoffObject find_tables(Maker *k, Str file) {
    CoffObject o = {.file = file, .is_big = k->builder.force_big || k->builder.sections.count > 0xfeff};
    u32 symbols_off = o.is_big ? load32(file.p + 48) : load32(file.p + 8);
    o.symbol_size = o.is_big ? 20 : 18;
    o.symbols = file.p + symbols_off;
    u64 strings_off = symbols_off + k->builder.symbol_records * (u64)o.symbol_size;
    o.strings = str_slice(file, strings_off, file.n);
    return o;
}

static Str read_stdin(Maker *k) {
    Buffer b = {.arena = &k->arena};
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;) buffer_put(&b, piece, n);
    return buffer_str(&b);
}

int main(int argc, char **argv) {
    Maker k = {.line = STR("usage")};
    if (argc < 2) die(&k, "mkobj OUT LINE..., or lines on standard input; see the comment in tests/mkobj.c");
    coff_builder_init(&k.builder, &k.arena, IMAGE_FILE_MACHINE_AMD64);
    for (int i = 2; i < argc; i++) read_lines(&k, str(argv[i]));
    if (argc == 2) read_lines(&k, read_stdin(&k));
    resolve_names(&k);
    Str file = coff_write(&k.builder, &k.arena);
    k.written = find_tables(&k, file);
    k.out = (u8 *)arena_copy(&k.arena, file).p;
    k.out_size = file.n;
    for (u32 i = 0; i < k.changes.count; i++) {
        k.line = k.changes.at[i].at[k.changes.at[i].count - 1];
        apply_change(&k, &k.changes.at[i]);
    }
    Message m;
    if (!file_write(&k.arena, argv[1], (Str){k.out, (size_t)k.out_size}, &m)) {
        Diag d = {.tool = "mkobj", .arena = &k.arena};
        diag_report(&d, &m);
        return 2;
    }
    arena_free(&k.arena);
    return 0;
}
