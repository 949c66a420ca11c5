// input_dll.c - a finished DLL as input: what to do when nobody has the import library.
//
// A DLL's export table has all that an import library says: names, ordinals, and by the section that an address lies in
// whether it is code or data. So the library is made in memory and takes part in the link like one from disk. Only what the
// table does not have is missing: names of exports by ordinal only, and on x86 the sizes of stdcall functions' arguments.
#include "../implib/dll_exports.h"
#include "linker.h"

bool library_from_dll(Link *link, Str bytes, Str name, Str *library, Message *m) {
    PeImage pe;
    if (!pe_open(&pe, link->arena, bytes, name, m)) return false;
    DllExports dll = {.arena = link->arena, .diag = &link->diag, .machine = pe.machine};
    u32 unnamed = 0;
    if (!dll_exports_read(&dll, &pe, &unnamed, m)) return false;
    if (unnamed && link->opt.verbose)
        printf("    %s has %u exports without a name; to import these, write a .def file and make a library of it with mylib /DEF\n",
               show(link, name), unnamed);
    return dll_exports_library(&dll, library, m);
}
