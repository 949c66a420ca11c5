// seh_x64.c - the part of exception handling that needs machine code: saving and restoring the processor's state.
//
// An exception walks up the program's frames, so it must start from the state of the program where it called
// RaiseException, not from the middle of a C function of ours. The entry points below therefore save all registers
// first, in a CONTEXT on the stack, as they are after the call has returned:
//
//      stack of the caller      [ arguments 5.. ][ home of 4 arguments ][ return address ][ CONTEXT ]
//                                                                       ^ rsp at entry     ^ passed on
//
// Then a C function gets the CONTEXT, and the first four arguments.
#include "seh.h"

#if defined(__x86_64__)

#include <ucontext.h>

// Saves all registers into the CONTEXT at rsp; the caller's return address lies right above it.
#define SAVE_STATE                                                                                                     \
    "sub $0x4d8, %rsp\n"                                                                                               \
    "mov %rax, 0x78(%rsp)\n mov %rcx, 0x80(%rsp)\n mov %rdx, 0x88(%rsp)\n mov %rbx, 0x90(%rsp)\n"                      \
    "mov %rbp, 0xa0(%rsp)\n mov %rsi, 0xa8(%rsp)\n mov %rdi, 0xb0(%rsp)\n mov %r8, 0xb8(%rsp)\n"                       \
    "mov %r9, 0xc0(%rsp)\n mov %r10, 0xc8(%rsp)\n mov %r11, 0xd0(%rsp)\n mov %r12, 0xd8(%rsp)\n"                       \
    "mov %r13, 0xe0(%rsp)\n mov %r14, 0xe8(%rsp)\n mov %r15, 0xf0(%rsp)\n"                                             \
    "mov 0x4d8(%rsp), %rax\n mov %rax, 0xf8(%rsp)\n" /* rip: the return address */                                     \
    "lea 0x4e0(%rsp), %rax\n mov %rax, 0x98(%rsp)\n" /* rsp: as after the return */                                    \
    "pushfq\n pop %rax\n mov %eax, 0x44(%rsp)\n"                                                                       \
    "movw %cs, 0x38(%rsp)\n movw %ss, 0x42(%rsp)\n"                                                                    \
    "stmxcsr 0x34(%rsp)\n fxsave 0x100(%rsp)\n"                                                                        \
    "movl $0x10000b, 0x30(%rsp)\n" /* CONTEXT_FULL: control, integer, floating point */

#define CAPTURING_ENTRY(name, function)                                                                                \
    __asm__(".text\n.globl entry_" #name "\n.type entry_" #name ", @function\nentry_" #name ":\n" SAVE_STATE           \
            "mov %rsp, %rdi\n mov %rcx, %rsi\n" /* Windows: rcx rdx r8 r9; Linux: rdi rsi rdx rcx r8 r9 */             \
            "mov %r8, %rcx\n mov %r9, %r8\n"                                                                           \
            "mov %rsp, %rbx\n and $-16, %rsp\n call " #function "\n mov %rbx, %rsp\n"                                  \
            "fxrstor 0x100(%rsp)\n" /* Windows expects rsi, rdi, rbx and xmm6-15 unchanged */                          \
            "mov 0xa8(%rsp), %rsi\n mov 0xb0(%rsp), %rdi\n mov 0x90(%rsp), %rbx\n"                                     \
            "add $0x4d8, %rsp\n ret\n")

CAPTURING_ENTRY(RaiseException, raise_exception);
CAPTURING_ENTRY(RtlRaiseException, raise_record);
CAPTURING_ENTRY(RtlUnwind, unwind_frames);
CAPTURING_ENTRY(RtlCaptureContext, copy_context);

// Loads everything at once: the last instruction takes rip, flags and rsp from the stack.
__asm__(".text\n.type load_state, @function\nload_state:\n"
        "fxrstor 0x100(%rdi)\n"
        "mov %ss, %eax\n push %rax\n pushq 0x98(%rdi)\n mov 0x44(%rdi), %eax\n push %rax\n mov %cs, %eax\n push %rax\n"
        "pushq 0xf8(%rdi)\n"
        "mov 0x78(%rdi), %rax\n mov 0x80(%rdi), %rcx\n mov 0x88(%rdi), %rdx\n mov 0x90(%rdi), %rbx\n"
        "mov 0xa0(%rdi), %rbp\n mov 0xa8(%rdi), %rsi\n mov 0xb8(%rdi), %r8\n mov 0xc0(%rdi), %r9\n"
        "mov 0xc8(%rdi), %r10\n mov 0xd0(%rdi), %r11\n mov 0xd8(%rdi), %r12\n mov 0xe0(%rdi), %r13\n"
        "mov 0xe8(%rdi), %r14\n mov 0xf0(%rdi), %r15\n mov 0xb0(%rdi), %rdi\n"
        "iretq\n");
_Noreturn void load_state(const WinContext *context);

void restore_context(const WinContext *context) {
    // On a copy of our own: the original may lie where the restored stack pointer lets it be overwritten.
    WinContext copy = *context;
    load_state(&copy);
}

// setjmp(buffer, frame): 16 words, in msvcrt's order.
//      0 frame  8 rbx  16 rsp  24 rbp  32 rsi  40 rdi  48 r12  56 r13  64 r14  72 r15  80 rip  88 mxcsr  96 xmm6 ...
//      xmm15
__asm__(".text\n.globl entry_setjmp\n.type entry_setjmp, @function\nentry_setjmp:\n"
        "mov %rdx, (%rcx)\n mov %rbx, 8(%rcx)\n lea 8(%rsp), %rax\n mov %rax, 16(%rcx)\n mov %rbp, 24(%rcx)\n"
        "mov %rsi, 32(%rcx)\n mov %rdi, 40(%rcx)\n mov %r12, 48(%rcx)\n mov %r13, 56(%rcx)\n mov %r14, 64(%rcx)\n"
        "mov %r15, 72(%rcx)\n mov (%rsp), %rax\n mov %rax, 80(%rcx)\n stmxcsr 88(%rcx)\n"
        "movdqu %xmm6, 96(%rcx)\n movdqu %xmm7, 112(%rcx)\n movdqu %xmm8, 128(%rcx)\n movdqu %xmm9, 144(%rcx)\n"
        "movdqu %xmm10, 160(%rcx)\n movdqu %xmm11, 176(%rcx)\n movdqu %xmm12, 192(%rcx)\n movdqu %xmm13, 208(%rcx)\n"
        "movdqu %xmm14, 224(%rcx)\n movdqu %xmm15, 240(%rcx)\n xor %eax, %eax\n ret\n"
        ".globl entry_longjmp\n.type entry_longjmp, @function\nentry_longjmp:\n"
        "mov %edx, %eax\n test %eax, %eax\n jne 1f\n inc %eax\n1:\n"
        "mov 8(%rcx), %rbx\n mov 16(%rcx), %rsp\n mov 24(%rcx), %rbp\n mov 32(%rcx), %rsi\n mov 40(%rcx), %rdi\n"
        "mov 48(%rcx), %r12\n mov 56(%rcx), %r13\n mov 64(%rcx), %r14\n mov 72(%rcx), %r15\n ldmxcsr 88(%rcx)\n"
        "movdqu 96(%rcx), %xmm6\n movdqu 112(%rcx), %xmm7\n movdqu 128(%rcx), %xmm8\n movdqu 144(%rcx), %xmm9\n"
        "movdqu 160(%rcx), %xmm10\n movdqu 176(%rcx), %xmm11\n movdqu 192(%rcx), %xmm12\n movdqu 208(%rcx), %xmm13\n"
        "movdqu 224(%rcx), %xmm14\n movdqu 240(%rcx), %xmm15\n jmp *80(%rcx)\n");

// RtlRestoreContext(context, record)
__asm__(".text\n.globl entry_RtlRestoreContext\n.type entry_RtlRestoreContext, @function\nentry_RtlRestoreContext:\n"
        "mov %rcx, %rdi\n and $-16, %rsp\n call restore_context\n");

// ---- The state that a signal interrupted

void context_of_host(WinContext *c, const void *host_context) {
    static const int order[16] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
                                  REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};
    const ucontext_t *host = host_context;
    *c = (WinContext){.flags = 0x10000b, .cs = 0x33, .ss = 0x2b};
    for (int i = 0; i < 16; i++) c->registers[i] = (u64)host->uc_mcontext.gregs[order[i]];
    c->rip = (u64)host->uc_mcontext.gregs[REG_RIP];
    c->eflags = (u32)host->uc_mcontext.gregs[REG_EFL];
    if (host->uc_mcontext.fpregs) memcpy(&c->floats, host->uc_mcontext.fpregs, sizeof c->floats);
    c->mxcsr = load32(c->floats.head + 24);
}

void continue_in(void *host_context, void (*function)(void *), void *argument) {
    enum { DIRECTION_FLAG = 0x400 };
    greg_t *registers = ((ucontext_t *)host_context)->uc_mcontext.gregs;
    registers[REG_RSP] = (greg_t)((uintptr_t)argument - 8); // as right after a call
    registers[REG_RDI] = (greg_t)(uintptr_t)argument;
    registers[REG_RIP] = (greg_t)(uintptr_t)function;
    registers[REG_EFL] &= ~(greg_t)DIRECTION_FLAG;
}

#endif
