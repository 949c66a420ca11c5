// unwind_x64.c - one step up the stack of an x64 program: from the state inside a function to that of its caller.
//
//      .pdata   begin RVA, end RVA, RVA of unwind info       one line a function that moves the stack pointer, sorted
//      .xdata   [version/flags][prolog size][count][frame register]  codes: what the prolog pushed, allocated, saved
//               [handler RVA] [handler's own data]
//
// The codes are the prolog backwards: undoing them on a saved state gives the caller's state. A function without a line
// is a leaf: its return address is on top of the stack. [spec: exception-handling-x64] [PE: The .pdata Section]
#include "seh.h"

#if defined(__x86_64__)

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

void unwind_leaf(WinContext *c, u64 *frame) {
    *frame = c->rsp;
    c->rip = stack_word(c->rsp);
    c->rsp += 8;
}

u32 function_end(const u8 *base, const RuntimeFunction *function) {
    (void)base;
    return function->end_rva;
}

void describe_frame(const WinContext *context, DispatcherContext *d) { (void)context, (void)d; }

// ---- Calling what belongs to a frame

i32 call_language_handler(ExceptionRecord *record, u64 frame, WinContext *context, DispatcherContext *d) {
    return ((LanguageHandler)d->handler)(record, frame, context, d);
}

i32 call_scope_function(u32 rva, uintptr_t argument, u64 frame, const DispatcherContext *d) {
    typedef i32(WINAPI * ScopeFunction)(uintptr_t argument, u64 frame);
    return ((ScopeFunction)(d->image_base + rva))(argument, frame);
}

#endif
