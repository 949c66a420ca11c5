// abi.h - everything about running Windows code that differs from one machine to the next, in one place.
//
// A Windows function and a Linux function of the same machine disagree on three things:
//
//      how arguments travel      x64: Windows passes the first four in RCX RDX R8 R9 and leaves 32 bytes of stack for
//                                them, Linux passes six in RDI RSI RDX RCX R8 R9. The compiler knows both; a function
//                                marked WINAPI is compiled for Windows' way and may be called from an image.
//      where `...` arguments lie Windows' va_list is a plain pointer to 8-byte (x86: 4-byte) slots, on every machine.
//      how a thread finds itself Windows code reads its thread block, the TEB, through a register: GS on x64, FS on
//      x86,
//                                X18 on ARM64. Linux has its own thread data behind the other one of FS and GS, so one
//                                is free on x64 and x86: we point it at a TEB of ours, and it stays put when Windows
//                                code calls us. X18 is an ordinary register to Linux' C library: there each call goes
//                                through a wrapper that keeps it.
//
// The TEB is also how the built-in functions find their process: they are called without any context pointer, but the
// register leads to the TEB and our own record of the thread begins with the TEB. So myload needs no global variables.
#ifndef LOADER_ABI_H
#define LOADER_ABI_H

#include "../objfmt/pe.h"

#include <ucontext.h>

// How a built-in function is reached from its stub.
typedef enum {
    CALL_PLAIN,
    CALL_VARIADIC, // it takes `...`
    CALL_DIRECT,   // it looks at its caller's registers, so nothing may stand between
} CallKind;

#if defined(__x86_64__)

#define HOST_MACHINE      IMAGE_FILE_MACHINE_AMD64
#define HOST_MACHINE_NAME "x64"
// A misaligned stack is aligned on entry: programs in assembly often get it wrong and Windows mostly does not mind.
#define WINAPI   __attribute__((ms_abi, force_align_arg_pointer)) // stdcall: the callee drops its arguments (x86)
#define WINCDECL __attribute__((ms_abi, force_align_arg_pointer)) // cdecl: the caller does

typedef __builtin_ms_va_list WinArgs; // char *
#define win_args_start(args, last) __builtin_ms_va_start(args, last)
#define win_args_end(args)         __builtin_ms_va_end(args)

// Offsets in the TEB that machine code reads. The fields before them follow from the size of a pointer: see Teb.
#define TEB_DEALLOCATION_STACK  0x1478
#define TEB_TLS_SLOTS           0x1480
#define TEB_TLS_EXPANSION_SLOTS 0x1780

// Where the built-in DLLs are mapped, far from the bases that linkers give and from Linux's own mappings.
#define BUILTIN_BASE   0x700000000000ull
#define BUILTIN_STRIDE 0x1000000ull

#define SYSTEM_ARCHITECTURE   9 // GetSystemInfo: PROCESSOR_ARCHITECTURE_AMD64
#define SYSTEM_PROCESSOR_TYPE 8664
#define HIGHEST_ADDRESS       0x7ffffffeffffull

#define MSVCRT_FILE_SIZE 48 // sizeof(FILE) in msvcrt.dll: programs compute &__iob_func()[1] themselves

static inline void *current_teb(void) {
    void *teb;
    __asm__("movq %%gs:0x30, %0" : "=r"(teb));
    return teb;
}

// A stub is what an exported name of a built-in DLL points to: a jump into myload. On ARM64 a wrapper may stand
// between.
#define STUB_SIZE 32

//      48 b8 imm64     mov rax, target
//      ff e0           jmp rax
static inline void write_jump_stub(u8 *stub, void (*target)(void)) {
    u64 address = (u64)(uintptr_t)target;
    memcpy(stub, "\x48\xb8", 2);
    store64(stub + 2, address);
    memcpy(stub + 10, "\xff\xe0", 2);
}

// The same with a first argument of our own: `target` is called as if the image had called target(argument).
//      48 b9 imm64     mov rcx, argument
static inline void write_argument_stub(u8 *stub, const void *argument, void (*target)(void)) {
    memcpy(stub, "\x48\xb9", 2);
    store64(stub + 2, (u64)(uintptr_t)argument);
    write_jump_stub(stub + 10, target);
}

// The interrupted instruction and stack pointer of a signal's context.
static inline void *program_counter(const void *context) {
    return (void *)(uintptr_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
}
static inline void *stack_pointer(const void *context) {
    return (void *)(uintptr_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RSP];
}
// What the faulting access wanted: 0 reading, 1 writing, 8 running code. [Intel SDM: page-fault error code]
static inline int access_kind(const void *context) {
    u64 code = (u64)((const ucontext_t *)context)->uc_mcontext.gregs[REG_ERR];
    return code & 16 ? 8 : code & 2 ? 1 : 0;
}

#elif defined(__i386__)

#define HOST_MACHINE               IMAGE_FILE_MACHINE_I386
#define HOST_MACHINE_NAME          "x86"
#define WINAPI                     __attribute__((stdcall))
#define WINCDECL                   __attribute__((cdecl))
// Windows keeps the stack at a multiple of 4 only, our compiler counts on 16: it is told -mstackrealign (loader.mk).

typedef char *WinArgs; // which is what Linux has here, too
#define win_args_start(args, last) __builtin_va_start(args, last)
#define win_args_end(args)         __builtin_va_end(args)

#define TEB_DEALLOCATION_STACK  0xe0c
#define TEB_TLS_SLOTS           0xe10
#define TEB_TLS_EXPANSION_SLOTS 0xf94
#define TEB_HOST_STACK          0x1ff8 // ours: see call_image

// Below 2 GB, as programs without /LARGEADDRESSAWARE expect it; myload itself is linked to lie behind them.
#define BUILTIN_BASE            0x70000000ull
#define BUILTIN_STRIDE          0x800000ull

#define SYSTEM_ARCHITECTURE   0 // PROCESSOR_ARCHITECTURE_INTEL
#define SYSTEM_PROCESSOR_TYPE 586
#define HIGHEST_ADDRESS       0x7ffeffffull

#define MSVCRT_FILE_SIZE 32

static inline void *current_teb(void) {
    void *teb;
    __asm__("movl %%fs:0x18, %0" : "=r"(teb));
    return teb;
}

#define STUB_SIZE 32

//      b8 imm32        mov eax, target
//      ff e0           jmp eax
static inline void write_jump_stub(u8 *stub, void (*target)(void)) {
    stub[0] = 0xb8;
    store32(stub + 1, (u32)(uintptr_t)target);
    memcpy(stub + 5, "\xff\xe0", 2);
}

//      59              pop ecx         the return address
//      68 imm32        push argument
//      51              push ecx
static inline void write_argument_stub(u8 *stub, const void *argument, void (*target)(void)) {
    memcpy(stub, "\x59\x68", 2);
    store32(stub + 2, (u32)(uintptr_t)argument);
    stub[6] = 0x51;
    write_jump_stub(stub + 7, target);
}

static inline void *program_counter(const void *context) {
    return (void *)((const ucontext_t *)context)->uc_mcontext.gregs[REG_EIP];
}
static inline void *stack_pointer(const void *context) {
    return (void *)((const ucontext_t *)context)->uc_mcontext.gregs[REG_ESP];
}
static inline int access_kind(const void *context) {
    u32 code = (u32)((const ucontext_t *)context)->uc_mcontext.gregs[REG_ERR];
    return code & 16 ? 8 : code & 2 ? 1 : 0;
}

#elif defined(__aarch64__)

#include <stdarg.h>

#define HOST_MACHINE      IMAGE_FILE_MACHINE_ARM64
#define HOST_MACHINE_NAME "ARM64"
#define WINAPI            // fixed arguments travel alike in both worlds
#define WINCDECL

// A `...` function is called through arm64_variadic (abi.c), which puts x0 to x7 right below the arguments on the
// stack: the row of slots that Windows' va_list points into. Above the stack pointer at our entry there first are the
// wrapper's own 32 bytes.
// __gr_offs says how many of the eight registers hold named arguments.
typedef char *WinArgs;
enum { WRAPPER_FRAME = 32 };
#define win_args_start(args, last)                                                                                     \
    do {                                                                                                               \
        va_list list_;                                                                                                 \
        va_start(list_, last);                                                                                         \
        __asm__ volatile("" : : "r"(&list_) : "memory"); /* or the compiler leaves the field empty: nobody uses it */  \
        (args) = (char *)__builtin_dwarf_cfa() + WRAPPER_FRAME + 64 + list_.__gr_offs;                                 \
        va_end(list_);                                                                                                 \
    } while (0)
#define win_args_end(args) (void)(args)

#define TEB_DEALLOCATION_STACK  0x1478
#define TEB_TLS_SLOTS           0x1480
#define TEB_TLS_EXPANSION_SLOTS 0x1780

#define BUILTIN_BASE   0x700000000000ull
#define BUILTIN_STRIDE 0x1000000ull

#define SYSTEM_ARCHITECTURE   12 // PROCESSOR_ARCHITECTURE_ARM64
#define SYSTEM_PROCESSOR_TYPE 0
#define HIGHEST_ADDRESS       0x7ffffffeffffull

#define MSVCRT_FILE_SIZE 48

// In the middle of a built-in function x18 may hold anything; the thread's own copy of its value is this.
extern _Thread_local void *arm64_teb;
static inline void *current_teb(void) { return arm64_teb; }

#define STUB_SIZE 32

void arm64_call(void), arm64_variadic(void); // abi.c: call the function whose address is in x17

//      58000091        ldr x17, +16: target
//      580000b0        ldr x16, +20: wrapper
//      d61f0200        br  x16
static inline void write_wrapped_stub(u8 *stub, void (*target)(void), void (*wrapper)(void)) {
    store32(stub, 0x58000091);
    store32(stub + 4, 0x580000b0);
    store32(stub + 8, 0xd61f0200);
    store64(stub + 16, (u64)(uintptr_t)target);
    store64(stub + 24, (u64)(uintptr_t)wrapper);
}
static inline void write_stub(u8 *stub, void (*target)(void), CallKind kind) {
    if (kind == CALL_DIRECT)
        write_wrapped_stub(stub, target, target);
    else
        write_wrapped_stub(stub, target, kind == CALL_VARIADIC ? arm64_variadic : arm64_call);
}

//      58000080        ldr x0, +16: argument
//      580000b0        ldr x16, +20: target
//      d61f0200        br  x16
static inline void write_argument_stub(u8 *stub, const void *argument, void (*target)(void)) {
    store32(stub, 0x58000080);
    store32(stub + 4, 0x580000b0);
    store32(stub + 8, 0xd61f0200);
    store64(stub + 16, (u64)(uintptr_t)argument);
    store64(stub + 24, (u64)(uintptr_t)target);
}

static inline void *program_counter(const void *context) {
    return (void *)(uintptr_t)((const ucontext_t *)context)->uc_mcontext.pc;
}
static inline void *stack_pointer(const void *context) {
    return (void *)(uintptr_t)((const ucontext_t *)context)->uc_mcontext.sp;
}
int access_kind(const void *context); // abi.c

#else
#error "myload has no abi.h part for this machine yet"
#endif

#if !defined(__aarch64__) // a jump is all that is needed
static inline void write_stub(u8 *stub, void (*target)(void), CallKind kind) {
    (void)kind;
    write_jump_stub(stub, target);
}
#endif

// Calls a function of an image with up to three arguments; every call into an image goes through here. Unlike a call
// through a WINAPI pointer it does not rely on the function to keep the registers that it should keep: entry points and
// thread functions written in assembly often do not, and Windows, which calls them last, never notices.
uintptr_t call_image(void *function, uintptr_t a, uintptr_t b, uintptr_t c);

// Makes `teb` the thread block of the calling thread.
void set_current_teb(void *teb);

// Before anything else: x86 programs compute with addresses as if the upper half of the 4 GB were not there, as on
// Windows.
void limit_address_space(void);

#endif
