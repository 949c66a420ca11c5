// archive.c - reading and writing .lib and .a files.
//
// Everything in front of a member's bytes is text, 60 characters, so that an archive can be looked at with `less`:
//
//      a.obj/          1700000000                      100644  482       `.
//      name            seconds since 1970  user  group mode    size      60 0A
//
// A name that needs more than 15 characters stands in the member "//", and the field says where: "/17". GNU ends the
// names there with "/\n", LIB with a NUL. BSD archives say "#1/20": the name is the first 20 bytes of the data.
//
// The index in front exists because nobody wants to open a thousand objects to find the one that defines `malloc`. LIB
// writes it twice, first in the old Unix form and then in a form made for a binary search:
//
//      first   count | count offsets, big-endian           | count names
//      second  members | offsets | count | count u16 numbers | count names, sorted; number 1 is the first offset
//
// An index may lie. Where an entry points there is room for a member header within the file: no more is looked at when an
// archive is opened. Whether a member is there, and defines the name, is seen when somebody asks for it.
// [PE: Archive (Library) File Format] [PE: First Linker Member] [PE: Second Linker Member] [PE: Longnames Member]
#include "archive.h"
#include <stdlib.h>

enum {
    SIGNATURE_SIZE = 8,
    HEADER_SIZE = sizeof(ArchiveMemberRecord),
    MAX_SECOND_MEMBERS = 0xffff,
    LONGEST_NAME = 0x8000
};

typedef unsigned long long ull; // what %llu takes

// ---- Member headers

static Str trim_right(Str s) {
    while (s.n && s.p[s.n - 1] == ' ') s.n--;
    return s;
}

// A number in decimal digits, then blanks up to the field's end. False for anything else, an empty field too.
static bool decimal_field(Str field, u64 *value) {
    Str digits = trim_right(field);
    *value = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9') return false;
        *value = *value * 10 + (digits.p[i] - '0'); // at most 15 digits: cannot wrap
    }
    return digits.n > 0;
}

// "/", "//", "/SYM64/", "/<HYBRIDMAP>/": a member of the archive's own. "/17" is an object's.
static bool is_special_name(Str field) {
    return field.n && field.p[0] == '/' && !(field.n > 1 && field.p[1] >= '0' && field.p[1] <= '9');
}

// "#1/20". A member whose own name is "#1" has the field "#1/", as "a.obj" has "a.obj/": numbers end with no '/'.
static bool is_bsd_field(Str field) { return str_starts(field, STR("#1/")) && !str_ends(field, STR("/")); }

// BSD's index is called "__.SYMDEF", or "__.SYMDEF SORTED" by way of "#1/20". A DLL or an object may have that name,
// too: theirs ends with '/', or is among the long names.
static bool is_special(const ArchiveMember *mem) {
    Str field = trim_right(str_slice(mem->raw_header, 0, 16));
    if (is_special_name(field)) return true;
    bool in_bsd_way = is_bsd_field(field) || !(str_starts(field, STR("/")) || str_ends(field, STR("/")));
    return in_bsd_way && str_starts(mem->name, STR("__.SYMDEF"));
}

// Where the next header is: members start at even offsets.
static u64 member_end(const Archive *ar, const ArchiveMember *mem) {
    bool stored = !ar->is_thin || is_special(mem);
    return align_up(mem->header_off + HEADER_SIZE + (stored ? mem->size : 0), 2);
}

// "/17": the name is at offset 17 of the member "//".
static bool long_name(const Archive *ar, Arena *arena, Str field, ArchiveMember *out, Message *m) {
    u64 at;
    if (!decimal_field(str_slice(field, 1, field.n), &at))
        return bad_file(m, arena, ar->name, 1127, out->header_off,
                        "library is corrupt: member name '%s' should be '/' and a number", printable(arena, field));
    Str table = ar->long_names.data;
    if (at >= table.n)
        return bad_file(m, arena, ar->name, 1127, out->header_off,
                        "library is corrupt: member name '%s' points past the %llu bytes of long names",
                        printable(arena, field), (ull)table.n);
    Str rest = str_slice(table, (size_t)at, table.n);
    size_t end = 0,
           limit = rest.n < LONGEST_NAME ? rest.n : LONGEST_NAME; // ten thousand members may share one endless name
    while (end < limit && rest.p[end] != '\n' && rest.p[end] != 0) end++;
    if (end == limit)
        return bad_file(m, arena, ar->name, 1127, out->header_off,
                        "library is corrupt: the long member name at %llu has no end", (ull)at);
    out->name = str_slice(rest, 0, end);
    if (rest.p[end] == '\n' && end > 0 && rest.p[end - 1] == '/') out->name.n--;
    return true;
}

// "#1/20": the name is the first 20 bytes of the data, padded with NULs. [BSD ar]
static bool bsd_name(const Archive *ar, Arena *arena, Str field, ArchiveMember *out, Message *m) {
    u64 n, most = out->data.n < LONGEST_NAME ? out->data.n : LONGEST_NAME;
    if (!decimal_field(str_slice(field, 3, field.n), &n) || n > most)
        return bad_file(m, arena, ar->name, 1127, out->header_off,
                        "library is corrupt: member name '%s' should give a length of at most %llu",
                        printable(arena, field), (ull)most);
    Str name = str_slice(out->data, 0, (size_t)n);
    out->name = str_slice(name, 0, str_find(name, 0));
    out->data = str_slice(out->data, (size_t)n, out->data.n);
    return true;
}

static bool resolve_name(const Archive *ar, Arena *arena, Str field, ArchiveMember *out, Message *m) {
    if (is_special_name(field)) {
        out->name = field;
        return true;
    }
    if (str_starts(field, STR("/"))) return long_name(ar, arena, field, out, m);
    if (is_bsd_field(field)) return bsd_name(ar, arena, field, out, m);
    out->name = str_ends(field, STR("/")) ? str_slice(field, 0, field.n - 1) : field;
    return true;
}

// The member at header_off, one of the archive's own, too.
static bool read_member(const Archive *ar, Arena *arena, u64 header_off, ArchiveMember *out, Message *m) {
    if (!range_ok(header_off, 1, HEADER_SIZE, ar->file.n))
        return bad_file(m, arena, ar->name, 1127, header_off,
                        "library is corrupt: a member header at 0x%llx runs past the file (0x%llx bytes)",
                        (ull)header_off, (ull)ar->file.n);
    const ArchiveMemberRecord *rec = (const void *)(ar->file.p + header_off);
    *out = (ArchiveMember){.header_off = header_off, .date = -1, .raw_header = {(const u8 *)rec, HEADER_SIZE}};
    Str field = trim_right((Str){rec->name, sizeof rec->name});
    if (memcmp(rec->end, "`\n", 2) != 0)
        return bad_file(m, arena, ar->name, 1127, header_off,
                        "library is corrupt: no member header at 0x%llx (it would end with the bytes 60 0A)",
                        (ull)header_off);
    if (!decimal_field((Str){rec->size, sizeof rec->size}, &out->size))
        return bad_file(m, arena, ar->name, 1127, header_off,
                        "library is corrupt: size '%s' of member '%s' is not a number",
                        printable(arena, (Str){rec->size, sizeof rec->size}), printable(arena, field));
    u64 date;
    if (decimal_field((Str){rec->date, sizeof rec->date}, &date)) out->date = (i64)date;
    if (!ar->is_thin || is_special_name(field)) {
        u64 data_off = header_off + HEADER_SIZE;
        if (!range_ok(data_off, out->size, 1, ar->file.n))
            return bad_file(
                m, arena, ar->name, 1127, header_off,
                "library is corrupt: member '%s' at 0x%llx has %llu bytes, which end past the file (0x%llx bytes)",
                printable(arena, field), (ull)header_off, (ull)out->size, (ull)ar->file.n);
        out->data = str_slice(ar->file, (size_t)data_off, (size_t)(data_off + out->size));
    }
    return resolve_name(ar, arena, field, out, m);
}

bool archive_member(const Archive *ar, Arena *arena, u64 header_off, ArchiveMember *out, Message *m) {
    if (!read_member(ar, arena, header_off, out, m)) return false;
    if (!is_special(out)) return true;
    return bad_file(m, arena, ar->name, 1127, header_off, "library is corrupt: at 0x%llx is not an object but '%s'",
                    (ull)header_off, printable(arena, out->name));
}

bool archive_next(const Archive *ar, Arena *arena, u64 *pos, ArchiveMember *out, Message *m) {
    *m = (Message){0};
    if (*pos < SIGNATURE_SIZE) *pos = ar->members_off;
    while (*pos < ar->file.n) {
        if (!read_member(ar, arena, *pos, out, m)) return false;
        *pos = member_end(ar, out);
        if (!is_special(out)) return true;
    }
    return false;
}

// ---- The indices

// A member header must fit where an entry points. Whether one is there is not looked at: a page of memory for every
// member would cost more than the rest of a small program's link, which needs few of them.
static bool check_entry(const Archive *ar, Arena *arena, u32 which, u64 entry_num, u32 member_off, Message *m) {
    if (member_off >= SIGNATURE_SIZE && range_ok(member_off, 1, HEADER_SIZE, ar->file.n)) return true;
    return bad_file(m, arena, ar->name, 1127, which == 1 ? ar->first.header_off : ar->second.header_off,
                    "library is corrupt: entry %llu of linker member %u points at 0x%x, where no member can be (the file "
                    "has 0x%llx bytes)",
                    (ull)entry_num, which, member_off, (ull)ar->file.n);
}

// Takes `count` NUL-terminated names off `names`.
static bool read_names(const Archive *ar, Arena *arena, u32 which, Str names, ArchiveSymbol *symbols, u32 count,
                       Message *m) {
    for (u32 i = 0; i < count; i++) {
        size_t n = str_find(names, 0);
        if (n == names.n)
            return bad_file(m, arena, ar->name, 1127, (u64)(names.p - ar->file.p),
                            "library is corrupt: linker member %u ends within name %u of %u", which, i + 1, count);
        symbols[i].name = str_slice(names, 0, n);
        names = str_slice(names, n + 1, names.n);
    }
    return true;
}

static bool read_first(const Archive *ar, Arena *arena, ArchiveSymbol **symbols, u32 *count, Message *m) {
    Str d = ar->first.data;
    const be32 *words = (const void *)d.p;
    u32 n = d.n >= 4 ? get_be32(words[0]) : 0;
    if (d.n < 4 || !range_ok(4, n, 4 + 1, d.n)) // an offset and at least the NUL of a name each
        return bad_file(m, arena, ar->name, 1127, ar->first.header_off,
                        "library is corrupt: linker member 1 has %llu bytes, too few for %u symbols", (ull)d.n, n);
    *symbols = ARENA_ARRAY(arena, ArchiveSymbol, n);
    *count = n;
    for (u32 i = 0; i < n; i++) {
        (*symbols)[i].member_off = get_be32(words[1 + i]);
        if (!check_entry(ar, arena, 1, i + 1, (*symbols)[i].member_off, m)) return false;
    }
    return read_names(ar, arena, 1, str_slice(d, 4 + 4 * (size_t)n, d.n), *symbols, n, m);
}

static bool read_second(const Archive *ar, Arena *arena, ArchiveSymbol **symbols, u32 *count, Message *m) {
    Str d = ar->second.data;
    const le32 *words = (const void *)d.p;
    u32 members = d.n >= 4 ? get32(words[0]) : 0;
    u64 count_off = 4 + 4 * (u64)members;
    if (d.n < 8 || !range_ok(4, members, 4, d.n - 4))
        return bad_file(m, arena, ar->name, 1127, ar->second.header_off,
                        "library is corrupt: linker member 2 has %llu bytes, too few for %u member offsets", (ull)d.n,
                        members);
    u32 n = load32(d.p + count_off);
    if (!range_ok(count_off + 4, n, 2 + 1, d.n))
        return bad_file(m, arena, ar->name, 1127, ar->second.header_off,
                        "library is corrupt: linker member 2 has %llu bytes, too few for %u symbols", (ull)d.n, n);
    for (u32 i = 0; i < members; i++)
        if (!check_entry(ar, arena, 2, i + 1, get32(words[1 + i]), m)) return false;
    const le16 *numbers = (const void *)(d.p + count_off + 4);
    *symbols = ARENA_ARRAY(arena, ArchiveSymbol, n);
    *count = n;
    for (u32 i = 0; i < n; i++) {
        u32 number = get16(numbers[i]);
        if (number == 0 || number > members)
            return bad_file(m, arena, ar->name, 1127, ar->second.header_off,
                            "library is corrupt: symbol %u of linker member 2 names member %u of %u", i + 1, number,
                            members);
        (*symbols)[i].member_off = get32(words[number]);
    }
    return read_names(ar, arena, 2, str_slice(d, (size_t)count_off + 4 + 2 * (size_t)n, d.n), *symbols, n, m);
}

bool archive_read_index(const Archive *ar, Arena *arena, u32 which, ArchiveSymbol **symbols, u32 *count, Message *m) {
    return which == 1 ? read_first(ar, arena, symbols, count, m) : read_second(ar, arena, symbols, count, m);
}

bool archive_check_index(const Archive *ar, Arena *arena, u32 which, const ArchiveSymbol *symbols, u32 count,
                         Message *m) {
    for (u32 i = 0; i < count; i++) {
        ArchiveMember member;
        Message inner;
        u32 off = symbols[i].member_off;
        bool is_next_of_same = i && off == symbols[i - 1].member_off;
        if (!is_next_of_same && !archive_member(ar, arena, off, &member, &inner))
            return bad_file(m, arena, ar->name, 1127, which == 1 ? ar->first.header_off : ar->second.header_off,
                            "library is corrupt: symbol %u of linker member %u points at 0x%x: %.*s", i + 1, which, off,
                            STR_ARG(inner.text));
    }
    return true;
}

// ---- Opening

// Finds the linker members and "//", which come before all others.
static bool read_special_members(Archive *ar, Arena *arena, Message *m) {
    u64 pos = SIGNATURE_SIZE;
    while (pos < ar->file.n) {
        ArchiveMember mem;
        if (!read_member(ar, arena, pos, &mem, m)) return false;
        if (!is_special(&mem)) break;
        if (str_eq(mem.name, STR("//"))) {
            ar->long_names = mem;
        } else if (str_eq(mem.name, STR("/")) && !ar->has_first) {
            ar->first = mem;
            ar->has_first = true;
        } else if (str_eq(mem.name, STR("/")) && !ar->has_second) {
            ar->second = mem;
            ar->has_second = true;
        } else if (str_eq(mem.name, STR("/"))) {
            return bad_file(m, arena, ar->name, 1127, pos, "library is corrupt: a third linker member at 0x%llx",
                            (ull)pos);
        }
        pos = member_end(ar, &mem);
    }
    ar->members_off = pos;
    return true;
}

// A single "/" is the first linker member in every archive we know of but the oddest, where the first was stripped and
// the second left. Nothing marks which it is; but a small little-endian count read as big-endian is far beyond the
// member's size.
static bool read_only_index(Archive *ar, Arena *arena, Message *m) {
    if (read_first(ar, arena, &ar->symbols, &ar->symbol_count, m)) return true;
    Archive other = *ar;
    Message second_message;
    other.second = ar->first;
    other.first = (ArchiveMember){0};
    other.has_first = false;
    other.has_second = true;
    if (!read_second(&other, arena, &other.symbols, &other.symbol_count, &second_message)) return false;
    *ar = other;
    *m = (Message){0};
    return true;
}

bool archive_open(Archive *ar, Arena *arena, Str bytes, Str name, Message *m) {
    *ar = (Archive){.file = bytes, .name = name, .is_thin = str_starts(bytes, STR("!<thin>\n"))};
    if (!ar->is_thin && !str_starts(bytes, STR("!<arch>\n")))
        return bad_file(m, arena, name, 1127, 0, "not a library: it does not begin with !<arch> or !<thin>");
    if (!read_special_members(ar, arena, m)) return false;
    if (ar->has_second) return read_second(ar, arena, &ar->symbols, &ar->symbol_count, m);
    if (ar->has_first) return read_only_index(ar, arena, m);
    return true;
}

// ---- Writing

typedef struct {
    Str name;
    u32 seq;    // place in declared order, to make the sort total
    u32 number; // of the member in the second linker member, from 1
} IndexSymbol;

typedef struct {
    const ArchiveNewMember *members;
    u32 count;
    char (*names)[17]; // name fields: "a.obj/", "/17"
    Str long_names;
    u32 *order;           // members in the order of the indices
    u32 *offsets;         // of each member's header, in file order
    IndexSymbol *symbols; // in declared order
    u32 symbol_count;
    u64 name_bytes; // of all symbol names with their NULs
    u64 size;
} Writer;

// A field per member, and the bytes of "//" when some name is too long. Import libraries give every member one name
// (the DLL's), so a name equal to the one before shares its place.
static void make_names(Writer *w, Arena *arena) {
    Buffer table = {.arena = arena};
    Str last = {0};
    w->names = arena_alloc_array(arena, w->count, sizeof *w->names);
    for (u32 i = 0; i < w->count; i++) {
        Str name = w->members[i].name;
        bool fits = name.n > 0 && name.n < 16 && str_find(name, '/') == name.n;
        if (fits && !str_eq(name, STR("#1"))) { // "#1/" would be the beginning of a BSD name for others
            memcpy(w->names[i], name.p, name.n);
            w->names[i][name.n] = '/';
            continue;
        }
        if (!last.p || !str_eq(name, last)) {
            last = name;
            buffer_put_str(&table, name);
            buffer_put(&table, "", 1);
        }
        Str field = arena_printf(arena, "/%llu", (ull)(table.n - last.n - 1));
        memcpy(w->names[i], field.p, field.n < 16 ? field.n : 16);
    }
    w->long_names = buffer_str(&table);
}

static int compare_names(const void *a, const void *b) {
    const IndexSymbol *x = a, *y = b;
    int c = str_cmp(x->name, y->name);
    return c ? c : (x->seq > y->seq) - (x->seq < y->seq);
}

typedef struct {
    u32 key, member;
} OrderKey;

static int compare_order(const void *a, const void *b) {
    const OrderKey *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->member > y->member) - (x->member < y->member);
}

static void make_index(Writer *w, Arena *arena) {
    OrderKey *keys = ARENA_ARRAY(arena, OrderKey, w->count);
    u64 total = 0;
    for (u32 i = 0; i < w->count; i++) {
        keys[i] = (OrderKey){w->members[i].index_order, i};
        total += w->members[i].symbol_count;
    }
    if (w->count) qsort(keys, w->count, sizeof *keys, compare_order);
    w->order = ARENA_ARRAY(arena, u32, w->count);
    w->symbols = ARENA_ARRAY(arena, IndexSymbol, total);
    for (u32 i = 0; i < w->count; i++) {
        const ArchiveNewMember *mem = &w->members[keys[i].member];
        w->order[i] = keys[i].member;
        for (u32 k = 0; k < mem->symbol_count; k++) {
            w->symbols[w->symbol_count] = (IndexSymbol){mem->symbols[k], w->symbol_count, i + 1};
            w->symbol_count++;
            w->name_bytes += mem->symbols[k].n + 1;
        }
    }
}

// user and group are blank, the mode is 0: what LIB writes. [link.exe]
static void put_header(Buffer *b, const char *name, i64 date, u64 size) {
    buffer_printf(b, "%-16s%-12lld%-6s%-6s%-8s%-10llu`\n", name, (long long)date, "", "", "0", (ull)size);
}

static void put_symbol_names(Buffer *b, const IndexSymbol *symbols, u32 count) {
    for (u32 i = 0; i < count; i++) {
        buffer_put_str(b, symbols[i].name);
        buffer_put(b, "", 1);
    }
}

static void put_first(Buffer *b, const Writer *w, i64 date) {
    put_header(b, "/", date, 4 + 4 * (u64)w->symbol_count + w->name_bytes);
    be32 count = put_be32(w->symbol_count);
    buffer_put(b, &count, 4);
    for (u32 i = 0; i < w->symbol_count; i++) {
        be32 off = put_be32(w->offsets[w->order[w->symbols[i].number - 1]]);
        buffer_put(b, &off, 4);
    }
    put_symbol_names(b, w->symbols, w->symbol_count);
    buffer_align(b, 2, '\n');
}

static u64 second_size(const Writer *w) { return 4 + 4 * (u64)w->count + 4 + 2 * (u64)w->symbol_count + w->name_bytes; }

static void put_second(Buffer *b, Writer *w, i64 date) { // sorts w->symbols: after put_first
    put_header(b, "/", date, second_size(w));
    buffer_put32(b, w->count);
    for (u32 i = 0; i < w->count; i++) buffer_put32(b, w->offsets[w->order[i]]);
    buffer_put32(b, w->symbol_count);
    if (w->symbol_count) qsort(w->symbols, w->symbol_count, sizeof *w->symbols, compare_names);
    for (u32 i = 0; i < w->symbol_count; i++) buffer_put16(b, (u16)w->symbols[i].number);
    put_symbol_names(b, w->symbols, w->symbol_count);
    buffer_align(b, 2, '\n');
}

// Gives each member its place, and the archive its size. False when it would pass the 4 GB that 32-bit offsets reach.
static bool place_members(Writer *w, Arena *arena, bool with_second) {
    u64 off = SIGNATURE_SIZE;
    off = align_up(off + HEADER_SIZE + 4 + 4 * (u64)w->symbol_count + w->name_bytes, 2);
    if (with_second) off = align_up(off + HEADER_SIZE + second_size(w), 2);
    if (w->long_names.n) off = align_up(off + HEADER_SIZE + w->long_names.n, 2);
    w->offsets = ARENA_ARRAY(arena, u32, w->count);
    for (u32 i = 0; i < w->count; i++) {
        if (off > UINT32_MAX) return false;
        w->offsets[i] = (u32)off;
        off = align_up(off + HEADER_SIZE + w->members[i].data.n, 2);
    }
    w->size = off;
    return off <= UINT32_MAX;
}

// Nobody could read it back. A file's name is never so long, but a DLL may call itself what it likes.
static bool check_names(const Writer *w, Arena *arena, Message *m) {
    for (u32 i = 0; i < w->count; i++) {
        Str name = w->members[i].name;
        if (name.n < LONGEST_NAME) continue;
        *m = (Message){.kind = MSG_FATAL, .code = 1248};
        m->text = arena_printf(arena, "the library would have a member with a name of %llu bytes: '%s...'", (ull)name.n,
                               printable(arena, str_slice(name, 0, 20)));
        m->todo = STR("give the DLL, or the object, a shorter name");
        return false;
    }
    return true;
}

bool archive_write(Arena *arena, const ArchiveNewMember *members, u32 count, Str *bytes, Message *m) {
    Writer w = {.members = members, .count = count};
    bool with_second = count <= MAX_SECOND_MEMBERS;
    if (!check_names(&w, arena, m)) return false;
    make_names(&w, arena);
    make_index(&w, arena);
    if (!place_members(&w, arena, with_second)) {
        *m = (Message){.kind = MSG_FATAL,
                       .code = 1248,
                       .text = STR("the library would be larger than 4 GB, the most that its index can address")};
        return false;
    }
    i64 date = count ? members[0].date : -1;
    Buffer b = {.arena = arena, .p = arena_alloc(arena, w.size), .capacity = w.size};
    buffer_put_str(&b, STR("!<arch>\n"));
    put_first(&b, &w, date);
    if (with_second) put_second(&b, &w, date);
    if (w.long_names.n) {
        put_header(&b, "//", date, w.long_names.n);
        buffer_put_str(&b, w.long_names);
        buffer_align(&b, 2, '\n');
    }
    for (u32 i = 0; i < count; i++) {
        put_header(&b, w.names[i], members[i].date, members[i].data.n);
        buffer_put_str(&b, members[i].data);
        buffer_align(&b, 2, '\n');
    }
    *bytes = buffer_str(&b);
    return true;
}
