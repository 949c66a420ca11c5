// crt_lowio.c - the C run-time's numbered files (_open, _read, _write), and what "text mode" means.
//
//      in the program    on disk
//      \n           <->  \r\n       written and read in text mode, as on Windows
//                        ^Z         ends a text file that is read
//
// Below are handles (winapi_file.c); above are FILE streams (crt_stdio.c).
#include "crt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    _O_RDONLY = 0,
    _O_WRONLY = 1,
    _O_RDWR = 2,
    _O_APPEND = 8,
    _O_CREAT = 0x100,
    _O_TRUNC = 0x200,
    _O_EXCL = 0x400,
    _O_TEXT = 0x4000,
    _O_BINARY = 0x8000,
};

static CrtDescriptor *descriptor(i32 file) {
    Crt *crt = current_crt();
    if (file >= 0 && file < CRT_FILES && crt->descriptors[file].is_open) return &crt->descriptors[file];
    set_crt_error(EBADF);
    return NULL;
}

static i32 free_number(Crt *crt) {
    for (i32 i = 0; i < CRT_FILES; i++)
        if (!crt->descriptors[i].is_open) return i;
    set_crt_error(EMFILE);
    return -1;
}

static i32 add_handle(HANDLE handle, bool is_text, bool is_append) {
    Crt *crt = current_crt();
    pthread_mutex_lock(&crt->lock);
    i32 file = free_number(crt);
    if (file >= 0) crt->descriptors[file] = (CrtDescriptor){handle, true, is_text, is_append, false};
    pthread_mutex_unlock(&crt->lock);
    return file;
}

void open_standard_files(Process *p, Crt *crt) {
    for (u32 i = 0; i < 3; i++) crt->descriptors[i] = (CrtDescriptor){p->win->standard[i], true, true, false, false};
}

// Linux's own flags differ from Windows' numbers.
static int host_flags(i32 flags) {
    int host = O_CLOEXEC | (flags & 3);
    if (flags & _O_APPEND) host |= O_APPEND;
    if (flags & _O_CREAT) host |= O_CREAT;
    if (flags & _O_TRUNC) host |= O_TRUNC;
    if (flags & _O_EXCL) host |= O_EXCL;
    return host;
}

i32 crt_open(Str path, i32 flags, i32 mode) {
    Process *p = current_process();
    Arena scratch = {0};
    Str host = host_path(p, &scratch, path);
    if (str_eq_nocase(path_name(host), STR("NUL"))) host = STR("/dev/null");
    int fd = open(arena_cstr(&scratch, host), host_flags(flags), mode & 0200 || !(flags & _O_CREAT) ? 0666 : 0444);
    int error = errno;
    struct stat st;
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) close(fd), fd = -1, error = EACCES;
    arena_free(&scratch);
    Object *object = fd < 0 ? NULL : new_object(OBJECT_FILE);
    if (!object) {
        set_crt_error(fd < 0 ? error : ENOMEM);
        if (fd >= 0) close(fd);
        return -1;
    }
    object->fd = fd;
    bool binary = flags & _O_BINARY || (!(flags & _O_TEXT) && p->crt->variables->fmode & _O_BINARY);
    return add_handle(new_handle(p, object), !binary, flags & _O_APPEND);
}

i32 crt_close(i32 file) {
    CrtDescriptor *d = descriptor(file);
    if (!d) return -1;
    d->is_open = false;
    return close_handle(current_process(), d->handle) ? 0 : -1;
}

bool crt_is_terminal(i32 file) {
    CrtDescriptor *d = descriptor(file);
    int fd = d ? fd_of(d->handle) : -1;
    return fd >= 0 && isatty(fd);
}

static bool write_text(int fd, const u8 *bytes, u64 n) {
    u8 block[4096];
    u64 used = 0;
    for (u64 i = 0; i < n; i++) {
        if (used + 2 > sizeof block) {
            if (write_fd(fd, block, used) < 0) return false;
            used = 0;
        }
        if (bytes[i] == '\n') block[used++] = '\r';
        block[used++] = bytes[i];
    }
    return write_fd(fd, block, used) >= 0;
}

i64 crt_write(i32 file, const void *bytes, u64 n) {
    park_if_ending();
    CrtDescriptor *d = descriptor(file);
    int fd = d ? fd_of(d->handle) : -1;
    if (fd < 0) return -1;
    if (d->is_text ? write_text(fd, bytes, n) : write_fd(fd, bytes, n) >= 0) return (i64)n;
    set_crt_error(errno);
    return -1;
}

// Takes CR out of CR LF and stops at ^Z. Returns the new length. A CR at the very end may belong to an LF that has not
// been read: the file position goes back by one, or for a pipe the LF is fetched.
static u64 strip_text(CrtDescriptor *d, int fd, u8 *bytes, u64 n) {
    u64 kept = 0;
    for (u64 i = 0; i < n; i++) {
        if (bytes[i] == 0x1a) {
            d->at_end = true;
            break;
        }
        if (bytes[i] == '\r' && i + 1 == n) {
            u8 next;
            if (read(fd, &next, 1) == 1) {
                if (next == '\n') {
                    bytes[kept++] = '\n';
                    break;
                }
                if (lseek(fd, -1, SEEK_CUR) < 0 && kept + 1 < n)
                    bytes[kept++] = '\r', bytes[kept++] = next;
                else
                    bytes[kept++] = '\r';
                break;
            }
        }
        if (bytes[i] == '\r' && i + 1 < n && bytes[i + 1] == '\n') continue;
        bytes[kept++] = bytes[i];
    }
    return kept;
}

i64 crt_read(i32 file, void *to, u64 n) {
    park_if_ending();
    CrtDescriptor *d = descriptor(file);
    int fd = d ? fd_of(d->handle) : -1;
    if (fd < 0) return -1;
    if (!n || d->at_end) return 0;
    ssize_t got;
    do got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        set_crt_error(errno);
        return -1;
    }
    return d->is_text ? (i64)strip_text(d, fd, to, (u64)got) : got;
}

i64 crt_seek(i32 file, i64 distance, i32 origin) {
    CrtDescriptor *d = descriptor(file);
    int fd = d ? fd_of(d->handle) : -1;
    if (fd < 0) return -1;
    off_t at = lseek(fd, distance, origin == 0 ? SEEK_SET : origin == 1 ? SEEK_CUR : SEEK_END);
    if (at < 0) set_crt_error(errno);
    d->at_end = false;
    return at;
}

// ---- The functions

static i32 WINCDECL crt__open(const char *path, i32 flags, ...) {
    WinArgs args;
    win_args_start(args, flags);
    i32 mode = flags & _O_CREAT ? *(i32 *)(void *)args : 0;
    win_args_end(args);
    return crt_open(str(path), flags, mode);
}

static i32 WINCDECL crt__wopen(const WCHAR *path, i32 flags, ...) {
    WinArgs args;
    win_args_start(args, flags);
    i32 mode = flags & _O_CREAT ? *(i32 *)(void *)args : 0;
    win_args_end(args);
    Arena scratch = {0};
    i32 file = crt_open(from_utf16(&scratch, path), flags, mode);
    arena_free(&scratch);
    return file;
}

static i32 WINCDECL crt__creat(const char *path, i32 mode) {
    return crt_open(str(path), _O_CREAT | _O_TRUNC | _O_RDWR, mode);
}
static i32 WINCDECL crt__close(i32 file) { return crt_close(file); }
static i32 WINCDECL crt__read(i32 file, void *to, u32 n) { return (i32)crt_read(file, to, n); }
static i32 WINCDECL crt__write(i32 file, const void *bytes, u32 n) { return (i32)crt_write(file, bytes, n); }
static i32 WINCDECL crt__lseek(i32 file, i32 distance, i32 origin) { return (i32)crt_seek(file, distance, origin); }
static i64 WINCDECL crt__lseeki64(i32 file, i64 distance, i32 origin) { return crt_seek(file, distance, origin); }
static i32 WINCDECL crt__tell(i32 file) { return (i32)crt_seek(file, 0, 1); }
static i32 WINCDECL crt__isatty(i32 file) {
    CrtDescriptor *d = descriptor(file);
    struct stat st;
    int fd = d ? fd_of(d->handle) : -1;
    return fd >= 0 && fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) ? 0x40 : 0; // any character device
}

static i32 WINCDECL crt__commit(i32 file) {
    CrtDescriptor *d = descriptor(file);
    int fd = d ? fd_of(d->handle) : -1;
    return fd < 0 ? -1 : fsync(fd) == 0 ? 0 : -1;
}

static i64 WINCDECL crt__filelengthi64(i32 file) {
    CrtDescriptor *d = descriptor(file);
    struct stat st;
    return d && fstat(fd_of(d->handle), &st) == 0 ? st.st_size : -1;
}

static i32 WINCDECL crt__filelength(i32 file) { return (i32)crt__filelengthi64(file); }

static i32 WINCDECL crt__chsize(i32 file, i32 size) {
    CrtDescriptor *d = descriptor(file);
    return d && ftruncate(fd_of(d->handle), size) == 0 ? 0 : -1;
}

static i32 WINCDECL crt__setmode(i32 file, i32 mode) {
    CrtDescriptor *d = descriptor(file);
    if (!d) return -1;
    i32 old = d->is_text ? _O_TEXT : _O_BINARY;
    d->is_text = !(mode & _O_BINARY);
    return old;
}

static intptr_t WINCDECL crt__get_osfhandle(i32 file) {
    CrtDescriptor *d = descriptor(file);
    return d ? (intptr_t)d->handle : -1;
}

static i32 WINCDECL crt__open_osfhandle(intptr_t handle, i32 flags) {
    return add_handle((HANDLE)handle, flags & _O_TEXT, flags & _O_APPEND);
}

static i32 WINCDECL crt__dup(i32 file) {
    CrtDescriptor *d = descriptor(file);
    Object *object = d ? object_of(d->handle, OBJECT_FILE) : NULL;
    return object ? add_handle(new_handle(current_process(), object), d->is_text, d->is_append) : -1;
}

static i32 WINCDECL crt__dup2(i32 file, i32 to) {
    CrtDescriptor *d = descriptor(file);
    if (!d || to < 0 || to >= CRT_FILES) return -1;
    if (file == to) return 0;
    Object *object = object_of(d->handle, OBJECT_FILE);
    if (!object) return -1;
    Crt *crt = current_crt();
    if (crt->descriptors[to].is_open) crt_close(to);
    crt->descriptors[to] = *d;
    crt->descriptors[to].handle = new_handle(current_process(), object);
    if (to < 3) current_process()->win->standard[to] = crt->descriptors[to].handle;
    return 0;
}

static i32 WINCDECL crt__pipe(i32 *files, u32 size, i32 mode) {
    (void)size;
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        Object *object = new_object(OBJECT_FILE);
        if (!object) return -1;
        object->fd = fds[i];
        files[i] = add_handle(new_handle(current_process(), object), mode & _O_TEXT, false);
    }
    return 0;
}

// ---- Files by name

static i32 result_of(int result) {
    if (result != 0) set_crt_error(errno);
    return result == 0 ? 0 : -1;
}

typedef int HostPathFunction(const char *path);

static i32 on_path(Str path, HostPathFunction *function) {
    Arena scratch = {0};
    int result = function((const char *)host_path(current_process(), &scratch, path).p);
    i32 answer = result_of(result);
    arena_free(&scratch);
    return answer;
}

static int make_host_folder(const char *path) { return mkdir(path, 0777); }
static i32 WINCDECL crt__unlink(const char *path) { return on_path(str(path), unlink); }
static i32 WINCDECL crt_remove_file(const char *path) { return on_path(str(path), remove); }
static i32 WINCDECL crt__mkdir(const char *path) { return on_path(str(path), make_host_folder); }
static i32 WINCDECL crt__rmdir(const char *path) { return on_path(str(path), rmdir); }
static i32 WINCDECL crt__chdir(const char *path) { return on_path(str(path), chdir); }

static i32 on_wide_path(const WCHAR *path, HostPathFunction *function) {
    Arena scratch = {0};
    i32 answer = on_path(from_utf16(&scratch, path), function);
    arena_free(&scratch);
    return answer;
}

static i32 WINCDECL crt__wunlink(const WCHAR *path) { return on_wide_path(path, unlink); }
static i32 WINCDECL crt__wremove(const WCHAR *path) { return on_wide_path(path, remove); }
static i32 WINCDECL crt__wmkdir(const WCHAR *path) { return on_wide_path(path, make_host_folder); }
static i32 WINCDECL crt__wrmdir(const WCHAR *path) { return on_wide_path(path, rmdir); }
static i32 WINCDECL crt__wchdir(const WCHAR *path) { return on_wide_path(path, chdir); }

static i32 WINCDECL crt_rename_file(const char *from, const char *to) {
    Arena scratch = {0};
    const char *a = (const char *)host_path(current_process(), &scratch, str(from)).p;
    const char *b = (const char *)host_path(current_process(), &scratch, str(to)).p;
    i32 answer;
    if (access(b, F_OK) == 0) { // Windows does not replace
        set_crt_error(EEXIST);
        answer = -1;
    } else {
        answer = result_of(rename(a, b));
    }
    arena_free(&scratch);
    return answer;
}

static i32 WINCDECL crt__access(const char *path, i32 mode) {
    Arena scratch = {0};
    i32 answer =
        result_of(access((const char *)host_path(current_process(), &scratch, str(path)).p, mode & (R_OK | W_OK)));
    arena_free(&scratch);
    return answer;
}

static i32 WINCDECL crt__access_s(const char *path, i32 mode) {
    return crt__access(path, mode) == 0 ? 0 : crt_thread()->error;
}

static char *WINCDECL crt__getcwd(char *to, i32 capacity) {
    Arena scratch = {0};
    Str here = windows_path(current_process(), &scratch, STR("."));
    if (!to) {
        capacity = capacity > (i32)here.n ? capacity : (i32)here.n + 1;
        to = heap_alloc((u64)capacity, false);
    }
    bool fits = to && give_text(here, to, (DWORD)capacity) < (DWORD)capacity;
    arena_free(&scratch);
    if (!fits) set_crt_error(ERANGE);
    return fits ? to : NULL;
}

static char *WINCDECL crt__fullpath(char *to, const char *path, SIZE_T capacity) {
    Arena scratch = {0};
    Str full = windows_path(current_process(), &scratch, host_path(current_process(), &scratch, str(path)));
    if (!to) to = heap_alloc(capacity = full.n + 1, false);
    bool fits = to && give_text(full, to, (DWORD)capacity) < capacity;
    arena_free(&scratch);
    return fits ? to : NULL;
}

// "Z:\\a\\b.txt" -> "Z:", "\\a\\", "b", ".txt". Each part that is asked for has its own buffer.
static bool give_part(Str part, char *to, SIZE_T capacity) {
    if (!to) return true;
    if (part.n < capacity) return give_text(part, to, (DWORD)capacity), true;
    if (capacity) to[0] = 0;
    return false;
}

static i32 WINCDECL crt__splitpath_s(const char *path, char *drive, SIZE_T drive_size, char *folder, SIZE_T folder_size,
                                     char *name, SIZE_T name_size, char *ending, SIZE_T ending_size) {
    if (!path) return EINVAL;
    Str all = str(path);
    size_t colon = all.n > 1 && all.p[1] == ':' ? 2 : 0, last = all.n - path_name(all).n;
    if (last < colon) last = colon;
    size_t dot = last + str_rfind(str_slice(all, last, all.n), '.');
    bool ok = give_part(str_slice(all, 0, colon), drive, drive_size);
    ok = give_part(str_slice(all, colon, last), folder, folder_size) && ok;
    ok = give_part(str_slice(all, last, dot), name, name_size) && ok;
    return give_part(str_slice(all, dot, all.n), ending, ending_size) && ok ? 0 : ERANGE;
}

static void WINCDECL crt__splitpath(const char *path, char *drive, char *folder, char *name, char *ending) {
    crt__splitpath_s(path, drive, 3, folder, 256, name, 256, ending, 256); // _MAX_DRIVE, _MAX_DIR ...
}

static void WINCDECL crt__makepath(char *to, const char *drive, const char *folder, const char *name,
                                   const char *ending) {
    bool open = folder && *folder && folder[strlen(folder) - 1] != '\\' && folder[strlen(folder) - 1] != '/';
    bool dot = ending && *ending && *ending != '.';
    snprintf(to, 260, "%.1s%s%s%s%s%s%s", drive ? drive : "", drive && *drive ? ":" : "", folder ? folder : "",
             open ? "\\" : "", name ? name : "", dot ? "." : "", ending ? ending : "");
}

// struct _stat64, _stat64i32, _stat32: the same fields with different widths.
typedef struct {
    u32 dev;
    u16 ino, mode;
    i16 nlink, uid, gid;
    u32 rdev;
    i64 size;
    i64 accessed, written, created;
} Stat64;
typedef struct {
    u32 dev;
    u16 ino, mode;
    i16 nlink, uid, gid;
    u32 rdev;
    i32 size;
    i64 accessed, written, created;
} Stat64i32;
typedef struct {
    u32 dev;
    u16 ino, mode;
    i16 nlink, uid, gid;
    u32 rdev;
    i32 size;
    i32 accessed, written, created;
} Stat32;

static u16 mode_of(const struct stat *st) {
    u16 kind = S_ISDIR(st->st_mode) ? 0x4000 : S_ISCHR(st->st_mode) ? 0x2000 : S_ISFIFO(st->st_mode) ? 0x1000 : 0x8000;
    u16 rights = (u16)(0400 | (st->st_mode & S_IWUSR ? 0200 : 0) | (st->st_mode & S_IXUSR ? 0100 : 0));
    return (u16)(kind | rights | rights >> 3 | rights >> 6);
}

#define FILL_STAT(to, st)                                                                                              \
    do {                                                                                                               \
        memset((to), 0, sizeof *(to));                                                                                 \
        (to)->mode = mode_of(st);                                                                                      \
        (to)->nlink = 1;                                                                                               \
        (to)->dev = (to)->rdev = 25; /* drive Z: */                                                                    \
        *(&(to)->size) = (__typeof__((to)->size))(st)->st_size;                                                        \
        (to)->accessed = (__typeof__((to)->accessed))(st)->st_atim.tv_sec;                                             \
        (to)->written = (__typeof__((to)->written))(st)->st_mtim.tv_sec;                                               \
        (to)->created = (__typeof__((to)->created))(st)->st_ctim.tv_sec;                                               \
    } while (0)

static bool stat_path(const char *path, struct stat *st) {
    Arena scratch = {0};
    int result = stat((const char *)host_path(current_process(), &scratch, str(path)).p, st);
    if (result != 0) set_crt_error(errno);
    arena_free(&scratch);
    return result == 0;
}

static i32 WINCDECL crt__wstat64(const WCHAR *path, Stat64 *to) {
    Arena scratch = {0};
    struct stat st;
    bool there = stat_path(arena_cstr(&scratch, from_utf16(&scratch, path)), &st);
    arena_free(&scratch);
    if (there) FILL_STAT(to, &st);
    return there ? 0 : -1;
}

// _chmod knows one right: whether the file may be written.
static i32 change_mode(Str path, i32 mode) {
    Arena scratch = {0};
    i32 answer =
        result_of(chmod((const char *)host_path(current_process(), &scratch, path).p, mode & 0200 ? 0644 : 0444));
    arena_free(&scratch);
    return answer;
}

static i32 WINCDECL crt__chmod(const char *path, i32 mode) { return change_mode(str(path), mode); }

static i32 WINCDECL crt__wchmod(const WCHAR *path, i32 mode) {
    Arena scratch = {0};
    i32 answer = change_mode(from_utf16(&scratch, path), mode);
    arena_free(&scratch);
    return answer;
}

static WCHAR *WINCDECL crt__wfullpath(WCHAR *to, const WCHAR *path, SIZE_T capacity) {
    Arena scratch = {0};
    Process *p = current_process();
    Str full = windows_path(p, &scratch, host_path(p, &scratch, from_utf16(&scratch, path)));
    if (!to) to = heap_alloc((capacity = full.n + 1) * sizeof *to, false);
    bool fits = to && give_text_w(full, to, (DWORD)capacity) < capacity;
    arena_free(&scratch);
    return fits ? to : NULL;
}

static bool stat_file(i32 file, struct stat *st) {
    CrtDescriptor *d = descriptor(file);
    return d && fstat(fd_of(d->handle), st) == 0;
}

// NOLINTBEGIN(bugprone-macro-parentheses): `type` is a type
#define STAT_FUNCTIONS(name, fname, type)                                                                              \
    static i32 WINCDECL crt_##name(const char *path, type *to) {                                                       \
        struct stat st;                                                                                                \
        if (!stat_path(path, &st)) return -1;                                                                          \
        FILL_STAT(to, &st);                                                                                            \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static i32 WINCDECL crt_##fname(i32 file, type *to) {                                                              \
        struct stat st;                                                                                                \
        if (!stat_file(file, &st)) return -1;                                                                          \
        FILL_STAT(to, &st);                                                                                            \
        return 0;                                                                                                      \
    }
STAT_FUNCTIONS(_stat64, _fstat64, Stat64)
STAT_FUNCTIONS(_stat64i32, _fstat64i32, Stat64i32)
STAT_FUNCTIONS(_stat32, _fstat32, Stat32)
// NOLINTEND(bugprone-macro-parentheses)

// clang-format off
const BuiltinFunction crt_lowio_functions[] = {
    CRT_VARIADIC(_open), CRT_VARIADIC(_wopen), CRT(_creat), CRT(_close), CRT(_read), CRT(_write), CRT(_lseek),
    CRT(_lseeki64), CRT(_tell), CRT(_isatty), CRT(_commit), CRT(_filelength), CRT(_filelengthi64), CRT(_chsize),
    CRT(_setmode), CRT(_get_osfhandle), CRT(_open_osfhandle), CRT(_dup), CRT(_dup2), CRT(_pipe), CRT(_unlink),
    CRT(_wremove), CRT(_wmkdir), CRT(_wrmdir), CRT(_wchdir), CRT(_wstat64), CRT(_chmod), CRT(_wchmod), CRT(_wfullpath),
    CRT(_wunlink), CRT_AS("remove", crt_remove_file), CRT(_mkdir), CRT(_rmdir), CRT(_chdir),
    CRT_AS("rename", crt_rename_file), CRT(_access), CRT(_access_s), CRT(_getcwd), CRT(_splitpath), CRT(_splitpath_s), CRT(_makepath), CRT(_fullpath), CRT(_stat64),
    CRT(_fstat64), CRT(_stat64i32), CRT(_fstat64i32), CRT(_stat32), CRT(_fstat32), CRT_AS("_stat", crt__stat64i32),
    CRT_AS("_fstat", crt__fstat64i32), CRT_AS("_stati64", crt__stat64), CRT_AS("_fstati64", crt__fstat64), {0},
};
// clang-format on
