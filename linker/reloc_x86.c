// reloc_x86.c - the relocation types of x86 objects.
//
// x86 has no rip-relative data access: every access to a variable holds its full 32-bit address (DIR32), even in code,
// and every one needs a base relocation. Only jumps and calls are relative (REL32), counted from the end of the field.
//
// Addresses wrap at 4 GB: a REL32 reaches everything, and `array - 4` is as good as any address. So sums here are
// modulo 2^32, and nothing but the small section offsets can be out of range. [PE: Intel 386 Processors]
#include "linker.h"

static RelocStatus add32(u8 *place, u64 n) {
    store32(place, load32(place) + (u32)n);
    return RELOC_OK;
}

static RelocStatus put_rva(u8 *place, const RelocValues *v) {
    if (v->is_absolute && v->target_va != 0) return RELOC_NOT_ABSOLUTE;
    return add32(place, v->target_rva);
}

static RelocStatus put_section(u8 *place, const RelocValues *v) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    store16(place, (u16)(load16(place) + v->target_section_num));
    return RELOC_OK;
}

static RelocStatus put_secrel(u8 *place, const RelocValues *v) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    return add32(place, v->target_section_off);
}

static RelocStatus put_secrel7(u8 *place, const RelocValues *v, i64 *value) {
    if (v->is_absolute) return RELOC_NOT_ABSOLUTE;
    *value = (i64)(*place & 0x7f) + v->target_section_off;
    if (*value > 0x7f) return RELOC_OUT_OF_RANGE;
    *place = (u8)((*place & 0x80) | *value);
    return RELOC_OK;
}

static RelocStatus apply(u8 *place, u16 type, const RelocValues *v, i64 *value) {
    switch (type) {
    case IMAGE_REL_I386_ABSOLUTE: return RELOC_OK;        // a filler
    case IMAGE_REL_I386_DIR16: return RELOC_UNKNOWN_TYPE; // "not supported" says the specification: 16-bit code
    case IMAGE_REL_I386_REL16: return RELOC_UNKNOWN_TYPE;
    case IMAGE_REL_I386_DIR32: return add32(place, v->target_va);
    case IMAGE_REL_I386_DIR32NB: return put_rva(place, v);
    case IMAGE_REL_I386_SEG12: return RELOC_UNKNOWN_TYPE;
    case IMAGE_REL_I386_SECTION: return put_section(place, v);
    case IMAGE_REL_I386_SECREL: return put_secrel(place, v);
    case IMAGE_REL_I386_TOKEN: return RELOC_UNKNOWN_TYPE; // needs .NET metadata, which mylink does not make
    case IMAGE_REL_I386_SECREL7: return put_secrel7(place, v, value);
    case IMAGE_REL_I386_REL32: return add32(place, v->target_va - (v->image_base + v->place_rva + 4));
    default: return RELOC_UNKNOWN_TYPE;
    }
}

static u8 base_reloc_type(u16 type) { return type == IMAGE_REL_I386_DIR32 ? IMAGE_REL_BASED_HIGHLOW : 0; }

// jmp [address of the slot of the import address table].
static const u8 thunk[] = {0xff, 0x25, 0, 0, 0, 0};

const Machine machine_x86 = {
    .id = IMAGE_FILE_MACHINE_I386,
    .name = "x86",
    .pointer_size = 4,
    .exe_base = 0x400000,
    .dll_base = 0x10000000,
    .prefix = "_",
    .code_fill = 0xcc, // int3
    .apply = apply,
    .base_reloc_type = base_reloc_type,
    .rel_address = IMAGE_REL_I386_DIR32,
    .rel_rva = IMAGE_REL_I386_DIR32NB,
    .thunk = thunk,
    .thunk_size = sizeof thunk,
    .thunk_align = 1, // [link.exe] packed
    .thunk_relocs = {{2, IMAGE_REL_I386_DIR32}},
};
