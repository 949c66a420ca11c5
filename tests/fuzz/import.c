// import.c - short import records; one that is accepted is written again and must say the same.
#include "../../objfmt/import_obj.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    ImportObject imp, again;
    Message m = {0};
    Str bytes = {data, size};
    if (import_obj_open(&imp, &a, bytes, STR("fuzz"), &m)) {
        FUZZ_CHECK(imp.type <= IMPORT_OBJECT_CONST && imp.name_type <= IMPORT_OBJECT_NAME_EXPORTAS);
        FUZZ_CHECK(import_obj_open(&again, &a, import_obj_write(&a, &imp), STR("again"), &m));
        FUZZ_CHECK(str_eq(imp.symbol, again.symbol) && str_eq(imp.dll, again.dll));
        FUZZ_CHECK(str_eq(imp.export_name, again.export_name) && imp.hint == again.hint);
    } else {
        FUZZ_CHECK(m.text.n);
    }
    if (identify_file(bytes) == FILE_TYPE_IMPORT_OBJECT) fuzz_dump(&a, bytes);
    arena_free(&a);
    return 0;
}
