// archive.h - .lib and .a files: a row of members with an index in front.
//
//      "!<arch>\n"
//      [header 60 bytes | data | pad to even]  "/"   first linker member: symbol -> member offset, big-endian
//      [header          | data | pad        ]  "/"   second linker member: the same, sorted, little-endian (Microsoft only)
//      [header          | data | pad        ]  "//"  long member names
//      [header          | data | pad        ]  "a.obj/", "/17" (offset into "//") ...
//
// GNU and LLVM tools write only the first index; Rust's .rlib files are archives with a metadata member; a thin archive
// ("!<thin>\n") holds names of files instead of their bytes. Offsets in the indices need not ascend.
// [PE: Archive (Library) File Format]
#ifndef OBJFMT_ARCHIVE_H
#define OBJFMT_ARCHIVE_H

#include "diag.h"

typedef struct { // 60 bytes, all text padded with blanks
    u8 name[16];
    u8 date[12];
    u8 user[6], group[6], mode[8];
    u8 size[10];
    u8 end[2]; // "`\n"
} ArchiveMemberRecord;

typedef struct {
    u64 header_off; // file offset of its header: what the indices hold
    Str name;       // without the ending '/'; long names resolved; a path for thin archives
    Str data;       // empty for a member of a thin archive
    u64 size;       // of the data, also for thin archives
    i64 date;       // -1 when blank or not a number
    Str raw_header; // the 60 bytes, for dumps
} ArchiveMember;

typedef struct {
    Str name;        // of the symbol
    u32 member_off;  // ArchiveMember.header_off
} ArchiveSymbol;

typedef struct {
    Str file, name;
    bool is_thin;
    bool has_first, has_second;       // linker members
    ArchiveMember first, second, long_names; // .data empty when missing
    u32 symbol_count;                 // the merged index: the second linker member, else the first, else made by scanning
    ArchiveSymbol *symbols;           // in the order of the member it came from; NULL when the archive has no index
    u64 members_off;                  // file offset of the first ordinary member
} Archive;

// Checks the archive's own members and fills *ar. Every index entry is known to leave room for a member header within the
// file; what is there is checked when a member is read. An archive without any index has symbols == NULL: the reader of
// objects (linker, mylib) makes one by looking at the members. LNK1127 on failure.
bool archive_open(Archive *ar, Arena *arena, Str bytes, Str name, Message *m);

// The symbols of linker member `which` (1 or 2) on its own, in its order. The linker member must exist
// (has_first, has_second). Used by archive_open and by dumps, which show both.
bool archive_read_index(const Archive *ar, Arena *arena, u32 which, ArchiveSymbol **symbols, u32 *count, Message *m);

// Whether each of the symbols of linker member `which` leads to a member: for dumps, which are asked what is wrong with a
// library. LNK1127.
bool archive_check_index(const Archive *ar, Arena *arena, u32 which, const ArchiveSymbol *symbols, u32 count, Message *m);

// The member whose header is at header_off. False with *m filled when its header is not sound, or is one of the archive's
// own: the number may come from an index that lies.
bool archive_member(const Archive *ar, Arena *arena, u64 header_off, ArchiveMember *out, Message *m);

// Walks all members, linker members and "//" left out. Start with *pos = 0. Returns false at the end, or with
// m->text.n != 0 when a header is not sound.
bool archive_next(const Archive *ar, Arena *arena, u64 *pos, ArchiveMember *out, Message *m);

// ---- Writing

typedef struct {
    Str name;
    Str data;
    i64 date;         // printed as is: -1 is what LIB writes
    Str *symbols;     // for the indices, in declared order
    u32 symbol_count;
    u32 index_order;  // the indices list members by this number, equal ones in file order; all 0: file order
} ArchiveNewMember;

// The whole archive as LIB lays it out: both linker members, "//" if a name needs it, then the members in order. The second
// linker member is left out above 65,535 members, which is all that its 16-bit indices can tell apart.
// On failure (4 GB; a name of 32 KB) fills *m.
bool archive_write(Arena *arena, const ArchiveNewMember *members, u32 count, Str *bytes, Message *m);

#endif
