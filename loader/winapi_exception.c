// winapi_exception.c - who is asked when something goes wrong, and in which order.
//
//      crash (signal) or RaiseException
//        1. vectored handlers of the process, AddVectoredExceptionHandler
//        2. the handlers of the functions on the stack, from the innermost out (seh.c)
//        3. the filter of SetUnhandledExceptionFilter
//        4. nobody: report_crash, and the process ends with the status
//
// A handler answers -1: go on with the state as it is now (it may have changed it); 0: ask the next; 1: handled.
// [spec: exception-handling-x64]
#include "seh.h"

#include <stdio.h>

static i32 ask(void *handler, ExceptionPointers *pointers) {
    return (i32)call_image(handler, (uintptr_t)pointers, 0, 0);
}

static bool ask_vectored(Process *p, ExceptionRecord *record, WinContext *context) {
    ExceptionPointers pointers = {record, context};
    for (u32 i = 0; i < p->win->vectored_count; i++) {
        void *handler = p->win->vectored[i];
        if (handler && ask(handler, &pointers) == EXCEPTION_CONTINUE_EXECUTION) return true;
    }
    return false;
}

static i32 ask_filter(Process *p, ExceptionRecord *record, WinContext *context) {
    ExceptionPointers pointers = {record, context};
    void *filter = p->win->unhandled_filter;
    return filter ? ask(filter, &pointers) : EXCEPTION_CONTINUE_SEARCH;
}

void dispatch_exception(Process *p, ExceptionRecord *record, WinContext *context) {
    if (ask_vectored(p, record, context)) restore_context(context);
    dispatch_to_frames(p, record, context);
    i32 answer = ask_filter(p, record, context);
    if (answer == EXCEPTION_CONTINUE_EXECUTION) restore_context(context);
    if (answer == EXCEPTION_EXECUTE_HANDLER) end_host_process(p, record->code);
    char detail[96] = "";
    if (record->code == (u32)STATUS_ACCESS_VIOLATION && record->parameter_count >= 2)
        snprintf(detail, sizeof detail, ": %s address 0x%llx",
                 record->parameters[0] == 1   ? "writing to"
                 : record->parameters[0] == 8 ? "running code at"
                                              : "reading from",
                 (unsigned long long)record->parameters[1]);
    report_crash(p, record->code, record->address, (void *)(uintptr_t)context->CONTEXT_SP, detail);
    end_host_process(p, record->code);
}

// ---- From a signal: the record and the state are put on the thread's own stack, below what it uses, and the thread
// goes on in dispatch_exception as if it had called it. The handlers then run like any other code.

typedef struct {
    ExceptionRecord record;
    WinContext context;
} CrashFrame;

static _Noreturn void dispatch_from_signal(void *argument) {
    CrashFrame *frame = argument;
    Process *p = current_process();
    dispatch_exception(p, &frame->record, &frame->context);
    end_host_process(p, frame->record.code);
}

bool dispatch_crash(Process *p, u32 status, u64 fault_address, int access, void *host_context) {
    enum { RED_ZONE = 128, ROOM_FOR_HANDLERS = 64 << 10 };
    const TebHead *teb = &current_thread()->teb.head;
    const u8 *sp = stack_pointer(host_context);
    (void)p;
    if (sp > (u8 *)teb->stack_base || sp < (u8 *)teb->stack_limit + ROOM_FOR_HANDLERS) return false;
    CrashFrame *frame = (CrashFrame *)(((uintptr_t)sp - RED_ZONE - sizeof *frame) & ~(uintptr_t)63);
    context_of_host(&frame->context, host_context);
    if (status == 0x80000003) frame->context.CONTEXT_PC -= BREAKPOINT_STEP; // Windows points at the breakpoint
    frame->record = (ExceptionRecord){.code = status, .address = (void *)(uintptr_t)frame->context.CONTEXT_PC};
    if (status == (u32)STATUS_ACCESS_VIOLATION) {
        frame->record.parameter_count = 2;
        frame->record.parameters[0] = (uintptr_t)access;
        frame->record.parameters[1] = fault_address;
    }
    continue_in(host_context, dispatch_from_signal, frame);
    return true;
}

static void *WINAPI win_SetUnhandledExceptionFilter(void *filter) {
    return __atomic_exchange_n(&current_process()->win->unhandled_filter, filter, __ATOMIC_ACQ_REL);
}

static i32 WINAPI win_UnhandledExceptionFilter(ExceptionPointers *pointers) {
    return ask_filter(current_process(), pointers->record, pointers->context);
}

// The latest `first` handler is asked first; the handle is the handler.
static void *WINAPI win_AddVectoredExceptionHandler(DWORD first, void *handler) {
    WinState *win = current_process()->win;
    if (win->vectored_count == MAX_VECTORED_HANDLERS) return NULL;
    u32 at = first ? 0 : win->vectored_count;
    memmove(win->vectored + at + 1, win->vectored + at, (win->vectored_count - at) * sizeof *win->vectored);
    win->vectored[at] = handler;
    win->vectored_count++;
    return handler;
}

static DWORD WINAPI win_RemoveVectoredExceptionHandler(void *handle) {
    WinState *win = current_process()->win;
    for (u32 i = 0; i < win->vectored_count; i++) {
        if (win->vectored[i] != handle) continue;
        memmove(win->vectored + i, win->vectored + i + 1, (win->vectored_count - i - 1) * sizeof *win->vectored);
        win->vectored_count--;
        return 1;
    }
    return 0;
}

static void *WINAPI win_RtlPcToFileHeader(void *pc, void **base) {
    const Module *module = module_of_address(current_process(), pc);
    return *base = module ? module->base : NULL;
}

// clang-format off
const BuiltinFunction exception_functions[] = {
    FN(SetUnhandledExceptionFilter), FN(UnhandledExceptionFilter), FN(AddVectoredExceptionHandler),
    FN(RemoveVectoredExceptionHandler), FN(RtlPcToFileHeader), {0},
};
// clang-format on
