// arena.c - the bump allocator, and the two things that grow in it: arrays and byte buffers.
//
//      blocks:  newest -> ... -> oldest        each: [ ArenaBlock | bytes handed out in order | not yet used ]
//
// Small blocks come from calloc, big ones straight from the system: its pages are zero already, so "zero at birth" costs
// nothing, and pages that are never touched are never really there. The first touch of each page is an interruption,
// though: for 160 MB in pages of 4 KB that was 14 % of the time of a link of 800 objects. So the system is asked to give
// big blocks in pages of 2 MB where it has them. Only memory that arena_clear has kept must be made zero again.
#include "arena.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { ALIGN = 16, FIRST_BLOCK_SIZE = 64 << 10, LAST_BLOCK_SIZE = 4 << 20, HUGE_PAGE = 2 << 20, PAGE = 4096 };

// AddressSanitizer watches what malloc hands out, and an arena asks malloc only for big blocks. So it is told what of a
// block has been handed out, with a gap behind each piece: reading past the end of a record is then seen, as it would
// be had the record come from malloc. Without it none of this is there.
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
static void hide(void *p, u64 n) { ASAN_POISON_MEMORY_REGION(p, n); }
static void reveal(void *p, u64 n) { ASAN_UNPOISON_MEMORY_REGION(p, n); }
#else
enum { GAP = 0 };
static void hide(void *p, u64 n) { (void)p, (void)n; }
static void reveal(void *p, u64 n) { (void)p, (void)n; }
#endif

struct ArenaBlock {
    ArenaBlock *older;
    u64 size; // of the whole block
};

enum { HEADER = (sizeof(ArenaBlock) + ALIGN - 1) / ALIGN * ALIGN };

static u8 *first_byte(ArenaBlock *b) { return (u8 *)b + HEADER; }

static _Noreturn void out_of_memory(Arena *a, u64 size) {
    if (a->out_of_memory) a->out_of_memory(a->context, size);
    fprintf(stderr, "out of memory: %llu bytes more were needed\n", (unsigned long long)size);
    abort();
}

// (Never under AddressSanitizer, which looks for leaks only in what malloc has handed out.)
static bool is_mapped(u64 size) { return !GAP && size >= 2 * HUGE_PAGE; }

// A block that begins where a huge page may begin: more is taken than is needed, and what is too much given back. The wish
// for huge pages is one; a system that has none, or none to spare, does not grant it.
static void *map_block(u64 size) {
    if (size > SIZE_MAX - HUGE_PAGE) return NULL;
    u8 *p = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return NULL;
    u64 before = align_up((uintptr_t)p, HUGE_PAGE) - (uintptr_t)p, end = align_up(before + size, PAGE);
    if (before) munmap(p, before);
    if (end < size + HUGE_PAGE) munmap(p + end, size + HUGE_PAGE - end);
    madvise(p + before, size, MADV_HUGEPAGE);
    return p + before;
}

static ArenaBlock *new_block(Arena *a, u64 size) {
    ArenaBlock *b = is_mapped(size) ? map_block(size) : calloc(1, (size_t)size);
    if (!b) out_of_memory(a, size);
    b->size = size;
    b->older = a->blocks;
    a->blocks = b;
    a->total_size += size;
    hide(b + 1, size - sizeof *b);
    return b;
}

// Blocks double from 64 KB to 4 MB, so a small tool stays small and a big link asks the system rarely.
// A request that is large for its time gets a block of its own and leaves the rest of the current one in use.
static void *alloc_slow(Arena *a, u64 size) {
    u64 block_size = a->total_size < FIRST_BLOCK_SIZE ? FIRST_BLOCK_SIZE : a->total_size;
    if (block_size > LAST_BLOCK_SIZE) block_size = LAST_BLOCK_SIZE;
    if (size > block_size / 4) return first_byte(new_block(a, size + HEADER));
    ArenaBlock *b = new_block(a, block_size);
    a->next = first_byte(b) + size;
    a->end = (u8 *)b + block_size;
    return first_byte(b);
}

//> arena-alloc
static void *take(Arena *a, u64 size) {
    size = align_up(size, ALIGN);
    if (!a->next || size > (u64)(a->end - a->next)) return alloc_slow(a, size);
    void *p = a->next;
    a->next += size;
    return p;
}
//< arena-alloc

void *arena_alloc_any(Arena *a, u64 count, u64 record_size) {
    if (record_size && count > UINT64_MAX / 2 / record_size) out_of_memory(a, UINT64_MAX);
    void *p = take(a, count * record_size + GAP);
    reveal(p, count * record_size); // to AddressSanitizer, when that is there
    return p;
}

void *arena_alloc_array(Arena *a, u64 count, u64 record_size) {
    void *p = arena_alloc_any(a, count, record_size);
    if (a->is_used) memset(p, 0, (size_t)(count * record_size));
    return p;
}

void *arena_alloc(Arena *a, u64 size) { return arena_alloc_array(a, size, 1); }

void arena_free(Arena *a) {
    for (ArenaBlock *b = a->blocks, *older; b; b = older) {
        older = b->older;
        if (is_mapped(b->size)) munmap(b, b->size);
        else free(b);
    }
    a->blocks = NULL;
    a->next = a->end = NULL;
    a->total_size = 0;
    a->is_used = false;
}

void arena_clear(Arena *a) {
    u64 size = a->total_size, wanted = size + size / 4; // objects differ
    bool is_one_block = a->blocks && !a->blocks->older && a->next;
    if (!is_one_block || size > LAST_BLOCK_SIZE) {
        arena_free(a);
        if (!size || size > LAST_BLOCK_SIZE) return;
        a->end = (u8 *)new_block(a, wanted) + wanted;
    }
    a->next = first_byte(a->blocks);
    a->is_used = true;
    hide(a->next, (u64)(a->end - a->next));
}

Str arena_copy(Arena *a, Str s) {
    u8 *p = arena_alloc(a, (u64)s.n + 1);
    if (s.n) memcpy(p, s.p, s.n);
    return (Str){p, s.n};
}

Str arena_concat(Arena *a, Str x, Str y) {
    u8 *p = arena_alloc(a, (u64)x.n + y.n + 1);
    if (x.n) memcpy(p, x.p, x.n);
    if (y.n) memcpy(p + x.n, y.p, y.n);
    return (Str){p, x.n + y.n};
}

const char *arena_cstr(Arena *a, Str s) { return (const char *)arena_copy(a, s).p; }

Str arena_vprintf(Arena *a, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0) return STR("(a message that could not be formatted)");
    char *p = arena_alloc(a, (u64)n + 1);
    vsnprintf(p, (size_t)n + 1, format, args);
    return (Str){(const u8 *)p, (size_t)n};
}

Str arena_printf(Arena *a, const char *format, ...) {
    va_list args;
    va_start(args, format);
    Str s = arena_vprintf(a, format, args);
    va_end(args);
    return s;
}

// ---- Growing

// The allocation that ends at a->next can grow where it stands. So an array that is filled while nothing else is
// allocated, which is the usual case, is not copied each time it doubles. (Never under AddressSanitizer: its gap stands
// between.)
static void *grow(Arena *a, void *old, u64 old_size, u64 used, u64 new_size) {
    u8 *p = old;
    u64 taken = align_up(old_size, ALIGN), more = align_up(new_size, ALIGN) - taken;
    if (p && p + taken == a->next && more <= (u64)(a->end - a->next)) {
        if (a->is_used) memset(p + old_size, 0, (size_t)(taken - old_size + more));
        a->next += more;
        return p;
    }
    p = arena_alloc(a, new_size);
    if (used) memcpy(p, old, (size_t)used);
    return p;
}

void *array_grow(Arena *a, void *old, u32 count, u32 *capacity, u64 record_size) {
    if (*capacity > UINT32_MAX / 2) out_of_memory(a, (u64)*capacity * 2 * record_size);
    u32 more = *capacity ? *capacity * 2 : 8;
    old = grow(a, old, *capacity * record_size, count * record_size, more * record_size);
    *capacity = more;
    return old;
}

u8 *buffer_zeros(Buffer *b, u64 n) {
    if (!b->p || n > b->capacity - b->n) {
        u64 need, capacity = b->capacity * 2 > 32 ? b->capacity * 2 : 32; // most hold one name
        if (!add_ok(b->n, n, &need) || need > UINT64_MAX / 4) out_of_memory(b->arena, n);
        if (capacity < need) capacity = need;
        b->p = grow(b->arena, b->p, b->capacity, b->n, capacity);
        b->capacity = capacity;
    }
    u8 *p = b->p + b->n; // never written before, so still zero
    b->n += n;
    return p;
}

void buffer_put(Buffer *b, const void *bytes, u64 n) {
    u8 *p = buffer_zeros(b, n);
    if (n) memcpy(p, bytes, (size_t)n);
}

void buffer_align(Buffer *b, u64 align, u8 fill) {
    u64 n = align_up(b->n, align) - b->n;
    u8 *p = buffer_zeros(b, n);
    if (n) memset(p, fill, (size_t)n);
}

void buffer_printf(Buffer *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n > 0) {
        char *p = (char *)buffer_zeros(b, (u64)n + 1); // vsnprintf ends with a NUL
        vsnprintf(p, (size_t)n + 1, format, args);
        b->n--; // which the next bytes overwrite; it is zero, as unused bytes must be
    }
    va_end(args);
}
