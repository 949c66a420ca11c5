// winapi_handles.c - the handle table, and the state that the built-in functions keep for the process.
//
//      handle 14h  ->  handles[5 - 1]  ->  Object { kind, references, ... }
//
// Windows' handles are multiples of 4; programs tell them from NULL and INVALID_HANDLE_VALUE (-1) and nothing else. A
// handle owns one reference to its object; a thread that waits holds another, so that closing a handle while someone
// waits for it is harmless.
#include "winapi.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void lock(Process *p) { pthread_mutex_lock(&p->win->lock); }
static void unlock(Process *p) { pthread_mutex_unlock(&p->win->lock); }

Object *new_object(ObjectKind kind) {
    Object *object = calloc(1, sizeof *object);
    if (!object) return NULL;
    object->kind = kind;
    object->references = 1;
    object->fd = -1;
    return object;
}

static void forget_name(Process *p, Object *object) {
    for (Object **at = &p->win->named; *at; at = &(*at)->next_named)
        if (*at == object) {
            *at = object->next_named;
            return;
        }
}

void release_object(Object *object) {
    Process *p = current_process();
    lock(p);
    bool last = --object->references == 0;
    if (last && object->name) forget_name(p, object);
    unlock(p);
    if (!last) return;
    if (object->fd >= 0 && !object->keep_fd) close(object->fd);
    if (object->delete_on_close && object->path) unlink(object->path);
    free(object->name);
    free(object->path);
    free(object);
}

// The free slot with the lowest number; the table doubles when there is none. Under the lock.
static Object **free_slot(WinState *win) {
    for (u32 i = 0; i < win->handle_count; i++)
        if (!win->handles[i]) return &win->handles[i];
    u32 more = win->handle_count ? win->handle_count : 64;
    Object **bigger = realloc(win->handles, sizeof *bigger * ((size_t)win->handle_count + more));
    if (!bigger) return NULL;
    memset(bigger + win->handle_count, 0, sizeof *bigger * more);
    win->handles = bigger;
    win->handle_count += more;
    return &win->handles[win->handle_count - more];
}

HANDLE new_handle(Process *p, Object *object) {
    if (!object) return NULL;
    lock(p);
    Object **slot = free_slot(p->win);
    if (slot) *slot = object;
    uintptr_t number = slot ? 4 * ((uintptr_t)(slot - p->win->handles) + 1) : 0;
    unlock(p);
    if (!slot) release_object(object);
    return (HANDLE)number;
}

// Under the lock. NULL when the number is none of ours.
static Object **slot_of(WinState *win, HANDLE handle) {
    uintptr_t number = (uintptr_t)handle;
    if (!number || number % 4 || number / 4 > win->handle_count) return NULL;
    Object **slot = &win->handles[number / 4 - 1];
    return *slot ? slot : NULL;
}

// GetCurrentProcess and GetCurrentThread give -1 and -2, which stand for the caller's own objects.
static Object *pseudo_object(Process *p, HANDLE handle) {
    if (handle == (HANDLE)(intptr_t)-1) return p->win->process_object;
    if (handle == (HANDLE)(intptr_t)-2) return thread_object(current_thread());
    return NULL;
}

Object *object_of(HANDLE handle, int kind) {
    Process *p = current_process();
    Object *object = pseudo_object(p, handle);
    lock(p);
    if (!object) {
        Object **slot = slot_of(p->win, handle);
        object = slot ? *slot : NULL;
    }
    if (object && kind >= 0 && object->kind != (ObjectKind)kind) object = NULL;
    if (object) object->references++;
    unlock(p);
    if (!object) set_last_error(ERROR_INVALID_HANDLE);
    return object;
}

BOOL close_handle(Process *p, HANDLE handle) {
    if (pseudo_object(p, handle)) return TRUE;
    lock(p);
    Object **slot = slot_of(p->win, handle);
    Object *object = slot ? *slot : NULL;
    if (slot) *slot = NULL;
    unlock(p);
    if (!object) return fail(ERROR_INVALID_HANDLE);
    release_object(object);
    return TRUE;
}

int fd_of(HANDLE handle) {
    Object *object = object_of(handle, OBJECT_FILE);
    if (!object) return -1;
    int fd = object->fd;
    release_object(object);
    return fd;
}

u64 monotonic_nanoseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (u64)t.tv_sec * 1000000000u + (u64)t.tv_nsec;
}

i64 write_fd(int fd, const void *bytes, u64 n) {
    const u8 *at = bytes;
    u64 left = n;
    while (left) {
        ssize_t done = write(fd, at, left);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return -1;
        at += done;
        left -= (u64)done;
    }
    return (i64)n;
}

DWORD give_text(Str text, char *to, DWORD capacity) {
    if (text.n >= capacity) return (DWORD)text.n + 1;
    memcpy(to, text.p, text.n);
    to[text.n] = 0;
    return (DWORD)text.n;
}

DWORD give_text_w(Str text, WCHAR *to, DWORD capacity) {
    u32 n = utf8_to_utf16(text, NULL, 0);
    if (n >= capacity) return n + 1;
    utf8_to_utf16(text, to, n);
    to[n] = 0;
    return n;
}

// ---- The state

static HANDLE standard_handle(Process *p, int fd) {
    Object *file = new_object(OBJECT_FILE);
    if (!file) return NULL;
    file->fd = fd;
    file->keep_fd = true;
    return new_handle(p, file);
}

bool create_win_state(Process *p, int argc, char **argv) {
    WinState *win = p->win = calloc(1, sizeof *win);
    if (!win) return false;
    pthread_mutex_init(&win->lock, NULL);
    pthread_mutex_init(&win->list_lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&win->changed, &attributes);
    win->start_time = monotonic_nanoseconds();
    win->console_output_cp = win->console_input_cp = 65001;
    win->tls_used[0] = win->fls_used[0] = 1; // Windows' own run-time has them; programs take 0 for "no slot"
    win->process_object = new_object(OBJECT_PROCESS);
    for (int i = 0; i < 3; i++) win->standard[i] = standard_handle(p, i);
    if (win->process_object) win->process_object->id = (u32)getpid();
    return win->process_object && win->standard[2] && create_environment(p, argc, argv);
}
