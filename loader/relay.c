// relay.c - a program for another machine is handed on to the myload that was built for it.
//
//      myload a.exe     x86      execve     build/myload-x86 a.exe                          the processor runs 32-bit
//      code, too
//                       ARM64    execve     qemu-aarch64 build/myload-arm64 a.exe           qemu translates the
//                       instructions
//
// Both are this same loader, compiled by another compiler; they stand beside the one that was started. Where one is
// missing, the message says which package makes it appear.
#include "winapi.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
    u16 machine;
    const char *words;    // for messages
    const char *program;  // file name, beside this program
    const char *compiler; // Debian package
    const char *emulator, *emulator_package;
    bool needs_emulator; // always; else only where the kernel refuses the program
} OtherMachine;

static const OtherMachine machines[] = {
    {IMAGE_FILE_MACHINE_AMD64, "x64", "myload", "gcc", "qemu-x86_64", "qemu-user",
     HOST_MACHINE == IMAGE_FILE_MACHINE_ARM64},
    {IMAGE_FILE_MACHINE_I386, "x86", "myload-x86", "gcc-i686-linux-gnu", "qemu-i386", "qemu-user",
     HOST_MACHINE == IMAGE_FILE_MACHINE_ARM64},
    {IMAGE_FILE_MACHINE_ARM64, "ARM64", "myload-arm64", "gcc-aarch64-linux-gnu", "qemu-aarch64", "qemu-user", true},
};

// The machine in a file's PE header; 0 when it has none. Whatever is wrong with the file is for load_program to say.
static u16 machine_of_file(const char *path) {
    u8 dos[64], pe[6];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && pread(fd, dos, sizeof dos, 0) == sizeof dos && load16(dos) == 0x5a4d &&
              pread(fd, pe, sizeof pe, (off_t)load32(dos + 60)) == sizeof pe && memcmp(pe, "PE\0", 4) == 0;
    if (fd >= 0) close(fd);
    return ok ? load16(pe + 4) : 0;
}

// Beside this program, or one folder up: build/san/myload uses build/myload-x86.
static bool find_program(Arena *a, const char *name, const char **path) {
    static const char *const places[] = {"", "../"};
    Str home = program_folder(a);
    for (size_t i = 0; home.n && i < sizeof places / sizeof *places; i++) {
        *path = (const char *)arena_printf(a, "%.*s/%s%s", STR_ARG(home), places[i], name).p;
        if (access(*path, X_OK) == 0) return true;
    }
    return false;
}

static int report(Process *p, const char *path, const OtherMachine *other, const char *what, const char *package,
                  const char *then) {
    Message m = {.kind = MSG_ERROR, .file = str(path)};
    m.text = arena_printf(&p->arena, "it is a program for %s, and %s", other->words, what);
    m.why = STR("this myload runs images for " HOST_MACHINE_NAME);
    m.todo = arena_printf(&p->arena, "install package %s (Debian)%s", package, then);
    diag_report(&p->diag, &m);
    return STATUS_INVALID_IMAGE_FORMAT & 0xff;
}

int relay_to_other_machine(Process *p, int argc, char **argv, const char *program) {
    u16 machine = machine_of_file(program);
    const OtherMachine *other = NULL;
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machine == machines[i].machine && machine != HOST_MACHINE) other = &machines[i];
    if (!other) return -1;
    const char *loader;
    if (!find_program(&p->arena, other->program, &loader)) {
        if (p->options.check) return -1; // a rehearsal runs nothing: this one will do
        const char *what =
            (const char *)arena_printf(&p->arena, "%s, which would run it, was not built", other->program).p;
        return report(p, program, other, what, other->compiler, ", and run make again");
    }
    char **words = ARENA_ARRAY(&p->arena, char *, (u64)argc + 2);
    words[0] = (char *)(uintptr_t)other->emulator;
    words[1] = (char *)(uintptr_t)loader;
    for (int i = 1; i < argc; i++) words[i + 1] = argv[i];
    if (!other->needs_emulator) execv(loader, words + 1);
    execvp(other->emulator, words);
    const char *what =
        (const char *)arena_printf(&p->arena, "%s cannot be started: %s", other->emulator, strerror(errno)).p;
    return report(p, program, other, what, other->emulator_package, "");
}
