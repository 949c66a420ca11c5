// dump_main.c - mydump as a program of its own; the command is dump_command() in dump.c, which mylink /DUMP calls too.
#include "dump.h"
#include <signal.h>

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN); // a reader that goes away (`mydump x | head`) is a failed write, not the end by a signal
    signal(SIGXFSZ, SIG_IGN);
    return dump_command(argc, argv);
}
