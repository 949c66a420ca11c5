// members.c - reads the files that go into a static library and makes its index.
//
// A library's index answers "which member defines f?". It is made anew from the members' symbol tables, also for
// members that come out of a library with an index of its own: that one may be missing, or lie.
//
// Names can be defined by several members. The linker takes the member that the index names, so the index has the
// strongest definition, and of equals the first: a function before a common symbol before a weak external. Only real
// functions and variables defined twice are worth a warning; COMDAT copies are how C++ templates and inline functions
// work. [PE: First Linker Member] [PE: Second Linker Member]
#include "members.h"
#include "../objfmt/coff.h"
#include "../objfmt/file.h"
#include "../objfmt/import_obj.h"
#include <stdlib.h>

// ---- Reading one member

static void add_symbol(MemberList *list, Member *mem, Str name, Strength strength) {
    MemberSymbol s = {name, strength};
    ARRAY_PUSH(list->arena, &mem->symbols, s);
}

static Strength strength_of(const CoffObject *o, const CoffSymbol *s) {
    if (s->storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL) return DEFINES_WEAKLY;
    if (s->section_num == IMAGE_SYM_UNDEFINED) return DEFINES_COMMON;
    if (s->section_num > 0 && get32(o->sections[s->section_num - 1].flags) & IMAGE_SCN_LNK_COMDAT)
        return DEFINES_COMDAT;
    return DEFINES;
}

static bool read_object(MemberList *list, Member *mem, Message *m) {
    CoffObject o;
    if (!coff_open(&o, list->arena, mem->bytes, mem->label, m)) return false;
    mem->machine = o.machine;
    for (u32 i = 0; i < o.symbol_count; i++) {
        CoffSymbol s = coff_symbol(&o, i);
        bool is_external =
            s.storage_class == IMAGE_SYM_CLASS_EXTERNAL && (s.section_num != IMAGE_SYM_UNDEFINED || s.value);
        if (is_external || s.storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL)
            add_symbol(list, mem, s.name, strength_of(&o, &s));
        i += s.aux_count;
    }
    for (u32 num = 1; num <= o.section_count; num++) {
        CoffSection section = coff_section(&o, num);
        if (str_eq(section.name, STR(".drectve")) && section.data) mem->directives = (Str){section.data, section.size};
    }
    return true;
}

static bool read_import(MemberList *list, Member *mem, Message *m) {
    ImportObject imp;
    if (!import_obj_open(&imp, list->arena, mem->bytes, mem->label, m)) return false;
    mem->machine = imp.machine;
    mem->is_import = true;
    if (imp.type != IMPORT_OBJECT_DATA) add_symbol(list, mem, imp.symbol, DEFINES);
    Buffer slot = {.arena = list->arena};
    buffer_put_str(&slot, STR("__imp_"));
    buffer_put_str(&slot, imp.symbol);
    add_symbol(list, mem, buffer_str(&slot), DEFINES);
    return true;
}

static bool wrong_kind(MemberList *list, const Member *mem, FileType type, Message *m) {
    const char *what = type == FILE_TYPE_ELF   ? "it is an ELF file, for Linux and its kin"
                       : type == FILE_TYPE_RES ? "it is a .res file; resources go to the linker, not into a library"
                       : type == FILE_TYPE_IMAGE
                           ? "it is an image (EXE or DLL); give it alone to make its import library"
                       : type == FILE_TYPE_ARCHIVE || type == FILE_TYPE_THIN_ARCHIVE
                           ? "it is a library inside a library; extract it first"
                           : "it is not an object file";
    *m = (Message){.kind = MSG_FATAL, .code = 1136, .file = mem->label};
    m->text = arena_printf(list->arena, "invalid or corrupt file: %s", what);
    m->todo = STR("members of a library are COFF objects and import records");
    return false;
}

static bool check_machine(MemberList *list, const Member *mem, Message *m) {
    if (mem->machine == IMAGE_FILE_MACHINE_UNKNOWN) return true;
    if (!list->machine) {
        list->machine = mem->machine;
        list->machine_from = mem->label;
    }
    if (mem->machine == list->machine) return true;
    *m = (Message){.kind = MSG_FATAL, .code = 1112, .file = mem->label};
    m->text = arena_printf(list->arena, "module machine type '%s' conflicts with target machine type '%s'",
                           coff_machine_name(mem->machine), coff_machine_name(list->machine));
    m->why = arena_printf(list->arena, "the target machine is that of %s", printable(list->arena, list->machine_from));
    return false;
}

static bool add_member(MemberList *list, Member *mem, Message *m) {
    FileType type = identify_file(mem->bytes);
    bool ok = type == FILE_TYPE_IMPORT_OBJECT ? read_import(list, mem, m)
              : type == FILE_TYPE_COFF || type == FILE_TYPE_LTCG_OBJECT || type == FILE_TYPE_BITCODE
                  ? read_object(list, mem, m) // which refuses the last two by name
                  : wrong_kind(list, mem, type, m);
    if (!ok || !check_machine(list, mem, m)) return false;
    ARRAY_PUSH(list->arena, &list->members, *mem);
    return true;
}

// ---- Reading a file

static Str last_part(Str path) {
    size_t slash = str_rfind(path, '/');
    return slash == path.n ? path : str_slice(path, slash + 1, path.n);
}

// True for paths that lead out of the folder they are unpacked in.
static bool is_outside(Str path) {
    if (path.p[0] == '/' || path.p[0] == '\\') return true;
    for (size_t i = 0; i + 1 < path.n; i++)
        if (path.p[i] == '.' && path.p[i + 1] == '.' && (i == 0 || path.p[i - 1] == '/' || path.p[i - 1] == '\\'))
            return true;
    return false;
}

// A thin archive holds names of files, relative to its own folder.
static bool read_thin_member(MemberList *list, Str archive_path, Member *mem, Message *m) {
    size_t slash = str_rfind(archive_path, '/');
    bool beside = slash < archive_path.n && mem->name.n && mem->name.p[0] != '/';
    Buffer path = {.arena = list->arena};
    if (beside) buffer_put_str(&path, str_slice(archive_path, 0, slash + 1));
    buffer_put_str(&path, mem->name);
    FileIdentity id;
    if (!file_read(list->arena, arena_cstr(list->arena, buffer_str(&path)), &mem->bytes, &id, m)) return false;
    if (is_outside(mem->name)) mem->name = last_part(mem->name);
    return true;
}

// Rust's libraries carry a description for the compiler, old ones as bytes of its own format.
static bool is_rust_metadata(const Member *mem) {
    return str_ends(mem->name, STR(".rmeta")) && identify_file(mem->bytes) != FILE_TYPE_COFF;
}

static bool add_archive(MemberList *list, Str path, Str bytes, Message *m) {
    Archive ar;
    ArchiveMember am;
    if (!archive_open(&ar, list->arena, bytes, path, m)) return false;
    *m = (Message){0};
    for (u64 pos = 0; archive_next(&ar, list->arena, &pos, &am, m);) {
        Member mem = {.name = am.name, .bytes = am.data, .input = list->input_count, .in_archive = true};
        mem.label = arena_printf(list->arena, "%s(%s)", printable(list->arena, path), printable(list->arena, am.name));
        if (ar.is_thin && !read_thin_member(list, path, &mem, m)) return false;
        if (!is_rust_metadata(&mem) && !add_member(list, &mem, m)) return false;
    }
    return m->text.n == 0;
}

bool members_add(MemberList *list, Str path, Str bytes, Message *m) {
    list->input_count++;
    FileType type = identify_file(bytes);
    if (type == FILE_TYPE_ARCHIVE || type == FILE_TYPE_THIN_ARCHIVE) return add_archive(list, path, bytes, m);
    Member mem = {
        .name = is_outside(path) ? last_part(path) : path, .label = path, .bytes = bytes, .input = list->input_count};
    return add_member(list, &mem, m);
}

// ---- Replacing and removing

typedef struct {
    Str name;
    u32 idx; // of the member
} NameKey;

static int compare_names(const void *a, const void *b) {
    const NameKey *x = a, *y = b;
    int c = str_cmp(x->name, y->name);
    return c ? c : (x->idx > y->idx) - (x->idx < y->idx);
}

// keys[0..n) have one name, in input order. Each member gives way to the next one if each is the only one of its input,
// but for two different object files: a path that was cut to its last part makes no claim to be the same object.
static void replace_among(MemberList *list, const NameKey *keys, u32 n) {
    const Member *all = list->members.at;
    for (u32 i = 0; i + 1 < n; i++)
        if (all[keys[i].idx].input == all[keys[i + 1].idx].input) return;
    for (u32 i = 0; i + 1 < n; i++) {
        const Member *later = &all[keys[i + 1].idx];
        Member *mem = &list->members.at[keys[i].idx];
        bool two_files = !mem->in_archive && !later->in_archive && !str_eq(mem->label, later->label);
        mem->dropped = !mem->is_import && !two_files;
    }
}

static NameKey *sorted_names(const MemberList *list) {
    u32 n = list->members.count;
    NameKey *keys = ARENA_ARRAY(list->arena, NameKey, n);
    for (u32 i = 0; i < n; i++) keys[i] = (NameKey){list->members.at[i].name, i};
    if (n) qsort(keys, n, sizeof *keys, compare_names);
    return keys;
}

void members_replace(MemberList *list) {
    u32 n = list->members.count;
    const NameKey *keys = sorted_names(list);
    for (u32 from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && str_eq(keys[to].name, keys[from].name);) to++;
        replace_among(list, keys + from, to - from);
    }
}

void members_remove(MemberList *list, const Str *names, u32 count, bool *found) {
    const NameKey *keys = sorted_names(list);
    bool *done = ARENA_ARRAY(list->arena, bool, list->members.count); // [i]: the members from keys[i] on; a name may come often
    for (u32 i = 0; i < count; i++) {
        u32 low = 0, high = list->members.count; // the first member of that name is in keys[low..high], or nowhere
        while (low < high) {
            u32 middle = low + (high - low) / 2;
            if (str_cmp(keys[middle].name, names[i]) < 0) low = middle + 1;
            else high = middle;
        }
        found[i] = low < list->members.count && str_eq(keys[low].name, names[i]);
        if (!found[i] || done[low]) continue;
        done[low] = true;
        for (; low < list->members.count && str_eq(keys[low].name, names[i]); low++) list->members.at[keys[low].idx].dropped = true;
    }
}

// ---- The index

typedef struct {
    Str name;
    Strength strength;
    u32 member;
    u32 seq;       // place among all symbols: first come, first served
    bool is_loser; // another member's definition is in the index
    u32 winner;    // that member
} IndexEntry;

typedef ARRAY(IndexEntry) IndexArray;

static int compare_entries(const void *a, const void *b) {
    const IndexEntry *x = a, *y = b;
    int c = str_cmp(x->name, y->name);
    if (c) return c;
    if (x->strength != y->strength) return x->strength > y->strength ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

static int compare_seq(const void *a, const void *b) {
    const IndexEntry *x = a, *y = b;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

// All symbols of the members that stay, each marked winner or loser, in the order of members and their symbol tables.
static IndexArray make_index(const MemberList *list) {
    IndexArray index = {0};
    for (u32 i = 0; i < list->members.count; i++) {
        const Member *mem = &list->members.at[i];
        for (u32 k = 0; k < mem->symbols.count && !mem->dropped; k++) {
            IndexEntry e = {mem->symbols.at[k].name, mem->symbols.at[k].strength, i, index.count, false, i};
            ARRAY_PUSH(list->arena, &index, e);
        }
    }
    if (!index.count) return index;
    qsort(index.at, index.count, sizeof *index.at, compare_entries);
    for (u32 i = 1; i < index.count; i++) {
        IndexEntry *e = &index.at[i];
        e->is_loser = str_eq(e->name, index.at[i - 1].name);
        if (e->is_loser) e->winner = index.at[i - 1].winner;
    }
    qsort(index.at, index.count, sizeof *index.at, compare_seq);
    return index;
}

// Every import library has __NULL_IMPORT_DESCRIPTOR, always the same one: LIB warns when two are merged, to no one's
// use.
static bool is_worth_a_warning(const IndexEntry *e) {
    return e->is_loser && e->strength == DEFINES && !str_eq(e->name, STR("__NULL_IMPORT_DESCRIPTOR"));
}

static void warn_duplicates(const MemberList *list, const IndexArray *index) {
    for (u32 i = 0; i < index->count; i++) {
        const IndexEntry *e = &index->at[i];
        if (!is_worth_a_warning(e)) continue;
        diag_warning(list->diag, list->members.at[e->member].label, 4006,
                     "%s already defined in %s; second definition ignored", printable(list->arena, e->name),
                     printable(list->arena, list->members.at[e->winner].label));
    }
}

static void warn_useless(const MemberList *list, const ArchiveNewMember *nm, const Member *mem) {
    if (nm->symbol_count || mem->in_archive) return;
    diag_warning(
        list->diag, mem->label, 4221,
        "This object file does not define any previously undefined public symbols, so it will not be used by any "
        "link operation that consumes this library");
}

bool members_write(MemberList *list, Str *bytes, Message *m) {
    IndexArray index = make_index(list);
    Str *symbols = ARENA_ARRAY(list->arena, Str, index.count);
    ArchiveNewMember *out = ARENA_ARRAY(list->arena, ArchiveNewMember, list->members.count);
    u32 out_count = 0, symbol_count = 0, next = 0;
    warn_duplicates(list, &index);
    for (u32 i = 0; i < list->members.count; i++) {
        const Member *mem = &list->members.at[i];
        if (mem->dropped) continue;
        ArchiveNewMember *nm = &out[out_count++];
        *nm = (ArchiveNewMember){.name = mem->name, .data = mem->bytes, .date = -1, .symbols = symbols + symbol_count};
        for (; next < index.count && index.at[next].member == i; next++)
            if (!index.at[next].is_loser) nm->symbols[nm->symbol_count++] = index.at[next].name;
        symbol_count += nm->symbol_count;
        warn_useless(list, nm, mem);
    }
    return archive_write(list->arena, out, out_count, bytes, m);
}

Str *members_defined(const MemberList *list, u32 *count) {
    IndexArray index = make_index(list);
    Str *names = ARENA_ARRAY(list->arena, Str, index.count);
    u32 n = 0;
    if (index.count) qsort(index.at, index.count, sizeof *index.at, compare_entries);
    for (u32 i = 0; i < index.count; i++)
        if (!index.at[i].is_loser) names[n++] = index.at[i].name;
    *count = n;
    return names;
}
