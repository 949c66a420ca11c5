// decorated_name.h - what the two readers of C++ names have in common: undecorate.c (Microsoft's) and itanium.c (gcc's).
//
// Both read letters from the left and build a declaration from the inside out. Names come from files that anybody may have
// made: what is not understood ends the reading at once, and texts and nesting have a limit.
#ifndef DECORATED_NAME_H
#define DECORATED_NAME_H

#include "demangle.h"

enum { MOST_TEXT = 4000 }; // bytes of a declaration

#define HOLE STR("\1") // where the rest of a function's declaration goes

typedef struct {
    Arena *arena;
    Str rest;          // not read yet
    struct Seen *seen; // what the name may refer back to; each file has its own
    u32 depth;
    bool bad;          // not understood; everything ends as soon as it can
} Reader;

static inline Str give_up(Reader *r) {
    r->bad = true;
    r->rest = (Str){0};
    return (Str){0};
}

static inline u8 peek(const Reader *r) { return r->rest.n ? r->rest.p[0] : 0; }

static inline bool take(Reader *r, const char *code) {
    if (!str_starts(r->rest, str(code))) return false;
    r->rest = str_slice(r->rest, strlen(code), r->rest.n);
    return true;
}

static inline bool is_digit(u8 c) { return c >= '0' && c <= '9'; }

// What a name refers back to can double a text again and again: there is an end to that.
static inline Str join(Reader *r, Str a, Str b, Str c) {
    if (a.n + b.n + c.n > MOST_TEXT) return give_up(r);
    return arena_concat(r->arena, arena_concat(r->arena, a, b), c);
}

static inline Str fill_hole(Reader *r, Str text, Str with) {
    size_t at = str_find(text, '\1');
    if (at == text.n) return give_up(r);
    return join(r, str_slice(text, 0, at), with, str_slice(text, at + 1, text.n));
}

// Reads `name` whole with `read`: the declaration, in memory of `a`, or an empty Str. The hundreds of texts on the way are
// gone afterwards.
static inline Str read_whole(Arena *a, Str name, struct Seen *seen, Str (*read)(Reader *r)) {
    Arena scratch = {.out_of_memory = a->out_of_memory, .context = a->context};
    Reader r = {.arena = &scratch, .rest = name, .seen = seen};
    Str text = read(&r);
    bool ok = !r.bad && !r.rest.n && str_find(text, '\1') == text.n;
    text = ok ? arena_copy(a, text) : ((Str){0});
    arena_free(&scratch);
    return text;
}

#endif
