// dump_main.c - mydump as a program of its own; the command is dump_command() in dump.c, which mylink /DUMP calls too.
//
// Only a program's main file has to do with signals: the one temporary file that /OUT makes must not outlive the
// process.
#include "dump.h"
#include <signal.h>
#include <unistd.h>

static const char *volatile temp_file;

void on_temp_file(const char *path, bool created) { temp_file = created ? path : NULL; }

static void end_by_signal(int number) {
    const char *path = temp_file;
    if (path) unlink(path);
    signal(number, SIG_DFL);
    raise(number);
}

int main(int argc, char **argv) {
    keep_standard_files_open();
    signal(SIGINT, end_by_signal);
    signal(SIGTERM, end_by_signal);
    signal(SIGHUP, end_by_signal);
    signal(SIGPIPE, SIG_IGN); // a reader that goes away (`mydump x | head`) is a failed write, not the end by a signal
    signal(SIGXFSZ, SIG_IGN);
    return dump_command(argc, argv);
}
