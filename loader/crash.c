// crash.c - a program that runs into nothing: say where, in words that lead back to the image.
//
//      prog.exe : error: access violation: writing to address 0x0
//        where: prog.exe+0x1012 (.text), address 0x140001012, on thread 7300
//        why:   status 0xc0000005 ends the process with exit code 5
//
// Linux tells a crash by a signal, Windows by a status that the process ends with. Of that status Linux passes on the
// low 8 bits: 0xC0000005 becomes exit code 5.
//
// Before the end, the program's own handlers are asked, as Windows does: vectored handlers, then the filter set by
// SetUnhandledExceptionFilter. winapi_exception.c does that.
//
// The handler runs on a stack of its own: the thread's may be the thing that overflowed.
#include "winapi.h"

#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum { CRASH_STACK_SIZE = 128 << 10 };

Str describe_address(Process *p, Arena *a, const void *address) {
    const Module *module = module_of_address(p, address);
    if (!module) return arena_printf(a, "address %p, which is in no module", address);
    u32 rva = (u32)((const u8 *)address - module->base);
    const PeSection *sec = pe_section_of(&module->pe, rva);
    return arena_printf(a, "%s+0x%x (%s)", printable(a, module->name), rva, sec ? printable(a, sec->name) : "headers");
}

static bool is_stack_overflow(const Thread *thread, const void *address) {
    const u8 *at = address;
    return at >= thread->stack && at < (const u8 *)thread->teb.head.stack_limit;
}

// __fastfail: the program has found that its memory is damaged (a /GS cookie, a broken list) and trusts no handler any more.
// Windows ends it at once. On x86 and x64 that is `int 29h`, which Linux takes for a wrong memory access without an
// address; on ARM64 `brk #f003h`, a breakpoint with a number.
static bool is_fast_fail(const siginfo_t *info, void *context) {
#ifdef __aarch64__
    u32 instruction;
    if (info->si_signo != SIGTRAP) return false;
    memcpy(&instruction, program_counter(context), sizeof instruction);
    return instruction == 0xd43e0060;
#else
    return info->si_signo == SIGSEGV && info->si_code == SI_KERNEL && memcmp(program_counter(context), "\xcd\x29", 2) == 0;
#endif
}

static u32 crash_status(const siginfo_t *info) {
    switch (info->si_signo) {
    case SIGSEGV: return is_stack_overflow(current_thread(), info->si_addr) ? 0xC00000FD : 0xC0000005;
    case SIGBUS: return 0xC0000006;
    case SIGILL: return 0xC000001D;
    case SIGFPE:
        return info->si_code == FPE_INTDIV ? 0xC0000094 : info->si_code == FPE_INTOVF ? 0xC0000095 : 0xC0000090;
    case SIGTRAP: return 0x80000003;
    default: return 0xC0000001;
    }
}

static const char *status_words(u32 status) {
    switch (status) {
    case 0xC0000005: return "access violation";
    case 0xC0000006: return "a page could not be read";
    case 0xC000001D: return "illegal instruction";
    case 0xC0000025: return "an exception that cannot be continued";
    case 0xC0000090: return "invalid floating-point operation";
    case 0xC0000094: return "integer division by zero";
    case 0xC0000095: return "integer overflow";
    case 0xC0000409: return "the program found its memory damaged, and ended itself (__fastfail)";
    case 0xC00000FD: return "stack overflow";
    case 0x80000003: return "breakpoint (int3)";
    default: return "exception";
    }
}

// The nearest return address into an image: where the program was when it called the function that crashed.
static const void *caller_in_image(Process *p, const Thread *thread, const u8 *sp) {
    const u8 *low = thread->teb.head.stack_limit, *high = thread->teb.head.stack_base;
    if (sp < low || sp >= high) return NULL; // the program has lost its stack
    for (; sp + sizeof(void *) <= high; sp += sizeof(void *)) {
        const void *value;
        memcpy(&value, sp, sizeof value);
        const Module *module = module_of_address(p, value);
        if (!module || module->builtin) continue;
        const PeSection *sec = pe_section_of(&module->pe, (u32)((const u8 *)value - module->base));
        if (sec && sec->flags & IMAGE_SCN_MEM_EXECUTE) return value;
    }
    return NULL;
}

void report_crash(Process *p, u32 status, const void *at, const void *sp, const char *detail) {
    Thread *thread = current_thread();
    Arena a = {0};
    Diag diag = p->diag;
    diag.arena = &a;
    Message m = {.kind = MSG_ERROR, .file = p->program->name};
    m.text = arena_printf(&a, "%s%s", status_words(status), detail);
    m.where = arena_printf(&a, "%.*s, address %p, on thread %u", STR_ARG(describe_address(p, &a, at)), at, thread->id);
    const Module *module = module_of_address(p, at);
    const void *caller = module && !module->builtin ? NULL : caller_in_image(p, thread, sp);
    if (caller)
        m.where = arena_printf(&a, "outside the program's images, called near %.*s",
                               STR_ARG(describe_address(p, &a, caller)));
    m.why = arena_printf(&a, "status 0x%08x ends the process with exit code %u", status, status & 0xff);
    diag_report(&diag, &m);
}

// Runs on the alternate stack. dispatch_crash lets the thread go on in the dispatcher, on its own stack.
static void crash_handler(int number, siginfo_t *info, void *context) {
    (void)number;
    Process *p = current_process();
    bool fast = is_fast_fail(info, context);
    u32 status = fast ? 0xC0000409 : crash_status(info);
    u64 fault = (u64)(uintptr_t)info->si_addr;
    int access = access_kind(context);
    if (!fast && dispatch_crash(p, status, fault, access, context)) return;
    char detail[96] = "";
    if (status == 0xC0000005)
        snprintf(detail, sizeof detail, ": %s address 0x%llx",
                 access == 1   ? "writing to"
                 : access == 8 ? "running code at"
                               : "reading from",
                 (unsigned long long)fault);
    report_crash(p, status, program_counter(context), stack_pointer(context), detail);
    end_host_process(p, status);
}

bool prepare_crash_stack(Thread *thread) {
    thread->alternate_stack = mmap(NULL, CRASH_STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (thread->alternate_stack == MAP_FAILED) return false;
    stack_t stack = {.ss_sp = thread->alternate_stack, .ss_size = CRASH_STACK_SIZE};
    return sigaltstack(&stack, NULL) == 0;
}

void free_crash_stack(Thread *thread) {
    if (thread->alternate_stack) munmap(thread->alternate_stack, CRASH_STACK_SIZE);
}

void watch_for_crashes(Process *p) {
    (void)p;
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    struct sigaction action = {.sa_sigaction = crash_handler, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (u32 i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN); // a broken pipe is an error of WriteFile
}
