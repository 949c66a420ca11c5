// sections.c - from the sections of the objects to the sections of the image.
//
// A section of an object is a contribution to a section of the image. The part of its name before `$` says to which
// one, the part behind it only where inside: contributions are sorted by full name, and equal names stay in link order.
// That is how a compiler, a run-time library and a linker build a table together without knowing each other:
//
//      a.obj  .CRT$XCU  ctor of a        ─┐          .CRT$XCA  first, from the run-time library
//      b.obj  .CRT$XCU  ctor of b         ├─ .CRT ─> .CRT$XCU  ctor of a, ctor of b
//      crt    .CRT$XCA  .CRT$XCZ         ─┘          .CRT$XCZ  last: the table ends here
//
// All contributions with one full name form a SectionGroup. Groups are found by hash (objects of a C++ program may have
// 100,000 different names); output sections get whole groups, sort them, and lay their contributions end to end.
//
// What else happens on the way:
//  - /MERGE moves a whole output section into another one. .idata .edata .xdata and .00cfg go into .rdata and .bss into
//  .data
//    without being asked [link.exe].
//  - Equal names with different access rights are different output sections (LNK4078): to make one section of them
//  would
//    make constants writable or data executable.
//  - The order of the image's sections, and the order inside .rdata, are link.exe's.
// [PE: Grouped Sections (Object Only)] [PE: Section Flags]
#include "linker.h"

#define ACCESS_FLAGS                                                                                                   \
    (IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE | IMAGE_SCN_MEM_EXECUTE | IMAGE_SCN_MEM_SHARED |                         \
     IMAGE_SCN_MEM_NOT_PAGED | IMAGE_SCN_MEM_NOT_CACHED | IMAGE_SCN_MEM_DISCARDABLE)
#define CONTENT_FLAGS (IMAGE_SCN_CNT_CODE | IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_CNT_UNINITIALIZED_DATA)
#define READ_DATA     (IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ)
#define WRITE_DATA    (READ_DATA | IMAGE_SCN_MEM_WRITE)

// Sections whose format Windows or the run-time library prescribes. Tools disagree about their flags (import libraries
// write .idata as writable, link.exe's images have it read-only), but a table must not be torn apart because of that.
static const struct {
    const char *name;
    u32 flags;
} fixed_flags[] = {
    {".idata", READ_DATA}, {".edata", READ_DATA}, {".pdata", READ_DATA}, {".xdata", READ_DATA},
    {".rsrc", READ_DATA},  {".CRT", READ_DATA},   {".00cfg", READ_DATA}, {".tls", WRITE_DATA},
};

static const struct {
    const char *from, *to;
    u32 flags;
} default_merges[] = {
    // [link.exe]
    {".idata", ".rdata", READ_DATA}, {".edata", ".rdata", READ_DATA}, {".xdata", ".rdata", READ_DATA},
    {".00cfg", ".rdata", READ_DATA}, {".bss", ".data", WRITE_DATA},
    {".gehcont", ".rdata", READ_DATA}, {".gfids", ".rdata", READ_DATA}, {".giats", ".rdata", READ_DATA},
    {".gljmp", ".rdata", READ_DATA},
};

typedef struct {
    Str from, to;
    Str end;         // where the chain of merges leads: `to`, or what that is merged into
    bool is_default; // not asked for
    bool warned;     // LNK4254 has been said
    enum { NOT_FOLLOWED, ON_PATH, FOLLOWED } state;
} Merge;

enum { REMEMBERED_GROUPS = 64 };

typedef struct {
    u64 short_name;
    u32 flags;
    SectionGroup *group;
} RememberedGroup;

typedef struct {
    Link *link;
    RememberedGroup remembered[REMEMBERED_GROUPS];
    NameIndex group_index, out_index,
        merge_index; // of link->groups by full name, link->out_sections by name, merges by `from`
    ARRAY(Merge) merges;
} Grouping;

// ---- Names and flags

// ".text" of ".text$mn". A name that begins with `$` is taken whole: an image's section needs a name.
// gcc separates with a period: ".text.startup", ".rdata.str" (GNU ld's linker script gathers them).
static Str base_name(Str name) {
    static const char *const dotted[] = {".text.",  ".data.", ".rdata.", ".bss.",  ".pdata.",
                                         ".xdata.", ".tls.",  ".ctors.", ".dtors."};
    size_t n = str_find(name, '$');
    if (n && n < name.n) return str_slice(name, 0, n);
    for (size_t i = 0; i < sizeof dotted / sizeof *dotted; i++)
        if (str_starts(name, str(dotted[i]))) return str_slice(name, 0, strlen(dotted[i]) - 1);
    return name;
}

// Flags of the output section that a contribution asks for.
static u32 wanted_flags(Str base, u32 flags) {
    for (size_t i = 0; i < sizeof fixed_flags / sizeof *fixed_flags; i++)
        if (str_eq(base, str(fixed_flags[i].name))) return fixed_flags[i].flags;
    u32 wanted = flags & (ACCESS_FLAGS | CONTENT_FLAGS);
    if (!(wanted & CONTENT_FLAGS)) wanted |= IMAGE_SCN_CNT_INITIALIZED_DATA;
    return wanted;
}

// Code and data may share a section, and zeros may follow data; only the access rights have to agree.
static bool same_access(u32 a, u32 b) { return ((a ^ b) & ACCESS_FLAGS) == 0; }

// What an image says about a section's contents: one kind. Zeros count as data when data stands before them.
static u32 settle_content(u32 flags) {
    if (flags & IMAGE_SCN_CNT_CODE) return flags & ~(u32)IMAGE_SCN_CNT_INITIALIZED_DATA;
    if (flags & IMAGE_SCN_CNT_INITIALIZED_DATA) return flags & ~(u32)IMAGE_SCN_CNT_UNINITIALIZED_DATA;
    return flags;
}

// ---- /MERGE

static Merge *find_merge(Grouping *g, Str from) {
    if (!g->merge_index.slots) return NULL;
    u32 hash = hash_name(from);
    for (u32 at = hash & g->merge_index.mask; g->merge_index.slots[at].number; at = (at + 1) & g->merge_index.mask) {
        Merge *m = &g->merges.at[g->merge_index.slots[at].number - 1];
        if (g->merge_index.slots[at].hash == hash && str_eq(m->from, from)) return m;
    }
    return NULL;
}

static void add_merge(Grouping *g, Merge m) {
    ARRAY_PUSH(g->link->arena, &g->merges, m);
    index_reserve(g->link->arena, &g->merge_index);
    u32 hash = hash_name(m.from), at = hash & g->merge_index.mask;
    while (g->merge_index.slots[at].number) at = (at + 1) & g->merge_index.mask;
    g->merge_index.slots[at].hash = hash;
    g->merge_index.slots[at].number = g->merges.count;
    g->merge_index.count++;
}

// .rsrc and .reloc must stay sections of their own; into .reloc goes nothing but what the linker makes.
static bool may_merge(Link *link, const NamePair *pair) {
    if (!str_eq(pair->from, STR(".rsrc")) && !str_eq(pair->from, STR(".reloc")) && !str_eq(pair->to, STR(".reloc")))
        return true;
    diag_report(
        &link->diag,
        &(Message){.kind = MSG_ERROR,
                   .code = 1352,
                   .text = arena_printf(link->arena, "/MERGE: '%s' and '%s' cannot be merged", show(link, pair->from),
                                        show(link, pair->to)),
                   .why =
                       STR("the loader and tools that update resources need .rsrc and .reloc as sections of their own"),
                   .todo = STR("leave this /MERGE out")});
    return false;
}

// The command line and directives come first, so a user can undo a default merge by giving another.
static void read_merges(Grouping *g) {
    Link *link = g->link;
    for (u32 i = 0; i < link->opt.merges.count; i++) {
        const NamePair *pair = &link->opt.merges.at[i];
        if (str_eq(pair->from, pair->to) || !may_merge(link, pair)) continue;
        const Merge *first = find_merge(g, pair->from);
        if (!first)
            add_merge(g, (Merge){.from = pair->from, .to = pair->to});
        else if (!str_eq(first->to, pair->to))
            diag_warning(&link->diag, STR(""), 4253, "section '%s' not merged into '%s'; already merged into '%s'",
                         show(link, pair->from), show(link, pair->to), show(link, first->to));
    }
    for (size_t i = 0; i < sizeof default_merges / sizeof *default_merges; i++) {
        Str from = str(default_merges[i].from);
        if (!find_merge(g, from))
            add_merge(g, (Merge){.from = from, .to = str(default_merges[i].to), .is_default = true});
    }
}

// Follows each chain of merges once, and gives its end to all that were passed on the way.
static void follow_merges(Grouping *g) {
    Link *link = g->link;
    ARRAY(Merge *) path = {0};
    for (u32 i = 0; i < g->merges.count; i++) {
        Merge *m = &g->merges.at[i];
        Str end = m->from;
        path.count = 0;
        for (; m && m->state == NOT_FOLLOWED; m = find_merge(g, end)) {
            m->state = ON_PATH;
            end = m->to;
            ARRAY_PUSH(link->arena, &path, m);
        }
        if (m && m->state == FOLLOWED) end = m->end;
        if (m && m->state == ON_PATH)
            diag_report(&link->diag, &(Message){.kind = MSG_ERROR,
                                                .code = 1352,
                                                .text = arena_printf(
                                                    link->arena, "/MERGE: '%s' is merged into itself by way of '%s'",
                                                    show(link, m->from), show(link, m->to)),
                                                .todo = STR("leave out one /MERGE of the circle")});
        for (u32 k = 0; k < path.count; k++) {
            path.at[k]->end = end;
            path.at[k]->state = FOLLOWED;
        }
    }
}

// ---- Groups

static SectionGroup *find_group(Grouping *g, Str name, u32 section_flags) {
    Link *link = g->link;
    Str base = base_name(name);
    u32 flags = wanted_flags(base, section_flags);
    index_reserve(link->arena, &g->group_index);
    u32 hash = hash_name(name) ^ (flags & ACCESS_FLAGS) >> 4;
    u32 at = hash & g->group_index.mask;
    for (; g->group_index.slots[at].number; at = (at + 1) & g->group_index.mask) {
        SectionGroup *group = link->groups.at[g->group_index.slots[at].number - 1];
        if (g->group_index.slots[at].hash == hash && same_access(group->flags, flags) && str_eq(group->name, name)) {
            group->flags |= flags;
            return group;
        }
    }
    SectionGroup *group = ARENA_NEW(link->arena, SectionGroup);
    *group = (SectionGroup){.name = name, .base = base, .flags = flags};
    ARRAY_PUSH(link->arena, &link->groups, group);
    g->group_index.slots[at].hash = hash;
    g->group_index.slots[at].number = link->groups.count;
    g->group_index.count++;
    return group;
}

// Most sections have one of a dozen names. So the groups found last are remembered by what stands in the section header:
// eight bytes of name, and flags. (800 objects of a C++ program: a third of this pass.)
static SectionGroup *group_of(Grouping *g, const InputSection *s) {
    const CoffObject *o = &s->file->coff;
    u64 short_name = load64(o->sections[s->num - 1].name);
    RememberedGroup *last = &g->remembered[((short_name ^ s->flags) * 0x9e3779b97f4a7c15u >> 32) % REMEMBERED_GROUPS];
    if (last->group && last->short_name == short_name && last->flags == s->flags) return last->group;
    Str name = coff_section(o, s->num).name;
    SectionGroup *group = find_group(g, name, s->flags);
    bool is_long = o->sections[s->num - 1].name[0] == '/'; // then these bytes mean something else in the next object
    if (!is_long) *last = (RememberedGroup){short_name, s->flags, group};
    return group;
}

//> collect-groups
static void collect_groups(Grouping *g) {
    Link *link = g->link;
    for (u32 f = 0; f < link->files.count; f++) {
        InputFile *file = link->files.at[f];
        for (u32 i = 0; i < file->section_count; i++) {
            InputSection *s = &file->sections[i];
            if (s->discarded || !s->live) continue;
            s->group = group_of(g, s);
            ARRAY_PUSH(link->arena, &s->group->sections, s);
        }
    }
}
//< collect-groups

// ---- Output sections

static OutputSection *new_output_section(Grouping *g, Str name, u32 flags) {
    OutputSection *out = ARENA_NEW(g->link->arena, OutputSection);
    *out = (OutputSection){.name = name, .flags = flags};
    ARRAY_PUSH(g->link->arena, &g->link->out_sections, out);
    return out;
}

// The output section of that name and access; with any_access the first of that name. NULL when there is none.
static OutputSection *lookup_output_section(Grouping *g, Str name, u32 flags, bool any_access, bool add) {
    index_reserve(g->link->arena, &g->out_index);
    u32 hash = hash_name(name);
    u32 at = hash & g->out_index.mask;
    bool name_seen = false;
    for (; g->out_index.slots[at].number; at = (at + 1) & g->out_index.mask) {
        OutputSection *out = g->link->out_sections.at[g->out_index.slots[at].number - 1];
        if (g->out_index.slots[at].hash != hash || !str_eq(out->name, name)) continue;
        if (any_access || same_access(out->flags, flags)) return out;
        name_seen = true;
    }
    if (!add) return NULL;
    if (name_seen) // [link.exe]
        diag_warning(&g->link->diag, STR(""), 4078, "multiple '%s' sections found with different attributes (%08X)",
                     show(g->link, name), flags);
    OutputSection *out = new_output_section(g, name, flags);
    g->out_index.slots[at].hash = hash;
    g->out_index.slots[at].number = g->link->out_sections.count;
    g->out_index.count++;
    return out;
}

static void put_group(Link *link, SectionGroup *group, OutputSection *out) {
    group->out = out;
    ARRAY_PUSH(link->arena, &out->groups, group);
}

static void warn_different_merge(Grouping *g, Merge *m, u32 flags, const OutputSection *out) {
    if (m->is_default || m->warned || same_access(out->flags, flags)) return;
    m->warned = true;
    diag_warning(&g->link->diag, STR(""), 4254, "section '%s' (%08X) merged into '%s' (%08X) with different attributes",
                 show(g->link, m->from), flags, show(g->link, out->name), out->flags);
}

// Flags of a section that only merges bring into being. [spec: merge-combine-sections]: a missing target means
// "rename"; a default merge makes the usual section of that name.
static u32 renamed_flags(const SectionGroup *group, const Merge *m) {
    for (size_t k = 0; m->is_default && k < sizeof default_merges / sizeof *default_merges; k++)
        if (str_eq(str(default_merges[k].from), m->from)) return default_merges[k].flags;
    return group->flags;
}

// First the groups that stay under their own name, then those that are merged into a section of another name: so the
// owner of a name decides its attributes, whatever order the objects came in.
static void assign_groups(Grouping *g) {
    Link *link = g->link;
    for (u32 i = 0; i < link->groups.count; i++) {
        SectionGroup *group = link->groups.at[i];
        if (find_merge(g, group->base)) continue;
        OutputSection *out = lookup_output_section(g, group->base, group->flags, false, true);
        out->flags |= group->flags & CONTENT_FLAGS;
        put_group(link, group, out);
    }
    for (u32 i = 0; i < link->groups.count; i++) {
        SectionGroup *group = link->groups.at[i];
        if (group->out) continue;
        Merge *m = find_merge(g, group->base);
        OutputSection *out = lookup_output_section(g, m->end, 0, true, false);
        if (out)
            warn_different_merge(g, m, group->flags, out);
        else
            out = lookup_output_section(g, m->end, renamed_flags(group, m), false, true);
        if (!m->is_default) out->flags |= group->flags & CONTENT_FLAGS;
        put_group(link, group, out);
    }
}

// ---- /SECTION

// All sections of that name: there are several when their access rights differ.
static bool apply_section_option(Grouping *g, const SectionSpec *spec) {
    u32 hash = hash_name(spec->name);
    bool found = false;
    if (!g->out_index.slots) return false;
    for (u32 at = hash & g->out_index.mask; g->out_index.slots[at].number; at = (at + 1) & g->out_index.mask) {
        OutputSection *out = g->link->out_sections.at[g->out_index.slots[at].number - 1];
        if (g->out_index.slots[at].hash != hash || !str_eq(out->name, spec->name)) continue;
        found = true;
        out->flags = (out->flags & ~spec->clear_flags) | spec->set_flags;
        if (spec->align > out->align) out->align = spec->align;
    }
    return found;
}

static void apply_section_options(Grouping *g) {
    for (u32 i = 0; i < g->link->opt.sections.count; i++) {
        const SectionSpec *spec = &g->link->opt.sections.at[i];
        if (!apply_section_option(g, spec))
            diag_warning(&g->link->diag, STR(""), 4039, "section '%s' specified with /SECTION option does not exist",
                         show(g->link, spec->name));
    }
}

// [link.exe] A driver must not be paged out while it runs where no page fault can be served. Its authors name sections
// for which that is no matter: PAGE..., and INIT, which is gone after the start.
static void keep_in_memory(Link *link) {
    for (u32 i = 0; i < link->out_sections.count; i++) {
        OutputSection *out = link->out_sections.at[i];
        bool may_go = str_starts(out->name, STR("PAGE")) || str_eq(out->name, STR("INIT")) || str_eq(out->name, STR(".rsrc"));
        if (!may_go && !(out->flags & IMAGE_SCN_MEM_DISCARDABLE)) out->flags |= IMAGE_SCN_MEM_NOT_PAGED;
    }
}

static void warn_writable_code(Link *link) {
    for (u32 i = 0; i < link->out_sections.count; i++) {
        const OutputSection *out = link->out_sections.at[i];
        u32 both = IMAGE_SCN_MEM_WRITE | IMAGE_SCN_MEM_EXECUTE;
        if ((out->flags & both) != both || str_eq(out->name, STR(".textbss"))) continue;
        const InputSection *first = out->sections.count ? out->sections.at[0] : NULL;
        diag_report(
            &link->diag,
            &(Message){
                .kind = MSG_WARNING,
                .text =
                    arena_printf(link->arena, "section '%s' is both writable and executable", show(link, out->name)),
                .where = first ? arena_printf(link->arena, "first contribution: %s", show(link, first->file->name))
                               : STR(""),
                .why = STR(
                    "whoever can write to it can run code of his own; Windows features such as ACG refuse such images"),
                .todo = STR("keep code and data in sections of their own, or say so with /SECTION:name,ER")});
    }
}

// The processor begins at the entry point: a number is no place in the image, and data is no code.
static void check_entry(Link *link) {
    const Symbol *sym = link->entry ? resolved(link->entry) : NULL;
    if (!sym || (sym->kind != SYM_DEFINED && sym->kind != SYM_ABSOLUTE)) return;
    const char *name = show_symbol(link, sym->name);
    Message m = {.kind = MSG_WARNING, .todo = STR("/ENTRY:name of a function, or /NOENTRY for a DLL without code")};
    if (sym->kind == SYM_ABSOLUTE) {
        m.kind = MSG_FATAL;
        m.code = 1561;
        m.text = arena_printf(link->arena, "entry point must be defined: %s is the number 0x%llx", name,
                              (unsigned long long)sym->value);
        m.why = STR("an absolute symbol lies in no section, so it is no place in the image");
        diag_report(&link->diag, &m);
        return;
    }
    const SectionGroup *group = sym->section->group;
    if (!group || group->out->flags & IMAGE_SCN_MEM_EXECUTE) return;
    m.text = arena_printf(link->arena, "the entry point %s is in section '%s', which is not executable", name,
                          show(link, group->out->name));
    m.where = arena_printf(link->arena, "defined in %s", show(link, sym->file->name));
    m.why = STR("Windows lets no code run there: the program would crash at its first instruction");
    diag_report(&link->diag, &m);
}

// ---- Order

// [link.exe] .idata$5 (the import address table) stands first and the other import data last. Zeros without a place in
// a `$` order come last of all, so that they need no bytes in the file.
static int group_rank(const SectionGroup *group) {
    Str base = group->base;
    if (str_eq(base, STR(".idata"))) return str_eq(group->name, STR(".idata$5")) ? 0 : 3;
    if (str_eq(base, STR(".edata"))) return 2;
    bool only_zeros = (group->flags & CONTENT_FLAGS) == IMAGE_SCN_CNT_UNINITIALIZED_DATA;
    if (only_zeros && !(str_eq(base, group->out->name) && base.n < group->name.n)) return 4;
    return 1;
}

typedef struct {
    int rank;
    u32 number; // first-seen order: makes the order total
    SectionGroup *group;
    OutputSection *out;
} SortKey;

//> compare-groups
static int compare_groups(const void *x, const void *y) {
    const SortKey *a = x, *b = y;
    if (a->rank != b->rank) return a->rank - b->rank;
    int c = str_cmp(a->group->name, b->group->name);
    return c ? c : (a->number > b->number) - (a->number < b->number);
}
//< compare-groups

static int compare_outputs(const void *x, const void *y) {
    const SortKey *a = x, *b = y;
    if (a->rank != b->rank) return a->rank - b->rank;
    return (a->number > b->number) - (a->number < b->number);
}

static int compare_order(const void *x, const void *y) {
    const InputSection *a = *(InputSection *const *)x, *b = *(InputSection *const *)y;
    u32 ka = a->order ? a->order : UINT32_MAX, kb = b->order ? b->order : UINT32_MAX;
    if (ka != kb) return ka < kb ? -1 : 1;
    if (a->file->idx != b->file->idx) return a->file->idx < b->file->idx ? -1 : 1; // link order
    return (a->num > b->num) - (a->num < b->num);
}

// /ORDER: what the list names comes first in its group.
static void apply_order(Link *link) {
    for (u32 i = 0; i < link->groups.count && link->opt.order_file.n; i++)
        qsort(link->groups.at[i]->sections.at, link->groups.at[i]->sections.count, sizeof(InputSection *), compare_order);
}

static void sort_groups(Link *link, OutputSection *out) {
    SortKey *keys = ARENA_ARRAY(link->arena, SortKey, out->groups.count);
    for (u32 i = 0; i < out->groups.count; i++)
        keys[i] = (SortKey){.rank = group_rank(out->groups.at[i]), .number = i, .group = out->groups.at[i]};
    qsort(keys, out->groups.count, sizeof *keys, compare_groups);
    u32 count = 0;
    for (u32 i = 0; i < out->groups.count; i++) count += keys[i].group->sections.count;
    out->sections.at = ARENA_ARRAY(link->arena, InputSection *, count);
    out->sections.capacity = count;
    for (u32 i = 0; i < out->groups.count; i++) {
        out->groups.at[i] = keys[i].group;
        for (u32 k = 0; k < keys[i].group->sections.count; k++)
            ARRAY_PUSH(link->arena, &out->sections, keys[i].group->sections.at[k]);
    }
}

static int output_rank(const OutputSection *out) { // [link.exe]
    static const char *const order[] = {".textbss", ".text", "other code", ".rdata", ".data", ".pdata", ".idata"};
    for (int i = 0; i < 7; i++)
        if (str_eq(out->name, str(order[i]))) return i;
    if (str_eq(out->name, STR(".rsrc"))) return 9; // .reloc, last of all, is made after layout
    if (out->flags & (IMAGE_SCN_CNT_CODE | IMAGE_SCN_MEM_EXECUTE)) return 2;
    return out->flags & IMAGE_SCN_MEM_DISCARDABLE ? 8 : 7;
}

static bool has_bytes(const OutputSection *out) {
    for (u32 i = 0; i < out->sections.count; i++)
        if (out->sections.at[i]->size) return true;
    return false;
}

// Puts the sections in order and numbers them. A section without a byte is left out; labels in it stand at the end of
// the one before it (the one after it when it would be the first).
static void sort_output_sections(Link *link) {
    u32 count = link->out_sections.count, kept = 0;
    SortKey *keys = ARENA_ARRAY(link->arena, SortKey, count);
    for (u32 i = 0; i < count; i++)
        keys[i] =
            (SortKey){.rank = output_rank(link->out_sections.at[i]), .number = i, .out = link->out_sections.at[i]};
    qsort(keys, count, sizeof *keys, compare_outputs);
    for (u32 i = 0; i < count; i++) {
        if (!has_bytes(keys[i].out)) continue;
        link->out_sections.at[kept++] = keys[i].out;
        keys[i].out->num = kept;
    }
    link->out_sections.count = kept;
    OutputSection *before = kept ? link->out_sections.at[0] : NULL;
    for (u32 i = 0; i < count && before; i++) {
        if (keys[i].out->num) {
            before = keys[i].out;
            continue;
        }
        for (u32 k = 0; k < keys[i].out->sections.count; k++) {
            keys[i].out->sections.at[k]->group->out = before;
            ARRAY_PUSH(link->arena, &before->sections, keys[i].out->sections.at[k]);
        }
    }
}

// ---- The pass

OutputSection *find_output_section(Link *link, Str name) {
    for (u32 i = 0; i < link->out_sections.count; i++)
        if (str_eq(link->out_sections.at[i]->name, name)) return link->out_sections.at[i];
    return NULL;
}

static bool has_group(const Link *link, Str name) {
    for (u32 i = 0; i < link->groups.count; i++)
        if (link->groups.at[i]->out && str_eq(link->groups.at[i]->name, name)) return true;
    return false;
}

// Pointers to constructors in .CRT$XCU, and no start-up code that runs through them: it would have a variable in .CRT$XCA, where
// the list begins. Nobody notices before a global object is used. [link.exe]
static void warn_unhandled_initializers(Link *link) {
    bool cpp_has_start = has_group(link, STR(".CRT$XCA")), c_has_start = has_group(link, STR(".CRT$XIA"));
    for (u32 i = 0; i < link->groups.count; i++) {
        const SectionGroup *g = link->groups.at[i];
        bool is_lost = (str_starts(g->name, STR(".CRT$XC")) && !cpp_has_start) || (str_starts(g->name, STR(".CRT$XI")) && !c_has_start);
        if (!is_lost || !g->out || !g->sections.count) continue;
        const InputFile *file = g->sections.at[0]->file;
        diag_report(
            &link->diag,
            &(Message){
                .kind = MSG_WARNING,
                .code = 4210,
                .where = file ? arena_printf(link->arena, "%s of %s", show(link, g->name), show(link, file->name)) : (Str){0},
                .text = STR(".CRT section exists; there may be unhandled static initializers or terminators"),
                .why = STR("constructors of global objects are called by start-up code of a run-time library, and none is in the link"),
                .todo = STR("let it start the program: no /ENTRY and no /NOENTRY, and a run-time library, or mylink's own mycrt0.lib")});
        return;
    }
}

void group_sections(Link *link) {
    Grouping g = {.link = link};
    read_merges(&g);
    follow_merges(&g);
    collect_groups(&g);
    apply_order(link);
    assign_groups(&g);
    for (u32 i = 0; i < link->out_sections.count; i++) {
        OutputSection *out = link->out_sections.at[i];
        out->flags = settle_content(out->flags);
        sort_groups(link, out);
    }
    if (link->opt.driver && !link->opt.gnu) keep_in_memory(link);
    apply_section_options(&g); // while the index by name holds: the next line changes the order
    sort_output_sections(link);
    place_folded_sections(link); // into the groups of those that stay
    warn_writable_code(link);
    warn_unhandled_initializers(link);
    check_entry(link);
}
