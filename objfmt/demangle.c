// demangle.c - C++ names for messages. See demangle.h.
//
//      ? area @ Shape @ @ QEBAHH@Z         _Z N K 5 Shape 4 area E i
//        name   scope   ^ type of it          ^ ^ length and letters, outermost first
//        innermost first                      | const member
//                                             nested name
#include "demangle.h"

enum { MOST_PARTS = 10 }; // also the number of names that Microsoft's back references 0 to 9 can reach

typedef struct {
    Str part[MOST_PARTS]; // innermost last
    u32 count;
} Parts;

bool is_cxx_name(Str s) { return (s.n > 2 && s.p[0] == '?') || str_starts(s, STR("_Z")) || str_starts(s, STR("__Z")); }

static bool is_digit(u8 c) { return c >= '0' && c <= '9'; }

static bool is_name_byte(u8 c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80;
}

static bool is_plain_name(Str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!is_name_byte(s.p[i])) return false;
    return s.n > 0;
}

static bool add_part(Parts *parts, Str part) {
    if (parts->count == MOST_PARTS) return false;
    parts->part[parts->count++] = part;
    return true;
}

static Str join(Arena *a, const Parts *parts) {
    Buffer b = {.arena = a};
    for (u32 i = 0; i < parts->count; i++) {
        if (i) buffer_put_str(&b, STR("::"));
        buffer_put_str(&b, parts->part[i]);
    }
    return buffer_str(&b);
}

// ---- Microsoft

// What stands for the name of a special function: "?0" is the constructor.
typedef struct {
    const char *code;
    const char *name; // NULL: the class's name, with the prefix
    const char *prefix;
} Special;

static const Special specials[] = {
    {"?0", NULL, ""},          {"?1", NULL, "~"},         {"?2", "operator new", ""},   {"?3", "operator delete", ""},
    {"?4", "operator=", ""},   {"?8", "operator==", ""},  {"?9", "operator!=", ""},     {"?A", "operator[]", ""},
    {"?H", "operator+", ""},   {"?G", "operator-", ""},   {"?R", "operator()", ""},     {"?_U", "operator new[]", ""},
    {"?_V", "operator delete[]", ""},                     {"?_7", "`vftable'", ""},     {"?_G", "`deleting destructor'", ""},
};

static const Special *take_special(Str *rest) {
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        if (!str_starts(*rest, str(specials[i].code))) continue;
        *rest = str_slice(*rest, strlen(specials[i].code), rest->n);
        return &specials[i];
    }
    return NULL;
}

// Scopes up to the empty one, innermost first. A digit stands for a name that was there before.
static bool take_scopes(Str rest, Parts *inner_first) {
    for (;;) {
        if (!rest.n) return false;
        if (rest.p[0] == '@') return inner_first->count > 0;
        size_t n = 1;
        if (is_digit(rest.p[0])) {
            u32 number = rest.p[0] - '0';
            if (number >= inner_first->count || !add_part(inner_first, inner_first->part[number])) return false;
        } else {
            Str name = str_slice(rest, 0, str_find(rest, '@'));
            n = name.n + 1;
            if (n > rest.n || !is_plain_name(name) || !add_part(inner_first, name)) return false;
        }
        rest = str_slice(rest, n, rest.n);
    }
}

static Str microsoft_name(Arena *a, Str s) {
    Str rest = str_slice(s, 1, s.n); // not empty: is_cxx_name
    Parts inner_first = {0}, parts = {0};
    const Special *special = rest.p[0] == '?' ? take_special(&rest) : NULL;
    if (rest.n && rest.p[0] == '@' && special && special->name) return str(special->name); // a global operator
    if (!take_scopes(rest, &inner_first)) return (Str){0};
    for (u32 i = inner_first.count; i-- > 0;) add_part(&parts, inner_first.part[i]);
    if (!special) return join(a, &parts);
    Str own = special->name ? str(special->name) : arena_concat(a, str(special->prefix), inner_first.part[0]);
    return add_part(&parts, own) ? join(a, &parts) : (Str){0};
}

// ---- Itanium

// "5Shape": the name, and *rest behind it. Empty when there is none.
static Str take_sized(Str *rest) {
    size_t n = 0, digits = 0;
    while (digits < rest->n && digits < 4 && is_digit(rest->p[digits])) n = n * 10 + (rest->p[digits++] - '0');
    if (!digits || !n || n > rest->n - digits) return (Str){0};
    Str name = str_slice(*rest, digits, digits + n);
    *rest = str_slice(*rest, digits + n, rest->n);
    return name;
}

static bool take_nested(Arena *a, Str *rest, Parts *parts) {
    while (rest->n && str_find(STR("KVrRO"), rest->p[0]) < 5) *rest = str_slice(*rest, 1, rest->n);
    while (rest->n && rest->p[0] != 'E') {
        bool special = parts->count && (str_starts(*rest, STR("C")) || str_starts(*rest, STR("D"))) && rest->n > 1 &&
                       is_digit(rest->p[1]);
        if (special) { // C1: constructor, D1: destructor
            Str class = parts->part[parts->count - 1];
            if (!add_part(parts, rest->p[0] == 'C' ? class : arena_concat(a, STR("~"), class))) return false;
            *rest = str_slice(*rest, 2, rest->n);
        } else if (str_starts(*rest, STR("St"))) {
            if (!add_part(parts, STR("std"))) return false;
            *rest = str_slice(*rest, 2, rest->n);
        } else {
            Str name = take_sized(rest);
            if (!is_plain_name(name) || !add_part(parts, name)) return false;
        }
    }
    return rest->n > 0;
}

static Str behind_z(Str s) { return str_slice(s, str_starts(s, STR("__Z")) ? 3 : 2, s.n); }

static Str itanium_name(Arena *a, Str s) {
    static const struct {
        const char *code, *name;
    } operators[] = {{"nw", "operator new"}, {"na", "operator new[]"}, {"dl", "operator delete"}, {"da", "operator delete[]"}};
    Str rest = behind_z(s);
    Parts parts = {0};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (str_starts(rest, str(operators[i].code))) return str(operators[i].name);
    bool table = str_starts(rest, STR("TV"));
    if (table) rest = str_slice(rest, 2, rest.n);
    if (str_starts(rest, STR("N"))) {
        rest = str_slice(rest, 1, rest.n);
        if (!take_nested(a, &rest, &parts)) return (Str){0};
    } else {
        if (str_starts(rest, STR("St"))) {
            add_part(&parts, STR("std"));
            rest = str_slice(rest, 2, rest.n);
        }
        Str name = take_sized(&rest);
        if (!is_plain_name(name) || !add_part(&parts, name) || (rest.n && rest.p[0] == 'I')) return (Str){0};
    }
    Str joined = join(a, &parts);
    return table ? arena_concat(a, STR("vtable for "), joined) : joined;
}

Str plain_cxx_name(Arena *a, Str s) {
    if (!is_cxx_name(s)) return (Str){0};
    return s.p[0] == '?' ? microsoft_name(a, s) : itanium_name(a, s);
}

Str cxx_name_part(Str s) {
    if (!is_cxx_name(s)) return (Str){0};
    if (s.p[0] == '?') {
        for (size_t i = 1; i + 1 < s.n; i++)
            if (s.p[i] == '@' && s.p[i + 1] == '@') return str_slice(s, 1, i);
        return (Str){0};
    }
    Str rest = behind_z(s), begin = rest;
    bool nested = str_starts(rest, STR("N"));
    if (nested) begin = rest = str_slice(rest, 1, rest.n);
    while (nested && rest.n && (rest.p[0] == 'K' || rest.p[0] == 'V')) begin = rest = str_slice(rest, 1, rest.n);
    while (take_sized(&rest).n && nested) continue;
    return str_slice(begin, 0, begin.n - rest.n);
}
