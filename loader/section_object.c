// section_object.c - the pages of an image, laid out once for all processes that use the file.
//
// A DLL on disk is packed: sections follow each other at multiples of 512 bytes. In memory they lie at their RVAs,
// multiples of 4096. Windows makes a "section object" from the file the first time it is run, and every process maps
// that object; so a hundred processes hold one copy of its code. Here the object is a file in shared memory:
//
//      my_dll.dll   [hdr][.text][.rdata][.data]                              packed, as linked
//      /dev/shm/myload-UID/DEVICE-INODE-SIZE-TIMES
//                   [hdr....][.text......][.rdata.....][.data......][ready]  laid out, at RVAs
//                        ^ MAP_PRIVATE by every process: one page in memory until a process writes to it,
//                          then that process gets its own copy (copy on write). SHARED sections: MAP_SHARED.
//
// The name is the file's identity, not its path: the same file under two names is one object, and a file that was
// linked anew is another one.
//
// When is an object removed? Each process that maps one holds a shared lock on it (flock); the kernel drops the lock
// when the process ends, however it ends. Who lets go tries to make its lock exclusive: that works only for the last
// one, who then unlinks the name. Who opens an object tries the exclusive lock first: if it gets it, nobody uses the
// object and it is laid out anew, so values in SHARED sections do not outlive the last process, as on Windows. After a
// SIGKILL a file may stay behind until the next run of the same image, or any other: each start sweeps the folder.
#include "loader.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char ready_mark[8] = "laidout"; // behind the last page: the object is complete

static bool write_at(int fd, Str bytes, u64 at) {
    while (bytes.n) {
        ssize_t n = pwrite(fd, bytes.p, bytes.n, (off_t)at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
        at += (u64)n;
    }
    return true;
}

// Copies headers and raw data from their file offsets to their RVAs. Whatever the file does not fill is zero.
// plan_ranges has checked that every section lies within object->size, pe_open that its raw data lies within the file.
static bool lay_out(const SectionObject *object, const PeImage *pe) {
    if (ftruncate(object->fd, 0) != 0 || ftruncate(object->fd, (off_t)object->size) != 0) return false;
    size_t header_size = pe->opt.size_of_headers < pe->file.n ? pe->opt.size_of_headers : pe->file.n;
    if (header_size > object->size) header_size = object->size;
    if (!write_at(object->fd, str_slice(pe->file, 0, header_size), 0)) return false;
    for (u32 i = 0; i < pe->section_count; i++) {
        const PeSection *sec = &pe->sections[i];
        u64 mapped_size = align_up(sec->virtual_size ? sec->virtual_size : sec->raw_size, PAGE_SIZE);
        u64 n = sec->raw_size < mapped_size ? sec->raw_size : mapped_size;
        if (!n || !range_ok(sec->raw_off, n, 1, pe->file.n) || !range_ok(sec->rva, n, 1, object->size)) continue;
        if (!write_at(object->fd, str_slice(pe->file, sec->raw_off, sec->raw_off + n), sec->rva)) return false;
    }
    return write_at(object->fd, (Str){(const u8 *)ready_mark, sizeof ready_mark}, object->size);
}

static bool is_laid_out(const SectionObject *object) {
    char mark[sizeof ready_mark];
    return pread(object->fd, mark, sizeof mark, (off_t)object->size) == (ssize_t)sizeof mark &&
           memcmp(mark, ready_mark, sizeof mark) == 0;
}

// Some systems mount shared memory without the right to execute.
static bool may_execute(int fd) {
    void *page = mmap(NULL, PAGE_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
    if (page == MAP_FAILED) return false;
    munmap(page, PAGE_SIZE);
    return true;
}

// A folder of our own for the objects: only this user can put files there, so nobody else decides what code we map.
static const char *object_folder(Arena *a) {
    static const char *const places[] = {"/dev/shm", "/tmp"};
    for (u32 i = 0; i < 2; i++) {
        const char *folder = (const char *)arena_printf(a, "%s/myload-%u", places[i], (unsigned)geteuid()).p;
        struct stat st;
        (void)mkdir(folder, 0700);
        if (lstat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) continue;
        if (st.st_uid != geteuid() || st.st_mode & (S_IWGRP | S_IWOTH)) continue;
        int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (fd < 0) continue;
        bool usable = ftruncate(fd, PAGE_SIZE) == 0 && may_execute(fd);
        close(fd);
        if (usable) return folder;
    }
    return NULL;
}

static const char *object_path(Arena *a, const PeImage *pe, Str path) {
    struct stat st;
    const char *folder = object_folder(a);
    if (!folder || stat((const char *)path.p, &st) != 0 || (u64)st.st_size != pe->file.n) return NULL;
    return (const char *)arena_printf(a, "%s/%llx-%llx-%llx-%llx.%09lu-%llx.%09lu", folder,
                                      (unsigned long long)st.st_dev, (unsigned long long)st.st_ino,
                                      (unsigned long long)st.st_size, (unsigned long long)st.st_mtim.tv_sec,
                                      (unsigned long)st.st_mtim.tv_nsec, (unsigned long long)st.st_ctim.tv_sec,
                                      (unsigned long)st.st_ctim.tv_nsec)
        .p;
}

static bool still_has_name(int fd) {
    struct stat st;
    return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

// Removes what processes that were killed have left behind.
static void sweep(const char *path) {
    char folder[4096];
    size_t n = (size_t)(strrchr(path, '/') - path);
    if (n >= sizeof folder) return;
    memcpy(folder, path, n);
    folder[n] = 0;
    DIR *dir = opendir(folder);
    if (!dir) return;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        int fd = openat(dirfd(dir), entry->d_name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (fd < 0) continue; // "." and ".." too
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 && still_has_name(fd)) unlinkat(dirfd(dir), entry->d_name, 0);
        close(fd);
    }
    closedir(dir);
}

// One attempt. True when object->fd is laid out, has its name and is locked for sharing. Between our steps others may
// unlink the name or die half-way, so each outcome is checked, and the caller tries again.
static bool try_open(SectionObject *object, const PeImage *pe) {
    object->fd = open(object->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (object->fd < 0) return false;
    bool alone = flock(object->fd, LOCK_EX | LOCK_NB) == 0;
    if (alone && still_has_name(object->fd) && !lay_out(object, pe)) {
        unlink(object->path);
        close(object->fd);
        return false;
    }
    // From exclusive to shared is not one step: another process may lay the object out once more in between, with
    // the same bytes, before anyone has mapped it.
    if (flock(object->fd, LOCK_SH) == 0 && still_has_name(object->fd) && is_laid_out(object)) {
        object->was_there = !alone;
        return true;
    }
    close(object->fd);
    return false;
}

static bool open_private(SectionObject *object, const PeImage *pe) {
    object->path = NULL;
    object->fd = memfd_create("myload image", MFD_CLOEXEC);
    return object->fd >= 0 && lay_out(object, pe);
}

bool section_object_open(SectionObject *object, Arena *a, const PeImage *pe, Str path, Message *m) {
    object->path = object_path(a, pe, path);
    if (object->path) sweep(object->path);
    for (u32 attempt = 0; object->path && attempt < 100; attempt++)
        if (try_open(object, pe)) return true;
    if (open_private(object, pe)) return true;
    *m = (Message){.kind = MSG_ERROR, .file = pe->name};
    m->text = arena_printf(a, "cannot make %llu bytes of shared memory for the image: %s",
                           (unsigned long long)object->size, strerror(errno));
    if (object->fd >= 0) close(object->fd);
    object->fd = -1;
    return false;
}

void section_object_close(SectionObject *object) {
    if (object->fd < 0) return;
    if (object->path && flock(object->fd, LOCK_EX | LOCK_NB) == 0 && still_has_name(object->fd)) unlink(object->path);
    close(object->fd);
    object->fd = -1;
}
