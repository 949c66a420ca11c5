// winapi_thread.c - threads, processes (this one), thread-local slots.
//
// A new thread begins in threads.c; what it runs there is one of the two start functions below. TlsAlloc's slots lie in
// the TEB: 64 at a fixed place, 1024 more in a block that a thread gets when it first needs it.
#include "winapi.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

// ---- Threads

typedef struct {
    void *function;
    void *argument;
} ThreadStart;

static u32 run_function(Thread *thread, void *argument) {
    ThreadStart start = *(ThreadStart *)argument;
    free(argument);
    Process *p = thread->process;
    while (__atomic_load_n(&thread->object->is_suspended, __ATOMIC_ACQUIRE)) usleep(1000);
    park_if_ending();
    trace(p, "thread", "thread %u begins", thread->id);
    thread_attach(p);
    thread->counts_as_attached = true;
    return (u32)call_image(start.function, (uintptr_t)start.argument, 0, 0);
}

// Threads made by create_thread alone have no object until someone asks for one.
Object *thread_object(Thread *thread) {
    Process *p = thread->process;
    pthread_mutex_lock(&p->win->lock);
    Object *object = thread->object;
    if (!object) {
        object = new_object(OBJECT_THREAD);
        if (object) {
            object->thread = thread;
            object->id = thread->id;
            object->exit_code = 259; // STILL_ACTIVE
            thread->object = object;
        }
    }
    pthread_mutex_unlock(&p->win->lock);
    return object;
}

void thread_ended(Process *p, Thread *thread, u32 exit_code) {
    Object *object = thread_object(thread);
    pthread_mutex_lock(&p->win->lock);
    if (object) {
        object->is_signalled = true;
        object->exit_code = exit_code;
        object->thread = NULL;
    }
    for (u32 i = 0; i < p->win->handle_count; i++) { // mutexes it did not release
        Object *mutex = p->win->handles[i];
        if (!mutex || mutex->kind != OBJECT_MUTEX || mutex->owner != thread) continue;
        mutex->owner = NULL;
        mutex->recursion = 0;
        mutex->is_abandoned = true;
    }
    objects_changed(p);
    pthread_mutex_unlock(&p->win->lock);
    if (!p->is_ending && object) {
        thread->object = NULL;
        trace(p, "thread", "thread %u has ended with %u", thread->id, exit_code);
        release_object(object);
    }
}

enum { CREATE_SUSPENDED = 4, STACK_SIZE_PARAM_IS_A_RESERVATION = 0x10000 };

HANDLE start_thread(u64 stack_size, void *function, void *argument, u32 flags, u32 *id) {
    Process *p = current_process();
    u64 reserve = p->program->pe.opt.stack_reserve;
    if (flags & STACK_SIZE_PARAM_IS_A_RESERVATION || stack_size > reserve) reserve = stack_size;
    ThreadStart *start = malloc(sizeof *start);
    Thread *thread = start ? create_thread(p, reserve, run_function, start) : NULL;
    Object *object = thread ? thread_object(thread) : NULL;
    if (!object) {
        free(start);
        set_last_error(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    *start = (ThreadStart){function, argument};
    object->is_suspended = flags & CREATE_SUSPENDED;
    object->references++; // one for the thread, one for the handle
    if (id) *id = thread->id;
    HANDLE handle = new_handle(p, object);
    if (run_thread(thread)) return handle;
    close_handle(p, handle);
    set_last_error(ERROR_NOT_ENOUGH_MEMORY);
    return NULL;
}

static HANDLE WINAPI win_CreateThread(void *security, SIZE_T stack_size, void *function, void *argument, DWORD flags,
                                      DWORD *id) {
    (void)security;
    return start_thread(stack_size, function, argument, flags, id);
}

static void WINAPI win_ExitThread(DWORD exit_code) { leave_thread(exit_code); }

static DWORD WINAPI win_ResumeThread(HANDLE handle) {
    Object *object = object_of(handle, OBJECT_THREAD);
    if (!object) return UINT32_MAX;
    DWORD before = __atomic_exchange_n(&object->is_suspended, false, __ATOMIC_ACQ_REL);
    release_object(object);
    return before;
}

static BOOL WINAPI win_GetExitCodeThread(HANDLE handle, DWORD *exit_code) {
    Object *object = object_of(handle, OBJECT_THREAD);
    if (!object) return FALSE;
    *exit_code = object->exit_code;
    release_object(object);
    return TRUE;
}

static DWORD WINAPI win_GetThreadId(HANDLE handle) {
    Object *object = object_of(handle, OBJECT_THREAD);
    if (!object) return 0;
    DWORD id = object->id;
    release_object(object);
    return id;
}

static DWORD WINAPI win_GetCurrentThreadId(void) { return current_thread()->id; }
static HANDLE WINAPI win_GetCurrentThread(void) { return (HANDLE)(intptr_t)-2; }
static HANDLE WINAPI win_GetCurrentProcess(void) { return (HANDLE)(intptr_t)-1; }
static DWORD WINAPI win_GetCurrentProcessId(void) { return (DWORD)getpid(); }
static DWORD WINAPI win_GetCurrentProcessorNumber(void) { return (DWORD)sched_getcpu(); }

static BOOL WINAPI win_SwitchToThread(void) {
    park_if_ending();
    return sched_yield() == 0;
}

// Priorities are accepted; Linux decides.
static BOOL WINAPI win_SetThreadPriority(HANDLE thread, i32 priority) {
    (void)thread, (void)priority;
    return TRUE;
}

static i32 WINAPI win_GetThreadPriority(HANDLE thread) {
    (void)thread;
    return 0;
}

static SIZE_T WINAPI win_SetThreadAffinityMask(HANDLE thread, SIZE_T mask) {
    (void)thread;
    return mask;
}

static BOOL WINAPI win_GetProcessAffinityMask(HANDLE process, SIZE_T *mask, SIZE_T *system) {
    (void)process;
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    *mask = *system = n >= (long)(8 * sizeof(SIZE_T)) ? (SIZE_T)-1 : ((SIZE_T)1 << n) - 1;
    return TRUE;
}

static BOOL WINAPI win_SetProcessAffinityMask(HANDLE process, SIZE_T mask) {
    (void)process, (void)mask;
    return TRUE;
}

// Asks for room below the stack in which a stack overflow can be handled; overflows end the process here.
static BOOL WINAPI win_SetThreadStackGuarantee(DWORD *size) {
    *size = 0;
    return TRUE;
}

static i32 WINAPI win_SetThreadDescription(HANDLE thread, const WCHAR *text) {
    (void)thread, (void)text;
    return 0;
}

// ---- The process

static void WINAPI win_ExitProcess(DWORD exit_code) { leave_process(current_process(), exit_code); }

static BOOL WINAPI win_TerminateProcess(HANDLE handle, DWORD exit_code) {
    Object *object = object_of(handle, OBJECT_PROCESS);
    if (!object) return FALSE;
    end_host_process(current_process(), exit_code); // no DllMain is told [spec: dllmain]
}

// Only this process is known.
static HANDLE WINAPI win_OpenProcess(DWORD access, BOOL inherit, DWORD id) {
    (void)access, (void)inherit;
    Object *self = id == (DWORD)getpid() ? object_of(win_GetCurrentProcess(), OBJECT_PROCESS) : NULL;
    if (!self) set_last_error(ERROR_INVALID_PARAMETER);
    return self ? new_handle(current_process(), self) : NULL;
}

static BOOL WINAPI win_GetExitCodeProcess(HANDLE handle, DWORD *exit_code) {
    Object *object = object_of(handle, OBJECT_PROCESS);
    if (!object) return FALSE;
    release_object(object);
    *exit_code = 259; // it asks, so it is still running
    return TRUE;
}

// ---- Slots: TlsAlloc

enum { TLS_OUT_OF_INDEXES = (int)0xffffffff };

static DWORD take_slot(u8 *used, u32 count) {
    WinState *win = current_process()->win;
    u32 i = 0;
    pthread_mutex_lock(&win->lock);
    while (i < count && used[i]) i++;
    if (i < count) used[i] = 1;
    pthread_mutex_unlock(&win->lock);
    if (i < count) return i;
    set_last_error(ERROR_NOT_ENOUGH_MEMORY);
    return (DWORD)TLS_OUT_OF_INDEXES;
}

static void **slot_address(Thread *thread, u32 index, bool make) {
    if (index < TLS_SLOTS) return &thread->teb.b.tls_slots[index];
    if (index >= TLS_SLOTS + TLS_EXPANSION_SLOTS) return NULL;
    void ***more = &thread->teb.c.tls_expansion_slots;
    if (!*more && make) *more = calloc(TLS_EXPANSION_SLOTS, sizeof **more);
    return *more ? *more + (index - TLS_SLOTS) : NULL;
}

static DWORD WINAPI win_TlsAlloc(void) {
    DWORD index = take_slot(current_process()->win->tls_used, TLS_SLOTS + TLS_EXPANSION_SLOTS);
    if (index == (DWORD)TLS_OUT_OF_INDEXES) return index;
    void **slot = slot_address(current_thread(), index, false);
    if (slot) *slot = NULL;
    return index;
}

static BOOL WINAPI win_TlsFree(DWORD index) {
    Process *p = current_process();
    if (index >= TLS_SLOTS + TLS_EXPANSION_SLOTS || !p->win->tls_used[index]) return fail(ERROR_INVALID_PARAMETER);
    pthread_mutex_lock(&p->threads_lock);
    for (Thread *t = p->threads; t; t = t->next) { // the next owner of the index finds NULL in every thread
        void **slot = slot_address(t, index, false);
        if (slot) *slot = NULL;
    }
    pthread_mutex_unlock(&p->threads_lock);
    p->win->tls_used[index] = 0;
    return TRUE;
}

static void *WINAPI win_TlsGetValue(DWORD index) {
    void **slot = slot_address(current_thread(), index, false);
    set_last_error(slot || index < TLS_SLOTS + TLS_EXPANSION_SLOTS ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER);
    return slot ? *slot : NULL;
}

static BOOL WINAPI win_TlsSetValue(DWORD index, void *value) {
    void **slot = slot_address(current_thread(), index, true);
    if (!slot) return fail(ERROR_INVALID_PARAMETER);
    *slot = value;
    return TRUE;
}

// ---- Fiber-local storage, which without fibers is thread-local storage with a function that is called at the end

static DWORD WINAPI win_FlsAlloc(FlsCallback callback) {
    WinState *win = current_process()->win;
    DWORD index = take_slot(win->fls_used, FLS_SLOTS);
    if (index != (DWORD)TLS_OUT_OF_INDEXES) win->fls_callbacks[index] = callback;
    return index;
}

static BOOL WINAPI win_FlsFree(DWORD index) {
    Process *p = current_process();
    if (index >= FLS_SLOTS || !p->win->fls_used[index]) return fail(ERROR_INVALID_PARAMETER);
    pthread_mutex_lock(&p->threads_lock);
    for (Thread *t = p->threads; t; t = t->next) t->fls_slots[index] = NULL;
    pthread_mutex_unlock(&p->threads_lock);
    p->win->fls_callbacks[index] = NULL;
    p->win->fls_used[index] = 0;
    return TRUE;
}

static void *WINAPI win_FlsGetValue(DWORD index) {
    set_last_error(index < FLS_SLOTS ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER);
    return index < FLS_SLOTS ? current_thread()->fls_slots[index] : NULL;
}

static BOOL WINAPI win_FlsSetValue(DWORD index, void *value) {
    if (index >= FLS_SLOTS) return fail(ERROR_INVALID_PARAMETER);
    current_thread()->fls_slots[index] = value;
    return TRUE;
}

void call_fls_callbacks(Thread *thread) {
    for (u32 i = 0; i < FLS_SLOTS; i++) {
        FlsCallback callback = thread->process->win->fls_callbacks[i];
        void *value = thread->fls_slots[i];
        thread->fls_slots[i] = NULL;
        if (callback && value) call_image((void *)callback, (uintptr_t)value, 0, 0);
    }
}

// clang-format off
const BuiltinFunction thread_functions[] = {
    FN(CreateThread), FN(ExitThread), FN(ResumeThread), FN(GetExitCodeThread), FN(GetThreadId), FN(GetCurrentThreadId),
    FN(GetCurrentThread), FN(GetCurrentProcess), FN(GetCurrentProcessId), FN(GetCurrentProcessorNumber),
    FN(SwitchToThread), FN(SetThreadPriority), FN(GetThreadPriority), FN(SetThreadAffinityMask),
    FN(GetProcessAffinityMask), FN(SetProcessAffinityMask), FN(OpenProcess), FN(SetThreadDescription), FN(SetThreadStackGuarantee), FN(ExitProcess),
    FN(TerminateProcess), FN(GetExitCodeProcess), FN(TlsAlloc), FN(TlsFree), FN(TlsGetValue), FN(TlsSetValue),
    FN(FlsAlloc), FN(FlsFree), FN(FlsGetValue), FN(FlsSetValue), {0},
};
// clang-format on
