// unit-reloc.c - relocation arithmetic at its edges: the largest value that fits, and the first that does not.
#include "../linker/linker.h"
#include "unit.h"

typedef struct {
    const char *name;
    const Machine *machine;
    u16 type;
    u32 before;       // the field's first 4 bytes
    RelocValues v;
    RelocStatus status;
    u32 after;        // when status is RELOC_OK
} Case;

#define BASE 0x140000000ull
#define AT(rva) .image_base = BASE, .target_va = BASE + (rva), .target_rva = (rva)
#define X64   &machine_x64
#define ARM64 &machine_arm64

static const Case cases[] = {
    {"REL32 +2 GB - 1", X64, IMAGE_REL_AMD64_REL32, 0x7fffffff, {AT(0x1004), .place_rva = 0x1000}, RELOC_OK, 0x7fffffff},
    {"REL32 +2 GB", X64, IMAGE_REL_AMD64_REL32, 0x7fffffff, {AT(0x1005), .place_rva = 0x1000}, RELOC_OUT_OF_RANGE, 0},
    {"REL32 -2 GB", X64, IMAGE_REL_AMD64_REL32, 0x80000000, {AT(0x1004), .place_rva = 0x1000}, RELOC_OK, 0x80000000},
    {"REL32 -2 GB - 1", X64, IMAGE_REL_AMD64_REL32, 0x80000000, {AT(0x1003), .place_rva = 0x1000}, RELOC_OUT_OF_RANGE, 0},
    {"REL32_5 -2 GB - 1", X64, IMAGE_REL_AMD64_REL32_5, 0x80000000, {AT(0x1008), .place_rva = 0x1000}, RELOC_OUT_OF_RANGE, 0},
    {"ADDR32 4 GB - 1", X64, IMAGE_REL_AMD64_ADDR32, 0xffff, {.image_base = 0xff000000, .target_va = 0xffff0000}, RELOC_OK, 0xffffffff},
    {"ADDR32 4 GB", X64, IMAGE_REL_AMD64_ADDR32, 0x10, {.image_base = 0xff000000, .target_va = 0xfffffff0}, RELOC_NEEDS_32BIT_BASE, 0},
    {"ADDR32 below 0", X64, IMAGE_REL_AMD64_ADDR32, 0xffffff00, {.image_base = 0x10000, .target_va = 0x80}, RELOC_NEEDS_32BIT_BASE, 0},
    {"ADDR32 number -1", X64, IMAGE_REL_AMD64_ADDR32, 0, {.is_absolute = true, .target_va = UINT64_MAX}, RELOC_OK, 0xffffffff},
    {"ADDR32NB wraps below 0", X64, IMAGE_REL_AMD64_ADDR32NB, 0xfffff000, {AT(0xfff)}, RELOC_OUT_OF_RANGE, 0},
    {"ADDR32NB base", X64, IMAGE_REL_AMD64_ADDR32NB, 0, {AT(0)}, RELOC_OK, 0},
    {"SECREL7 127", X64, IMAGE_REL_AMD64_SECREL7, 0xffffff8f, {AT(0), .target_section_off = 0x70}, RELOC_OK, 0xffffffff},
    {"SECREL7 128", X64, IMAGE_REL_AMD64_SECREL7, 0x10, {AT(0), .target_section_off = 0x70}, RELOC_OUT_OF_RANGE, 0},
    {"SECTION", X64, IMAGE_REL_AMD64_SECTION, 0xaaaa0001, {AT(0), .target_section_num = 6}, RELOC_OK, 0xaaaa0007},
    {"x86 REL32 wraps", &machine_x86, IMAGE_REL_I386_REL32, 0, {.image_base = 0x400000, .target_va = 0x1000, .place_rva = 0x2000}, RELOC_OK, 0xffbfeffc},
    {"x86 DIR32 minus", &machine_x86, IMAGE_REL_I386_DIR32, 0xfffffffc, {.image_base = 0x400000, .target_va = 0x401000}, RELOC_OK, 0x400ffc},
    // Branches reach 2^(bits + 1) bytes either way, in steps of 4.
    {"BRANCH26 +128 MB - 4", ARM64, IMAGE_REL_ARM64_BRANCH26, 0x94000000, {AT(0x8000ffc), .place_rva = 0x1000}, RELOC_OK, 0x95ffffff},
    {"BRANCH26 +128 MB", ARM64, IMAGE_REL_ARM64_BRANCH26, 0x94000000, {AT(0x8001000), .place_rva = 0x1000}, RELOC_OUT_OF_RANGE, 0},
    {"BRANCH26 -128 MB", ARM64, IMAGE_REL_ARM64_BRANCH26, 0x94000000, {AT(0), .place_rva = 0x8000000}, RELOC_OK, 0x96000000},
    {"BRANCH26 odd", ARM64, IMAGE_REL_ARM64_BRANCH26, 0x94000000, {AT(0x1002), .place_rva = 0x1000}, RELOC_OUT_OF_RANGE, 0},
    {"BRANCH26 addend", ARM64, IMAGE_REL_ARM64_BRANCH26, 0x97ffffff, {AT(0x1008), .place_rva = 0x1000}, RELOC_OK, 0x94000001},
    {"BRANCH19 +1 MB - 4", ARM64, IMAGE_REL_ARM64_BRANCH19, 0x54000000, {AT(0x100ffc), .place_rva = 0x1000}, RELOC_OK, 0x547fffe0},
    {"BRANCH19 +1 MB", ARM64, IMAGE_REL_ARM64_BRANCH19, 0x54000000, {AT(0x101000), .place_rva = 0x1000}, RELOC_OUT_OF_RANGE, 0},
    {"BRANCH14 -32 KB", ARM64, IMAGE_REL_ARM64_BRANCH14, 0x36000000, {AT(0), .place_rva = 0x8000}, RELOC_OK, 0x36040000},
    {"BRANCH14 +32 KB", ARM64, IMAGE_REL_ARM64_BRANCH14, 0x36000000, {AT(0x9000), .place_rva = 0x1000}, RELOC_OUT_OF_RANGE, 0},
    {"ADRP -1 page", ARM64, IMAGE_REL_ARM64_PAGEBASE_REL21, 0x90000008, {AT(0xfff), .place_rva = 0x1ffc}, RELOC_OK, 0xf0ffffe8},
    {"ADRP addend crosses", ARM64, IMAGE_REL_ARM64_PAGEBASE_REL21, 0x90000048, {AT(0x1ff8), .place_rva = 0x1000}, RELOC_OK, 0xb0000008},
    {"ADR +1 MB - 1", ARM64, IMAGE_REL_ARM64_REL21, 0x10000000, {AT(0x100fff), .place_rva = 0x1000}, RELOC_OK, 0x707fffe0},
    {"ADR +1 MB", ARM64, IMAGE_REL_ARM64_REL21, 0x10000000, {AT(0x101000), .place_rva = 0x1000}, RELOC_OUT_OF_RANGE, 0},
    {"12A", ARM64, IMAGE_REL_ARM64_PAGEOFFSET_12A, 0x91000000, {AT(0x1fff)}, RELOC_OK, 0x913ffc00},
    {"12L 8 bytes", ARM64, IMAGE_REL_ARM64_PAGEOFFSET_12L, 0xf9400000, {AT(0x1ff8)}, RELOC_OK, 0xf947fc00},
    {"12L 8 bytes, odd", ARM64, IMAGE_REL_ARM64_PAGEOFFSET_12L, 0xf9400000, {AT(0x1ffc)}, RELOC_OUT_OF_RANGE, 0},
    {"12L 16 bytes", ARM64, IMAGE_REL_ARM64_PAGEOFFSET_12L, 0x3dc00000, {AT(0x1010)}, RELOC_OK, 0x3dc00400},
    {"SECREL_HIGH12A 16 MB", ARM64, IMAGE_REL_ARM64_SECREL_HIGH12A, 0x91400000, {AT(0), .target_section_off = 0x1000000}, RELOC_OUT_OF_RANGE, 0},
    {"SECREL_HIGH12A", ARM64, IMAGE_REL_ARM64_SECREL_HIGH12A, 0x91400000, {AT(0), .target_section_off = 0xfff123}, RELOC_OK, 0x917ffc00},
    {"ADDR32 high", ARM64, IMAGE_REL_ARM64_ADDR32, 0, {AT(0x1000)}, RELOC_NEEDS_32BIT_BASE, 0},
};

int main(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Case *c = &cases[i];
        u8 place[8] = {0};
        i64 value = 0;
        store32(place, c->before);
        RelocStatus status = c->machine->apply(place, c->type, &c->v, &value);
        bool ok = status == c->status && load32(place) == (status == RELOC_OK ? c->after : c->before);
        if (!ok) printf("# %s: status %d, field %08x\n", c->name, status, load32(place));
        CHECK(c->name, ok);
    }
    // No other number is taken for a type.
    for (u32 type = 0; type < 0x10000; type++) {
        const Machine *machines[] = {&machine_x64, &machine_x86, &machine_arm64};
        for (int m = 0; m < 3; m++) {
            u8 place[8] = {0};
            i64 value = 0;
            RelocValues v = {AT(0x1000), .place_rva = 0x1000};
            bool known = coff_reloc_name(machines[m]->id, (u16)type) != NULL;
            if (machines[m]->apply(place, (u16)type, &v, &value) != RELOC_UNKNOWN_TYPE && !known) CHECK("an unknown type is refused", false);
        }
    }
    return unit_result();
}
