// res.h - .res files, which a resource compiler (rc, windres, llvm-rc) writes: icons, menus, strings, versions,
// manifests.
//
//      data size | header size | type | name | (pad) | data version | flags, language | version | characteristics |
//      data | (pad) type and name: FFFF and a number, or UTF-16 text ended by 0
//
// One record after another, each at a multiple of 4. The first is an empty one that marks the file. The format is not
// in the PE specification.
#ifndef OBJFMT_RES_H
#define OBJFMT_RES_H

#include "diag.h"

typedef struct {
    bool has_name;
    u16 id;     // when it has no name
    Str name16; // UTF-16, little-endian, without the ending 0
} ResKey;

typedef struct {
    u64 header_off; // of the record in the file
    ResKey type, name;
    u16 flags, language;
    u32 data_version, version, characteristics;
    Str data;
} ResEntry;

// The next record from *pos on; start with 0. Empty records (the first one; more where files were joined) are passed
// over. False at the end, or with m->text.n != 0 when a record is not sound (LNK1123).
bool res_next(Str bytes, Str name, u64 *pos, ResEntry *out, Arena *arena, Message *m);

// "ICON", "MANIFEST"; NULL for a type without a name.
const char *res_type_name(u32 type);

// The order of an image's resource directories: names first, by their UTF-16 units, then numbers. [PE: Resource
// Directory Entries]
int res_key_compare(const ResKey *a, const ResKey *b);

// A key for messages: ICON, 42, "LOGO". Units that are not printable ASCII are shown as \uXXXX.
Str res_key_text(Arena *a, const ResKey *key, bool is_type);

#endif
