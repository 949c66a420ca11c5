// reloc_arm64.c - the relocation types of ARM64 objects.
//
// Every ARM64 instruction has 4 bytes, so an address never fits into one. It takes two: ADRP loads the page (4 KB) of
// the target relative to the page of the instruction, and the next one adds the low 12 bits:
//
//      adrp x8, msg               PAGEBASE_REL21     bits 0-1 of the page distance in 29-30, bits 2-20 in 5-23
//      add  x8, x8, :lo12:msg     PAGEOFFSET_12A     the low 12 bits in 10-21
//      ldr  x0, [x8, :lo12:msg]   PAGEOFFSET_12L     the low 12 bits divided by the size of the access, in 10-21
//
// The addend stands in the same scattered bits. Branches count in instructions (4 bytes) from their own address.
// [PE: ARM64 Processors]
#include "linker.h"

static bool fits(i64 v, unsigned bits) { return v >= -((i64)1 << (bits - 1)) && v < (i64)1 << (bits - 1); }
static bool fits_u32(i64 v) { return v >= 0 && v <= UINT32_MAX; }

static i64 sign_extend(u64 v, unsigned bits) { return (i64)(v << (64 - bits)) >> (64 - bits); }

static i64 addend32(const u8 *place) { return (i32)load32(place); }

// A signed distance in `bits` bits from bit `shift` on, counted in instructions; in bytes.
static i64 get_branch(const u8 *place, unsigned bits, unsigned shift) {
    return sign_extend(load32(place) >> shift & ((1u << bits) - 1), bits) * 4;
}

static RelocStatus put_branch(u8 *place, const RelocValues *v, unsigned bits, unsigned shift, i64 *value) {
    u32 mask = ((1u << bits) - 1) << shift, word = load32(place);
    *value = (i64)(v->target_va - (v->image_base + v->place_rva)) + get_branch(place, bits, shift);
    if (!fits(*value, bits + 2) || *value & 3) return RELOC_OUT_OF_RANGE;
    store32(place, (word & ~mask) | ((u32)(*value >> 2) << shift & mask));
    return RELOC_OK;
}

// ADR (page_bits 0) and ADRP (page_bits 12): 21 bits in two pieces. The addend is in bytes for both.
static RelocStatus put_adr(u8 *place, const RelocValues *v, unsigned page_bits, i64 *value) {
    u32 word = load32(place);
    i64 addend = sign_extend((word >> 29 & 3) | (word >> 3 & 0x1ffffc), 21);
    i64 target = (i64)v->target_va + addend, here = (i64)(v->image_base + v->place_rva);
    *value = (target >> page_bits) - (here >> page_bits);
    if (!fits(*value, 21)) return RELOC_OUT_OF_RANGE;
    u32 imm = (u32)*value;
    store32(place, (word & 0x9f00001f) | (imm & 3) << 29 | (imm & 0x1ffffc) << 3);
    return RELOC_OK;
}

// The low 12 bits of a number, at bit 10 of the instruction, divided by the size of the access. The addend in the field
// is divided, too. A carry out of the low bits belongs to the ADRP, whose addend is the same.
static RelocStatus put_low12(u8 *place, u64 n, unsigned scale, i64 *value) {
    u32 word = load32(place);
    u32 low = (u32)(n + ((u64)(word >> 10 & 0xfff) << scale)) & 0xfff;
    *value = low;
    if (low & ((1u << scale) - 1)) return RELOC_OUT_OF_RANGE; // such an access must be aligned
    store32(place, (word & ~(0xfffu << 10)) | low >> scale << 10);
    return RELOC_OK;
}

// The access size of a load or store is in its top bits; 128-bit vector registers have the size bits 00 and a bit of
// their own.
static unsigned access_scale(const u8 *place) {
    u32 word = load32(place);
    return (word >> 30) + ((word & 0x04800000) == 0x04800000 ? 4 : 0);
}

static RelocStatus put_secrel_low12(u8 *place, const RelocValues *v, unsigned scale, i64 *value) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    return put_low12(place, v->target_section_off, scale, value);
}

static RelocStatus put_secrel_high12(u8 *place, const RelocValues *v, i64 *value) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    u32 word = load32(place);
    *value = (i64)(v->target_section_off >> 12) + (word >> 10 & 0xfff);
    if (*value > 0xfff) return RELOC_OUT_OF_RANGE;
    store32(place, (word & ~(0xfffu << 10)) | (u32)*value << 10);
    return RELOC_OK;
}

static RelocStatus put_u32(u8 *place, u64 n, RelocStatus otherwise, i64 *value) {
    *value = (i64)n + addend32(place);
    if (!fits_u32(*value)) return otherwise;
    store32(place, (u32)*value);
    return RELOC_OK;
}

static RelocStatus put_rva(u8 *place, const RelocValues *v, i64 *value) {
    if (v->is_absolute && v->target_va != 0) return RELOC_NOT_ABSOLUTE;
    return put_u32(place, v->target_rva, RELOC_OUT_OF_RANGE, value);
}

static RelocStatus put_secrel(u8 *place, const RelocValues *v, i64 *value) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    return put_u32(place, v->target_section_off, RELOC_OUT_OF_RANGE, value);
}

static RelocStatus put_section(u8 *place, const RelocValues *v) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    store16(place, (u16)(load16(place) + v->target_section_num));
    return RELOC_OK;
}

static RelocStatus put_addr64(u8 *place, const RelocValues *v) {
    store64(place, load64(place) + v->target_va);
    return RELOC_OK;
}

static RelocStatus put_rel32(u8 *place, const RelocValues *v, i64 *value) {
    *value = (i64)(v->target_va - (v->image_base + v->place_rva + 4)) + addend32(place);
    if (!fits(*value, 32)) return RELOC_OUT_OF_RANGE;
    store32(place, (u32)*value);
    return RELOC_OK;
}

static RelocStatus apply(u8 *place, u16 type, const RelocValues *v, i64 *value) {
    switch (type) {
    case IMAGE_REL_ARM64_ABSOLUTE: return RELOC_OK; // a filler
    case IMAGE_REL_ARM64_ADDR32: return put_u32(place, v->target_va, RELOC_NEEDS_32BIT_BASE, value);
    case IMAGE_REL_ARM64_ADDR32NB: return put_rva(place, v, value);
    case IMAGE_REL_ARM64_BRANCH26: return put_branch(place, v, 26, 0, value);
    case IMAGE_REL_ARM64_PAGEBASE_REL21: return put_adr(place, v, 12, value);
    case IMAGE_REL_ARM64_REL21: return put_adr(place, v, 0, value);
    case IMAGE_REL_ARM64_PAGEOFFSET_12A: return put_low12(place, v->target_va, 0, value);
    case IMAGE_REL_ARM64_PAGEOFFSET_12L: return put_low12(place, v->target_va, access_scale(place), value);
    case IMAGE_REL_ARM64_SECREL: return put_secrel(place, v, value);
    case IMAGE_REL_ARM64_SECREL_LOW12A: return put_secrel_low12(place, v, 0, value);
    case IMAGE_REL_ARM64_SECREL_HIGH12A: return put_secrel_high12(place, v, value);
    case IMAGE_REL_ARM64_SECREL_LOW12L: return put_secrel_low12(place, v, access_scale(place), value);
    case IMAGE_REL_ARM64_TOKEN: return RELOC_UNKNOWN_TYPE; // needs .NET metadata, which mylink does not make
    case IMAGE_REL_ARM64_SECTION: return put_section(place, v);
    case IMAGE_REL_ARM64_ADDR64: return put_addr64(place, v);
    case IMAGE_REL_ARM64_BRANCH19: return put_branch(place, v, 19, 5, value);
    case IMAGE_REL_ARM64_BRANCH14: return put_branch(place, v, 14, 5, value);
    case IMAGE_REL_ARM64_REL32: return put_rel32(place, v, value);
    default: return RELOC_UNKNOWN_TYPE;
    }
}

static u8 base_reloc_type(u16 type) {
    switch (type) {
    case IMAGE_REL_ARM64_ADDR64: return IMAGE_REL_BASED_DIR64;
    case IMAGE_REL_ARM64_ADDR32: return IMAGE_REL_BASED_HIGHLOW;
    default: return 0;
    }
}

static const u8 thunk[] = {
    0x10, 0x00, 0x00, 0x90, // adrp x16, page of the import address table's slot
    0x10, 0x02, 0x40, 0xf9, // ldr  x16, [x16, low 12 bits]
    0x00, 0x02, 0x1f, 0xd6, // br   x16
};

// A branch counts in words, so it reaches four times what its bits say, to either side.
static u32 branch_reach(u16 type) {
    switch (type) {
    case IMAGE_REL_ARM64_BRANCH26: return 1u << 27;
    case IMAGE_REL_ARM64_BRANCH19: return 1u << 20;
    case IMAGE_REL_ARM64_BRANCH14: return 1u << 15;
    default: return 0;
    }
}

static i64 branch_addend(u16 type, const u8 *place) {
    switch (type) {
    case IMAGE_REL_ARM64_BRANCH26: return get_branch(place, 26, 0);
    case IMAGE_REL_ARM64_BRANCH19: return get_branch(place, 19, 5);
    case IMAGE_REL_ARM64_BRANCH14: return get_branch(place, 14, 5);
    default: return 0;
    }
}

static const u8 range_thunk[] = {
    0x10, 0x00, 0x00, 0x90, // adrp x16, page of the target
    0x10, 0x02, 0x00, 0x91, // add  x16, x16, low 12 bits
    0x00, 0x02, 0x1f, 0xd6, // br   x16
};

static void put_range_thunk(u8 *to, u64 place_va, u64 target_va) {
    i64 value;
    RelocValues v = {.image_base = place_va, .target_va = target_va}; // place_rva 0
    memcpy(to, range_thunk, sizeof range_thunk);
    put_adr(to, &v, 12, &value); // 4 GB to either side: anywhere in an image
    put_low12(to + 4, target_va, 0, &value);
}

const Machine machine_arm64 = {
    .id = IMAGE_FILE_MACHINE_ARM64,
    .name = "arm64",
    .pointer_size = 8,
    .exe_base = 0x140000000,
    .dll_base = 0x180000000,
    .prefix = "",
    .code_fill = 0, // 00000000 is an undefined instruction
    .apply = apply,
    .base_reloc_type = base_reloc_type,
    .rel_address = IMAGE_REL_ARM64_ADDR64,
    .rel_rva = IMAGE_REL_ARM64_ADDR32NB,
    .thunk = thunk,
    .thunk_size = sizeof thunk,
    .thunk_align = 4,
    .thunk_relocs = {{0, IMAGE_REL_ARM64_PAGEBASE_REL21}, {4, IMAGE_REL_ARM64_PAGEOFFSET_12L}},
    .branch_reach = branch_reach,
    .branch_addend = branch_addend,
    .least_reach = 1u << 15,
    .range_thunk_size = sizeof range_thunk,
    .put_range_thunk = put_range_thunk,
};
