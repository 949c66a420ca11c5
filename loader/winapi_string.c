// winapi_string.c - lstrlen and its family, and conversion between code pages and UTF-16.
//
// Only one code page is real: UTF-8. Every other number is taken for it, but Latin-1 text outside ASCII then reads as
// broken UTF-8 and becomes U+FFFD; a wrong letter is never made silently.
#include "winapi.h"

#include <stdlib.h>

// ---- lstr*: they accept NULL, for which the C library would crash

static i32 WINAPI win_lstrlenA(const char *s) { return s ? (i32)strlen(s) : 0; }
static i32 WINAPI win_lstrlenW(const WCHAR *s) { return s ? (i32)utf16_length(s) : 0; }

static char *WINAPI win_lstrcpyA(char *to, const char *from) { return to && from ? strcpy(to, from) : NULL; }

static WCHAR *WINAPI win_lstrcpyW(WCHAR *to, const WCHAR *from) {
    if (!to || !from) return NULL;
    memmove(to, from, (utf16_length(from) + 1) * sizeof *to);
    return to;
}

static char *WINAPI win_lstrcpynA(char *to, const char *from, i32 capacity) {
    if (!to || !from || capacity <= 0) return NULL;
    size_t n = strnlen(from, (size_t)capacity - 1);
    memcpy(to, from, n);
    to[n] = 0;
    return to;
}

static WCHAR *WINAPI win_lstrcpynW(WCHAR *to, const WCHAR *from, i32 capacity) {
    if (!to || !from || capacity <= 0) return NULL;
    i32 n = 0;
    for (; n < capacity - 1 && from[n]; n++) to[n] = from[n];
    to[n] = 0;
    return to;
}

static char *WINAPI win_lstrcatA(char *to, const char *from) { return to && from ? strcat(to, from) : NULL; }

static WCHAR *WINAPI win_lstrcatW(WCHAR *to, const WCHAR *from) {
    if (!to || !from) return NULL;
    win_lstrcpyW(to + utf16_length(to), from);
    return to;
}

static int sign(int order) { return (order > 0) - (order < 0); }

static u16 lower_w(u16 c) { return c < 0x80 ? ascii_lower((u8)c) : c; }

// NULL comes before every text, also the empty one.
static int compare_a(const char *a, const char *b, int (*compare)(const char *, const char *)) {
    return a && b ? sign(compare(a, b)) : (a != NULL) - (b != NULL);
}

static int compare_w(const WCHAR *a, const WCHAR *b, bool nocase) {
    if (!a || !b) return (a != NULL) - (b != NULL);
    for (;; a++, b++) {
        u16 x = nocase ? lower_w(*a) : *a, y = nocase ? lower_w(*b) : *b;
        if (x != y) return x < y ? -1 : 1;
        if (!x) return 0;
    }
}

static i32 WINAPI win_lstrcmpA(const char *a, const char *b) { return compare_a(a, b, strcmp); }
static i32 WINAPI win_lstrcmpiA(const char *a, const char *b) { return compare_a(a, b, strcasecmp); }
static i32 WINAPI win_lstrcmpW(const WCHAR *a, const WCHAR *b) { return compare_w(a, b, false); }
static i32 WINAPI win_lstrcmpiW(const WCHAR *a, const WCHAR *b) { return compare_w(a, b, true); }

// ---- Conversions

enum { MB_ERR_INVALID_CHARS = 8, WC_ERR_INVALID_CHARS = 0x80 };

// Well formed UTF-8 comes back unchanged from UTF-16.
static bool is_well_formed(Str s) {
    Arena scratch = {0};
    u16 *wide = to_utf16(&scratch, s);
    u32 units = utf8_to_utf16(s, NULL, 0);
    u64 n = utf16_to_utf8(wide, units, NULL, 0);
    u8 *back = arena_alloc(&scratch, n);
    utf16_to_utf8(wide, units, back, n);
    bool same = str_eq(s, (Str){back, n});
    arena_free(&scratch);
    return same;
}

static i32 WINAPI win_MultiByteToWideChar(DWORD code_page, DWORD flags, const char *from, i32 n, WCHAR *to,
                                          i32 capacity) {
    (void)code_page;
    if (!from || n == 0 || n < -1 || capacity < 0) return fail(ERROR_INVALID_PARAMETER);
    Str s = {(const u8 *)from, n < 0 ? strlen(from) + 1 : (size_t)n};
    if (flags & MB_ERR_INVALID_CHARS && !is_well_formed(s)) return fail(ERROR_NO_UNICODE_TRANSLATION);
    u32 units = utf8_to_utf16(s, to, capacity ? (u64)capacity : 0);
    return capacity && units > (u32)capacity ? fail(ERROR_INSUFFICIENT_BUFFER) : (i32)units;
}

static i32 WINAPI win_WideCharToMultiByte(DWORD code_page, DWORD flags, const WCHAR *from, i32 n, char *to,
                                          i32 capacity, const char *fallback, BOOL *used_fallback) {
    (void)code_page, (void)flags, (void)fallback;
    if (used_fallback) *used_fallback = FALSE;
    if (!from || n == 0 || n < -1 || capacity < 0) return fail(ERROR_INVALID_PARAMETER);
    u64 count = n < 0 ? utf16_length(from) + 1 : (u64)n;
    u64 bytes = utf16_to_utf8(from, count, (u8 *)to, (u64)capacity);
    return capacity && bytes > (u64)capacity ? fail(ERROR_INSUFFICIENT_BUFFER) : (i32)bytes;
}

static DWORD WINAPI win_GetACP(void) { return 65001; }
static DWORD WINAPI win_GetOEMCP(void) { return 65001; }
static BOOL WINAPI win_IsValidCodePage(DWORD code_page) {
    return code_page == 65001 || code_page == 20127 || code_page < 3;
}

typedef struct { // CPINFO
    DWORD max_char_size;
    u8 fallback[2], lead_bytes[12];
} CodePageInfo;

static BOOL WINAPI win_GetCPInfo(DWORD code_page, CodePageInfo *info) {
    (void)code_page;
    *info = (CodePageInfo){4, {'?', 0}, {0}};
    return TRUE;
}

static BOOL WINAPI win_IsDBCSLeadByte(u8 c) {
    (void)c;
    return FALSE; // UTF-8 has lead bytes, but not of the two-byte kind that this function asks for
}

static BOOL WINAPI win_IsDBCSLeadByteEx(DWORD code_page, u8 c) {
    (void)code_page, (void)c;
    return FALSE;
}

static DWORD WINAPI win_GetUserDefaultLCID(void) { return 0x409; } // English (United States)
static BOOL WINAPI win_IsValidLocale(DWORD locale, DWORD flags) {
    (void)flags;
    return locale == 0x409 || locale == 0;
}

static u16 class_of(u16 c) { // C1_* bits of GetStringType
    enum {
        UPPER = 1,
        LOWER = 2,
        DIGIT = 4,
        SPACE = 8,
        PUNCT = 16,
        CNTRL = 32,
        BLANK = 64,
        XDIGIT = 128,
        ALPHA = 256,
        DEFINED = 512
    };
    if (c >= 0x80) return DEFINED | ALPHA;
    u16 bits = DEFINED;
    bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
    if (upper) bits |= UPPER | ALPHA;
    if (lower) bits |= LOWER | ALPHA;
    if (digit) bits |= DIGIT;
    if (digit || (lower_w(c) >= 'a' && lower_w(c) <= 'f')) bits |= XDIGIT;
    if (c == ' ' || (c >= 9 && c <= 13)) bits |= SPACE;
    if (c == ' ' || c == 9) bits |= BLANK;
    if (c < 32 || c == 127)
        bits |= CNTRL;
    else if (c != ' ' && !upper && !lower && !digit)
        bits |= PUNCT;
    return bits;
}

static BOOL WINAPI win_GetStringTypeW(DWORD kind, const WCHAR *s, i32 n, u16 *types) {
    u64 count = n < 0 ? utf16_length(s) + 1 : (u64)n;
    for (u64 i = 0; i < count; i++) types[i] = kind == 1 ? class_of(s[i]) : 0;
    return TRUE;
}

enum { LCMAP_LOWERCASE = 0x100, LCMAP_UPPERCASE = 0x200 };

static i32 WINAPI win_LCMapStringW(DWORD locale, DWORD flags, const WCHAR *from, i32 n, WCHAR *to, i32 capacity) {
    (void)locale;
    i32 count = n < 0 ? (i32)utf16_length(from) + 1 : n;
    if (!capacity) return count;
    if (capacity < count) return fail(ERROR_INSUFFICIENT_BUFFER);
    for (i32 i = 0; i < count; i++) {
        u16 c = from[i];
        if (flags & LCMAP_LOWERCASE) c = lower_w(c);
        if (flags & LCMAP_UPPERCASE && c >= 'a' && c <= 'z') c = (u16)(c - 32);
        to[i] = c;
    }
    return count;
}

static i32 WINAPI win_LCMapStringEx(const WCHAR *locale, DWORD flags, const WCHAR *from, i32 n, WCHAR *to, i32 capacity,
                                    void *version, void *reserved, intptr_t handle) {
    (void)locale, (void)version, (void)reserved, (void)handle;
    return win_LCMapStringW(0, flags, from, n, to, capacity);
}

// 1, 2, 3: less, equal, greater. Byte order, not a dictionary's.
static i32 WINAPI win_CompareStringW(DWORD locale, DWORD flags, const WCHAR *a, i32 a_count, const WCHAR *b,
                                     i32 b_count) {
    (void)locale;
    u64 an = a_count < 0 ? utf16_length(a) : (u64)a_count, bn = b_count < 0 ? utf16_length(b) : (u64)b_count;
    for (u64 i = 0; i < an && i < bn; i++) {
        u16 x = flags & 1 ? lower_w(a[i]) : a[i], y = flags & 1 ? lower_w(b[i]) : b[i];
        if (x != y) return x < y ? 1 : 3;
    }
    return an < bn ? 1 : an > bn ? 3 : 2;
}

static i32 WINAPI win_CompareStringOrdinal(const WCHAR *a, i32 an, const WCHAR *b, i32 bn, BOOL nocase) {
    return win_CompareStringW(0, nocase ? 1 : 0, a, an, b, bn);
}

static i32 WINAPI win_CompareStringA(DWORD locale, DWORD flags, const char *a, i32 an, const char *b, i32 bn) {
    (void)locale;
    Str x = {(const u8 *)a, an < 0 ? strlen(a) : (size_t)an}, y = {(const u8 *)b, bn < 0 ? strlen(b) : (size_t)bn};
    if (flags & 1 && str_eq_nocase(x, y)) return 2;
    return sign(str_cmp(x, y)) + 2;
}

static i32 WINAPI win_MulDiv(i32 number, i32 numerator, i32 denominator) {
    if (!denominator) return -1;
    i64 product = (i64)number * numerator, half = denominator / 2;
    if ((product < 0) != (denominator < 0)) half = -half;
    i64 result = (product + half) / denominator;
    return result > INT32_MAX || result < -INT32_MAX ? -1 : (i32)result;
}

// clang-format off
const BuiltinFunction string_functions[] = {
    FN(lstrlenA), FN(lstrlenW), FN(lstrcpyA), FN(lstrcpyW), FN(lstrcpynA), FN(lstrcpynW), FN(lstrcatA), FN(lstrcatW),
    FN(lstrcmpA), FN(lstrcmpW), FN(lstrcmpiA), FN(lstrcmpiW), FN_AS("lstrlen", win_lstrlenA),
    FN_AS("lstrcpy", win_lstrcpyA), FN_AS("lstrcat", win_lstrcatA), FN_AS("lstrcmp", win_lstrcmpA),
    FN_AS("lstrcmpi", win_lstrcmpiA), FN_AS("lstrcpyn", win_lstrcpynA), FN(MultiByteToWideChar),
    FN(WideCharToMultiByte), FN(GetACP), FN(GetOEMCP), FN(IsValidCodePage), FN(GetCPInfo), FN(IsDBCSLeadByte),
    FN(IsDBCSLeadByteEx), FN(GetUserDefaultLCID), FN_AS("GetSystemDefaultLCID", win_GetUserDefaultLCID),
    FN_AS("GetThreadLocale", win_GetUserDefaultLCID), FN_AS("GetUserDefaultLangID", win_GetUserDefaultLCID),
    FN(IsValidLocale), FN(GetStringTypeW), FN(LCMapStringW), FN(LCMapStringEx), FN(CompareStringW), FN(CompareStringA), FN(CompareStringOrdinal),
    FN(MulDiv), {0},
};
// clang-format on
