// option_values.c - what each option does with its argument: one short function an option, in the order of the alphabet
// behind the helpers they share.
//
//      /STACK:0x200000,0x2000   ->   stack_reserve, stack_commit
//      /EXPORT:f=g,@3,NONAME    ->   an ExportSpec
//      /SECTION:.data,RWS       ->   a SectionSpec
//
// A directive of an object fills what the command line left open and never overrides it: whoever runs the linker has
// the last word. Where several options say the same thing, the last one on the command line counts [spec: linking].
#include "options.h"
#include "../objfmt/explain.h"

// ---- Messages

void syntax_error(OptionContext *c, const char *why) {
    Message m = {.kind = MSG_FATAL, .code = 1117};
    if (c->object) m.file = c->object->name;
    m.text = arena_printf(c->arena, "syntax error in option '%s'", printable(c->arena, c->word));
    m.why = str(why);
    m.todo = arena_printf(c->arena, "/%s:%s", c->option->name, c->option->arg ? c->option->arg : "NO");
    if (c->from.n) m.where = arena_printf(c->arena, "in %s", printable(c->arena, c->from));
    diag_report(&c->link->diag, &m);
}

static void refuse_because(OptionContext *c, const char *reason) {
    Message m = {.kind = MSG_FATAL, .code = 1901};
    if (c->object) m.file = c->object->name;
    m.text = arena_printf(c->arena, "option '/%s' is not supported: %s", printable(c->arena, c->word), reason);
    if (c->from.n) m.where = arena_printf(c->arena, "in %s", printable(c->arena, c->from));
    diag_report(&c->link->diag, &m);
}

void refuse_option(OptionContext *c) { refuse_because(c, c->option->help); }

static void warn_ignored(OptionContext *c, u32 code, const char *format) {
    Str file = c->object ? c->object->name : (Str){0};
    diag_warning(&c->link->diag, file, code, format, printable(c->arena, c->word));
}

void warn_obsolete(OptionContext *c, Str value) {
    (void)value;
    warn_ignored(c, 4224, "/%s is no longer supported; ignored");
}

// ---- Numbers and lists

static int digit_value(u8 c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

static bool parse_digits(Str s, u64 base, u64 *value) {
    u64 v = 0;
    for (size_t i = 0; i < s.n; i++) {
        u64 digit = (u64)digit_value(s.p[i]);
        if (digit >= base || v > (UINT64_MAX - digit) / base) return false;
        v = v * base + digit;
    }
    *value = v;
    return s.n > 0;
}

bool parse_number(Str s, u64 *value) {
    if (str_starts_nocase(s, STR("0x"))) return parse_digits(str_slice(s, 2, s.n), 16, value);
    return parse_digits(s, s.n > 1 && s.p[0] == '0' ? 8 : 10, value);
}

Str take_part(Str *rest, u8 separator) {
    size_t n = str_find(*rest, separator);
    Str part = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n < rest->n ? n + 1 : n, rest->n);
    return part;
}

static bool is_word(Str s, const char *word) { return str_eq_nocase(s, str(word)); }

// A number up to `limit`, else a syntax error.
static bool read_number(OptionContext *c, Str s, u64 limit, u64 *value) {
    u64 v;
    if (!parse_number(s, &v)) {
        syntax_error(c, "a number is decimal, or hexadecimal with 0x");
    } else if (v > limit) {
        syntax_error(c, "the number is too large");
    } else {
        *value = v;
        return true;
    }
    return false;
}

// "6.1": two decimal numbers of 16 bits, the second one may be missing. 5.01 is 5 and 1.
static bool read_version(OptionContext *c, Str s, u16 *major, u16 *minor) {
    Str rest = s;
    u64 high = 0, low = 0;
    Str first = take_part(&rest, '.');
    bool ok = parse_digits(first, 10, &high) && (first.n == s.n || parse_digits(rest, 10, &low));
    if (!ok || high > 0xffff || low > 0xffff) {
        syntax_error(c, "a version is major or major.minor, each from 0 to 65535");
        return false;
    }
    *major = (u16)high;
    *minor = (u16)low;
    return true;
}

// "0x200000,0x1000"; the second number may be missing.
static void read_sizes(OptionContext *c, Str s, u64 *reserve, u64 *commit) {
    u64 r, m = *commit;
    Str rest = s;
    Str first = take_part(&rest, ',');
    if (!read_number(c, first, INT64_MAX, &r)) return;
    if (first.n < s.n && !read_number(c, rest, INT64_MAX, &m)) return;
    *reserve = align_up(r, 4); // [spec: heap-set-heap-size]
    *commit = m;
}

// "from=to", both parts needed.
static bool read_pair(OptionContext *c, Str s, Str *from, Str *to) {
    Str rest = s;
    *from = take_part(&rest, '=');
    *to = rest;
    if (from->n && to->n) return true;
    syntax_error(c, "two names with '=' between them are needed");
    return false;
}

// ---- Handlers that only set a field

static void *field_of(OptionContext *c) { return (u8 *)c->opt + c->option->field; }

// Build files for Windows write '\' between folders; a Linux file name almost never has one.
static Str usable_path(Arena *a, Str path) {
    if (str_find(path, '\\') == path.n || file_exists(arena_cstr(a, path))) return path;
    Str copy = arena_copy(a, path);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] == '\\') ((u8 *)(uintptr_t)copy.p)[i] = '/'; // the copy is ours
    return copy;
}

void set_file(OptionContext *c, Str value) { *(Str *)field_of(c) = usable_path(c->arena, value); }

void set_true(OptionContext *c, Str value) {
    (void)value;
    *(bool *)field_of(c) = true;
}

static bool is_no(Str value) { return is_word(value, "NO"); }

void set_toggle(OptionContext *c, Str value) { *(Tri *)field_of(c) = is_no(value) ? TRI_OFF : TRI_ON; }

void set_flag(OptionContext *c, Str value) { *(bool *)field_of(c) = !is_no(value); }

void add_text(OptionContext *c, Str value) { ARRAY_PUSH(c->arena, (StrArray *)field_of(c), value); }

// Libraries are compared by these names, so all of them get the same form: "libcmt" and "LIBCMT.lib" are one library.
static Str library_name(Arena *a, Str name) {
    Str base = str_slice(name, str_rfind(name, '/') == name.n ? 0 : str_rfind(name, '/') + 1, name.n);
    if (str_find(base, '.') < base.n) return name;
    Buffer b = {.arena = a};
    buffer_put_str(&b, name);
    buffer_put_str(&b, STR(".lib"));
    return buffer_str(&b);
}

void add_library_name(OptionContext *c, Str value) {
    ARRAY_PUSH(c->arena, (StrArray *)field_of(c), library_name(c->arena, value));
}

void set_text(OptionContext *c, Str value) { *(Str *)field_of(c) = value; }

// ---- One handler an option

void start_lib(OptionContext *c, Str value) {
    (void)value;
    if (c->opt->lazy_group)
        syntax_error(c, "the /START-LIB before it has no /END-LIB yet");
    else
        c->opt->lazy_group = ++c->opt->lazy_group_count;
}

void end_lib(OptionContext *c, Str value) {
    (void)value;
    if (!c->opt->lazy_group) syntax_error(c, "there is no /START-LIB before it");
    c->opt->lazy_group = 0;
}

void add_default_library(OptionContext *c, Str value) {
    LibraryRequest request = {library_name(c->arena, value), c->object};
    ARRAY_PUSH(c->arena, &c->opt->default_libs, request.library);
    ARRAY_PUSH(c->arena, &c->opt->library_requests, request);
    if (c->opt->verbose) printf("Processed /DEFAULTLIB:%s\n", printable(c->arena, value));
}

void add_alternate_name(OptionContext *c, Str value) {
    NamePair pair;
    if (read_pair(c, value, &pair.from, &pair.to)) ARRAY_PUSH(c->arena, &c->opt->alternate_names, pair);
}

void add_common_align(OptionContext *c, Str value) {
    size_t comma = str_rfind(value, ',');
    u64 log2 = 0;
    if (comma == 0 || comma == value.n) {
        syntax_error(c, "a symbol and a power of two are needed");
    } else if (read_number(c, str_slice(value, comma + 1, value.n), 13, &log2)) { // up to 8192, as for sections
        Symbol *sym = intern(c->link, str_slice(value, 0, comma));
        if (sym->common_align_log2 < log2) sym->common_align_log2 = (u8)log2;
    }
}

void add_exclude_symbols(OptionContext *c, Str value) {
    while (value.n) {
        Str name = take_part(&value, ',');
        if (name.n) ARRAY_PUSH(c->arena, &c->opt->exclude_symbols, name);
    }
}

static bool add_export_word(ExportSpec *e, Str word, Str *rest) {
    u64 ordinal = 0;
    if (is_word(word, "DATA")) {
        e->data = true;
    } else if (is_word(word, "PRIVATE")) {
        e->is_private = true;
    } else if (is_word(word, "CONSTANT")) {
        e->constant = true;
    } else if (is_word(word, "NONAME") && e->ordinal) {
        e->noname = true;
    } else if (is_word(word, "EXPORTAS") && rest->n) {
        e->import_name = take_part(rest, ',');
    } else if (word.n > 1 && word.p[0] == '@' && parse_digits(str_slice(word, 1, word.n), 10, &ordinal) &&
               ordinal - 1 < 65535) {
        e->ordinal = (u32)ordinal;
    } else {
        return false;
    }
    return true;
}

// name[=internal|=dll.name|=dll.#n][,@ordinal[,NONAME]][,DATA][,PRIVATE][,EXPORTAS,name]
// [spec: export-exports-a-function]
void add_export(OptionContext *c, Str value) {
    ExportSpec e = {.from_directive = c->object != NULL};
    if (c->object) e.source = c->object->name;
    Str rest = value;
    Str names = take_part(&rest, ',');
    e.name = take_part(&names, '=');
    e.internal = names.n ? names : e.name;
    if (names.n && str_find(names, '.') < names.n)
        e.forward = names; // a dot: the name of another DLL is in front of it
    bool ok = e.name.n > 0;
    while (ok && rest.n) {
        Str word = take_part(&rest, ',');
        ok = add_export_word(&e, word, &rest);
    }
    if (ok)
        ARRAY_PUSH(c->arena, &c->opt->exports, e);
    else
        syntax_error(c, "ordinals go from @1 to @65535, NONAME needs one, and the other words are DATA and PRIVATE");
}

void add_lib_path(OptionContext *c, Str value) {
    if (value.n) {
        ARRAY_PUSH(c->arena, &c->opt->lib_paths, value);
    } else {
        diag_warning(&c->link->diag, (Str){0}, 4105, "no argument specified with option '/%s'; ignoring option",
                     printable(c->arena, c->word));
    }
}

void add_manifest_dependency(OptionContext *c, Str value) {
    ManifestDependency d = {.text = value, .source = c->object ? c->object->name : (Str){0}};
    ARRAY_PUSH(c->arena, &c->opt->manifest_dependencies, d);
}

void add_merge(OptionContext *c, Str value) {
    NamePair pair;
    if (read_pair(c, value, &pair.from, &pair.to)) ARRAY_PUSH(c->arena, &c->opt->merges, pair);
}

void add_mismatch(OptionContext *c, Str value) {
    MismatchSpec spec = {.source = c->object ? c->object->name : (Str){0}};
    if (read_pair(c, value, &spec.key, &spec.value)) ARRAY_PUSH(c->arena, &c->opt->mismatches, spec);
}

// The letters of /SECTION. Without R, W and E the access stays as it is; when one is there, the others go. D and S go
// unless they are there. K and P are about flags that say "not" [spec: section-specify-section-attributes].
static bool read_section_letters(Str letters, SectionSpec *spec) {
    static const struct {
        char letter;
        u32 flag;
        bool negative;
    } known[] = {
        {'D', IMAGE_SCN_MEM_DISCARDABLE, false}, {'E', IMAGE_SCN_MEM_EXECUTE, false},
        {'K', IMAGE_SCN_MEM_NOT_CACHED, true},   {'P', IMAGE_SCN_MEM_NOT_PAGED, true},
        {'R', IMAGE_SCN_MEM_READ, false},        {'S', IMAGE_SCN_MEM_SHARED, false},
        {'W', IMAGE_SCN_MEM_WRITE, false},
    };
    const u32 access = IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE | IMAGE_SCN_MEM_EXECUTE;
    u32 set = 0, clear = 0;
    bool no = false;
    for (size_t i = 0; i < letters.n; i++) {
        if (letters.p[i] == '!' && !no) {
            no = true;
            continue;
        }
        u32 k = 0;
        while (k < 7 && ascii_lower((u8)known[k].letter) != ascii_lower(letters.p[i])) k++;
        if (k == 7) return false;
        if (no != known[k].negative)
            clear |= known[k].flag;
        else
            set |= known[k].flag;
        no = false;
    }
    if (no) return false;
    if (set & access) clear |= access;
    if (letters.n) clear |= IMAGE_SCN_MEM_DISCARDABLE | IMAGE_SCN_MEM_SHARED;
    spec->set_flags = set;
    spec->clear_flags = clear & ~set;
    return true;
}

static bool read_alignment(OptionContext *c, Str s, u64 limit, u32 *align) {
    u64 v = 0;
    if (!read_number(c, s, limit, &v)) return false;
    if (is_pow2(v)) {
        *align = (u32)v;
        return true;
    }
    syntax_error(c, "an alignment is a power of two");
    return false;
}

void add_section(OptionContext *c, Str value) {
    SectionSpec spec = {0};
    spec.name = take_part(&value, ',');
    bool ok = spec.name.n > 0;
    while (ok && value.n) {
        Str part = take_part(&value, ',');
        if (str_starts_nocase(part, STR("ALIGN="))) {
            if (!read_alignment(c, str_slice(part, 6, part.n), 8192, &spec.align)) return;
        } else {
            ok = read_section_letters(part, &spec);
        }
    }
    if (ok)
        ARRAY_PUSH(c->arena, &c->opt->sections, spec);
    else
        syntax_error(c, "the letters are D, E, K, P, R, S and W, each with or without '!'");
}

void set_color(OptionContext *c, Str value) {
    if (is_word(value, "AUTO")) return; // as it is
    if (value.n && !is_word(value, "ALWAYS") && !is_word(value, "NEVER")) {
        syntax_error(c, "the words are ALWAYS, NEVER and AUTO");
        return;
    }
    c->link->diag.color = !is_word(value, "NEVER");
}

void set_no_color(OptionContext *c, Str value) {
    (void)value;
    c->link->diag.color = false;
}

void set_align(OptionContext *c, Str value) { read_alignment(c, value, 1u << 28, &c->opt->section_alignment); }

// ---- /BASE

static bool accept_base(OptionContext *c, u64 base, u64 max_size) {
    if (base % 0x10000) {
        Message m = {.kind = MSG_FATAL, .code = 1224};
        m.text = arena_printf(c->arena, "invalid image base address 0x%llX", (unsigned long long)base);
        m.why = STR("Windows maps images at multiples of 64 KB: the last four hexadecimal digits are zero");
        m.todo = arena_printf(c->arena, "/BASE:0x%llX", (unsigned long long)(base & ~(u64)0xffff));
        diag_report(&c->link->diag, &m);
        return false;
    }
    c->opt->has_base = true;
    c->opt->base = base;
    c->opt->max_size = max_size;
    return true;
}

static bool is_blank(u8 ch) { return ch == ' ' || ch == '\t' || ch == '\r'; }

static Str take_blank_word(Str *line) {
    size_t from = 0;
    while (from < line->n && is_blank(line->p[from])) from++;
    size_t to = from;
    while (to < line->n && !is_blank(line->p[to])) to++;
    Str word = str_slice(*line, from, to);
    *line = str_slice(*line, to, line->n);
    return word;
}

// A file of base addresses: lines of `key address [size] ; comment` [spec: base-base-address].
static void find_base_key(OptionContext *c, Str text, Str file, Str key) {
    while (text.n) {
        Str line = take_part(&text, '\n');
        line = take_part(&line, ';');
        if (!str_eq_nocase(take_blank_word(&line), key)) continue;
        u64 base, size = 0;
        Str address = take_blank_word(&line), max = take_blank_word(&line);
        if (read_number(c, address, INT64_MAX, &base) && (!max.n || read_number(c, max, UINT32_MAX, &size)))
            accept_base(c, base, size);
        return;
    }
    diag_fatal(&c->link->diag, file, 1224, "invalid image base address: no line begins with '%s'",
               printable(c->arena, key));
}

// The file is looked for as it is written, then in the folders of LIB.
static bool read_base_file(OptionContext *c, Str file, Str *text, Message *m) {
    Str bytes;
    FileIdentity id;
    const char *path = arena_cstr(c->arena, file);
    const char *lib = getenv("LIB");
    Str folders = str(lib ? lib : "");
    while (!file_exists(path) && folders.n && str_find(file, '/') == file.n) {
        Str folder = take_part(&folders, ';');
        Str found = file_find_nocase(c->arena, arena_cstr(c->arena, folder), file);
        if (found.n) path = (const char *)found.p;
    }
    return file_read_text(c->arena, path, &bytes, &id, m) && text_decode(c->arena, bytes, file, text, m);
}

void set_base(OptionContext *c, Str value) {
    bool is_file = value.p[0] == '@';
    Str rest = str_slice(value, is_file, value.n);
    Str first = take_part(&rest, ',');
    u64 base, size = 0;
    if (!is_file) {
        if (read_number(c, first, INT64_MAX, &base) && (!rest.n || read_number(c, rest, UINT32_MAX, &size)))
            accept_base(c, base, size);
    } else if (!first.n || !rest.n) {
        syntax_error(c, "a file and a key are needed: /BASE:@bases.txt,mydll");
    } else {
        Str text;
        Message m = {0};
        if (read_base_file(c, usable_path(c->arena, first), &text, &m))
            find_base_key(c, text, first, rest);
        else
            diag_report(&c->link->diag, &m);
    }
}

// ----

void set_console(OptionContext *c, Str value) {
    (void)value;
    c->opt->has_subsystem = true;
    c->opt->subsystem = IMAGE_SUBSYSTEM_WINDOWS_CUI;
}

void set_debug(OptionContext *c, Str value) {
    DebugKind kind = DEBUG_FULL;
    while (value.n) { // lld takes lists: dwarf,symtab
        Str word = take_part(&value, ',');
        if (is_word(word, "FULL") || is_word(word, "FASTLINK") || is_word(word, "GHASH") || is_word(word, "NOGHASH"))
            kind = DEBUG_FULL;
        else if (is_word(word, "NONE"))
            kind = DEBUG_NONE;
        else if (is_word(word, "DWARF"))
            kind = DEBUG_DWARF;
        else if (is_word(word, "SYMTAB"))
            kind = DEBUG_SYMTAB;
        else {
            syntax_error(c, "the kinds are FULL, FASTLINK, NONE, DWARF and SYMTAB");
            return;
        }
    }
    c->opt->debug_kind = kind;
    c->opt->debug = kind != DEBUG_NONE;
}

void set_delay(OptionContext *c, Str value) {
    if (is_word(value, "UNLOAD"))
        c->opt->delay_unload = true;
    else if (is_word(value, "NOBIND"))
        c->opt->delay_nobind = true;
    else
        syntax_error(c, "the words are UNLOAD and NOBIND");
}

void set_dependent_load_flag(OptionContext *c, Str value) {
    u64 flag = 0;
    if (value.n && !read_number(c, value, 0xffff, &flag)) return;
    c->opt->has_dependent_load_flag = true;
    c->opt->dependent_load_flag = (u16)flag;
}

void set_driver(OptionContext *c, Str value) {
    c->opt->driver = true;
    while (value.n) {
        Str word = take_part(&value, ',');
        if (is_word(word, "WDM"))
            c->opt->wdm_driver = true;
        else if (is_word(word, "UPONLY"))
            c->opt->up_driver = true;
        else
            syntax_error(c, "the words are UPONLY and WDM");
    }
}

void set_entry(OptionContext *c, Str value) {
    if (c->object && c->opt->has_entry) return;
    c->opt->has_entry = true;
    c->opt->entry = value;
}

void set_error_limit(OptionContext *c, Str value) {
    u64 n;
    if (read_number(c, value, UINT32_MAX, &n)) c->link->diag.error_limit = (u32)n;
}

void set_error_format(OptionContext *c, Str value) {
    if (is_word(value, "JSON"))
        c->link->diag.json = true;
    else if (is_word(value, "TEXT"))
        c->link->diag.json = false;
    else
        syntax_error(c, "the words are TEXT and JSON");
}

static void print_page(Link *link, u32 code) {
    Str page = explain_page(link->arena, code);
    fwrite(page.p, 1, page.n, stdout);
}

void set_explain(OptionContext *c, Str value) {
    u64 code;
    if (!value.n) {
        c->link->diag.explain = true;
        return;
    }
    c->opt->only_help = true; // the page, and no link
    if (is_word(value, "ALL")) {
        for (u32 i = 0; explain_at(i); i++) {
            if (i) printf("\n");
            print_page(c->link, explain_at(i)->code);
        }
        return;
    }
    Str digits = str_starts_nocase(value, STR("LNK")) ? str_slice(value, 3, value.n) : value;
    if (parse_digits(digits, 10, &code) && code < 10000 && explain_code((u32)code))
        print_page(c->link, (u32)code);
    else
        diag_fatal(&c->link->diag, (Str){0}, 1117, "there is no page about '%s'; /EXPLAIN:ALL prints all of them",
                   printable(c->arena, value));
}

void set_file_align(OptionContext *c, Str value) { read_alignment(c, value, 0x10000, &c->opt->file_alignment); }

void set_force(OptionContext *c, Str value) {
    bool all = !value.n;
    while (value.n) {
        Str word = take_part(&value, ',');
        if (is_word(word, "MULTIPLE"))
            c->opt->force_multiple = true;
        else if (is_word(word, "UNRESOLVED"))
            c->opt->force_unresolved = true;
        else if (is_word(word, "MULTIPLERES")) // lld's; resources given twice
            c->opt->force_multiple_res = true;
        else
            syntax_error(c, "the words are MULTIPLE, UNRESOLVED and MULTIPLERES");
    }
    if (all) c->opt->force_multiple = c->opt->force_unresolved = c->opt->force_multiple_res = true;
}

void set_function_pad(OptionContext *c, Str value) {
    u64 bytes = 0;
    if (value.n && !read_number(c, value, 0xffff, &bytes)) return;
    c->opt->pad_functions = !value.n || bytes;
    c->opt->function_pad = (u32)bytes;
}

void set_guard(OptionContext *c, Str value) {
    while (value.n) {
        Str word = take_part(&value, ',');
        if (is_no(word))
            c->opt->guard_cf = c->opt->guard_longjmp = c->opt->guard_ehcont = false;
        else if (is_word(word, "CF") || is_word(word, "MIXED"))
            c->opt->guard_cf = c->opt->guard_longjmp = true;
        else if (is_word(word, "LONGJMP"))
            c->opt->guard_longjmp = true;
        else if (is_word(word, "NOLONGJMP"))
            c->opt->guard_longjmp = false;
        else if (is_word(word, "EHCONT"))
            c->opt->guard_ehcont = true;
        else if (is_word(word, "NOEHCONT"))
            c->opt->guard_ehcont = false;
        else if (!is_word(word, "EXPORTSUPPRESS") && !is_word(word, "DELAYLOADSIGNRET")) {
            syntax_error(c, "the words are CF, NO, LONGJMP, NOLONGJMP, EHCONT and NOEHCONT");
            return;
        }
    }
}

// The letter behind the comma: S (suppressed). Others are for things that mylink does not make.
void add_guard_symbol(OptionContext *c, Str value) {
    Str name = take_part(&value, ',');
    if (name.n && is_word(value, "S")) ARRAY_PUSH(c->arena, &c->opt->guard_suppressed, name);
}

void set_heap(OptionContext *c, Str value) {
    c->opt->has_heap = true;
    read_sizes(c, value, &c->opt->heap_reserve, &c->opt->heap_commit);
}

// Build failures and mistakes on the command line that link.exe always prints [spec: ignore-ignore-specific-warnings].
static bool can_ignore(u64 code) {
    static const u16 always[] = {4017, 4044, 4062, 4075, 4086, 4088, 4105, 4203, 4204,
                                 4205, 4206, 4207, 4208, 4209, 4224, 4228, 4229};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        if (always[i] == code) return false;
    return code >= 4000 && code <= 4999;
}

// "4217,LNK4286" -> one code at a time. False: the end, or a syntax error has been reported.
static bool take_warning_code(OptionContext *c, Str *rest, u16 *code) {
    if (!rest->n) return false;
    Str word = take_part(rest, ',');
    if (str_starts_nocase(word, STR("LNK"))) word = str_slice(word, 3, word.n);
    u64 v = 0;
    if (!parse_number(word, &v) || v > 9999) {
        syntax_error(c, "numbers of warnings go from 4000 to 4999");
        return false;
    }
    *code = (u16)v;
    return true;
}

void set_ignore(OptionContext *c, Str value) {
    u16 code;
    while (take_warning_code(c, &value, &code))
        if (can_ignore(code)) ARRAY_PUSH(c->arena, &c->opt->ignored_warnings, code);
    c->link->diag.ignored = c->opt->ignored_warnings.at;
    c->link->diag.ignored_count = c->opt->ignored_warnings.count;
}

void set_machine(OptionContext *c, Str value) {
    static const struct {
        const char *name;
        u16 id;
    } machines[] = {
        {"X64", IMAGE_FILE_MACHINE_AMD64}, {"AMD64", IMAGE_FILE_MACHINE_AMD64}, {"X86", IMAGE_FILE_MACHINE_I386},
        {"I386", IMAGE_FILE_MACHINE_I386}, {"IX86", IMAGE_FILE_MACHINE_I386},   {"ARM64", IMAGE_FILE_MACHINE_ARM64},
    };
    for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++) {
        if (!is_word(value, machines[i].name)) continue;
        c->opt->machine = machines[i].id;
        return;
    }
    diag_warning(&c->link->diag, (Str){0}, 4012, "invalid value '%s', must be 'ARM64, X64, or X86'; ignored",
                 printable(c->arena, value));
}

void set_manifest(OptionContext *c, Str value) {
    ManifestKind kind = MANIFEST_FILE;
    while (value.n) {
        Str word = take_part(&value, ',');
        u64 id = 0;
        if (is_no(word))
            kind = MANIFEST_NO;
        else if (is_word(word, "EMBED"))
            kind = MANIFEST_EMBED;
        else if (str_starts_nocase(word, STR("ID="))) {
            if (!read_number(c, str_slice(word, 3, word.n), 0xffff, &id)) return;
            if (!id) {
                syntax_error(c, "numbers of resources go from 1 to 65535");
                return;
            }
            c->opt->manifest_id = (u32)id;
        } else {
            syntax_error(c, "the words are NO, EMBED and ID=n");
            return;
        }
    }
    c->opt->manifest = kind;
}

// One of level='...' and uiAccess='...' off the front of *rest. False: it is neither, or has no such value.
static bool take_uac_value(Options *o, Str *rest) {
    static const char *const levels[] = {"asInvoker", "highestAvailable", "requireAdministrator"};
    static const char *const accesses[] = {"true", "false"};
    Str key = take_part(rest, '=');
    bool is_level = is_word(key, "level");
    u8 quote = rest->n ? rest->p[0] : 0;
    if ((!is_level && !is_word(key, "uiAccess")) || (quote != '\'' && quote != '"')) return false;
    *rest = str_slice(*rest, 1, rest->n);
    if (str_find(*rest, quote) == rest->n) return false;
    Str value = take_part(rest, quote);
    for (size_t i = 0; i < (is_level ? 3 : 2); i++) {
        Str known = str(is_level ? levels[i] : accesses[i]);
        if (!str_eq(value, known)) continue;
        *(is_level ? &o->uac_level : &o->uac_access) = known;
        return true;
    }
    return false;
}

// The last one counts, and counts whole.
void set_manifest_uac(OptionContext *c, Str value) {
    c->opt->has_manifest_uac = true;
    c->opt->manifest_no_uac = is_no(value);
    c->opt->uac_level = c->opt->uac_access = (Str){0};
    if (is_no(value)) return;
    while (value.n) {
        if (is_blank(value.p[0])) {
            value = str_slice(value, 1, value.n);
        } else if (!take_uac_value(c->opt, &value)) {
            syntax_error(c, "level is 'asInvoker', 'highestAvailable' or 'requireAdministrator', uiAccess 'true' or "
                            "'false', each in quotes");
            return;
        }
    }
}

void set_map(OptionContext *c, Str value) {
    c->opt->make_map = true;
    c->opt->map = usable_path(c->arena, value);
}

void set_map_info(OptionContext *c, Str value) {
    if (is_word(value, "EXPORTS"))
        c->opt->map_exports = true;
    else if (is_word(value, "FIXUPS"))
        c->opt->map_fixups = true;
    else if (is_word(value, "LINES"))
        warn_obsolete(c, value); // gone from link.exe, too
    else
        syntax_error(c, "the words are EXPORTS and FIXUPS");
}

void set_no_default_lib(OptionContext *c, Str value) {
    if (value.n) {
        ARRAY_PUSH(c->arena, &c->opt->no_default_libs, library_name(c->arena, value));
    } else if (c->object) { // one object must not switch off what all others ask for
        warn_ignored(c, 4229, "invalid directive '/%s' encountered; ignored");
    } else {
        c->opt->no_default_lib_at_all = true;
    }
}

void set_nothing_but_no(OptionContext *c, Str value) {
    if (!is_no(value)) refuse_option(c);
}

// Build systems pass it whenever some object might have been compiled with /GL. Those objects are refused where they are
// read; all others are linked as without it. Its words for profiling need Microsoft's code generator in any case.
void set_ltcg(OptionContext *c, Str value) {
    if (str_starts_nocase(value, STR("PG")))
        refuse_because(c, "profile-guided optimization needs Microsoft's code generator");
    else if (value.n && !is_word(value, "INCREMENTAL") && !is_word(value, "STATUS") && !is_word(value, "NOSTATUS") &&
             !is_word(value, "OFF"))
        syntax_error(c, "the words are INCREMENTAL, STATUS, NOSTATUS and OFF");
}

void set_opt(OptionContext *c, Str value) {
    Options *o = c->opt;
    while (value.n) {
        Str word = take_part(&value, ',');
        u64 rounds = 0;
        if (is_word(word, "REF"))
            o->opt_ref = TRI_ON;
        else if (is_word(word, "NOREF"))
            o->opt_ref = TRI_OFF;
        else if (is_word(word, "ICF") || is_word(word, "SAFEICF")) {
            o->opt_icf = TRI_ON;
            o->icf_rounds = 0;
            o->safe_icf = is_word(word, "SAFEICF");
        } else if (is_word(word, "NOICF"))
            o->opt_icf = TRI_OFF;
        else if (str_starts_nocase(word, STR("ICF="))) {
            if (!read_number(c, str_slice(word, 4, word.n), UINT32_MAX, &rounds)) return;
            o->opt_icf = rounds ? TRI_ON : TRI_OFF;
            o->icf_rounds = (u32)rounds;
            o->safe_icf = false;
        } else if (is_word(word, "WIN98") || is_word(word, "NOWIN98")) {
            warn_obsolete(c, word);
        } else if (!is_word(word, "LBR") && !is_word(word, "NOLBR") && !str_starts_nocase(word, STR("LLD")) &&
                   !str_starts_nocase(word, STR("NOLLD"))) {
            syntax_error(c, "the words are REF, NOREF, ICF, ICF=n, SAFEICF, NOICF, LBR and NOLBR");
            return;
        }
    }
}

void set_order(OptionContext *c, Str value) {
    if (value.n > 1 && value.p[0] == '@')
        c->opt->order_file = usable_path(c->arena, str_slice(value, 1, value.n));
    else
        syntax_error(c, "the name of the file stands behind '@'");
}

void set_os_version(OptionContext *c, Str value) {
    if (read_version(c, value, &c->opt->major_os_version, &c->opt->minor_os_version)) c->opt->has_os_version = true;
}

// An .exp file is an object with an .edata section. The directives of old ones say what LIB was told when it made them.
static bool is_exp_file(const InputFile *file) {
    for (u32 num = 1; num <= file->coff.section_count; num++)
        if (str_eq(coff_section(&file->coff, num).name, STR(".edata"))) return true;
    return false;
}

void set_dll(OptionContext *c, Str value) {
    (void)value;
    if (c->object && !is_exp_file(c->object))
        warn_ignored(c, 4229, "invalid directive '/%s' encountered; ignored");
    else
        c->opt->dll = true;
}

void set_out(OptionContext *c, Str value) {
    if (!c->object) {
        set_file(c, value);
    } else if (is_exp_file(c->object)) { // compared with the real name later: LNK4070
        c->opt->exp_out = value;
        c->opt->exp_file = c->object;
    } else {
        warn_ignored(c, 4229, "invalid directive '/%s' encountered; ignored");
    }
}

void set_profile(OptionContext *c, Str value) { // [spec: profile-performance-tools-profiler]
    (void)value;
    c->opt->opt_ref = TRI_ON;
    c->opt->opt_icf = TRI_OFF;
    c->opt->incremental = TRI_OFF;
    c->opt->fixed = TRI_OFF;
}

// An object's wish counts in programs only, and only where the command line has none.
void set_stack(OptionContext *c, Str value) {
    if (c->object && (c->opt->has_stack || c->opt->dll)) return;
    c->opt->has_stack = true;
    read_sizes(c, value, &c->opt->stack_reserve, &c->opt->stack_commit);
}

bool subsystem_from_name(Str name, u16 *subsystem) {
    static const struct {
        const char *name;
        u16 id;
    } known[] = {
        {"BOOT_APPLICATION", IMAGE_SUBSYSTEM_WINDOWS_BOOT_APPLICATION},
        {"CONSOLE", IMAGE_SUBSYSTEM_WINDOWS_CUI},
        {"EFI_APPLICATION", IMAGE_SUBSYSTEM_EFI_APPLICATION},
        {"EFI_BOOT_SERVICE_DRIVER", IMAGE_SUBSYSTEM_EFI_BOOT_SERVICE_DRIVER},
        {"EFI_ROM", IMAGE_SUBSYSTEM_EFI_ROM},
        {"EFI_RUNTIME_DRIVER", IMAGE_SUBSYSTEM_EFI_RUNTIME_DRIVER},
        {"NATIVE", IMAGE_SUBSYSTEM_NATIVE},
        {"POSIX", IMAGE_SUBSYSTEM_POSIX_CUI},
        {"WINDOWS", IMAGE_SUBSYSTEM_WINDOWS_GUI},
        {"WINDOWSCE", IMAGE_SUBSYSTEM_WINDOWS_CE_GUI},
        {"XBOX", IMAGE_SUBSYSTEM_XBOX},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!is_word(name, known[i].name)) continue;
        *subsystem = known[i].id;
        return true;
    }
    return false;
}

void set_subsystem(OptionContext *c, Str value) {
    if (c->object && c->opt->has_subsystem) return;
    Str version = value;
    Str name = take_part(&version, ',');
    u16 id, major = 0, minor = 0;
    if (!subsystem_from_name(name, &id)) {
        syntax_error(c, "the subsystems are CONSOLE, WINDOWS, NATIVE, POSIX, BOOT_APPLICATION, EFI_APPLICATION, "
                        "EFI_BOOT_SERVICE_DRIVER, EFI_ROM and EFI_RUNTIME_DRIVER");
        return;
    }
    if (name.n < value.n && !read_version(c, version, &major, &minor)) return;
    c->opt->has_subsystem = true;
    c->opt->subsystem = id;
    c->opt->has_subsystem_version = name.n < value.n;
    c->opt->major_subsystem_version = major;
    c->opt->minor_subsystem_version = minor;
}

void set_swaprun(OptionContext *c, Str value) {
    while (value.n) {
        Str word = take_part(&value, ',');
        if (is_word(word, "NET"))
            c->opt->swaprun |= IMAGE_FILE_NET_RUN_FROM_SWAP;
        else if (is_word(word, "CD"))
            c->opt->swaprun |= IMAGE_FILE_REMOVABLE_RUN_FROM_SWAP;
        else
            syntax_error(c, "the words are NET and CD");
    }
}

void set_threads(OptionContext *c, Str value) {
    u64 n;
    if (!read_number(c, value, 1024, &n)) return;
    if (n)
        c->opt->threads = (u32)n;
    else
        syntax_error(c, "at least one thread is needed");
}

void set_time_stamp(OptionContext *c, Str value) {
    u64 stamp;
    if (!read_number(c, value, UINT32_MAX, &stamp)) return;
    c->opt->has_time_stamp = true;
    c->opt->time_stamp = (u32)stamp;
}

void set_verbose(OptionContext *c, Str value) {
    Options *o = c->opt;
    if (!value.n) o->verbose = o->verbose_lib = o->verbose_ref = o->verbose_icf = true;
    while (value.n) {
        Str word = take_part(&value, ',');
        if (is_word(word, "LIB"))
            o->verbose_lib = true;
        else if (is_word(word, "REF"))
            o->verbose_ref = true;
        else if (is_word(word, "ICF"))
            o->verbose_icf = true;
        else if (is_word(word, "UNUSEDLIBS"))
            o->verbose_unused_libs = true;
        else if (is_word(word, "EXPORTS"))
            o->verbose_exports = true; // mylink's own
        else if (is_word(word, "SAFESEH"))
            o->verbose_safe_seh = true;
        else if (!is_word(word, "CLR") && !is_word(word, "INCR") && !is_word(word, "UNUSEDDELAYLOAD") &&
                 !is_word(word, "TELEMETRY")) { // nothing here to tell about these
            syntax_error(c, "the words are LIB, REF, ICF, SAFESEH, UNUSEDLIBS and EXPORTS");
            return;
        }
    }
}

void set_version(OptionContext *c, Str value) {
    read_version(c, value, &c->opt->major_image_version, &c->opt->minor_image_version);
}

void set_whole_archive(OptionContext *c, Str value) {
    if (value.n) {
        InputSpec spec = {.path = value, .whole = true, .from = c->from, .lazy_group = 0};
        ARRAY_PUSH(c->arena, &c->opt->inputs, spec);
    } else {
        c->opt->whole_archive = true;
    }
}

void set_wx(OptionContext *c, Str value) {
    Diag *d = &c->link->diag;
    u16 code;
    if (!value.n || is_no(value)) {
        d->warnings_are_errors = !value.n;
        return;
    }
    while (take_warning_code(c, &value, &code)) ARRAY_PUSH(c->arena, &c->opt->fatal_warnings, code);
    d->fatal_warnings = c->opt->fatal_warnings.at;
    d->fatal_warning_count = c->opt->fatal_warnings.count;
}

void refuse_misplaced_mode(OptionContext *c, Str value) {
    (void)value;
    diag_fatal(&c->link->diag, (Str){0}, 1901, "option '/%s' must be the first word of the command line",
               printable(c->arena, c->word));
}

void show_help(OptionContext *c, Str value) {
    (void)value;
    print_options_table(c->link);
    c->link->opt.only_help = true;
}
