// disasm.c - mydump /DISASM: machine code in words, by the system's objdump or llvm-objdump.
//
//      mydump /DISASM a.obj   ->   objdump -d -M intel a.obj   ->   its output, between mydump's other lines
//
// A disassembler for three processors is as large as the rest of this project, and every system with a compiler has one. This
// is the only place that starts another program, and only for this option: no shell is involved, and the file's name
// cannot be taken for an option. Read this only for /DISASM. [spec: disasm]
#include "dump.h"
#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef struct {
    const char *program;
    const char *syntax; // Intel's, as dumpbin shows it; "" where there is only one
} Disassembler;

// Copies what comes out of the pipe. False when nothing came.
static bool copy_output(Dump *d, int fd) {
    char bytes[4096];
    bool any = false;
    for (;;) {
        ssize_t n = read(fd, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return any;
        dump_bytes(d, bytes, (size_t)n);
        any = true;
    }
}

// True when the program was there and could read the file; then its output has been shown.
static bool run(Dump *d, const Disassembler *tool, const char *path) {
    int ends[2], status = 0;
    pid_t child;
    const char *args[8] = {tool->program, "-d"};
    u32 count = 2;
    if (tool->syntax[0]) args[count++] = tool->syntax;
    if (d->opt.no_code_bytes) args[count++] = "--no-show-raw-insn";
    args[count++] = path;
    if (pipe(ends) != 0) return false;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
    int failed = posix_spawnp(&child, tool->program, &actions, NULL, (char *const *)(uintptr_t)args, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    bool any = !failed && copy_output(d, ends[0]);
    close(ends[0]);
    if (failed) return false;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    return any && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void dump_disassembly(Dump *d, const char *path) {
    static const Disassembler tools[] = {
        {"objdump", "-Mintel"}, // first: llvm-objdump of some versions does not know imports' names
        {"llvm-objdump", "--x86-asm-syntax=intel"},
        {"llvm-objdump-19", "--x86-asm-syntax=intel"},
        {"llvm-objdump-16", "--x86-asm-syntax=intel"},
        {"llvm-objdump-14", "--x86-asm-syntax=intel"},
    };
    if (path[0] == '-') path = (const char *)arena_printf(d->arena, "./%s", path).p;
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (run(d, &tools[i], path)) return;
    Message m = {.kind = MSG_FATAL, .code = 1158, .file = str(path), .text = STR("/DISASM: cannot run 'objdump' or 'llvm-objdump' on this file")};
    m.why = STR("mydump shows machine code with the help of one of these");
    m.todo = STR("install the package binutils, or llvm for ARM64");
    dump_error(d, &m);
}
