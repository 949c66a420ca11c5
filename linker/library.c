// library.c - libraries: an index of names, and members that are pulled in when one of them is needed.
//
// A library enters the link as an index only. When a name is undefined that is in it (resolve.c), the member that defines the
// name is pulled in: an object then, like any other, or a short import record. So a program pays for the part of a library
// that it uses.
//
// Which members are pulled in, and in which order, is decided one after the other, because each brings new undefined names.
// But the names that are undefined already tell which ones will nearly certainly come. With more than one worker those are
// prepared (prepare.c) together with the first of them, side by side, before their turn comes:
//
//      undefined:  f  g  printf  h ...      the next names of the list
//      members:    a.obj b.obj   a.obj      prepared at the same time; entered in the order of the list
//
// One that is then not needed, since another member brought its name, is as if it had not been looked at.
#include "linker.h"

// `lib(member)`, with the member's folders left out: what link.exe prints.
static Str member_name(Arena *arena, const InputLibrary *lib, Str member) {
    if (lib->of_objects) return member;
    Str open = arena_concat(arena, lib->name, STR("("));
    return arena_concat(arena, arena_concat(arena, open, file_name(member)), STR(")"));
}

// The bytes of a member; a thin archive has only its path, relative to the archive's folder. *m says why not.
static bool member_bytes(Link *link, const InputLibrary *lib, const ArchiveMember *member, Str *bytes, Message *m) {
    *bytes = member->data;
    if (!lib->archive.is_thin) return true;
    size_t slash = str_rfind(lib->path, '/');
    Str folder = slash == lib->path.n ? STR("") : str_slice(lib->path, 0, slash + 1);
    bool absolute = member->name.n && member->name.p[0] == '/';
    Str path = arena_concat(link->arena, absolute ? STR("") : folder, member->name);
    ReadFile file = {.path = path};
    if (!file_map(link->arena, (const char *)path.p, bytes, &file.id, &file.state, m)) {
        m->why = arena_printf(link->arena, "%s is a thin archive: its members are files beside it, and this is one of them", show(link, lib->name));
        m->todo = STR("build that file again, or make the archive again");
        return false;
    }
    ARRAY_PUSH(link->arena, &link->read_files, file);
    if (identify_file(*bytes) == FILE_TYPE_COFF) return true;
    return bad_file(m, link->arena, lib->path, 1107, member->header_off,
                    "invalid or corrupt file: the thin archive names '%s', which is not an object file",
                    printable(link->arena, path));
}

// ---- Members that will be needed

struct AheadMember {
    const InputLibrary *lib;
    u32 header_off;
    InputFile *object; // prepared; NULL: refused, and m says why
    Arena scratch;
    Message m;
};

static const AheadMember *find_ahead(const Link *link, const InputLibrary *lib, u32 header_off) {
    for (u32 i = 0; i < link->ahead.count; i++)
        if (link->ahead.at[i].lib == lib && link->ahead.at[i].header_off == header_off) return &link->ahead.at[i];
    return NULL;
}

static void prepare_member(void *context, u32 item, u32 worker) {
    const Link *link = context;
    AheadMember *ahead = &link->ahead.at[item];
    Arena *arena = link->workers.arenas[worker];
    ArchiveMember member;
    ahead->scratch = new_arena(link);
    if (!archive_member(&ahead->lib->archive, arena, ahead->header_off, &member, &ahead->m)) return;
    Str name = member_name(arena, ahead->lib, member.name);
    ahead->object = prepare_object(link, arena, &ahead->scratch, member.data, name, &ahead->m);
}

// Small members are read faster than a thread is started.
enum { BYTES_WORTH_PREPARING = 32 << 10 };

static bool is_worth_preparing(const Link *link, const InputLibrary *lib, u32 header_off) {
    ArchiveMember member;
    Message m = {0};
    return archive_member(&lib->archive, link->arena, header_off, &member, &m) &&
           member.data.n >= BYTES_WORTH_PREPARING && identify_file(member.data) == FILE_TYPE_COFF;
}

static void list_ahead(Link *link, const InputLibrary *lib, u32 header_off) {
    ARRAY_PUSH(link->arena, &link->ahead, ((AheadMember){.lib = lib, .header_off = header_off}));
}

void forget_ahead(Link *link) {
    for (u32 i = 0; i < link->ahead.count; i++) arena_free(&link->ahead.at[i].scratch);
    link->ahead.count = 0;
}

// Prepares the member at header_off and those that the next names in link->undefined ask for.
static void prepare_ahead(Link *link, const InputLibrary *lib, u32 header_off) {
    enum { NAMES_AT_A_TIME = 1024, MEMBERS_AT_A_TIME = 8 }; // members: for each worker
    u32 at = lib->searched, end = link->undefined.count, most = link->workers.worker_count * MEMBERS_AT_A_TIME;
    if (end - at > NAMES_AT_A_TIME) end = at + NAMES_AT_A_TIME;
    forget_ahead(link);
    list_ahead(link, lib, header_off);
    for (; link->ahead.count < most && at < end; at++) {
        const Symbol *sym = link->undefined.at[at];
        u32 number = wants_definition(sym) ? library_find(lib, sym) : UINT32_MAX;
        u32 off = number == UINT32_MAX ? 0 : lib->archive.symbols[number].member_off;
        bool is_new = off && !offset_set_has(&lib->pulled, off) && !find_ahead(link, lib, off);
        if (is_new && is_worth_preparing(link, lib, off)) list_ahead(link, lib, off);
    }
    parallel_for(&link->workers, link->ahead.count, prepare_member, link);
}

// ---- Pulling in

// Of a mapped library sixteen pages are in memory for each that is touched. Up to this size a copy of the member is less; then
// nothing of the library is needed any more: let_go_of_libraries. (A program of 84 objects, of which a hundredth of 10 MB of
// libraries becomes a part: 8.6 MB instead of 11.2.) All copies together are no more than the library, unless its index leads
// to members that lie in each other.
enum { WORTH_COPYING = 16 << 10 };

static InputFile *enter_member(Link *link, InputLibrary *lib, u64 header_off) {
    bool may_prepare = link->workers.worker_count > 1 && link->pulling && !lib->archive.is_thin;
    const AheadMember *ahead = find_ahead(link, lib, (u32)header_off);
    if (!ahead && may_prepare && is_worth_preparing(link, lib, (u32)header_off)) {
        prepare_ahead(link, lib, (u32)header_off);
        ahead = find_ahead(link, lib, (u32)header_off);
    }
    if (ahead) return enter_prepared(link, ahead->object, lib, &ahead->m);
    Message m = {0};
    ArchiveMember member;
    Str bytes;
    bool is_there = archive_member(&lib->archive, link->arena, header_off, &member, &m);
    if (!is_there && link->pulling) {
        m.why = arena_printf(link->arena, "the library's index leads there for %s", show(link, link->pulling->name));
        m.todo = STR("make the library again");
    }
    if (!is_there || !member_bytes(link, lib, &member, &bytes, &m)) {
        diag_report(&link->diag, &m);
        return NULL;
    }
    if (bytes.n <= WORTH_COPYING && !lib->archive.is_thin && lib->copied + bytes.n <= lib->archive.file.n) {
        bytes = arena_copy(link->arena, bytes);
        lib->copied += bytes.n;
    }
    Str name = member_name(link->arena, lib, member.name);
    switch (identify_file(bytes)) {
    case FILE_TYPE_IMPORT_OBJECT: {
        ImportObject imp;
        if (import_obj_open(&imp, link->arena, bytes, name, &m)) return add_import(link, &imp, name, lib);
        diag_report(&link->diag, &m);
        return NULL;
    }
    case FILE_TYPE_COFF:
    case FILE_TYPE_LTCG_OBJECT: // add_object refuses these by name
    case FILE_TYPE_BITCODE: return add_object(link, bytes, name, lib);
    default: return NULL; // a text or metadata member (Rust's lib.rmeta): not for the linker
    }
}

InputFile *pull_member(Link *link, InputLibrary *lib, u64 header_off, Symbol *sym) {
    if (!offset_set_add(link->arena, &lib->pulled, (u32)header_off)) return NULL;
    link->pulling = sym;
    InputFile *file = enter_member(link, lib, header_off);
    link->pulling = NULL;
    if (file) tell_member(link, file, sym);
    return file;
}

void let_go_of_libraries(const Link *link) {
    for (u32 i = 0; i < link->read_files.count; i++)
        if (link->read_files.at[i].library.n) file_let_go(link->read_files.at[i].library);
}

// ---- Opening

// An archive without a linker member: look at every member once and make the index.
static bool index_by_scanning(Link *link, InputLibrary *lib, Message *m) {
    ARRAY(ArchiveSymbol) found = {0};
    ArchiveMember member;
    u64 pos = 0;
    while (archive_next(&lib->archive, link->arena, &pos, &member, m)) {
        Str bytes, name = member_name(link->arena, lib, member.name);
        if (!member_bytes(link, lib, &member, &bytes, m)) return false;
        FileType type = identify_file(bytes);
        if (type == FILE_TYPE_IMPORT_OBJECT) {
            ImportObject imp;
            if (!import_obj_open(&imp, link->arena, bytes, name, m)) return false;
            Str slot = arena_concat(link->arena, STR("__imp_"), imp.symbol);
            ARRAY_PUSH(link->arena, &found, ((ArchiveSymbol){slot, (u32)member.header_off}));
            if (imp.type != IMPORT_OBJECT_DATA)
                ARRAY_PUSH(link->arena, &found, ((ArchiveSymbol){imp.symbol, (u32)member.header_off}));
        } else if (type == FILE_TYPE_COFF) {
            CoffObject o;
            if (!coff_open(&o, link->arena, bytes, name, m)) return false;
            CoffSymbol s;
            for (u32 i = 0; i < o.symbol_count; i += 1u + s.aux_count) {
                s = coff_symbol(&o, i);
                bool defines = s.storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL ||
                               (s.storage_class == IMAGE_SYM_CLASS_EXTERNAL && (s.section_num != 0 || s.value != 0));
                if (defines) ARRAY_PUSH(link->arena, &found, ((ArchiveSymbol){s.name, (u32)member.header_off}));
            }
        }
    }
    lib->archive.symbols = found.at;
    lib->archive.symbol_count = found.count;
    return m->text.n == 0;
}

void whole_archive(Link *link, InputLibrary *lib) {
    ArchiveMember member;
    Message m = {0};
    u64 pos = 0;
    while (archive_next(&lib->archive, link->arena, &pos, &member, &m)) pull_member(link, lib, member.header_off, NULL);
    if (m.text.n) diag_report(&link->diag, &m);
}

void add_archive(Link *link, Str bytes, Str path, FileIdentity id, bool is_default, bool whole) {
    Message m = {0};
    InputLibrary *lib = ARENA_NEW(link->arena, InputLibrary);
    *lib = (InputLibrary){.path = path, .name = file_name(path), .is_default = is_default, .whole = whole, .id = id};
    if (!archive_open(&lib->archive, link->arena, bytes, path, &m) ||
        (!lib->archive.symbols && !index_by_scanning(link, lib, &m))) {
        diag_report(&link->diag, &m);
        return;
    }
    library_index(link, lib);
    ARRAY_PUSH(link->arena, &link->libraries, lib);
    // [spec: wholearchive-include-all-library-object-files] without a name: those of the command line, not default ones
    if (whole || (link->opt.whole_archive && !is_default)) whole_archive(link, lib);
}
