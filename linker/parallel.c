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
    void *job;
    u32 number;
} Worker;

//> run-worker
static void *run_worker(void *worker) {
    const Worker *w = worker;
    Job *job = w->job;
    for (;;) {
        u32 item = atomic_fetch_add(&job->next, 1);
        if (item >= job->count) return NULL;
        job->work(job->context, item, w->number);
    }
}
//< run-worker

typedef struct {
    Worker workers[MOST_WORKERS];
    pthread_t threads[MOST_WORKERS];
    u32 started;
} Team;

// Starts workers 1, 2, ..., `most` of them at the most. A system without room for one more thread does the work with those
// it has.
static void start_team(Team *team, const Workers *w, u32 most, void *(*run)(void *worker), void *job) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024); // nothing here recurses; stays small under a memory limit
    for (u32 i = 1; i < w->worker_count && i <= most; i++) {
        team->workers[i] = (Worker){job, i};
        if (pthread_create(&team->threads[team->started], &attributes, run, &team->workers[i]) == 0) team->started++;
    }
    pthread_attr_destroy(&attributes);
}

static void join_team(const Team *team) {
    for (u32 i = 0; i < team->started; i++) pthread_join(team->threads[i], NULL);
}

void parallel_for(const Workers *w, u32 count, void (*work)(void *context, u32 item, u32 worker), void *context) {
    Job job = {work, context, count, 0};
    Team team = {.workers[0] = {&job, 0}};
    start_team(&team, w, count ? count - 1 : 0, run_worker, &job); // one item is the caller's
    run_worker(&team.workers[0]);
    join_team(&team);
}

// ---- In order

typedef struct {
    void (*work)(void *context, u32 item, u32 worker);
    bool (*then)(void *context, u32 item);
    void *context;
    u32 count, ahead;
    pthread_mutex_t lock; // of all below
    pthread_cond_t change;
    u32 next;             // the first item that nobody has taken
    u32 passed;           // items below it have been through then()
    bool *done;           // [item % ahead]: worked on, and waits for then()
} Pipeline;

// Called with the lock, which it gives back while it works. False: there is nothing to take at the moment.
static bool work_on_next(Pipeline *p, u32 worker) {
    if (p->next >= p->count || p->next >= p->passed + p->ahead) return false;
    u32 item = p->next++;
    pthread_mutex_unlock(&p->lock);
    p->work(p->context, item, worker);
    pthread_mutex_lock(&p->lock);
    p->done[item % p->ahead] = true;
    if (item == p->passed) pthread_cond_broadcast(&p->change); // the caller may be waiting for it
    return true;
}

static void *run_pipeline_worker(void *worker) {
    const Worker *w = worker;
    Pipeline *p = w->job;
    pthread_mutex_lock(&p->lock);
    while (p->next < p->count)
        if (!work_on_next(p, w->number)) pthread_cond_wait(&p->change, &p->lock);
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void pass_next(Pipeline *p) {
    u32 item = p->passed;
    p->done[item % p->ahead] = false;
    pthread_mutex_unlock(&p->lock);
    bool go_on = p->then(p->context, item);
    pthread_mutex_lock(&p->lock);
    if (!go_on) p->count = p->next;
    if (p->passed++ + p->ahead == p->next || !go_on) pthread_cond_broadcast(&p->change); // workers may be waiting for room
}

void parallel_pipeline(const Workers *w, u32 count, u32 ahead, void (*work)(void *context, u32 item, u32 worker),
                       bool (*then)(void *context, u32 item), void *context) {
    bool done[MOST_AHEAD] = {0};
    Pipeline p = {.work = work, .then = then, .context = context, .count = count, .ahead = ahead, .done = done};
    Team team = {0};
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.change, NULL);
    start_team(&team, w, count, run_pipeline_worker, &p);
    pthread_mutex_lock(&p.lock);
    while (p.passed < p.count) {
        if (p.done[p.passed % ahead]) pass_next(&p);
        else if (!work_on_next(&p, 0)) pthread_cond_wait(&p.change, &p.lock);
    }
    pthread_mutex_unlock(&p.lock);
    join_team(&team);
}

u32 available_threads(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > MOST_WORKERS ? MOST_WORKERS : (u32)n;
}
