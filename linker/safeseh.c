// safeseh.c - x86: the list of functions that may be called as exception handlers. Read this only for /SAFESEH.
//
// On x86 a function that handles exceptions keeps a record on the stack, and the record holds the handler's address:
//
//      fs:[0] ──> record: next record | handler ──> __except_handler4        on the stack!
//
// Who overflows a buffer on the stack can overwrite that address and then cause an exception. So Windows asks before
// it calls: is this a handler of the image? The compiler notes each handler in the object, the linker makes the list:
//
//      .sxdata of the object             4-byte symbol indices: the handlers that this object uses
//      .rdata$sxdata of the image        4-byte RVAs, ascending; the load configuration points to it
//
// An image that has no handler at all says so in one bit (NO_SEH) and needs no list. But if one object may have
// handlers that it does not note - assembler, old compilers: bit 0 of @feat.00 is not set - a list would forbid
// handlers that are good. Then there is none, or, when the user asked for one with /SAFESEH, an error for each such
// object.
//
// x64 and ARM64 find handlers through .pdata, which is not on the stack, and need none of this.
// [PE: The .sxdata Section] [spec: safeseh-image-has-safe-exception-handlers]
#include "linker.h"

enum { FEATURE_SAFE_SEH = 1 }; // @feat.00: the object notes all its handlers

typedef struct {
    InputSection *section;
    u32 off; // bytes from the section's start
} Handler;

struct SafeSeh {
    ARRAY(Handler) handlers;
    InputSection *table; // NULL: none is made
    Symbol *count;
};

// ---- Which objects are safe

static bool in_image(const InputSection *s) { return s->live && !s->discarded; }

// An object without code has no handlers, whatever it says.
static bool has_code(const InputFile *file) {
    for (u32 i = 0; i < file->section_count; i++) {
        const InputSection *s = &file->sections[i];
        if (in_image(s) && s->size && s->flags & IMAGE_SCN_MEM_EXECUTE) return true;
    }
    return false;
}

static bool is_safe(const InputFile *file) {
    if (file->kind != FILE_OBJECT || file->is_synthetic) return true;
    return (file->has_feature_flags && file->feature_flags & FEATURE_SAFE_SEH) || !has_code(file);
}

static void report_unsafe(Link *link, const InputFile *file) {
    diag_report(&link->diag,
                &(Message){.kind = MSG_ERROR,
                           .code = 2026,
                           .file = file->name,
                           .text = STR("module unsafe for SAFESEH image."),
                           .why = STR("it has code, and no symbol @feat.00 with bit 0, the promise that all its "
                                      "exception handlers are listed in .sxdata"),
                           .todo = STR("assemble it with ml /safeseh (nasm: `$@feat.00 equ 1`), compile it again, or "
                                       "link with /SAFESEH:NO")});
}

static bool all_are_safe(Link *link) {
    u32 unsafe_count = 0;
    for (u32 i = 0; i < link->files.count; i++) {
        const InputFile *file = link->files.at[i];
        if (is_safe(file)) continue;
        unsafe_count++;
        if (link->opt.safe_seh_required)
            report_unsafe(link, file);
        else if (link->opt.verbose || link->opt.verbose_safe_seh)
            printf("    No table of exception handlers: %s is unsafe for it\n", show(link, file->name));
    }
    if (unsafe_count && link->opt.safe_seh_required)
        diag_fatal(&link->diag, link->opt.out, 1281, "Unable to generate SAFESEH image.");
    return unsafe_count == 0;
}

// ---- Handlers

static void add_handler(Link *link, const InputFile *file, u32 symbol_idx) {
    InputSection *section = NULL;
    u64 off = 0;
    if (file->symbols[symbol_idx]) {
        const Symbol *sym = resolved(file->symbols[symbol_idx]);
        if (sym->kind == SYM_DEFINED) section = sym->section;
        off = sym->value;
    } else {
        CoffSymbol local = coff_symbol(&file->coff, symbol_idx);
        if (local.section_num > 0) section = section_at(file, (u32)local.section_num);
        off = local.value;
    }
    if (!section || !in_image(section) || off > section->size) return; // what uses it is not in the image either
    ARRAY_PUSH(link->arena, &link->safe_seh->handlers, ((Handler){section, (u32)off}));
}

static void read_handlers(Link *link, const InputFile *file, const InputSection *list) {
    const CoffObject *o = &file->coff;
    for (u32 off = 0; list->data && off + 4 <= list->size; off += 4) {
        u32 idx = load32(list->data + off);
        if (idx >= o->symbol_count) {
            diag_error(&link->diag, file->name, 1107,
                       "invalid or corrupt file: section %u '.sxdata' lists symbol %u at 0x%x; the object has %u",
                       list->num, idx, off, o->symbol_count);
            return;
        }
        add_handler(link, file, idx);
    }
}

static int compare_handlers(const void *x, const void *y) {
    const Handler *a = x, *b = y;
    u32 fa = a->section->file->idx, fb = b->section->file->idx;
    if (fa != fb) return fa < fb ? -1 : 1;
    if (a->section->num != b->section->num) return a->section->num < b->section->num ? -1 : 1;
    return (a->off > b->off) - (a->off < b->off);
}

static void collect_handlers(Link *link) {
    struct SafeSeh *seh = link->safe_seh;
    for (u32 i = 0; i < link->files.count; i++) {
        const InputFile *file = link->files.at[i];
        for (u32 k = 0; k < file->section_count; k++)
            if (str_eq(coff_section(&file->coff, file->sections[k].num).name, STR(".sxdata")))
                read_handlers(link, file, &file->sections[k]);
    }
    u32 kept = 0, count = seh->handlers.count;
    Handler *at = seh->handlers.at;
    if (count) qsort(at, count, sizeof *at, compare_handlers);
    for (u32 i = 0; i < count; i++)
        if (!kept || compare_handlers(&at[kept - 1], &at[i]) != 0) at[kept++] = at[i];
    seh->handlers.count = kept;
}

// ---- The table

// ___safe_se_handler_table and _count, to which the load configuration refers. NULL when it does not, or an object of
// the user's defines them.
static Symbol *linker_symbol(Link *link, const char *name) {
    Symbol *sym = find_symbol(link, str(name));
    return sym && sym->kind == SYM_ABSOLUTE && sym->linker_made ? sym : NULL;
}

static void create_table(Link *link) {
    struct SafeSeh *seh = link->safe_seh;
    Symbol *table = linker_symbol(link, "___safe_se_handler_table");
    seh->count = linker_symbol(link, "___safe_se_handler_count");
    if (!table || !seh->count) {
        if (link->opt.safe_seh_required) warn_no_load_config(link, "SAFESEH");
        return;
    }
    CoffBuilder b;
    coff_builder_init(&b, link->arena, link->machine->id);
    u32 flags = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | 3u << 20; // 4-byte aligned
    u32 num = coff_add_section(&b, STR(".rdata$sxdata"), flags);                // [link.exe]
    buffer_zeros(coff_section_data(&b, num), (u64)seh->handlers.count * 4);
    InputFile *file = add_synthetic_object(link, &b, "(exception handlers)");
    seh->table = section_at(file, num);
    table->kind = SYM_DEFINED;
    table->file = file;
    table->section = seh->table;
    table->value = 0;
    seh->count->value = seh->handlers.count;
}

void create_safe_seh_table(Link *link) {
    if (link->opt.safe_seh != TRI_ON || !all_are_safe(link)) return;
    link->safe_seh = ARENA_NEW(link->arena, struct SafeSeh);
    collect_handlers(link);
    if (link->safe_seh->handlers.count)
        create_table(link);
    else
        link->has_no_handlers = true;
}

// ---- After layout

static int compare_rvas(const void *a, const void *b) {
    u32 x = load32(a), y = load32(b);
    return (x > y) - (x < y);
}

void fill_safe_seh_table(Link *link) {
    struct SafeSeh *seh = link->safe_seh;
    if (!seh || !seh->table) return;
    u32 count = seh->handlers.count, kept = 0;
    u8 *rvas = ARENA_ARRAY(link->arena, u8, seh->table->size);
    for (u32 i = 0; i < count; i++) store32(rvas + 4 * i, seh->handlers.at[i].section->rva + seh->handlers.at[i].off);
    qsort(rvas, count, 4, compare_rvas);
    for (u32 i = 0; i < count; i++) // two names of one place
        if (!kept || load32(rvas + 4 * i) != load32(rvas + 4 * (kept - 1)))
            store32(rvas + 4 * kept++, load32(rvas + 4 * i));
    memset(rvas + 4 * kept, 0, 4 * (count - kept));
    seh->table->data = rvas;
    seh->count->value = kept;
}
