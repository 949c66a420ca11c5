// comdat.c - of many copies of one function, which stays.
//
// A C++ compiler cannot know whether another object also has the body of an inline function, so every object brings its own copy, in a
// section of its own that says: "if you have seen my name already, throw me away". Such a section is a COMDAT:
//
//      section header     flags have LNK_COMDAT
//      section symbol     its auxiliary record has the selection: how to treat a second copy
//      leader             the first symbol after it that lies in the section; its name is the COMDAT's name
//
// Other sections hang on it by ASSOCIATIVE selection (its unwind data, its debug records): they go where their parent goes.
//
//      first \ later copy     the link
//      NODUPLICATES           is an error (LNK2005)
//      ANY                    keeps the first
//      SAME_SIZE              keeps the first; other sizes are an error
//      EXACT_MATCH            keeps the first; other contents are an error
//      LARGEST                keeps the longest; of equal ones the first
//
// Copies meet in input order, so the winner does not depend on anything but the command line.
// [PE: COMDAT Sections (Object Only)]
#include "linker.h"

//> discard-section
// Discards a section and everything associated with it, directly or through others. Neither recursion nor a list of what is
// to be done: the children of a discarded section are put before its siblings, and so one chain comes to hold them all.
// Each is passed once: a discarded section gives its children away, and nobody asks it for them any more.
void discard_section(const InputFile *file, u32 num) {
    InputSection *sec = section_at(file, num);
    if (sec->discarded) return;
    sec->discarded = true;
    u32 next = sec->first_child;
    sec->first_child = 0;
    while (next) {
        sec = section_at(file, next);
        next = sec->next_sibling;
        if (sec->discarded) continue;
        sec->discarded = true;
        u32 *end = &sec->first_child;
        while (*end) end = &section_at(file, *end)->next_sibling;
        *end = next;
        next = sec->first_child;
        sec->first_child = 0;
    }
}
//< discard-section

static bool same_contents(const InputSection *a, const InputSection *b) {
    if (a->size != b->size || !a->data != !b->data) return false;
    return !a->data || memcmp(a->data, b->data, a->size) == 0;
}

static void report_mismatch(Link *link, Symbol *leader, const InputSection *now, const InputSection *first, bool is_size) {
    Str text = arena_printf(link->arena, "%s already defined in %s; the copies differ in %s", show(link, leader->name),
                            show(link, first->file->name), is_size ? "size" : "contents");
    Str why = is_size
        ? arena_printf(link->arena, "the object asked for copies of one size; here it is %u bytes, there %u", now->size, first->size)
        : STR("the object asked for identical copies");
    diag_report(&link->diag, &(Message){.kind = link->opt.force_multiple ? MSG_WARNING : MSG_ERROR,
        .code = link->opt.force_multiple ? 4006 : 2005, .file = now->file->name, .text = text, .why = why,
        .todo = STR("build all objects from the same sources, with the same options")});
    link->duplicate_count += !link->opt.force_multiple;
}

//> pick-leader
// A second copy of a COMDAT has come: `now`. True when it takes the place of the first, where `leader` lies. Nearly always
// the symbol tells all that must be known of the first; its section is far away in memory.
static bool second_copy_wins(Link *link, Symbol *leader, const InputSection *now) {
    const InputSection *first = leader->section;
    // Copies that disagree about the selection: LARGEST beats ANY (vtables of old and new compilers meet so) [link.exe];
    // in all other cases the first copy's word counts.
    u8 selection = leader->selection;
    if (now->selection == IMAGE_COMDAT_SELECT_LARGEST && selection == IMAGE_COMDAT_SELECT_ANY) selection = now->selection;
    switch (selection) {
    case IMAGE_COMDAT_SELECT_NODUPLICATES: report_duplicate(link, leader, now->file); return false;
    case IMAGE_COMDAT_SELECT_SAME_SIZE:
        if (now->size != first->size) report_mismatch(link, leader, now, first, true);
        return false;
    case IMAGE_COMDAT_SELECT_EXACT_MATCH:
        if (!same_contents(now, first)) report_mismatch(link, leader, now, first, false);
        return false;
    case IMAGE_COMDAT_SELECT_LARGEST: return now->size > first->size;
    default: return false; // ANY
    }
}
//< pick-leader

// Decides the COMDAT in section `num`, whose leader is the external symbol `leader` at `value`.
static void select_comdat(Link *link, InputFile *file, u32 num, Symbol *leader, u32 value) {
    InputSection *now = section_at(file, num);
    if (leader->kind != SYM_DEFINED || !leader->selection) { // new, or at odds with an ordinary definition
        if (!define_symbol(link, leader, SYM_DEFINED, file, now, value)) discard_section(file, num);
    } else if (second_copy_wins(link, leader, now)) {
        discard_section(leader->file, leader->section->num);
        leader->file = file;
        leader->section = now;
        leader->selection = now->selection;
        leader->value = value;
    } else {
        discard_section(file, num);
    }
}

// gcc's unwind data, .pdata$NAME and .xdata$NAME, are COMDATs without a leader: the part behind the '$' names the function
// whose copy they belong to. They go when another object's copy of that function stayed.
static void select_without_leader(Link *link, InputFile *file, u32 num) {
    Str name = coff_section(&file->coff, num).name;
    size_t dollar = str_find(name, '$');
    if (dollar == name.n) return;
    Str function = str_slice(name, dollar + 1, name.n);
    Symbol *leader = find_symbol(link, arena_concat(link->arena, str(link->machine->prefix), function));
    if (leader && leader->kind == SYM_DEFINED && leader->file != file) discard_section(file, num);
}

const Str *comdat_leaders(Link *link, const InputFile *file) {
    const CoffObject *o = &file->coff;
    Str *leaders = ARENA_ARRAY(link->arena, Str, (u64)o->section_count + 1);
    CoffSymbol s;
    for (u32 idx = 0; idx < o->symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol(o, idx);
        if (s.section_num <= 0 || leaders[s.section_num].n || coff_is_section_definition(&s)) continue;
        const InputSection *sec = section_at(file, (u32)s.section_num);
        if (sec && sec->selection && sec->selection != IMAGE_COMDAT_SELECT_ASSOCIATIVE) leaders[s.section_num] = s.name;
    }
    return leaders;
}

void select_comdats(Link *link, InputFile *file) {
    if (!file->coff.has_comdats) return;
    for (u32 i = 0; i < file->external_count; i++) {
        const ExternalName *e = &file->externals[i];
        prefetch_names(link, e, file->external_count - i);
        if (!e->is_leader) continue;
        CoffSymbol s = coff_symbol_fields(&file->coff, e->idx);
        if (section_at(file, (u32)s.section_num)->discarded) continue;
        file->symbols[e->idx] = intern_hashed(link, e->name, e->hash);
        select_comdat(link, file, (u32)s.section_num, file->symbols[e->idx], s.value);
    }
    for (u32 i = 0; i < file->section_count; i++) {
        const InputSection *sec = &file->sections[i];
        bool is_comdat = (sec->flags & IMAGE_SCN_LNK_COMDAT) && sec->selection != IMAGE_COMDAT_SELECT_ASSOCIATIVE;
        if (is_comdat && !sec->has_leader && !sec->discarded) select_without_leader(link, file, sec->num);
    }
}

// ---- Copies that lost

static bool is_lost(const InputSection *sec) {
    return sec->discarded && sec->flags & IMAGE_SCN_LNK_COMDAT && !sec->is_list && !sec->has_symbol;
}

// Of the children of a section that stays, the lost ones leave the chain.
static void unlink_lost_children(const InputFile *file, InputSection *parent) {
    for (u32 *at = &parent->first_child; *at;) {
        InputSection *child = section_at(file, *at);
        if (is_lost(child)) *at = child->next_sibling;
        else at = &child->next_sibling;
    }
}

// A symbol that this file defines lies where its section is now.
static void follow_section(const InputFile *file, Symbol *sym) {
    if (sym->kind == SYM_DEFINED && sym->file == file) sym->section = section_at(file, sym->section->num);
}

// A large part of the sections of a C++ program are copies that lost, and nobody needs them again. So only the others become
// part of the link, and the array of all goes with the memory in which the object was prepared. (800 objects of a C++ program:
// 390,000 of a million sections, 23 MB.)
void forget_lost_copies(Link *link, InputFile *file) {
    if (!file->coff.has_comdats) return;
    u32 count = file->section_count, kept = 0;
    u32 *places = ARENA_ARRAY(link->arena, u32, count);
    for (u32 i = 0; i < count; i++) {
        if (is_lost(&file->sections[i])) continue;
        places[i] = ++kept;
        unlink_lost_children(file, &file->sections[i]);
    }
    InputSection *sections = ARENA_ARRAY(link->arena, InputSection, kept);
    for (u32 i = 0; i < count; i++)
        if (places[i]) sections[places[i] - 1] = file->sections[i];
    file->sections = sections;
    file->section_count = kept;
    file->section_places = places;
    for (u32 i = 0; i < file->external_count; i++) {
        Symbol *sym = file->symbols[file->externals[i].idx];
        follow_section(file, sym);
        if (sym->kind == SYM_UNDEFINED && sym->weak_default) follow_section(file, sym->weak_default);
    }
}
