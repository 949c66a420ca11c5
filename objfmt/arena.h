// arena.h - memory that is handed out in order and given back all at once.
//
// A linker makes millions of small records that all live until the image is written. Freeing them one by one would be
// work without a gain, so they come from an arena: a chain of big blocks and a pointer that moves up.
//
//      block:  [ used | used | used |...free...]
//                                   ^ next      ^ end
//
// Memory is zero at birth. An arena belongs to one thread at a time; each worker has its own. arena.c is the one place
// of the project that asks the system for memory.
#ifndef OBJFMT_ARENA_H
#define OBJFMT_ARENA_H

#include "bytes.h"
#include <stdarg.h>

typedef struct ArenaBlock ArenaBlock;

// All zero is a valid, empty arena. `out_of_memory` is called when the system refuses; it must not return (a program's
// main sets one that says so and exits; a host may longjmp). When it is NULL the arena prints a line and calls abort().
typedef struct {
    u8 *next, *end;
    ArenaBlock *blocks;
    u64 total_size; // bytes asked from the system
    bool is_used;   // what is free has been used before: arena_clear
    void (*out_of_memory)(void *context, u64 size);
    void *context;
} Arena;

// `size` zero bytes, aligned to 16. Never NULL; size 0 gives a valid pointer to no bytes.
void *arena_alloc(Arena *a, u64 size);

// The same, but the bytes may have any value: for arrays that are filled whole, or as far as they are read.
void *arena_alloc_any(Arena *a, u64 count, u64 record_size);

// A copy of s (with a NUL behind it, not counted in n).
Str arena_copy(Arena *a, Str s);

// x and y in one new string (with a NUL behind it).
Str arena_concat(Arena *a, Str x, Str y);

// printf into the arena; NUL-terminated. Text from input files goes in through printable() of diag.h.
Str arena_printf(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str arena_vprintf(Arena *a, const char *format, va_list args);

// s as a NUL-terminated C string for the C library (a copy).
const char *arena_cstr(Arena *a, Str s);

// Gives every block back to the system; the arena is empty and usable again.
void arena_free(Arena *a);

// The same for an arena that will soon be filled about as far again: it keeps its memory, up to a few megabytes.
void arena_clear(Arena *a);

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, count) ((T *)arena_alloc_array((a), (count), sizeof(T)))
void *arena_alloc_array(Arena *a, u64 count, u64 record_size); // out_of_memory when the product does not fit

// ---- Growing arrays: `struct { T *at; u32 count, capacity; }`, all zero at birth.
//
//      typedef ARRAY(Symbol *) SymbolArray;
//      ARRAY_PUSH(arena, &link->undefined, sym);
//
// Growing doubles, so the arena holds at most twice what is used.

#define ARRAY(T)                                                                                                       \
    struct {                                                                                                           \
        T *at;                                                                                                         \
        u32 count, capacity;                                                                                           \
    }

#define ARRAY_PUSH(arena, array, value)                                                                                \
    do {                                                                                                               \
        if ((array)->count == (array)->capacity)                                                                       \
            (array)->at = array_grow((arena), (array)->at, (array)->count, &(array)->capacity, sizeof *(array)->at);    \
        (array)->at[(array)->count] = (value); /* which may use the count */                                           \
        (array)->count++;                                                                                              \
    } while (0)

void *array_grow(Arena *a, void *old, u32 count, u32 *capacity, u64 record_size);

// ---- A growing run of bytes, for building objects, archives and listings. All zero but `arena` at birth.

typedef struct {
    Arena *arena;
    u8 *p;
    u64 n, capacity;
} Buffer;

void buffer_put(Buffer *b, const void *bytes, u64 n);
u8 *buffer_zeros(Buffer *b, u64 n); // the address of n new zero bytes, valid until the next call
void buffer_align(Buffer *b, u64 align, u8 fill);
void buffer_printf(Buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void buffer_put_str(Buffer *b, Str s) { buffer_put(b, s.p, s.n); }
static inline void buffer_put16(Buffer *b, u16 v) { le16 x = put16(v); buffer_put(b, &x, 2); }
static inline void buffer_put32(Buffer *b, u32 v) { le32 x = put32(v); buffer_put(b, &x, 4); }
static inline void buffer_put64(Buffer *b, u64 v) { le64 x = put64(v); buffer_put(b, &x, 8); }
static inline Str buffer_str(const Buffer *b) { return (Str){b->p, (size_t)b->n}; }

#endif
