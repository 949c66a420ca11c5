// winapi_sync.c - waiting: for objects with handles, and for locks that live in the program's own memory.
//
// Objects (events, mutexes, semaphores, timers, threads): one lock and one condition for all of them. Whoever changes
// an object wakes all waiters, and each looks again whether its own wait is over. That is simple and right for "wait
// for all of these"; it is not built for thousands of waiters.
//
// Critical sections, SRW locks, condition variables: a 32-bit word in the program's structure, changed by atomic
// instructions; only who has to wait asks the kernel (futex: "sleep while this word is still ...").
#include "winapi.h"

#include <errno.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    INFINITE = (int)0xffffffff,
    WAIT_OBJECT_0 = 0,
    WAIT_ABANDONED_0 = 0x80,
    WAIT_TIMEOUT = 0x102,
    WAIT_FAILED = (int)0xffffffff,
    MAXIMUM_WAIT_OBJECTS = 64,
};

// ---- Objects. All under WinState.lock.

static bool is_ready(const Object *object, const Thread *thread, u64 now) {
    switch (object->kind) {
    case OBJECT_SEMAPHORE: return object->count > 0;
    case OBJECT_MUTEX: return !object->owner || object->owner == thread;
    case OBJECT_TIMER: return object->is_signalled || (object->due && now >= object->due);
    default: return object->is_signalled;
    }
}

// A wait that succeeds takes what it waited for. Returns true for a mutex whose owner died.
static bool take(Object *object, Thread *thread, u64 now) {
    bool abandoned = object->kind == OBJECT_MUTEX && object->is_abandoned;
    switch (object->kind) {
    case OBJECT_SEMAPHORE: object->count--; break;
    case OBJECT_MUTEX:
        object->owner = thread;
        object->recursion++;
        object->is_abandoned = false;
        break;
    case OBJECT_EVENT:
        if (!object->manual_reset) object->is_signalled = false;
        break;
    case OBJECT_TIMER:
        object->is_signalled = object->manual_reset;
        if (object->due) object->due = object->period ? now + object->period : 0;
        break;
    default: break;
    }
    return abandoned;
}

// The result of the wait, or -1 when it is not over.
static i64 try_wait(Object **objects, u32 count, bool all, Thread *thread) {
    u64 now = monotonic_nanoseconds();
    u32 ready = 0, first = count;
    for (u32 i = count; i > 0; i--)
        if (is_ready(objects[i - 1], thread, now)) ready++, first = i - 1;
    if (!ready || (all && ready < count)) return -1;
    bool abandoned = false;
    for (u32 i = 0; i < count; i++)
        if (all || i == first) abandoned = take(objects[i], thread, now) || abandoned;
    return (abandoned ? WAIT_ABANDONED_0 : WAIT_OBJECT_0) + (all ? 0 : first);
}

// When to look again at the latest: the time-out, or a timer that falls due.
static u64 next_look(Object **objects, u32 count, u64 deadline) {
    for (u32 i = 0; i < count; i++)
        if (objects[i]->kind == OBJECT_TIMER && objects[i]->due && objects[i]->due < deadline)
            deadline = objects[i]->due;
    return deadline;
}

static DWORD wait_for(Object **objects, u32 count, bool all, DWORD milliseconds) {
    WinState *win = current_process()->win;
    Thread *thread = current_thread();
    u64 deadline = milliseconds == (DWORD)INFINITE ? UINT64_MAX : monotonic_nanoseconds() + milliseconds * 1000000ull;
    i64 result;
    pthread_mutex_lock(&win->lock);
    while ((result = try_wait(objects, count, all, thread)) < 0) {
        if (deadline != UINT64_MAX && monotonic_nanoseconds() >= deadline) {
            result = WAIT_TIMEOUT;
            break;
        }
        u64 look = next_look(objects, count, deadline);
        struct timespec t = {(time_t)(look / 1000000000u), (long)(look % 1000000000u)};
        if (look == UINT64_MAX)
            pthread_cond_wait(&win->changed, &win->lock);
        else
            pthread_cond_timedwait(&win->changed, &win->lock, &t);
    }
    pthread_mutex_unlock(&win->lock);
    park_if_ending();
    return (DWORD)result;
}

static DWORD WINAPI win_WaitForMultipleObjectsEx(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds,
                                                 BOOL alertable) {
    (void)alertable;
    Object *objects[MAXIMUM_WAIT_OBJECTS];
    u32 n = 0;
    park_if_ending();
    if (!count || count > MAXIMUM_WAIT_OBJECTS) return fail(ERROR_INVALID_PARAMETER), (DWORD)WAIT_FAILED;
    while (n < count && (objects[n] = object_of(handles[n], -1)) != NULL) n++;
    DWORD result = n == count ? wait_for(objects, count, all, milliseconds) : (DWORD)WAIT_FAILED;
    while (n > 0) release_object(objects[--n]);
    return result;
}

static DWORD WINAPI win_WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds) {
    return win_WaitForMultipleObjectsEx(count, handles, all, milliseconds, FALSE);
}

static DWORD WINAPI win_WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable) {
    return win_WaitForMultipleObjectsEx(1, &handle, FALSE, milliseconds, alertable);
}

static DWORD WINAPI win_WaitForSingleObject(HANDLE handle, DWORD milliseconds) {
    return win_WaitForMultipleObjectsEx(1, &handle, FALSE, milliseconds, FALSE);
}

// Makes an object or opens the one that has the name already. `initial` sets up a new one.
static HANDLE create_named(ObjectKind kind, Str name, const Object *initial) {
    Process *p = current_process();
    WinState *win = p->win;
    Object *object = NULL, *made = new_object(kind);
    if (!made) return NULL;
    pthread_mutex_lock(&win->lock);
    for (Object *o = win->named; name.n && o; o = o->next_named)
        if (str_eq(str(o->name), name)) object = o;
    bool existed = object != NULL;
    if (existed) {
        object->references++;
    } else {
        object = made;
        made = NULL;
        object->is_signalled = initial->is_signalled;
        object->manual_reset = initial->manual_reset;
        object->count = initial->count;
        object->maximum = initial->maximum;
        object->owner = initial->owner;
        object->recursion = initial->owner != NULL;
        object->name = name.n ? strndup((const char *)name.p, name.n) : NULL;
        if (object->name) object->next_named = win->named, win->named = object;
    }
    pthread_mutex_unlock(&win->lock);
    if (made) release_object(made);
    if (object->kind != kind) {
        release_object(object);
        set_last_error(ERROR_INVALID_HANDLE);
        return NULL;
    }
    set_last_error(existed ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return new_handle(p, object);
}

static HANDLE create_wide(ObjectKind kind, const WCHAR *name, const Object *initial) {
    Arena scratch = {0};
    HANDLE handle = create_named(kind, from_utf16(&scratch, name), initial);
    arena_free(&scratch);
    return handle;
}

static HANDLE open_named(ObjectKind kind, Str name) {
    Process *p = current_process();
    Object *found = NULL;
    pthread_mutex_lock(&p->win->lock);
    for (Object *o = p->win->named; o; o = o->next_named)
        if (o->kind == kind && str_eq(str(o->name), name)) found = o;
    if (found) found->references++;
    pthread_mutex_unlock(&p->win->lock);
    if (found) return new_handle(p, found);
    set_last_error(ERROR_FILE_NOT_FOUND);
    return NULL;
}

static HANDLE WINAPI win_CreateEventA(void *security, BOOL manual, BOOL set, const char *name) {
    (void)security;
    return create_named(OBJECT_EVENT, str(name), &(Object){.manual_reset = manual, .is_signalled = set});
}

static HANDLE WINAPI win_CreateEventW(void *security, BOOL manual, BOOL set, const WCHAR *name) {
    (void)security;
    return create_wide(OBJECT_EVENT, name, &(Object){.manual_reset = manual, .is_signalled = set});
}

static HANDLE WINAPI win_CreateMutexA(void *security, BOOL owned, const char *name) {
    (void)security;
    return create_named(OBJECT_MUTEX, str(name), &(Object){.owner = owned ? current_thread() : NULL});
}

static HANDLE WINAPI win_CreateMutexW(void *security, BOOL owned, const WCHAR *name) {
    (void)security;
    return create_wide(OBJECT_MUTEX, name, &(Object){.owner = owned ? current_thread() : NULL});
}

static HANDLE WINAPI win_CreateSemaphoreA(void *security, i32 count, i32 maximum, const char *name) {
    (void)security;
    if (count < 0 || maximum <= 0 || count > maximum) return fail(ERROR_INVALID_PARAMETER), NULL;
    return create_named(OBJECT_SEMAPHORE, str(name), &(Object){.count = count, .maximum = maximum});
}

static HANDLE WINAPI win_CreateSemaphoreW(void *security, i32 count, i32 maximum, const WCHAR *name) {
    (void)security;
    if (count < 0 || maximum <= 0 || count > maximum) return fail(ERROR_INVALID_PARAMETER), NULL;
    return create_wide(OBJECT_SEMAPHORE, name, &(Object){.count = count, .maximum = maximum});
}

static HANDLE WINAPI win_OpenEventA(DWORD access, BOOL inherit, const char *name) {
    (void)access, (void)inherit;
    return open_named(OBJECT_EVENT, str(name));
}

static HANDLE WINAPI win_OpenMutexA(DWORD access, BOOL inherit, const char *name) {
    (void)access, (void)inherit;
    return open_named(OBJECT_MUTEX, str(name));
}

static BOOL signal_event(HANDLE handle, bool value) {
    Process *p = current_process();
    Object *event = object_of(handle, OBJECT_EVENT);
    if (!event) return FALSE;
    pthread_mutex_lock(&p->win->lock);
    event->is_signalled = value;
    if (value) objects_changed(p);
    pthread_mutex_unlock(&p->win->lock);
    release_object(event);
    return TRUE;
}

static BOOL WINAPI win_SetEvent(HANDLE handle) { return signal_event(handle, true); }
static BOOL WINAPI win_ResetEvent(HANDLE handle) { return signal_event(handle, false); }

static BOOL WINAPI win_ReleaseMutex(HANDLE handle) {
    Process *p = current_process();
    Object *mutex = object_of(handle, OBJECT_MUTEX);
    if (!mutex) return FALSE;
    pthread_mutex_lock(&p->win->lock);
    bool owned = mutex->owner == current_thread();
    if (owned && --mutex->recursion == 0) mutex->owner = NULL;
    objects_changed(p);
    pthread_mutex_unlock(&p->win->lock);
    release_object(mutex);
    return owned || fail(ERROR_NOT_OWNER);
}

static BOOL WINAPI win_ReleaseSemaphore(HANDLE handle, i32 n, i32 *before) {
    Process *p = current_process();
    Object *semaphore = object_of(handle, OBJECT_SEMAPHORE);
    if (!semaphore) return FALSE;
    pthread_mutex_lock(&p->win->lock);
    bool fits = n > 0 && n <= semaphore->maximum - semaphore->count;
    if (before) *before = semaphore->count;
    if (fits) semaphore->count += n;
    objects_changed(p);
    pthread_mutex_unlock(&p->win->lock);
    release_object(semaphore);
    return fits || fail(ERROR_TOO_MANY_POSTS);
}

static HANDLE WINAPI win_CreateWaitableTimerA(void *security, BOOL manual, const char *name) {
    (void)security;
    return create_named(OBJECT_TIMER, str(name), &(Object){.manual_reset = manual});
}

static HANDLE WINAPI win_CreateWaitableTimerW(void *security, BOOL manual, const WCHAR *name) {
    (void)security;
    return create_wide(OBJECT_TIMER, name, &(Object){.manual_reset = manual});
}

// Negative: 100 ns steps from now; positive: a point in time.
static BOOL WINAPI win_SetWaitableTimer(HANDLE handle, const i64 *due, i32 period, void *routine, void *argument,
                                        BOOL resume) {
    (void)routine, (void)argument, (void)resume;
    Process *p = current_process();
    Object *timer = object_of(handle, OBJECT_TIMER);
    if (!timer) return FALSE;
    u64 wait = *due <= 0 ? (u64) - *due * 100 : 0;
    if (*due > 0) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        u64 at = unix_nanoseconds_of((FileTime){(u32)*due, (u32)(*due >> 32)}),
            now = (u64)t.tv_sec * 1000000000u + (u64)t.tv_nsec;
        wait = at > now ? at - now : 0;
    }
    pthread_mutex_lock(&p->win->lock);
    timer->is_signalled = false;
    timer->due = monotonic_nanoseconds() + wait;
    timer->period = period > 0 ? (u64)period * 1000000u : 0;
    objects_changed(p);
    pthread_mutex_unlock(&p->win->lock);
    release_object(timer);
    return TRUE;
}

static BOOL WINAPI win_CancelWaitableTimer(HANDLE handle) {
    Object *timer = object_of(handle, OBJECT_TIMER);
    if (!timer) return FALSE;
    timer->due = 0;
    release_object(timer);
    return TRUE;
}

static void WINAPI win_Sleep(DWORD milliseconds) {
    park_if_ending();
    struct timespec t = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    if (milliseconds == (DWORD)INFINITE) t.tv_sec = INT32_MAX;
    while (nanosleep(&t, &t) != 0 && errno == EINTR) {
    }
    park_if_ending();
}

static DWORD WINAPI win_SleepEx(DWORD milliseconds, BOOL alertable) {
    (void)alertable;
    win_Sleep(milliseconds);
    return 0;
}

// ---- Locks in the program's memory

// Sleeps while *word == value, at most so long. False when the time is over.
static bool futex_wait(u32 *word, u32 value, DWORD milliseconds) {
    struct timespec t = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    long result =
        syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, milliseconds == (DWORD)INFINITE ? NULL : &t, NULL, 0);
    park_if_ending();
    return result == 0 || errno != ETIMEDOUT;
}

static void futex_wake(u32 *word, int count) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0); }

// RTL_CRITICAL_SECTION: the program may look at the first fields, the lock itself is the word `state`:
// 0 free, 1 taken, 2 taken and somebody sleeps.
typedef struct {
    void *debug_info;
    i32 lock_count, recursion;
    void *owner; // thread id
    union {
        void *semaphore;
        u32 state;
    } lock;
    uintptr_t spin_count;
} CriticalSection;

static void WINAPI win_InitializeCriticalSection(CriticalSection *cs) { *cs = (CriticalSection){.lock_count = -1}; }

static BOOL WINAPI win_InitializeCriticalSectionAndSpinCount(CriticalSection *cs, DWORD spin) {
    *cs = (CriticalSection){.lock_count = -1, .spin_count = spin};
    return TRUE;
}

static BOOL WINAPI win_InitializeCriticalSectionEx(CriticalSection *cs, DWORD spin, DWORD flags) {
    (void)flags;
    return win_InitializeCriticalSectionAndSpinCount(cs, spin);
}

static void *own_id(void) { return (void *)(uintptr_t)current_thread()->id; }

static BOOL WINAPI win_TryEnterCriticalSection(CriticalSection *cs) {
    if (__atomic_load_n(&cs->owner, __ATOMIC_RELAXED) != own_id()) {
        u32 expected = 0;
        if (!__atomic_compare_exchange_n(&cs->lock.state, &expected, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
            return FALSE;
        __atomic_store_n(&cs->owner, own_id(), __ATOMIC_RELAXED);
    }
    cs->recursion++;
    cs->lock_count++;
    return TRUE;
}

static void WINAPI win_EnterCriticalSection(CriticalSection *cs) {
    park_if_ending();
    if (win_TryEnterCriticalSection(cs)) return;
    while (__atomic_exchange_n(&cs->lock.state, 2, __ATOMIC_ACQUIRE) != 0)
        futex_wait(&cs->lock.state, 2, (DWORD)INFINITE);
    __atomic_store_n(&cs->owner, own_id(), __ATOMIC_RELAXED);
    cs->recursion = 1;
    cs->lock_count++;
}

static void WINAPI win_LeaveCriticalSection(CriticalSection *cs) {
    cs->lock_count--;
    if (--cs->recursion > 0) return;
    __atomic_store_n(&cs->owner, NULL, __ATOMIC_RELAXED);
    if (__atomic_exchange_n(&cs->lock.state, 0, __ATOMIC_RELEASE) == 2) futex_wake(&cs->lock.state, 1);
}

static void WINAPI win_DeleteCriticalSection(CriticalSection *cs) { memset(cs, 0, sizeof *cs); }

static DWORD WINAPI win_SetCriticalSectionSpinCount(CriticalSection *cs, DWORD spin) {
    DWORD old = (DWORD)cs->spin_count;
    cs->spin_count = spin;
    return old;
}

// SRWLOCK, one word: the number of readers, or EXCLUSIVE; WAITING when somebody sleeps.
enum { SRW_WAITING = (int)0x80000000, SRW_EXCLUSIVE = 0x40000000 };

static bool try_lock(u32 *word, bool exclusive) {
    u32 old = __atomic_load_n(word, __ATOMIC_RELAXED);
    for (;;) {
        u32 state = old & ~(u32)SRW_WAITING;
        if (state & SRW_EXCLUSIVE || (exclusive && state)) return false;
        u32 wanted = old + (exclusive ? SRW_EXCLUSIVE : 1);
        if (__atomic_compare_exchange_n(word, &old, wanted, true, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return true;
    }
}

static void lock_word(u32 *word, bool exclusive) {
    park_if_ending();
    while (!try_lock(word, exclusive)) {
        u32 seen = __atomic_or_fetch(word, (u32)SRW_WAITING, __ATOMIC_RELAXED);
        // When it became free meanwhile the mark stays all the same: others may sleep, whom the next owner has to wake.
        if (seen & ~(u32)SRW_WAITING) futex_wait(word, seen, (DWORD)INFINITE);
    }
}

static void unlock_word(u32 *word, u32 amount) {
    u32 left = __atomic_sub_fetch(word, amount, __ATOMIC_RELEASE);
    if (left != (u32)SRW_WAITING) return;
    if (__atomic_compare_exchange_n(word, &left, 0, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        futex_wake(word, INT32_MAX);
}

static void WINAPI win_InitializeSRWLock(uintptr_t *lock) { *lock = 0; }
static void WINAPI win_AcquireSRWLockExclusive(u32 *lock) { lock_word(lock, true); }
static void WINAPI win_AcquireSRWLockShared(u32 *lock) { lock_word(lock, false); }
static void WINAPI win_ReleaseSRWLockExclusive(u32 *lock) { unlock_word(lock, SRW_EXCLUSIVE); }
static void WINAPI win_ReleaseSRWLockShared(u32 *lock) { unlock_word(lock, 1); }
static u8 WINAPI win_TryAcquireSRWLockExclusive(u32 *lock) { return try_lock(lock, true); }
static u8 WINAPI win_TryAcquireSRWLockShared(u32 *lock) { return try_lock(lock, false); }

// CONDITION_VARIABLE, one word: a counter of wake-ups. Who sleeps waits for it to change.
static void WINAPI win_InitializeConditionVariable(uintptr_t *variable) { *variable = 0; }

static void wake(u32 *variable, int count) {
    __atomic_add_fetch(variable, 1, __ATOMIC_RELEASE);
    futex_wake(variable, count);
}

static void WINAPI win_WakeConditionVariable(u32 *variable) { wake(variable, 1); }
static void WINAPI win_WakeAllConditionVariable(u32 *variable) { wake(variable, INT32_MAX); }

static BOOL WINAPI win_SleepConditionVariableCS(u32 *variable, CriticalSection *cs, DWORD milliseconds) {
    u32 seen = __atomic_load_n(variable, __ATOMIC_ACQUIRE);
    win_LeaveCriticalSection(cs);
    bool woken = futex_wait(variable, seen, milliseconds);
    win_EnterCriticalSection(cs);
    return woken || fail(ERROR_TIMEOUT);
}

static BOOL WINAPI win_SleepConditionVariableSRW(u32 *variable, u32 *lock, DWORD milliseconds, DWORD flags) {
    bool shared = flags & 1;
    u32 seen = __atomic_load_n(variable, __ATOMIC_ACQUIRE);
    unlock_word(lock, shared ? 1 : SRW_EXCLUSIVE);
    bool woken = futex_wait(variable, seen, milliseconds);
    lock_word(lock, !shared);
    return woken || fail(ERROR_TIMEOUT);
}

// INIT_ONCE, one pointer: 0 not begun, 1 somebody is at it, context | 2 done.
static BOOL WINAPI win_InitOnceBeginInitialize(uintptr_t *once, DWORD flags, BOOL *pending, void **context) {
    enum { CHECK_ONLY = 1 };
    for (;;) {
        uintptr_t state = __atomic_load_n(once, __ATOMIC_ACQUIRE), begun = 0;
        if (state & 2) {
            *pending = FALSE;
            if (context) *context = (void *)(state & ~(uintptr_t)3);
            return TRUE;
        }
        if (flags & CHECK_ONLY) return fail(31); // ERROR_GEN_FAILURE
        if (!state && __atomic_compare_exchange_n(once, &begun, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            *pending = TRUE;
            return TRUE;
        }
        futex_wait((u32 *)(void *)once, 1, (DWORD)INFINITE);
    }
}

static BOOL WINAPI win_InitOnceComplete(uintptr_t *once, DWORD flags, void *context) {
    enum { INIT_FAILED = 4 };
    __atomic_store_n(once, flags & INIT_FAILED ? 0 : (uintptr_t)context | 2, __ATOMIC_RELEASE);
    futex_wake((u32 *)(void *)once, INT32_MAX);
    return TRUE;
}

static BOOL WINAPI win_InitOnceExecuteOnce(uintptr_t *once, BOOL(WINAPI *function)(uintptr_t *, void *, void **),
                                           void *argument, void **context) {
    BOOL pending;
    void *made = NULL;
    win_InitOnceBeginInitialize(once, 0, &pending, context);
    if (!pending) return TRUE;
    BOOL ok = (BOOL)call_image((void *)function, (uintptr_t)once, (uintptr_t)argument, (uintptr_t)&made);
    win_InitOnceComplete(once, ok ? 0 : 4, made);
    if (ok && context) *context = made;
    return ok;
}

static void WINAPI win_InitOnceInitialize(uintptr_t *once) { *once = 0; }

// SLIST_HEADER: 16 bytes, the first pointer leads to the first entry, the second is a count. One lock for all lists.
typedef struct ListItem {
    struct ListItem *next;
} ListItem;

typedef struct {
    ListItem *first;
    uintptr_t depth;
} ListHeader;

static void WINAPI win_InitializeSListHead(ListHeader *list) { *list = (ListHeader){0}; }

static ListItem *WINAPI win_InterlockedPushEntrySList(ListHeader *list, ListItem *item) {
    WinState *win = current_process()->win;
    pthread_mutex_lock(&win->list_lock);
    ListItem *before = item->next = list->first;
    list->first = item;
    list->depth++;
    pthread_mutex_unlock(&win->list_lock);
    return before;
}

static ListItem *WINAPI win_InterlockedPopEntrySList(ListHeader *list) {
    WinState *win = current_process()->win;
    pthread_mutex_lock(&win->list_lock);
    ListItem *item = list->first;
    if (item) list->first = item->next, list->depth--;
    pthread_mutex_unlock(&win->list_lock);
    return item;
}

static ListItem *WINAPI win_InterlockedFlushSList(ListHeader *list) {
    WinState *win = current_process()->win;
    pthread_mutex_lock(&win->list_lock);
    ListItem *items = list->first;
    *list = (ListHeader){0};
    pthread_mutex_unlock(&win->list_lock);
    return items;
}

static u16 WINAPI win_QueryDepthSList(const ListHeader *list) { return (u16)list->depth; }

// Intrinsics on x64, exported functions on x86.
static i32 WINAPI win_InterlockedIncrement(i32 *at) { return __atomic_add_fetch(at, 1, __ATOMIC_SEQ_CST); }
static i32 WINAPI win_InterlockedDecrement(i32 *at) { return __atomic_sub_fetch(at, 1, __ATOMIC_SEQ_CST); }
static i32 WINAPI win_InterlockedExchange(i32 *at, i32 value) {
    return __atomic_exchange_n(at, value, __ATOMIC_SEQ_CST);
}
static i32 WINAPI win_InterlockedExchangeAdd(i32 *at, i32 value) {
    return __atomic_fetch_add(at, value, __ATOMIC_SEQ_CST);
}

static i32 WINAPI win_InterlockedCompareExchange(i32 *at, i32 value, i32 expected) {
    __atomic_compare_exchange_n(at, &expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return expected;
}

static i32 WINAPI nt_init_critical_section(CriticalSection *cs) {
    win_InitializeCriticalSection(cs);
    return 0;
}

// clang-format off
const BuiltinFunction sync_functions[] = {
    FN(WaitForSingleObject), FN(WaitForSingleObjectEx), FN(WaitForMultipleObjects), FN(WaitForMultipleObjectsEx),
    FN(CreateEventA), FN(CreateEventW), FN(CreateMutexA), FN(CreateMutexW), FN(CreateSemaphoreA), FN(CreateSemaphoreW),
    FN(OpenEventA), FN(OpenMutexA), FN(SetEvent), FN(ResetEvent), FN(ReleaseMutex), FN(ReleaseSemaphore),
    FN(CreateWaitableTimerA), FN(CreateWaitableTimerW), FN(SetWaitableTimer), FN(CancelWaitableTimer), FN(Sleep),
    FN(SleepEx), FN(InitializeCriticalSection), FN(InitializeCriticalSectionAndSpinCount),
    FN(InitializeCriticalSectionEx), FN(EnterCriticalSection), FN(TryEnterCriticalSection), FN(LeaveCriticalSection),
    FN(DeleteCriticalSection), FN(SetCriticalSectionSpinCount), FN(InitializeSRWLock), FN(AcquireSRWLockExclusive),
    FN(AcquireSRWLockShared), FN(ReleaseSRWLockExclusive), FN(ReleaseSRWLockShared), FN(TryAcquireSRWLockExclusive),
    FN(TryAcquireSRWLockShared), FN(InitializeConditionVariable), FN(WakeConditionVariable),
    FN(WakeAllConditionVariable), FN(SleepConditionVariableCS), FN(SleepConditionVariableSRW),
    FN(InitOnceBeginInitialize), FN(InitOnceComplete), FN(InitOnceExecuteOnce), FN(InitOnceInitialize),
    FN(InitializeSListHead), FN(InterlockedPushEntrySList), FN(InterlockedPopEntrySList), FN(InterlockedFlushSList),
    FN(QueryDepthSList), FN(InterlockedIncrement), FN(InterlockedDecrement), FN(InterlockedExchange),
    FN(InterlockedExchangeAdd), FN(InterlockedCompareExchange), {0},
};
// clang-format on

// The same under ntdll's names: on Windows kernel32's are forwarders to these.
// clang-format off
const BuiltinFunction ntdll_sync_functions[] = {
    FN_AS("RtlInitializeCriticalSection", nt_init_critical_section),
    FN_AS("RtlEnterCriticalSection", win_EnterCriticalSection),
    FN_AS("RtlTryEnterCriticalSection", win_TryEnterCriticalSection),
    FN_AS("RtlLeaveCriticalSection", win_LeaveCriticalSection),
    FN_AS("RtlDeleteCriticalSection", win_DeleteCriticalSection), FN_AS("RtlInitializeSRWLock", win_InitializeSRWLock),
    FN_AS("RtlAcquireSRWLockExclusive", win_AcquireSRWLockExclusive),
    FN_AS("RtlAcquireSRWLockShared", win_AcquireSRWLockShared),
    FN_AS("RtlReleaseSRWLockExclusive", win_ReleaseSRWLockExclusive),
    FN_AS("RtlReleaseSRWLockShared", win_ReleaseSRWLockShared),
    FN_AS("RtlTryAcquireSRWLockExclusive", win_TryAcquireSRWLockExclusive),
    FN_AS("RtlTryAcquireSRWLockShared", win_TryAcquireSRWLockShared),
    FN_AS("RtlInitializeConditionVariable", win_InitializeConditionVariable),
    FN_AS("RtlWakeConditionVariable", win_WakeConditionVariable),
    FN_AS("RtlWakeAllConditionVariable", win_WakeAllConditionVariable),
    FN_AS("RtlInitializeSListHead", win_InitializeSListHead),
    FN_AS("RtlInterlockedPushEntrySList", win_InterlockedPushEntrySList),
    FN_AS("RtlInterlockedPopEntrySList", win_InterlockedPopEntrySList),
    FN_AS("RtlInterlockedFlushSList", win_InterlockedFlushSList), FN_AS("RtlQueryDepthSList", win_QueryDepthSList), {0},
};
// clang-format on
