// rebase.c - step 3: what if the preferred base is taken?
//
// A linker fixes every absolute address in the image as if it were loaded at ImageBase. Loaded elsewhere, each of
// them is wrong by the same distance. The .reloc section is the list of those places:
//
//      ImageBase 180000000h, loaded at 190000000h:  delta = 10000000h
//      RVA 3008h:  00 10 00 80 01 00 00 00   -->   00 10 00 90 01 00 00 00      (DIR64: add delta to 8 bytes)
//
// x64 code mostly addresses relative to itself, so few places are left: tables of pointers and the like. A page with
// such a place is written to and therefore becomes this process's own copy (--maps shows it). Windows NT paid that
// price for every rebased DLL; since Windows Vista the kernel patches pages as it reads them, for all processes at
// once, because address space layout randomisation (ASLR) rebases nearly every image.
//
// Without --aslr every image goes to its preferred base if it is free, else to the next free 64 KB step above it, so
// that a run can be repeated. With --aslr=SEED an image marked DYNAMIC_BASE goes to an address that depends on the seed
// and on its name, as it would once per boot on Windows.
//
// Can it move at all? RELOCS_STRIPPED says no. No .reloc and no such flag means: nothing in it depends on the base.
// [PE: The .reloc Section (Image Only)] [PE: Base Relocation Types]
#include "loader.h"

#include <errno.h>
#include <sys/mman.h>

// Reserves without using: no access, no memory. False when something is there already.
static bool reserve(Module *module, u64 base) {
    errno = base > UINTPTR_MAX - module->size ? ENOMEM : EINVAL;
    if (base % ALLOCATION_GRANULARITY || base == 0 || base > UINTPTR_MAX - module->size) return false;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    void *at = mmap((void *)(uintptr_t)base, module->size, PROT_NONE, flags, -1, 0);
    if (at == MAP_FAILED) return false;
    if ((u64)(uintptr_t)at != base) { // a kernel older than 4.17 takes it for a hint
        munmap(at, module->size);
        errno = EEXIST;
        return false;
    }
    module->base = at;
    return true;
}

static bool has_relocs(const Module *module) {
    const DataDirectory *d = &module->pe.opt.directories[IMAGE_DIRECTORY_ENTRY_BASERELOC];
    return d->rva && d->size;
}

static bool may_move(const Module *module) { return !(module->pe.characteristics & IMAGE_FILE_RELOCS_STRIPPED); }

// FNV-1a: any mixing will do, the same everywhere and every time.
static u64 mix(u64 seed, Str name) {
    u64 hash = 0xcbf29ce484222325ull ^ seed * 0x9e3779b97f4a7c15ull;
    for (size_t i = 0; i < name.n; i++) hash = (hash ^ ascii_lower(name.p[i])) * 0x100000001b3ull;
    return hash ^ hash >> 29;
}

// The address that ASLR gives. Windows takes 17 random bits for a 64-bit program and 19 for a DLL when the image is
// marked HIGH_ENTROPY_VA, 8 and 14 otherwise, in steps of 64 KB.
static u64 random_base(const Process *p, const Module *module) {
    bool wide = sizeof(void *) == 8 && module->pe.opt.dll_characteristics & IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA;
    u32 bits = module->is_program ? (wide ? 17 : 8) : (wide ? 19 : 14);
    u64 step = mix(p->options.aslr_seed, module->name) & ((1ull << bits) - 1);
    u64 start = module->is_program ? 0x20000000 : 0x40000000;
    if (wide)
        start = module->is_program ? 0x600000000000ull : 0x680000000000ull;
    else if (sizeof(void *) == 8 && module->pe.opt.image_base >= 1ull << 32)
        start += 0x200000000ull;
    return start + step * ALLOCATION_GRANULARITY;
}

static u64 wanted_base(Process *p, const Module *module) {
    if (module->builtin) return BUILTIN_BASE + module->builtin->number * BUILTIN_STRIDE;
    if (module->is_program && p->options.has_base) return p->options.base;
    bool dynamic = module->pe.opt.dll_characteristics & IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE;
    if (p->options.has_aslr && dynamic && may_move(module)) return random_base(p, module);
    if (p->options.has_aslr)
        trace(p, "rebase", "%.*s: not moved by ASLR: it is %s", STR_ARG(module->name),
              dynamic ? "linked without base relocations (RELOCS_STRIPPED)" : "not marked DYNAMIC_BASE");
    return module->pe.opt.image_base;
}

// What lies at the wanted address, in words.
static const char *who_is_there(Process *p, const Module *module, u64 base) {
    for (u32 i = 0; i < p->modules.count; i++) {
        const Module *other = p->modules.at[i];
        u64 start = (u64)(uintptr_t)other->base;
        if (other != module && start && base < start + other->size && start < base + module->size)
            return (const char *)arena_printf(&p->arena, "%.*s is there", STR_ARG(other->name)).p;
    }
    if (base < ALLOCATION_GRANULARITY) return "no image may lie in the first 64 KB";
    if (base % ALLOCATION_GRANULARITY) return "it is not a multiple of 64 KB";
    return "the process uses that memory for something else";
}

static bool cannot_move(Process *p, Module *module, u64 base, LoadError *e) {
    load_failed(p, e, (u32)STATUS_CONFLICTING_ADDRESSES, module->name,
                "The application was unable to start correctly (0xc0000018). %.*s must be loaded at 0x%llx",
                STR_ARG(module->name), (unsigned long long)module->pe.opt.image_base);
    const char *reason =
        base != module->pe.opt.image_base ? "--base asks for another address" : who_is_there(p, module, base);
    e->message.why =
        arena_printf(&p->arena, "%s, and the image was linked without base relocations (RELOCS_STRIPPED)", reason);
    e->message.todo = STR("link it without /FIXED, or with another /BASE");
    return false;
}

// The first free 64 KB step from here on; errno is ENOMEM when the address space ends before.
static bool reserve_from(Module *module, u64 first) {
    enum { STEPS = 0x20000 };
    for (u64 step = 0; step < STEPS; step++) {
        if (reserve(module, first + step * ALLOCATION_GRANULARITY)) return true;
        if (errno == ENOMEM) return false;
    }
    return false;
}

// Somewhere above the wanted base; for a base that no program can have, such as the kernel's part, above 256 MB.
static bool reserve_elsewhere(Process *p, Module *module, u64 base, LoadError *e) {
    const char *reason = who_is_there(p, module, base);
    u64 above = align_up(base, ALLOCATION_GRANULARITY) + ALLOCATION_GRANULARITY;
    if (reserve_from(module, above) || reserve_from(module, 0x10000000)) {
        trace(p, "rebase", "%.*s: preferred base 0x%llx is taken: %s; loaded at %p", STR_ARG(module->name),
              (unsigned long long)base, reason, (void *)module->base);
        return true;
    }
    load_failed(p, e, (u32)STATUS_NO_MEMORY, module->name, "Not enough memory to load %.*s", STR_ARG(module->name));
    e->message.why = arena_printf(&p->arena, "no %llu free bytes of address space near 0x%llx",
                                  (unsigned long long)module->size, (unsigned long long)base);
    return false;
}

//> choose-base
bool choose_base(Process *p, Module *module, LoadError *e) {
    u64 base = wanted_base(p, module);
    if (base != module->pe.opt.image_base && !may_move(module)) return cannot_move(p, module, base, e);
    if (reserve(module, base)) return true;
    if (!may_move(module)) return cannot_move(p, module, base, e);
    return reserve_elsewhere(p, module, base, e);
}
//< choose-base

static bool bad_reloc(Process *p, const Module *module, const PeBaseReloc *reloc, const char *why, LoadError *e) {
    load_failed(p, e, (u32)STATUS_INVALID_IMAGE_FORMAT, module->name,
                "The application was unable to start correctly (0xc000007b). %.*s is not a valid image",
                STR_ARG(module->name));
    e->message.why =
        arena_printf(&p->arena, "base relocation of type %u at RVA 0x%x: %s", reloc->type, reloc->rva, why);
    return false;
}

static const char *const in_no_section = "it patches bytes that are in no section";
static const char *const unknown_type = "this machine has no such type";

//> apply-base-reloc
// The bytes to patch are taken from the file, not from memory: a SHARED section may have been patched by another
// process already, and adding the distance twice would be wrong.
static bool apply_reloc(Process *p, Module *module, const PeBaseReloc *reloc, u64 delta, LoadError *e) {
    if (reloc->type == IMAGE_REL_BASED_ABSOLUTE) return true; // fills a block up to 4 bytes
    u32 n = reloc->type == IMAGE_REL_BASED_DIR64 ? 8 : reloc->type == IMAGE_REL_BASED_HIGHLOW ? 4 : 2;
    u8 *place = module_at(module, reloc->rva, n);
    if (!place) return bad_reloc(p, module, reloc, in_no_section, e);
    u8 old[8] = {0};
    Str in_file = pe_at(&module->pe, reloc->rva, n);
    if (in_file.n) memcpy(old, in_file.p, in_file.n);
    switch (reloc->type) {
    case IMAGE_REL_BASED_DIR64: store64(place, load64(old) + delta); return true;
    case IMAGE_REL_BASED_HIGHLOW: store32(place, load32(old) + (u32)delta); return true;
    case IMAGE_REL_BASED_HIGH: store16(place, (u16)(load16(old) + (u16)(delta >> 16))); return true;
    case IMAGE_REL_BASED_LOW: store16(place, (u16)(load16(old) + (u16)delta)); return true;
    default: return bad_reloc(p, module, reloc, unknown_type, e);
    }
}
//< apply-base-reloc

// For --check, where nothing is mapped: Windows moves every image that is marked DYNAMIC_BASE, so its table must be
// sound.
bool check_relocs(Process *p, const Module *module, LoadError *e) {
    PeBaseRelocWalk walk = {0};
    PeBaseReloc reloc;
    Message m = {0};
    if (!(module->pe.opt.dll_characteristics & IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE) || module->builtin) return true;
    while (pe_next_base_reloc(&module->pe, &walk, &reloc, &p->arena, &m)) {
        u8 old[8];
        u32 n = reloc.type == IMAGE_REL_BASED_DIR64 ? 8 : reloc.type == IMAGE_REL_BASED_HIGHLOW ? 4 : 2;
        if (reloc.type == IMAGE_REL_BASED_ABSOLUTE) continue;
        if (n == 2 && reloc.type != IMAGE_REL_BASED_HIGH && reloc.type != IMAGE_REL_BASED_LOW)
            return bad_reloc(p, module, &reloc, unknown_type, e);
        if (!pe_read(&module->pe, reloc.rva, old, n)) return bad_reloc(p, module, &reloc, in_no_section, e);
    }
    if (!m.text.n) return true;
    *e = (LoadError){(u32)STATUS_INVALID_IMAGE_FORMAT, m};
    return false;
}

bool rebase_module(Process *p, Module *module, LoadError *e) {
    u64 delta = (u64)(uintptr_t)module->base - module->pe.opt.image_base;
    if (module->builtin) return true;
    if (!delta) {
        trace(p, "rebase", "%.*s: at its preferred base, nothing to patch", STR_ARG(module->name));
        return true;
    }
    if (!has_relocs(module)) {
        trace(p, "rebase", "%.*s: moved from 0x%llx to %p; it has no .reloc, so nothing in it depends on the base",
              STR_ARG(module->name), (unsigned long long)module->pe.opt.image_base, (void *)module->base);
        return true;
    }
    PeBaseRelocWalk walk = {0};
    PeBaseReloc reloc;
    Message m = {0};
    u32 count = 0, pages = 0, last_page = UINT32_MAX;
    while (pe_next_base_reloc(&module->pe, &walk, &reloc, &p->arena, &m)) {
        if (!apply_reloc(p, module, &reloc, delta, e)) return false;
        if (reloc.type == IMAGE_REL_BASED_ABSOLUTE) continue;
        count++;
        if (reloc.rva / PAGE_SIZE != last_page) pages++, last_page = reloc.rva / PAGE_SIZE;
    }
    if (m.text.n) {
        *e = (LoadError){(u32)STATUS_INVALID_IMAGE_FORMAT, m};
        return false;
    }
    trace(p, "rebase", "%.*s: moved from 0x%llx to %p: %u address%s patched on %u page%s", STR_ARG(module->name),
          (unsigned long long)module->pe.opt.image_base, (void *)module->base, count, count == 1 ? "" : "es", pages,
          pages == 1 ? "" : "s");
    return true;
}
