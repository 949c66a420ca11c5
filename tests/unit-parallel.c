// unit-parallel.c - work shared among threads: everything is done once, in order where order is promised, and an end comes at once.
#include "../linker/parallel.h"
#include "unit.h"
#include <stdatomic.h>

enum { MOST_ITEMS = 2000, NEVER = MOST_ITEMS };

typedef struct {
    u32 worker_count, ahead, stop_at;
    _Atomic u32 worked[MOST_ITEMS];
    _Atomic u32 work_count, passed;
    _Atomic bool busy[MOST_WORKERS];
    _Atomic bool wrong;
} Trial;

// Some items take longer than others.
static void linger(u32 item) {
    for (volatile u32 i = 0; i < item * 7919 % 5000; i++) continue;
}

static void work(void *context, u32 item, u32 worker) {
    Trial *t = context;
    if (worker >= t->worker_count || atomic_exchange(&t->busy[worker], true)) t->wrong = true; // two items of one worker at a time
    if (t->ahead && item >= t->passed + t->ahead) t->wrong = true;
    linger(item);
    t->worked[item]++;
    t->work_count++;
    t->busy[worker] = false;
}

static bool then(void *context, u32 item) {
    Trial *t = context;
    if (item != t->passed || t->worked[item] != 1) t->wrong = true;
    linger(item / 3);
    t->passed++;
    return item < t->stop_at;
}

static bool each_once(const Trial *t, u32 count) {
    for (u32 i = 0; i < MOST_ITEMS; i++)
        if (t->worked[i] != (i < count)) return false;
    return !t->wrong;
}

int main(void) {
    static const u32 worker_counts[] = {1, 2, 3, MOST_WORKERS}, counts[] = {0, 1, 2, 65, MOST_ITEMS}, aheads[] = {1, 2, MOST_AHEAD};
    bool all = true, in_order = true, stops = true;
    for (size_t w = 0; w < sizeof worker_counts / sizeof *worker_counts; w++) {
        Workers workers = {.worker_count = worker_counts[w]};
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            Trial t = {.worker_count = workers.worker_count, .stop_at = NEVER};
            parallel_for(&workers, counts[c], work, &t);
            all &= each_once(&t, counts[c]);
            for (size_t a = 0; a < sizeof aheads / sizeof *aheads; a++) {
                t = (Trial){.worker_count = workers.worker_count, .ahead = aheads[a], .stop_at = NEVER};
                parallel_pipeline(&workers, counts[c], aheads[a], work, then, &t);
                in_order &= each_once(&t, counts[c]) && t.passed == counts[c];
                t = (Trial){.worker_count = workers.worker_count, .ahead = aheads[a], .stop_at = counts[c] / 2};
                parallel_pipeline(&workers, counts[c], aheads[a], work, then, &t);
                u32 begun = t.work_count, most = counts[c] / 2 + aheads[a];
                stops &= each_once(&t, begun) && t.passed == begun && begun <= most && begun <= counts[c];
            }
        }
    }
    CHECK("parallel_for does every item once", all);
    CHECK("parallel_pipeline passes them in order, and is not too far ahead", in_order);
    CHECK("it stops when then() says so, and what was begun is passed", stops);
    return unit_result();
}
