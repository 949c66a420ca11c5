// res.c - .res files.
#include "../../objfmt/res.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    Message m = {0};
    ResEntry e, before = {0};
    Str bytes = {data, size};
    volatile u32 sum = 0;
    u64 pos = 0, last = 0;
    while (res_next(bytes, STR("fuzz"), &pos, &e, &a, &m)) {
        FUZZ_CHECK(pos > last); // or it would never end
        last = pos;
        sum += fuzz_touch(e.data) + fuzz_touch(res_key_text(&a, &e.type, true)) +
               fuzz_touch(res_key_text(&a, &e.name, false));
        sum += (u32)res_key_compare(&before.name, &e.name);
        before = e;
    }
    (void)sum;
    if (identify_file(bytes) == FILE_TYPE_RES) fuzz_dump(&a, bytes);
    arena_free(&a);
    return 0;
}
