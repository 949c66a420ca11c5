// chkstk.c - growing the stack page by page.
//
//      high   | committed |            a thread's stack has a guard page below what it uses. Touching that page makes
//             | guard     | <- touch   Windows commit it and put the guard one page lower. A function with 20,000 bytes
//             | reserved  |            of locals would jump over the guard and touch reserved memory: an access
//      low    | reserved  |            violation. So compilers call __chkstk first, which touches every page on the way.
//
// x64 and ARM64: only touches; the caller moves the stack pointer itself. Size: rax in bytes, x15 in units of 16 bytes.
// x86: moves the stack pointer, too (it is alloca()). Size: eax. All other registers stay as they are.
// ___chkstk_ms is mingw-w64's name; it only touches, on x86 as well.
#include "mycrt0.h"

#if defined __x86_64__
__asm__(".text\n"
        ".globl __chkstk\n"
        ".globl ___chkstk_ms\n"
        "__chkstk:\n"
        "___chkstk_ms:\n"
        "   push %rcx\n"
        "   push %rax\n"
        "   lea 24(%rsp), %rcx\n" // the caller's stack pointer
        "1: cmp $4096, %rax\n"
        "   jb 2f\n"
        "   sub $4096, %rcx\n"
        "   orl $0, (%rcx)\n" // a write that changes nothing
        "   sub $4096, %rax\n"
        "   jmp 1b\n"
        "2: sub %rax, %rcx\n"
        "   orl $0, (%rcx)\n"
        "   pop %rax\n"
        "   pop %rcx\n"
        "   ret\n");
#elif defined __i386__
__asm__(".text\n"
        ".globl ___chkstk_ms\n"
        "___chkstk_ms:\n"
        "   push %ecx\n"
        "   push %eax\n"
        "   lea 12(%esp), %ecx\n"
        "1: cmp $4096, %eax\n"
        "   jb 2f\n"
        "   sub $4096, %ecx\n"
        "   orl $0, (%ecx)\n"
        "   sub $4096, %eax\n"
        "   jmp 1b\n"
        "2: sub %eax, %ecx\n"
        "   orl $0, (%ecx)\n"
        "   pop %eax\n"
        "   pop %ecx\n"
        "   ret\n"
        ".globl __chkstk\n"
        ".globl __alloca_probe\n"
        ".globl __alloca\n"
        ".globl ___chkstk\n"
        "__chkstk:\n"
        "__alloca_probe:\n"
        "__alloca:\n"
        "___chkstk:\n"
        "   push %ecx\n"
        "   lea 8(%esp), %ecx\n" // what the stack pointer is after the return
        "3: cmp $4096, %eax\n"
        "   jb 4f\n"
        "   sub $4096, %ecx\n"
        "   orl $0, (%ecx)\n"
        "   sub $4096, %eax\n"
        "   jmp 3b\n"
        "4: sub %eax, %ecx\n"
        "   orl $0, (%ecx)\n"
        "   mov %esp, %eax\n" // the saved ecx and the return address are there
        "   mov %ecx, %esp\n"
        "   mov (%eax), %ecx\n"
        "   push 4(%eax)\n"
        "   ret\n");
#else
__asm__(".text\n"
        ".p2align 2\n"
        ".globl __chkstk\n"
        "__chkstk:\n"
        "   lsl x16, x15, #4\n"
        "   mov x17, sp\n"
        "1: cmp x16, #1, lsl #12\n"
        "   b.lo 2f\n"
        "   sub x17, x17, #1, lsl #12\n"
        "   ldr xzr, [x17]\n"
        "   sub x16, x16, #1, lsl #12\n"
        "   b 1b\n"
        "2: sub x17, x17, x16\n"
        "   ldr xzr, [x17]\n"
        "   ret\n");
#endif
