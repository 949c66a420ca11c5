// library.c - libraries: an index of names, and members that are pulled in when one of them is needed.
//
// A library enters the link as an index only. When a name is undefined that is in it (resolve.c), the member that defines the
// name is pulled in: an object then, like any other, or a short import record. So a program pays for the part of a library
// that it uses.
//
// Which members are pulled in, and in which order, is decided one after the other, because each brings new undefined names.
// But the names that are undefined already tell which ones will nearly certainly come. With more than one worker those are
// prepared (prepare.c) some at a time, side by side, before their turn comes:
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

// The bytes of a member; a thin archive has only its path, relative to the archive's folder.
static bool member_bytes(Link *link, const InputLibrary *lib, const ArchiveMember *member, Str *bytes, Message *m) {
    *bytes = member->data;
    if (!lib->archive.is_thin) return true;
    size_t slash = str_rfind(lib->path, '/');
    Str folder = slash == lib->path.n ? STR("") : str_slice(lib->path, 0, slash + 1);
    bool absolute = member->name.n && member->name.p[0] == '/';
    Str path = arena_concat(link->arena, absolute ? STR("") : folder, member->name);
    ReadFile file = {.path = path};
    if (!file_map(link->arena, (const char *)path.p, bytes, &file.id, &file.state, m)) return false;
    ARRAY_PUSH(link->arena, &link->read_files, file);
    if (identify_file(*bytes) == FILE_TYPE_COFF) return true;
    return bad_file(m, link->arena, lib->path, 1107, member->header_off,
                    "invalid or corrupt file: the thin archive names '%s', which is not an object file",
                    printable(link->arena, path));
}

// ---- Members that will be needed

typedef struct {
    u32 header_off;
    InputFile *object; // prepared; NULL: refused, and m says why
    Arena scratch;
    Message m;
} AheadMember;

typedef ARRAY(AheadMember) AheadMembers;

typedef struct {
    Link *link;
    InputLibrary *lib;
    u32 end;            // the names of link->undefined before it are looked up now
    AheadMembers ahead; // prepared for them
    AheadMembers next;  // for names behind them, while they are looked up
    bool gave;          // some member has come
} Search;

static void prepare_next(void *context, u32 item, u32 worker) {
    const Search *s = context;
    AheadMember *next = &s->next.at[item];
    Arena *arena = s->link->workers.arenas[worker];
    ArchiveMember member;
    next->scratch = new_arena(s->link);
    if (!archive_member(&s->lib->archive, arena, next->header_off, &member, &next->m)) return;
    Str name = member_name(arena, s->lib, member.name);
    next->object = prepare_object(s->link, arena, &next->scratch, member.data, name, &next->m);
}

static const AheadMember *find_ahead(const AheadMembers *list, u32 header_off) {
    for (u32 i = 0; list && i < list->count; i++)
        if (list->at[i].header_off == header_off) return &list->at[i];
    return NULL;
}

// 0: none.
static u32 member_for(const InputLibrary *lib, const Symbol *sym) {
    u32 number = wants_definition(sym) ? library_find(lib, sym) : UINT32_MAX;
    return number == UINT32_MAX ? 0 : lib->archive.symbols[number].member_off;
}

// Small members are read faster than a thread is started.
enum { BYTES_WORTH_PREPARING = 32 << 10 };

static bool is_worth_preparing(const Search *s, u32 header_off) {
    ArchiveMember member;
    Message m = {0};
    if (!header_off || offset_set_has(&s->lib->pulled, header_off)) return false;
    if (find_ahead(&s->ahead, header_off) || find_ahead(&s->next, header_off)) return false;
    return archive_member(&s->lib->archive, s->link->arena, header_off, &member, &m) &&
           member.data.n >= BYTES_WORTH_PREPARING && identify_file(member.data) == FILE_TYPE_COFF;
}

// Lists what the next names ask for, in s->next. How far it looked in link->undefined.
static u32 choose_next(Search *s) {
    enum { NAMES_AT_A_TIME = 1024, MEMBERS_AT_A_TIME = 8 }; // members: for each worker
    u32 workers = s->link->workers.worker_count, at = s->end, end = s->link->undefined.count;
    if (workers == 1 || s->lib->archive.is_thin) return end;
    if (end - at > NAMES_AT_A_TIME) end = at + NAMES_AT_A_TIME;
    for (; at < end && s->next.count < workers * MEMBERS_AT_A_TIME; at++) {
        u32 off = member_for(s->lib, s->link->undefined.at[at]);
        if (is_worth_preparing(s, off)) ARRAY_PUSH(s->link->arena, &s->next, ((AheadMember){.header_off = off}));
    }
    return at;
}

// The next members' turn has come.
static void take_next(Search *s, u32 end) {
    for (u32 i = 0; i < s->ahead.count; i++) arena_free(&s->ahead.at[i].scratch);
    AheadMembers empty = s->ahead;
    empty.count = 0;
    s->ahead = s->next;
    s->next = empty;
    s->end = end;
}

// ---- Pulling in

static InputFile *enter_member(Link *link, InputLibrary *lib, u64 header_off, const AheadMembers *ahead) {
    const AheadMember *prepared = find_ahead(ahead, (u32)header_off);
    if (prepared) return enter_prepared(link, prepared->object, lib, &prepared->m);
    Message m = {0};
    ArchiveMember member;
    Str bytes;
    if (!archive_member(&lib->archive, link->arena, header_off, &member, &m) ||
        !member_bytes(link, lib, &member, &bytes, &m)) {
        diag_report(&link->diag, &m);
        return NULL;
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

// NULL: already in the link, or not an object. `ahead` are those that have been prepared; NULL: none.
static InputFile *pull_member(Link *link, InputLibrary *lib, u64 header_off, Symbol *sym, const AheadMembers *ahead) {
    if (!offset_set_add(link->arena, &lib->pulled, (u32)header_off)) return NULL;
    link->pulling = sym;
    InputFile *file = enter_member(link, lib, header_off, ahead);
    link->pulling = NULL;
    if (file) tell_member(link, file, sym);
    return file;
}

//> search-library
// Looks up the names before s->end that this library has not been asked for yet.
static void pull_members(void *context) {
    Search *s = context;
    for (; s->lib->searched < s->end; s->lib->searched++) {
        Symbol *sym = s->link->undefined.at[s->lib->searched];
        u32 off = member_for(s->lib, sym);
        if (off && pull_member(s->link, s->lib, off, sym, &s->ahead)) s->gave = true;
    }
}
//< search-library

bool search_library(Link *link, InputLibrary *lib) {
    Search s = {.link = link, .lib = lib, .end = lib->searched};
    tell_library(link, lib);
    while (lib->searched < link->undefined.count) { // the list grows while we walk
        u32 end = choose_next(&s);
        parallel_for_beside(&link->workers, pull_members, s.next.count, prepare_next, &s);
        take_next(&s, end);
    }
    return s.gave;
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
    while (archive_next(&lib->archive, link->arena, &pos, &member, &m)) pull_member(link, lib, member.header_off, NULL, NULL);
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
