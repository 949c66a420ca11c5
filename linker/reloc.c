// reloc.c - writes final addresses into the bytes that a compiler left open.
//
// A compiler does not know where things will lie. It leaves a field in the code, and a relocation record that says what
// belongs there:
//
//      .text of a.obj     48 8d 0d [00 00 00 00]        lea rcx, [rip + ?]
//      relocation         offset 3, symbol "msg", type REL32
//
//      now known          the field is at RVA 1003h, msg at RVA 2010h
//      REL32              2010h - (1003h + 4) = 1009h   counted from the end of the field, where rip will be
//      .text of a.exe     48 8d 0d [09 10 00 00]
//
// What stands in the field before (here 0) is added: `msg+8` is a relocation against msg with an 8 in the field.
//
// The arithmetic of each type is in reloc_x64.c, reloc_x86.c and reloc_arm64.c. Here: what a symbol index stands for,
// the loop, and the messages about values that do not fit. A value that does not fit is an error, never a wrong image.
// [PE: COFF Relocations (Object Only)]
#include "linker.h"

const Machine *find_machine(u16 id) {
    const Machine *const all[] = {&machine_x64, &machine_x86, &machine_arm64};
    for (int i = 0; i < 3; i++)
        if (all[i]->id == id) return all[i];
    return NULL;
}

// ---- Targets

static bool in_section(InputSection *section, u64 value, RelocTarget *t) {
    t->section = section;
    t->value = value;
    t->is_lost = !section;
    return section && section->group;
}

bool reloc_target(const Link *link, const InputFile *file, u32 symbol_idx, RelocTarget *t) {
    *t = (RelocTarget){0};
    if (file->symbols[symbol_idx]) {
        Symbol *sym = t->sym = resolved(file->symbols[symbol_idx]);
        if (sym->kind == SYM_DEFINED) return in_section(sym->section, sym->value, t);
        t->is_image_base = sym == link->image_base_symbol;
        t->is_absolute = sym->kind == SYM_ABSOLUTE && !t->is_image_base;
        t->value = t->is_absolute ? sym->value : 0;
        return t->is_absolute || t->is_image_base;
    }
    CoffSymbol local = coff_symbol_fields(&file->coff, symbol_idx);
    if (local.storage_class == IMAGE_SYM_CLASS_SECTION) { // perhaps of another object of the library; its value is flags
        if (local.section_num > 0) return in_section(section_at(file, (u32)local.section_num), 0, t);
        t->section = import_group_start(file, coff_symbol(&file->coff, symbol_idx).name);
        return t->section && t->section->group;
    }
    if (local.section_num > 0) return in_section(section_at(file, (u32)local.section_num), local.value, t);
    t->is_absolute = local.section_num == IMAGE_SYM_ABSOLUTE;
    t->value = local.value;
    return t->is_absolute;
}

u32 symbol_rva(const Symbol *sym) {
    if (sym->kind != SYM_DEFINED) return 0;
    return sym->section->rva + (u32)sym->value;
}

//> fill-values
static void fill_values(const RelocTarget *t, RelocValues *v) {
    v->is_absolute = t->is_absolute;
    v->target_section_num = v->target_section_off = v->target_rva = 0;
    if (t->section) {
        const OutputSection *out = t->section->group->out;
        v->target_rva = t->section->rva + (u32)t->value;
        v->target_section_num = out->num;
        v->target_section_off = v->target_rva - out->rva;
    }
    v->target_va = t->is_absolute ? t->value : v->image_base + v->target_rva;
}
//< fill-values

// ---- Messages

typedef struct {
    const InputSection *section;
    CoffReloc reloc;
    const RelocTarget *target;
    Arena *arena;
    const Link *link;
} Patch; // a relocation that cannot be applied, with all there is to say about it

static Str section_name(const InputSection *s) { return coff_section(&s->file->coff, s->num).name; }

// The symbol of the file that is nearest before `off` in section `section_num`, as "msg" or "msg+8". Assemblers
// relocate against the section's own symbol and put the distance into the field; the programmer wrote a name.
static const char *name_of_place(const Patch *p, u32 section_num, u64 off) {
    const CoffObject *o = &p->section->file->coff;
    CoffSymbol s, best = {0};
    for (u32 idx = 0; idx < o->symbol_count; idx += 1u + s.aux_count) {
        s = coff_symbol(o, idx);
        if ((u32)s.section_num != section_num || s.value > off || coff_is_section_definition(&s)) continue;
        if (!best.name.n || s.value > best.value) best = s;
    }
    const char *name = printable(p->arena, best.name.n ? best.name : coff_section(o, section_num).name);
    if (off == best.value) return name;
    return (const char *)arena_printf(p->arena, "%s+0x%llx", name, (unsigned long long)(off - best.value)).p;
}

static const char *target_name(const Patch *p) {
    const InputFile *file = p->section->file;
    const Symbol *sym = file->symbols[p->reloc.symbol_idx];
    if (sym) return printable(p->arena, sym->name);
    CoffSymbol local = coff_symbol(&file->coff, p->reloc.symbol_idx);
    if (!coff_is_section_definition(&local)) return printable(p->arena, local.name);
    bool has_addend =
        coff_reloc_size(file->coff.machine, p->reloc.type) == 4 && file->coff.machine != IMAGE_FILE_MACHINE_ARM64;
    u64 off = (u64)local.value + (has_addend ? load32(p->section->data + p->reloc.section_off) : 0);
    return name_of_place(p, (u32)local.section_num, off);
}

static const char *type_name(const Patch *p) {
    const char *name = coff_reloc_name(p->section->file->coff.machine, p->reloc.type);
    return name ? name : (const char *)arena_printf(p->arena, "0x%X", p->reloc.type).p;
}

// How many bytes before the field belong to the x64 or x86 instruction it is in; a guess that knows the common forms.
static u32 bytes_before_field(const InputSection *s, u32 off) {
    if (!(s->flags & IMAGE_SCN_MEM_EXECUTE) || s->file->coff.machine == IMAGE_FILE_MACHINE_ARM64) return 0;
    const u8 *end = s->data + off;
    u32 n = 1; // call, jmp, mov reg,imm: one opcode byte
    if (off >= 3 && (end[-1] & 0x07) == 0x05 && (end[-2] & 0xc7) == 0x04)
        n = 3; // opcode, ModRM, SIB without base: [disp32], [reg*8 + disp32]
    else if (off >= 2 && (end[-1] & 0xc7) == 0x05)
        n = 2; // opcode, ModRM: [rip + disp32]
    else if (off >= 2 && end[-2] == 0xc7 && (end[-1] & 0xf8) == 0xc0)
        n = 2;                                    // mov reg, imm32 sign-extended
    if (off > n && end[-(i32)n - 1] == 0x0f) n++; // two-byte opcode
    if (off > n && (end[-(i32)n - 1] & 0xf0) == 0x40 && s->file->coff.machine == IMAGE_FILE_MACHINE_AMD64)
        n++; // REX prefix
    return n < off ? n : off;
}

// "48 8b 04 25 [00 00 00 00]": the instruction with the field in brackets.
Str instruction_bytes(Arena *arena, const InputSection *s, CoffReloc r) {
    u32 size = coff_reloc_size(s->file->coff.machine, r.type), off = r.section_off;
    Buffer b = {.arena = arena};
    if (!s->data || !range_ok(off, size, 1, s->size)) return STR("");
    for (u32 i = off - bytes_before_field(s, off); i < off; i++) buffer_printf(&b, "%02x ", s->data[i]);
    for (u32 i = 0; i < size; i++) buffer_printf(&b, "%s%02x", i ? " " : "[", s->data[off + i]);
    if (size) buffer_put(&b, "]", 1);
    return buffer_str(&b);
}

static bool report(const Patch *p, Diag *diag, u32 code, Str text, Str why, Str todo) {
    diag_report(diag,
                &(Message){.kind = MSG_ERROR,
                           .code = code,
                           .file = p->section->file->name,
                           .text = text,
                           .why = why,
                           .todo = todo,
                           .where = arena_printf(p->arena, "%s+0x%x", printable(p->arena, section_name(p->section)),
                                                 p->reloc.section_off),
                           .bytes = instruction_bytes(p->arena, p->section, p->reloc)});
    return false;
}

// Errors past the limit are only counted: finding names for a million of them would take longer than the link.
static bool only_count(Diag *diag) {
    if (!diag) return true;
    if (!diag->error_limit || diag->error_count < diag->error_limit) return false;
    diag_report(diag, &(Message){.kind = MSG_ERROR});
    return true;
}

static bool report_status(const Patch *p, Diag *diag, RelocStatus status, i64 value) {
    if (status == RELOC_OK) return true;
    if (only_count(diag)) return false;
    const char *name = target_name(p), *type = type_name(p);
    bool is_code = (p->section->flags & IMAGE_SCN_MEM_EXECUTE) != 0;
    Str text = {0}, why = {0}, todo = {0};
    u32 code = 2013;
    switch (status) {
    case RELOC_OK: break;
    case RELOC_NEEDS_32BIT_BASE:
        code = 2017;
        text = arena_printf(p->arena, "'%s' relocation to '%s' invalid without /LARGEADDRESSAWARE:NO", type, name);
        why = arena_printf(p->arena, "the field has 32 bits, and the address of %s is 0x%llx", name,
                           (unsigned long long)value);
        todo = is_code ? arena_printf(p->arena,
                                      "write `default rel` at the top of the nasm source, or [rel %s]; to get the "
                                      "address, or to add an index: "
                                      "lea reg, [rel %s]",
                                      name, name)
                       : STR("store the address in 8 bytes (nasm: dq), or link with /LARGEADDRESSAWARE:NO");
        break;
    case RELOC_OUT_OF_RANGE:
        text = arena_printf(p->arena, "%s fixup overflow. Target '%s' is out of range", type, name);
        why = p->target->is_absolute && !p->target->value
                  ? arena_printf(p->arena,
                                 "%s is a weak symbol without a definition, so its address is 0; that is too far away",
                                 name)
                  : arena_printf(p->arena, "the value would be 0x%llx, which the field cannot hold",
                                 (unsigned long long)value);
        todo = p->target->is_absolute
                   ? arena_printf(p->arena, "define %s, or reach it through a pointer", name)
                   : STR("make the image smaller, or bring the two places closer with /ORDER or section names");
        break;
    case RELOC_NOT_ABSOLUTE:
        text = arena_printf(p->arena, "%s relocation to '%s' is invalid: the symbol is a plain number", type, name);
        why = STR(
            "this type needs a place inside the image: a number has no section and no distance from the image base");
        todo = STR("use a relocation for a full address, or define the symbol in a section");
        break;
    case RELOC_UNKNOWN_TYPE:
        code = 1107;
        text = arena_printf(p->arena, "relocation type %s against '%s' is not supported for %s images", type, name,
                            p->link->machine->name);
        todo = STR("compile for the same machine, without options for managed (.NET) code");
        break;
    }
    return report(p, diag, code, text, why, todo);
}

// Data about functions that has no copy of its own to be discarded with: gcc writes such sections. What it says about a
// discarded function becomes zero [link.exe: for debug information].
static bool may_describe_discarded(Str name) {
    static const char *const prefixes[] = {".debug", ".stab", ".pdata", ".xdata", ".eh_frame", ".gcc_except_table"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts(name, str(prefixes[i]))) return true;
    return false;
}

// The symbol is in no section of the image. True when that is all right and the field is to stay or become zero.
static bool accept_missing(const Patch *p, Diag *diag, u8 *place) {
    const InputFile *file = p->section->file; // of the target: a lost section is known to its own object only
    u32 num = 0;
    if (p->target->section) file = p->target->section->file, num = p->target->section->num;
    else if (p->target->is_lost) num = (u32)coff_symbol_fields(&file->coff, p->reloc.symbol_idx).section_num;
    if (num && may_describe_discarded(section_name(p->section))) {
        memset(place, 0, coff_reloc_size(p->section->file->coff.machine, p->reloc.type));
        return true;
    }
    if (only_count(diag)) return false;
    if (!num)
        return report(p, diag, 2001, arena_printf(p->arena, "unresolved external symbol %s", target_name(p)), STR(""),
                      STR(""));
    Str text =
        arena_printf(p->arena, "relocation against '%s', which is in discarded section '%s' of %s", target_name(p),
                     printable(p->arena, coff_section(&file->coff, num).name), printable(p->arena, file->name));
    Str why = p->target->is_lost || p->target->section->selection
                  ? STR("another object's copy of this COMDAT was kept, and only its leader's name leads there")
                  : STR("sections of that kind are read by the linker and are not in the image");
    return report(
        p, diag, 2019, text, why,
        STR("build the objects with the same options; a reference from outside must go to the COMDAT's own name"));
}

// ---- The loop

// A branch that does not reach its target goes to a thunk that does. `value` is the distance and the addend, which will
// be added again.
static bool redirect_branch(const Link *link, const RelocTarget *t, u16 type, i64 value, RelocValues *v) {
    i64 addend = value - (i64)(v->target_va - (v->image_base + v->place_rva));
    u32 rva = range_thunk_rva(link, t, addend, v->place_rva, type);
    v->target_rva = rva - (u32)addend;
    v->target_va = v->image_base + rva - (u64)addend;
    return rva != 0;
}

// DWARF refers to its other sections by offset. Some compilers (clang 14 with -gdwarf-5) call such a field a 32-bit
// address; but debug sections are never loaded and have none, so that the distance from the section's start is meant.
static bool is_dwarf_offset(const Link *link, const InputSection *s, const RelocTarget *t, u16 type) {
    return s->is_debug && t->section && t->section->is_debug &&
           link->machine->base_reloc_type(type) == IMAGE_REL_BASED_HIGHLOW;
}

static bool apply_one(const Link *link, const InputSection *s, CoffReloc r, u8 *to, Arena *scratch, Diag *diag) {
    if (r.type == 0) return true; // ABSOLUTE on every machine: a filler, whatever its symbol
    RelocTarget target;
    RelocValues v = {.image_base = link->image_base, .place_rva = s->rva + r.section_off};
    i64 value = 0;
    bool found = reloc_target(link, s->file, r.symbol_idx, &target);
    if (found ||
        (!target.section && !target.is_lost && link->opt.force_unresolved)) { // [link.exe] /FORCE: an unresolved name is the image base
        fill_values(&target, &v);
        if (is_dwarf_offset(link, s, &target, r.type)) {
            store32(to + r.section_off, load32(to + r.section_off) + v.target_section_off);
            return true;
        }
        RelocStatus status = link->machine->apply(to + r.section_off, r.type, &v, &value);
        if (status == RELOC_OUT_OF_RANGE && redirect_branch(link, &target, r.type, value, &v))
            status = link->machine->apply(to + r.section_off, r.type, &v, &value);
        if (status == RELOC_OK) return true;
        return report_status(&(Patch){s, r, &target, scratch, link}, diag, status, value);
    }
    return accept_missing(&(Patch){s, r, &target, scratch, link}, diag, to + r.section_off);
}

//> relocate-section
bool relocate_section(const Link *link, const InputSection *s, u8 *to, Arena *scratch, Diag *diag) {
    if (!s->data) {
        memset(to, 0, s->size);
        return true;
    }
    memcpy(to, s->data, s->size);
    if (!s->file) return true; // finished bytes
    bool ok = true;
    CoffRelocs relocs = coff_relocs(&s->file->coff, s->num);
    for (u32 i = 0; i < relocs.count; i++) ok &= apply_one(link, s, coff_reloc(relocs, i), to, scratch, diag);
    return ok;
}
//< relocate-section
