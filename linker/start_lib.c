// start_lib.c - /START-LIB a.obj b.obj /END-LIB: objects that are taken only when something needs them.
//
//      mylink main.obj /START-LIB a.obj b.obj /END-LIB      as      mylib a.obj b.obj /OUT:x.lib;  mylink main.obj x.lib
//
// Build systems write this to save the library. So a library is what it becomes, in memory, with the librarian's own code;
// everything behind this file knows libraries only.
#include "../implib/members.h"
#include "linker.h"

bool make_lazy_library(Link *link, u32 group, Str *bytes) {
    static const u16 nothing_wrong[] = {4006, 4221}; // what mylib warns of: here the first of two definitions counts, too
    Diag diag = link->diag;
    diag.ignored = nothing_wrong;
    diag.ignored_count = sizeof nothing_wrong / sizeof *nothing_wrong;
    MemberList list = {.arena = link->arena, .diag = &diag};
    Message m = {0};
    bool ok = true;
    for (u32 i = 0; i < link->opt.inputs.count && ok; i++) {
        const InputSpec *spec = &link->opt.inputs.at[i];
        if (spec->lazy_group != group) continue;
        Str contents, path = find_input_file(link, spec->path);
        ReadFile file = {.path = path};
        if (!path.n) return false; // reported
        ok = file_map(link->arena, arena_cstr(link->arena, path), &contents, &file.id, &file.state, &m) &&
             members_add(&list, path, contents, &m);
        if (ok) ARRAY_PUSH(link->arena, &link->read_files, file);
    }
    ok = ok && members_write(&list, bytes, &m);
    if (!ok) diag_report(&link->diag, &m);
    return ok && list.members.count;
}
