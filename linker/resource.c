// resource.c - icons, strings, versions and manifests: from .res files to the .rsrc section of the image.
//
// A resource is data with three keys: type, name, language. In the image they are the three levels of a tree; each
// level is a table, sorted, so that Windows finds a key by bisection:
//
//      .rsrc$01   table  0x10 | types      ICON  STRING  VERSION
//                                            │
//                 tables      | names        1  2  "LOGO"
//                                            │
//                 tables      | languages    1033
//                                            │
//                 data entry                 RVA, size, code page
//                 strings of the names       04 00 'L' 0 'O' 0 'G' 0 'O' 0
//      .rsrc$02   data                       each at a multiple of 8, in the order in which it came
//
// Offsets inside the tree count from the start of .rsrc; only the data entries hold RVAs, so each has a relocation. The
// tree is built as an object like everything that the linker makes. Its order (tables level by level, data entries,
// strings, data) is that of LLVM's and GNU's tools and of link.exe's images; the specification has the strings before
// the data entries, and Windows does not mind. [PE: The .rsrc Section]
//
// Resources also come in objects that windres, llvm-cvtres or cvtres made: the finished tree, in sections `.rsrc$01`
// and
// `.rsrc$02` or one `.rsrc`. When that is the only source, it is ordinary input and stays as it is. When there are
// several sources, two trees one behind the other would be no tree: all are taken apart and one is made of them.
// link.exe refuses that for objects (LNK1241); GNU ld merges, and must: gcc brings a manifest of its own to every link.
#include "linker.h"

typedef unsigned long long ull;

enum { LEVELS = 3, TABLE_SIZE = 16, ENTRY_SIZE = 8, DATA_ENTRY_SIZE = 16, DATA_ALIGN = 8 };
#define IS_TABLE    0x80000000u // in an entry's second field: a table, not a data entry
#define IS_NAME     0x80000000u // in its first field: the offset of a string, not a number
#define MOST_DATA   0x7fff0000u // bytes of all resources: Windows maps no more
#define RT_MANIFEST 24

// ---- Input: .res files

static void add_resource(Link *link, Resource r) {
    r.number = link->resources.count;
    ARRAY_PUSH(link->arena, &link->resources, r);
}

void add_resource_file(Link *link, Str bytes, Str name) {
    Message m = {0};
    ResEntry e;
    if (!link->first_resource_file.n) link->first_resource_file = name;
    for (u64 pos = 0; res_next(bytes, name, &pos, &e, link->arena, &m);)
        add_resource(link, (Resource){.keys = {e.type, e.name, {.id = e.language}}, .data = e.data, .source = name});
    if (m.text.n) diag_report(&link->diag, &m);
}

void add_manifest_resource(Link *link, Str text, u16 id) {
    const u16 english = 1033; // [link.exe]
    add_resource(link, (Resource){.keys = {{.id = RT_MANIFEST}, {.id = id}, {.id = english}},
                                  .data = text,
                                  .source = STR("/MANIFEST:EMBED")});
}

// ---- Input: trees in objects

typedef struct {
    Link *link;
    InputFile *file;
    InputSection *tree; // `.rsrc$01`, or `.rsrc`
    CoffReloc *relocs;  // of `tree`, by offset
    u32 reloc_count;
    u32 entries_left; // a tree cannot have more entries than its section has room for: whoever passes this number
                      // goes in circles, or sends many entries to one table
    ResKey keys[LEVELS];
} TreeReader;

static bool bad_tree(TreeReader *t, u64 off, const char *what) {
    Link *link = t->link;
    Str name = coff_section(&t->file->coff, t->tree->num).name;
    diag_report(
        &link->diag,
        &(Message){.kind = MSG_FATAL,
                   .code = 1123,
                   .file = t->file->name,
                   .text = arena_printf(link->arena,
                                        "failure during conversion to COFF: invalid resource tree in "
                                        "section %s at 0x%llx: %s",
                                        show(link, name), (ull)off, what),
                   .why = STR("there are several sources of resources, so that the tree of this object has to be "
                              "taken apart and merged with the others"),
                   .todo = STR("make the object again with windres or llvm-cvtres, or link its .res file "
                               "instead")});
    return false;
}

static int compare_offsets(const void *x, const void *y) {
    const CoffReloc *a = x, *b = y;
    return (a->section_off > b->section_off) - (a->section_off < b->section_off);
}

static void sort_relocs(TreeReader *t) {
    CoffRelocs relocs = coff_relocs(&t->file->coff, t->tree->num);
    t->reloc_count = relocs.count;
    t->relocs = ARENA_ARRAY(t->link->arena, CoffReloc, relocs.count);
    for (u32 i = 0; i < relocs.count; i++) t->relocs[i] = coff_reloc(relocs, i);
    if (relocs.count) qsort(t->relocs, relocs.count, sizeof *t->relocs, compare_offsets);
}

// The data entry at `off`. Its first field leads to the data by a relocation; the number in the field is added.
static bool read_data_entry(TreeReader *t, u32 off) {
    Link *link = t->link;
    if (!range_ok(off, 1, DATA_ENTRY_SIZE, t->tree->size))
        return bad_tree(t, off, "a data entry ends past the section");
    CoffReloc key = {.section_off = off};
    const CoffReloc *r = t->reloc_count ? bsearch(&key, t->relocs, t->reloc_count, sizeof key, compare_offsets) : NULL;
    RelocTarget target = {0};
    if (r) reloc_target(link, t->file, r->symbol_idx, &target); // false: sections have no groups yet
    if (!target.section || !target.section->data)
        return bad_tree(t, off, "the data entry has no relocation that leads to data");
    const u8 *entry = t->tree->data + off;
    u64 data_off = target.value + load32(entry), size = load32(entry + 4);
    if (!range_ok(data_off, 1, size, target.section->size)) return bad_tree(t, off, "the data ends past its section");
    Resource found = {.data = {target.section->data + data_off, (size_t)size},
                      .code_page = load32(entry + 8),
                      .source = t->file->name,
                      .from_object = true};
    memcpy(found.keys, t->keys, sizeof found.keys);
    add_resource(link, found);
    return true;
}

static bool read_key(TreeReader *t, u32 field, ResKey *key) {
    u32 off = field & ~IS_NAME;
    *key = (ResKey){0};
    if (!(field & IS_NAME)) {
        key->id = (u16)field;
        return field <= UINT16_MAX || bad_tree(t, off, "a number has more than 16 bits");
    }
    if (!range_ok(off, 1, 2, t->tree->size)) return bad_tree(t, off, "a name lies past the section");
    u16 units = load16(t->tree->data + off);
    if (!range_ok(off + 2u, units, 2, t->tree->size)) return bad_tree(t, off, "a name ends past the section");
    key->has_name = true;
    key->name16 = (Str){t->tree->data + off + 2, 2u * units};
    return true;
}

typedef struct {
    const u8 *next;   // entry
    u32 entries_left; // of this table
} TableWalk;

static bool open_table(TreeReader *t, u32 off, TableWalk *w) {
    if (!range_ok(off, 1, TABLE_SIZE, t->tree->size)) return bad_tree(t, off, "a table lies past the section");
    const u8 *table = t->tree->data + off;
    u32 count = load16(table + 12) + (u32)load16(table + 14);
    if (!range_ok(off + TABLE_SIZE, count, ENTRY_SIZE, t->tree->size))
        return bad_tree(t, off, "a table ends past the section");
    if (count > t->entries_left)
        return bad_tree(t, off, "the tree has more entries than there is room for: it has circles");
    t->entries_left -= count;
    *w = (TableWalk){table + TABLE_SIZE, count};
    return true;
}

// Three levels, so three places to go on from; what lies deeper is an error.
static bool read_tree(TreeReader *t) {
    TableWalk walks[LEVELS];
    u32 level = 0;
    if (!t->tree->data) return bad_tree(t, 0, "it has no bytes");
    if (!open_table(t, 0, &walks[0])) return false;
    for (;;) {
        TableWalk *w = &walks[level];
        if (!w->entries_left) {
            if (level == 0) return true;
            level--;
            continue;
        }
        u32 key = load32(w->next), to = load32(w->next + 4);
        u64 off = (u64)(w->next - t->tree->data);
        w->next += ENTRY_SIZE;
        w->entries_left--;
        if (!read_key(t, key, &t->keys[level])) return false;
        if (level + 1 < LEVELS) {
            if (!(to & IS_TABLE)) return bad_tree(t, off, "data without a language");
            if (!open_table(t, to & ~IS_TABLE, &walks[level + 1])) return false;
            level++;
        } else if (to & IS_TABLE) {
            return bad_tree(t, off, "a table below the languages");
        } else if (!read_data_entry(t, to)) {
            return false;
        }
    }
}

static bool is_rsrc(const InputFile *file, const InputSection *s) {
    if (s->discarded || !s->live) return false;
    Str name = coff_section(&file->coff, s->num).name;
    return str_eq(name, STR(".rsrc")) || str_starts(name, STR(".rsrc$"));
}

// The section that begins with the tree: `.rsrc$01` or `.rsrc`, the first of a file's in the order of names.
static InputSection *find_tree(InputFile *file) {
    InputSection *first = NULL;
    Str first_name = {0};
    for (u32 i = 0; i < file->section_count && file->has_rsrc; i++) {
        InputSection *s = &file->sections[i];
        if (!is_rsrc(file, s) || !s->size) continue;
        Str name = coff_section(&file->coff, s->num).name;
        if (first && str_cmp(name, first_name) >= 0) continue;
        first = s;
        first_name = name;
    }
    return first;
}

static void take_apart(Link *link, InputFile *file) {
    TreeReader t = {.link = link, .file = file, .tree = find_tree(file)};
    t.entries_left = t.tree->size / ENTRY_SIZE;
    sort_relocs(&t);
    read_tree(&t);
    for (u32 i = 0; i < file->section_count; i++)
        if (is_rsrc(file, &file->sections[i])) file->sections[i].discarded = true;
}

// ---- Order, and what is there twice

static int compare_keys(const Resource *a, const Resource *b, u32 levels) {
    int c = 0;
    for (u32 k = 0; k < levels && c == 0; k++) c = res_key_compare(&a->keys[k], &b->keys[k]);
    return c;
}

static int compare_resources(const void *x, const void *y) {
    const Resource *a = x, *b = y;
    int c = compare_keys(a, b, LEVELS);
    return c ? c : (a->number > b->number) - (a->number < b->number);
}

static Str describe(Link *link, const Resource *r) {
    return arena_printf(link->arena, "type:%s, name:%s, language:0x%04X",
                        show(link, res_key_text(link->arena, &r->keys[0], true)),
                        show(link, res_key_text(link->arena, &r->keys[1], false)), r->keys[2].id);
}

// The words are those of CVTRES (CVT1100), which link.exe calls, and of link.exe after that (LNK1123) [link.exe].
static void report_duplicate_resource(Link *link, const Resource *now, const Resource *first) {
    bool allowed = link->opt.force_multiple_res;
    Str what = describe(link, now);
    Str where = str_eq(now->source, first->source)
                    ? STR("twice in this file (or the file is named twice)")
                    : arena_printf(link->arena, "already in %s", show(link, first->source));
    diag_report(&link->diag,
                &(Message){.kind = allowed ? MSG_WARNING : MSG_ERROR,
                           .code = allowed ? 4903 : 1123,
                           .file = now->source,
                           .text = arena_printf(link->arena, "%sduplicate resource: %s, %s",
                                                allowed ? "" : "failure during conversion to COFF: ",
                                                (const char *)what.p, (const char *)where.p),
                           .why = STR("a program asks for a resource by these three, and can get only one"),
                           .todo = str_eq(first->source, now->source)
                                       ? STR("give one of the two another name or language")
                                       : STR("leave one of the two files out, or give the resource another name or "
                                             "language; /FORCE:MULTIPLERES keeps the first")});
}

// [link.exe has no such rule] The manifest that gcc's start files bring (type 24, name 1, no language) is there for
// programs that have none: it gives way to any other, which has a language.
static bool is_default_manifest(const Resource *r) {
    return r->from_object && !r->keys[0].has_name && r->keys[0].id == RT_MANIFEST && !r->keys[1].has_name &&
           r->keys[1].id == 1 && r->keys[2].id == 0;
}

// Sorts, reports duplicates, and leaves one of each.
static void sort_resources(Link *link) {
    Resource *at = link->resources.at;
    u32 kept = 0, count = link->resources.count;
    if (count) qsort(at, count, sizeof *at, compare_resources);
    for (u32 i = 0; i < count; i++) {
        bool again = kept && compare_keys(&at[i], &at[kept - 1], LEVELS) == 0;
        bool gives_way = is_default_manifest(&at[i]) && i + 1 < count && compare_keys(&at[i], &at[i + 1], 2) == 0;
        if (gives_way) continue;
        if (again)
            report_duplicate_resource(link, &at[i], &at[kept - 1]);
        else
            at[kept++] = at[i];
    }
    link->resources.count = kept;
}

// ---- The tree

typedef struct {
    Link *link;
    const Resource *at; // sorted
    u32 count;
    Buffer *out; // .rsrc$01
    Buffer strings;
    u64 strings_off; // where `strings` will stand in `out`
    bool too_large;
} Tree;

// The end of the run of resources that share their first `levels` keys with `from`.
static u32 run_end(const Tree *t, u32 from, u32 levels) {
    u32 i = from + 1;
    if (levels == 0) return t->count;
    while (i < t->count && compare_keys(&t->at[from], &t->at[i], levels) == 0) i++;
    return i;
}

// Size of the table of level `level` that has the resources from .. to - 1: one entry for each different key.
static u64 table_size(const Tree *t, u32 from, u32 to, u32 level) {
    u64 size = TABLE_SIZE;
    for (u32 i = from; i < to; i = run_end(t, i, level + 1)) size += ENTRY_SIZE;
    return size;
}

static u32 key_field(Tree *t, const ResKey *key) {
    if (!key->has_name) return key->id;
    u64 off = t->strings_off + t->strings.n;
    buffer_put16(&t->strings, (u16)(key->name16.n / 2)); // res.c has refused longer ones
    buffer_put_str(&t->strings, key->name16);
    t->too_large |= off >= IS_NAME;
    return IS_NAME | (u32)off;
}

// All tables of one level; they lie one behind the other. `child_off` is where the next level begins.
static void put_level(Tree *t, u32 level, u64 child_off) {
    for (u32 from = 0, to; from < t->count; from = to) {
        to = run_end(t, from, level);
        u64 table = t->out->n;
        u32 names = 0, numbers = 0;
        buffer_zeros(t->out, TABLE_SIZE);
        for (u32 i = from, next; i < to; i = next) {
            const ResKey *key = &t->at[i].keys[level];
            next = run_end(t, i, level + 1);
            *(key->has_name ? &names : &numbers) += 1;
            buffer_put32(t->out, key_field(t, key));
            bool is_last = level + 1 == LEVELS;
            buffer_put32(t->out, (u32)child_off | (is_last ? 0 : IS_TABLE));
            child_off += is_last ? DATA_ENTRY_SIZE : table_size(t, i, next, level + 1);
        }
        t->too_large |= names > UINT16_MAX || numbers > UINT16_MAX || child_off >= IS_TABLE;
        store16(t->out->p + table + 12, (u16)names);
        store16(t->out->p + table + 14, (u16)numbers);
    }
}

static u64 level_size(const Tree *t, u32 level) {
    u64 size = 0;
    for (u32 from = 0, to; from < t->count; from = to) {
        to = run_end(t, from, level);
        size += table_size(t, from, to, level);
    }
    return size;
}

static void put_tables(Tree *t) {
    u64 next = 0, ends[LEVELS];
    for (u32 level = 0; level < LEVELS; level++) ends[level] = next += level_size(t, level);
    t->strings_off = next + (u64)t->count * DATA_ENTRY_SIZE;
    for (u32 level = 0; level < LEVELS; level++) put_level(t, level, ends[level]);
}

// ---- The pass

static int by_number(const void *x, const void *y) {
    const Resource *a = *(const Resource *const *)x, *b = *(const Resource *const *)y;
    return (a->number > b->number) - (a->number < b->number);
}

// Puts the data into .rsrc$02 in the order in which it came; offsets[k] belongs to sorted resource k.
static void put_data(Link *link, Buffer *data, u32 *offsets) {
    u32 count = link->resources.count;
    const Resource **order = ARENA_ARRAY(link->arena, const Resource *, count);
    for (u32 i = 0; i < count; i++) order[i] = &link->resources.at[i];
    qsort(order, count, sizeof *order, by_number);
    for (u32 i = 0; i < count; i++) {
        buffer_align(data, DATA_ALIGN, 0);
        offsets[order[i] - link->resources.at] = (u32)data->n;
        buffer_put_str(data, order[i]->data);
    }
    buffer_align(data, DATA_ALIGN, 0); // [link.exe] behind the last one, too
}

static bool check_sizes(Link *link) {
    u64 sum = 0;
    for (u32 i = 0; i < link->resources.count; i++) sum += link->resources.at[i].data.n + DATA_ALIGN;
    if (sum <= MOST_DATA) return true;
    diag_fatal(&link->diag, link->resources.at[0].source, 1248,
               "image size (%llX) exceeds maximum allowable size (%llX): the resources alone are that large", (ull)sum,
               (ull)MOST_DATA);
    return false;
}

static void build_section(Link *link) {
    const u32 flags = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ, align_4 = 3u << 20, align_16 = 5u << 20;
    u32 count = link->resources.count;
    CoffBuilder b;
    coff_builder_init(&b, link->arena, link->machine->id);
    u32 tree_num = coff_add_section(&b, STR(".rsrc$01"), flags | align_4);
    u32 data_num = coff_add_section(&b, STR(".rsrc$02"), flags | align_16); // [link.exe]
    u32 data_symbol = coff_add_symbol(&b, STR(".rsrc$02"), (i32)data_num, 0, 0, IMAGE_SYM_CLASS_STATIC);

    u32 *offsets = ARENA_ARRAY(link->arena, u32, count);
    put_data(link, coff_section_data(&b, data_num), offsets);
    Tree t = {.link = link, .at = link->resources.at, .count = count, .out = coff_section_data(&b, tree_num)};
    t.strings.arena = link->arena;
    put_tables(&t);
    for (u32 i = 0; i < count; i++) {
        coff_add_reloc(&b, tree_num, (u32)t.out->n, data_symbol, link->machine->rel_rva);
        buffer_put32(t.out, offsets[i]);
        buffer_put32(t.out, (u32)t.at[i].data.n);
        buffer_put32(t.out, t.at[i].code_page);
        buffer_put32(t.out, 0);
    }
    buffer_put_str(t.out, buffer_str(&t.strings));
    if (t.too_large)
        diag_fatal(&link->diag, t.at[0].source, 1123,
                   "failure during conversion to COFF: more than 65535 resources of one type, or more names than fit");
    else
        add_synthetic_object(link, &b, "(resources)");
}

void create_resources(Link *link) {
    u32 objects = 0;
    for (u32 i = 0; i < link->files.count; i++) objects += find_tree(link->files.at[i]) != NULL;
    if (objects == 1 && !link->resources.count) return; // its tree is the image's
    for (u32 i = 0; i < link->files.count && objects; i++)
        if (find_tree(link->files.at[i])) take_apart(link, link->files.at[i]);
    if (link->diag.fatal_count) return;
    sort_resources(link);
    if (link->resources.count && check_sizes(link)) build_section(link);
}
