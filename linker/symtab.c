// symtab.c - name -> Symbol, one per external name of the whole link.
//
// A link looks up millions of names, and most of them many times: every object that calls memcpy names it. So this is
// the one table on the hot path. It is open addressing: an array of (hash, symbol) pairs, searched from the place the
// hash says until the pair or an empty place is met.
//
//      hash("main") & mask = 5 ──> slots:  [ ... | 5: 9a01c2, printf | 6: 7f0be5, main | 7: empty | ... ]
//
// Names are compared only when all 32 bits of the hash agree, so a look-up rarely touches a name that is not the right
// one. The index of a library (its symbols, not yet in the link) is the same, with numbers in place of symbols.
#include "linker.h"

// All 128 bits of a product, one half over the other: every bit of both factors reaches every part of the result.
static u64 fold(u64 a, u64 b) {
    unsigned __int128 product = (unsigned __int128)a * b;
    return (u64)product ^ (u64)(product >> 64);
}

// Names come from files that somebody else made. Had all links one hash function, a file could hold a million names with
// the same hash, and each look-up would walk past all of them. So it has a key: the place of this program in memory,
// which Linux chooses anew for each run. Nothing in an output depends on it: tables are searched, never listed.
//> hash-name
u32 hash_name(Str name) {
    u64 key = (u64)(uintptr_t)hash_name * 0x9e3779b97f4a7c15u | 1; // odd, bits well spread: 2^64 / golden ratio
    u64 h = name.n + key;
    const u8 *p = name.p;
    size_t n = name.n;
    for (; n >= 8; p += 8, n -= 8) h = fold(h ^ load64(p), key);
    u64 tail = 0;
    for (size_t i = 0; i < n; i++) tail = tail << 8 | p[i];
    return (u32)fold(h ^ tail, key);
}
//< hash-name

//> index-reserve
// Makes room for one more; at most half of the places are taken, so searches stay short.
void index_reserve(Arena *arena, NameIndex *index) {
    if (index->slots && (index->count + 1) * 2 <= index->mask + 1) return;
    NameIndex bigger = {.mask = index->slots ? index->mask * 2 + 1 : 1023, .count = index->count};
    bigger.slots = arena_alloc_array(arena, (u64)bigger.mask + 1, sizeof *bigger.slots);
    for (u64 i = 0; index->slots && i <= index->mask; i++) {
        if (!index->slots[i].number) continue;
        u32 at = index->slots[i].hash & bigger.mask;
        while (bigger.slots[at].number) at = (at + 1) & bigger.mask;
        bigger.slots[at] = index->slots[i];
    }
    *index = bigger;
}
//< index-reserve

static u32 name_set_place(const NameSet *set, Str name, u32 hash) {
    const NameIndex *t = &set->index;
    u32 at = hash & t->mask;
    for (; t->slots[at].number; at = (at + 1) & t->mask)
        if (t->slots[at].hash == hash && str_eq(set->names.at[t->slots[at].number - 1], name)) break;
    return at;
}

u32 name_set_find(const NameSet *set, Str name) {
    if (!set->index.slots) return UINT32_MAX;
    return set->index.slots[name_set_place(set, name, hash_name(name))].number - 1;
}

bool name_set_add(Arena *arena, NameSet *set, Str name) {
    index_reserve(arena, &set->index);
    u32 hash = hash_name(name), at = name_set_place(set, name, hash);
    if (set->index.slots[at].number) return false;
    ARRAY_PUSH(arena, &set->names, name);
    set->index.slots[at].hash = hash;
    set->index.slots[at].number = set->names.count;
    set->index.count++;
    return true;
}

//> symtab-place
// The place of a name in link->symtab: its own or the empty one where it would go.
static u32 symtab_place(const Link *link, Str name, u32 hash) {
    const NameTable *t = &link->symtab;
    u32 at = hash & t->mask;
    for (; t->slots[at].sym; at = (at + 1) & t->mask)
        if (t->slots[at].hash == hash && str_eq(t->slots[at].sym->name, name)) break;
    return at;
}
//< symtab-place

// As index_reserve.
static void symtab_reserve(Arena *arena, NameTable *table) {
    if (table->slots && (table->count + 1) * 2 <= table->mask + 1) return;
    NameTable bigger = {.mask = table->slots ? table->mask * 2 + 1 : 1023, .count = table->count};
    bigger.slots = arena_alloc_array(arena, (u64)bigger.mask + 1, sizeof *bigger.slots);
    // Already zero; but fresh memory that is read before it is written to costs the system twice the work.
    memset(bigger.slots, 0, ((size_t)bigger.mask + 1) * sizeof *bigger.slots);
    for (u64 i = 0; table->slots && i <= table->mask; i++) {
        if (!table->slots[i].sym) continue;
        u32 at = table->slots[i].hash & bigger.mask;
        while (bigger.slots[at].sym) at = (at + 1) & bigger.mask;
        bigger.slots[at] = table->slots[i];
    }
    *table = bigger;
}

// A look-up waits for memory three times: for the place, the symbol that stands there, and that one's name. Each is asked
// for some names ahead, when the one before it has arrived. (800 objects of a C++ program: 9 % of the link's time.)
void prefetch_names(const Link *link, const ExternalName *e, u32 rest) {
    enum { PLACE = 12, SYMBOL = 8, NAME = 4 }; // names ahead
    const NameTable *t = &link->symtab;
    if (!t->slots || rest <= PLACE) return;
    __builtin_prefetch(&t->slots[e[PLACE].hash & t->mask]);
    u32 at = e[SYMBOL].hash & t->mask;
    if (t->slots[at].hash == e[SYMBOL].hash) __builtin_prefetch(t->slots[at].sym);
    at = e[NAME].hash & t->mask;
    if (t->slots[at].sym && t->slots[at].hash == e[NAME].hash) __builtin_prefetch(t->slots[at].sym->name.p);
}

Symbol *intern(Link *link, Str name) { return intern_hashed(link, name, hash_name(name)); }

Symbol *intern_hashed(Link *link, Str name, u32 hash) {
    symtab_reserve(link->arena, &link->symtab);
    u32 at = symtab_place(link, name, hash);
    if (link->symtab.slots[at].sym) return link->symtab.slots[at].sym;

    Symbol *sym = ARENA_NEW(link->arena, Symbol);
    sym->name = name;
    sym->hash = hash;
    ARRAY_PUSH(link->arena, &link->symbols, sym);
    link->symtab.slots[at].hash = hash;
    link->symtab.slots[at].sym = sym;
    link->symtab.count++;
    return sym;
}

Symbol *find_symbol(Link *link, Str name) {
    if (!link->symtab.slots) return NULL;
    return link->symtab.slots[symtab_place(link, name, hash_name(name))].sym;
}

void library_index(Link *link, InputLibrary *lib) {
    const Archive *ar = &lib->archive;
    NameIndex *index = &lib->index;
    index->mask = 15;
    while (index->mask / 2 < ar->symbol_count) index->mask = index->mask * 2 + 1;
    index->slots = arena_alloc_array(link->arena, (u64)index->mask + 1, sizeof *index->slots);
    for (u32 i = 0; i < ar->symbol_count; i++) {
        u32 hash = hash_name(ar->symbols[i].name);
        u32 at = hash & index->mask;
        bool seen = false;
        for (; index->slots[at].number && !seen; at = (at + 1) & index->mask)
            seen = index->slots[at].hash == hash &&
                   str_eq(ar->symbols[index->slots[at].number - 1].name, ar->symbols[i].name);
        if (seen) continue;
        index->slots[at].hash = hash;
        index->slots[at].number = i + 1;
        index->count++;
    }
}

u32 library_find(const InputLibrary *lib, const Symbol *sym) {
    const NameIndex *index = &lib->index;
    for (u32 at = sym->hash & index->mask; index->slots[at].number; at = (at + 1) & index->mask)
        if (index->slots[at].hash == sym->hash &&
            str_eq(lib->archive.symbols[index->slots[at].number - 1].name, sym->name))
            return index->slots[at].number - 1;
    return UINT32_MAX;
}

static u32 offset_place(const OffsetSet *set, u32 off) {
    u32 at = (off * 0x9e3779b9u >> 7) & set->mask;
    while (set->slots[at] && set->slots[at] != off) at = (at + 1) & set->mask;
    return at;
}

bool offset_set_has(const OffsetSet *set, u32 off) { return set->slots && set->slots[offset_place(set, off)]; }

// NOLINTNEXTLINE(misc-no-recursion): once, the bigger set has room
bool offset_set_add(Arena *arena, OffsetSet *set, u32 off) {
    if (!set->slots || (set->count + 1) * 2 > set->mask + 1) {
        OffsetSet bigger = {.mask = set->slots ? set->mask * 2 + 1 : 63};
        bigger.slots = ARENA_ARRAY(arena, u32, (u64)bigger.mask + 1);
        for (u64 i = 0; set->slots && i <= set->mask; i++)
            if (set->slots[i]) offset_set_add(arena, &bigger, set->slots[i]);
        *set = bigger;
    }
    u32 at = offset_place(set, off);
    if (set->slots[at]) return false;
    set->slots[at] = off;
    set->count++;
    return true;
}
