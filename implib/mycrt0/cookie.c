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

// The handler of a checked function: Windows calls it while it looks for somebody who wants an exception. A frame that was
// overwritten must not get so far as to choose who that is, so the cookie is looked at here, too. Behind the handler's RVA in
// the unwind information the compiler has left where the cookie lies:
//
//      .xdata:  unwind codes | RVA of __GSHandlerCheck | cookie's offset in the frame + flags | base, alignment of an aligned frame
//
// The function stored `__security_cookie ^ rsp`, rsp as it was behind its prolog: the establisher frame, or with a frame
// register that many bytes above it. [spec: exception-handling-x64]
#ifdef __x86_64__
typedef struct {
    u32 begin, end, unwind_rva;
} RuntimeFunction;

typedef struct { // the first fields of DISPATCHER_CONTEXT
    u64 control_pc, image_base;
    const RuntimeFunction *function;
    u64 establisher_frame, target_ip;
    void *context, *handler;
    const u32 *handler_data;
} DispatcherContext;

void __security_check_cookie(uintptr_t cookie);

int __GSHandlerCheck(void *record, u8 *frame, void *context, const DispatcherContext *d) {
    (void)record, (void)context;
    const u32 *data = d->handler_data;
    u8 *base = frame;
    if (data[0] & 4) base = (u8 *)((uintptr_t)(frame + (int)data[1]) & (uintptr_t)(long long)-(int)data[2]);
    uintptr_t stored = *(uintptr_t *)(base + (int)(data[0] & ~7u)), key = (uintptr_t)frame;
    u8 frame_register = ((u8 *)(uintptr_t)d->image_base + d->function->unwind_rva)[3]; // number: 4 bits, distance / 16: 4 bits
    if (frame_register & 15) key += frame_register & 0xf0u;
    __security_check_cookie(stored ^ key);
    return 1; // ExceptionContinueSearch
}
#elif defined __aarch64__
// What exactly is stored there differs between compilers for ARM64: only the check at the function's end is made.
int __GSHandlerCheck(void *record, void *frame, void *context, void *dispatcher) {
    (void)record, (void)frame, (void)context, (void)dispatcher;
    return 1; // ExceptionContinueSearch
}
#endif
