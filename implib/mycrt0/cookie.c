// cookie.c - buffer checks (/GS).
//
//      local variables | array | cookie ^ frame | return address        a write past the array's end changes the cookie
//                                                                       before it reaches the return address
//
// A checked function puts the cookie on its stack at its beginning and calls __security_check_cookie at its end. The cookie
// is a secret only if it changes from run to run. Windows does that itself when the image's load configuration leads to
// __security_cookie and it still has its default value; a program without one calls __security_init_cookie (cookie_init.c).
// [spec: exception-handling-x64]
#include "mycrt0.h"

#ifdef __i386__
uintptr_t __security_cookie = 0xbb40e64e;
#else
uintptr_t __security_cookie = 0x00002b992ddfa232;
#endif

// These preserve every register: the checked function's result is already in place. Fast fail 2: FAST_FAIL_STACK_COOKIE_CHECK_FAILURE.
#if defined __x86_64__
__asm__(".text\n"
        ".globl __security_check_cookie\n"
        "__security_check_cookie:\n"
        "   cmp __security_cookie(%rip), %rcx\n"
        "   jne 1f\n"
        "   ret\n"
        "1: mov $2, %ecx\n"
        "   int $0x29\n");
#elif defined __i386__
__asm__(".text\n"
        ".globl @__security_check_cookie@4\n"
        "\"@__security_check_cookie@4\":\n"
        "   cmp ___security_cookie, %ecx\n"
        "   jne 1f\n"
        "   ret\n"
        "1: mov $2, %ecx\n"
        "   int $0x29\n");
#else
__asm__(".text\n"
        ".p2align 2\n"
        ".globl __security_check_cookie\n"
        "__security_check_cookie:\n"
        "   adrp x16, __security_cookie\n"
        "   ldr x16, [x16, :lo12:__security_cookie]\n"
        "   cmp x0, x16\n"
        "   b.ne 1f\n"
        "   ret\n"
        "1: mov w0, #2\n"
        "   brk #0xf003\n");
#endif

#ifndef __i386__
// Called when an exception unwinds a checked function. Microsoft's looks at the cookie here, too; this one goes on with the
// search for a handler, so that only the check at the function's end is made.
int __GSHandlerCheck(void *record, void *frame, void *context, void *dispatcher) {
    (void)record, (void)frame, (void)context, (void)dispatcher;
    return 1; // ExceptionContinueSearch
}
#endif
