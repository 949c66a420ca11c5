// suggest.c - for an undefined name: why it is undefined, and what to type.
//
// Runs only when a link has failed and somebody reads the answer. Then it may look around: at every name that the link
// has, at the libraries on the command line, and at libraries that could have been there: mylink's own, and those in
// the folders of /LIBPATH and LIB. The best likeness wins:
//
//      ExitProcess           kernel32.lib has it                         the same name
//      MessageBoxA           _MessageBoxA@16                             decoration (x86), or its absence
//      f                     ?f@@YAXXZ                                   compiled as C++ by one of the two
//      Exitprocess           ExitProcess                                 case
//      ExitProces            ExitProcess                                 one letter
//
// and among equals what is in the link, then the libraries in the order of library_rank(). Nothing here decides
// anything about a link that works.
#include "linker.h"

typedef enum { LIKE_NOT, LIKE_SLIP, LIKE_CASE, LIKE_CXX, LIKE_DECORATED, LIKE_SAME } Likeness;

typedef struct {
    Likeness likeness;
    Str name;                    // as the definer spells it
    const InputFile *file;       // in the link and defining it; or
    const InputLibrary *library; // having it in its index
    u64 member_off;
    bool outside;                // the library is not on the command line
} Candidate;

// ---- The words of the command line that the reader typed

// Sentences are written with link.exe's options; for a command line in GNU style they get ld's.
static Str in_users_words(Link *link, Str text) {
    static const struct {
        const char *link, *gnu;
    } words[] = {{"/ENTRY:", "-e "}, {"/LIBPATH:", "-L "}, {"/SUBSYSTEM:WINDOWS", "--subsystem windows"}, {"/SUBSYSTEM:CONSOLE", "--subsystem console"},
                 {"/NOENTRY", "-e 0"}, {", or let /AUTOIMPORT find it", ""}, {" or LIB='folder;folder'", ""}, {"/DLL ", "-shared "}};
    if (!link->opt.gnu) return text;
    Buffer b = {.arena = link->arena};
    while (text.n) {
        size_t i = 0, taken = 1;
        while (i < sizeof words / sizeof *words && !str_starts(text, str(words[i].link))) i++;
        if (i < sizeof words / sizeof *words) {
            buffer_put_str(&b, str(words[i].gnu));
            taken = strlen(words[i].link);
        } else {
            buffer_put(&b, text.p, 1);
        }
        text = str_slice(text, taken, text.n);
    }
    return buffer_str(&b);
}

void use_users_words(Link *link, Message *m) {
    m->why = in_users_words(link, m->why);
    m->todo = in_users_words(link, m->todo);
}

// ---- Names

static bool is_slot_name(Str name) { return str_starts(name, STR("__imp_")); }

static bool is_all_digits(Str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

// Where the "@12" of a stdcall or fastcall name begins; n when there is none.
static size_t argument_suffix(Str name) {
    size_t at = str_rfind(name, '@');
    return at > 0 && at < name.n && is_all_digits(str_slice(name, at + 1, name.n)) ? at : name.n;
}

// The C programmer's name: without __imp_, the underscore and the size of arguments that x86 names carry.
static Str bare_name(Str name) {
    if (is_slot_name(name)) name = str_slice(name, 6, name.n);
    if (is_cxx_name(name)) return name;
    name = str_slice(name, 0, argument_suffix(name));
    bool prefix = name.n > 1 && (name.p[0] == '_' || name.p[0] == '@');
    return prefix ? str_slice(name, 1, name.n) : name;
}

static bool same_letter(u8 a, u8 b) { return ascii_lower(a) == ascii_lower(b); }

// Whether one letter changed, added, left out, or exchanged with its neighbour makes b of a, in any case.
static bool one_slip_apart(Str a, Str b) {
    if (a.n > b.n) {
        Str t = a;
        a = b, b = t;
    }
    if (a.n < 4 || b.n - a.n > 1) return false;
    size_t from = 0, left = 0; // equal bytes at both ends
    while (from < a.n && same_letter(a.p[from], b.p[from])) from++;
    while (left < a.n - from && same_letter(a.p[a.n - 1 - left], b.p[b.n - 1 - left])) left++;
    size_t middle_a = a.n - from - left, middle_b = b.n - from - left;
    if (middle_a == 2 && middle_b == 2) return same_letter(a.p[from], b.p[from + 1]) && same_letter(a.p[from + 1], b.p[from]);
    return middle_a <= 1 && middle_b <= 1;
}

typedef struct {
    Str name, bare, cxx_part;
    bool is_slot;
} Wanted;

// The last name in "1f" or "f": the part of a C++ name that a C function of that name has.
static Str innermost(Str part) {
    size_t digits = 0;
    while (digits < part.n && part.p[digits] >= '0' && part.p[digits] <= '9') digits++;
    return str_slice(part, digits, part.n);
}

static bool is_same_in_cxx(const Wanted *w, Str other) {
    Str part = cxx_name_part(other);
    if (part.n && w->cxx_part.n) return str_eq(part, w->cxx_part);
    if (part.n) return str_eq(innermost(part), w->bare);
    return w->cxx_part.n && str_eq(innermost(w->cxx_part), bare_name(other));
}

static Likeness compare_names(const Wanted *w, Str other) {
    if (str_eq(w->name, other)) return LIKE_SAME;
    if (is_slot_name(other) != w->is_slot || !w->bare.n) return LIKE_NOT;
    Str bare = bare_name(other);
    if (str_eq(w->bare, bare)) return LIKE_DECORATED;
    if (is_same_in_cxx(w, other)) return LIKE_CXX;
    if (w->cxx_part.n || is_cxx_name(bare)) return LIKE_NOT;
    if (str_eq_nocase(w->bare, bare)) return LIKE_CASE;
    return one_slip_apart(w->bare, bare) ? LIKE_SLIP : LIKE_NOT;
}

static Wanted wanted_name(Str name) {
    return (Wanted){name, bare_name(name), cxx_name_part(name), is_slot_name(name)};
}

// ---- Libraries that are not on the command line

// Several libraries have the same name: what a program for Windows would take comes first.
const char *own_library_name(u32 idx) {
    static const char *const usual[] = {
        "kernel32.lib", "user32.lib", "gdi32.lib", "advapi32.lib", "shell32.lib", "comdlg32.lib", "comctl32.lib",
        "ole32.lib", "oleaut32.lib", "shlwapi.lib", "version.lib", "winmm.lib", "ws2_32.lib", "uuid.lib",
        "userenv.lib", "bcrypt.lib", "crypt32.lib", "ncrypt.lib", "secur32.lib", "psapi.lib", "dbghelp.lib",
        "iphlpapi.lib", "setupapi.lib", "imm32.lib", "uxtheme.lib", "dwmapi.lib", "msimg32.lib", "gdiplus.lib",
        "opengl32.lib", "d3d9.lib", "d3d11.lib", "dxgi.lib", "dsound.lib", "wininet.lib", "winhttp.lib",
        "urlmon.lib", "rpcrt4.lib", "netapi32.lib", "mpr.lib", "wtsapi32.lib", "powrprof.lib", "winspool.lib",
        "odbc32.lib", "odbccp32.lib", "wsock32.lib", "mycrt0.lib", "ucrt.lib", "vcruntime.lib", "msvcrt.lib",
        "ucrtbase.lib", "delayimp.lib", "ntdll.lib"};
    return idx < sizeof usual / sizeof *usual ? usual[idx] : NULL;
}

static u32 library_rank(Str name) {
    u32 i = 0;
    while (own_library_name(i) && !str_eq_nocase(name, str(own_library_name(i)))) i++;
    return i;
}

static bool is_in_link(const Link *link, Str name) {
    for (u32 i = 0; i < link->libraries.count; i++)
        if (str_eq_nocase(link->libraries.at[i]->name, name)) return true;
    return false;
}

static bool is_in_catalog(const Link *link, Str name) {
    for (u32 i = 0; i < link->catalog.count; i++)
        if (str_eq_nocase(link->catalog.at[i]->name, name)) return true;
    return false;
}

// A library of another machine, a broken one, a text file with that name: silently none of our business. (Whether its index
// leads to members is seen when one of its names is considered.)
static void add_to_catalog(Link *link, Str folder, Str name) {
    enum { MOST_BYTES = 256 << 20 };
    bool is_library = str_ends_nocase(name, STR(".lib")) || str_ends_nocase(name, STR(".a"));
    if (!is_library || is_in_link(link, name) || is_in_catalog(link, name)) return;
    InputLibrary *lib = ARENA_NEW(link->arena, InputLibrary);
    Message m;
    Str bytes;
    lib->name = name;
    lib->path = arena_printf(link->arena, "%s/%s", arena_cstr(link->arena, folder), arena_cstr(link->arena, name));
    if (link->catalog_size > MOST_BYTES || !file_read(link->arena, (const char *)lib->path.p, &bytes, &lib->id, &m)) return;
    link->catalog_size += bytes.n;
    FileType type = identify_file(bytes);
    if ((type != FILE_TYPE_ARCHIVE && type != FILE_TYPE_THIN_ARCHIVE) || !archive_open(&lib->archive, link->arena, bytes, name, &m)) return;
    ARRAY_PUSH(link->arena, &link->catalog, lib);
}

static int compare_libraries(const void *x, const void *y) {
    const InputLibrary *a = *(InputLibrary *const *)x, *b = *(InputLibrary *const *)y;
    u32 rank_a = library_rank(a->name), rank_b = library_rank(b->name);
    if (rank_a != rank_b) return rank_a < rank_b ? -1 : 1;
    return str_cmp(a->path, b->path);
}

static void add_folder(Link *link, Str folder) {
    FileNames names = file_list(link->arena, arena_cstr(link->arena, folder));
    for (u32 i = 0; i < names.count; i++) add_to_catalog(link, folder, names.at[i]);
}

// In the order in which the linker would find them: of two libraries of one name the first counts.
static void make_catalog(Link *link) {
    if (link->has_catalog) return;
    link->has_catalog = true;
    for (u32 i = 0; i < link->opt.lib_paths.count; i++) add_folder(link, link->opt.lib_paths.at[i]);
    StrArray own = built_in_folders(link);
    for (u32 i = 0; i < own.count; i++) add_folder(link, own.at[i]);
    if (link->catalog.count) qsort(link->catalog.at, link->catalog.count, sizeof *link->catalog.at, compare_libraries);
}

// ---- The search

static void consider_library(Link *link, const Wanted *w, const InputLibrary *lib, bool outside, Candidate *best) {
    Candidate found = *best;
    for (u32 i = 0; i < lib->archive.symbol_count && found.likeness != LIKE_SAME; i++) {
        const ArchiveSymbol *s = &lib->archive.symbols[i];
        Likeness likeness = compare_names(w, s->name);
        if (likeness > found.likeness) found = (Candidate){likeness, s->name, NULL, lib, s->member_off, outside};
    }
    ArchiveMember member;
    Message ignored;
    bool is_better = found.likeness > best->likeness;
    if (is_better && archive_member(&lib->archive, link->arena, found.member_off, &member, &ignored)) *best = found;
}

static Candidate find_candidate(Link *link, Str name) {
    Wanted w = wanted_name(name);
    Candidate best = {0};
    for (u32 i = 0; i < link->symbols.count; i++) {
        const Symbol *s = link->symbols.at[i];
        if (s->kind == SYM_UNDEFINED || s->kind == SYM_ALIAS || !s->file) continue;
        Likeness likeness = compare_names(&w, s->name);
        if (likeness > best.likeness) best = (Candidate){.likeness = likeness, .name = s->name, .file = s->file};
    }
    for (u32 i = 0; i < link->libraries.count; i++) consider_library(link, &w, link->libraries.at[i], false, &best);
    make_catalog(link);
    for (u32 i = 0; i < link->catalog.count; i++) consider_library(link, &w, link->catalog.at[i], true, &best);
    return best;
}

// What a member of a library is: the record of a DLL's function or variable, or an object with code.
typedef struct {
    bool is_import;
    ImportObject import;
    Str member; // its name
} MemberKind;

static MemberKind look_at_member(Link *link, const InputLibrary *lib, u64 member_off) {
    MemberKind kind = {0};
    ArchiveMember member;
    Message m;
    if (!archive_member(&lib->archive, link->arena, member_off, &member, &m)) return kind;
    size_t slash = str_rfind(member.name, '/');
    kind.member = slash == member.name.n ? member.name : str_slice(member.name, slash + 1, member.name.n);
    kind.is_import = identify_file(member.data) == FILE_TYPE_IMPORT_OBJECT &&
                     import_obj_open(&kind.import, link->arena, member.data, lib->name, &m);
    return kind;
}

// "user32.lib", "x.lib(b.obj)", "a.obj"
static const char *where_it_is(Link *link, const Candidate *c) {
    if (!c->library) return show(link, c->file->kind == FILE_IMPORT && c->file->library ? c->file->library->name : c->file->name);
    MemberKind kind = look_at_member(link, c->library, c->member_off);
    if (kind.is_import || !kind.member.n) return show(link, c->library->name);
    return (const char *)arena_printf(link->arena, "%s(%s)", show(link, c->library->name), show(link, kind.member)).p;
}

// ---- Sentences

static bool is_built_in(Link *link, const InputLibrary *lib) {
    StrArray own = built_in_folders(link);
    for (u32 i = 0; i < own.count; i++)
        if (str_starts(lib->path, own.at[i])) return true;
    return false;
}

// `add kernel32.lib (ExitProcess is in KERNEL32.dll), or let /AUTOIMPORT find it`
static Str add_this_library(Link *link, const Candidate *c) {
    MemberKind kind = look_at_member(link, c->library, c->member_off);
    const char *plain = show(link, is_slot_name(c->name) ? str_slice(c->name, 6, c->name.n) : c->name);
    Str name = c->library->name;
    if (link->opt.gnu && str_ends_nocase(name, STR(".lib"))) name = arena_concat(link->arena, STR("-l"), str_slice(name, 0, name.n - 4));
    const char *library = show(link, name), *or = is_built_in(link, c->library) ? ", or let /AUTOIMPORT find it" : "";
    if (kind.is_import)
        return arena_printf(link->arena, "add %s (%s is in %s)%s", library, plain, show(link, kind.import.dll), or);
    return arena_printf(link->arena, "add %s (its member %s has %s)%s", library, show(link, kind.member), plain, or);
}

// What x86 decoration says: "The @16 says four 4-byte arguments".
static Str decoration_rule(Link *link, Str wanted, Str found) {
    static const char *const numbers[] = {"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};
    u64 bytes = 0;
    for (size_t at = argument_suffix(found), i = at + 1; at < found.n && i < found.n && bytes < 1000; i++) bytes = bytes * 10 + (found.p[i] - '0');
    if (argument_suffix(found) < found.n && bytes % 4 == 0 && bytes / 4 < sizeof numbers / sizeof *numbers)
        return arena_printf(link->arena, "The @%llu says %s 4-byte argument%s", (unsigned long long)bytes, numbers[bytes / 4], bytes == 4 ? "" : "s");
    bool x64 = link->machine && link->machine->pointer_size == 8;
    if (x64) return STR("Names of x64 functions carry no calling convention: no underscore in front, no @n");
    if (argument_suffix(wanted) < wanted.n) return STR("The function there does not remove its arguments (cdecl), so its name has no @n");
    return STR("On x86 the name of a C function has an underscore in front");
}

static Str did_you_mean(Link *link, Str wanted, const Candidate *c) {
    const char *name = show(link, c->name), *place = where_it_is(link, c);
    switch (c->likeness) {
    case LIKE_DECORATED:
        return arena_printf(link->arena, "did you mean %s (%s)? %s", name, place, show(link, decoration_rule(link, wanted, c->name)));
    case LIKE_CASE: return arena_printf(link->arena, "did you mean %s (%s)? Upper and lower case differ", name, place);
    case LIKE_CXX:
        if (is_cxx_name(wanted) && is_cxx_name(c->name))
            return arena_printf(link->arena, "%s has %s: the same name with other parameters, qualifiers or return type", place, name);
        return arena_printf(link->arena, "%s has %s: one side was compiled as C++, the other not. Declare it with extern \"C\"", place, name);
    case LIKE_SAME: return arena_printf(link->arena, "did you mean %s (%s)? Two underscores begin the name of an address-table slot", name, place);
    default: return arena_printf(link->arena, "did you mean %s (%s)?", name, place);
    }
}

// ---- __imp_X

// X itself is at hand, but as code: the object was compiled for a DLL, the library is a static one. (When an object of the link
// defines X, the linker makes the pointer: local_imports.c.)
static bool explain_static(Link *link, const Symbol *sym, Message *m) {
    Str plain = str_slice(sym->name, 6, sym->name.n);
    Candidate c = find_candidate(link, plain);
    if (c.likeness != LIKE_SAME || !c.library || look_at_member(link, c.library, c.member_off).is_import) return false;
    const char *x = show(link, plain), *user = sym->file ? show(link, sym->file->name) : "the object";
    m->why = arena_printf(link->arena, "%s was compiled to call %s through a DLL's address table (__imp_%s), but %s has %s itself: it is a static library",
                          user, x, x, where_it_is(link, &c), x);
    m->todo = arena_printf(link->arena, "%scompile %s without __declspec(dllimport) for %s (headers often have a macro such as X_STATIC)",
                           c.library && c.outside ? (const char *)arena_printf(link->arena, "add %s and ", show(link, c.library->name)).p : "", user, x);
    return true;
}

// Old x86 assembler sources spell the slot _imp__X.
static Str real_slot_name(Link *link, Str name) {
    return str_starts(name, STR("_imp__")) ? arena_concat(link->arena, STR("_"), name) : name;
}

// ---- Entry points

static const char *subsystem_of(const Link *link) {
    return link->opt.subsystem == IMAGE_SUBSYSTEM_WINDOWS_GUI ? "Windows" : "console";
}

static Str first_name(Str list) { return str_slice(list, 0, str_find(list, ',')); }

// ", or add the C run-time library (or mylink's own mycrt0.lib)", where there is a library with this start-up function.
static const char *or_run_time_library(Link *link, const Symbol *start) {
    Candidate c = find_candidate(link, start->name);
    if (c.likeness < LIKE_SAME || !c.library) return ", or add the C run-time library";
    const char *own = is_built_in(link, c.library) ? "or mylink's own " : "";
    return (const char *)arena_printf(link->arena, ", or add the C run-time library (%s%s)", own, show(link, c.library->name)).p;
}

static void explain_entry(Link *link, const Symbol *sym, Message *m) {
    Str seen = entry_candidates(link);
    const char *name = show(link, sym->name), *or_runtime = or_run_time_library(link, sym);
    if (link->opt.gnu && (str_ends(sym->name, STR("CRTStartup")) || str_ends(sym->name, STR("CRTStartup@12")))) {
        m->why = arena_printf(link->arena, "a %s starts at %s, which is in mingw-w64's start-up object %s", link->opt.dll ? "DLL" : "program", name,
                              link->opt.dll ? "dllcrt2.o" : "crt2.o");
        or_runtime = ", or let gcc or clang call the linker: they add mingw-w64's start-up objects and libraries";
    } else if (link->opt.has_entry) {
        m->why = arena_printf(link->arena, "the command line asks for it: /ENTRY:%s", show(link, link->opt.entry));
        Candidate c = find_candidate(link, sym->name);
        if (c.likeness && c.file) {
            m->todo = arena_printf(link->arena, "did you mean /ENTRY:%s? %s defines it", show(link, c.name), show(link, c.file->name));
            return;
        }
    } else if (link->opt.dll) {
        m->why = arena_printf(link->arena, "a DLL starts at %s, a function of the C run-time library, which calls DllMain", name);
        m->todo = arena_printf(link->arena, "/NOENTRY when nothing is to be done at the start, /ENTRY:DllMain to be called directly%s", or_runtime);
        return;
    } else {
        m->why = arena_printf(link->arena, "a %s program starts at %s, a function of the C run-time library, which calls %s", subsystem_of(link),
                              name, link->opt.subsystem == IMAGE_SUBSYSTEM_WINDOWS_GUI ? "WinMain" : "main");
    }
    if (!seen.n)
        m->todo = arena_printf(link->arena, "add the object that defines %s", name);
    else
        m->todo = arena_printf(link->arena, "/ENTRY:%s (the objects define %s)%s", show(link, first_name(seen)), show(link, seen),
                               link->opt.has_entry && !link->opt.gnu ? "" : or_runtime);
}

// mingw-w64's library has a main of its own, for programs that have only a WinMain: it is pulled in when there is no other.
static bool explain_mingw_main(Link *link, const Symbol *sym, Message *m) {
    Str prefix = str(link->machine ? link->machine->prefix : "");
    const Symbol *main = find_symbol(link, arena_concat(link->arena, prefix, STR("main")));
    bool is_its = main && main->kind == SYM_DEFINED && main->file == sym->file && sym->file->library;
    if (!is_its || !str_starts(sym->name, arena_concat(link->arena, prefix, STR("WinMain")))) return false;
    const Symbol *wide = find_symbol(link, arena_concat(link->arena, prefix, STR("wmain")));
    m->why = arena_printf(link->arena, "no object defines main; the one of %s calls WinMain, and there is none either", show(link, main->file->name));
    m->todo = wide && wide->kind == SYM_DEFINED
                  ? arena_printf(link->arena, "%s defines wmain: link with gcc -municode, which starts there", show(link, wide->file->name))
                  : STR("add the object that defines main, or WinMain");
    return true;
}

// main is wanted, and there is a WinMain; or the other way round.
static bool explain_other_main(Link *link, const Symbol *sym, Message *m) {
    static const struct {
        const char *missing, *there, *option;
    } pairs[] = {{"main", "WinMain", "WINDOWS"}, {"wmain", "wWinMain", "WINDOWS"}, {"WinMain", "main", "CONSOLE"}, {"wWinMain", "wmain", "CONSOLE"}};
    bool x86 = link->machine && link->machine->pointer_size == 4;
    Str name = x86 ? bare_name(sym->name) : sym->name;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!str_eq(name, str(pairs[i].missing))) continue;
        bool gui = i < 2;
        Str other = x86 ? arena_printf(link->arena, "_%s%s", pairs[i].there, gui ? "@16" : "") : str(pairs[i].there);
        const Symbol *there = find_symbol(link, other);
        if (!there || there->kind != SYM_DEFINED) continue;
        m->why = arena_printf(link->arena, "the start-up code of a %s program calls %s; %s defines %s", gui ? "console" : "Windows", pairs[i].missing,
                              show(link, there->file->name), pairs[i].there);
        m->todo = arena_printf(link->arena, "/SUBSYSTEM:%s", pairs[i].option);
        return true;
    }
    return false;
}

// ---- Variables of DLLs

static bool explain_variable(Link *link, const Symbol *sym, Message *m) {
    Symbol slot = {.name = arena_concat(link->arena, STR("__imp_"), sym->name)};
    slot.hash = hash_name(slot.name);
    const char *name = show(link, sym->name);
    for (u32 i = 0; i < link->libraries.count; i++) {
        const InputLibrary *lib = link->libraries.at[i];
        u32 number = library_find(lib, &slot);
        if (number == UINT32_MAX) continue;
        MemberKind kind = look_at_member(link, lib, lib->archive.symbols[number].member_off);
        if (!kind.is_import || kind.import.type != IMPORT_OBJECT_DATA) continue;
        m->why = arena_printf(link->arena, "%s is a variable of %s; code reaches it only through its address-table slot, __imp_%s", name,
                              show(link, kind.import.dll), name);
        m->todo = arena_printf(link->arena, "declare %s with __declspec(dllimport) where it is used, or read it through __imp_%s", name, name);
        return true;
    }
    return false;
}

// ---- Put together

static Str default_why(Link *link, const Symbol *sym) {
    const char *because = known_name_reason(link, sym->name);
    if (because) return str(because);
    if (is_slot_name(sym->name))
        return arena_printf(link->arena, "__imp_X is the address-table slot for X of some DLL; no import library on the command line has %s",
                            show(link, str_slice(sym->name, 6, sym->name.n)));
    if (sym->is_root && !sym->file) return STR("the command line asks for it (/INCLUDE, /EXPORT, the .def file or /DELAYLOAD)");
    return STR("no object or library on the command line defines it");
}

static Str missing_libraries(Link *link, const Symbol *sym) {
    Buffer b = {.arena = link->arena};
    buffer_printf(&b, "default libraries were not found (");
    for (u32 i = 0; i < link->missing_libraries.count; i++)
        buffer_printf(&b, "%s%s", i ? ", " : "", show(link, link->missing_libraries.at[i]));
    buffer_printf(&b, "): name their folder with /LIBPATH:folder, or add the library that has %s", show(link, sym->name));
    return buffer_str(&b);
}

// A library has the name, but in a member that cannot be linked: an archive made for Linux, or one whose index is wrong.
static bool explain_unusable(Link *link, const Symbol *sym, const Candidate *c, Message *m) {
    if (c->likeness != LIKE_SAME || !c->library || !str_eq(c->name, sym->name)) return false;
    ArchiveMember member;
    Message ignored;
    bool is_elf = archive_member(&c->library->archive, link->arena, c->member_off, &member, &ignored) && identify_file(member.data) == FILE_TYPE_ELF;
    if (!is_elf && c->outside) return false;
    m->why = arena_printf(link->arena, "%s should have it, but %s", where_it_is(link, c),
                          is_elf ? "is an ELF file, made for Linux" : "is no object that defines it: the library's index is wrong");
    m->todo = is_elf ? STR("compile the library for Windows: clang --target=x86_64-pc-windows-msvc, or x86_64-w64-mingw32-gcc")
                     : STR("make the library again");
    return true;
}

static void find_explanation(Link *link, const Symbol *sym, Message *m) {
    if (explain_variable(link, sym, m)) return;
    if (sym == link->entry) {
        explain_entry(link, sym, m);
        return;
    }
    if (explain_mingw_main(link, sym, m) || explain_other_main(link, sym, m)) return;
    Str name = real_slot_name(link, sym->name);
    Candidate c = find_candidate(link, name);
    if (explain_unusable(link, sym, &c, m)) return;
    m->why = default_why(link, sym);
    if (c.likeness == LIKE_SAME && c.outside && str_eq(name, sym->name))
        m->todo = add_this_library(link, &c);
    else if (is_slot_name(name) && c.likeness < LIKE_SAME && explain_static(link, sym, m))
        return;
    else if (c.likeness && !known_name_reason(link, sym->name))
        m->todo = did_you_mean(link, sym->name, &c);
    else if (known_name_todo(link, sym->name))
        m->todo = str(known_name_todo(link, sym->name));
    else if (link->missing_libraries.count)
        m->todo = missing_libraries(link, sym);
    else if (is_slot_name(name))
        m->todo = arena_printf(link->arena, "add the import library of the DLL that has %s (`mylib x.dll` makes it out of the DLL), or, when it is in an "
                               "object or static library, add that and compile without __declspec(dllimport)", show(link, bare_name(name)));
    else
        m->todo = arena_printf(link->arena, "add the object or library that defines %s", show(link, sym->name));
}

void explain_undefined(Link *link, const Symbol *sym, Message *m) {
    find_explanation(link, sym, m);
    use_users_words(link, m);
}

// ---- Files that are not there

static Str base_of(Str path) {
    size_t slash = str_rfind(path, '/');
    return slash == path.n ? path : str_slice(path, slash + 1, path.n);
}

static const char *folder_of(Link *link, Str path) {
    size_t slash = str_rfind(path, '/');
    return slash == path.n ? "." : arena_cstr(link->arena, str_slice(path, 0, slash + 1));
}

// "the current folder, /usr/lib/win, /old (there is no such folder), and among mylink's own ..."
static Str where_was_looked(Link *link, Str name, bool is_library) {
    Buffer b = {.arena = link->arena};
    bool has_folder = base_of(name).n < name.n;
    const char *lib = getenv("LIB");
    buffer_printf(&b, "looked in %s", has_folder ? show(link, str(folder_of(link, name))) : "the current folder");
    for (u32 i = 0; !has_folder && i < link->opt.lib_paths.count; i++) {
        Str folder = link->opt.lib_paths.at[i];
        bool there = file_list(link->arena, arena_cstr(link->arena, folder)).count != 0;
        buffer_printf(&b, ", %s%s", show(link, folder), there ? "" : " (no such folder)");
    }
    if (is_library && !has_folder) buffer_put_str(&b, STR(", and among mylink's own import libraries"));
    if (!link->opt.gnu) buffer_printf(&b, "; LIB is %s", !lib ? "not set" : *lib ? "set" : "empty");
    return buffer_str(&b);
}

// A file of `folder` with nearly that name, or empty.
static Str near_name(Link *link, const char *folder, Str name) {
    FileNames names = file_list(link->arena, folder);
    Str best = {0};
    for (u32 i = 0; i < names.count; i++) {
        if (str_eq_nocase(names.at[i], name)) return names.at[i];
        if (!best.n && one_slip_apart(names.at[i], name)) best = names.at[i];
    }
    return best;
}

static Str near_file(Link *link, Str name, bool is_library) {
    Str found = near_name(link, folder_of(link, name), base_of(name));
    if (base_of(name).n < name.n) return found;
    for (u32 i = 0; !found.n && i < link->opt.lib_paths.count; i++)
        found = near_name(link, arena_cstr(link->arena, link->opt.lib_paths.at[i]), name);
    StrArray own = built_in_folders(link);
    for (u32 i = 0; is_library && !found.n && i < own.count; i++) found = near_name(link, arena_cstr(link->arena, own.at[i]), name);
    return found;
}

static bool is_runtime_library(Str name) {
    static const char *const known[] = {"libcmt.lib",  "libcmtd.lib",  "msvcrtd.lib",      "msvcprt.lib",  "libcpmt.lib", "oldnames.lib",
                                        "libucrt.lib", "libucrtd.lib", "libvcruntime.lib", "ucrtd.lib",    "uuid.lib",    "vcruntimed.lib"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_nocase(name, str(known[i]))) return true;
    return false;
}

// Libraries that a driver of mingw-w64 names, and that only its own folders have.
static bool is_mingw_library(Str name) {
    static const char *const known[] = {"stdc++.lib", "gcc.lib",     "gcc_s.lib",   "gcc_eh.lib",   "mingw32.lib",
                                        "mingwex.lib", "moldname.lib", "pthread.lib", "winpthread.lib", "c++.lib"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(name, str(known[i]))) return true;
    return false;
}

void explain_not_found(Link *link, Str name, bool is_library, Message *m) {
    Str near = near_file(link, name, is_library);
    bool short_name = link->opt.gnu && is_library && base_of(name).n == name.n && str_ends(name, STR(".lib"));
    m->why = where_was_looked(link, name, is_library);
    if (short_name) { // of an option -l
        const char *stem = show(link, str_slice(name, 0, name.n - 4));
        m->why = arena_printf(link->arena, "for -l%s the linker %s: lib%s.dll.a, lib%s.a, %s.lib and their like", stem, show(link, m->why), stem, stem, stem);
    }
    if (near.n)
        m->todo = arena_printf(link->arena, "did you mean %s?", show(link, near));
    else if (short_name && is_mingw_library(name))
        m->todo = STR("it comes with mingw-w64: let its gcc or g++ link (x86_64-w64-mingw32-g++), or name the folder of its libraries with -L folder");
    else if (is_library && is_runtime_library(name))
        m->todo = STR("it comes with Visual Studio or its build tools: name their folder with /LIBPATH:folder or LIB='folder;folder'");
    else if (is_library)
        m->todo = arena_printf(link->arena, "check the spelling, or name its folder with /LIBPATH:folder; of a DLL it can be made: "
                               "mylib my.dll /OUT:%s, or mylib /DEF:my.def", show(link, name));
    else
        m->todo = STR("check the spelling, or whether the compiler made it; other folders can be named with /LIBPATH:folder");
    use_users_words(link, m);
}
