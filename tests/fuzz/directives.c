// directives.c - the text of a .drectve section, as an object brings it into a link.
#include "../../linker/linker.h"
#include "fuzz.h"

static Str object_with(Arena *a, Str directives) {
    CoffBuilder b;
    coff_builder_init(&b, a, IMAGE_FILE_MACHINE_AMD64);
    u32 num = coff_add_section(&b, STR(".drectve"), IMAGE_SCN_LNK_INFO | IMAGE_SCN_LNK_REMOVE | 1u << 20);
    buffer_put_str(coff_section_data(&b, num), directives);
    return coff_write(&b, a);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    Link *link = ARENA_NEW(&a, Link);
    link->arena = &a;
    link->diag = (Diag){.tool = "LINK", .arena = &a, .explain = true};
    char *argv[] = {"mylink", "/noentry", "/dll", "fuzz.obj"};
    if (read_options(link, 4, argv)) {
        Options before = link->opt;
        add_object(link, object_with(&a, (Str){data, size}), STR("fuzz.obj"), NULL);
        // What an object must not decide: names of files, and what counts as an error.
        FUZZ_CHECK(str_eq(before.out, link->opt.out) && str_eq(before.implib, link->opt.implib));
        FUZZ_CHECK(str_eq(before.map, link->opt.map) && str_eq(before.def_file, link->opt.def_file));
        FUZZ_CHECK(str_eq(before.stub, link->opt.stub) && str_eq(before.order_file, link->opt.order_file));
        FUZZ_CHECK(before.lib_paths.count == link->opt.lib_paths.count &&
                   before.force_unresolved == link->opt.force_unresolved);
    }
    arena_free(&a);
    return 0;
}
