// main.c - the program `mylib`. The work is in lib.c, which `mylink /LIB` runs too.
//
// The one global variable is what a signal handler can reach: the names of temporary files that must not outlive the
// program. A handler may only do what is safe at any moment, so the names lie in a fixed table.
#include "../objfmt/file.h"
#include "lib.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_TEMP_FILES = 4, MAX_PATH_SIZE = 4096 };

static struct {
    volatile sig_atomic_t in_use;
    char path[MAX_PATH_SIZE];
} temp_files[MAX_TEMP_FILES];

void on_temp_file(const char *path, bool created) {
    for (int i = 0; i < MAX_TEMP_FILES; i++) {
        bool is_this = temp_files[i].in_use && strcmp(temp_files[i].path, path) == 0;
        if (!created && is_this) temp_files[i].in_use = 0;
        if (!created || temp_files[i].in_use || strlen(path) >= MAX_PATH_SIZE) continue;
        memcpy(temp_files[i].path, path, strlen(path) + 1);
        temp_files[i].in_use = 1;
        return;
    }
}

static void on_signal(int number) {
    for (int i = 0; i < MAX_TEMP_FILES; i++)
        if (temp_files[i].in_use) unlink(temp_files[i].path);
    signal(number, SIG_DFL);
    raise(number);
}

// Descriptors 0 to 2 must be taken, or an output file could become "standard error".
static void keep_standard_descriptors(void) {
    int fd;
    do fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (fd >= 0 && fd <= 2);
    if (fd > 2) close(fd);
}

int main(int argc, char **argv) {
    keep_standard_descriptors();
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    signal(SIGHUP, on_signal);
    return lib_command(argc, argv);
}
