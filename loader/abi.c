// abi.c - two machine-dependent steps: setting the register that leads to the TEB, and calling into an image.
#include "abi.h"

#include <asm/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

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
