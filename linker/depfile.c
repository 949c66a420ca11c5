// depfile.c - GNU ld's --dependency-file: a make rule with every file that the link read, so that make and ninja link
// again when a library changed that no Makefile names. Compilers write the same for headers (gcc -MD -MP).
//
//      a.exe: main.o /usr/x86_64-w64-mingw32/lib/libkernel32.a      (each on a line of its own, behind a backslash)
//
//      main.o:
//
//      /usr/x86_64-w64-mingw32/lib/libkernel32.a:
//
// The rules without anything behind the colon say that a file which is gone is no reason to stop.
#include "linker.h"

// A blank would end the name for make, '#' and '$' mean something.
static void put_make_name(Buffer *b, Str path) {
    for (size_t i = 0; i < path.n; i++) {
        u8 c = path.p[i];
        if (c == ' ' || c == '#') buffer_put_str(b, STR("\\"));
        if (c == '$') buffer_put_str(b, STR("$"));
        buffer_put(b, &c, 1);
    }
}

bool write_dependencies(Link *link, OutputFile *out) {
    Buffer b = {.arena = link->arena};
    put_make_name(&b, link->opt.out);
    buffer_put_str(&b, STR(":"));
    for (u32 i = 0; i < link->read_files.count; i++) {
        buffer_put_str(&b, STR(" \\\n  "));
        put_make_name(&b, link->read_files.at[i].path);
    }
    buffer_put_str(&b, STR("\n"));
    for (u32 i = 0; i < link->read_files.count; i++) {
        buffer_put_str(&b, STR("\n"));
        put_make_name(&b, link->read_files.at[i].path);
        buffer_put_str(&b, STR(":\n"));
    }
    return write_text(link, out, link->opt.dependency_file, buffer_str(&b));
}
