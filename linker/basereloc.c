// basereloc.c - .reloc: the list of places to patch when the image is not loaded at its preferred base.
//
// Fields with a full address (`dq msg`) hold image base + RVA. When the loader puts the image elsewhere it adds the
// difference to each of them, so it needs their RVAs. They are listed a page at a time, 12 bits for each place in the
// page:
//
//      00003000  RVA of the page          ┐
//      0000000c  size of this block       │ 8 bytes
//      a008      type 10 (DIR64), 008     │ the 8 bytes at RVA 3008h
//      a010      type 10, 010             │
//      ...                                ┘ an odd count gets a zero word, so that blocks stay 4-aligned
//
// rip-relative fields need nothing: field and target move together. Nor do absolute symbols, which do not move at all.
// [PE: The .reloc Section (Image Only)] [PE: Base Relocation Types]
#include "linker.h"

typedef ARRAY(u64) PlaceArray; // RVA << 8 | IMAGE_REL_BASED_*: ascending numbers are ascending addresses

static int compare_places(const void *x, const void *y) {
    u64 a = *(const u64 *)x, b = *(const u64 *)y;
    return (a > b) - (a < b);
}

//> collect-places
// The places of one contribution, ascending. Objects nearly always list relocations in ascending order.
static void collect_places(Link *link, const InputSection *s, PlaceArray *places) {
    CoffRelocs relocs = coff_relocs(&s->file->coff, s->num);
    u32 first = places->count;
    bool sorted = true;
    for (u32 i = 0; i < relocs.count; i++) {
        CoffReloc r = coff_reloc(relocs, i);
        u8 type = link->machine->base_reloc_type(r.type);
        if (!type) continue;
        RelocTarget t;
        if (!reloc_target(link, s->file, r.symbol_idx, &t) || t.is_absolute) continue;
        u64 place = (u64)(s->rva + r.section_off) << 8 | type;
        if (places->count > first && places->at[places->count - 1] > place) sorted = false;
        ARRAY_PUSH(link->arena, places, place);
    }
    if (!sorted) qsort(places->at + first, places->count - first, sizeof *places->at, compare_places);
}
//< collect-places

// Debug information is read from the file, not from memory; nothing relocates it [GNU ld, lld].
static void collect_all_places(Link *link, PlaceArray *places) {
    for (u32 i = 0; i < link->out_sections.count; i++) {
        const OutputSection *out = link->out_sections.at[i];
        if (is_debug_section(out->name)) continue;
        u32 before = places->count, shared = IMAGE_SCN_MEM_SHARED | IMAGE_SCN_MEM_WRITE;
        for (u32 k = 0; k < out->sections.count; k++) {
            const InputSection *s = out->sections.at[k];
            if (s->file && s->data && !s->no_addresses) collect_places(link, s, places);
        }
        if (places->count > before && (out->flags & shared) == shared)
            diag_report(&link->diag,
                        &(Message){.kind = MSG_WARNING,
                                   .code = 4092,
                                   .text = arena_printf(
                                       link->arena,
                                       "shared writable section '%s' contains relocations; image may not run correctly",
                                       show(link, out->name)),
                                   .why = STR("all processes see one copy of it, but an address in it is right only "
                                              "where the image lies at the same base"),
                                   .todo = STR("store distances from a known place, not addresses")});
    }
}

//> encode-blocks
static Str encode_blocks(Link *link, const PlaceArray *places) {
    Buffer b = {.arena = link->arena};
    for (u32 i = 0; i < places->count;) {
        u32 page = (u32)(places->at[i] >> 8) & ~0xfffu;
        u64 block_off = b.n;
        buffer_put32(&b, page);
        buffer_put32(&b, 0);
        for (; i < places->count && ((u32)(places->at[i] >> 8) & ~0xfffu) == page; i++)
            buffer_put16(&b, (u16)((places->at[i] & 0xff) << 12 | (places->at[i] >> 8 & 0xfff)));
        buffer_align(&b, 4, 0);
        store32(b.p + block_off + 4, (u32)(b.n - block_off));
    }
    return buffer_str(&b);
}
//< encode-blocks

void create_base_relocs(Link *link) {
    if (link->opt.fixed == TRI_ON) return;
    PlaceArray places = {0};
    collect_all_places(link, &places);
    if (places.count == 0) return; // [link.exe] nothing to relocate: no section, and the image may still be moved
    Str bytes = encode_blocks(link, &places);
    OutputSection *out = ARENA_NEW(link->arena, OutputSection);
    InputSection *s = ARENA_NEW(link->arena, InputSection);
    out->name = STR(".reloc");
    out->flags = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_DISCARDABLE | IMAGE_SCN_MEM_READ;
    out->rva = s->rva = link->size_of_image;
    if (!check_image_end(link, (u64)out->rva + bytes.n, out)) return;
    out->virtual_size = s->size = (u32)bytes.n;
    s->data = bytes.p;
    ARRAY_PUSH(link->arena, &out->sections, s);
    ARRAY_PUSH(link->arena, &link->out_sections, out);
    out->num = link->out_sections.count;
    link->size_of_image = (u32)align_up((u64)out->rva + out->virtual_size, link->opt.section_alignment);
    link->directories[IMAGE_DIRECTORY_ENTRY_BASERELOC] = (DataDirectory){out->rva, out->virtual_size};
}
