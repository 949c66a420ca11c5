// dll_exports.h - what `mylib` knows of a DLL's exports, from a .def file, /EXPORT, objects or the finished DLL, and
// what it makes of them: the import library and the .exp file.
//
// The linker has its own pass for this (linker/exports.c), in which symbols are resolved; here there are only names.
// [spec: building-an-import-library-and-export-file]
#ifndef IMPLIB_DLL_EXPORTS_H
#define IMPLIB_DLL_EXPORTS_H

#include "../objfmt/pe.h"
#include "def.h"
#include "members.h"

typedef struct {
    DefExport spec;
    Str source;   // for messages: "x.def(12)", "a.obj", empty for the command line
    Str symbol;   // by which importing objects refer to it
    Str internal; // symbol in the DLL itself; unused for forwarders
} DllExport;

typedef struct {
    Arena *arena;
    Diag *diag;
    u16 machine;
    Str dll; // "mydll.dll": what the library and the export directory say
    ARRAY(DllExport) exports;
} DllExports;

// Appends one export; its symbols are chosen by dll_exports_resolve.
void dll_exports_add(DllExports *dll, const DefExport *spec, Str source);

// Appends the -export: directives of an object's .drectve section. False with *m filled when one cannot be read.
bool dll_exports_add_directives(DllExports *dll, const Member *mem, Message *m);

// Drops what is exported twice (LNK4197 when it is said in two ways) and chooses the symbols: on x86, where an object
// defines `_f@8` and the .def file says `f`, the first is the symbol of the second. Warns of exports that should be
// private (LNK4104) or have no ordinal (LNK4222). `objects` may be empty.
void dll_exports_resolve(DllExports *dll, const MemberList *objects);

// Reads the export table of a finished DLL. Functions are told from data by the section they lie in. Exports that have
// no name are left out, since nobody knows what to call them; *unnamed_count says how many. On failure fills *m.
bool dll_exports_read(DllExports *dll, const PeImage *pe, u32 *unnamed_count, Message *m);

// The import library; the .exp file. Both after dll_exports_resolve or dll_exports_read. On failure fills *m.
bool dll_exports_library(DllExports *dll, Str *bytes, Message *m);
bool dll_exports_exp(DllExports *dll, Str *bytes, Message *m);

#endif
