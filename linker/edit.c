// edit.c - `mylink /EDIT`: changes fields of finished images, as EDITBIN does.
//
//      mylink /EDIT /STACK:0x400000 /SUBSYSTEM:WINDOWS a.exe b.exe
//
//      a.exe:  "PE\0\0" | COFF header: characteristics | optional header: base, sizes, flags, checksum | section table | ...
//
// A header's fields stand at fixed places, so most edits store a number there. /REBASE is the exception: it does to the
// file what the loader does in memory, adds the difference of the bases to every address that .reloc lists. The result is
// written under another name and takes the old one's place when it is whole; a checksum that was there is put right.
// Read this only for /EDIT. [spec: editbin-options] [PE: Optional Header Windows-Specific Fields (Image Only)]
#include "edit.h"
#include "../objfmt/args.h"
#include "options.h"

typedef struct {
    Str name, new_name; // new_name empty: stays
    u32 set_flags, clear_flags;
} SectionEdit;

typedef struct {
    Arena *arena;
    Diag diag;
    StrArray files;
    u16 set_dll_flags, clear_dll_flags;   // IMAGE_DLLCHARACTERISTICS_*
    u16 set_file_flags, clear_file_flags; // IMAGE_FILE_*
    bool has_stack, has_heap, has_stack_commit, has_heap_commit;
    u64 stack_reserve, stack_commit, heap_reserve, heap_commit;
    bool has_subsystem, has_subsystem_version, has_version;
    u16 subsystem, major_subsystem, minor_subsystem, major, minor;
    bool release, rebase, down, base_file, help, list;
    u64 base;
    Buffer base_list; // COFFBASE.TXT
    ARRAY(SectionEdit) sections;
} Edit;

// One image on its way through.
typedef struct {
    Edit *e;
    Str path;
    u8 *bytes; // a copy that may be changed
    PeImage pe;
    bool ok;
} Target;

// ---- Options

typedef enum { FLAG_DLL, FLAG_FILE } FlagField;

typedef struct EditOption EditOption;
struct EditOption {
    const char *name, *arg, *help;
    bool (*apply)(Edit *e, const EditOption *o, Str value); // false: a syntax error
    FlagField field;
    u16 flag;
    bool inverted; // the header's flag says "not"
};

static bool set_flag_option(Edit *e, const EditOption *o, Str value) {
    bool no = str_eq_nocase(value, STR("NO"));
    if (value.n && !no) return false;
    u16 *set = o->field == FLAG_DLL ? &e->set_dll_flags : &e->set_file_flags;
    u16 *clear = o->field == FLAG_DLL ? &e->clear_dll_flags : &e->clear_file_flags;
    bool on = no == o->inverted;
    *set = (u16)(on ? *set | o->flag : *set & ~o->flag);
    *clear = (u16)(on ? *clear & ~o->flag : *clear | o->flag);
    return true;
}

static bool read_sizes(Str value, u64 *reserve, u64 *commit, bool *has_commit) {
    Str first = take_part(&value, ',');
    *has_commit = value.n > 0;
    if (!parse_number(first, reserve) || (value.n && !parse_number(value, commit)) || *reserve > INT64_MAX) return false;
    *reserve = align_up(*reserve, 4);
    return true;
}

static bool set_stack_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    return e->has_stack = read_sizes(value, &e->stack_reserve, &e->stack_commit, &e->has_stack_commit);
}

static bool set_heap_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    return e->has_heap = read_sizes(value, &e->heap_reserve, &e->heap_commit, &e->has_heap_commit);
}

static bool read_16(Str s, u16 *value) {
    u64 v;
    if (!parse_number(s, &v) || v > 0xffff) return false;
    *value = (u16)v;
    return true;
}

static bool read_version(Str s, u8 separator, u16 *major, u16 *minor) {
    Str first = take_part(&s, separator);
    *minor = 0;
    return read_16(first, major) && (!s.n || read_16(s, minor));
}

static bool set_version_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    u8 separator = str_find(value, ',') < value.n ? ',' : '.'; // EDITBIN's page says left,right; LINK writes left.right
    return e->has_version = read_version(value, separator, &e->major, &e->minor);
}

static bool set_subsystem_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    Str name = take_part(&value, ',');
    e->has_subsystem_version = value.n > 0;
    e->has_subsystem = subsystem_from_name(name, &e->subsystem);
    return e->has_subsystem && (!value.n || read_version(value, '.', &e->major_subsystem, &e->minor_subsystem));
}

static bool set_swaprun_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    while (value.n) {
        Str word = take_part(&value, ',');
        bool no = word.n && word.p[0] == '!';
        if (no) word = str_slice(word, 1, word.n);
        u16 flag = str_eq_nocase(word, STR("NET"))  ? IMAGE_FILE_NET_RUN_FROM_SWAP
                   : str_eq_nocase(word, STR("CD")) ? IMAGE_FILE_REMOVABLE_RUN_FROM_SWAP
                                                    : 0;
        if (!flag) return false;
        if (no) e->clear_file_flags |= flag;
        else e->set_file_flags |= flag;
    }
    return true;
}

static bool set_release_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    e->release = true;
    return !value.n;
}

static bool set_rebase_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    e->rebase = true;
    e->base = 0x400000;
    bool has_base = false;
    while (value.n) {
        Str word = take_part(&value, ',');
        if (str_starts_nocase(word, STR("BASE="))) {
            if (!parse_number(str_slice(word, 5, word.n), &e->base) || e->base % 0x10000) return false;
            has_base = true;
        } else if (str_eq_nocase(word, STR("DOWN"))) {
            e->down = true;
        } else if (str_eq_nocase(word, STR("BASEFILE"))) {
            e->base_file = true;
        } else {
            return false;
        }
    }
    return has_base || !e->down;
}

// Letters of /SECTION. K and P are about flags that say "not".
static bool read_section_letters(Str letters, SectionEdit *s) {
    static const struct {
        char letter;
        u32 flag;
        bool negative;
    } known[] = {
        {'c', IMAGE_SCN_CNT_CODE, false},         {'d', IMAGE_SCN_MEM_DISCARDABLE, false},
        {'e', IMAGE_SCN_MEM_EXECUTE, false},      {'i', IMAGE_SCN_CNT_INITIALIZED_DATA, false},
        {'k', IMAGE_SCN_MEM_NOT_CACHED, true},    {'p', IMAGE_SCN_MEM_NOT_PAGED, true},
        {'r', IMAGE_SCN_MEM_READ, false},         {'s', IMAGE_SCN_MEM_SHARED, false},
        {'u', IMAGE_SCN_CNT_UNINITIALIZED_DATA, false}, {'w', IMAGE_SCN_MEM_WRITE, false},
    };
    enum { COUNT = sizeof known / sizeof *known };
    bool no = false;
    for (size_t i = 0; i < letters.n; i++) {
        if (letters.p[i] == '!' && !no) {
            no = true;
            continue;
        }
        u32 k = 0;
        while (k < COUNT && known[k].letter != (char)ascii_lower(letters.p[i])) k++;
        if (k == COUNT) return false; // m, o and the alignments are for objects
        u32 *set = no == known[k].negative ? &s->set_flags : &s->clear_flags;
        u32 *clear = no == known[k].negative ? &s->clear_flags : &s->set_flags;
        *set |= known[k].flag;
        *clear &= ~known[k].flag;
        no = false;
    }
    return !no;
}

static bool set_section_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    SectionEdit s = {0};
    Str names = take_part(&value, ',');
    s.name = take_part(&names, '=');
    s.new_name = names;
    if (!s.name.n || names.n > 8 || !read_section_letters(value, &s)) return false;
    ARRAY_PUSH(e->arena, &e->sections, s);
    return true;
}

static bool ignore_option(Edit *e, const EditOption *o, Str value) {
    (void)e, (void)o, (void)value;
    return true;
}

static bool refuse_bind(Edit *e, const EditOption *o, Str value) {
    (void)o, (void)value;
    diag_fatal(&e->diag, (Str){0}, 1901, "option '/BIND' is not supported: Windows ignores bound addresses of DLLs that it may move, "
                                         "which today are all");
    return true;
}

static bool set_explain_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    e->diag.explain = true;
    return !value.n;
}

static bool set_error_format_option(Edit *e, const EditOption *o, Str value) {
    (void)o;
    e->diag.json = str_eq_nocase(value, STR("JSON"));
    return e->diag.json || str_eq_nocase(value, STR("TEXT"));
}

static bool set_help_option(Edit *e, const EditOption *o, Str value) {
    (void)o, (void)value;
    return e->help = true;
}

static const EditOption edit_options[] = {
    {"ALLOWBIND", "[:NO]", "the image may be bound", set_flag_option, FLAG_DLL, IMAGE_DLLCHARACTERISTICS_NO_BIND, true},
    {"ALLOWISOLATION", "[:NO]", "Windows looks for a manifest", set_flag_option, FLAG_DLL, IMAGE_DLLCHARACTERISTICS_NO_ISOLATION, true},
    {"APPCONTAINER", "[:NO]", "the image runs in an app container only", set_flag_option, FLAG_DLL, IMAGE_DLLCHARACTERISTICS_APPCONTAINER, false},
    {"BIND", "[:PATH=path]", "refused: Windows ignores bound addresses of DLLs that it may move", refuse_bind, FLAG_DLL, 0, false},
    {"DYNAMICBASE", "[:NO]", "Windows may load the image anywhere", set_flag_option, FLAG_DLL, IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE, false},
    {"ERRORFORMAT", ":TEXT|JSON", "form of messages; JSON: one object a line, for tools", set_error_format_option, FLAG_DLL, 0, false},
    {"ERRORREPORT", "[:x]", "without effect", ignore_option, FLAG_DLL, 0, false},
    {"EXPLAIN", "", "reasons and remedies under each message, also into a pipe", set_explain_option, FLAG_DLL, 0, false},
    {"HEAP", ":reserve[,commit]", "size of the heap in bytes", set_heap_option, FLAG_DLL, 0, false},
    {"HELP", "", "print this list; also /?", set_help_option, FLAG_DLL, 0, false},
    {"?", "", "print this list", set_help_option, FLAG_DLL, 0, false},
    {"HIGHENTROPYVA", "[:NO]", "addresses above 4 GB when Windows chooses", set_flag_option, FLAG_DLL, IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA, false},
    {"INTEGRITYCHECK", "[:NO]", "Windows checks the image's signature", set_flag_option, FLAG_DLL, IMAGE_DLLCHARACTERISTICS_FORCE_INTEGRITY, false},
    {"LARGEADDRESSAWARE", "[:NO]", "addresses above 2 GB are no problem", set_flag_option, FLAG_FILE, IMAGE_FILE_LARGE_ADDRESS_AWARE, false},
    {"NOLOGO", "", "without effect: there is no banner", ignore_option, FLAG_DLL, 0, false},
    {"NXCOMPAT", "[:NO]", "data is not executed", set_flag_option, FLAG_DLL, IMAGE_DLLCHARACTERISTICS_NX_COMPAT, false},
    {"REBASE", "[:BASE=address][,DOWN][,BASEFILE]", "new base addresses, one file behind the other", set_rebase_option, FLAG_DLL, 0, false},
    {"RELEASE", "", "write the checksum", set_release_option, FLAG_DLL, 0, false},
    {"SECTION", ":name[=new][,[!]cdeikprsuw]", "name and attributes of a section", set_section_option, FLAG_DLL, 0, false},
    {"STACK", ":reserve[,commit]", "size of the stack in bytes", set_stack_option, FLAG_DLL, 0, false},
    {"SUBSYSTEM", ":CONSOLE|WINDOWS|...[,major[.minor]]", "how Windows starts the program", set_subsystem_option, FLAG_DLL, 0, false},
    {"SWAPRUN", ":[!]NET|[!]CD", "Windows copies the image to the swap file first", set_swaprun_option, FLAG_DLL, 0, false},
    {"TSAWARE", "[:NO]", "no help needed from Terminal Server", set_flag_option, FLAG_DLL, IMAGE_DLLCHARACTERISTICS_TERMINAL_SERVER_AWARE, false},
    {"VERSION", ":major[.minor]", "version of the image", set_version_option, FLAG_DLL, 0, false},
};

// For the manual and the completions, which are made from this table: class, name, argument, text, with tabs between.
static void print_option_list(void) {
    for (size_t i = 0; i < sizeof edit_options / sizeof *edit_options; i++) {
        const EditOption *o = &edit_options[i];
        const char *class = o->apply == ignore_option ? "accepted" : o->apply == refuse_bind ? "refused" : "options";
        if (o->name[0] != '?') printf("%s\t%s\t%s\t%s\n", class, o->name, o->arg, o->help);
    }
}

static void print_usage(void) {
    printf("usage: mylink /EDIT [options] images...\n\n");
    for (size_t i = 0; i < sizeof edit_options / sizeof *edit_options; i++) {
        const EditOption *o = &edit_options[i];
        printf("  /%s%-*s  %s\n", o->name, (int)(36 - strlen(o->name)), o->arg, o->help);
    }
}

static void read_word(Edit *e, Str word) {
    if (str_eq(word, STR("--print-options"))) {
        e->list = true;
        return;
    }
    bool dash = word.n > 1 && (word.p[0] == '-' || word.p[0] == '/');
    Str name = str_slice(word, dash ? 1 : 0, word.n), value = name;
    name = take_part(&value, ':');
    const EditOption *o = NULL;
    for (size_t i = 0; i < sizeof edit_options / sizeof *edit_options && dash; i++)
        if (str_eq_nocase(name, str(edit_options[i].name))) o = &edit_options[i];
    bool is_path = !dash || (word.p[0] == '/' && !o && (str_find(name, '/') < name.n || file_exists(arena_cstr(e->arena, word))));
    if (is_path) {
        ARRAY_PUSH(e->arena, &e->files, word);
    } else if (!o) {
        diag_warning(&e->diag, (Str){0}, 4044, "unrecognized option '/%s'; ignored", printable(e->arena, str_slice(word, 1, word.n)));
    } else if (o->arg[0] == ':' && !value.n) {
        diag_fatal(&e->diag, (Str){0}, 1146, "no argument specified with option '/%s'", printable(e->arena, name));
    } else if (!o->apply(e, o, value)) {
        Message m = {.kind = MSG_FATAL, .code = 1117};
        m.text = arena_printf(e->arena, "syntax error in option '%s'", printable(e->arena, str_slice(word, 1, word.n)));
        m.todo = arena_printf(e->arena, "/%s%s", o->name, o->arg);
        diag_report(&e->diag, &m);
    }
}

// ---- One image: the header

// The optional header's field of that name, in an image of either form.
#define PUT(t, field, value16_or_32)                                                                                   \
    do {                                                                                                               \
        u8 *header = (t)->bytes + (t)->pe.pe_off + 24;                                                                 \
        u8 *place = header + ((t)->pe.is_pe32_plus ? offsetof(Pe32PlusHeaderRecord, field) : offsetof(Pe32HeaderRecord, field)); \
        if (sizeof((Pe32HeaderRecord *)0)->field == 2) store16(place, (u16)(value16_or_32));                           \
        else store32(place, (u32)(value16_or_32));                                                                     \
    } while (0)

// The same for the five fields that are as wide as an address.
#define PUT_WIDE(t, field, value)                                                                                      \
    do {                                                                                                               \
        u8 *header = (t)->bytes + (t)->pe.pe_off + 24;                                                                 \
        if ((t)->pe.is_pe32_plus) store64(header + offsetof(Pe32PlusHeaderRecord, field), (value));                    \
        else store32(header + offsetof(Pe32HeaderRecord, field), (u32)(value));                                        \
    } while (0)

static void refuse(Target *t, u32 code, const char *what, const char *why, const char *todo) {
    t->ok = false;
    Message m = {.kind = MSG_FATAL, .code = code, .file = t->path, .text = str(what), .why = str(why), .todo = str(todo)};
    diag_report(&t->e->diag, &m);
}

static bool is_dll(const Target *t) { return (t->pe.characteristics & IMAGE_FILE_DLL) != 0; }

// Without this flag an image with no .reloc is one that has no addresses in it.
static bool can_move(const Target *t) { return !(t->pe.characteristics & IMAGE_FILE_RELOCS_STRIPPED); }

static void edit_flags(Target *t) {
    Edit *e = t->e;
    u16 set = e->set_dll_flags, clear = e->clear_dll_flags;
    if (set & IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE && !can_move(t))
        refuse(t, 1903, "'/DYNAMICBASE' cannot be set", "the image has no base relocations (/FIXED), so Windows cannot load it anywhere else",
               "link it again without /FIXED");
    if (clear & IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE && t->pe.machine == IMAGE_FILE_MACHINE_ARM64)
        refuse(t, 1246, "'/DYNAMICBASE:NO' not compatible with 'ARM64' target machine", "Windows for ARM64 loads no other images",
               "leave it out");
    if (set & IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA && !t->pe.is_pe32_plus) {
        diag_warning(&e->diag, t->path, 4062, "'/HIGHENTROPYVA' not compatible with 'x86' target machine; option ignored");
        set &= (u16)~IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA;
    }
    if (set & IMAGE_DLLCHARACTERISTICS_TERMINAL_SERVER_AWARE && is_dll(t)) {
        diag_warning(&e->diag, t->path, 4228, "'/TSAWARE' invalid for a DLL; ignored");
        set &= (u16)~IMAGE_DLLCHARACTERISTICS_TERMINAL_SERVER_AWARE;
    }
    PUT(t, dll_characteristics, (t->pe.opt.dll_characteristics | set) & ~clear);
    store16(t->bytes + t->pe.pe_off + 22, (u16)((t->pe.characteristics | e->set_file_flags) & ~e->clear_file_flags));
}

static void check_width(Target *t, const char *option, u64 value) {
    if (t->pe.is_pe32_plus || value <= UINT32_MAX) return;
    refuse(t, 1117, (const char *)arena_printf(t->e->arena, "syntax error in option '%s:0x%llx'", option, (unsigned long long)value).p,
           "the image has 32 bits", "choose a smaller number");
}

static void edit_sizes(Target *t) {
    Edit *e = t->e;
    if (is_dll(t) && (e->has_stack || e->has_heap)) {
        diag_warning(&e->diag, t->path, 4228, "'/%s' invalid for a DLL; ignored", e->has_stack ? "STACK" : "HEAP");
        return;
    }
    if (e->has_stack) {
        check_width(t, "STACK", e->stack_reserve | e->stack_commit);
        PUT_WIDE(t, stack_reserve, e->stack_reserve);
        if (e->has_stack_commit) PUT_WIDE(t, stack_commit, e->stack_commit);
    }
    if (e->has_heap) {
        check_width(t, "HEAP", e->heap_reserve | e->heap_commit);
        PUT_WIDE(t, heap_reserve, e->heap_reserve);
        if (e->has_heap_commit) PUT_WIDE(t, heap_commit, e->heap_commit);
    }
}

static void edit_versions(Target *t) {
    const Edit *e = t->e;
    if (e->has_subsystem) PUT(t, subsystem, e->subsystem);
    if (e->has_subsystem_version) {
        PUT(t, major_subsystem_version, e->major_subsystem);
        PUT(t, minor_subsystem_version, e->minor_subsystem);
    }
    if (e->has_version) {
        PUT(t, major_image_version, e->major);
        PUT(t, minor_image_version, e->minor);
    }
}

static u8 *section_header(const Target *t, u32 idx) {
    return t->bytes + t->pe.pe_off + 24 + load16(t->bytes + t->pe.pe_off + 20) + idx * (u64)sizeof(CoffSectionRecord);
}

static void edit_section(Target *t, const SectionEdit *s) {
    u32 i = 0;
    while (i < t->pe.section_count && !str_eq(t->pe.sections[i].name, s->name)) i++;
    if (i == t->pe.section_count) {
        diag_warning(&t->e->diag, t->path, 4039, "section '%s' specified with /SECTION option does not exist", printable(t->e->arena, s->name));
        return;
    }
    u8 *header = section_header(t, i);
    u32 flags = (t->pe.sections[i].flags | s->set_flags) & ~s->clear_flags;
    store32(header + offsetof(CoffSectionRecord, flags), flags);
    if (s->new_name.n) {
        memset(header, 0, 8);
        memcpy(header, s->new_name.p, s->new_name.n);
    }
}

// ---- One image: another base

// The address field at `rva`, as a place in t->bytes; NULL when the file does not hold all of it.
static u8 *address_at(const Target *t, u32 rva, u32 size) {
    Str there = pe_at(&t->pe, rva, size);
    return there.n == size ? t->bytes + (there.p - t->pe.file.p) : NULL;
}

static void move_addresses(Target *t, u64 delta) {
    Edit *e = t->e;
    PeBaseRelocWalk walk = {0};
    PeBaseReloc r;
    Message m = {0};
    while (t->ok && pe_next_base_reloc(&t->pe, &walk, &r, e->arena, &m)) {
        if (r.type == IMAGE_REL_BASED_ABSOLUTE) continue;
        u32 size = r.type == IMAGE_REL_BASED_DIR64 ? 8 : 4;
        u8 *place = r.type == IMAGE_REL_BASED_DIR64 || r.type == IMAGE_REL_BASED_HIGHLOW ? address_at(t, r.rva, size) : NULL;
        if (!place) refuse(t, 1903, "'/REBASE' cannot be done", "a base relocation is of another kind, or lies outside the file", "link it again with /BASE");
        else if (size == 8) store64(place, load64(place) + delta);
        else store32(place, load32(place) + (u32)delta);
    }
    if (m.text.n) {
        diag_report(&e->diag, &m);
        t->ok = false;
    }
}

static void rebase(Target *t) {
    Edit *e = t->e;
    u64 size = align_up(t->pe.opt.size_of_image, 0x10000), base = e->down ? e->base - size : e->base;
    if (t->pe.opt.directories[IMAGE_DIRECTORY_ENTRY_SECURITY].size) {
        refuse(t, 1282, "unable to /REBASE file; it has been signed", "the signature covers every byte that would change", "rebase first, then sign");
    } else if (!can_move(t)) {
        refuse(t, 1903, "'/REBASE' cannot be done", "the image has no base relocations (/FIXED)", "link it again with /BASE");
    } else if ((e->down && size > e->base) || (!t->pe.is_pe32_plus && base + size > (u64)UINT32_MAX + 1) || base + size < base) {
        refuse(t, 1224, (const char *)arena_printf(e->arena, "invalid image base address 0x%llX", (unsigned long long)base).p,
               "the image does not fit there", "choose another /REBASE:BASE=");
    } else {
        move_addresses(t, base - t->pe.opt.image_base);
        PUT_WIDE(t, image_base, base);
        e->base = e->down ? base : base + size;
        size_t slash = str_rfind(t->path, '/');
        Str name = slash == t->path.n ? t->path : str_slice(t->path, slash + 1, t->path.n);
        name = str_slice(name, 0, str_rfind(name, '.'));
        buffer_printf(&e->base_list, "%-16s 0x%08llX 0x%08llX\n", printable(e->arena, name), (unsigned long long)base, (unsigned long long)size);
    }
}

// ---- One image: in and out

static void write_checksum(Target *t) {
    PUT(t, checksum, 0);
    PUT(t, checksum, pe_checksum_end(pe_checksum_add(0, t->bytes, t->pe.file.n), t->pe.file.n));
}

static bool write_image_back(Target *t, Message *m) {
    OutputFile out = {0};
    const char *path = arena_cstr(t->e->arena, t->path);
    bool ok = output_open(&out, t->e->arena, path, file_is_executable(path), m) && output_write(&out, 0, t->bytes, t->pe.file.n, m) &&
              output_prepare(&out, t->pe.file.n, m) && output_commit(&out, m);
    if (!ok && out.path) output_discard(&out);
    return ok;
}

static void edit_file(Edit *e, Str path) {
    Target t = {.e = e, .path = path, .ok = true};
    Message m = {0};
    Str bytes = {0};
    FileIdentity id;
    if (!file_read(e->arena, arena_cstr(e->arena, path), &bytes, &id, &m) || !pe_open(&t.pe, e->arena, bytes, path, &m)) {
        if (identify_file(bytes) == FILE_TYPE_COFF) m.todo = STR("this is an object; /EDIT changes images. Give the option to the compiler or to the linker");
        diag_report(&e->diag, &m);
        return;
    }
    t.bytes = (u8 *)(uintptr_t)arena_copy(e->arena, bytes).p; // the copy is ours
    edit_flags(&t);
    edit_sizes(&t);
    edit_versions(&t);
    for (u32 i = 0; i < e->sections.count; i++) edit_section(&t, &e->sections.at[i]);
    if (e->rebase && t.ok) rebase(&t);
    if (!t.ok) return;
    if (t.pe.opt.directories[IMAGE_DIRECTORY_ENTRY_SECURITY].size && memcmp(t.bytes, bytes.p, bytes.n) != 0)
        diag_warning(&e->diag, path, 4906, "the image is signed; its signature is no longer valid");
    if (e->release || t.pe.opt.checksum) write_checksum(&t);
    // A base relocation can lie in the headers, and then moving the image has changed them.
    PeImage after;
    if (!pe_open(&after, e->arena, (Str){t.bytes, bytes.n}, path, &m)) {
        m.text = arena_printf(e->arena, "the image would be malformed: %s", printable(e->arena, m.text));
        diag_report(&e->diag, &m);
        return;
    }
    if (!write_image_back(&t, &m)) diag_report(&e->diag, &m);
}

static void write_base_file(Edit *e) {
    Message m = {0};
    if (!file_write(e->arena, "COFFBASE.TXT", buffer_str(&e->base_list), &m)) diag_report(&e->diag, &m);
}

int edit_command(int argc, char **argv) {
    Arena arena = {0};
    Edit e = {.arena = &arena, .diag = {.tool = "EDIT", .arena = &arena}, .base_list = {.arena = &arena}};
    ArgArray words = {0}, args = {0};
    Message m = {0};
    diag_for_terminal(&e.diag);
    e.diag.json = argv_has_option(argc, argv, "ERRORFORMAT:JSON"); // also for the options in front of it
    args_from_argv(&arena, argc, argv, &words);
    if (!args_expand(&arena, &words, ARGS_LINK, &args, &m)) diag_report(&e.diag, &m);
    for (u32 i = 0; i < args.count; i++) read_word(&e, args.at[i].text);
    if (e.list) {
        print_option_list();
    } else if (e.help || !args.count) {
        print_usage();
    } else if (!e.diag.error_count) {
        if (!e.files.count) diag_fatal(&e.diag, (Str){0}, 1181, "no image was named; mylink /EDIT /? lists the options");
        for (u32 i = 0; i < e.files.count; i++) edit_file(&e, e.files.at[i]);
        if (e.base_file && !e.diag.error_count) write_base_file(&e);
    }
    int code = e.diag.error_count != 0;
    arena_free(&arena);
    return code;
}
