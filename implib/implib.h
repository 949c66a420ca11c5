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

// Builds the library of one DLL. `entries` may come in any order and are sorted; their symbols differ.
// On failure fills *m.
bool implib_write(Arena *arena, u16 machine, Str dll_name, const ImplibEntry *entries, u32 count, Str *bytes,
                  Message *m);

// Sets name_type and export_name of *e so that a program that refers to e->symbol imports `export_name`: by the
// plainest name type that says so, else by EXPORTAS.
void implib_set_name(ImplibEntry *e, u16 machine, Str export_name);

// The symbol that objects use for an export of a .def file, when no object is there to show it. On x64 and ARM64 it is
// the name itself. On x86 a C name has one underscore more, and what stands behind it follows from the name:
//      f            _f          a C function or variable
//      f@8          _f@8        __stdcall exported with its decoration; so is _f@8 (as it is)
//      @f@8 ?f@@.. f@@8         as they are: __fastcall, C++, __vectorcall
//      f = _f@8     _f@8        exported as f, called as __stdcall: the spelling for the functions of Windows;
//      f = @f@8     @f@8        on other machines the part behind '=' only names the function in the DLL
Str implib_symbol(Arena *arena, u16 machine, Str export_name, Str internal);

#endif
