// itanium.c - the declaration that a C++ name in the way of the Itanium ABI (gcc, clang for mingw-w64) stands for.
//
//      _Z N K 3geo 5Shape 4area E d R K S0_
//         |   |     |      |    | |     |
//         |   |     |      |    | |     substitution 0: of all prefixes and types so far, numbered S_, S0_, S1_ ...:
//         geo::Shape |   |     |      |    | reference to a const ... |   |     |      |    double nested name: length
//         and letters, outermost first; K: a const member        geo::Shape::area(double, geo::Shape const&) const
//
// What undecorate.c says about declarators holds here, too: a type gets the text that stands in its middle. The grammar
// is that of the ABI's chapter 5.1, without expressions: a name that computes with template parameters is not decoded,
// and demangle.c then tries to give the plain name. [https://itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling]
#include "decorated_name.h"

enum { MOST_SUBSTITUTIONS = 100, MOST_ARGUMENTS = 32, MOST_DEPTH = 60, MOST_TYPES = 20000 };

typedef struct {
    Str at[MOST_ARGUMENTS];
    u32 count;
} Arguments;

struct Seen {
    Str substitutions[MOST_SUBSTITUTIONS];
    u32 substitution_count;
    Arguments arguments; // of the last template: what T_, T0_ ... stand for
    u32 types;           // read so far. A pointer to a pointer to ... is read twice at each level
};

typedef struct {
    Str text, last;                  // last: the innermost class, for constructors
    const char *behind;              // " const" of a member function
    bool is_template, has_no_result; // a template function says its result, but constructors and conversions have none
} Name;

static Str read_type(Reader *r, Str declarator);
static Str read_encoding(Reader *r, bool with_result);
static Name read_name(Reader *r);

// ---- Letters and texts

static Str remember(Reader *r, Str text) {
    if (r->seen->substitution_count == MOST_SUBSTITUTIONS) return give_up(r);
    return r->seen->substitutions[r->seen->substitution_count++] = text;
}

static u64 read_decimal(Reader *r) {
    u64 n = 0;
    if (!is_digit(peek(r))) give_up(r);
    while (is_digit(peek(r)) && n < 100000) {
        n = n * 10 + (u64)(peek(r) - '0');
        r->rest = str_slice(r->rest, 1, r->rest.n);
    }
    return n;
}

// "_", "0_", "A_": 0, 1, 11. Base 36.
static u32 read_sequence(Reader *r) {
    u32 n = 0;
    if (take(r, "_")) return 0;
    while (n < 10000 && (is_digit(peek(r)) || (peek(r) >= 'A' && peek(r) <= 'Z'))) {
        n = n * 36 + (u32)(is_digit(peek(r)) ? peek(r) - '0' : peek(r) - 'A' + 10);
        r->rest = str_slice(r->rest, 1, r->rest.n);
    }
    if (!take(r, "_")) give_up(r);
    return n + 1;
}

// ---- Template arguments

// NOLINTBEGIN(misc-no-recursion): MOST_DEPTH ends it
static Str read_literal(Reader *r) { // behind the L
    if (take(r, "_Z")) {
        Str text = read_encoding(r, true);
        return take(r, "E") ? text : give_up(r);
    }
    bool is_bool = peek(r) == 'b';
    Str type = read_type(r, (Str){0});
    bool minus = take(r, "n");
    size_t n = str_find(r->rest, 'E');
    if (n == r->rest.n) return give_up(r);
    Str value = str_slice(r->rest, 0, n);
    for (size_t i = 0; i < n; i++)
        if (!is_digit(value.p[i])) return give_up(r);
    r->rest = str_slice(r->rest, n + 1, r->rest.n);
    if (is_bool) return str_eq(value, STR("1")) ? STR("true") : STR("false");
    value = join(r, minus ? STR("-") : (Str){0}, value, (Str){0});
    static const struct {
        const char *type, *suffix;
    } suffixes[] = {{"int", ""},         {"unsigned int", "u"},        {"long", "l"}, {"unsigned long", "ul"},
                    {"long long", "ll"}, {"unsigned long long", "ull"}};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (str_eq(type, str(suffixes[i].type))) return join(r, value, str(suffixes[i].suffix), (Str){0});
    return join(r, join(r, STR("("), type, STR(")")), value, (Str){0});
}

// The arguments up to E, with ", " between them. Each is added to *list.
static Str read_arguments(Reader *r, Arguments *list) {
    Str all = {0};
    bool any = false;
    while (!r->bad && !take(r, "E")) {
        Str one;
        bool is_pack = take(r, "J") || take(r, "I");
        if (is_pack) {
            Arguments ignored = {0};
            if (++r->depth > MOST_DEPTH) return give_up(r);
            one = read_arguments(r, &ignored);
            r->depth--;
        } else {
            one = take(r, "L") ? read_literal(r) : read_type(r, (Str){0});
        }
        if (list->count == MOST_ARGUMENTS) return give_up(r);
        list->at[list->count++] = one;
        if (is_pack && !one.n) continue;
        all = any ? join(r, all, STR(", "), one) : one;
        any = true;
    }
    return all;
}

// "Vec" and, behind an I, its arguments: "Vec<int>". They become what T_ stands for.
static Str with_arguments(Reader *r, Str name) {
    Arguments list = {0};
    Str text = read_arguments(r, &list);
    if (r->bad) return text;
    r->seen->arguments = list;
    bool angle = str_ends(name, STR("<")); // operator<
    text = join(r, join(r, name, angle ? STR(" <") : STR("<"), text), str_ends(text, STR(">")) ? STR(" ") : (Str){0},
                STR(">"));
    return text;
}

// ---- Names

static Str read_source_name(Reader *r) {
    u64 n = read_decimal(r);
    if (!n || n > r->rest.n) return give_up(r);
    Str name = str_slice(r->rest, 0, n);
    for (size_t i = 0; i < n; i++)
        if (name.p[i] < ' ') return give_up(r);
    r->rest = str_slice(r->rest, n, r->rest.n);
    return str_starts(name, STR("_GLOBAL__N")) ? STR("(anonymous namespace)") : name;
}

static Str read_operator(Reader *r, Name *name) {
    static const struct {
        const char *code, *name;
    } operators[] = {
        // clang-format off
        {"nw", "new"}, {"na", "new[]"}, {"dl", "delete"}, {"da", "delete[]"}, {"ps", "+"}, {"ng", "-"}, {"ad", "&"}, {"de", "*"}, {"co", "~"},
        {"pl", "+"}, {"mi", "-"}, {"ml", "*"}, {"dv", "/"}, {"rm", "%"}, {"an", "&"}, {"or", "|"}, {"eo", "^"}, {"aS", "="}, {"pL", "+="},
        {"mI", "-="}, {"mL", "*="}, {"dV", "/="}, {"rM", "%="}, {"aN", "&="}, {"oR", "|="}, {"eO", "^="}, {"ls", "<<"}, {"rs", ">>"},
        {"lS", "<<="}, {"rS", ">>="}, {"eq", "=="}, {"ne", "!="}, {"lt", "<"}, {"gt", ">"}, {"le", "<="}, {"ge", ">="}, {"ss", "<=>"},
        {"nt", "!"}, {"aa", "&&"}, {"oo", "||"}, {"pp", "++"}, {"mm", "--"}, {"cm", ","}, {"pm", "->*"}, {"pt", "->"}, {"cl", "()"}, {"ix", "[]"},
        // clang-format on
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!take(r, operators[i].code)) continue;
        bool is_word = operators[i].name[0] >= 'a';
        return join(r, STR("operator"), is_word ? STR(" ") : (Str){0}, str(operators[i].name));
    }
    if (take(r, "li")) return join(r, STR("operator\"\" "), read_source_name(r), (Str){0});
    if (!take(r, "cv")) return give_up(r);
    name->has_no_result = true;
    return join(r, STR("operator "), read_type(r, (Str){0}), (Str){0});
}

// A name without its scopes, its tags ("B5cxx11") behind it.
static Str read_unqualified(Reader *r, Name *name) {
    Str text;
    take(r, "L"); // of this file only
    if (is_digit(peek(r))) {
        text = read_source_name(r);
    } else if ((peek(r) == 'C' || peek(r) == 'D') && r->rest.n > 1 && is_digit(r->rest.p[1])) {
        if (!name->last.n) return give_up(r);
        text = join(r, peek(r) == 'D' ? STR("~") : (Str){0}, name->last, (Str){0});
        r->rest = str_slice(r->rest, 2, r->rest.n);
        name->has_no_result = true;
    } else {
        text = read_operator(r, name);
    }
    name->last = text;
    while (take(r, "B")) text = join(r, join(r, text, STR("[abi:"), read_source_name(r)), STR("]"), (Str){0});
    return text;
}

// S_, S0_ ... and those that every program has. *last: for constructors.
static Str read_substitution(Reader *r, Str *last) {
    static const struct {
        const char *code, *text, *last;
    } fixed[] = {{"Sa", "std::allocator", "allocator"},   {"Sb", "std::basic_string", "basic_string"},
                 {"Ss", "std::string", "basic_string"},   {"Si", "std::istream", "basic_istream"},
                 {"So", "std::ostream", "basic_ostream"}, {"Sd", "std::iostream", "basic_iostream"}};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        if (!take(r, fixed[i].code)) continue;
        *last = str(fixed[i].last);
        return str(fixed[i].text);
    }
    if (!take(r, "S")) return give_up(r);
    u32 number = read_sequence(r);
    if (r->bad || number >= r->seen->substitution_count) return give_up(r);
    Str text = r->seen->substitutions[number], name = str_slice(text, 0, str_find(text, '<'));
    for (size_t i = name.n; i > 1; i--)
        if (name.p[i - 1] == ':') {
            name = str_slice(name, i, name.n);
            break;
        }
    *last = name;
    return text;
}

static Str read_parameter(Reader *r) { // behind the T
    u32 number = read_sequence(r);
    return number < r->seen->arguments.count ? r->seen->arguments.at[number] : give_up(r);
}

// N [qualifiers] prefix... name E
static Name read_nested(Reader *r) {
    Name name = {.behind = ""};
    static const char *const qualifiers[] = {"", " const", " volatile", " const volatile"};
    u32 cv = 0;
    while (take(r, "r")) continue;
    if (take(r, "V")) cv |= 2;
    if (take(r, "K")) cv |= 1;
    const char *reference = take(r, "R") ? " &" : take(r, "O") ? " &&" : "";
    name.behind = (const char *)arena_printf(r->arena, "%s%s", qualifiers[cv], reference).p;
    bool first = true;
    while (!r->bad && !take(r, "E")) {
        bool is_old = false;
        if (first && take(r, "St")) {
            name.text = STR("std");
            is_old = true;
        } else if (first && peek(r) == 'S') {
            name.text = read_substitution(r, &name.last);
            is_old = true;
        } else if (first && take(r, "T")) {
            name.text = read_parameter(r);
        } else if (!first && take(r, "I")) {
            name.text = with_arguments(r, name.text);
            name.is_template = true;
        } else {
            Str part = read_unqualified(r, &name);
            name.text = first ? part : join(r, name.text, STR("::"), part);
            name.is_template = false;
        }
        first = false;
        if (!is_old && peek(r) != 'E') remember(r, name.text); // the whole name is no prefix
    }
    if (first) give_up(r);
    return name;
}

// Z function E name: something inside a function
static Name read_local(Reader *r) {
    Name name = {.behind = ""};
    Str function = read_encoding(r, false);
    if (!take(r, "E")) give_up(r);
    if (take(r, "s")) {
        name.text = join(r, function, STR("::string literal"), (Str){0});
    } else {
        name = read_name(r);
        name.text = join(r, function, STR("::"), name.text);
    }
    if (take(r, "__")) { // the number of the scope among several of that name: not shown
        read_decimal(r);
        take(r, "_");
    } else if (take(r, "_")) {
        read_decimal(r);
    }
    return name;
}

static Name read_name(Reader *r) {
    Name name = {.behind = ""};
    if (++r->depth > MOST_DEPTH) give_up(r);
    if (take(r, "N")) {
        name = read_nested(r);
    } else if (take(r, "Z")) {
        name = read_local(r);
    } else {
        bool is_old = peek(r) == 'S' && !str_starts(r->rest, STR("St"));
        if (is_old)
            name.text = read_substitution(r, &name.last);
        else if (take(r, "St"))
            name.text = join(r, STR("std::"), read_unqualified(r, &name), (Str){0});
        else
            name.text = read_unqualified(r, &name);
        if (take(r, "I")) {
            if (!is_old) remember(r, name.text);
            name.text = with_arguments(r, name.text);
            name.is_template = true;
        }
    }
    r->depth--;
    return name;
}

// ---- Types

static const char *simple_type(Reader *r) {
    static const struct {
        const char *code, *name;
    } types[] = {{"v", "void"},        {"w", "wchar_t"},
                 {"b", "bool"},        {"c", "char"},
                 {"a", "signed char"}, {"h", "unsigned char"},
                 {"s", "short"},       {"t", "unsigned short"},
                 {"i", "int"},         {"j", "unsigned int"},
                 {"l", "long"},        {"m", "unsigned long"},
                 {"x", "long long"},   {"y", "unsigned long long"},
                 {"n", "__int128"},    {"o", "unsigned __int128"},
                 {"f", "float"},       {"d", "double"},
                 {"e", "long double"}, {"g", "__float128"},
                 {"z", "..."},         {"Dn", "decltype(nullptr)"},
                 {"Di", "char32_t"},   {"Ds", "char16_t"},
                 {"Du", "char8_t"},    {"Da", "auto"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (take(r, types[i].code)) return types[i].name;
    return NULL;
}

// Types up to an E or the end of the name: "int, char const*", or nothing for (void).
static Str read_parameters(Reader *r) {
    Str all = {0};
    if (take(r, "v")) return all;
    for (bool first = true; !r->bad && r->rest.n && peek(r) != 'E' && peek(r) != '.'; first = false) {
        Str one = read_type(r, (Str){0});
        if (!one.n) continue; // an empty pack
        all = first || !all.n ? one : join(r, all, STR(", "), one);
    }
    return all;
}

// Space between a type and what is behind it: "int (*)()", "char*". A reference to a reference, by way of a template's
// parameter, is a reference: & wins over &&.
static Str with_declarator(Reader *r, Str base, Str declarator) {
    if (str_ends(base, STR("&")) && str_starts(declarator, STR("&"))) {
        bool both_double = str_ends(base, STR("&&")) && str_starts(declarator, STR("&&"));
        while (str_ends(base, STR("&"))) base.n--;
        while (str_starts(declarator, STR("&"))) declarator = str_slice(declarator, 1, declarator.n);
        base = join(r, base, both_double ? STR("&&") : STR("&"), (Str){0});
    }
    bool tight = declarator.n && (declarator.p[0] == '*' || declarator.p[0] == '&');
    return join(r, base, declarator.n && !tight ? STR(" ") : (Str){0}, declarator);
}

// "int& " in front of a name, but "void (*" directly.
static Str with_result_type(Reader *r, Str result, Str function) {
    size_t at = str_find(result, '\1');
    bool inside = at + 1 < result.n && result.p[at + 1] == ')';
    bool tight = at > 0 && at < result.n && (result.p[at - 1] == '*' || result.p[at - 1] == '&');
    return fill_hole(r, result, join(r, tight && !inside ? STR(" ") : (Str){0}, function, (Str){0}));
}

// A type that is a substitution for later: it is built twice, once by itself and once around the declarator, from the
// same letters.
static Str read_compound(Reader *r, Str declarator, Str (*build)(Reader *, Str)) {
    Str again = r->rest;
    u32 count = r->seen->substitution_count;
    Str whole = build(r, (Str){0});
    if (declarator.n && !r->bad) { // the letters once more; what they add to the table is there already
        Str behind = r->rest;
        u32 after = r->seen->substitution_count;
        r->rest = again;
        r->seen->substitution_count = count;
        Str wrapped = build(r, declarator);
        r->rest = behind;
        r->seen->substitution_count = after;
        remember(r, whole);
        return wrapped;
    }
    if (!r->bad) remember(r, whole);
    return whole;
}

static Str build_indirect(Reader *r, const char *sign, Str d) {
    bool word = d.n && d.p[0] >= 'a' && d.p[0] <= 'z'; // const
    r->rest = str_slice(r->rest, 1, r->rest.n);
    return read_type(r, join(r, str(sign), word ? STR(" ") : (Str){0}, d));
}

static Str build_pointer(Reader *r, Str d) { return build_indirect(r, "*", d); }
static Str build_reference(Reader *r, Str d) { return build_indirect(r, "&", d); }
static Str build_move(Reader *r, Str d) { return build_indirect(r, "&&", d); }

static Str build_qualified(Reader *r, Str d) {
    Str words = {0};
    while (take(r, "r")) words = STR(" restrict");
    if (take(r, "V")) words = join(r, STR(" volatile"), words, (Str){0});
    if (take(r, "K")) words = join(r, STR(" const"), words, (Str){0});
    if (r->bad) return words;
    if (peek(r) == 'F') return join(r, read_type(r, d), words, (Str){0}); // a member function for const objects
    return read_type(r, with_declarator(r, str_slice(words, 1, words.n), d));
}

static Str build_function(Reader *r, Str d) {
    if (!take(r, "F")) return give_up(r);
    take(r, "Y");
    Str result = read_type(r, HOLE), parameters = read_parameters(r);
    if (!take(r, "E")) return give_up(r);
    Str middle = d.n ? join(r, STR("("), d, STR(")")) : (Str){0};
    return with_result_type(r, result, join(r, middle, STR("("), join(r, parameters, STR(")"), (Str){0})));
}

static Str build_array(Reader *r, Str d) {
    if (!take(r, "A")) return give_up(r);
    Str size = is_digit(peek(r)) ? arena_printf(r->arena, "[%llu]", (unsigned long long)read_decimal(r)) : STR("[]");
    if (!take(r, "_")) return give_up(r);
    Str middle = d.n && !str_ends(d, STR("]")) ? join(r, STR("("), d, STR(") ")) : d;
    return read_type(r, join(r, middle, size, (Str){0}));
}

static Str build_member(Reader *r, Str d) {
    if (!take(r, "M")) return give_up(r);
    Str class = read_type(r, (Str){0});
    return read_type(r, join(r, class, STR("::*"), d));
}

// The name of a class, with arguments perhaps.
static Str read_class(Reader *r) {
    Arguments outer = r->seen->arguments;
    Str last, text;
    if (take(r, "T")) {
        text = remember(r, read_parameter(r));
    } else if (peek(r) == 'S' && !str_starts(r->rest, STR("St"))) {
        text = read_substitution(r, &last);
        if (peek(r) != 'I') return text;
    } else {
        Name name = read_name(r);
        text = remember(r, name.text);
    }
    if (take(r, "I")) text = remember(r, with_arguments(r, text));
    r->seen->arguments = outer;
    return text;
}

static Str read_type_inside(Reader *r, Str d) {
    const char *simple = simple_type(r);
    if (simple) return with_declarator(r, str(simple), d);
    if (take(r, "Dp")) return read_type(r, d); // a pack: its argument is all of them
    switch (peek(r)) {
    case 'P': return read_compound(r, d, build_pointer);
    case 'R': return read_compound(r, d, build_reference);
    case 'O': return read_compound(r, d, build_move);
    case 'K':
    case 'V':
    case 'r': return read_compound(r, d, build_qualified);
    case 'F': return read_compound(r, d, build_function);
    case 'A': return read_compound(r, d, build_array);
    case 'M': return read_compound(r, d, build_member);
    case 'D': return give_up(r);
    default: return with_declarator(r, read_class(r), d);
    }
}

static Str read_type(Reader *r, Str declarator) {
    if (++r->depth > MOST_DEPTH || ++r->seen->types > MOST_TYPES) return give_up(r);
    Str text = read_type_inside(r, declarator);
    r->depth--;
    return text;
}

// ---- Whole symbols

static Str read_special(Reader *r) {
    static const struct {
        const char *code, *text;
    } kinds[] = {{"TV", "vtable for "}, {"TT", "VTT for "}, {"TI", "typeinfo for "}, {"TS", "typeinfo name for "}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (take(r, kinds[i].code)) return join(r, str(kinds[i].text), read_type(r, (Str){0}), (Str){0});
    if (take(r, "GV")) return join(r, STR("guard variable for "), read_name(r).text, (Str){0});
    return give_up(r);
}

static Str read_encoding(Reader *r, bool with_result) {
    if (++r->depth > MOST_DEPTH) return give_up(r);
    Str text;
    if (peek(r) == 'T' || str_starts(r->rest, STR("GV"))) {
        text = read_special(r);
    } else {
        Name name = read_name(r);
        text = name.text;
        if (r->rest.n && peek(r) != 'E' && peek(r) != '.') { // a function
            Str result = name.is_template && !name.has_no_result ? read_type(r, HOLE) : (Str){0};
            text = join(r, join(r, text, STR("("), read_parameters(r)), STR(")"), str(name.behind));
            if (result.n && with_result) text = with_result_type(r, result, text);
        }
    }
    r->depth--;
    return text;
}

// NOLINTEND(misc-no-recursion)

static Str read_symbol(Reader *r) { return read_encoding(r, true); }

Str itanium_declaration(Arena *a, Str symbol) {
    size_t prefix = str_starts(symbol, STR("_Z")) ? 2 : str_starts(symbol, STR("__Z")) ? 3 : 0;
    struct Seen seen = {0};
    return prefix ? read_whole(a, str_slice(symbol, prefix, symbol.n), &seen, read_symbol) : (Str){0};
}
