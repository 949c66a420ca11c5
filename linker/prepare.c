// prepare.c - all about an object that can be known without looking at another one.
//
// Objects meet in command-line order, one after the other: which copy of a function stays depends on those that came
// before. But most of the work on an object depends on nothing but its bytes: checking them, making the flat arrays of
// sections, finding the end of each name and hashing it, finding each COMDAT's leader. That part is here. It changes
// nothing that objects share, so several objects can be prepared at the same time (read_files in input.c, search_library in
// library.c), and what is left to do in order is short (resolve_file):
//
//      a.obj ── prepare ─┐
//      b.obj ── prepare ─┼── resolve a, then b, then c
//      c.obj ── prepare ─┘
#include "linker.h"

// ---- Sections

static bool has_prefix(Str name, const char *prefix) { return str_starts(name, str(prefix)); }

bool is_debug_section(Str name) { return has_prefix(name, ".debug_") || str_eq(name, STR(".stab")) || str_eq(name, STR(".stabstr")); }

// Sections that tell the linker something and never reach the image [link.exe].
static bool is_dropped_section(Str name, u32 flags) {
    if (flags & (IMAGE_SCN_LNK_INFO | IMAGE_SCN_LNK_REMOVE)) return true;
    static const char *const dropped[] = {".drectve", ".debug$", ".voltbl", ".chks64", ".llvm.call-graph-profile"};
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        if (has_prefix(name, dropped[i])) return true;
    return false;
}

// These do not reach it either, but passes to come read them: guard.c, safeseh.c, icf.c.
static bool is_list_for_linker(Str name) {
    static const char *const lists[] = {".gfids$", ".giats$", ".gljmp$", ".gehcont$", ".sxdata", ".llvm_addrsig"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (has_prefix(name, lists[i])) return true;
    return false;
}

// --strip-debug and /DEBUG:NONE; the options of the command line are known before the first object is read.
static bool strips_debug(const Link *link) { return link->opt.strip_debug || link->opt.debug_kind == DEBUG_NONE; }

static u8 log2_of(u32 align) {
    u8 n = 0;
    while (align > 1) align >>= 1, n++;
    return n;
}

// What the names of special sections mean. Nearly all sections of an object are code, constants and unwind data, whose
// second letter rules all of these out at once.
static void note_special_section(InputFile *file, InputSection *sec, Str name, bool strip_debug) {
    if (name.n < 2 || !memchr("dvcgsleri", name.p[1], 9)) return;
    sec->is_debug = is_debug_section(name);
    sec->is_list = is_list_for_linker(name);
    if (sec->is_list || is_dropped_section(name, 0) || (strip_debug && sec->is_debug)) sec->discarded = true;
    if (!file->first_directives && str_eq(name, STR(".drectve"))) file->first_directives = sec->num;
    file->has_edata |= has_prefix(name, ".edata");
    file->has_rsrc |= has_prefix(name, ".rsrc");
    file->has_idata |= has_prefix(name, ".idata");
}

static void make_sections(InputFile *file, bool strip_debug, Arena *arena) {
    const CoffObject *o = &file->coff;
    file->sections = arena_alloc_any(arena, o->section_count, sizeof *file->sections);
    file->section_count = o->section_count;
    for (u32 num = 1; num <= o->section_count; num++) {
        CoffSection s = coff_section(o, num);
        InputSection *sec = section_at(file, num);
        *sec = (InputSection){.file = file, .data = s.data, .size = s.size, .flags = s.flags, .num = num};
        sec->align_log2 = log2_of(s.align);
        sec->discarded = (s.flags & (IMAGE_SCN_LNK_INFO | IMAGE_SCN_LNK_REMOVE)) != 0;
        sec->is_unwind = has_prefix(s.name, ".pdata");
        note_special_section(file, sec, s.name, strip_debug);
    }
}

// ---- Symbols

// The section's own symbol says how to treat other copies, or which section it goes with. That one may come later in the
// object; so children wait in a list of their parent. (In descending order; nothing depends on it.)
static void read_selection(InputFile *file, InputSection *sec, CoffAuxSection aux) {
    if (sec->selection) return; // its second section symbol
    sec->selection = aux.selection;
    if (aux.selection != IMAGE_COMDAT_SELECT_ASSOCIATIVE) return;
    InputSection *parent = section_at(file, aux.associate);
    sec->next_sibling = parent->first_child;
    parent->first_child = sec->num;
}

// Is this symbol the leader of a COMDAT: the first one of the section behind the section's own?
static bool read_comdat_symbol(InputFile *file, u32 idx, const CoffSymbol *s) {
    InputSection *sec = section_at(file, (u32)s->section_num);
    if (!(sec->flags & IMAGE_SCN_LNK_COMDAT) || sec->has_leader) return false;
    if (coff_is_section_definition(s)) {
        read_selection(file, sec, coff_aux_section(&file->coff, idx));
        return false;
    }
    return sec->has_leader = sec->selection && sec->selection != IMAGE_COMDAT_SELECT_ASSOCIATIVE;
}

static void read_names(InputFile *file, Arena *scratch) {
    const CoffObject *o = &file->coff;
    file->externals = arena_alloc_any(scratch, o->symbol_count, sizeof *file->externals);
    CoffSymbol s;
    for (u32 idx = 0; idx < o->symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol_fields(o, idx);
        bool is_leader = s.section_num > 0 && o->has_comdats && read_comdat_symbol(file, idx, &s);
        if (s.storage_class == IMAGE_SYM_CLASS_EXTERNAL || s.storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL) {
            Str name = coff_symbol(o, idx).name;
            file->externals[file->external_count++] = (ExternalName){name, hash_name(name), idx & INT32_MAX, is_leader};
        } else if (s.section_num == IMAGE_SYM_ABSOLUTE && str_eq(coff_symbol(o, idx).name, STR("@feat.00"))) {
            file->feature_flags = s.value;
            file->has_feature_flags = true;
        }
    }
}

// What hangs on a section that is not for the image, like the debug records of a dropped function, goes with it.
static void discard_children(InputFile *file) {
    for (u32 i = 0; i < file->section_count; i++) {
        InputSection *sec = &file->sections[i];
        if (!sec->discarded || !sec->first_child) continue;
        sec->discarded = false;
        discard_section(file, sec->num);
    }
}

void prepare_tables(const Link *link, InputFile *file, Arena *arena, Arena *scratch) {
    // Of COMDATs only the copies that win stay: forget_lost_copies
    make_sections(file, strips_debug(link), file->coff.has_comdats ? scratch : arena);
    file->symbols = ARENA_ARRAY(arena, Symbol *, file->coff.symbol_count);
    read_names(file, scratch);
    if (file->coff.has_comdats) discard_children(file);
}

InputFile *prepare_object(const Link *link, Arena *arena, Arena *scratch, Str bytes, Str name, Message *m) {
    InputFile *file = ARENA_NEW(arena, InputFile);
    *file = (InputFile){.kind = FILE_OBJECT, .name = name};
    if (!coff_open(&file->coff, scratch, bytes, name, m)) return NULL;
    prepare_tables(link, file, arena, scratch);
    return file;
}
