// object.c - object files: coff_open, and everything that it promises its callers (objfmt/coff.h).
#include "fuzz.h"

static u32 look_at_symbols(const CoffObject *o) {
    u32 sum = 0;
    for (u32 i = 0; i < o->symbol_count; i++) {
        CoffSymbol s = coff_symbol(o, i);
        sum += fuzz_touch(s.name);
        FUZZ_CHECK(s.section_num >= IMAGE_SYM_DEBUG && s.section_num <= (i32)o->section_count);
        FUZZ_CHECK(s.aux_count < o->symbol_count - i);
        if (s.storage_class == IMAGE_SYM_CLASS_WEAK_EXTERNAL) {
            CoffAuxWeak weak = coff_aux_weak(o, i);
            FUZZ_CHECK(weak.default_idx < o->symbol_count && weak.default_idx != i);
        } else if (coff_is_section_definition(&s)) {
            sum += coff_aux_section(o, i).selection;
        }
        i += s.aux_count;
    }
    return sum;
}

static u32 look_at_sections(const CoffObject *o) {
    u32 sum = 0;
    for (u32 num = 1; num <= o->section_count; num++) {
        CoffSection s = coff_section(o, num);
        sum += fuzz_touch(s.name) + (s.data ? fuzz_touch((Str){s.data, s.size}) : 0);
        FUZZ_CHECK(is_pow2(s.align));
        CoffRelocs relocs = coff_relocs(o, num);
        for (u32 i = 0; i < relocs.count; i++) {
            CoffReloc r = coff_reloc(relocs, i);
            FUZZ_CHECK(r.symbol_idx < o->symbol_count);
            FUZZ_CHECK(range_ok(r.section_off, coff_reloc_size(o->machine, r.type), 1, s.data ? s.size : 0) ||
                       coff_reloc_size(o->machine, r.type) == 0);
        }
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    CoffObject o;
    Message m = {0};
    Str bytes = {data, size};
    volatile u32 sum = 0;
    if (coff_open(&o, &a, bytes, STR("fuzz"), &m))
        sum = look_at_symbols(&o) + look_at_sections(&o);
    else
        FUZZ_CHECK(m.text.n);
    (void)sum;
    fuzz_dump(&a, bytes);
    arena_free(&a);
    return 0;
}

size_t LLVMFuzzerCustomMutator(u8 *data, size_t size, size_t max_size, unsigned seed) {
    return fuzz_mutate_object(data, size, max_size, seed);
}
