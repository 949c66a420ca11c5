// bytes.h - the vocabulary every file here shares: fixed-width integers, byte strings, fields as they lie on disk.
//
// A COFF field is little-endian and may lie at any address. So on-disk records are structs of byte arrays: they have no
// padding, no alignment trap, and the only way to read one is to decode it:
//
//      typedef struct { le16 machine; le16 section_count; le32 time_stamp; ... } CoffHeaderRecord;
//      u16 m = get16(rec->machine);
//
// Compilers turn get32() into one load. Every offset or count that comes from a file passes range_ok() before a pointer
// is made from it; its arithmetic is 64-bit, so nothing a 32-bit field says can wrap.
#ifndef OBJFMT_BYTES_H
#define OBJFMT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;

// ---- Byte strings: a pointer and a length. Not NUL-terminated; never owned by the Str.

typedef struct {
    const u8 *p;
    size_t n;
} Str;

#define STR(literal) ((Str){(const u8 *)(literal), sizeof(literal) - 1})
#define STR_ARG(s) (int)((s).n > 4096 ? 4096 : (s).n), (const char *)(s).p // for "%.*s"; only for trusted text: see diag.h

static inline Str str(const char *z) { return (Str){(const u8 *)z, z ? strlen(z) : 0}; }
// An empty Str may have no address, and C does not let 0 be added to that.
static inline Str str_slice(Str s, size_t from, size_t to) { return (Str){from ? s.p + from : s.p, to - from}; }
static inline bool str_eq(Str a, Str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

static inline bool str_starts(Str s, Str prefix) {
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool str_ends(Str s, Str suffix) {
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

// Byte order, shorter first on a tie: the order of export names, archive indexes and section suffixes.
static inline int str_cmp(Str a, Str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline u8 ascii_lower(u8 c) { return c >= 'A' && c <= 'Z' ? (u8)(c + 32) : c; }

// Case is folded for ASCII letters only, so the result does not depend on the locale.
static inline bool str_eq_nocase(Str a, Str b) {
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i])) return false;
    return true;
}

static inline bool str_starts_nocase(Str s, Str prefix) {
    return s.n >= prefix.n && str_eq_nocase(str_slice(s, 0, prefix.n), prefix);
}

static inline bool str_ends_nocase(Str s, Str suffix) {
    return s.n >= suffix.n && str_eq_nocase(str_slice(s, s.n - suffix.n, s.n), suffix);
}

// Index of the first (last) byte `c` of `s`, or s.n when there is none.
static inline size_t str_find(Str s, u8 c) {
    const u8 *q = s.n ? memchr(s.p, c, s.n) : NULL;
    return q ? (size_t)(q - s.p) : s.n;
}

static inline size_t str_rfind(Str s, u8 c) {
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == c) return i - 1;
    return s.n;
}

// ---- Fields as they lie on disk: little-endian, unaligned. be32 is for the first linker member of an archive.

//> get-le
typedef struct { u8 b[2]; } le16;
typedef struct { u8 b[4]; } le32;
typedef struct { u8 b[8]; } le64;
typedef struct { u8 b[4]; } be32;

static inline u16 get16(le16 v) { return (u16)(v.b[0] | v.b[1] << 8); }
static inline u32 get32(le32 v) { return v.b[0] | (u32)v.b[1] << 8 | (u32)v.b[2] << 16 | (u32)v.b[3] << 24; }
static inline u64 get64(le64 v) { // spelled out: compilers make one load of this, but not of a loop
    return v.b[0] | (u64)v.b[1] << 8 | (u64)v.b[2] << 16 | (u64)v.b[3] << 24 | (u64)v.b[4] << 32 | (u64)v.b[5] << 40 |
           (u64)v.b[6] << 48 | (u64)v.b[7] << 56;
}
//< get-le
static inline u32 get_be32(be32 v) { return (u32)v.b[0] << 24 | (u32)v.b[1] << 16 | (u32)v.b[2] << 8 | v.b[3]; }

static inline le16 put16(u16 v) { return (le16){{(u8)v, (u8)(v >> 8)}}; }
static inline le32 put32(u32 v) { return (le32){{(u8)v, (u8)(v >> 8), (u8)(v >> 16), (u8)(v >> 24)}}; }
static inline le64 put64(u64 v) {
    le64 r;
    for (int i = 0; i < 8; i++) r.b[i] = (u8)(v >> 8 * i);
    return r;
}
static inline be32 put_be32(u32 v) { return (be32){{(u8)(v >> 24), (u8)(v >> 16), (u8)(v >> 8), (u8)v}}; }

// The same at a bare address, for code that patches section bytes.
static inline u16 load16(const void *p) { le16 v; memcpy(&v, p, 2); return get16(v); }
static inline u32 load32(const void *p) { le32 v; memcpy(&v, p, 4); return get32(v); }
static inline u64 load64(const void *p) { le64 v; memcpy(&v, p, 8); return get64(v); }
static inline void store16(void *p, u16 x) { le16 v = put16(x); memcpy(p, &v, 2); }
static inline void store32(void *p, u32 x) { le32 v = put32(x); memcpy(p, &v, 4); }
static inline void store64(void *p, u64 x) { le64 v = put64(x); memcpy(p, &v, 8); }

// ---- Arithmetic on numbers that a file chose.

//> range-ok
// True when `count` records of `record_size` bytes at `off` lie within `limit` bytes. Nothing here can wrap:
// the division comes before any product could.
static inline bool range_ok(u64 off, u64 count, u64 record_size, u64 limit) {
    if (off > limit) return false;
    return record_size == 0 || count <= (limit - off) / record_size;
}
//< range-ok

// `align` is a power of two. The caller keeps v + align within 64 bits (RVAs and file offsets are far below).
static inline u64 align_up(u64 v, u64 align) { return (v + align - 1) & ~(align - 1); }
static inline bool is_pow2(u64 v) { return v && !(v & (v - 1)); }

// *sum = a + b; false (and *sum unchanged) when that does not fit.
static inline bool add_ok(u64 a, u64 b, u64 *sum) {
    if (a > UINT64_MAX - b) return false;
    *sum = a + b;
    return true;
}

#endif
