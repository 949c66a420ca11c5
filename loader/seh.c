// seh.c - walking up the stack of an x64 or ARM64 program: unwind data, handlers, __try and __except.
//
//      .pdata   where a function begins, where its unwind data is         one line a function that moves the stack
//               pointer, sorted
//
// An exception goes up frame by frame and asks each handler; one that wants it calls RtlUnwindEx, which goes the same
// way again, lets the frames in between clean up, and then sets the processor to the handler's place. What one step up
// is depends on the machine: unwind_x64.c, unwind_arm64.c. Frames of myload itself have no such data: the walk ends
// there. [spec: exception-handling-x64] [PE: The .pdata Section]
#include "seh.h"

#if defined(__x86_64__) || defined(__aarch64__)

// ---- Finding a function's unwind data

// The function that `pc` lies in; NULL for a leaf function, which has no entry. *base is its image.
//> lookup-function
static const RuntimeFunction *lookup_function(Process *p, u64 pc, u8 **base) {
    const Module *module = module_of_address(p, (void *)(uintptr_t)pc);
    if (!module) return NULL;
    *base = module->base;
    const DataDirectory *d = &module->pe.opt.directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION];
    u32 low = 0, high = d->size / (u32)sizeof(RuntimeFunction), rva = (u32)(pc - (u64)(uintptr_t)module->base);
    const RuntimeFunction *table = (const void *)module_at(module, d->rva, d->size);
    while (table && low < high) {
        u32 middle = low + (high - low) / 2;
        if (rva < table[middle].begin_rva)
            high = middle;
        else if (rva >= function_end(*base, &table[middle]))
            low = middle + 1;
        else
            return &table[middle];
    }
    return NULL;
}
//< lookup-function

// ---- The walk

static bool on_stack(const Thread *thread, u64 sp) {
    return sp >= (u64)(uintptr_t)thread->teb.head.stack_limit && sp < (u64)(uintptr_t)thread->teb.head.stack_base &&
           sp % 8 == 0;
}

// A handler is called from here, from C code that cannot be walked. When it unwinds in turn, the walk comes from the
// handler up to this C code; it goes on from where the exception was raised. So each dispatch leaves a note on the
// stack.
//
//      raise -> [RaiseException -> dispatch_to_frames, note] -> handler -> RtlUnwindEx
//                                                    ^ walk:    handler's caller is no image: go on at the note's
//                                                    context
typedef struct SehNote {
    struct SehNote *outer;
    const WinContext *context;
} SehNote;

static const SehNote *note_above(const Thread *thread, u64 sp) {
    const SehNote *note = thread->seh_notes;
    while (note && (u64)(uintptr_t)note < sp) note = note->outer;
    return note;
}

// An address in the function, and in the __try, that the frame is in.
static u64 pc_inside(const DispatcherContext *d) { return d->control_pc - (d->after_call ? 4 : 0); }

// Fills *d for the frame that *c is in and moves *c to its caller. False at the end of the program's frames.
static bool step(Process *p, u32 type, WinContext *c, DispatcherContext *d) {
    Thread *thread = current_thread();
    while (!module_of_address(p, (void *)(uintptr_t)c->CONTEXT_PC)) {
        const SehNote *note = note_above(thread, c->CONTEXT_SP);
        if (!note) return false;
        *c = *note->context;
        if (c->CONTEXT_SP <= (u64)(uintptr_t)note) return false;
    }
    if (!on_stack(thread, c->CONTEXT_SP)) return false;
    u64 sp = c->CONTEXT_SP, pc = c->CONTEXT_PC;
    *d = (DispatcherContext){.control_pc = c->CONTEXT_PC};
    describe_frame(c, d);
    d->function = lookup_function(p, pc_inside(d), &d->image_base);
    if (d->function)
        d->handler = virtual_unwind(type, d->image_base, pc_inside(d), d->function, c, &d->handler_data, &d->frame);
    else
        unwind_leaf(c, &d->frame);
    return c->CONTEXT_SP != sp || c->CONTEXT_PC != pc; // else there is no way up
}

// Leaves all frames below the state's stack pointer.
static _Noreturn void continue_at(const WinContext *context) {
    Thread *thread = current_thread();
    thread->seh_notes = (void *)(uintptr_t)note_above(thread, context->CONTEXT_SP);
    restore_context(context);
}

void dispatch_to_frames(Process *p, ExceptionRecord *record, const WinContext *context) {
    Thread *thread = current_thread();
    WinContext walking = *context, original = *context;
    SehNote note = {thread->seh_notes, &original};
    DispatcherContext d;
    thread->seh_notes = &note;
    while (step(p, UNW_FLAG_EHANDLER, &walking, &d)) {
        if (!d.handler) continue;
        d.context = &walking;
        trace(p, "seh", "exception 0x%08x: asking the handler of the function at %p", record->code,
              (void *)(d.image_base + d.function->begin_rva));
        i32 answer = call_language_handler(record, d.frame, &original, &d);
        if (answer == DISPOSITION_CONTINUE_EXECUTION) continue_at(&original);
    }
    thread->seh_notes = note.outer;
}

// Goes up to `frame`, lets every handler on the way clean up, and continues at target_pc with `value` as if returned.
static _Noreturn void unwind_to(Process *p, u64 frame, u64 target_pc, ExceptionRecord *record, u64 value,
                                const WinContext *context) {
    WinContext walking = *context;
    ExceptionRecord own = {.code = (u32)STATUS_UNWIND, .address = (void *)(uintptr_t)context->CONTEXT_PC};
    DispatcherContext d;
    if (!record) record = &own;
    record->flags |= EXCEPTION_UNWINDING | (frame ? 0 : EXCEPTION_EXIT_UNWIND);
    for (;;) {
        WinContext here = walking; // the state inside this frame: where execution goes on if it is the target
        if (!step(p, UNW_FLAG_UHANDLER, &walking, &d)) end_host_process(p, record->code);
        if (here.CONTEXT_PC != d.control_pc) here = *note_above(current_thread(), here.CONTEXT_SP)->context;
        bool is_target = d.frame == frame;
        if (is_target) record->flags |= EXCEPTION_TARGET_UNWIND;
        if (d.handler) {
            d.target_pc = target_pc;
            d.context = &here;
            here.CONTEXT_VALUE = value;
            Thread *thread = current_thread();
            SehNote note = {thread->seh_notes, &here}; // a handler with cleaning up to do unwinds to its own frame
            thread->seh_notes = &note;
            call_language_handler(record, d.frame, &here, &d);
            thread->seh_notes = note.outer;
        }
        record->flags &= ~(u32)EXCEPTION_TARGET_UNWIND;
        if (!is_target) continue;
        here.CONTEXT_VALUE = value;
        here.CONTEXT_PC = target_pc;
        continue_at(&here);
    }
}

// ---- What the entry points of seh_x64.c and seh_arm64.c call

void raise_exception(WinContext *context, u32 code, u32 flags, u32 count, const uintptr_t *parameters) {
    ExceptionRecord record = {
        .code = code, .flags = flags & EXCEPTION_NONCONTINUABLE, .address = (void *)(uintptr_t)context->CONTEXT_PC};
    record.parameter_count = !parameters ? 0 : count > 15 ? 15 : count;
    if (record.parameter_count) memcpy(record.parameters, parameters, record.parameter_count * sizeof *parameters);
    dispatch_exception(current_process(), &record, context);
}

void raise_record(WinContext *context, ExceptionRecord *record) {
    record->address = (void *)(uintptr_t)context->CONTEXT_PC;
    dispatch_exception(current_process(), record, context);
}

void copy_context(const WinContext *context, WinContext *to) { *to = *context; }

// RtlUnwind and RtlUnwindEx. The latter's caller also brings room for a CONTEXT and a history, which is not needed
// here.
void unwind_frames(WinContext *context, u64 frame, u64 target_pc, ExceptionRecord *record, u64 value) {
    unwind_to(current_process(), frame, target_pc, record, value, context);
}

// ---- __try: the handler that Microsoft's and LLVM's compilers name for functions with __try in C

typedef struct {
    u32 count;
    struct {
        u32 begin_rva, end_rva, handler_rva, target_rva; // target 0: __finally
    } scopes[];
} ScopeTable;

static void run_finally(const ScopeTable *table, ExceptionRecord *record, u64 frame, DispatcherContext *d) {
    u32 pc = (u32)(pc_inside(d) - (u64)(uintptr_t)d->image_base),
        target = (u32)(d->target_pc - (u64)(uintptr_t)d->image_base);
    for (; d->scope < table->count; d->scope++) {
        u32 i = d->scope, begin = table->scopes[i].begin_rva, end = table->scopes[i].end_rva;
        if (pc < begin || pc >= end) continue;
        if (record->flags & EXCEPTION_TARGET_UNWIND && target >= begin && target < end) return; // the jump stays inside
        if (table->scopes[i].target_rva) {
            if (record->flags & EXCEPTION_TARGET_UNWIND && table->scopes[i].target_rva == target)
                return; // the __except itself
            continue;
        }
        d->scope++;
        call_scope_function(table->scopes[i].handler_rva, true, frame, d); // true: not reached by its own end
        d->scope--;
    }
}

i32 WINAPI c_specific_handler(ExceptionRecord *record, u64 frame, WinContext *context, DispatcherContext *d) {
    const ScopeTable *table = d->handler_data;
    u32 pc = (u32)(pc_inside(d) - (u64)(uintptr_t)d->image_base);
    if (record->flags & (EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND)) {
        run_finally(table, record, frame, d);
        return DISPOSITION_CONTINUE_SEARCH;
    }
    for (u32 i = 0; i < table->count; i++) {
        if (pc < table->scopes[i].begin_rva || pc >= table->scopes[i].end_rva || !table->scopes[i].target_rva) continue;
        ExceptionPointers pointers = {record, context};
        i32 answer = EXCEPTION_EXECUTE_HANDLER;
        if (table->scopes[i].handler_rva != 1)
            answer = call_scope_function(table->scopes[i].handler_rva, (uintptr_t)&pointers, frame, d);
        if (answer < 0) return DISPOSITION_CONTINUE_EXECUTION;
        if (answer > 0)
            unwind_to(current_process(), frame, (u64)(uintptr_t)d->image_base + table->scopes[i].target_rva, record,
                      record->code, context);
    }
    return DISPOSITION_CONTINUE_SEARCH;
}

// ---- What programs may ask

static const RuntimeFunction *WINAPI win_RtlLookupFunctionEntry(u64 pc, u64 *image_base, void *history) {
    (void)history;
    u8 *base = NULL;
    const RuntimeFunction *function = lookup_function(current_process(), pc, &base);
    *image_base = (u64)(uintptr_t)base;
    return function;
}

static void *WINAPI win_RtlVirtualUnwind(u32 type, u8 *base, u64 pc, const RuntimeFunction *function,
                                         WinContext *context, void **handler_data, u64 *frame, void *pointers) {
    (void)pointers;
    return virtual_unwind(type, base, pc, function, context, handler_data, frame);
}

// Tables for code made at run time. Such code is walked over as if it were a leaf.
static u8 WINAPI win_RtlAddFunctionTable(const void *table, DWORD count, u64 base) {
    (void)table, (void)count, (void)base;
    return TRUE;
}

static u8 WINAPI win_RtlDeleteFunctionTable(const void *table) {
    (void)table;
    return TRUE;
}

// clang-format off
const BuiltinFunction machine_exception_functions[] = {
    FN(RtlLookupFunctionEntry), FN(RtlVirtualUnwind), FN(RtlAddFunctionTable), FN(RtlDeleteFunctionTable),
    FN_DIRECT("RaiseException", entry_RaiseException), FN_DIRECT("RtlRaiseException", entry_RtlRaiseException),
    FN_DIRECT("RtlUnwindEx", entry_RtlUnwind), FN_DIRECT("RtlUnwind", entry_RtlUnwind),
    FN_DIRECT("RtlCaptureContext", entry_RtlCaptureContext), FN_DIRECT("RtlRestoreContext", entry_RtlRestoreContext),
    FN_AS("__C_specific_handler", c_specific_handler), {0},
};
// clang-format on

// clang-format off
const BuiltinFunction machine_crt_functions[] = {
    FN_AS("__C_specific_handler", c_specific_handler), FN_DIRECT("_setjmp", entry_setjmp),
    FN_DIRECT("_setjmpex", entry_setjmp), FN_DIRECT("__intrinsic_setjmp", entry_setjmp),
    FN_DIRECT("__intrinsic_setjmpex", entry_setjmp), FN_DIRECT("longjmp", entry_longjmp), {0},
};
// clang-format on

#endif
