// seh_x86.c - exceptions on x86, where the handlers stand in a list on the stack:
//
//      fs:[0] ──> record: next | handler ──> record: next | handler ──> ... ──> -1
//                 innermost function                outer function
//
// A function with a __try pushes its record when it begins and takes it off when it ends. An exception goes from record
// to record and asks: handler(exception, record, state, ...) answers 0, "go on where it happened", or 1, "not mine".
// One that wants it calls RtlUnwind, which tells the handlers of the inner records to clean up and takes their records
// off, and jumps to its __except part. So nothing has to be known about frames here. What happens inside a handler is
// the affair of the run-time library: except_handler3, further down, is the one for C.
//
// What Windows checks before it calls a handler is checked here, too: an image with a table of handlers (/SAFESEH) has
// only these, one marked NO_SEH has none. [spec: safeseh-image-has-safe-exception-handlers]
#include "seh.h"

#if defined(__i386__)

typedef struct Registration { // EXCEPTION_REGISTRATION_RECORD
    struct Registration *next;
    void *handler;
} Registration;

#define CHAIN_END ((Registration *)(intptr_t)-1)

typedef i32(WINCDECL *Handler)(ExceptionRecord *record, Registration *frame, WinContext *context, void *dispatcher);

// ---- May it be called?

static bool is_listed(const Module *module, const PeLoadConfig *config, u32 handler_rva) {
    enum { TABLE = 0x40, COUNT = 0x44 }; // fields of the load configuration
    u64 table_rva = pe_load_config_field(config, TABLE, 4) - module->pe.opt.image_base;
    u64 count = pe_load_config_field(config, COUNT, 4);
    const u8 *table = module_at(module, table_rva, 4 * count);
    for (u64 i = 0; table && i < count; i++)
        if (load32(table + 4 * i) == handler_rva) return true;
    return false;
}

static bool may_call(Process *p, const void *handler) {
    const Module *module = module_of_address(p, handler);
    if (!module || module->builtin) return true;
    if (module->pe.opt.dll_characteristics & IMAGE_DLLCHARACTERISTICS_NO_SEH) return false;
    Arena scratch = {0};
    PeLoadConfig config;
    Message m = {0};
    bool allowed = !pe_load_config(&module->pe, &config, &scratch, &m) || config.size < 0x48 ||
                   !pe_load_config_field(&config, 0x40, 4) ||
                   is_listed(module, &config, (u32)((const u8 *)handler - module->base));
    arena_free(&scratch);
    return allowed;
}

// ---- The walk

static Registration **chain(void) { return (Registration **)&current_thread()->teb.head.exception_list; }

static bool is_sound(const Registration *r) {
    const TebHead *teb = &current_thread()->teb.head;
    return (const u8 *)r >= (u8 *)teb->stack_limit && (const u8 *)(r + 1) <= (u8 *)teb->stack_base &&
           (uintptr_t)r % 4 == 0;
}

void dispatch_to_frames(Process *p, ExceptionRecord *record, const WinContext *context) {
    WinContext state = *context;
    void *dispatcher = NULL;
    for (Registration *r = *chain(); r != CHAIN_END && is_sound(r); r = r->next) {
        if (!may_call(p, r->handler)) {
            trace(p, "seh", "the handler at %p is not in its image's table: not called", r->handler);
            return;
        }
        trace(p, "seh", "exception 0x%08x: asking the handler at %p", record->code, r->handler);
        if (((Handler)r->handler)(record, r, &state, &dispatcher) != DISPOSITION_CONTINUE_EXECUTION) continue;
        if (record->flags & EXCEPTION_NONCONTINUABLE) end_host_process(p, (u32)STATUS_NONCONTINUABLE);
        restore_context(&state);
    }
}

// Takes all records in front of `frame` off the list, after telling their handlers; then the caller goes on. (`target`
// is where it goes on in any case: behind the call.)
static u32 WINAPI win_RtlUnwind(Registration *frame, void *target, ExceptionRecord *record, u32 value) {
    ExceptionRecord own = {.code = (u32)STATUS_UNWIND, .address = __builtin_return_address(0)};
    WinContext state = {.flags = 0x10007};
    void *dispatcher = NULL;
    (void)target;
    if (!record) record = &own;
    record->flags |= EXCEPTION_UNWINDING | (frame ? 0 : EXCEPTION_EXIT_UNWIND);
    while (*chain() != frame && *chain() != CHAIN_END && is_sound(*chain())) {
        Registration *r = *chain();
        if (may_call(current_process(), r->handler)) ((Handler)r->handler)(record, r, &state, &dispatcher);
        *chain() = r->next;
    }
    return value;
}

// ---- __try: the handler that compilers name for functions with __try in C
//
// The record on the stack is longer; it lies right below the frame pointer that the function has saved:
//
//      ebp-24  its stack pointer       ebp-8  table: for each __try the one around it, its filter, its __except part
//      ebp-20  ExceptionPointers       ebp-4  number of the __try that it is in; -1: none
//      ebp-16  next | handler          ebp    saved ebp
//
// Filters and __except parts are pieces of the function: they want its ebp. A __finally has no filter.

typedef struct {
    i32 outer;
    void *filter, *block;
} Scope;

typedef struct {
    Registration registration;
    const Scope *scopes;
    i32 level;
    u32 saved_ebp; // its address is the function's ebp
} TryRecord;

i32 x86_call_in_frame(void *function, u32 *ebp);
_Noreturn void x86_jump_in_frame(void *place, u32 *ebp); // the place loads its stack pointer itself
__asm__(".text\n.globl x86_call_in_frame\n.type x86_call_in_frame, @function\nx86_call_in_frame:\n"
        "push %ebp\n push %ebx\n push %esi\n push %edi\n mov 20(%esp), %eax\n mov 24(%esp), %ebp\n call *%eax\n"
        "pop %edi\n pop %esi\n pop %ebx\n pop %ebp\n cld\n ret\n"
        ".globl x86_jump_in_frame\n.type x86_jump_in_frame, @function\nx86_jump_in_frame:\n"
        "mov 4(%esp), %eax\n mov 8(%esp), %ebp\n jmp *%eax\n");

static void run_finally_blocks(TryRecord *r, i32 target) {
    while (r->level != target && r->level != -1) {
        const Scope *scope = &r->scopes[r->level];
        r->level = scope->outer; // first: an exception in the block is not its own affair
        if (!scope->filter) x86_call_in_frame(scope->block, &r->saved_ebp);
    }
}

static i32 ask_scope(TryRecord *r, const Scope *scope, ExceptionPointers *pointers) {
    if (!scope->filter) return EXCEPTION_CONTINUE_SEARCH;
    ((ExceptionPointers **)r)[-1] = pointers; // where the filter looks for them
    return x86_call_in_frame(scope->filter, &r->saved_ebp);
}

static i32 WINCDECL except_handler3(ExceptionRecord *record, TryRecord *r, WinContext *context, void *dispatcher) {
    ExceptionPointers pointers = {record, context};
    (void)dispatcher;
    if (record->flags & (EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND)) {
        run_finally_blocks(r, -1);
        return DISPOSITION_CONTINUE_SEARCH;
    }
    for (i32 level = r->level; level != -1; level = r->scopes[level].outer) {
        const Scope *scope = &r->scopes[level];
        i32 answer = ask_scope(r, scope, &pointers);
        if (answer < 0) return DISPOSITION_CONTINUE_EXECUTION;
        if (answer == EXCEPTION_CONTINUE_SEARCH) continue;
        win_RtlUnwind(&r->registration, NULL, record, 0);
        run_finally_blocks(r, level);
        r->level = scope->outer;
        x86_jump_in_frame(scope->block, &r->saved_ebp);
    }
    return DISPOSITION_CONTINUE_SEARCH;
}

// ---- The processor's state

// Saves all registers into a CONTEXT on the stack and calls function(context, address of the arguments). The first push
// makes the stack pointer's value before it known; offsets are those of WinContext.
#define CAPTURING_ENTRY(name, function, argument_bytes)                                                                \
    __asm__(".text\n.globl entry_" #name "\n.type entry_" #name ", @function\nentry_" #name ":\n"                      \
            "sub $0x2cc, %esp\n"                                                                                       \
            "mov %eax, 0xb0(%esp)\n mov %ecx, 0xac(%esp)\n mov %edx, 0xa8(%esp)\n mov %ebx, 0xa4(%esp)\n"              \
            "mov %esi, 0xa0(%esp)\n mov %edi, 0x9c(%esp)\n mov %ebp, 0xb4(%esp)\n"                                     \
            "mov 0x2cc(%esp), %eax\n mov %eax, 0xb8(%esp)\n"                                                           \
            "lea 0x2d0+" #argument_bytes "(%esp), %eax\n mov %eax, 0xc4(%esp)\n"                                       \
            "pushf\n pop %eax\n mov %eax, 0xc0(%esp)\n"                                                                \
            "movl $0, 0x8c(%esp)\n movl $0, 0x90(%esp)\n movl $0, 0x94(%esp)\n movl $0, 0x98(%esp)\n"                  \
            "movw %gs, 0x8c(%esp)\n movw %fs, 0x90(%esp)\n movw %es, 0x94(%esp)\n movw %ds, 0x98(%esp)\n"              \
            "mov %cs, %eax\n mov %eax, 0xbc(%esp)\n mov %ss, %eax\n mov %eax, 0xc8(%esp)\n"                            \
            "fnsave 0x1c(%esp)\n frstor 0x1c(%esp)\n movl $0x1000f, (%esp)\n"                                          \
            "lea 0x2d0(%esp), %edx\n mov %esp, %eax\n push %edx\n push %eax\n call " #function "\n"                    \
            "add $0x2d4, %esp\n ret $" #argument_bytes "\n");                                                          \
    void entry_##name(void)

CAPTURING_ENTRY(RaiseException, raise_exception, 16);
CAPTURING_ENTRY(RtlRaiseException, raise_record, 4);
CAPTURING_ENTRY(RtlCaptureContext, copy_context, 4);

void raise_exception(WinContext *context, const u32 *arguments);
void raise_record(WinContext *context, const u32 *arguments);
void copy_context(const WinContext *context, const u32 *arguments);

// Arguments: code, flags, count, parameters.
void raise_exception(WinContext *context, const u32 *arguments) {
    ExceptionRecord record = {.code = arguments[0],
                              .flags = arguments[1] & EXCEPTION_NONCONTINUABLE,
                              .address = (void *)context->eip,
                              .parameter_count = arguments[2] < 15 ? arguments[2] : 15};
    if (!arguments[3]) record.parameter_count = 0;
    for (u32 i = 0; i < record.parameter_count; i++) record.parameters[i] = ((const u32 *)arguments[3])[i];
    dispatch_exception(current_process(), &record, context);
}

void raise_record(WinContext *context, const u32 *arguments) {
    ExceptionRecord *record = (ExceptionRecord *)arguments[0];
    record->address = (void *)context->eip;
    dispatch_exception(current_process(), record, context);
}

void copy_context(const WinContext *context, const u32 *arguments) {
    *(WinContext *)arguments[0] = *context;
    ((WinContext *)arguments[0])->flags = 0x10007;
}

// Lays edx, ecx, eax, the flags and the address below the new top of the stack, loads the others and takes these from
// there.
__asm__(".text\n.globl load_state\n.type load_state, @function\nload_state:\n"
        "mov 4(%esp), %edx\n testl $8, (%edx)\n jz 1f\n frstor 0x1c(%edx)\n 1:\n"
        "mov 0xc4(%edx), %ecx\n"
        "mov 0xb8(%edx), %eax\n mov %eax, -4(%ecx)\n mov 0xc0(%edx), %eax\n mov %eax, -8(%ecx)\n"
        "mov 0xb0(%edx), %eax\n mov %eax, -12(%ecx)\n mov 0xac(%edx), %eax\n mov %eax, -16(%ecx)\n"
        "mov 0xa8(%edx), %eax\n mov %eax, -20(%ecx)\n"
        "mov 0xa4(%edx), %ebx\n mov 0xa0(%edx), %esi\n mov 0x9c(%edx), %edi\n mov 0xb4(%edx), %ebp\n"
        "lea -20(%ecx), %esp\n pop %edx\n pop %ecx\n pop %eax\n popf\n ret\n");
_Noreturn void load_state(const WinContext *context);

void restore_context(const WinContext *context) { load_state(context); }

static void WINAPI win_RtlRestoreContext(const WinContext *context, ExceptionRecord *record) {
    (void)record;
    restore_context(context);
}

void context_of_host(WinContext *c, const void *host_context) {
    const greg_t *r = ((const ucontext_t *)host_context)->uc_mcontext.gregs;
    *c = (WinContext){.flags = 0x10007, // without FLOATING_POINT: restore_context leaves it alone
                      .gs = (u32)r[REG_GS],
                      .fs = (u32)r[REG_FS],
                      .es = (u32)r[REG_ES],
                      .ds = (u32)r[REG_DS],
                      .edi = (u32)r[REG_EDI],
                      .esi = (u32)r[REG_ESI],
                      .ebx = (u32)r[REG_EBX],
                      .edx = (u32)r[REG_EDX],
                      .ecx = (u32)r[REG_ECX],
                      .eax = (u32)r[REG_EAX],
                      .ebp = (u32)r[REG_EBP],
                      .eip = (u32)r[REG_EIP],
                      .cs = (u32)r[REG_CS],
                      .eflags = (u32)r[REG_EFL],
                      .esp = (u32)r[REG_ESP],
                      .ss = (u32)r[REG_SS]};
}

void continue_in(void *host_context, void (*function)(void *), void *argument) {
    enum { DIRECTION_FLAG = 0x400 };
    greg_t *registers = ((ucontext_t *)host_context)->uc_mcontext.gregs;
    u32 *sp = (u32 *)argument - 5; // as right after a call with one argument, the stack a multiple of 16 before it
    sp[1] = (u32)argument;
    registers[REG_ESP] = (greg_t)sp;
    registers[REG_EIP] = (greg_t)function;
    registers[REG_EFL] &= ~DIRECTION_FLAG;
}

// setjmp(buffer): 0 ebp  4 ebx  8 edi  12 esi  16 esp  20 eip  24 fs:[0]; longjmp(buffer, value) takes the records of
// the functions that it leaves off the list without asking them.
__asm__(".text\n.globl entry_setjmp\n.type entry_setjmp, @function\nentry_setjmp:\n"
        "mov 4(%esp), %edx\n mov %ebp, (%edx)\n mov %ebx, 4(%edx)\n mov %edi, 8(%edx)\n mov %esi, 12(%edx)\n"
        "mov %esp, 16(%edx)\n mov (%esp), %eax\n mov %eax, 20(%edx)\n mov %fs:0, %eax\n mov %eax, 24(%edx)\n"
        "xor %eax, %eax\n ret\n"
        ".globl entry_longjmp\n.type entry_longjmp, @function\nentry_longjmp:\n"
        "mov 4(%esp), %edx\n mov 8(%esp), %eax\n test %eax, %eax\n jne 1f\n inc %eax\n1:\n"
        "mov 24(%edx), %ecx\n mov %ecx, %fs:0\n mov (%edx), %ebp\n mov 4(%edx), %ebx\n mov 8(%edx), %edi\n"
        "mov 12(%edx), %esi\n mov 16(%edx), %esp\n mov 20(%edx), %ecx\n add $4, %esp\n jmp *%ecx\n");
void entry_setjmp(void), entry_longjmp(void);

// clang-format off
const BuiltinFunction machine_exception_functions[] = {
    FN(RtlUnwind), FN(RtlRestoreContext), FN_DIRECT("RaiseException", entry_RaiseException),
    FN_DIRECT("RtlRaiseException", entry_RtlRaiseException), FN_DIRECT("RtlCaptureContext", entry_RtlCaptureContext), {0},
};

const BuiltinFunction machine_crt_functions[] = {
    FN_DIRECT("_setjmp", entry_setjmp), FN_DIRECT("_setjmp3", entry_setjmp), FN_DIRECT("longjmp", entry_longjmp),
    FN_AS("_except_handler3", except_handler3), {0},
};
// clang-format on

#endif
