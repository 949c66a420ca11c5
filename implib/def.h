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
    Str name;      // exported name, as written
    Str internal;  // symbol in the DLL; empty when it is the name itself
    Str forward;   // "kernel32.Sleep", "kernel32.#1"; empty when not a forwarder
    Str export_as; // EXPORTAS (or GNU's ==): what the import table asks for; empty otherwise
    u32 ordinal;   // 0: none given
    bool noname, data, constant, is_private;
    u32 line; // from 1; 0 for one that is not from a .def file
} DefExport;

typedef struct {
    Str name;      // ".rdata"
    u32 set_flags; // IMAGE_SCN_MEM_* asked for
    u32 line;
} DefSection;

typedef struct {
    Str name;        // of LIBRARY or NAME; empty when not given
    bool is_library; // LIBRARY statement seen
    bool is_name;    // NAME statement seen
    bool has_base;
    u64 base;
    u64 stack_reserve, stack_commit, heap_reserve, heap_commit; // 0: not given
    bool has_version;
    u16 major_version, minor_version;
    Str stub; // empty: not given
    Str description;
    ARRAY(DefExport) exports;
    ARRAY(DefSection) sections;
} DefFile;

// Reads the text of a .def file: UTF-8 (with or without byte-order mark) or UTF-16 with one, either kind of line end.
// Names point into `text`, which must live as long as *def. Warnings go to *diag. On the first error fills *m (file
// "x.def(12)") and returns false: LNK1118 for a statement that cannot be read, LNK1119 for an ordinal outside 1 to
// 65535, LNK1107 for bytes that are not text. Names that are exported twice are the caller's to judge.
bool def_read(DefFile *def, Arena *arena, Str text, Str name, Diag *diag, Message *m);

// Reads what follows "/EXPORT:" on a command line or in a .drectve section:
//      entry[=internal | =dll.name | =dll.#n][,@ordinal[,NONAME]][,DATA][,CONSTANT][,PRIVATE][,EXPORTAS,name]
// Keywords are accepted in any case [link.exe]. On failure fills *m (no file; LNK1117, LNK1119) and returns false.
// [spec: export-exports-a-function]
bool def_parse_export(DefExport *e, Arena *arena, Str text, Message *m);

// The file name that NAME or LIBRARY gives, with ".exe" or ".dll" when it has no extension; empty without a name.
Str def_output_name(Arena *arena, const DefFile *def);

#endif
