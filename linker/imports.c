// imports.c - what an image needs from DLLs: the import tables, and the jumps through them.
//
// An image does not hold the functions of a DLL. It holds one slot per function that it uses, and the loader writes the
// function's address there before the program starts. The tables that tell the loader what to write where:
//
//      import directory   20 bytes a DLL: -> lookup table, -> DLL name, -> address table         .idata$2, end: .idata$3
//      lookup table       8 bytes a function (x86: 4): -> hint/name, or bit 63 and an ordinal    .idata$4
//      address table      the same to begin with; the loader overwrites it                       .idata$5
//      hint/name, names   "\x67\x05ExitProcess\0"  "KERNEL32.dll\0"                              .idata$6
//
// The slot of function F is called __imp_F. Who knows that F lives in a DLL calls through the slot. All others were
// compiled to call F itself, so a jump named F must stand somewhere in the code: FF 25 [__imp_F], the thunk.
//
// Libraries describe imports in two forms. The short form is one record per function, a FILE_IMPORT of the link; here
// the records that something live refers to become an object file, "(import tables)", and a thunk each where the
// record stands in link order. That object is then input like any other: grouping, layout and relocation need no special cases.
//
// The long form is older, and still what GNU dlltool writes: the library's members are objects that bring the .idata$N
// pieces themselves. Sorting by the number behind the '$' assembles most of it. What sorting cannot know is that the slots
// of one DLL must stand together with the zero slot that ends them:
//
//      descriptor (head)   .idata$2: the DLL's directory entry, -> its slots    dlltool: empty .idata$4 .idata$5
//      one per function    .idata$4 .idata$5 .idata$6 .text                      refers to the descriptor, to pull it in
//      end (tail)          .idata$4 .idata$5: the zero slots                     the descriptor refers to it
//
// So the references tell which pieces belong together, and order_import_groups() sorts by that. [PE: The .idata Section]
// [PE: Import Library Format] [link.exe]
#include "linker.h"

struct ImportGroup {        // one DLL
    Str dll;
    InputFile *descriptor;  // of a long-format library, with the .idata$2 entry; NULL: "(import tables)" has it
    InputFile *end;         // the object with the zero slots of a long-format library
    bool from_dlltool;      // its descriptor keeps the DLL's name in the end object
    bool is_used;           // something live imports from it; only known under /OPT:REF
    bool name_written;      // into .idata$6 of "(import tables)"
    u32 lookup_num, address_num; // .idata$4 and .idata$5 in "(import tables)"; 0: no short import of this DLL
    u32 rank;               // place among the groups, from 1
    InputSection *first_lookup, *first_address; // set by order_import_groups
};

// Flags as the sections of Microsoft's import libraries have them, so that both kinds meet in one group. [link.exe]
enum { IDATA_FLAGS = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ };
static u32 idata_flags(u32 align_log2) { return IDATA_FLAGS | IMAGE_SCN_MEM_WRITE | (align_log2 + 1) << 20; }
static u32 slot_align_log2(const Link *link) { return link->machine->pointer_size == 8 ? 3 : 2; }

// ---- Long-format libraries: which objects belong to which DLL

enum { HAS_DESCRIPTOR = 1, HAS_SLOTS = 2 };

// The digit of ".idata$4", or 0. Such names fill the eight bytes of a section header exactly.
static u8 idata_digit(const InputSection *s) {
    const u8 *name = s->file->coff.sections[s->num - 1].name;
    return memcmp(name, ".idata$", 7) == 0 ? name[7] : 0;
}

static u8 idata_parts(const InputFile *file) {
    u8 parts = 0;
    for (u32 i = 0; i < file->section_count && file->has_idata; i++) {
        u8 digit = idata_digit(&file->sections[i]);
        if (!digit || file->sections[i].discarded) continue;
        if (digit == '2') parts |= HAS_DESCRIPTOR;
        if (digit == '4' || digit == '5') parts |= HAS_SLOTS;
    }
    return parts;
}

// The DLL name that the relocation at +12 of the directory entry points at.
static void read_dll_name(const Link *link, const InputFile *file, const InputSection *entry, ImportGroup *group) {
    CoffRelocs relocs = coff_relocs(&file->coff, entry->num);
    for (u32 i = 0; i < relocs.count; i++) {
        CoffReloc r = coff_reloc(relocs, i);
        RelocTarget t;
        if (r.section_off != offsetof(ImportDescriptorRecord, name_rva) || !entry->data || entry->size < 16) continue;
        reloc_target(link, file, r.symbol_idx, &t); // sections have no groups yet, so its answer does not count
        if (!t.section || !t.section->data || t.section->discarded) continue;
        u64 off = t.value + load32(entry->data + r.section_off);
        if (off >= t.section->size) continue;
        Str rest = {t.section->data + off, t.section->size - (size_t)off};
        group->dll = str_slice(rest, 0, str_find(rest, 0));
        group->from_dlltool = t.section->file != file;
    }
}

static void add_long_group(Link *link, InputFile *file) {
    ImportGroup *group = ARENA_NEW(link->arena, ImportGroup);
    group->descriptor = file;
    for (u32 i = 0; i < file->section_count; i++)
        if (idata_digit(&file->sections[i]) == '2') read_dll_name(link, file, &file->sections[i], group);
    file->import_group = group;
    ARRAY_PUSH(link->arena, &link->import_groups, group);
}

// The object that defines external symbol `idx` of `file`, when that is another one; else NULL.
static InputFile *definer(const InputFile *file, u32 idx) {
    if (!file->symbols[idx]) return NULL;
    const Symbol *s = resolved(file->symbols[idx]);
    return s->kind == SYM_DEFINED && s->file != file ? s->file : NULL;
}

// A descriptor refers to the object with its zero slots.
static void find_end(ImportGroup *group, const u8 *parts) {
    InputFile *file = group->descriptor;
    for (u32 i = 0; i < file->coff.symbol_count; i++) {
        InputFile *other = definer(file, i);
        if (!other || parts[other->idx] != HAS_SLOTS || other->import_group) continue;
        other->import_group = group;
        group->end = other;
    }
}

// A function's object refers to its descriptor.
static void join_group(InputFile *file) {
    for (u32 i = 0; i < file->coff.symbol_count && !file->import_group; i++) {
        InputFile *other = definer(file, i);
        if (other && other->import_group && other->import_group->descriptor == other)
            file->import_group = other->import_group;
    }
}

// The pieces of one function are reachable one from another only in part: its lookup slot must live when its address slot does.
static void keep_slots_together(InputFile *file) {
    bool live = false;
    for (u32 i = 0; i < file->section_count; i++)
        if (idata_digit(&file->sections[i]) == '5') live |= file->sections[i].live;
    for (u32 i = 0; live && i < file->section_count; i++)
        if (idata_digit(&file->sections[i])) file->sections[i].live = true;
}

static bool has_live_slots(const InputFile *file) {
    for (u32 i = 0; i < file->section_count; i++) {
        const InputSection *s = &file->sections[i];
        if (idata_digit(s) == '5' && s->live && s->size) return true;
    }
    return false;
}

static void unmark(InputFile *file) {
    for (u32 i = 0; file && i < file->section_count; i++) file->sections[i].live = false;
}

static void unmark_null_descriptor(InputFile *descriptor) {
    for (u32 i = 0; i < descriptor->coff.symbol_count; i++) {
        InputFile *other = definer(descriptor, i);
        if (other && other->section_count && idata_digit(&other->sections[0]) == '3') unmark(other);
    }
}

// A DLL all of whose functions fell to /OPT:REF is not loaded for nothing: its directory entry and zero slots, which are no COMDATs, go too.
static void drop_empty_groups(Link *link) {
    for (u32 i = 0; i < link->files.count; i++) {
        const InputFile *file = link->files.at[i];
        ImportGroup *group = file->import_group;
        if (group && file != group->end && has_live_slots(file)) group->is_used = true;
    }
    u32 kept = 0;
    for (u32 i = 0; i < link->import_groups.count; i++) kept += link->import_groups.at[i]->is_used;
    u32 count = 0;
    for (u32 i = 0; i < link->import_groups.count; i++) {
        ImportGroup *group = link->import_groups.at[i];
        if (group->is_used) {
            link->import_groups.at[count++] = group;
            continue;
        }
        if (!kept) unmark_null_descriptor(group->descriptor);
        unmark(group->descriptor);
        unmark(group->end);
    }
    link->import_groups.count = count;
}

static void find_long_imports(Link *link) {
    u8 *parts = ARENA_ARRAY(link->arena, u8, link->files.count); // HAS_*
    for (u32 i = 0; i < link->files.count; i++) {
        parts[i] = idata_parts(link->files.at[i]);
        if (parts[i] & HAS_DESCRIPTOR) add_long_group(link, link->files.at[i]);
    }
    for (u32 i = 0; i < link->import_groups.count; i++) find_end(link->import_groups.at[i], parts);
    for (u32 i = 0; i < link->files.count; i++)
        if (parts[i] == HAS_SLOTS) {
            join_group(link->files.at[i]);
            keep_slots_together(link->files.at[i]);
        }
    if (link->opt.opt_ref == TRI_ON) drop_empty_groups(link);
}

// ---- Short imports: the tables

typedef struct {
    Link *link;
    Arena scratch; // of obj
    CoffBuilder obj;
    u32 directory_num, names_num; // .idata$2, .idata$6
    u32 names_sym;                // symbol of .idata$6
    ImportGroup **by_dll;         // open addressing by the DLL's name
    u32 by_dll_mask;
    ARRAY(ImportGroup *) unnamed; // groups whose DLL name has yet to be written
} ImportTables;

// DLL names are compared byte for byte, as link.exe does: two libraries that spell a DLL differently make two groups,
// which the loader resolves to the same DLL.
static ImportGroup **place_of_dll(const ImportTables *t, Str dll) {
    u32 at = hash_name(dll) & t->by_dll_mask;
    while (t->by_dll[at] && !str_eq(t->by_dll[at]->dll, dll)) at = (at + 1) & t->by_dll_mask;
    return &t->by_dll[at];
}

// All groups there can be are counted beforehand, so the table need not grow.
static void index_groups(ImportTables *t, u32 most_groups) {
    Link *link = t->link;
    t->by_dll_mask = 15;
    while (t->by_dll_mask / 2 < most_groups) t->by_dll_mask = t->by_dll_mask * 2 + 1;
    t->by_dll = ARENA_ARRAY(link->arena, ImportGroup *, (u64)t->by_dll_mask + 1);
    for (u32 i = 0; i < link->import_groups.count; i++) {
        ImportGroup *group = link->import_groups.at[i], **place = place_of_dll(t, group->dll);
        if (!*place && group->dll.n) *place = group;
    }
}

// The directory entry; its name field is filled in by write_dll_names.
static void add_directory_entry(ImportTables *t, ImportGroup *group, u32 lookup_sym, u32 address_sym) {
    u32 off = (u32)coff_section_data(&t->obj, t->directory_num)->n;
    u16 type = t->link->machine->rel_rva;
    buffer_zeros(coff_section_data(&t->obj, t->directory_num), sizeof(ImportDescriptorRecord));
    coff_add_reloc(&t->obj, t->directory_num, off + (u32)offsetof(ImportDescriptorRecord, lookup_rva), lookup_sym, type);
    coff_add_reloc(&t->obj, t->directory_num, off + (u32)offsetof(ImportDescriptorRecord, name_rva), t->names_sym, type);
    coff_add_reloc(&t->obj, t->directory_num, off + (u32)offsetof(ImportDescriptorRecord, address_rva), address_sym, type);
    ARRAY_PUSH(t->link->arena, &t->unnamed, group);
}

static ImportGroup *group_of_import(ImportTables *t, Str dll) {
    Link *link = t->link;
    ImportGroup **place = place_of_dll(t, dll);
    if (!*place) {
        *place = ARENA_NEW(link->arena, ImportGroup);
        (*place)->dll = dll;
        ARRAY_PUSH(link->arena, &link->import_groups, *place);
    }
    ImportGroup *group = *place;
    if (group->address_num) return group;
    u32 flags = idata_flags(slot_align_log2(link));
    group->address_num = coff_add_section(&t->obj, STR(".idata$5"), flags);
    group->lookup_num = coff_add_section(&t->obj, STR(".idata$4"), flags);
    u32 address_sym = coff_add_section_symbol(&t->obj, group->address_num, 0, 0);
    u32 lookup_sym = coff_add_section_symbol(&t->obj, group->lookup_num, 0, 0);
    if (!group->descriptor) add_directory_entry(t, group, lookup_sym, address_sym);
    return group;
}

// Names are even-aligned [PE: Hint/Name Table]; the result is an offset in .idata$6.
static u32 add_hint_name(ImportTables *t, u16 hint, Str name) {
    Buffer *names = coff_section_data(&t->obj, t->names_num);
    u32 off = (u32)names->n;
    buffer_put16(names, hint);
    buffer_put_str(names, name);
    buffer_put(names, "", 1);
    buffer_align(names, 2, 0);
    return off;
}

// link.exe's order: a library's functions in the order they were pulled in, then the names of its DLLs.
static void write_dll_names(ImportTables *t) {
    for (u32 i = 0; i < t->unnamed.count; i++) {
        Buffer *names = coff_section_data(&t->obj, t->names_num);
        u32 off = (u32)names->n;
        buffer_put_str(names, t->unnamed.at[i]->dll);
        buffer_put(names, "", 1);
        buffer_align(names, 2, 0);
        // The entries without a name are the last ones of the directory.
        Buffer *directory = coff_section_data(&t->obj, t->directory_num);
        u64 entry_off = directory->n - (t->unnamed.count - i) * sizeof(ImportDescriptorRecord);
        store32(directory->p + entry_off + offsetof(ImportDescriptorRecord, name_rva), off);
    }
    t->unnamed.count = 0;
}

//> put-slot
static void put_slot(ImportTables *t, u32 section_num, u64 value, bool by_name) {
    Buffer *slots = coff_section_data(&t->obj, section_num);
    if (by_name) coff_add_reloc(&t->obj, section_num, (u32)slots->n, t->names_sym, t->link->machine->rel_rva);
    if (t->link->machine->pointer_size == 8) buffer_put64(slots, value);
    else buffer_put32(slots, (u32)value);
}
//< put-slot

//> add-slot
static void add_slot(ImportTables *t, const InputFile *file) {
    const ImportObject *imp = &file->import;
    ImportGroup *group = group_of_import(t, imp->dll);
    bool by_name = imp->name_type != IMPORT_OBJECT_ORDINAL;
    u64 by_ordinal_bit = 1ull << (t->link->machine->pointer_size * 8 - 1);
    u64 value = by_name ? add_hint_name(t, imp->hint, imp->export_name) : by_ordinal_bit | imp->hint;
    u32 off = (u32)coff_section_data(&t->obj, group->address_num)->n;
    put_slot(t, group->address_num, value, by_name);
    put_slot(t, group->lookup_num, value, by_name);
    coff_add_symbol(&t->obj, file->slot->name, (i32)group->address_num, off, 0, IMAGE_SYM_CLASS_EXTERNAL);
    if (imp->type == IMPORT_OBJECT_CONST) // there the plain name is the slot, too
        coff_add_symbol(&t->obj, file->thunk->name, (i32)group->address_num, off, 0, IMAGE_SYM_CLASS_EXTERNAL);
}
//< add-slot

// True when `sym` is (still) what the record `file` stands for, and something live refers to it.
static bool is_live_import(const Symbol *sym, const InputFile *file, SymbolKind kind) {
    return sym && sym->kind == kind && sym->file == file && sym->live;
}

static bool needs_slot(const InputFile *file) {
    return file->kind == FILE_IMPORT && (is_live_import(file->slot, file, SYM_IMPORT_SLOT) ||
                                         is_live_import(file->thunk, file, SYM_IMPORT_SLOT));
}

// The directory ends with an entry of zeros. Microsoft's long-format libraries bring it; nobody else does.
static bool has_null_descriptor(const Link *link) {
    for (u32 i = 0; i < link->import_groups.count; i++) {
        const InputFile *file = link->import_groups.at[i]->descriptor;
        for (u32 k = 0; file && k < file->coff.symbol_count; k++) {
            const InputFile *other = definer(file, k);
            for (u32 n = 0; other && n < other->section_count; n++) {
                const InputSection *s = &other->sections[n];
                if (idata_digit(s) == '3' && s->size >= sizeof(ImportDescriptorRecord) && !s->discarded) return true;
            }
        }
    }
    return false;
}

//> lab-end-tables
static void end_tables(ImportTables *t) {
    for (u32 i = 0; i < t->link->import_groups.count; i++) {
        ImportGroup *group = t->link->import_groups.at[i];
        if (!group->address_num || group->descriptor) continue;
        put_slot(t, group->address_num, 0, false);
        put_slot(t, group->lookup_num, 0, false);
    }
    if (has_null_descriptor(t->link)) return;
    u32 num = coff_add_section(&t->obj, STR(".idata$3"), idata_flags(2));
    buffer_zeros(coff_section_data(&t->obj, num), sizeof(ImportDescriptorRecord));
}
//< lab-end-tables

static void create_tables(Link *link) {
    ImportTables t = {.link = link};
    u32 slot_count = 0;
    for (u32 i = 0; i < link->files.count; i++) slot_count += needs_slot(link->files.at[i]);
    if (!slot_count && !link->import_groups.count) return;

    index_groups(&t, slot_count + link->import_groups.count);
    t.scratch = new_arena(link);
    coff_builder_init(&t.obj, &t.scratch, link->machine->id);
    if (slot_count) {
        t.directory_num = coff_add_section(&t.obj, STR(".idata$2"), idata_flags(2));
        t.names_num = coff_add_section(&t.obj, STR(".idata$6"), idata_flags(1));
        t.names_sym = coff_add_section_symbol(&t.obj, t.names_num, 0, 0);
    }
    const InputLibrary *pass = NULL;
    for (u32 i = 0; i < link->files.count; i++) {
        if (!needs_slot(link->files.at[i])) continue;
        if (link->files.at[i]->library != pass) write_dll_names(&t);
        pass = link->files.at[i]->library;
        add_slot(&t, link->files.at[i]);
    }
    write_dll_names(&t);
    end_tables(&t);
    link->import_tables = add_synthetic_object(link, &t.obj, "(import tables)");
    arena_free(&t.scratch);
}

// ---- Thunks

// Records of one DLL that stand side by side in link order share one object, which the first of them gets; so a program that
// calls 1,000 functions of a DLL has one object of 1,000 thunks.
typedef struct {
    Link *link;
    InputFile *owner; // NULL: none is being built
    Arena scratch;    // of obj
    CoffBuilder obj;
    u32 text_num;
} ThunkRun;

static void begin_run(ThunkRun *run, InputFile *owner) {
    const Machine *machine = run->link->machine;
    u32 align_log2 = 0;
    while (1u << align_log2 < machine->thunk_align) align_log2++;
    run->owner = owner;
    owner->is_synthetic = true; // its object defines the names of the others
    coff_builder_init(&run->obj, &run->scratch, machine->id);
    run->text_num = coff_add_section(&run->obj, STR(".text$mn"), IMAGE_SCN_CNT_CODE | IMAGE_SCN_MEM_EXECUTE | IMAGE_SCN_MEM_READ |
                                                                     (align_log2 + 1) << 20);
}

static void end_run(ThunkRun *run) {
    if (!run->owner) return;
    attach_object(run->link, run->owner, &run->obj);
    arena_clear(&run->scratch);
    run->owner = NULL;
}

//> add-thunk
static void add_thunk(ThunkRun *run, const InputFile *file) {
    const Machine *machine = run->link->machine;
    Buffer *text = coff_section_data(&run->obj, run->text_num);
    u32 off = (u32)text->n;
    buffer_put(text, machine->thunk, machine->thunk_size);
    u32 slot = coff_add_symbol(&run->obj, file->slot->name, IMAGE_SYM_UNDEFINED, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    for (u32 i = 0; i < 2; i++)
        if (machine->thunk_relocs[i].type)
            coff_add_reloc(&run->obj, run->text_num, off + machine->thunk_relocs[i].off, slot, machine->thunk_relocs[i].type);
    coff_add_symbol(&run->obj, file->thunk->name, (i32)run->text_num, off, IMAGE_SYM_DTYPE_FUNCTION, IMAGE_SYM_CLASS_EXTERNAL);
}
//< add-thunk

// A record whose thunk lives gets one, at the record's place in link order. [link.exe]
static void create_thunks(Link *link) {
    ThunkRun run = {.link = link, .scratch = new_arena(link)};
    for (u32 i = 0, count = link->files.count; i < count; i++) {
        InputFile *file = link->files.at[i];
        bool joins = run.owner && file->kind == FILE_IMPORT && file->library == run.owner->library &&
                     str_eq(file->import.dll, run.owner->import.dll);
        if (!joins) end_run(&run);
        if (file->kind != FILE_IMPORT || !is_live_import(file->thunk, file, SYM_IMPORT_THUNK)) continue;
        if (!run.owner) begin_run(&run, file);
        add_thunk(&run, file);
    }
    end_run(&run);
    arena_free(&run.scratch);
}

// The kernel has no such DLLs: whoever imports from them meant another subsystem. [spec: linker-tools-warning-lnk4237]
static void warn_about_native_imports(Link *link) {
    if (link->opt.subsystem != IMAGE_SUBSYSTEM_NATIVE || link->opt.gnu) return;
    for (u32 i = 0; i < link->import_groups.count; i++) {
        Str dll = link->import_groups.at[i]->dll;
        bool is_win32 = str_eq_nocase(dll, STR("kernel32.dll")) || str_eq_nocase(dll, STR("gdi32.dll")) ||
                        str_eq_nocase(dll, STR("user32.dll")) || str_starts_nocase(dll, STR("msvcrt"));
        if (is_win32)
            diag_warning(&link->diag, STR(""), 4237,
                         "/SUBSYSTEM:NATIVE specified when importing from '%s'; use /SUBSYSTEM:CONSOLE or "
                         "/SUBSYSTEM:WINDOWS",
                         show(link, dll));
    }
}

void create_imports(Link *link) {
    find_long_imports(link);
    create_thunks(link);
    create_tables(link);
    warn_about_native_imports(link);
}

// ---- Order of the slots

typedef struct {
    u32 rank, part, place; // group; 0: descriptor's, 1: slots, 2: the end; place before sorting
    InputSection *section;
} Contribution;

static int compare_contributions(const void *a, const void *b) {
    const Contribution *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    if (x->part != y->part) return x->part < y->part ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

// Groups stand in byte order of the DLLs' names; those of dlltool's libraries follow in link order. [link.exe]
static int compare_groups(const void *a, const void *b) {
    const ImportGroup *x = *(ImportGroup *const *)a, *y = *(ImportGroup *const *)b;
    if (x->from_dlltool != y->from_dlltool) return x->from_dlltool ? 1 : -1;
    int by_name = x->from_dlltool ? 0 : str_cmp(x->dll, y->dll);
    return by_name ? by_name : x->rank < y->rank ? -1 : 1;
}

static void rank_groups(Link *link, ImportGroup **group_of_num) {
    u32 count = link->import_groups.count;
    ImportGroup **sorted = ARENA_ARRAY(link->arena, ImportGroup *, count);
    for (u32 i = 0; i < count; i++) {
        ImportGroup *group = link->import_groups.at[i];
        group_of_num[group->lookup_num] = group_of_num[group->address_num] = group;
        group->rank = i; // ties: the order in which they came
        sorted[i] = group;
    }
    qsort(sorted, count, sizeof *sorted, compare_groups);
    for (u32 i = 0; i < count; i++) sorted[i]->rank = i + 1;
}

static Contribution contribution(const Link *link, InputSection *s, u32 place, ImportGroup *const *group_of_num) {
    const InputFile *file = s->file;
    const ImportGroup *group = file == link->import_tables ? group_of_num[s->num] : file->import_group;
    if (!group) return (Contribution){UINT32_MAX, 0, place, s}; // handmade tables of some object: behind all others, as they come
    return (Contribution){group->rank, file == group->descriptor ? 0 : file == group->end ? 2 : 1, place, s};
}

// A group's contributions stand one behind the other in the list of its output section, too. NULL when that section is not in the
// image, because nothing in it has a size.
static InputSection **run_of_group(const SectionGroup *g) {
    for (u32 i = 0; g->out && i < g->out->sections.count; i++)
        if (g->out->sections.at[i] == g->sections.at[0]) return &g->out->sections.at[i];
    return NULL;
}

static void order_group(Link *link, SectionGroup *g, bool is_lookup, ImportGroup *const *group_of_num) {
    Contribution *order = ARENA_ARRAY(link->arena, Contribution, g->sections.count);
    for (u32 i = 0; i < g->sections.count; i++) order[i] = contribution(link, g->sections.at[i], i, group_of_num);
    if (!g->sections.count) return;
    InputSection **run = run_of_group(g);
    qsort(order, g->sections.count, sizeof *order, compare_contributions);
    for (u32 i = 0; i < g->sections.count; i++) {
        InputSection *s = order[i].section;
        g->sections.at[i] = s;
        if (run) run[i] = s;
        const InputFile *file = s->file;
        ImportGroup *group = file == link->import_tables ? group_of_num[s->num] : file->import_group;
        if (!group) continue;
        // All alike: padding would be a zero slot, which ends a table; and dlltool's empty head pieces, only 4-aligned, would be
        // labels in front of the padding of the first slot.
        s->align_log2 = (u8)slot_align_log2(link);
        InputSection **first = is_lookup ? &group->first_lookup : &group->first_address;
        if (!*first) *first = s;
    }
}

// The directory's entries are 20 bytes, packed: padding would be an entry of zeros, which ends it.
static void pack_directory(SectionGroup *g) {
    for (u32 i = 0; i < g->sections.count; i++) g->sections.at[i]->align_log2 = 2;
}

void order_import_groups(Link *link) {
    if (!link->import_groups.count) return;
    u32 section_count = link->import_tables ? link->import_tables->coff.section_count : 0;
    ImportGroup **group_of_num = ARENA_ARRAY(link->arena, ImportGroup *, (u64)section_count + 1);
    rank_groups(link, group_of_num);
    for (u32 i = 0; i < link->groups.count; i++) {
        SectionGroup *g = link->groups.at[i];
        if (str_eq(g->name, STR(".idata$2")) || str_eq(g->name, STR(".idata$3"))) pack_directory(g);
        if (str_eq(g->name, STR(".idata$4"))) order_group(link, g, true, group_of_num);
        if (str_eq(g->name, STR(".idata$5"))) order_group(link, g, false, group_of_num);
    }
}

InputSection *import_group_start(const InputFile *file, Str section_name) {
    const ImportGroup *group = file->import_group;
    if (!group) return NULL;
    if (str_eq(section_name, STR(".idata$4"))) return group->first_lookup;
    if (str_eq(section_name, STR(".idata$5"))) return group->first_address;
    return NULL;
}
