// delay.c - DLLs that are loaded at the first call. Read this only for /DELAYLOAD.
//
// The loader knows nothing of these DLLs at start. Their functions have slots as usual, but each slot points back into the
// image, at a stub that has the DLL loaded:
//
//      call [__imp_F] ──> __imp_F: stub of F                         (first call)
//                             │  rax = address of __imp_F
//                             └> tail of the DLL: saves the argument registers, calls
//                                    __delayLoadHelper2(descriptor, &__imp_F)
//                                which loads the DLL, finds F and writes its address into the slot;
//                                restores the registers, jumps to F
//      call [__imp_F] ──> F                                          (every later call)
//
// The helper is ordinary code from a library (ours: implib/delayhelper/). The linker makes the tables it works with:
//
//      descriptor, 32 bytes a DLL, a zero one behind the last   data directory 13
//      name table, names      as in .idata$4 and .idata$6
//      slots, module handle   writable, in .didat
//      bound slots            zeros, for tools that bind images; not with /DELAY:NOBIND
//      unload slots           the slots' first contents once more, for __FUnloadDelayLoadedDLL2; only with /DELAY:UNLOAD
//
// [PE: Delay-Load Import Tables (Image Only)] [spec: linker-support-for-delay-loaded-dlls] [spec: understanding-the-helper-function]
#include "linker.h"

// ---- Code, by machine

typedef struct {
    u32 off;
    u16 type;
    enum { TO_SLOT, TO_TAIL, TO_DESCRIPTOR, TO_HELPER } to;
} CodeReloc;

typedef struct {
    const u8 *bytes;
    u32 size;
    CodeReloc relocs[4];
    u32 reloc_count;
} Code;

typedef struct {
    const char *helper;   // symbol
    Code stub, tail;
    const u8 *unwind;     // unwind data of the tail; NULL: the machine has none
    u32 unwind_size;
    bool tail_end_field;  // whether .pdata says where a function ends (x64)
} DelayCode;

static const u8 x64_stub[] = {
    0x48, 0x8d, 0x05, 0, 0, 0, 0, // lea rax, [rel __imp_F]
    0xe9, 0, 0, 0, 0,             // jmp tail
};
//> delay-tail
// Entered as F would be: the stack is 8 off a multiple of 16, and the caller left 32 bytes for the register arguments.
static const u8 x64_tail[] = {
    0x48, 0x89, 0x4c, 0x24, 0x08,       // mov [rsp+08h], rcx
    0x48, 0x89, 0x54, 0x24, 0x10,       // mov [rsp+10h], rdx
    0x4c, 0x89, 0x44, 0x24, 0x18,       // mov [rsp+18h], r8
    0x4c, 0x89, 0x4c, 0x24, 0x20,       // mov [rsp+20h], r9
    0x48, 0x83, 0xec, 0x68,             // sub rsp, 68h
    0x66, 0x0f, 0x7f, 0x44, 0x24, 0x20, // movdqa [rsp+20h], xmm0
    0x66, 0x0f, 0x7f, 0x4c, 0x24, 0x30, // movdqa [rsp+30h], xmm1
    0x66, 0x0f, 0x7f, 0x54, 0x24, 0x40, // movdqa [rsp+40h], xmm2
    0x66, 0x0f, 0x7f, 0x5c, 0x24, 0x50, // movdqa [rsp+50h], xmm3
    0x48, 0x89, 0xc2,                   // mov rdx, rax
//< delay-tail
    0x48, 0x8d, 0x0d, 0, 0, 0, 0,       // lea rcx, [rel descriptor]
    0xe8, 0, 0, 0, 0,                   // call __delayLoadHelper2
    0x66, 0x0f, 0x6f, 0x44, 0x24, 0x20, // movdqa xmm0, [rsp+20h]
    0x66, 0x0f, 0x6f, 0x4c, 0x24, 0x30, // movdqa xmm1, [rsp+30h]
    0x66, 0x0f, 0x6f, 0x54, 0x24, 0x40, // movdqa xmm2, [rsp+40h]
    0x66, 0x0f, 0x6f, 0x5c, 0x24, 0x50, // movdqa xmm3, [rsp+50h]
    0x48, 0x8b, 0x4c, 0x24, 0x70,       // mov rcx, [rsp+70h]
    0x48, 0x8b, 0x54, 0x24, 0x78,       // mov rdx, [rsp+78h]
    0x4c, 0x8b, 0x84, 0x24, 0x80, 0, 0, 0, // mov r8, [rsp+80h]
    0x4c, 0x8b, 0x8c, 0x24, 0x88, 0, 0, 0, // mov r9, [rsp+88h]
    0x48, 0x83, 0xc4, 0x68,             // add rsp, 68h
    0x48, 0xff, 0xe0,                   // jmp rax
};
// [spec: exception-handling-x64] Version 1, a prolog of 24 bytes, one code: at its end 68h bytes were allocated. So an exception
// that the helper raises finds its way through the tail to the caller.
static const u8 x64_unwind[] = {0x01, 0x18, 0x01, 0x00, 0x18, 0xc2, 0x00, 0x00};

static const u8 x86_stub[] = {
    0xb8, 0, 0, 0, 0, // mov eax, __imp__F
    0xe9, 0, 0, 0, 0, // jmp tail
};
static const u8 x86_tail[] = {
    0x51,             // push ecx
    0x52,             // push edx
    0x50,             // push eax
    0x68, 0, 0, 0, 0, // push descriptor
    0xe8, 0, 0, 0, 0, // call ___delayLoadHelper2@8
    0x5a,             // pop edx
    0x59,             // pop ecx
    0xff, 0xe0,       // jmp eax
};

#define A64(word) (u8)(word), (u8)((u32)(word) >> 8), (u8)((u32)(word) >> 16), (u8)((u32)(word) >> 24)
static const u8 arm64_stub[] = {
    A64(0x90000011), // adrp x17, __imp_F
    A64(0x91000231), // add  x17, x17, :lo12:__imp_F
    A64(0x14000000), // b    tail
};
static const u8 arm64_tail[] = {
    A64(0xa9b27bfd), // stp x29, x30, [sp, #-0xe0]!
    A64(0x910003fd), // mov x29, sp
    A64(0xa90107e0), // stp x0, x1, [sp, #0x10]
    A64(0xa9020fe2), // stp x2, x3, [sp, #0x20]
    A64(0xa90317e4), // stp x4, x5, [sp, #0x30]
    A64(0xa9041fe6), // stp x6, x7, [sp, #0x40]
    A64(0xf9002be8), // str x8, [sp, #0x50]
    A64(0xad0307e0), // stp q0, q1, [sp, #0x60]
    A64(0xad040fe2), // stp q2, q3, [sp, #0x80]
    A64(0xad0517e4), // stp q4, q5, [sp, #0xa0]
    A64(0xad061fe6), // stp q6, q7, [sp, #0xc0]
    A64(0xaa1103e1), // mov x1, x17
    A64(0x90000000), // adrp x0, descriptor
    A64(0x91000000), // add x0, x0, :lo12:descriptor
    A64(0x94000000), // bl __delayLoadHelper2
    A64(0xaa0003f0), // mov x16, x0
    A64(0xad461fe6), // ldp q6, q7, [sp, #0xc0]
    A64(0xad4517e4), // ldp q4, q5, [sp, #0xa0]
    A64(0xad440fe2), // ldp q2, q3, [sp, #0x80]
    A64(0xad4307e0), // ldp q0, q1, [sp, #0x60]
    A64(0xf9402be8), // ldr x8, [sp, #0x50]
    A64(0xa9441fe6), // ldp x6, x7, [sp, #0x40]
    A64(0xa94317e4), // ldp x4, x5, [sp, #0x30]
    A64(0xa9420fe2), // ldp x2, x3, [sp, #0x20]
    A64(0xa94107e0), // ldp x0, x1, [sp, #0x10]
    A64(0xa8ce7bfd), // ldp x29, x30, [sp], #0xe0
    A64(0xd61f0200), // br x16
};
// 27 instructions; prolog: set x29, save x29 and x30 in a new frame of e0h bytes; the epilog undoes the second of these codes.
static const u8 arm64_unwind[] = {A64(0x0860001b), 0xe1, 0x9b, 0xe4, 0xe4};

#define CODE(array, count, ...) {array, sizeof array, {__VA_ARGS__}, count}

static const DelayCode delay_x64 = {
    "__delayLoadHelper2",
    CODE(x64_stub, 2, {3, IMAGE_REL_AMD64_REL32, TO_SLOT}, {8, IMAGE_REL_AMD64_REL32, TO_TAIL}),
    CODE(x64_tail, 2, {54, IMAGE_REL_AMD64_REL32, TO_DESCRIPTOR}, {59, IMAGE_REL_AMD64_REL32, TO_HELPER}),
    x64_unwind, sizeof x64_unwind, true,
};
static const DelayCode delay_x86 = {
    "___delayLoadHelper2@8",
    CODE(x86_stub, 2, {1, IMAGE_REL_I386_DIR32, TO_SLOT}, {6, IMAGE_REL_I386_REL32, TO_TAIL}),
    CODE(x86_tail, 2, {4, IMAGE_REL_I386_DIR32, TO_DESCRIPTOR}, {9, IMAGE_REL_I386_REL32, TO_HELPER}),
    NULL, 0, false,
};
static const DelayCode delay_arm64 = {
    "__delayLoadHelper2",
    CODE(arm64_stub, 3, {0, IMAGE_REL_ARM64_PAGEBASE_REL21, TO_SLOT}, {4, IMAGE_REL_ARM64_PAGEOFFSET_12A, TO_SLOT},
         {8, IMAGE_REL_ARM64_BRANCH26, TO_TAIL}),
    CODE(arm64_tail, 3, {48, IMAGE_REL_ARM64_PAGEBASE_REL21, TO_DESCRIPTOR}, {52, IMAGE_REL_ARM64_PAGEOFFSET_12A, TO_DESCRIPTOR},
         {56, IMAGE_REL_ARM64_BRANCH26, TO_HELPER}),
    arm64_unwind, sizeof arm64_unwind, false,
};

static const DelayCode *delay_code(const Link *link) {
    return link->machine->id == IMAGE_FILE_MACHINE_I386    ? &delay_x86
           : link->machine->id == IMAGE_FILE_MACHINE_ARM64 ? &delay_arm64
                                                           : &delay_x64;
}

// ---- Which DLLs

typedef struct {
    Str option;           // as /DELAYLOAD has it, with an extension
    Str dll;              // as the import library spells it
    bool refused;         // warned about; its imports are ordinary ones
    ARRAY(InputFile *) imports; // link order
} DelayDll;

typedef struct {
    Link *link;
    const DelayCode *code;
    ARRAY(DelayDll) dlls; // in /DELAYLOAD order
    NameIndex index;      // of their lower-case names
    CoffBuilder obj;
    u32 directory_num, lookup_num, names_num, bound_num, unload_num, slots_num, text_num; // sections of obj
    u32 directory_sym, lookup_sym, names_sym, bound_sym, unload_sym, slots_sym, helper_sym;
} DelayImports;

static Str lower(Link *link, Str s) {
    u8 *p = arena_alloc(link->arena, s.n);
    for (size_t i = 0; i < s.n; i++) p[i] = ascii_lower(s.p[i]);
    return (Str){p, s.n};
}

// The entry of that name in d->dlls; NULL: none. `name` is in lower case.
static DelayDll *find_dll(DelayImports *d, Str name, u32 *place) {
    u32 hash = hash_name(name), at = hash & d->index.mask;
    for (; d->index.slots[at].number; at = (at + 1) & d->index.mask)
        if (d->index.slots[at].hash == hash && str_eq_nocase(d->dlls.at[d->index.slots[at].number - 1].option, name))
            return &d->dlls.at[d->index.slots[at].number - 1];
    *place = at;
    return NULL;
}

static void add_dll(DelayImports *d, Str name) {
    Arena *arena = d->link->arena;
    if (str_find(name, '.') == name.n) name = arena_concat(arena, name, STR(".dll"));
    index_reserve(arena, &d->index);
    Str key = lower(d->link, name);
    u32 place;
    if (find_dll(d, key, &place)) return; // given twice
    DelayDll dll = {.option = name};
    if (str_eq(key, STR("kernel32.dll"))) {
        dll.refused = true;
        diag_report(&d->link->diag, &(Message){.kind = MSG_WARNING, .code = 4194,
            .text = arena_printf(arena, "/DELAYLOAD:%s ignored", show(d->link, name)),
            .why = STR("the helper that loads other DLLs calls functions of KERNEL32.dll"), .todo = STR("leave the option out")});
    }
    ARRAY_PUSH(arena, &d->dlls, dll);
    d->index.slots[place].hash = hash_name(key);
    d->index.slots[place].number = d->dlls.count;
    d->index.count++;
}

void require_delay_helper(Link *link) {
    if (!link->opt.delay_loads.count) return;
    Symbol *helper = intern(link, str(delay_code(link)->helper));
    helper->is_root = true;
    add_undefined(link, helper, NULL);
    ARRAY_PUSH(link->arena, &link->opt.default_libs, STR("delayimp.lib"));
}

// A variable's address is in the slot itself; no call goes through it that could have it filled.
static void refuse_data(Link *link, DelayDll *dll, const InputFile *file) {
    dll->refused = true;
    diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1194, .file = file->name,
        .text = arena_printf(link->arena, "cannot delay-load '%s' due to import of data symbol '%s'; link without /DELAYLOAD:%s",
                             show(link, dll->option), show(link, file->slot->name), show(link, dll->option)),
        .why = STR("a delay-loaded DLL is loaded by the first call; reading a variable calls nothing"),
        .todo = arena_printf(link->arena, "leave out /DELAYLOAD:%s, or find the variable with GetProcAddress", show(link, dll->option))});
}

static void collect_imports(DelayImports *d) {
    Link *link = d->link;
    for (u32 i = 0; i < link->files.count; i++) {
        InputFile *file = link->files.at[i];
        if (file->kind != FILE_IMPORT || file->slot->kind != SYM_IMPORT_SLOT || file->slot->file != file) continue;
        u32 place;
        DelayDll *dll = find_dll(d, lower(link, file->import.dll), &place);
        bool is_code = file->import.type == IMPORT_OBJECT_CODE;
        if (!dll || dll->refused || !(file->slot->live || (!is_code && file->thunk && file->thunk->live))) continue;
        if (!is_code) {
            refuse_data(link, dll, file);
            continue;
        }
        if (!dll->dll.n) dll->dll = file->import.dll;
        ARRAY_PUSH(link->arena, &dll->imports, file);
    }
    for (u32 i = 0; i < d->dlls.count; i++) {
        const DelayDll *dll = &d->dlls.at[i];
        if (dll->imports.count || dll->refused) continue;
        diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4199,
            .text = arena_printf(link->arena, "/DELAYLOAD:%s ignored; no imports found from %s", show(link, dll->option), show(link, dll->option)),
            .why = STR("no live code refers to a function that a short import library says is in this DLL"),
            .todo = STR("check the DLL's name as the import library spells it: mydump /ARCHIVEMEMBERS")});
    }
}

// ---- Tables and code

static Buffer *data_of(DelayImports *d, u32 section_num) { return coff_section_data(&d->obj, section_num); }
static u32 size_of(DelayImports *d, u32 section_num) { return (u32)data_of(d, section_num)->n; }

static u32 add_table(DelayImports *d, const char *name, u32 flags, u32 align_log2, u32 *sym) {
    u32 num = coff_add_section(&d->obj, str(name), flags | (align_log2 + 1) << 20);
    *sym = coff_add_section_symbol(&d->obj, num, 0, 0);
    return num;
}

static void add_tables(DelayImports *d) {
    const Options *opt = &d->link->opt;
    const u32 read_only = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ;
    u32 align = d->link->machine->pointer_size == 8 ? 3 : 2, text_sym;
    d->directory_num = add_table(d, ".rdata$didat2", read_only, 2, &d->directory_sym);
    d->lookup_num = add_table(d, ".rdata$didat4", read_only, align, &d->lookup_sym);
    d->names_num = add_table(d, ".rdata$didat6", read_only, 1, &d->names_sym);
    if (!opt->delay_nobind) d->bound_num = add_table(d, ".rdata$didat7", read_only, align, &d->bound_sym);
    if (opt->delay_unload) d->unload_num = add_table(d, ".rdata$didat8", read_only, align, &d->unload_sym);
    d->slots_num = add_table(d, ".didat", read_only | IMAGE_SCN_MEM_WRITE, align, &d->slots_sym);
    d->text_num = add_table(d, ".text$mn", IMAGE_SCN_CNT_CODE | IMAGE_SCN_MEM_EXECUTE | IMAGE_SCN_MEM_READ, 4, &text_sym);
    d->helper_sym = coff_add_symbol(&d->obj, str(d->code->helper), IMAGE_SYM_UNDEFINED, 0, IMAGE_SYM_DTYPE_FUNCTION, IMAGE_SYM_CLASS_EXTERNAL);
}

static void put_pointer(DelayImports *d, u32 section_num, u64 value) {
    if (d->link->machine->pointer_size == 8) buffer_put64(data_of(d, section_num), value);
    else buffer_put32(data_of(d, section_num), (u32)value);
}

static u32 put_name(DelayImports *d, Str name) {
    u32 off = size_of(d, d->names_num);
    buffer_put_str(data_of(d, d->names_num), name);
    buffer_put(data_of(d, d->names_num), "", 1);
    buffer_align(data_of(d, d->names_num), 2, 0);
    return off;
}

// Code at the end of .text$mn; targets[] are the symbols that its relocations' `to` chooses from.
static u32 put_code(DelayImports *d, const Code *code, const u32 targets[4]) {
    u32 off = size_of(d, d->text_num);
    buffer_put(data_of(d, d->text_num), code->bytes, code->size);
    for (u32 i = 0; i < code->reloc_count; i++)
        coff_add_reloc(&d->obj, d->text_num, off + code->relocs[i].off, targets[code->relocs[i].to], code->relocs[i].type);
    return off;
}

// One field of the descriptor: the RVA of `off` in the table that `sym` names.
static void put_descriptor_field(DelayImports *d, u32 sym, u32 off) {
    coff_add_reloc(&d->obj, d->directory_num, size_of(d, d->directory_num), sym, d->link->machine->rel_rva);
    buffer_put32(data_of(d, d->directory_num), off);
}

// The tail's unwind data: .pdata says where the function is, .xdata how to leave it.
static void put_unwind(DelayImports *d, u32 tail_sym) {
    if (!d->code->unwind) return;
    u16 rva = d->link->machine->rel_rva;
    const u32 flags = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | 3 << 20;
    u32 xdata = coff_add_section(&d->obj, STR(".xdata"), flags), xdata_sym = coff_add_section_symbol(&d->obj, xdata, 0, 0);
    buffer_put(data_of(d, xdata), d->code->unwind, d->code->unwind_size);
    u32 pdata = coff_add_section(&d->obj, STR(".pdata"), flags);
    coff_add_reloc(&d->obj, pdata, 0, tail_sym, rva);
    buffer_put32(data_of(d, pdata), 0);
    if (d->code->tail_end_field) {
        coff_add_reloc(&d->obj, pdata, 4, tail_sym, rva);
        buffer_put32(data_of(d, pdata), d->code->tail.size);
    }
    coff_add_reloc(&d->obj, pdata, size_of(d, pdata), xdata_sym, rva);
    buffer_put32(data_of(d, pdata), 0);
}

//> delay-slot
// What stands in the slot until the DLL is loaded: the address of the function's stub, in every table that has a copy.
static void put_slot(DelayImports *d, const InputFile *file, u32 tail_sym) {
    Link *link = d->link;
    u32 slot_off = size_of(d, d->slots_num), pointer_size = link->machine->pointer_size;
    u32 slot = coff_add_symbol(&d->obj, file->slot->name, (i32)d->slots_num, slot_off, 0, IMAGE_SYM_CLASS_EXTERNAL);
    u32 stub_off = put_code(d, &d->code->stub, (u32[4]){[TO_SLOT] = slot, [TO_TAIL] = tail_sym});
    u32 stub = coff_add_symbol(&d->obj, arena_concat(link->arena, STR("__imp_load_"), file->import.symbol), (i32)d->text_num, stub_off,
                               IMAGE_SYM_DTYPE_FUNCTION, IMAGE_SYM_CLASS_STATIC);
    coff_add_reloc(&d->obj, d->slots_num, slot_off, stub, link->machine->rel_address);
    put_pointer(d, d->slots_num, 0);
    if (d->unload_num) {
        coff_add_reloc(&d->obj, d->unload_num, size_of(d, d->unload_num), stub, link->machine->rel_address);
        put_pointer(d, d->unload_num, 0);
    }
    if (d->bound_num) put_pointer(d, d->bound_num, 0);

    if (file->import.name_type == IMPORT_OBJECT_ORDINAL) {
        put_pointer(d, d->lookup_num, 1ull << (pointer_size * 8 - 1) | file->import.hint);
        return;
    }
    coff_add_reloc(&d->obj, d->lookup_num, size_of(d, d->lookup_num), d->names_sym, link->machine->rel_rva);
    u32 name_off = size_of(d, d->names_num);
    buffer_put16(data_of(d, d->names_num), file->import.hint);
    put_name(d, file->import.export_name);
    put_pointer(d, d->lookup_num, name_off);
}
//< delay-slot

//> lab-delay-dll
static void put_dll(DelayImports *d, const DelayDll *dll) {
    Link *link = d->link;
    // The module handle stands in front of the slots; both are written at run time.
    u32 handle_off = size_of(d, d->slots_num);
    put_pointer(d, d->slots_num, 0);
    u32 descriptor = coff_add_symbol(&d->obj, arena_concat(link->arena, STR("__DELAY_IMPORT_DESCRIPTOR_"), dll->dll), (i32)d->directory_num,
                                     size_of(d, d->directory_num), 0, IMAGE_SYM_CLASS_STATIC);
    buffer_put32(data_of(d, d->directory_num), 1); // attributes: the fields are RVAs
    put_descriptor_field(d, d->names_sym, put_name(d, dll->dll));
    put_descriptor_field(d, d->slots_sym, handle_off);
    put_descriptor_field(d, d->slots_sym, size_of(d, d->slots_num));
    put_descriptor_field(d, d->lookup_sym, size_of(d, d->lookup_num));
    if (d->bound_num) put_descriptor_field(d, d->bound_sym, size_of(d, d->bound_num));
    else buffer_put32(data_of(d, d->directory_num), 0);
    if (d->unload_num) put_descriptor_field(d, d->unload_sym, size_of(d, d->unload_num));
    else buffer_put32(data_of(d, d->directory_num), 0);
    buffer_put32(data_of(d, d->directory_num), 0); // time stamp: not bound

    // Tails first: each is a function that starts at a multiple of 16, the stubs behind it are packed.
    buffer_align(data_of(d, d->text_num), 16, link->machine->code_fill);
    u32 tail_off = put_code(d, &d->code->tail, (u32[4]){[TO_DESCRIPTOR] = descriptor, [TO_HELPER] = d->helper_sym});
    u32 tail = coff_add_symbol(&d->obj, arena_concat(link->arena, STR("__tailMerge_"), dll->dll), (i32)d->text_num, tail_off,
                               IMAGE_SYM_DTYPE_FUNCTION, IMAGE_SYM_CLASS_STATIC);
    put_unwind(d, tail);
    for (u32 i = 0; i < dll->imports.count; i++) put_slot(d, dll->imports.at[i], tail);
    put_pointer(d, d->slots_num, 0); // each table ends with a zero
    put_pointer(d, d->lookup_num, 0);
    if (d->bound_num) put_pointer(d, d->bound_num, 0);
    if (d->unload_num) put_pointer(d, d->unload_num, 0);
}
//< lab-delay-dll

void create_delay_imports(Link *link) {
    if (!link->opt.delay_loads.count) return;
    DelayImports d = {.link = link, .code = delay_code(link)};
    for (u32 i = 0; i < link->opt.delay_loads.count; i++) add_dll(&d, link->opt.delay_loads.at[i]);
    collect_imports(&d);

    coff_builder_init(&d.obj, link->arena, link->machine->id);
    bool any = false;
    for (u32 i = 0; i < d.dlls.count; i++) {
        if (!d.dlls.at[i].imports.count || d.dlls.at[i].refused) continue;
        if (!any) add_tables(&d);
        any = true;
        put_dll(&d, &d.dlls.at[i]);
    }
    if (!any) return;
    buffer_zeros(data_of(&d, d.directory_num), sizeof(DelayDescriptorRecord)); // the end of the directory
    InputFile *file = add_synthetic_object(link, &d.obj, "(delay imports)");
    link->delay_directory = section_at(file, d.directory_num);
}
