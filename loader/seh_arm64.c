// seh_arm64.c - the part of exception handling on ARM64 that needs machine code: saving and restoring the processor's
// state.
//
// RaiseException and its like save it themselves; a signal brings it along. To go on from a changed state takes every
// register, and the last instruction of a C program has none left to jump through. So the thread sends itself a signal,
// whose return to the program is made to lead there.
#include "seh.h"

#if defined(__aarch64__)

#include <pthread.h>
#include <signal.h>

// ---- The processor's state

typedef struct { // as Linux puts it behind the registers of a signal's context
    u32 magic, size;
    u32 fpsr, fpcr;
    u8 v[32][16];
} FloatRecord;

static FloatRecord *float_record(const void *host_context) {
    enum { FPSIMD_RECORD = 0x46508001 };
    u8 *at = (u8 *)((const ucontext_t *)host_context)->uc_mcontext.__reserved;
    FloatRecord *record = (FloatRecord *)(void *)at; // Linux always writes it first
    return record->magic == FPSIMD_RECORD ? record : NULL;
}

void context_of_host(WinContext *c, const void *host_context) {
    const mcontext_t *host = &((const ucontext_t *)host_context)->uc_mcontext;
    const FloatRecord *floats = float_record(host_context);
    *c = (WinContext){.flags = 0x400007, .cpsr = (u32)host->pstate, .sp = host->sp, .pc = host->pc};
    for (int i = 0; i < 31; i++) c->x[i] = host->regs[i];
    if (!floats) return;
    memcpy(c->v, floats->v, sizeof c->v);
    c->fpsr = floats->fpsr;
    c->fpcr = floats->fpcr;
}

static void context_to_host(const WinContext *c, void *host_context) {
    mcontext_t *host = &((ucontext_t *)host_context)->uc_mcontext;
    FloatRecord *floats = float_record(host_context);
    for (int i = 0; i < 31; i++) host->regs[i] = c->x[i];
    host->sp = c->sp;
    host->pc = c->pc;
    host->pstate = c->cpsr;
    if (!floats) return;
    memcpy(floats->v, c->v, sizeof c->v);
    floats->fpsr = c->fpsr;
    floats->fpcr = c->fpcr;
}

void continue_in(void *host_context, void (*function)(void *), void *argument) {
    mcontext_t *host = &((ucontext_t *)host_context)->uc_mcontext;
    host->regs[0] = (u64)(uintptr_t)argument;
    host->sp = (u64)(uintptr_t)argument;
    host->pc = (u64)(uintptr_t)function;
}

static void restore_handler(int number, siginfo_t *info, void *host_context) {
    (void)number;
    context_to_host(info->si_value.sival_ptr, host_context);
}

void restore_context(const WinContext *context) {
    union sigval value = {.sival_ptr = (void *)(uintptr_t)context};
    struct sigaction action = {.sa_sigaction = restore_handler, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    sigaction(SIGRTMIN + 5, &action, NULL);
    for (;;) pthread_sigqueue(pthread_self(), SIGRTMIN + 5, value);
}

// Saves all registers into a CONTEXT on the stack and calls function(context, x0, x1, x2, x3), which returns or not.
#define CAPTURING_ENTRY(name, function)                                                                                \
    __asm__(                                                                                                           \
        ".text\n.globl entry_" #name "\n.type entry_" #name ", @function\nentry_" #name ":\n"                          \
        "sub sp, sp, #912\n"                                                                                           \
        "stp x0, x1, [sp, #8]\n stp x2, x3, [sp, #24]\n stp x4, x5, [sp, #40]\n stp x6, x7, [sp, #56]\n"               \
        "stp x8, x9, [sp, #72]\n stp x10, x11, [sp, #88]\n stp x12, x13, [sp, #104]\n stp x14, x15, [sp, #120]\n"      \
        "stp x16, x17, [sp, #136]\n stp x18, x19, [sp, #152]\n stp x20, x21, [sp, #168]\n"                             \
        "stp x22, x23, [sp, #184]\n stp x24, x25, [sp, #200]\n stp x26, x27, [sp, #216]\n"                             \
        "stp x28, x29, [sp, #232]\n str x30, [sp, #248]\n add x9, sp, #912\n stp x9, x30, [sp, #256]\n"                \
        "add x9, sp, #272\n"                                                                                           \
        "stp q0, q1, [x9]\n stp q2, q3, [x9, #32]\n stp q4, q5, [x9, #64]\n stp q6, q7, [x9, #96]\n"                   \
        "stp q8, q9, [x9, #128]\n stp q10, q11, [x9, #160]\n stp q12, q13, [x9, #192]\n stp q14, q15, [x9, #224]\n"    \
        "stp q16, q17, [x9, #256]\n stp q18, q19, [x9, #288]\n stp q20, q21, [x9, #320]\n"                             \
        "stp q22, q23, [x9, #352]\n stp q24, q25, [x9, #384]\n stp q26, q27, [x9, #416]\n"                             \
        "stp q28, q29, [x9, #448]\n stp q30, q31, [x9, #480]\n"                                                        \
        "mrs x10, fpcr\n mrs x11, fpsr\n str w10, [sp, #784]\n str w11, [sp, #788]\n"                                  \
        "mrs x10, nzcv\n str w10, [sp, #4]\n mov w10, #7\n movk w10, #0x2040, lsl #16\n str w10, [sp]\n"               \
        "mov x4, x3\n mov x3, x2\n mov x2, x1\n mov x1, x0\n mov x0, sp\n bl " #function "\n"                          \
        "ldr x18, [sp, #152]\n ldr x30, [sp, #248]\n add sp, sp, #912\n ret\n")

CAPTURING_ENTRY(RaiseException, raise_exception);
CAPTURING_ENTRY(RtlRaiseException, raise_record);
CAPTURING_ENTRY(RtlCaptureContext, copy_context);
CAPTURING_ENTRY(RtlUnwind, unwind_frames);

// RtlRestoreContext(context, record)
__asm__(".text\n.globl entry_RtlRestoreContext\n.type entry_RtlRestoreContext, @function\nentry_RtlRestoreContext:\n"
        "b restore_context\n");

// setjmp(buffer, frame): 0 frame  16 x19 ... x30  112 sp  120 fpcr, fpsr  128 d8 ... d15
__asm__(
    ".text\n.globl entry_setjmp\n.type entry_setjmp, @function\nentry_setjmp:\n"
    "stp x1, xzr, [x0]\n stp x19, x20, [x0, #16]\n stp x21, x22, [x0, #32]\n stp x23, x24, [x0, #48]\n"
    "stp x25, x26, [x0, #64]\n stp x27, x28, [x0, #80]\n stp x29, x30, [x0, #96]\n mov x9, sp\n str x9, [x0, #112]\n"
    "stp d8, d9, [x0, #128]\n stp d10, d11, [x0, #144]\n stp d12, d13, [x0, #160]\n stp d14, d15, [x0, #176]\n"
    "mov w0, #0\n ret\n"
    ".globl entry_longjmp\n.type entry_longjmp, @function\nentry_longjmp:\n"
    "ldp x19, x20, [x0, #16]\n ldp x21, x22, [x0, #32]\n ldp x23, x24, [x0, #48]\n ldp x25, x26, [x0, #64]\n"
    "ldp x27, x28, [x0, #80]\n ldp x29, x30, [x0, #96]\n ldr x9, [x0, #112]\n mov sp, x9\n"
    "ldp d8, d9, [x0, #128]\n ldp d10, d11, [x0, #144]\n ldp d12, d13, [x0, #160]\n ldp d14, d15, [x0, #176]\n"
    "cmp w1, #0\n csinc w0, w1, wzr, ne\n ret\n");

#endif
