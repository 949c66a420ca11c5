// gnu_options.c - the command line of GNU ld, as gcc and clang write it for mingw-w64 targets, turned into link.exe's.
//
//      ld -m i386pep -Bdynamic -o a.exe crt2.o a.o -lmingw32 -lgcc --subsystem windows
//         /MACHINE:X64         /OUT:    (files and libraries)      /SUBSYSTEM:
//
// Most options have a twin in link.exe's table and need only its name. What is left: the search for -l names, switches
// that hold for the files behind them (-Bstatic, --whole-archive), and a few ideas that link.exe does not have.
//
// Read this only for the GNU flavour; the names are those of ld's manual.
#include "options.h"

typedef struct GnuReader GnuReader;
typedef struct GnuOption GnuOption;
typedef void GnuHandler(GnuReader *r, const GnuOption *o, Str value);

struct GnuOption {
    const char *name; // without dashes
    bool takes_value; // `--name value` or `--name=value`; of one letter also `-nvalue`
    GnuHandler *apply;
    const char *link_option; // its twin in option_table, for to_link
    const char *link_value;  // what the twin gets, when not the value; the reason, for refuse
};

typedef struct { // what holds for the inputs that follow
    bool only_static, whole;
} InputState;

struct GnuReader {
    Link *link;
    const ArgArray *args;
    u32 next;
    const Arg *arg; // being read
    InputState state;
    ARRAY(InputState) saved; // --push-state
    ARRAY(u32) by_name;      // inputs that are -l names: resolved when all -L are known
    bool print_version;
};

// ---- Handlers

static void to_link(GnuReader *r, const GnuOption *o, Str value) {
    Link *link = r->link;
    OptionContext c = {link,         &link->opt, link->arena, find_option(str(o->link_option)),
                       r->arg->text, NULL,       r->arg->from};
    if (o->link_value) value = str(o->link_value);
    apply_option(&c, value, value.n != 0);
}

static void ignore(GnuReader *r, const GnuOption *o, Str value) { (void)r, (void)o, (void)value; }

static void refuse(GnuReader *r, const GnuOption *o, Str value) {
    (void)value;
    diag_fatal(&r->link->diag, (Str){0}, 1901, "option '%s' is not supported: %s", show(r->link, r->arg->text),
               o->link_value);
}

static void bad_value(GnuReader *r, const char *why) {
    Message m = {.kind = MSG_FATAL, .code = 1117, .why = str(why)};
    m.text = arena_printf(r->link->arena, "syntax error in option '%s'", show(r->link, r->arg->text));
    diag_report(&r->link->diag, &m);
}

static void add_folder(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    if (value.n) ARRAY_PUSH(r->link->arena, &r->link->opt.lib_paths, value);
}

static void add_input(GnuReader *r, Str path) {
    InputSpec spec = {
        .path = path, .whole = r->state.whole, .from = r->arg->from, .lazy_group = r->link->opt.lazy_group};
    ARRAY_PUSH(r->link->arena, &r->link->opt.inputs, spec);
}

// The name stays as it is until all folders are known: -L holds for every -l, also for those in front of it.
static void add_library_by_name(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    Buffer b = {.arena = r->link->arena};
    buffer_put_str(&b, r->state.only_static ? STR("s") : STR("d"));
    buffer_put_str(&b, value);
    ARRAY_PUSH(r->link->arena, &r->by_name, r->link->opt.inputs.count);
    add_input(r, buffer_str(&b));
}

static void set_target(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    if (str_eq(value, STR("i386pep")))
        r->link->opt.machine = IMAGE_FILE_MACHINE_AMD64;
    else if (str_eq(value, STR("i386pe")))
        r->link->opt.machine = IMAGE_FILE_MACHINE_I386;
    else if (str_eq(value, STR("arm64pe")))
        r->link->opt.machine = IMAGE_FILE_MACHINE_ARM64;
    else
        bad_value(r, "mylink makes Windows images only: the targets are i386pep (x64), i386pe (x86) and arm64pe");
}

// "windows", "console:6.1", "10"
static void set_gnu_subsystem(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    Options *opt = &r->link->opt;
    Str version = value;
    Str name = take_part(&version, ':');
    u64 id;
    if (parse_number(name, &id) && id <= 16) {
        opt->has_subsystem = true;
        opt->subsystem = (u16)id;
    } else {
        Buffer b = {.arena = r->link->arena};
        buffer_put_str(&b, name);
        if (version.n) buffer_printf(&b, ",%.*s", STR_ARG(version));
        to_link(r, &(GnuOption){.link_option = "SUBSYSTEM"}, buffer_str(&b));
    }
}

typedef enum { MAJOR_OS, MINOR_OS, MAJOR_IMAGE, MINOR_IMAGE, MAJOR_SUBSYSTEM, MINOR_SUBSYSTEM } VersionField;

static void set_version_field(GnuReader *r, VersionField field, Str value) {
    Options *opt = &r->link->opt;
    u16 *fields[] = {&opt->major_os_version,    &opt->minor_os_version,        &opt->major_image_version,
                     &opt->minor_image_version, &opt->major_subsystem_version, &opt->minor_subsystem_version};
    u64 v;
    if (!parse_number(value, &v) || v > 0xffff) {
        bad_value(r, "a version is a number from 0 to 65535");
        return;
    }
    *fields[field] = (u16)v;
    if (field <= MINOR_OS) opt->has_os_version = true;
    if (field >= MAJOR_SUBSYSTEM) opt->has_subsystem_version = true;
}

static void set_gnu_version(GnuReader *r, const GnuOption *o, Str value) {
    bool major = str_starts(str(o->name), STR("major"));
    Str what = str(o->name + 6); // behind "major-" and "minor-"
    VersionField first = str_starts(what, STR("os"))      ? MAJOR_OS
                         : str_starts(what, STR("image")) ? MAJOR_IMAGE
                                                          : MAJOR_SUBSYSTEM;
    set_version_field(r, first + !major, value);
}

static void set_static(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->state.only_static = true;
}

static void set_dynamic(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->state.only_static = false;
}

static void set_whole(GnuReader *r, const GnuOption *o, Str value) {
    (void)value;
    r->state.whole = o->name[0] == 'w';
}

static void push_state(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    ARRAY_PUSH(r->link->arena, &r->saved, r->state);
}

static void pop_state(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    if (r->saved.count)
        r->state = r->saved.at[--r->saved.count];
    else
        bad_value(r, "there is no --push-state in front of it");
}

static void set_gc(GnuReader *r, const GnuOption *o, Str value) {
    (void)value;
    bool on = o->name[0] == 'g';
    r->link->opt.opt_ref = on ? TRI_ON : TRI_OFF;
    r->link->opt.gc_plain_sections = on;
}

static void set_icf(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    r->link->opt.opt_icf = str_eq(value, STR("none")) ? TRI_OFF : TRI_ON;
    r->link->opt.safe_icf = str_eq(value, STR("safe"));
}

static void set_strip(GnuReader *r, const GnuOption *o, Str value) {
    (void)value;
    r->link->opt.strip_debug = true;
    if (str_eq(str(o->name), STR("s")) || str_eq(str(o->name), STR("strip-all"))) r->link->opt.strip_all = true;
}

static void set_long_names(GnuReader *r, const GnuOption *o, Str value) {
    (void)value;
    r->link->opt.long_section_names = o->name[0] == 'e' ? TRI_ON : TRI_OFF;
}

static void set_export_all(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->link->opt.export_all = true;
}

static void set_no_auto_import(GnuReader *r, const GnuOption *o, Str value) {
    (void)value;
    r->link->opt.no_auto_import = o->name[0] == 'd';
}

static void set_kill_at(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->link->opt.kill_at = true;
}

static void set_stdcall_aliases(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->link->opt.stdcall_aliases = true;
}

// [GNU ld] takes a number for an address; 0 is how one says that there is no entry point.
static void set_gnu_entry(GnuReader *r, const GnuOption *o, Str value) {
    u64 address;
    r->link->opt.no_entry = false;
    if (!parse_number(value, &address))
        to_link(r, &(GnuOption){.name = o->name, .link_option = "ENTRY"}, value);
    else if (address == 0)
        r->link->opt.no_entry = true;
    else
        bad_value(r, "an entry point is a symbol, or 0 for none: addresses follow from the link");
}

static void set_no_seh(GnuReader *r, const GnuOption *o, Str value) {
    (void)value;
    r->link->opt.no_seh = o->name[0] == 'n';
}

static void set_dependency_file(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    r->link->opt.dependency_file = value;
}

static void add_wrap(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    if (value.n) ARRAY_PUSH(r->link->arena, &r->link->opt.wraps, value);
}

// "name=0x100", "name=other"
static void add_given_symbol(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    GivenSymbol given = {.other = value};
    given.name = take_part(&given.other, '=');
    bool is_plain = given.name.n && given.other.n && !str_eq(given.other, STR("."));
    for (size_t i = 0; i < given.other.n; i++)
        if (strchr("+-*/%()&|~!<> ", given.other.p[i])) is_plain = false;
    if (parse_number(given.other, &given.number)) given.other = (Str){0};
    if (is_plain)
        ARRAY_PUSH(r->link->arena, &r->link->opt.given_symbols, given);
    else
        bad_value(r, "it is name=number or name=symbol; mylink does not calculate as a linker script does");
}

// pei-x86-64 and its like are what is written anyway.
static void check_output_format(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    if (!str_starts(value, STR("pei-")))
        bad_value(r, "mylink writes Windows images only: pei-x86-64, pei-i386 and the like");
}

static void set_z(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    if (str_eq(value, STR("muldefs"))) r->link->opt.force_multiple = true;
}

static void set_unresolved(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    r->link->opt.force_unresolved = !str_eq(value, STR("report-all"));
}

// Names between ',' or ':'.
static void add_excluded(GnuReader *r, const GnuOption *o, Str value) {
    Options *opt = &r->link->opt;
    StrArray *list = str_eq(str(o->name), STR("exclude-libs")) ? &opt->exclude_libs : &opt->exclude_symbols;
    while (value.n) {
        size_t comma = str_find(value, ','), colon = str_find(value, ':');
        Str name = take_part(&value, comma < colon ? ',' : ':');
        if (name.n) ARRAY_PUSH(r->link->arena, list, name);
    }
}

static void set_exclude_all(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->link->opt.exclude_all_symbols = true;
}

static void print_map(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->link->opt.make_map = true;
    r->link->opt.map = STR("/dev/stdout");
}

static void set_gnu_map(GnuReader *r, const GnuOption *o, Str value) {
    if (str_eq(value, STR("-")))
        print_map(r, o, value);
    else
        to_link(r, o, value);
}

static void set_gnu_threads(GnuReader *r, const GnuOption *o, Str value) {
    if (o->name[0] == 'n')
        r->link->opt.threads = 1;
    else if (value.n)
        to_link(r, &(GnuOption){.link_option = "THREADS"}, value);
}

// -Xlink=/opt:noref: an option of link.exe's as it is (an idea of lld's).
static void pass_to_link(GnuReader *r, const GnuOption *o, Str value) {
    (void)o;
    size_t start = value.n && (value.p[0] == '/' || value.p[0] == '-');
    Str rest = str_slice(value, start, value.n);
    Str name = take_part(&rest, ':');
    const Option *option = find_option(name);
    if (!option)
        bad_value(r, "link.exe has no such option; mylink /? lists them");
    else
        to_link(r, &(GnuOption){.link_option = option->name}, rest);
}

static void show_version(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->print_version = true;
}

static void stop_with_version(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    r->print_version = true;
    r->link->opt.only_help = true;
}

static void show_gnu_help(GnuReader *r, const GnuOption *o, Str value);

// ---- The table

static const char no_script[] = "a Windows image has no use for a linker script";
static const char no_elf[] = "it asks for something that only ELF has";
static const char no_binary[] = "inputs are objects and libraries; an assembler's incbin makes an object of any file";
static const char no_place[] = "the linker places sections; --image-base moves the whole image";
static const char no_writable_code[] = "code that can be written is asked for with -Xlink=/section:.text,erw";
static const char not_yet[] = "not part of this version of mylink";

// clang-format off
static const GnuOption gnu_table[] = {
    // Files and folders
    {"o", true, to_link, "OUT", NULL},
    {"output", true, to_link, "OUT", NULL},
    {"L", true, add_folder, NULL, NULL},
    {"library-path", true, add_folder, NULL, NULL},
    {"l", true, add_library_by_name, NULL, NULL},
    {"library", true, add_library_by_name, NULL, NULL},
    {"Map", true, set_gnu_map, "MAP", NULL},
    {"M", false, print_map, NULL, NULL},
    {"print-map", false, print_map, NULL, NULL},
    {"dependency-file", true, set_dependency_file, NULL, NULL},
    {"out-implib", true, to_link, "IMPLIB", NULL},
    {"pdb", true, ignore, NULL, NULL},
    // Kind of output
    {"m", true, set_target, NULL, NULL},
    {"shared", false, to_link, "DLL", NULL},
    {"Bshareable", false, to_link, "DLL", NULL},
    {"dll", false, to_link, "DLL", NULL},
    {"e", true, set_gnu_entry, "ENTRY", NULL},
    {"entry", true, set_gnu_entry, "ENTRY", NULL},
    {"subsystem", true, set_gnu_subsystem, NULL, NULL},
    {"u", true, to_link, "INCLUDEOPTIONAL", NULL}, // [GNU ld] no error when nothing has it
    {"undefined", true, to_link, "INCLUDEOPTIONAL", NULL},
    {"require-defined", true, to_link, "INCLUDE", NULL},
    {"delayload", true, to_link, "DELAYLOAD", NULL},
    {"s", false, set_strip, NULL, NULL},
    {"strip-all", false, set_strip, NULL, NULL},
    {"S", false, set_strip, NULL, NULL},
    {"strip-debug", false, set_strip, NULL, NULL},
    {"enable-long-section-names", false, set_long_names, NULL, NULL},
    {"disable-long-section-names", false, set_long_names, NULL, NULL},
    // Numbers in the headers
    {"image-base", true, to_link, "BASE", NULL},
    {"stack", true, to_link, "STACK", NULL},
    {"heap", true, to_link, "HEAP", NULL},
    {"section-alignment", true, to_link, "ALIGN", NULL},
    {"file-alignment", true, to_link, "FILEALIGN", NULL},
    {"major-image-version", true, set_gnu_version, NULL, NULL},
    {"minor-image-version", true, set_gnu_version, NULL, NULL},
    {"major-os-version", true, set_gnu_version, NULL, NULL},
    {"minor-os-version", true, set_gnu_version, NULL, NULL},
    {"major-subsystem-version", true, set_gnu_version, NULL, NULL},
    {"minor-subsystem-version", true, set_gnu_version, NULL, NULL},
    // Bits in the headers
    {"dynamicbase", false, to_link, "DYNAMICBASE", NULL},
    {"disable-dynamicbase", false, to_link, "DYNAMICBASE", "NO"},
    {"no-dynamicbase", false, to_link, "DYNAMICBASE", "NO"},
    {"high-entropy-va", false, to_link, "HIGHENTROPYVA", NULL},
    {"disable-high-entropy-va", false, to_link, "HIGHENTROPYVA", "NO"},
    {"nxcompat", false, to_link, "NXCOMPAT", NULL},
    {"disable-nxcompat", false, to_link, "NXCOMPAT", "NO"},
    {"tsaware", false, to_link, "TSAWARE", NULL},
    {"disable-tsaware", false, to_link, "TSAWARE", "NO"},
    {"large-address-aware", false, to_link, "LARGEADDRESSAWARE", NULL},
    {"disable-large-address-aware", false, to_link, "LARGEADDRESSAWARE", "NO"},
    {"forceinteg", false, to_link, "INTEGRITYCHECK", NULL},
    {"disable-forceinteg", false, to_link, "INTEGRITYCHECK", "NO"},
    {"no-isolation", false, to_link, "ALLOWISOLATION", "NO"},
    {"disable-no-isolation", false, to_link, "ALLOWISOLATION", NULL},
    {"no-bind", false, to_link, "ALLOWBIND", "NO"},
    {"disable-no-bind", false, to_link, "ALLOWBIND", NULL},
    {"appcontainer", false, to_link, "APPCONTAINER", NULL},
    {"disable-appcontainer", false, to_link, "APPCONTAINER", "NO"},
    {"wdmdriver", false, to_link, "DRIVER", "WDM"},
    {"disable-reloc-section", false, to_link, "FIXED", NULL},
    {"enable-reloc-section", false, to_link, "FIXED", "NO"},
    {"guard-cf", false, to_link, "GUARD", "CF"},
    {"no-guard-cf", false, to_link, "GUARD", "NO"},
    {"guard-longjmp", false, to_link, "GUARD", "LONGJMP"},
    {"no-guard-longjmp", false, to_link, "GUARD", "NOLONGJMP"},
    {"no-seh", false, set_no_seh, NULL, NULL},
    {"disable-no-seh", false, set_no_seh, NULL, NULL},
    {"dependent-load-flag", true, to_link, "DEPENDENTLOADFLAG", NULL},
    {"functionpadmin", false, to_link, "FUNCTIONPADMIN", NULL},
    // Inputs that follow
    {"Bstatic", false, set_static, NULL, NULL},
    {"static", false, set_static, NULL, NULL},
    {"dn", false, set_static, NULL, NULL},
    {"non_shared", false, set_static, NULL, NULL},
    {"Bdynamic", false, set_dynamic, NULL, NULL},
    {"dy", false, set_dynamic, NULL, NULL},
    {"call_shared", false, set_dynamic, NULL, NULL},
    {"whole-archive", false, set_whole, NULL, NULL},
    {"no-whole-archive", false, set_whole, NULL, NULL},
    {"push-state", false, push_state, NULL, NULL},
    {"pop-state", false, pop_state, NULL, NULL},
    // What goes in, what is exported
    {"gc-sections", false, set_gc, NULL, NULL},
    {"no-gc-sections", false, set_gc, NULL, NULL},
    {"print-gc-sections", false, to_link, "VERBOSE", "REF"},
    {"icf", true, set_icf, NULL, NULL},
    {"export-all-symbols", false, set_export_all, NULL, NULL},
    {"export-dynamic", false, set_export_all, NULL, NULL},
    {"exclude-symbols", true, add_excluded, NULL, NULL},
    {"exclude-libs", true, add_excluded, NULL, NULL},
    {"exclude-all-symbols", false, set_exclude_all, NULL, NULL},
    {"kill-at", false, set_kill_at, NULL, NULL},
    {"add-stdcall-alias", false, set_stdcall_aliases, NULL, NULL},
    {"enable-auto-import", false, set_no_auto_import, NULL, NULL},
    {"disable-auto-import", false, set_no_auto_import, NULL, NULL},
    {"wrap", true, add_wrap, NULL, NULL},
    {"defsym", true, add_given_symbol, NULL, NULL},
    {"allow-multiple-definition", false, to_link, "FORCE", "MULTIPLE"},
    {"warn-unresolved-symbols", false, set_unresolved, NULL, NULL},
    {"unresolved-symbols", true, set_unresolved, NULL, NULL},
    {"z", true, set_z, NULL, NULL}, // muldefs; the rest is for ELF
    {"noinhibit-exec", false, to_link, "FORCE", NULL},
    // Messages
    {"v", false, show_version, NULL, NULL},
    {"V", false, show_version, NULL, NULL},
    {"version", false, stop_with_version, NULL, NULL},
    {"help", false, show_gnu_help, NULL, NULL},
    {"verbose", false, to_link, "VERBOSE", NULL},
    {"t", false, to_link, "VERBOSE", "LIB"},
    {"trace", false, to_link, "VERBOSE", "LIB"},
    {"fatal-warnings", false, to_link, "WX", NULL},
    {"no-fatal-warnings", false, to_link, "WX", "NO"},
    {"error-limit", true, to_link, "ERRORLIMIT", NULL},
    {"threads", true, set_gnu_threads, NULL, NULL},
    {"no-threads", false, set_gnu_threads, NULL, NULL},
    {"Xlink", true, pass_to_link, NULL, NULL},
    // Without effect here: mylink does it anyway, or there is nothing to do
    {"plugin", true, ignore, NULL, NULL},
    {"plugin-opt", true, ignore, NULL, NULL},
    {"flto", false, ignore, NULL, NULL},
    {"sysroot", true, ignore, NULL, NULL},
    {"start-group", false, ignore, NULL, NULL}, // libraries are searched round and round anyway
    {"end-group", false, ignore, NULL, NULL},
    {"(", false, ignore, NULL, NULL},
    {")", false, ignore, NULL, NULL},
    {"as-needed", false, ignore, NULL, NULL},
    {"no-as-needed", false, ignore, NULL, NULL},
    {"O", true, ignore, NULL, NULL},
    {"g", false, ignore, NULL, NULL},
    {"G", true, ignore, NULL, NULL},
    {"x", false, ignore, NULL, NULL},
    {"X", false, ignore, NULL, NULL},
    {"w", false, ignore, NULL, NULL},
    {"n", false, ignore, NULL, NULL},
    {"build-id", false, ignore, NULL, NULL},
    {"no-build-id", false, ignore, NULL, NULL},
    {"insert-timestamp", false, ignore, NULL, NULL}, // the stamp is a hash
    {"no-insert-timestamp", false, ignore, NULL, NULL},
    {"enable-runtime-pseudo-reloc", false, ignore, NULL, NULL},
    {"enable-runtime-pseudo-reloc-v2", false, ignore, NULL, NULL},
    {"disable-runtime-pseudo-reloc", false, ignore, NULL, NULL},
    {"enable-extra-pe-debug", false, ignore, NULL, NULL},
    {"enable-stdcall-fixup", false, ignore, NULL, NULL},
    {"disable-stdcall-fixup", false, ignore, NULL, NULL},
    {"enable-auto-image-base", false, ignore, NULL, NULL},
    {"disable-auto-image-base", false, ignore, NULL, NULL},
    {"exclude-modules-for-implib", true, ignore, NULL, NULL},
    {"dll-search-prefix", true, ignore, NULL, NULL},
    {"leading-underscore", false, ignore, NULL, NULL},
    {"no-leading-underscore", false, ignore, NULL, NULL},
    {"warn-duplicate-exports", false, ignore, NULL, NULL},
    {"no-undefined", false, ignore, NULL, NULL},
    {"allow-shlib-undefined", false, ignore, NULL, NULL},
    {"no-allow-shlib-undefined", false, ignore, NULL, NULL},
    {"color-diagnostics", false, to_link, "COLOR-DIAGNOSTICS", NULL},
    {"no-color-diagnostics", false, to_link, "NO-COLOR-DIAGNOSTICS", NULL},
    {"demangle", false, to_link, "DEMANGLE", NULL},
    {"no-demangle", false, to_link, "DEMANGLE", "NO"},
    {"eh-frame-hdr", false, ignore, NULL, NULL},
    {"hash-style", true, ignore, NULL, NULL},
    {"soname", true, ignore, NULL, NULL},
    {"h", true, ignore, NULL, NULL},
    {"rpath", true, ignore, NULL, NULL},
    {"rpath-link", true, ignore, NULL, NULL},
    {"sort-common", false, ignore, NULL, NULL},
    {"warn-common", false, ignore, NULL, NULL},
    {"no-warn-mismatch", false, ignore, NULL, NULL},
    {"reduce-memory-overheads", false, ignore, NULL, NULL},
    {"pie", false, ignore, NULL, NULL},
    {"no-pie", false, ignore, NULL, NULL},
    {"pic-executable", false, ignore, NULL, NULL},
    {"nostdlib", false, ignore, NULL, NULL},
    {"no-dynamic-linker", false, ignore, NULL, NULL},
    {"oformat", true, check_output_format, NULL, NULL},
    {"cref", false, ignore, NULL, NULL},
    {"EL", false, ignore, NULL, NULL},
    {"d", false, ignore, NULL, NULL},
    {"dc", false, ignore, NULL, NULL},
    {"dp", false, ignore, NULL, NULL},
    {"Bsymbolic", false, ignore, NULL, NULL},
    {"Bsymbolic-functions", false, ignore, NULL, NULL},
    {"check-sections", false, ignore, NULL, NULL},
    {"no-check-sections", false, ignore, NULL, NULL},
    {"compat-implib", false, ignore, NULL, NULL},
    {"copy-dt-needed-entries", false, ignore, NULL, NULL},
    {"no-copy-dt-needed-entries", false, ignore, NULL, NULL},
    {"discard-all", false, ignore, NULL, NULL},
    {"discard-locals", false, ignore, NULL, NULL},
    {"discard-none", false, ignore, NULL, NULL},
    {"enable-extra-pep-debug", false, ignore, NULL, NULL},
    {"force-exe-suffix", false, ignore, NULL, NULL},
    {"full-shutdown", false, ignore, NULL, NULL},
    {"mllvm", true, ignore, NULL, NULL},
    {"no-allow-multiple-definition", false, ignore, NULL, NULL},
    {"no-export-dynamic", false, ignore, NULL, NULL},
    {"no-print-gc-sections", false, ignore, NULL, NULL},
    {"error-unresolved-symbols", false, ignore, NULL, NULL},
    {"no-keep-memory", false, ignore, NULL, NULL},
    {"nmagic", false, ignore, NULL, NULL},
    {"relax", false, ignore, NULL, NULL},
    {"no-relax", false, ignore, NULL, NULL},
    {"sort-section", true, ignore, NULL, NULL},
    {"stats", false, ignore, NULL, NULL},
    {"strip-discarded", false, ignore, NULL, NULL},
    {"no-strip-discarded", false, ignore, NULL, NULL},
    {"support-old-code", false, ignore, NULL, NULL},
    {"traditional-format", false, ignore, NULL, NULL},
    {"no-warnings", false, ignore, NULL, NULL},
    {"no-undefined-version", false, ignore, NULL, NULL},
    {"undefined-version", false, ignore, NULL, NULL},
    {"warn-alternate-em", false, ignore, NULL, NULL},
    {"warn-constructors", false, ignore, NULL, NULL},
    {"warn-once", false, ignore, NULL, NULL},
    {"warn-section-align", false, ignore, NULL, NULL},
    {"warn-textrel", false, ignore, NULL, NULL},
    {"warn-execstack", false, ignore, NULL, NULL},
    {"no-warn-execstack", false, ignore, NULL, NULL},
    {"warn-rwx-segments", false, ignore, NULL, NULL},
    {"no-warn-rwx-segments", false, ignore, NULL, NULL},
    {"no-warn-search-mismatch", false, ignore, NULL, NULL},
    // Refused
    {"T", true, refuse, NULL, no_script},
    {"script", true, refuse, NULL, no_script},
    {"r", false, refuse, NULL, not_yet},
    {"relocatable", false, refuse, NULL, not_yet},
    {"i", false, refuse, NULL, not_yet},
    {"Ur", false, refuse, NULL, not_yet},
    {"q", false, refuse, NULL, not_yet},
    {"emit-relocs", false, refuse, NULL, not_yet},
    {"b", true, refuse, NULL, no_binary},
    {"format", true, refuse, NULL, no_binary},
    {"R", true, refuse, NULL, not_yet},
    {"just-symbols", true, refuse, NULL, not_yet},
    {"c", true, refuse, NULL, no_script},
    {"mri-script", true, refuse, NULL, no_script},
    {"Ttext", true, refuse, NULL, no_place},
    {"Tdata", true, refuse, NULL, no_place},
    {"Tbss", true, refuse, NULL, no_place},
    {"section-start", true, refuse, NULL, no_place},
    {"N", false, refuse, NULL, no_writable_code},
    {"omagic", false, refuse, NULL, no_writable_code},
    {"ignore-unresolved-symbol", true, refuse, NULL, not_yet},
    {"retain-symbols-file", true, refuse, NULL, not_yet},
    {"undefined-glob", true, refuse, NULL, not_yet},
    {"y", true, refuse, NULL, not_yet},
    {"trace-symbol", true, refuse, NULL, not_yet},
    {"init", true, refuse, NULL, no_elf},
    {"fini", true, refuse, NULL, no_elf},
    {"dynamic-list", true, refuse, NULL, no_elf},
    {"EB", false, refuse, NULL, no_elf},
    {"output-def", true, to_link, "OUTPUT-DEF", NULL},
    {"explain", false, to_link, "EXPLAIN", NULL},
    {"error-format", true, to_link, "ERRORFORMAT", NULL},
    {"start-lib", false, to_link, "START-LIB", NULL},
    {"end-lib", false, to_link, "END-LIB", NULL},
    {"base-file", true, refuse, NULL, not_yet},
    {"dynamic-linker", true, refuse, NULL, no_elf},
    {"version-script", true, refuse, NULL, no_elf},
};
// clang-format on

enum { GNU_COUNT = sizeof gnu_table / sizeof gnu_table[0] };

static void show_gnu_help(GnuReader *r, const GnuOption *o, Str value) {
    (void)o, (void)value;
    printf("usage: ld.mylink [options] files...     GNU ld's options; mylink /? lists those of link.exe\n\n");
    for (u32 i = 0; i < GNU_COUNT; i++) {
        const GnuOption *g = &gnu_table[i];
        const char *dashes = g->name[1] ? "--" : "-", *argument = g->takes_value ? " value" : "";
        if (g->apply == refuse)
            printf("  %s%s%s: refused; %s\n", dashes, g->name, argument, g->link_value);
        else if (g->apply == ignore)
            printf("  %s%s%s: accepted, without effect\n", dashes, g->name, argument);
        else if (g->link_option)
            printf("  %s%s%s: /%s%s%s\n", dashes, g->name, argument, g->link_option, g->link_value ? ":" : "",
                   g->link_value ? g->link_value : "");
        else
            printf("  %s%s%s\n", dashes, g->name, argument);
    }
    r->link->opt.only_help = true;
}

// ---- Reading

static const GnuOption *find_gnu_option(Str name) {
    for (u32 i = 0; i < GNU_COUNT; i++)
        if (str_eq(name, str(gnu_table[i].name))) return &gnu_table[i];
    return NULL;
}

// `--name=value` and `-name value` first; then `-ofile`, one letter with its value behind it.
static const GnuOption *split_gnu_option(Str text, Str *value, bool *has_value) {
    size_t dashes = str_starts(text, STR("--")) ? 2 : 1;
    Str rest = str_slice(text, dashes, text.n);
    Str name = take_part(&rest, '=');
    const GnuOption *o = find_gnu_option(name);
    bool one_letter = name.n == 1;
    *has_value = dashes + name.n < text.n;
    *value = rest;
    if (o && (dashes == 1 || !one_letter) && !(one_letter && *has_value)) return o;
    if (dashes == 2) return NULL;
    o = find_gnu_option(str_slice(text, 1, 2));
    if (!o || !o->takes_value) return NULL;
    *value = str_slice(text, 2, text.n);
    *has_value = true;
    return o;
}

static void unknown_gnu_option(GnuReader *r, Str text) {
    Message m = {.kind = MSG_FATAL, .code = 1902};
    m.text = arena_printf(r->link->arena, "unrecognized option '%s'", show(r->link, text));
    m.todo =
        STR("this is the command line of GNU ld (--help lists it); mylink -flavor link ... reads that of link.exe");
    diag_report(&r->link->diag, &m);
}

// Options whose value is optional and only comes with '='.
static bool value_may_be_missing(const GnuOption *o) { return str_eq(str(o->name), STR("threads")); }

static void read_gnu_option(GnuReader *r, Str text) {
    Str value;
    bool has_value;
    const GnuOption *o = split_gnu_option(text, &value, &has_value);
    if (!o) {
        unknown_gnu_option(r, text);
        return;
    }
    if (o->takes_value && !has_value && !value_may_be_missing(o)) {
        if (r->next == r->args->count) {
            diag_fatal(&r->link->diag, (Str){0}, 1146, "no argument specified with option '%s'", show(r->link, text));
            return;
        }
        value = r->args->at[r->next++].text;
    }
    o->apply(r, o, value);
}

// ---- -l

static Str find_in_folder(Link *link, Str folder, const char *format, Str name) {
    Str file = arena_printf(link->arena, format, STR_ARG(name));
    Str path = arena_printf(link->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(file));
    return file_exists((const char *)path.p) ? path : (Str){0};
}

// GNU ld's names, in its order; every folder is asked for all of them before the next one.
static Str find_gnu_library(Link *link, Str name, bool only_static) {
    static const char *const dynamic_names[] = {"lib%.*s.dll.a", "%.*s.dll.a",  "lib%.*s.a", "%.*s.lib",
                                                "lib%.*s.lib",   "lib%.*s.dll", "%.*s.dll"};
    static const char *const static_names[] = {"lib%.*s.a", "%.*s.lib", "lib%.*s.lib"};
    bool exact = name.n && name.p[0] == ':';
    if (exact) name = str_slice(name, 1, name.n);
    u32 count = exact ? 1 : only_static ? 3 : 7;
    for (u32 i = 0; i < link->opt.lib_paths.count; i++) {
        for (u32 k = 0; k < count; k++) {
            const char *format = exact ? "%.*s" : only_static ? static_names[k] : dynamic_names[k];
            Str path = find_in_folder(link, link->opt.lib_paths.at[i], format, name);
            if (path.n) return path;
        }
    }
    // mylink's own import libraries are found by this name.
    return exact ? name : arena_printf(link->arena, "%.*s.lib", STR_ARG(name));
}

static void find_libraries(GnuReader *r) {
    for (u32 i = 0; i < r->by_name.count; i++) {
        InputSpec *spec = &r->link->opt.inputs.at[r->by_name.at[i]];
        spec->path = find_gnu_library(r->link, str_slice(spec->path, 1, spec->path.n), spec->path.p[0] == 's');
    }
}

void read_gnu_options(Link *link, const ArgArray *args) {
    GnuReader r = {.link = link, .args = args};
    while (r.next < args->count && !link->opt.only_help) {
        r.arg = &args->at[r.next++];
        Str text = r.arg->text;
        if (text.n > 1 && text.p[0] == '-')
            read_gnu_option(&r, text);
        else if (str_ends_nocase(text, STR(".def")))
            link->opt.def_file = text;
        else if (text.n)
            add_input(&r, text);
    }
    if (r.print_version) printf("mylink %s (compatible with GNU ld)\n", MYLINK_VERSION);
    if (r.print_version && !link->opt.inputs.count) link->opt.only_help = true;
    if (!args->count) show_gnu_help(&r, NULL, (Str){0});
    link->opt.no_implib = !link->opt.implib.n; // ld writes what it is asked for, and is silent
    link->opt.no_exp = link->opt.nologo = true;
    if (!link->opt.has_subsystem && !link->opt.dll) {
        link->opt.has_subsystem = true;
        link->opt.subsystem = IMAGE_SUBSYSTEM_WINDOWS_CUI;
    }
    find_libraries(&r);
}
