// image.c - writes the image: section bytes in pieces, headers last.
//
//      0      MS-DOS header and program       "This program cannot be run in DOS mode."
//      80     PE signature, COFF header       machine, section count, time stamp
//      98     optional header                 entry point, image base, sizes, data directories
//      188    section headers
//      400    section bytes ...
//
// The image is never whole in memory. Each section is cut into pieces of a few contributions, small enough for the
// processor's cache (only a contribution with relocations is always whole). A piece is filled (contributions copied and relocated, gaps filled), hashed, summed and written at
// its final place in the file. Pieces do not depend on one another, so they could be made in any order; what is
// computed from all of them is computed from their digests in file order.
//
// The time stamp is not the time but a hash of the image with the stamp's fields as zero: the same inputs make the same
// bytes, and tools that use the stamp to tell builds apart still can. So the few fields that depend on the hash are
// written last. [PE: File Headers] [PE: Section Table (Section Headers)]
#include "linker.h"

enum { PIECE_SIZE = 256 * 1024 }; // of the L2 cache of any processor of the last ten years

// ---- MS-DOS stub

static Str usual_stub(Link *link) {
    enum { SIZE = 0x80 };
    static const u8 program[] = {
        0x0e,             // push cs
        0x1f,             // pop ds
        0xba, 0x0e, 0x00, // mov dx, 0x0e: the text behind this code
        0xb4, 0x09,       // mov ah, 9: print until '$'
        0xcd, 0x21,       // int 21h
        0xb8, 0x01, 0x4c, // mov ax, 4c01h: exit with code 1
        0xcd, 0x21,       // int 21h
    };
    static const char text[] = "This program cannot be run in DOS mode.\r\r\n$";
    //> dos-header
    u8 *p = arena_alloc(link->arena, SIZE);
    DosHeaderRecord *dos = (DosHeaderRecord *)p;
    dos->magic = put16(0x5a4d); // MZ; the numbers are link.exe's
    dos->cblp = put16(0x90);
    dos->cp = put16(3);
    dos->cparhdr = put16(4);
    dos->maxalloc = put16(0xffff);
    dos->sp = put16(0xb8);
    dos->lfarlc = put16(0x40);
    dos->lfanew = put32(SIZE);
    memcpy(p + sizeof *dos, program, sizeof program);
    memcpy(p + sizeof *dos + sizeof program, text, sizeof text - 1);
    return (Str){p, SIZE};
    //< dos-header
}

// /STUB: the first 64 bytes must be an MS-DOS header of the long form, because the word that leads to the PE
// signature stands at 3Ch. [spec: stub-ms-dos-stub-file-name]
static bool stub_of_user(Link *link, Str *stub) {
    Message m = {0};
    FileIdentity id;
    Str bytes;
    if (!file_read(link->arena, arena_cstr(link->arena, link->opt.stub), &bytes, &id, &m)) {
        diag_report(&link->diag, &m);
        return false;
    }
    const DosHeaderRecord *dos = (const DosHeaderRecord *)bytes.p;
    bool ok = bytes.n >= sizeof *dos && bytes.n <= 0x100000 && get16(dos->magic) == 0x5a4d &&
              get16(dos->lfarlc) >= sizeof *dos;
    if (!ok) {
        diag_report(
            &link->diag,
            &(Message){
                .kind = MSG_FATAL,
                .code = 1107,
                .file = link->opt.stub,
                .text = STR("invalid or corrupt file: not an MS-DOS program that can carry a PE image"),
                .why = STR("the header must begin with MZ, and its relocation table may begin at 40h only, because 3Ch "
                           "leads to the PE header; at most 1 MB"),
                .todo = STR("give a 16-bit .exe (not a .com) with a header of 64 bytes or more, or leave /STUB out")});
        return false;
    }
    Buffer b = {.arena = link->arena};
    buffer_put_str(&b, bytes);
    buffer_align(&b, 8, 0);
    ((DosHeaderRecord *)b.p)->lfanew = put32((u32)b.n);
    *stub = buffer_str(&b);
    return true;
}

void create_dos_stub(Link *link) {
    if (link->opt.stub.n && stub_of_user(link, &link->dos_stub)) return;
    link->dos_stub = usual_stub(link);
}

// ---- The debug directory: a list of records. mylink makes two kinds
//
//      REPRO                  /Brepro: the time stamp is a hash, and this is all of it
//      EX_DLLCHARACTERISTICS  /CETCOMPAT: flags for which the header's field has no bits left

enum { HASH_SIZE = 32, REPRO_SIZE = 4 + HASH_SIZE };

// Adds an entry to the directory, section 1, and a section with the record: entry n's is section n + 1.
static u8 *add_debug_record(CoffBuilder *b, const Machine *machine, u32 type, u32 size) {
    const u32 dir = 1;
    u32 flags = IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | 3u << 20; // 4-byte aligned
    if (!b->sections.count) coff_add_section(b, STR(".rdata"), flags);
    u32 record = coff_add_section(b, STR(".rdata$zzzdbg"), flags); // [link.exe]
    u32 symbol = coff_add_symbol(b, STR(".rdata$zzzdbg"), (i32)record, 0, 0, IMAGE_SYM_CLASS_STATIC);
    u32 off = (u32)coff_section_data(b, dir)->n;
    DebugDirectoryRecord *entry = (DebugDirectoryRecord *)buffer_zeros(coff_section_data(b, dir), sizeof *entry);
    entry->type = put32(type);
    entry->data_size = put32(size);
    coff_add_reloc(b, dir, off + (u32)offsetof(DebugDirectoryRecord, data_rva), symbol, machine->rel_rva);
    return buffer_zeros(coff_section_data(b, record), size);
}

void create_debug_directory(Link *link) {
    if (!link->opt.brepro && !link->opt.cet_compat) return;
    CoffBuilder b;
    coff_builder_init(&b, link->arena, link->machine->id);
    if (link->opt.brepro) store32(add_debug_record(&b, link->machine, IMAGE_DEBUG_TYPE_REPRO, REPRO_SIZE), HASH_SIZE);
    if (link->opt.cet_compat)
        store32(add_debug_record(&b, link->machine, IMAGE_DEBUG_TYPE_EX_DLLCHARACTERISTICS, 4),
                IMAGE_DLLCHARACTERISTICS_EX_CET_COMPAT);
    InputFile *file = add_synthetic_object(link, &b, "(debug directory)");
    link->debug_directory = &file->sections[0];
    if (link->opt.brepro) link->repro_hash = &file->sections[1];
}

// ---- A hash of 32 bytes. Not cryptographic: it tells builds apart, it proves nothing.

typedef struct {
    u64 lane[4];
} Digest;

static u64 mix(u64 h, u64 word) {
    h = (h ^ word) * 0x9e3779b97f4a7c15u; // odd, so no two states become one
    return h << 29 | h >> 35;
}

// Four lanes of every fourth word each: the processor works on all four at once, when they are in registers. Then they are
// stirred into one another.
static Digest hash_bytes(const u8 *p, u64 n) {
    u64 a = n, b = 1, c = 2, e = 3;
    for (; n >= 32; p += 32, n -= 32) {
        a = mix(a, load64(p));
        b = mix(b, load64(p + 8));
        c = mix(c, load64(p + 16));
        e = mix(e, load64(p + 24));
    }
    Digest d = {{a, b, c, e}};
    u8 rest[32] = {0};
    if (n) memcpy(rest, p, n);
    for (int i = 0; i < 4; i++) d.lane[i] = mix(d.lane[i], load64(rest + 8 * i));
    for (int round = 0; round < 4; round++)
        for (int i = 0; i < 4; i++) d.lane[i] = mix(d.lane[i] + d.lane[(i + 1) & 3], d.lane[(i + 2) & 3]);
    return d;
}

// ---- Pieces

typedef struct {
    const OutputSection *out;
    u32 first, last; // contributions first .. last - 1 of `out`; of the outer two perhaps only a part
    u32 off, size;   // bytes from the section's start, in the file as in memory
    bool is_end;     // the section's last
} Piece;
typedef ARRAY(Piece) PieceArray;

typedef struct {
    Digest hash;
    u32 checksum;
} PieceResult;

// Zeros at the end of a section are not in the file, but for the rest of its last block.
static u32 contributions_in_file(const OutputSection *out) {
    u32 count = out->sections.count;
    while (count && !(out->sections.at[count - 1]->data && out->sections.at[count - 1]->size)) count--;
    return count;
}

// A long contribution without relocations, such as a picture or an array of zeros, is in several pieces.
static bool may_be_cut(const InputSection *s) {
    return s->size > PIECE_SIZE && (!s->data || !s->file || coff_relocs(&s->file->coff, s->num).count == 0);
}

static void cut_section(Link *link, const OutputSection *out, PieceArray *pieces) {
    u32 count = contributions_in_file(out);
    Piece piece = {.out = out};
    for (u32 i = 0; i < count; i++) {
        const InputSection *s = out->sections.at[i];
        u32 end = s->rva - out->rva + s->size, block_end = (u32)align_up(end, link->opt.file_alignment);
        bool is_last = i + 1 == count;
        u32 next_off = is_last ? block_end : out->sections.at[i + 1]->rva - out->rva;
        piece.last = i + 1;
        for (bool cut = may_be_cut(s); cut && end - piece.off > PIECE_SIZE; piece.first = i, piece.off += PIECE_SIZE) {
            piece.size = PIECE_SIZE;
            ARRAY_PUSH(link->arena, pieces, piece);
        }
        piece.size = next_off - piece.off;
        piece.is_end = is_last;
        if (piece.size < PIECE_SIZE && !is_last) continue;
        ARRAY_PUSH(link->arena, pieces, piece);
        piece = (Piece){.out = out, .first = i + 1, .last = i + 1, .off = next_off};
    }
    piece.is_end = true; // zeros are left where the file is as the memory: with an /ALIGN of less than a page
    for (; piece.off < out->raw_size; piece.off += piece.size) {
        piece.size = out->raw_size - piece.off < PIECE_SIZE ? out->raw_size - piece.off : PIECE_SIZE;
        ARRAY_PUSH(link->arena, pieces, piece);
    }
}

//> fill-piece
// Makes the bytes of one piece at `to`. Gaps between functions are filled so that running into them stops the program;
// the rest of the section's last block is zero.
static bool fill_piece(const Link *link, const Piece *piece, u8 *to, Arena *scratch, Diag *diag) {
    const OutputSection *out = piece->out;
    u8 fill = out->flags & IMAGE_SCN_CNT_CODE ? link->machine->code_fill : 0;
    u32 at = 0;
    bool ok = true;
    for (u32 i = piece->first; i < piece->last; i++) {
        const InputSection *s = out->sections.at[i];
        u32 off = s->rva - out->rva, before = off < piece->off ? piece->off - off : 0; // bytes of it in earlier pieces
        u32 start = off + before - piece->off, n = s->size - before;
        if (n > piece->size - start) n = piece->size - start;
        memset(to + at, fill, start - at);
        if (n == s->size) ok &= relocate_section(link, s, to + start, scratch, diag);
        else if (s->data) memcpy(to + start, s->data + before, n);
        else memset(to + start, 0, n);
        at = start + n;
    }
    memset(to + at, piece->is_end ? 0 : fill, piece->size - at);
    return ok;
}
//< fill-piece

static bool has_checksum(const Link *link) {
    return link->opt.release || link->opt.driver ||
           link->opt.subsystem == IMAGE_SUBSYSTEM_NATIVE; // [spec: release-set-the-checksum]
}

// The sum of a piece that begins at an odd place in the file takes its first byte as the high one of a word: a zero
// byte in front, which the caller has kept room for, does that.
static PieceResult measure(const Link *link, const u8 *bytes, u64 n, u64 file_off) {
    PieceResult result = {hash_bytes(bytes, n), 0};
    if (has_checksum(link)) result.checksum = pe_checksum_add(0, bytes - (file_off & 1), n + (file_off & 1));
    return result;
}

typedef struct {
    Link *link;
    OutputFile *out;
    const PieceArray *pieces;
    PieceResult *results;         // [i] belongs to piece i
    u8 *buffers[MOST_WORKERS];    // one for each worker
    bool bad_reloc[MOST_WORKERS]; // a value did not fit
    Message write_error[MOST_WORKERS];
} PieceJob;

//> write-piece
// Fills, measures and writes one piece. It depends on nothing but the piece, so any worker may take any of them.
static void write_piece(void *context, u32 i, u32 worker) {
    PieceJob *job = context;
    const Piece *piece = &job->pieces->at[i];
    u8 *buffer = job->buffers[worker];
    u64 file_off = (u64)piece->out->file_off + piece->off;
    if (worker == 0) tell_progress(job->link); // the link's own thread
    if (job->write_error[worker].text.n) return;
    if (!fill_piece(job->link, piece, buffer, job->link->workers.arenas[worker], NULL)) {
        job->bad_reloc[worker] = true;
        return;
    }
    job->results[i] = measure(job->link, buffer, piece->size, file_off);
    output_write(job->out, file_off, buffer, piece->size, &job->write_error[worker]);
}
//< write-piece

// The messages about values that do not fit, in the order of the image: found again by one thread, since workers must
// not talk at the same time.
static void report_bad_relocs(Link *link, const PieceArray *pieces, u8 *buffer) {
    for (u32 i = 0; i < pieces->count; i++) fill_piece(link, &pieces->at[i], buffer, link->arena, &link->diag);
}

static bool write_pieces(Link *link, OutputFile *out, const PieceArray *pieces, PieceResult *results) {
    PieceJob job = {.link = link, .out = out, .pieces = pieces, .results = results};
    u32 largest = 0;
    for (u32 i = 0; i < pieces->count; i++)
        if (pieces->at[i].size > largest) largest = pieces->at[i].size;
    for (u32 i = 0; i < link->workers.worker_count; i++)
        job.buffers[i] = (u8 *)arena_alloc(link->arena, (u64)largest + 16) + 16;
    parallel_for(&link->workers, pieces->count, write_piece, &job);
    bool bad_reloc = false;
    for (u32 i = 0; i < link->workers.worker_count; i++) {
        bad_reloc |= job.bad_reloc[i];
        if (!job.write_error[i].text.n) continue;
        diag_report(&link->diag, &job.write_error[i]);
        return false;
    }
    if (bad_reloc) report_bad_relocs(link, pieces, job.buffers[0]);
    return !bad_reloc;
}

// ---- Headers

static bool is_on(int option, bool otherwise) { return option == TRI_DEFAULT ? otherwise : option == TRI_ON; }

static bool is_64(const Link *link) { return link->machine->pointer_size == 8; }

static bool is_efi(const Link *link) {
    return link->opt.subsystem >= IMAGE_SUBSYSTEM_EFI_APPLICATION && link->opt.subsystem <= IMAGE_SUBSYSTEM_EFI_ROM;
}

static u16 characteristics(const Link *link) {
    const Options *opt = &link->opt;
    u32 c = IMAGE_FILE_EXECUTABLE_IMAGE | opt->swaprun;
    if (is_on(opt->large_address_aware, is_64(link))) c |= IMAGE_FILE_LARGE_ADDRESS_AWARE;
    if (!is_64(link)) c |= IMAGE_FILE_32BIT_MACHINE;
    if (opt->dll) c |= IMAGE_FILE_DLL;
    if (opt->up_driver) c |= IMAGE_FILE_UP_SYSTEM_ONLY;
    if (opt->fixed == TRI_ON) c |= IMAGE_FILE_RELOCS_STRIPPED;
    return (u16)c;
}

// An image that may not be moved does not promise that it can be: that would be a lie that some checkers believe.
static u16 dll_characteristics(const Link *link) {
    const Options *opt = &link->opt;
    bool usual = !is_efi(link); // [link.exe] EFI images have none of these
    bool can_move = is_on(opt->dynamic_base, usual) && opt->fixed != TRI_ON;
    bool is_program = !opt->dll && !opt->driver &&
                      (opt->subsystem == IMAGE_SUBSYSTEM_WINDOWS_CUI || opt->subsystem == IMAGE_SUBSYSTEM_WINDOWS_GUI);
    u32 c = 0;
    if (can_move) c |= IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE;
    if (can_move && is_64(link) && is_on(opt->large_address_aware, true) && is_on(opt->high_entropy_va, usual))
        c |= IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA;
    if (is_on(opt->nx_compat, usual)) c |= IMAGE_DLLCHARACTERISTICS_NX_COMPAT;
    if (is_program && is_on(opt->ts_aware, true)) c |= IMAGE_DLLCHARACTERISTICS_TERMINAL_SERVER_AWARE;
    if (opt->integrity_check) c |= IMAGE_DLLCHARACTERISTICS_FORCE_INTEGRITY;
    if (opt->allow_isolation == TRI_OFF) c |= IMAGE_DLLCHARACTERISTICS_NO_ISOLATION;
    if (opt->allow_bind == TRI_OFF) c |= IMAGE_DLLCHARACTERISTICS_NO_BIND;
    if (link->has_no_handlers || opt->no_seh) c |= IMAGE_DLLCHARACTERISTICS_NO_SEH;
    if (opt->app_container) c |= IMAGE_DLLCHARACTERISTICS_APPCONTAINER;
    if (opt->wdm_driver) c |= IMAGE_DLLCHARACTERISTICS_WDM_DRIVER;
    if (opt->guard_cf) c |= IMAGE_DLLCHARACTERISTICS_GUARD_CF;
    return (u16)c;
}

// [link.exe] What counts as code and data is decided by section flags; the zeros at the end of .data count as data.
static void sum_sections(const Link *link, PeOptionalHeader *h) {
    for (u32 i = 0; i < link->out_sections.count; i++) {
        const OutputSection *out = link->out_sections.at[i];
        u32 longer = out->virtual_size > out->raw_size ? out->virtual_size : out->raw_size;
        bool is_code = (out->flags & IMAGE_SCN_CNT_CODE) != 0;
        if (is_code) h->size_of_code += out->raw_size;
        if (out->flags & IMAGE_SCN_CNT_INITIALIZED_DATA)
            h->size_of_initialized_data += (u32)align_up(longer, link->opt.file_alignment);
        if (is_code && !h->base_of_code) h->base_of_code = out->rva;
        if (!is_code && !h->base_of_data) h->base_of_data = out->rva;
    }
}

static PeOptionalHeader optional_header(const Link *link) {
    const Options *opt = &link->opt;
    PeOptionalHeader h = {
        .magic = is_64(link) ? PE32_PLUS_MAGIC : PE32_MAGIC,
        .major_linker_version = 14,
        .image_base = link->image_base,
        .section_alignment = opt->section_alignment,
        .file_alignment = opt->file_alignment,
        .major_os_version = opt->major_os_version,
        .minor_os_version = opt->minor_os_version,
        .major_image_version = opt->major_image_version,
        .minor_image_version = opt->minor_image_version,
        .major_subsystem_version = opt->major_subsystem_version,
        .minor_subsystem_version = opt->minor_subsystem_version,
        .size_of_image = link->size_of_image,
        .size_of_headers = link->size_of_headers,
        .subsystem = opt->subsystem,
        .dll_characteristics = dll_characteristics(link),
        .stack_reserve = opt->stack_reserve,
        .stack_commit = opt->stack_commit,
        .heap_reserve = opt->heap_reserve,
        .heap_commit = opt->heap_commit,
        .directory_count = IMAGE_NUMBEROF_DIRECTORY_ENTRIES,
    };
    if (link->entry) h.entry_rva = symbol_rva(resolved(link->entry));
    sum_sections(link, &h);
    memcpy(h.directories, link->directories, sizeof h.directories);
    return h;
}

// The fields that PE32 and PE32+ have at the same place under the same name.
#define PUT_COMMON_FIELDS(r, h)                                                                                        \
    do {                                                                                                               \
        (r)->magic = put16((h)->magic);                                                                                \
        (r)->major_linker_version = (h)->major_linker_version;                                                         \
        (r)->minor_linker_version = (h)->minor_linker_version;                                                         \
        (r)->size_of_code = put32((h)->size_of_code);                                                                  \
        (r)->size_of_initialized_data = put32((h)->size_of_initialized_data);                                          \
        (r)->size_of_uninitialized_data = put32((h)->size_of_uninitialized_data);                                      \
        (r)->entry_rva = put32((h)->entry_rva);                                                                        \
        (r)->base_of_code = put32((h)->base_of_code);                                                                  \
        (r)->section_alignment = put32((h)->section_alignment);                                                        \
        (r)->file_alignment = put32((h)->file_alignment);                                                              \
        (r)->major_os_version = put16((h)->major_os_version);                                                          \
        (r)->minor_os_version = put16((h)->minor_os_version);                                                          \
        (r)->major_image_version = put16((h)->major_image_version);                                                    \
        (r)->minor_image_version = put16((h)->minor_image_version);                                                    \
        (r)->major_subsystem_version = put16((h)->major_subsystem_version);                                            \
        (r)->minor_subsystem_version = put16((h)->minor_subsystem_version);                                            \
        (r)->size_of_image = put32((h)->size_of_image);                                                                \
        (r)->size_of_headers = put32((h)->size_of_headers);                                                            \
        (r)->subsystem = put16((h)->subsystem);                                                                        \
        (r)->dll_characteristics = put16((h)->dll_characteristics);                                                    \
        (r)->directory_count = put32((h)->directory_count);                                                            \
    } while (0)

static void put_pe32_plus(Buffer *b, const PeOptionalHeader *h) {
    Pe32PlusHeaderRecord *r = (Pe32PlusHeaderRecord *)buffer_zeros(b, sizeof *r);
    PUT_COMMON_FIELDS(r, h);
    r->image_base = put64(h->image_base);
    r->stack_reserve = put64(h->stack_reserve);
    r->stack_commit = put64(h->stack_commit);
    r->heap_reserve = put64(h->heap_reserve);
    r->heap_commit = put64(h->heap_commit);
}

static void put_pe32(Buffer *b, const PeOptionalHeader *h) {
    Pe32HeaderRecord *r = (Pe32HeaderRecord *)buffer_zeros(b, sizeof *r);
    PUT_COMMON_FIELDS(r, h);
    r->base_of_data = put32(h->base_of_data);
    r->image_base = put32((u32)h->image_base);
    r->stack_reserve = put32((u32)h->stack_reserve);
    r->stack_commit = put32((u32)h->stack_commit);
    r->heap_reserve = put32((u32)h->heap_reserve);
    r->heap_commit = put32((u32)h->heap_commit);
}

//> section-header
static void put_section_header(Link *link, Buffer *b, const OutputSection *out) {
    CoffSectionRecord *r = (CoffSectionRecord *)buffer_zeros(b, sizeof *r);
    Str name = out->name_off ? arena_printf(link->arena, "/%u", out->name_off) : out->name;
    memcpy(r->name, name.p, name.n < sizeof r->name ? name.n : sizeof r->name);
    r->virtual_size = put32(out->virtual_size);
    r->virtual_address = put32(out->rva);
    r->raw_size = put32(out->raw_size);
    r->raw_off = put32(out->file_off);
    r->flags = put32(out->flags);
}
//< section-header

// File offsets of the fields that are filled in last.
typedef struct {
    u32 time_stamp, checksum;
} LateFields;

static Str make_headers(Link *link, LateFields *late) {
    Buffer b = {.arena = link->arena};
    buffer_put_str(&b, link->dos_stub);
    buffer_put(&b, "PE\0\0", 4);
    u64 coff_off = b.n;
    CoffHeaderRecord *coff = (CoffHeaderRecord *)buffer_zeros(&b, sizeof *coff);
    coff->machine = put16(link->machine->id);
    coff->section_count = put16((u16)link->out_sections.count);
    if (link->symbol_table.n) coff->symbols_off = put32((u32)link->symbol_table_off);
    coff->symbol_count = put32(link->symbol_count);
    coff->characteristics = put16(characteristics(link));

    PeOptionalHeader h = optional_header(link);
    u64 optional_off = b.n;
    if (is_64(link))
        put_pe32_plus(&b, &h);
    else
        put_pe32(&b, &h);
    for (u32 i = 0; i < IMAGE_NUMBEROF_DIRECTORY_ENTRIES; i++) {
        buffer_put32(&b, h.directories[i].rva);
        buffer_put32(&b, h.directories[i].size);
    }
    ((CoffHeaderRecord *)(b.p + coff_off))->optional_header_size = put16((u16)(b.n - optional_off));
    for (u32 i = 0; i < link->out_sections.count; i++) put_section_header(link, &b, link->out_sections.at[i]);
    buffer_zeros(&b, link->size_of_headers - b.n);
    late->time_stamp = (u32)(coff_off + offsetof(CoffHeaderRecord, time_stamp));
    late->checksum = (u32)(optional_off + offsetof(Pe32PlusHeaderRecord, checksum)); // the same in PE32
    return buffer_str(&b);
}

// ---- The check of what was made

static bool internal_error(Link *link, const char *what, Str name) {
    diag_report(&link->diag,
                &(Message){.kind = MSG_FATAL,
                           .code = 1000,
                           .text = arena_printf(link->arena, "internal error: the image would be malformed: %s %s",
                                                what, show(link, name)),
                           .todo = STR("please report this with the command line and the inputs")});
    return false;
}

//> check-section-headers
// What Windows demands of section headers and refuses to load without.
static bool check_section_headers(Link *link, const CoffSectionRecord *at, u32 count, const Pe32HeaderRecord *opt) {
    u64 align = get32(opt->section_alignment);
    u64 next_rva = align_up(get32(opt->size_of_headers), align), next_off = get32(opt->size_of_headers);
    for (u32 i = 0; i < count; i++) {
        Str name = {at[i].name, strnlen((const char *)at[i].name, 8)};
        u64 rva = get32(at[i].virtual_address), size = get32(at[i].virtual_size);
        u64 off = get32(at[i].raw_off), raw_size = get32(at[i].raw_size);
        if (rva != next_rva || !size)
            return internal_error(link, "not adjacent to the section before it, or empty:", name);
        if (raw_size && (off < next_off || off + raw_size > link->file_size))
            return internal_error(link, "raw data out of order or outside the file:", name);
        next_rva = align_up(rva + size, align);
        if (raw_size) next_off = off + raw_size;
    }
    if (get32(opt->size_of_image) != next_rva)
        return internal_error(link, "SizeOfImage is not the end of", STR("the last section"));
    return true;
}
//< check-section-headers

// Reads the headers back from their bytes, so this also checks that the numbers were written where they belong.
static bool check_image(Link *link, Str headers) {
    const u8 *pe = headers.p + get32(((const DosHeaderRecord *)headers.p)->lfanew);
    const CoffHeaderRecord *coff = (const CoffHeaderRecord *)(pe + 4);
    const Pe32HeaderRecord *opt = (const Pe32HeaderRecord *)(coff + 1); // what is read here is the same in PE32+
    const u8 *after = (const u8 *)opt + get16(coff->optional_header_size);
    const DataDirectoryRecord *dirs = (const DataDirectoryRecord *)after - IMAGE_NUMBEROF_DIRECTORY_ENTRIES;
    u32 entry_rva = get32(opt->entry_rva),
        first_rva = (u32)align_up(get32(opt->size_of_headers), get32(opt->section_alignment));
    if (entry_rva && (entry_rva < first_rva || entry_rva >= get32(opt->size_of_image)))
        return internal_error(link, "the entry point is outside", STR("the sections"));
    for (u32 i = 0; i < IMAGE_NUMBEROF_DIRECTORY_ENTRIES; i++)
        if (!range_ok(get32(dirs[i].rva), get32(dirs[i].size), 1, get32(opt->size_of_image)))
            return internal_error(link, "a data directory is outside", STR("the image"));
    return check_section_headers(link, (const CoffSectionRecord *)after, get16(coff->section_count), opt);
}

// ---- The pass

// From digests in file order to the image's hash.
static Digest combine_hashes(Link *link, const PieceResult *results, u32 count) {
    Buffer b = {.arena = link->arena};
    for (u32 i = 0; i < count; i++)
        for (int k = 0; k < 4; k++) buffer_put64(&b, results[i].hash.lane[k]);
    return hash_bytes(b.p, b.n);
}

typedef struct {
    OutputFile *out;
    u32 checksum;
} LateWrite;

// Writes n bytes (even) at an even place that was zero until now, and adds them to the sum.
static bool write_late(Link *link, LateWrite *w, u64 file_off, const void *bytes, u64 n) {
    Message m = {0};
    w->checksum = pe_checksum_add(w->checksum, bytes, n);
    if (output_write(w->out, file_off, bytes, n, &m)) return true;
    diag_report(&link->diag, &m);
    return false;
}

static u64 file_off_of(const InputSection *s) { return s->group->out->file_off + (s->rva - s->group->out->rva); }

static bool write_repro_record(Link *link, LateWrite *w, Digest hash, le32 stamp) {
    u8 bytes[HASH_SIZE];
    for (int i = 0; i < 4; i++) store64(bytes + 8 * i, hash.lane[i]);
    memcpy(bytes + HASH_SIZE - 4, &stamp, 4);
    return write_late(link, w, file_off_of(link->repro_hash) + 4, bytes, HASH_SIZE);
}

// Every entry of the debug directory has the image's own time stamp [link.exe].
static bool write_debug_stamps(Link *link, LateWrite *w, le32 stamp) {
    u64 at = file_off_of(link->debug_directory) + offsetof(DebugDirectoryRecord, time_stamp);
    for (u32 off = 0; off < link->debug_directory->size; off += sizeof(DebugDirectoryRecord))
        if (!write_late(link, w, at + off, &stamp, 4)) return false;
    return true;
}

// Headers, symbol table and what depends on the whole image.
static bool write_rest(Link *link, OutputFile *out, PieceResult *results, u32 count) {
    LateFields late;
    LateWrite w = {.out = out};
    Str headers = make_headers(link, &late);
    if (!check_image(link, headers)) return false;
    results[count] = measure(link, headers.p, headers.n, 0);
    if (link->symbol_table.n) results[count + 1] = measure(link, link->symbol_table.p, link->symbol_table.n, 0);
    Digest hash = combine_hashes(link, results, count + 2);
    link->time_stamp = link->opt.has_time_stamp ? link->opt.time_stamp : (u32)(hash.lane[3] >> 32);
    le32 stamp = put32(link->time_stamp);
    for (u32 i = 0; i < count; i++) {
        le16 sum = put16((u16)results[i].checksum);
        w.checksum = pe_checksum_add(w.checksum, &sum, 2);
    }
    if (link->repro_hash && !write_repro_record(link, &w, hash, stamp)) return false;
    if (link->debug_directory && !write_debug_stamps(link, &w, stamp)) return false;
    if (link->symbol_table.n && !write_late(link, &w, link->symbol_table_off, link->symbol_table.p, link->symbol_table.n))
        return false;
    memcpy((u8 *)headers.p + late.time_stamp, &stamp, 4);
    if (has_checksum(link)) {
        u32 sum = pe_checksum_add(w.checksum, headers.p, headers.n);
        store32((u8 *)headers.p + late.checksum, pe_checksum_end(sum, link->file_size));
    }
    return write_late(link, &w, 0, headers.p, headers.n);
}

bool write_image(Link *link, OutputFile *out) {
    Message m = {0};
    if (!output_open(out, link->arena, arena_cstr(link->arena, link->opt.out), true, &m)) {
        diag_report(&link->diag, &m);
        return false;
    }
    PieceArray pieces = {0};
    for (u32 i = 0; i < link->out_sections.count; i++) cut_section(link, link->out_sections.at[i], &pieces);
    PieceResult *results = ARENA_ARRAY(link->arena, PieceResult, (u64)pieces.count + 2);
    if (!write_pieces(link, out, &pieces, results)) return false;
    if (!write_rest(link, out, results, pieces.count)) return false;
    Str finished = output_map(out, link->file_size); // without room for it, check_image has to do
    bool ok = !finished.n || check_finished_image(link, finished);
    output_unmap(finished);
    if (!ok) return false;
    if (output_prepare(out, link->file_size, &m)) return true;
    diag_report(&link->diag, &m);
    return false;
}
