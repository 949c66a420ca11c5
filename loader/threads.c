// threads.c - a Windows thread is a Linux thread with a TEB in front of it.
//
//      pthread  ->  first_code:  TEB register set
//                                TLS blocks, DLL_THREAD_ATTACH to every DLL
//                                the thread's own function
//                                DLL_THREAD_DETACH to every DLL, blocks freed
//
// ExitThread ends a thread from anywhere: it jumps back to first_code (longjmp), since the frames in between belong to
// the program and Linux cannot unwind them. The stack is ours, of the size the image asks for: programs compare their
// stack pointer with the limits in the TEB.
//
// The program's first thread is started the same way; the thread that main() runs on only waits. When the process ends,
// the other threads must run no more of the program's code while the DLLs are told. Windows kills them; here a signal
// finds each: a thread inside an image stops there, one inside myload stops at the next function that blocks or writes.
#include "winapi.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SMALLEST_STACK = 256 << 10, GUARD_SIZE = 64 << 10 };

// Sent to each other thread when the process ends. glibc keeps the first two real-time signals for itself.
#define SIGNAL_PARK (SIGRTMIN + 4)

static void list_init(ListEntry *head) { head->next = head->previous = head; }

bool create_peb(Process *p) {
    p->peb = mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p->peb == MAP_FAILED) return false;
    list_init(&p->loader_data.load_order);
    list_init(&p->loader_data.memory_order);
    list_init(&p->loader_data.init_order);
    p->loader_data.length = sizeof p->loader_data;
    p->loader_data.initialized = 1;
    p->peb->loader_data = &p->loader_data;
    p->peb->process_parameters = &p->parameters;
    p->peb->process_heap = p->peb; // any address that is not NULL: there is one heap
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&p->loader_lock, &attributes);
    pthread_mutex_init(&p->threads_lock, NULL);
    return true;
}

static u8 *map_memory(u64 size) {
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}

// The lowest pages of the stack stay without access: running into them is the crash that means "stack overflow".
static bool make_stack(Thread *thread, u64 size) {
    if (size < SMALLEST_STACK) size = SMALLEST_STACK;
    thread->stack_size = align_up(size, PAGE_SIZE) + GUARD_SIZE;
    thread->stack = map_memory(thread->stack_size);
    if (!thread->stack || mprotect(thread->stack, GUARD_SIZE, PROT_NONE) != 0) return false;
    thread->teb.head.stack_base = thread->stack + thread->stack_size;
    thread->teb.head.stack_limit = thread->stack + GUARD_SIZE;
    thread->teb.a.deallocation_stack = thread->stack;
    return true;
}

static void free_thread(Thread *thread) {
    if (thread->stack) munmap(thread->stack, thread->stack_size);
    free_thread_tls(thread->process, thread);
    free(thread->teb.c.tls_expansion_slots);
    free_crash_stack(thread);
    free_crt_thread(thread);
    munmap(thread, align_up(sizeof *thread, PAGE_SIZE));
}

Thread *create_thread(Process *p, u64 stack_size, u32 (*start)(Thread *, void *), void *argument) {
    Thread *thread = (Thread *)(void *)map_memory(align_up(sizeof *thread, PAGE_SIZE));
    if (!thread) return NULL;
    thread->process = p;
    thread->start = start;
    thread->argument = argument;
    thread->id = __atomic_add_fetch(&p->win->next_thread_id, 4, __ATOMIC_RELAXED) + (u32)getpid() * 4;
    TebHead *head = &thread->teb.head;
    head->self = thread;
    head->exception_list = (void *)(intptr_t)-1;
    head->peb = p->peb;
    head->tls_pointer = thread->tls_blocks;
    head->process_id = (void *)(uintptr_t)getpid();
    head->thread_id = (void *)(uintptr_t)thread->id;
    if (make_stack(thread, stack_size)) return thread;
    free_thread(thread);
    return NULL;
}

static void enter_thread(Process *p, Thread *thread) {
    pthread_mutex_lock(&p->threads_lock);
    thread->next = p->threads;
    p->threads = thread;
    pthread_mutex_unlock(&p->threads_lock);
}

static void remove_thread(Process *p, Thread *thread) {
    pthread_mutex_lock(&p->threads_lock);
    Thread **at = &p->threads;
    while (*at != thread) at = &(*at)->next;
    *at = thread->next;
    pthread_mutex_unlock(&p->threads_lock);
}

// A thread that has ended still runs on its own stack, so neither the stack nor the record can go right away. The next
// one that ends frees them.
static void free_the_one_before(Process *p, Thread *thread) {
    pthread_mutex_lock(&p->threads_lock);
    Thread *before = p->ended_thread;
    p->ended_thread = thread;
    pthread_mutex_unlock(&p->threads_lock);
    if (!before) return;
    pthread_join(before->host_thread, NULL);
    free_thread(before);
}

// The first code on the new thread. Its TLS blocks are made under the loader lock together with its entry into the
// list: a module loaded at the same time finds it there, or is found by it.
static void *first_code(void *argument) {
    Thread *thread = argument;
    Process *p = thread->process;
    set_current_teb(thread);
    pthread_mutex_lock(&p->loader_lock);
    bool ok = prepare_crash_stack(thread) && create_thread_tls(p, thread);
    enter_thread(p, thread);
    pthread_mutex_unlock(&p->loader_lock);
    if (ok && _setjmp(thread->leave) == 0) thread->exit_code = thread->start(thread, thread->argument);
    park_if_ending();
    bool is_last = __atomic_sub_fetch(&p->thread_count, 1, __ATOMIC_ACQ_REL) == 0;
    if (is_last) leave_process(p, thread->exit_code);
    call_fls_callbacks(thread);
    if (thread->counts_as_attached) thread_detach(p);
    park_if_ending();
    remove_thread(p, thread);
    thread_ended(p, thread, thread->exit_code);
    free_the_one_before(p, thread);
    return NULL;
}

bool run_thread(Thread *thread) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    // It counts from now on, not from its first instruction: the thread that starts it may end at once.
    __atomic_add_fetch(&thread->process->thread_count, 1, __ATOMIC_ACQ_REL);
    bool ok = pthread_attr_setstack(&attributes, thread->stack + GUARD_SIZE, thread->stack_size - GUARD_SIZE) == 0 &&
              pthread_create(&thread->host_thread, &attributes, first_code, thread) == 0;
    pthread_attr_destroy(&attributes);
    if (!ok) __atomic_sub_fetch(&thread->process->thread_count, 1, __ATOMIC_ACQ_REL);
    return ok;
}

void leave_thread(u32 exit_code) {
    Thread *thread = current_thread();
    thread->exit_code = exit_code;
    _longjmp(thread->leave, 1);
}

// ---- The end of the process

void park_if_ending(void) {
    Thread *thread = current_thread();
    while (thread->must_park) pause();
}

static void park_handler(int number, siginfo_t *info, void *context) {
    (void)number, (void)info;
    Thread *thread = current_thread();
    thread->must_park = true;
    // Inside an image it holds no lock of the C library's, and can stop right here.
    if (module_of_address(thread->process, program_counter(context))) park_if_ending();
}

// Stops the other threads. Their objects become signalled, as if they had been killed.
static void stop_other_threads(Process *p) {
    struct sigaction action = {.sa_sigaction = park_handler, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    sigaction(SIGNAL_PARK, &action, NULL);
    pthread_mutex_lock(&p->threads_lock);
    Thread *self = current_thread();
    for (Thread *t = p->threads; t; t = t->next) {
        if (t == self) continue;
        t->must_park = true;
        pthread_kill(t->host_thread, SIGNAL_PARK);
        thread_ended(p, t, self->exit_code);
    }
    pthread_mutex_unlock(&p->threads_lock);
}

void end_host_process(Process *p, u32 status) {
    for (u32 i = 0; i < p->modules.count; i++) section_object_close(&p->modules.at[i]->object);
    _exit((int)(status & 0xff));
}

void leave_process(Process *p, u32 exit_code) {
    pthread_mutex_lock(&p->loader_lock); // until the end: no thread may attach or detach any more
    park_if_ending();                    // another thread was first
    if (!p->is_ending) {
        p->is_ending = true;
        current_thread()->exit_code = exit_code;
        trace(p, "end", "the process ends with exit code %u (0x%x)", exit_code, exit_code);
        stop_other_threads(p);
        process_detach(p);
        flush_crt(p);
    }
    report_pages(p, "at the end");
    if (exit_code > 0xff) trace(p, "end", "Linux keeps the low byte: %u", exit_code & 0xff);
    end_host_process(p, exit_code);
}
