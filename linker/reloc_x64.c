// reloc_x64.c - the relocation types of x64 objects.
//
// x64 code reaches nearly everything relative to rip, with 32-bit distances: REL32. REL32_1 to REL32_5 are for
// instructions that have 1 to 5 bytes behind the field (an immediate operand): rip counts from the instruction's end,
// not the field's.
//
//      c6 05 [d d d d] 2a        mov byte [rip + d], 42      REL32_1
//
// Full addresses stand in data (ADDR64) and need a base relocation. 32-bit addresses (ADDR32) fit only when the image
// lies below 4 GB. [PE: x64 Processors]
#include "linker.h"

static bool fits_i32(i64 v) { return v >= INT32_MIN && v <= INT32_MAX; }
static bool fits_u32(i64 v) { return v >= 0 && v <= UINT32_MAX; }

// The field holds a signed addend; all sums are 64-bit, so that what does not fit is seen.
static i64 addend32(const u8 *place) { return (i32)load32(place); }

//> lab-x64-fields
//> put-rel32
static RelocStatus put_rel32(u8 *place, const RelocValues *v, u32 bytes_behind, i64 *value) {
    *value = (i64)(v->target_va - (v->image_base + v->place_rva + 4 + bytes_behind)) + addend32(place);
    if (!fits_i32(*value)) return RELOC_OUT_OF_RANGE;
    store32(place, (u32)*value);
    return RELOC_OK;
}
//< put-rel32

//> put-addr32
static RelocStatus put_addr32(u8 *place, const RelocValues *v, i64 *value) {
    *value = (i64)v->target_va + addend32(place);
    if (!fits_u32(*value) && !(v->is_absolute && fits_i32(*value)))
        return v->is_absolute ? RELOC_OUT_OF_RANGE : RELOC_NEEDS_32BIT_BASE;
    store32(place, (u32)*value);
    return RELOC_OK;
}
//< put-addr32

static RelocStatus put_addr64(u8 *place, const RelocValues *v) {
    store64(place, load64(place) + v->target_va);
    return RELOC_OK;
}

// The RVA of the absolute number 0 (a weak name without definition) is 0: "nothing". Other numbers have none.
static RelocStatus put_rva(u8 *place, const RelocValues *v, i64 *value) {
    if (v->is_absolute && v->target_va != 0) return RELOC_NOT_ABSOLUTE;
    *value = v->target_rva + addend32(place);
    if (!fits_u32(*value)) return RELOC_OUT_OF_RANGE;
    store32(place, (u32)*value);
    return RELOC_OK;
}

static RelocStatus put_section(u8 *place, const RelocValues *v) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    store16(place, (u16)(load16(place) + v->target_section_num));
    return RELOC_OK;
}

static RelocStatus put_secrel(u8 *place, const RelocValues *v, i64 *value) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    *value = v->target_section_off + addend32(place);
    if (!fits_u32(*value)) return RELOC_OUT_OF_RANGE;
    store32(place, (u32)*value);
    return RELOC_OK;
}

static RelocStatus put_secrel7(u8 *place, const RelocValues *v, i64 *value) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    *value = (i64)(*place & 0x7f) + v->target_section_off;
    if (*value > 0x7f) return RELOC_OUT_OF_RANGE;
    *place = (u8)((*place & 0x80) | *value);
    return RELOC_OK;
}

//> apply-x64
static RelocStatus apply(u8 *place, u16 type, const RelocValues *v, i64 *value) {
    switch (type) {
    case IMAGE_REL_AMD64_ABSOLUTE: return RELOC_OK; // a filler
    case IMAGE_REL_AMD64_ADDR64: return put_addr64(place, v);
    case IMAGE_REL_AMD64_ADDR32: return put_addr32(place, v, value);
    case IMAGE_REL_AMD64_ADDR32NB: return put_rva(place, v, value);
    case IMAGE_REL_AMD64_REL32: return put_rel32(place, v, 0, value);
    case IMAGE_REL_AMD64_REL32_1: return put_rel32(place, v, 1, value);
    case IMAGE_REL_AMD64_REL32_2: return put_rel32(place, v, 2, value);
    case IMAGE_REL_AMD64_REL32_3: return put_rel32(place, v, 3, value);
    case IMAGE_REL_AMD64_REL32_4: return put_rel32(place, v, 4, value);
    case IMAGE_REL_AMD64_REL32_5: return put_rel32(place, v, 5, value);
    case IMAGE_REL_AMD64_SECTION: return put_section(place, v);
    case IMAGE_REL_AMD64_SECREL: return put_secrel(place, v, value);
    case IMAGE_REL_AMD64_SECREL7: return put_secrel7(place, v, value);
//< apply-x64
    case IMAGE_REL_AMD64_TOKEN: return RELOC_UNKNOWN_TYPE;  // needs .NET metadata, which mylink does not make
    case IMAGE_REL_AMD64_SREL32: return RELOC_UNKNOWN_TYPE; // the span-dependent ones: no tool writes them, and the
    case IMAGE_REL_AMD64_PAIR: return RELOC_UNKNOWN_TYPE;   // specification does not say how the two values combine
    case IMAGE_REL_AMD64_SSPAN32: return RELOC_UNKNOWN_TYPE;
    default: return RELOC_UNKNOWN_TYPE;
    }
}
//< lab-x64-fields

static u8 base_reloc_type(u16 type) {
    switch (type) {
    case IMAGE_REL_AMD64_ADDR64: return IMAGE_REL_BASED_DIR64;
    case IMAGE_REL_AMD64_ADDR32: return IMAGE_REL_BASED_HIGHLOW;
    default: return 0;
    }
}

// jmp [rip + d]: through the slot of the import address table.
static const u8 thunk[] = {0xff, 0x25, 0, 0, 0, 0};

const Machine machine_x64 = {
    .id = IMAGE_FILE_MACHINE_AMD64,
    .name = "x64",
    .pointer_size = 8,
    .exe_base = 0x140000000,
    .dll_base = 0x180000000,
    .prefix = "",
    .code_fill = 0xcc, // int3
    .apply = apply,
    .base_reloc_type = base_reloc_type,
    .rel_address = IMAGE_REL_AMD64_ADDR64,
    .rel_rva = IMAGE_REL_AMD64_ADDR32NB,
    .thunk = thunk,
    .thunk_size = sizeof thunk,
    .thunk_align = 1, // [link.exe] packed
    .thunk_relocs = {{2, IMAGE_REL_AMD64_REL32}},
};
