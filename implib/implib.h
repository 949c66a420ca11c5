// implib.h - import libraries: a list of exports in, the .lib out, laid out as LIB writes it.
//
//      /  /  [//]                          both linker members (and long names)
//      __IMPORT_DESCRIPTOR_mydll           object: one entry of the import directory
//      __NULL_IMPORT_DESCRIPTOR            object: the entry that ends the directory
//      \x7Fmydll_NULL_THUNK_DATA           object: the zero slots that end the DLL's IAT and ILT
//      one short import record per export, sorted by symbol name
//
// [PE: Import Library Format] and what link.exe writes, in tutorial/REFERENCES.md
#ifndef IMPLIB_H
#define IMPLIB_H

#include "../objfmt/archive.h"
#include "../objfmt/import_obj.h"

typedef struct {
    Str symbol;      // as objects refer to it: "_Sleep@4"
    u8 type;         // IMPORT_OBJECT_CODE ...
    u8 name_type;    // IMPORT_OBJECT_NAME ...
    u16 hint;        // or the ordinal
    Str export_name; // IMPORT_OBJECT_NAME_EXPORTAS only
} ImplibEntry;

// Builds the library of one DLL. `entries` may come in any order and are sorted. On failure fills *m.
bool implib_write(Arena *arena, u16 machine, Str dll_name, const ImplibEntry *entries, u32 count, Str *bytes, Message *m);

#endif
