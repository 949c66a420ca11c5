// unit-archive.c - archives and short import records: every form is read, every broken one is refused with its reason.
#include "../objfmt/archive.h"
#include "../objfmt/file.h"
#include "../objfmt/import_obj.h"
#include "unit.h"

static Arena arena;

// ---- Building archives by hand

static Buffer archive_start(const char *signature) {
    Buffer b = {.arena = &arena};
    buffer_put_str(&b, str(signature));
    return b;
}

static void put_raw(Buffer *b, const char *name, const char *size, Str data) {
    buffer_printf(b, "%-16s%-12s%-6s%-6s%-8s%-10s`\n", name, "1700000000", "", "", "644", size);
    buffer_put_str(b, data);
    buffer_align(b, 2, '\n');
}

static u64 put_member(Buffer *b, const char *name, Str data) {
    u64 at = b->n;
    put_raw(b, name, (const char *)arena_printf(&arena, "%zu", data.n).p, data);
    return at;
}

static Str be(u32 v) {
    be32 x = put_be32(v);
    return arena_copy(&arena, (Str){(u8 *)&x, 4});
}
static Str le(u32 v) {
    le32 x = put32(v);
    return arena_copy(&arena, (Str){(u8 *)&x, 4});
}

// The parts, up to an empty one, in a row.
static Str join(const Str *parts) {
    Buffer b = {.arena = &arena};
    for (; parts->p; parts++) buffer_put_str(&b, *parts);
    return buffer_str(&b);
}
#define JOIN(...) join((Str[]){__VA_ARGS__, {0}})

static bool open_bytes(Archive *ar, Str bytes, Message *m) {
    *m = (Message){0};
    return archive_open(ar, &arena, bytes, STR("x.lib"), m);
}

// "a.obj=3,long name.obj=0": names and data sizes of all members.
static const char *listing(const Archive *ar) {
    Buffer b = {.arena = &arena};
    ArchiveMember mem;
    Message m;
    for (u64 pos = 0; archive_next(ar, &arena, &pos, &mem, &m);)
        buffer_printf(&b, "%s%.*s=%zu", b.n ? "," : "", STR_ARG(mem.name), mem.data.n);
    if (m.text.n) buffer_printf(&b, "!%.*s", STR_ARG(m.text));
    buffer_put(&b, "", 1);
    return (const char *)b.p;
}

static bool lists(Str bytes, const char *expected) {
    Archive ar;
    Message m;
    if (!open_bytes(&ar, bytes, &m)) {
        printf("# %.*s\n", STR_ARG(m.text));
        return false;
    }
    const char *got = listing(&ar);
    if (strcmp(got, expected) != 0) printf("# got %s\n", got);
    return strcmp(got, expected) == 0;
}

// ---- Names

static void test_names(void) {
    Buffer b = archive_start("!<arch>\n");
    CHECK("an empty archive has no members", lists(buffer_str(&b), ""));

    put_member(&b, "a.obj/", STR("abc"));
    put_member(&b, "b", STR(""));
    CHECK("short names with and without a slash, an odd size, an empty member", lists(buffer_str(&b), "a.obj=3,b=0"));

    b = archive_start("!<arch>\n");
    put_member(&b, "//", STR("a long name.obj/\ndir/other long name.obj/\n"));
    put_member(&b, "/0", STR("1"));
    put_member(&b, "/17", STR("22"));
    CHECK("GNU long names", lists(buffer_str(&b), "a long name.obj=1,dir/other long name.obj=2"));

    b = archive_start("!<arch>\n");
    put_member(&b, "//", STR("a long name.obj\0other long name.obj\0"));
    put_member(&b, "/16", STR("1"));
    put_member(&b, "/0", STR("22"));
    CHECK("Microsoft long names", lists(buffer_str(&b), "other long name.obj=1,a long name.obj=2"));

    b = archive_start("!<arch>\n");
    put_member(&b, "#1/20", STR("__.SYMDEF SORTED\0\0\0\0xx"));
    put_member(&b, "#1/8", STR("abc.o\0\0\0data"));
    CHECK("BSD names, and a BSD index is stepped over", lists(buffer_str(&b), "abc.o=4"));

    b = archive_start("!<arch>\n");
    put_member(&b, "#1/", STR("data"));
    CHECK("a member whose own name is #1", lists(buffer_str(&b), "#1=4"));

    b = archive_start("!<arch>\n");
    put_member(&b, "/SYM64/", STR("\0\0\0\0\0\0\0\0"));
    put_member(&b, "/<HYBRIDMAP>/", STR("x"));
    put_member(&b, "a.obj/", STR("abc"));
    CHECK("other special members are stepped over", lists(buffer_str(&b), "a.obj=3"));

    b = archive_start("!<thin>\n");
    put_member(&b, "//", STR("sub/dir/a.obj/\n"));
    put_raw(&b, "/0", "5000", STR(""));
    put_raw(&b, "b.obj/", "70", STR(""));
    CHECK("a thin archive holds paths, no data", lists(buffer_str(&b), "sub/dir/a.obj=0,b.obj=0"));
}

// ---- Indices

static bool index_is(Str bytes, const char *expected) {
    Archive ar;
    Message m;
    if (!open_bytes(&ar, bytes, &m)) {
        printf("# %.*s\n", STR_ARG(m.text));
        return false;
    }
    Buffer b = {.arena = &arena};
    for (u32 i = 0; i < ar.symbol_count; i++) {
        ArchiveMember mem;
        if (!archive_member(&ar, &arena, ar.symbols[i].member_off, &mem, &m)) return false;
        buffer_printf(&b, "%s%.*s@%.*s", i ? "," : "", STR_ARG(ar.symbols[i].name), STR_ARG(mem.name));
    }
    buffer_put(&b, "", 1);
    if (strcmp((const char *)b.p, expected) != 0) printf("# got %s\n", b.p);
    return strcmp((const char *)b.p, expected) == 0;
}

enum { FIRST_SIZE = 4 + 8 + 4, SECOND_SIZE = 4 + 8 + 4 + 4 + 4 }; // two symbols f and g, two members

// An archive of a.obj (defines g) and b.obj (defines f), with either index or both.
static Str two_members(bool first, bool second) {
    u32 a = 8 + (first ? 60 + FIRST_SIZE : 0) + (second ? 60 + SECOND_SIZE : 0), c = a + 62;
    Buffer b = archive_start("!<arch>\n");
    if (first) put_member(&b, "/", JOIN(be(2), be(c), be(a), STR("f\0g\0"))); // not ascending
    if (second) put_member(&b, "/", JOIN(le(2), le(c), le(a), le(2), STR("\1\0\2\0"), STR("f\0g\0")));
    put_member(&b, "a.obj/", STR("aa"));
    put_member(&b, "b.obj/", STR("bb"));
    return buffer_str(&b);
}

static void test_indices(void) {
    CHECK("both linker members", index_is(two_members(true, true), "f@b.obj,g@a.obj"));
    CHECK("only the first linker member", index_is(two_members(true, false), "f@b.obj,g@a.obj"));
    CHECK("only the second linker member", index_is(two_members(false, true), "f@b.obj,g@a.obj"));
    Archive ar;
    Message m;
    CHECK("no linker member", open_bytes(&ar, two_members(false, false), &m) && !ar.symbols && !ar.has_first);
    Buffer b = archive_start("!<arch>\n");
    put_member(&b, "/", be(0));
    CHECK("an empty index (what `ar` writes for an .rlib)",
          open_bytes(&ar, buffer_str(&b), &m) && ar.symbol_count == 0);
}

// ---- Refused archives

// An archive with one index member of those bytes, then a.obj at 8 + 60 + n.
static Str with_index(Str index) {
    Buffer b = archive_start("!<arch>\n");
    put_member(&b, "/", index);
    put_member(&b, "a.obj/", STR("aa"));
    return buffer_str(&b);
}

static void refused(const char *name, Str bytes, const char *part) {
    Archive ar;
    Message m;
    bool ok = open_bytes(&ar, bytes, &m) &&
              archive_check_index(&ar, &arena, ar.has_second ? 2 : 1, ar.symbols, ar.symbol_count, &m);
    if (ok) {
        const char *got = strchr(listing(&ar), '!');
        ok = !got;
        if (got) m.text = str(got);
    }
    unit_refused(name, ok, &m, part);
}

static void test_refused_indices(void) {
    u32 a = 8 + 60 + 10;
    refused("symbol count past the member", with_index(JOIN(be(3), be(8), STR("f"))), "too few for 3 symbols");
    refused("symbol count that wraps", with_index(JOIN(be(0x40000001), be(8), STR("f\0"))),
            "too few for 1073741825 symbols");
    refused("an empty linker member", with_index(STR("")), "has 0 bytes");
    refused("offset 0", with_index(JOIN(be(1), be(0), STR("f\0"))), "entry 1 of linker member 1 points at 0x0");
    refused("offset past the file", with_index(JOIN(be(1), be(0x7fffffff), STR("f\0"))), "points at 0x7fffffff");
    refused("offset in the middle of a member", with_index(JOIN(be(1), be(a + 2), STR("f\0"))), "points at 0x50");
    refused("offset of the index itself", with_index(JOIN(be(1), be(8), STR("f\0"))), "not an object but '/'");
    refused("a name without an end", with_index(JOIN(be(1), be(a), STR("ff"))), "ends within name 1 of 1");
    refused("fewer names than symbols", with_index(JOIN(be(1), be(8 + 60 + 9 + 1), STR("f"))),
            "ends within name 1 of 1");

    Str first = JOIN(be(0));
    Str seconds[] = {JOIN(le(0x40000000), le(0)), JOIN(le(1), le(0), le(0)), JOIN(le(0), le(1), STR("\1\0f\0")),
                     JOIN(le(1), le(8 + 64 + 60 + 16), le(1), STR("\0\0f\0")),
                     JOIN(le(1), le(8 + 64 + 60 + 16), le(1), STR("\2\0f\0"))};
    const char *parts[] = {"too few for 1073741824 member offsets", "points at 0x0", "names member 1 of 0",
                           "names member 0 of 1", "names member 2 of 1"};
    for (int i = 0; i < 5; i++) {
        Buffer b = archive_start("!<arch>\n");
        put_member(&b, "/", first);
        put_member(&b, "/", seconds[i]);
        put_member(&b, "a.obj/", STR("aa"));
        refused(parts[i], buffer_str(&b), parts[i]);
    }
    Buffer b = archive_start("!<arch>\n");
    for (int i = 0; i < 3; i++) put_member(&b, "/", be(0));
    refused("three linker members", buffer_str(&b), "third linker member");
}

static void test_refused_members(void) {
    static const struct {
        const char *name, *member, *size, *part;
    } cases[] = {
        {"size is not a number", "a.obj/", "12x", "size '12x       ' of member 'a.obj/' is not a number"},
        {"size is negative", "a.obj/", "-1", "is not a number"},
        {"size is blank", "a.obj/", "", "is not a number"},
        {"size past the file", "a.obj/", "3", "end past the file"},
        {"size over 32 bits", "a.obj/", "4294967297", "end past the file"},
        {"long name without a table", "/5", "2", "past the 0 bytes of long names"},
        {"long name in a nested thin archive", "/5:70", "2", "should be '/' and a number"},
        {"BSD name longer than the data", "#1/9", "2", "length of at most 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buffer b = archive_start("!<arch>\n");
        put_raw(&b, cases[i].member, cases[i].size, STR("aa"));
        refused(cases[i].name, buffer_str(&b), cases[i].part);
    }
    Buffer b = archive_start("!<arch>\n");
    put_member(&b, "//", STR("no end"));
    put_member(&b, "/0", STR("aa"));
    refused("long name without an end", buffer_str(&b), "has no end");
    b = archive_start("!<arch>\n");
    put_member(&b, "a.obj/", STR("aa"));
    buffer_put_str(&b, STR("trailing bytes"));
    refused("a header cut short", buffer_str(&b), "runs past the file");
    b = archive_start("!<arch>\n");
    put_member(&b, "a.obj/", STR("aa"));
    b.p[8 + 58] = '!';
    refused("a header without its end mark", buffer_str(&b), "no member header at 0x8");
    refused("not an archive", STR("!<arch>\r\n"), "not a library: it does not begin with !<arch> or !<thin>");
}

// ---- Writing, and reading it back

static void test_write(void) {
    Str sym_a[] = {STR("zeta"), STR("__imp_zeta")}, sym_b[] = {STR("alpha")};
    ArchiveNewMember members[] = {
        {.name = STR("a.obj"), .data = STR("aaa"), .date = -1, .symbols = sym_a, .symbol_count = 2, .index_order = 1},
        {.name = STR("a name that is long.obj"), .data = STR("bb"), .date = -1, .symbols = sym_b, .symbol_count = 1},
        {.name = STR("a name that is long.obj"), .data = STR("c"), .date = -1},
    };
    Str bytes;
    Message m = {0};
    CHECK("an archive is written", archive_write(&arena, members, 3, &bytes, &m));
    CHECK("names and data come back", lists(bytes, "a.obj=3,a name that is long.obj=2,a name that is long.obj=1"));
    CHECK("the second index is sorted byte-wise",
          index_is(bytes, "__imp_zeta@a.obj,alpha@a name that is long.obj,zeta@a.obj"));
    Archive ar;
    ArchiveSymbol *symbols;
    u32 count;
    open_bytes(&ar, bytes, &m);
    CHECK("the first index is in declared order", archive_read_index(&ar, &arena, 1, &symbols, &count, &m) &&
                                                      count == 3 && str_eq(symbols[0].name, STR("alpha")) &&
                                                      str_eq(symbols[2].name, STR("__imp_zeta")));
    CHECK("equal long names are stored once", ar.long_names.data.n == sizeof "a name that is long.obj");
    CHECK("header fields are LIB's",
          memcmp(ar.first.raw_header.p, "/               -1                      0       ", 48) == 0);
    CHECK("an empty archive is written", archive_write(&arena, NULL, 0, &bytes, &m) && lists(bytes, ""));
}

// Names that mean something else in other places, as DLLs may have them.
static void test_odd_names(void) {
    Str symbol[] = {STR("f")};
    ArchiveNewMember member = {.data = STR("x"), .date = -1, .symbols = symbol, .symbol_count = 1};
    static const char *const names[] = {
        "__.SYMDEF", "__.SYMDEF SORTED", "__.SYMDEFexports.dll", "/", "//", "/1", "#1/5", "#1", ""};
    Str bytes;
    Message m = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        member.name = str(names[i]);
        Str expected = arena_printf(&arena, "f@%s", names[i]);
        CHECK(names[i], archive_write(&arena, &member, 1, &bytes, &m) && index_is(bytes, (const char *)expected.p));
    }
    member.name = arena_printf(&arena, "%040000d", 1);
    unit_refused("a member name of 40,000 bytes", archive_write(&arena, &member, 1, &bytes, &m), &m,
                 "a member with a name of 40000 bytes");
}

static void test_many_members(void) {
    enum { COUNT = 70000 };
    ArchiveNewMember *members = ARENA_ARRAY(&arena, ArchiveNewMember, COUNT);
    for (u32 i = 0; i < COUNT; i++) {
        Str *symbol = ARENA_NEW(&arena, Str);
        *symbol = arena_printf(&arena, "f%05u", COUNT - i);
        members[i] = (ArchiveNewMember){
            .name = STR("x.dll"), .data = STR("x"), .date = -1, .symbols = symbol, .symbol_count = 1};
    }
    Str bytes;
    Message m = {0};
    Archive ar;
    CHECK("70,000 members are written without a second linker member",
          archive_write(&arena, members, COUNT, &bytes, &m) && open_bytes(&ar, bytes, &m) && !ar.has_second &&
              ar.symbol_count == COUNT);
}

// ---- Short import records

static void import_refused(const char *name, Str bytes, const char *part) {
    ImportObject imp;
    Message m = {0};
    bool ok = import_obj_open(&imp, &arena, bytes, STR("x.lib(x.dll)"), &m);
    unit_refused(name, ok, &m, part);
}

static Str import_record(u32 size, u16 bits, Str strings) {
    ImportObjectRecord rec = {.sig2 = put16(0xffff),
                              .machine = put16(0x8664),
                              .data_size = put32(size),
                              .hint = put16(7),
                              .bits = put16(bits)};
    return JOIN(arena_copy(&arena, (Str){(u8 *)&rec, sizeof rec}), strings);
}

static void test_imports(void) {
    static const struct {
        u8 name_type;
        const char *symbol, *name;
    } names[] = {
        {IMPORT_OBJECT_NAME, "_f@8", "_f@8"},
        {IMPORT_OBJECT_NAME_NO_PREFIX, "_f", "f"},
        {IMPORT_OBJECT_NAME_NO_PREFIX, "__f", "_f"},
        {IMPORT_OBJECT_NAME_NO_PREFIX, "f", "f"},
        {IMPORT_OBJECT_NAME_UNDECORATE, "_f@8", "f"},
        {IMPORT_OBJECT_NAME_UNDECORATE, "@f@8", "f"},
        {IMPORT_OBJECT_NAME_UNDECORATE, "?f@@YAXXZ", "f"},
        {IMPORT_OBJECT_ORDINAL, "f", ""},
        {IMPORT_OBJECT_NAME_EXPORTAS, "f", "other"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ImportObject in = {.machine = 0x14c,
                           .type = (u8)(i % 3),
                           .name_type = names[i].name_type,
                           .hint = 12,
                           .symbol = str(names[i].symbol),
                           .dll = STR("k.dll"),
                           .export_name = STR("other")},
                     out;
        Message m = {0};
        bool ok = import_obj_open(&out, &arena, import_obj_write(&arena, &in), STR("x"), &m);
        CHECK((const char *)arena_printf(&arena, "name type %u of %s", names[i].name_type, names[i].symbol).p,
              ok && str_eq(out.export_name, str(names[i].name)) && out.hint == 12 && out.machine == 0x14c &&
                  out.type == i % 3 && str_eq(out.dll, STR("k.dll")) && str_eq(out.symbol, str(names[i].symbol)));
    }
    import_refused("a record cut short", STR("\0\0\xff\xff"), "4 bytes");
    import_refused("names past the record", import_record(9, 4, STR("f\0k.dll\0")),
                   "9 bytes of names, but only 8 follow");
    import_refused("a symbol without an end", import_record(1, 4, STR("f")), "symbol's name is empty or has no end");
    import_refused("an empty symbol", import_record(7, 4, STR("\0k.dll\0")), "symbol's name is empty");
    import_refused("no DLL name", import_record(2, 4, STR("f\0")), "DLL's name is missing");
    import_refused("a DLL name without an end", import_record(7, 4, STR("f\0k.dll")),
                   "DLL's name is missing or has no end");
    import_refused("EXPORTAS without its name", import_record(8, 4 << 2, STR("f\0k.dll\0")), "EXPORTAS");
    import_refused("type 3", import_record(8, 4 | 3, STR("f\0k.dll\0")), "type 3");
    import_refused("name type 5", import_record(8, 5 << 2, STR("f\0k.dll\0")), "name type 5");
    import_refused("a name that is all decoration", import_record(8, 3 << 2, STR("_\0k.dll\0")), "nothing is left");
}

// ---- Nothing may crash: every prefix, and many copies with bytes changed

static void touch(Str bytes) {
    Archive ar;
    Message m;
    if (open_bytes(&ar, bytes, &m)) listing(&ar);
}

static void test_mutations(void) {
    Str whole = two_members(true, true);
    u32 state = 12345;
    for (size_t n = 0; n <= whole.n; n++) touch(arena_copy(&arena, str_slice(whole, 0, n)));
    for (int i = 0; i < 20000; i++) {
        Arena scratch = {0};
        Str copy = arena_copy(&scratch, whole);
        u8 *p = (u8 *)copy.p;
        for (int k = 0; k < 3; k++) p[unit_random(&state) % copy.n] = (u8)unit_random(&state);
        touch(copy);
        arena_free(&scratch);
        if (i % 1000 == 0) arena_free(&arena), whole = two_members(true, true);
    }
    CHECK("prefixes and mutations do no harm", true);
}

// unit-archive OUT OBJECT SYMBOL [OBJECT SYMBOL]...: an archive for tests/archive-written.sh, which shows it to other
// tools.
static int write_archive(int argc, char **argv) {
    ArchiveNewMember members[8] = {0};
    Str symbols[8], bytes;
    FileIdentity id;
    Message m = {0};
    u32 n = 0;
    for (int i = 2; i + 1 < argc && n < 8; i += 2, n++) {
        symbols[n] = str(argv[i + 1]);
        members[n] = (ArchiveNewMember){
            .name = str(argv[i]), .date = -1, .symbols = &symbols[n], .symbol_count = 1, .index_order = 8 - n};
        if (!file_read(&arena, argv[i], &members[n].data, &id, &m)) return 1;
        members[n].name = str_slice(members[n].name, str_rfind(members[n].name, '/') + 1, members[n].name.n);
    }
    return archive_write(&arena, members, n, &bytes, &m) && file_write(&arena, argv[1], bytes, &m) ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc > 2) return write_archive(argc, argv);
    test_names();
    test_indices();
    test_refused_indices();
    test_refused_members();
    test_write();
    test_odd_names();
    test_many_members();
    test_imports();
    test_mutations();
    arena_free(&arena);
    return unit_result();
}
