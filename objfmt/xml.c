// xml.c - reading and writing small XML documents.
//
//      <a p='1' xmlns:q='urn:q'> text <q:b/> </a>
//      ^ start tag: attributes, then the     ^ empty element     ^ end tag: must have the name
//        namespaces they declare                                   that is open
//
// The reader walks the text once, with a pointer to the element that is open; a start tag goes down one level, an end
// tag up one, so that nesting costs no stack. Limits on depth and attributes keep the search for a namespace, which
// walks up the open elements, from being slow on purpose.
#include "xml.h"

// What xmlns attributes of an open element say; kept only while reading.
typedef struct {
    Str prefix, ns;
    u32 depth;
} Binding;

typedef struct {
    Arena *arena;
    Str text, name;
    size_t pos;
    u32 line;
    size_t line_pos; // where `line` was counted
    Message *m;
    ARRAY(Binding) bindings;
    Str open_names[XML_MAX_DEPTH]; // with prefix, as end tags must repeat them
    u32 depth;
    XmlNode *text_node; // the last one made, whose text is in `joined`
    Buffer joined;
    bool blank; // blanks followed it
} Reader;

static u32 line_at(Reader *r, size_t pos) {
    for (; r->line_pos < pos; r->line_pos++) r->line += r->text.p[r->line_pos] == '\n';
    return r->line;
}

static bool bad(Reader *r, const char *what, Str detail) {
    bad_file(r->m, r->arena, r->name, 1327, r->pos, "failure during merging of manifests: line %u: %s%s%s",
             line_at(r, r->pos), what, detail.n ? " " : "", detail.n ? printable(r->arena, detail) : "");
    r->m->todo = STR("correct the manifest; it must be well-formed XML without a document type");
    return false;
}

// ---- Characters

static bool is_blank(u8 c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static bool is_name_start(u8 c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80; }

static bool is_name_char(u8 c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

static Str rest(const Reader *r) { return str_slice(r->text, r->pos, r->text.n); }

static bool skip_word(Reader *r, Str word) {
    if (!str_starts(rest(r), word)) return false;
    r->pos += word.n;
    return true;
}

static void skip_blanks(Reader *r) {
    while (r->pos < r->text.n && is_blank(r->text.p[r->pos])) r->pos++;
}

// Steps behind the next `end`.
static bool skip_past(Reader *r, Str end, const char *what) {
    for (size_t i = r->pos; i + end.n <= r->text.n; i++) {
        if (memcmp(r->text.p + i, end.p, end.n) != 0) continue;
        r->pos = i + end.n;
        return true;
    }
    return bad(r, what, STR(""));
}

// "p:n" or "n"; *whole as written.
static bool take_name(Reader *r, Str *prefix, Str *name, Str *whole) {
    size_t from = r->pos, colon = SIZE_MAX;
    *prefix = (Str){0};
    while (r->pos < r->text.n) {
        u8 c = r->text.p[r->pos];
        bool starts = r->pos == from || r->pos == colon + 1;
        if (c == ':' && !starts && colon == SIZE_MAX)
            colon = r->pos;
        else if (!(starts ? is_name_start(c) : is_name_char(c)))
            break;
        r->pos++;
    }
    *whole = *name = str_slice(r->text, from, r->pos);
    if (!name->n || colon + 1 == r->pos) return bad(r, "a name was expected", STR(""));
    if (colon == SIZE_MAX) return true;
    *prefix = str_slice(r->text, from, colon);
    *name = str_slice(r->text, colon + 1, r->pos);
    return true;
}

// Behind '&': one of the five names, or a number.
static bool check_reference(Reader *r, size_t at) {
    Str s = str_slice(r->text, at, r->text.n);
    size_t n = str_find(s, ';');
    static const char *const names[] = {"lt", "gt", "amp", "apos", "quot"};
    s = str_slice(s, 0, n);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(s, str(names[i]))) return true;
    bool hex = s.n > 2 && s.p[1] == 'x', number = s.n > 1u + hex && s.n < 10 && s.p[0] == '#';
    for (size_t i = 1u + hex; number && i < s.n; i++)
        number = (s.p[i] >= '0' && s.p[i] <= '9') || (hex && ascii_lower(s.p[i]) >= 'a' && ascii_lower(s.p[i]) <= 'f');
    if (number) return true;
    r->pos = at;
    return bad(r, "'&' begins an entity that is not one of &lt; &gt; &amp; &apos; &quot; &#n;", STR(""));
}

// Length of the UTF-8 sequence at s; 0: it is not one.
static size_t utf8_length(Str s) {
    u8 c = s.p[0];
    size_t n = c < 0x80 ? 1 : c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : 0;
    if (n > s.n) return 0;
    for (size_t i = 1; i < n; i++)
        if ((s.p[i] & 0xc0) != 0x80) return 0;
    bool overlong = (c == 0xe0 && s.p[1] < 0xa0) || (c == 0xf0 && s.p[1] < 0x90);
    bool no_character = (c == 0xed && s.p[1] >= 0xa0) || (c == 0xf4 && s.p[1] >= 0x90);
    return overlong || no_character ? 0 : n;
}

static bool check_encoding(Reader *r) {
    for (size_t n; r->pos < r->text.n; r->pos += n) {
        n = utf8_length(rest(r));
        if (!n) return bad(r, "a byte that is not UTF-8; save the file as UTF-8 or UTF-16", STR(""));
    }
    r->pos = 0;
    r->line = 1;
    r->line_pos = 0;
    return true;
}

// Checks the characters of text or of an attribute's value, from .. to - 1.
static bool check_text(Reader *r, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        u8 c = r->text.p[i];
        if (c == '&' && !check_reference(r, i + 1)) return false;
        if (c >= 0x20 || is_blank(c)) continue;
        r->pos = i;
        return bad(r, "a control character", STR(""));
    }
    return true;
}

// ---- Namespaces

static bool find_namespace(Reader *r, Str prefix, Str *ns) {
    if (str_eq(prefix, STR("xml"))) {
        *ns = STR("http://www.w3.org/XML/1998/namespace");
        return true;
    }
    for (u32 i = r->bindings.count; i > 0; i--) {
        if (!str_eq(r->bindings.at[i - 1].prefix, prefix)) continue;
        *ns = r->bindings.at[i - 1].ns;
        return true;
    }
    *ns = (Str){0};
    return !prefix.n || bad(r, "nothing declares the prefix", prefix);
}

// ---- Tags

static bool take_value(Reader *r, XmlAttribute *a) {
    skip_blanks(r);
    if (!skip_word(r, STR("="))) return bad(r, "'=' was expected behind attribute", a->name);
    skip_blanks(r);
    a->quote = r->pos < r->text.n ? r->text.p[r->pos] : 0;
    if (a->quote != '\'' && a->quote != '"') return bad(r, "a quote was expected behind attribute", a->name);
    size_t from = ++r->pos;
    size_t n = str_find(rest(r), a->quote);
    a->value = str_slice(rest(r), 0, n);
    if (from + n == r->text.n || str_find(a->value, '<') < n)
        return bad(r, "the closing quote is missing behind attribute", a->name);
    if (!check_text(r, from, from + n)) return false;
    r->pos = from + n + 1;
    return true;
}

static bool add_attribute(Reader *r, XmlNode *e, XmlAttribute a) {
    if (e->attributes.count == XML_MAX_ATTRIBUTES || r->bindings.count == XML_MAX_BINDINGS)
        return bad(r, "too many attributes", STR(""));
    bool is_default = !a.prefix.n && str_eq(a.name, STR("xmlns"));
    if (is_default || str_eq(a.prefix, STR("xmlns"))) {
        Binding b = {is_default ? ((Str){0}) : a.name, a.value, r->depth};
        ARRAY_PUSH(r->arena, &r->bindings, b);
        return true;
    }
    for (u32 i = 0; i < e->attributes.count; i++)
        if (str_eq(e->attributes.at[i].name, a.name) && str_eq(e->attributes.at[i].prefix, a.prefix))
            return bad(r, "this attribute is there twice:", a.name);
    ARRAY_PUSH(r->arena, &e->attributes, a);
    return true;
}

static bool resolve_namespaces(Reader *r, XmlNode *e, Str prefix) {
    if (!find_namespace(r, prefix, &e->ns)) return false;
    for (u32 i = 0; i < e->attributes.count; i++) {
        XmlAttribute *a = &e->attributes.at[i];
        if (a->prefix.n && !find_namespace(r, a->prefix, &a->ns)) return false;
    }
    return true;
}

static void close_element(Reader *r) {
    while (r->bindings.count && r->bindings.at[r->bindings.count - 1].depth == r->depth) r->bindings.count--;
    r->depth--;
}

// Behind '<'. *open becomes the new element, unless it is empty.
static bool take_start_tag(Reader *r, XmlNode **open) {
    XmlNode *e = ARENA_NEW(r->arena, XmlNode);
    Str prefix, whole;
    e->source = r->name;
    e->line = line_at(r, r->pos);
    if (r->depth == XML_MAX_DEPTH) return bad(r, "elements are nested too deeply", STR(""));
    if (!take_name(r, &prefix, &e->name, &whole)) return false;
    r->open_names[r->depth++] = whole;
    for (;;) {
        size_t before = r->pos;
        skip_blanks(r);
        if (str_starts(rest(r), STR(">")) || str_starts(rest(r), STR("/>"))) break;
        XmlAttribute a = {0};
        if (r->pos == before) return bad(r, "a blank, '>' or '/>' was expected in tag", whole);
        if (!take_name(r, &a.prefix, &a.name, &whole) || !take_value(r, &a) || !add_attribute(r, e, a)) return false;
    }
    if (!resolve_namespaces(r, e, prefix)) return false;
    xml_append(*open, e);
    if (skip_word(r, STR("/>"))) {
        close_element(r);
    } else {
        r->pos++;
        *open = e;
    }
    return true;
}

// Behind "</".
static bool take_end_tag(Reader *r, XmlNode **open) {
    Str prefix, name, whole;
    if (!take_name(r, &prefix, &name, &whole)) return false;
    if (!r->depth || !str_eq(whole, r->open_names[r->depth - 1])) return bad(r, "this end tag closes nothing:", whole);
    skip_blanks(r);
    if (!skip_word(r, STR(">"))) return bad(r, "'>' was expected in end tag", whole);
    close_element(r);
    *open = (*open)->parent;
    return true;
}

// Comments and CDATA sections cut text in pieces; what stands between two elements becomes one node all the same. Blanks
// at its ends are left out, those between pieces are one.
static bool take_text(Reader *r, XmlNode *open, size_t from, size_t to) {
    Str whole = str_slice(r->text, from, to), text = whole;
    while (text.n && is_blank(text.p[0])) text = str_slice(text, 1, text.n);
    bool blank_before = text.n < whole.n;
    while (text.n && is_blank(text.p[text.n - 1])) text.n--;
    bool blank_behind = text.n && text.p + text.n < whole.p + whole.n;
    if (!text.n) {
        r->blank |= blank_before;
        return true;
    }
    if (!open->parent) return bad(r, "text outside the root element", STR(""));
    if (!r->text_node || open->last_child != r->text_node) {
        r->text_node = ARENA_NEW(r->arena, XmlNode);
        r->text_node->source = r->name;
        r->text_node->line = line_at(r, from);
        xml_append(open, r->text_node);
        r->joined = (Buffer){.arena = r->arena};
    } else if (r->blank || blank_before) {
        buffer_put(&r->joined, " ", 1);
    }
    buffer_put_str(&r->joined, text);
    r->text_node->text = buffer_str(&r->joined);
    r->blank = blank_behind;
    return true;
}

static bool take_markup(Reader *r, XmlNode **open) {
    size_t from = r->pos;
    if (skip_word(r, STR("<!--"))) return skip_past(r, STR("-->"), "a comment has no end");
    if (skip_word(r, STR("<?"))) return skip_past(r, STR("?>"), "a processing instruction has no end");
    if (skip_word(r, STR("<![CDATA[")))
        return skip_past(r, STR("]]>"), "a CDATA section has no end") && take_text(r, *open, from, r->pos);
    if (str_starts(rest(r), STR("<!"))) return bad(r, "a document type or declaration, which no manifest has", STR(""));
    if (skip_word(r, STR("</"))) return take_end_tag(r, open);
    r->pos++;
    return take_start_tag(r, open);
}

XmlNode *xml_read(Arena *arena, Str text, Str name, Message *m) {
    Reader r = {.arena = arena, .text = text, .name = name, .line = 1, .m = m};
    XmlNode *document = ARENA_NEW(arena, XmlNode), *open = document;
    *m = (Message){0};
    if (text.n > XML_MAX_SIZE) return bad(&r, "the manifest is larger than 256 KB", STR("")), NULL;
    if (!check_encoding(&r)) return NULL;
    while (r.pos < text.n) {
        size_t from = r.pos, to = from + str_find(rest(&r), '<');
        if (!check_text(&r, from, to) || !take_text(&r, open, from, to)) return NULL;
        r.pos = to;
        if (r.pos < text.n && !take_markup(&r, &open)) return NULL;
    }
    const XmlNode *root = document->first_child;
    if (r.depth) return bad(&r, "the document ends inside element", r.open_names[r.depth - 1]), NULL;
    if (!root || root->next) return bad(&r, "a document has exactly one root element", STR("")), NULL;
    document->first_child->parent = NULL;
    return document->first_child;
}

// ---- Trees

void xml_append(XmlNode *parent, XmlNode *child) {
    child->parent = parent;
    child->next = NULL;
    if (parent->last_child)
        parent->last_child->next = child;
    else
        parent->first_child = child;
    parent->last_child = child;
}

const XmlAttribute *xml_attribute(const XmlNode *element, Str name) {
    for (u32 i = 0; i < element->attributes.count; i++)
        if (!element->attributes.at[i].prefix.n && str_eq(element->attributes.at[i].name, name))
            return &element->attributes.at[i];
    return NULL;
}

static bool has_attribute(const XmlNode *e, const XmlAttribute *a) {
    for (u32 i = 0; i < e->attributes.count; i++) {
        const XmlAttribute *b = &e->attributes.at[i];
        if (str_eq(a->name, b->name) && str_eq(a->ns, b->ns) && str_eq(a->value, b->value)) return true;
    }
    return false;
}

static bool same_node(const XmlNode *a, const XmlNode *b) {
    if (!str_eq(a->name, b->name) || !str_eq(a->ns, b->ns) || !str_eq(a->text, b->text)) return false;
    if (a->attributes.count != b->attributes.count) return false;
    for (u32 i = 0; i < a->attributes.count; i++)
        if (!has_attribute(b, &a->attributes.at[i])) return false;
    return true;
}

// The node that follows in the order of the text, inside `root`; NULL at its end. *depth goes along.
static const XmlNode *next_node(const XmlNode *root, const XmlNode *n, i32 *depth) {
    if (n->first_child) {
        ++*depth;
        return n->first_child;
    }
    for (; n != root; n = n->parent, --*depth)
        if (n->next) return n->next;
    return NULL;
}

bool xml_equal(const XmlNode *a, const XmlNode *b) {
    const XmlNode *x = a, *y = b;
    i32 x_depth = 0, y_depth = 0;
    while (x && y) {
        if (x_depth != y_depth || !same_node(x, y)) return false;
        x = next_node(a, x, &x_depth);
        y = next_node(b, y, &y_depth);
    }
    return !x && !y;
}

static u32 add_text(u32 digest, Str text) { // FNV-1a
    for (size_t i = 0; i < text.n; i++) digest = (digest ^ text.p[i]) * 16777619;
    return (digest ^ 0xff) * 16777619; // "a", "bc" is not "ab", "c"
}

u32 xml_digest(const XmlNode *element) {
    u32 digest = 2166136261;
    i32 depth = 0;
    for (const XmlNode *n = element; n; n = next_node(element, n, &depth)) {
        u32 attributes = 0; // a sum: their order does not matter
        for (u32 i = 0; i < n->attributes.count; i++) {
            const XmlAttribute *a = &n->attributes.at[i];
            attributes += add_text(add_text(add_text(2166136261, a->name), a->ns), a->value);
        }
        digest = add_text(add_text(add_text(digest, n->name), n->ns), n->text) + attributes + (u32)depth;
    }
    return digest;
}

// ---- Writing

static void put_indent(Buffer *out, i32 depth) {
    for (i32 i = 0; i < depth; i++) buffer_put_str(out, STR("  "));
}

static void put_attributes(Buffer *out, const XmlNode *e) {
    for (u32 i = 0; i < e->attributes.count; i++) {
        const XmlAttribute *a = &e->attributes.at[i];
        bool declared = !a->prefix.n || str_eq(a->prefix, STR("xml"));
        for (u32 k = 0; k < i; k++) declared |= str_eq(e->attributes.at[k].prefix, a->prefix);
        buffer_put(out, " ", 1);
        if (!declared) {
            buffer_put_str(out, STR("xmlns:"));
            buffer_put_str(out, a->prefix);
            buffer_put_str(out, STR("=\""));
            buffer_put_str(out, a->ns);
            buffer_put_str(out, STR("\" "));
        }
        buffer_put_str(out, a->prefix);
        if (a->prefix.n) buffer_put(out, ":", 1);
        buffer_put_str(out, a->name);
        buffer_put(out, "=", 1);
        buffer_put(out, &a->quote, 1);
        buffer_put_str(out, a->value);
        buffer_put(out, &a->quote, 1);
    }
}

static void put_start_tag(Buffer *out, const XmlNode *e, bool is_root) {
    buffer_put(out, "<", 1);
    buffer_put_str(out, e->name);
    if (is_root ? e->ns.n > 0 : !str_eq(e->ns, e->parent->ns)) {
        buffer_put_str(out, STR(" xmlns=\""));
        buffer_put_str(out, e->ns);
        buffer_put(out, "\"", 1);
    }
    put_attributes(out, e);
    buffer_put_str(out, e->first_child ? STR(">") : STR(" />"));
}

static void put_end_tag(Buffer *out, const XmlNode *e) {
    buffer_put_str(out, STR("</"));
    buffer_put_str(out, e->name);
    buffer_put(out, ">", 1);
}

// An element with text in it stays on one line: blanks around text would become part of it.
static bool holds_text(const XmlNode *e) {
    for (const XmlNode *c = e->first_child; c; c = c->next)
        if (c->text.n) return true;
    return false;
}

void xml_write(Buffer *out, const XmlNode *element) {
    const XmlNode *n = element;
    i32 depth = 0;
    u32 inside_text = 0; // open elements that hold text
    for (;;) {
        if (!inside_text) put_indent(out, depth);
        if (n->text.n)
            buffer_put_str(out, n->text);
        else
            put_start_tag(out, n, n == element);
        inside_text += holds_text(n);
        if (!inside_text) buffer_put_str(out, STR("\r\n"));
        if (n->first_child) {
            n = n->first_child;
            depth++;
            continue;
        }
        while (n != element && !n->next) { // the end tags between here and the next node
            n = n->parent;
            depth--;
            bool in_line = inside_text > 0;
            if (!in_line) put_indent(out, depth);
            put_end_tag(out, n);
            inside_text -= holds_text(n);
            if (!inside_text) buffer_put_str(out, STR("\r\n"));
        }
        if (n == element) return;
        n = n->next;
    }
}
