// parallel.c - see parallel.h. One shared counter hands out the items: a worker takes the next number until none is left, so
// long and short items balance themselves.
#include "parallel.h"
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

typedef struct {
    void (*work)(void *context, u32 item, u32 worker);
    void *context;
    u32 count;
    _Atomic u32 next;
} Job;

typedef struct {
    Job *job;
    u32 number;
} Worker;

//> run-worker
static void *run_worker(void *worker) {
    const Worker *w = worker;
    for (;;) {
        u32 item = atomic_fetch_add(&w->job->next, 1);
        if (item >= w->job->count) return NULL;
        w->job->work(w->job->context, item, w->number);
    }
}
//< run-worker

static void nothing(void *context) { (void)context; }

void parallel_for_beside(const Workers *w, void (*own)(void *context), u32 count, void (*work)(void *context, u32 item, u32 worker),
                         void *context) {
    Job job = {work, context, count, 0};
    Worker workers[MOST_WORKERS];
    pthread_t threads[MOST_WORKERS];
    u32 started = 0, others = own == nothing && count ? count - 1 : count; // items that can be somebody else's
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024); // nothing here recurses; stays small under a memory limit
    for (u32 i = 1; i < w->worker_count && i <= others; i++) {
        workers[i] = (Worker){&job, i};
        // A system without room for one more thread does the work with those it has.
        if (pthread_create(&threads[started], &attributes, run_worker, &workers[i]) == 0) started++;
    }
    pthread_attr_destroy(&attributes);
    own(context);
    workers[0] = (Worker){&job, 0};
    run_worker(&workers[0]);
    for (u32 i = 0; i < started; i++) pthread_join(threads[i], NULL);
}

void parallel_for(const Workers *w, u32 count, void (*work)(void *context, u32 item, u32 worker), void *context) {
    parallel_for_beside(w, nothing, count, work, context);
}

u32 available_threads(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > MOST_WORKERS ? MOST_WORKERS : (u32)n;
}
