// stopwatch.c - runs a command once and prints what it took: wall time and CPU time in seconds, peak memory in kB.
//
//      stopwatch COMMAND ARG...      its standard output goes to /dev/null; the exit code is the command's (127: no such)
//
// bench.py could wait for a child itself, but the kernel counts the memory of the process that forked into the child's
// peak: a linker that needs 3 MB would seem to need the 10 MB of Python. This program is small enough not to show.
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    double start = now();
    pid_t child = fork();
    if (child < 0) return 126;
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    int status;
    struct rusage used;
    if (wait4(child, &status, 0, &used) != child) return 126;
    double wall = now() - start;
    printf("%.6f %.6f %ld\n", wall, seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
