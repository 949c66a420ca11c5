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

static void declares(const char *symbol, const char *expected) {
    Str got = microsoft_declaration(&arena, str(symbol));
    if (!CHECK(symbol, str_eq(got, str(expected)))) printf("   got: %.*s\n", STR_ARG(got));
}

// Compared with llvm-undname over the exports of msvcp140.dll and what clang makes of such a source; spaces as in link.exe's messages.
static void declarations(void) {
    declares("?area@@YAHH@Z", "int __cdecl area(int)");
    declares("?f@@YAXXZ", "void __cdecl f(void)");
    declares("?f@@YGHPBDZZ", "int __stdcall f(char const *,...)");
    declares("?area@Shape@geo@@QEBAHNZZ", "public: int __cdecl geo::Shape::area(double,...)const ");
    declares("?s@Shape@@SAHH@Z", "public: static int __cdecl Shape::s(int)");
    declares("?v@Shape@@MEAAXPEBD@Z", "protected: virtual void __cdecl Shape::v(char const *)");
    declares("?p@Shape@@AAEXXZ", "private: void __thiscall Shape::p(void)");
    declares("??0Shape@geo@@QEAA@AEBU01@@Z", "public: __cdecl geo::Shape::Shape(struct geo::Shape const &)");
    declares("??0?$Vec@H@geo@@QEAA@XZ", "public: __cdecl geo::Vec<int>::Vec<int>(void)");
    declares("??1Shape@@UEAA@XZ", "public: virtual __cdecl Shape::~Shape(void)");
    declares("??4A@@QEAAAEAV0@AEBV0@@Z", "public: class A & __cdecl A::operator=(class A const &)");
    declares("??BShape@@QEBAHXZ", "public: __cdecl Shape::operator int(void)const ");
    declares("??2@YAPEAX_K@Z", "void * __cdecl operator new(unsigned __int64)");
    declares("?f@@YAXPEAPEADQEBDAEAH$$QEAH@Z", "void __cdecl f(char * *,char const * const,int &,int &&)");
    declares("?f@@YAXP6AHN@ZP8A@@EBAHH@ZPEQA@@H@Z", "void __cdecl f(int (__cdecl*)(double),int (__cdecl A::*)(int)const ,int A::*)");
    declares("?g@@YAP6AXN@ZH@Z", "void (__cdecl* __cdecl g(int))(double)");
    declares("?f@@YAXAEAY134H@Z", "void __cdecl f(int (&)[4][5])");
    declares("?f@@YA?AVA@@W4E@1@@Z", "class A __cdecl f(enum A::E)");
    declares("?f@@YAXPEAUB@@0PEAUC@@1@Z", "void __cdecl f(struct B *,struct B *,struct C *,struct C *)");
    declares("?x@@3HA", "int x");
    declares("?c@geo@@3HB", "int const geo::c");
    declares("?data@A@@2HA", "public: static int A::data");
    declares("?p@@3PEBDEB", "char const * p");
    declares("?fp@@3P6AHH@ZEA", "int (__cdecl* fp)(int)");
    declares("?arr@@3PAY03HA", "int (* arr)[4]");
    declares("??_FA@@QEAAXXZ", "public: void __cdecl A::`default constructor closure'(void)");
    declares("??_GA@@UEAAPEAXI@Z", "public: virtual void * __cdecl A::`scalar deleting destructor'(unsigned int)");
    declares("??_7A@@6B@", "const A::`vftable'");
    declares("?size@?$vector@HV?$allocator@H@std@@@std@@QEBA_KXZ",
             "public: unsigned __int64 __cdecl std::vector<int,class std::allocator<int> >::size(void)const ");
    declares("??$max@H@std@@YAAEBHAEBH0@Z", "int const & __cdecl std::max<int>(int const &,int const &)");
    declares("?get@?$Vec@H$02@@QEAAHXZ", "public: int __cdecl Vec<int,3>::get(void)");
    declares("??$n@$0?4@@YAHXZ", "int __cdecl n<-5>(void)");
    declares("?x@?1??f@@YAXXZ@4HA", "int `void __cdecl f(void)'::`2'::x");
    declares("?g@?A0x12345678@@YAXXZ", "void __cdecl `anonymous namespace'::g(void)");
    declares("??_C@_01FJMABOPO@x?$AA@", ""); // a text: rare in messages
    declares("?f@9@@YAXXZ", "");
    declares("?f@@YAX9@Z", "");
    declares("?f@@YAXH", "");
    declares("?f@@YAXXZ@", "");
    declares("f", "");
    char deep[400] = "?f@@YAX"; // pointers to pointers: refused, not followed down the stack
    for (int i = 0; i < 100; i++) strcat(deep, "PEA");
    declares(strcat(deep, "H@Z"), "");
}

static void itanium_declares(const char *symbol, const char *expected) {
    Str got = itanium_declaration(&arena, str(symbol));
    if (!CHECK(symbol, str_eq(got, str(expected)))) printf("   got: %.*s\n", STR_ARG(got));
}

// Compared with c++filt over the 6500 names of libstdc++ and what clang makes of such a source.
static void itanium_declarations(void) {
    itanium_declares("_Z4areai", "area(int)");
    itanium_declares("__Z1fv", "f()");
    itanium_declares("_ZNK3geo5Shape4areaEdRKS0_", "geo::Shape::area(double, geo::Shape const&) const");
    itanium_declares("_ZN1AC1Ev", "A::A()");
    itanium_declares("_ZN1AD0Ev", "A::~A()");
    itanium_declares("_ZN1AcviEv", "A::operator int()");
    itanium_declares("_ZN1AaSERKS_", "A::operator=(A const&)");
    itanium_declares("_Znwy", "operator new(unsigned long long)");
    itanium_declares("_ZTV1A", "vtable for A");
    itanium_declares("_ZSt4cout", "std::cout");
    itanium_declares("_ZN3geo1xE", "geo::x");
    itanium_declares("_ZNSt6vectorIiSaIiEE9push_backERKi", "std::vector<int, std::allocator<int> >::push_back(int const&)");
    itanium_declares("_Z3maxIiET_S0_S0_", "int max<int>(int, int)");
    itanium_declares("_ZN3VecIiLi3EE3getEPiS0_", "Vec<int, 3>::get(int*, Vec<int, 3>)");
    itanium_declares("_Z3varIJidPKcEEvDpT_", "void var<int, double, char const*>(int, double, char const*)");
    itanium_declares("_Z4num2ILb1ELxn1EEvv", "void num2<true, -1ll>()");
    itanium_declares("_Z1fPFiP1AzEMS_KFiiEMS_i", "f(int (*)(A*, ...), int (A::*)(int) const, int A::*)");
    itanium_declares("_Z1fPPcPKPKcRA4_A5_i", "f(char**, char const* const*, int (&) [4][5])");
    itanium_declares("_Z5retfpIiEPFvdEi", "void (*retfp<int>(int))(double)");
    itanium_declares("_ZStlsISt11char_traitsIcEERSt13basic_ostreamIcT_ES5_PKc",
                     "std::basic_ostream<char, std::char_traits<char> >& std::operator<< <std::char_traits<char> "
                     ">(std::basic_ostream<char, std::char_traits<char> >&, char const*)");
    itanium_declares("_ZZ1fiE1x", "f(int)::x");
    itanium_declares("_ZGVZ1fiE1x_0", "guard variable for f(int)::x");
    itanium_declares("_ZTI1A", "typeinfo for A");
    itanium_declares("_ZTS1A", "typeinfo name for A");
    itanium_declares("_ZN12_GLOBAL__N_11gEv", "(anonymous namespace)::g()");
    itanium_declares("_ZNKSs4sizeEv", "std::string::size() const");
    itanium_declares("_Z1fI1AEDTclfp_EET_", ""); // an expression
    itanium_declares("_ZN", "");
    itanium_declares("_Z1fS5_", "");
    itanium_declares("_Z99999999999999999999f", "");
    itanium_declares("_Z1fPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPi", ""); // would take ages, so it is refused
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

// Names that somebody made to break the decoder: packs of packs without end, and texts that grow by a letter each time.
static void hostile(void) {
    enum { LETTERS = 1000000, PARAMETERS = 900, NAMES = 400, FEW_MB = 8 };
    Arena own = {0};
    Buffer deep = {.arena = &arena}, wide = {.arena = &arena}, wide_too = {.arena = &arena};
    buffer_put_str(&deep, STR("_Z1fI"));
    for (u32 i = 0; i < LETTERS; i++) buffer_put_str(&deep, STR("J"));
    CHECK("a million packs", itanium_declaration(&own, buffer_str(&deep)).n == 0);
    buffer_put_str(&wide, STR("?f@@YAX"));
    buffer_put_str(&wide_too, STR("_Z1f"));
    for (u32 i = 0; i < PARAMETERS; i++) buffer_put_str(&wide, STR("H")), buffer_put_str(&wide_too, STR("h"));
    buffer_put_str(&wide, STR("@Z"));
    for (u32 i = 0; i < NAMES; i++) {
        microsoft_declaration(&own, buffer_str(&wide));
        itanium_declaration(&own, buffer_str(&wide_too));
    }
    CHECK("memory for what is returned only", own.total_size < (u64)FEW_MB << 20);
    arena_free(&own);
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
    static const char letters[] = "?@_ZNSKCD019$afEHXYAPQ6VU?@@";
    u32 state = 1;
    for (int i = 0; i < 200000; i++) {
        u8 bytes[40];
        u32 n = unit_random(&state) % sizeof bytes;
        for (u32 k = 0; k < n; k++) bytes[k] = (u8)letters[unit_random(&state) % (sizeof letters - 1)];
        if (n) bytes[0] = unit_random(&state) & 1 ? '?' : '_';
        if (n > 1 && bytes[0] == '_') bytes[1] = 'Z';
        u8 *exact = arena_alloc(&arena, n);
        memcpy(exact, bytes, n);
        plain_cxx_name(&arena, (Str){exact, n});
        microsoft_declaration(&arena, (Str){exact, n});
        itanium_declaration(&arena, (Str){exact, n});
        cxx_name_part((Str){exact, n});
    }
    CHECK("200,000 names of random letters", true);
}

int main(void) {
    microsoft();
    declarations();
    itanium();
    itanium_declarations();
    hostile();
    others();
    any_bytes();
    return unit_result();
}
