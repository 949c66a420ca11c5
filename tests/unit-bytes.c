// unit-bytes.c - byte strings, fields on disk, checked arithmetic, the arena and its buffers, text made printable.
#include "unit.h"

static Arena arena;

static void check_strings(void) {
    CHECK("str_cmp orders by bytes", str_cmp(STR("a"), STR("b")) < 0 && str_cmp(STR("\x7f"), STR("\x80")) < 0);
    CHECK("and then by length", str_cmp(STR("ab"), STR("a")) > 0 && str_cmp(STR(""), STR("")) == 0);
    CHECK("str_eq_nocase folds ASCII only", str_eq_nocase(STR("KERNEL32.Lib"), STR("kernel32.lib")) &&
                                                !str_eq_nocase(STR("\xc4"), STR("\xe4")));
    CHECK("str_find and str_rfind", str_find(STR("a.b.c"), '.') == 1 && str_rfind(STR("a.b.c"), '.') == 3 &&
                                        str_find(STR("abc"), '.') == 3 && str_rfind(STR("abc"), '.') == 3);
    CHECK("prefix and suffix", str_starts(STR("abc"), STR("ab")) && !str_starts(STR("a"), STR("ab")) &&
                                   str_ends(STR("abc"), STR("bc")) && !str_ends(STR("c"), STR("bc")) &&
                                   str_ends(STR("abc"), STR("")));
    CHECK("an empty Str needs no pointer", str_eq((Str){0}, STR("")) && str_find((Str){0}, 'x') == 0);
}

static void check_fields(void) {
    CHECK("16 bits", get16(put16(0xfedc)) == 0xfedc && put16(0xfedc).b[0] == 0xdc);
    CHECK("32 bits", get32(put32(0xfedcba98)) == 0xfedcba98 && put32(0xfedcba98).b[3] == 0xfe);
    CHECK("64 bits", get64(put64(0xfedcba9876543210)) == 0xfedcba9876543210 && put64(0xfedcba9876543210).b[0] == 0x10);
    CHECK("big-endian", get_be32(put_be32(0x01020304)) == 0x01020304 && put_be32(0x01020304).b[0] == 1);
    u8 at[12] = {0};
    store32(at + 1, 0x89abcdef);
    store64(at + 3, load64(at + 3) | 0x8000000000000000);
    CHECK("any address", load32(at + 1) == 0x89abcdef && load16(at + 2) == 0xabcd && at[10] == 0x80);
}

static void check_ranges(void) {
    CHECK("a range inside", range_ok(0, 10, 1, 10) && range_ok(10, 0, 1, 10) && range_ok(4, 3, 2, 10));
    CHECK("one byte too far", !range_ok(1, 10, 1, 10) && !range_ok(5, 3, 2, 10) && !range_ok(11, 0, 1, 10));
    CHECK("32-bit products and sums that would wrap",
          !range_ok(0, 0x0ccccccd, 20, 0xffffffff) && !range_ok(0xffffffff, 0xffffffff, 40, 0xfffffffe));
    CHECK("64-bit ones", !range_ok(8, UINT64_MAX, 2, 100) && !range_ok(UINT64_MAX, 2, 1, 100));
    u64 sum = 7;
    CHECK("add_ok", add_ok(UINT64_MAX - 1, 1, &sum) && sum == UINT64_MAX && !add_ok(UINT64_MAX, 1, &sum));
    CHECK("align_up", align_up(0, 16) == 0 && align_up(1, 16) == 16 && align_up(0xffffffff, 4096) == 0x100000000);
    CHECK("is_pow2", is_pow2(1) && is_pow2(4096) && !is_pow2(0) && !is_pow2(24));
}

static bool all_zero(const u8 *p, u64 n) {
    while (n && !*p) p++, n--;
    return n == 0;
}

static void check_arena(void) {
    Arena a = {0};
    bool zero = true, aligned = true;
    for (u64 size = 0; size < 300000; size = size * 2 + 3) {
        u8 *p = arena_alloc(&a, size);
        zero &= all_zero(p, size);
        aligned &= (uintptr_t)p % 16 == 0;
        memset(p, 0xcc, size);
    }
    CHECK("memory is zero at birth", zero);
    CHECK("memory is aligned to 16", aligned);
    u8 *small = arena_alloc(&a, 16);
    u8 *big = arena_alloc(&a, 50 << 20);
    u8 *next = arena_alloc(&a, 16); // under AddressSanitizer with a gap before it
    CHECK("a big block leaves the current one in use", (next == small + 16 || next == small + 32) && big[49 << 20] == 0);
    arena_free(&a);
    CHECK("an arena is usable after arena_free", a.total_size == 0 && all_zero(arena_alloc(&a, 64), 64));
    arena_free(&a);
}

static void check_clearing(void) {
    Arena a = {0};
    u8 *first = arena_alloc(&a, 5000);
    memset(first, 0xcc, 5000);
    arena_clear(&a);
    u8 *again = arena_alloc(&a, 5000);
    CHECK("arena_clear keeps memory, which is zero again", again == first && all_zero(again, 5000));
    memset(again, 0xcc, 5000);
    arena_clear(&a);
    Buffer b = {.arena = &a};
    memset(buffer_zeros(&b, 33), 'x', 33); // not a multiple of 16
    CHECK("a buffer grows into zeros in such memory, too", all_zero(buffer_zeros(&b, 100), 100));
    for (u32 i = 0; i < 10; i++) memset(arena_alloc(&a, 30000), 0xcc, 30000);
    arena_clear(&a);
    u8 *all = arena_alloc(&a, 300000);
    CHECK("several blocks become one", all_zero(all, 300000) && arena_alloc(&a, 16) > (void *)all);
    arena_alloc(&a, 8 << 20);
    arena_clear(&a);
    CHECK("of much memory nothing is kept", a.total_size == 0 && all_zero(arena_alloc(&a, 64), 64));
    arena_free(&a);
}

static void check_growing(void) {
    ARRAY(u32) numbers = {0};
    for (u32 i = 0; i < 100000; i++) {
        ARRAY_PUSH(&arena, &numbers, i * 7);
        if (i % 1000 == 0) arena_alloc(&arena, 16); // so that it cannot always grow in place
    }
    bool kept = numbers.count == 100000;
    for (u32 i = 0; i < numbers.count; i++) kept &= numbers.at[i] == i * 7;
    CHECK("a growing array keeps its values", kept);

    Buffer b = {.arena = &arena};
    buffer_printf(&b, "%s-%d", "abc", 42);
    buffer_put16(&b, 0x4241);
    buffer_align(&b, 16, '.');
    buffer_printf(&b, "%0300d", 0);
    CHECK("a buffer's bytes", b.n == 316 && memcmp(b.p, "abc-42AB........000", 19) == 0);
    CHECK("new bytes are zero after text", all_zero(buffer_zeros(&b, 1000), 1000));
    Str copy = arena_copy(&arena, STR("x\0y"));
    CHECK("a copy ends with a NUL", copy.n == 3 && copy.p[3] == 0 && str_eq(copy, STR("x\0y")));
}

static void check_printable(void) {
    static const struct {
        const char *name, *in, *out;
    } cases[] = {
        {"plain text", "_main@4", "_main@4"},
        {"a C++ name", "?f@@YAXXZ", "?f@@YAXXZ"},
        {"escape codes", "a\x1b[31mb", "a\\x1b[31mb"},
        {"newline, tab, DEL", "a\nb\tc\x7f", "a\\x0ab\\x09c\\x7f"},
        {"two and three bytes of UTF-8", "\xc3\xbc \xe2\x82\xac", "\xc3\xbc \xe2\x82\xac"},
        {"four bytes of UTF-8", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        {"a byte alone", "a\xffz", "a\\xffz"},
        {"a cut character", "\xe2\x82", "\\xe2\\x82"},
        {"overlong forms", "\xc0\xaf\xe0\x80\xaf", "\\xc0\\xaf\\xe0\\x80\\xaf"},
        {"surrogates", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
        {"C1 control characters", "\xc2\x9b", "\\xc2\\x9b"},
        {"above U+10FFFF", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
        {"percent signs stay", "%n%s", "%n%s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK(cases[i].name, strcmp(printable(&arena, str(cases[i].in)), cases[i].out) == 0);
    Buffer big = {.arena = &arena};
    memset(buffer_zeros(&big, 100000), 'x', 100000);
    CHECK("long names are cut", strlen(printable(&arena, buffer_str(&big))) == 515);
}

int main(void) {
    check_strings();
    check_fields();
    check_ranges();
    check_arena();
    check_clearing();
    check_growing();
    check_printable();
    arena_free(&arena);
    return unit_result();
}
