// crt_format.c - printf and scanf, as Windows' run-time libraries have them.
//
// The arguments are Windows': a plain row of slots, 8 bytes each (x86: 4, and two for 64-bit numbers). Each
// conversion takes its slot and hands value, flags, width and precision to snprintf of this system; only what the two
// worlds disagree about is done here:
//
//      %I64d %I32d %Id    sizes of Windows' own     (long is 32 bits, so %ld is, too)
//      %p                 000000014000A010          all digits, capital, no 0x
//      %e                 1.5e+000 in msvcrt.dll, 1.5e+00 in ucrtbase.dll
//      %S %C %hs %ls %ws  text of the other width; in wprintf %s itself is UTF-16
//      %n                 refused
#include "crt.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    bool minus, plus, space, hash, zero;
    i32 width, precision; // -1: not given
    u32 size;             // bytes of an integer: 1, 2, 4, 8
    bool narrow, wide;    // h, l, w: for texts
    u8 conversion;
} Spec;

// ---- Taking arguments

enum { SLOT = sizeof(void *) };

static u64 take_integer(WinArgs *args, u32 size) {
    u64 value = 0;
    memcpy(&value, *args, size);
    *args += size > SLOT ? size : SLOT;
    return value;
}

static double take_double(WinArgs *args) {
    double value;
    memcpy(&value, *args, sizeof value);
    *args += sizeof value > SLOT ? sizeof value : SLOT;
    return value;
}

static void *take_pointer(WinArgs *args) { return (void *)(uintptr_t)take_integer(args, sizeof(void *)); }

static i32 take_int(WinArgs *args) { return (i32)take_integer(args, 4); }

// ---- Reading a conversion

static const char *read_number(const char *at, i32 *value, WinArgs *args) {
    if (*at == '*') {
        *value = take_int(args);
        return at + 1;
    }
    *value = 0;
    while (*at >= '0' && *at <= '9') {
        if (*value < 1000000) *value = *value * 10 + (*at - '0');
        at++;
    }
    return at;
}

static const char *read_flags(const char *at, Spec *s) {
    for (;; at++) {
        if (*at == '-')
            s->minus = true;
        else if (*at == '+')
            s->plus = true;
        else if (*at == ' ')
            s->space = true;
        else if (*at == '#')
            s->hash = true;
        else if (*at == '0')
            s->zero = true;
        else
            return at;
    }
}

static const char *read_size(const char *at, Spec *s, FormatRules rules) {
    s->size = 4;
    for (;; at++) {
        if (at[0] == 'I' && at[1] == '6' && at[2] == '4')
            s->size = 8, at += 2;
        else if (at[0] == 'I' && at[1] == '3' && at[2] == '2')
            s->size = 4, at += 2;
        else if (*at == 'I' || *at == 'z' || *at == 't')
            s->size = sizeof(void *);
        else if (*at == 'j')
            s->size = 8;
        else if (*at == 'h')
            s->size = s->size == 2 && rules.is_ucrt ? 1 : 2, s->narrow = true; // msvcrt: hh is h
        else if (*at == 'l')
            s->size = s->wide ? 8 : 4, s->wide = true;
        else if (*at == 'w')
            s->wide = true;
        else if (*at == 'L')
            s->wide = true; // long double is double
        else
            return at;
    }
}

static const char *read_spec(const char *at, Spec *s, WinArgs *args, FormatRules rules) {
    *s = (Spec){.width = -1, .precision = -1};
    at = read_flags(at, s);
    if (*at == '*' || (*at >= '0' && *at <= '9')) at = read_number(at, &s->width, args);
    if (s->width < -1) s->minus = true, s->width = -s->width;
    if (*at == '.') at = read_number(at + 1, &s->precision, args);
    if (s->precision < -1) s->precision = -1;
    at = read_size(at, s, rules);
    s->conversion = (u8)*at;
    return *at ? at + 1 : at;
}

// "%-+08.3" and then the host's letters.
static void host_format(char to[32], const Spec *s, const char *letters) {
    char *at = to;
    *at++ = '%';
    if (s->minus) *at++ = '-';
    if (s->plus) *at++ = '+';
    if (s->space) *at++ = ' ';
    if (s->hash) *at++ = '#';
    if (s->zero) *at++ = '0';
    at += snprintf(at, 4, "*.*");
    snprintf(at, 8, "%s", letters);
}

static void put_padding(Buffer *out, i64 n, char c) {
    while (n-- > 0) buffer_put(out, &c, 1);
}

static void put_text(Buffer *out, const Spec *s, Str text) {
    i64 padding = s->width - (i64)text.n;
    if (!s->minus) put_padding(out, padding, s->zero ? '0' : ' ');
    buffer_put_str(out, text);
    if (s->minus) put_padding(out, padding, ' ');
}

// ---- Conversions

static void put_integer(Buffer *out, const Spec *s, u64 value) {
    char format[32], letters[4] = "ll", text[1200];
    bool is_signed = s->conversion == 'd' || s->conversion == 'i';
    if (s->size < 8) value &= (1ull << 8 * s->size) - 1;
    if (is_signed && s->size < 8 && value >> (8 * s->size - 1)) value |= ~0ull << 8 * s->size;
    letters[2] = (char)s->conversion;
    host_format(format, s, letters);
    Spec limited = *s;
    if (limited.width > 500) limited.width = 500;
    if (limited.precision > 500) limited.precision = 500;
    i32 width = limited.width < 0 ? 0 : limited.width;
    int n = snprintf(text, sizeof text, format, width, limited.precision, value);
    put_padding(out, s->width - limited.width, ' ');
    buffer_put(out, text, (u64)n);
}

static void put_pointer(Buffer *out, const Spec *s, const void *value) {
    char text[32];
    int n = snprintf(text, sizeof text, "%0*llX", (int)(2 * sizeof(void *)), (unsigned long long)(uintptr_t)value);
    put_text(out, s, (Str){(u8 *)text, (size_t)n});
}

// msvcrt writes three digits: 1e+5 -> 1e+005.
static int widen_exponent(char *text, int n) {
    char *e = strpbrk(text, "eE");
    if (!e || text + n - e != 4) return n;
    memmove(e + 3, e + 2, 3);
    e[2] = '0';
    return n + 1;
}

// msvcrt writes infinities and NaN as digits that look like words: 1.#INF00, cut and "rounded" like digits when the
// precision is short. ucrtbase writes inf and nan.
static int old_infinity(char text[32], const Spec *s, double value) {
    int precision = s->precision < 0 ? 6 : s->precision > 16 ? 16 : s->precision;
    const char *word = !isnan(value) ? "#INF" : signbit(value) ? "#IND" : "#QNAN";
    int n = (int)strlen(word);
    char digits[20];
    snprintf(digits, sizeof digits, "%-16s", word);
    for (int i = n; i < 16; i++) digits[i] = '0';
    bool plain = s->conversion == 'g' || s->conversion == 'G';
    int shown = plain ? n : precision;
    if (!plain && precision > 0 && precision < n) digits[precision - 1]++;
    bool exponent = s->conversion == 'e' || s->conversion == 'E';
    return snprintf(text, 32, "%s1%s%.*s%s",
                    signbit(value) ? "-"
                    : s->plus      ? "+"
                                   : "",
                    shown ? "." : "", shown, digits, exponent ? "e+000" : "");
}

static void put_double(Buffer *out, const Spec *s, double value, FormatRules rules) {
    char format[32], letters[2] = {(char)s->conversion, 0};
    Spec bare = *s;
    if ((s->conversion | 32) == 'a' && s->precision < 0) bare.precision = 13;
    bare.minus = bare.zero = false; // padding is ours: the exponent may grow
    host_format(format, &bare, letters);
    int precision = bare.precision > 4000 ? 4000 : bare.precision;
    char text[4800];
    int n = snprintf(text, sizeof text - 1, format, 0, precision, value);
    bool finite = isfinite(value);
    if (!finite && !rules.is_ucrt) n = old_infinity(text, s, value);
    if (finite && !rules.is_ucrt && s->conversion != 'f' && s->conversion != 'F') n = widen_exponent(text, n);
    i64 padding = s->width - n;
    bool sign = text[0] == '-' || text[0] == '+' || text[0] == ' ';
    if (!s->minus && !(s->zero && finite)) put_padding(out, padding, ' ');
    if (sign) buffer_put(out, text, 1);
    if (!s->minus && s->zero && finite) put_padding(out, padding, '0');
    buffer_put(out, text + sign, (u64)(n - sign));
    if (s->minus) put_padding(out, padding, ' ');
}

static void put_wide_text(Buffer *out, const Spec *s, const u16 *text) {
    u64 count = 0;
    while ((s->precision < 0 || count < (u64)s->precision) && text[count]) count++;
    Arena scratch = {0};
    u64 n = utf16_to_utf8(text, count, NULL, 0);
    u8 *bytes = arena_alloc(&scratch, n);
    utf16_to_utf8(text, count, bytes, n);
    put_text(out, s, (Str){bytes, n});
    arena_free(&scratch);
}

static void put_string(Buffer *out, const Spec *s, WinArgs *args, bool wide) {
    const void *text = take_pointer(args);
    if (!text) text = "(null)", wide = false;
    if (wide) {
        put_wide_text(out, s, text);
    } else {
        size_t limit = s->precision < 0 ? SIZE_MAX : (size_t)s->precision;
        put_text(out, s, (Str){text, limit == SIZE_MAX ? strlen(text) : strnlen(text, limit)});
    }
}

static void put_character(Buffer *out, const Spec *s, WinArgs *args, bool wide) {
    u16 c = (u16)take_int(args);
    u8 bytes[4] = {(u8)c};
    u64 n = wide ? utf16_to_utf8(&c, 1, bytes, sizeof bytes) : 1;
    put_text(out, s, (Str){bytes, n});
}

// Whether %s or %c (capital: %S, %C) means UTF-16 here.
static bool is_wide_text(const Spec *s, FormatRules rules) {
    if (s->narrow) return false;
    if (s->wide) return true;
    bool capital = s->conversion == 'S' || s->conversion == 'C' || s->conversion == 'Z';
    bool wide_by_default = rules.is_wide && !rules.standard_wide;
    return capital != wide_by_default;
}

static void put_conversion(Buffer *out, const Spec *s, WinArgs *args, FormatRules rules) {
    switch (s->conversion) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': put_integer(out, s, take_integer(args, s->size < 4 ? 4 : s->size)); break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case 'a':
    case 'A': put_double(out, s, take_double(args), rules); break;
    case 'p': put_pointer(out, s, take_pointer(args)); break;
    case 's':
    case 'S': put_string(out, s, args, is_wide_text(s, rules)); break;
    case 'c':
    case 'C': put_character(out, s, args, is_wide_text(s, rules)); break;
    case 'n': take_pointer(args); break;
    default: buffer_put(out, &s->conversion, s->conversion != 0); break;
    }
}

void crt_format(Buffer *out, const char *format, WinArgs args, FormatRules rules) {
    while (*format) {
        size_t plain = strcspn(format, "%");
        buffer_put(out, format, plain);
        format += plain;
        if (!*format) break;
        Spec s;
        format = read_spec(format + 1, &s, &args, rules);
        put_conversion(out, &s, &args, rules);
    }
}

// ---- scanf

static i32 skip_blanks(ScanSource *in) {
    i32 c;
    do c = in->get(in);
    while (c == ' ' || (c >= 9 && c <= 13));
    return c;
}

// Collects up to `width` bytes as long as they are in `set`. NUL-terminated.
static size_t collect(ScanSource *in, i32 first, i32 width, const bool set[256], char *to, size_t capacity) {
    size_t n = 0;
    i32 c = first;
    while (c >= 0 && set[c] && (width < 0 || (i32)n < width) && n + 1 < capacity) {
        to[n++] = (char)c;
        c = in->get(in);
    }
    if (c >= 0) in->unget(in, c);
    to[n] = 0;
    return n;
}

static void make_set(bool set[256], const char *members) {
    memset(set, 0, 256);
    for (; *members; members++) set[(u8)*members] = true;
}

static void store_integer(void *to, u64 value, u32 size) { memcpy(to, &value, size); } // little-endian

// What was collected but does not belong to the number goes back. False when nothing does.
static bool give_back(ScanSource *in, const char *text, const char *end) {
    for (size_t n = strlen(text); n > (size_t)(end - text); n--) in->unget(in, (u8)text[n - 1]);
    return end > text;
}

static bool scan_integer(ScanSource *in, const Spec *s, i32 first, void *to) {
    bool set[256];
    char text[64], *end;
    u8 c = s->conversion;
    int base = c == 'd' || c == 'u' ? 10 : c == 'o' ? 8 : c == 'i' ? 0 : 16;
    make_set(set, base == 10 ? "+-0123456789" : base == 8 ? "+-01234567" : "+-0123456789abcdefABCDEFxX");
    if (!collect(in, first, s->width, set, text, sizeof text)) return false;
    u64 value = c == 'd' || c == 'i' ? (u64)strtoll(text, &end, base) : strtoull(text, &end, base);
    if (!give_back(in, text, end)) return false;
    if (to) store_integer(to, value, s->size);
    return true;
}

static bool scan_double(ScanSource *in, const Spec *s, i32 first, void *to) {
    bool set[256];
    char text[128], *end;
    make_set(set, "+-0123456789.eExXinfatyINFATYpPabcdABCD");
    if (!collect(in, first, s->width, set, text, sizeof text)) return false;
    double value = strtod(text, &end);
    if (!give_back(in, text, end)) return false;
    if (to && s->wide)
        memcpy(to, &value, sizeof value);
    else if (to)
        memcpy(to, &(float){(float)value}, sizeof(float));
    return true;
}

// Text up to a blank, the members of a set, or a number of characters.
static bool scan_text(ScanSource *in, const Spec *s, i32 first, const bool set[256], void *to, bool wide) {
    i32 c = first, n = 0, limit = s->conversion == 'c' && s->width < 0 ? 1 : s->width;
    u8 *narrow = to;
    u16 *wides = to;
    for (; c >= 0 && set[c] && (limit < 0 || n < limit); n++) {
        if (to && wide)
            wides[n] = (u16)c;
        else if (to)
            narrow[n] = (u8)c;
        c = in->get(in);
    }
    if (c >= 0) in->unget(in, c);
    if (to && s->conversion != 'c') {
        if (wide)
            wides[n] = 0;
        else
            narrow[n] = 0;
    }
    return n > 0;
}

// "[^a-z]": the set; returns behind the bracket.
static const char *read_set(const char *at, bool set[256]) {
    bool not = *at == '^';
    if (not ) at++;
    memset(set, not, 256);
    for (bool first = true; *at && (first || *at != ']'); first = false) {
        u8 low = (u8)*at++, high = low;
        if (at[0] == '-' && at[1] && at[1] != ']') high = (u8)at[1], at += 2;
        for (u32 c = low; c <= high; c++) set[c] = !not ;
    }
    return *at ? at + 1 : at;
}

static bool scan_conversion(ScanSource *in, const Spec *s, const bool set[256], void *to, bool is_wide) {
    bool keeps_blanks = s->conversion == 'c' || s->conversion == 'C' || s->conversion == '[';
    i32 first = keeps_blanks ? in->get(in) : skip_blanks(in);
    if (first < 0) return false;
    FormatRules rules = {.is_wide = is_wide};
    switch (s->conversion) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': return scan_integer(in, s, first, to);
    case 'p': return scan_integer(in, &(Spec){.width = s->width, .conversion = 'x', .size = sizeof(void *)}, first, to);
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
    case 'a': return scan_double(in, s, first, to);
    default: return scan_text(in, s, first, set, to, is_wide_text(s, rules));
    }
}

static bool is_blank(u8 c) { return c == ' ' || (c >= 9 && c <= 13); }

static bool at_end(ScanSource *in) {
    i32 c = in->get(in);
    if (c >= 0) in->unget(in, c);
    return c < 0;
}

// Text of the format that is no conversion: a blank stands for any number of blanks, other characters for themselves.
// Returns what follows in the format, or NULL when the input differs.
static const char *match_plain(ScanSource *in, const char *format) {
    i32 c = is_blank((u8)*format) ? skip_blanks(in) : in->get(in);
    bool same = is_blank((u8)*format) || c == (u8)*format;
    if (c >= 0 && (!same || is_blank((u8)*format))) in->unget(in, c);
    return !same ? NULL : format + (*format == '%' ? 2 : 1);
}

// The characters that a text conversion takes: those between brackets, all but blanks for %s, all for %c.
static const char *characters_of(const Spec *s, const char *format, bool set[256]) {
    bool is_word = s->conversion == 's' || s->conversion == 'S';
    for (u32 c = 0; c < 256; c++) set[c] = !(is_word && is_blank((u8)c));
    return s->conversion == '[' ? read_set(format, set) : format;
}

i32 crt_scan(ScanSource *in, const char *format, WinArgs args, bool is_wide) {
    i32 assigned = 0;
    bool any = false;
    while (*format) {
        if (*format != '%' || format[1] == '%') {
            const char *next = match_plain(in, format);
            if (!next) return !assigned && at_end(in) ? -1 : assigned;
            format = next;
            continue;
        }
        Spec s;
        bool drop = format[1] == '*', set[256];
        format = read_spec(format + 1 + drop, &s, &args, (FormatRules){.is_ucrt = true});
        format = characters_of(&s, format, set);
        void *to = drop ? NULL : take_pointer(&args);
        if (s.conversion == 'n') {
            if (to) store_integer(to, in->at, s.size);
            continue;
        }
        if (!scan_conversion(in, &s, set, to, is_wide)) return !any && at_end(in) ? -1 : assigned;
        any = true;
        assigned += !drop;
    }
    return assigned;
}
