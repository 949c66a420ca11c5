// unwind.c - sorts .pdata, the table that says how to unwind each function.
//
// When an exception passes through a function, Windows must know how to undo its prologue. For x64 there is an entry of
// three RVAs for each function, ARM64 has two words:
//
//      x64     start of the function | end | unwind information in .xdata
//      ARM64   start of the function | unwind information, packed or an RVA
//
// Windows finds the entry by bisection, so the table must be sorted by start address. Each object brings its own piece
// in its own order, and /OPT:REF, COMDATs and `$` names mix functions up; only when all RVAs are known can the table be
// sorted. So this pass relocates the pieces now and puts the finished, sorted bytes in their place. x86 keeps its
// handlers on the stack and has no such table. [PE: The .pdata Section]
#include "linker.h"

typedef struct {
    OutputSection *out;
    u32 first, last; // contributions first .. last - 1 of `out`
} PdataRun;

static bool is_pdata(const InputSection *s) {
    return s->group && (str_eq(s->group->name, STR(".pdata")) || str_starts(s->group->name, STR(".pdata$")) ||
                        str_starts(s->group->name, STR(".pdata.")));
}

// Groups with one base name are neighbours (sections.c), so the table is one run, also when /MERGE put it elsewhere.
static bool find_run(Link *link, PdataRun *run) {
    for (u32 i = 0; i < link->out_sections.count; i++) {
        OutputSection *out = link->out_sections.at[i];
        for (u32 k = 0; k < out->sections.count; k++) {
            if (!is_pdata(out->sections.at[k])) continue;
            *run = (PdataRun){out, k, k};
            while (run->last < out->sections.count && is_pdata(out->sections.at[run->last])) run->last++;
            return true;
        }
    }
    return false;
}

// A piece that is not made of whole entries.
static bool check_piece(Link *link, const InputSection *s, u32 entry_size) {
    if (s->size % entry_size == 0) return true;
    diag_report(&link->diag,
                &(Message){.kind = MSG_ERROR,
                           .code = 1223,
                           .file = s->file->name,
                           .text = STR("invalid or corrupt file: file contains invalid .pdata contributions"),
                           .where = arena_printf(link->arena, "section %u, %u bytes", s->num, s->size),
                           .why = arena_printf(link->arena, "an entry for one function has %u bytes on %s", entry_size,
                                               link->machine->name)});
    return false;
}

typedef struct {
    const Link *link;
    InputSection **pieces;
    u32 count;
    u32 *offsets; // of each piece in the table
    u8 *table;
    bool bad[MOST_WORKERS]; // a value did not fit
} GatherJob;

enum { PIECES_AT_A_TIME = 1024 };

static void gather_some(void *context, u32 item, u32 worker) {
    GatherJob *job = context;
    for (u32 i = item * PIECES_AT_A_TIME; i < job->count && i < (item + 1) * PIECES_AT_A_TIME; i++)
        if (!relocate_section(job->link, job->pieces[i], job->table + job->offsets[i], job->link->workers.arenas[worker], NULL))
            job->bad[worker] = true;
}

// The entries of all pieces, relocated, without gaps. False when a piece is broken or a value does not fit, which has been
// reported: in order, so by one thread.
static bool gather_entries(Link *link, const PdataRun *run, u32 entry_size, Buffer *b) {
    GatherJob job = {.link = link, .pieces = run->out->sections.at + run->first, .count = run->last - run->first};
    job.offsets = ARENA_ARRAY(link->arena, u32, job.count);
    u64 size = 0;
    bool ok = true;
    for (u32 i = 0; i < job.count; i++) {
        ok &= check_piece(link, job.pieces[i], entry_size);
        job.offsets[i] = (u32)size; // an image has at most 2 GB: layout has checked it
        size += job.pieces[i]->size;
    }
    if (!ok) return false;
    job.table = buffer_zeros(b, size);
    parallel_for(&link->workers, (job.count + PIECES_AT_A_TIME - 1) / PIECES_AT_A_TIME, gather_some, &job);
    for (u32 w = 0; w < link->workers.worker_count; w++) ok &= !job.bad[w];
    for (u32 i = 0; i < job.count && !ok; i++)
        relocate_section(link, job.pieces[i], job.table + job.offsets[i], link->arena, &link->diag);
    return ok;
}

typedef struct {
    u32 start; // of the function, less one: so entries without a function (0: it was discarded) come last
    u32 entry; // its number
} Key;

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

// Sorts by start address, as cards are sorted by machine: into heaps by the last digit, which are put together again, then
// by the one before it, and so on. Equal ones keep their order. The sorted keys are in `keys` or in `other`, whichever it
// returns. (Comparing entries with each other, as qsort does, takes 4 ms longer for 141,000 of them: 1 % of that link.)
static Key *sort_keys(Key *keys, Key *other, u32 count) {
    for (u32 shift = 0; shift < 32; shift += DIGIT_BITS) {
        u32 heap_at[DIGITS + 1] = {0}; // where each heap begins; first only its size, one place further on
        for (u32 i = 0; i < count; i++) heap_at[(keys[i].start >> shift) % DIGITS + 1]++;
        for (u32 d = 0; d < DIGITS; d++) heap_at[d + 1] += heap_at[d];
        for (u32 i = 0; i < count; i++) other[heap_at[(keys[i].start >> shift) % DIGITS]++] = keys[i];
        Key *sorted = other;
        other = keys;
        keys = sorted;
    }
    return keys;
}

// The table again, sorted by start address; entries without a function stand behind the end of the directory.
static u8 *sort_entries(Link *link, const u8 *table, u32 count, u32 entry_size) {
    Arena scratch = new_arena(link);
    Key *keys = ARENA_ARRAY(&scratch, Key, count), *other = ARENA_ARRAY(&scratch, Key, count);
    for (u32 i = 0; i < count; i++) keys[i] = (Key){load32(table + (u64)i * entry_size) - 1, i};
    keys = sort_keys(keys, other, count);
    u8 *sorted = arena_alloc(link->arena, (u64)count * entry_size);
    for (u32 i = 0; i < count; i++) memcpy(sorted + (u64)i * entry_size, table + (u64)keys[i].entry * entry_size, entry_size);
    arena_free(&scratch);
    return sorted;
}

// /OPT:ICF leaves one of several equal functions, and of their entries one; but an object may have its entries in one
// piece for all functions, and bring them all. Windows could find any of those for one start: the first stays.
static u64 drop_doubles(u8 *p, u64 size, u32 entry_size) {
    u64 kept = 0;
    for (u64 at = 0; at < size; at += entry_size) {
        if (kept && load32(p + at) == load32(p + kept - entry_size)) continue;
        memmove(p + kept, p + at, entry_size);
        kept += entry_size;
    }
    memset(p + kept, 0, (size_t)(size - kept));
    return kept;
}

void sort_pdata(Link *link) {
    //> sort-pdata
    u32 entry_size = link->machine->id == IMAGE_FILE_MACHINE_AMD64 ? 12 : 8;
    PdataRun run;
    if (link->machine->id == IMAGE_FILE_MACHINE_I386 || !find_run(link, &run)) return;
    Arena scratch = new_arena(link);
    Buffer b = {.arena = &scratch};
    bool ok = gather_entries(link, &run, entry_size, &b);
    u8 *sorted = ok ? sort_entries(link, b.p, (u32)(b.n / entry_size), entry_size) : NULL;
    arena_free(&scratch);
    if (!ok) return;
    u64 used = b.n;
    while (used && load32(sorted + used - entry_size) == 0) used -= entry_size;
    if (link->folded.count) used = drop_doubles(sorted, used, entry_size);
    //< sort-pdata

    InputSection *table = ARENA_NEW(link->arena, InputSection);
    table->data = sorted;
    table->size = (u32)b.n;
    table->rva = run.out->sections.at[run.first]->rva;
    table->group = run.out->sections.at[run.first]->group;
    run.out->sections.at[run.first] = table;
    u32 rest = run.out->sections.count - run.last;
    memmove(run.out->sections.at + run.first + 1, run.out->sections.at + run.last, rest * sizeof *run.out->sections.at);
    run.out->sections.count = run.first + 1 + rest;
    if (used) link->directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION] = (DataDirectory){table->rva, (u32)used};
}
