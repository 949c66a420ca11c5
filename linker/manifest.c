// manifest.c - the manifest: an XML text by which a program tells Windows what rights it wants and which versions of
// shared components it was made for.
//
//      /MANIFEST:EMBED       resource of type 24 in the image: name 1 for programs, 2 for DLLs (or ID=n)
//      /MANIFEST             the file prog.exe.manifest beside it (/MANIFESTFILE names another)
//
// Its text is put together from
//
//      <trustInfo>           /MANIFESTUAC; programs get "asInvoker" when nothing is said, DLLs nothing
//      <dependency>          one for each different /MANIFESTDEPENDENCY, of the command line or of objects
//      whole documents       /MANIFESTINPUT, merged into it
//
// Without /MANIFESTINPUT the bytes are link.exe's own, to the last blank. With it link.exe starts another program,
// mt.exe; here the trees are merged by one rule: an element that a manifest has once (such as <security>) is merged
// with its namesake, and what they both say must agree; any other is added, unless the same is there already.
//
// One thing is friendlier than mt.exe: the rights that nobody asked for give way to those of a /MANIFESTINPUT. With
// mt.exe that is an error that /MANIFESTUAC:NO avoids.
// [spec: manifest-create-side-by-side-assembly-manifest] [spec: manifestuac-embeds-uac-information-in-manifest]
#include "../objfmt/args.h"
#include "../objfmt/xml.h"
#include "linker.h"

// ---- What the options say, as text

static bool wants_uac(const Link *link) {
    const Options *o = &link->opt;
    if (o->manifest_no_uac) return false;
    return o->has_manifest_uac || !o->dll;
}

static void put_line(Buffer *b, const char *text) {
    buffer_put_str(b, str(text));
    buffer_put_str(b, STR("\r\n")); // [link.exe]
}

static void put_uac(const Link *link, Buffer *b) {
    const Options *o = &link->opt;
    put_line(b, "  <trustInfo xmlns=\"urn:schemas-microsoft-com:asm.v3\">");
    put_line(b, "    <security>");
    put_line(b, "      <requestedPrivileges>");
    buffer_put_str(b, STR("        <requestedExecutionLevel level='"));
    buffer_put_str(b, o->uac_level.n ? o->uac_level : STR("asInvoker"));
    buffer_put_str(b, STR("' uiAccess='"));
    buffer_put_str(b, o->uac_access.n ? o->uac_access : STR("false"));
    put_line(b, "' />");
    put_line(b, "      </requestedPrivileges>");
    put_line(b, "    </security>");
    put_line(b, "  </trustInfo>");
}

static void put_dependencies(const Options *o, Buffer *b) {
    NameSet seen = {0};
    for (u32 i = 0; i < o->manifest_dependencies.count; i++) {
        if (!name_set_add(b->arena, &seen, o->manifest_dependencies.at[i].text)) continue;
        put_line(b, "  <dependency>");
        put_line(b, "    <dependentAssembly>");
        buffer_put_str(b, STR("      <assemblyIdentity "));
        buffer_put_str(b, o->manifest_dependencies.at[i].text);
        put_line(b, " />");
        put_line(b, "    </dependentAssembly>");
        put_line(b, "  </dependency>");
    }
}

static const char declaration[] = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>";

static Str text_of_options(Link *link, bool with_uac) {
    Buffer b = {.arena = link->arena};
    put_line(&b, declaration);
    put_line(&b, "<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'>");
    if (with_uac) put_uac(link, &b);
    put_dependencies(&link->opt, &b);
    put_line(&b, "</assembly>");
    return buffer_str(&b);
}

// A dependency is a piece of text that anybody's object may bring: it must be attributes, and nothing else.
static bool check_dependency(Link *link, const ManifestDependency *d) {
    Message m;
    Str text = arena_concat(link->arena, STR("<assemblyIdentity "), arena_concat(link->arena, d->text, STR(" />")));
    const XmlNode *e = xml_read(link->arena, text, d->source, &m);
    if (e && !e->first_child && xml_attribute(e, STR("name"))) return true;
    diag_report(&link->diag,
                &(Message){.kind = MSG_FATAL,
                           .code = 1117,
                           .file = d->source,
                           .text = arena_printf(link->arena, "syntax error in option 'MANIFESTDEPENDENCY:%s'",
                                                show(link, d->text)),
                           .why = e ? STR("it has no attribute `name`") : m.text,
                           .todo = STR("/MANIFESTDEPENDENCY:\"type='win32' name='...' version='...' "
                                       "processorArchitecture='*' publicKeyToken='...' language='*'\"")});
    return false;
}

// ---- Merging

#define ASM_V1 "urn:schemas-microsoft-com:asm.v1"

// Elements of which a manifest has one, below one parent. What stands in <windowsSettings> is there once, too.
static bool is_single(const XmlNode *e) {
    static const char *const single[] = {"assembly",    "trustInfo",       "security",      "requestedPrivileges",
                                         "application", "windowsSettings", "compatibility", "requestedExecutionLevel",
                                         "noInherit",   "noInheritable",   "description",   "assemblyIdentity"};
    if (e->parent && str_eq(e->parent->name, STR("windowsSettings"))) return true;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (str_eq(e->name, str(single[i]))) return true;
    return false;
}

typedef struct {
    XmlNode *to;
    XmlNode *from;
} MergePair;
typedef ARRAY(MergePair) MergePairs;

static Str place_of(Link *link, const XmlNode *e) {
    if (str_eq(e->source, STR("/MANIFESTUAC"))) return link->opt.has_manifest_uac && !link->opt.manifest_no_uac ? e->source : STR("the default manifest");
    return arena_printf(link->arena, "%s, line %u", show(link, e->source), e->line);
}

static void report_conflict(Link *link, const XmlNode *now, const XmlNode *first, Str what) {
    bool is_level = str_eq(now->name, STR("requestedExecutionLevel"));
    diag_report(&link->diag,
                &(Message){.kind = MSG_FATAL,
                           .code = 1327,
                           .file = now->source,
                           .text = arena_printf(link->arena,
                                                "failure during merging of manifests: line %u: %s of <%s> is another "
                                                "one than in %s",
                                                now->line, show(link, what), show(link, now->name),
                                                show(link, place_of(link, first))),
                           .why = STR("a manifest has this element once"),
                           .todo = is_level ? STR("/MANIFESTUAC:NO, or the same level there")
                                            : STR("make the manifests agree, or leave one out")});
}

static void merge_attributes(Link *link, const MergePair *p) {
    for (u32 i = 0; i < p->from->attributes.count; i++) {
        const XmlAttribute *a = &p->from->attributes.at[i], *b = NULL;
        for (u32 k = 0; k < p->to->attributes.count && !b; k++) {
            const XmlAttribute *x = &p->to->attributes.at[k];
            if (str_eq(x->name, a->name) && str_eq(x->ns, a->ns)) b = x;
        }
        bool other_meaning = false; // of the prefix
        for (u32 k = 0; k < p->to->attributes.count; k++)
            other_meaning |= a->prefix.n && str_eq(p->to->attributes.at[k].prefix, a->prefix) &&
                             !str_eq(p->to->attributes.at[k].ns, a->ns);
        if (other_meaning)
            report_conflict(link, p->from, p->to, arena_concat(link->arena, STR("the meaning of prefix "), a->prefix));
        else if (!b)
            ARRAY_PUSH(link->arena, &p->to->attributes, *a);
        else if (!str_eq(a->value, b->value))
            report_conflict(link, p->from, p->to, arena_concat(link->arena, STR("attribute "), a->name));
    }
}

static bool is_namesake(const XmlNode *a, const XmlNode *b) {
    return a->name.n && str_eq(a->name, b->name) && str_eq(a->ns, b->ns);
}

// Of nodes that are the same in some way, the first.
typedef struct {
    NameIndex index;
    ARRAY(XmlNode *) nodes;
    bool (*same)(const XmlNode *a, const XmlNode *b);
} NodeSet;

static XmlNode *find_node(const NodeSet *set, const XmlNode *e, u32 hash, u32 *place) {
    u32 at = hash & set->index.mask;
    for (; set->index.slots[at].number; at = (at + 1) & set->index.mask) {
        XmlNode *other = set->nodes.at[set->index.slots[at].number - 1];
        if (set->index.slots[at].hash == hash && set->same(other, e)) return other;
    }
    *place = at;
    return NULL;
}

static void add_node(Arena *arena, NodeSet *set, XmlNode *e, u32 hash) {
    u32 place = 0;
    index_reserve(arena, &set->index);
    if (find_node(set, e, hash, &place)) return;
    ARRAY_PUSH(arena, &set->nodes, e);
    set->index.slots[place].hash = hash;
    set->index.slots[place].number = set->nodes.count;
    set->index.count++;
}

// A manifest can have 20,000 children below one element, so what is there is looked up by number, not by going through it.
static void merge_pair(Link *link, const MergePair *p, MergePairs *todo) {
    Arena scratch = new_arena(link);
    NodeSet equals = {.same = xml_equal}, namesakes = {.same = is_namesake};
    u32 place;
    merge_attributes(link, p);
    index_reserve(&scratch, &equals.index);
    index_reserve(&scratch, &namesakes.index);
    for (XmlNode *c = p->to->first_child; c; c = c->next) {
        add_node(&scratch, &equals, c, xml_digest(c));
        add_node(&scratch, &namesakes, c, hash_name(c->name));
    }
    for (XmlNode *c = p->from->first_child, *next; c; c = next) {
        next = c->next; // appending it elsewhere changes c->next
        u32 digest = xml_digest(c), hash = hash_name(c->name);
        if (find_node(&equals, c, digest, &place)) continue;
        XmlNode *other = is_single(c) ? find_node(&namesakes, c, hash, &place) : NULL;
        if (other) {
            ARRAY_PUSH(link->arena, todo, ((MergePair){other, c}));
        } else if (c->text.n && p->to->first_child) {
            report_conflict(link, p->from, p->to, STR("the text"));
        } else {
            xml_append(p->to, c);
            add_node(&scratch, &equals, c, digest);
            add_node(&scratch, &namesakes, c, hash);
        }
    }
    arena_free(&scratch);
}

// Merges all of `from` into `to`; both are <assembly>.
static void merge_documents(Link *link, XmlNode *to, XmlNode *from) {
    MergePairs todo = {0};
    ARRAY_PUSH(link->arena, &todo, ((MergePair){to, from}));
    for (u32 i = 0; i < todo.count; i++) {
        MergePair p = todo.at[i]; // a copy: the array grows
        merge_pair(link, &p, &todo);
    }
}

// ---- /MANIFESTINPUT

static XmlNode *read_input(Link *link, Str path) {
    Message m = {0};
    Str bytes, text;
    ReadFile file = {.path = path};
    XmlNode *root = NULL;
    if (file_map(link->arena, arena_cstr(link->arena, path), &bytes, &file.id, &file.state, &m)) {
        ARRAY_PUSH(link->arena, &link->read_files, file);
        if (text_decode(link->arena, bytes, path, &text, &m)) root = xml_read(link->arena, text, path, &m);
    }
    if (!root) {
        diag_report(&link->diag, &m);
        return NULL;
    }
    if (str_eq(root->name, STR("assembly")) && str_eq(root->ns, STR(ASM_V1))) return root;
    diag_report(
        &link->diag,
        &(Message){.kind = MSG_FATAL,
                   .code = 1327,
                   .file = path,
                   .text = STR("failure during merging of manifests: the root element is not <assembly> of " ASM_V1),
                   .todo = STR("begin the manifest with <assembly xmlns=\"" ASM_V1 "\" manifestVersion=\"1.0\">")});
    return NULL;
}

static bool asks_for_level(const XmlNode *assembly) {
    static const char *const path[] = {"trustInfo", "security", "requestedPrivileges", "requestedExecutionLevel"};
    const XmlNode *at = assembly;
    for (size_t i = 0; at && i < sizeof path / sizeof *path; i++) {
        const XmlNode *c = at->first_child;
        while (c && !str_eq(c->name, str(path[i]))) c = c->next;
        at = c;
    }
    return at != NULL;
}

static Str merge_inputs(Link *link) {
    const StrArray *inputs = &link->opt.manifest_inputs;
    XmlNode **roots = ARENA_ARRAY(link->arena, XmlNode *, inputs->count);
    bool gives_way = false;
    for (u32 i = 0; i < inputs->count; i++) {
        roots[i] = read_input(link, inputs->at[i]);
        if (!roots[i]) return STR("");
        gives_way |= !link->opt.has_manifest_uac && asks_for_level(roots[i]);
    }
    Message m;
    Str own = text_of_options(link, wants_uac(link) && !gives_way);
    XmlNode *all = xml_read(link->arena, own, STR("/MANIFESTUAC"), &m); // text of ours, checked already
    for (u32 i = 0; i < inputs->count; i++) merge_documents(link, all, roots[i]);
    Buffer b = {.arena = link->arena};
    put_line(&b, declaration);
    xml_write(&b, all);
    return buffer_str(&b);
}

// ---- The passes

static bool writes_file(const Options *o) {
    return o->manifest == MANIFEST_FILE || (o->manifest == MANIFEST_DEFAULT && o->manifest_dependencies.count);
}

void create_manifest(Link *link) {
    Options *o = &link->opt;
    if (o->manifest_inputs.count && o->manifest != MANIFEST_EMBED)
        diag_report(&link->diag,
                    &(Message){.kind = MSG_FATAL,
                               .code = 1117,
                               .text = arena_printf(link->arena, "syntax error in option 'MANIFESTINPUT:%s'",
                                                    show(link, o->manifest_inputs.at[0])),
                               .why = STR("only an embedded manifest is merged from files"),
                               .todo = STR("add /MANIFEST:EMBED")});
    if (o->manifest != MANIFEST_EMBED && !writes_file(o)) return;
    for (u32 i = 0; i < o->manifest_dependencies.count; i++) check_dependency(link, &o->manifest_dependencies.at[i]);
    if (link->diag.fatal_count) return;
    link->manifest_text = o->manifest_inputs.count ? merge_inputs(link) : text_of_options(link, wants_uac(link));
    if (o->manifest != MANIFEST_EMBED || link->diag.fatal_count) return;
    add_manifest_resource(link, link->manifest_text, (u16)(o->manifest_id ? o->manifest_id : o->dll ? 2 : 1));
}

bool write_manifest(Link *link, OutputFile *out) {
    Message m = {0};
    Str text = link->manifest_text;
    if (!writes_file(&link->opt) || !text.n) return true;
    Str path = link->opt.manifest_file;
    if (!path.n) path = arena_concat(link->arena, link->opt.out, STR(".manifest"));
    if (output_open(out, link->arena, arena_cstr(link->arena, path), false, &m) &&
        output_write(out, 0, text.p, text.n, &m) && output_prepare(out, text.n, &m))
        return true;
    diag_report(&link->diag, &m);
    return false;
}
