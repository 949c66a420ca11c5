// gnu_names.c - what objects of mingw-w64 expect GNU ld to know. Read this only for them.
//
// GNU ld gets these names from its linker script; here they exist whenever an object refers to them.
//
//      __image_base__                       the image's first byte: the same as __ImageBase
//      __CTOR_LIST__  __DTOR_LIST__         tables of constructors: -1, pointers from .ctors or .dtors, 0
//      __RUNTIME_PSEUDO_RELOC_LIST__, its end   see below
//
// Automatic import. MSVC's compiler must be told that a variable lives in a DLL; then it loads the address from
// __imp_var first. gcc may not know: it writes code that uses `var` itself. The linker has no `var`, only the slot
// __imp_var that the loader fills. There are two ways out:
//
//      .refptr.var    gcc mostly goes through a pointer of its own, in a COMDAT of this name, that holds the address of
//                     var. That is just what the slot will hold, so .refptr.var becomes another name for __imp_var.
//      all else       the field is relocated as if `var` were the slot, and noted in a list. Before main the run-time
//                     library walks the list and adds to each field the difference between the slot's contents and the
//                     slot's address:
//
//          00000000 00000000 00000001       marks version 2 of the list
//          RVA of slot | RVA of field | bits of the field
//
// The list is worth nothing without that run-time code, so none of this happens in a link without
// _pei386_runtime_relocator.
#include "linker.h"

static bool is_wanted_name(Link *link, Str name) {
    Symbol *sym = find_symbol(link, name);
    return sym && sym->kind == SYM_UNDEFINED;
}

// libgcc.a and libmingw32.a have empty lists under these names, for linkers that make none; so they are not asked.
bool is_gnu_list_name(Str name) {
    return (name.n <= 14 && str_ends(name, STR("TOR_LIST__"))) ||
           str_starts(name, STR("__RUNTIME_PSEUDO_RELOC_LIST_")) ||
           str_starts(name, STR("___RUNTIME_PSEUDO_RELOC_LIST_")); // x86
}

// ---- Automatic import

static bool has_runtime_relocator(Link *link) {
    Str name = arena_concat(link->arena, str(link->machine->prefix), STR("_pei386_runtime_relocator"));
    Symbol *sym = find_symbol(link, name);
    return sym && resolved(sym)->kind != SYM_UNDEFINED;
}

static bool is_slot(const Symbol *sym) { return sym && (sym->kind == SYM_IMPORT_SLOT || sym->kind == SYM_DEFINED); }

// The slot __imp_NAME when the link has it or a library does; a library's is asked for, and comes with the next search.
static Symbol *find_slot(Link *link, const Symbol *sym) {
    Symbol *slot = intern(link, arena_concat(link->arena, STR("__imp_"), sym->name));
    if (is_slot(slot) || slot->queued) return slot;
    for (u32 i = 0; i < link->libraries.count; i++)
        if (library_find(link->libraries.at[i], slot) != UINT32_MAX) {
            add_undefined(link, slot, sym->file);
            return slot;
        }
    return slot;
}

bool apply_auto_imports(Link *link) {
    u32 before = link->undefined.count;
    if (link->opt.no_auto_import || !has_runtime_relocator(link)) return false;
    for (u32 i = 0; i < before; i++) {
        Symbol *sym = link->undefined.at[i];
        if (sym->kind != SYM_UNDEFINED || sym->weak_default || str_starts(sym->name, STR("__imp_"))) continue;
        Symbol *slot = find_slot(link, sym);
        if (!is_slot(slot)) continue;
        sym->kind = SYM_ALIAS;
        sym->alias = slot;
        sym->auto_import = true;
        Symbol *pointer = find_symbol(link, arena_concat(link->arena, STR(".refptr."), sym->name));
        if (!pointer || pointer->kind != SYM_DEFINED) continue;
        pointer->section->discarded = true;
        pointer->kind = SYM_ALIAS;
        pointer->alias = slot;
    }
    return link->undefined.count != before;
}

// ---- The list of fields to correct at run time

typedef struct {
    CoffBuilder obj;
    u32 section_num, count;
} PseudoRelocs;

// A name for a place in some object, so that the list's object can refer to it.
static Str name_place(Link *link, InputSection *sec, u32 off, u32 number) {
    Symbol *sym = intern(link, arena_printf(link->arena, "__runtime_pseudo_reloc_%u", number));
    define_symbol(link, sym, SYM_DEFINED, sec->file, sec, off);
    sym->is_place = true;
    return sym->name;
}

static void add_entry(Link *link, PseudoRelocs *list, InputSection *sec, CoffReloc r, Symbol *slot) {
    Buffer *data = coff_section_data(&list->obj, list->section_num);
    u32 off = (u32)data->n;
    buffer_put32(data, 0);
    buffer_put32(data, 0);
    buffer_put32(data, coff_reloc_size(link->machine->id, r.type) * 8);
    Str place = name_place(link, sec, r.section_off, list->count++);
    u32 slot_idx = coff_add_symbol(&list->obj, slot->name, IMAGE_SYM_UNDEFINED, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    u32 place_idx = coff_add_symbol(&list->obj, place, IMAGE_SYM_UNDEFINED, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_reloc(&list->obj, list->section_num, off, slot_idx, link->machine->rel_rva);
    coff_add_reloc(&list->obj, list->section_num, off + 4, place_idx, link->machine->rel_rva);
}

static void list_section(Link *link, PseudoRelocs *list, InputSection *sec) {
    const InputFile *file = sec->file;
    CoffRelocs relocs = coff_relocs(&file->coff, sec->num);
    for (u32 i = 0; i < relocs.count; i++) {
        CoffReloc r = coff_reloc(relocs, i);
        Symbol *sym = file->symbols[r.symbol_idx];
        if (sym && sym->auto_import) add_entry(link, list, sec, r, resolved(sym));
    }
}

static void create_pseudo_relocs(Link *link) {
    const Str begin = arena_concat(link->arena, str(link->machine->prefix), STR("__RUNTIME_PSEUDO_RELOC_LIST__"));
    const Str end = arena_concat(link->arena, str(link->machine->prefix), STR("__RUNTIME_PSEUDO_RELOC_LIST_END__"));
    if (!is_wanted_name(link, begin) && !is_wanted_name(link, end)) return;
    PseudoRelocs list = {0};
    coff_builder_init(&list.obj, link->arena, link->machine->id);
    list.section_num =
        coff_add_section(&list.obj, STR(".rdata"), IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | 3u << 20);
    coff_add_symbol(&list.obj, begin, (i32)list.section_num, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    Buffer *data = coff_section_data(&list.obj, list.section_num);
    for (u32 i = 0; i < 3; i++) buffer_put32(data, i == 2); // 0, 0, version 1 in the field: "version 2" of the format
    u32 files = link->files.count;
    for (u32 f = 0; f < files; f++) {
        InputFile *file = link->files.at[f];
        for (u32 k = 0; k < file->section_count; k++)
            if (!file->sections[k].discarded && !file->sections[k].is_debug) list_section(link, &list, &file->sections[k]);
    }
    data = coff_section_data(&list.obj, list.section_num);
    if (!list.count) data->n = 0; // an empty list has no header
    coff_add_symbol(&list.obj, end, (i32)list.section_num, (u32)data->n, 0, IMAGE_SYM_CLASS_EXTERNAL);
    add_synthetic_object(link, &list.obj, "(run-time pseudo-relocations)");
}

// ---- Tables of constructors

static void put_pointer(Link *link, Buffer *data, u64 value) {
    if (link->machine->pointer_size == 8)
        buffer_put64(data, value);
    else
        buffer_put32(data, (u32)value);
}

// `.ctors` and its relatives sort by name, so the list begins before all of them and ends behind all of them: the head
// is the first contribution of the first name, the tail has a name that sorts last.
static void create_list(Link *link, const char *section, const char *symbol) {
    Str name = arena_concat(link->arena, str(link->machine->prefix), str(symbol));
    if (!is_wanted_name(link, name)) return;
    u32 flags = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE |
                (link->machine->pointer_size == 8 ? 4u : 3u) << 20;
    CoffBuilder head, tail;
    coff_builder_init(&head, link->arena, link->machine->id);
    u32 num = coff_add_section(&head, str(section), flags);
    put_pointer(link, coff_section_data(&head, num), UINT64_MAX);
    coff_add_symbol(&head, name, (i32)num, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_builder_init(&tail, link->arena, link->machine->id);
    num = coff_add_section(&tail, arena_concat(link->arena, str(section), STR(".zzzzz")), flags);
    put_pointer(link, coff_section_data(&tail, num), 0);
    add_synthetic_object(link, &tail, "(end of constructor list)");
    InputFile *first = add_synthetic_object(link, &head, "(constructor list)");
    memmove(link->files.at + 1, link->files.at, (link->files.count - 1) * sizeof *link->files.at);
    link->files.at[0] = first;
    for (u32 i = 0; i < link->files.count; i++) link->files.at[i]->idx = i;
}

void define_gnu_names(Link *link) {
    Symbol *base = find_symbol(link, STR("__image_base__"));
    if (base && base->kind == SYM_UNDEFINED) {
        base->kind = SYM_ALIAS;
        base->alias = intern(link, arena_concat(link->arena, str(link->machine->prefix), STR("__ImageBase")));
    }
    create_list(link, ".ctors", "__CTOR_LIST__");
    create_list(link, ".dtors", "__DTOR_LIST__");
    create_pseudo_relocs(link);
}
