// seh.h - records of structured exception handling, as Windows lays them out, and what differs by machine.
//
//      x64     handlers are found through unwind data, frame by frame       seh.c, unwind_x64.c, seh_x64.c
//      ARM64   the same, but the unwind data has another form               seh.c, unwind_arm64.c, seh_arm64.c
//      x86     handlers stand in a list on the stack, which fs:[0] begins   seh_x86.c
#ifndef LOADER_SEH_H
#define LOADER_SEH_H

#include "winapi.h"

enum {
    EXCEPTION_CONTINUE_EXECUTION = -1,
    EXCEPTION_CONTINUE_SEARCH = 0,
    EXCEPTION_EXECUTE_HANDLER = 1,
    EXCEPTION_NONCONTINUABLE = 1,
    EXCEPTION_UNWINDING = 2,
    EXCEPTION_EXIT_UNWIND = 4,
    EXCEPTION_TARGET_UNWIND = 0x20,
    DISPOSITION_CONTINUE_EXECUTION = 0,
    DISPOSITION_CONTINUE_SEARCH = 1, // what a language handler answers
    UNW_FLAG_EHANDLER = 1,
    UNW_FLAG_UHANDLER = 2,
    UNW_FLAG_CHAININFO = 4,
    STATUS_UNWIND = (int)0xC0000027,
    STATUS_NONCONTINUABLE = (int)0xC0000025,
};

typedef struct ExceptionRecord { // EXCEPTION_RECORD
    u32 code, flags;
    struct ExceptionRecord *next;
    void *address;
    u32 parameter_count;
    uintptr_t parameters[15];
} ExceptionRecord;

// CONTEXT: the processor's state
#if defined(__x86_64__)
typedef struct {
    u64 home[6];
    u32 flags, mxcsr;
    u16 cs, ds, es, fs, gs, ss;
    u32 eflags;
    u64 dr[6];
    union {
        struct {
            u64 rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15;
        };
        u64 registers[16]; // by the numbers that instructions and unwind codes use
    };
    u64 rip;
    struct {
        u8 head[160]; // x87 state
        u8 xmm[16][16];
        u8 tail[96];
    } floats; // what FXSAVE writes
    u8 vectors[26][16];
    u64 vector_control, debug_control, branch[4];
} __attribute__((aligned(16))) WinContext;

_Static_assert(sizeof(WinContext) == 1232, "CONTEXT");
_Static_assert(offsetof(WinContext, floats) == 0x100, "CONTEXT.FltSave");
#define CONTEXT_PC    rip
#define CONTEXT_SP    rsp
#define CONTEXT_VALUE rax // what a function returns

enum { BREAKPOINT_STEP = 1 }; // how far the processor has gone on when a breakpoint stops it

#elif defined(__i386__)
typedef struct {
    u32 flags, dr[6];
    u8 floats[112]; // what FSAVE writes, and four bytes
    u32 gs, fs, es, ds, edi, esi, ebx, edx, ecx, eax, ebp, eip, cs, eflags, esp, ss;
    u8 extended[512];
} WinContext;

_Static_assert(sizeof(WinContext) == 716 && offsetof(WinContext, edi) == 0x9c, "CONTEXT");
#define CONTEXT_PC eip
#define CONTEXT_SP esp
enum { BREAKPOINT_STEP = 1 };

#elif defined(__aarch64__)
typedef struct {
    u32 flags, cpsr;
    u64 x[31]; // x[29] is the frame pointer, x[30] the link register
    u64 sp, pc;
    u8 v[32][16];
    u32 fpcr, fpsr;
    u32 bcr[8];
    u64 bvr[8];
    u32 wcr[2];
    u64 wvr[2];
} __attribute__((aligned(16))) WinContext;

_Static_assert(sizeof(WinContext) == 912 && offsetof(WinContext, v) == 0x110, "CONTEXT");
#define CONTEXT_PC    pc
#define CONTEXT_SP    sp
#define CONTEXT_VALUE x[0]
enum { BREAKPOINT_STEP = 0 };
enum { CONTEXT_AFTER_CALL = 0x20000000 }; // in `flags`: pc is a return address, not an instruction that was interrupted
#endif

typedef struct {
    ExceptionRecord *record;
    WinContext *context;
} ExceptionPointers;

// ---- What each machine has its own version of

// Asks the handlers of the functions on the stack. Returns when nobody wants the exception.
void dispatch_to_frames(Process *p, ExceptionRecord *record, const WinContext *context);
_Noreturn void restore_context(const WinContext *context);
// Asks everyone; returns never: the program goes on somewhere, or ends.
void dispatch_exception(Process *p, ExceptionRecord *record, WinContext *context);

// The state that a signal interrupted, and what the thread does when the signal handler returns: function(argument),
// with the stack below `argument`, which is a multiple of 16.
void context_of_host(WinContext *c, const void *host_context);
void continue_in(void *host_context, void (*function)(void *), void *argument);

#if defined(__x86_64__) || defined(__aarch64__) // ---- seh.c: unwind data

typedef struct { // RUNTIME_FUNCTION, a line of .pdata [PE: The .pdata Section]
#if defined(__x86_64__)
    u32 begin_rva, end_rva, unwind_rva;
#else
    u32 begin_rva, unwind; // an RVA, or the unwind data itself in packed form
#endif
} RuntimeFunction;

typedef struct { // DISPATCHER_CONTEXT
    u64 control_pc;
    u8 *image_base;
    const RuntimeFunction *function;
    u64 frame;     // of the function that the handler belongs to
    u64 target_pc; // while unwinding: where it goes on
    WinContext *context;
    void *handler, *handler_data;
    void *history;
    u32 scope;
    bool after_call; // ARM64: control_pc is a return address; the call before it may end the function, or its __try
    u8 fill[3];
#if defined(__aarch64__)
    const u64 *nonvolatile; // of the function: x19 to x29, d8 to d15
    u64 registers[11 + 8];  // what `nonvolatile` points to; for Windows the structure ends before
#endif
} DispatcherContext;

typedef i32(WINAPI *LanguageHandler)(ExceptionRecord *record, u64 frame, WinContext *context,
                                     DispatcherContext *dispatcher);

i32 WINAPI c_specific_handler(ExceptionRecord *record, u64 frame, WinContext *context, DispatcherContext *d);

// What each of the two machines has in its unwind_*.c:
//
// Turns the state inside a function into that of its caller. Returns the function's handler of kind `type` or NULL.
void *virtual_unwind(u32 type, u8 *base, u64 pc, const RuntimeFunction *function, WinContext *context,
                     void **handler_data, u64 *frame);
void unwind_leaf(WinContext *context, u64 *frame);                    // for a function without unwind data
u32 function_end(const u8 *base, const RuntimeFunction *function);    // RVA of its end
void describe_frame(const WinContext *context, DispatcherContext *d); // before *context is moved to the caller's
i32 call_language_handler(ExceptionRecord *record, u64 frame, WinContext *context, DispatcherContext *d);
// The filter of an __except or the block of a __finally: compiled as functions that find the variables of the one that
// they are part of through `frame`.
i32 call_scope_function(u32 rva, uintptr_t argument, u64 frame, const DispatcherContext *d);

static inline u64 stack_word(u64 at) { return load64((const void *)(uintptr_t)at); }

// seh_x64.c, seh_arm64.c: entry points that first save the caller's state and then call functions of seh.c.
void WINAPI entry_RaiseException(void), entry_RtlRaiseException(void), entry_RtlUnwind(void),
    entry_RtlCaptureContext(void), entry_RtlRestoreContext(void), entry_setjmp(void), entry_longjmp(void);
void raise_exception(WinContext *context, u32 code, u32 flags, u32 count, const uintptr_t *parameters);
void raise_record(WinContext *context, ExceptionRecord *record);
void copy_context(const WinContext *context, WinContext *to);
void unwind_frames(WinContext *context, u64 frame, u64 target_pc, ExceptionRecord *record, u64 value);
#endif

#endif
