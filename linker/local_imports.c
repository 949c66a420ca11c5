// local_imports.c - __declspec(dllimport) on a function that is in the program after all.
//
// The compiler was told that X comes from a DLL and wrote `call [__imp_X]`. But X turned out to be in one of the objects:
// the header was written for the DLL, the link uses the static library. There is no slot in any import table; yet the
// call wants a pointer in memory. The linker can make one:
//
//      call [__imp_X] ──> .rdata: __imp_X: dq X ──> X: the function itself
//
// The program runs, one load slower than it could; so link.exe does this and warns. Read this only for LNK4217, LNK4286
// and LNK4049. [spec: linker-tools-warning-lnk4217]
#include "linker.h"

static void warn(Link *link, const Symbol *slot, const Symbol *plain) {
    Message m = {.kind = MSG_WARNING, .file = slot->file ? slot->file->name : STR(""),
                 .why = STR("the object was compiled to call it through a DLL's import table; the linker made a pointer for that"),
                 .todo = arena_printf(link->arena, "compile %s without __declspec(dllimport) for %s, or link with the DLL's import library",
                                      slot->file ? show(link, slot->file->name) : "it", show(link, plain->name))};
    const char *definer = plain->file ? show(link, plain->file->name) : "the linker";
    Reference ref;
    if (slot->file && find_reference(link, slot->file, slot, &ref) && ref.function.n) {
        m.code = 4217;
        m.text = arena_printf(link->arena, "symbol '%s' defined in '%s' is imported by '%s' in function '%s'", show_symbol(link, plain->name),
                              definer, show(link, slot->file->name), show_symbol(link, ref.function));
    } else if (slot->file) {
        m.code = 4286;
        m.text = arena_printf(link->arena, "symbol '%s' defined in '%s' is imported by '%s'", show_symbol(link, plain->name), definer,
                              show(link, slot->file->name));
    } else {
        m.code = 4049;
        m.text = arena_printf(link->arena, "symbol '%s' defined in '%s' is imported", show_symbol(link, plain->name), definer);
    }
    diag_report(&link->diag, &m);
}

// Common symbols get their place later; the pointer's relocation goes by the name.
static bool is_in_link(const Symbol *sym) {
    return sym->kind == SYM_DEFINED || sym->kind == SYM_COMMON || sym->kind == SYM_ABSOLUTE;
}

void create_local_imports(Link *link) {
    CoffBuilder b = {0};
    const Str prefix = STR("__imp_");
    u32 section = 0;
    for (u32 i = 0; i < link->undefined.count; i++) {
        Symbol *slot = link->undefined.at[i];
        if (slot->kind != SYM_UNDEFINED || !str_starts(slot->name, prefix)) continue;
        Symbol *plain = find_symbol(link, str_slice(slot->name, prefix.n, slot->name.n));
        if (!plain || !is_in_link(resolved(plain))) continue;
        if (!is_wrapper_slot(link, slot->name)) warn(link, slot, plain);
        if (!section) {
            coff_builder_init(&b, link->arena, link->machine->id);
            u32 align_bits = (link->machine->pointer_size == 8 ? 4u : 3u) << 20;
            section = coff_add_section(&b, STR(".rdata"), IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | align_bits);
        }
        Buffer *data = coff_section_data(&b, section);
        u32 off = (u32)data->n;
        buffer_zeros(data, link->machine->pointer_size);
        u32 target = coff_add_symbol(&b, plain->name, IMAGE_SYM_UNDEFINED, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
        coff_add_reloc(&b, section, off, target, link->machine->rel_address);
        coff_add_symbol(&b, slot->name, (i32)section, off, 0, IMAGE_SYM_CLASS_EXTERNAL);
    }
    if (section) add_synthetic_object(link, &b, "(local imports)");
}
