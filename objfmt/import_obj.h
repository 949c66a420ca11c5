// import_obj.h - the short import record: 20 bytes and two names that stand for one function of one DLL.
//
//      0000 FFFF | version 0 | machine | time stamp | size | hint or ordinal | type bits | "name\0" "dll\0" ["export\0"]
//
// It says what an object file of old import libraries said in 500 bytes: there is a slot __imp_NAME in the import
// address table, and (for code) a jump thunk NAME. [PE: Import Library Format]
#ifndef OBJFMT_IMPORT_OBJ_H
#define OBJFMT_IMPORT_OBJ_H

#include "diag.h"

//> import-record
typedef struct { // 20 bytes
    le16 sig1;   // 0
    le16 sig2;   // 0xffff
    le16 version; // 0
    le16 machine;
    le32 time_stamp;
    le32 data_size; // of the strings behind this header
    le16 hint;      // or the ordinal
    le16 bits;      // type: 2 bits; name type: 3 bits
} ImportObjectRecord;
//< import-record

enum { IMPORT_OBJECT_CODE = 0, IMPORT_OBJECT_DATA = 1, IMPORT_OBJECT_CONST = 2 };

enum { // how the name in the import table follows from the symbol's name
    IMPORT_OBJECT_ORDINAL = 0,         // no name: by ordinal
    IMPORT_OBJECT_NAME = 1,            // the same
    IMPORT_OBJECT_NAME_NO_PREFIX = 2,  // without a leading ?, @ or (x86) _
    IMPORT_OBJECT_NAME_UNDECORATE = 3, // the same, and cut at the first @
    IMPORT_OBJECT_NAME_EXPORTAS = 4,   // a third string; not in the specification
};

typedef struct {
    u16 machine;
    u32 time_stamp;
    u8 type;         // IMPORT_OBJECT_CODE ...
    u8 name_type;    // IMPORT_OBJECT_ORDINAL ...
    u16 hint;        // the ordinal for IMPORT_OBJECT_ORDINAL
    Str symbol;      // "CreateFileW", "_Sleep@4": without __imp_
    Str dll;         // "KERNEL32.dll"
    Str export_name; // what the loader looks up; empty for IMPORT_OBJECT_ORDINAL
} ImportObject;

// Checks and decodes one record (all of `bytes`). LNK1107 on failure. The Strs point into `bytes`.
bool import_obj_open(ImportObject *imp, Arena *arena, Str bytes, Str name, Message *m);

// The bytes of a record; export_name is only written for IMPORT_OBJECT_NAME_EXPORTAS.
Str import_obj_write(Arena *arena, const ImportObject *imp);

// The name to look up in the DLL, from the symbol's name. [PE: Import Name Type]
Str import_obj_export_name(Str symbol, u8 name_type);

#endif
