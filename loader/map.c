// map.c - step 2: sections to their addresses, with the rights their headers ask for.
//
//      base + 0       headers   r--
//      base + 1000h   .text     r-x      one mmap per section, all inside one reservation of SizeOfImage bytes
//      base + 2000h   .rdata    r--
//      base + 3000h   .data     rw-
//
// Mapping reads nothing: a page comes into memory when it is first touched (demand paging), and it is the section
// object's page that comes, not a copy. Only a write makes a copy for this process. The loader itself writes in
// steps 3 and 4; for these it makes the pages writable and then gives them their own protections back.
//
// Nothing is ever mapped outside the reservation, and every later access by RVA goes through module_at().
// [PE: Section Flags] [PE: Section Data]
#include "loader.h"

#include <errno.h>
#include <sys/mman.h>

static int protection_of(u32 flags) {
    int protection = 0;
    if (flags & IMAGE_SCN_MEM_READ) protection |= PROT_READ;
    if (flags & IMAGE_SCN_MEM_WRITE) protection |= PROT_READ | PROT_WRITE;
    if (flags & IMAGE_SCN_MEM_EXECUTE) protection |= PROT_READ | PROT_EXEC; // x64 pages that run can be read
    return protection;
}

static const char *protection_words(int protection) {
    switch (protection) {
    case PROT_READ: return "read";
    case PROT_READ | PROT_WRITE: return "read and write";
    case PROT_READ | PROT_EXEC: return "read and execute";
    case PROT_READ | PROT_WRITE | PROT_EXEC: return "read, write and execute";
    default: return "no access";
    }
}

static bool bad_layout(Process *p, Module *module, LoadError *e, const char *why, const PeSection *sec) {
    load_failed(p, e, (u32)STATUS_INVALID_IMAGE_FORMAT, module->name,
                "The application was unable to start correctly (0xc000007b). %.*s is not a valid image",
                STR_ARG(module->name));
    e->message.why = arena_printf(&p->arena, "section '%s': %s", printable(&p->arena, sec->name), why);
    return false;
}

// With a section alignment below the page size, sections cannot have protections of their own: several share a page.
// File offsets are then RVAs, and the image is one range with the rights of all of its sections together.
static void plan_one_range(Module *module) {
    int all = PROT_READ;
    for (u32 i = 0; i < module->pe.section_count; i++) all |= protection_of(module->pe.sections[i].flags);
    module->ranges[0] = (MappedRange){.size = (u32)module->size, .protection = all, .name = STR("image")};
    module->range_count = 1;
}

bool plan_ranges(Process *p, Module *module, LoadError *e) {
    const PeImage *pe = &module->pe;
    module->size = align_up(pe->opt.size_of_image, PAGE_SIZE);
    module->ranges = ARENA_ARRAY(&module->arena, MappedRange, (u64)pe->section_count + 1);
    if (pe->opt.section_alignment < PAGE_SIZE) {
        plan_one_range(module);
        return true;
    }
    u64 end = align_up(pe->opt.size_of_headers, PAGE_SIZE);
    module->ranges[0] = (MappedRange){.size = (u32)end, .protection = PROT_READ, .name = STR("headers")};
    module->range_count = 1;
    for (u32 i = 0; i < pe->section_count; i++) {
        const PeSection *sec = &pe->sections[i];
        u64 size = align_up(sec->virtual_size ? sec->virtual_size : sec->raw_size, PAGE_SIZE);
        if (!size) continue;
        if (sec->rva % PAGE_SIZE) return bad_layout(p, module, e, "its RVA is not a multiple of 4096", sec);
        if (sec->rva < end) return bad_layout(p, module, e, "it lies over what comes before it", sec);
        if (!range_ok(sec->rva, size, 1, module->size))
            return bad_layout(p, module, e, "it ends behind SizeOfImage", sec);
        end = sec->rva + size;
        module->ranges[module->range_count++] = (MappedRange){.rva = sec->rva,
                                                              .size = (u32)size,
                                                              .protection = protection_of(sec->flags),
                                                              .is_shared = sec->flags & IMAGE_SCN_MEM_SHARED,
                                                              .name = sec->name};
    }
    return true;
}

static bool no_memory(Process *p, Module *module, LoadError *e, const char *what) {
    load_failed(p, e, (u32)STATUS_NO_MEMORY, module->name, "Not enough memory to load %.*s", STR_ARG(module->name));
    e->message.why = arena_printf(&p->arena, "%s: %s", what, strerror(errno));
    return false;
}

// A built-in DLL has no file. Its stubs hold addresses of this very process, so there is nothing to share either.
static bool map_builtin(Process *p, Module *module, LoadError *e) {
    if (mprotect(module->base, module->size, PROT_READ | PROT_WRITE) != 0) return no_memory(p, module, e, "mprotect");
    memcpy(module->base, module->pe.file.p, module->pe.file.n);
    for (u32 i = 0; i < module->range_count; i++) {
        const MappedRange *r = &module->ranges[i];
        if (mprotect(module->base + r->rva, r->size, r->protection) != 0) return no_memory(p, module, e, "mprotect");
    }
    trace(p, "map", "%.*s: built into myload, %u names, at %p", STR_ARG(module->name), module->exports.name_count,
          (void *)module->base);
    return true;
}

bool map_ranges(Process *p, Module *module, LoadError *e) {
    if (module->builtin) return map_builtin(p, module, e);
    module->object = (SectionObject){.fd = -1, .size = module->size};
    if (!section_object_open(&module->object, &module->arena, &module->pe, module->path, &e->message)) {
        e->status = (u32)STATUS_NO_MEMORY;
        return false;
    }
    trace(p, "map", "%.*s: %llu bytes at %p; section object %s%s", STR_ARG(module->name),
          (unsigned long long)module->size, (void *)module->base,
          module->object.path ? module->object.path : "without a name (no folder to share it in)",
          module->object.was_there ? ", made by another process" : "");
    for (u32 i = 0; i < module->range_count; i++) {
        const MappedRange *r = &module->ranges[i];
        //> map-ranges
        int kind = r->is_shared ? MAP_SHARED : MAP_PRIVATE;
        void *at = mmap(module->base + r->rva, r->size, r->protection, kind | MAP_FIXED, module->object.fd, (off_t)r->rva);
        if (at == MAP_FAILED) return no_memory(p, module, e, "mmap");
        trace(p, "map", "  %-8.*s at %p, 0x%x bytes: %s%s", (int)(r->name.n < 64 ? r->name.n : 64), (const char *)r->name.p, at,
              r->size, protection_words(r->protection), r->is_shared ? ", one copy for all processes" : "");
        //< map-ranges
    }
    return true;
}

bool map_module(Process *p, Module *module, LoadError *e) {
    return plan_ranges(p, module, e) && choose_base(p, module, e) && map_ranges(p, module, e);
}

void unmap_module(Process *p, Module *module) {
    if (module->base) {
        trace(p, "map", "%.*s: unmapped from %p; its pages stay in memory while another process uses them",
              STR_ARG(module->name), (void *)module->base);
        munmap(module->base, module->size);
    }
    section_object_close(&module->object);
    module->base = NULL;
}

bool begin_patching(Process *p, Module *module, LoadError *e) {
    for (u32 i = 0; i < module->range_count; i++) {
        const MappedRange *r = &module->ranges[i];
        if (r->protection & PROT_WRITE) continue;
        if (mprotect(module->base + r->rva, r->size, PROT_READ | PROT_WRITE) != 0)
            return no_memory(p, module, e, "mprotect");
    }
    return true;
}

void end_patching(Process *p, Module *module) {
    (void)p;
    for (u32 i = 0; i < module->range_count; i++) {
        const MappedRange *r = &module->ranges[i];
        if (!(r->protection & PROT_WRITE)) mprotect(module->base + r->rva, r->size, r->protection);
    }
}

u8 *module_at(const Module *module, u64 rva, u64 n) {
    for (u32 i = 0; i < module->range_count; i++) {
        const MappedRange *r = &module->ranges[i];
        if (rva >= r->rva && range_ok(rva - r->rva, n, 1, r->size)) return module->base + rva;
    }
    return NULL;
}

Module *module_of_address(Process *p, const void *address) {
    for (u32 i = 0; i < p->modules.count; i++) {
        Module *module = p->modules.at[i];
        u64 rva = (u64)(uintptr_t)address - (u64)(uintptr_t)module->base;
        if (module->base && rva < module->size) return module;
    }
    return NULL;
}
