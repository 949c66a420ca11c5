// coverage.h - put before each source of a build for `make coverage`, so that no run of a program is lost.
//
// A program writes its counts when it ends by exit or return. These two ways past it have to be told. No signal may come
// in between: its handler would wait for the lock that the writing holds.
#pragma once
#include <signal.h>
#include <unistd.h>

void __gcov_dump(void); // in gcc's run-time library: writes the counts now

static inline void write_counts(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    __gcov_dump();
}

static inline _Noreturn void count_and_exit(int status) {
    write_counts();
    _exit(status);
}
#define _exit count_and_exit

static inline int count_and_raise(int number) {
    sigset_t one;
    write_counts();
    sigemptyset(&one);
    sigaddset(&one, number);
    raise(number);
    return sigprocmask(SIG_UNBLOCK, &one, NULL); // it arrives here
}
#define raise(number) count_and_raise(number)
