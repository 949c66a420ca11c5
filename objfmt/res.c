// res.c - reading .res files.
//
//      00000000 20000000 FFFF0000 FFFF0000 00000000 0000 0000 00000000 00000000       the empty record at the front
//      5B010000 20000000 FFFF1800 FFFF0100 00000000 3010 0904 00000000 00000000       type 24 (manifest), name 1,
//      language 1033
//      "<?xml ..."                                                                    15Bh bytes, padded to 4
//
// The two sizes are the file's own words, so each is compared with the bytes that are left before anything is taken; a
// header size below the smallest possible would let the walk stand still, and is refused.
#include "res.h"

typedef unsigned long long ull;

enum { SMALLEST_HEADER = 32, FIXED_END = 16 }; // two numbers, two ids; the fields behind the names
enum { MOST_NAME = 2 * 65535 };                // bytes; an image counts a name's characters in 16 bits

// Takes a type or name off the header's bytes from *at on.
static bool take_key(Str header, u64 *at, ResKey *key) {
    if (!range_ok(*at, 1, 4, header.n)) return false;
    if (load16(header.p + *at) == 0xffff) {
        key->id = load16(header.p + *at + 2);
        *at += 4;
        return true;
    }
    key->has_name = true;
    for (u64 i = *at; i + 2 <= header.n; i += 2) {
        if (load16(header.p + i)) continue;
        key->name16 = str_slice(header, (size_t)*at, (size_t)i);
        *at = i + 2;
        return true;
    }
    return false;
}

static bool read_entry(Str bytes, Str name, u64 off, ResEntry *out, Arena *arena, Message *m) {
    *out = (ResEntry){.header_off = off};
    if (!range_ok(off, 1, SMALLEST_HEADER, bytes.n))
        return bad_file(m, arena, name, 1123, off, "invalid .res file: %llu bytes at its end are too few for a record",
                        (ull)(bytes.n - off));
    u32 data_size = load32(bytes.p + off), header_size = load32(bytes.p + off + 4);
    if (header_size < SMALLEST_HEADER || header_size % 4 || !range_ok(off, 1, header_size, bytes.n))
        return bad_file(
            m, arena, name, 1123, off + 4,
            "invalid .res file: the record at 0x%llx has header size %u; it should be a multiple of 4, from 32 to %llu",
            (ull)off, header_size, (ull)(bytes.n - off));
    if (!range_ok(off + header_size, 1, data_size, bytes.n))
        return bad_file(
            m, arena, name, 1123, off,
            "invalid .res file: the record at 0x%llx has %u bytes of data, which end past the file (0x%llx bytes)",
            (ull)off, data_size, (ull)bytes.n);
    Str header = str_slice(bytes, (size_t)off, (size_t)(off + header_size));
    u64 at = 8;
    if (!take_key(header, &at, &out->type) || !take_key(header, &at, &out->name) ||
        !range_ok(align_up(at, 4), 1, FIXED_END, header_size))
        return bad_file(m, arena, name, 1123, off + 8,
                        "invalid .res file: type and name of the record at 0x%llx do not end within its header",
                        (ull)off);
    if (out->type.name16.n > MOST_NAME || out->name.name16.n > MOST_NAME)
        return bad_file(m, arena, name, 1123, off + 8,
                        "invalid .res file: the record at 0x%llx has a name of more than 65535 characters", (ull)off);
    const u8 *p = header.p + align_up(at, 4);
    out->data_version = load32(p);
    out->flags = load16(p + 4);
    out->language = load16(p + 6);
    out->version = load32(p + 8);
    out->characteristics = load32(p + 12);
    out->data = str_slice(bytes, (size_t)(off + header_size), (size_t)(off + header_size + data_size));
    return true;
}

bool res_next(Str bytes, Str name, u64 *pos, ResEntry *out, Arena *arena, Message *m) {
    *m = (Message){0};
    while (*pos < bytes.n) {
        if (!read_entry(bytes, name, *pos, out, arena, m)) return false;
        *pos = align_up((u64)(out->data.p - bytes.p) + out->data.n, 4);
        bool empty = !out->data.n && !out->type.has_name && !out->type.id && !out->name.has_name && !out->name.id;
        if (!empty) return true;
    }
    return false;
}

const char *res_type_name(u32 type) {
    static const char *const names[] = {NULL,     "CURSOR",       "BITMAP",       "ICON", "MENU",
                                        "DIALOG", "STRING",       "FONTDIR",      "FONT", "ACCELERATOR",
                                        "RCDATA", "MESSAGETABLE", "GROUP_CURSOR", NULL,   "GROUP_ICON",
                                        NULL,     "VERSION",      "DLGINCLUDE",   NULL,   "PLUGPLAY",
                                        "VXD",    "ANICURSOR",    "ANIICON",      "HTML", "MANIFEST"};
    return type < sizeof names / sizeof *names ? names[type] : NULL;
}

int res_key_compare(const ResKey *a, const ResKey *b) {
    if (a->has_name != b->has_name) return a->has_name ? -1 : 1;
    if (!a->has_name) return (a->id > b->id) - (a->id < b->id);
    for (size_t i = 0; i < a->name16.n && i < b->name16.n; i += 2) {
        u16 x = load16(a->name16.p + i), y = load16(b->name16.p + i);
        if (x != y) return x < y ? -1 : 1;
    }
    return (a->name16.n > b->name16.n) - (a->name16.n < b->name16.n);
}

Str res_key_text(Arena *a, const ResKey *key, bool is_type) {
    const char *known = is_type && !key->has_name ? res_type_name(key->id) : NULL;
    if (known) return str(known);
    if (!key->has_name) return arena_printf(a, "%u", key->id);
    Buffer b = {.arena = a};
    buffer_put(&b, "\"", 1);
    for (size_t i = 0; i < key->name16.n; i += 2) {
        u16 unit = load16(key->name16.p + i);
        if (i >= 256) {
            buffer_put_str(&b, STR("..."));
            break;
        }
        buffer_printf(&b, unit >= 0x20 && unit < 0x7f ? "%c" : "\\u%04X", unit);
    }
    buffer_put(&b, "\"", 1);
    return buffer_str(&b);
}
