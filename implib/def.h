// def.h - module-definition files (.def): what a DLL exports, and a few of its headers' fields.
//
//      LIBRARY   mydll.dll BASE=0x10000000
//      EXPORTS
//          add                       ; by name
//          sub @7                    ; with ordinal 7
//          mul @8 NONAME             ; by ordinal only
//          put = internal_put        ; under another name
//          Sleep = kernel32.Sleep    ; forwarder
//          table DATA
//
// [spec: module-definition-dot-def-files and the pages of each statement]
#ifndef IMPLIB_DEF_H
#define IMPLIB_DEF_H

#include "../objfmt/diag.h"

typedef struct {
    Str name;         // exported name, as written
    Str internal;     // symbol in the DLL; empty when it is the name itself
    Str forward;      // "kernel32.Sleep", "kernel32.#1"; empty when not a forwarder
    Str export_as;    // EXPORTAS (or GNU's ==): what the import table asks for; empty otherwise
    u32 ordinal;      // 0: none given
    bool noname, data, constant, is_private;
    u32 line;         // from 1
} DefExport;

typedef struct {
    Str name;         // ".rdata"
    u32 set_flags;    // IMAGE_SCN_MEM_* asked for
    u32 line;
} DefSection;

typedef struct {
    Str name;         // of LIBRARY or NAME; empty when not given
    bool is_library;  // LIBRARY statement seen
    bool is_name;     // NAME statement seen
    bool has_base;
    u64 base;
    u64 stack_reserve, stack_commit, heap_reserve, heap_commit; // 0: not given
    bool has_version;
    u16 major_version, minor_version;
    Str stub;         // empty: not given
    Str description;
    ARRAY(DefExport) exports;
    ARRAY(DefSection) sections;
} DefFile;

// Reads the text of a .def file. Warnings go to *diag; on the first error fills *m (with `name` and the line) and returns false.
bool def_read(DefFile *def, Arena *arena, Str text, Str name, Diag *diag, Message *m);

#endif
