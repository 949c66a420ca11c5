// progress.c - one line on a terminal that says what a long link is doing:
//
//      LINK : write_outputs, 3 s
//
// It comes when a link has taken a second, changes in place, and is gone before anything else is printed and at the end.
// There is none in a pipe or on a dumb terminal, and none when something else tells what goes on (/VERBOSE, /TIME) or
// a program reads the messages (/ERRORFORMAT:JSON). The names are those of the passes in link.c.
//
// Nothing wakes up to do this: passes, and the loops over files and pieces inside the long ones, call tell_progress, which
// looks at the clock. That is some 30 nanoseconds a file, and nothing but a test where no line is wanted.
#include "linker.h"
#include <time.h>

double milliseconds_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool is_told_otherwise(const Options *o) {
    return o->show_time || o->verbose || o->verbose_lib || o->verbose_ref || o->verbose_icf || o->verbose_unused_libs ||
           o->verbose_exports || o->verbose_safe_seh;
}

void start_progress(Link *link, double start) {
    link->progress = (Progress){.wanted = link->diag.has_status_line && !link->diag.json && !is_told_otherwise(&link->opt), .start = start};
}

void tell_progress(Link *link) {
    enum { FIRST = 1000, EVERY = 200 }; // milliseconds
    Progress *p = &link->progress;
    if (!p->wanted) return;
    double now = milliseconds_now();
    bool is_new_pass = p->pass != p->shown_pass;
    if (now - p->start < FIRST || (!is_new_pass && now - p->shown_at < EVERY)) return;
    p->shown_pass = p->pass;
    p->shown_at = now;
    diag_status(&link->diag, arena_printf(link->arena, "LINK : %s, %.0f s", p->pass, (now - p->start) / 1e3));
}

void end_progress(Link *link) { diag_status(&link->diag, STR("")); }
