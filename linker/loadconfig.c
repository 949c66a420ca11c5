// loadconfig.c - the data directories: where in the image the loader finds each table.
//
// The tables themselves are made by others: import tables by imports.c or by old libraries, the TLS directory and the
// load configuration by the run-time library, as ordinary data. Two ways lead to them:
//
//      by section name      .idata$2 to .idata$3 -> import,  .idata$5 -> IAT,  .edata -> export,  .rsrc -> resource
//      by symbol name       _tls_used -> TLS,  _load_config_used -> load configuration
//
// The load configuration is read by Windows with the size that the directory entry gives, and that is not always the
// structure's own: see set_load_config. [PE: Optional Header Data Directories (Image Only)] [PE: The TLS Directory]
#include "linker.h"

// ---- By section name

typedef struct {
    u64 start, end; // RVAs; start > end: nothing yet
} Span;

static void extend(Span *span, const SectionGroup *group) {
    for (u32 i = 0; i < group->sections.count; i++) {
        const InputSection *s = group->sections.at[i];
        if (!s->size) continue;
        if (s->rva < span->start) span->start = s->rva;
        if ((u64)s->rva + s->size > span->end) span->end = (u64)s->rva + s->size;
    }
}

static void set_directory(Link *link, u32 entry, Span span) {
    if (span.start < span.end)
        link->directories[entry] = (DataDirectory){(u32)span.start, (u32)(span.end - span.start)};
}

static void set_section_directories(Link *link) {
    static const struct {
        const char *group;
        u32 entry;
    } known[] = {
        {".idata$2", IMAGE_DIRECTORY_ENTRY_IMPORT},
        {".idata$3", IMAGE_DIRECTORY_ENTRY_IMPORT},
        {".idata$5", IMAGE_DIRECTORY_ENTRY_IAT},
        {".edata", IMAGE_DIRECTORY_ENTRY_EXPORT},
    };
    Span spans[IMAGE_NUMBEROF_DIRECTORY_ENTRIES];
    for (u32 i = 0; i < IMAGE_NUMBEROF_DIRECTORY_ENTRIES; i++) spans[i] = (Span){UINT64_MAX, 0};
    for (u32 i = 0; i < link->groups.count; i++)
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (str_eq(link->groups.at[i]->name, str(known[k].group)))
                extend(&spans[known[k].entry], link->groups.at[i]);
    for (u32 i = 0; i < IMAGE_NUMBEROF_DIRECTORY_ENTRIES; i++) set_directory(link, i, spans[i]);

    const OutputSection *rsrc = find_output_section(link, STR(".rsrc"));
    if (rsrc) link->directories[IMAGE_DIRECTORY_ENTRY_RESOURCE] = (DataDirectory){rsrc->rva, rsrc->virtual_size};
    const InputSection *delay = link->delay_directory;
    if (delay) link->directories[IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT] = (DataDirectory){delay->rva, delay->size};
    const InputSection *debug = link->debug_directory;
    if (debug) link->directories[IMAGE_DIRECTORY_ENTRY_DEBUG] = (DataDirectory){debug->rva, debug->size};
}

// ---- By symbol name

// The structure that C name `name` stands for: its section, and how many bytes from the symbol on the section has. NULL
// when nothing in the image defines it.
static InputSection *find_structure(Link *link, const char *name, u32 *off, u32 *room) {
    Symbol *sym = find_symbol(link, arena_printf(link->arena, "%s%s", link->machine->prefix, name));
    if (!sym) return NULL;
    sym = resolved(sym);
    if (sym->kind != SYM_DEFINED) return NULL;
    InputSection *s = sym->section;
    if (!s->group || sym->value > s->size) return NULL;
    *off = (u32)sym->value;
    *room = s->size - *off;
    return s;
}

static void report_short(Link *link, const InputSection *s, const char *name, u32 want, u32 room) {
    diag_report(
        &link->diag,
        &(Message){.kind = MSG_ERROR,
                   .code = 1107,
                   .file = s->file->name,
                   .text = arena_printf(link->arena,
                                        "invalid or corrupt file: %s needs %u bytes, and %u are left in its section",
                                        name, want, room),
                   .why = STR("the loader finds a table of its own behind this name"),
                   .todo = arena_printf(link->arena, "do not use the name %s for anything else", name)});
}

static u8 tls_alignment(Link *link) {
    u8 largest = 0;
    for (u32 i = 0; i < link->groups.count; i++) {
        const SectionGroup *group = link->groups.at[i];
        if (!str_eq(group->name, STR(".tls")) && !str_starts(group->name, STR(".tls$"))) continue;
        for (u32 k = 0; k < group->sections.count; k++)
            if (group->sections.at[k]->align_log2 > largest) largest = group->sections.at[k]->align_log2;
    }
    return largest;
}

// The run-time library cannot know how the program's thread-local variables are aligned; so the linker writes it into
// the Characteristics field, when the field says nothing. [PE: The TLS Directory]
static void set_tls(Link *link) {
    bool is_64 = link->machine->pointer_size == 8;
    u32 off, room, size = is_64 ? 0x28 : 0x18;
    InputSection *s = find_structure(link, "_tls_used", &off, &room);
    if (!s) return;
    if (room < size) {
        report_short(link, s, "_tls_used", size, room);
        return;
    }
    link->directories[IMAGE_DIRECTORY_ENTRY_TLS] = (DataDirectory){s->rva + off, size};
    u32 flags_off = off + size - 4;
    if (!s->data || load32(s->data + flags_off) & IMAGE_SCN_ALIGN_MASK) return;
    Str copy = arena_copy(link->arena, (Str){s->data, s->size});
    u8 *flags = (u8 *)copy.p + flags_off;
    store32(flags, load32(flags) | (tls_alignment(link) + 1u) << 20);
    s->data = copy.p;
}

void warn_no_load_config(Link *link, const char *option) {
    Message m = {.kind = MSG_WARNING, .code = 4907};
    m.text = arena_printf(link->arena, "/%s has no effect: the image has no load configuration", option);
    m.why = STR("it is the structure _load_config_used, which comes with Microsoft's run-time library");
    m.todo = arena_printf(link->arena, "link with msvcrt.lib or libcmt.lib, or leave /%s out", option);
    diag_report(&link->diag, &m);
}

// /DEPENDENTLOADFLAG: how LoadLibrary searches for the DLLs that this image imports. [PE: Load Configuration Layout]
static void set_dependent_load_flags(Link *link, InputSection *s, u32 off, u32 size) {
    u32 field = link->machine->pointer_size == 8 ? 78 : 54;
    if (size < field + 2) return;
    Str copy = arena_copy(link->arena, (Str){s->data, s->size});
    u8 *at = (u8 *)copy.p + off + field;
    at[0] = (u8)link->opt.dependent_load_flag;
    at[1] = (u8)(link->opt.dependent_load_flag >> 8);
    s->data = copy.p;
}

// [link.exe] On x86 the directory says 40h whatever the structure's own size field says (Windows XP refused more);
// elsewhere it says what the structure says in its first field.
static void set_load_config(Link *link) {
    u32 off, room;
    InputSection *s = find_structure(link, "_load_config_used", &off, &room);
    if (!s) {
        if (link->opt.has_dependent_load_flag) warn_no_load_config(link, "DEPENDENTLOADFLAG");
        return;
    }
    u32 own = s->data && room >= 4 ? load32(s->data + off) : 0;
    u32 size = link->machine->id == IMAGE_FILE_MACHINE_I386 ? 0x40 : own;
    if (own < 0x40 || own > room) {
        report_short(link, s, "_load_config_used", own < 0x40 ? 0x40 : own, own < 0x40 ? own : room);
        return;
    }
    if (link->opt.has_dependent_load_flag) set_dependent_load_flags(link, s, off, own);
    link->directories[IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG] = (DataDirectory){s->rva + off, size};
}

// ---- The pass

// The debug directory gives its records' places in the file, too; only now are they known. The record of each entry is
// the next section of the same object.
static void complete_debug_directory(Link *link) {
    InputSection *dir = link->debug_directory;
    if (!dir) return;
    Str copy = arena_copy(link->arena, (Str){dir->data, dir->size});
    const InputSection *record = dir + 1;
    for (u32 off = 0; off < dir->size; off += sizeof(DebugDirectoryRecord), record++) {
        const OutputSection *out = record->group->out;
        store32((u8 *)copy.p + off + offsetof(DebugDirectoryRecord, data_off), out->file_off + (record->rva - out->rva));
    }
    dir->data = copy.p;
}

void set_directories(Link *link) {
    set_section_directories(link);
    set_tls(link);
    set_load_config(link);
    complete_debug_directory(link);
}
