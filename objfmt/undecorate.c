// undecorate.c - the declaration that Microsoft's decorated C++ name stands for, in the words in which link.exe shows
// it.
//
//      ? area @ Shape @ geo @ @ Q E B A H N 0 @ Z
//        name   scopes, inner  | | | | | | | | throw list: any
//        most first, ended     | | | | | | | end of the parameters
//        by an empty one       | | | | | | back reference: the type of parameter 0 again (types of one letter are not
//        counted)
//                              | | | | | double
//                              | | | | int, the result
//                              | | | __cdecl                        public: int __cdecl
//                              geo::Shape::area(double,...)const | | const   (of the object) | 64-bit public
//
// C++ allows functions of one name with different parameters; a linker knows names only. So the compiler writes the
// whole type into the name, each word of it as a letter. There is no list of these letters by Microsoft; other tools
// agree about them. A name with something rare in it (thunks, RTTI, ...) is not decoded: demangle.c then tries to give
// the plain name.
//
// A type stands in front of a name and around it (`int (*x)[3]`), so read_type gets the text in the middle, the
// declarator, and returns it wrapped. A function's result comes before its parameters: HOLE marks where they will go.
// [spec: decorated-names]
#include "decorated_name.h"

enum { MOST_SEEN = 10, MOST_DEPTH = 40 };
enum { CONST = 1, VOLATILE = 2 };

struct Seen { // what digits refer back to
    Str names[MOST_SEEN], types[MOST_SEEN];
    u32 name_count, type_count;
};

typedef struct {
    Str convention, result, parameters; // result: with a HOLE; empty for constructors
} Function;

static Str read_type(Reader *r, u32 cv, Str declarator);
static Str read_symbol(Reader *r);

// ---- Letters and texts

static u8 next(Reader *r) {
    u8 c = peek(r);
    if (c)
        r->rest = str_slice(r->rest, 1, r->rest.n);
    else
        give_up(r);
    return c;
}

static const char *cv_words(u32 cv) {
    static const char *const words[] = {"", " const", " volatile", " const volatile"};
    return words[cv & 3];
}

static Str with_declarator(Reader *r, Str base, u32 cv, Str declarator) {
    base = join(r, base, str(cv_words(cv)), (Str){0});
    return declarator.n ? join(r, base, STR(" "), declarator) : base;
}

// 0 to 9 mean 1 to 10; other numbers are hexadecimal with A to P for the digits, ended by '@'.
static Str read_number(Reader *r) {
    bool minus = take(r, "?");
    u64 value = 0;
    if (peek(r) >= '0' && peek(r) <= '9') {
        value = (u64)(next(r) - '0') + 1;
    } else {
        while (peek(r) >= 'A' && peek(r) <= 'P' && value < (u64)1 << 59) value = value * 16 + (u64)(next(r) - 'A');
        if (!take(r, "@")) return give_up(r);
    }
    return arena_printf(r->arena, "%s%llu", minus ? "-" : "", (unsigned long long)value);
}

// ---- Names

static Str remember_name(Reader *r, Str name) {
    if (r->seen->name_count < MOST_SEEN) r->seen->names[r->seen->name_count++] = name;
    return name;
}

static Str read_simple_name(Reader *r) {
    size_t n = str_find(r->rest, '@');
    if (n == 0 || n == r->rest.n) return give_up(r);
    Str name = str_slice(r->rest, 0, n);
    for (size_t i = 0; i < n; i++)
        if (name.p[i] < ' ' || name.p[i] == '?') return give_up(r);
    r->rest = str_slice(r->rest, n + 1, r->rest.n);
    return remember_name(r, name);
}

static Str read_old_name(Reader *r) {
    u32 number = (u32)(next(r) - '0');
    return number < r->seen->name_count ? r->seen->names[number] : give_up(r);
}

// NOLINTBEGIN(misc-no-recursion): MOST_DEPTH ends it
static Str read_template_argument(Reader *r) {
    if (take(r, "$0")) return read_number(r);
    if (take(r, "$1")) return join(r, STR("&"), read_symbol(r), (Str){0});
    if (take(r, "$$C")) { // const and volatile in front of a type
        u32 cv = next(r) - 'A';
        return cv > 3 ? give_up(r) : read_type(r, cv, (Str){0});
    }
    take(r, "$$B"); // an array follows
    return read_type(r, 0, (Str){0});
}

static Str read_operator(Reader *r);

// "vector<int,class std::allocator<int> >": has its own back references, and is one name to those outside.
static Str read_template(Reader *r) {
    struct Seen inner = {0}, *outer = r->seen;
    if (++r->depth > MOST_DEPTH) return give_up(r);
    r->seen = &inner;
    Str text = peek(r) == '?' && take(r, "?") ? read_operator(r) : read_simple_name(r);
    text = join(r, text, STR("<"), (Str){0});
    bool first = true;
    while (!r->bad && !take(r, "@")) {
        if (take(r, "$S") || take(r, "$$V") || take(r, "$$$V") || take(r, "$$Z")) continue; // empty packs
        Str argument = peek(r) && is_digit(peek(r)) ? give_up(r) : read_template_argument(r);
        text = join(r, text, first ? ((Str){0}) : STR(","), argument);
        first = false;
    }
    r->seen = outer;
    r->depth--;
    return join(r, text, str_ends(text, STR(">")) ? STR(" ") : (Str){0}, STR(">"));
}

// What stands for the name of a special function, and what it is called.
static Str read_operator(Reader *r) {
    static const struct {
        const char *code, *name;
    } operators[] = {
        // clang-format off
        {"_U", "operator new[]"}, {"_V", "operator delete[]"}, {"_7", "`vftable'"}, {"_8", "`vbtable'"},
        {"_D", "`vbase destructor'"}, {"_E", "`vector deleting destructor'"},
        {"_G", "`scalar deleting destructor'"}, {"_F", "`default constructor closure'"}, {"2", "operator new"},
        {"3", "operator delete"}, {"4", "operator="}, {"5", "operator>>"}, {"6", "operator<<"}, {"7", "operator!"},
        {"8", "operator=="}, {"9", "operator!="}, {"A", "operator[]"}, {"C", "operator->"}, {"D", "operator*"},
        {"E", "operator++"}, {"F", "operator--"}, {"G", "operator-"}, {"H", "operator+"}, {"I", "operator&"},
        {"J", "operator->*"}, {"K", "operator/"}, {"L", "operator%"}, {"M", "operator<"}, {"N", "operator<="},
        {"O", "operator>"}, {"P", "operator>="}, {"Q", "operator,"}, {"R", "operator()"}, {"S", "operator~"},
        {"T", "operator^"}, {"U", "operator|"}, {"V", "operator&&"}, {"W", "operator||"}, {"X", "operator*="},
        {"Y", "operator+="}, {"Z", "operator-="}, {"_0", "operator/="}, {"_1", "operator%="}, {"_2", "operator>>="},
        {"_3", "operator<<="}, {"_4", "operator&="}, {"_5", "operator|="}, {"_6", "operator^="},
        // clang-format on
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (take(r, operators[i].code)) return str(operators[i].name);
    return give_up(r);
}

// One scope: a class, a namespace, or a function that the name is local to.
static Str read_scope(Reader *r) {
    if (is_digit(peek(r))) return read_old_name(r);
    if (take(r, "?$")) return remember_name(r, read_template(r));
    if (take(r, "?A")) {
        size_t n = str_find(r->rest, '@');
        if (n == r->rest.n) return give_up(r);
        r->rest = str_slice(r->rest, n + 1, r->rest.n);
        return remember_name(r, STR("`anonymous namespace'"));
    }
    if (!take(r, "?")) return read_simple_name(r);
    Str number = read_number(r);
    if (!take(r, "?")) return give_up(r);
    Str function = join(r, STR("`"), read_symbol(r), STR("'::`"));
    return join(r, function, number, STR("'"));
}

// The scopes up to the empty one, outermost first; *inner: the innermost.
static Str read_scopes(Reader *r, Str *inner) {
    Str all = {0};
    *inner = (Str){0};
    while (!r->bad && !take(r, "@")) {
        Str scope = read_scope(r);
        all = all.n ? join(r, scope, STR("::"), all) : scope;
        if (!inner->n) *inner = scope;
    }
    return all;
}

static Str in_scopes(Reader *r, Str scopes, Str name) { return scopes.n ? join(r, scopes, STR("::"), name) : name; }

static Str read_type_name(Reader *r) {
    Str inner, name = is_digit(peek(r)) ? read_old_name(r)
                      : take(r, "?$")   ? remember_name(r, read_template(r))
                                        : read_simple_name(r);
    return in_scopes(r, read_scopes(r, &inner), name);
}

// ---- Types

static const char *simple_type(Reader *r) {
    static const struct {
        const char *code, *name;
    } types[] = {{"X", "void"},
                 {"D", "char"},
                 {"C", "signed char"},
                 {"E", "unsigned char"},
                 {"F", "short"},
                 {"G", "unsigned short"},
                 {"H", "int"},
                 {"I", "unsigned int"},
                 {"J", "long"},
                 {"K", "unsigned long"},
                 {"M", "float"},
                 {"N", "double"},
                 {"O", "long double"},
                 {"_N", "bool"},
                 {"_J", "__int64"},
                 {"_K", "unsigned __int64"},
                 {"_W", "wchar_t"},
                 {"_S", "char16_t"},
                 {"_U", "char32_t"},
                 {"_Q", "char8_t"},
                 {"_L", "__int128"},
                 {"_M", "unsigned __int128"},
                 {"_P", "auto"},
                 {"_T", "decltype(auto)"},
                 {"$$T", "std::nullptr_t"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (take(r, types[i].code)) return types[i].name;
    return NULL;
}

static Str read_parameters(Reader *r) {
    Str text = {0};
    if (take(r, "X")) return STR("void");
    while (!r->bad && !take(r, "@")) {
        Str type;
        if (take(r, "Z")) return join(r, text, text.n ? STR(",") : (Str){0}, STR("..."));
        if (is_digit(peek(r))) {
            u32 number = (u32)(next(r) - '0');
            type = number < r->seen->type_count ? r->seen->types[number] : give_up(r);
        } else {
            size_t before = r->rest.n;
            type = read_type(r, 0, (Str){0});
            bool counts = before - r->rest.n > 1 && r->seen->type_count < MOST_SEEN;
            if (counts) r->seen->types[r->seen->type_count++] = type;
        }
        text = text.n ? join(r, text, STR(","), type) : type;
    }
    return text;
}

static Function read_function(Reader *r) {
    static const char *const conventions[] = {"__cdecl",    "__cdecl",   "__pascal",  "__pascal",   "__thiscall",
                                              "__thiscall", "__stdcall", "__stdcall", "__fastcall", "__fastcall"};
    Function f = {0};
    u8 c = next(r);
    f.convention = c == 'Q'               ? STR("__vectorcall")
                   : c == 'M'             ? STR("__clrcall")
                   : c >= 'A' && c <= 'J' ? str(conventions[c - 'A'])
                                          : give_up(r);
    if (take(r, "@")) {
        f.result = (Str){0};
    } else {
        u32 cv = 0;
        if (take(r, "?")) cv = (u32)(next(r) - 'A');
        f.result = cv > 3 ? give_up(r) : read_type(r, cv, HOLE);
    }
    f.parameters = read_parameters(r);
    if (take(r, "_E"))
        f.parameters = join(r, f.parameters, (Str){0}, (Str){0}); // noexcept: link.exe does not show it
    else if (!take(r, "Z"))
        give_up(r);
    return f;
}

static Str function_text(Reader *r, const Function *f, Str declarator, Str behind) {
    Str text = join(r, declarator, STR("("), join(r, f->parameters, STR(")"), behind));
    return f->result.n ? fill_hole(r, f->result, text) : text;
}

// E: 64 bits; F: not aligned; I: __restrict. They are not shown.
static void skip_pointer_kind(Reader *r) {
    while (take(r, "E") || take(r, "F") || take(r, "I")) continue;
}

// `sign`: "*", "&" or "&&"; cv: of the pointer itself.
static Str read_pointer(Reader *r, const char *sign, u32 cv, Str declarator) {
    Str own = join(r, str(sign), str(cv_words(cv)), (Str){0});
    if (take(r, "6")) {
        Function f = read_function(r);
        Str middle = join(r, STR("("), f.convention, join(r, own, declarator.n ? STR(" ") : (Str){0}, declarator));
        return function_text(r, &f, join(r, middle, STR(")"), (Str){0}), (Str){0});
    }
    if (take(r, "8")) { // a member function
        Str class = read_type_name(r);
        skip_pointer_kind(r);
        u32 this_cv = (u32)(next(r) - 'A');
        Function f = read_function(r);
        Str middle = join(r, STR("("), f.convention, join(r, STR(" "), class, join(r, STR("::"), own, declarator)));
        return this_cv > 3 ? give_up(r)
                           : function_text(r, &f, join(r, middle, STR(")"), (Str){0}),
                                           this_cv & CONST ? STR("const ") : (Str){0});
    }
    skip_pointer_kind(r);
    u8 c = next(r);
    u32 target_cv = c >= 'Q' ? (u32)(c - 'Q') : (u32)(c - 'A');
    if (target_cv > 3) return give_up(r);
    if (c >= 'Q') own = join(r, read_type_name(r), STR("::"), own); // a member variable
    if (declarator.n) own = join(r, own, STR(" "), declarator);
    return read_type(r, target_cv, own);
}

static Str read_array(Reader *r, u32 cv, Str declarator) {
    Str count = read_number(r), sizes = {0};
    if (count.n != 1) return give_up(r); // more than nine dimensions
    for (u8 i = '0'; i < count.p[0] && !r->bad; i++)
        sizes = join(r, sizes, STR("["), join(r, read_number(r), STR("]"), (Str){0}));
    Str middle = declarator.n ? join(r, STR("("), declarator, STR(")")) : (Str){0};
    return read_type(r, cv, join(r, middle, sizes, (Str){0}));
}

static Str read_tagged(Reader *r, const char *tag, u32 cv, Str declarator) {
    return with_declarator(r, join(r, str(tag), read_type_name(r), (Str){0}), cv, declarator);
}

static Str read_type_inside(Reader *r, u32 cv, Str declarator) {
    const char *simple = simple_type(r);
    if (simple) return with_declarator(r, str(simple), cv, declarator);
    if (take(r, "$$Q")) return read_pointer(r, "&&", 0, declarator);
    if (take(r, "$$R")) return read_pointer(r, "&&", VOLATILE, declarator);
    if (take(r, "$$A6")) { // a function, not a pointer to one
        Function f = read_function(r);
        return function_text(r, &f, declarator.n ? join(r, f.convention, STR(" "), declarator) : f.convention,
                             (Str){0});
    }
    if (take(r, "W4")) return read_tagged(r, "enum ", cv, declarator);
    u8 c = next(r);
    switch (c) {
    case 'A': return read_pointer(r, "&", 0, declarator);
    case 'B': return read_pointer(r, "&", VOLATILE, declarator);
    case 'P': return read_pointer(r, "*", cv, declarator);
    case 'Q': return read_pointer(r, "*", cv | CONST, declarator);
    case 'R': return read_pointer(r, "*", cv | VOLATILE, declarator);
    case 'S': return read_pointer(r, "*", cv | CONST | VOLATILE, declarator);
    case 'T': return read_tagged(r, "union ", cv, declarator);
    case 'U': return read_tagged(r, "struct ", cv, declarator);
    case 'V': return read_tagged(r, "class ", cv, declarator);
    case 'Y': return read_array(r, cv, declarator);
    case '?': { // const or volatile, of something that is passed by value
        u32 own = (u32)(next(r) - 'A');
        return own > 3 ? give_up(r) : read_type(r, cv | own, declarator);
    }
    default: return give_up(r);
    }
}

static Str read_type(Reader *r, u32 cv, Str declarator) {
    if (++r->depth > MOST_DEPTH) return give_up(r);
    Str text = read_type_inside(r, cv, declarator);
    r->depth--;
    return text;
}

// ---- Whole symbols

// "public: virtual " for the letter of a function; *is_member: a letter about the object follows.
static Str read_function_kind(Reader *r, bool *is_member) {
    static const char *const access[] = {"private: ", "protected: ", "public: "};
    u8 c = next(r);
    *is_member = false;
    if (c == 'Y' || c == 'Z') return STR("");
    if (c < 'A' || c > 'X') return give_up(r);
    u32 kind = (u32)(c - 'A') % 8 / 2; // ordinary, static, virtual, thunk
    if (kind == 3) return give_up(r);
    *is_member = kind != 1;
    return join(r, str(access[(c - 'A') / 8]),
                kind == 1   ? STR("static ")
                : kind == 2 ? STR("virtual ")
                            : (Str){0},
                (Str){0});
}

static Str read_function_symbol(Reader *r, Str name, bool is_conversion) {
    bool is_member;
    Str kind = read_function_kind(r, &is_member), behind = {0};
    if (is_member) {
        skip_pointer_kind(r);
        const char *reference = take(r, "G") ? "& " : take(r, "H") ? "&& " : "";
        u32 cv = (u32)(next(r) - 'A');
        if (cv > 3) return give_up(r);
        behind = join(r, cv ? str(cv_words(cv) + 1) : (Str){0}, cv ? STR(" ") : (Str){0}, str(reference));
    }
    Function f = read_function(r);
    if (is_conversion) { // its result is its name
        name = join(r, name, STR(" "), fill_hole(r, f.result, (Str){0}));
        if (str_ends(name, STR(" "))) name.n--;
        f.result = (Str){0};
    }
    return join(r, kind, function_text(r, &f, join(r, f.convention, STR(" "), name), behind), (Str){0});
}

static Str read_variable(Reader *r, Str name) {
    static const char *const kinds[] = {"private: static ", "protected: static ", "public: static ", "", ""};
    const char *kind = kinds[next(r) - '0']; // NOLINT(*.uninitialized.Assign): the caller has seen '0' to '4'
    bool is_pointer = str_find(STR("ABPQRS$"), peek(r)) < 7;
    Str type = read_type(r, 0, HOLE);
    skip_pointer_kind(r);
    u32 cv = (u32)(next(r) - 'A');
    if (cv > 3) return give_up(r);
    if (!is_pointer && cv) name = join(r, str(cv_words(cv) + 1), STR(" "), name); // `int const x`
    return join(r, str(kind), fill_hole(r, type, name), (Str){0});
}

static Str read_symbol_inside(Reader *r) {
    Str name = {0}, class;
    if (!take(r, "?")) return give_up(r);
    bool constructor = take(r, "?0"), destructor = !constructor && take(r, "?1");
    bool conversion = !constructor && !destructor && take(r, "?B");
    if (conversion)
        name = STR("operator");
    else if (!constructor && !destructor) // theirs is the innermost scope's
        name = take(r, "?$")       ? read_template(r)
               : take(r, "?")      ? read_operator(r)
               : is_digit(peek(r)) ? read_old_name(r)
                                   : read_simple_name(r);
    Str scopes = read_scopes(r, &class);
    if (constructor || destructor)
        name = class.n ? join(r, destructor ? STR("~") : (Str){0}, class, (Str){0}) : give_up(r);
    name = in_scopes(r, scopes, name);
    if (peek(r) >= '0' && peek(r) <= '4') return read_variable(r, name);
    if (take(r, "9")) return name; // a C function inside a namespace
    if (!take(r, "6") && !take(r, "7")) return read_function_symbol(r, name, conversion);
    bool is_plain_table = take(r, "B@"); // a class may have several, each "for" one of its bases
    return is_plain_table && !r->rest.n ? join(r, STR("const "), name, (Str){0}) : give_up(r);
}

static Str read_symbol(Reader *r) {
    if (++r->depth > MOST_DEPTH) return give_up(r);
    Str text = read_symbol_inside(r);
    r->depth--;
    return text;
}

// NOLINTEND(misc-no-recursion)

Str microsoft_declaration(Arena *a, Str symbol) {
    struct Seen seen = {0};
    return read_whole(a, symbol, &seen, read_symbol);
}
