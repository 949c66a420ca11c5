// abi.c - the machine-dependent steps that take machine code or the kernel's help: setting the register that leads to
// the TEB, calling into an image, and on ARM64 being called from one.
#include "abi.h"

#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)

#include <asm/prctl.h>

void set_current_teb(void *teb) {
    // User code cannot load a 64-bit base into GS on every processor, the kernel can. It keeps the value per thread.
    syscall(SYS_arch_prctl, ARCH_SET_GS, teb);
}

// Linux passes function, a, b, c in rdi, rsi, rdx, rcx; Windows wants a, b, c in rcx, rdx, r8, the stack pointer at a
// multiple of 16 and 32 free bytes above the return address. Pushed and popped are the registers that our caller relies
// on.
__asm__(".text\n.globl call_image\n.type call_image, @function\ncall_image:\n"
        "push %rbp\n push %rbx\n push %r12\n push %r13\n push %r14\n push %r15\n"
        "sub $40, %rsp\n mov %rcx, %r8\n mov %rsi, %rcx\n mov %rdi, %rax\n call *%rax\n add $40, %rsp\n"
        "pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbx\n pop %rbp\n cld\n ret\n");

void limit_address_space(void) {}

#elif defined(__i386__)

#include <asm/ldt.h>
#include <stdio.h>
#include <sys/mman.h>

// A segment with the TEB as its base. The kernel keeps a few segments for each thread; glibc has one of them in GS. A
// new thread inherits ours with the selector in FS, and only gives it another base.
void set_current_teb(void *teb) {
    u32 selector;
    __asm__("mov %%fs, %0" : "=r"(selector));
    struct user_desc segment = {.entry_number = selector & 0xffff ? (selector & 0xffff) >> 3 : (u32)-1,
                                .base_addr = (u32)(uintptr_t)teb,
                                .limit = 0xfffff,
                                .seg_32bit = 1,
                                .limit_in_pages = 1,
                                .useable = 1};
    syscall(SYS_set_thread_area, &segment);
    __asm__ volatile("movw %w0, %%fs" : : "r"(segment.entry_number << 3 | 3));
    u16 precision = 0x27f; // Windows computes with 53 bits, Linux with 64
    __asm__ volatile("fldcw %0" : : "m"(precision));
}

// The function may be cdecl, which leaves the arguments on the stack, or stdcall, which takes as many as it knows of;
// and it may lose ebp. So the stack pointer is kept in the TEB.
__asm__(".text\n.globl call_image\n.type call_image, @function\ncall_image:\n"
        "push %ebp\n push %ebx\n push %esi\n push %edi\n"
        "mov 20(%esp), %eax\n mov 24(%esp), %ecx\n mov 28(%esp), %edx\n mov 32(%esp), %ebx\n"
        "pushl %fs:0x1ff8\n mov %esp, %fs:0x1ff8\n"
        "push %ebx\n push %edx\n push %ecx\n call *%eax\n"
        "mov %fs:0x1ff8, %esp\n popl %fs:0x1ff8\n"
        "pop %edi\n pop %esi\n pop %ebx\n pop %ebp\n cld\n ret\n");
_Static_assert(TEB_HOST_STACK == 0x1ff8, "call_image");

// Takes what is free from 2 GB on, without memory behind it, so that stacks, heaps and VirtualAlloc find places below.
void limit_address_space(void) {
    enum { ROOM_FOR_STACK = 16 << 20 };
    u64 start = 0x80000000u, from, to;
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps)) {
        if (sscanf(line, "%llx-%llx", (unsigned long long *)&from, (unsigned long long *)&to) != 2) continue;
        u64 end = from > ROOM_FOR_STACK && strstr(line, "[stack]") ? from - ROOM_FOR_STACK : from;
        if (end > start)
            mmap((void *)(uintptr_t)start, (size_t)(end - start), PROT_NONE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
        if (to > start) start = to;
    }
    if (maps) fclose(maps);
}

#elif defined(__aarch64__)

void limit_address_space(void) {}

_Thread_local void *arm64_teb;

void set_current_teb(void *teb) { arm64_teb = teb; } // call_image loads it into x18

uintptr_t arm64_call_image(void *function, uintptr_t a, uintptr_t b, uintptr_t c, void *teb);

uintptr_t call_image(void *function, uintptr_t a, uintptr_t b, uintptr_t c) {
    return arm64_call_image(function, a, b, c, arm64_teb);
}

__asm__(".text\n.globl arm64_call_image\n.type arm64_call_image, @function\narm64_call_image:\n"
        "stp x29, x30, [sp, #-160]!\n mov x29, sp\n"
        "stp x19, x20, [sp, #16]\n stp x21, x22, [sp, #32]\n stp x23, x24, [sp, #48]\n stp x25, x26, [sp, #64]\n"
        "stp x27, x28, [sp, #80]\n stp d8, d9, [sp, #96]\n stp d10, d11, [sp, #112]\n stp d12, d13, [sp, #128]\n"
        "stp d14, d15, [sp, #144]\n"
        "mov x16, x0\n mov x0, x1\n mov x1, x2\n mov x2, x3\n mov x18, x4\n blr x16\n"
        "ldp x19, x20, [sp, #16]\n ldp x21, x22, [sp, #32]\n ldp x23, x24, [sp, #48]\n ldp x25, x26, [sp, #64]\n"
        "ldp x27, x28, [sp, #80]\n ldp d8, d9, [sp, #96]\n ldp d10, d11, [sp, #112]\n ldp d12, d13, [sp, #128]\n"
        "ldp d14, d15, [sp, #144]\n ldp x29, x30, [sp], #160\n ret\n");

// Calls the function in x17 as the image called the stub, and gives x18 back to the image afterwards. Arguments beyond
// the eighth are on the stack: 16 of them are copied to where the function looks for its own. (No built-in function has
// more.)
//
//      [ x29, x30 | x18, - ][ arguments on the stack ]         the wrapper's 32 bytes, below the image's
__asm__(".text\n.globl arm64_call\n.type arm64_call, @function\narm64_call:\n"
        "stp x29, x30, [sp, #-32]!\n mov x29, sp\n str x18, [sp, #16]\n sub sp, sp, #128\n"
        "ldp x9, x10, [x29, #32]\n stp x9, x10, [sp]\n ldp x9, x10, [x29, #48]\n stp x9, x10, [sp, #16]\n"
        "ldp x9, x10, [x29, #64]\n stp x9, x10, [sp, #32]\n ldp x9, x10, [x29, #80]\n stp x9, x10, [sp, #48]\n"
        "ldp x9, x10, [x29, #96]\n stp x9, x10, [sp, #64]\n ldp x9, x10, [x29, #112]\n stp x9, x10, [sp, #80]\n"
        "ldp x9, x10, [x29, #128]\n stp x9, x10, [sp, #96]\n ldp x9, x10, [x29, #144]\n stp x9, x10, [sp, #112]\n"
        "blr x17\n"
        "mov sp, x29\n ldr x18, [sp, #16]\n ldp x29, x30, [sp], #32\n ret\n"
        // The same for functions with `...`: no copy, but the eight registers in a row with what is on the stack.
        ".globl arm64_variadic\n.type arm64_variadic, @function\narm64_variadic:\n"
        "stp x6, x7, [sp, #-16]!\n stp x4, x5, [sp, #-16]!\n stp x2, x3, [sp, #-16]!\n stp x0, x1, [sp, #-16]!\n"
        "stp x29, x30, [sp, #-32]!\n mov x29, sp\n str x18, [sp, #16]\n blr x17\n"
        "ldr x18, [sp, #16]\n ldp x29, x30, [sp], #32\n add sp, sp, #64\n ret\n");
_Static_assert(WRAPPER_FRAME == 32, "arm64_variadic");

// Linux leaves the exception syndrome behind the registers. [Arm ARM: ESR_EL1, EC and WnR]
int access_kind(const void *context) {
    enum { ESR_RECORD = 0x45535201, CLASS_INSTRUCTION = 0x20 };
    const u8 *at = ((const ucontext_t *)context)->uc_mcontext.__reserved;
    const u8 *end = at + sizeof((const ucontext_t *)context)->uc_mcontext.__reserved;
    for (u32 size; at + 16 <= end && (size = load32(at + 4)) >= 8 && size <= (u64)(end - at); at += size) {
        if (load32(at) != ESR_RECORD) continue;
        u64 syndrome = load64(at + 8);
        return (syndrome >> 26 & 0x3e) == CLASS_INSTRUCTION ? 8 : syndrome >> 6 & 1;
    }
    return 0;
}

#endif
