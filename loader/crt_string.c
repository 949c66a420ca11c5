// crt_string.c - <string.h>, <ctype.h>, <wchar.h> and the conversions, sorting and searching of <stdlib.h>.
//
// Nearly all of these are the host's functions behind Windows' calling convention. What differs: `long` has 32 bits and
// wchar_t 16, and the functions of Windows' own with a leading underscore or a trailing _s.
#include "crt.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

enum { STRUNCATE = 80, TRUNCATE = -1 };

// ---- Bytes

static void *WINCDECL crt_memcpy(void *to, const void *from, SIZE_T n) {
    return memmove(to, from, n);
} // overlap is tolerated
static void *WINCDECL crt_memset(void *to, i32 c, SIZE_T n) { return memset(to, c, n); }
static i32 WINCDECL crt_memcmp(const void *a, const void *b, SIZE_T n) { return memcmp(a, b, n); }
static const void *WINCDECL crt_memchr(const void *s, i32 c, SIZE_T n) { return memchr(s, c, n); }

static i32 WINCDECL crt_memcpy_s(void *to, SIZE_T capacity, const void *from, SIZE_T n) {
    if (n > capacity) return ERANGE;
    memmove(to, from, n);
    return 0;
}

static SIZE_T WINCDECL crt_strlen(const char *s) { return strlen(s); }
static SIZE_T WINCDECL crt_strnlen(const char *s, SIZE_T n) { return strnlen(s, n); }
static char *WINCDECL crt_strcpy(char *to, const char *from) { return strcpy(to, from); }
static char *WINCDECL crt_strncpy(char *to, const char *from, SIZE_T n) {
    SIZE_T length = strnlen(from, n);
    memcpy(to, from, length);
    memset(to + length, 0, n - length);
    return to;
}
static char *WINCDECL crt_strcat(char *to, const char *from) { return strcat(to, from); }
static char *WINCDECL crt_strncat(char *to, const char *from, SIZE_T n) {
    SIZE_T length = strnlen(from, n), at = strlen(to);
    memcpy(to + at, from, length);
    to[at + length] = 0;
    return to;
}
static i32 WINCDECL crt_strcmp(const char *a, const char *b) { return strcmp(a, b); }
static i32 WINCDECL crt_strncmp(const char *a, const char *b, SIZE_T n) { return strncmp(a, b, n); }
static i32 WINCDECL crt__stricmp(const char *a, const char *b) { return strcasecmp(a, b); }
static i32 WINCDECL crt__strnicmp(const char *a, const char *b, SIZE_T n) { return strncasecmp(a, b, n); }
static const char *WINCDECL crt_strchr(const char *s, i32 c) { return strchr(s, c); }
static const char *WINCDECL crt_strrchr(const char *s, i32 c) { return strrchr(s, c); }
static const char *WINCDECL crt_strstr(const char *s, const char *part) { return strstr(s, part); }
static const char *WINCDECL crt_strpbrk(const char *s, const char *set) { return strpbrk(s, set); }
static SIZE_T WINCDECL crt_strspn(const char *s, const char *set) { return strspn(s, set); }
static SIZE_T WINCDECL crt_strcspn(const char *s, const char *set) { return strcspn(s, set); }
static SIZE_T WINCDECL crt_strxfrm(char *to, const char *from, SIZE_T n) { return strxfrm(to, from, n); }
static char *WINCDECL crt_strtok(char *s, const char *set) { return strtok_r(s, set, &crt_thread()->token); }
static char *WINCDECL crt_strtok_s(char *s, const char *set, char **at) { return strtok_r(s, set, at); }
static const char *WINCDECL crt_strerror(i32 error) {
    return strerror_r(error, crt_thread()->text, sizeof crt_thread()->text);
}

static char *WINCDECL crt__strdup(const char *s) {
    SIZE_T n = strlen(s) + 1;
    char *copy = heap_alloc(n, false);
    return copy ? memcpy(copy, s, n) : NULL;
}

static char *WINCDECL crt__strlwr(char *s) {
    for (char *at = s; *at; at++) *at = (char)ascii_lower((u8)*at);
    return s;
}

static char *WINCDECL crt__strupr(char *s) {
    for (char *at = s; *at; at++)
        if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 32);
    return s;
}

static char *WINCDECL crt__strrev(char *s) {
    for (size_t i = 0, k = strlen(s); i + 1 < k; i++) {
        char c = s[i];
        s[i] = s[--k];
        s[k] = c;
    }
    return s;
}

// The _s functions: 0, or an error and an empty text when it does not fit.
static i32 copy_checked(char *to, SIZE_T capacity, SIZE_T at, const char *from, SIZE_T n) {
    if (!to || !capacity || !from) return EINVAL;
    SIZE_T length = strnlen(from, n);
    if (at + length < capacity) {
        memcpy(to + at, from, length);
        to[at + length] = 0;
        return 0;
    }
    to[0] = 0;
    return ERANGE;
}

static i32 WINCDECL crt_strcpy_s(char *to, SIZE_T capacity, const char *from) {
    return copy_checked(to, capacity, 0, from, SIZE_MAX / 2);
}
static i32 WINCDECL crt_strcat_s(char *to, SIZE_T capacity, const char *from) {
    return copy_checked(to, capacity, strnlen(to, capacity), from, SIZE_MAX / 2);
}

static i32 WINCDECL crt_strncpy_s(char *to, SIZE_T capacity, const char *from, SIZE_T n) {
    if (n == (SIZE_T)TRUNCATE && capacity && strlen(from) >= capacity) {
        copy_checked(to, capacity, 0, from, capacity - 1);
        return STRUNCATE;
    }
    return copy_checked(to, capacity, 0, from, n == (SIZE_T)TRUNCATE ? SIZE_MAX / 2 : n);
}

static i32 WINCDECL crt_strncat_s(char *to, SIZE_T capacity, const char *from, SIZE_T n) {
    return copy_checked(to, capacity, strnlen(to, capacity), from, n == (SIZE_T)TRUNCATE ? SIZE_MAX / 2 : n);
}

// ---- Wide text

static u16 lower_w(u16 c) { return c < 0x80 ? ascii_lower((u8)c) : c; }

static SIZE_T WINCDECL crt_wcslen(const WCHAR *s) { return utf16_length(s); }
static SIZE_T WINCDECL crt_wcsnlen(const WCHAR *s, SIZE_T n) {
    SIZE_T i = 0;
    while (i < n && s[i]) i++;
    return i;
}

static WCHAR *WINCDECL crt_wcscpy(WCHAR *to, const WCHAR *from) {
    return memmove(to, from, (utf16_length(from) + 1) * sizeof *to);
}

static WCHAR *WINCDECL crt_wcsncpy(WCHAR *to, const WCHAR *from, SIZE_T n) {
    SIZE_T i = 0;
    for (; i < n && from[i]; i++) to[i] = from[i];
    for (; i < n; i++) to[i] = 0;
    return to;
}

static WCHAR *WINCDECL crt_wcscat(WCHAR *to, const WCHAR *from) {
    crt_wcscpy(to + utf16_length(to), from);
    return to;
}

static i32 compare_wide(const WCHAR *a, const WCHAR *b, SIZE_T n, bool nocase) {
    for (SIZE_T i = 0; i < n; i++) {
        u16 x = nocase ? lower_w(a[i]) : a[i], y = nocase ? lower_w(b[i]) : b[i];
        if (x != y) return x < y ? -1 : 1;
        if (!x) break;
    }
    return 0;
}

static i32 WINCDECL crt_wcscmp(const WCHAR *a, const WCHAR *b) { return compare_wide(a, b, SIZE_MAX, false); }
static i32 WINCDECL crt_wcsncmp(const WCHAR *a, const WCHAR *b, SIZE_T n) { return compare_wide(a, b, n, false); }
static i32 WINCDECL crt__wcsicmp(const WCHAR *a, const WCHAR *b) { return compare_wide(a, b, SIZE_MAX, true); }
static i32 WINCDECL crt__wcsnicmp(const WCHAR *a, const WCHAR *b, SIZE_T n) { return compare_wide(a, b, n, true); }

static const WCHAR *WINCDECL crt_wcschr(const WCHAR *s, u16 c) {
    for (;; s++) {
        if (*s == c) return s;
        if (!*s) return NULL;
    }
}

static const WCHAR *WINCDECL crt_wcsrchr(const WCHAR *s, u16 c) {
    const WCHAR *found = NULL;
    for (;; s++) {
        if (*s == c) found = s;
        if (!*s) return found;
    }
}

static const WCHAR *WINCDECL crt_wcsstr(const WCHAR *s, const WCHAR *part) {
    SIZE_T n = utf16_length(part);
    for (;; s++) {
        if (compare_wide(s, part, n, false) == 0) return s;
        if (!*s) return NULL;
    }
}

static WCHAR *WINCDECL crt__wcsdup(const WCHAR *s) {
    SIZE_T n = (utf16_length(s) + 1) * sizeof *s;
    WCHAR *copy = heap_alloc(n, false);
    return copy ? memcpy(copy, s, n) : NULL;
}

static i32 WINCDECL crt_wcscpy_s(WCHAR *to, SIZE_T capacity, const WCHAR *from) {
    SIZE_T n = utf16_length(from);
    if (n >= capacity) {
        if (capacity) to[0] = 0;
        return ERANGE;
    }
    crt_wcscpy(to, from);
    return 0;
}

static i32 WINCDECL crt_wcscat_s(WCHAR *to, SIZE_T capacity, const WCHAR *from) {
    SIZE_T at = crt_wcsnlen(to, capacity);
    return crt_wcscpy_s(to + at, capacity - at, from);
}

static SIZE_T WINCDECL crt_mbstowcs(WCHAR *to, const char *from, SIZE_T n) {
    u32 units = utf8_to_utf16(str(from), to, to ? n : 0);
    if (to && units < n) to[units] = 0;
    return to && units > n ? n : units;
}

static SIZE_T WINCDECL crt_wcstombs(char *to, const WCHAR *from, SIZE_T n) {
    u64 bytes = utf16_to_utf8(from, utf16_length(from), (u8 *)to, to ? n : 0);
    if (to && bytes < n) to[bytes] = 0;
    return to && bytes > n ? n : bytes;
}

// One character. Only ASCII is one byte in UTF-8; others need more than this function's callers give.
static i32 WINCDECL crt_mbtowc(WCHAR *to, const char *from, SIZE_T n) {
    if (!from || !n) return 0;
    if ((u8)*from >= 0x80) return -1;
    if (to) *to = (u8)*from;
    return *from != 0;
}

static i32 WINCDECL crt_wctomb(char *to, u16 c) { return to ? (i32)utf16_to_utf8(&c, 1, (u8 *)to, 3) : 0; }

static SIZE_T WINCDECL crt_mbrtowc(WCHAR *to, const char *from, SIZE_T n, void *state) {
    (void)state;
    return (SIZE_T)(intptr_t)crt_mbtowc(to, from, n);
}

static SIZE_T WINCDECL crt_wcrtomb(char *to, u16 c, void *state) {
    (void)state;
    return (SIZE_T)crt_wctomb(to, c);
}

static i32 WINCDECL crt_mblen(const char *s, SIZE_T n) { return crt_mbtowc(NULL, s, n); }

// ---- Characters. The "C" locale, and UTF-16 beyond ASCII as it is.

#define CLASS(name)                                                                                                    \
    static i32 WINCDECL crt_##name(i32 c) { return c >= 0 && c < 128 ? name(c) : 0; }
#define WIDE_CLASS(name, narrow)                                                                                       \
    static i32 WINCDECL crt_##name(u16 c) { return c < 128 ? narrow(c) : 0; }
// clang-format off
CLASS(isalnum) CLASS(isalpha) CLASS(iscntrl) CLASS(isdigit) CLASS(isgraph) CLASS(islower) CLASS(isprint) CLASS(ispunct)
CLASS(isspace) CLASS(isupper) CLASS(isxdigit) CLASS(isblank)
WIDE_CLASS(iswalnum, isalnum) WIDE_CLASS(iswalpha, isalpha) WIDE_CLASS(iswdigit, isdigit) WIDE_CLASS(iswspace, isspace)
WIDE_CLASS(iswupper, isupper) WIDE_CLASS(iswlower, islower) WIDE_CLASS(iswpunct, ispunct)
WIDE_CLASS(iswxdigit, isxdigit)
WIDE_CLASS(iswprint, isprint) WIDE_CLASS(iswcntrl, iscntrl)

static i32 WINCDECL crt_tolower(i32 c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
// clang-format on
static i32 WINCDECL crt_toupper(i32 c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }
static u16 WINCDECL crt_towlower(u16 c) { return lower_w(c); }
static u16 WINCDECL crt_towupper(u16 c) { return c >= 'a' && c <= 'z' ? (u16)(c - 32) : c; }

// Bits of _pctype: upper 1, lower 2, digit 4, space 8, punctuation 16, control 32, blank 64, hex 128, alpha 256.
static u16 class_bits(i32 c) {
    if (c < 0 || c > 127) return 0;
    u16 bits = 0;
    if (isupper(c)) bits |= 1 | 256;
    if (islower(c)) bits |= 2 | 256;
    if (isdigit(c)) bits |= 4;
    if (isspace(c)) bits |= 8;
    if (ispunct(c)) bits |= 16;
    if (iscntrl(c)) bits |= 32;
    if (c == ' ') bits |= 64;
    if (isxdigit(c)) bits |= 128;
    return bits;
}

static i32 WINCDECL crt__isctype(i32 c, i32 mask) { return class_bits(c) & mask; }
static i32 WINCDECL crt_iswctype(u16 c, u16 mask) { return class_bits(c) & mask; }

// The table behind _pctype: element -1 is for EOF.
const u16 *make_class_table(void) {
    u16 *table = calloc(257, sizeof *table);
    for (i32 c = 0; table && c < 256; c++) table[c + 1] = class_bits(c);
    return table ? table + 1 : NULL;
}

static const u16 *WINCDECL crt___pctype_func(void) { return current_crt()->variables->pctype; }

// ---- Numbers

static i32 clip(i64 value) {
    if (value > INT32_MAX || value < INT32_MIN) set_crt_error(ERANGE);
    return value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : (i32)value;
}

static i32 WINCDECL crt_atoi(const char *s) { return clip(strtoll(s, NULL, 10)); }
static i64 WINCDECL crt__atoi64(const char *s) { return strtoll(s, NULL, 10); }
static double WINCDECL crt_atof(const char *s) { return strtod(s, NULL); }
static double WINCDECL crt_strtod(const char *s, char **end) { return strtod(s, end); }
static float WINCDECL crt_strtof(const char *s, char **end) { return strtof(s, end); }
static i32 WINCDECL crt_strtol(const char *s, char **end, i32 base) { return clip(strtoll(s, end, base)); }
static i64 WINCDECL crt__strtoi64(const char *s, char **end, i32 base) { return strtoll(s, end, base); }
static u64 WINCDECL crt__strtoui64(const char *s, char **end, i32 base) { return strtoull(s, end, base); }

static u32 WINCDECL crt_strtoul(const char *s, char **end, i32 base) {
    u64 value = strtoull(s, end, base);
    if ((i64)value < -(i64)UINT32_MAX || (value > UINT32_MAX && (i64)value >= 0)) {
        set_crt_error(ERANGE);
        return UINT32_MAX;
    }
    return (u32)value;
}

// Wide numbers are ASCII, so positions in the narrow copy are positions in the original.
static i64 wide_integer(const WCHAR *s, WCHAR **end, i32 base, bool is_signed) {
    Arena scratch = {0};
    char *text = arena_alloc(&scratch, utf16_length(s) + 1), *stop;
    for (u64 i = 0; s[i]; i++) text[i] = s[i] < 128 ? (char)s[i] : '?';
    i64 value = is_signed ? strtoll(text, &stop, base) : (i64)strtoull(text, &stop, base);
    if (end) *end = (WCHAR *)(uintptr_t)(s + (stop - text));
    arena_free(&scratch);
    return value;
}

static i32 WINCDECL crt__wtoi(const WCHAR *s) { return clip(wide_integer(s, NULL, 10, true)); }
static i32 WINCDECL crt_wcstol(const WCHAR *s, WCHAR **end, i32 base) { return clip(wide_integer(s, end, base, true)); }
static u32 WINCDECL crt_wcstoul(const WCHAR *s, WCHAR **end, i32 base) {
    return (u32)wide_integer(s, end, base, false);
}

static char *digits(u64 value, bool negative, char *to, i32 radix) {
    char text[72], *at = text + sizeof text - 1;
    *at = 0;
    if (radix < 2 || radix > 36) radix = 10;
    do *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[value % (u32)radix];
    while (value /= (u32)radix);
    if (negative) *--at = '-';
    return strcpy(to, at);
}

static char *WINCDECL crt__itoa(i32 value, char *to, i32 radix) {
    bool negative = value < 0 && radix == 10;
    return digits(negative ? 0u - (u32)value : (u32)value, negative, to, radix);
}
static char *WINCDECL crt__ultoa(u32 value, char *to, i32 radix) { return digits(value, false, to, radix); }
static char *WINCDECL crt__i64toa(i64 value, char *to, i32 radix) {
    bool negative = value < 0 && radix == 10;
    return digits(negative ? 0u - (u64)value : (u64)value, negative, to, radix);
}
static char *WINCDECL crt__ui64toa(u64 value, char *to, i32 radix) { return digits(value, false, to, radix); }

static WCHAR *WINCDECL crt__itow(i32 value, WCHAR *to, i32 radix) {
    char text[72];
    crt__itoa(value, text, radix);
    for (u32 i = 0; i <= strlen(text); i++) to[i] = (u8)text[i];
    return to;
}

static i32 WINCDECL crt_abs(i32 value) { return value < 0 ? -value : value; }
static i64 WINCDECL crt__abs64(i64 value) { return value < 0 ? -value : value; }

typedef struct {
    i32 quotient, remainder;
} Division;
static Division WINCDECL crt_div(i32 a, i32 b) { return (Division){a / b, a % b}; }

// The generator that Microsoft's library has always had: a program that seeds it gets the numbers it gets there.
static void WINCDECL crt_srand(u32 seed) { crt_thread()->random = seed; }
static i32 WINCDECL crt_rand(void) {
    struct CrtThread *t = crt_thread();
    t->random = t->random * 214013 + 2531011;
    return t->random >> 16 & 0x7fff;
}

static i32 WINCDECL crt_rand_s(u32 *value) {
    u64 t = monotonic_nanoseconds() * 0x9e3779b97f4a7c15ull;
    *value = (u32)(t >> 32);
    return 0;
}

// ---- Sorting and searching: comparison functions have Windows' calling convention

typedef i32(WINCDECL *Compare)(const void *a, const void *b);

static i32 compare_host(const void *a, const void *b, void *compare) {
    return (i32)call_image((void *)*(Compare *)compare, (uintptr_t)a, (uintptr_t)b, 0);
}

static void WINCDECL crt_qsort(void *base, SIZE_T count, SIZE_T size, Compare compare) {
    qsort_r(base, count, size, compare_host, &compare);
}

static const void *WINCDECL crt_bsearch(const void *key, const void *base, SIZE_T count, SIZE_T size, Compare compare) {
    SIZE_T low = 0, high = count;
    while (low < high) {
        SIZE_T middle = low + (high - low) / 2;
        const u8 *at = (const u8 *)base + middle * size;
        i32 order = compare_host(key, at, &compare);
        if (!order) return at;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

// ---- Memory

static void *WINCDECL crt_malloc(SIZE_T n) { return heap_alloc(n, false); }

static void *WINCDECL crt_calloc(SIZE_T count, SIZE_T size) {
    bool fits = !size || count <= SIZE_MAX / 2 / size;
    void *piece = fits ? heap_alloc(count * size, true) : NULL;
    if (!piece) set_crt_error(ENOMEM);
    return piece;
}

static void WINCDECL crt_free(void *piece) { heap_free(piece); }

static void *WINCDECL crt_realloc(void *piece, SIZE_T n) {
    if (!piece) return heap_alloc(n, false);
    if (n) return heap_realloc(piece, n, false);
    heap_free(piece);
    return NULL;
}

static void *WINCDECL crt__recalloc(void *piece, SIZE_T count, SIZE_T size) {
    if (size && count > SIZE_MAX / 2 / size) return NULL;
    return piece ? heap_realloc(piece, count * size, true) : heap_alloc(count * size, true);
}

static SIZE_T WINCDECL crt__msize(const void *piece) { return (SIZE_T)heap_size(piece); }

static void *WINCDECL crt__aligned_malloc(SIZE_T n, SIZE_T align) {
    void *piece = NULL;
    return posix_memalign(&piece, align < sizeof(void *) ? sizeof(void *) : align, n ? n : 1) == 0 ? piece : NULL;
}

static void WINCDECL crt__aligned_free(void *piece) { free(piece); }

static i32 WINCDECL crt__callnewh(SIZE_T n) {
    (void)n;
    return 0; // no new-handler is set
}

// clang-format off
const BuiltinFunction crt_string_functions[] = {
    CRT(memcpy), CRT_AS("memmove", crt_memcpy), CRT(memset), CRT(memcmp), CRT(memchr), CRT(memcpy_s),
    CRT_AS("memmove_s", crt_memcpy_s), CRT(strlen), CRT(strnlen), CRT(strcpy), CRT(strncpy), CRT(strcat), CRT(strncat),
    CRT(strcmp), CRT_AS("strcoll", crt_strcmp), CRT(strncmp), CRT(_stricmp), CRT_AS("_strcmpi", crt__stricmp),
    CRT_AS("_stricoll", crt__stricmp), CRT(_strnicmp), CRT(strchr), CRT(strrchr), CRT(strstr), CRT(strpbrk),
    CRT(strspn), CRT(strcspn), CRT(strxfrm), CRT(strtok), CRT(strtok_s), CRT(strerror), CRT(_strdup), CRT(_strlwr),
    CRT(_strupr), CRT(_strrev), CRT(strcpy_s), CRT(strcat_s), CRT(strncpy_s), CRT(strncat_s), CRT(wcslen), CRT(wcsnlen),
    CRT(wcscpy), CRT(wcsncpy), CRT(wcscat), CRT(wcscmp), CRT_AS("wcscoll", crt_wcscmp), CRT(wcsncmp), CRT(_wcsicmp),
    CRT(_wcsnicmp), CRT(wcschr), CRT(wcsrchr), CRT(wcsstr), CRT(_wcsdup), CRT(wcscpy_s), CRT(wcscat_s), CRT(mbstowcs),
    CRT(wcstombs), CRT(mbtowc), CRT(wctomb), CRT(mbrtowc), CRT(wcrtomb), CRT(mblen), CRT(isalnum), CRT(isalpha),
    CRT(iscntrl), CRT(isdigit), CRT(isgraph), CRT(islower), CRT(isprint), CRT(ispunct), CRT(isspace), CRT(isupper),
    CRT(isxdigit), CRT(isblank), CRT(iswalnum), CRT(iswalpha), CRT(iswdigit), CRT(iswspace), CRT(iswupper),
    CRT(iswlower), CRT(iswpunct), CRT(iswxdigit), CRT(iswprint), CRT(iswcntrl), CRT(tolower), CRT(toupper),
    CRT_AS("_tolower", crt_tolower), CRT_AS("_toupper", crt_toupper), CRT(towlower), CRT(towupper), CRT(_isctype),
    CRT(iswctype), CRT(__pctype_func), CRT(atoi), CRT_AS("atol", crt_atoi), CRT(_atoi64), CRT_AS("atoll", crt__atoi64),
    CRT(atof), CRT(strtod), CRT(strtof), CRT(strtol), CRT(strtoul), CRT(_strtoi64), CRT_AS("strtoll", crt__strtoi64),
    CRT(_strtoui64), CRT_AS("strtoull", crt__strtoui64), CRT(_wtoi), CRT_AS("_wtol", crt__wtoi), CRT(wcstol),
    CRT(wcstoul), CRT(_itoa), CRT_AS("_ltoa", crt__itoa), CRT(_ultoa), CRT(_i64toa), CRT(_ui64toa), CRT(_itow),
    CRT_AS("_ltow", crt__itow), CRT(abs), CRT_AS("labs", crt_abs), CRT(_abs64), CRT_AS("llabs", crt__abs64), CRT(div),
    CRT_AS("ldiv", crt_div), CRT(srand), CRT(rand), CRT(rand_s), CRT(qsort), CRT(bsearch), CRT(malloc), CRT(calloc),
    CRT(free), CRT(realloc), CRT(_recalloc), CRT(_msize), CRT(_aligned_malloc), CRT(_aligned_free), CRT(_callnewh),
    CRT_AS("_malloc_base", crt_malloc), CRT_AS("_calloc_base", crt_calloc), CRT_AS("_free_base", crt_free),
    CRT_AS("_realloc_base", crt_realloc), {0},
};
// clang-format on
