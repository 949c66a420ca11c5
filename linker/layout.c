// layout.c - gives every contribution its RVA and every section its place in the file.
//
// An image has two layouts at once. In memory each section begins on a page (section alignment, 1000h), because access
// rights belong to pages. In the file it begins on a disk block (file alignment, 200h), because that is smaller:
//
//      memory   0 headers   1000 .text          2000 .rdata         3000 .data, zeros       5000 .reloc
//      file     0 headers    400 .text   600 .rdata   800 .data  A00 .reloc
//                                                          └ zeros at the end of a section are not in the file
//
// RVAs come first: the base relocations list addresses, so .reloc can be made only when everything else has its RVA. It
// comes last, so nothing moves when it is added. Then the file offsets.
//
// All sums are 64-bit. The one check that an image fits its 32-bit fields is at the end of each section; after it, u32
// is safe. [PE: Optional Header Windows-Specific Fields (Image Only)] [PE: Section Table (Section Headers)]
#include "linker.h"

#define MAX_IMAGE_SIZE   0xffffffffu // SizeOfImage has 32 bits
#define MAX_WINDOWS_SIZE 0x80000000u // what Windows maps; [link.exe] refuses more
#define MAX_SECTIONS     65279u      // higher numbers have other meanings in symbols
#define RICH_HEADER_ROOM 0x80u
#define PAGE_SIZE        0x1000u

// ---- Numbers that all sections share

// x64 code compiled with 32-bit addresses runs only below 2 GB, where x86 images live [link.exe].
static u64 default_base(const Link *link) {
    const Machine *m =
        link->opt.large_address_aware == TRI_OFF && link->machine->pointer_size == 8 ? &machine_x86 : link->machine;
    return link->opt.dll ? m->dll_base : m->exe_base;
}

static bool may_have_base_relocs(const Link *link) { return link->opt.fixed != TRI_ON; }

// Room for the .reloc section's header is always kept. [link.exe] puts a "Rich" header of its tools' versions between
// stub and PE signature; mylink writes none, but counts the space of a small one, so that SizeOfHeaders is the same
// 400h.
static u64 headers_size(const Link *link) {
    u64 optional = link->machine->pointer_size == 8 ? sizeof(Pe32PlusHeaderRecord) : sizeof(Pe32HeaderRecord);
    u64 n = link->dos_stub.n + 4 + sizeof(CoffHeaderRecord) + optional +
            IMAGE_NUMBEROF_DIRECTORY_ENTRIES * sizeof(DataDirectoryRecord);
    n += ((u64)link->out_sections.count + may_have_base_relocs(link)) * sizeof(CoffSectionRecord);
    if (!link->opt.stub.n) n += RICH_HEADER_ROOM;
    return align_up(n, link->opt.file_alignment);
}

// ---- RVAs

static void report_too_large(Link *link, u64 size, u64 limit, const OutputSection *out, Str why) {
    const InputSection *largest = NULL;
    for (u32 i = 0; out && i < out->sections.count; i++)
        if (!largest || out->sections.at[i]->size > largest->size) largest = out->sections.at[i];
    Str where = {0};
    if (largest && largest->file)
        where = arena_printf(link->arena, "%s: the largest contribution is %u bytes, of %s", show(link, out->name),
                             largest->size, show(link, largest->file->name));
    diag_report(&link->diag,
                &(Message){.kind = MSG_FATAL,
                           .code = 1248,
                           .where = where,
                           .why = why,
                           .text = arena_printf(link->arena, "image size (%llX) exceeds maximum allowable size (%llX)",
                                                (unsigned long long)size, (unsigned long long)limit),
                           .todo = STR("allocate large buffers at run time, or move parts into a DLL")});
}

static void report_alignment(Link *link, const OutputSection *out, const InputSection *s) {
    u64 align = s ? 1ull << s->align_log2 : out->align;
    diag_report(&link->diag,
                &(Message){.kind = MSG_ERROR,
                           .code = 1164,
                           .file = s ? s->file->name : STR(""),
                           .text = arena_printf(link->arena, "section %s alignment (%llu) greater than /ALIGN value",
                                                show(link, out->name), (unsigned long long)align),
                           .todo = arena_printf(link->arena, "link with /ALIGN:%llu", (unsigned long long)align)});
}

// /FUNCTIONPADMIN: a debugger or an update that comes later writes a jump into these bytes, and a short jump to that at the
// function's start. A compiler that means it (/hotpatch) puts each function into a section of its own.
static u32 padding_before(const Link *link, const InputSection *s) {
    if (!link->opt.function_pad || !s->size || !(s->flags & IMAGE_SCN_MEM_EXECUTE)) return 0;
    if (!s->file || s->file->is_synthetic || s->file->kind == FILE_IMPORT) return 0;
    for (u32 i = 0; i < link->opt.unpadded_sections.count; i++) {
        Str name = link->opt.unpadded_sections.at[i];
        if (str_eq(name, s->group->name) || str_eq(name, s->group->out->name)) return 0;
    }
    return link->opt.function_pad;
}

//> place-contributions
// Lays the contributions end to end from section_rva on. The end of the last one that has a byte.
static u64 place_contributions(Link *link, OutputSection *out, u64 section_rva) {
    u64 rva = section_rva, end = section_rva;
    bool reported = out->align > link->opt.section_alignment;
    if (reported) report_alignment(link, out, NULL);
    for (u32 i = 0; i < out->sections.count; i++) {
        InputSection *s = out->sections.at[i];
        u64 align = 1ull << s->align_log2;
        if (align > link->opt.section_alignment && !reported) {
            report_alignment(link, out, s);
            reported = true;
        }
        rva = align_up(rva + padding_before(link, s), align);
        s->rva = (u32)rva; // checked by the caller, which sees the end
        rva += s->size;
        if (s->size) end = rva;
    }
    return end;
}
//< place-contributions

// After .reloc, which is the last section.
void check_extent(Link *link) {
    if (link->diag.error_count) return; // size_of_image may not be final
    if (link->size_of_image > MAX_WINDOWS_SIZE)
        diag_report(&link->diag,
                    &(Message){.kind = MSG_WARNING,
                               .code = 4908,
                               .text = arena_printf(link->arena, "image size (%X) exceeds 2 GB; Windows does not load it",
                                                    link->size_of_image),
                               .why = STR("the file format allows 4 GB, loaders do not"),
                               .todo = STR("allocate large buffers at run time, or move parts into a DLL")});
    u64 limit = link->machine->pointer_size == 4 ? 0x100000000 : 0;
    if (limit && link->image_base + link->size_of_image > limit)
        report_too_large(link, link->image_base + link->size_of_image, limit, NULL,
                         STR("a 32-bit image must end below 4 GB: this is /BASE and size together"));
    if (link->opt.max_size && link->size_of_image > link->opt.max_size)
        diag_warning(&link->diag, STR(""), 4013, "image size 0x%X exceeds specified maximum 0x%llX",
                     link->size_of_image, (unsigned long long)link->opt.max_size);
}

bool check_image_end(Link *link, u64 end, const OutputSection *last) {
    u64 size = align_up(end, link->opt.section_alignment);
    if (size > MAX_IMAGE_SIZE) report_too_large(link, size, MAX_IMAGE_SIZE, last, STR("RVAs have 32 bits"));
    return size <= MAX_IMAGE_SIZE;
}

// False when the image is too large, which has been reported.
static bool place_sections(Link *link) {
    //> assign-rvas
    u64 rva = headers_size(link);
    link->size_of_headers = (u32)rva;
    for (u32 i = 0; i < link->out_sections.count; i++) {
        OutputSection *out = link->out_sections.at[i];
        rva = align_up(rva, link->opt.section_alignment);
        u64 end = place_contributions(link, out, rva);
        if (!check_image_end(link, end, out)) return false;
        out->rva = (u32)rva;
        out->virtual_size = (u32)(end - rva);
        rva = end;
    }
    link->size_of_image = (u32)align_up(rva, link->opt.section_alignment);
    place_folded_sections(link);
    //< assign-rvas
    return true;
}

void assign_rvas(Link *link) {
    link->image_base = link->opt.has_base ? link->opt.base : default_base(link);
    create_dos_stub(link);
    if (link->out_sections.count + may_have_base_relocs(link) > MAX_SECTIONS) {
        diag_report(
            &link->diag,
            &(Message){
                .kind = MSG_FATAL,
                .code = 1189,
                .text = arena_printf(link->arena, "%u sections; an image has %u at most", link->out_sections.count,
                                     MAX_SECTIONS),
                .todo = STR("merge some with /MERGE:from=to, or name them so that only the part behind a $ differs")});
        return;
    }
    if (link->diag.error_count) return;
    do {
        if (!place_sections(link)) return;
    } while (add_range_thunks(link)); // which pushes what is behind them
    fill_range_thunks(link);
}

// ---- File offsets

//> initialized-size
// Bytes of the section that must stand in the file: up to the end of the last contribution that is not just zeros.
static u32 initialized_size(const OutputSection *out) {
    for (u32 i = out->sections.count; i > 0; i--) {
        const InputSection *s = out->sections.at[i - 1];
        if (s->data && s->size) return s->rva + s->size - out->rva;
    }
    return 0;
}
//< initialized-size

//> file-offsets
void assign_file_offsets(Link *link) {
    u32 file_align = link->opt.file_alignment;
    bool same_as_memory = link->opt.section_alignment < PAGE_SIZE;
    u64 off = link->size_of_headers;
    for (u32 i = 0; i < link->out_sections.count; i++) {
        OutputSection *out = link->out_sections.at[i];
        u32 size = same_as_memory ? out->virtual_size : initialized_size(out);
        out->raw_size = (u32)align_up(size, file_align);
        if (same_as_memory) off = out->rva;
        out->file_off = size ? (u32)off : 0;
        off += out->raw_size;
    }
    link->file_size = off;
}
//< file-offsets
