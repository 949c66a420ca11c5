// unit.h - what tests/unit-*.c share: a check prints "ok name" or "not ok name: why"; main ends with unit_result().
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include "../objfmt/diag.h"
#include <stdio.h>

static int unit_failures;

#define CHECK(name, condition) unit_check((name), (condition), #condition, __LINE__)

static inline bool unit_check(const char *name, bool ok, const char *condition, int line) {
    if (ok) {
        printf("ok %s\n", name);
    } else {
        printf("not ok %s: line %d: %s\n", name, line, condition);
        unit_failures++;
    }
    return ok;
}

// Passes when `ok` is false and the message holds `part`.
static inline void unit_refused(const char *name, bool ok, const Message *m, const char *part) {
    bool found = !ok && m->text.n && strstr((const char *)m->text.p, part);
    if (found) {
        printf("ok %s\n", name);
    } else {
        printf("not ok %s: %s \"%.*s\", expected \"%s\"\n", name, ok ? "accepted," : "message is", (int)m->text.n,
               m->text.p ? (const char *)m->text.p : "", part);
        unit_failures++;
    }
}

// A small generator of the same numbers every time, for mutated inputs.
static inline u32 unit_random(u32 *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static inline int unit_result(void) { return unit_failures ? 1 : 0; }

#endif
