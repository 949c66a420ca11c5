// seh.c - walking up the stack of an x64 program: unwind data, handlers, __try and __except.
//
//      .pdata   begin RVA, end RVA, RVA of unwind info       one line a function that moves the stack pointer, sorted
//      .xdata   [version/flags][prolog size][count][frame register]  codes: what the prolog pushed, allocated, saved
//               [handler RVA] [handler's own data]
//
// The codes are the prolog backwards: undoing them on a saved state gives the caller's state. A function without a line
// is a leaf: its return address is on top of the stack. An exception goes up frame by frame and asks each handler; one
// that wants it calls RtlUnwindEx, which goes the same way again, lets the frames in between clean up, and then sets
// the processor to the handler's place. Frames of myload itself have no such data: the walk ends there. [spec:
// exception-handling-x64] [PE: The .pdata Section]
#include "seh.h"

#if defined(__x86_64__)

// ---- One step

//> lookup-function
const RuntimeFunction *lookup_function(Process *p, u64 pc, u8 **base) {
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
        else if (rva >= table[middle].end_rva)
            low = middle + 1;
        else
            return &table[middle];
    }
    return NULL;
}
//< lookup-function

static u64 stack_word(u64 at) { return load64((const void *)(uintptr_t)at); }

typedef struct {
    u8 version_flags, prolog_size, count, frame;
    u8 codes[][2];
} UnwindInfo;

enum {
    UWOP_PUSH_NONVOL,
    UWOP_ALLOC_LARGE,
    UWOP_ALLOC_SMALL,
    UWOP_SET_FPREG,
    UWOP_SAVE_NONVOL,
    UWOP_SAVE_NONVOL_FAR,
    UWOP_EPILOG,
    UWOP_SPARE,
    UWOP_SAVE_XMM128,
    UWOP_SAVE_XMM128_FAR,
    UWOP_PUSH_MACHFRAME,
};

static u32 code_slots(u8 op, u8 info) {
    switch (op) {
    case UWOP_ALLOC_LARGE: return info ? 3 : 2;
    case UWOP_SAVE_NONVOL:
    case UWOP_SAVE_XMM128:
    case UWOP_EPILOG: return 2;
    case UWOP_SAVE_NONVOL_FAR:
    case UWOP_SAVE_XMM128_FAR:
    case UWOP_SPARE: return 3;
    default: return 1;
    }
}

// Undoes one code. `frame` is the value that saved registers are counted from.
//> undo-code
static void undo_code(WinContext *c, const u8 (*code)[2], u64 frame) {
    u8 op = code[0][1] & 15, info = code[0][1] >> 4;
    u64 near = code_slots(op, info) > 1 ? load16(code[1]) : 0, far = code_slots(op, info) > 2 ? load32(code[1]) : 0;
    switch (op) {
    case UWOP_PUSH_NONVOL:
        c->registers[info] = stack_word(c->rsp);
        c->rsp += 8;
        break;
    case UWOP_ALLOC_LARGE: c->rsp += info ? far : 8 * near; break;
    case UWOP_ALLOC_SMALL: c->rsp += 8 * (u64)info + 8; break;
    case UWOP_SET_FPREG: c->rsp = frame; break;
    case UWOP_SAVE_NONVOL: c->registers[info] = stack_word(frame + 8 * near); break;
    case UWOP_SAVE_NONVOL_FAR: c->registers[info] = stack_word(frame + far); break;
    case UWOP_SAVE_XMM128: memcpy(c->floats.xmm[info], (const void *)(uintptr_t)(frame + 16 * near), 16); break;
    case UWOP_SAVE_XMM128_FAR: memcpy(c->floats.xmm[info], (const void *)(uintptr_t)(frame + far), 16); break;
    default: break;
    }
}
//< undo-code

void *virtual_unwind(u32 type, u8 *base, u64 pc, const RuntimeFunction *function, WinContext *c, void **handler_data,
                     u64 *frame_out) {
    u64 offset = pc - ((u64)(uintptr_t)base + function->begin_rva); // beyond the prolog in every chained part
    const RuntimeFunction *part = function;
    void *handler = NULL;
    bool has_machine_frame = false, first = true;
    for (;;) {
        const UnwindInfo *info = (const void *)(base + part->unwind_rva);
        u32 flags = info->version_flags >> 3, reg = info->frame & 15;
        u64 frame = reg ? c->registers[reg] - 16 * (u64)(info->frame >> 4) : c->rsp;
        if (first) *frame_out = frame;
        for (u32 i = 0; i < info->count; i += code_slots(info->codes[i][1] & 15, info->codes[i][1] >> 4)) {
            if (first && offset < info->codes[i][0]) continue; // not executed yet
            if ((info->codes[i][1] & 15) == UWOP_PUSH_MACHFRAME) {
                u64 at = c->rsp + (info->codes[i][1] >> 4 ? 8 : 0);
                c->rip = stack_word(at);
                c->rsp = stack_word(at + 24);
                has_machine_frame = true;
            } else {
                undo_code(c, &info->codes[i], frame);
            }
        }
        const u8 *behind = info->codes[(info->count + 1) & ~1];
        if (first && flags & type) {
            handler = base + load32(behind);
            *handler_data = (void *)(uintptr_t)(behind + 4);
        }
        if (!(flags & UNW_FLAG_CHAININFO)) break;
        part = (const void *)behind;
        first = false;
    }
    if (!has_machine_frame) {
        c->rip = stack_word(c->rsp);
        c->rsp += 8;
    }
    return handler;
}

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

// Fills *d for the frame that *c is in and moves *c to its caller. False at the end of the program's frames.
static bool step(Process *p, u32 type, WinContext *c, DispatcherContext *d) {
    Thread *thread = current_thread();
    while (!module_of_address(p, (void *)(uintptr_t)c->rip)) {
        const SehNote *note = note_above(thread, c->rsp);
        if (!note) return false;
        *c = *note->context;
        if (c->rsp <= (u64)(uintptr_t)note) return false;
    }
    if (!on_stack(thread, c->rsp)) return false;
    *d = (DispatcherContext){.control_pc = c->rip};
    d->function = lookup_function(p, c->rip, &d->image_base);
    if (d->function) {
        d->handler = virtual_unwind(type, d->image_base, c->rip, d->function, c, &d->handler_data, &d->frame);
    } else {
        d->frame = c->rsp;
        c->rip = stack_word(c->rsp);
        c->rsp += 8;
    }
    return true;
}

// Leaves all frames below the state's stack pointer.
static _Noreturn void continue_at(const WinContext *context) {
    Thread *thread = current_thread();
    thread->seh_notes = (void *)(uintptr_t)note_above(thread, context->rsp);
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
        i32 answer = ((LanguageHandler)d.handler)(record, d.frame, &original, &d);
        if (answer == DISPOSITION_CONTINUE_EXECUTION) continue_at(&original);
    }
    thread->seh_notes = note.outer;
}

// Goes up to `frame`, lets every handler on the way clean up, and continues at target_pc with `value` in RAX.
static _Noreturn void unwind_to(Process *p, u64 frame, u64 target_pc, ExceptionRecord *record, u64 value,
                                const WinContext *context) {
    WinContext walking = *context;
    ExceptionRecord own = {.code = (u32)STATUS_UNWIND, .address = (void *)(uintptr_t)context->rip};
    DispatcherContext d;
    if (!record) record = &own;
    record->flags |= EXCEPTION_UNWINDING | (frame ? 0 : EXCEPTION_EXIT_UNWIND);
    for (;;) {
        WinContext here = walking; // the state inside this frame: where execution goes on if it is the target
        if (!step(p, UNW_FLAG_UHANDLER, &walking, &d)) end_host_process(p, record->code);
        if (here.rip != d.control_pc) here = *note_above(current_thread(), here.rsp)->context;
        bool is_target = d.frame == frame;
        if (is_target) record->flags |= EXCEPTION_TARGET_UNWIND;
        if (d.handler) {
            d.target_pc = target_pc;
            d.context = &here;
            here.rax = value;
            Thread *thread = current_thread();
            SehNote note = {thread->seh_notes, &here}; // a handler with cleaning up to do unwinds to its own frame
            thread->seh_notes = &note;
            ((LanguageHandler)d.handler)(record, d.frame, &here, &d);
            thread->seh_notes = note.outer;
        }
        record->flags &= ~(u32)EXCEPTION_TARGET_UNWIND;
        if (!is_target) continue;
        here.rax = value;
        here.rip = target_pc;
        continue_at(&here);
    }
}

// ---- What the entry points of seh_x64.c call

void raise_exception(WinContext *context, u64 code, u64 flags, u64 count, const uintptr_t *parameters);
void raise_record(WinContext *context, ExceptionRecord *record);
void unwind_ex(WinContext *context, u64 frame, u64 target_pc, ExceptionRecord *record, u64 value, void **stack);
void unwind_plain(WinContext *context, u64 frame, u64 target_pc, ExceptionRecord *record, u64 value);

void raise_exception(WinContext *context, u64 code, u64 flags, u64 count, const uintptr_t *parameters) {
    ExceptionRecord record = {
        .code = (u32)code, .flags = (u32)flags & EXCEPTION_NONCONTINUABLE, .address = (void *)(uintptr_t)context->rip};
    record.parameter_count = !parameters ? 0 : count > 15 ? 15 : (u32)count;
    if (record.parameter_count) memcpy(record.parameters, parameters, record.parameter_count * sizeof *parameters);
    dispatch_exception(current_process(), &record, context);
}

void raise_record(WinContext *context, ExceptionRecord *record) {
    record->address = (void *)(uintptr_t)context->rip;
    dispatch_exception(current_process(), record, context);
}

void unwind_ex(WinContext *context, u64 frame, u64 target_pc, ExceptionRecord *record, u64 value, void **stack) {
    (void)stack; // the caller's context record and history table: room for work that is not needed here
    unwind_to(current_process(), frame, target_pc, record, value, context);
}

void unwind_plain(WinContext *context, u64 frame, u64 target_pc, ExceptionRecord *record, u64 value) {
    unwind_to(current_process(), frame, target_pc, record, value, context);
}

// ---- __try: the handler that Microsoft's and LLVM's compilers name for functions with __try in C

typedef struct {
    u32 count;
    struct {
        u32 begin_rva, end_rva, handler_rva, target_rva; // target 0: __finally
    } scopes[];
} ScopeTable;

typedef i32(WINAPI *ScopeFilter)(ExceptionPointers *pointers, u64 frame);
typedef void(WINAPI *ScopeFinally)(u8 abnormal, u64 frame);

static void run_finally(const ScopeTable *table, ExceptionRecord *record, u64 frame, DispatcherContext *d) {
    u32 pc = (u32)(d->control_pc - (u64)(uintptr_t)d->image_base),
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
        ((ScopeFinally)(d->image_base + table->scopes[i].handler_rva))(1, frame);
        d->scope--;
    }
}

i32 WINAPI c_specific_handler(ExceptionRecord *record, u64 frame, WinContext *context, DispatcherContext *d) {
    const ScopeTable *table = d->handler_data;
    u32 pc = (u32)(d->control_pc - (u64)(uintptr_t)d->image_base);
    if (record->flags & (EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND)) {
        run_finally(table, record, frame, d);
        return DISPOSITION_CONTINUE_SEARCH;
    }
    for (u32 i = 0; i < table->count; i++) {
        if (pc < table->scopes[i].begin_rva || pc >= table->scopes[i].end_rva || !table->scopes[i].target_rva) continue;
        ExceptionPointers pointers = {record, context};
        i32 answer = EXCEPTION_EXECUTE_HANDLER;
        if (table->scopes[i].handler_rva != 1)
            answer = ((ScopeFilter)(d->image_base + table->scopes[i].handler_rva))(&pointers, frame);
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
    FN_DIRECT("RtlUnwindEx", entry_RtlUnwindEx), FN_DIRECT("RtlUnwind", entry_RtlUnwind),
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
