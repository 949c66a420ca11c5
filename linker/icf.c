// icf.c - identical COMDAT folding (/OPT:ICF): of functions with the same code, one stays.
//
// Templates make many functions that differ only in name: the destructors of twenty kinds of vector, a `push` for each
// pointer type. After folding they share one address; calls and unwind data of all lead there.
//
//      vector<A*>::push   48 83 ec 28 e8 [grow<A*>] ...  ┐ the same bytes, and relocations at the same places
//      vector<B*>::push   48 83 ec 28 e8 [grow<B*>] ...  ┘ whose targets are the same if grow<A*> and grow<B*> are
//
// So whether two are the same depends on whether others are, and in circles: two functions that call themselves. The
// question is turned around: at first all sections with the same bytes count as one class; then classes are split
// wherever two members refer to different classes, until nothing splits any more. What then still is together is
// identical. (Growing classes from below would never find the recursive ones.)
//
// How it stays fast:
//  - Sections are first told apart by a digest of their bytes. Most have no twin and are never looked at again.
//  - Each step splits by digests of what members refer to; no two sections are compared with each other until the end,
//    when each is compared with the one that stays, once. A collision of digests would be found there.
//  - A step looks only at members that refer to something that has changed its class. The largest part of a class that
//    is split keeps the class's number, so that a section changes its class at most log2(n) times, and long chains of
//    nearly equal functions take no longer than others. [Hopcroft's rule for minimizing automata]
//
// What is folded: live COMDATs that cannot be written: code, constants (.rdata), unwind information (.xdata). link.exe
// folds functions and constants whoever takes their address; C++ promises otherwise. clang says in `.llvm_addrsig`
// which symbols' addresses matter: a constant among them stays, and an exported one; with /OPT:SAFEICF functions do so
// too, and everything in objects that do not say. An entry of .pdata belongs to one function and goes with it.
// [spec: opt-optimizations]
#include "linker.h"

#define NONE UINT32_MAX
#define SAME_KIND                                                                                                      \
    (IMAGE_SCN_CNT_CODE | IMAGE_SCN_MEM_EXECUTE | IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_SHARED | IMAGE_SCN_MEM_DISCARDABLE)

typedef enum { KIND_NOT_FOLDED, KIND_CODE, KIND_CONSTANT, KIND_UNWIND } Kind;

typedef struct { // a section that may have a twin
    InputSection *section;
    u32 first_target, target_count; // in Folding.targets: the items that it refers to, one for each reference
    u32 class;
    u32 owner;    // the function whose unwind data it is; NONE otherwise
    bool touched; // in the list of the next step
} Item;

typedef struct { // the members are order[first] .. order[first + count - 1]
    u32 first, count;
} Class;

typedef struct {
    Link *link;
    Arena *arena;      // given back at the end
    ARRAY(Item) items; // in link order, so that the first of a class is the one that stays
    ARRAY(u64) digests; // of each item: of all that does not depend on other items
    ARRAY(u32) targets;
    Class *classes;
    u32 class_count;
    u32 *order, *place;      // items sorted by class; where each stands in `order`
    u32 *users, *first_user; // users[first_user[i]] .. : the items that refer to item i
} Folding;

// While folding, InputSection.rva holds the item's number + 1: addresses are given much later.
static u32 item_of(const InputSection *s) { return s->rva - 1; } // NONE: not an item

// ---- Digests

static u64 mix(u64 h, u64 word) {
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static u64 hash_bytes(u64 h, const u8 *p, u32 n) {
    for (; n >= 8; p += 8, n -= 8) h = mix(h, load64(p));
    u8 rest[8] = {0};
    if (n) memcpy(rest, p, n);
    return mix(h, load64(rest));
}

static u64 content_digest(const InputSection *s, Kind kind) {
    u64 h = mix(kind, (u64)s->size << 32 | (s->flags & SAME_KIND));
    h = mix(h, coff_relocs(&s->file->coff, s->num).count);
    return hash_bytes(h, s->data, s->size);
}

// ---- What may be folded

static Kind kind_of(const InputSection *s) {
    if (!s->live || s->discarded || !(s->flags & IMAGE_SCN_LNK_COMDAT)) return KIND_NOT_FOLDED;
    if (s->flags & IMAGE_SCN_MEM_WRITE || !s->data || !s->size || s->keep_unique) return KIND_NOT_FOLDED;
    if (s->flags & IMAGE_SCN_MEM_EXECUTE) return KIND_CODE;
    // Not just any constant: sections such as .CRT$XCU are tables made of pieces, and each piece counts.
    Str name = coff_section(&s->file->coff, s->num).name;
    name = str_slice(name, 0, str_find(name, '$'));
    if (str_eq(name, STR(".xdata"))) return KIND_UNWIND;
    return str_eq(name, STR(".rdata")) ? KIND_CONSTANT : KIND_NOT_FOLDED;
}

static void keep_symbol(InputFile *file, u32 idx, bool code_too) {
    Symbol *sym = file->symbols[idx] ? resolved(file->symbols[idx]) : NULL;
    i32 num = coff_symbol_fields(&file->coff, idx).section_num; // of a local symbol
    InputSection *s = NULL;
    if (!sym && num > 0) s = section_at(file, (u32)num);
    if (sym && sym->kind == SYM_DEFINED) s = sym->section;
    if (!s) return;
    if (code_too || !(s->flags & IMAGE_SCN_MEM_EXECUTE)) s->keep_unique = true;
}

static bool is_auxiliary(const CoffObject *o, u32 idx, u32 *checked) { // idx ascends from call to call
    while (*checked < idx) *checked += 1u + coff_symbol_fields(o, *checked).aux_count;
    return *checked != idx;
}

// The table is a list of symbol indices, seven bits a byte, low ones first. False: it is not one that fits this object;
// tools that rewrite symbol tables leave it as it was.
static bool read_table(InputFile *file, const InputSection *table, bool code_too) {
    bool *significant = NULL;
    u32 count = file->coff.symbol_count;
    Arena scratch = {0};
    bool ok = true;
    significant = ARENA_ARRAY(&scratch, bool, (u64)count + 1);
    for (u32 at = 0; ok && at < table->size;) {
        u64 idx = 0;
        u32 shift = 0;
        do {
            idx |= (u64)(table->data[at] & 0x7f) << shift;
            shift += 7;
        } while (table->data[at++] & 0x80 && at < table->size && shift < 35);
        ok = idx < count && !(table->data[at - 1] & 0x80);
        if (ok) significant[idx] = true;
    }
    for (u32 idx = 0, checked = 0; ok && idx < count; idx++) {
        if (!significant[idx]) continue;
        ok = !is_auxiliary(&file->coff, idx, &checked);
        if (ok) keep_symbol(file, idx, code_too);
    }
    arena_free(&scratch);
    return ok;
}

// A virtual function table's address is compared by nobody, whoever compiled it.
static bool is_vtable(Str name) {
    return str_starts(name, STR("??_7")) || str_starts(name, STR("_ZTV")) || str_starts(name, STR("__ZTV"));
}

static void keep_all(InputFile *file, bool code_too) {
    CoffSymbol s;
    for (u32 idx = 0; idx < file->coff.symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol(&file->coff, idx);
        if (s.section_num <= 0 || is_vtable(s.name) || coff_is_section_definition(&s)) continue;
        if (!str_starts(coff_section(&file->coff, (u32)s.section_num).name, STR(".xdata")))
            keep_symbol(file, idx, code_too);
    }
}

static void keep_exports(Link *link) {
    for (u32 i = 0; i < link->opt.exports.count; i++) {
        Symbol *sym = link->opt.exports.at[i].sym ? resolved(link->opt.exports.at[i].sym) : NULL;
        if (!sym || sym->kind != SYM_DEFINED) continue;
        InputSection *s = sym->section;
        if (link->opt.safe_icf || !(s->flags & IMAGE_SCN_MEM_EXECUTE)) s->keep_unique = true;
    }
}

static InputSection *significance_table(InputFile *file) {
    for (u32 i = 0; i < file->section_count; i++)
        if (str_eq(coff_section(&file->coff, file->sections[i].num).name, STR(".llvm_addrsig"))) return &file->sections[i];
    return NULL;
}

static void keep_address_significant(Link *link) {
    bool safe = link->opt.safe_icf;
    for (u32 i = 0; i < link->files.count; i++) {
        InputFile *file = link->files.at[i];
        const InputSection *table = significance_table(file);
        bool says = table && table->data && read_table(file, table, safe);
        if (!says && (safe || table)) keep_all(file, safe);
    }
    keep_exports(link);
}

// ---- Items: sections with a twin, as far as their bytes tell

// What is known of a section before it is an item is its digest only: there are many, and few have a twin.
typedef struct {
    Folding *f;
    u64 *digests; // of all sections of the link in order; 0: not to be folded
    u32 *first;   // of each file's sections in `digests`
} DigestJob;

static void digest_file(void *context, u32 item, u32 worker) {
    (void)worker;
    const DigestJob *job = context;
    const InputFile *file = job->f->link->files.at[item];
    u64 *digest = job->digests + job->first[item];
    for (u32 i = 0; i < file->section_count; i++) {
        Kind kind = kind_of(&file->sections[i]);
        if (kind != KIND_NOT_FOLDED) digest[i] = content_digest(&file->sections[i], kind) | 1;
    }
}

typedef struct { // digest -> the first that has it
    u32 *slots;  // its number + 1; 0: empty
    u32 mask;
} DigestTable;

static DigestTable new_table(Arena *a, u32 count) {
    u32 size = 16;
    while (size < 2 * (u64)count) size *= 2;
    return (DigestTable){ARENA_ARRAY(a, u32, size), size - 1};
}

// The first one with the same digest: `i` itself when it is new.
static u32 first_like(const DigestTable *t, const u64 *digests, u32 i) {
    u32 at = (u32)(digests[i] >> 32) & t->mask;
    for (; t->slots[at]; at = (at + 1) & t->mask)
        if (digests[t->slots[at] - 1] == digests[i]) return t->slots[at] - 1;
    t->slots[at] = i + 1;
    return i;
}

// `has_twin` gets a byte for each digest. How many have one.
static u32 find_twins(Arena *a, const u64 *digests, u32 count, bool *has_twin) {
    u32 candidates = 0;
    for (u32 i = 0; i < count; i++) candidates += digests[i] != 0;
    DigestTable t = new_table(a, candidates);
    for (u32 i = 0; i < count; i++) {
        u32 first = digests[i] ? first_like(&t, digests, i) : i;
        if (first != i) has_twin[first] = has_twin[i] = true;
    }
    u32 twins = 0;
    for (u32 i = 0; i < count; i++) twins += has_twin[i];
    return twins;
}

static void add_item(Folding *f, InputSection *s, u64 digest, u32 owner) {
    ARRAY_PUSH(f->arena, &f->items, ((Item){.section = s, .owner = owner}));
    ARRAY_PUSH(f->arena, &f->digests, digest);
    s->rva = f->items.count;
}

static void collect_items(Folding *f) {
    Link *link = f->link;
    Arena scratch = new_arena(link);
    DigestJob job = {.f = f, .first = ARENA_ARRAY(&scratch, u32, link->files.count)};
    u32 count = 0;
    for (u32 i = 0; i < link->files.count; i++) {
        job.first[i] = count;
        count += link->files.at[i]->section_count;
    }
    job.digests = ARENA_ARRAY(&scratch, u64, count);
    parallel_for(&link->workers, link->files.count, digest_file, &job);
    bool *has_twin = ARENA_ARRAY(&scratch, bool, count);
    u32 twins = find_twins(&scratch, job.digests, count, has_twin);
    f->items.capacity = f->digests.capacity = 2 * twins; // room for the unwind entry of each, too: growing would leave copies behind
    f->items.at = ARENA_ARRAY(f->arena, Item, f->items.capacity);
    f->digests.at = ARENA_ARRAY(f->arena, u64, f->digests.capacity);
    for (u32 i = 0; i < link->files.count; i++)
        for (u32 k = 0; k < link->files.at[i]->section_count; k++)
            if (has_twin[job.first[i] + k]) add_item(f, &link->files.at[i]->sections[k], job.digests[job.first[i] + k], NONE);
    arena_free(&scratch);
}

// The entries of .pdata that belong to functions with a twin become items too; alone none of them is ever folded.
static void add_unwind_entries(Folding *f) {
    u32 functions = f->items.count;
    for (u32 i = 0; i < functions; i++) {
        const InputSection *parent = f->items.at[i].section;
        for (u32 num = parent->first_child; num; num = section_at(parent->file, num)->next_sibling) {
            InputSection *s = section_at(parent->file, num);
            f->items.at[i].owner = i;
            if (!s->live || s->discarded) continue;
            if (item_of(s) == NONE && s->data && s->is_unwind) {
                add_item(f, s, content_digest(s, KIND_UNWIND), i);
            } else if (item_of(s) != NONE) {
                f->items.at[item_of(s)].owner = i;
            }
        }
    }
}

// ---- References

typedef struct {
    u32 item; // NONE: a place that is not an item
    const InputSection *section;
    const Symbol *sym; // when there is no section: an import, or a plain number
    u64 value;
} Place;

static Place target_of(const Folding *f, const InputFile *file, u32 symbol_idx) {
    RelocTarget t;
    reloc_target(f->link, file, symbol_idx, &t); // false: sections have no groups yet
    Place r = {.item = t.section ? item_of(t.section) : NONE, .section = t.section, .value = t.value};
    if (!t.section && !t.is_absolute) r.sym = t.sym;
    return r;
}

static bool same_place(const Folding *f, const Place *a, const Place *b) {
    if (a->value != b->value) return false;
    if (a->item != NONE && b->item != NONE) return f->items.at[a->item].class == f->items.at[b->item].class;
    return a->section == b->section && a->sym == b->sym;
}

// Numbers that are the same in every run, unlike addresses.
static u64 place_digest(const Place *r) {
    if (r->item != NONE) return 1;
    if (r->section) return mix(2, (u64)r->section->file->idx << 32 | r->section->num);
    return r->sym ? hash_bytes(3, r->sym->name.p, (u32)r->sym->name.n) : 4;
}

static void add_target(Folding *f, u32 i, const Place *r) {
    f->digests.at[i] = mix(mix(f->digests.at[i], r->value), place_digest(r));
    if (r->item == NONE) return;
    ARRAY_PUSH(f->arena, &f->targets, r->item);
    f->items.at[i].target_count++;
}

// Associated sections that reach the image: unwind data, tables of handlers. A folded function takes them along.
static InputSection *next_associate(const InputFile *file, u32 num) {
    for (; num; num = section_at(file, num)->next_sibling) {
        InputSection *s = section_at(file, num);
        if (s->live && !s->discarded && s->size) return s; // clang leaves an empty .xdata where unwind data is packed
    }
    return NULL;
}

static void find_targets(Folding *f, u32 i) {
    const InputSection *s = f->items.at[i].section;
    CoffRelocs relocs = coff_relocs(&s->file->coff, s->num);
    f->items.at[i].first_target = f->targets.count;
    for (u32 k = 0; k < relocs.count; k++) {
        CoffReloc reloc = coff_reloc(relocs, k);
        Place r = target_of(f, s->file, reloc.symbol_idx);
        f->digests.at[i] = mix(f->digests.at[i], (u64)reloc.section_off << 16 | reloc.type);
        add_target(f, i, &r);
    }
    for (InputSection *c = next_associate(s->file, s->first_child); c; c = next_associate(s->file, c->next_sibling)) {
        Place r = {.item = item_of(c), .section = c};
        add_target(f, i, &r);
    }
}

// users[first_user[i]] .. users[first_user[i + 1] - 1] are the items that refer to item i.
static void index_users(Folding *f) {
    u32 count = f->items.count;
    f->users = ARENA_ARRAY(f->arena, u32, (u64)f->targets.count + 1);
    f->first_user = ARENA_ARRAY(f->arena, u32, (u64)count + 1);
    u32 *next = ARENA_ARRAY(f->arena, u32, (u64)count + 1);
    for (u32 k = 0; k < f->targets.count; k++) f->first_user[f->targets.at[k] + 1]++;
    for (u32 i = 0; i < count; i++) f->first_user[i + 1] += f->first_user[i];
    memcpy(next, f->first_user, count * sizeof *next);
    for (u32 i = 0; i < count; i++)
        for (u32 k = 0; k < f->items.at[i].target_count; k++)
            f->users[next[f->targets.at[f->items.at[i].first_target + k]]++] = i;
}

// ---- Classes

// Items with one digest are one class.
static void make_classes(Folding *f) {
    u32 count = f->items.count;
    DigestTable t = new_table(f->arena, count);
    f->classes = ARENA_ARRAY(f->arena, Class, (u64)count + 1);
    f->order = ARENA_ARRAY(f->arena, u32, (u64)count + 1);
    f->place = ARENA_ARRAY(f->arena, u32, (u64)count + 1);
    for (u32 i = 0; i < count; i++) {
        u32 first = first_like(&t, f->digests.at, i);
        f->items.at[i].class = first == i ? f->class_count++ : f->items.at[first].class;
        f->classes[f->items.at[i].class].count++;
    }
    for (u32 c = 1; c < f->class_count; c++) f->classes[c].first = f->classes[c - 1].first + f->classes[c - 1].count;
    u32 *next = ARENA_ARRAY(f->arena, u32, (u64)f->class_count + 1);
    for (u32 i = 0; i < count; i++) {
        u32 c = f->items.at[i].class;
        f->place[i] = f->classes[c].first + next[c]++;
        f->order[f->place[i]] = i;
    }
}

typedef struct {
    u64 signature; // of the classes that the item refers to
    u32 class, item;
} Touched;
typedef ARRAY(Touched) TouchedArray;
typedef ARRAY(u32) ItemNumbers;

static int compare_touched(const void *x, const void *y) {
    const Touched *a = x, *b = y;
    if (a->class != b->class) return a->class < b->class ? -1 : 1;
    if (a->signature != b->signature) return a->signature < b->signature ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

static u64 signature(const Folding *f, u32 i) {
    const Item *item = &f->items.at[i];
    u64 h = 0;
    for (u32 k = 0; k < item->target_count; k++) h = mix(h, f->items.at[f->targets.at[item->first_target + k]].class);
    return h;
}

static void swap_places(Folding *f, u32 i, u32 to) {
    u32 other = f->order[to];
    f->order[f->place[i]] = other;
    f->place[other] = f->place[i];
    f->order[to] = i;
    f->place[i] = to;
}

// Makes the members at first .. first + count - 1 of `order` a class of their own.
static void split_off(Folding *f, u32 first, u32 count, ItemNumbers *changed) {
    u32 class = f->class_count++;
    f->classes[class] = (Class){first, count};
    for (u32 k = first; k < first + count; k++) {
        f->items.at[f->order[k]].class = class;
        ARRAY_PUSH(f->arena, changed, f->order[k]);
    }
}

static u32 run_length(const Touched *at, u32 count) {
    u32 n = 1;
    while (n < count && at[n].signature == at[0].signature) n++;
    return n;
}

// Splits one class by its touched members, which are sorted by signature. The others had all the same signature and
// still have it, which none of the touched has now: they refer to what has not changed.
static void split_class(Folding *f, const Touched *at, u32 count, ItemNumbers *changed) {
    u32 class = at[0].class;
    Class c = f->classes[class];
    u32 untouched = c.count - count, largest = untouched;
    for (u32 i = 0; i < count; i += run_length(at + i, count - i)) {
        u32 n = run_length(at + i, count - i);
        if (n > largest) largest = n;
    }
    if (largest == c.count) return; // they are all alike
    for (u32 i = count; i > 0; i--) swap_places(f, at[i - 1].item, c.first + untouched + i - 1);

    bool kept = untouched == largest; // the largest part keeps the class
    if (kept)
        f->classes[class] = (Class){c.first, untouched};
    else if (untouched)
        split_off(f, c.first, untouched, changed);
    for (u32 i = 0, n; i < count; i += n) {
        n = run_length(at + i, count - i);
        if (!kept && n == largest) {
            f->classes[class] = (Class){c.first + untouched + i, n};
            kept = true;
        } else {
            split_off(f, c.first + untouched + i, n, changed);
        }
    }
}

static void touch(Folding *f, u32 i, ItemNumbers *work) {
    Item *item = &f->items.at[i];
    if (item->touched || f->classes[item->class].count == 1) return;
    item->touched = true;
    ARRAY_PUSH(f->arena, work, i);
}

// Splits the classes of the items in `work`; *changed becomes the items with a new class.
static void split_step(Folding *f, const ItemNumbers *work, TouchedArray *list, ItemNumbers *changed) {
    list->count = changed->count = 0;
    for (u32 k = 0; k < work->count; k++) {
        u32 i = work->at[k];
        f->items.at[i].touched = false;
        ARRAY_PUSH(f->arena, list, ((Touched){signature(f, i), f->items.at[i].class, i}));
    }
    qsort(list->at, list->count, sizeof *list->at, compare_touched);
    for (u32 i = 0, n; i < list->count; i += n) {
        for (n = 1; i + n < list->count && list->at[i + n].class == list->at[i].class;) n++;
        split_class(f, list->at + i, n, changed);
    }
}

static void split_classes(Folding *f) {
    ItemNumbers work = {0}, changed = {0};
    TouchedArray list = {0};
    for (u32 i = 0; i < f->items.count; i++) touch(f, i, &work);
    while (work.count) {
        split_step(f, &work, &list, &changed);
        work.count = 0;
        for (u32 k = 0; k < changed.count; k++) {
            u32 i = changed.at[k];
            for (u32 u = f->first_user[i]; u < f->first_user[i + 1]; u++) touch(f, f->users[u], &work);
        }
    }
}

// ---- Folding

// Compares byte by byte and target by target. False: two digests were equal by accident.
static bool is_identical(const Folding *f, const InputSection *a, const InputSection *b) {
    CoffRelocs x = coff_relocs(&a->file->coff, a->num), y = coff_relocs(&b->file->coff, b->num);
    if (a->size != b->size || (a->flags ^ b->flags) & SAME_KIND || x.count != y.count) return false;
    if (memcmp(a->data, b->data, a->size) != 0) return false;
    for (u32 k = 0; k < x.count; k++) {
        CoffReloc p = coff_reloc(x, k), q = coff_reloc(y, k);
        Place to_p = target_of(f, a->file, p.symbol_idx), to_q = target_of(f, b->file, q.symbol_idx);
        if (p.section_off != q.section_off || p.type != q.type || !same_place(f, &to_p, &to_q)) return false;
    }
    const InputSection *c = next_associate(a->file, a->first_child), *d = next_associate(b->file, b->first_child);
    while (c && d) {
        Place at_c = {.item = item_of(c), .section = c}, at_d = {.item = item_of(d), .section = d};
        if (!same_place(f, &at_c, &at_d)) return false;
        c = next_associate(a->file, c->next_sibling);
        d = next_associate(b->file, d->next_sibling);
    }
    return !c && !d;
}

// The member that stays: the first in link order.
static u32 leader_of(const Folding *f, const Class *c) {
    u32 leader = f->order[c->first];
    for (u32 k = 1; k < c->count; k++)
        if (f->order[c->first + k] < leader) leader = f->order[c->first + k];
    return leader;
}

static bool check_classes(const Folding *f, const u32 *leaders) {
    for (u32 i = 0; i < f->items.count; i++) {
        u32 leader = leaders[f->items.at[i].class];
        if (leader != i && !is_identical(f, f->items.at[i].section, f->items.at[leader].section)) return false;
    }
    return true;
}

// With /OPT:ICF=n: what n iterations would fold that each know only what the ones before have folded. into[i]
// is the leader for items that are folded, else i. [spec: opt-optimizations] A function and its own unwind data are
// one.
static bool folds_now(const Folding *f, const u32 *into, u32 i, u32 leader) {
    const Item *a = &f->items.at[i], *b = &f->items.at[leader];
    for (u32 k = 0; k < a->target_count; k++) {
        u32 x = f->targets.at[a->first_target + k], y = f->targets.at[b->first_target + k];
        bool own = a->owner != NONE && f->items.at[x].owner == a->owner && b->owner != NONE &&
                   f->items.at[y].owner == b->owner;
        if (into[x] != into[y] && !own) return false;
    }
    return true;
}

static void fold_in_rounds(const Folding *f, const u32 *leaders, u32 *into, u32 rounds) {
    ItemNumbers folded = {0};
    for (u32 i = 0; i < f->items.count; i++) into[i] = i;
    for (u32 round = 0; round < rounds; round++) {
        folded.count = 0;
        for (u32 i = 0; i < f->items.count; i++) {
            u32 leader = leaders[f->items.at[i].class];
            if (into[i] == i && leader != i && folds_now(f, into, i, leader)) ARRAY_PUSH(f->arena, &folded, i);
        }
        if (!folded.count) return;
        for (u32 k = 0; k < folded.count; k++) into[folded.at[k]] = leaders[f->items.at[folded.at[k]].class];
    }
}

static void fold(Folding *f) {
    Link *link = f->link;
    u32 count = f->items.count;
    u32 *leaders = ARENA_ARRAY(f->arena, u32, (u64)f->class_count + 1),
        *into = ARENA_ARRAY(f->arena, u32, (u64)count + 1);
    for (u32 c = 0; c < f->class_count; c++) leaders[c] = leader_of(f, &f->classes[c]);
    if (!check_classes(f, leaders)) return;
    for (u32 i = 0; i < count; i++) into[i] = leaders[f->items.at[i].class];
    if (link->opt.icf_rounds) fold_in_rounds(f, leaders, into, link->opt.icf_rounds);
    for (u32 i = 0; i < count; i++) {
        if (into[i] == i) continue;
        InputSection *s = f->items.at[i].section, *leader = f->items.at[into[i]].section;
        s->live = false;
        if (s->align_log2 > leader->align_log2) leader->align_log2 = s->align_log2;
        if (s->order && (!leader->order || s->order < leader->order)) leader->order = s->order;
        ARRAY_PUSH(link->arena, &link->folded, ((FoldedSection){s, leader}));
    }
}

// ---- /VERBOSE:ICF

typedef struct {
    Link *link;
    u32 **first_symbol; // [file][section number]: the first symbol in it, + 1; made when a file is first asked about
} Names;

static u32 *first_symbols(Names *names, const InputFile *file) {
    u32 **table = &names->first_symbol[file->idx];
    if (*table) return *table;
    const CoffObject *o = &file->coff;
    *table = ARENA_ARRAY(names->link->arena, u32, (u64)o->section_count + 1);
    CoffSymbol sym;
    for (u32 idx = 0; idx < o->symbol_count; idx += 1u + sym.aux_count) {
        sym = coff_symbol_fields(o, idx);
        bool names_it = sym.section_num > 0 && !coff_is_section_definition(&sym);
        if (names_it && !(*table)[sym.section_num]) (*table)[sym.section_num] = idx + 1;
    }
    return *table;
}

static const char *name_of(Names *names, const InputSection *s) {
    const CoffObject *o = &s->file->coff;
    u32 idx = first_symbols(names, s->file)[s->num];
    return show(names->link, idx ? coff_symbol(o, idx - 1).name : coff_section(o, s->num).name);
}

static int compare_folded(const void *x, const void *y) {
    const FoldedSection *a = x, *b = y;
    const InputSection *keys[2][2] = {{a->into, a->section}, {b->into, b->section}};
    for (int k = 0; k < 2; k++) {
        const InputSection *p = keys[0][k], *q = keys[1][k];
        if (p->file->idx != q->file->idx) return p->file->idx < q->file->idx ? -1 : 1;
        if (p->num != q->num) return p->num < q->num ? -1 : 1;
    }
    return 0;
}

static void list_folded(Link *link) {
    FoldedSection *at = link->folded.at;
    u64 bytes = 0;
    Names names = {link, ARENA_ARRAY(link->arena, u32 *, link->files.count)};
    qsort(at, link->folded.count, sizeof *at, compare_folded);
    printf("\nIdentical COMDATs folded by /OPT:ICF:\n");
    for (u32 i = 0; i < link->folded.count; i++) {
        bytes += at[i].section->size;
        if (i == 0 || at[i].into != at[i - 1].into)
            printf("    Selected %s from %s\n", name_of(&names, at[i].into), show(link, at[i].into->file->name));
        printf("      Replaced %s from %s\n", name_of(&names, at[i].section), show(link, at[i].section->file->name));
    }
    printf("    %u sections, %llu bytes\n", link->folded.count, (unsigned long long)bytes);
}

// ---- The passes

void fold_identical_comdats(Link *link) {
    Arena scratch = new_arena(link);
    Folding f = {.link = link, .arena = &scratch};
    keep_address_significant(link);
    collect_items(&f);
    add_unwind_entries(&f);
    for (u32 i = 0; i < f.items.count; i++) find_targets(&f, i);
    index_users(&f);
    make_classes(&f);
    split_classes(&f);
    fold(&f);
    for (u32 i = 0; i < f.items.count; i++) f.items.at[i].section->rva = 0;
    arena_free(&scratch);
    if (link->opt.verbose_icf && link->folded.count) list_folded(link);
}

// A folded section has no place of its own. It gets the group and the address of the one that stays, so that whoever
// asks where a symbol is need not know about folding.
void place_folded_sections(Link *link) {
    for (u32 i = 0; i < link->folded.count; i++) {
        FoldedSection *p = &link->folded.at[i];
        p->section->group = p->into->group;
        p->section->rva = p->into->rva;
    }
}
