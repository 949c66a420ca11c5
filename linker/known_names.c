// known_names.c - undefined names that nobody wrote: compilers call functions of their run-time library on their own.
//
//      void f(void) { char page[8192]; ... }     call __chkstk         the frame is larger than a page
//      double g(double x) { return x * 2; }      _fltused              "this object computes with floating point"
//      struct S a = b;                           call memcpy           the copy is large
//
// A program without the run-time library meets them as unresolved names that are in no source. mycrt0.lib (implib/mycrt0)
// has the simpler ones; the suggestions find it by themselves, as any library.
#include "linker.h"

typedef struct {
    const char *name; // as C spells it: x86 objects have one more '_' in front
    const char *why;
    const char *todo; // when no library at hand has it; NULL: the usual words
} KnownName;

#define CRT     "add the C run-time library that the compiler comes with (libcmt.lib or msvcrt.lib for cl and clang)"
#define MINGW   "link with gcc or clang --target=x86_64-w64-mingw32 as the driver, which add mingw-w64's start-up objects and libraries"
#define CHKSTK  "a function has more than 4096 bytes of local variables: Windows grows the stack at its guard page only, so the compiler calls a function that touches each page in turn"
#define DIVIDE  "x86 has no instruction for 64-bit multiplication, division or remainder; the compiler calls a function for it"
#define STRINGS "the compiler copies, fills or compares larger objects by calling this function, also where the source does not name it"
#define COOKIE  "the object was compiled with buffer checks (/GS): functions with arrays compare a cookie on the stack before they return"
#define NEWER   "the object's compiler is newer than the run-time library, which does not have this function of it yet"
#define SAME    "link with the run-time libraries that came with that compiler: their folder first in LIB, or by /LIBPATH"
#define EXCEPT  "the object handles exceptions; their handlers belong to the run-time library"

static const KnownName known_names[] = {
    {"__chkstk", CHKSTK, NULL},
    {"_chkstk", CHKSTK, NULL},
    {"_alloca_probe", CHKSTK, NULL},
    {"___chkstk_ms", CHKSTK, NULL},
    {"__chkstk_ms", CHKSTK, NULL},
    {"_fltused", "the object computes with floating point and says so by this name, so that the run-time library prepares for it", NULL},
    {"memcpy", STRINGS, NULL},
    {"memmove", STRINGS, NULL},
    {"memset", STRINGS, NULL},
    {"memcmp", STRINGS, NULL},
    {"strlen", STRINGS, NULL},
    {"__security_cookie", COOKIE, "compile with /GS- (clang: -fno-stack-protector), or " CRT},
    {"__security_check_cookie", COOKIE, "compile with /GS- (clang: -fno-stack-protector), or " CRT},
    {"__GSHandlerCheck", COOKIE, "compile with /GS- (clang: -fno-stack-protector), or " CRT},
    {"__GSHandlerCheck_SEH", COOKIE, "compile with /GS- (clang: -fno-stack-protector), or " CRT},
    {"__GSHandlerCheck_EH", COOKIE, "compile with /GS- (clang: -fno-stack-protector), or " CRT},
    {"__GSHandlerCheck_EH4", NEWER, SAME}, // Visual Studio 2019 16.3
    {"__memcpy_nt_iters", NEWER, SAME}, // libvcruntime.lib of Visual Studio 2022 wants the libcmt.lib of its version
    {"__memset_nt_iters", NEWER, SAME},
    {"_RTC_CheckStackVars", "the object was compiled with run-time checks (/RTC1)", "compile without /RTC1, or " CRT},
    {"_RTC_InitBase", "the object was compiled with run-time checks (/RTC1)", "compile without /RTC1, or " CRT},
    {"_RTC_Shutdown", "the object was compiled with run-time checks (/RTC1)", "compile without /RTC1, or " CRT},
    {"_alldiv", DIVIDE, NULL},
    {"_allmul", DIVIDE, NULL},
    {"_allrem", DIVIDE, NULL},
    {"_aulldiv", DIVIDE, NULL},
    {"_aullrem", DIVIDE, NULL},
    {"_ftol2", "x86 needs a function to turn a floating-point number into a 64-bit integer", CRT},
    {"_ftol2_sse", "x86 needs a function to turn a floating-point number into a 64-bit integer", CRT},
    {"_tls_index", "the object has thread-local variables; the run-time library sets up the image's TLS directory", NULL},
    {"__C_specific_handler", EXCEPT, CRT},
    {"_except_handler3", EXCEPT, CRT},
    {"_except_handler4", EXCEPT, CRT},
    {"__CxxFrameHandler3", EXCEPT, CRT},
    {"__CxxFrameHandler4", EXCEPT, CRT},
    {"_CxxThrowException", EXCEPT, CRT},
    {"_purecall", "a C++ class has a pure virtual function; its table holds this one, which ends the program when it is called", CRT},
    {"atexit", "a C++ object with a destructor lives until the program ends; the run-time library keeps the list", CRT},
    {"__delayLoadHelper2", "/DELAYLOAD makes calls go through a helper that loads the DLL", "add delayimp.lib"},
    {"__main", "gcc begins main() with a call of __main, which runs C++ constructors", MINGW},
    {"__gxx_personality_seh0", EXCEPT, MINGW},
    {"_Unwind_Resume", EXCEPT, MINGW},
    {"__stdio_common_vfprintf", "printf of Microsoft's headers is an inline function that calls this one", "add ucrt.lib (and legacy_stdio_definitions.lib), or " CRT},
    {"__acrt_iob_func", "stdin, stdout and stderr of Microsoft's headers are calls of this function", "add ucrt.lib, or " CRT},
    {"DllMain", "the start-up code of a DLL calls it", "write `BOOL WINAPI DllMain(HINSTANCE, DWORD, LPVOID)`, or link with /NOENTRY"},
};

// __mingw_printf, __mingw_vfprintf, __mingw_vsscanf ...: which of them an object needs depends on the headers' version.
static const KnownName mingw_stdio = {"", "mingw-w64's headers turn printf, scanf and their like into functions of its library", MINGW};

// Names of the C++ libraries are without number; how they begin tells them.
static const KnownName gnu_cxx = {"", "it belongs to the C++ run-time library of gcc or clang (libstdc++ or libc++)",
                                  "link with g++ or clang++ as the driver, not gcc or clang: they add it (-lstdc++)"};
static const KnownName msvc_cxx = {"", "it belongs to the C++ library of Visual Studio",
                                   "add msvcprt.lib for objects compiled with /MD, libcpmt.lib for /MT, and their folder with /LIBPATH:folder"};

static bool is_of_gnu_cxx(Str symbol) {
    static const char *const begins[] = {"_ZNSt", "_ZNKSt", "_ZSt", "_ZNSa", "_ZNKSa", "_ZNSs", "_ZNKSs", "_ZNSo", "_ZNSi", "_ZTVSt", "_ZTISt",
                                         "_ZTVN10__cxxabiv1", "_Znw", "_Zna", "_Zdl", "_Zda", "__cxa_"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (str_starts(symbol, str(begins[i]))) return true;
    return false;
}

// "public: void __cdecl std::..."
static bool is_of_msvc_cxx(const Link *link, Str symbol) {
    Str text = microsoft_declaration(link->arena, symbol);
    while (text.n && !str_starts(text, STR("__cdecl ")) && !str_starts(text, STR("__thiscall "))) text = str_slice(text, 1, text.n);
    return str_starts(str_slice(text, text.n ? str_find(text, ' ') : 0, text.n), STR(" std::"));
}

static const KnownName *find_known(const Link *link, Str symbol) {
    bool x86 = link->machine && link->machine->pointer_size == 4;
    if (x86 && symbol.n > 1 && (symbol.p[0] == '_' || symbol.p[0] == '@')) {
        symbol = str_slice(symbol, 1, symbol.n);
        symbol = str_slice(symbol, 0, str_find(symbol, '@'));
    }
    for (size_t i = 0; i < sizeof known_names / sizeof *known_names; i++)
        if (str_eq(symbol, str(known_names[i].name))) return &known_names[i];
    if (str_starts(symbol, STR("__mingw_"))) return &mingw_stdio;
    return is_of_gnu_cxx(symbol) ? &gnu_cxx : is_of_msvc_cxx(link, symbol) ? &msvc_cxx : NULL;
}

const char *known_name_reason(const Link *link, Str symbol) {
    const KnownName *k = find_known(link, symbol);
    return k ? k->why : NULL;
}

const char *known_name_todo(const Link *link, Str symbol) {
    const KnownName *k = find_known(link, symbol);
    return k ? k->todo : NULL;
}
