// mapfile.c - the listing of /MAP: which object's bytes lie where.
//
//       Start         Length     Name                   Class
//       0001:00000000 00000023H .text                   CODE          section 1, from offset 0: 23h bytes
//
//        Address         Publics by Value              Rva+Base               Lib:Object
//
//       0001:00000000       start                      0000000140001000 f   hello.obj
//       0002:00000000       __imp_ExitProcess          0000000140002000     kernel32:KERNEL32.dll
//
// The layout is link.exe's, because debuggers, profilers and scripts read it: columns, the flags `f` (a function) and
// `i` (a COMDAT that any object may bring, such as an inline function), lower-case hex. No path and no time is in it,
// so the same inputs make the same listing. It can be longer than all inputs together: so it is written in pieces, and what a line was
// made of is forgotten with its piece. [spec: map-generate-mapfile] [link.exe]
#include "linker.h"
#include <time.h>

typedef struct {
    u32 section_num, section_off;
    u64 va;
    Str name;
    const InputFile *file; // NULL: made by the linker
    u32 file_idx;          // link order: makes the order total
    bool is_absolute, is_function, is_inline;
} MapRow;
typedef ARRAY(MapRow) MapRows;

enum { PIECE_SIZE = 1 << 20 };

typedef struct {
    Link *link;
    OutputFile *out;
    Buffer text;    // not yet written
    u64 written;
    Arena scratch;  // for a piece
    Message *m;     // why writing failed
} Listing;

static void write_piece(Listing *l) {
    if (!l->m->text.n) output_write(l->out, l->written, l->text.p, l->text.n, l->m);
    l->written += l->text.n;
    l->text.n = 0;
    arena_free(&l->scratch);
}

// ---- Names of objects

static Str last_component(Str path) {
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/' || path.p[i - 1] == '\\') return str_slice(path, i, path.n);
    return path;
}

// "main.obj"; "kernel32:KERNEL32.dll" for a member of kernel32.lib.
static const char *object_label(Arena *a, const MapRow *row) {
    if (row->is_absolute) return "<absolute>";
    if (!row->file) return "<linker-defined>";
    Str name = last_component(row->file->name);
    if (!row->file->library) return printable(a, name);
    Str library = last_component(row->file->library->name);
    library = str_slice(library, 0, str_rfind(library, '.'));
    size_t open = str_find(name, '(');
    if (open < name.n && name.p[name.n - 1] == ')') name = str_slice(name, open + 1, name.n - 1);
    return (const char *)arena_printf(a, "%s:%s", printable(a, library), printable(a, name)).p;
}

// ---- Rows

static void add_row(Link *link, MapRows *rows, Str name, InputFile *shown, const InputSection *s, u64 value,
                    bool is_function) {
    if (!s->group) return;
    const OutputSection *out = s->group->out;
    u32 rva = s->rva + (u32)value;
    MapRow row = {.section_num = out->num,
                  .section_off = rva - out->rva,
                  .va = link->image_base + rva,
                  .name = name,
                  .file = shown,
                  .file_idx = shown->idx,
                  .is_function = is_function,
                  .is_inline = s->selection == IMAGE_COMDAT_SELECT_ANY};
    ARRAY_PUSH(link->arena, rows, row);
}

static bool is_import_slot(const Link *link, const Symbol *sym) {
    return link->import_tables && sym->file == link->import_tables && str_starts(sym->name, STR("__imp_"));
}

static void collect_publics(Link *link, MapRows *rows) {
    for (u32 i = 0; i < link->symbols.count; i++) {
        Symbol *sym = link->symbols.at[i];
        if (sym == link->image_base_symbol) {
            ARRAY_PUSH(link->arena, rows, ((MapRow){.va = link->image_base, .name = sym->name}));
        } else if (sym->kind == SYM_ABSOLUTE) {
            ARRAY_PUSH(
                link->arena, rows,
                ((MapRow){.va = sym->value, .section_off = (u32)sym->value, .name = sym->name, .is_absolute = true}));
        } else if (sym->kind == SYM_DEFINED && !is_import_slot(link, sym)) {
            add_row(link, rows, sym->name, sym->file, sym->section, sym->value,
                    sym->is_function);
        }
    }
    // An import slot lies in the linker's own tables; a reader wants to know which library asked for it.
    for (u32 i = 0; i < link->files.count; i++) {
        InputFile *file = link->files.at[i];
        Symbol *slot = file->kind == FILE_IMPORT ? file->slot : NULL;
        if (!slot || slot->kind != SYM_DEFINED || !is_import_slot(link, slot)) continue;
        add_row(link, rows, slot->name, file, slot->section, slot->value, false);
    }
}

static void collect_statics(Link *link, MapRows *rows) {
    for (u32 f = 0; f < link->files.count; f++) {
        InputFile *file = link->files.at[f];
        CoffSymbol s;
        for (u32 idx = 0; idx < file->coff.symbol_count; idx += 1u + s.aux_count) {
            s = coff_symbol(&file->coff, idx);
            if (s.storage_class != IMAGE_SYM_CLASS_STATIC || s.section_num <= 0 || coff_is_section_definition(&s))
                continue;
            const InputSection *sec = section_at(file, (u32)s.section_num);
            if (sec) add_row(link, rows, s.name, file, sec, s.value, s.type == IMAGE_SYM_DTYPE_FUNCTION);
        }
    }
}

static int compare_rows(const void *x, const void *y) {
    const MapRow *a = x, *b = y;
    if (a->section_num != b->section_num) return a->section_num < b->section_num ? -1 : 1;
    if (a->section_off != b->section_off) return a->section_off < b->section_off ? -1 : 1;
    int c = str_cmp(a->name, b->name);
    return c ? c : (a->file_idx > b->file_idx) - (a->file_idx < b->file_idx);
}

static bool same_symbol(const MapRow *a, const MapRow *b) {
    return a->section_num == b->section_num && a->section_off == b->section_off && str_eq(a->name, b->name);
}

// `unique`: a slot that two libraries have asked for is listed once.
static void put_rows(Listing *l, MapRows *rows, bool unique) {
    int digits = l->link->machine->pointer_size == 8 ? 16 : 8;
    if (rows->count) qsort(rows->at, rows->count, sizeof *rows->at, compare_rows);
    for (u32 i = 0; i < rows->count; i++) {
        const MapRow *r = &rows->at[i];
        if (unique && i && same_symbol(r, r - 1)) continue;
        buffer_printf(&l->text, " %04x:%08x       %-26s %0*llx %c %c %s\n", r->section_num, r->section_off,
                      printable(&l->scratch, r->name), digits, (unsigned long long)r->va, r->is_function ? 'f' : ' ',
                      r->is_inline ? 'i' : ' ', object_label(&l->scratch, r));
        if (l->text.n > PIECE_SIZE) write_piece(l);
    }
}

// ---- Parts

static void put_head(Link *link, Buffer *b) {
    Str name = last_component(link->opt.out);
    buffer_printf(b, " %s\n\n", show(link, str_slice(name, 0, str_rfind(name, '.'))));
    buffer_printf(b, " Timestamp is %08x", link->time_stamp);
    if (link->opt.has_time_stamp) {
        time_t t = (time_t)link->time_stamp;
        struct tm utc;
        char text[64];
        if (gmtime_r(&t, &utc) && strftime(text, sizeof text, "%a %b %d %H:%M:%S %Y", &utc))
            buffer_printf(b, " (%s)", text);
    } else {
        buffer_put_str(b, STR(" (a hash of the image)"));
    }
    int digits = link->machine->pointer_size == 8 ? 16 : 8;
    buffer_printf(b, "\n\n Preferred load address is %0*llx\n\n", digits, (unsigned long long)link->image_base);
}

static void put_groups(Link *link, Buffer *b) {
    buffer_put_str(b, STR(" Start         Length     Name                   Class\n"));
    for (u32 i = 0; i < link->out_sections.count; i++) {
        const OutputSection *out = link->out_sections.at[i];
        for (u32 k = 0; k < out->groups.count; k++) {
            const SectionGroup *group = out->groups.at[k];
            const InputSection *first = group->sections.at[0], *last = group->sections.at[group->sections.count - 1];
            buffer_printf(b, " %04x:%08x %08xH %-23s %s\n", out->num, first->rva - out->rva,
                          last->rva + last->size - first->rva, show(link, group->name),
                          out->flags & IMAGE_SCN_CNT_CODE ? "CODE" : "DATA");
        }
    }
}

static void put_entry(Link *link, Buffer *b) {
    u32 num = 0, off = 0;
    Symbol *entry = link->entry ? resolved(link->entry) : NULL;
    if (entry && entry->kind == SYM_DEFINED) {
        const OutputSection *out = entry->section->group->out;
        num = out->num;
        off = symbol_rva(entry) - out->rva;
    }
    buffer_printf(b, "\n entry point at        %04x:%08x\n", num, off);
}

static int compare_exports(const void *x, const void *y) {
    const ExportSpec *a = *(const ExportSpec *const *)x, *b = *(const ExportSpec *const *)y;
    if (a->ordinal != b->ordinal) return a->ordinal < b->ordinal ? -1 : 1;
    return str_cmp(a->name, b->name);
}

static void put_exports(Link *link, Buffer *b) {
    u32 count = link->opt.exports.count;
    if (!link->opt.map_exports || !count) return;
    const ExportSpec **sorted = ARENA_ARRAY(link->arena, const ExportSpec *, count);
    for (u32 i = 0; i < count; i++) sorted[i] = &link->opt.exports.at[i];
    qsort(sorted, count, sizeof *sorted, compare_exports);
    buffer_put_str(b, STR("\n Exports\n\n  ordinal    name\n\n"));
    for (u32 i = 0; i < count; i++) {
        const ExportSpec *e = sorted[i];
        if (i && e->ordinal == sorted[i - 1]->ordinal && str_eq(e->name, sorted[i - 1]->name))
            continue; // asked for twice
        Str symbol = e->forward.n ? e->forward : e->sym ? e->sym->name : e->name;
        buffer_printf(b, "%9u    %s%s\n", e->ordinal, show(link, symbol), e->forward.n ? " (forwarded)" : "");
        if (!str_eq(symbol, e->name)) buffer_printf(b, "               exported name: %s\n", show(link, e->name));
    }
}

// The fields that the loader corrects when the image lies elsewhere, as .reloc lists them. Old versions of link.exe had this list.
static void put_fixups(Listing *l) {
    Link *link = l->link;
    Buffer *b = &l->text;
    const OutputSection *reloc = find_output_section(link, STR(".reloc"));
    if (!link->opt.map_fixups || !reloc || !reloc->sections.count) return;
    buffer_put_str(b, STR("\n Fixups\n\n  Address         Type     Rva+Base\n\n"));
    Str bytes = {reloc->sections.at[0]->data, reloc->sections.at[0]->size};
    u32 idx = 0; // of the section that the fixup is in: both ascend
    for (u32 off = 0; range_ok(off, 1, 8, bytes.n);) {
        u32 page = load32(bytes.p + off), end = off + load32(bytes.p + off + 4);
        for (u32 at = off + 8; at < end; at += 2) {
            u32 entry = load16(bytes.p + at), type = entry >> 12, rva = page + (entry & 0xfff);
            if (type == IMAGE_REL_BASED_ABSOLUTE) continue;
            while (idx + 1 < link->out_sections.count && link->out_sections.at[idx + 1]->rva <= rva) idx++;
            const OutputSection *out = link->out_sections.at[idx];
            buffer_printf(b, " %04x:%08x       %-8s %0*llx\n", out->num, rva - out->rva, type == IMAGE_REL_BASED_DIR64 ? "DIR64" : "HIGHLOW",
                          link->machine->pointer_size == 8 ? 16 : 8, (unsigned long long)(link->image_base + rva));
            if (b->n > PIECE_SIZE) write_piece(l);
        }
        off = end;
    }
}

// ---- The pass

static void put_all(Listing *l) {
    Link *link = l->link;
    Buffer *b = &l->text;
    u32 most = link->symbols.count + link->files.count;
    MapRows publics = {.at = ARENA_ARRAY(link->arena, MapRow, most), .capacity = most}, statics = {0};
    put_head(link, b);
    put_groups(link, b);
    buffer_put_str(b, link->machine->pointer_size == 8
                          ? STR("\n  Address         Publics by Value              Rva+Base               Lib:Object\n\n")
                          : STR("\n  Address         Publics by Value              Rva+Base       Lib:Object\n\n"));
    collect_publics(link, &publics);
    put_rows(l, &publics, true);
    put_entry(link, b);
    buffer_put_str(b, STR("\n Static symbols\n\n"));
    collect_statics(link, &statics);
    put_rows(l, &statics, false);
    put_fixups(l);
    put_exports(link, b);
}

bool write_map(Link *link, OutputFile *out) {
    Message m = {0};
    Listing l = {.link = link, .out = out, .text.arena = link->arena, .scratch = new_arena(link), .m = &m};
    if (output_open(out, link->arena, arena_cstr(link->arena, link->opt.map), false, &m)) {
        put_all(&l);
        write_piece(&l);
        if (!m.text.n && output_prepare(out, l.written, &m)) return true;
    }
    diag_report(&link->diag, &m);
    return false;
}
