// main.c - the process around a link; what the link does begins in link.c.
//
//      mylink a.obj /OUT:a.exe        link.exe's command line
//      mylink /LIB ...                mylib's                       mylink /DUMP ...     mydump's
//      mylink /EDIT ...               changes finished images (edit.c)
//      ld.mylink -o a.exe a.o         GNU ld's; also as mylink-ld, with -flavor gnu, or -m i386pep (options.c)
//
// Only here are a process' own matters: its standard files, its signals, running out of memory, its exit code. The list
// of temporary files is the project's one global: a signal handler has no other way to know them.
#include "../implib/lib.h"
#include "../objfmt/dump.h"
#include "edit.h"
#include "linker.h"
#include <errno.h>
#include <signal.h>
#include <unistd.h>

// ---- Temporary files, and what ends the process early

enum { MOST_TEMP_FILES = 16 }; // image, import library, .exp, map, ... of one link
static const char *volatile temp_files[MOST_TEMP_FILES];

void on_temp_file(const char *path, bool created) {
    for (int i = 0; i < MOST_TEMP_FILES; i++) {
        const char *here = temp_files[i];
        if (created ? here != NULL : here == NULL || strcmp(here, path) != 0) continue;
        temp_files[i] = created ? path : NULL;
        return;
    }
}

static void remove_temp_files(void) { // called by a signal handler: nothing but system calls
    for (int i = 0; i < MOST_TEMP_FILES; i++) {
        const char *path = temp_files[i];
        if (path) unlink(path);
    }
}

static void end_by_signal(int number) {
    remove_temp_files();
    raise(number); // the default action, which SA_RESETHAND has put back: the parent sees what ended the link
}

// A mapped input was made shorter while it was read, or the disk it is on has failed.
static void end_by_lost_input(int number) {
    static const char text[] = "LINK : fatal error LNK1104: cannot read an input file: it became shorter during the link\n";
    (void)number;
    remove_temp_files();
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(1);
    _exit(1);
}

// A signal that the parent ignores (nohup) stays ignored.
static void watch_signals(void) {
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction old, new = {.sa_handler = end_by_signal, .sa_flags = SA_RESETHAND};
        sigemptyset(&new.sa_mask);
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(numbers[i], &new, NULL);
    }
    struct sigaction lost = {.sa_handler = end_by_lost_input};
    sigemptyset(&lost.sa_mask);
    sigaction(SIGBUS, &lost, NULL);
    // A closed pipe or a file that grows too large is an error of write(), with a message and exit code 1.
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

// For what goes wrong where there is no Diag. Returns the exit code.
static int say(const char *text) {
    if (write(STDERR_FILENO, text, strlen(text)) < 0) return 1; // nobody can be told
    return 1;
}

static void out_of_memory(void *context, u64 size) {
    (void)context;
    (void)size;
    remove_temp_files();
    _exit(say("LINK : fatal error LNK1102: out of memory\n"));
}

// ---- Which command line is it?

static Str program_name(const char *path) {
    Str s = str(path ? path : "mylink");
    size_t slash = str_rfind(s, '/');
    return slash == s.n ? s : str_slice(s, slash + 1, s.n);
}

// ld, ld.mylink, x86_64-w64-mingw32-ld, mylink-ld
static bool has_gnu_name(const char *path) {
    Str name = program_name(path);
    return str_eq(name, STR("ld")) || str_starts(name, STR("ld.")) || str_ends(name, STR("-ld"));
}

static bool is_mode(int argc, char **argv, const char *name) {
    return argc > 1 && (argv[1][0] == '/' || argv[1][0] == '-') && str_eq_nocase(str(argv[1] + 1), str(name));
}

static int run_link(Arena *arena, int argc, char **argv) {
    Link *link = ARENA_NEW(arena, Link);
    link->arena = arena;
    link->diag = (Diag){.tool = "LINK", .arena = arena};
    diag_for_terminal(&link->diag);
    link->opt.gnu = has_gnu_name(argv[0]);
    if (argc > 2 && (strcmp(argv[1], "-flavor") == 0 || strcmp(argv[1], "--flavor") == 0)) {
        link->opt.has_flavor = true;
        link->opt.gnu = strcmp(argv[2], "gnu") == 0 || strcmp(argv[2], "ld") == 0 || strcmp(argv[2], "mingw") == 0;
        argv += 2;
        argc -= 2;
    }
    return link_run(link, argc, argv);
}

// What was printed must have arrived: a full disk or a closed pipe is a failure like any other.
static int finish_output(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    if (errno == EPIPE) return 1; // whoever closed the pipe does not want to hear more
    return say("LINK : fatal error LNK1106: cannot write to standard output\n");
}

int main(int argc, char **argv) {
    if (!keep_standard_files_open()) return say("LINK : fatal error LNK1104: cannot open '/dev/null'\n");
    watch_signals();
    Arena arena = {.out_of_memory = out_of_memory};
    int status;
    if (is_mode(argc, argv, "LIB"))
        status = lib_command(argc - 1, argv + 1);
    else if (is_mode(argc, argv, "DUMP"))
        status = dump_command(argc - 1, argv + 1);
    else if (is_mode(argc, argv, "EDIT"))
        status = edit_command(argc - 1, argv + 1);
    else
        status = run_link(&arena, argc, argv);
    _exit(finish_output(status)); // no tearing down: the system takes the memory back faster than we could
}
