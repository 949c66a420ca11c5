// parallel.h - the same work for many independent things, on several threads.
//
// The only file (with parallel.c) that knows about threads. A worker may touch what belongs to its own item, and memory from
// its own arena; everything else it only reads. Then the result does not depend on how many workers there were.
#ifndef PARALLEL_H
#define PARALLEL_H

#include "../objfmt/arena.h"

enum { MOST_WORKERS = 8, MOST_AHEAD = 8 * MOST_WORKERS };

typedef struct {
    u32 worker_count;           // 1: everything runs in the caller's thread
    Arena *arenas[MOST_WORKERS]; // one for each worker; the first is the link's own
} Workers;

// Calls work(context, item, worker) once for every item below `count`, in no particular order, and returns when all are
// done. `worker` is below worker_count; two items of one worker never run at the same time. Starting a thread takes some 30 microseconds: callers with little to do set worker_count to 1.
void parallel_for(const Workers *w, u32 count, void (*work)(void *context, u32 item, u32 worker), void *context);

// work(context, item, worker) for every item, side by side as above; then, in the caller's thread and in ascending order,
// then(context, item), while the next ones are worked on. At most `ahead` items (up to MOST_AHEAD) are between the
// two. When then() returns false no more work is begun, but what was begun still comes to then().
void parallel_pipeline(const Workers *w, u32 count, u32 ahead, void (*work)(void *context, u32 item, u32 worker),
                       bool (*then)(void *context, u32 item), void *context);

// How many threads this machine runs at a time, MOST_WORKERS at the most.
u32 available_threads(void);

#endif
