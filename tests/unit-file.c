// unit-file.c - inputs are read whole or refused by name; outputs appear complete or not at all, and leave nothing else.
#include "../objfmt/file.h"
#include "unit.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static Arena arena;
static Message m;
static int hook_balance; // temporary files that the hook was told of and that are not gone

void on_temp_file(const char *temp_path, bool created) {
    (void)temp_path;
    hook_balance += created ? 1 : -1;
}

static u32 count_files(void) { // in the current folder
    u32 n = 0;
    DIR *d = opendir(".");
    while (readdir(d)) n++;
    closedir(d);
    return n - 2;
}

static bool holds(const char *path, const char *text) {
    Str s;
    FileIdentity id;
    return file_read(&arena, path, &s, &id, &m) && str_eq(s, str(text));
}

static bool read_fails(const char *path, const char *part) {
    Str s;
    FileIdentity id;
    bool ok = file_read(&arena, path, &s, &id, &m);
    return !ok && m.code == 1104 && strstr((const char *)m.text.p, part) && strstr((const char *)m.text.p, path);
}

static void check_reading(void) {
    CHECK("a missing file", read_fails("nothing", "No such file"));
    CHECK("a folder", read_fails("/tmp", "directory"));
    CHECK("a device", read_fails("/dev/zero", "device"));
    close(creat("empty", 0666));
    CHECK("an empty file", read_fails("empty", "empty"));
    mkfifo("pipe", 0666);
    CHECK("a FIFO does not block", read_fails("pipe", "pipe"));
    unlink("pipe");
    CHECK("truncate", truncate("empty", (off_t)5 << 30) == 0 && read_fails("empty", "4 GB"));
    unlink("empty");
}

static void check_mapping(void) {
    enum { SIZE = 200000 };
    u8 *bytes = arena_alloc(&arena, SIZE);
    for (u32 i = 0; i < SIZE; i++) bytes[i] = (u8)(i * 7);
    Str mapped = {0};
    FileIdentity id;
    FileState state;
    bool ok = file_write(&arena, "large", (Str){bytes, SIZE}, &m) && file_map(&arena, "large", &mapped, &id, &state, &m);
    CHECK("a large file is mapped", ok && state.is_mapped && str_eq(mapped, (Str){bytes, SIZE}));
    file_let_go(mapped);
    CHECK("what was let go can be read again", ok && str_eq(mapped, (Str){bytes, SIZE}) && file_is_unchanged("large", id, &state));
    ok = file_write(&arena, "small", STR("small"), &m) && file_map(&arena, "small", &mapped, &id, &state, &m);
    CHECK("a small one is copied", ok && !state.is_mapped);
    unlink("large");
    unlink("small");
}

static void check_writing(void) {
    umask(027);
    OutputFile out;
    CHECK("open", output_open(&out, &arena, "out.exe", true, &m));
    CHECK("the final name does not exist yet", access("out.exe", F_OK) != 0 && hook_balance == 1);
    CHECK("pieces in any order", output_write(&out, 6, "world", 5, &m) && output_write(&out, 0, "hello ", 6, &m));
    CHECK("prepare", output_prepare(&out, 12, &m));
    CHECK("commit", output_commit(&out, &m) && hook_balance == 0 && count_files() == 1);
    struct stat st;
    CHECK("mode of an executable", stat("out.exe", &st) == 0 && (st.st_mode & 0777) == 0750);
    Str all = {0};
    FileIdentity id;
    CHECK("bytes never written are zero", file_read(&arena, "out.exe", &all, &id, &m) &&
                                              all.n == 12 && memcmp(all.p, "hello world\0", 12) == 0);
    CHECK("file_write replaces", file_write(&arena, "out.exe", STR("new"), &m) && holds("out.exe", "new"));
    stat("out.exe", &st);
    CHECK("mode of a file", (st.st_mode & 0777) == 0640);

    CHECK("the old file stays until commit", output_open(&out, &arena, "out.exe", true, &m) &&
                                                 output_write(&out, 0, "bad", 3, &m) && holds("out.exe", "new"));
    CHECK("the identity of the old file is known", out.id.inode == st.st_ino && out.id.device == st.st_dev);
    output_discard(&out);
    output_discard(&out);
    CHECK("a discarded output leaves nothing", holds("out.exe", "new") && count_files() == 1 && hook_balance == 0);
}

static void check_names(void) {
    char name[256] = {0};
    for (int i = 0; i < 125; i++) memcpy(name + 2 * i, "\xc3\xa9", 2);
    CHECK("a name of 250 bytes", file_write(&arena, name, STR("x"), &m) && holds(name, "x"));
    unlink(name);
    memset(name, 'n', 255);
    CHECK("a name of 255 bytes", file_write(&arena, name, STR("x"), &m) && holds(name, "x"));
    unlink(name);
    CHECK("a missing folder", !file_write(&arena, "no/x", STR("x"), &m) && m.code == 1104);
    CHECK("a folder as output", !file_write(&arena, "/tmp", STR("x"), &m) && !file_write(&arena, "x/", STR("x"), &m));
    CHECK("no name", !file_write(&arena, "", STR("x"), &m));
    symlink("out.exe", "link");
    CHECK("a symbolic link is followed", file_write(&arena, "link", STR("by link"), &m) && holds("out.exe", "by link"));
    struct stat st;
    CHECK("and stays a link", lstat("link", &st) == 0 && S_ISLNK(st.st_mode));
    unlink("link");
    symlink("nothing", "link");
    CHECK("a link to nothing is refused", !file_write(&arena, "link", STR("x"), &m));
    unlink("link");
}

static void check_special(void) {
    struct stat st;
    CHECK("/dev/null", file_write(&arena, "/dev/null", STR("x"), &m));
    CHECK("/dev/null is still a device", stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
    CHECK("a full device", !file_write(&arena, "/dev/full", STR("x"), &m) && m.code == 1106 &&
                               strstr((const char *)m.text.p, "No space left"));
    mkfifo("pipe", 0666);
    pid_t reader = fork();
    if (reader == 0) {
        char got[8] = {0};
        int fd = open("pipe", O_RDONLY);
        ssize_t n = 0, k;
        while ((k = read(fd, got + n, sizeof got - (size_t)n)) > 0) n += k;
        _exit(n == 6 && memcmp(got, "first ", 6) == 0 ? 0 : 1);
    }
    OutputFile out;
    bool ok = output_open(&out, &arena, "pipe", true, &m) && output_write(&out, 3, "st ", 3, &m) &&
              output_write(&out, 0, "fir", 3, &m) && output_prepare(&out, 6, &m) && output_commit(&out, &m);
    int status = -1;
    waitpid(reader, &status, 0);
    CHECK("a FIFO gets the bytes in order", ok && status == 0);
    CHECK("and stays a FIFO", stat("pipe", &st) == 0 && S_ISFIFO(st.st_mode));
    unlink("pipe");
}

static bool finds(const char *folder, const char *name, const char *expected) {
    return str_eq(file_find_nocase(&arena, folder, str(name)), str(expected));
}

static void check_finding(void) {
    mkdir("libs", 0777);
    file_write(&arena, "libs/Kernel32.Lib", STR("x"), &m);
    CHECK("without regard to case", finds("libs", "KERNEL32.lib", "libs/Kernel32.Lib"));
    CHECK("a slash at the end", finds("libs/", "KERNEL32.lib", "libs/Kernel32.Lib"));
    file_write(&arena, "libs/kernel32.lib", STR("x"), &m);
    file_write(&arena, "libs/KERNEL32.LIB", STR("x"), &m);
    CHECK("the exact name wins", finds("libs", "kernel32.lib", "libs/kernel32.lib"));
    CHECK("else the first in byte order", finds("libs", "kerneL32.lib", "libs/KERNEL32.LIB"));
    CHECK("nothing found", finds("libs", "user32.lib", "") && finds("nowhere", "user32.lib", ""));
    CHECK("a folder is no file", finds(".", "LIBS", "") && !file_exists("libs"));
    unlink("libs/Kernel32.Lib");
    unlink("libs/kernel32.lib");
    unlink("libs/KERNEL32.LIB");
    rmdir("libs");
    Str folder = program_folder(&arena);
    CHECK("the program's folder", folder.n > 0 && folder.p[0] == '/' && folder.p[folder.n - 1] != '/');
}

static void check_standard_files(void) {
    pid_t child = fork();
    if (child == 0) {
        close(0);
        close(2);
        bool ok = keep_standard_files_open() && fcntl(0, F_GETFD) == 0 && fcntl(2, F_GETFD) == 0;
        _exit(ok && open("/", O_RDONLY) > 2 ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK("closed standard files are opened", status == 0);
}

int main(void) {
    char folder[] = "/tmp/unit-file.XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0) return 1;
    check_reading();
    check_mapping();
    check_writing();
    check_names();
    check_special();
    check_finding();
    check_standard_files();
    unlink("out.exe");
    CHECK("no file is left", count_files() == 0 && hook_balance == 0);
    rmdir(folder);
    arena_free(&arena);
    return unit_result();
}
