// text.c - Windows keeps text in 16-bit units (UTF-16); files and terminals here hold UTF-8.
//
//      U+0041 A      41            0041
//      U+20AC euro   e2 82 ac      20ac
//      U+1F600       f0 9f 98 80   d83d de00     above FFFF: two units, a surrogate pair
//
// The "A" functions of the API take bytes in the process's code page; myload's is UTF-8 (65001), so nothing is lost.
#include "loader.h"

enum { REPLACEMENT = 0xfffd };

// The character at s[*i]; moves *i behind it.
static u32 next_utf8(Str s, size_t *i) {
    u8 c = s.p[(*i)++];
    if (c < 0x80) return c;
    u32 more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
    if (c < 0xc2 || c > 0xf4 || s.n - *i < more) return REPLACEMENT;
    u32 value = c & (0x3fu >> more);
    for (u32 k = 0; k < more; k++) {
        if ((s.p[*i + k] & 0xc0) != 0x80) return REPLACEMENT;
        value = value << 6 | (s.p[*i + k] & 0x3f);
    }
    *i += more;
    bool bad = value < (more == 2 ? 0x800u : more == 3 ? 0x10000u : 0x80u) || value > 0x10ffff || (value >> 11) == 0x1b;
    return bad ? REPLACEMENT : value;
}

u32 utf8_to_utf16(Str s, u16 *to, u64 capacity) {
    u64 n = 0;
    for (size_t i = 0; i < s.n;) {
        u32 c = next_utf8(s, &i);
        u16 units[2] = {(u16)c, 0};
        u32 count = 1;
        if (c > 0xffff) units[0] = (u16)(0xd7c0 + (c >> 10)), units[1] = (u16)(0xdc00 | (c & 0x3ff)), count = 2;
        for (u32 k = 0; k < count; k++, n++)
            if (n < capacity) to[n] = units[k];
    }
    return (u32)n;
}

static u32 encode_utf8(u32 c, u8 out[4]) {
    if (c < 0x80) {
        out[0] = (u8)c;
        return 1;
    }
    u32 more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const u8 lead[] = {0, 0xc0, 0xe0, 0xf0};
    out[0] = (u8)(lead[more] | c >> 6 * more);
    for (u32 k = 1; k <= more; k++) out[k] = (u8)(0x80 | (c >> 6 * (more - k) & 0x3f));
    return more + 1;
}

u64 utf16_to_utf8(const u16 *from, u64 count, u8 *to, u64 capacity) {
    u64 n = 0;
    for (u64 i = 0; i < count; i++) {
        u32 c = from[i];
        bool high = (c & 0xfc00) == 0xd800;
        if (high && i + 1 < count && (from[i + 1] & 0xfc00) == 0xdc00)
            c = 0x10000 + ((c & 0x3ff) << 10) + (from[++i] & 0x3ff);
        else if ((c & 0xf800) == 0xd800)
            c = REPLACEMENT;
        u8 bytes[4];
        u32 length = encode_utf8(c, bytes);
        for (u32 k = 0; k < length; k++, n++)
            if (n < capacity) to[n] = bytes[k];
    }
    return n;
}

u64 utf16_length(const u16 *s) {
    u64 n = 0;
    while (s[n]) n++;
    return n;
}

u16 *to_utf16(Arena *a, Str s) {
    u32 n = utf8_to_utf16(s, NULL, 0);
    u16 *text = ARENA_ARRAY(a, u16, (u64)n + 1);
    utf8_to_utf16(s, text, n);
    return text;
}

Str from_utf16(Arena *a, const u16 *s) {
    if (!s) return (Str){0};
    u64 count = utf16_length(s), n = utf16_to_utf8(s, count, NULL, 0);
    u8 *text = arena_alloc(a, n + 1);
    utf16_to_utf8(s, count, text, n);
    return (Str){text, (size_t)n};
}
