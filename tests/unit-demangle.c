// unit-demangle.c - names of C++ functions and variables as the programmer wrote them, and names that are left alone.
#include "../objfmt/demangle.h"
#include "unit.h"

static Arena arena;

static void is_named(const char *symbol, const char *expected) {
    Str got = plain_cxx_name(&arena, str(symbol));
    if (!CHECK(symbol, str_eq(got, str(expected)))) printf("   got: %.*s\n", STR_ARG(got));
}

static void microsoft(void) {
    is_named("?f@@YAXXZ", "f");
    is_named("?area@Shape@geo@@QEBAHH@Z", "geo::Shape::area");
    is_named("?x@@3HA", "x");
    is_named("??0Shape@geo@@QEAA@XZ", "geo::Shape::Shape");
    is_named("??1Shape@@QEAA@XZ", "Shape::~Shape");
    is_named("??2@YAPEAX_K@Z", "operator new");
    is_named("??_V@YAXPEAX@Z", "operator delete[]");
    is_named("??4A@@QEAAAEAV0@AEBV0@@Z", "A::operator=");
    is_named("??_7A@@6B@", "A::`vftable'");
    is_named("?f@A@1@@QEAAXXZ", "A::A::f"); // back reference to the name number 1
    is_named("??$v@H@@YAXXZ", "");          // a template
    is_named("?x@?1??f@@YAXXZ@4HA", "");    // a variable in a function
    is_named("?f@9@@YAXXZ", "");            // no such name
    is_named("?", "");
    is_named("??", "");
    is_named("???", "");
    is_named("?@@", "");
    is_named("?f@", "");
}

static void itanium(void) {
    is_named("_Z1fv", "f");
    is_named("__Z1fv", "f"); // x86 objects
    is_named("_ZNK5Shape4areaEi", "Shape::area");
    is_named("_ZN1AC1Ev", "A::A");
    is_named("_ZN1AD0Ev", "A::~A");
    is_named("_Znwm", "operator new");
    is_named("_ZdaPv", "operator delete[]");
    is_named("_ZTV1A", "vtable for A");
    is_named("_ZSt4cout", "std::cout");
    is_named("_ZNSt6thread4joinEv", "std::thread::join");
    is_named("_Z1fIiEvT_", ""); // a template
    is_named("_ZN3fooIiE3barEv", "");
    is_named("_Z9f", "");
    is_named("_ZN", "");
    is_named("_Z", "");
    is_named("_Z99999999999999999999f", "");
}

static void others(void) {
    is_named("main", "");
    is_named("_ExitProcess@4", "");
    is_named("", "");
    CHECK("name part", str_eq(cxx_name_part(STR("?area@Shape@@QEBAHH@Z")), STR("area@Shape")));
    CHECK("name part, nested", str_eq(cxx_name_part(STR("_ZNK5Shape4areaEi")), STR("5Shape4area")));
    CHECK("name part, plain", str_eq(cxx_name_part(STR("_Z4areai")), STR("4area")));
    CHECK("no name part", cxx_name_part(STR("area")).n == 0);
}

// Any bytes: no reads outside (the sanitizers watch), no endless loop.
static void any_bytes(void) {
    static const char letters[] = "?@_ZNSKCD019$afE";
    u32 state = 1;
    for (int i = 0; i < 200000; i++) {
        u8 bytes[24];
        u32 n = unit_random(&state) % sizeof bytes;
        for (u32 k = 0; k < n; k++) bytes[k] = (u8)letters[unit_random(&state) % (sizeof letters - 1)];
        if (n) bytes[0] = unit_random(&state) & 1 ? '?' : '_';
        if (n > 1 && bytes[0] == '_') bytes[1] = 'Z';
        u8 *exact = arena_alloc(&arena, n);
        memcpy(exact, bytes, n);
        plain_cxx_name(&arena, (Str){exact, n});
        cxx_name_part((Str){exact, n});
    }
    CHECK("200,000 names of random letters", true);
}

int main(void) {
    microsoft();
    itanium();
    others();
    any_bytes();
    return unit_result();
}
