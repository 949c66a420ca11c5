// def.c - .def files, and each line of them as an /EXPORT option; from what was read, an import library and an .exp
// file.
#include "../../implib/dll_exports.h"
#include "fuzz.h"

static void make_library(Arena *a, Diag *diag, const DefFile *def, u16 machine) {
    DllExports dll = {.arena = a, .diag = diag, .machine = machine, .dll = STR("fuzz.dll")};
    MemberList none = {.arena = a, .diag = diag};
    Message m = {0};
    Str bytes;
    Archive ar;
    CoffObject o;
    for (u32 i = 0; i < def->exports.count; i++) dll_exports_add(&dll, &def->exports.at[i], STR("fuzz.def"));
    dll_exports_resolve(&dll, &none);
    if (dll_exports_library(&dll, &bytes, &m)) FUZZ_CHECK(archive_open(&ar, a, bytes, STR("fuzz.lib"), &m));
    if (dll_exports_exp(&dll, &bytes, &m)) FUZZ_CHECK(coff_open(&o, a, bytes, STR("fuzz.exp"), &m));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    Diag diag = {.tool = "LIB", .arena = &a, .explain = true};
    Message m = {0};
    DefFile def = {0};
    Str text = {data, size};
    if (def_read(&def, &a, text, STR("fuzz.def"), &diag, &m)) {
        make_library(&a, &diag, &def, IMAGE_FILE_MACHINE_AMD64);
        make_library(&a, &diag, &def, IMAGE_FILE_MACHINE_I386);
    } else {
        FUZZ_CHECK(m.text.n);
    }
    for (size_t from = 0, n; from < text.n; from += n + 1) {
        DefExport e = {0};
        n = str_find(str_slice(text, from, text.n), '\n');
        def_parse_export(&e, &a, str_slice(text, from, from + n), &m);
    }
    arena_free(&a);
    return 0;
}
