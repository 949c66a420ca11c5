// members.h - the members of a static library while it is put together, and the index over them.
//
//      a.obj       members[0]   main, helper
//      x.lib   ->  members[1]   f, shared            index:  f -> 1   helper -> 0   main -> 0   shared -> 1
//                  members[2]   shared, g                    (the second `shared` is not in it)   g -> 2
//
// Read this for `mylib a.obj x.lib /OUT:y.lib`; the import libraries of implib.h know their own index.
// [spec: managing-a-library]
#ifndef IMPLIB_MEMBERS_H
#define IMPLIB_MEMBERS_H

#include "../objfmt/archive.h"

typedef enum {      // the stronger definition of a name is the one the index points to
    DEFINES_WEAKLY, // a weak external: stands in when nothing else defines the name
    DEFINES_COMMON, // a common symbol
    DEFINES_COMDAT, // in a COMDAT section: copies are expected and cause no warning
    DEFINES,
} Strength;

typedef struct {
    Str name;
    Strength strength;
} MemberSymbol;

typedef struct {
    Str name;  // in the library: "a.obj", "sub/a.obj", "KERNEL32.dll"
    Str label; // for messages: "a.obj", "x.lib(a.obj)"
    Str bytes;
    u32 input;                   // which file of the command line it comes from
    bool in_archive;             // that file was a library
    bool is_import;              // a short import record
    bool dropped;                // replaced by a later input, or /REMOVE
    u16 machine;                 // IMAGE_FILE_MACHINE_UNKNOWN fits every library
    Str directives;              // contents of its .drectve section
    ARRAY(MemberSymbol) symbols; // in symbol table order
} Member;

typedef struct {
    Arena *arena;
    Diag *diag;
    u16 machine;      // of the members seen so far, or what /MACHINE asks for; 0: not known yet
    Str machine_from; // who decided it: a member's label, "/MACHINE"
    u32 input_count;
    ARRAY(Member) members;
} MemberList;

// Adds an object, an import record, or every member of a library (.lib, .a, .rlib, thin or not). `path` is how the
// command line or the search found the file; a member that was a file of its own is called so in the library, but by
// its last part when the path is absolute or climbs with "..": a library that names such paths is a trap for whoever
// unpacks it. False with *m filled when the file or a member is not sound, of another machine (LNK1112), or of no kind
// that fits (LNK1136).
bool members_add(MemberList *list, Str path, Str bytes, Message *m);

// Marks members that a later input replaces: the same name in a library and in a later file. Names that one input has
// more than once (import libraries call every member after the DLL) replace nothing and are not replaced.
void members_replace(MemberList *list);

// Drops every member that has one of these names; found[i]: there is one called names[i].
void members_remove(MemberList *list, const Str *names, u32 count, bool *found);

// The library as bytes. Warns of names defined twice (LNK4006) and of objects that define nothing (LNK4221).
bool members_write(MemberList *list, Str *bytes, Message *m);

// The external names that members define, each once, in byte order.
Str *members_defined(const MemberList *list, u32 *count);

#endif
