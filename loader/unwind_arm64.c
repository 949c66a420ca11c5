// unwind_arm64.c - one step up the stack of an ARM64 program: from the state inside a function to that of its caller.
//
// A line of .pdata has two words: where the function begins, and how to undo what it has done to the stack. Where that
// is something usual, the second word says it all; otherwise it is the RVA of a record in .xdata:
//
//      packed   31    23   21 20 19  16 15 13 12     2 1 0       flag 1: a whole function, 2: a piece without prolog
//               | frame | CR |H| RegI |RegF | length |flag|      CR 0: x30 is not saved, 1: it is, 3: with x29, which
//               |  /16  |    | |      |     |   /4   |           points at the two; 2: 3, and x30 is signed
//                                                                RegI: x19 ..., RegF: d8 ..., H: x0 to x7 are stored
//      .xdata   31    27 26     22 21 20 19 18 17     0
//               | words | epilogs |E |X |version|length/4|       X: a handler's RVA and its data stand at the end
//               [one word an epilog: its place, its first code]  E: no such words, one epilog at the function's end
//               codes of 1 to 4 bytes
//
// As on x64 the codes are the prolog backwards, so that undoing them leads to the caller. But here one code stands for
// one instruction, so an address in the middle of the prolog tells how many codes are not due yet; and an epilog, which
// does what the codes do, has its own list, of which the part before the address is done already. A packed word is
// turned into such a list first: then there is one way to undo both. [PE: The .pdata Section] [link.exe: images for
// ARM64] The codes' names are those of Microsoft's page "ARM64 exception handling".
#include "seh.h"

#if defined(__aarch64__)

// ---- Codes

enum {
    CODE_ALLOC_L = 0xe0,
    CODE_SET_FP,
    CODE_ADD_FP,
    CODE_NOP,
    CODE_END,
    CODE_END_C, // of a piece of a function: what follows is the prolog of the first piece
    CODE_SAVE_NEXT,
    CODE_SAVE_ANY_REG,
    CODE_PAC_SIGN_LR = 0xfc,
};

static u32 code_size(u8 code) {
    if (code < 0xc0) return 1;
    if (code < CODE_ALLOC_L) return 2;
    if (code == CODE_ALLOC_L) return 4;
    if (code == CODE_ADD_FP) return 2;
    if (code == CODE_SAVE_ANY_REG) return 3;
    return 1;
}

// Loads `count` registers from number `first` on; they lie at sp + 8 * slot. A push, which moved sp down by `pushed`
// slots, is undone.
static void load_x(WinContext *c, u32 first, u32 count, u32 slot, u32 pushed) {
    for (u32 i = 0; i < count && first + i < 31; i++) c->x[first + i] = stack_word(c->sp + 8 * (u64)(slot + i));
    c->sp += 8 * (u64)pushed;
}

static void load_d(WinContext *c, u32 first, u32 count, u32 slot, u32 pushed) {
    for (u32 i = 0; i < count && first + i < 32; i++) store64(c->v[first + i], stack_word(c->sp + 8 * (u64)(slot + i)));
    c->sp += 8 * (u64)pushed;
}

// e7 | 0 pair push register | kind place: any register, of which code for other processors saves more.
static void undo_save_any(WinContext *c, const u8 *code) {
    u32 reg = code[1] & 31, count = code[1] & 0x40 ? 2 : 1, place = code[2] & 0x3f, kind = code[2] >> 6;
    bool push = code[1] & 0x20;
    u32 slot = (place + push) * (push || count == 2 || kind == 2 ? 2 : 1), pushed = push ? slot : 0;
    if (push) slot = 0;
    if (kind == 0) load_x(c, reg, count, slot, pushed);
    if (kind == 1) load_d(c, reg, count, slot, pushed);
    if (kind != 2) return;
    for (u32 i = 0; i < count && reg + i < 32; i++)
        memcpy(c->v[reg + i], (const void *)(uintptr_t)(c->sp + 8 * (u64)(slot + 2 * i)), 16);
    c->sp += 8 * (u64)pushed;
}

// Undoes one code. `more`: registers that save_next codes before it have added to its own.
static void undo_code(WinContext *c, const u8 *code, u32 more) {
    u32 op = code[0], word = op << 8 | (code_size(code[0]) > 1 ? code[1] : 0);
    u32 z = word & 63, reg = word >> 6 & 15;
    if (op < 0x20) // alloc_s
        c->sp += 16 * (op & 31);
    else if (op < 0x40) // save_r19r20_x
        load_x(c, 19, 2 + more, 0, op & 31);
    else if (op < 0x80) // save_fplr
        load_x(c, 29, 2, op & 63, 0);
    else if (op < 0xc0) // save_fplr_x
        load_x(c, 29, 2, 0, (op & 63) + 1);
    else if (op < 0xc8) // alloc_m
        c->sp += 16 * (word & 0x7ff);
    else if (op < 0xcc) // save_regp
        load_x(c, 19 + reg, 2 + more, z, 0);
    else if (op < 0xd0) // save_regp_x
        load_x(c, 19 + reg, 2 + more, 0, z + 1);
    else if (op < 0xd4) // save_reg
        load_x(c, 19 + reg, 1, z, 0);
    else if (op < 0xd6) // save_reg_x
        load_x(c, 19 + (word >> 5 & 15), 1, 0, (word & 31) + 1);
    else if (op < 0xd8) // save_lrpair
        load_x(c, 19 + 2 * (reg & 7), 1, z, 0), load_x(c, 30, 1, z + 1, 0);
    else if (op < 0xda) // save_fregp
        load_d(c, 8 + (reg & 7), 2 + more, z, 0);
    else if (op < 0xdc) // save_fregp_x
        load_d(c, 8 + (reg & 7), 2 + more, 0, z + 1);
    else if (op < 0xde) // save_freg
        load_d(c, 8 + (reg & 7), 1, z, 0);
    else if (op == 0xde) // save_freg_x
        load_d(c, 8 + (word >> 5 & 7), 1, 0, (word & 31) + 1);
    else if (op == CODE_ALLOC_L)
        c->sp += 16 * (u64)((u32)code[1] << 16 | (u32)code[2] << 8 | code[3]);
    else if (op == CODE_SET_FP)
        c->sp = c->x[29];
    else if (op == CODE_ADD_FP)
        c->sp = c->x[29] - 8 * (u64)code[1];
    else if (op == CODE_SAVE_ANY_REG)
        undo_save_any(c, code);
    else if (op == CODE_PAC_SIGN_LR)
        c->x[30] &= 0x0000ffffffffffffu; // the signature is in the bits that an address does not use
}

static bool ends(u8 code) { return code == CODE_END || code == CODE_END_C; }

// How many instructions the codes stand for.
static u32 instruction_count(const u8 *code, const u8 *end) {
    u32 n = 0;
    for (; code < end && !ends(*code); code += code_size(*code)) n++;
    return n;
}

// Undoes all codes but the first `skip`.
static void undo_codes(WinContext *c, const u8 *code, const u8 *end, u32 skip) {
    u32 more = 0;
    for (; code < end && *code != CODE_END; code += code_size(*code)) {
        if (*code == CODE_END_C || end - code < code_size(*code)) continue;
        if (skip) {
            skip--;
        } else if (*code == CODE_SAVE_NEXT) {
            more += 2;
        } else {
            undo_code(c, code, more);
            more = 0;
        }
    }
}

// ---- Packed data, turned into codes

typedef struct {
    u8 bytes[64];
    u32 count;
} Codes;

static void add(Codes *to, u8 code) { to->bytes[to->count++] = code; }

static void add2(Codes *to, u32 code, u32 reg, u32 reg_shift, u32 z) {
    u32 word = code << 8 | reg << reg_shift | z;
    add(to, (u8)(word >> 8));
    add(to, (u8)word);
}

static void add_alloc(Codes *to, u32 size) { add2(to, 0xc0, 0, 0, size / 16); } // alloc_m

// The instructions of a usual prolog, last first. Each kind of register that is saved lies above the one before; the
// first instruction of all pushes, and makes room for everything. An epilog does the same but for x0 to x7, which
// nobody wants back.
static void expand_packed(u32 word, bool epilog, Codes *to) {
    u32 float_count = word >> 13 & 7, int_count = word >> 16 & 15, home = word >> 20 & 1, cr = word >> 21 & 3;
    bool has_frame = cr >= 2, saves_lr = cr == 1;
    if (float_count) float_count++; // 1 stands for d8 and d9: there is no way to say d8 alone
    u32 int_slots = int_count + saves_lr, saved = (8 * (int_slots + float_count + 8 * home) + 15) & ~15u;
    u32 frame = (word >> 23) * 16, local = frame > saved ? frame - saved : 0;
    u32 push = saved / 8 - 1; // as the codes with _x count it

    if (has_frame) {
        add(to, CODE_SET_FP);
        add(to, (u8)(local && local <= 512 ? 0x80 | (local / 8 - 1)
                                           : 0x40)); // save_fplr_x, or save_fplr below what is allocated
    }
    if (local > 4080) add_alloc(to, local - 4080);
    if (local > 512 || (local && !has_frame)) add_alloc(to, local > 4080 ? 4080 : local);
    if (home && !epilog)
        for (int i = 0; i < 3; i++) add(to, CODE_NOP);
    if (home && !int_slots && !float_count)
        add_alloc(to, saved);
    else if (home && !epilog)
        add(to, CODE_NOP);
    for (u32 pair = (float_count + 1) / 2; pair-- > 0;) {
        if (2 * pair + 1 == float_count)
            add2(to, 0xdc, 2 * pair, 6, int_slots + 2 * pair); // save_freg
        else if (pair == 0 && !int_slots)
            add2(to, 0xda, 0, 6, push); // save_fregp_x
        else
            add2(to, 0xd8, 2 * pair, 6, int_slots + 2 * pair); // save_fregp
    }
    if (saves_lr && int_count == 0)
        add2(to, 0xd4, 11, 5, push); // save_reg_x of x30
    else if (saves_lr && int_count % 2 == 0)
        add2(to, 0xd0, 11, 6, int_count); // save_reg
    for (u32 pair = (int_count + 1) / 2; pair-- > 0;) {
        bool alone = 2 * pair + 1 == int_count;
        if (alone && saves_lr)
            add2(to, 0xd6, pair, 6, 2 * pair); // save_lrpair
        else if (alone && pair == 0)
            add2(to, 0xd4, 0, 5, push); // save_reg_x
        else if (alone)
            add2(to, 0xd0, 2 * pair, 6, 2 * pair); // save_reg
        else if (pair == 0)
            add2(to, 0xcc, 0, 6, push); // save_regp_x
        else
            add2(to, 0xc8, 2 * pair, 6, 2 * pair);                // save_regp
        if (alone && saves_lr && pair == 0) add_alloc(to, saved); // no instruction pushes x19 with x30
    }
    if (cr == 2) add(to, CODE_PAC_SIGN_LR);
    add(to, CODE_END);
}

static void unwind_packed(WinContext *c, u32 word, u32 at) { // at: instructions from the function's begin
    Codes prolog = {.count = 0}, epilog = {.count = 0};
    u32 length = word >> 2 & 0x7ff, skip = 0;
    const Codes *codes = &prolog;
    expand_packed(word, false, &prolog);
    expand_packed(word, true, &epilog);
    u32 prolog_length = instruction_count(prolog.bytes, prolog.bytes + prolog.count);
    u32 epilog_length = instruction_count(epilog.bytes, epilog.bytes + epilog.count) + 1; // and the return
    if ((word & 3) == 1 && at < prolog_length) {
        skip = prolog_length - at;
    } else if ((word & 3) == 1 && at + epilog_length >= length) {
        skip = at + epilog_length - length;
        codes = &epilog;
    }
    undo_codes(c, codes->bytes, codes->bytes + codes->count, skip);
}

// ---- Records of .xdata

// Returns the handler, which only the body of a function has: not its prolog, nor its epilogs.
static void *unwind_full(WinContext *c, u8 *base, u32 unwind_rva, u32 at, void **handler_data) {
    const u8 *record = base + unwind_rva;
    u32 head = load32(record), length = head & 0x3ffff, epilogs = head >> 22 & 31, words = head >> 27;
    bool has_handler = head >> 20 & 1, one_epilog = head >> 21 & 1;
    record += 4;
    if (!epilogs && !words) { // the larger form, with counts that do not fit above
        epilogs = load16(record);
        words = record[2];
        record += 4;
    }
    const u8 *scopes = record, *codes = scopes + (one_epilog ? 0 : 4 * epilogs), *end = codes + 4 * words;

    u32 prolog_length = instruction_count(codes, end);
    if (at < prolog_length) {
        undo_codes(c, codes, end, prolog_length - at);
        return NULL;
    }
    for (u32 i = 0; i < (one_epilog ? 1 : epilogs); i++) {
        const u8 *first = codes + (one_epilog ? epilogs : load32(scopes + 4 * i) >> 22);
        u32 count = instruction_count(first, end) + 1; // and the return
        u32 start = one_epilog ? length - count : load32(scopes + 4 * i) & 0x3ffff;
        if (at < start || at >= start + count) continue;
        undo_codes(c, first, end, at - start);
        return NULL;
    }
    undo_codes(c, codes, end, 0);
    if (!has_handler) return NULL;
    *handler_data = (void *)(uintptr_t)(end + 4);
    return base + load32(end);
}

// ---- The step

static void return_to_caller(WinContext *c, u64 *frame) {
    *frame = c->sp; // what Windows calls the frame is the caller's stack pointer
    c->pc = c->x[30];
    c->flags |= CONTEXT_AFTER_CALL;
}

void *virtual_unwind(u32 type, u8 *base, u64 pc, const RuntimeFunction *function, WinContext *c, void **handler_data,
                     u64 *frame) {
    u32 at = (u32)(pc - (u64)(uintptr_t)base - function->begin_rva) / 4;
    void *handler = NULL;
    if (function->unwind & 3)
        unwind_packed(c, function->unwind, at);
    else
        handler = unwind_full(c, base, function->unwind, at, handler_data);
    return_to_caller(c, frame);
    return type ? handler : NULL;
}

void unwind_leaf(WinContext *c, u64 *frame) { return_to_caller(c, frame); }

u32 function_end(const u8 *base, const RuntimeFunction *f) {
    u32 length = f->unwind & 3 ? f->unwind >> 2 & 0x7ff : load32(base + f->unwind) & 0x3ffff;
    return f->begin_rva + 4 * length;
}

void describe_frame(const WinContext *c, DispatcherContext *d) {
    d->after_call = (c->flags & CONTEXT_AFTER_CALL) != 0;
    memcpy(d->registers, &c->x[19], 11 * sizeof *d->registers);
    for (u32 i = 0; i < 8; i++) d->registers[11 + i] = load64(c->v[8 + i]);
    d->nonvolatile = d->registers;
}

// ---- Calling what belongs to a frame

// function(a, b, c, d) with the frame's x19 to x28, which hold variables that filters and __finally blocks use.
i32 arm64_call_handler(uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, void *function, const u64 *registers,
                       void *teb);
__asm__(".text\n.globl arm64_call_handler\n.type arm64_call_handler, @function\narm64_call_handler:\n"
        "stp x29, x30, [sp, #-160]!\n mov x29, sp\n"
        "stp x19, x20, [sp, #16]\n stp x21, x22, [sp, #32]\n stp x23, x24, [sp, #48]\n stp x25, x26, [sp, #64]\n"
        "stp x27, x28, [sp, #80]\n stp d8, d9, [sp, #96]\n stp d10, d11, [sp, #112]\n stp d12, d13, [sp, #128]\n"
        "stp d14, d15, [sp, #144]\n"
        "ldp x19, x20, [x5]\n ldp x21, x22, [x5, #16]\n ldp x23, x24, [x5, #32]\n ldp x25, x26, [x5, #48]\n"
        "ldp x27, x28, [x5, #64]\n mov x18, x6\n blr x4\n"
        "ldp x19, x20, [sp, #16]\n ldp x21, x22, [sp, #32]\n ldp x23, x24, [sp, #48]\n ldp x25, x26, [sp, #64]\n"
        "ldp x27, x28, [sp, #80]\n ldp d8, d9, [sp, #96]\n ldp d10, d11, [sp, #112]\n ldp d12, d13, [sp, #128]\n"
        "ldp d14, d15, [sp, #144]\n ldp x29, x30, [sp], #160\n ret\n");

i32 call_language_handler(ExceptionRecord *record, u64 frame, WinContext *context, DispatcherContext *d) {
    return arm64_call_handler((uintptr_t)record, frame, (uintptr_t)context, (uintptr_t)d, d->handler, d->nonvolatile,
                              current_teb());
}

// ARM64 code finds the variables from x29, as the function itself does, not from what is the frame elsewhere.
i32 call_scope_function(u32 rva, uintptr_t argument, u64 frame, const DispatcherContext *d) {
    (void)frame;
    return arm64_call_handler(argument, d->nonvolatile[10], 0, 0, d->image_base + rva, d->nonvolatile, current_teb());
}

#endif
