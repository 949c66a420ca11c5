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
//                                X18 on ARM64. Linux uses FS on x64 for its own thread data, so GS is free and we point
//                                it at a TEB of ours. It stays put when Windows code calls us: nobody has to switch.
//
// The TEB is also how the built-in functions find their process: they are called without any context pointer, but the
// register leads to the TEB and our own record of the thread begins with the TEB. So myload needs no global variables.
#ifndef LOADER_ABI_H
#define LOADER_ABI_H

#include "../objfmt/pe.h"

#include <ucontext.h>

#if defined(__x86_64__)

#define HOST_MACHINE      IMAGE_FILE_MACHINE_AMD64
#define HOST_MACHINE_NAME "x64"
#define WINAPI            __attribute__((ms_abi)) // stdcall: the callee drops its arguments (x86 only)
#define WINCDECL          __attribute__((ms_abi)) // cdecl: the caller does
#define FORCE_ALIGN

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

// A stub is what an exported name of a built-in DLL points to: a jump into myload.
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

#else
#error "myload has no abi.h part for this machine yet"
#endif

// Calls a function of an image with up to three arguments. Unlike a call through a WINAPI pointer it does not rely on
// the function to keep the registers that it should keep: entry points and thread functions written in assembly often
// do not, and Windows, which calls them last, never notices.
uintptr_t call_image(void *function, uintptr_t a, uintptr_t b, uintptr_t c);

// Makes `teb` the thread block of the calling thread.
void set_current_teb(void *teb);

#endif
