// names.c - C++ names as objects have them, in Microsoft's way and the Itanium ABI's, one a line.
#include "../../objfmt/demangle.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    enum { LONGEST = 4000 }; // decorated_name.h: back references do not double a text for ever
    Arena a = {0};
    Str text = {data, size};
    volatile u32 sum = 0;
    for (size_t from = 0, n; from < text.n; from += n + 1) {
        n = str_find(str_slice(text, from, text.n), '\n');
        Str name = str_slice(text, from, from + n);
        Str shown[] = {microsoft_declaration(&a, name), itanium_declaration(&a, name)};
        for (u32 i = 0; i < 2; i++) {
            FUZZ_CHECK(shown[i].n <= LONGEST);
            FUZZ_CHECK(!shown[i].n || is_cxx_name(name));
            sum += fuzz_touch(shown[i]);
        }
        sum += fuzz_touch(plain_cxx_name(&a, name)) + fuzz_touch(cxx_name_part(name));
    }
    (void)sum;
    arena_free(&a);
    return 0;
}
