// mismatch.c - inputs that fit the linker but not each other.
//
//      a.obj   .drectve: /FAILIFMISMATCH:RuntimeLibrary=MD_DynamicRelease   /DEFAULTLIB:msvcrt
//      b.obj   .drectve: /FAILIFMISMATCH:RuntimeLibrary=MT_StaticRelease    /DEFAULTLIB:libcmt
//
// Both objects are sound and every name resolves; yet memory that one allocates the other cannot free. Compilers leave
// notes for the linker in directives: keys whose values must be equal (LNK2038), and the run-time library each object
// was compiled for (LNK4098). The third check is about time: a DLL whose exports have numbers must keep them, or
// programs that were linked with yesterday's import library call the wrong function (LNK4904).
// [spec: detect-mismatch] [spec: md-mt-ld-use-run-time-library]
#include "linker.h"

// ---- Keys of /FAILIFMISMATCH

static Str source_of(const MismatchSpec *spec) { return spec->source.n ? spec->source : STR("the command line"); }

static Str why_key_matters(Str key) {
    static const struct {
        const char *key, *why;
    } known[] = {
        {"RuntimeLibrary", "each kind of the run-time library (/MD, /MT, /MDd, /MTd) has its own heap, files and locale"},
        {"_ITERATOR_DEBUG_LEVEL", "debug and release builds lay out classes of the C++ library differently"},
        {"_MSC_VER", "the C++ library of one compiler version lays out its classes differently from another's"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(key, str(known[i].key))) return str(known[i].why);
    return STR("whoever wrote the two objects asked that they be not linked together");
}

static u32 check_keys(Link *link) {
    u32 count = 0;
    NameSet keys = {0};
    ARRAY(const MismatchSpec *) firsts = {0}; // of each key
    for (u32 i = 0; i < link->opt.mismatches.count; i++) {
        const MismatchSpec *now = &link->opt.mismatches.at[i];
        if (name_set_add(link->arena, &keys, now->key)) ARRAY_PUSH(link->arena, &firsts, now);
        // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the name is in the set, so `firsts` has an entry
        const MismatchSpec *first = firsts.at[name_set_find(&keys, now->key)];
        if (str_eq(first->value, now->value)) continue;
        count++;
        Message m = {.kind = MSG_ERROR, .code = 2038, .file = now->source, .why = why_key_matters(now->key)};
        m.text = arena_printf(link->arena, "mismatch detected for '%s': value '%s' doesn't match value '%s' in %s", show(link, now->key),
                              show(link, now->value), show(link, first->value), show(link, source_of(first)));
        m.todo = str_eq(now->key, STR("RuntimeLibrary"))
                     ? STR("compile all objects with the same one of /MD, /MT, /MDd and /MTd (clang: -fms-runtime-lib=), and take libraries built so")
                     : STR("compile all objects with the same settings, and take libraries built so");
        diag_report(&link->diag, &m);
    }
    return count;
}

// ---- Run-time libraries

static const struct {
    const char *name, *option;
} runtimes[] = {{"libcmt.lib", "/MT"}, {"msvcrt.lib", "/MD"}, {"libcmtd.lib", "/MTd"}, {"msvcrtd.lib", "/MDd"}};
enum { RUNTIME_COUNT = sizeof runtimes / sizeof *runtimes };

static u32 find_runtime(Str name) {
    size_t slash = str_rfind(name, '/');
    if (slash < name.n) name = str_slice(name, slash + 1, name.n);
    u32 i = 0;
    while (i < RUNTIME_COUNT && !str_eq_nocase(name, str(runtimes[i].name))) i++;
    return i;
}

// "a.obj and 3 others", "the command line": whose directives named it.
static Str who_asked(Link *link, u32 runtime) {
    Str first = STR("the command line");
    u32 count = 0;
    for (u32 i = 0; i < link->opt.library_requests.count; i++) {
        const LibraryRequest *r = &link->opt.library_requests.at[i];
        if (find_runtime(r->library) == runtime && count++ == 0 && r->object) first = r->object->name;
    }
    if (count < 2) return first;
    return arena_printf(link->arena, "%s and %u other%s", show(link, first), count - 1, count == 2 ? "" : "s");
}

static void check_runtimes(Link *link) {
    u32 first = RUNTIME_COUNT;
    for (u32 i = 0; i < link->libraries.count; i++) {
        u32 now = find_runtime(link->libraries.at[i]->name);
        if (now == RUNTIME_COUNT || now == first) continue;
        if (first == RUNTIME_COUNT) {
            first = now;
            continue;
        }
        Str name = str(runtimes[now].name);
        name.n -= 4;
        Message m = {.kind = MSG_WARNING, .code = 4098};
        m.text = arena_printf(link->arena, "defaultlib '%s' conflicts with use of other libs; use /NODEFAULTLIB:library", show(link, name));
        m.why = arena_printf(link->arena, "%s (%s) was asked for by %s, %s (%s) by %s; each has a heap of its own", runtimes[first].name,
                             runtimes[first].option, show(link, who_asked(link, first)), runtimes[now].name, runtimes[now].option,
                             show(link, who_asked(link, now)));
        m.todo = arena_printf(link->arena, "compile all with the same option; or leave one out: /NODEFAULTLIB:%s", show(link, name));
        diag_report(&link->diag, &m);
    }
}

void check_mismatches(Link *link) {
    u32 count = check_keys(link);
    if (count) diag_fatal(&link->diag, link->opt.out, 1319, "%u mismatches detected", count);
    check_runtimes(link);
}

// ---- Ordinals of the import library that is about to be replaced

static void report_new_ordinal(Link *link, const ExportSpec *e, u32 old) {
    Message m = {.kind = MSG_WARNING, .code = 4904, .file = link->opt.implib};
    m.text = arena_printf(link->arena, "'%s' had ordinal %u in this import library and has %u now", show(link, e->name), old, e->ordinal);
    m.why = STR("programs that were linked with the old library ask the DLL for a number, not for a name");
    m.todo = arena_printf(link->arena, "give it its old number (in the .def file: %s @%u NONAME), or link those programs again", show(link, e->name), old);
    diag_report(&link->diag, &m);
}

void check_old_ordinals(Link *link) {
    Str bytes;
    FileIdentity id;
    Message m = {0};
    Archive archive;
    ArchiveMember member;
    const char *path = arena_cstr(link->arena, link->opt.implib);
    bool writes_library = link->opt.exports.count && !link->opt.no_implib && !link->exports_file;
    if (!writes_library || !file_exists(path) || !file_read(link->arena, path, &bytes, &id, &m)) return;
    if (identify_file(bytes) != FILE_TYPE_ARCHIVE || !archive_open(&archive, link->arena, bytes, link->opt.implib, &m)) return;
    NameSet symbols = {0};
    ARRAY(u32) ordinals = {0}; // of each
    for (u64 pos = 0; archive_next(&archive, link->arena, &pos, &member, &m);) {
        ImportObject old;
        if (identify_file(member.data) != FILE_TYPE_IMPORT_OBJECT || !import_obj_open(&old, link->arena, member.data, archive.name, &m)) continue;
        if (old.name_type == IMPORT_OBJECT_ORDINAL && name_set_add(link->arena, &symbols, old.symbol)) ARRAY_PUSH(link->arena, &ordinals, old.hint);
    }
    for (u32 i = 0; i < link->opt.exports.count; i++) {
        const ExportSpec *e = &link->opt.exports.at[i];
        u32 idx = name_set_find(&symbols, e->name);
        if (idx == UINT32_MAX && e->sym) idx = name_set_find(&symbols, resolved(e->sym)->name); // `_f@4`, exported as f
        if (idx < ordinals.count && ordinals.at[idx] != e->ordinal) report_new_ordinal(link, e, ordinals.at[idx]);
    }
}
