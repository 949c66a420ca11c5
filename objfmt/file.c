// file.c - reading or mapping inputs, and writing outputs so that they appear complete or not at all.
//
//      output_open           output_write          output_prepare       output_commit
//      .app.exe.k3x9qa  -->  pieces land here -->  length set, closed   rename(".app.exe.k3x9qa", "app.exe")
//
// rename() replaces the old file in one step, so every other program sees either the old output or the new one. The
// random part of the temporary name is only there to be new; no byte of an output depends on it.
//
// Devices and FIFOs (/out:/dev/null) must not be replaced by a file. Their bytes are collected in memory, because
// pieces come in any order, and copied to the opened device at commit. Symbolic links are followed first: the
// temporary file then lies beside the file that the link leads to, and the link stays a link.
#include "file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static void tell_program(const char *temp_path, bool created) {
    if (on_temp_file) on_temp_file(temp_path, created);
}

static bool file_error(Message *m, Arena *a, u32 code, const char *what, const char *path, const char *why) {
    *m = (Message){.kind = MSG_FATAL, .code = code};
    m->text = arena_printf(a, "cannot %s file '%s': %s", what, printable(a, str(path)), why);
    return false;
}

static const char *system_reason(Arena *a, int error) {
    char *text = arena_alloc(a, 128);
    return strerror_r(error, text, 128);
}

// ---- Reading

static const char *kind_of_file(mode_t mode) {
    if (S_ISDIR(mode)) return "it is a directory";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "it is a device";
    if (S_ISFIFO(mode)) return "it is a pipe; an input must be a regular file";
    return "it is not a regular file";
}

static FileState state_of(const struct stat *st) {
    return (FileState){(u64)st->st_size, (u64)st->st_mtim.tv_sec, (u64)st->st_mtim.tv_nsec, false};
}

// Reads exactly `size` bytes and then expects the end. Returns NULL, or what went wrong.
static const char *read_exactly(Arena *a, int fd, u8 *to, u64 size) {
    u64 done = 0;
    u8 one_more;
    for (;;) {
        u64 want = size - done > 1 << 30 ? 1 << 30 : size - done;
        ssize_t n = read(fd, want ? to + done : &one_more, want ? (size_t)want : 1);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return system_reason(a, errno);
        if (n == 0) return done == size ? NULL : "it became shorter while it was read";
        if (done == size) return "it became longer while it was read";
        done += (u64)n;
    }
}

// Below this, copying costs less than the page tables of a mapping.
enum { SIZE_WORTH_A_MAPPING = 64 << 10 };

typedef struct { // how to read
    bool may_be_empty, may_be_mapped;
} ReadMode;

static const char *read_regular_file(Arena *a, int fd, ReadMode mode, Str *bytes, FileIdentity *id, FileState *state) {
    struct stat st;
    if (fstat(fd, &st) != 0) return system_reason(a, errno);
    if (!S_ISREG(st.st_mode)) return kind_of_file(st.st_mode);
    if (st.st_size <= 0 && !mode.may_be_empty) return "it is empty";
    // Offsets in objects, libraries and images have 32 bits. This also bounds what a sparse file can make us ask for.
    if ((u64)st.st_size > UINT32_MAX) return "it is larger than 4 GB, which none of its offsets could reach";
    *id = (FileIdentity){(u64)st.st_dev, (u64)st.st_ino};
    *state = state_of(&st);
    if (mode.may_be_mapped && st.st_size >= SIZE_WORTH_A_MAPPING) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        *bytes = (Str){p, (size_t)st.st_size};
        state->is_mapped = p != MAP_FAILED;
        if (state->is_mapped) return NULL; // else it can perhaps be read
    }
    u8 *p = arena_alloc(a, (u64)st.st_size);
    *bytes = (Str){p, (size_t)st.st_size};
    return read_exactly(a, fd, p, (u64)st.st_size);
}

static bool read_file(Arena *a, const char *path, ReadMode mode, Str *bytes, FileIdentity *id, FileState *state, Message *m) {
    // O_NONBLOCK: opening a FIFO must not wait for a writer. Regular files ignore it.
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return file_error(m, a, 1104, "open", path, system_reason(a, errno));
    const char *why = read_regular_file(a, fd, mode, bytes, id, state);
    close(fd); // of a file that was only read: there is nothing left to fail
    return why ? file_error(m, a, 1104, "read", path, why) : true;
}

bool file_read(Arena *a, const char *path, Str *bytes, FileIdentity *id, Message *m) {
    FileState state;
    return read_file(a, path, (ReadMode){0}, bytes, id, &state, m);
}

bool file_read_text(Arena *a, const char *path, Str *bytes, FileIdentity *id, Message *m) {
    FileState state;
    return read_file(a, path, (ReadMode){.may_be_empty = true}, bytes, id, &state, m);
}

bool file_map(Arena *a, const char *path, Str *bytes, FileIdentity *id, FileState *state, Message *m) {
    return read_file(a, path, (ReadMode){.may_be_mapped = true}, bytes, id, state, m);
}

void file_let_go(Str mapped) { madvise((void *)(uintptr_t)mapped.p, mapped.n, MADV_DONTNEED); }

bool file_is_unchanged(const char *path, FileIdentity id, const FileState *state) {
    struct stat st;
    if (stat(path, &st) != 0 || !same_file(id, (FileIdentity){(u64)st.st_dev, (u64)st.st_ino})) return false;
    FileState now = state_of(&st);
    return now.size == state->size && now.seconds == state->seconds && now.nanoseconds == state->nanoseconds;
}

// ---- Finding

bool file_exists(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

u64 file_length(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? (u64)st.st_size : 0;
}

bool file_is_executable(const char *path) { return access(path, X_OK) == 0; }

Str file_find_nocase(Arena *a, const char *folder, Str name) {
    Str none = {0};
    if (!name.n || memchr(name.p, 0, name.n)) return none;
    const char *slash = folder[0] && folder[strlen(folder) - 1] != '/' ? "/" : "";
    Str exact = arena_printf(a, "%s%s%s", folder, slash, arena_cstr(a, name));
    if (file_exists((const char *)exact.p)) return exact;
    DIR *dir = opendir(folder[0] ? folder : ".");
    if (!dir) return none;
    Str best = none;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        Str found = str(e->d_name);
        if (!str_eq_nocase(found, name) || (best.n && str_cmp(best, found) < 0)) continue;
        Str path = arena_printf(a, "%s%s%s", folder, slash, e->d_name);
        if (file_exists((const char *)path.p)) best = arena_copy(a, found);
    }
    closedir(dir);
    return best.n ? arena_printf(a, "%s%s%s", folder, slash, (const char *)best.p) : none;
}

static int compare_names(const void *x, const void *y) { return str_cmp(*(const Str *)x, *(const Str *)y); }

FileNames file_list(Arena *a, const char *folder) {
    FileNames names = {0};
    DIR *dir = opendir(folder[0] ? folder : ".");
    if (!dir) return names;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) ARRAY_PUSH(a, &names, arena_copy(a, str(e->d_name)));
    closedir(dir);
    if (names.count) qsort(names.at, names.count, sizeof *names.at, compare_names);
    return names;
}

Str file_find_path_nocase(Arena *a, Str path) {
    Str found = str_starts(path, STR("/")) ? STR("/") : STR("");
    struct stat st;
    while (path.n) {
        size_t n = str_find(path, '/');
        Str part = str_slice(path, 0, n);
        path = str_slice(path, n < path.n ? n + 1 : n, path.n);
        if (!part.n || str_eq(part, STR("."))) continue;
        Str exact = arena_concat(a, found, part);
        if (stat((const char *)exact.p, &st) != 0) {
            FileNames names = file_list(a, arena_cstr(a, found));
            u32 i = 0;
            while (i < names.count && !str_eq_nocase(names.at[i], part)) i++;
            if (i == names.count) return (Str){0};
            exact = arena_concat(a, found, names.at[i]);
        }
        found = path.n ? arena_concat(a, exact, STR("/")) : exact;
    }
    return found.n && file_exists((const char *)found.p) ? found : (Str){0};
}

Str program_folder(Arena *a) {
    for (size_t size = 256; size <= 1 << 16; size *= 2) {
        char *path = arena_alloc(a, size);
        ssize_t n = readlink("/proc/self/exe", path, size);
        if (n <= 0) break;
        if ((size_t)n == size) continue; // perhaps cut off
        Str s = {(const u8 *)path, (size_t)n};
        size_t slash = str_rfind(s, '/');
        if (slash == s.n) break;
        path[slash] = 0;
        return (Str){s.p, slash};
    }
    return (Str){0};
}

bool keep_standard_files_open(void) {
    for (;;) {
        int fd = open("/dev/null", O_RDWR); // the lowest free number
        if (fd < 0) return false;
        if (fd > 2) {
            close(fd);
            return true;
        }
    }
}

// ---- Writing

static bool output_error(OutputFile *out, Message *m, u32 code, const char *what, int error) {
    return file_error(m, out->arena, code, what, out->path, system_reason(out->arena, error));
}

// "DIR/.NAME.XXXXXX". NAME is cut so that the whole fits the 255 bytes that file systems allow, at a character's
// start, because some of them refuse names that are not UTF-8.
static const char *temp_name(Arena *a, const char *path) {
    enum { LONGEST = 255 - 8 };
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz012345"; // 32, so 5 random bits choose one
    Str whole = str(path);
    size_t slash = str_rfind(whole, '/');
    size_t name_at = slash == whole.n ? 0 : slash + 1;
    Str name = str_slice(whole, name_at, whole.n);
    if (name.n > LONGEST) {
        name.n = LONGEST;
        while (name.n && (name.p[name.n] & 0xc0) == 0x80) name.n--;
    }
    u8 random[6] = {0};
    if (getrandom(random, sizeof random, 0) != sizeof random) return NULL;
    for (int i = 0; i < 6; i++) random[i] = (u8)digits[random[i] & 31];
    Str temp = arena_printf(a, "%.*s.%.*s.%.6s", (int)name_at, path, (int)name.n, (const char *)name.p, (char *)random);
    return (const char *)temp.p;
}

static bool create_temp(OutputFile *out, Message *m) {
    mode_t mode = out->executable ? 0777 : 0666; // open() takes the umask away from it
    for (int tries = 0; tries < 100; tries++) {
        out->temp_path = temp_name(out->arena, out->target);
        if (!out->temp_path) break;
        tell_program(out->temp_path, true);
        out->fd = open(out->temp_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (out->fd >= 0) return true;
        tell_program(out->temp_path, false);
        if (errno != EEXIST) break;
    }
    out->temp_path = NULL;
    int error = errno;
    output_error(out, m, 1104, "open", error);
    Str target = str(out->target);
    size_t slash = str_rfind(target, '/');
    if (error == ENOENT && slash < target.n)
        m->todo = arena_printf(out->arena, "make the folder %s first", printable(out->arena, str_slice(target, 0, slash)));
    return false;
}

// /dev/stdout, or the very file that standard output was sent to: in place of it others' lines would be lost.
static bool is_standard_output(const struct stat *st) {
    struct stat to;
    return fstat(STDOUT_FILENO, &to) == 0 && to.st_dev == st->st_dev && to.st_ino == st->st_ino;
}

static bool open_special(OutputFile *out, bool is_stdout, Message *m) {
    out->is_special = true;
    out->special_fd = is_stdout ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                                : open(out->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (out->special_fd < 0) return output_error(out, m, 1104, "open", errno);
    out->fd = memfd_create("output", MFD_CLOEXEC);
    return out->fd >= 0 || output_error(out, m, 1104, "open", errno);
}

static bool follow_link(OutputFile *out, Message *m) {
    struct stat st;
    if (lstat(out->path, &st) != 0 || !S_ISLNK(st.st_mode)) return true;
    char *real = realpath(out->path, NULL);
    if (!real) return output_error(out, m, 1104, "open", errno); // a link to nothing
    out->target = arena_cstr(out->arena, str(real));
    free(real);
    return true;
}

bool output_open(OutputFile *out, Arena *a, const char *path, bool executable, Message *m) {
    *out = (OutputFile){.path = path, .target = path, .executable = executable, .fd = -1, .special_fd = -1, .arena = a};
    Str whole = str(path);
    if (!whole.n || str_ends(whole, STR("/"))) return output_error(out, m, 1104, "open", whole.n ? EISDIR : ENOENT);
    struct stat st;
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode)) return output_error(out, m, 1104, "open", EISDIR);
        out->id = (FileIdentity){(u64)st.st_dev, (u64)st.st_ino};
        bool is_stdout = is_standard_output(&st);
        if (!S_ISREG(st.st_mode) || is_stdout) return open_special(out, is_stdout, m);
    } else if (errno != ENOENT) {
        return output_error(out, m, 1104, "open", errno);
    }
    return follow_link(out, m) && create_temp(out, m);
}

bool output_write(OutputFile *out, u64 file_off, const void *bytes, u64 n, Message *m) {
    const u8 *p = bytes;
    while (n) {
        size_t piece = n > 1 << 30 ? 1 << 30 : (size_t)n;
        ssize_t done = pwrite(out->fd, p, piece, (off_t)file_off);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return output_error(out, m, 1106, "write", done < 0 ? errno : ENOSPC);
        p += done;
        file_off += (u64)done;
        n -= (u64)done;
    }
    return true;
}

// A mapped file that somebody shortens is a trap (file.h), but nobody else knows this one's name.
Str output_map(OutputFile *out, u64 file_size) {
    if (!file_size || file_size > SIZE_MAX || ftruncate(out->fd, (off_t)file_size) != 0) return (Str){0};
    void *p = mmap(NULL, (size_t)file_size, PROT_READ, MAP_PRIVATE, out->fd, 0);
    return p == MAP_FAILED ? ((Str){0}) : (Str){p, (size_t)file_size};
}

void output_unmap(Str mapped) {
    if (mapped.n) munmap((void *)(uintptr_t)mapped.p, mapped.n);
}

bool output_prepare(OutputFile *out, u64 file_size, Message *m) {
    if (ftruncate(out->fd, (off_t)file_size) != 0) return output_error(out, m, 1106, "write", errno);
    if (out->is_special) return true; // its bytes are read back at commit
    int fd = out->fd;
    out->fd = -1; // closed whatever close() says; network file systems report a full disk here
    return close(fd) == 0 || output_error(out, m, 1106, "write", errno);
}

static bool copy_to_special(OutputFile *out, Message *m) {
    u8 piece[1 << 14];
    for (off_t at = 0;;) {
        ssize_t n = pread(out->fd, piece, sizeof piece, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return output_error(out, m, 1106, "write", errno);
        if (n == 0) return true;
        at += n;
        for (ssize_t done = 0; done < n;) {
            ssize_t k = write(out->special_fd, piece + done, (size_t)(n - done));
            if (k < 0 && errno == EINTR) continue;
            if (k <= 0) return output_error(out, m, 1106, "write", k < 0 ? errno : ENOSPC);
            done += k;
        }
    }
}

static bool commit_special(OutputFile *out, Message *m) {
    fflush(stdout); // what was printed before comes before
    bool ok = copy_to_special(out, m);
    if (close(out->special_fd) != 0 && ok) ok = output_error(out, m, 1106, "write", errno);
    close(out->fd); // memory only
    out->fd = out->special_fd = -1;
    return ok;
}

bool output_commit(OutputFile *out, Message *m) {
    if (out->is_special) return commit_special(out, m);
    if (rename(out->temp_path, out->target) != 0) {
        int error = errno;
        output_discard(out);
        return output_error(out, m, 1104, "replace", error);
    }
    tell_program(out->temp_path, false);
    out->temp_path = NULL;
    return true;
}

void output_discard(OutputFile *out) {
    if (out->fd >= 0) close(out->fd);
    if (out->special_fd >= 0) close(out->special_fd);
    out->fd = out->special_fd = -1;
    if (!out->temp_path) return;
    unlink(out->temp_path);
    tell_program(out->temp_path, false);
    out->temp_path = NULL;
}

bool file_write(Arena *a, const char *path, Str bytes, Message *m) {
    OutputFile out;
    bool ok = output_open(&out, a, path, false, m) && output_write(&out, 0, bytes.p, bytes.n, m) &&
              output_prepare(&out, bytes.n, m) && output_commit(&out, m);
    if (!ok) output_discard(&out);
    return ok;
}
