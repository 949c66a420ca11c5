// image-dump.c - images: mydump's reader of every table, its comparison, and the readers of DLLs in mylink and mylib.
#include "../../implib/dll_exports.h"
#include "fuzz.h"

// mylib x.dll /OUT:x.lib, and a DLL as the linker's input
static void library_of(Arena *a, const PeImage *pe) {
    Diag diag = {.tool = "LIB", .arena = a, .explain = true};
    DllExports dll = {.arena = a, .diag = &diag, .machine = pe->machine};
    Message m = {0};
    Str bytes;
    Archive ar;
    u32 unnamed;
    if (!dll_exports_read(&dll, pe, &unnamed, &m)) return;
    if (dll_exports_library(&dll, &bytes, &m)) FUZZ_CHECK(archive_open(&ar, a, bytes, STR("fuzz.lib"), &m));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    Message m = {0};
    PeImage pe;
    Str bytes = {data, size};
    if (pe_open(&pe, &a, bytes, STR("fuzz"), &m)) {
        for (u32 i = 0; i < pe.section_count; i++) {
            const PeSection *s = &pe.sections[i];
            FUZZ_CHECK(s->raw_size == 0 || range_ok(s->raw_off, s->raw_size, 1, size));
        }
        library_of(&a, &pe);
        Diag diag = {.tool = "DUMP", .arena = &a, .explain = true};
        Dump d = {.opt = {.flags = DUMP_ALL}, .diag = &diag, .arena = &a, .out = ARENA_NEW(&a, DumpOut)};
        FUZZ_CHECK(compare_images(&d, bytes, STR("a"), bytes, STR("b")) || diag.error_count || d.failed);
    } else {
        FUZZ_CHECK(m.text.n);
    }
    if (identify_file(bytes) == FILE_TYPE_IMAGE) fuzz_dump(&a, bytes);
    arena_free(&a);
    return 0;
}
