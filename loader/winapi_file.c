// winapi_file.c - files: CreateFile, ReadFile, WriteFile and what goes with them.
//
// Each function turns a Windows path into a host path (paths.c), makes one or two system calls, and turns errno into
// Windows' error numbers. Share modes are not enforced: Linux has no such thing.
#include "winapi.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

u32 error_of_errno(int error) {
    switch (error) {
    case ENOENT: return ERROR_FILE_NOT_FOUND;
    case ENOTDIR: return ERROR_PATH_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EISDIR:
    case EROFS: return ERROR_ACCESS_DENIED;
    case EMFILE:
    case ENFILE: return ERROR_TOO_MANY_OPEN_FILES;
    case ENOMEM: return ERROR_NOT_ENOUGH_MEMORY;
    case EBADF: return ERROR_INVALID_HANDLE;
    case EEXIST: return ERROR_ALREADY_EXISTS;
    case ENOTEMPTY: return ERROR_DIR_NOT_EMPTY;
    case ENOSPC:
    case EDQUOT: return ERROR_DISK_FULL;
    case EPIPE: return ERROR_NO_DATA; // nobody reads the other end
    case EINVAL: return ERROR_INVALID_PARAMETER;
    default: return ERROR_INVALID_FUNCTION;
    }
}

static BOOL fail_errno(void) { return fail(error_of_errno(errno)); }

static bool access_exists(const char *host) { return access(host, F_OK) == 0; }

// The same for a call with a path. Windows has two errors where Linux has one: the file is missing, or its folder.
static u32 error_of_path(const char *host) {
    u32 error = error_of_errno(errno);
    Arena scratch = {0};
    Str path = str(host);
    const char *folder = arena_cstr(&scratch, str_slice(path, 0, path.n - path_name(path).n));
    if (error == ERROR_FILE_NOT_FOUND && *folder && !access_exists(folder)) error = ERROR_PATH_NOT_FOUND;
    arena_free(&scratch);
    return error;
}
static BOOL fail_path(const char *host) { return fail(error_of_path(host)); }

// ---- A path of a W function, on its way to the host. Everything it needs lies in one arena, freed by done().

typedef struct {
    Arena scratch;
    const char *host;
} Path;

static Path path_a(const char *name) {
    Path path = {0};
    path.host = (const char *)host_path(current_process(), &path.scratch, str(name ? name : "")).p;
    return path;
}

static Path path_w(const WCHAR *name) {
    Path path = {0};
    Str text = from_utf16(&path.scratch, name);
    path.host = (const char *)host_path(current_process(), &path.scratch, text.n ? text : STR("")).p;
    return path;
}

static void done(Path *path) { arena_free(&path->scratch); }

// Defines win_NAMEA and win_NAMEW from a function that takes the host path.
#define PATH_FUNCTION(name, function)                                                                                  \
    static BOOL WINAPI win_##name##A(const char *text) {                                                               \
        Path path = path_a(text);                                                                                      \
        BOOL ok = function(path.host);                                                                                 \
        done(&path);                                                                                                   \
        return ok;                                                                                                     \
    }                                                                                                                  \
    static BOOL WINAPI win_##name##W(const WCHAR *text) {                                                              \
        Path path = path_w(text);                                                                                      \
        BOOL ok = function(path.host);                                                                                 \
        done(&path);                                                                                                   \
        return ok;                                                                                                     \
    }

// ---- Opening

enum {
    GENERIC_READ = (int)0x80000000,
    GENERIC_WRITE = 0x40000000,
    GENERIC_ALL = 0x10000000,
    FILE_WRITE_DATA = 2,
    FILE_APPEND_DATA = 4,
    CREATE_NEW = 1,
    CREATE_ALWAYS = 2,
    OPEN_EXISTING = 3,
    OPEN_ALWAYS = 4,
    TRUNCATE_EXISTING = 5,
    FILE_FLAG_DELETE_ON_CLOSE = 0x04000000,
    FILE_FLAG_BACKUP_SEMANTICS = 0x02000000,
    FILE_ATTRIBUTE_READONLY = 1,
    FILE_ATTRIBUTE_DIRECTORY = 16,
    FILE_ATTRIBUTE_ARCHIVE = 32,
    FILE_ATTRIBUTE_NORMAL = 128,
};

static int open_flags(DWORD access, DWORD disposition) {
    bool writes = access & ((DWORD)GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA);
    bool reads = access & ((DWORD)GENERIC_READ | GENERIC_ALL | 1);
    int flags = O_CLOEXEC | (writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY);
    bool append_only = access & FILE_APPEND_DATA && !(access & ((DWORD)GENERIC_WRITE | FILE_WRITE_DATA));
    if (append_only) flags |= O_APPEND;
    static const int by_disposition[] = {0, O_CREAT | O_EXCL, O_CREAT | O_TRUNC, 0, O_CREAT, O_TRUNC};
    return flags | by_disposition[disposition];
}

// CON, CONIN$, CONOUT$ and NUL are devices in every folder.
static const char *device_path(const char *host) {
    Str name = path_name(str(host));
    if (str_eq_nocase(name, STR("NUL"))) return "/dev/null";
    if (str_eq_nocase(name, STR("CON")) || str_eq_nocase(name, STR("CONIN$")) || str_eq_nocase(name, STR("CONOUT$")))
        return "/dev/tty";
    return host;
}

static HANDLE open_file(const char *host, DWORD access, DWORD disposition, DWORD attributes) {
    if (disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING) {
        set_last_error(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE;
    }
    host = device_path(host);
    bool was_there = access_exists(host);
    int fd = open(host, open_flags(access, disposition), 0666);
    if (fd < 0) {
        set_last_error(errno == EEXIST ? ERROR_FILE_EXISTS : error_of_path(host));
        return INVALID_HANDLE;
    }
    struct stat st;
    bool is_folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    Object *file = is_folder && !(attributes & FILE_FLAG_BACKUP_SEMANTICS) ? NULL : new_object(OBJECT_FILE);
    if (!file) {
        close(fd);
        set_last_error(is_folder ? ERROR_ACCESS_DENIED : ERROR_NOT_ENOUGH_MEMORY);
        return INVALID_HANDLE;
    }
    file->fd = fd;
    file->path = realpath(host, NULL);
    file->delete_on_close = attributes & FILE_FLAG_DELETE_ON_CLOSE;
    HANDLE handle = new_handle(current_process(), file);
    set_last_error(was_there && (disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS) ? ERROR_ALREADY_EXISTS
                                                                                             : 0);
    return handle ? handle : INVALID_HANDLE;
}

static HANDLE WINAPI win_CreateFileA(const char *name, DWORD access, DWORD share, void *security, DWORD disposition,
                                     DWORD attributes, HANDLE template) {
    (void)share, (void)security, (void)template;
    Path path = path_a(name);
    HANDLE handle = open_file(path.host, access, disposition, attributes);
    done(&path);
    return handle;
}

static HANDLE WINAPI win_CreateFileW(const WCHAR *name, DWORD access, DWORD share, void *security, DWORD disposition,
                                     DWORD attributes, HANDLE template) {
    (void)share, (void)security, (void)template;
    Path path = path_w(name);
    HANDLE handle = open_file(path.host, access, disposition, attributes);
    done(&path);
    return handle;
}

static BOOL WINAPI win_CloseHandle(HANDLE handle) { return close_handle(current_process(), handle); }

static BOOL WINAPI win_CreatePipe(HANDLE *read_end, HANDLE *write_end, void *security, DWORD size) {
    (void)security, (void)size;
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) return fail_errno();
    HANDLE *ends[] = {read_end, write_end};
    for (int i = 0; i < 2; i++) {
        Object *file = new_object(OBJECT_FILE);
        if (file)
            file->fd = fds[i];
        else
            close(fds[i]);
        *ends[i] = new_handle(current_process(), file);
    }
    return (*read_end && *write_end) || fail(ERROR_NOT_ENOUGH_MEMORY);
}

static BOOL WINAPI win_DuplicateHandle(HANDLE from_process, HANDLE handle, HANDLE to_process, HANDLE *copy,
                                       DWORD access, BOOL inherit, DWORD options) {
    enum { DUPLICATE_CLOSE_SOURCE = 1 };
    (void)from_process, (void)to_process, (void)access, (void)inherit;
    Process *p = current_process();
    Object *object = object_of(handle, -1);
    if (!object) return FALSE;
    HANDLE made = new_handle(p, object); // takes the reference
    if (copy) *copy = made;
    if (options & DUPLICATE_CLOSE_SOURCE) close_handle(p, handle);
    return made || fail(ERROR_NOT_ENOUGH_MEMORY);
}

// Handles are not inherited by other processes: no flag is ever set.
static BOOL WINAPI win_GetHandleInformation(HANDLE handle, DWORD *flags) {
    Object *object = object_of(handle, -1);
    if (!object) return FALSE;
    release_object(object);
    *flags = 0;
    return TRUE;
}

static BOOL WINAPI win_SetHandleInformation(HANDLE handle, DWORD mask, DWORD flags) {
    (void)mask;
    return win_GetHandleInformation(handle, &flags);
}

// ---- Reading and writing

typedef struct { // OVERLAPPED
    uintptr_t internal, internal_high;
    u32 offset, offset_high;
    HANDLE event;
} Overlapped;

static BOOL WINAPI win_WriteFile(HANDLE handle, const void *bytes, DWORD n, DWORD *written, Overlapped *at) {
    park_if_ending();
    if (written) *written = 0;
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    i64 done_bytes =
        at ? pwrite(fd, bytes, n, (off_t)((u64)at->offset_high << 32 | at->offset)) : write_fd(fd, bytes, n);
    if (done_bytes < 0) return fail_errno();
    if (written) *written = (DWORD)done_bytes;
    return TRUE;
}

static BOOL WINAPI win_ReadFile(HANDLE handle, void *bytes, DWORD n, DWORD *got, Overlapped *at) {
    park_if_ending();
    if (got) *got = 0;
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    ssize_t done_bytes;
    do done_bytes = at ? pread(fd, bytes, n, (off_t)((u64)at->offset_high << 32 | at->offset)) : read(fd, bytes, n);
    while (done_bytes < 0 && errno == EINTR);
    if (done_bytes < 0) return fail_errno();
    if (got) *got = (DWORD)done_bytes;
    if (at && !done_bytes && n) return fail(ERROR_HANDLE_EOF);
    struct stat st;
    if (!done_bytes && n && fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode)) return fail(ERROR_BROKEN_PIPE);
    return TRUE;
}

static BOOL WINAPI win_FlushFileBuffers(HANDLE handle) {
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS || fail_errno();
}

static BOOL WINAPI win_SetFilePointerEx(HANDLE handle, i64 distance, i64 *position, DWORD method) {
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    if (method > 2) return fail(ERROR_INVALID_PARAMETER);
    off_t at = lseek(fd, distance, method == 0 ? SEEK_SET : method == 1 ? SEEK_CUR : SEEK_END);
    if (at < 0) return fail(errno == EINVAL ? ERROR_NEGATIVE_SEEK : error_of_errno(errno));
    if (position) *position = at;
    return TRUE;
}

static DWORD WINAPI win_SetFilePointer(HANDLE handle, i32 low, i32 *high, DWORD method) {
    i64 position, distance = high ? (i64)((u64)(u32)*high << 32 | (u32)low) : low;
    if (!win_SetFilePointerEx(handle, distance, &position, method)) return UINT32_MAX;
    if (high) *high = (i32)(position >> 32);
    set_last_error(ERROR_SUCCESS);
    return (DWORD)position;
}

static BOOL WINAPI win_SetEndOfFile(HANDLE handle) {
    int fd = fd_of(handle);
    if (fd < 0) return FALSE;
    off_t at = lseek(fd, 0, SEEK_CUR);
    return (at >= 0 && ftruncate(fd, at) == 0) || fail_errno();
}

static BOOL WINAPI win_GetFileSizeEx(HANDLE handle, i64 *size) {
    int fd = fd_of(handle);
    struct stat st;
    if (fd < 0) return FALSE;
    if (fstat(fd, &st) != 0) return fail_errno();
    *size = st.st_size;
    return TRUE;
}

static DWORD WINAPI win_GetFileSize(HANDLE handle, DWORD *high) {
    i64 size;
    if (!win_GetFileSizeEx(handle, &size)) return UINT32_MAX;
    if (high) *high = (DWORD)(size >> 32);
    set_last_error(ERROR_SUCCESS);
    return (DWORD)size;
}

static DWORD WINAPI win_GetFileType(HANDLE handle) {
    enum { UNKNOWN, DISK, CHARACTER, PIPE };
    int fd = fd_of(handle);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) return UNKNOWN;
    set_last_error(ERROR_SUCCESS);
    if (S_ISCHR(st.st_mode)) return CHARACTER;
    return S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) ? PIPE : DISK;
}

// Byte ranges are locked by open file, as on Windows; unlike there, a program that does not ask may still read and
// write.
static BOOL lock_range(HANDLE handle, u64 at, u64 n, short kind, bool wait) {
    int fd = fd_of(handle);
    struct flock range = {.l_type = kind, .l_whence = SEEK_SET, .l_start = (off_t)(at & INT64_MAX)};
    if (fd < 0) return FALSE;
    range.l_len = (off_t)(n > (u64)INT64_MAX - (u64)range.l_start ? 0 : n); // 0: to the end and beyond
    if (fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &range) == 0) return TRUE;
    return fail(errno == EAGAIN || errno == EACCES ? ERROR_LOCK_VIOLATION : error_of_errno(errno));
}

static u64 join(DWORD low, DWORD high) { return (u64)high << 32 | low; }

static BOOL WINAPI win_LockFile(HANDLE handle, DWORD low, DWORD high, DWORD size_low, DWORD size_high) {
    return lock_range(handle, join(low, high), join(size_low, size_high), F_WRLCK, false);
}

static BOOL WINAPI win_UnlockFile(HANDLE handle, DWORD low, DWORD high, DWORD size_low, DWORD size_high) {
    return lock_range(handle, join(low, high), join(size_low, size_high), F_UNLCK, false);
}

static BOOL WINAPI win_LockFileEx(HANDLE handle, DWORD flags, DWORD reserved, DWORD low, DWORD high, Overlapped *at) {
    enum { FAIL_IMMEDIATELY = 1, EXCLUSIVE = 2 };
    (void)reserved;
    park_if_ending();
    return lock_range(handle, join(at->offset, at->offset_high), join(low, high), flags & EXCLUSIVE ? F_WRLCK : F_RDLCK,
                      !(flags & FAIL_IMMEDIATELY));
}

static BOOL WINAPI win_UnlockFileEx(HANDLE handle, DWORD reserved, DWORD low, DWORD high, Overlapped *at) {
    (void)reserved;
    return lock_range(handle, join(at->offset, at->offset_high), join(low, high), F_UNLCK, false);
}

static BOOL WINAPI win_AreFileApisANSI(void) { return TRUE; }

// ---- What a file is

static u32 attributes_of(const struct stat *st) {
    u32 attributes = S_ISDIR(st->st_mode) ? FILE_ATTRIBUTE_DIRECTORY : FILE_ATTRIBUTE_ARCHIVE;
    return attributes | (st->st_mode & S_IWUSR ? 0 : FILE_ATTRIBUTE_READONLY);
}

FileTime file_time_of(u64 seconds, u64 nanoseconds) {
    u64 t = (seconds + 11644473600u) * 10000000u + nanoseconds / 100;
    return (FileTime){(u32)t, (u32)(t >> 32)};
}

u64 unix_nanoseconds_of(FileTime t) {
    u64 ticks = (u64)t.high << 32 | t.low;
    return ticks < 116444736000000000u ? 0 : (ticks - 116444736000000000u) * 100;
}

static FileTime time_of(struct timespec t) { return file_time_of((u64)t.tv_sec, (u64)t.tv_nsec); }

static DWORD attributes_of_path(const char *host) {
    struct stat st;
    if (stat(host, &st) == 0) return attributes_of(&st);
    set_last_error(error_of_path(host));
    return UINT32_MAX;
}

static DWORD WINAPI win_GetFileAttributesA(const char *name) {
    Path path = path_a(name);
    DWORD attributes = attributes_of_path(path.host);
    done(&path);
    return attributes;
}

static DWORD WINAPI win_GetFileAttributesW(const WCHAR *name) {
    Path path = path_w(name);
    DWORD attributes = attributes_of_path(path.host);
    done(&path);
    return attributes;
}

typedef struct { // WIN32_FILE_ATTRIBUTE_DATA
    DWORD attributes;
    FileTime created, accessed, written;
    DWORD size_high, size_low;
} AttributeData;

static BOOL get_attribute_data(const char *host, AttributeData *data) {
    struct stat st;
    if (stat(host, &st) != 0) return fail_path(host);
    *data = (AttributeData){attributes_of(&st),
                            time_of(st.st_ctim),
                            time_of(st.st_atim),
                            time_of(st.st_mtim),
                            (DWORD)((u64)st.st_size >> 32),
                            (DWORD)st.st_size};
    return TRUE;
}

static BOOL WINAPI win_GetFileAttributesExA(const char *name, int level, AttributeData *data) {
    (void)level;
    Path path = path_a(name);
    BOOL ok = get_attribute_data(path.host, data);
    done(&path);
    return ok;
}

static BOOL WINAPI win_GetFileAttributesExW(const WCHAR *name, int level, AttributeData *data) {
    (void)level;
    Path path = path_w(name);
    BOOL ok = get_attribute_data(path.host, data);
    done(&path);
    return ok;
}

static BOOL set_attributes(const char *host, DWORD attributes) {
    struct stat st;
    if (stat(host, &st) != 0) return fail_path(host);
    mode_t mode = attributes & FILE_ATTRIBUTE_READONLY ? st.st_mode & ~(mode_t)0222 : st.st_mode | S_IWUSR;
    return chmod(host, mode & 07777) == 0 || fail_errno();
}

static BOOL WINAPI win_SetFileAttributesA(const char *name, DWORD attributes) {
    Path path = path_a(name);
    BOOL ok = set_attributes(path.host, attributes);
    done(&path);
    return ok;
}

static BOOL WINAPI win_SetFileAttributesW(const WCHAR *name, DWORD attributes) {
    Path path = path_w(name);
    BOOL ok = set_attributes(path.host, attributes);
    done(&path);
    return ok;
}

typedef struct { // BY_HANDLE_FILE_INFORMATION
    DWORD attributes;
    FileTime created, accessed, written;
    DWORD volume, size_high, size_low, links, index_high, index_low;
} FileInformation;

static BOOL WINAPI win_GetFileInformationByHandle(HANDLE handle, FileInformation *info) {
    int fd = fd_of(handle);
    struct stat st;
    if (fd < 0) return FALSE;
    if (fstat(fd, &st) != 0) return fail_errno();
    *info = (FileInformation){attributes_of(&st),  time_of(st.st_ctim), time_of(st.st_atim),
                              time_of(st.st_mtim), (DWORD)st.st_dev,    (DWORD)((u64)st.st_size >> 32),
                              (DWORD)st.st_size,   (DWORD)st.st_nlink,  (DWORD)((u64)st.st_ino >> 32),
                              (DWORD)st.st_ino};
    return TRUE;
}

static BOOL WINAPI win_GetFileTime(HANDLE handle, FileTime *created, FileTime *accessed, FileTime *written) {
    int fd = fd_of(handle);
    struct stat st;
    if (fd < 0) return FALSE;
    if (fstat(fd, &st) != 0) return fail_errno();
    if (created) *created = time_of(st.st_ctim);
    if (accessed) *accessed = time_of(st.st_atim);
    if (written) *written = time_of(st.st_mtim);
    return TRUE;
}

static struct timespec timespec_of(const FileTime *t) {
    if (!t) return (struct timespec){.tv_nsec = UTIME_OMIT};
    u64 ns = unix_nanoseconds_of(*t);
    return (struct timespec){(time_t)(ns / 1000000000u), (long)(ns % 1000000000u)};
}

static BOOL WINAPI win_SetFileTime(HANDLE handle, const FileTime *created, const FileTime *accessed,
                                   const FileTime *written) {
    (void)created;
    int fd = fd_of(handle);
    struct timespec times[] = {timespec_of(accessed), timespec_of(written)};
    return fd >= 0 && (futimens(fd, times) == 0 || fail_errno());
}

// ---- Names and folders

static BOOL delete_file(const char *host) {
    struct stat st;
    if (lstat(host, &st) == 0 && S_ISDIR(st.st_mode)) return fail(ERROR_ACCESS_DENIED);
    return unlink(host) == 0 || fail_path(host);
}
PATH_FUNCTION(DeleteFile, delete_file)

static BOOL remove_folder(const char *host) {
    return rmdir(host) == 0 || (errno == ENOTDIR ? fail(ERROR_DIRECTORY) : fail_errno());
}
PATH_FUNCTION(RemoveDirectory, remove_folder)

static BOOL change_folder(const char *host) { return chdir(host) == 0 || fail_errno(); }
PATH_FUNCTION(SetCurrentDirectory, change_folder)

static BOOL make_folder(const char *host) {
    return mkdir(host, 0777) == 0 || fail(errno == ENOENT ? ERROR_PATH_NOT_FOUND : error_of_errno(errno));
}

static BOOL WINAPI win_CreateDirectoryA(const char *name, void *security) {
    (void)security;
    Path path = path_a(name);
    BOOL ok = make_folder(path.host);
    done(&path);
    return ok;
}

static BOOL WINAPI win_CreateDirectoryW(const WCHAR *name, void *security) {
    (void)security;
    Path path = path_w(name);
    BOOL ok = make_folder(path.host);
    done(&path);
    return ok;
}

enum { MOVEFILE_REPLACE_EXISTING = 1 };

static BOOL move_file(const char *from, const char *to, DWORD flags) {
    if (!access_exists(from)) return fail_path(from);
    if (!(flags & MOVEFILE_REPLACE_EXISTING) && access_exists(to)) return fail(ERROR_ALREADY_EXISTS);
    return rename(from, to) == 0 || fail_errno();
}

static BOOL WINAPI win_MoveFileExA(const char *from, const char *to, DWORD flags) {
    Path a = path_a(from), b = path_a(to);
    BOOL ok = move_file(a.host, b.host, flags);
    done(&a), done(&b);
    return ok;
}

static BOOL WINAPI win_MoveFileExW(const WCHAR *from, const WCHAR *to, DWORD flags) {
    Path a = path_w(from), b = path_w(to);
    BOOL ok = move_file(a.host, b.host, flags);
    done(&a), done(&b);
    return ok;
}

static BOOL WINAPI win_MoveFileA(const char *from, const char *to) { return win_MoveFileExA(from, to, 0); }
static BOOL WINAPI win_MoveFileW(const WCHAR *from, const WCHAR *to) { return win_MoveFileExW(from, to, 0); }

// `to` gets the contents of `from`; the old contents of `to` go to `backup`, if one is named.
static BOOL replace_file(const char *to, const char *from, const char *backup) {
    if (!access_exists(to)) return fail_path(to);
    if (!access_exists(from)) return fail_path(from); // before `to` has moved
    if (backup && rename(to, backup) != 0) return fail_errno();
    return rename(from, to) == 0 || fail_errno();
}

static BOOL WINAPI win_ReplaceFileA(const char *to, const char *from, const char *backup, DWORD flags, void *a,
                                    void *b) {
    (void)flags, (void)a, (void)b;
    Path paths[] = {path_a(to), path_a(from), path_a(backup)};
    BOOL ok = replace_file(paths[0].host, paths[1].host, backup ? paths[2].host : NULL);
    for (u32 i = 0; i < 3; i++) done(&paths[i]);
    return ok;
}

static BOOL WINAPI win_ReplaceFileW(const WCHAR *to, const WCHAR *from, const WCHAR *backup, DWORD flags, void *a,
                                    void *b) {
    (void)flags, (void)a, (void)b;
    Path paths[] = {path_w(to), path_w(from), path_w(backup)};
    BOOL ok = replace_file(paths[0].host, paths[1].host, backup ? paths[2].host : NULL);
    for (u32 i = 0; i < 3; i++) done(&paths[i]);
    return ok;
}

static BOOL copy_bytes(int in, int out) {
    u8 block[1 << 14];
    for (ssize_t n; (n = read(in, block, sizeof block)) != 0;) {
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 || write_fd(out, block, (u64)n) < 0) return fail_errno();
    }
    return TRUE;
}

static BOOL copy_file(const char *from, const char *to, BOOL fail_if_exists) {
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) return fail_path(from);
    int out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC | (fail_if_exists ? O_EXCL : O_TRUNC), 0666);
    BOOL ok = out >= 0 ? copy_bytes(in, out) : fail(errno == EEXIST ? ERROR_FILE_EXISTS : error_of_path(to));
    close(in);
    if (out >= 0 && close(out) != 0) ok = fail_errno();
    return ok;
}

static BOOL WINAPI win_CopyFileA(const char *from, const char *to, BOOL fail_if_exists) {
    Path a = path_a(from), b = path_a(to);
    BOOL ok = copy_file(a.host, b.host, fail_if_exists);
    done(&a), done(&b);
    return ok;
}

static BOOL WINAPI win_CopyFileW(const WCHAR *from, const WCHAR *to, BOOL fail_if_exists) {
    Path a = path_w(from), b = path_w(to);
    BOOL ok = copy_file(a.host, b.host, fail_if_exists);
    done(&a), done(&b);
    return ok;
}

// ---- Functions that give a path. TEXT_FUNCTION defines the A and W forms of those without further arguments.

#define TEXT_FUNCTION(name, text_of)                                                                                   \
    static DWORD WINAPI win_##name##A(char *to, DWORD capacity) {                                                      \
        Arena scratch = {0};                                                                                           \
        DWORD n = give_text(text_of(&scratch), to, capacity);                                                          \
        arena_free(&scratch);                                                                                          \
        return n;                                                                                                      \
    }                                                                                                                  \
    static DWORD WINAPI win_##name##W(WCHAR *to, DWORD capacity) {                                                     \
        Arena scratch = {0};                                                                                           \
        DWORD n = give_text_w(text_of(&scratch), to, capacity);                                                        \
        arena_free(&scratch);                                                                                          \
        return n;                                                                                                      \
    }

static Str system_folder(Arena *a) { return arena_copy(a, STR("C:\\windows\\system32")); }
static Str windows_folder(Arena *a) { return arena_copy(a, STR("C:\\windows")); }
TEXT_FUNCTION(GetSystemDirectory, system_folder)
TEXT_FUNCTION(GetWindowsDirectory, windows_folder)

static Str temporary_folder(Arena *a) {
    Process *p = current_process();
    Str temp = environment_value(p, a, STR("TMP"));
    if (!temp.n) temp = environment_value(p, a, STR("TEMP"));
    return arena_printf(a, "%.*s%s", STR_ARG(temp.n ? temp : STR("Z:\\tmp")), str_ends(temp, STR("\\")) ? "" : "\\");
}

// These two take the capacity first.
static Str current_folder(Arena *a) { return windows_path(current_process(), a, STR(".")); }

static DWORD WINAPI win_GetTempPathA(DWORD capacity, char *to) {
    Arena scratch = {0};
    DWORD n = give_text(temporary_folder(&scratch), to, capacity);
    arena_free(&scratch);
    return n;
}

static DWORD WINAPI win_GetTempPathW(DWORD capacity, WCHAR *to) {
    Arena scratch = {0};
    DWORD n = give_text_w(temporary_folder(&scratch), to, capacity);
    arena_free(&scratch);
    return n;
}

static DWORD WINAPI win_GetCurrentDirectoryA(DWORD capacity, char *to) {
    Arena scratch = {0};
    DWORD n = give_text(current_folder(&scratch), to, capacity);
    arena_free(&scratch);
    return n;
}

static DWORD WINAPI win_GetCurrentDirectoryW(DWORD capacity, WCHAR *to) {
    Arena scratch = {0};
    DWORD n = give_text_w(current_folder(&scratch), to, capacity);
    arena_free(&scratch);
    return n;
}

// Joins with the current folder and takes out "." and "..", without looking whether the file exists.
static Str full_path(Arena *a, Str name) {
    Process *p = current_process();
    bool has_drive = name.n >= 2 && name.p[1] == ':';
    bool rooted = name.n && (name.p[0] == '\\' || name.p[0] == '/');
    Str here = has_drive ? ((Str){0}) : rooted ? STR("Z:") : windows_path(p, a, STR("."));
    Str joined = arena_printf(a, "%.*s%s%.*s", STR_ARG(here), has_drive || rooted ? "" : "\\", STR_ARG(name));
    Buffer b = {.arena = a};
    buffer_put(&b, joined.p, joined.n < 2 ? joined.n : 2);
    for (size_t at = 2; at < joined.n;) {
        while (at < joined.n && (joined.p[at] == '\\' || joined.p[at] == '/')) at++;
        size_t end = at;
        while (end < joined.n && joined.p[end] != '\\' && joined.p[end] != '/') end++;
        Str part = str_slice(joined, at, end);
        at = end;
        if (str_eq(part, STR("..")))
            while (b.n > 2 && b.p[--b.n] != '\\') {
            }
        if (part.n && !str_eq(part, STR(".")) && !str_eq(part, STR(".."))) {
            buffer_put(&b, "\\", 1);
            buffer_put_str(&b, part);
        }
    }
    if (b.n == 2) buffer_put(&b, "\\", 1);
    return buffer_str(&b);
}

static DWORD WINAPI win_GetFullPathNameA(const char *name, DWORD capacity, char *to, char **last) {
    Arena scratch = {0};
    Str path = full_path(&scratch, str(name));
    DWORD n = give_text(path, to, capacity);
    if (last) *last = n < capacity ? to + (path.n - path_name(path).n) : NULL;
    arena_free(&scratch);
    return n;
}

static DWORD WINAPI win_GetFullPathNameW(const WCHAR *name, DWORD capacity, WCHAR *to, WCHAR **last) {
    Arena scratch = {0};
    Str path = full_path(&scratch, from_utf16(&scratch, name));
    DWORD n = give_text_w(path, to, capacity);
    if (last) *last = n < capacity ? to + (n - utf8_to_utf16(path_name(path), NULL, 0)) : NULL;
    arena_free(&scratch);
    return n;
}

static DWORD WINAPI win_GetTempFileNameA(const char *folder, const char *prefix, DWORD unique, char *to) {
    Path path = path_a(folder);
    u32 number = unique & 0xffff;
    for (u32 attempt = 0; attempt < 0x10000; attempt++) {
        if (!unique) number = (u32)(monotonic_nanoseconds() >> 10) & 0xffff;
        if (!number) continue;
        Str name = arena_printf(&path.scratch, "%s/%.3s%x.tmp", path.host, prefix, number);
        int fd = unique ? -1 : open((const char *)name.p, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        if (!unique && fd < 0 && errno == EEXIST) continue;
        if (!unique && fd < 0) break;
        if (fd >= 0) close(fd);
        snprintf(to, 260, "%s\\%.3s%x.tmp", folder, prefix, number);
        done(&path);
        return number;
    }
    done(&path);
    return (DWORD)fail_errno();
}

static DWORD WINAPI win_GetDriveTypeA(const char *root) {
    enum { DRIVE_NO_ROOT_DIR = 1, DRIVE_FIXED = 3 };
    u8 letter = root ? ascii_lower((u8)root[0]) : 'z';
    return letter == 'z' || letter == 'c' ? DRIVE_FIXED : DRIVE_NO_ROOT_DIR;
}

static DWORD WINAPI win_GetLogicalDrives(void) { return 1u << 2 | 1u << 25; } // C: and Z:

static BOOL free_space(const char *host, DWORD *sectors, DWORD *bytes, DWORD *free_clusters, DWORD *clusters) {
    struct statvfs st;
    if (statvfs(host, &st) != 0) return fail_errno();
    *bytes = 512;
    *sectors = (DWORD)(st.f_frsize / 512);
    *free_clusters = (DWORD)(st.f_bavail < UINT32_MAX ? st.f_bavail : UINT32_MAX);
    *clusters = (DWORD)(st.f_blocks < UINT32_MAX ? st.f_blocks : UINT32_MAX);
    return TRUE;
}

static BOOL WINAPI win_GetDiskFreeSpaceA(const char *root, DWORD *sectors, DWORD *bytes, DWORD *free_clusters,
                                         DWORD *clusters) {
    Path path = path_a(root ? root : ".");
    BOOL ok = free_space(path.host, sectors, bytes, free_clusters, clusters);
    done(&path);
    return ok;
}

static BOOL WINAPI win_GetDiskFreeSpaceW(const WCHAR *root, DWORD *sectors, DWORD *bytes, DWORD *free_clusters,
                                         DWORD *clusters) {
    static const WCHAR here[] = {'.', 0};
    Path path = path_w(root ? root : here);
    BOOL ok = free_space(path.host, sectors, bytes, free_clusters, clusters);
    done(&path);
    return ok;
}

// clang-format off
const BuiltinFunction file_functions[] = {
    FN(CreateFileA), FN(CreateFileW), FN(CloseHandle), FN(CreatePipe), FN(DuplicateHandle), FN(GetHandleInformation),
    FN(SetHandleInformation), FN(WriteFile), FN(ReadFile), FN(FlushFileBuffers), FN(SetFilePointer),
    FN(SetFilePointerEx), FN(SetEndOfFile), FN(GetFileSize), FN(GetFileSizeEx), FN(GetFileType), FN(LockFile),
    FN(LockFileEx), FN(UnlockFileEx), FN(AreFileApisANSI), FN(UnlockFile), FN(GetFileAttributesA),
    FN(GetFileAttributesW), FN(GetFileAttributesExA), FN(GetFileAttributesExW), FN(SetFileAttributesA),
    FN(SetFileAttributesW), FN(GetFileInformationByHandle), FN(GetFileTime), FN(SetFileTime), FN(DeleteFileA),
    FN(DeleteFileW), FN(RemoveDirectoryA), FN(RemoveDirectoryW), FN(SetCurrentDirectoryA), FN(SetCurrentDirectoryW),
    FN(CreateDirectoryA), FN(CreateDirectoryW), FN(MoveFileA), FN(MoveFileW), FN(MoveFileExA), FN(MoveFileExW),
    FN(ReplaceFileA), FN(ReplaceFileW), FN(CopyFileA), FN(CopyFileW), FN(GetSystemDirectoryA), FN(GetSystemDirectoryW), FN(GetWindowsDirectoryA),
    FN(GetWindowsDirectoryW), FN_AS("GetSystemWindowsDirectoryA", win_GetWindowsDirectoryA),
    FN_AS("GetSystemWindowsDirectoryW", win_GetWindowsDirectoryW), FN(GetTempPathA), FN(GetTempPathW),
    FN(GetCurrentDirectoryA), FN(GetCurrentDirectoryW), FN(GetFullPathNameA), FN(GetFullPathNameW),
    FN(GetTempFileNameA), FN(GetDriveTypeA), FN(GetLogicalDrives), FN(GetDiskFreeSpaceA), FN(GetDiskFreeSpaceW), {0},
};
// clang-format on
