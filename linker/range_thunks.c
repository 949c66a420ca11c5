// range_thunks.c - ARM64: stepping stones for branches that cannot reach their target. Read this only for images with
// more than 128 MB of code.
//
// A branch instruction has 26 bits for the distance in words: 128 MB to either side. Compilers use it for every call
// and leave it to the linker to help where that is not enough:
//
//      bl far ────────> adrp x16, far                  a thunk of 12 bytes, near enough to the branch;
//                       add  x16, x16, :lo12:far       x16 is free for that between a call and its target
//                       br   x16 ─────────────────────────────────────────────> far
//
// Where the thunks go: into pools between two contributions of the section that the branch is in, as far from the
// branch as it reaches, so that branches still to come can use them too. Pools push what is behind them away, and then
// other branches may not reach any more. So layout is repeated until no branch needs a new thunk. Thunks are never
// taken away again, and each is the only one for its target in its pool: that ends.
//
// Which branch uses which thunk is noted nowhere. When reloc.c finds a branch out of range, it asks for a thunk of that
// target within reach. Conditional branches (BRANCH19: 1 MB, BRANCH14: 32 KB) are helped in the same way. x64 and x86
// branches reach everywhere in an image of 2 GB, and in a larger one those that do not are errors.
#include "linker.h"

typedef struct {
    InputSection *section; // its place in the image and its bytes
    OutputSection *out;
    InputSection *before; // the contribution it comes behind; NULL: the section's first
    bool is_placed;       // has an RVA of its own; until then an estimate
} Pool;

typedef struct {
    InputSection *target;
    u32 target_off; // bytes from its start, the branch's addend included
    u32 pool;       // index of the pool
    u32 off;        // in the pool
    u32 next;       // number of another thunk with the same hash; 0: none
} Thunk;

enum { BUCKETS = 1 << 12 };

struct RangeThunks {
    ARRAY(Thunk) thunks; // thunk number n is thunks.at[n - 1]
    ARRAY(Pool) pools;
    u32 first[BUCKETS]; // hash of the target -> number of a thunk
};

// ---- Finding

static u32 bucket_of(const InputSection *target, u32 off) {
    u32 h = (target->file->idx * 0x9e3779b1u ^ target->num) * 0x85ebca6bu ^ off;
    return (h * 0xc2b2ae35u >> 16) % BUCKETS;
}

static u32 thunk_rva(const struct RangeThunks *r, const Thunk *t) { return r->pools.at[t->pool].section->rva + t->off; }

static bool within(u32 place_rva, u32 target_rva, u32 reach) {
    i64 distance = (i64)target_rva - place_rva;
    return distance >= -(i64)reach && distance < (i64)reach;
}

// The first thunk for that target that a branch at place_rva reaches; 0: there is none.
static u32 find_thunk(const struct RangeThunks *r, const InputSection *target, u32 off, u32 place_rva, u32 reach) {
    for (u32 n = r->first[bucket_of(target, off)]; n; n = r->thunks.at[n - 1].next) {
        const Thunk *t = &r->thunks.at[n - 1];
        if (t->target == target && t->target_off == off && within(place_rva, thunk_rva(r, t), reach)) return n;
    }
    return 0;
}

u32 range_thunk_rva(const Link *link, const RelocTarget *t, i64 addend, u32 place_rva, u16 type) {
    u32 reach = link->machine->branch_reach ? link->machine->branch_reach(type) : 0;
    if (!reach || !link->range_thunks || !t->section) return 0;
    u32 n = find_thunk(link->range_thunks, t->section, (u32)(t->value + (u64)addend), place_rva, reach);
    return n ? thunk_rva(link->range_thunks, &link->range_thunks->thunks.at[n - 1]) : 0;
}

// ---- Pools

// A pool may stand behind contribution `i`: not among tables that were merged into the code.
static bool may_hold_pool(const OutputSection *out, u32 i) {
    bool is_last = i + 1 == out->sections.count;
    return out->sections.at[i]->flags & IMAGE_SCN_MEM_EXECUTE &&
           (is_last || out->sections.at[i + 1]->flags & IMAGE_SCN_MEM_EXECUTE);
}

// The last contribution that ends at or before `limit`, counting from contribution `from`; its index, or `from` - 1.
static u32 last_ending_before(const OutputSection *out, u32 from, u64 limit) {
    u32 low = from, high = out->sections.count; // all below `low` fit, none from `high` on does
    while (low < high) {
        u32 middle = low + (high - low) / 2;
        const InputSection *s = out->sections.at[middle];
        if ((u64)s->rva + s->size <= limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

static u32 add_pool(Link *link, OutputSection *out, InputSection *before, u32 rva) {
    struct RangeThunks *r = link->range_thunks;
    Pool pool = {.section = ARENA_NEW(link->arena, InputSection), .out = out, .before = before};
    pool.section->flags = IMAGE_SCN_CNT_CODE | IMAGE_SCN_MEM_EXECUTE | IMAGE_SCN_MEM_READ;
    pool.section->align_log2 = 2;
    pool.section->live = true;
    pool.section->rva = rva;
    pool.section->group = out->sections.at[0]->group;
    ARRAY_PUSH(link->arena, &r->pools, pool);
    return r->pools.count - 1;
}

// A pool that a branch in contribution `i` reaches with some room to spare, in front of it if possible; a new one where
// there is none. UINT32_MAX when the contribution alone is longer than the branch reaches.
static u32 pool_near(Link *link, OutputSection *out, u32 i, u32 place_rva, u32 reach) {
    struct RangeThunks *r = link->range_thunks;
    u32 room = reach - reach / 16, best = UINT32_MAX;
    for (u32 k = 0; k < r->pools.count; k++) {
        const Pool *pool = &r->pools.at[k];
        if (pool->out != out || !within(place_rva, pool->section->rva + pool->section->size, room)) continue;
        if (best == UINT32_MAX || pool->section->rva > r->pools.at[best].section->rva) best = k;
    }
    if (best != UINT32_MAX) return best;
    u32 last = last_ending_before(out, i, (u64)place_rva + room);
    for (; last >= i && last != UINT32_MAX; last--)
        if (may_hold_pool(out, last)) {
            InputSection *s = out->sections.at[last];
            return add_pool(link, out, s, s->rva + s->size);
        }
    InputSection *own = out->sections.at[i];
    if (!within(place_rva, own->rva, room) || (i && !may_hold_pool(out, i - 1))) return UINT32_MAX;
    return add_pool(link, out, i ? out->sections.at[i - 1] : NULL, own->rva);
}

// ---- One round

static bool add_thunk(Link *link, OutputSection *out, u32 i, u32 place_rva, u32 reach, InputSection *target, u32 off) {
    struct RangeThunks *r = link->range_thunks;
    u32 pool = pool_near(link, out, i, place_rva, reach);
    if (pool == UINT32_MAX) return false; // reloc.c reports the branch
    InputSection *section = r->pools.at[pool].section;
    u32 *first = &r->first[bucket_of(target, off)];
    ARRAY_PUSH(link->arena, &r->thunks, ((Thunk){target, off, pool, section->size, *first}));
    *first = r->thunks.count;
    section->size += link->machine->range_thunk_size;
    return true;
}

// True when a branch of contribution `i` got a new thunk.
static bool help_branches(Link *link, OutputSection *out, u32 i) {
    const InputSection *s = out->sections.at[i];
    if (!s->file || !s->data) return false;
    bool any = false;
    CoffRelocs relocs = coff_relocs(&s->file->coff, s->num);
    for (u32 k = 0; k < relocs.count; k++) {
        CoffReloc reloc = coff_reloc(relocs, k);
        u32 reach = link->machine->branch_reach(reloc.type), place_rva = s->rva + reloc.section_off;
        RelocTarget t;
        if (!reach || !reloc_target(link, s->file, reloc.symbol_idx, &t) || !t.section) continue;
        u32 off = (u32)(t.value + (u64)link->machine->branch_addend(reloc.type, s->data + reloc.section_off));
        if (within(place_rva, t.section->rva + off, reach)) continue;
        if (!find_thunk(link->range_thunks, t.section, off, place_rva, reach))
            any |= add_thunk(link, out, i, place_rva, reach, t.section, off);
    }
    return any;
}

// Puts pool section `section` behind `before` in the list of contributions.
static void place_pool(Link *link, Pool *pool) {
    OutputSection *out = pool->out;
    ARRAY_PUSH(link->arena, &out->sections, pool->section); // makes room
    u32 at = 0;
    while (pool->before && out->sections.at[at] != pool->before) at++;
    if (pool->before) at++;
    memmove(out->sections.at + at + 1, out->sections.at + at,
            (out->sections.count - 1 - at) * sizeof *out->sections.at);
    out->sections.at[at] = pool->section;
    pool->is_placed = true;
}

// From the start of the first executable section to the end of the last: nothing branches farther.
static u64 code_extent(const Link *link) {
    u64 start = UINT64_MAX, end = 0;
    for (u32 i = 0; i < link->out_sections.count; i++) {
        const OutputSection *out = link->out_sections.at[i];
        if (!(out->flags & IMAGE_SCN_MEM_EXECUTE)) continue;
        if (out->rva < start) start = out->rva;
        end = (u64)out->rva + out->virtual_size;
    }
    return end > start ? end - start : 0;
}

bool add_range_thunks(Link *link) {
    if (!link->machine->branch_reach || code_extent(link) < link->machine->least_reach) return false;
    if (!link->range_thunks) link->range_thunks = ARENA_NEW(link->arena, struct RangeThunks);
    bool any = false;
    for (u32 n = 0; n < link->out_sections.count; n++) {
        OutputSection *out = link->out_sections.at[n];
        if (!(out->flags & IMAGE_SCN_MEM_EXECUTE)) continue;
        for (u32 i = 0; i < out->sections.count; i++) any |= help_branches(link, out, i);
    }
    struct RangeThunks *r = link->range_thunks;
    for (u32 i = 0; i < r->pools.count; i++)
        if (!r->pools.at[i].is_placed) place_pool(link, &r->pools.at[i]);
    return any;
}

// ---- When all RVAs are final

void fill_range_thunks(Link *link) {
    struct RangeThunks *r = link->range_thunks;
    if (!r) return;
    for (u32 i = 0; i < r->pools.count; i++)
        r->pools.at[i].section->data = ARENA_ARRAY(link->arena, u8, r->pools.at[i].section->size);
    for (u32 i = 0; i < r->thunks.count; i++) {
        const Thunk *t = &r->thunks.at[i];
        u8 *at = (u8 *)r->pools.at[t->pool].section->data + t->off; // ours: just made
        link->machine->put_range_thunk(at, link->image_base + thunk_rva(r, t),
                                       link->image_base + (u32)(t->target->rva + t->target_off));
    }
}
